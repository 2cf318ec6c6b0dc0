"""A school of several houses: formula, files, by hand, and recomputed by the auditor."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import netplan
from netplan.audit import verify
from netplan.constraints import Branches, MinimumSize
from netplan.decisions import symbols
from tests.audit_region import Edit, write_region
from tests.oracle.checks import answered, faults
from tests.oracle.tiny_region import TINY
from tests.oracle.translation import case_of
from tests.test_bad_inputs import answer, workspace

ONE_SCHOOL = replace(TINY, branches=(("south", "north"),))


def test_the_rows_read_like_the_formula() -> None:
    tables = case_of(ONE_SCHOOL).tables
    rows = [f"{' '.join(row.where)}: {row}" for row in Branches(of={"south": "north"}).rows(symbols(tables), tables)]
    assert rows[0] == (
        "south north 2026: at[south,one,2026] + at[south,two,2026] − (at[north,one,2026] + at[north,two,2026])  ≤  0"
    )
    assert rows[2] == (
        "north 2026 school: load[north,school,2026] + load[south,school,2026]"
        " − (4·at[north,one,2026] + 8·at[north,two,2026])  ≥  0"
    )
    assert len(rows) == 4
    assert list(MinimumSize().rows(symbols(tables), tables)) == []


@pytest.mark.parametrize(("branches", "is_possible"), [((), False), ((("south", "north"),), True)])
def test_a_house_that_is_too_small_stays_as_a_branch(
    branches: tuple[tuple[str, str], ...], *, is_possible: bool
) -> None:
    """One child lives near south, which asks for four and cannot close: alone it is too small, with north it is not."""
    south = replace(TINY.facilities[1], measures=())
    demand = (((4, 4),), ((0, 0),), ((1, 1),))
    question = replace(TINY, facilities=(TINY.facilities[0], south), demand=demand, branches=branches)
    plan = answered(question)
    assert (plan is not None) is is_possible
    assert plan is None or faults(question, plan) == []


LEAST: Edit = ("kita.yaml", "total: 6 persons", "total: 6 persons\n    least_total: 9 persons")
MODEL: Edit = ("kita.yaml", "least_kiga: {value: 3 persons}", "least_kiga: {value: 5 persons}")
CASES: Mapping[str, tuple[str, list[Edit], set[str]]] = {
    "large enough together": ("{mobil: alt}", [MODEL], set()),
    "open without its school": ("{alt: nie}", [], {"branches"}),
    "open after its school": ("{mobil: zu}", [], {"branches"}),
    "only reported": ("{alt: nie}, apply: report", [], set()),
    "too small together": ("{neu: mobil}", [LEAST], {"branches"}),
}  # fmt: skip
"""alt and mobil have 8 to 12 children, mobil and neu 7 in 2028; zu closes in 2027, nie never opens."""


def _failed(folder: Path, case: str) -> set[str]:
    of, edits, _ = CASES[case]
    rule: Edit = ("design.yaml", "{budget: {", f"{{minimum_size: report, branches: {{of: {of}}}, budget: {{")
    return {row.name for row in verify(write_region(folder, [rule, *edits])).rows if not row.passed}


@pytest.mark.parametrize("case", CASES)
def test_the_auditor_judges_the_school_as_a_whole(case: str, tmp_path: Path) -> None:
    assert _failed(tmp_path, case) >= CASES[case][2]
    if not CASES[case][2]:
        assert _failed(tmp_path / "again", case) == set()


PLANTED: Mapping[str, tuple[str, Any, str]] = {
    "nobody asks whether the school is open": ("left_alone", lambda *_: [], "open without its school"),
    "nobody counts the school": ("too_small_together", lambda *_: [], "too small together"),
    "a branch may be open for itself": (
        "left_alone", lambda question, schools, houses: [
            name for names in schools.values() for name in names if houses[name, question.years[0]].is_open],
        "large enough together"),
}  # fmt: skip


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_planted_in_the_auditor_is_caught(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, wrong, case = PLANTED[fault]
    monkeypatch.setattr(f"netplan.audit.branches.{target}", wrong)
    found = _failed(tmp_path, case)
    assert ("branches" in found) != ("branches" in CASES[case][2])


def test_a_main_school_is_known_to_the_tables(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "workspace")
    plan = folder / "scenarios/plan.yaml"
    plan.write_text(plan.read_text().replace("constraints:", "constraints:\n  branches: {of: {south: north}}"))
    assert answer(folder) == ["NP-W066: Assumed, without a source: target = 30 min."]
    assert netplan.load(plan).tables.premises.main.tolist() == [0, 0]


@pytest.mark.slow
def test_small_schools_stay_as_branches_in_the_starter(county: Path) -> None:
    plan = netplan.solve(netplan.load(county / "scenarios/branch_site.yaml"), seconds=60, gap=0.01)
    assert netplan.verify(county / "results/branch_site").passed
    levels, rule = plan.tables.levels, plan.tables.premises.main
    branches = [f for f, main in enumerate(rule.tolist()) if main not in {-1, f}]
    small = [
        levels.facilities[f]
        for f in branches
        for t in range(plan.level.shape[1])
        if 0 < plan.load[f, :, t].sum() < levels.least[f, plan.level[f, t], 0]
    ]
    assert small, "a branch that the law alone would close"
    assert "Außenstelle von Grundschule Markstein" in netplan.report([plan], county / "b.html").read_text("utf-8")
