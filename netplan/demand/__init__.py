"""How many persons need what where and when: exact shares, whole persons, sums kept."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_LARGEST = 2**62


def demand(people: Ints, rates: Sequence[Sequence[Sequence[Fraction]]], area: Ints, cells: Sequence[str]) -> Ints:
    """Count the persons in need, as (cells, services, years).

    exact[c,s,t] = Σ_g people[c,g,t] · rate[area(c),s,g]
    Within each area, service and year the total is Σ_c exact rounded half-even; every cell gets ⌊exact⌋, and the
    persons still missing go one each to the largest remainders, ties by cell id.

    `people` is (cells, age groups, years), `rates` is (areas, services, age groups), `area` the index of each
    cell's area as (cells,).

    Source: largest remainder (Hamilton).
    """
    services = len(rates[0]) if rates else 0
    found = np.zeros((people.shape[0], services, people.shape[2]), np.int64)
    rank = np.empty(len(cells), np.int64)
    rank[sorted(range(len(cells)), key=cells.__getitem__)] = np.arange(len(cells))
    for s in range(services):
        by_area = [of_area[s] for of_area in rates]
        bottom = lcm(*(rate.denominator for of_area in by_area for rate in of_area))
        tops = [[int(rate * bottom) for rate in of_area] for of_area in by_area]
        most = int(people.max(initial=0)) * max(map(sum, tops), default=0) * max(len(cells), 1)
        shares = np.array(tops, np.int64 if most < _LARGEST else object)
        for t in range(people.shape[2]):
            exact = (people[:, :, t] * shares[area]).sum(axis=1)
            found[:, s, t] = whole_persons(exact, bottom, area, rank)
    return found


def whole_persons(exact: NDArray[np.int64], bottom: int, area: Ints, rank: Ints) -> Ints:
    """Round exact/bottom to whole persons within each area."""
    floor, rest = exact // bottom, exact % bottom
    missing = np.zeros(int(area.max(initial=-1)) + 1, np.int64)
    for number in np.unique(area):
        inside = area == number
        missing[number] = round(Fraction(int(exact[inside].sum()), bottom)) - int(floor[inside].sum())
    order = np.lexsort((rank, -rest, area)) if rest.dtype != object else _ordered(rest, rank, area)
    sorted_area = area[order]
    first = np.searchsorted(sorted_area, sorted_area)
    place = np.arange(len(order)) - first
    result: Ints = floor.astype(np.int64)
    result[order[place < missing[sorted_area]]] += 1
    return result


def _ordered(rest: NDArray[np.int64], rank: Ints, area: Ints) -> Ints:
    keys = sorted(range(len(rank)), key=lambda c: (area[c], -rest[c], rank[c]))
    return np.array(keys, np.int64)
