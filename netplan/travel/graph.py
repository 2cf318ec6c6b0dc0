"""The roads of a region as frozen arrays, and how fast a mode of travel uses them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from netplan.errors import Fault, InputError

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ROAD_COLUMNS = ("walk", "bike", "drive")
EAST_MOST, NORTH_MOST = 180, 90
"""Largest longitude and latitude [degrees]."""
_LARGEST = 2**62


@dataclass(frozen=True)
class Points:
    """Places on the map that travel starts or ends at: cells or sites."""

    ids: tuple[str, ...]
    lon: Floats
    """Longitude as (points,) [degrees east, WGS 84]."""
    lat: Floats
    """Latitude as (points,) [degrees north, WGS 84]."""


@dataclass(frozen=True)
class TravelMode:
    """One way of getting about: which roads it may use, and how fast it is on them."""

    name: str
    roads: str
    """`walk`, `bike` or `drive`: the column of the edges that says where it may go."""
    speed: Fraction
    """Speed on an edge [km/h]."""
    access_speed: Fraction
    """Speed between a point and its nearest road node [km/h]."""
    wait: int = 0
    """Seconds added once to every way, e.g. for the bus."""
    speed_by_highway: Mapping[str, Fraction] = field(default_factory=dict)
    """Speed on edges whose `highway` has this value [km/h], in place of `speed`."""


@dataclass(frozen=True)
class Roads:
    """A directed road graph; both directions of a street are edges of their own."""

    osmid: Ints
    """Name of each node as (nodes,)."""
    lon: Floats
    lat: Floats
    u: Ints
    """Index of the node where an edge begins as (edges,)."""
    v: Ints
    """Index of the node where it ends as (edges,)."""
    length_cm: Ints
    """Length of each edge as (edges,) [cm]."""
    walk: Flags
    bike: Flags
    drive: Flags
    highway: NDArray[np.object_]
    """OpenStreetMap's class of each edge as (edges,)."""

    @classmethod
    def of_columns(
        cls, nodes: Mapping[str, NDArray[Any]], edges: Mapping[str, NDArray[Any]], file: str = "roads.gpkg"
    ) -> "Roads":
        """Build the graph from the columns of `roads.gpkg`, refusing edges that cannot be.

        `nodes` holds osmid, x, y; `edges` holds u, v, length [m], and optionally highway, walk, bike, drive.
        An edge without walk, bike and drive serves every mode.
        Raises InputError naming every unknown node, doubled node and impossible length.
        """
        osmid = np.asarray(nodes["osmid"]).astype(np.int64)
        lon, lat = _floats(nodes["x"]), _floats(nodes["y"])
        length = _floats(edges["length"])
        start, u = _positions(osmid, np.asarray(edges["u"]).astype(np.int64))
        end, v = _positions(osmid, np.asarray(edges["v"]).astype(np.int64))
        faults = [
            *_node_faults(file, osmid, lon, lat),
            *_edge_faults(file, edges, start, end, length),
        ]
        if faults:
            raise InputError(faults)
        walk, bike, drive = (_flag(edges, column, len(u)) for column in ROAD_COLUMNS)
        highway = np.asarray(edges.get("highway", np.full(len(u), "")), dtype=object)
        length_cm = np.rint(length * 100).astype(np.int64)
        return cls(osmid, lon, lat, u, v, length_cm, walk, bike, drive, highway)

    def usable(self, column: str) -> Flags:
        """Say which edges the modes on `column` (walk, bike or drive) may use, as (edges,)."""
        return {"walk": self.walk, "bike": self.bike, "drive": self.drive}[column]


def milliseconds(cm: Ints, kmh: Fraction) -> Ints:
    """Count the whole milliseconds that `cm` centimetres take at `kmh`, rounded up.

    ms = ⌈cm · 36 / kmh⌉        [cm] · 36 / [km/h] = [ms]
    """
    factor = Fraction(36) / kmh
    top, bottom = factor.numerator, factor.denominator
    if len(cm) and int(cm.max()) * top >= _LARGEST:
        exact = [-(-int(length) * top // bottom) for length in cm]
        return np.array(exact, dtype=np.int64)
    return -(-cm * top // bottom)


def edge_milliseconds(roads: Roads, mode: TravelMode) -> Ints:
    """Count the milliseconds each edge takes by a mode, at least 1, as (edges,)."""
    result = milliseconds(roads.length_cm, mode.speed)
    for highway, speed in mode.speed_by_highway.items():
        chosen = roads.highway == highway
        result[chosen] = milliseconds(roads.length_cm[chosen], speed)
    return np.maximum(result, 1)


def main_component(roads: Roads, column: str) -> Ints:
    """Find the nodes among which a mode can go from everywhere to everywhere, as ascending indices.

    It is the largest strongly connected component of the mode's edges; of two as large, the one that
    holds the smallest osmid.
    """
    usable = roads.usable(column)
    nodes = touched(roads, column)
    if not len(nodes):
        return nodes
    size = len(roads.osmid)
    graph = csr_matrix((np.ones(np.count_nonzero(usable)), (roads.u[usable], roads.v[usable])), shape=(size, size))
    _, label = connected_components(graph, directed=True, connection="strong")
    members = np.bincount(label[nodes])
    candidates = nodes[members[label[nodes]] == members.max()]
    first = candidates[np.argmin(roads.osmid[candidates])]
    main: Ints = nodes[label[nodes] == label[first]]
    return main


def touched(roads: Roads, column: str) -> Ints:
    """Find the nodes at which an edge begins or ends that a mode may use, as ascending indices."""
    usable = roads.usable(column)
    found = np.zeros(len(roads.osmid), dtype=bool)
    found[roads.u[usable]] = found[roads.v[usable]] = True
    return np.flatnonzero(found)


def _floats(column: NDArray[Any]) -> Floats:
    return np.asarray(column).astype(np.float64)


def _positions(osmid: Ints, wanted: Ints) -> tuple[Flags, Ints]:
    """Look the nodes up: whether each exists, and its index (0 where it does not)."""
    order = np.argsort(osmid, kind="stable")
    place = np.searchsorted(osmid[order], wanted)
    place = np.minimum(place, max(len(osmid) - 1, 0))
    if not len(osmid):
        return np.zeros(len(wanted), dtype=bool), np.zeros(len(wanted), dtype=np.int64)
    found = order[place]
    known = osmid[found] == wanted
    return known, np.where(known, found, 0).astype(np.int64)


def _flag(edges: Mapping[str, NDArray[Any]], column: str, size: int) -> Flags:
    if column not in edges:
        return np.ones(size, dtype=bool)
    usable: Flags = np.asarray(edges[column]).astype(np.float64) == 1
    return usable


def _node_faults(file: str, osmid: Ints, lon: Floats, lat: Floats) -> list[Fault]:
    names, first, count = np.unique(osmid, return_index=True, return_counts=True)
    twice = [
        Fault(
            file, int(index) + 1, "osmid", str(name), "two nodes of this name",
            "Give every node of layer nodes its own osmid.", "NP-I015",
        )
        for name, index in zip(names[count > 1], first[count > 1], strict=True)
    ]  # fmt: skip
    on_earth = (np.abs(lon) <= EAST_MOST) & (np.abs(lat) <= NORTH_MOST)
    astray = [
        Fault(
            file, int(index) + 1, "x, y", f"{lon[index]}, {lat[index]}",
            f"node {osmid[index]} has no place on the earth",
            "Save the layer in EPSG:4326: x is the longitude, y the latitude, in degrees.", "NP-I034",
        )
        for index in np.flatnonzero(~on_earth)
    ]  # fmt: skip
    return twice + astray


def _edge_faults(file: str, edges: Mapping[str, NDArray[Any]], start: Flags, end: Flags, length: Floats) -> list[Fault]:
    lost = [
        Fault(
            file, int(index) + 1, column, str(edges[column][index]),
            "the edge names a node that layer nodes does not hold", "Add the node or remove the edge.", "NP-I040",
        )
        for column, known in (("u", start), ("v", end))
        for index in np.flatnonzero(~known)
    ]  # fmt: skip
    without_length = [
        Fault(
            file, int(index) + 1, "length", str(length[index]),
            f"edge {edges['u'][index]} → {edges['v'][index]} has no length above zero",
            "Write the length of the edge in metres, or remove the edge.", "NP-I041",
        )
        for index in np.flatnonzero(~((length > 0) & np.isfinite(length)))
    ]  # fmt: skip
    return lost + without_length
