"""The roads of a region as a graph that people may look at, change, draw and save back."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from netplan.inputs.layers import Layer, read_layer, write_layers
from netplan.travel import Roads
from netplan.travel.networks import EDGE_COLUMNS, NODE_COLUMNS, of_networkx, to_networkx
from netplan.workspace.folders import DATA, workspace_of

if TYPE_CHECKING:
    import networkx as nx

FILE = "roads.gpkg"
Columns = Mapping[str, NDArray[Any]]


def roads(region: str | Path) -> "nx.MultiDiGraph[int]":
    """Read the roads of a region as a networkx MultiDiGraph in osmnx's convention.

    `region` is the folder (`data/musterkreis`) or the name of a region in the workspace. Nodes have x and y;
    edges have geometry, length [m], highway, oneway, name, walk, bike and drive; the graph has crs.
    osmnx draws and edits it; `save_roads` writes it back.
    """
    file = _folder(region) / FILE
    return to_networkx(read_layer(file, "nodes"), read_layer(file, "edges"))


def save_roads(graph: "nx.MultiDiGraph[int]", region: str | Path) -> Path:
    """Save a graph as the roads of a region, and return the file.

    An edge without geometry becomes a straight line; one without walk, bike and drive serves every mode.
    Raises InputError for edges without length and nodes without place; the old file then stays.
    """
    nodes, edges = of_networkx(graph)
    file = _folder(region) / FILE
    Roads.of_columns(nodes, edges, str(file))
    write_roads(file, nodes, edges)
    return file


def write_roads(file: Path, nodes: Columns, edges: Columns) -> None:
    """Write roads.gpkg: layer nodes of points, layer edges of lines."""
    points = shapely.points(np.column_stack([nodes["x"], nodes["y"]]).astype(np.float64))
    columns = {name: edges[name] for name in EDGE_COLUMNS if name != "geometry"}
    write_layers(
        file,
        [
            Layer("nodes", "Point", points, {name: nodes[name] for name in NODE_COLUMNS}),
            Layer("edges", "LineString", _lines(nodes, edges), columns),
        ],
    )


def _lines(nodes: Columns, edges: Columns) -> NDArray[np.object_]:
    """Take the lines of the edges, a straight one where an edge has none."""
    place = dict(zip(nodes["osmid"].tolist(), zip(nodes["x"], nodes["y"], strict=True), strict=True))
    lines = np.empty(len(edges["u"]), dtype=object)
    for index, (u, v, line) in enumerate(zip(edges["u"], edges["v"], edges["geometry"], strict=True)):
        lines[index] = line if line is not None else shapely.LineString([place[int(u)], place[int(v)]])
    return lines


def _folder(region: str | Path) -> Path:
    path = Path(region)
    return path if path.is_dir() else workspace_of() / DATA / path
