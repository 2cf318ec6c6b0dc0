"""Which facility each cell belongs to in each year, and what changes: the table of Schulbezirke."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple, dataclass

import numpy as np

from netplan.comparison import Variant
from netplan.plan import Plan
from netplan.reports.wording import Wording
from netplan.tables import NONE, Ints
from netplan.units import FEWEST


@dataclass(frozen=True)
class DistrictRow:
    """The cells of one facility for one service in one listed year."""

    year: int
    service: str
    facility: str
    cells: int
    people: str
    areas: str
    """Areas with the number of their cells."""


@dataclass(frozen=True)
class ChangeRow:
    """Cells that are given from one facility to another in one listed year."""

    year: int
    service: str
    before: str
    after: str
    cells: int
    people: str


@dataclass(frozen=True)
class CellRow:
    """One cell for one service in one listed year; ids of the input."""

    year: int
    service: str
    cell: str
    area: str
    facility: str
    before: str
    people: int


@dataclass(frozen=True)
class Told:
    """What the report says of districts; empty where cells are divided and no district is known."""

    rows: list[DistrictRow]
    changes: list[ChangeRow]

    @property
    def lines(self) -> list[tuple[object, ...]]:
        """The rows as they stand in the table."""
        return [astuple(row) for row in self.rows]

    @property
    def change_lines(self) -> list[tuple[object, ...]]:
        """The changes as they stand in the table."""
        return [astuple(row) for row in self.changes]


def has_districts(variant: Variant) -> bool:
    """Whether cells belong to one facility each, today or by the rule of a service."""
    rule = variant.case.rules.assignment
    policies = rule.policies.values() if rule is not None and rule.apply == "enforce" else ()
    return variant.plan.tables.districts is not None or any(
        policy.name in {"whole_cells", "districts"} for policy in policies
    )


def told(variant: Variant, w: Wording) -> Told:
    """Return the districts of a variant by year, and what changes from year to year, today's first."""
    if not has_districts(variant):
        return Told([], [])
    plan = variant.plan
    home, before = homes(plan), homes_before(plan)
    return Told(list(_rows(variant, home, w)), list(_changes(variant, home, before, w)))


def homes(plan: Plan) -> Ints:
    """Return the facility most people of a cell go to, NONE where nobody is served, shape (cells, services, years)."""
    pairs, shape = plan.tables.pairs, plan.tables.demand.entering.shape
    found, most = np.full(shape, NONE, np.int64), np.zeros(shape, np.int64)
    go = plan.go[:, : shape[2]]
    for p in np.flatnonzero(go.any(axis=1)).tolist():
        c, s = int(pairs.cell[p]), int(pairs.service[p])
        better = go[p] > most[c, s]
        found[c, s, better], most[c, s, better] = pairs.facility[p], go[p, better]
    return found


def homes_before(plan: Plan) -> Ints:
    """Return the facility a cell belonged to the year before: today's district before the first listed year."""
    home, districts = homes(plan), plan.tables.districts
    today = np.full(home.shape[:2], NONE, np.int64) if districts is None else districts.facility[:, :, 0]
    return np.concatenate([today[:, :, None], home[:, :, :-1]], axis=2)


def by_cell(variant: Variant) -> Iterator[CellRow]:
    """Yield each cell with people in need, by year and service."""
    plan = variant.plan
    demand, names = plan.tables.demand, [*plan.tables.levels.facilities, ""]
    home, before = homes(plan), homes_before(plan)
    for t, s, c in np.argwhere(demand.entering.transpose(2, 1, 0) > 0).tolist():
        yield CellRow(
            int(demand.years[t]),
            demand.services[s],
            demand.cells[c],
            demand.areas[demand.area[c]],
            names[home[c, s, t]],
            names[before[c, s, t]],
            int(demand.entering[c, s, t]),
        )


def _rows(variant: Variant, home: Ints, w: Wording) -> Iterator[DistrictRow]:
    demand = variant.plan.tables.demand
    names = [*_names(variant.plan), w("unserved")]
    for s, service in enumerate(demand.services):
        title = w.of(variant.case.words.services.get(service, {}), service)
        for t, year in enumerate(demand.years.tolist()):
            needed = demand.entering[:, s, t] > 0
            for f in np.unique(home[needed, s, t]).tolist():
                inside = np.flatnonzero(needed & (home[:, s, t] == f))
                areas, numbers = np.unique(demand.area[inside], return_counts=True)
                listed = [f"{demand.areas[a]} ({n})" for a, n in zip(areas.tolist(), numbers.tolist(), strict=True)]
                people = w.few(int(demand.entering[inside, s, t].sum()))
                yield DistrictRow(year, title, names[f], len(inside), people, ", ".join(listed))


def _changes(variant: Variant, home: Ints, before: Ints, w: Wording) -> Iterator[ChangeRow]:
    demand = variant.plan.tables.demand
    names = [*_names(variant.plan), w("unserved")]
    moved = (demand.entering > 0) & (home != before) & (before != NONE)
    groups: dict[tuple[int, int, int, int], list[int]] = defaultdict(list)
    for c, s, t in np.argwhere(moved).tolist():
        groups[s, t, int(before[c, s, t]), int(home[c, s, t])].append(c)
    for (s, t, old, new), cells in sorted(groups.items()):
        service = demand.services[s]
        title = w.of(variant.case.words.services.get(service, {}), service)
        people = w.few(int(demand.entering[cells, s, t].sum()))
        yield ChangeRow(int(demand.years[t]), title, names[old], names[new], len(cells), people)


def _names(plan: Plan) -> list[str]:
    levels = plan.tables.levels
    return list(levels.called)


def without_few(people: int) -> int | None:
    """Return a count, None where so few people are not shown."""
    return None if 0 < people < FEWEST else people
