"""Measures per year: an administration can carry out only so many at a time."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import NonNegativeInt

from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions
from netplan.tables import Tables


class MeasuresPerYear(Constraint):
    """At most so many measures take effect in one listed year.

    Σ_i step[i] over measures i of year t  ≤  most        ∀ t

    Source: the scenario.
    """

    rule: ClassVar[str] = "measures_per_year"
    kind: ClassVar[Kind] = "couples facilities"
    title: ClassVar[dict[str, str]] = {"de": "Maßnahmen je Jahr", "en": "Measures per year"}

    most: NonNegativeInt
    """Most measures in one listed year."""

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a listed year in which measures are possible."""
        measures = tables.steps.is_measure
        for t, year in enumerate(tables.demand.years.tolist()):
            acts = (measures & (tables.steps.year == t)).nonzero()[0].tolist()
            if acts:
                yield Row(sum(decisions.step[i] for i in acts), "≤", self.most, (str(year),), "count")
