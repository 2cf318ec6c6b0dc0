"""Read planning areas from GeoPackage, GeoJSON or TopoJSON."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from netplan.errors import Fault, InputError
from netplan.inputs.texts import same

CRS = "EPSG:4326"
ID_COLUMNS = ("area", "plr_id", "schluessel", "key", "ags", "ars", "gid", "id", "s")
"""Columns whose values may name areas, the likeliest first; upper and lower case are the same."""
NAME_COLUMNS = ("name", "plr_name", "bezeichnung", "bez", "gen", "ortsteil", "stadtteil", "gemeinde", "n")
_EAST_MOST, _NORTH_MOST = 180.0, 90.0


@dataclass(frozen=True)
class Areas:
    """Planning areas as polygons in EPSG:4326."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    shapes: NDArray[np.object_]
    """Shapely MultiPolygons as (areas,)."""


def read_areas(file: Path) -> Areas:
    """Read planning areas; the area's id and name are found by the names of the columns.

    Raises InputError where the file cannot be read, has no polygons, or no column names each area once.
    """
    if not file.is_file():
        raise InputError([_fault(file, "there is no such file", "Check the path.", "NP-I061")])
    properties, shapes = _topology(file) if _is_topojson(file) else _vector(file)
    polygons = [
        index for index, shape in enumerate(shapes) if shape is not None and _kind(shape) and not shape.is_empty
    ]
    if not polygons:
        mend = "Give a GeoPackage, GeoJSON or TopoJSON file with one polygon for every planning area."
        raise InputError([_fault(file, "no polygon in the file", mend, "NP-I056")])
    columns = {name: [same(_text(values[index])) for index in polygons] for name, values in properties.items()}
    ids = _ids(file, columns)
    names = next((columns[name] for name in _ordered(columns, NAME_COLUMNS) if all(columns[name])), ids)
    found = np.empty(len(polygons), dtype=object)
    found[:] = [_whole(shapes[index]) for index in polygons]
    west, south, east, north = shapely.total_bounds(found)
    if not (-_EAST_MOST <= west <= east <= _EAST_MOST and -_NORTH_MOST <= south <= north <= _NORTH_MOST):
        mend = "Save the file in EPSG:4326 (WGS 84), or as GeoPackage, which names its own system."
        raise InputError([_fault(file, "the coordinates are not degrees", mend, "NP-I034")])
    return Areas(tuple(ids), tuple(names), found)


def _kind(shape: Any) -> bool:  # noqa: ANN401  shapely's geometries share no usable type
    return shape.geom_type in {"Polygon", "MultiPolygon"}


def _whole(shape: Any) -> Any:  # noqa: ANN401
    """Mend a polygon that crosses itself, drop its heights, and make a multipolygon of it."""
    flat = shapely.force_2d(shape if shape.is_valid else shapely.make_valid(shape))
    parts = [part for part in shapely.get_parts(flat) if _kind(part)] if not _kind(flat) else [flat]
    return shapely.MultiPolygon([part for shape in parts for part in shapely.get_parts(shape)])


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _ordered(columns: Mapping[str, Sequence[str]], wanted: Sequence[str]) -> Iterator[str]:
    by_fold = {name.casefold(): name for name in reversed(list(columns))}
    yield from (by_fold[name] for name in wanted if name in by_fold)


def _ids(file: Path, columns: Mapping[str, list[str]]) -> list[str]:
    """Take the first likely column, else the first of all, whose values are all there and all different."""
    for name in (*_ordered(columns, ID_COLUMNS), *columns):
        values = columns[name]
        if all(values) and len(set(values)) == len(values):
            return values
    what = f"no column names every area once (columns: {', '.join(columns) or 'none'})"
    raise InputError([_fault(file, what, "Give every polygon its own id in a column called area.", "NP-I062")])


def _vector(file: Path) -> tuple[dict[str, list[object]], list[Any]]:
    """Read what GDAL reads, turned into EPSG:4326."""
    try:
        frame = geopandas.read_file(file)
    except (RuntimeError, ValueError, OSError) as error:  # pyogrio's DataSourceError is a RuntimeError
        mend = "Give a GeoPackage, GeoJSON or TopoJSON file."
        raise InputError([_fault(file, f"cannot be read ({error})", mend, "NP-I056")]) from error
    if "geometry" not in frame.columns:
        raise InputError([_fault(file, "no polygon in the file", "Give a file with polygons.", "NP-I056")])
    if frame.crs is None:
        mend = "Say in the file which coordinate system it is in; save it from QGIS as GeoPackage."
        raise InputError([_fault(file, "the coordinate system is not named", mend, "NP-I034")])
    frame = frame.to_crs(CRS)
    return {str(name): frame[name].tolist() for name in frame.columns if name != "geometry"}, list(frame.geometry)


def _is_topojson(file: Path) -> bool:
    if file.suffix.lower() not in {".topojson", ".json"}:
        return False
    with file.open("rb") as stream:
        return b'"Topology"' in stream.read(4096)


def _topology(file: Path) -> tuple[dict[str, list[object]], list[Any]]:
    """Decode a TopoJSON file: polygons as sequences of shared arcs, arcs perhaps as steps on a grid.

    Source: the TopoJSON format specification, 1.0.
    """
    try:
        topology = json.loads(file.read_text(encoding="utf-8"))
        arcs = [_arc(arc, topology.get("transform")) for arc in topology["arcs"]]
        members = [member for item in topology["objects"].values() for member in _members(item)]
        shapes = [_shape(member, arcs) for member in members]
    except (ValueError, KeyError, TypeError, IndexError) as error:
        mend = "Export the file again, or save it as GeoJSON."
        raise InputError([_fault(file, f"no readable TopoJSON ({error})", mend, "NP-I056")]) from error
    properties = [{"id": member.get("id"), **(member.get("properties") or {})} for member in members]
    names = dict.fromkeys(str(name) for row in properties for name in row)
    return {name: [row.get(name) for row in properties] for name in names}, shapes


def _members(item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if item["type"] == "GeometryCollection":
        for member in item["geometries"]:
            yield from _members(member)
    else:
        yield item


def _arc(arc: Sequence[Sequence[float]], transform: Mapping[str, Any] | None) -> NDArray[np.float64]:
    points = np.array(arc, dtype=np.float64)[:, :2]
    if transform is None:
        return points
    result: NDArray[np.float64] = np.cumsum(points, axis=0) * transform["scale"] + transform["translate"]
    return result


def _shape(member: Mapping[str, Any], arcs: Sequence[NDArray[np.float64]]) -> Any:  # noqa: ANN401
    if member["type"] == "Polygon":
        return _polygon(member["arcs"], arcs)
    if member["type"] == "MultiPolygon":
        return shapely.MultiPolygon([_polygon(rings, arcs) for rings in member["arcs"]])
    return None


def _polygon(rings: Sequence[Sequence[int]], arcs: Sequence[NDArray[np.float64]]) -> Any:  # noqa: ANN401
    outer, *holes = [_ring(ring, arcs) for ring in rings]
    return shapely.Polygon(outer, holes)


def _ring(ring: Sequence[int], arcs: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Join arcs end to end; a number below zero is an arc walked backwards."""
    parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in ring]
    return np.vstack([parts[0], *(part[1:] for part in parts[1:])])


def _fault(file: Path, what: str, mend: str, code: str) -> Fault:
    return Fault(str(file), None, "", None, what, mend, code)
