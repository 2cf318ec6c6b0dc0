"""What facilities have behind them: a state tells the past apart only as far as it limits who is there.

Who enters stays for years, so what a facility is in each of them limits how many may have entered. A past is the
sequence of places of the last years, in the last year of a stay all that it needs; places are levels, or levels that a
measure has touched. Pasts that limit everybody alike, now and later, are one state. Where nobody stays, a state is a
place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from netplan.tables import NONE, Ints

Bools = npt.NDArray[np.bool_]
MOST_PASTS = 20_000
"""More pasts of a facility in one year are not told apart: the oldest places are forgotten."""


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


@dataclass(frozen=True, eq=False)
class Pasts:
    """All pasts of one facility, and which step makes one of another."""

    window: int
    """How many years before the present one a past tells of."""
    places: int
    """How many places there are."""
    past: tuple[Ints, ...]
    """By year: places as digits of a number, the present one last, ascending."""
    before: tuple[Ints, ...]
    """By year: past in the year before, of each way on; 0 before the first year."""
    arc: tuple[Ints, ...]
    """By year: which of the facility's arcs it takes."""
    after: tuple[Ints, ...]

    @property
    def is_plain(self) -> bool:
        """Whether a past is no more than a place."""
        return not any(map(len, self.after))

    def digits(self, year: int) -> Ints:
        """Return the places of a year's pasts, the oldest first, shape (window + 1, pasts)."""
        power = self.places ** np.arange(self.window, -1, -1, dtype=np.int64)
        return self.past[year] // power[:, None] % self.places


@dataclass(frozen=True, eq=False)
class Histories:
    """The states of all facilities, numbered anew by facility and year."""

    place: Ints
    """Level of each state, or the number of levels more where a measure has touched it; NONE where there is no such
    state, shape (facilities, states, years)."""
    arcs: Arcs
    window: Ints
    """How many years before the present one are told apart, shape (facilities,)."""

    @property
    def states(self) -> int:
        """Most states of a facility in a year."""
        found: int = self.place.shape[1]
        return found


def plain(places: int, years: int) -> Pasts:
    """Return that a past is a place, whatever the facility."""
    none, every = np.zeros(0, np.int64), np.arange(places)
    return Pasts(0, places, (every,) * years, (none,) * years, (none,) * years, (none,) * years)


def pasts_of(steps: Arcs, places: int, years: int, window: Ints) -> list[Pasts]:
    """List all pasts, shape (facilities,); the window of those that would have too many is shortened."""
    by_facility = np.lexsort((steps.before, steps.after, steps.year, steps.facility))
    first = np.searchsorted(steps.facility[by_facility], np.arange(len(window) + 1))
    known: dict[tuple[int, int, bytes], Pasts] = {}
    found = []
    for f, (most, today) in enumerate(zip(window.tolist(), steps.today.tolist(), strict=True)):
        own = by_facility[first[f] : first[f + 1]]
        table = np.array([steps.year[own], steps.before[own], steps.after[own]])
        key = most, today, table.tobytes()
        if key not in known:
            known[key] = _pasts(table, today, places, years, most)
        found.append(known[key])
    return found


def _pasts(table: Ints, today: int, places: int, years: int, window: int) -> Pasts:
    """List the pasts of one facility; `table` has year, place before and place after of its arcs, by year."""
    start = np.searchsorted(table[0], np.arange(years + 1))
    for back in range(window, -1, -1):
        power = places**back
        now = np.array([sum(today * places**j for j in range(back + 1))], np.int64)
        past, before, arc, after = [], [], [], []
        for t in range(years):
            which = np.arange(start[t], start[t + 1])
            parent, own = np.nonzero((now % places)[:, None] == table[1, which])
            child, number = np.unique(now[parent] % power * places + table[2, which[own]], return_inverse=True)
            before.append(parent)
            arc.append(which[own])
            after.append(number)
            past.append(child)
            now = child
            if back and len(now) > MOST_PASTS:
                break
        else:
            break
    return Pasts(back, places, tuple(past), tuple(before), tuple(arc), tuple(after))


def merged(
    steps: Arcs, pasts: Sequence[Pasts], limits: Sequence[Sequence[Ints]], never: Sequence[Sequence[Bools]]
) -> tuple[Histories, list[list[Ints]]]:
    """Put pasts together that differ in nothing that is still to come; return also one past of each state.

    limits  by facility and year, numbers that tell pasts apart, shape (numbers, pasts)
    never   by facility and year, pasts that cannot be, shape (pasts,)
    """
    years = len(pasts[0].past)
    by_facility = np.lexsort((steps.before, steps.after, steps.year, steps.facility))
    first = np.searchsorted(steps.facility[by_facility], np.arange(len(pasts) + 1))
    shown: list[list[Ints]] = []
    rows: list[Ints] = []
    for f, own in enumerate(pasts):
        step = steps.step[by_facility[first[f] : first[f + 1]]]
        number, one = _states(own, limits[f], never[f])
        if not (number[0] != NONE).any():
            number, one = _states(own, limits[f], [np.zeros_like(mask) for mask in never[f]])
        shown.append(one)
        root = np.zeros(1, np.int64)
        for t in range(years):
            before = (root if t == 0 else number[t - 1])[own.before[t]]
            after = number[t][own.after[t]]
            there = (before != NONE) & (after != NONE)
            own_rows = np.array([before, after, step[own.arc[t]]])[:, there]
            own_rows = np.unique(own_rows, axis=1)
            place = np.full((2, own_rows.shape[1]), [[f], [t]])
            rows.append(np.concatenate([place, own_rows]))
    facility, year, before, after, step = np.concatenate(rows, axis=1)
    order = np.lexsort((before, after, facility, year))
    today = np.zeros(len(pasts), np.int64)
    arcs = Arcs(facility[order], year[order], before[order], after[order], step[order], today)
    states = max(len(one) for own in shown for one in own)
    place = np.full((len(pasts), states, years), NONE, np.int64)
    for f, own in enumerate(pasts):
        for t, chosen in enumerate(shown[f]):
            place[f, : len(chosen), t] = own.past[t][chosen] % own.places
    return Histories(place, arcs, np.array([own.window for own in pasts], np.int64)), shown


def _states(own: Pasts, limits: Sequence[Ints], never: Sequence[Bools]) -> tuple[list[Ints], list[Ints]]:
    """Return the state of each past, NONE where no life goes through it, and one past of each state; by year."""
    years = len(own.past)
    number: list[Ints] = [np.zeros(0, np.int64)] * years
    shown = list(number)
    for t in reversed(range(years)):
        alive, told = ~never[t], [own.past[t] % own.places, *limits[t]]
        if t + 1 < years:
            ahead = _ahead(own, t + 1, number[t + 1], len(own.past[t]))
            alive &= (ahead != NONE).any(axis=0)
            told += list(ahead)
        which = np.flatnonzero(alive)
        _, one, state = np.unique(np.array(told)[:, which], axis=1, return_index=True, return_inverse=True)
        number[t] = np.full(len(own.past[t]), NONE, np.int64)
        number[t][which] = state.reshape(-1)
        shown[t] = which[one]
    return number, shown


def _ahead(own: Pasts, t: int, number: Ints, pasts: int) -> Ints:
    """Return the state that each way on leads to in year t, by past of the year before, shape (ways on, pasts)."""
    before, arc = own.before[t], own.arc[t]
    order = np.lexsort((arc, before))
    nth = np.arange(len(order)) - np.searchsorted(before[order], before[order])
    ahead = np.full((int(nth.max(initial=0)) + 1, pasts), NONE, np.int64)
    ahead[nth, before[order]] = number[own.after[t]][order]
    return ahead
