"""Who moves because a facility closes at once, in the program: columns that come and that leave, and their rows."""

import numpy as np
import numpy.typing as npt

from netplan.case import Case
from netplan.program.facilities import FacilityHalf
from netplan.program.people_rows import PeopleColumns, PeopleRows
from netplan.tables import CLOSED, WHOLE, Ints, StepKind, Tables

Bools = npt.NDArray[np.bool_]
LEAVES = -1
"""Unit of a column of people who leave: each counts one person less at its pair."""
_NONE, _NOTHING = np.zeros(0, np.int64), np.zeros(0)


def closings(tables: Tables, steps: Ints) -> Bools:
    """Return whether some of these steps closes a facility at once in a listed year, shape (facilities, years)."""
    found = np.zeros((len(tables.levels.facilities), len(tables.demand.years)), bool)
    table = tables.steps
    own = steps[(table.kind[steps] == StepKind.CLOSE) & (table.after[steps] == CLOSED)]
    found[table.facility[own], table.year[own]] = True
    return found


def moving_pairs(case: Case, half: FacilityHalf, possible: Bools) -> tuple[Bools, Bools]:
    """Return which pairs people of an entry that moves may come to, and which they may leave, (pairs, entries).

    `possible` says which pairs people may go to when they enter.
    """
    tables = case.tables
    demand, pairs, levels = tables.demand, tables.pairs, tables.levels
    service, year = pairs.service, demand.entry_year[pairs.service]
    moving = demand.moving[service] if case.moves else np.zeros(possible.shape, bool)
    closes = closings(tables, np.flatnonzero(half.step >= 0))
    first = np.take_along_axis(possible, demand.origin[service], axis=1)
    leave = moving & first & closes[pairs.facility[:, None], year]
    some = np.zeros(demand.people.shape, bool)
    np.logical_or.at(some, (pairs.cell, service), leave)
    share = np.maximum(demand.share[service[:, None], np.arange(moving.shape[1]), year], 1)
    fits = np.zeros(moving.shape, bool)
    for k in range(1, levels.room.shape[1]):
        room = WHOLE * levels.room[pairs.facility, k, service, None] // share
        fits |= levels.intake[pairs.facility, k, None] & (half.at[pairs.facility[:, None], k, year] >= 0) & (room > 0)
    return moving & some[pairs.cell, service] & fits & ~case.forbidden.pairs[:, None], leave


def leaving_rows(tables: Tables, columns: PeopleColumns, half: FacilityHalf) -> list[PeopleRows]:
    """State that people leave only what closes, only where they went first, and how many move in each year."""
    leave = np.flatnonzero(columns.go_unit == LEAVES)
    if not len(leave):
        return []
    return [
        _balanced(tables, columns),
        _with_a_closing(tables, columns, leave, half),
        _who_went_there(tables, columns, leave),
        _counted(tables, columns, leave, half),
    ]


def _balanced(tables: Tables, columns: PeopleColumns) -> PeopleRows:
    """Σ_g came[c,g,s,e,t] − Σ_f left[c,f,s,e,t] = 0."""
    pairs, demand = tables.pairs, tables.demand
    service = pairs.service[columns.pair]
    own = np.flatnonzero(demand.moving[service, columns.entry])
    index = np.ravel_multi_index((pairs.cell[columns.pair[own]], service[own], columns.entry[own]), demand.people.shape)
    found, rows = np.unique(index, return_inverse=True)
    zero = np.zeros(len(found))
    return PeopleRows(zero, zero, rows, own, columns.go_unit[own].astype(float), _NONE, _NONE, _NOTHING)


def _with_a_closing(tables: Tables, columns: PeopleColumns, leave: Ints, half: FacilityHalf) -> PeopleRows:
    """left[c,f,s,e,t] − people[c,s,e] · Σ_i step[i] ≤ 0 over steps i of f that close at once in t."""
    pairs, demand, steps = tables.pairs, tables.demand, tables.steps
    pair, entry = columns.pair[leave], columns.entry[leave]
    service = pairs.service[pair]
    people, year = demand.behind[pairs.cell[pair], service, entry], demand.entry_year[service, entry]
    row, far, value = [_NONE], [_NONE], [_NOTHING]
    for i in np.flatnonzero((steps.kind == StepKind.CLOSE) & (steps.after == CLOSED) & (half.step >= 0)).tolist():
        own = np.flatnonzero((pairs.facility[pair] == steps.facility[i]) & (year == steps.year[i]))
        row.append(own)
        far.append(np.full(len(own), half.step[i]))
        value.append(-people[own].astype(float))
    size = len(leave)
    return PeopleRows(
        np.full(size, -np.inf),
        np.zeros(size),
        np.arange(size),
        leave,
        np.ones(size),
        np.concatenate(row),
        np.concatenate(far),
        np.concatenate(value),
    )


def _who_went_there(tables: Tables, columns: PeopleColumns, leave: Ints) -> PeopleRows:
    """Σ_t left[c,f,s,e,t] − go[c,f,s,e] ≤ 0."""
    shape = (len(tables.pairs.cell), tables.demand.people.shape[2])
    number = np.full(shape, -1, np.int64)
    first = np.flatnonzero(columns.go_unit != LEAVES)
    number[columns.pair[first], columns.entry[first]] = first
    pair, service = columns.pair[leave], tables.pairs.service[columns.pair[leave]]
    origin = tables.demand.origin[service, columns.entry[leave]]
    found, rows = np.unique(np.ravel_multi_index((pair, origin), shape), return_inverse=True)
    went = number.ravel()[found]
    every = np.arange(len(found))
    return PeopleRows(
        np.full(len(found), -np.inf),
        np.zeros(len(found)),
        np.concatenate([rows, every]),
        np.concatenate([leave, went]),
        np.concatenate([np.ones(len(leave)), -columns.go_unit[went].astype(float)]),
        _NONE,
        _NONE,
        _NOTHING,
    )


def _counted(tables: Tables, columns: PeopleColumns, leave: Ints, half: FacilityHalf) -> PeopleRows:
    """Σ_c,f,s,e left[c,f,s,e,t] − moved[t] = 0."""
    year = tables.demand.entry_year[tables.pairs.service[columns.pair[leave]], columns.entry[leave]]
    every = np.arange(len(half.moved))
    zero, ones = np.zeros(len(every)), np.ones(len(every))
    return PeopleRows(zero, zero, year, leave, np.ones(len(leave)), every, half.moved, -ones)
