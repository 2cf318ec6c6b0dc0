"""Minimum size: an open facility keeps the people the law asks for."""

from collections.abc import Iterator
from typing import ClassVar

from netplan.constraints.constraint import Apply, Constraint, Kind, Row
from netplan.decisions import Decisions, Term
from netplan.tables import Ints, Tables


class MinimumSize(Constraint):
    """An open facility keeps at least the people the law asks for.

    load[f,s,t]      ≥  Σ_k least[f,k,s] · at[f,k,t]        ∀ f, s, t
    Σ_s load[f,s,t]  ≥  Σ_k least_total[f,k] · at[f,k,t]    ∀ f, t
    new_only: least[f,today,·] is not asked for while untouched[f,t]

    Source: norm `least` of the service, e.g. § 4a SächsSchulG, or `least` in `levels.csv`.
    """

    rule: ClassVar[str] = "minimum_size"
    kind: ClassVar[Kind] = "one facility"
    may: ClassVar[tuple[Apply, ...]] = ("enforce", "new_only", "report")
    title: ClassVar[dict[str, str]] = {"de": "Mindestgröße", "en": "Minimum size"}

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a facility, service and year where a least is set, and one for the total."""
        levels, demand = tables.levels, tables.demand
        _, facilities, services, _, horizon = tables.shape
        for f in range(facilities):
            for t in range(horizon):
                where = (levels.facilities[f], str(demand.years[t]))
                for s in range(services):
                    if levels.least[f, :, s].any():
                        asked = self._asked(levels.least[f, :, s], f, t, decisions, tables)
                        yield Row(decisions.load[f, s, t] - asked, "≥", 0, (*where, demand.services[s]))
                if levels.least_total[f].any():
                    everyone = sum(decisions.load[f, s, t] for s in range(services))
                    asked = self._asked(levels.least_total[f], f, t, decisions, tables)
                    yield Row(everyone - asked, "≥", 0, where)

    def _asked(self, least: Ints, f: int, t: int, decisions: Decisions, tables: Tables) -> Term:
        levels = tables.levels
        own = [k for k in range(1, len(levels.names)) if levels.exists[f, k] and least[k]]
        asked = sum(int(least[k]) * decisions.at[f, k, t] for k in own)
        today = int(levels.today[f])
        if self.apply == "new_only" and least[today]:
            asked = asked - int(least[today]) * decisions.untouched[f, t]
        return asked
