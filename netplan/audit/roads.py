"""The road network as the auditor reads it: nodes, edges in whole centimetres, and where a place joins them."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from netplan.audit.quantities import UnreadableError
from netplan.audit.question import Mode
from netplan.audit.reading import read_layer

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

EARTH_CM = 637_100_880.0
"""Radius of the sphere that ways off the road are measured on [cm]."""

FARTHEST_CM = 100_000
"""A place farther than this from every usable node is not joined."""

SLACK_CM = 2.0
"""Nodes this much farther than the nearest are compared too: rounding to whole centimetres makes ties."""


@dataclass(frozen=True)
class Roads:
    """Nodes in ascending osmid, so that the smaller index is the smaller osmid."""

    lon: Floats
    lat: Floats
    start: Ints
    """Index of each edge's first node."""
    end: Ints
    cm: Ints
    highway: tuple[str, ...]
    usable: dict[str, Mask]
    """Which edges serve walk, bike and drive."""


def read_roads(path: Path) -> Roads:
    """Read roads.gpkg; without a column for a mode every edge serves it."""
    nodes = read_layer(path, "nodes", ("osmid", "x", "y"))
    edges = read_layer(path, "edges", ("u", "v", "length", "highway", "walk", "bike", "drive"))
    missing = {"osmid", "x", "y", "u", "v", "length"} - {*nodes, *edges}
    if missing:
        raise UnreadableError(f"{path.name}: no columns {', '.join(sorted(missing))}")
    osmid = np.array(nodes["osmid"], dtype=np.int64)
    order = np.argsort(osmid)
    count = len(edges["u"])
    return Roads(
        lon=np.array(nodes["x"], dtype=np.float64)[order],
        lat=np.array(nodes["y"], dtype=np.float64)[order],
        start=_index(osmid[order], edges["u"], path),
        end=_index(osmid[order], edges["v"], path),
        cm=np.rint(np.array(edges["length"], dtype=np.float64) * 100).astype(np.int64),
        highway=tuple(str(value or "") for value in edges.get("highway", [""] * count)),
        usable={
            mode: np.array([str(value) in {"1", "True"} for value in edges[mode]], dtype=np.bool_)
            if mode in edges
            else np.ones(count, dtype=np.bool_)
            for mode in ("walk", "bike", "drive")
        },
    )


def joinable(roads: Roads, usable: Mask) -> Ints:
    """Give the nodes of the largest strongly connected component; of equals the one with the smallest osmid."""
    count = len(roads.lon)
    links = csr_array((np.ones(int(usable.sum())), (roads.start[usable], roads.end[usable])), shape=(count, count))
    _, label = connected_components(links, directed=True, connection="strong")
    size = np.bincount(label, minlength=1)[label]
    largest = label[int(np.argmax(size))]
    return np.flatnonzero(label == largest).astype(np.int64)


def edge_ms(roads: Roads, mode: Mode) -> Ints:
    """Give whole milliseconds of every edge: max(1, ⌈cm · 36 / kmh⌉)."""
    ms = _ms(roads.cm, mode.kmh)
    highway = np.array(roads.highway)
    for road, kmh in mode.kmh_by_highway.items():
        there = highway == road
        ms[there] = _ms(roads.cm[there], kmh)
    return np.maximum(1, ms)


def leg_ms(cm: int, mode: Mode) -> int:
    """Give whole milliseconds of the way from a place to its node: ⌈cm · 36 / access_kmh⌉."""
    return int(legs_ms(np.array([cm], dtype=np.int64), mode)[0])


def legs_ms(cm: Ints, mode: Mode) -> Ints:
    """Give the same of many places."""
    return _ms(cm, mode.access_kmh)


def great_circle_cm(lon: float | Floats, lat: float | Floats, lons: Floats, lats: Floats) -> Ints:
    """Give haversine distances, rounded half-even to whole centimetres."""
    phi, phis = np.radians(lat), np.radians(lats)
    half = np.sin((phis - phi) / 2) ** 2 + np.cos(phi) * np.cos(phis) * np.sin(np.radians(lons - lon) / 2) ** 2
    cm: Ints = np.rint(2 * EARTH_CM * np.arcsin(np.sqrt(half))).astype(np.int64)
    return cm


def snap(roads: Roads, nodes: Ints, places: Sequence[tuple[float, float]]) -> list[tuple[int, int] | None]:
    """Join each place (lon, lat) to its nearest node: (node, centimetres), None where it is too far."""
    if not places:
        return []
    tree = cKDTree(_on_sphere(roads.lon[nodes], roads.lat[nodes]))
    here = np.array(places, dtype=np.float64)
    points = _on_sphere(here[:, 0], here[:, 1])
    nearest, _ = tree.query(points)
    near = tree.query_ball_point(points, nearest + SLACK_CM)
    place = np.repeat(np.arange(len(near)), [len(candidates) for candidates in near])
    among = nodes[np.concatenate([np.array(candidates, dtype=np.int64) for candidates in near])]
    cm = great_circle_cm(here[place, 0], here[place, 1], roads.lon[among], roads.lat[among])
    order = np.lexsort((among, cm, place))
    best = order[np.flatnonzero(np.diff(place[order], prepend=-1))]
    joined = zip(among[best].tolist(), cm[best].tolist(), strict=True)
    return [(node, far) if far <= FARTHEST_CM else None for node, far in joined]


def shortest(roads: Roads, usable: Mask, ms: Ints) -> csr_array:
    """Give the network turned round, one link per pair of nodes with the fewest milliseconds."""
    count = len(roads.lon)
    start, end, cost = roads.start[usable], roads.end[usable], ms[usable]
    order = np.lexsort((cost, start, end))
    start, end, cost = start[order], end[order], cost[order]
    first = np.ones(len(cost), dtype=np.bool_)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    kept = first & (start != end)
    return csr_array((cost[kept].astype(np.float64), (end[kept], start[kept])), shape=(count, count))


def _ms(cm: Ints, kmh: Fraction) -> Ints:
    """Give ⌈cm · 36 / kmh⌉ in integers."""
    numerator = cm * (36 * kmh.denominator)
    return -((-numerator) // kmh.numerator)


def _on_sphere(lon: Floats, lat: Floats) -> Floats:
    """Give points in space [cm], where the straight distance orders as the great circle does."""
    lam, phi = np.radians(lon), np.radians(lat)
    return EARTH_CM * np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


def _index(osmid: Ints, wanted: Sequence[object], path: Path) -> Ints:
    """Give the index of each osmid."""
    ids = np.array(wanted, dtype=np.int64)
    found = np.searchsorted(osmid, ids)
    if len(ids) and not (len(osmid) and np.array_equal(osmid[np.minimum(found, len(osmid) - 1)], ids)):
        raise UnreadableError(f"{path.name}: an edge ends at a node that is not there")
    return found.astype(np.int64)
