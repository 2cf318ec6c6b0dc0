"""GeoPackages written byte for byte the same each time: no clock, no index, no library version."""

import sqlite3
import struct
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

APPLICATION_ID = 0x47504B47
"""“GPKG”, by which programs know the format."""
FORMAT_VERSION = 10_300
LAST_CHANGE = "2026-01-01T00:00:00.000Z"
WRITER_VERSION_OFFSET = 96
"""Where SQLite notes the version of the library that wrote the file."""
BLOB_HEADER = struct.pack("<2sBBi", b"GP", 0, 1, 4326)
"""GeoPackage geometry: version 1, little endian, no envelope, EPSG:4326."""

TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
  description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE,
  min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""
WGS_84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",'
    '0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],'
    'AUTHORITY["EPSG","4326"]]'
)
SYSTEMS = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", None),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
    ("WGS 84 geodetic", 4326, "EPSG", 4326, WGS_84, None),
)


@dataclass(frozen=True)
class Layer:
    """A table with one geometry per row in EPSG:4326."""

    name: str
    geometry: str
    """POINT, LINESTRING or POLYGON."""
    columns: dict[str, str]
    """Names and types of the columns beside the geometry, in order."""
    rows: Iterable[Sequence[object]]
    """For each row its geometry as WKB, then a value per column."""
    extent: tuple[float, float, float, float]
    """West, south, east, north [degrees]."""


def write_geopackage(path: Path, layers: Sequence[Layer]) -> None:
    """Write a new GeoPackage in place of an old one."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("PRAGMA page_size = 4096")
        store.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        store.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
        store.executescript(TABLES)
        store.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", SYSTEMS)
        for layer in layers:
            _write_layer(store, layer)
    with path.open("r+b") as file:
        file.seek(WRITER_VERSION_OFFSET)
        file.write(bytes(4))


def _write_layer(store: sqlite3.Connection, layer: Layer) -> None:
    """Create one table, tell the GeoPackage of it, fill it."""
    columns = "".join(f", {name} {kind}" for name, kind in layer.columns.items())
    store.execute(
        f"CREATE TABLE {layer.name} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom {layer.geometry}{columns})"
    )
    store.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', ?, ?, ?, ?, ?, 4326)",
        (layer.name, layer.name, LAST_CHANGE, *layer.extent),
    )
    store.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)", (layer.name, layer.geometry))
    marks = ", ".join("?" * (len(layer.columns) + 1))
    names = ", ".join(["geom", *layer.columns])
    insert = f"INSERT INTO {layer.name} ({names}) VALUES ({marks})"  # noqa: S608 - names are our own
    store.executemany(insert, ((BLOB_HEADER + bytes(row[0]), *row[1:]) for row in layer.rows))  # type: ignore[call-overload]
