"""The corridor of need: need under low and high take-up against places, by area, with sites that could close a gap."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from netplan.case import Case
from netplan.plan import Plan
from netplan.tables import WHOLE, StepKind


@dataclass(frozen=True)
class Need:
    """One service in one area and listed year."""

    area: str
    """Id of the area; empty: the whole region."""
    service: str
    year: int
    need: int
    """Persons in need who live there, as the plan counts them."""
    low: int
    """Persons in need where take-up is low, rounded down."""
    high: int
    """Persons in need where take-up is high, rounded up."""
    places: int
    """Places at facilities whose site lies there."""
    taken: tuple[int, ...]
    """Facilities there that the plan opens or extends for this service up to this year."""
    possible: tuple[int, ...]
    """Others there that could be opened or extended for it."""

    @property
    def gap(self) -> int:
        """Places below the corridor as a negative number, above it as a positive one, 0 inside."""
        return self.places - self.low if self.places < self.low else max(0, self.places - self.high)


def needs(plan: Plan, case: Case) -> Iterator[Need]:
    """Yield the corridor of need of each service that has one, by area and listed year, the region last."""
    tables = plan.tables
    demand, levels, population = tables.demand, tables.levels, tables.population
    room = levels.room[np.arange(len(plan.level))[:, None], plan.level]
    homes = np.array(demand.areas)[demand.area]
    seats = np.array(levels.area)
    names = sorted({*demand.areas, *levels.area})
    for s in np.flatnonzero(population.need_high).tolist():
        low, high = int(population.need_low[s]), int(population.need_high[s])
        more = _growing(plan, case, s)
        for area in (*names, ""):
            is_home = (homes == area) | (area == "")
            is_seat = (seats == area) | (area == "")
            for t, year in enumerate(demand.years.tolist()):
                people = int(demand.by_year[is_home, s, t].sum())
                own = [(f, taken) for f, taken in more if is_seat[f] and area]
                yield Need(
                    area=area,
                    service=demand.services[s],
                    year=year,
                    need=people,
                    low=people * low // WHOLE,
                    high=-(-people * high // WHOLE),
                    places=int(room[is_seat, t, s].sum()),
                    taken=tuple(f for f, taken in own if taken is not None and taken <= t),
                    possible=tuple(f for f, taken in own if taken is None or taken > t),
                )


def _growing(plan: Plan, case: Case, s: int) -> list[tuple[int, int | None]]:
    """List the facilities that could get more places of a service, and from which listed year the plan does so."""
    tables = plan.tables
    steps, room = tables.steps, tables.levels.room[:, :, s]
    grows = room[steps.facility, steps.after] > room[steps.facility, steps.before]
    grows &= np.isin(steps.kind, (StepKind.OPEN, StepKind.EXTEND, StepKind.CONVERT))
    taken: dict[int, int] = {}
    for i in plan.measures.tolist():
        if grows[i]:
            taken.setdefault(int(steps.facility[i]), int(steps.year[i]))
    able = {int(steps.facility[i]) for i in case.possible.tolist() if grows[i]} | set(taken)
    return [(f, taken.get(f)) for f in sorted(able)]
