"""The roads of an invented county: streets in places, roads through the valleys, footpaths, a fast road."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree
from scipy.spatial import Delaunay, cKDTree

from benchmarks.county.land import Land, great_circle, to_degrees
from benchmarks.county.settlements import CENTRE, COUNTY_TOWN, TOWN, Cells, Settlements

HIGHWAYS = ("trunk", "primary", "secondary", "tertiary", "residential", "track", "footway")
TRUNK, PRIMARY, SECONDARY, TERTIARY, RESIDENTIAL, TRACK, FOOTWAY = range(len(HIGHWAYS))
SERVES = np.array([[0, 0, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 0], [1, 0, 0]], dtype=bool)
"""Which highway serves walk, bike and drive; primary roads have a path beside them."""
PATHS = 0.16
"""Share of the corners between cells that have a footpath."""
ONE_WAY = 0.25
"""Share of the blocks in towns that are one-way streets."""
FEWEST_IN_A_NET = 3
"""Fewer places are joined one after the other."""
JUNCTION_EVERY = 1_200.0
"""From node to node on a road between places [m]."""


@dataclass(frozen=True)
class Roads:
    """A road network in osmnx's convention: each direction of an edge is a row of its own."""

    nodes: NDArray[np.float64]
    """Longitude and latitude, (nodes, 2) [degrees]."""
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    way: NDArray[np.int64]
    """Number of the road an edge belongs to; both directions bear the same."""
    highway: NDArray[np.int64]
    oneway: NDArray[np.bool_]
    length: NDArray[np.float64]
    """(edges,) [m], to the centimetre."""
    serves: NDArray[np.bool_]
    """(edges, 3): may walk, bike, drive from start to end."""


@dataclass(frozen=True)
class Links:
    """Roads while they are made, without direction: from node, to node, highway, one way."""

    ends: NDArray[np.int64]
    highway: NDArray[np.int64]
    oneway: NDArray[np.bool_]


def make_roads(land: Land, places: Settlements, cells: Cells, seed: int) -> Roads:
    """Build a network on which every cell can be reached from every other, walking and driving."""
    rng = np.random.default_rng([seed, 5])
    middle = _middles(cells, len(places.kind))
    points = cells.points + rng.uniform(-60.0, 60.0, cells.points.shape)
    streets = [_streets(cells), _paths(cells, rng)]
    points, blocks = _blocks(places, cells, points, rng)
    points, between = _between(land, places, points, middle)
    points, fast = _fast_road(land, places, points, middle)
    links = _join([*streets, blocks, between, fast])
    links = _join([links, _mend(points, links)])
    return _both_directions(to_degrees(land, points), links)


def _middles(cells: Cells, settlements: int) -> NDArray[np.int64]:
    """Give the cell in the middle of each settlement, −1 where it has none left."""
    middle = np.full(settlements, -1)
    order = np.argsort(-cells.rank, kind="stable")
    middle[cells.settlement[order]] = order
    return middle


def _streets(cells: Cells) -> Links:
    """Join cells that lie side by side."""
    lookup = {(int(x), int(y)): i for i, (x, y) in enumerate(cells.grid)}
    pairs = [
        (i, lookup[x + dx, y + dy])
        for (x, y), i in lookup.items()
        for dx, dy in ((1, 0), (0, 1))
        if (x + dx, y + dy) in lookup
    ]
    return _links(np.array(pairs, dtype=np.int64).reshape(-1, 2), RESIDENTIAL)


def _paths(cells: Cells, rng: np.random.Generator) -> Links:
    """Lay footpaths between some cells that meet at a corner."""
    pairs = cKDTree(cells.grid).query_pairs(1.5, output_type="ndarray")
    pairs = np.sort(pairs, axis=1)
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].astype(np.int64)
    corner = (cells.grid[pairs[:, 0]] != cells.grid[pairs[:, 1]]).all(axis=1)
    chosen = corner & (rng.uniform(size=len(pairs)) < PATHS)
    return _links(pairs[chosen], FOOTWAY)


def _blocks(
    places: Settlements, cells: Cells, points: NDArray[np.float64], rng: np.random.Generator
) -> tuple[NDArray[np.float64], Links]:
    """Add a block of three streets to the cells of towns; some blocks are one-way."""
    at = np.flatnonzero(places.kind[cells.settlement] <= TOWN)
    angle = rng.uniform(0, 2 * np.pi, len(at))
    corners = [
        points[at] + 170.0 * np.stack([np.cos(angle + turn), np.sin(angle + turn)], axis=1) for turn in (0.0, 1.1)
    ]
    one, two = len(points) + np.arange(len(at)), len(points) + len(at) + np.arange(len(at))
    ends = np.stack([at, one, one, two, two, at], axis=1).reshape(-1, 2)
    oneway = np.repeat(rng.uniform(size=len(at)) < ONE_WAY, 3)
    links = Links(ends, np.full(len(ends), RESIDENTIAL), oneway)
    return np.concatenate([points, *corners]), links


def _between(
    land: Land, places: Settlements, points: NDArray[np.float64], middle: NDArray[np.int64]
) -> tuple[NDArray[np.float64], Links]:
    """Join settlements along the valleys; ridges are crossed only where there is little choice."""
    alive = np.flatnonzero(middle >= 0)
    pairs = _neighbours(places.points[alive])
    spots = points[middle[alive]]
    direct = np.linalg.norm(spots[pairs[:, 0]] - spots[pairs[:, 1]], axis=1)
    effort = direct + 14.0 * _climb(land, spots[pairs[:, 0]], spots[pairs[:, 1]])
    needed = _tree(pairs, effort, len(alive))
    short = effort < np.quantile(effort, 0.42)
    road = needed | (short & _no_place_between(spots, pairs))
    kind = places.kind[alive]
    through = [_stem(pairs, needed, kind <= least) for least in (TOWN, CENTRE)]
    highway = np.select(through, [PRIMARY, SECONDARY], TERTIARY)
    track = ~road & short
    chosen = road | track
    highway = np.where(track, TRACK, highway)[chosen]
    ends = middle[alive][pairs[chosen]]
    return _wind(land, points, ends, highway, JUNCTION_EVERY)


def _fast_road(
    land: Land, places: Settlements, points: NDArray[np.float64], middle: NDArray[np.int64]
) -> tuple[NDArray[np.float64], Links]:
    """Join the towns by a fast road without footway, past the villages."""
    towns = np.flatnonzero((places.kind <= TOWN) & (middle >= 0))
    spots = places.points[towns]
    if len(towns) < FEWEST_IN_A_NET:
        pairs = np.stack([np.arange(len(towns) - 1), np.arange(1, len(towns))], axis=1)
    else:
        pairs = _neighbours(spots)
        far = np.linalg.norm(spots[pairs[:, 0]] - spots[pairs[:, 1]], axis=1)
        capital = (places.kind[towns][pairs] == COUNTY_TOWN).any(axis=1)
        pairs = pairs[_tree(pairs, np.where(capital, 0.8, 1.0) * far, len(towns))]
    highway = np.full(len(pairs), TRUNK)
    return _wind(land, points, middle[towns[pairs]], highway, 3 * JUNCTION_EVERY)


def _neighbours(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """List the pairs of points that see each other, each once, in order."""
    corners = Delaunay(points).simplices
    pairs = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    return np.unique(np.sort(pairs, axis=1), axis=0).astype(np.int64)


def _climb(land: Land, start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum the metres up and down along straight lines, measured at nine points."""
    heights = [land.height(start + (end - start) * part) for part in np.linspace(0, 1, 9)]
    return np.asarray(np.abs(np.diff(np.stack(heights), axis=0)).sum(axis=0))


def _tree(pairs: NDArray[np.int64], effort: NDArray[np.float64], count: int) -> NDArray[np.bool_]:
    """Mark the pairs that join everything with least effort."""
    graph = coo_array((effort, (pairs[:, 0], pairs[:, 1])), shape=(count, count)).tocsr()
    tree = minimum_spanning_tree(graph).tocoo()
    kept = np.minimum(tree.row, tree.col) * count + np.maximum(tree.row, tree.col)
    return np.isin(pairs[:, 0] * count + pairs[:, 1], kept)


def _stem(pairs: NDArray[np.int64], tree: NDArray[np.bool_], ends: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the part of a tree that lies between the places `ends`: side branches are cut off."""
    kept = tree.copy()
    while True:
        degree = np.bincount(pairs[kept].ravel(), minlength=len(ends))
        tip = (degree == 1) & ~ends
        cut = kept & tip[pairs].any(axis=1)
        if not cut.any():
            return kept
        kept &= ~cut


def _no_place_between(points: NDArray[np.float64], pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mark pairs whose circle across holds no third place, so that roads pass through villages."""
    middle = points[pairs].mean(axis=1)
    half = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1) / 2
    return np.asarray(cKDTree(points).query(middle)[0] >= 0.85 * half)


def _wind(
    land: Land,
    points: NDArray[np.float64],
    ends: NDArray[np.int64],
    highway: NDArray[np.int64],
    step: float,
) -> tuple[NDArray[np.float64], Links]:
    """Draw roads node by node, pulled into the valleys; give all points and the new links."""
    start, end = points[ends[:, 0]], points[ends[:, 1]]
    parts = np.maximum(1, np.rint(np.linalg.norm(end - start, axis=1) / step)).astype(np.int64)
    road = np.repeat(np.arange(len(ends)), parts - 1)
    number = np.arange(len(road)) - np.repeat(np.cumsum(parts - 1) - (parts - 1), parts - 1) + 1
    share = (number / parts[road])[:, None]
    line = start[road] + (end - start)[road] * share
    bowed = np.sin(np.pi * share) * np.minimum(step, 1_200.0)
    inner = line - land.slope(line) * 2.5 * bowed
    first = len(points) + np.cumsum(parts - 1) - (parts - 1)
    chain = np.repeat(first, parts - 1) + number - 1
    before = np.where(number == 1, ends[road, 0], chain - 1)
    last = np.where(parts > 1, first + parts - 2, ends[:, 0])
    pairs = np.concatenate([np.stack([before, chain], 1), np.stack([last, ends[:, 1]], 1)])
    kinds = np.concatenate([highway[road], highway])
    return np.concatenate([points, inner]), Links(pairs, kinds, np.zeros(len(pairs), dtype=bool))


def _mend(points: NDArray[np.float64], links: Links) -> Links:
    """Join what walking and driving people could not reach to the nearest street of the rest."""
    usable = SERVES[links.highway].all(axis=1)
    pairs = links.ends[usable]
    lone = np.setdiff1d(np.arange(len(points)), links.ends[links.highway == TRUNK])
    lone = np.union1d(lone, pairs)
    lone = np.setdiff1d(lone, np.setdiff1d(links.ends[links.highway == TRACK], pairs))
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(points),) * 2)
    part = connected_components(graph, directed=False)[1]
    largest = np.bincount(part[lone]).argmax()
    rest, main = lone[part[lone] != largest], lone[part[lone] == largest]
    stray = rest[np.unique(part[rest], return_index=True)[1]]
    target = main[cKDTree(points[main]).query(points[stray])[1]]
    return _links(np.stack([stray, target], axis=1).astype(np.int64), TERTIARY)


def _links(ends: NDArray[np.int64], highway: int) -> Links:
    return Links(ends, np.full(len(ends), highway), np.zeros(len(ends), dtype=bool))


def _join(parts: Sequence[Links]) -> Links:
    return Links(
        np.concatenate([part.ends for part in parts]),
        np.concatenate([part.highway for part in parts]),
        np.concatenate([part.oneway for part in parts]),
    )


def _both_directions(nodes: NDArray[np.float64], links: Links) -> Roads:
    """Write each link as two rows; against a one-way street only walking is allowed."""
    start, end = links.ends.T
    length = np.asarray(np.maximum(great_circle(nodes[start], nodes[end]), 1.0).round(2), dtype=np.float64)
    serves = SERVES[links.highway]
    back = serves.copy()
    back[links.oneway, 1:] = False
    row = np.argsort(np.tile(np.arange(len(start)), 2), kind="stable")
    return Roads(
        nodes=nodes,
        start=np.concatenate([start, end])[row],
        end=np.concatenate([end, start])[row],
        way=np.tile(np.arange(len(start)), 2)[row],
        highway=np.tile(links.highway, 2)[row],
        oneway=np.tile(links.oneway, 2)[row],
        length=np.tile(length, 2)[row],
        serves=np.concatenate([serves, back])[row],
    )
