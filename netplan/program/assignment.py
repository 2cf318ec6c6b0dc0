"""The assignment half of the program: who goes where, as sparse arrays on top of the facility half."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import block_array, coo_array, csr_array

from netplan.case import Case
from netplan.program.facilities import FacilityHalf
from netplan.program.people_rows import PeopleColumns, PeopleRows, rows_of_block
from netplan.tables import Ints, Tables


@dataclass(frozen=True)
class AssignmentHalf:
    """Columns of people: their pair and year, or their cell, service and year without a place."""

    go_pair: Ints
    """Pair of each `go` column, shape (go columns,)."""
    go_year: Ints
    go_unit: Ints
    """Persons that one unit of each `go` column stands for: the demand where a cell's people stay together, else 1."""
    go_whole: npt.NDArray[np.bool_]
    """Whether a `go` column is 1 or 0 because a cell's people stay together."""
    unserved_cell: Ints
    """Cell of each `unserved` column, shape (unserved columns,)."""
    unserved_service: Ints
    unserved_year: Ints
    people: Ints
    """Persons in need behind each `unserved` column."""
    unserved_unit: Ints
    own: csr_array
    """Coefficients of the people columns, shape (rows, people columns)."""
    facility: csr_array
    """Coefficients of the facility half's columns, shape (rows, facility columns)."""
    row_lower: npt.NDArray[np.float64]
    row_upper: npt.NDArray[np.float64]


def assignment_half(case: Case, half: FacilityHalf) -> AssignmentHalf:
    """State everyone, load, link and the sums of unserved people."""
    tables = case.tables
    pairs, people = tables.pairs, tables.demand.people
    room = tables.levels.room
    together = case.together
    pair, year = np.nonzero(_possible(case, room, half))
    cell, service, need_year = np.nonzero(people)
    need = (cell, service, need_year)
    whole = together[pairs.cell[pair], pairs.service[pair]]
    columns = PeopleColumns(
        pair,
        year,
        np.where(whole, people[pairs.cell[pair], pairs.service[pair], year], 1),
        need,
        np.where(together[need[:2]], people[need], 1),
    )
    blocks = [
        _everyone(tables, columns),
        _loads(tables, columns, half),
        _links(tables, columns, room, half),
        _sums(columns, half),
        *(rows_of_block(block, tables, columns, half) for block in case.blocks),
    ]
    widths = (len(pair) + len(need[0]), len(half.lower))
    own = [coo_array((b.value, (b.row, b.column)), (len(b.lower), widths[0])) for b in blocks]
    facility = [coo_array((b.far_value, (b.far_row, b.far_column)), (len(b.lower), widths[1])) for b in blocks]
    return AssignmentHalf(
        go_pair=pair,
        go_year=year,
        go_unit=columns.go_unit,
        go_whole=whole,
        unserved_cell=need[0],
        unserved_service=need[1],
        unserved_year=need[2],
        people=people[need],
        unserved_unit=columns.unserved_unit,
        own=csr_array(block_array([[part] for part in own])),
        facility=csr_array(block_array([[part] for part in facility])),
        row_lower=np.concatenate([b.lower for b in blocks]),
        row_upper=np.concatenate([b.upper for b in blocks]),
    )


_NONE = np.zeros(0, np.int64)
_NOTHING = np.zeros(0)


def _possible(case: Case, room: Ints, half: FacilityHalf) -> npt.NDArray[np.bool_]:
    """Whether people of a pair can be served in a year: needed, permitted, and some level has room, (pairs, years).

    Where a cell's people stay together, a level has room if all of them fit.
    """
    pairs, people = case.tables.pairs, case.tables.demand.people
    demand = people[pairs.cell, pairs.service, :]
    least = np.where(case.together[pairs.cell, pairs.service, None], demand, 1)
    reached, fits = half.at >= 0, np.zeros(demand.shape, bool)
    for k in range(1, room.shape[1]):
        fits |= reached[pairs.facility, k, :] & (room[pairs.facility, k, pairs.service, None] >= least)
    return np.asarray(~case.forbidden.pairs[:, None] & (demand > 0) & fits)


def _everyone(tables: Tables, columns: PeopleColumns) -> PeopleRows:
    """Σ_f go[c,f,s,t] + unserved[c,s,t] = demand[c,s,t], in units of the columns: one cell's have the same."""
    people, need, pair = tables.demand.people, columns.need, columns.pair
    number = np.full(people.shape, -1, np.int64)
    number[need] = np.arange(len(need[0]))
    pairs = tables.pairs
    rows = np.concatenate([number[pairs.cell[pair], pairs.service[pair], columns.year], np.arange(len(need[0]))])
    demand = people[need] / columns.unserved_unit
    size = len(pair) + len(need[0])
    return PeopleRows(demand, demand, rows, np.arange(size), np.ones(size), _NONE, _NONE, _NOTHING)


def _loads(tables: Tables, columns: PeopleColumns, half: FacilityHalf) -> PeopleRows:
    """Σ_c go[c,f,s,t] − load[f,s,t] = 0."""
    pairs, shape, pair = tables.pairs, half.load.shape, columns.pair
    rows = np.ravel_multi_index((pairs.facility[pair], pairs.service[pair], columns.year), shape)
    count = half.load.size
    zero, every = np.zeros(count), np.arange(count)
    unit = columns.go_unit.astype(float)
    return PeopleRows(zero, zero, rows, np.arange(len(pair)), unit, every, half.load.ravel(), -np.ones(count))


def _links(tables: Tables, columns: PeopleColumns, room: Ints, half: FacilityHalf) -> PeopleRows:
    """go[c,f,s,t] − Σ_k min(demand[c,s,t], room[f,k,s]) · at[f,k,t] ≤ 0, in units of the column, whole units only."""
    pairs, pair, year = tables.pairs, columns.pair, columns.year
    facility, service = pairs.facility[pair], pairs.service[pair]
    demand = tables.demand.people[pairs.cell[pair], service, year]
    far_row, far_column, far_value = [_NONE], [_NONE], [_NOTHING]
    for k in range(1, room.shape[1]):
        most = np.minimum(demand, room[facility, k, service]) // columns.go_unit
        column = half.at[facility, k, year]
        rows = np.flatnonzero((most > 0) & (column >= 0))
        far_row.append(rows)
        far_column.append(column[rows])
        far_value.append(-most[rows].astype(float))
    size = len(pair)
    return PeopleRows(
        np.full(size, -np.inf),
        np.zeros(size),
        np.arange(size),
        np.arange(size),
        np.ones(size),
        np.concatenate(far_row),
        np.concatenate(far_column),
        np.concatenate(far_value),
    )


def _sums(columns: PeopleColumns, half: FacilityHalf) -> PeopleRows:
    """Σ_c unserved[c,s,t] − unserved[s,t] = 0."""
    count = half.unserved.size
    zero, every = np.zeros(count), np.arange(count)
    _, service, year = columns.need
    rows = np.ravel_multi_index((service, year), half.unserved.shape)
    own = len(columns.pair) + np.arange(len(service))
    unit = columns.unserved_unit.astype(float)
    return PeopleRows(zero, zero, rows, own, unit, every, half.unserved.ravel(), -np.ones(count))
