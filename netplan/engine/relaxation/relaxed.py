"""A case taken apart by facility: who could go where, what each level lets in, and the rows that are only priced.

needs n   people of one cell, service and entry: Σ_f go + unserved = people is priced with λ[n]
ways w    a need and a facility it may go to, sorted by block
blocks b  the ways to one facility of one service and entry: what each level lets in are bounds of Σ go
states    a level, whether a measure has acted on the facility where a rule asks for that, and what it was before as far
          as that limits who is there
arcs      steps from state to state
rows      whatever else the facility half says: priced with a multiplier each
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from netplan import shortage
from netplan.case import Case
from netplan.engine.histories import Arcs, Bools, Histories, Pasts
from netplan.engine.relaxation.absorbed import absorbed, facts_of
from netplan.engine.relaxation.states import limit_by_room, pasts_and_years, told_apart
from netplan.program.assignment import possible
from netplan.program.facilities import PATH, SIDE, FacilityHalf
from netplan.tables import NONE, Ints

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
    """Listed year whose state bounds the block, ascending within a facility, shape (blocks,)."""
    column: Ints
    """Column `entered` of each block, shape (blocks,)."""
    low: Ints
    """Fewest persons by state, shape (blocks, states)."""
    high: Ints
    """Most persons by state, shape (blocks, states)."""
    histories: Histories
    row: Ints
    """Rows of the facility half that are priced, shape (rows,)."""

    @property
    def arcs(self) -> Arcs:
        """Steps from state to state."""
        return self.histories.arcs

    @property
    def states(self) -> int:
        """Most states of a facility in a year."""
        return self.histories.states

    @cached_property
    def at(self) -> Ints:
        """Column `at` of each state, NONE where there is none, shape (facilities, states, years)."""
        place, levels = self.histories.place, self.half.at.shape[1]
        facilities, _, years = place.shape
        found = self.half.at[np.arange(facilities)[:, None, None], place % levels, np.arange(years)]
        return np.where(place == NONE, NONE, found)

    @cached_property
    def untouched(self) -> Ints:
        """Column `untouched` of each state that no measure has touched, else NONE, likewise."""
        place = self.histories.place
        if (self.half.untouched < 0).all():
            return np.full_like(place, NONE)
        return np.where((place >= 0) & (place < self.half.at.shape[1]), self.half.untouched[:, None, :], NONE)

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
    def short(self) -> Ints:
        """Calendar years in which each need is among those whose places are too few at any level, shape (needs,).

        These prices prove how many must stay without a place: source Ford and Fulkerson 1956, the minimum cut.
        """
        demand = self.case.tables.demand
        found = np.zeros(len(self.people), np.int64)
        for short in shortage.shortages(self.case):
            is_here = np.isin(self.cell, short.cells) & (self.service == short.service)
            found += is_here * demand.there[self.service, self.entry, short.year] * int(demand.span[short.year])
        return found

    @cached_property
    def is_far(self) -> npt.NDArray[np.bool_]:
        """Whether a way is longer than the target, shape (ways,)."""
        tables = self.case.tables
        return np.asarray(tables.pairs.seconds[self.pair] > tables.target[self.pair])


Limit: TypeAlias = Callable[
    [Case, Sequence[Ints], Sequence[Ints], Sequence[Pasts], tuple[Ints, Ints, Ints], Ints], None
]
"""Narrows fewest and most persons by block and past; facility, service and entry of blocks, year that bounds them."""


def relaxed(case: Case, half: FacilityHalf, limit: Limit | None = None) -> Relaxed:
    """Take a case apart by facility; `limit` may let in fewer or ask for more than each row says by itself."""
    tables = case.tables
    demand, pairs = tables.demand, tables.pairs
    pair, entry = np.nonzero(possible(case, half))
    has_way = np.zeros(demand.people.shape, bool)
    has_way[pairs.cell[pair], pairs.service[pair], entry] = True
    need, stranded = _places(has_way), _places((demand.people > 0) & ~has_way)
    number = np.full(demand.people.shape, NONE, np.int64)
    number[need] = np.arange(len(need[0]))
    service, facility = pairs.service[pair], pairs.facility[pair]
    pasts, year = pasts_and_years(case, half, facility, service, entry)
    year = year[facility, service, entry]
    order = np.lexsort((pairs.cell[pair], entry, service, year, facility))
    pair, entry, service, facility = pair[order], entry[order], service[order], facility[order]
    year = year[order]
    code = (facility * demand.share.shape[0] + service) * demand.share.shape[1] + entry
    first = np.flatnonzero(np.concatenate([[True], np.diff(code) != 0])) if len(code) else np.zeros(0, np.int64)
    here, when = (facility[first], service[first], entry[first]), year[first]
    start, number = np.append(first, len(pair)), number[pairs.cell[pair], service, entry]
    facts = facts_of(half, tables.steps, facility[first], when, half.entered[here])
    few, many, taken = absorbed(half, facts, pasts)
    limit_by_room(case, many, pasts, here, when)
    if limit is not None:
        limit(case, few, many, pasts, here, when)
    reached = np.diff(np.append(0, np.cumsum(demand.people[need][number]))[start])
    histories, low, high = told_apart(case, half, pasts, (facility[first], when, reached), few, many)
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
        need=number,
        block=np.repeat(np.arange(len(first)), np.diff(np.append(first, len(pair)))),
        start=start,
        facility=facility[first],
        year=when,
        column=half.entered[here],
        low=low,
        high=high,
        histories=histories,
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


def _is_life(half: FacilityHalf, names: npt.NDArray[np.str_]) -> Bools:
    """Whether a row follows from states and arcs: what is untouched, and what is kept only where it is built."""
    at = np.zeros(half.matrix.shape[1], bool)
    at[half.at[half.at >= 0]] = True
    touches_level = np.asarray((abs(half.matrix) @ at.astype(float)) > 0)
    return np.asarray((names == SIDE) & ~touches_level)
