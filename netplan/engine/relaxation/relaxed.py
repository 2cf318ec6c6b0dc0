"""A case taken apart by facility: who could go where, what each level lets in, and the rows that are only priced.

needs n   people of one cell, service and entry: Σ_f go + unserved = people is priced with λ[n]
ways w    a need and a facility it may go to, sorted by block
blocks b  the ways to one facility of one service and entry: what each level lets in are bounds of Σ go
states    a level, and whether a measure has acted on the facility where a rule asks for that
arcs      steps from state to state
rows      whatever else the facility half says: priced with a multiplier each
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from netplan.case import Case
from netplan.engine.relaxation.absorbed import absorbed, facts_of
from netplan.program.assignment import possible
from netplan.program.facilities import PATH, SIDE, FacilityHalf
from netplan.tables import CLOSED, NONE, WHOLE, Ints

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Relaxed:
    """What the sweeps work on; nothing here depends on the goal."""

    case: Case
    half: FacilityHalf
    forced: Values
    """Columns of the facility half for those who have no way at all, shape (columns,)."""
    stranded: tuple[Ints, Ints, Ints]
    """Their cell, service and entry."""
    people: Ints
    """Persons of each need with a way, shape (needs,)."""
    cell: Ints
    service: Ints
    entry: Ints
    pair: Ints
    """Pair of each way, shape (ways,)."""
    need: Ints
    block: Ints
    start: Ints
    """First way of each block, shape (blocks + 1,)."""
    facility: Ints
    """Facility of each block, ascending, shape (blocks,)."""
    year: Ints
    """Listed year whose level bounds the block, ascending within a facility, shape (blocks,)."""
    column: Ints
    """Column `entered` of each block, shape (blocks,)."""
    low: Ints
    """Fewest persons by state, shape (blocks, states)."""
    high: Ints
    """Most persons by state, shape (blocks, states)."""
    arcs: "Arcs"
    states: int
    row: Ints
    """Rows of the facility half that are priced, shape (rows,)."""

    @property
    def levels(self) -> int:
        """How many levels there are; states beyond them are those that a measure has touched."""
        levels: int = self.half.at.shape[1]
        return levels

    @cached_property
    def matrix(self) -> csr_array:
        """Priced rows over the columns of the facility half."""
        return csr_array(self.half.matrix[self.row])

    @cached_property
    def transposed(self) -> csr_array:
        """The same, columns as rows."""
        return csr_array(self.matrix.T)

    @cached_property
    def unserved_column(self) -> Ints:
        """Column of the sum that each need's unserved are part of, shape (needs,)."""
        return np.asarray(self.half.unserved[self.service, self.entry])

    @cached_property
    def beyond(self) -> tuple[Ints, Ints]:
        """Needs and columns `beyond` that they are part of, where a rule asks for it; one a year of the entry."""
        demand = self.case.tables.demand
        if (self.half.beyond < 0).all():
            none = np.zeros(0, np.int64)
            return none, none
        need, year = np.nonzero(demand.there[self.service, self.entry])
        return need, self.half.beyond[demand.area[self.cell[need]], self.service[need], year]

    @cached_property
    def is_far(self) -> npt.NDArray[np.bool_]:
        """Whether a way is longer than the target, shape (ways,)."""
        tables = self.case.tables
        return np.asarray(tables.pairs.seconds[self.pair] > tables.target[self.pair])


@dataclass(frozen=True, eq=False)
class Arcs:
    """Steps from state to state, sorted by year, facility and the state they lead to."""

    facility: Ints
    year: Ints
    before: Ints
    after: Ints
    step: Ints
    today: Ints
    """State before the first listed year, shape (facilities,)."""


def relaxed(case: Case, half: FacilityHalf) -> Relaxed:
    """Take a case apart by facility."""
    tables = case.tables
    demand, pairs = tables.demand, tables.pairs
    pair, entry = np.nonzero(possible(case, half))
    has_way = np.zeros(demand.people.shape, bool)
    has_way[pairs.cell[pair], pairs.service[pair], entry] = True
    need, stranded = _places(has_way), _places((demand.people > 0) & ~has_way)
    number = np.full(demand.people.shape, NONE, np.int64)
    number[need] = np.arange(len(need[0]))
    service, facility = pairs.service[pair], pairs.facility[pair]
    year = _years(case)[facility, service, entry]
    order = np.lexsort((pairs.cell[pair], entry, service, year, facility))
    pair, entry, service, facility = pair[order], entry[order], service[order], facility[order]
    year = year[order]
    code = (facility * demand.share.shape[0] + service) * demand.share.shape[1] + entry
    first = np.flatnonzero(np.concatenate([[True], np.diff(code) != 0])) if len(code) else np.zeros(0, np.int64)
    facts = facts_of(half, facility[first], year[first], half.entered[facility[first], service[first], entry[first]])
    low, high, taken = absorbed(half, facts)
    _limit_by_room(case, high, facility[first], service[first], entry[first], year[first])
    names = np.array([name[0] for name in half.names])
    return Relaxed(
        case=case,
        half=half,
        forced=_forced(case, half, stranded),
        stranded=stranded,
        people=demand.people[need],
        cell=need[0],
        service=need[1],
        entry=need[2],
        pair=pair,
        need=number[pairs.cell[pair], service, entry],
        block=np.repeat(np.arange(len(first)), np.diff(np.append(first, len(pair)))),
        start=np.append(first, len(pair)),
        facility=facility[first],
        year=year[first],
        column=half.entered[facility[first], service[first], entry[first]],
        low=low,
        high=high,
        arcs=_arcs(case, half),
        states=low.shape[1],
        row=np.flatnonzero(~taken & (names != PATH) & ~_is_life(half, names)),
    )


def _places(mask: npt.NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
    cell, service, entry = np.nonzero(mask)
    return cell, service, entry


def _forced(case: Case, half: FacilityHalf, stranded: tuple[Ints, Ints, Ints]) -> Values:
    """Return what those without any way add to the columns of the facility half."""
    demand, found = case.tables.demand, np.zeros(len(half.lower))
    cell, service, entry = stranded
    people = demand.people[stranded]
    np.add.at(found, half.unserved[service, entry], people)
    if (half.beyond >= 0).any():
        which, year = np.nonzero(demand.there[service, entry])
        np.add.at(found, half.beyond[demand.area[cell[which]], service[which], year], people[which])
    return found


def _years(case: Case) -> Ints:
    """Return the year whose level bounds an entry at a facility, shape (facilities, services, entries).

    An intake stays for years in each of which its facility has to be open. One of them bounds it here: the last one
    where the facility is open today and may close, the first where it may only open.
    """
    tables = case.tables
    demand = tables.demand
    last = demand.share.shape[2] - 1 - np.argmax(demand.there[:, :, ::-1], axis=2)
    was_open = (tables.levels.today != CLOSED)[:, None, None]
    return np.where(was_open, last[None], demand.entry_year[None])


def _limit_by_room(case: Case, high: Ints, facility: Ints, service: Ints, entry: Ints, year: Ints) -> None:
    """Lower what a level lets in to its room, in the year that bounds the block."""
    tables = case.tables
    share = np.maximum(tables.demand.share[service, entry, year], 1)
    room = WHOLE * tables.levels.room[facility, :, service] // share[:, None]
    first = year == tables.demand.entry_year[service, entry]
    new = tables.demand.entry_grade[service, entry] == 0
    closed_to_new = ~tables.levels.intake[facility] & (first & new)[:, None]
    room[closed_to_new] = 0
    np.minimum(high, np.tile(room, high.shape[1] // room.shape[1]), out=high)


def _arcs(case: Case, half: FacilityHalf) -> Arcs:
    """Return the steps that exist as arcs; where a rule spares who is untouched, each before and after a measure."""
    steps, levels = case.tables.steps, half.at.shape[1]
    step = np.flatnonzero(half.step >= 0)
    before, after = steps.before[step], steps.after[step]
    if (half.untouched >= 0).any():
        acts = steps.is_measure[step]
        step = np.concatenate([step, step])
        before = np.concatenate([before, before + levels])
        after = np.concatenate([after + levels * acts, after + levels])
    facility, year = steps.facility[step], steps.year[step]
    order = np.lexsort((before, after, facility, year))
    return Arcs(
        facility[order], year[order], before[order], after[order], step[order], np.asarray(case.tables.levels.today)
    )


def _is_life(half: FacilityHalf, names: npt.NDArray[np.str_]) -> npt.NDArray[np.bool_]:
    """Whether a row follows from states and arcs: what is untouched, and what is kept only where it is built."""
    at = np.zeros(half.matrix.shape[1], bool)
    at[half.at[half.at >= 0]] = True
    touches_level = np.asarray((abs(half.matrix) @ at.astype(float)) > 0)
    return np.asarray((names == SIDE) & ~touches_level)
