"""Who of those in need goes to neighbours of the region or to private carriers: whole persons, sums kept."""

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


def elsewhere(people: Ints, shares: Sequence[Sequence[Shares]], area: Ints, cells: Sequence[str]) -> tuple[Ints, Ints]:
    """Count those who go elsewhere as (cells, services, years), and by who takes them as (who, areas, services, years).

    exact[w,c] = people[c] · share[w,c]
    Within each area, service and year the total is Σ_w,c exact rounded half-even and goes to the cells by largest
    remainder of Σ_w exact[w,c], ties by cell id; the same total goes to who takes them by largest remainder of
    Σ_c exact[w,c], ties by their order. `shares` is (who, services); those of a cell add up to 1 at most.

    Source: largest remainder (Hamilton).
    """
    found = np.zeros_like(people)
    by_who = np.zeros((len(shares), int(area.max(initial=-1)) + 1, *people.shape[1:]), np.int64)
    rank = np.empty(len(cells), np.int64)
    rank[sorted(range(len(cells)), key=cells.__getitem__)] = np.arange(len(cells))
    for s in range(people.shape[1]):
        own = [of_who[s] for of_who in shares]
        bottom = lcm(*(share.denominator for of_who in own for share in of_who.values()))
        tops = np.zeros((len(own), len(cells)), object)
        for w, of_who in enumerate(own):
            for c, share in of_who.items():
                tops[w, c] = int(share * bottom)
        for t in range(people.shape[2]):
            exact = tops * people[:, s, t].astype(object)
            found[:, s, t] = whole_persons(exact.sum(axis=0), bottom, area, rank)
            for a in np.unique(area[found[:, s, t] > 0]).tolist():
                inside = area == a
                by_who[:, a, s, t] = _divided(exact[:, inside].sum(axis=1), int(found[inside, s, t].sum()), bottom)
    return found, by_who


def _divided(exact: NDArray[np.object_], total: int, bottom: int) -> list[int]:
    """Divide a whole total by largest remainder of exact/bottom."""
    whole = [int(number // bottom) for number in exact]
    order = sorted(range(len(whole)), key=lambda w: (whole[w] * bottom - exact[w], w))
    for w in order[: total - sum(whole)]:
        whole[w] += 1
    return whole
