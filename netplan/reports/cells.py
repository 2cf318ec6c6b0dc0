"""Cells and areas in the last listed year: how many live there and how long their ways are, variant by variant."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from netplan.comparison import Comparison
from netplan.comparison.figures import mean_way
from netplan.plan import Plan
from netplan.tables import Floats, Ints


@dataclass(frozen=True, eq=False)
class Ways:
    """The ways of one variant's last listed year, arrays of shape (cells,)."""

    served: Ints
    person_seconds: Ints
    unserved: Ints

    @property
    def seconds(self) -> Floats:
        """Mean way of each cell over its services; NaN where nobody is served [s]."""
        nobody = np.full(len(self.served), np.nan)
        return np.asarray(np.divide(self.person_seconds, self.served, out=nobody, where=self.served > 0))


@dataclass(frozen=True, eq=False)
class Cells:
    """All cells with people in need in any variant, matched by id."""

    ids: tuple[str, ...]
    lon: Floats
    lat: Floats
    areas: tuple[str, ...]
    """Area id of each cell."""
    people: Ints
    """Persons in need in the baseline's last listed year, shape (cells,)."""
    ways: tuple[Ways, ...]
    """By variant."""

    def by_area(self) -> Iterator[tuple[str, Ints]]:
        """Yield each area with the indices of its cells, in the order of the area ids."""
        of_cell = np.array(self.areas)
        for area in sorted(set(self.areas)):
            yield area, np.flatnonzero(of_cell == area)


@dataclass(frozen=True)
class Flow:
    """People of one area on their way to one facility."""

    area: str
    people: int
    mean: Fraction | None
    longest: int


def cells_of(comparison: Comparison) -> Cells:
    """Match the cells of all variants by id."""
    known: dict[str, tuple[float, float, str]] = {}
    for variant in comparison.variants:
        demand = variant.plan.tables.demand
        for c in np.flatnonzero(demand.people.any(axis=(1, 2))).tolist():
            place = (float(demand.lon[c]), float(demand.lat[c]), demand.areas[demand.area[c]])
            known.setdefault(demand.cells[c], place)
    ids = tuple(known)
    base = comparison.baseline.plan
    return Cells(
        ids=ids,
        lon=np.array([place[0] for place in known.values()]),
        lat=np.array([place[1] for place in known.values()]),
        areas=tuple(place[2] for place in known.values()),
        people=_matched(base, base.tables.demand.by_year[:, :, -1].sum(axis=1), ids),
        ways=tuple(ways_of(variant.plan, ids) for variant in comparison.variants),
    )


def ways_of(plan: Plan, ids: tuple[str, ...]) -> Ways:
    """Sum the ways of a plan's last listed year by cell, in the order of `ids`."""
    pairs, cells = plan.tables.pairs, len(plan.tables.demand.cells)
    last = plan.go_by_year[:, -1]
    served, person_seconds = np.zeros(cells, np.int64), np.zeros(cells, np.int64)
    np.add.at(served, pairs.cell, last)
    np.add.at(person_seconds, pairs.cell, last * pairs.seconds)
    unserved = plan.unserved_by_year[:, :, -1].sum(axis=1)
    return Ways(*(_matched(plan, values, ids) for values in (served, person_seconds, unserved)))


@dataclass(frozen=True, eq=False)
class Streams:
    """Who goes to which facility, sorted by facility once."""

    plan: Plan
    order: Ints
    """Indices of the pairs by facility."""
    starts: Ints
    """Where each facility begins in `order`, and the end."""
    go: Ints
    """Persons by pair and listed year, shape (pairs, years)."""

    @classmethod
    def of(cls, plan: Plan) -> "Streams":
        """Sort the pairs of a plan by facility."""
        facility = plan.tables.pairs.facility
        order = np.argsort(facility, kind="stable")
        starts = np.searchsorted(facility[order], np.arange(len(plan.tables.levels.facilities) + 1))
        return cls(plan, order, starts, plan.go_by_year)

    def to(self, facility: int, t: int) -> tuple[Ints, Ints]:
        """Return the pairs that people use to a facility in a listed year, and how many they are."""
        own = self.order[self.starts[facility] : self.starts[facility + 1]]
        used = own[self.go[own, t] > 0]
        return used, self.go[used, t]

    def by_area(self, facility: int, t: int) -> list[Flow]:
        """Return from which areas people come to a facility in a listed year, most first."""
        pairs, demand = self.plan.tables.pairs, self.plan.tables.demand
        used, people = self.to(facility, t)
        area = demand.area[pairs.cell[used]]
        found = []
        for a in np.unique(area):
            own, seconds = people[area == a], pairs.seconds[used[area == a]]
            found.append(Flow(demand.areas[a], int(own.sum()), mean_way(seconds, own), int(seconds.max())))
        return sorted(found, key=lambda flow: (-flow.people, flow.area))


def heirs(baseline: Plan, plan: Plan, facility: str) -> list[tuple[str, int]]:
    """Return where the people go whose cells use a facility in the baseline's last year, most first.

    A cell that the baseline divides between facilities counts with all its people.
    """
    base, own = baseline.tables, plan.tables
    used = (base.pairs.facility == base.levels.facilities.index(facility)) & (baseline.go_by_year[:, -1] > 0)
    cells = {base.demand.cells[c] for c in base.pairs.cell[used]}
    inside = np.array([cell in cells for cell in own.demand.cells], bool)
    people = np.zeros(len(own.levels.facilities), np.int64)
    mask = inside[own.pairs.cell]
    np.add.at(people, own.pairs.facility[mask], plan.go_by_year[mask, -1])
    found = [(own.levels.facilities[f], int(people[f])) for f in np.flatnonzero(people)]
    return sorted(found, key=lambda heir: (-heir[1], heir[0]))


def _matched(plan: Plan, values: Ints, ids: tuple[str, ...]) -> Ints:
    value_by_cell = dict(zip(plan.tables.demand.cells, values.tolist(), strict=True))
    return np.array([value_by_cell.get(cell, 0) for cell in ids], np.int64)
