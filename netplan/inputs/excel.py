"""Read the first sheet of an Excel workbook as a table of texts."""

import datetime as dt
import zlib
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from netplan.inputs.excel_parts import MOST_CELLS, Parts, parts_of, too_large
from netplan.inputs.findings import Findings
from netplan.inputs.records import table_of
from netplan.inputs.table import Layout, Table
from netplan.inputs.texts import same

_ERRORS = {"#N/A", "#NV", "#REF!", "#BEZUG!", "#VALUE!", "#WERT!", "#DIV/0!", "#NAME?", "#NUM!", "#ZAHL!", "#NULL!"}
_LIMITS = frozenset({65_536, 1_048_576})
"""The last row of a sheet of .xls and of .xlsx."""
_MEND_ERROR = "Correct the formula, or write the value itself."
_DATES = (dt.date, dt.time, dt.timedelta)


def read_excel(path: Path, file: str, layout: Layout, findings: Findings, decimal: str = ".") -> Table | None:
    """Read the first sheet as a table; None, and faults noted, where it is not one."""
    before = len(findings.faults)
    try:
        large = too_large(path)
        if large:
            mend = "Save the table alone as a new .xlsx, or as CSV UTF-8."
            findings.fault(file, None, "", None, large, mend, "NP-I054")
            return None
        parts = parts_of(path)
        _check_size(file, parts, findings)
        if len(findings.faults) > before:
            return None
        with CalamineWorkbook.from_path(path) as book:
            sheet = book.get_sheet_by_index(0)
            cells = sheet.to_python(skip_empty_area=False)
            merged = sheet.merged_cell_ranges or []
            hidden = [s.name for s in book.sheets_metadata if s.visible != SheetVisibleEnum.Visible]
            others = book.sheet_names[1:]
    except (BadZipFile, CalamineError, KeyError, OSError, ValueError, zlib.error) as error:
        mend = "Open it in a spreadsheet program and save it again as .xlsx, or as CSV UTF-8."
        findings.fault(file, None, "", None, f"no readable workbook ({error})", mend, "NP-I026")
        return None
    _notice_unseen(file, others or hidden, parts, findings)
    for (row, _), _ in merged:
        findings.fault(file, row + 1, "", None, "merged cells", "Split them and fill in every cell.", "NP-I028")
    header = [_text(value, decimal) for value in cells[0]] if cells else []
    for row, column in parts.uncomputed:
        name = same(header[column - 1]) if column <= len(header) else ""
        mend = "Open the file in a spreadsheet program and save it, or write the value itself."
        findings.fault(file, row, name, None, "a formula without a stored result", mend, "NP-I029")
    for row, column, written in parts.errors:
        name = same(header[column - 1]) if column <= len(header) else ""
        findings.fault(file, row, name, written, "an error of the spreadsheet", _MEND_ERROR, "NP-I027")
    for i, row_cells in enumerate(cells[1:], start=2):
        _check_cells(file, i, header, row_cells, findings)
    if len(findings.faults) > before:
        return None
    records = [[_text(value, decimal) for value in row_cells] for row_cells in cells]
    return table_of(file, records, layout, decimal, findings)


def _check_size(file: str, parts: Parts, findings: Findings) -> None:
    if parts.last_row in _LIMITS:
        what = f"the sheet ends exactly at row {parts.last_row:,}, where spreadsheet programs cut a table off"
        mend = "Export all rows as CSV UTF-8, straight from where they come from."
        findings.fault(file, parts.last_row, "", None, what, mend, "NP-I030")
    elif parts.cells > MOST_CELLS:
        what = "a cell stands far away from the table"
        mend = "Delete all rows and columns behind the table, or save it as CSV UTF-8."
        findings.fault(file, parts.last_row, "", None, what, mend, "NP-I054")


def _notice_unseen(file: str, others: Sequence[str], parts: Parts, findings: Findings) -> None:
    """Tell of sheets that are not read, and of rows and columns that are read though nobody sees them."""
    if others:
        findings.notice(
            "NP-W028",
            f"{file}: Gelesen wird nur das erste Blatt; nicht gelesen: {', '.join(others)}.",
            f"{file}: only the first sheet is read; not read: {', '.join(others)}.",
        )
    if parts.hidden_rows or parts.hidden_columns:
        rows, columns = parts.hidden_rows, parts.hidden_columns
        de, en = (" (ein Filter ist gesetzt)", " (a filter is set)") if parts.is_filtered else ("", "")
        findings.notice(
            "NP-W029",
            f"{file}: Ausgeblendete Zeilen: {rows}, Spalten: {columns}{de}; sie werden mitgelesen.",
            f"{file}: hidden rows: {rows}, columns: {columns}{en}; they are read like all others.",
        )


def _check_cells(file: str, row: int, header: Sequence[str], cells: Sequence[object], findings: Findings) -> None:
    for column, value in zip(header, cells, strict=False):
        if isinstance(value, _DATES):
            what = "the spreadsheet made a date of this cell"
            mend = "Format the column as text and write the value again."
            findings.fault(file, row, same(column), str(value), what, mend, "NP-I025")
        elif isinstance(value, str) and value.strip() in _ERRORS:
            found = value.strip()
            findings.fault(file, row, same(column), found, "an error of the spreadsheet", _MEND_ERROR, "NP-I027")


def _text(value: object, decimal: str) -> str:
    """Write a cell as a planner would."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", decimal)
    return str(value)
