"""An invented county as the files of a region, always the same bytes."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from benchmarks.county.geopackage import Layer, write_geopackage
from benchmarks.county.land import Land, to_degrees
from benchmarks.county.names import STREETS
from benchmarks.county.people import AGE_GROUPS
from benchmarks.county.roads import HIGHWAYS, PRIMARY, RESIDENTIAL, SECONDARY, TERTIARY, TRUNK, Roads

Row: TypeAlias = Sequence[str | int | float | None]
BORDER = 6_600.0
"""How far the county reaches beyond the centres of its outer municipalities [m]."""
FIRST_NODE, FIRST_WAY = 1_000_001, 5_000_001
"""Where the invented OSM ids begin."""
ROAD_LETTERS = {TRUNK: "B", PRIMARY: "B", SECONDARY: "S", TERTIARY: "K"}


def write_table(path: Path, header: str, rows: Iterable[Row]) -> None:
    """Write a CSV file in UTF-8 with the line ends of Unix."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(", "))
        writer.writerows(rows)


def write_people(path: Path, cells: Sequence[str], people: Mapping[int, NDArray[np.int64]]) -> None:
    """Write people.csv year by year, so that large regions need little memory; −1 is no row.

    `people` is by year, (cells, age groups).
    """
    for number, (year, counts) in enumerate(people.items()):
        table = pd.DataFrame(
            {
                "cell": np.repeat(np.array(cells, dtype=object), len(AGE_GROUPS)),
                "age_group": np.tile(np.array(AGE_GROUPS, dtype=object), len(cells)),
                "year": year,
                "people": counts.ravel(),
            }
        )
        table = table[table["people"] >= 0]
        mode = "w" if number == 0 else "a"
        table.to_csv(path, index=False, header=number == 0, mode=mode, lineterminator="\n", encoding="utf-8")


def write_roads(path: Path, roads: Roads) -> None:
    """Write roads.gpkg with osmnx's layers `nodes` and `edges`."""
    west, south = roads.nodes.min(axis=0).tolist()
    east, north = roads.nodes.max(axis=0).tolist()
    extent = (west, south, east, north)
    node_columns = {"osmid": "INTEGER", "x": "REAL", "y": "REAL"}
    edge_columns = {
        **dict.fromkeys(("u", "v", "key", "osmid"), "INTEGER"),
        "name": "TEXT",
        "highway": "TEXT",
        "oneway": "INTEGER",
        "length": "REAL",
        **dict.fromkeys(("walk", "bike", "drive"), "INTEGER"),
    }
    layers = [
        Layer("nodes", "POINT", node_columns, _node_rows(roads), extent),
        Layer("edges", "LINESTRING", edge_columns, _edge_rows(roads), extent),
    ]
    write_geopackage(path, layers)


def write_areas(path: Path, land: Land, names: Sequence[tuple[str, str]], centres: NDArray[np.float64]) -> None:
    """Write areas.gpkg: to each municipality the land that is nearest to its centre, (municipalities, 2) [m]."""
    outline = shapely.simplify(shapely.union_all(shapely.buffer(shapely.points(centres), BORDER)), BORDER / 12)
    nearest = shapely.voronoi_polygons(shapely.MultiPoint(centres), extend_to=outline.envelope, ordered=True)
    pieces = shapely.intersection(shapely.get_parts(nearest), outline)
    largest = [max(shapely.get_parts(piece), key=shapely.area) for piece in pieces]
    degrees = shapely.normalize(shapely.transform(np.array(largest, dtype=object), lambda xy: to_degrees(land, xy)))
    rows = ((shape, *name) for shape, name in zip(shapely.to_wkb(degrees, byte_order=1), names, strict=True))
    columns = {"area": "TEXT", "name": "TEXT"}
    write_geopackage(path, [Layer("areas", "POLYGON", columns, rows, tuple(shapely.total_bounds(degrees).tolist()))])


def _node_rows(roads: Roads) -> Iterator[Sequence[object]]:
    """Give the rows of layer `nodes`."""
    shapes = shapely.to_wkb(shapely.points(roads.nodes), byte_order=1)
    for number, ((lon, lat), shape) in enumerate(zip(roads.nodes.tolist(), shapes, strict=True)):
        yield shape, FIRST_NODE + number, lon, lat


def _edge_rows(roads: Roads) -> Iterator[Sequence[object]]:
    """Give the rows of layer `edges`."""
    ends = np.stack([roads.start, roads.end], axis=1)
    shapes = shapely.to_wkb(shapely.linestrings(roads.nodes[ends]), byte_order=1)
    keys = pd.DataFrame(ends).groupby([0, 1]).cumcount().tolist()
    columns = zip(
        ends.tolist(),
        keys,
        roads.way.tolist(),
        roads.highway.tolist(),
        roads.oneway.tolist(),
        roads.length.tolist(),
        roads.serves.astype(int).tolist(),
        shapes,
        strict=True,
    )
    for (start, end), key, way, highway, oneway, length, serves, shape in columns:
        nodes = (FIRST_NODE + start, FIRST_NODE + end, key, FIRST_WAY + way)
        yield shape, *nodes, _road_name(highway, way), HIGHWAYS[highway], int(oneway), length, *serves


def _road_name(highway: int, way: int) -> str | None:
    """Name a road by the letter of its class, a street by a common name, a path not at all."""
    if highway == RESIDENTIAL:
        return STREETS[way % len(STREETS)]
    letter = ROAD_LETTERS.get(highway)
    return f"{letter} {100 + way % 800}" if letter else None
