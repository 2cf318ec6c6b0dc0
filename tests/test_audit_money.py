"""The audit of money: a town solved from its files, and faults planted in the audit."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import netplan
from netplan.audit import goals, rules, verify
from netplan.audit.verdict import Verdict
from tests.test_bad_inputs import workspace

SCENARIO = """\
title: {de: Geld, en: Money}
region: town
sector: school
norms: de-sn
years: [2026, 2028]
span: 3
constraints: {minimum_size: report, budget: {per_year: 4 MEUR, total: 9 MEUR, running: yes}}
goals: [unserved, cost]
cost: {discount_rate: 2 %, base_year: 2026}
"""
LEVELS = """\
facility,level,service,places,least,running_eur,per_person_eur
north,z1,grundschule,112,,220000.01,1400.05
north,z2,grundschule,224,90,360000,1400.05
south,z1,grundschule,100,50,230000,
south,z1,*,,,,1200.33
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> netplan.Plan:
    """Solve a town in which people cost something."""
    folder = workspace(tmp_path_factory.mktemp("town") / "workspace")
    for scenario in (folder / "scenarios").iterdir():
        scenario.unlink()
    (folder / "scenarios/money.yaml").write_text(SCENARIO, encoding="utf-8")
    (folder / "data/town/levels.csv").write_text(LEVELS, encoding="utf-8")
    return netplan.solve(netplan.load(folder / "scenarios/money.yaml"), seconds=60, gap=0)


@pytest.fixture(scope="module")
def run(plan: netplan.Plan) -> Path:
    """Return its run folder."""
    assert plan.folder
    return plan.folder


def _failing(verdict: Verdict) -> list[str]:
    return [row.name for row in verdict.rows if not row.passed]


def test_the_audit_agrees_to_the_cent(run: Path) -> None:
    verdict = verify(run)
    assert verdict.passed, str(verdict)
    people = verdict.indicators["per_person_cents"]
    assert isinstance(people, dict)
    assert all(cents > 0 for cents in people.values())
    assert people[2026] % 100


def test_the_comparison_parts_running_cost_as_the_audit_does(plan: netplan.Plan, run: Path) -> None:
    frame = netplan.compare([plan]).as_frame()["money"]
    counted = verify(run).indicators
    for year in ("2026", "2028"):
        whole, people = (frame[name, "cents a year", year] for name in ("running", "running_people"))
        told = [counted[name] for name in ("running_cents", "per_person_cents")]
        assert [whole, people] == [by_year[int(year)] for by_year in told if isinstance(by_year, dict)]
        assert frame["running_fixed", "cents a year", year] == whole - people


FAULTS: dict[str, tuple[Any, str, Callable[..., Any], list[str]]] = {
    "people cost nothing": (goals, "cost_of_people", lambda *_: 0, ["goal cost"]),
    "the budget has no people": (
        rules, "people_by_year", lambda question, _: dict.fromkeys(question.years, 10**10),
        ["budget per year", "budget total"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_planted_in_the_audit_of_money_is_found(run: Path, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, wrong, rows = FAULTS[fault]
    monkeypatch.setattr(module, name, wrong)
    assert _failing(verify(run)) == rows
