"""What facilities have behind them: the spots of the last years, because who is there entered up to so long ago.

A trail is the sequence of spots of the last years, and whether a measure had acted by then, as far back as the longest
stay reaches. Facilities that would have too many of them forget the oldest years, and what they limited.
"""

from dataclasses import dataclass

import numpy as np

from netplan.audit.bounds.entries import Bools, Entries, Ints
from netplan.audit.bounds.lives import Spots, Steps

MOST_TRAILS = 20_000
"""Trails of one facility in one year that are told apart."""
LARGEST_NUMBER = 2**40
"""Trails of a facility are numbered below it."""


@dataclass(frozen=True, eq=False)
class Trails:
    """All trails by listed year, one facility after the other, and how they go on."""

    window: Ints
    """How many years before the present one are told apart, shape (facilities,)."""
    spots: tuple[Ints, ...]
    """By year: spots of the last years, the present one last, shape (longest window + 1, trails)."""
    touched: tuple[Bools, ...]
    """Whether a measure had acted by then, likewise."""
    first: tuple[Ints, ...]
    """By year: first trail of each facility, shape (facilities + 1,)."""
    before: tuple[Ints, ...]
    """By year: trail of the year before of each way on; in the first year, the facility."""
    after: tuple[Ints, ...]
    step: tuple[Ints, ...]

    def back(self, t: int, years: int) -> int:
        """Give the row of the spots of so many years before listed year t."""
        return len(self.spots[t]) - 1 - years


def trails_of(entries: Entries, spots: Spots, steps: Steps, *, tells_touched: bool) -> Trails:
    """List all trails; whether a measure has acted is told apart only where a rule looks at it."""
    own = np.diff(spots.first)
    size = int(own.max(initial=1))
    lasting = int((entries.last - entries.year).max(initial=0))
    while (size * (1 + tells_touched)) ** (lasting + 1) > LARGEST_NUMBER:
        lasting -= 1
    window = np.full(len(own), lasting, np.int64)
    while True:
        found = _listed(window, spots, steps, size if tells_touched else 0)
        if isinstance(found, Trails):
            return found
        window[found] -= 1


def _listed(window: Ints, spots: Spots, steps: Steps, touched: int) -> "Trails | Ints":
    """List all trails, or say which facilities have too many; `touched` is added to who is touched, 0 for nobody."""
    size, longest = int(np.diff(spots.first).max(initial=1)), int(window.max(initial=0))
    base, years = size + touched, steps.reached.shape[1]
    start = np.searchsorted(steps.year, np.arange(years + 1))
    facility, today = np.arange(len(window)), spots.today - spots.first[:-1]
    past = sum((today * base**j for j in range(longest + 1)), np.zeros_like(today))
    parts: list[tuple[Ints, Bools, Ints, Ints, Ints, Ints]] = []
    for t in range(years):
        at, step = past % base, np.arange(start[t], start[t + 1])
        trail, step = _on(spots.first[facility] + at % size, step, steps.before)
        acted = (at[trail] >= size) | steps.is_measure[step] if touched else np.zeros(len(trail), np.bool_)
        place = steps.after[step] - spots.first[facility[trail]] + size * acted
        kept = past[trail] % base ** window[facility[trail]]
        code = facility[trail] * base ** (longest + 1) + kept * base + place
        some, after = np.unique(code, return_inverse=True)
        facility, past = np.divmod(some, base ** (longest + 1))
        number = np.bincount(facility, minlength=len(window))
        if ((number > MOST_TRAILS) & (window > 0)).any():
            return np.flatnonzero((number > MOST_TRAILS) & (window > 0))
        digits = past // base ** np.arange(longest, -1, -1, dtype=np.int64)[:, None] % base
        first = np.concatenate([[0], np.cumsum(number)])
        parts.append((spots.first[facility] + digits % size, digits >= size, first, trail, after.reshape(-1), step))
    columns = tuple(zip(*parts, strict=True))
    return Trails(window, *columns)


def _on(at: Ints, step: Ints, before: Ints) -> tuple[Ints, Ints]:
    """Give every trail with every step that leads on from its spot."""
    step = step[np.argsort(before[step], kind="stable")]
    first, last = (np.searchsorted(before[step], at, side=side) for side in ("left", "right"))
    trail = np.repeat(np.arange(len(at)), last - first)
    inside = np.arange(len(trail)) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    return trail, step[first[trail] + inside]
