"""The facilities of an invented county: where they stand, how large they are today, who carries them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.county.names import carrier_name, facility_name, slug
from benchmarks.county.sectors import Sector
from benchmarks.county.settlements import TOWN, Cells, Settlements, nearest

MOST_IN_ONE_PLACE = 9
BUILT_FOR = 1.17
"""Today's buildings were made for more people than come now …"""
BUILT_FOR_GROWTH = 0.46
"""… by so much less in a place that grows, and so much more in one that shrinks."""
NEAR = 8_000.0
"""So far people are sure to come, whatever the roads [m]."""
CLOSED = -1
"""Level of a candidate site."""


@dataclass(frozen=True)
class Facility:
    """A facility of one sector at one site."""

    id: str
    name: str
    point: tuple[float, float]
    """[m]"""
    carrier: str
    carrier_type: str
    level: int
    """Index into the levels of its sector, CLOSED for a candidate site."""
    loads: tuple[float, ...]
    """People of every year near it to whom it is the nearest open one; for a candidate, the nearest of all."""
    growth: float
    host: str = ""
    """Facility whose site it shares; empty: it has one of its own."""


def make_facilities(
    sector: Sector, places: Settlements, cells: Cells, people: NDArray[np.int64], count: int, seed: int
) -> list[Facility]:
    """Build `count` facilities: the open ones where people are, the candidates where places will lack."""
    rng = np.random.default_rng([seed, 7, len(sector.name)])
    demand = sector.demand(people.astype(np.float64))
    growth = places.growth[cells.settlement]
    past = demand[0] * (BUILT_FOR - BUILT_FOR_GROWTH * growth)
    closed = max(1, round(count * sector.closed_today)) if count > 1 else 0
    at = _spread(sector, cells, past * np.exp(-sector.old_net * growth), count - closed)
    level = _sizes(sector, cells.points, at, past)
    new = _candidates(sector, cells, demand, at, level, closed)
    sites = np.concatenate([at, new])
    levels = [*level.tolist(), *[CLOSED] * len(new)]
    # A person counts for the nearest open facility; a candidate sees who would be nearest to it.
    would = _loads(cells.points, cells.points[sites], demand)
    loads = np.concatenate([_loads(cells.points, cells.points[at], demand), would[len(at) :]])
    return _describe(sector, places, cells, sites, levels, loads, rng)


def _spread(sector: Sector, cells: Cells, weight: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Share `count` facilities among settlements by highest averages; give their cells, ascending."""
    total = np.bincount(cells.settlement, weight)
    averages = total[:, None] / (np.arange(MOST_IN_ONE_PLACE) + sector.first)
    best = np.argsort(-averages, axis=None, kind="stable")[:count]
    number = np.bincount(best // MOST_IN_ONE_PLACE, minlength=len(total))
    order = np.lexsort((cells.rank, cells.settlement))
    starts = np.searchsorted(cells.settlement[order], np.arange(len(total) + 1))
    own = [order[starts[s] : starts[s + 1]] for s in np.flatnonzero(number)]
    each = number[number > 0].tolist()
    return np.sort(np.concatenate([o[_apart(cells.points[o], n)] for o, n in zip(own, each, strict=True)]))


def _apart(points: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Choose points far from one another, the first of the list first."""
    chosen = [0]
    far = np.linalg.norm(points - points[0], axis=1)
    while len(chosen) < min(count, len(points)):
        chosen.append(int(np.argmax(far)))
        far = np.minimum(far, np.linalg.norm(points - points[chosen[-1]], axis=1))
    return np.array(chosen)


def _sizes(
    sector: Sector, points: NDArray[np.float64], at: NDArray[np.int64], past: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Give each facility the smallest level that held its people of the past."""
    held = _loads(points, points[at], past[None, :])[:, 0]
    level = np.searchsorted(np.array(sector.places), held * sector.crowded)
    return np.clip(level, sector.smallest, len(sector.places) - 1)


def _loads(points: NDArray[np.float64], sites: NDArray[np.float64], demand: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up the people of every year who are near and to whom a site is the nearest, (sites, years)."""
    near = nearest(sites, points)
    within = np.linalg.norm(points - sites[near], axis=1) <= NEAR
    counts = [np.bincount(near, people * within, minlength=len(sites)) for people in demand]
    return np.stack(counts, axis=1).astype(np.float64)


def _candidates(
    sector: Sector,
    cells: Cells,
    demand: NDArray[np.float64],
    at: NDArray[np.int64],
    level: NDArray[np.int64],
    count: int,
) -> NDArray[np.int64]:
    """Choose cells for candidate sites: where most places lack, then in the largest places without any."""
    worst = demand.max(axis=0)
    near = nearest(cells.points[at], cells.points)
    far = np.linalg.norm(cells.points - cells.points[at[near]], axis=1)
    lack = np.bincount(near, worst, minlength=len(level)) - np.array(sector.places)[level]
    short = np.argsort(-lack, kind="stable")[: (count + 1) // 2]
    new = []
    for facility in short[lack[short] > 0]:
        own = np.flatnonzero(near == facility)
        new.append(int(own[np.argmax((worst * far)[own])]))
        far = np.minimum(far, np.linalg.norm(cells.points - cells.points[new[-1]], axis=1))
    total = np.bincount(cells.settlement, worst)
    total[cells.settlement[[*at, *new]]] = 0.0
    for settlement in np.argsort(-total, kind="stable")[: count - len(new)]:
        own = np.flatnonzero(cells.settlement == settlement)
        new.append(int(own[np.argmin(cells.rank[own])]))
    return np.array(sorted(new), dtype=np.int64)


def _describe(
    sector: Sector,
    places: Settlements,
    cells: Cells,
    sites: NDArray[np.int64],
    levels: Sequence[int],
    loads: NDArray[np.float64],
    rng: np.random.Generator,
) -> list[Facility]:
    """Name the facilities and find carriers for them."""
    numbers: dict[int, int] = {}
    result = []
    for site, level, load in zip(sites.tolist(), levels, loads, strict=True):
        settlement = int(cells.settlement[site])
        number = numbers.get(settlement, 0)
        numbers[settlement] = number + 1
        municipality = int(places.municipality[settlement])
        kind = _carrier_type(sector, int(places.kind[settlement]), number, rng)
        place = places.names[settlement]
        result.append(
            Facility(
                id=f"{sector.prefix}_{slug(place)}" + (f"_{number + 1}" if number else ""),
                name=facility_name(sector.prefix, kind, place, number),
                point=tuple((cells.points[site] + rng.uniform(-110, 110, 2)).tolist()),
                carrier=carrier_name(kind, places.names[municipality], town=places.kind[municipality] <= TOWN),
                carrier_type=kind,
                level=level,
                loads=tuple(load.tolist()),
                growth=float(places.growth[settlement]),
            )
        )
    return result


def _carrier_type(sector: Sector, kind: int, number: int, rng: np.random.Generator) -> str:
    """Draw the kind of carrier; the only school of a village and the first of a town are municipal."""
    drawn = str(rng.choice(list(sector.carriers), p=list(sector.carriers.values())))
    if sector.name == "primary_school" and (kind > TOWN or number == 0):
        return "municipal"
    return drawn
