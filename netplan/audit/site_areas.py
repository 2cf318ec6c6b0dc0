"""The planning area of each site, as the auditor finds it: its own column, the outline around it, the nearest cell."""

import struct
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from netplan.audit.quantities import UnreadableError
from netplan.audit.reading import RawRegion, Row, read_layer, same
from netplan.audit.roads import great_circle_cm

Point: TypeAlias = tuple[float, float]
Side: TypeAlias = tuple[Point, Point]
"""Two neighbouring points of an outline."""

BOX_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Length of the box that a GeoPackage may write before a shape."""

POLYGON, MANY = 3, 6
"""Kinds of shapes, without the thousands that say which further numbers a point has."""


def read_site_areas(region: RawRegion) -> dict[str, str]:
    """Give the area of each site of the region."""
    cells = sorted(region.rows("cells"), key=lambda row: row["cell"])
    outlines = read_outlines(region)
    return {row["site"]: row.get("area") or area_at(point(region, row), outlines, cells, region)
            for row in region.rows("sites")}  # fmt: skip


def area_at(at: Point, outlines: Mapping[str, list[Side]], cells: list[Row], region: RawRegion) -> str:
    """Give the area whose outline is around a point, the first by its id; without one that of the nearest cell."""
    for area in sorted(outlines):
        if is_inside(at, outlines[area]):
            return area
    if not cells:
        return ""
    points = [point(region, row) for row in cells]
    far = great_circle_cm(*at, np.array([lon for lon, _ in points]), np.array([lat for _, lat in points]))
    return cells[int(far.argmin())]["area"]


def is_inside(at: Point, sides: list[Side]) -> bool:
    """Whether a line from the point to the east meets the outline an odd number of times."""
    lon, lat = at
    met = False
    for (x, y), (x2, y2) in sides:
        if (y > lat) != (y2 > lat) and lon < (x2 - x) * (lat - y) / (y2 - y) + x:
            met = not met
    return met


def read_outlines(region: RawRegion) -> dict[str, list[Side]]:
    """Read the sides of each area of areas.gpkg, if the region has one."""
    path = f"data/{region.name}/areas.gpkg"
    if not region.workspace.has(path):
        return {}
    file = region.workspace.file(path)
    try:
        named = read_layer(file, "gpkg_geometry_columns", ("table_name", "column_name"))
    except UnreadableError:
        return {}
    columns = [str(c) for t, c in zip(named["table_name"], named["column_name"], strict=True) if t == "areas"]
    if not columns:
        return {}
    layer = read_layer(file, "areas", ("area", columns[0]))
    found: dict[str, list[Side]] = {}
    for area, shape in zip(layer.get("area", []), layer.get(columns[0], []), strict=False):
        if isinstance(shape, bytes):
            found.setdefault(same(str(area)), []).extend(sides_of(shape))
    return found


def sides_of(shape: bytes) -> list[Side]:
    """Give the sides of all rings of a polygon or of many; none of anything else."""
    try:
        if shape[:2] != b"GP":
            return []
        box = BOX_BYTES[(shape[3] // 2) % 8]
        return [side for ring in _Shape(shape, 8 + box).rings() for side in pairwise(ring)]
    except (struct.error, IndexError, KeyError):
        return []


def point(region: RawRegion, row: Row) -> Point:
    """Give where a row of cells or sites lies."""
    return region.degrees(row, "lon"), region.degrees(row, "lat")


class _Shape:
    """Well-known binary, read from front to back."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at, self.order = data, at, "<"

    def rings(self) -> Iterator[list[Point]]:
        self.order = "<" if self.data[self.at] == 1 else ">"
        self.at += 1
        thousands, kind = divmod(self.number(), 1000)
        count = self.number()
        for _ in range(count):
            if kind == MANY:
                yield from self.rings()
            elif kind == POLYGON:
                yield [self.point(2 + (thousands > 0) + (thousands > 2)) for _ in range(self.number())]  # noqa: PLR2004  3: heights and measures

    def number(self) -> int:
        (value,) = struct.unpack_from(f"{self.order}I", self.data, self.at)
        self.at += 4
        return int(value)

    def point(self, numbers: int) -> Point:
        lon, lat, *_ = struct.unpack_from(f"{self.order}{numbers}d", self.data, self.at)
        self.at += 8 * numbers
        return lon, lat
