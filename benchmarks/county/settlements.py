"""Where people live in an invented county: municipalities, towns and villages, and their cells."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from benchmarks.county.land import Land
from benchmarks.county.names import place_names

CELL = 500.0
"""Side of a cell [m]."""
CELLS_PER_MUNICIPALITY = 30
COUNTY_TOWN, TOWN, CENTRE, VILLAGE = range(4)
"""Kinds of settlements: county town, town, main village of a municipality, other village."""
TOWNS_IN_25 = 5
"""Among 25 municipalities one is a county town and four are towns."""
PEOPLE = np.array([[15_500, 18_500], [5_200, 8_500], [950, 2_300], [110, 560]])
"""Fewest and most people by kind of settlement."""
MORE_WITH_GROWTH = 0.6
"""How much larger villages are where people move to, and smaller where they leave."""
CROWDING = np.array([225.0, 160.0, 90.0, 70.0])
"""People in a cell by kind of settlement, roughly."""


@dataclass(frozen=True)
class Settlements:
    """Towns and villages; the first ones are the centres of the municipalities, in that order."""

    points: NDArray[np.float64]
    """(settlements, 2) [m]"""
    kind: NDArray[np.int64]
    municipality: NDArray[np.int64]
    people: NDArray[np.float64]
    """People in the first year, before rounding."""
    growth: NDArray[np.float64]
    names: list[str]


@dataclass(frozen=True)
class Cells:
    """Populated squares of the grid, ordered from north to south and west to east."""

    grid: NDArray[np.int64]
    """Column and row in the grid, (cells, 2)."""
    points: NDArray[np.float64]
    """Where the people of the cell are, (cells, 2) [m]."""
    settlement: NDArray[np.int64]
    rank: NDArray[np.float64]
    """0 in the middle of its settlement, 1 at its edge."""
    municipality: NDArray[np.int64]
    share: NDArray[np.float64]
    """Share of the people of its settlement."""


def make_settlements(land: Land, municipalities: int, seed: int) -> Settlements:
    """Put towns and villages into the valleys and give them people."""
    rng = np.random.default_rng([seed, 3])
    centres = _centres(land, municipalities, rng)
    kind = np.full(municipalities, CENTRE)
    order = rng.permutation(municipalities)
    kind[order[: max(1, municipalities * TOWNS_IN_25 // 25)]] = TOWN
    kind[order[: max(1, municipalities // 25)]] = COUNTY_TOWN
    of_centre = np.repeat(np.arange(municipalities), 2 + rng.poisson(1.6, municipalities))
    angle = rng.uniform(0, 2 * np.pi, len(of_centre))
    away = rng.uniform(1_900.0, 4_300.0, len(of_centre))
    offset = np.stack([np.cos(angle), np.sin(angle)], axis=1) * away[:, None]
    villages = _settle(land, centres[of_centre] + offset, 600.0)
    points = np.concatenate([centres, villages])
    kinds = np.concatenate([kind, np.full(len(villages), VILLAGE)])
    low, high = PEOPLE[kinds].T
    growth = land.growth(points)
    people = low + (high - low) * rng.uniform(0, 1, len(points))
    return Settlements(
        points=points,
        kind=kinds,
        municipality=nearest(centres, points),
        people=people * np.where(kinds >= CENTRE, 1 + MORE_WITH_GROWTH * growth, 1.0),
        growth=growth,
        names=place_names(len(points), seed),
    )


def make_cells(land: Land, places: Settlements, count: int, seed: int) -> Cells:
    """Spread every settlement over cells of the grid, longer along its valley; `count` in all."""
    rng = np.random.default_rng([seed, 4])
    wanted = places.people / CROWDING[places.kind]
    sizes = np.maximum(1, np.ceil(wanted * 1.3 * count / wanted.sum())).astype(np.int64)
    along = _along_valley(land, places.points)
    grids = [_blob(p, int(n), a) for p, n, a in zip(places.points, sizes, along, strict=True)]
    grid = np.concatenate(grids)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    rank = np.concatenate([np.arange(n) / n for n in sizes])
    keep = _keep(grid, rank, count)
    grid, owner, rank = grid[keep], owner[keep], rank[keep]
    points = (grid + 0.5) * CELL + rng.uniform(-90.0, 90.0, grid.shape)
    weight = np.exp(-1.3 * rank + rng.normal(0.0, 0.3, len(rank)))
    total = np.bincount(owner, weight, minlength=len(sizes))
    centres = places.points[places.kind != VILLAGE]
    return Cells(grid, points, owner, rank, nearest(centres, points), weight / total[owner])


def nearest(targets: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.int64]:
    """Find the index of the nearest target of every point."""
    return np.asarray(cKDTree(targets).query(points)[1], dtype=np.int64)


def _centres(land: Land, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Spread the centres of the municipalities evenly, but not in rows."""
    side = int(np.ceil(np.sqrt(count)))
    step = land.width / side
    rows = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)[:count]
    return _settle(land, (rows + 0.5 + rng.uniform(-0.27, 0.27, rows.shape)) * step, 900.0)


def _settle(land: Land, points: NDArray[np.float64], most: float) -> NDArray[np.float64]:
    """Move points down into their valley, `most` metres at most."""
    down = -land.slope(points)
    return np.asarray(points + down / (np.linalg.norm(down, axis=1, keepdims=True) + 0.02) * most)


def _along_valley(land: Land, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the direction of the valley at points as unit vectors, (points, 2)."""
    up = land.slope(points) + np.array([1e-9, 0.0])
    across = up / np.linalg.norm(up, axis=1, keepdims=True)
    return np.stack([-across[:, 1], across[:, 0]], axis=1)


def _blob(point: NDArray[np.float64], size: int, along: NDArray[np.float64]) -> NDArray[np.int64]:
    """Take the `size` squares nearest to a point, where ways along the valley count two thirds."""
    reach = int(np.ceil(np.sqrt(size))) + 1
    steps = np.arange(-reach, reach + 1)
    window = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    middle = np.floor(point / CELL).astype(np.int64)
    gap = (middle + window + 0.5) * CELL - point
    far = np.hypot(gap @ along / 1.5, gap @ np.array([-along[1], along[0]]))
    return middle + window[np.argsort(far, kind="stable")[:size]]


def _keep(grid: NDArray[np.int64], rank: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Choose `count` different squares, middles first, ordered north to south, west to east."""
    by_square = np.lexsort((rank, grid[:, 0], -grid[:, 1]))
    ordered = grid[by_square]
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    single = by_square[first]
    cut = np.argsort(rank[single], kind="stable")[:count]
    return single[np.sort(cut)]
