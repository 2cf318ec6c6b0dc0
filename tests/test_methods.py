"""The data sheet says what the proof of a plan rests on."""

import json
from pathlib import Path

import pytest

from netplan.engine import solve
from netplan.engine.methods import PRICED, SMALL_PROGRAM, WAYS, is_small, method_of
from netplan.languages import LANGUAGES
from netplan.reports.datasheet import facts_of
from netplan.reports.wording import Wording
from tests.small_cases import small_case


@pytest.mark.parametrize(("ways", "de", "en"), [
    (SMALL_PROGRAM, "ohne Vorverarbeitung", "without presolve,"),
    (SMALL_PROGRAM + 1, "mit Vorverarbeitung, auf der der Beweis mit ruht", "with presolve, on which the proof rests"),
])  # fmt: skip
def test_the_method_says_whether_the_proof_rests_on_presolve(ways: int, de: str, en: str) -> None:
    said = method_of({"people_ways": ways}, is_completed=False)
    assert is_small({"people_ways": ways}) == (ways == SMALL_PROGRAM)
    assert de in said["de"]
    assert en in said["en"]
    assert all("2 " in said[lang] and "10" in said[lang] for lang in LANGUAGES)
    completed = method_of({"people_ways": ways}, is_completed=True)
    assert completed["de"].startswith("vollendet aus dem besten Zwischenstand")
    assert en in completed["en"]


def test_where_prices_prove_a_solver_is_named_for_proposals_only() -> None:
    said = method_of({PRICED: 3, WAYS: 100_000}, is_completed=False)
    assert "ohne Löser: darauf ruht der Beweis" in said["de"]
    assert "without a solver: the proof rests on these" in said["en"]
    assert said["de"].index("HiGHS") > said["de"].index("lokale Suche")
    assert said["en"].index("HiGHS") > said["en"].index("local search")
    assert "Preise" in said["de"]
    assert "prices" in said["en"]


def test_the_data_sheet_tells_it_in_its_language(tmp_path: Path) -> None:
    made = solve(small_case(3, workspace=tmp_path), seconds=20, threads=1)
    assert made.folder is not None
    run = json.loads((made.folder / "run.json").read_text(encoding="utf-8"))
    assert run["method"] == method_of(run["size"], is_completed=False)
    for lang in LANGUAGES:
        assert (Wording(lang)("run_method"), run["method"][lang]) in facts_of(run, Wording(lang))
