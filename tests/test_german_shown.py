"""What `netplan show` prints has its German: labels, and what each rule says of itself."""

import inspect
import re
from pathlib import Path
from typing import get_args

import pytest

import netplan
from netplan.constraints import Constraint, Rules
from netplan.german.shown import german_line, german_rule

ROOT = Path(__file__).resolve().parents[1]
RULES = [
    kind
    for field in Rules.model_fields.values()
    for kind in get_args(field.annotation)
    if isinstance(kind, type) and issubclass(kind, Constraint)
]
LABELS = ["take-up", "reach ", "target ", "least ", "speed", "roads ", "parallel", "assumed", "Norms", "Rules", "Goals"]
"""English labels that no line of a German model begins a part with."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_says_in_german_what_it_asks_and_where_that_comes_from(rule: type[Constraint]) -> None:
    doc = inspect.getdoc(rule) or ""
    for paragraph in doc.split("\n\n"):
        if paragraph == doc.split("\n\n")[0] or paragraph.startswith("Source:"):
            assert german_rule(paragraph).removeprefix("Quelle:") != paragraph.removeprefix("Source:"), (
                f"Write its German into netplan/german/rules_said.py or rule_sources.py: {paragraph}"
            )


@pytest.mark.parametrize("model", sorted(path.stem for path in (ROOT / "models").glob("*.yaml")))
def test_a_model_is_shown_in_german(model: str) -> None:
    told = netplan.show(ROOT / f"models/{model}.yaml", lang="de")
    assert "\nAngebote\n" in told
    assert "\nRegeln\n" in told
    parts = [part for line in told.splitlines() for part in re.split(r"[,;] ", re.sub(r"\(.*", "", line).strip())]
    assert not [part for part in parts for label in LABELS if part.startswith(label) and " = " not in part]


def test_titles_stand_in_the_language_that_is_asked_for() -> None:
    german, english = (netplan.show(ROOT / "models/primary_school.yaml", lang=lang) for lang in ("de", "en"))
    assert german.startswith("primary_school: Grundschulen, für Kinder\n")
    assert "walk_child: zu Fuß; Straßen walk, Tempo 3,6 km/h (speed_walk_child)" in german
    assert "  cost: Kosten [EUR]" in german
    assert english == netplan.show(ROOT / "models/primary_school.yaml")
    assert "  cost: Kosten / cost [EUR]" in english


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("  least = 3.5 persons (§ 1, from 2020-01-31)", "  least = 3,5 Personen (§ 1, ab 2020-01-31)"),
        ("  reach = 40 min (assumed)", "  reach = 40 min (angenommen)"),
        ("    reach 40 min (reach), target 2 km (t), least 5 persons in sn or 6 persons in rp (least)",
         "    Reichweite 40 min (reach), Zielzeit 2 km (t), mindestens 5 Personen in sn oder 6 Personen in rp (least)"),
        ("  z1: einzügig; school 112 persons, school 1 parallel, 2 rooms of its site, 5 EUR a year (assumed)",
         "  z1: einzügig; school 112 Personen, school 1 Zug, 2 Räume des Standorts, 5 EUR im Jahr (angenommen)"),
        ("  2011: 92.5, 2015: 100", "  2011: 92,5, 2015: 100"),
        ("  unserved: ohne Platz [persons], tolerance 1.5 %", "  unserved: ohne Platz [Personen], Toleranz 1,5 %"),
        ("Goals, in this order", "Ziele, in dieser Reihenfolge"),
    ],
)  # fmt: skip
def test_a_printed_line_keeps_names_and_says_its_words_in_german(english: str, german: str) -> None:
    assert german_line(english) == german


def test_formulas_of_a_rule_stay() -> None:
    said = german_rule(
        "Nobody is left without a place.\n\nΣ_c unserved[c,s,t]  =  0        ∀ s, t\n\nSource: the scenario."
    )
    assert said == "Niemand bleibt ohne Platz.\n\nΣ_c unserved[c,s,t]  =  0        ∀ s, t\n\nQuelle: das Szenario."
