"""Turn the records of a file into a table: its header, the length of its rows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

import numpy as np

from netplan.inputs.findings import Findings, did_you_mean
from netplan.inputs.table import Layout, Table
from netplan.inputs.texts import same

_PART = 50_000
"""Records that are taken at a time."""


def table_of(
    file: str, records: Iterable[Sequence[str]], layout: Layout, decimal: str, findings: Findings, separator: str = ""
) -> Table | None:
    """Make a table of records whose first is the header; None where the file cannot be read as this table.

    Records are taken in parts, and every text is kept once, so that millions of rows need little room.
    """
    left = iter(records)
    first = next(left, [])
    if not any(map(str.strip, first)):
        findings.fault(file, 1, "", None, "the file has no header", f"Write {', '.join(layout.required)}.", "NP-I062")
        return None
    header = [same(text) for text in first]
    before = len(findings.faults)
    _check_header(file, header, layout, findings)
    columns: list[list[str]] = [[] for _ in header]
    seen: list[dict[str, str]] = [{} for _ in header]
    rows: list[int] = []
    number = 2
    while part := list(islice(left, _PART)):
        _check_lengths(file, part, number, len(header), findings, separator)
        kept = [i for i, record in enumerate(part) if record and (record[0].strip() or any(map(str.strip, record)))]
        rows += [number + i for i in kept]
        if len(findings.faults) == before:
            for column, texts, once in zip(
                columns, zip(*(part[i] for i in kept), strict=True), seen, strict=bool(kept)
            ):
                column.extend(map(once.setdefault, texts, texts))
        number += len(part)
    if len(findings.faults) > before:
        return None
    by_name = dict(zip(header, columns, strict=True))
    empty = ("",) * len(rows)
    return Table(
        file, {name: by_name.get(name, empty) for name in layout.columns}, np.array(rows, np.int64), decimal, findings
    )


def _check_header(file: str, header: Sequence[str], layout: Layout, findings: Findings) -> None:
    for name, count in Counter(header).items():
        if count > 1:
            what = f"{count} columns of this name" if name else f"{count} columns without a name"
            findings.fault(file, 1, name, None, what, "Keep one, or give each its own name.", "NP-I016")
    missing = [name for name in layout.columns if name not in header]
    unknown = [name for name in header if name not in layout.columns]
    for name in missing:
        if name in layout.required:
            mend = did_you_mean(name, unknown, f"Columns found: {', '.join(header)}.")
            mend = mend.replace("Did you mean", "Was it written as")
            findings.fault(file, 1, name, None, "the column is missing", mend, "NP-I062")
    for name in unknown:
        mend = did_you_mean(name, [other for other in missing if other in layout.optional], "-")
        if mend != "-":
            findings.fault(file, 1, name, None, "unknown column", mend, "NP-I062")
        elif name:
            findings.notice(
                "NP-W022", f"{file}: Spalte {name} wird nicht verwendet.", f"{file}: column {name} is not used."
            )


def _check_lengths(
    file: str, part: Sequence[Sequence[str]], first: int, width: int, findings: Findings, separator: str
) -> None:
    if set(map(len, part)) <= {0, width}:
        return
    for row, record in enumerate(part, start=first):
        if len(record) in {0, width} or not any(map(str.strip, record)):
            continue
        fields = "1 field" if len(record) == 1 else f"{len(record)} fields"
        code, mend = "NP-I017" if len(record) > width else "NP-I018", _mend(record, width, separator)
        findings.fault(file, row, "", None, f"{fields} under {width} columns", mend, code)


def _mend(record: Sequence[str], width: int, separator: str) -> str:
    other = {",": ";", ";": ","}.get(separator, "")
    if other and other in record[0] and len(separator.join(record).split(other)) == width:
        return f'The row is separated by "{other}", the header by "{separator}"; use one of them.'
    if len(record) < width:
        return "Write every field, an empty one too; was the file cut off?"
    if separator == "," and any(a.strip().isdecimal() and b.strip().isdecimal() for a, b in pairwise(record)):
        return 'A decimal comma? Separate the columns by semicolons, or write "3,5" in quotation marks.'
    return "Remove a separator, or put the text that holds it in quotation marks."
