"""Rooms that facilities at one site share: who takes how many in each listed year, and what is left."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from netplan.plan import Plan


@dataclass(frozen=True)
class SharedSite:
    """One site in one listed year."""

    site: int
    """Index of the site."""
    year: int
    taken: tuple[tuple[int, int], ...]
    """Facility and the rooms that it takes, those that take none left out."""
    rooms: int
    """Rooms that the site has."""

    @property
    def free(self) -> int:
        """Rooms that nobody takes; below zero where more are taken than there are."""
        return self.rooms - sum(rooms for _, rooms in self.taken)


def shared_sites(plan: Plan) -> Iterator[SharedSite]:
    """Yield the sites whose rooms are known and whose facilities could take some, year by year."""
    tables, level = plan.tables, plan.level
    premises, years = tables.premises, tables.demand.years.tolist()
    for j in premises.known:
        own = [f for f in np.flatnonzero(tables.levels.site == j).tolist() if premises.rooms[f].any()]
        for t, year in enumerate(years) if own else ():
            rooms = ((f, int(premises.rooms[f, level[f, t]])) for f in own)
            yield SharedSite(j, year, tuple(one for one in rooms if one[1]), int(premises.site_rooms[j]))
