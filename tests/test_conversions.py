"""Houses that one facility leaves and another takes: formula, files, by hand, and recomputed by the auditor."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import netplan
from netplan.audit import verify
from netplan.comparison.rooms import conversions
from netplan.constraints import Conversions
from netplan.decisions import symbols
from tests.audit_region import Edit, write_region
from tests.oracle.checks import answered, faults
from tests.oracle.planted_conversions import KEPT_CONVERSIONS
from tests.oracle.translation import case_of
from tests.test_bad_inputs import answer, workspace


def test_the_rows_read_like_the_formula() -> None:
    tables = case_of(KEPT_CONVERSIONS["nobody may use the house"]).tables
    rule = Conversions(into={"f0": "f1", "f1": "not planned"})
    assert [f"{' '.join(row.where)}: {row}" for row in rule.rows(symbols(tables), tables)] == [
        "f0 f1 2026: at[f0,small,2026] + at[f0,large,2026] + at[f1,small,2026] + at[f1,large,2026]  ≤  1"
    ]


@pytest.mark.parametrize(
    ("case", "without"),
    [("both may use the house", 1), ("both may use the house at last", 1), ("nobody may use the house", 0)],
)
def test_a_house_holds_one_of_both(case: str, without: int) -> None:
    """Each has one place, two people come where both could be open."""
    plan = answered(KEPT_CONVERSIONS[case])
    assert plan
    assert (plan.goals[0].value, faults(KEPT_CONVERSIONS[case], plan)) == (without, [])


CASES: Mapping[str, tuple[str, list[Edit], set[str]]] = {
    "closed in the year in which the other opens": ("{zu: neu}", [], set()),
    "open at the same time": ("{alt: neu}", [], {"conversions"}),
    "open at the same time in one year": ("{zu: mobil}", [], {"conversions"}),
    "only reported": ("{alt: neu}, apply: report", [], set()),
    "closed all the time": ("{alt: nie}", [], set()),
}
"""zu closes in 2027, when neu opens; mobil is open from 2026 on, alt always, nie never."""


def _failed(folder: Path, case: str) -> set[str]:
    into, edits, _ = CASES[case]
    rule: Edit = ("design.yaml", "{budget: {", f"{{conversions: {{into: {into}}}, budget: {{")
    return {row.name for row in verify(write_region(folder, [rule, *edits])).rows if not row.passed}


@pytest.mark.parametrize("case", CASES)
def test_the_auditor_sees_a_house_used_twice(case: str, tmp_path: Path) -> None:
    assert _failed(tmp_path, case) == CASES[case][2]


PLANTED: Mapping[str, tuple[str, Any, str]] = {
    "nobody looks": ("used_twice", lambda *_: [], "open at the same time"),
    "closed houses are used": (
        "used_twice", lambda pairs, found: [one for one, _ in pairs if any(h.facility == one for h in found)],
        "closed in the year in which the other opens"),
}  # fmt: skip


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_planted_in_the_auditor_is_caught(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, wrong, case = PLANTED[fault]
    monkeypatch.setattr(f"netplan.audit.conversions.{target}", wrong)
    assert _failed(tmp_path, case) != CASES[case][2]


def test_a_conversion_that_a_plan_cannot_make_is_said(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "workspace")
    facilities, plan = folder / "data/town/facilities.csv", folder / "scenarios/plan.yaml"
    facilities.write_text(facilities.read_text().replace("south,s2", "south,s1"))
    plan.write_text(plan.read_text().replace("constraints:", "constraints:\n  conversions: {into: {north: south}}"))
    assert "NP-W094: Conversions that this plan cannot make: north → south." in answer(folder)
    plan.write_text(plan.read_text().replace("locks: {north: keep}\n", ""))
    assert not any("NP-W094" in line for line in answer(folder))


@pytest.mark.slow
def test_a_kita_becomes_day_care_in_the_starter(county: Path) -> None:
    case = netplan.load(county / "scenarios/conversion.yaml")
    plan = netplan.solve(case, seconds=60, gap=0.01)
    assert netplan.verify(county / "results/conversion").passed
    made = [one for one in conversions(plan, case) if one.closes and one.opens]
    assert made
    assert all(one.closes <= one.opens and one.cents > 0 for one in made if one.closes and one.opens)
    page = netplan.report([plan], county / "conversion.html").read_text(encoding="utf-8")
    assert "Umwandlungen" in page
