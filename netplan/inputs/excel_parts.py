"""What a workbook does not tell as values: its size unpacked, hidden rows and columns, formulas never computed.

An .xlsx file is a zip of XML written by machines, so a few patterns over the bytes of the first sheet suffice.
"""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 300_000_000
"""Largest workbook unpacked: a million rows of a region's widest table take less."""
MOST_TIMES = 100
"""A workbook of tables is 5 to 30 times as large unpacked."""
SMALL_BYTES = 10_000_000
"""Up to this size unpacked no ratio is suspicious."""
MOST_CELLS = 50_000_000
"""Largest rectangle from the first cell to the last."""
_FIRST_SHEET = re.compile(rb'<(?:\w+:)?sheet\s[^>]*?\w+:id="([^"]+)"')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\s(?=[^>]*?\bhidden="(?:1|true)")[^>]*?>')
_FILTER = re.compile(rb"<(?:\w+:)?autoFilter\b")
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\s(?![^>]*\bt="str")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A formula whose cell has no value; a text that is empty is a value, and says so by its type."""
_ERROR = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<',
    re.DOTALL,
)
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d+)"')
_FAR_COLUMN = re.compile(rb'\br="([A-Z]{2,3})\d')
_LETTERS = 26


@dataclass(frozen=True)
class Parts:
    """What the first sheet holds beside its values."""

    hidden_rows: int
    hidden_columns: int
    is_filtered: bool
    uncomputed: tuple[tuple[int, int], ...]
    """Row and column, counted from 1, of each formula that no program has computed."""
    errors: tuple[tuple[int, int, str], ...]
    """Row, column and text of each cell that holds an error, e.g. `#N/A`."""
    last_row: int
    cells: int
    """Cells of the rectangle from the first cell to the last one."""


def too_large(path: Path) -> str:
    """Say how much larger a workbook is unpacked, where that is more than a table can be; else nothing."""
    with zipfile.ZipFile(path) as book:
        unpacked = sum(part.file_size for part in book.infolist())
    times = unpacked // max(path.stat().st_size, 1)
    if unpacked > MOST_BYTES or (unpacked > SMALL_BYTES and times > MOST_TIMES):
        return f"unpacked it has {unpacked // 1_000_000} MB, {times} times its size"
    return ""


def parts_of(path: Path) -> Parts:
    """Read what the first sheet of a workbook hides.

    Raises KeyError where it has no sheet, BadZipFile where it is no zip.
    """
    with zipfile.ZipFile(path) as book:
        sheet = book.read(_first_sheet(book))
    rows = [int(number) for number in _ROW.findall(sheet)]
    columns = max((_number(letters) for letters in set(_FAR_COLUMN.findall(sheet))), default=_LETTERS)
    return Parts(
        len(_HIDDEN_ROW.findall(sheet)),
        sum(_width(column) for column in _HIDDEN_COLUMN.findall(sheet)),
        bool(_FILTER.search(sheet)),
        tuple((int(row), _number(letters)) for letters, row in _FORMULA.findall(sheet)),
        tuple((int(row), _number(letters), error.decode()) for letters, row, error in _ERROR.findall(sheet)),
        max(rows, default=0),
        max(rows, default=0) * columns,
    )


def _first_sheet(book: zipfile.ZipFile) -> str:
    """Find the file of the first sheet: the workbook names a relation, and that the file."""
    found = _FIRST_SHEET.search(book.read("xl/workbook.xml"))
    for relation in _RELATION.findall(book.read("xl/_rels/workbook.xml.rels")):
        target = re.search(rb'\bTarget="([^"]+)"', relation)
        if found and target and b'Id="' + found[1] + b'"' in relation:
            name = target[1].decode()
            return name.lstrip("/") if name.startswith("/") else f"xl/{name}"
    raise KeyError("first sheet")


def _number(letters: bytes) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _width(column: bytes) -> int:
    first, last = (re.search(rb'\b%s="(\d+)"' % name, column) for name in (b"min", b"max"))
    return int(last[1]) - int(first[1]) + 1 if first and last else 1
