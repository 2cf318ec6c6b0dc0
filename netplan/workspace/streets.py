"""Make a road graph of OpenStreetMap's ways: split at junctions, both directions rows of their own."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from netplan.inputs.extract import Extract, Way
from netplan.travel import great_circle_cm
from netplan.workspace.way_tags import MODES, Use, use

Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Streets:
    """Nodes and edges as columns in osmnx's convention, and what could not be used."""

    nodes: Columns
    """osmid, x, y and geometry."""
    edges: Columns
    """u, v, key, osmid, name, highway, oneway, length [m], walk, bike, drive and geometry."""
    cut_ways: int
    """Ways that the extract holds only in part."""
    missing_nodes: int
    """Nodes of ways that the extract does not hold."""


@dataclass(frozen=True)
class _Piece:
    """A way between two junctions."""

    way: Way
    use: Use
    nodes: tuple[int, ...]


def streets(extract: Extract) -> Streets:
    """Make the road graph of an extract; only ways that some mode may use count.

    Where the extract was cut, a way ends at its last known node.
    """
    usable = [(way, found) for way in extract.ways if (found := use(way.tags)).along or found.against]
    runs = [(way, found, run) for way, found in usable for run in _known_runs(way, extract)]
    visits = Counter(node for _, _, run in runs for node in run)
    pieces = [
        _Piece(way, found, piece)
        for way, found, run in runs
        for part in _split(run, visits)
        for piece in _without_loop(part)
    ]
    missing = {node for way, _ in usable for node in way.nodes if node not in extract.place_by_node}
    cut = sum(not missing.isdisjoint(way.nodes) for way, _ in usable)
    return Streets(_nodes(pieces, extract), _edges(pieces, extract), cut, len(missing))


def _known_runs(way: Way, extract: Extract) -> Iterator[tuple[int, ...]]:
    """Cut a way where the extract does not hold its nodes; a node named twice in a row counts once."""
    run: list[int] = []
    for node in (*way.nodes, None):
        if node is not None and node in extract.place_by_node:
            if not run or run[-1] != node:
                run.append(node)
            continue
        if len(run) > 1:
            yield tuple(run)
        run = []


def _split(run: tuple[int, ...], visits: Counter[int]) -> Iterator[tuple[int, ...]]:
    start = 0
    for place in range(1, len(run)):
        if place == len(run) - 1 or visits[run[place]] > 1:
            yield run[start : place + 1]
            start = place


def _without_loop(piece: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Break a street that comes back to its own beginning: the houses on it need a node nearby."""
    if piece[0] == piece[-1] and len(piece) > 2:  # noqa: PLR2004  a loop has a node between
        middle = len(piece) // 2
        yield piece[: middle + 1]
        yield piece[middle:]
    elif piece[0] != piece[-1]:
        yield piece


def _nodes(pieces: list[_Piece], extract: Extract) -> Columns:
    osmid = np.array(sorted({end for piece in pieces for end in (piece.nodes[0], piece.nodes[-1])}), dtype=np.int64)
    places = np.array([extract.place_by_node[node] for node in osmid.tolist()], dtype=np.float64).reshape(-1, 2)
    return {"osmid": osmid, "x": places[:, 0], "y": places[:, 1], "geometry": shapely.points(places)}


def _edges(pieces: list[_Piece], extract: Extract) -> Columns:
    lines = [np.array([extract.place_by_node[node] for node in piece.nodes]) for piece in pieces]
    length = _metres(lines)
    rows = []
    for index, piece in enumerate(pieces):
        is_oneway = ("drive" in piece.use.along) != ("drive" in piece.use.against)
        for modes, step in ((piece.use.along, 1), (piece.use.against, -1)):
            if modes:
                u, v = piece.nodes[::step][0], piece.nodes[::step][-1]
                flags = tuple(int(mode in modes) for mode in MODES)
                rows.append((u, v, piece.way.osmid, index, step, int(is_oneway), *flags))
    rows.sort(key=lambda row: row[:5])
    table = np.array(rows, dtype=np.int64).reshape(-1, 9)
    of_piece = [pieces[index] for index in table[:, 3].tolist()]
    return {
        "u": table[:, 0],
        "v": table[:, 1],
        "key": _keys(table[:, 0], table[:, 1]),
        "osmid": table[:, 2],
        "name": np.array([_name(piece.way) for piece in of_piece], dtype=object),
        "highway": np.array([piece.way.tags["highway"] for piece in of_piece], dtype=object),
        "oneway": table[:, 5],
        "length": length[table[:, 3]],
        **{mode: table[:, 6 + place] for place, mode in enumerate(MODES)},
        "geometry": _geometry(lines, table[:, 3], table[:, 4]),
    }


def _metres(lines: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Measure lines in metres to the centimetre, at least one centimetre, as (lines,)."""
    if not lines:
        return np.zeros(0)
    places = np.vstack(lines)
    cm = great_circle_cm(places[:-1, 0], places[:-1, 1], places[1:, 0], places[1:, 1])
    ends = np.cumsum([len(line) for line in lines])
    cm[ends[:-1] - 1] = 0
    total = np.add.reduceat(cm, np.concatenate([[0], ends[:-1]]))
    metres: NDArray[np.float64] = np.maximum(total, 1) / 100
    return metres


def _geometry(
    lines: list[NDArray[np.float64]], piece: NDArray[np.int64], step: NDArray[np.int64]
) -> NDArray[np.object_]:
    shapes = np.empty(len(piece), dtype=object)
    shapes[:] = [shapely.LineString(lines[index][::way]) for index, way in zip(piece.tolist(), step, strict=True)]
    return shapes


def _keys(u: NDArray[np.int64], v: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the edges between the same two nodes, which stand next to each other, from 0."""
    keys = np.zeros(len(u), dtype=np.int64)
    for index in range(1, len(u)):
        if u[index] == u[index - 1] and v[index] == v[index - 1]:
            keys[index] = keys[index - 1] + 1
    return keys


def _name(way: Way) -> str:
    return way.tags.get("name") or way.tags.get("ref", "")
