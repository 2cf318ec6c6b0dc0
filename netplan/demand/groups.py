"""Who of those in need belongs to which target group: whole persons, everyone counted once."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from netplan.demand import whole_persons

Ints = NDArray[np.int64]
Shares: TypeAlias = Mapping[int, Fraction]
"""Share of a cell's people by cell; cells not named have none."""


def split(people: Ints, shares: Sequence[Sequence[Shares]], area: Ints, cells: Sequence[str]) -> Ints:
    """Divide people among groups, as (groups, cells, services, entries); the rest are in none.

    One group after the other takes its part of those whom the earlier ones left:
    exact[c] = left[c] · share[g,c] / (1 − Σ_{earlier g′} share[g′,c])
    Within each area, service and entry its total is Σ_c exact rounded half-even; every cell gives ⌊exact⌋, and the
    persons still missing come one each from the largest remainders, ties by cell id. `shares` is (groups, services);
    those of a cell add up to 1 at most.

    Source: largest remainder (Hamilton).
    """
    found = np.zeros((len(shares), *people.shape), np.int64)
    rank = np.empty(len(cells), np.int64)
    rank[sorted(range(len(cells)), key=cells.__getitem__)] = np.arange(len(cells))
    for s in range(people.shape[1]):
        for e in range(people.shape[2]):
            left, earlier = people[:, s, e].copy(), [Fraction(0)] * len(cells)
            for g, of_group in enumerate(shares):
                part = {c: share / (1 - earlier[c]) for c, share in of_group[s].items() if share}
                bottom = lcm(*(share.denominator for share in part.values()))
                exact = np.zeros(len(cells), object)
                for c, share in part.items():
                    exact[c] = int(share * bottom) * int(left[c])
                    earlier[c] += of_group[s][c]
                found[g, :, s, e] = whole_persons(exact, bottom, area, rank)
                left -= found[g, :, s, e]
    return found
