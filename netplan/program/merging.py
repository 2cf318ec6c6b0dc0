"""Cells that reach the same facilities are one cell to every goal that does not look at minutes."""

from dataclasses import replace

import numpy as np

from netplan.case import Case
from netplan.constraints import Forbidden, Rules
from netplan.tables import NONE, Ints, Pairs

KINDS = 4
"""Ways within or beyond the target, with transport paid or not."""


def merged(case: Case) -> Case:
    """Merge the cells of a case as `merging` does."""
    return merging(case)[0]


def merging(case: Case) -> tuple[Case, Ints]:
    """Merge, service by service, the cells that reach the same facilities, the same of them within the target.

    Return the merged case, and which of its pairs each pair becomes, NONE for those that do not exist.

    Where a rule looks at areas, only cells of one area are merged; where one looks at groups, only cells of one group.
    Steps are forbidden as without merging: the rule on free capacity looks at ways that merged cells no longer tell.

    Exact for goals and rules that only count people: a group's people can be shared out over its cells
    in any way, and the linear relaxation has the same bound.
    """
    tables = case.tables
    pairs, demand = tables.pairs, tables.demand
    cells, facilities, services, _, _ = tables.shape
    allowed = ~case.forbidden.pairs
    money = tables.money
    # Two cells are one only where the same facilities are beyond the target, and so far that transport is paid.
    beyond = (pairs.seconds > tables.target) + 2 * (money.is_far if len(money.is_far) else 0)
    keeps_areas = any(rule.needs_areas for rule in case.enforced)
    keeps_groups = bool(demand.groups) and any(rule.survives_merging for rule in case.stated)
    group = np.zeros((cells, services), np.int64)
    area, target_group = np.zeros(0, np.int64), np.zeros(0, np.int64)
    names: list[str] = []
    entries = demand.people.shape[2]
    people = np.zeros((0, services, entries), np.int64)
    for s in range(services):
        near = _near(pairs, np.flatnonzero(allowed & (pairs.service == s)), beyond, cells, facilities)
        near[:, -1] = demand.area * keeps_areas
        if keeps_groups:
            near[:, -2] = demand.group
        found, which = np.unique(near, axis=0, return_inverse=True)
        group[:, s] = len(names) + which.reshape(-1)
        area = np.concatenate([area, found[:, -1]])
        target_group = np.concatenate([target_group, found[:, -2]])
        more = np.zeros((len(found), services, entries), np.int64)
        np.add.at(more[:, s], which.reshape(-1), demand.people[:, s])
        people = np.concatenate([people, more])
        names += [f"{demand.services[s]} {number}" for number in range(len(found))]
    kept = np.flatnonzero(allowed)
    pairs, number = _pairs(pairs, group, beyond, kept)
    known = tables.attendance
    attendance = replace(known, pair=number[np.searchsorted(kept, known.pair)])
    none = np.zeros(len(names))
    groups = demand.groups if keeps_groups else ()
    merged_demand = replace(
        demand,
        cells=tuple(names),
        lon=none,
        lat=none,
        area=area,
        people=people,
        groups=groups,
        group=target_group,
        home=np.arange(len(names)),
    )
    fewer = replace(tables, demand=merged_demand, pairs=pairs, districts=None, elsewhere=None, attendance=attendance)
    if len(money.is_far):
        is_far = np.zeros(len(pairs.cell), bool)
        is_far[number] = money.is_far[kept]
        fewer = replace(fewer, money=replace(money, is_far=is_far))
    barred = Forbidden(np.zeros(len(pairs.cell), bool), case.forbidden.steps)
    rules = case.rules.replaced_by(Rules(free_capacity=None))
    becomes = np.full(len(allowed), NONE, np.int64)
    becomes[kept] = number
    return replace(case, tables=fewer, rules=rules, barred=barred), becomes


def _near(pairs: Pairs, used: Ints, beyond: Ints, cells: int, facilities: int) -> Ints:
    """Return which facilities a cell reaches, one number each in the order of facilities, shape (cells, most + 2).

    Numbers fall with the facility and stand apart by what is beyond; what is left of a row is 0. Two columns are free.
    """
    order = used[np.lexsort((pairs.facility[used], pairs.cell[used]))]
    cell = pairs.cell[order]
    number = np.bincount(cell, minlength=cells)
    place = np.arange(len(order)) - np.repeat(np.cumsum(number) - number, number)
    near = np.zeros((cells, int(number.max(initial=0)) + 2), np.int64)
    near[cell, place] = KINDS * (facilities - pairs.facility[order]) + beyond[order]
    return near


def _pairs(pairs: Pairs, group: Ints, beyond: Ints, allowed: Ints) -> tuple[Pairs, Ints]:
    """Return one pair a group and facility, its way 0 or just beyond a target of 0, and which one each pair becomes."""
    facility, service = pairs.facility[allowed], pairs.service[allowed]
    shape = (int(group.max(initial=0)) + 1, int(facility.max(initial=0)) + 1, group.shape[1], KINDS)
    codes = np.ravel_multi_index((group[pairs.cell[allowed], service], facility, service, beyond[allowed]), shape)
    code, number = np.unique(codes, return_inverse=True)
    found = np.stack(np.unravel_index(code, shape), axis=1)
    none = np.zeros(len(found), np.int64)
    merged_pairs = Pairs(
        cell=found[:, 0],
        facility=found[:, 1],
        service=found[:, 2],
        seconds=found[:, 3] % 2,
        metres=none,
        mode=none,
        modes=pairs.modes,
        reach=none + 1,
        target=none,
    )
    return merged_pairs, number.reshape(-1)
