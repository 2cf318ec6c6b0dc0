"""Read the first sheet of an Excel workbook as a table of texts."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from netplan.inputs.findings import Findings
from netplan.inputs.records import table_of
from netplan.inputs.table import Layout, Table
from netplan.inputs.texts import same

_ERRORS = {"#N/A", "#NV", "#REF!", "#BEZUG!", "#VALUE!", "#WERT!", "#DIV/0!", "#NAME?", "#NUM!", "#ZAHL!", "#NULL!"}
_DATES = (dt.date, dt.time, dt.timedelta)


def read_excel(path: Path, file: str, layout: Layout, findings: Findings, decimal: str = ".") -> Table | None:
    """Read the first sheet as a table; None, and faults noted, where it is not one."""
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheet = book.get_sheet_by_index(0)
            cells = sheet.to_python(skip_empty_area=False)
            merged = sheet.merged_cell_ranges or []
            hidden = [s.name for s in book.sheets_metadata if s.visible != SheetVisibleEnum.Visible]
            others = book.sheet_names[1:]
    except (CalamineError, OSError, ValueError) as error:
        mend = "Open it in a spreadsheet program and save it again as .xlsx, or as CSV UTF-8."
        findings.fault(file, None, "", None, f"no readable workbook ({error})", mend, "NP-I026")
        return None
    if others or hidden:
        findings.notice(
            "NP-W028",
            f"{file}: Gelesen wird nur das erste Blatt; nicht gelesen: {', '.join(others) or ', '.join(hidden)}.",
            f"{file}: only the first sheet is read; not read: {', '.join(others) or ', '.join(hidden)}.",
        )
    before = len(findings.faults)
    for (row, _), _ in merged:
        findings.fault(file, row + 1, "", None, "merged cells", "Split them and fill in every cell.", "NP-I028")
    header = [_text(value, decimal) for value in cells[0]] if cells else []
    for i, row_cells in enumerate(cells[1:], start=2):
        _check_cells(file, i, header, row_cells, findings)
    if len(findings.faults) > before:
        return None
    records = [[_text(value, decimal) for value in row_cells] for row_cells in cells]
    return table_of(file, records, layout, decimal, findings)


def _check_cells(file: str, row: int, header: Sequence[str], cells: Sequence[object], findings: Findings) -> None:
    for column, value in zip(header, cells, strict=False):
        if isinstance(value, _DATES):
            what = "the spreadsheet made a date of this cell"
            mend = "Format the column as text and write the value again."
            findings.fault(file, row, same(column), str(value), what, mend, "NP-I025")
        elif isinstance(value, str) and value.strip() in _ERRORS:
            mend = "Correct the formula, or write the value itself."
            findings.fault(file, row, same(column), value.strip(), "an error of the spreadsheet", mend, "NP-I027")


def _text(value: object, decimal: str) -> str:
    """Write a cell as a planner would."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", decimal)
    return str(value)
