"""The land under a map: roads, outlines of areas and a flat picture of longitudes and latitudes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyogrio
import shapely

from netplan.tables import Floats, Ints

Name: TypeAlias = tuple[int, int, str]
"""Where the middle of a text stands [units], and the text."""
Points: TypeAlias = tuple[Floats, Floats]
"""Longitudes and latitudes [degrees]."""

WIDTH = 2400
"""Width of every map; the unit is about 20 m in a county and 1 m in a town."""
TALLEST, FLATTEST = 1.2, 0.5
"""Height of a map as a share of its width."""
MARGIN = 0.05
"""Air around the outermost point, as a share of the extent."""
TOLERANCE = 1.5
"""Bends smaller than this are left out of roads and outlines [units]."""
MAJOR = ("motorway", "trunk", "primary")
MIDDLE = ("secondary", "tertiary")
MARK, LETTER = 75, 15
"""Room that a mark takes to each side of its middle, and half the width of a letter of a name [units]."""
MOST_NAMES = 40
"""More area names than this would cover the map."""


@dataclass(frozen=True)
class Frame:
    """Which part of the land a map shows, and how it is drawn flat."""

    west: float
    south: float
    east: float
    north: float
    height: int

    @classmethod
    def around(cls, lon: Floats, lat: Floats) -> "Frame":
        """Return the frame that shows all points, with some air and neither too tall nor too flat."""
        if not len(lon):
            lon, lat = np.array([0.0]), np.array([0.0])
        squeeze = cos(radians(float(lat.mean())))
        x, y = (float(lon.min() + lon.max()) / 2, float(lat.min() + lat.max()) / 2)
        wide = max(float(np.ptp(lon)) * squeeze, float(np.ptp(lat)) / TALLEST, 0.002) * (1 + 2 * MARGIN)
        tall = max(min(float(np.ptp(lat)) * (1 + 2 * MARGIN), wide * TALLEST), wide * FLATTEST)
        half = wide / squeeze / 2
        return cls(x - half, y - tall / 2, x + half, y + tall / 2, round(WIDTH * tall / wide))

    def place(self, lon: Floats, lat: Floats) -> Ints:
        """Return points on the map, shape (points, 2) [units], y downwards."""
        x = (lon - self.west) / (self.east - self.west) * WIDTH
        y = (self.north - lat) / (self.north - self.south) * self.height
        return np.column_stack([x, y]).round().astype(np.int64)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north [degrees]."""
        return (self.west, self.south, self.east, self.north)


@dataclass(frozen=True)
class Land:
    """What lies under the cells: drawn once and used by every map."""

    frame: Frame
    major: str
    """Path of the great roads."""
    middle: str
    minor: str
    outlines: str
    names: tuple[Name, ...]
    """Where the name of an area stands."""
    area_names: dict[str, str]
    """By area id."""


def land(folder: Path, cells: Points, sites: Points) -> Land:
    """Read the roads and areas of a region around its cells and sites [degrees]."""
    frame = Frame.around(np.concatenate([cells[0], sites[0]]), np.concatenate([cells[1], sites[1]]))
    major, middle, minor = _roads(folder / "roads.gpkg", frame)
    areas, shapes = _areas(folder / "areas.gpkg")
    names = _names({area: shapes[area] for area in areas} if len(areas) <= MOST_NAMES else {}, areas, frame)
    names = beside(names, frame.place(*sites))
    rings = shapely.boundary(np.array(list(shapes.values()), dtype=object))
    return Land(frame, major, middle, minor, _path(rings, frame), names, areas)


def _roads(file: Path, frame: Frame) -> tuple[str, str, str]:
    if not file.is_file():
        return "", "", ""
    roads = pyogrio.read_dataframe(file, layer="edges", columns=["highway"], bbox=frame.box)
    lines = roads.geometry.to_numpy()
    kinds = (
        [_kind(text) for text in roads["highway"].fillna("").astype(str)] if "highway" in roads else [2] * len(lines)
    )
    paths = [_path(lines[np.array(kinds) == kind], frame) if len(lines) else "" for kind in range(3)]
    return paths[0], paths[1], paths[2]


def _kind(highway: str) -> int:
    """Return 0, 1 or 2 for great, middle and small roads; lists and links count as what they hold."""
    if any(word in highway for word in MAJOR):
        return 0
    return 1 if any(word in highway for word in MIDDLE) else 2


def _areas(file: Path) -> tuple[dict[str, str], dict[str, Any]]:
    if not file.is_file():
        return {}, {}
    read = pyogrio.read_dataframe(file, layer="areas")
    ids = read["area"].astype(str).tolist()
    names = read["name"].fillna("").astype(str).tolist() if "name" in read else [""] * len(ids)
    named = {area: name or area for area, name in zip(ids, names, strict=True)}
    return named, dict(zip(ids, read.geometry.to_numpy(), strict=True))


def _names(shapes: dict[str, Any], named: dict[str, str], frame: Frame) -> tuple[Name, ...]:
    if not shapes:
        return ()
    points = shapely.point_on_surface(np.array(list(shapes.values()), dtype=object))
    placed = frame.place(shapely.get_x(points), shapely.get_y(points)).tolist()
    found = [(x, y, named[area]) for (x, y), area in zip(placed, shapes, strict=True)]
    return tuple(name for name in found if 0 <= name[0] <= WIDTH and 0 <= name[1] <= frame.height)


def beside(names: Sequence[Name], marks: Ints) -> tuple[Name, ...]:
    """Move each name up or down, as little as will do, until no mark and no earlier name covers it.

    A name that is covered wherever it could go stays where it is.
    """
    taken: list[tuple[int, int, int]] = [(x, y, MARK) for x, y in marks.tolist()]
    moved: list[Name] = []
    for x, y, name in names:
        half = LETTER * len(name) // 2
        ways = (y + way for step in range(0, 4 * MARK, MARK // 5) for way in (step, -step))
        free = (at for at in ways if not any(abs(x - u) < half + w and abs(at - v) < MARK for u, v, w in taken))
        at = next(free, y)
        taken.append((x, at, half))
        moved.append((x, at, name))
    return tuple(moved)


def _path(lines: Any, frame: Frame) -> str:  # noqa: ANN401  shapely's arrays of shapes have no type of their own
    """Write lines as one SVG path: both directions of a road once, in whole units, relative."""
    if not len(lines):
        return ""
    flat = shapely.transform(lines, lambda xy: frame.place(xy[:, 0], xy[:, 1]).astype(float))
    flat = shapely.clip_by_rect(flat, 0, 0, WIDTH, frame.height)
    known = np.unique(shapely.to_wkb(shapely.normalize(shapely.get_parts(flat))))
    merged = shapely.line_merge(shapely.union_all(shapely.from_wkb(known)))
    parts = shapely.get_parts(shapely.simplify(merged, TOLERANCE, preserve_topology=False))
    return "".join(_drawn(shapely.get_coordinates(part)) for part in parts)


def _drawn(points: Sequence[Any]) -> str:
    xy = np.asarray(points).round().astype(np.int64)
    moves = np.diff(xy, axis=0)
    moves = moves[moves.any(axis=1)]
    if not len(moves):
        return ""
    steps = " ".join(f"{x} {y}" for x, y in moves.tolist()).replace(" -", "-")
    return f"M{xy[0, 0]} {xy[0, 1]}l{steps}"
