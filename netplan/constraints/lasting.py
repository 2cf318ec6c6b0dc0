"""Lasting: what was built up is not cut back again soon, nor the other way round."""

from collections.abc import Iterator
from itertools import combinations
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import field_validator

from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions
from netplan.norms import Years
from netplan.tables import StepKind, Tables
from netplan.units import Quantity

MORE, FEWER = (StepKind.OPEN, StepKind.EXTEND), (StepKind.REDUCE, StepKind.CLOSE)
"""Measures that give places, and measures that take them away."""


class Lasting(Constraint):
    """After a measure none of opposite effect acts on the same facility for some years.

    more[f,t]  = Σ_i step[i] over measures i of f in year t that open or extend
    fewer[f,t] = Σ_i step[i] over measures i of f in year t that reduce or close

    more[f,t] + fewer[f,t′]  ≤  1        ∀ f, ∀ t < t′ with year[t′] − year[t] < years
    fewer[f,t] + more[f,t′]  ≤  1        likewise

    What takes effect in year y may be reverted from year y + years on.

    Source: the scenario; e.g. subsidies that bind a building to its use for some years.
    """

    rule: ClassVar[str] = "lasting"
    kind: ClassVar[Kind] = "one facility"
    title: ClassVar[dict[str, str]] = {"de": "Bestand von Maßnahmen", "en": "Lasting measures"}

    years: Years
    """For how many calendar years a measure is not reverted."""

    @field_validator("years")
    @classmethod
    def _at_least_one(cls, years: Quantity) -> Quantity:
        if not years.whole:
            message = f'{years} binds nothing; write 1 year or more, like "5 years".'
            raise ValueError(message)
        return years

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a facility, direction and two years too near to each other, where both measures exist."""
        steps, years = tables.steps, tables.demand.years.tolist()
        more, fewer = (_by_facility_and_year(tables, np.isin(steps.kind, kinds)) for kinds in (MORE, FEWER))
        for f, name in enumerate(tables.levels.facilities):
            for t, later in combinations(range(len(years)), 2):
                if years[later] - years[t] >= self.years.whole:
                    continue
                for first, second in ((more, fewer), (fewer, more)):
                    acts = [*first.get((f, t), ()), *second.get((f, later), ())]
                    if (f, t) in first and (f, later) in second:
                        where = (name, str(years[t]), str(years[later]))
                        yield Row(sum(decisions.step[i] for i in acts), "≤", 1, where, "count")


def _by_facility_and_year(tables: Tables, chosen: npt.NDArray[np.bool_]) -> dict[tuple[int, int], list[int]]:
    steps = tables.steps
    found: dict[tuple[int, int], list[int]] = {}
    for i in np.flatnonzero(chosen).tolist():
        found.setdefault((int(steps.facility[i]), int(steps.year[i])), []).append(i)
    return found
