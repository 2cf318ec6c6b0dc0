"""Workbooks as text: a case of tests/bad describes one in JSON, and this makes the .xlsx of it.

`sheets` by name are lists of rows; a value may be {"date": …}, {"formula": …} (never computed) or {"error": …}.
`hidden_rows`, `hidden_columns`, `filter` and `merged` are those of the first sheet; `last_row` writes a blank cell
there, `far` another cell, and `zeros` adds so many bytes to the zip.
"""

import datetime as dt
import json
import zipfile
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet


def build_workbooks(folder: Path) -> None:
    """Make each NAME.xlsx of NAME.xlsx.json."""
    for text in folder.glob("data/*/*.xlsx.json"):
        says = json.loads(text.read_text(encoding="utf-8"))
        path = text.with_suffix("")
        with xlsxwriter.Workbook(path) as book:
            date = book.add_format({"num_format": "dd.mm.yyyy"})
            sheets = [book.add_worksheet(name) for name in says["sheets"]]
            for sheet, rows in zip(sheets, says["sheets"].values(), strict=True):
                for i, row in enumerate(rows):
                    for j, value in enumerate(row):
                        _write(sheet, (i, j), value, date)
            _dress(sheets[0], says)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
            if "zeros" in says:
                packed.writestr("xl/media/picture.bmp", bytes(says["zeros"]))
        text.unlink()


def _write(sheet: Worksheet, place: tuple[int, int], value: Any, date: Any) -> None:
    if not isinstance(value, dict):
        sheet.write(*place, value)
    elif "date" in value:
        sheet.write_datetime(*place, dt.datetime.fromisoformat(value["date"]), date)
    elif "error" in value:
        sheet.write_formula(*place, "=NA()", None, value["error"])
    else:
        sheet.write_formula(*place, value["formula"], None, "")


def _dress(sheet: Worksheet, says: dict[str, Any]) -> None:
    for row in says.get("hidden_rows", ()):
        sheet.set_row(row - 1, None, None, {"hidden": True})
    for columns in says.get("hidden_columns", ()):
        sheet.set_column(columns, None, None, {"hidden": True})
    if "filter" in says:
        sheet.autofilter(says["filter"])
    for merged in says.get("merged", ()):
        sheet.merge_range(merged, "Nord")
    if "last_row" in says:
        sheet.write(says["last_row"] - 1, 0, "x")
    if "far" in says:
        sheet.write(says["far"], "x")
