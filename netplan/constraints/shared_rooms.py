"""Shared rooms: facilities that stand at one site, of whatever sectors, take no more rooms than it has."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions
from netplan.tables import Tables


class SharedRooms(Constraint):
    """School, after-school care and Kita share the rooms of their site.

    Σ_f,k rooms[f,k] · at[f,k,t] over facilities f at the site  ≤  rooms[site]        ∀ site whose rooms are known, ∀ t

    rooms[f,k] are the rooms of the site that a level takes: those of a new building of its own do not count.

    Source: the buildings, from `rooms` of `sites.csv` and `site_rooms` of `levels.csv` or the model's levels.
    """

    rule: ClassVar[str] = "shared_rooms"
    kind: ClassVar[Kind] = "couples facilities"
    title: ClassVar[dict[str, str]] = {"de": "Gemeinsame Räume", "en": "Shared rooms"}

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a site and listed year, where a facility there takes rooms."""
        levels, premises, years = tables.levels, tables.premises, tables.demand.years.tolist()
        for j in premises.known:
            own = [f for f in np.flatnonzero(levels.site == j).tolist() if premises.rooms[f].any()]
            names = tuple(levels.facilities[f] for f in own)
            for t, year in enumerate(years) if own else ():
                taken = sum(
                    int(premises.rooms[f, k]) * decisions.at[f, k, t]
                    for f in own
                    for k in np.flatnonzero(premises.rooms[f]).tolist()
                )
                yield Row(taken, "≤", int(premises.site_rooms[j]), (*names, str(year)), "count")
