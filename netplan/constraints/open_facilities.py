"""Open facilities: at least or at most so many in each year."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field, NonNegativeInt, model_validator

from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions
from netplan.tables import CLOSED, Tables


class OpenFacilities(Constraint):
    """The number of open facilities stays within limits.

    least  ≤  Σ_f (1 − at[f,closed,t])  ≤  most        ∀ t with year ≥ from

    Source: the scenario.
    """

    rule: ClassVar[str] = "open_facilities"
    kind: ClassVar[Kind] = "couples facilities"
    title: ClassVar[dict[str, str]] = {"de": "Offene Einrichtungen", "en": "Open facilities"}

    most: NonNegativeInt | None = None
    """Most open facilities."""
    least: NonNegativeInt | None = None
    """Fewest open facilities."""
    since: int = Field(default=0, alias="from")
    """Year from which the limits hold; every listed year where it is left out."""

    @model_validator(mode="after")
    def _says_something(self) -> "OpenFacilities":
        if self.most is None and self.least is None:
            message = "open_facilities has no limit; write most, least or both."
            raise ValueError(message)
        return self

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a limit and listed year."""
        facilities = range(len(tables.levels.facilities))
        for t, year in enumerate(tables.demand.years.tolist()):
            if year < self.since:
                continue
            number = sum(1 - decisions.at[f, CLOSED, t] for f in facilities)
            if self.most is not None:
                yield Row(number, "≤", self.most, (str(year),), "count")
            if self.least is not None:
                yield Row(number, "≥", self.least, (str(year),), "count")
