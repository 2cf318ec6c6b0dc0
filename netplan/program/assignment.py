"""The assignment half of the program: who goes where, as sparse arrays on top of the facility half."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import block_array, coo_array, csr_array

from netplan.case import Case
from netplan.program.facilities import FacilityHalf
from netplan.tables import WHOLE, Ints, Tables


@dataclass(frozen=True)
class AssignmentHalf:
    """Columns of people: their pair and entry, or their cell, service and entry without a place."""

    go_pair: Ints
    """Pair of each `go` column, shape (go columns,)."""
    go_entry: Ints
    unserved_cell: Ints
    """Cell of each `unserved` column, shape (unserved columns,)."""
    unserved_service: Ints
    unserved_entry: Ints
    people: Ints
    """Persons in need behind each `unserved` column."""
    own: csr_array
    """Coefficients of the people columns, shape (rows, people columns)."""
    staying: Ints
    """Persons who are at the pair's facility already and stay, shape (go columns,)."""
    facility: csr_array
    """Coefficients of the facility half's columns, shape (rows, facility columns)."""
    row_lower: npt.NDArray[np.float64]
    row_upper: npt.NDArray[np.float64]


def assignment_half(case: Case, half: FacilityHalf) -> AssignmentHalf:
    """State everyone, load, link and the sums of unserved people."""
    tables = case.tables
    pairs, people = tables.pairs, tables.demand.people
    allowed = ~case.forbidden.pairs
    open_to = _open_to(tables, half)
    staying = np.zeros((len(pairs.cell), people.shape[2]), np.int64)
    np.add.at(staying, (tables.attendance.pair, tables.attendance.entry), tables.attendance.people)
    may_go = allowed[:, None] & open_to[pairs.facility, pairs.service, :]
    pair, entry = np.nonzero((people[pairs.cell, pairs.service, :] > 0) & (may_go | (staying > 0)))
    cell, service, unserved_entry = np.nonzero(people)
    blocks = [
        _everyone(tables, pair, entry, (cell, service, unserved_entry)),
        _entered(tables, pair, entry, half),
        _links(tables, pair, entry, half),
        _lasting_links(tables, pair, entry, half),
        _sums(service, unserved_entry, half, len(pair)),
    ]
    widths = (len(pair) + len(cell), len(half.lower))
    own = [coo_array((b.value, (b.row, b.column)), (len(b.lower), widths[0])) for b in blocks]
    facility = [coo_array((b.far_value, (b.far_row, b.far_column)), (len(b.lower), widths[1])) for b in blocks]
    return AssignmentHalf(
        go_pair=pair,
        go_entry=entry,
        unserved_cell=cell,
        unserved_service=service,
        unserved_entry=unserved_entry,
        people=people[cell, service, unserved_entry],
        staying=staying[pair, entry],
        own=csr_array(block_array([[part] for part in own])),
        facility=csr_array(block_array([[part] for part in facility])),
        row_lower=np.concatenate([b.lower for b in blocks]),
        row_upper=np.concatenate([b.upper for b in blocks]),
    )


@dataclass(frozen=True)
class _Block:
    lower: npt.NDArray[np.float64]
    upper: npt.NDArray[np.float64]
    row: Ints
    column: Ints
    value: npt.NDArray[np.float64]
    far_row: Ints
    far_column: Ints
    far_value: npt.NDArray[np.float64]


_NONE = np.zeros(0, np.int64)
_NOTHING = np.zeros(0)


def _open_to(tables: Tables, half: FacilityHalf) -> npt.NDArray[np.bool_]:
    """Return whether an entry finds any level that takes it in its first year, (facilities, services, entries)."""
    demand, levels = tables.demand, tables.levels
    reached = (half.at >= 0).astype(np.int64)
    has_room = (levels.room > 0).astype(np.int64)
    stays = np.einsum("fkt,fks->fst", reached, has_room) > 0
    enters = np.einsum("fkt,fk,fks->fst", reached, levels.intake.astype(np.int64), has_room) > 0
    services = np.arange(len(demand.services))[:, None]
    found = np.where(
        demand.entry_grade > 0, stays[:, services, demand.entry_year], enters[:, services, demand.entry_year]
    )
    return np.asarray(found)


def _everyone(tables: Tables, pair: Ints, entry: Ints, need: tuple[Ints, Ints, Ints]) -> _Block:
    """Σ_f go[c,f,s,e] + unserved[c,s,e] = people[c,s,e]."""
    people = tables.demand.people
    number = np.full(people.shape, -1, np.int64)
    number[need] = np.arange(len(need[0]))
    pairs = tables.pairs
    rows = np.concatenate([number[pairs.cell[pair], pairs.service[pair], entry], np.arange(len(need[0]))])
    demand = people[need].astype(float)
    size = len(pair) + len(need[0])
    return _Block(demand, demand, rows, np.arange(size), np.ones(size), _NONE, _NONE, _NOTHING)


def _entered(tables: Tables, pair: Ints, entry: Ints, half: FacilityHalf) -> _Block:
    """Σ_c go[c,f,s,e] − entered[f,s,e] = 0; Σ_e share[s,e,t] · entered[f,s,e] is load[f,s,t]."""
    pairs, shape = tables.pairs, half.entered.shape
    rows = np.ravel_multi_index((pairs.facility[pair], pairs.service[pair], entry), shape)
    count = half.entered.size
    zero, every = np.zeros(count), np.arange(count)
    own = np.arange(len(pair))
    return _Block(zero, zero, rows, own, np.ones(len(pair)), every, half.entered.ravel(), -np.ones(count))


def _links(tables: Tables, pair: Ints, entry: Ints, half: FacilityHalf) -> _Block:
    """go[c,f,s,e] − Σ_k min(people[c,s,e], room[f,k,s]) · at[f,k,t] ≤ 0 in the year t of entry.

    Levels without intake take nobody who enters; who is there already before the first listed year may stay.
    """
    demand, facility = tables.demand, tables.pairs.facility[pair]
    service = tables.pairs.service[pair]
    was_there = demand.entry_grade[service, entry] > 0
    takes = tables.levels.intake[facility] | was_there[:, None]
    return _linked(tables, (pair, entry), np.arange(len(pair)), demand.entry_year[service, entry], takes, half)


def _lasting_links(tables: Tables, pair: Ints, entry: Ints, half: FacilityHalf) -> _Block:
    """The same in the last year that an entry is there, whatever the intake, where f may then have no room.

    These rows and those of the years between follow from load ≤ places; this one makes the relaxation tight: a
    facility that closes was open in all years before.
    """
    demand, facility, service = tables.demand, tables.pairs.facility[pair], tables.pairs.service[pair]
    horizon = demand.share.shape[2]
    last = horizon - 1 - np.argmax(demand.there[:, :, ::-1], axis=2)
    year = last[service, entry]
    without = np.einsum("fkt,fks->fst", (half.at >= 0).astype(np.int64), (tables.levels.room == 0).astype(np.int64)) > 0
    which = np.flatnonzero((year > demand.entry_year[service, entry]) & without[facility, service, year])
    takes = np.ones((len(which), tables.levels.room.shape[1]), bool)
    return _linked(tables, (pair, entry), which, year[which], takes, half)


def _linked(
    tables: Tables,
    go: tuple[Ints, Ints],
    which: Ints,
    year: Ints,
    takes: npt.NDArray[np.bool_],
    half: FacilityHalf,
) -> _Block:
    """Link some `go` columns to the levels of one year each; a person may take more or less than one place."""
    pair, entry = go[0][which], go[1][which]
    facility, service = tables.pairs.facility[pair], tables.pairs.service[pair]
    people = tables.demand.people[tables.pairs.cell[pair], service, entry]
    share, room = tables.demand.share[service, entry, year], tables.levels.room
    far_row, far_column, far_value = [_NONE], [_NONE], [_NOTHING]
    for k in range(1, room.shape[1]):
        most = np.where(takes[:, k], np.minimum(people, WHOLE * room[facility, k, service] // share), 0)
        column = half.at[facility, k, year]
        rows = np.flatnonzero((most > 0) & (column >= 0))
        far_row.append(rows)
        far_column.append(column[rows])
        far_value.append(-most[rows].astype(float))
    size = len(which)
    return _Block(
        np.full(size, -np.inf),
        np.zeros(size),
        np.arange(size),
        which,
        np.ones(size),
        np.concatenate(far_row),
        np.concatenate(far_column),
        np.concatenate(far_value),
    )


def _sums(service: Ints, entry: Ints, half: FacilityHalf, go: int) -> _Block:
    """Σ_c unserved[c,s,e] − unserved[s,e] = 0."""
    count = half.unserved.size
    zero, every = np.zeros(count), np.arange(count)
    rows = np.ravel_multi_index((service, entry), half.unserved.shape)
    columns = go + np.arange(len(service))
    return _Block(zero, zero, rows, columns, np.ones(len(service)), every, half.unserved.ravel(), -np.ones(count))
