"""Measures per area: no planning area has more to carry than it can at a time, and in all."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import BeforeValidator, NonNegativeInt, model_validator

from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions
from netplan.tables import Tables

EVERY = "*"
"""Stands for every area that is not named."""


def _by_area(value: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever the file says
    return {EVERY: value} if isinstance(value, str | int) else value


_ByArea = Annotated[Mapping[str, NonNegativeInt], BeforeValidator(_by_area)]


class MeasuresPerArea(Constraint):
    """At most so many measures take effect in one planning area.

    Σ_i step[i] over measures i of year t at facilities f with area[f] = a  ≤  per_year[a]        ∀ a, t
    Σ_i step[i] over measures i at facilities f with area[f] = a            ≤  total[a]           ∀ a

    area[f] is the planning area that the site of f lies in.

    Source: the scenario.
    """

    rule: ClassVar[str] = "measures_per_area"
    kind: ClassVar[Kind] = "couples facilities"
    title: ClassVar[dict[str, str]] = {"de": "Maßnahmen je Gebiet", "en": "Measures per area"}

    per_year: _ByArea | None = None
    """Most measures of an area in one listed year: one number for all, or by area and `*` for the others."""
    total: _ByArea | None = None
    """Most measures of an area in all listed years."""

    @model_validator(mode="after")
    def _says_something(self) -> "MeasuresPerArea":
        if self.per_year is None and self.total is None:
            message = "measures_per_area has no limit; write per_year, total or both."
            raise ValueError(message)
        return self

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row an area and listed year, and one an area, where measures are possible."""
        steps, area = tables.steps, np.array(tables.levels.area)
        for name in sorted(set(tables.levels.area)):
            acts = np.flatnonzero(steps.is_measure & (area[steps.facility] == name))
            most = _limit(self.per_year, name)
            for t in np.unique(steps.year[acts]).tolist() if most is not None else []:
                number = sum(decisions.step[i] for i in acts[steps.year[acts] == t].tolist())
                yield Row(number, "≤", most or 0, (name, str(tables.demand.years[t])), "count")
            most = _limit(self.total, name)
            if most is not None and len(acts):
                yield Row(sum(decisions.step[i] for i in acts.tolist()), "≤", most, (name, "total"), "count")


def _limit(limits: Mapping[str, int] | None, area: str) -> int | None:
    return None if limits is None else limits.get(area, limits.get(EVERY))
