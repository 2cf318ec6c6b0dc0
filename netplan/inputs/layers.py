"""Write and read layers of a GeoPackage as plain columns."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely
from numpy.typing import NDArray

from netplan.errors import Fault, InputError

CRS = "EPSG:4326"
Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Layer:
    """A layer of a GeoPackage in EPSG:4326."""

    name: str
    kind: str
    """Point, LineString or MultiPolygon."""
    geometry: NDArray[np.object_]
    """Shapely geometries as (rows,)."""
    columns: Columns
    """Arrays as (rows,), by name of the column."""


def write_layers(file: Path, layers: Sequence[Layer]) -> None:
    """Write layers into a new GeoPackage, which takes the place of an older one only when it is complete."""
    draft = file.with_name(f".{file.name}.part.gpkg")
    draft.unlink(missing_ok=True)
    for layer in layers:
        pyogrio.raw.write(
            draft,
            shapely.to_wkb(layer.geometry),
            [_fitting(column) for column in layer.columns.values()],
            list(layer.columns),
            layer=layer.name,
            driver="GPKG",
            geometry_type=layer.kind,
            crs=CRS,
            append=draft.exists(),
        )
    os.replace(draft, file)  # noqa: PTH105  the file appears whole or not at all


def read_layer(file: Path, layer: str) -> dict[str, NDArray[Any]]:
    """Read the columns of a layer, the geometry as column `geometry`.

    Raises InputError where the file or the layer is missing.
    """
    if not file.is_file():
        fault = Fault(str(file), None, "", None, "there is no such file", "Import the region again.", "NP-I061")
        raise InputError([fault])
    names = [str(name) for name, _ in pyogrio.list_layers(file)]
    if layer not in names:
        what = f"layer {layer} is missing; the file holds {', '.join(names)}"
        raise InputError([Fault(str(file), None, "", None, what, f"Name the layer {layer}.", "NP-I056")])
    meta, _, geometry, fields = pyogrio.raw.read(file, layer=layer)
    columns = dict(zip([str(name) for name in meta["fields"]], fields, strict=True))
    return {**columns, "geometry": shapely.from_wkb(geometry)}


def _fitting(column: NDArray[Any]) -> NDArray[Any]:
    """Give text as objects and flags as numbers: GDAL takes nothing else."""
    if column.dtype.kind == "U":
        return column.astype(object)
    return column.astype(np.int32) if column.dtype.kind == "b" else column
