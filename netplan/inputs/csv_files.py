"""Read CSV files: UTF-8 or the declared encoding, comma or semicolon, every value as text."""

import codecs
import contextlib
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from netplan.inputs.findings import Findings
from netplan.inputs.records import table_of
from netplan.inputs.table import Layout, Table
from netplan.inputs.texts import same

_DESTROYED = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
"""How UTF-8 umlauts look when they were read as Latin-1 or cp1252."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SEPARATORS = {"\t": "tabs", "|": '"|"', ":": '":"'}


def read_csv(
    path: Path, file: str, layout: Layout, findings: Findings, encoding: str = "", decimal: str = "."
) -> Table | None:
    """Read a CSV file as a table; None, and faults noted, where it is not one.

    `file` is the name that faults show; `encoding` is what region.yaml declares, UTF-8 where it is empty.
    """
    text = decoded(path.read_bytes(), file, findings, encoding)
    if text is None or not _is_printable(text, file, findings):
        return None
    separator = _separator(text, layout)
    if separator not in {",", ";"}:
        what = f"1 column found, the file seems separated by {_SEPARATORS[separator]}"
        findings.fault(file, 1, "", None, what, "Separate the columns by commas or semicolons.", "NP-I003")
        return None
    try:
        return table_of(file, _records(text, separator), layout, decimal, findings, separator)
    except csv.Error:
        what = "a quotation mark is not closed, or text follows a closed one"
        mend = 'Put the whole field in quotation marks, and write one inside it twice: "Schule ""Am Berg""".'
        findings.fault(file, _good_records(text, separator) + 1, "", None, what, mend, "NP-I019")
        return None


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _good_records(text: str, separator: str) -> int:
    """Count the records before the one that cannot be read."""
    number = 0
    with contextlib.suppress(csv.Error):
        for _ in _records(text, separator):
            number += 1
    return number


def decoded(content: bytes, file: str, findings: Findings, encoding: str = "") -> str | None:
    """Decode a text file; None, and a fault noted, where its bytes are not of its encoding."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        findings.fault(file, None, "", None, "saved as UTF-16", "Save it as UTF-8.", "NP-I012")
        return None
    name = encoding or "utf-8"
    try:
        known = codecs.lookup(name).name
        return content.decode("utf-8-sig" if known == "utf-8" else known)
    except LookupError:
        findings.fault(file, None, "", None, f'no encoding is called "{name}"', "Write cp1252 or utf-8.", "NP-I010")
    except UnicodeDecodeError as error:
        byte, row = content[error.start], content.count(b"\n", 0, error.start) + 1
        mend = f"Save the file as UTF-8, or correct encoding: {name} in region.yaml."
        if not encoding:
            mend = f'Save the file as UTF-8, or say encoding: cp1252 in region.yaml (there it is "{_as_cp1252(byte)}").'
        findings.fault(file, row, "", f"0x{byte:02X}", f"the byte is not {name.upper()}", mend, "NP-I010")
    return None


def _as_cp1252(byte: int) -> str:
    return bytes([byte]).decode("cp1252", errors="replace")


def _is_printable(text: str, file: str, findings: Findings) -> bool:
    before = len(findings.faults)
    control = _CONTROL.search(text)
    if control:
        row, sign = text.count("\n", 0, control.start()) + 1, f"0x{ord(control[0]):02X}"
        findings.fault(file, row, "", sign, "a control character", "Save the table again as CSV UTF-8.", "NP-I020")
    destroyed = None if text.isascii() else _DESTROYED.search(text)
    if destroyed:
        row, word = text.count("\n", 0, destroyed.start()) + 1, _word(text, destroyed.start())
        mend = "UTF-8 was read as another encoding; export the table again from where it was still right."
        findings.fault(file, row, "", word, "destroyed umlauts", mend, "NP-I011")
    return len(findings.faults) == before


def _word(text: str, position: int) -> str:
    """Return the field around a position, at most 40 characters of it."""
    start = max(text.rfind(sign, 0, position) for sign in '\n,;"') + 1
    found = re.match(r'[^\n,;"]{0,40}', text[start:])
    return found[0].strip() if found else ""


def _separator(text: str, layout: Layout) -> str:
    """Choose the sign that parts the header into the most columns that are asked for."""
    header = text.partition("\n")[0]

    def known(separator: str) -> tuple[int, int]:
        parts = [same(part.strip(' "')) for part in header.split(separator)]
        return sum(part in layout.columns for part in parts), len(parts)

    best = max((",", ";", *_SEPARATORS), key=known)
    return best if known(best)[1] > 1 else ","
