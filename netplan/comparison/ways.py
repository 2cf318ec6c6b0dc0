"""Whose way grows: people of two plans paired cell by cell, service by service, year by year."""

from dataclasses import dataclass

import numpy as np

from netplan.plan import Plan
from netplan.tables import Ints

LONGER = 300
"""A way that grows by more than this counts as longer [s]."""
UNSERVED = np.iinfo(np.int64).max - 1
"""Stands for the way of a person without a place: longer than any."""
ABSENT = np.iinfo(np.int64).max
"""Stands for the way of a person whom only the other plan knows."""


@dataclass(frozen=True)
class Change:
    """What changes for people in one listed year against the baseline [persons]."""

    longer: int
    """Served in both plans, and the way grows by more than LONGER."""
    lost: int
    """Without a place in this plan only."""
    gained: int
    """Without a place in the baseline only."""


def change_of_ways(baseline: Plan, plan: Plan) -> dict[int, Change]:
    """Return the change for people in each listed year that both plans have.

    Per cell, service and year the people of both plans are sorted by seconds and paired in order;
    cells, services and years are matched by name.
    """
    one, other = _people(baseline, baseline), _people(plan, baseline)
    years = baseline.tables.demand.years.tolist()
    before, after, key, people = _paired(one, other)
    served = (before < UNSERVED) & (after < UNSERVED)
    year = key % len(years)
    longer = served & (np.where(served, after, 0) - np.where(served, before, 0) > LONGER)
    lost = (before < UNSERVED) & (after == UNSERVED)
    gained = (before == UNSERVED) & (after < UNSERVED)
    common = set(plan.tables.demand.years.tolist())
    return {
        y: Change(*(int(people[mask & (year == t)].sum()) for mask in (longer, lost, gained)))
        for t, y in enumerate(years)
        if y in common
    }


_People = tuple[Ints, Ints, Ints]
"""Key (cell, service, year), seconds and number of persons."""


def _people(plan: Plan, names: Plan) -> _People:
    """List the people of a plan, keyed by the positions of another plan's names."""
    demand, pairs, other = plan.tables.demand, plan.tables.pairs, names.tables.demand
    cell = _positions(demand.cells, other.cells)
    service = _positions(demand.services, other.services)
    year = _positions([str(y) for y in demand.years], [str(y) for y in other.years])
    go, unserved = plan.go_by_year, plan.unserved_by_year
    p, t = go.nonzero()
    c, s, u = unserved.nonzero()
    place = (
        np.concatenate([cell[pairs.cell[p]], cell[c]]),
        np.concatenate([service[pairs.service[p]], service[s]]),
        np.concatenate([year[t], year[u]]),
    )
    known = np.all([part >= 0 for part in place], axis=0)
    key = (place[0] * len(other.services) + place[1]) * len(other.years) + place[2]
    seconds = np.concatenate([pairs.seconds[p], np.full(len(c), UNSERVED)])
    people = np.concatenate([go[p, t], unserved[c, s, u]])
    return key[known], seconds[known], people[known]


def _positions(names: tuple[str, ...] | list[str], known: tuple[str, ...] | list[str]) -> Ints:
    place = {name: i for i, name in enumerate(known)}
    return np.array([place.get(name, -1) for name in names], np.int64)


def _paired(one: _People, other: _People) -> tuple[Ints, Ints, Ints, Ints]:
    """Pair the people of both lists in order; return seconds before, seconds after, key and persons.

    Both lists are filled up to the same number of persons under each key. Then person n of one list
    and person n of the other have the same key, and both are steps over the same axis of persons.
    """
    one, other = _filled(one, other), _filled(other, one)
    one_ends, other_ends = np.cumsum(one[2]), np.cumsum(other[2])
    ends = np.union1d(one_ends, other_ends)
    i, j = np.searchsorted(one_ends, ends), np.searchsorted(other_ends, ends)
    return one[1][i], other[1][j], one[0][i], np.diff(ends, prepend=0)


def _filled(own: _People, other: _People) -> _People:
    keys = np.union1d(own[0], other[0])
    missing = np.zeros(len(keys), np.int64)
    np.add.at(missing, np.searchsorted(keys, other[0]), other[2])
    np.subtract.at(missing, np.searchsorted(keys, own[0]), own[2])
    short = missing > 0
    key = np.concatenate([own[0], keys[short]])
    seconds = np.concatenate([own[1], np.full(int(short.sum()), ABSENT)])
    people = np.concatenate([own[2], missing[short]])
    order = np.lexsort((seconds, key))
    return key[order], seconds[order], people[order]
