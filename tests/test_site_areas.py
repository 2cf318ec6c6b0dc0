"""The planning area of a site: netplan and the auditor find the same one, each with its own code."""

import sqlite3
import struct
from pathlib import Path

import pytest

import netplan
from netplan.audit.reading import RawRegion, RawWorkspace
from netplan.audit.site_areas import read_site_areas, sides_of
from netplan.inputs.outlines import read_outlines, rings
from netplan.workspace.region import read_region
from netplan.workspace.shelf import Shelf

ROOT = Path(__file__).resolve().parents[1]
Point = tuple[float, float]


def square(west: float, south: float, size: float) -> list[Point]:
    return [(west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south)]


def polygon(*outlines: list[Point], order: str = "<", kind: int = 3) -> bytes:
    """Write a polygon as well-known binary; further numbers of a point are 7."""
    numbers = 2 + (kind > 1000) + (kind > 3000)
    parts = [struct.pack(f"{order}BII", order == "<", kind, len(outlines))]
    for outline in outlines:
        parts.append(struct.pack(f"{order}I", len(outline)))
        parts += [struct.pack(f"{order}{numbers}d", *at, *[7.0] * (numbers - 2)) for at in outline]
    return b"".join(parts)


def shape(body: bytes, box: int = 0) -> bytes:
    """Write the head of a GeoPackage geometry before it, with a box of some kind."""
    return b"GP\0" + bytes([box << 1 | 1]) + struct.pack("<i", 4326) + bytes((0, 32, 48, 48, 64)[box]) + body


def many(*bodies: bytes) -> bytes:
    return struct.pack("<BII", 1, 6, len(bodies)) + b"".join(bodies)


SQUARE = square(0, 0, 4)
SHAPES = {
    "a plain polygon": (shape(polygon(SQUARE)), 4),
    "one with a box": (shape(polygon(SQUARE), 1), 4),
    "one written the other way round": (shape(polygon(SQUARE, order=">"), 4), 4),
    "one with heights": (shape(polygon(SQUARE, kind=1003)), 4),
    "one with heights and measures": (shape(polygon(SQUARE, kind=3003), 2), 4),
    "one with a hole": (shape(polygon(SQUARE, square(1, 1, 1))), 8),
    "many": (shape(many(polygon(SQUARE), polygon(square(9, 9, 1), order=">"))), 8),
    "a point": (shape(struct.pack("<BI2d", 1, 1, 3.0, 4.0)), 0),
    "one that is cut off": (shape(polygon(SQUARE))[:-3], 0),
    "no geometry": (b"PNG", 0),
}


@pytest.mark.parametrize("name", SHAPES)
def test_outlines_are_read_however_they_are_written(name: str) -> None:
    blob, sides = SHAPES[name]
    assert sum(len(ring) - 1 for ring in rings(blob)) == len(sides_of(blob)) == sides


def region(root: Path, sites: str, areas: dict[str, bytes]) -> Path:
    """Write cells, sites and outlines of a region."""
    folder = root / "data/tal"
    folder.mkdir(parents=True)
    (root / "models").mkdir()
    (root / "scenarios").mkdir()
    (folder / "cells.csv").write_text("cell,area,lon,lat\nc1,Nord,10.1,50.1\nc2,Süd,10.1,50.0\nc3,Nord,10.1,50.05\n")
    (folder / "sites.csv").write_text(sites, encoding="utf-8")
    connection = sqlite3.connect(folder / "areas.gpkg")
    connection.executescript(
        "CREATE TABLE gpkg_contents (table_name TEXT, srs_id INTEGER);"
        "INSERT INTO gpkg_contents VALUES ('areas', 4326);"
        "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT);"
        "INSERT INTO gpkg_geometry_columns VALUES ('areas', 'the geom');"
        'CREATE TABLE areas (area TEXT, name TEXT, "the geom" BLOB);'
    )
    connection.executemany("INSERT INTO areas VALUES (?, ?, ?)", [(area, area, blob) for area, blob in areas.items()])
    connection.commit()
    connection.close()
    return root


OUTLINES = {
    "Süd": shape(polygon(square(10.0, 49.9, 0.12), square(10.02, 49.92, 0.01))),
    "Nord": shape(many(polygon(square(10.0, 50.0, 0.2)))),
}
SITES = """\
site,name,lon,lat,area
in_both,A,10.1,50.01,
in_a_hole,B,10.025,49.925,
in_one,C,10.01,49.91,
outside,D,10.1,49.0,
said,E,10.01,49.91,Nord
"""


def found(root: Path) -> dict[str, tuple[str, str]]:
    own = read_region(Shelf(root), "tal")
    assert own.sites is not None
    return {site.site: (site.area, site.area_from) for site in own.sites}


def audited(root: Path, name: str) -> dict[str, str]:
    paths = frozenset(path.relative_to(root).as_posix() for path in (root / "data" / name).iterdir())
    return read_site_areas(RawRegion.of(RawWorkspace(root, paths), name))


def test_a_site_lies_where_its_column_its_outline_or_the_nearest_cell_says(tmp_path: Path) -> None:
    """In two outlines the smaller id counts; a hole is outside; nearest to what lies outside is c2 in the south."""
    root = region(tmp_path, SITES, OUTLINES)
    expected = {
        "in_both": ("Nord", "areas.gpkg"),
        "in_a_hole": ("Süd", "cells.csv"),
        "in_one": ("Süd", "areas.gpkg"),
        "outside": ("Süd", "cells.csv"),
        "said": ("Nord", "sites.csv"),
    }
    assert found(root) == expected
    assert audited(root, "tal") == {site: area for site, (area, _) in expected.items()}


def test_without_outlines_the_nearest_cell_counts_and_of_two_as_near_the_first(tmp_path: Path) -> None:
    root = region(tmp_path, "site,name,lon,lat\nbetween,A,10.1,50.025\n", {"Süd": b""})
    assert found(root) == {"between": ("Süd", "cells.csv")}
    assert audited(root, "tal") == {"between": "Süd"}
    (root / "data/tal/areas.gpkg").unlink()
    assert audited(root, "tal") == {"between": "Süd"}
    assert read_outlines(root / "data/tal/areas.gpkg") == {}


def test_an_area_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    own = read_region(Shelf(region(tmp_path, SITES.replace(",Nord", ",Norden"), OUTLINES)), "tal")
    assert [str(fault) for fault in own.findings.faults if "sites.csv" in fault.file] == [
        (
            'data/tal/sites.csv, row 6, column area, value "Norden": unknown. Did you mean "Nord"? '
            "Empty: netplan looks where the site lies."
        )
    ]


def test_the_auditor_finds_the_areas_of_the_county() -> None:
    own = read_region(Shelf(ROOT), "musterkreis")
    assert own.sites is not None
    assert audited(ROOT, "musterkreis") == {site.site: site.area for site in own.sites}


def test_a_case_knows_the_area_of_each_facility() -> None:
    levels = netplan.load(ROOT / "scenarios/status_quo.yaml").tables.levels
    assert levels.area == tuple(levels.site_area[j] for j in levels.site)
    assert set(levels.area) <= set(netplan.load(ROOT / "scenarios/status_quo.yaml").tables.demand.areas)
