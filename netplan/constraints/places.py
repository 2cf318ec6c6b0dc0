"""Places: no facility takes more people than its level has places."""

from collections.abc import Iterator
from typing import ClassVar

from netplan.constraints.constraint import Apply, Constraint, Kind, Row
from netplan.decisions import Decisions
from netplan.tables import UNLIMITED, Tables


class Places(Constraint):
    """Nobody is sent where no place is free.

    load[f,s,t]       ≤  Σ_k places[f,k,s] · at[f,k,t]        ∀ f, s, t
    Σ_s load[f,s,t]   ≤  Σ_k total[f,k] · at[f,k,t]           ∀ f, t where a level names a total

    Source: operating licence or classes × class size, from `levels.csv` or the model's levels.
    """

    rule: ClassVar[str] = "places"
    kind: ClassVar[Kind] = "one facility"
    may: ClassVar[tuple[Apply, ...]] = ("enforce",)
    title: ClassVar[dict[str, str]] = {"de": "Plätze", "en": "Places"}

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a facility, service and year, and one for the total where there is one."""
        levels, demand = tables.levels, tables.demand
        _, facilities, services, kinds, horizon = tables.shape
        for f in range(facilities):
            own = [k for k in range(1, kinds) if levels.exists[f, k]]
            sums = levels.places[f].sum(axis=1)
            total = {k: int(sums[k] if levels.total[f, k] == UNLIMITED else levels.total[f, k]) for k in own}
            for t in range(horizon):
                where = (levels.facilities[f], str(demand.years[t]))
                for s in range(services):
                    room = sum(int(levels.places[f, k, s]) * decisions.at[f, k, t] for k in own)
                    yield Row(decisions.load[f, s, t] - room, "≤", 0, (*where, demand.services[s]))
                if any(total[k] < sums[k] for k in own):
                    everyone = sum(decisions.load[f, s, t] for s in range(services))
                    yield Row(everyone - sum(total[k] * decisions.at[f, k, t] for k in own), "≤", 0, where)
