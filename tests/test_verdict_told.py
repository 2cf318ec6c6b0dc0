"""A verdict is told as people read it, in German and English: euros with cents, minutes, every row by its name."""

import ast
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

import netplan
from netplan.audit.telling import money, told, way
from netplan.audit.verdict import NOT_CHECKED, Check, Verdict
from netplan.cli import main
from netplan.german.catalogue import Catalogue
from netplan.german.verdicts import VERDICTS

AUDIT = Path(netplan.__file__).parent / "audit"
SAID = Catalogue(VERDICTS)


def row(name: str, claimed: str, found: str, detail: str = "") -> Check:
    return Check(name, "", claimed, found, passed=not detail, detail=detail)


VERDICT = Verdict(
    "results/x",
    (
        row("scenario", "grants", "grants"),
        row("payments", "123456789 cents", "123456789 cents"),
        row("budget roofs total", "enforce", "1 not kept", "5000005 cents of 5000000"),
        row("reach", "every row", "longest way 1798 s"),
        row("places", "12345 places", "1234 persons"),
        row("goal cost", "-100", "1234567", "differs by 1234667"),
        row("goal person_minutes", "3661", "3661"),
        row("goal unserved", "1234", "1234"),
    ),
    {},
)


def test_a_verdict_is_told_in_german() -> None:
    assert [re.split(r" {2,}", line.strip()) for line in VERDICT.told("de").splitlines()] == [
        ["Regel", "behauptet", "nachgerechnet"],
        ["Szenario", "grants", "grants", "ok"],
        ["Zahlungen", "1.234.567,89 €", "1.234.567,89 €", "ok"],
        ["Haushalt roofs insgesamt", "gilt", "1 nicht eingehalten", "FEHLER"],
        ["50.000,05 € von 50.000,00 €"],
        ["Reichweite", "jede Zeile", "längster Weg 29 min 58 s", "ok"],
        ["Plätze", "12.345 Plätze", "1.234 Personen", "ok"],
        ["Ziel: Kosten", "−1,00 €", "12.345,67 €", "FEHLER"],
        ["weicht um 12.346,67 € ab"],
        ["Ziel: Wegezeit aller", "61 min 1 s", "61 min 1 s", "ok"],
        ["Ziel: ohne Platz", "1.234", "1.234", "ok"],
        [SAID.german(NOT_CHECKED)],
        ["results/x: 2 von 8 Zeilen FEHLERHAFT"],
    ]
    assert SAID.german(NOT_CHECKED).startswith("Nicht geprüft: dass es keinen besseren Plan gibt")


def test_a_verdict_is_told_in_english() -> None:
    said = VERDICT.told("en")
    assert said == str(VERDICT)
    for text in ("€1,234,567.89", "€50,000.05 of €50,000.00", "longest way 29 min 58 s", "12,345 places", "−€1.00"):
        assert text in said
    assert said.endswith("results/x: 2 of 8 rows at FAULT")


def test_verify_speaks_the_language_of_the_verb(tmp_path: Path) -> None:
    told_in = {lang: CliRunner().invoke(main, ["verify", str(tmp_path), "--lang", lang]) for lang in ("de", "en")}
    assert [done.exit_code for done in told_in.values()] == [1, 1]
    assert "FEHLER" in told_in["de"].output
    assert "er entsteht mit: netplan solve" in told_in["de"].output
    assert "FAULT" in told_in["en"].output
    assert "make it with: netplan solve" in told_in["en"].output


def test_the_record_keeps_plain_values() -> None:
    kept = json.dumps(VERDICT.as_json(), ensure_ascii=False)
    assert "123456789 cents" in kept
    assert "€" not in kept


@pytest.mark.parametrize(
    ("cents", "german"),
    [(Fraction(0), "0,00 €"), (Fraction(-5), "−0,05 €"), (Fraction(100000001), "1.000.000,01 €"),
     (Fraction(301, 2), "1,50 € + 1/2 ct")],
)  # fmt: skip
def test_money_is_written_to_the_cent(cents: Fraction, german: str) -> None:
    assert money(cents, "de") == german


def test_ways_are_written_to_the_second_and_years_stay_years() -> None:
    assert [way(seconds, "de") for seconds in (59, 60, -61, 360_000)] == [
        "59 s",
        "1 min 0 s",
        "−1 min 1 s",
        "6.000 min 0 s",
    ]
    assert told("3744 in 2026, 3380 in 2035", "de") == "3.744 in 2026, 3.380 in 2035"
    assert told("2026: 1352 of at most 1040", "de") == "2026: 1.352 von höchstens 1.040"


def test_every_row_of_the_audit_has_its_german() -> None:
    missing = [text for text in dict.fromkeys(row_texts()) if SAID.unsaid(text)]
    assert not missing, f"Write the German of these texts of rows into netplan/german/verdicts.py: {missing}"


def row_texts() -> Iterator[str]:
    """Yield the names of rows, and what they claim and find, as far as they are written where the row is made."""
    for file in AUDIT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"check", "judged"}:
                yield from written(node.args[0], "budget")
                yield from (text for each in node.args[2:5] for text in written(each, "7"))


def written(node: ast.expr, value: str) -> list[str]:
    """List the words that an expression can be; `value` stands for its values."""
    if isinstance(node, ast.IfExp):
        return [*written(node.body, value), *written(node.orelse, value)]
    parts = node.values if isinstance(node, ast.JoinedStr) else [node] if isinstance(node, ast.Constant) else []
    text = "".join(str(part.value) if isinstance(part, ast.Constant) else value for part in parts)
    is_said = text.endswith((".csv", " cents")) or text == "7 in 7, 7 in 7" or not re.search(r"[a-z]", text)
    return [] if is_said else [text]
