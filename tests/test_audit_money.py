"""The audit of money: a town solved from its files, and faults planted in the audit."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import netplan
from netplan.audit import grants, life, money, prices, rules, verify
from netplan.audit.verdict import Verdict
from netplan.comparison.payers import by_carrier, by_view, of_transport
from netplan.plan import folder
from netplan.reports.payers import told
from netplan.reports.wording import Wording
from tests.test_bad_inputs import workspace

SCENARIO = """\
title: {de: Geld, en: Money}
region: town
sector: school
norms: de-sn
years: [2026, 2028]
span: 3
constraints:
  minimum_size: report
  budget:
    per_year: 4 MEUR
    periods: {2026-2027: 4 MEUR}
    total: 9 MEUR
    lines: {building: {total: 500000.50 EUR}, school: {per_year: 2 MEUR, running: yes}}
    running: yes
    proceeds: yes
    grants: yes
  grants:
    programmes:
      none: {rate: 90 %, carrier_types: private}
      building: {rate: 33.3 %, total: 1 MEUR, consent: given}
locks: {north: close by 2028}
goals: [unserved, {cost: {view: carrier}}, land_cost, cost]
cost:
  discount_rate: 2 %
  base_year: 2026
  price_base: 2023
  price_index:
    measures: {years: {2020: 116.8, 2023: 162.8}, source: Destatis}
    running: {years: {2021: 103.1, 2023: 116.7}, source: Destatis}
  residual: yes
  transport: yes
"""
MEASURES = """\
facility,measure,from,to,cost_eur,lead_years,first_year,last_year,consent,under_way,proceeds_eur,life_years,price_year,line
north,Anbau,z1,z2,900000,2,,,,,,,2020,
north,Schließung,z1,closed,10000,,,,,,250000.55,,2020,
south,Neubau,closed,z1,500000.50,,,,given,,,40,,building
"""
LEVELS = """\
facility,level,service,places,least,running_eur,per_person_eur,land_eur,land_per_person_eur,price_year
north,z1,grundschule,112,,220000.01,1400.05,,,
north,z2,grundschule,224,90,360000,1400.05,,,
south,z1,grundschule,100,50,30000,,70000.77,,2021
south,z1,*,,,,1100.33,,4321.09,2021
"""


TRANSPORT = "{from: transport_from, cost: transport_cost, by: walk}"
NORMS = """\
    transport_from: {value: 1 km, source: a decree}
    transport_cost: {value: 790.10 EUR, source: a county}
"""
PAYMENT = life.payment


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> netplan.Plan:
    """Solve a town in which people cost something."""
    folder = workspace(tmp_path_factory.mktemp("town") / "workspace")
    for scenario in (folder / "scenarios").iterdir():
        scenario.unlink()
    (folder / "scenarios/money.yaml").write_text(SCENARIO, encoding="utf-8")
    model = (folder / "models/school.yaml").read_text(encoding="utf-8")
    model = model.replace("    least: least\n", f"    least: least\n    transport: {TRANSPORT}\n", 1)
    model = model.replace("norms:\n  all:\n", f"norms:\n  all:\n{NORMS}", 1)
    (folder / "models/school.yaml").write_text(model, encoding="utf-8")
    (folder / "data/town/levels.csv").write_text(LEVELS, encoding="utf-8")
    (folder / "data/town/measures.csv").write_text(MEASURES, encoding="utf-8")
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


def test_the_plan_builds_in_the_south_and_sells_in_the_north(plan: netplan.Plan) -> None:
    frame = netplan.compare([plan]).as_frame()["money"]
    assert {plan.tables.steps.names[plan.tables.steps.name[i]] for i in plan.measures} == {"Neubau", "Schließung"}
    assert frame["proceeds_total", "cents", ""] == round(25_000_055 * 162.8 / 116.8)
    assert frame["residual", "cents", ""] == round(50_000_050 * (1 - 5 / 40) / 1.02**5)


def test_the_plan_takes_the_grant_and_the_report_says_who_pays(plan: netplan.Plan, run: Path) -> None:
    carriers, land, total = by_view(plan)
    assert carriers.grants == -land.grants == round(50_000_050 * 0.333)
    assert (carriers.present + land.present, carriers.running + land.running) == (total.present, total.running)
    assert [one.name for one in by_carrier(plan)] == ["Diakonie", "Stadt"]
    taken = of_transport(plan)
    assert taken
    assert 0 < taken.present == carriers.present - sum(one.present for one in by_carrier(plan))
    assert verify(run).indicators["transport_cents"] == {2026: 0, 2028: taken.running}
    (variant,) = netplan.compare([plan]).variants
    assert told(variant, Wording("de")).rows[1][2].replace(chr(160), " ") == "−166.500 €"
    assert "building,166500.17" in (run / "measures.csv").read_text(encoding="utf-8")
    assert (folder.read(run, plan.tables).chosen == plan.chosen).all()


def test_the_scenario_says_how_money_is_added_up(run: Path) -> None:
    told = netplan.show(run.parent.parent / "scenarios/money.yaml")
    assert "discounted at 2 % to 2026, in prices of 2023, with residual values, straight line by useful life." in told


def _far(run: Path, metres: int) -> list[int]:
    """Count by pair, with another norm, the ways on foot and how many of them are far."""
    root = run.parent.parent
    told = (root / "scenarios/money.yaml").read_text(encoding="utf-8")
    told += f"override: {{transport_from: {{value: {metres} m, source: a test}}}}\n"
    (root / "scenarios/other.yaml").write_text(told, encoding="utf-8")
    tables = netplan.load(root / "scenarios/other.yaml").tables
    (root / "scenarios/other.yaml").unlink()
    walked = tables.pairs.mode == tables.pairs.modes.index("walk")
    return [int(m) for m in tables.pairs.metres[walked & tables.money.is_far]]


def test_a_way_of_just_the_norm_is_far(run: Path) -> None:
    least = min(_far(run, 1))
    assert min(_far(run, least)) == least
    assert least not in _far(run, least + 1)


FAULTS: dict[str, tuple[Any, str, Callable[..., Any], list[str]]] = {
    "people cost nothing": (
        money, "cost_of_people", lambda *_: 0, ["goal carrier_cost", "goal land_cost", "goal cost"],
    ),
    "nobody is taken": (money, "cost_of_way", lambda *_: 0, ["goal carrier_cost", "goal cost"]),
    "nothing is left at the end": (money, "residual", lambda *_: 0, ["goal carrier_cost", "goal cost"]),
    "grants cost nobody anything": (money, "grant", lambda *_: 0, ["goal carrier_cost", "goal land_cost"]),
    "grants are all there is": (grants, "granted", lambda *_: 7, ["grants"]),
    "programmes are for everybody": (grants, "fits", lambda *_: True, ["grants"]),
    "prices are taken as they are": (
        prices.Prices, "carried", lambda _, __, cents, ___: cents,
        ["payments", "goal carrier_cost", "goal land_cost", "goal cost"],
    ),
    "measures bring nothing in": (
        life, "payment", lambda *given: replace(PAYMENT(*given), proceeds=0), ["goal carrier_cost", "goal cost"],
    ),
    "the budget has no people": (
        rules, "people_by_year", lambda question, _: dict.fromkeys(question.years, 10**10),
        ["budget per year", "budget 2026-2027", "budget total", "budget school per year"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_planted_in_the_audit_of_money_is_found(run: Path, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, wrong, rows = FAULTS[fault]
    monkeypatch.setattr(module, name, wrong)
    assert _failing(verify(run)) == rows
