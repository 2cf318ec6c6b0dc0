"""Everyone served: a plan that leaves nobody without a place."""

from collections.abc import Iterator
from typing import ClassVar

from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions
from netplan.tables import Tables


class EveryoneServed(Constraint):
    """Nobody is left without a place.

    Σ_c unserved[c,s,t]  =  0        ∀ s, t

    Source: the scenario's `unserved: none`, e.g. the claim of § 24 SGB VIII.
    """

    rule: ClassVar[str] = "everyone_served"
    kind: ClassVar[Kind] = "couples people"
    title: ClassVar[dict[str, str]] = {"de": "Alle versorgt", "en": "Everyone served"}

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a service and year."""
        for (s, t), people in decisions.unserved.items():
            where = (tables.demand.services[s], str(tables.demand.years[t]))
            yield Row(people, "≤", 0, where)
