"""A siting problem in numbers: which facilities are open, so that ways and open facilities together cost least."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from netplan.tables import Floats, Ints

Bools = npt.NDArray[np.bool_]
LARGEST = 2.0**49
"""Sums up to here are exact in floating point, with room to spare."""


@dataclass(frozen=True, eq=False)
class Problem:
    """min Σ fixed · open + Σ way · go + Σ outside · unserved in whole numbers.

    Σ_f go[f,c] + unserved[c] = people[c],  Σ_c go[f,c] ≤ places[f] · open[f],  least ≤ Σ_f open[f] ≤ most
    """

    way: Floats
    """What one person of a cell counts who goes to a facility; infinite without a way; shape (facilities, cells)."""
    people: Floats
    """Persons of each cell, above zero, shape (cells,)."""
    outside: Floats
    """What one person without a place counts; infinite where nobody may be; shape (cells,)."""
    fixed: Floats
    """What an open facility counts more than a closed one, shape (facilities,)."""
    places: Floats
    """Persons that a facility can take when open, shape (facilities,)."""
    must: Bools
    """Whether a facility is open in any case, shape (facilities,)."""
    may: Bools
    """Whether it can be open at all, likewise."""
    least: int
    most: int

    @cached_property
    def total(self) -> Floats:
        """What all people of a cell count at a facility, `far` where they cannot go, shape (facilities, cells)."""
        total = self.way * self.people
        return np.asarray(np.where(np.isfinite(total), total, self.far))

    @cached_property
    def left_out(self) -> Floats:
        """What all people of a cell count without a place, at most `far`, shape (cells,)."""
        return np.asarray(np.minimum(self.outside * self.people, self.far))

    @cached_property
    def far(self) -> float:
        """More than any plan counts."""
        return 1.0 + 2.0 * self._most_of_all

    @cached_property
    def _most_of_all(self) -> float:
        ways = np.where(np.isfinite(self.way), np.abs(self.way), 0.0).max(axis=0, initial=0.0)
        outside = np.where(np.isfinite(self.outside), self.outside, 0.0)
        return float((np.maximum(ways, outside) * self.people).sum() + np.abs(self.fixed).sum())

    @property
    def is_exact(self) -> bool:
        """Whether all sums are whole numbers that floating point holds."""
        return self.far * (len(self.people) + 1) < LARGEST * 2**13 and self._most_of_all < LARGEST

    @cached_property
    def is_roomy(self) -> bool:
        """Whether every facility has places for all who can go there: then whole cells go the best way."""
        reached = np.isfinite(self.way) @ self.people
        return bool((self.places >= reached)[self.may].all())

    @cached_property
    def is_covering(self) -> bool:
        """Whether only the number of open facilities counts, and all cells have to be covered."""
        is_free = not (self.way[np.isfinite(self.way)] != 0).any() and bool(np.isinf(self.outside).all())
        each = self.fixed[self.may]
        return self.is_roomy and is_free and len(each) > 0 and bool((each == each[0]).all()) and each[0] > 0

    @cached_property
    def fewest(self) -> int:
        """How many are open at least: as limits say, and so that all who may not stay outside have places."""
        if self.is_roomy:
            return max(self.least, int(self.must.sum()))
        needed = float(self.people[np.isinf(self.outside)].sum())
        room = np.cumsum(np.sort(self.places[self.may])[::-1])
        return max(self.least, int(self.must.sum()), int(np.searchsorted(room, needed) + 1) if needed else 0)


@dataclass(frozen=True)
class Found:
    """A plan: which facilities are open, and what it counts."""

    opened: Ints
    """Open facilities, ascending."""
    value: int


def lost(scale: float) -> float:
    """Return what floating point may lose in sums whose terms are `scale` together, with much room to spare."""
    return 1e-11 * scale + 1e-6
