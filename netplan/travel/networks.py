"""The road graph as a networkx graph, for people who want to look at it, change it or draw it."""

from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Columns = Mapping[str, NDArray[Any]]

CRS = "epsg:4326"
NODE_COLUMNS = ("osmid", "x", "y")
EDGE_COLUMNS = ("u", "v", "key", "osmid", "name", "highway", "oneway", "length", "walk", "bike", "drive", "geometry")
_NAMING = ("u", "v", "key")
_FALLBACK: Mapping[str, Any] = {"osmid": 0, "name": "", "highway": "", "oneway": 0, "walk": 1, "bike": 1, "drive": 1}


def to_networkx(nodes: Columns, edges: Columns) -> "nx.MultiDiGraph[int]":
    """Build the graph in osmnx's convention: nodes with x, y; edges with length [m], highway, walk, bike, drive."""
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs=CRS)
    for osmid, x, y in zip(*(nodes[name] for name in NODE_COLUMNS), strict=True):
        graph.add_node(int(osmid), x=float(x), y=float(y))
    names = [name for name in edges if name not in _NAMING]
    values = [edges[name].tolist() for name in names]
    keys = edges["key"] if "key" in edges else np.full(len(edges["u"]), None)
    for index, (u, v, key) in enumerate(zip(edges["u"], edges["v"], keys, strict=True)):
        attributes = {name: column[index] for name, column in zip(names, values, strict=True)}
        graph.add_edge(int(u), int(v), key=None if key is None else int(key), **attributes)
    return graph


def of_networkx(graph: "nx.MultiDiGraph[int]") -> tuple[dict[str, NDArray[Any]], dict[str, NDArray[Any]]]:
    """Take the columns of nodes and edges from a graph; what an edge does not say is filled in.

    An edge without walk, bike and drive serves every mode. Where osmnx merged several streets into one edge,
    the first name and class count.
    """
    rows = [(osmid, data["x"], data["y"]) for osmid, data in graph.nodes(data=True)]
    nodes = {name: np.array([row[place] for row in rows]) for place, name in enumerate(NODE_COLUMNS)}
    edges: dict[str, NDArray[Any]] = {name: np.zeros(graph.number_of_edges(), dtype=object) for name in EDGE_COLUMNS}
    for index, (u, v, key, data) in enumerate(graph.edges(keys=True, data=True)):
        row = {**_FALLBACK, "geometry": None, **data, "u": u, "v": v, "key": key}
        for name in EDGE_COLUMNS:
            value = row[name]
            edges[name][index] = value[0] if isinstance(value, list) else value
    for name in ("u", "v", "key", "osmid", "oneway", "walk", "bike", "drive"):
        edges[name] = edges[name].astype(np.int64)
    edges["length"] = edges["length"].astype(np.float64)
    return nodes, edges
