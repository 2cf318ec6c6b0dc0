"""Read columns of a GeoPackage layer through sqlite, without opening a geometry."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netplan.inputs.findings import Findings, did_you_mean

_DEGREES = 4326
Columns = dict[str, NDArray[Any]]


def read_layer(
    path: Path, file: str, layer: str, required: Sequence[str], findings: Findings, optional: Sequence[str] = ()
) -> Columns | None:
    """Read columns of a layer as arrays; None, and faults noted, where they cannot be read.

    The file is opened read-only and immutable: reading it can never change its hash.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            return _columns(connection, file, layer, (tuple(required), tuple(optional)), findings)
    except sqlite3.Error as error:
        mend = "Save it again as GeoPackage from QGIS, or bring the roads with `netplan roads`."
        findings.fault(file, None, "", None, f"no readable GeoPackage ({error})", mend, "NP-I056")
        return None


def _columns(
    connection: sqlite3.Connection,
    file: str,
    layer: str,
    columns: tuple[tuple[str, ...], tuple[str, ...]],
    findings: Findings,
) -> Columns | None:
    layers = dict(connection.execute("SELECT table_name, srs_id FROM gpkg_contents"))
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if layer not in layers or layer not in tables:
        mend = did_you_mean(layer, layers)
        findings.fault(file, None, "", None, f"the layer {layer} is missing", mend, "NP-I056")
        return None
    if layers[layer] not in {_DEGREES, None, 0}:
        what, mend = f"the layer {layer} is in EPSG:{layers[layer]}", "Save the layer in EPSG:4326 (WGS 84)."
        findings.fault(file, None, "", None, what, mend, "NP-I034")
        return None
    there = [row[1] for row in connection.execute("SELECT * FROM pragma_table_info(?)", (layer,))]
    required, optional = columns
    missing = [column for column in required if column not in there]
    for column in missing:
        what, mend = f"layer {layer} has no such column", did_you_mean(column, there)
        findings.fault(file, None, column, None, what, mend, "NP-I056")
    if missing:
        return None
    wanted = [column for column in (*required, *optional) if column in there]
    named = ", ".join(f'"{column}"' for column in wanted)
    # Names of columns and of the layer are constants of netplan and known to be in the file.
    rows = connection.execute(f'SELECT {named} FROM "{layer}"').fetchall()  # noqa: S608
    found = dict(zip(wanted, zip(*rows, strict=True) if rows else [()] * len(wanted), strict=True))
    return _arrays(file, layer, found, required, findings)


def _arrays(
    file: str, layer: str, found: dict[str, tuple[Any, ...]], required: Sequence[str], findings: Findings
) -> Columns | None:
    before = len(findings.faults)
    for column in required:
        for i, value in enumerate(found[column]):
            if value is None:
                findings.fault(
                    file, i + 1, column, None, f"nothing stands here in layer {layer}", f"Fill in {column}.", "NP-I063"
                )
    if len(findings.faults) > before:
        return None
    return {
        column: np.array(values, dtype=object) if _has_text(values) else np.array(values)
        for column, values in found.items()
    }


def _has_text(values: Sequence[Any]) -> bool:
    return any(not isinstance(value, int | float) for value in values)
