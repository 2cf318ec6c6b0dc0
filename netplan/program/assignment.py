"""The assignment half of the program: who goes where, as sparse arrays on top of the facility half."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import block_array, coo_array, csr_array

from netplan.case import Case
from netplan.program.facilities import FacilityHalf
from netplan.tables import Ints, Tables


@dataclass(frozen=True)
class AssignmentHalf:
    """Columns of people: their pair and year, or their cell, service and year without a place."""

    go_pair: Ints
    """Pair of each `go` column, shape (go columns,)."""
    go_year: Ints
    unserved_cell: Ints
    """Cell of each `unserved` column, shape (unserved columns,)."""
    unserved_service: Ints
    unserved_year: Ints
    people: Ints
    """Persons in need behind each `unserved` column."""
    own: csr_array
    """Coefficients of the people columns, shape (rows, people columns)."""
    facility: csr_array
    """Coefficients of the facility half's columns, shape (rows, facility columns)."""
    row_lower: npt.NDArray[np.float64]
    row_upper: npt.NDArray[np.float64]


def assignment_half(case: Case, half: FacilityHalf) -> AssignmentHalf:
    """State everyone, load, link and the sums of people unserved or beyond the target."""
    tables = case.tables
    pairs, people = tables.pairs, tables.demand.people
    room = tables.levels.room
    reached = half.at >= 0
    open_to = np.einsum("fkt,fks->fst", reached, room > 0) > 0
    allowed = ~case.forbidden.pairs
    pair, year = np.nonzero(
        allowed[:, None] & (people[pairs.cell, pairs.service, :] > 0) & open_to[pairs.facility, pairs.service, :]
    )
    cell, service, unserved_year = np.nonzero(people)
    blocks = [
        _everyone(tables, pair, year, (cell, service, unserved_year)),
        _loads(tables, pair, year, half),
        _links(tables, pair, year, room, half),
        _sums(service, unserved_year, half, len(pair)),
        _beyond(tables, pair, year, (cell, service, unserved_year), half),
    ]
    widths = (len(pair) + len(cell), len(half.lower))
    own = [coo_array((b.value, (b.row, b.column)), (len(b.lower), widths[0])) for b in blocks]
    facility = [coo_array((b.far_value, (b.far_row, b.far_column)), (len(b.lower), widths[1])) for b in blocks]
    return AssignmentHalf(
        go_pair=pair,
        go_year=year,
        unserved_cell=cell,
        unserved_service=service,
        unserved_year=unserved_year,
        people=people[cell, service, unserved_year],
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


def _everyone(tables: Tables, pair: Ints, year: Ints, need: tuple[Ints, Ints, Ints]) -> _Block:
    """Σ_f go[c,f,s,t] + unserved[c,s,t] = demand[c,s,t]."""
    people = tables.demand.people
    number = np.full(people.shape, -1, np.int64)
    number[need] = np.arange(len(need[0]))
    pairs = tables.pairs
    rows = np.concatenate([number[pairs.cell[pair], pairs.service[pair], year], np.arange(len(need[0]))])
    demand = people[need].astype(float)
    size = len(pair) + len(need[0])
    return _Block(demand, demand, rows, np.arange(size), np.ones(size), _NONE, _NONE, _NOTHING)


def _loads(tables: Tables, pair: Ints, year: Ints, half: FacilityHalf) -> _Block:
    """Σ_c go[c,f,s,t] − load[f,s,t] = 0."""
    pairs, shape = tables.pairs, half.load.shape
    rows = np.ravel_multi_index((pairs.facility[pair], pairs.service[pair], year), shape)
    count = half.load.size
    zero, every = np.zeros(count), np.arange(count)
    return _Block(zero, zero, rows, np.arange(len(pair)), np.ones(len(pair)), every, half.load.ravel(), -np.ones(count))


def _links(tables: Tables, pair: Ints, year: Ints, room: Ints, half: FacilityHalf) -> _Block:
    """go[c,f,s,t] − Σ_k min(demand[c,s,t], room[f,k,s]) · at[f,k,t] ≤ 0."""
    pairs = tables.pairs
    facility, service = pairs.facility[pair], pairs.service[pair]
    demand = tables.demand.people[pairs.cell[pair], service, year]
    far_row, far_column, far_value = [_NONE], [_NONE], [_NOTHING]
    for k in range(1, room.shape[1]):
        most, column = np.minimum(demand, room[facility, k, service]), half.at[facility, k, year]
        rows = np.flatnonzero((most > 0) & (column >= 0))
        far_row.append(rows)
        far_column.append(column[rows])
        far_value.append(-most[rows].astype(float))
    size = len(pair)
    return _Block(
        np.full(size, -np.inf),
        np.zeros(size),
        np.arange(size),
        np.arange(size),
        np.ones(size),
        np.concatenate(far_row),
        np.concatenate(far_column),
        np.concatenate(far_value),
    )


def _sums(service: Ints, year: Ints, half: FacilityHalf, go: int) -> _Block:
    """Σ_c unserved[c,s,t] − unserved[s,t] = 0."""
    count = half.unserved.size
    zero, every = np.zeros(count), np.arange(count)
    rows = np.ravel_multi_index((service, year), half.unserved.shape)
    columns = go + np.arange(len(service))
    return _Block(zero, zero, rows, columns, np.ones(len(service)), every, half.unserved.ravel(), -np.ones(count))


def _beyond(tables: Tables, pair: Ints, year: Ints, need: tuple[Ints, Ints, Ints], half: FacilityHalf) -> _Block:
    """Σ_c∈a (Σ_f go[c,f,s,t] over seconds > target + unserved[c,s,t]) − beyond[a,s,t] = 0."""
    pairs, demand, shape = tables.pairs, tables.demand, half.beyond.shape
    if (half.beyond < 0).all():
        return _Block(_NOTHING, _NOTHING, _NONE, _NONE, _NOTHING, _NONE, _NONE, _NOTHING)
    cell, service, unserved_year = need
    far = np.flatnonzero(pairs.seconds[pair] > demand.target[pairs.service[pair]])
    gone = (demand.area[pairs.cell[pair[far]]], pairs.service[pair[far]], year[far])
    left = (demand.area[cell], service, unserved_year)
    rows = np.concatenate([np.ravel_multi_index(gone, shape), np.ravel_multi_index(left, shape)])
    columns = np.concatenate([far, len(pair) + np.arange(len(cell))])
    count = half.beyond.size
    zero, every = np.zeros(count), np.arange(count)
    return _Block(zero, zero, rows, columns, np.ones(len(rows)), every, half.beyond.ravel(), -np.ones(count))
