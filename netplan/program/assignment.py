"""The assignment half of the program: who goes where, as sparse arrays on top of the facility half."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import block_array, coo_array, csr_array

from netplan.case import Case
from netplan.program.facilities import FacilityHalf
from netplan.program.moves import LEAVES, closings, leaving_rows, moving_pairs
from netplan.program.people_rows import PeopleColumns, PeopleRows, rows_of_block
from netplan.tables import WHOLE, Ints, Tables


@dataclass(frozen=True)
class AssignmentHalf:
    """Columns of people: their pair and entry, or their cell, service and year without a place."""

    go_pair: Ints
    """Pair of each `go` column, shape (go columns,)."""
    go_entry: Ints
    go_unit: Ints
    """Persons that one unit of each `go` column stands for: the demand where a cell's people stay together, else 1."""
    go_whole: npt.NDArray[np.bool_]
    """Whether a `go` column is 1 or 0 because a cell's people stay together."""
    unserved_cell: Ints
    """Cell of each `unserved` column, shape (unserved columns,)."""
    unserved_service: Ints
    unserved_entry: Ints
    people: Ints
    """Persons in need behind each `unserved` column."""
    unserved_unit: Ints
    own: csr_array
    """Coefficients of the people columns, shape (rows, people columns)."""
    staying: Ints
    """Persons who are at the pair's facility already and stay, shape (go columns,)."""
    facility: csr_array
    """Coefficients of the facility half's columns, shape (rows, facility columns)."""
    row_lower: npt.NDArray[np.float64]
    row_upper: npt.NDArray[np.float64]


def assignment_half(case: Case, half: FacilityHalf) -> AssignmentHalf:
    """State everyone, load, link and the sums of people unserved or beyond the target."""
    tables = case.tables
    pairs, people = tables.pairs, tables.demand.people
    together = case.together
    staying = staying_people(tables)
    able = possible(case, half)
    came, leave = moving_pairs(case, half, able)
    first, second = np.nonzero(able | came), np.nonzero(leave)
    pair, entry = (np.concatenate([one, other]) for one, other in zip(first, second, strict=True))
    cell, service, need_entry = np.nonzero(people)
    need = (cell, service, need_entry)
    whole = together[pairs.cell[pair], pairs.service[pair], entry]
    unit = np.where(whole, people[pairs.cell[pair], pairs.service[pair], entry], 1)
    unit[len(first[0]) :] = LEAVES
    columns = PeopleColumns(
        pair,
        entry,
        unit,
        need,
        np.where(together[need], people[need], 1),
    )
    blocks = [
        _everyone(tables, columns),
        _entered(tables, columns, half),
        _links(tables, columns, half),
        _lasting_links(case, columns, half),
        _sums(columns, half),
        _beyond(tables, columns, half),
        *leaving_rows(tables, columns, half),
        *(rows_of_block(block, tables, columns, half) for block in case.blocks),
    ]
    widths = (len(pair) + len(need[0]), len(half.lower))
    own = [coo_array((b.value, (b.row, b.column)), (len(b.lower), widths[0])) for b in blocks]
    facility = [coo_array((b.far_value, (b.far_row, b.far_column)), (len(b.lower), widths[1])) for b in blocks]
    return AssignmentHalf(
        go_pair=pair,
        go_entry=entry,
        go_unit=columns.go_unit,
        go_whole=whole,
        unserved_cell=need[0],
        unserved_service=need[1],
        unserved_entry=need[2],
        people=people[need],
        unserved_unit=columns.unserved_unit,
        staying=staying[pair, entry],
        own=csr_array(block_array([[part] for part in own])),
        facility=csr_array(block_array([[part] for part in facility])),
        row_lower=np.concatenate([b.lower for b in blocks]),
        row_upper=np.concatenate([b.upper for b in blocks]),
    )


_NONE = np.zeros(0, np.int64)
_NOTHING = np.zeros(0)


def staying_people(tables: Tables) -> Ints:
    """Return who is at a facility already and stays, shape (pairs, entries) [persons]."""
    staying = np.zeros((len(tables.pairs.cell), tables.demand.people.shape[2]), np.int64)
    np.add.at(staying, (tables.attendance.pair, tables.attendance.entry), tables.attendance.people)
    return staying


def possible(case: Case, half: FacilityHalf) -> npt.NDArray[np.bool_]:
    """Whether people of a pair can be served: needed, permitted, taken by some level when they enter, (pairs, entries).

    Levels without intake take only who is there already. Where a cell's people stay together, all have to fit. Who is
    there before the first listed year and stays always can.
    """
    demand, levels, pairs = case.tables.demand, case.tables.levels, case.tables.pairs
    people, service = demand.people[pairs.cell, pairs.service, :], pairs.service
    least = np.where(case.together[pairs.cell, service], people, 1)
    entries = np.arange(people.shape[1])
    year = demand.entry_year[service]
    share = np.maximum(demand.share[service[:, None], entries, year], 1)
    reached, fits = half.at >= 0, np.zeros(people.shape, bool)
    for k in range(1, levels.room.shape[1]):
        takes = levels.intake[pairs.facility, k, None] | (demand.entry_grade[service] > 0)
        room = WHOLE * levels.room[pairs.facility, k, service, None] // share
        fits |= takes & reached[pairs.facility[:, None], k, year] & (room >= least)
    return np.asarray((~case.forbidden.pairs[:, None] & (people > 0) & fits) | (staying_people(case.tables) > 0))


def _everyone(tables: Tables, columns: PeopleColumns) -> PeopleRows:
    """Σ_f go[c,f,s,e] + unserved[c,s,e] = people[c,s,e], in units of the columns: one cell's have the same."""
    people, need, pair = tables.demand.people, columns.need, columns.pair
    number = np.full(people.shape, -1, np.int64)
    number[need] = np.arange(len(need[0]))
    pairs = tables.pairs
    own = number[pairs.cell[pair], pairs.service[pair], columns.entry]
    here = np.flatnonzero(own >= 0)
    rows = np.concatenate([own[here], np.arange(len(need[0]))])
    column = np.concatenate([here, len(pair) + np.arange(len(need[0]))])
    demand = (people[need] // columns.unserved_unit).astype(float)
    return PeopleRows(demand, demand, rows, column, np.ones(len(rows)), _NONE, _NONE, _NOTHING)


def _entered(tables: Tables, columns: PeopleColumns, half: FacilityHalf) -> PeopleRows:
    """Σ_c go[c,f,s,e] − entered[f,s,e] = 0; Σ_e share[s,e,t] · entered[f,s,e] is load[f,s,t]."""
    pairs, shape, pair = tables.pairs, half.entered.shape, columns.pair
    rows = np.ravel_multi_index((pairs.facility[pair], pairs.service[pair], columns.entry), shape)
    count = half.entered.size
    zero, every = np.zeros(count), np.arange(count)
    unit = columns.go_unit.astype(float)
    return PeopleRows(zero, zero, rows, np.arange(len(pair)), unit, every, half.entered.ravel(), -np.ones(count))


def _links(tables: Tables, columns: PeopleColumns, half: FacilityHalf) -> PeopleRows:
    """go[c,f,s,e] − Σ_k min(people[c,s,e], room[f,k,s]) · at[f,k,t] ≤ 0 in the year t of entry.

    Levels without intake take nobody who enters; who is there already before the first listed year may stay.
    """
    demand, facility = tables.demand, tables.pairs.facility[columns.pair]
    service, entry = tables.pairs.service[columns.pair], columns.entry
    was_there = (demand.entry_grade[service, entry] > 0) & ~demand.moving[service, entry]
    takes = tables.levels.intake[facility] | was_there[:, None]
    which = np.flatnonzero(columns.go_unit != LEAVES)
    return _linked(tables, columns, which, demand.entry_year[service, entry][which], takes[which], half)


def _lasting_links(case: Case, columns: PeopleColumns, half: FacilityHalf) -> PeopleRows:
    """The same in the last year that an entry is there, whatever the intake, where f may then have no room.

    These rows and those of the years between follow from load ≤ places; this one makes the relaxation tight: a
    facility that closes was open in all years before. Whom a closing at once lets move may leave before.
    """
    tables = case.tables
    demand, facility, service = tables.demand, tables.pairs.facility[columns.pair], tables.pairs.service[columns.pair]
    horizon, entry = demand.share.shape[2], columns.entry
    last = horizon - 1 - np.argmax(demand.there[:, :, ::-1], axis=2)
    year = last[service, entry]
    without = np.einsum("fkt,fks->fst", (half.at >= 0).astype(np.int64), (tables.levels.room == 0).astype(np.int64)) > 0
    lasts = np.asarray((year > demand.entry_year[service, entry]) & without[facility, service, year])
    lasts &= columns.go_unit != LEAVES
    if case.moves:
        closes = closings(tables, np.flatnonzero(half.step >= 0))
        lasts &= ~np.asarray(closes.any(axis=1))[facility]
    which = np.flatnonzero(lasts)
    takes = np.ones((len(which), tables.levels.room.shape[1]), bool)
    return _linked(tables, columns, which, year[which], takes, half)


def _linked(
    tables: Tables,
    columns: PeopleColumns,
    which: Ints,
    year: Ints,
    takes: npt.NDArray[np.bool_],
    half: FacilityHalf,
) -> PeopleRows:
    """Link some `go` columns to the levels of one year each; a person may take more or less than one place.

    Rows are in units of their column, whole units only.
    """
    pair, entry = columns.pair[which], columns.entry[which]
    facility, service = tables.pairs.facility[pair], tables.pairs.service[pair]
    people = tables.demand.behind[tables.pairs.cell[pair], service, entry]
    share, room = tables.demand.share[service, entry, year], tables.levels.room
    far_row, far_column, far_value = [_NONE], [_NONE], [_NOTHING]
    for k in range(1, room.shape[1]):
        most = np.where(takes[:, k], np.minimum(people, WHOLE * room[facility, k, service] // share), 0)
        most //= columns.go_unit[which]
        column = half.at[facility, k, year]
        rows = np.flatnonzero((most > 0) & (column >= 0))
        far_row.append(rows)
        far_column.append(column[rows])
        far_value.append(-most[rows].astype(float))
    size = len(which)
    return PeopleRows(
        np.full(size, -np.inf),
        np.zeros(size),
        np.arange(size),
        which,
        np.ones(size),
        np.concatenate(far_row),
        np.concatenate(far_column),
        np.concatenate(far_value),
    )


def _sums(columns: PeopleColumns, half: FacilityHalf) -> PeopleRows:
    """Σ_c unserved[c,s,e] − unserved[s,e] = 0."""
    count = half.unserved.size
    zero, every = np.zeros(count), np.arange(count)
    _, service, entry = columns.need
    rows = np.ravel_multi_index((service, entry), half.unserved.shape)
    own = len(columns.pair) + np.arange(len(service))
    unit = columns.unserved_unit.astype(float)
    return PeopleRows(zero, zero, rows, own, unit, every, half.unserved.ravel(), -np.ones(count))


def _beyond(tables: Tables, columns: PeopleColumns, half: FacilityHalf) -> PeopleRows:
    """Σ_c∈a,e (Σ_f go[c,f,s,e] over seconds > target + unserved[c,s,e]) − beyond[a,s,t] = 0, e there in t."""
    pairs, demand, shape = tables.pairs, tables.demand, half.beyond.shape
    if (half.beyond < 0).all():
        return PeopleRows(_NOTHING, _NOTHING, _NONE, _NONE, _NOTHING, _NONE, _NONE, _NOTHING)
    pair, need = columns.pair, columns.need
    far = np.flatnonzero(pairs.seconds[pair] > tables.target[pair])
    cell = np.concatenate([pairs.cell[pair[far]], need[0]])
    service = np.concatenate([pairs.service[pair[far]], need[1]])
    which, year = np.nonzero(demand.there[service, np.concatenate([columns.entry[far], need[2]])])
    rows = np.ravel_multi_index((demand.area[cell[which]], service[which], year), shape)
    own = np.concatenate([far, len(pair) + np.arange(len(need[0]))])[which]
    unit = np.concatenate([columns.go_unit[far], columns.unserved_unit])[which].astype(float)
    count = half.beyond.size
    zero, every = np.zeros(count), np.arange(count)
    return PeopleRows(zero, zero, rows, own, unit, every, half.beyond.ravel(), -np.ones(count))
