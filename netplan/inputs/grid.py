"""Read how many people live where: a grid with INSPIRE cell ids or coordinates, or a table by planning area."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyproj
from numpy.typing import NDArray

from netplan.inputs.ages import EVERYBODY, ages_of
from netplan.inputs.csv_files import decoded
from netplan.inputs.findings import Findings
from netplan.inputs.texts import WrongTextError, exact_number, same, whole_number

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

GRID_CRS = "EPSG:3035"
SUPPRESSED = ("–", "-", ".", "x", "/")
"""What statistical offices write for a number that is kept secret."""
_CELL = re.compile(r"(?:CRS3035RES)?(\d+)(m|km)?N(\d+)E(\d+)")
_ID_NAMES = re.compile(r"gitter_id(_\w+)?|grid_?id|grd_id|cell|zelle|inspire_?id")
_X_NAMES, _Y_NAMES = re.compile(r"x_mp(_\w+)?"), re.compile(r"y_mp(_\w+)?")
_LON_NAMES = frozenset({"lon", "lng", "longitude", "laenge", "länge"})
_LAT_NAMES = frozenset({"lat", "latitude", "breite"})
_TOTAL_NAMES = re.compile(r"einwohner\w*|insgesamt\w*|total\w*|\w*summe\w*|bevoelkerung\w*|people|population")
_YEAR_NAMES = frozenset({"year", "jahr"})
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True)
class Sheet:
    """A table as texts, each column under its name in lower case."""

    file: str
    header: tuple[str, ...]
    records: list[list[str]]
    findings: Findings

    def column(self, name: str) -> list[str]:
        """Give the texts of a column."""
        place = self.header.index(name)
        return [record[place] for record in self.records]

    def fault(self, record: int, column: str, value: str | None, what: str, mend: str, code: str) -> None:
        """Note a fault at a record, whose row in the file counts the header as row 1."""
        self.findings.fault(self.file, record + 2, column, value, what, mend, code)

    def whole(self, name: str) -> tuple[Ints, int]:
        """Read persons as whole numbers: an empty or suppressed one is 0; and count the suppressed ones."""
        result, hidden = np.zeros(len(self.records), dtype=np.int64), 0
        for record, text in enumerate(self.column(name)):
            bare = text.strip()
            if bare in SUPPRESSED:
                hidden += 1
            elif bare:
                try:
                    result[record] = whole_number(re.sub(r"[.,]0+$", "", bare), "people", 0, None)
                except WrongTextError as error:
                    self.fault(record, name, bare, error.what, error.mend, error.code)
        return result, hidden

    def numbers(self, name: str) -> Floats:
        """Read coordinates, with a decimal point or comma."""
        result = np.full(len(self.records), np.nan)
        for record, text in enumerate(self.column(name)):
            try:
                result[record] = float(exact_number(text.strip().replace(",", "."), "."))
            except WrongTextError as error:
                self.fault(record, name, text, error.what, error.mend, error.code)
        return result


@dataclass(frozen=True)
class Grid:
    """Persons by cell and age class of one year."""

    file: str
    year: int
    cells: tuple[str, ...]
    lon: Floats
    lat: Floats
    size_m: int
    """Side of a cell [m]; 0 where the file gives points."""
    classes: tuple[str, ...]
    people: Ints
    """As (cells, classes) [persons]."""
    suppressed: int
    """How many numbers the statistical office kept secret; they count as 0."""


def read_sheet(file: Path, findings: Findings) -> Sheet | None:
    """Read a CSV file (comma, semicolon or tab; UTF-8, else cp1252); None, and faults noted, where it is none."""
    name = str(file)
    if not file.is_file():
        findings.fault(name, None, "", None, "there is no such file", "Check the path.", "NP-I061")
        return None
    content = file.read_bytes()
    probe = Findings()
    text = decoded(content, name, probe)
    if text is None:
        text = decoded(content, name, findings, "" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "cp1252")
    if not text:
        return None
    first = text.split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    header = tuple(same(cell).casefold() for cell in rows[0])
    for name_of_column in {column for column in header if header.count(column) > 1}:
        mend = "Give each column its own name."
        findings.fault(name, 1, name_of_column, None, "two columns of this name", mend, "NP-I016")
    records = [row for row in rows[1:] if row]
    for place, record in enumerate(records):
        if len(record) != len(header):
            what = f"{len(record)} fields under {len(header)} columns"
            code = "NP-I017" if len(record) > len(header) else "NP-I018"
            findings.fault(name, place + 2, "", None, what, "Write every field, an empty one too.", code)
    return Sheet(name, header, records, findings) if findings.clean(name) else None


def read_grid(sheet: Sheet) -> Grid | None:
    """Read a population grid; None, and faults noted, where it is none.

    Cells are named by an INSPIRE id (the cell's middle is then known) or by longitude and latitude. The
    columns of the Zensus 2011 and 2022 are recognised, and any column named like an age class.
    """
    named = next((name for name in sheet.header if _ID_NAMES.fullmatch(name)), None)
    lon, lat = _named(sheet, _LON_NAMES), _named(sheet, _LAT_NAMES)
    cells = _cells(sheet, named)
    if cells is None and (lon is None or lat is None):
        mend = "Give every cell its INSPIRE id (column cell or GITTER_ID_100m) or its lon and lat."
        sheet.findings.fault(sheet.file, 1, "", None, "no column says where people live", mend, "NP-I062")
        return None
    classes, people, hidden = _people(sheet)
    year = _year(sheet, named)
    if cells is None and lon is not None and lat is not None:
        places = np.column_stack([sheet.numbers(lon), sheet.numbers(lat)])
        size, ids = 0, _point_ids(sheet, named)
    elif cells is not None:
        places, size = _middles(cells)
        _check_places(sheet, cells, places, lon, lat)
        ids = tuple(short_id(size_m, north, east) for size_m, north, east in cells)
    _check_unique(sheet, ids)
    if not sheet.findings.clean(sheet.file) or year is None:
        return None
    return Grid(sheet.file, year, ids, places[:, 0], places[:, 1], size, classes, people, hidden)


def cell_of(text: str) -> tuple[int, int, int] | None:
    """Read an INSPIRE id: side [m], northing and easting of the south-western corner [m], None where it is none.

    Both forms are read: `100mN29882E42277` counts in cells, `CRS3035RES100mN2988200E4227700` in metres.
    """
    found = _CELL.fullmatch(text.strip())
    if not found:
        return None
    size = int(found[1]) * (1000 if found[2] == "km" else 1)
    north, east = int(found[3]), int(found[4])
    if "RES" not in text:
        north, east = north * size, east * size
    return (size, north, east) if size else None


def short_id(size: int, north: int, east: int) -> str:
    """Write the INSPIRE id of a cell, as in `100mN29882E42277`."""
    side = f"{size // 1000}km" if size % 1000 == 0 else f"{size}m"
    return f"{side}N{north // size}E{east // size}"


def to_degrees(east: Floats, north: Floats) -> Floats:
    """Turn EPSG:3035 into longitude and latitude, as (points, 2)."""
    lon, lat = pyproj.Transformer.from_crs(GRID_CRS, "EPSG:4326", always_xy=True).transform(east, north)
    return np.column_stack([np.round(lon, 6), np.round(lat, 6)])


def to_metres(lon: Floats, lat: Floats) -> Floats:
    """Turn longitude and latitude into EPSG:3035: easting and northing, as (points, 2)."""
    east, north = pyproj.Transformer.from_crs("EPSG:4326", GRID_CRS, always_xy=True).transform(lon, lat)
    return np.column_stack([east, north])


def year_of(sheet: Sheet, column: str = "") -> int | None:
    """Find the one year of a file: in its column year, else in its name, else in the Zensus' spelling."""
    years = _named(sheet, _YEAR_NAMES)
    if years is not None:
        found = sorted({text.strip() for text in sheet.column(years)})
        if len(found) == 1 and found[0].isdecimal():
            return int(found[0])
    in_name = _YEAR.search(Path(sheet.file).name)
    if in_name:
        return int(in_name[1])
    return 2022 if column and any("werterlaeuternde" in name for name in sheet.header) else None


def _year(sheet: Sheet, column: str | None) -> int | None:
    year = year_of(sheet, column or "")
    if year is None:
        mend = "Put the year into the name of the file, e.g. people_2024.csv, or into a column year."
        sheet.findings.fault(sheet.file, None, "", None, "the year is not known", mend, "NP-I044")
    return year


def _named(sheet: Sheet, names: frozenset[str]) -> str | None:
    return next((name for name in sheet.header if name in names), None)


def _cells(sheet: Sheet, named: str | None) -> list[tuple[int, int, int]] | None:
    """Read the INSPIRE ids; None where the column holds other names."""
    if named is None:
        return None
    texts = sheet.column(named)
    found = [cell_of(text) for text in texts]
    if not any(found):
        return None
    for record, (cell, text) in enumerate(zip(found, texts, strict=True)):
        if cell is None:
            mend = "Write it like 100mN29882E42277 or CRS3035RES100mN2988200E4227700."
            sheet.fault(record, named, text, "no INSPIRE cell id", mend, "NP-I036")
    return [cell or (100, 0, 0) for cell in found]


def _point_ids(sheet: Sheet, named: str | None) -> tuple[str, ...]:
    if named is None:
        return tuple(f"cell{number:05d}" for number in range(1, len(sheet.records) + 1))
    return tuple(same(text) for text in sheet.column(named))


def _middles(cells: Sequence[tuple[int, int, int]]) -> tuple[Floats, int]:
    size, north, east = (np.array(values, dtype=np.float64) for values in zip(*cells, strict=True))
    return to_degrees(east + size / 2, north + size / 2), int(size.max())


def _check_places(
    sheet: Sheet, cells: Sequence[tuple[int, int, int]], places: Floats, lon: str | None, lat: str | None
) -> None:
    """Check the coordinates of a file against its cell ids."""
    x_name = next((name for name in sheet.header if _X_NAMES.fullmatch(name)), None)
    y_name = next((name for name in sheet.header if _Y_NAMES.fullmatch(name)), None)
    size, north, east = (np.array(values, dtype=np.float64) for values in zip(*cells, strict=True))
    if x_name and y_name:
        x, y = sheet.numbers(x_name), sheet.numbers(y_name)
        wrong = (np.abs(x - east - size / 2) > size / 2) | (np.abs(y - north - size / 2) > size / 2)
        swapped = (np.abs(y - east - size / 2) <= size / 2) & (np.abs(x - north - size / 2) <= size / 2)
        _note_apart(sheet, x_name, y_name, (wrong, swapped))
    if lon and lat:
        given = to_metres(sheet.numbers(lon), sheet.numbers(lat))
        wrong = ~((np.abs(given[:, 0] - east - size / 2) <= size) & (np.abs(given[:, 1] - north - size / 2) <= size))
        swapped = np.abs(places[:, 0] - sheet.numbers(lat)) + np.abs(places[:, 1] - sheet.numbers(lon)) < 0.1  # noqa: PLR2004  degrees, about 10 km
        _note_apart(sheet, lon, lat, (wrong, swapped))


def _note_apart(sheet: Sheet, x: str, y: str, found: tuple[NDArray[np.bool_], NDArray[np.bool_]]) -> None:
    wrong, swapped = found
    for record in np.flatnonzero(wrong):
        value = f"{sheet.column(x)[record]}, {sheet.column(y)[record]}"
        what = f"{x} and {y} lie outside the cell that the id names"
        mend, code = "Correct the id or the coordinates; they must name the same cell.", "NP-I036"
        if swapped[record]:
            what, mend, code = f"{x} and {y} are swapped", "Exchange the two columns.", "NP-I033"
        sheet.fault(int(record), f"{x}, {y}", value, what, mend, code)


def _check_unique(sheet: Sheet, ids: Sequence[str]) -> None:
    first: dict[str, int] = {}
    for record, name in enumerate(ids):
        if first.setdefault(name, record) != record:
            what = f"the same cell as in row {first[name] + 2}"
            sheet.fault(record, "", name, what, "Keep one of the two rows.", "NP-I015")


def _people(sheet: Sheet) -> tuple[tuple[str, ...], Ints, int]:
    """Read the columns that are age classes; where there are none, the total as one class."""
    columns = [name for name in sheet.header if ages_of(name) is not None]
    totals = [name for name in sheet.header if _TOTAL_NAMES.fullmatch(name)]
    if not columns and totals:
        people, hidden = sheet.whole(totals[0])
        return (EVERYBODY,), people[:, None], hidden
    if not columns:
        mend = "Name the columns by age, like unter18, a18_29, 65+, or einwohner for everybody."
        sheet.findings.fault(sheet.file, 1, "", None, "no column counts people", mend, "NP-I062")
        return (), np.zeros((len(sheet.records), 0), dtype=np.int64), 0
    _check_overlap(sheet, columns)
    read: Mapping[str, tuple[Ints, int]] = {name: sheet.whole(name) for name in columns}
    return tuple(columns), np.column_stack([read[name][0] for name in columns]), sum(read[name][1] for name in columns)


def _check_overlap(sheet: Sheet, columns: Sequence[str]) -> None:
    """Note classes that count the same people twice."""
    ages = sorted(((found, name) for name in columns if (found := ages_of(name))), key=lambda pair: pair[0].first)
    for (before, name), (after, other) in pairwise(ages):
        if after.first <= before.last:
            what = f"the ages of {name} and {other} overlap, so people would count twice"
            sheet.findings.fault(sheet.file, 1, other, None, what, "Remove one of the two columns.", "NP-I015")
