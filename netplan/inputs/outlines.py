"""Read the outlines of planning areas from a GeoPackage, without a library of maps."""

import sqlite3
import struct
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from netplan.inputs.texts import same

Rings: TypeAlias = tuple[NDArray[np.float64], ...]
"""Closed lines of (lon, lat) [degrees], each as (points, 2); a hole is a ring like any other."""
_ENVELOPE = (0, 32, 48, 48, 64)
"""Bytes of the box before a geometry, by its kind."""
_POLYGON, _MULTIPOLYGON = 3, 6
_PLAIN, _PER_DIMENSION = 1000, (2, 3, 3, 4)
"""A geometry type is its plain number plus 1000 for heights, 2000 for measures, 3000 for both."""


def read_outlines(path: Path, layer: str = "areas") -> Mapping[str, Rings]:
    """Return the rings of each area by its id; an area whose geometry is no polygon has none.

    Nothing is noted here: a file that cannot be read is told of by whoever reads its columns.

    Source: OGC 12-128r18, GeoPackage binary and well-known binary.
    """
    found: dict[str, Rings] = {}
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            for area, blob in _rows(connection, layer):
                found[area] = (*found.get(area, ()), *rings(blob))
    except sqlite3.Error:
        return {}
    return found


def rings(blob: bytes) -> Rings:
    """Return the rings of one geometry as GeoPackage keeps it; none where it is no polygon or is cut off."""
    try:
        if blob[:2] != b"GP":
            return ()
        start = 8 + _ENVELOPE[blob[3] >> 1 & 0b111]
        return tuple(_polygons(blob, start))
    except (struct.error, IndexError, ValueError):
        return ()


def _rows(connection: sqlite3.Connection, layer: str) -> Iterator[tuple[str, bytes]]:
    named = connection.execute("SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (layer,))
    column = named.fetchone()
    there = {row[1] for row in connection.execute("SELECT * FROM pragma_table_info(?)", (layer,))}
    if column is None or not {column[0], "area"} <= there:
        return
    # The layer is a constant of netplan; the column is one that the file itself lists.
    geometry = str(column[0]).replace('"', '""')
    for area, blob in connection.execute(f'SELECT "area", "{geometry}" FROM "{layer}"'):  # noqa: S608
        if area is not None and isinstance(blob, bytes):
            yield same(str(area)), blob


def _polygons(blob: bytes, start: int) -> Iterator[NDArray[np.float64]]:
    """Yield the rings of a polygon, or of every polygon of a multipolygon."""
    todo, at = 1, start
    while todo:
        todo -= 1
        order = "<" if blob[at] else ">"
        kind, count = struct.unpack_from(f"{order}II", blob, at + 1)
        at += 9
        if kind % _PLAIN == _MULTIPOLYGON:
            todo += count
            continue
        if kind % _PLAIN != _POLYGON:
            return
        width = _PER_DIMENSION[kind // _PLAIN]
        for _ in range(count):
            (points,) = struct.unpack_from(f"{order}I", blob, at)
            flat = np.frombuffer(blob, f"{order}f8", points * width, at + 4)
            yield flat.reshape(points, width)[:, :2].astype(np.float64)
            at += 4 + 8 * points * width
