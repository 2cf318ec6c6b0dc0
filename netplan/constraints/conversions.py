"""Conversions: a house that one facility leaves is used by another one, of the same or another sector."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pydantic import field_validator

from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions, Term
from netplan.tables import CLOSED, Tables


class Conversions(Constraint):
    """What a house becomes opens only once what it is has closed: a Kita becomes day care for seniors.

    Σ_k at[A,k,t] + Σ_k at[B,k,t] over levels k other than closed  ≤  1        ∀ A that becomes B, ∀ t

    Two measures, closing A and opening B, in the same year or one after the other; A may also close for good. Both
    costs are paid, so the row that opens B says what comes on top of closing A.

    Source: the scenario.
    """

    rule: ClassVar[str] = "conversions"
    kind: ClassVar[Kind] = "couples facilities"
    title: ClassVar[dict[str, str]] = {"de": "Umwandlungen", "en": "Conversions"}

    into: Mapping[str, str]
    """By facility that leaves, the one that may take its house."""

    @field_validator("into")
    @classmethod
    def _says_something(cls, into: Mapping[str, str]) -> Mapping[str, str]:
        if not into:
            message = "no house is converted; write one line {facility: what it becomes}, or leave the rule out."
            raise ValueError(message)
        if any(one == other for one, other in into.items()):
            message = "a facility becomes itself; name the one that takes its house."
            raise ValueError(message)
        return into

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a house and listed year; facilities that are not planned are left out."""
        names = {name: f for f, name in enumerate(tables.levels.facilities)}
        for one, other in self.into.items():
            if one in names and other in names:
                for t, year in enumerate(tables.demand.years.tolist()):
                    both = is_open(names[one], t, decisions, tables) + is_open(names[other], t, decisions, tables)
                    yield Row(both, "≤", 1, (one, other, str(year)), "count")


def is_open(f: int, t: int, decisions: Decisions, tables: Tables) -> Term:
    """Return Σ_k at[f,k,t] over levels other than closed."""
    levels = (k for k in range(tables.shape[3]) if k != CLOSED and tables.levels.exists[f, k])
    return sum(decisions.at[f, k, t] for k in levels)
