"""Target groups: people of a cell divided once, with ways of their own, and what is told of them."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import netplan
from netplan.audit import goals as audited_goals
from netplan.audit import groups as audited
from netplan.audit import verify
from netplan.audit.auditor import judge, read_raw
from netplan.audit.claim import read_claim
from netplan.audit.reading import RawWorkspace
from netplan.comparison import compare
from netplan.comparison.groups import fares
from netplan.demand.groups import split
from netplan.indicators.fairness import group_gap
from netplan.inputs.findings import Findings
from netplan.plan import Plan
from netplan.plan.folder import read
from netplan.reports.social import told
from netplan.reports.wording import Wording
from netplan.workspace.notices import notice_ways
from tests.test_bad_inputs import edit, workspace

HALF = Fraction(1, 2)


def test_people_of_an_area_are_divided_by_largest_remainder_and_counted_once() -> None:
    """A fifth of 3, 3 and 4 people is 2 in all: 0.6, 0.6, 0.8 → 1, 0, 1; half of the rest, by 1/2 ÷ 4/5: 5 of 8."""
    people = np.array([[[3]], [[3]], [[4]]])
    shares = [[dict.fromkeys(range(3), Fraction(1, 5))], [dict.fromkeys(range(3), HALF)]]
    found = split(people, shares, np.array([0, 0, 0]), ("a", "b", "c"))
    assert found[:, :, 0, 0].tolist() == [[1, 0, 1], [1, 2, 2]]


def test_two_groups_may_be_everybody() -> None:
    people = np.array([[[1]], [[2]]])
    shares = [[dict.fromkeys(range(2), HALF)], [dict.fromkeys(range(2), HALF)]]
    found = split(people, shares, np.array([0, 1]), ("a", "b"))
    assert found.sum(axis=0).tolist() == people.tolist()


GROUPS = """\
groups:
  no_bus:
    title: {de: ohne Bus, en: without a bus}
    modes: [walk]
    target: target_no_bus
    weight: weight_no_bus
area_weights: {high: weight_high}
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base of the bad inputs with a group: half of the children of Süd cannot take the bus, all of cell c1."""
    folder = workspace(tmp_path_factory.mktemp("groups") / "workspace")
    edit(folder, "models/school.yaml", "levels:\n  z1:", f"{GROUPS}levels:\n  z1:")
    edit(
        folder,
        "models/school.yaml",
        "    wait: {value",
        "    target_no_bus: {value: 20 min}\n    weight_no_bus: {value: 150 %}\n    weight_high: {value: 120 %}\n"
        "    wait: {value",
    )
    (folder / "data/town/groups.csv").write_text(
        "group,area,cell,service,share_percent\nno_bus,Süd,,,50\nno_bus,,c1,grundschule,100\nno_bus,,c1,,30\n",
        encoding="utf-8",
    )
    (folder / "data/town/social_index.csv").write_text("area,index,class\nNord,70.5,high\n", encoding="utf-8")
    edit(folder, "scenarios/plan.yaml", "1 %}}, person_minutes]", "1 %}}, weighted_minutes]")
    edit(folder, "scenarios/today.yaml", "measures: none", "groups: [no_bus]\nmeasures: none")
    return folder


@pytest.fixture(scope="module")
def plan(town: Path) -> Plan:
    return netplan.solve(netplan.load(town / "scenarios/plan.yaml"), seconds=30, gap=0.0)


def test_a_group_has_rows_of_its_own_with_its_own_ways(town: Path) -> None:
    """97.5 % of 41 in c1 are 40, all in the group; of Süd's 26 and 49, half: 13 and 25, 38 of 75 rounded to even."""
    tables = netplan.load(town / "scenarios/plan.yaml").tables
    demand, pairs = tables.demand, tables.pairs
    assert demand.groups == ("no_bus",)
    assert demand.cells[4:] == ("c1 (no_bus)", "c3 (no_bus)", "c4 (no_bus)")
    assert demand.home.tolist() == [0, 1, 2, 3, 0, 2, 3]
    assert demand.people[[0, 4], 0, 0].tolist() == [0, 40]
    assert int(demand.people[[2, 3, 5, 6], 0, 0].sum()) == 75
    assert int(demand.people[[5, 6], 0, 0].sum()) == 38
    walking = {pairs.modes[m] for m in pairs.mode[np.isin(pairs.cell, [4, 5, 6])].tolist()}
    assert walking == {"walk"}
    assert set(tables.target[np.isin(pairs.cell, [4, 5, 6])].tolist()) == {20 * 60}
    assert set(tables.target[~np.isin(pairs.cell, [4, 5, 6])].tolist()) == {30 * 60}


def test_minutes_count_by_group_and_by_the_social_index_of_the_area(town: Path) -> None:
    """1.2 in the north, 1.5 for the group, both for the group in the north; halves of a second to even."""
    tables = netplan.load(town / "scenarios/plan.yaml").tables
    demand, pairs = tables.demand, tables.pairs
    assert demand.social_class == ("high", "")
    assert demand.social_index[0] == 70.5
    factor = {0: Fraction(6, 5), 1: Fraction(6, 5), 2: Fraction(1), 3: Fraction(1)}
    factor |= {4: Fraction(9, 5), 5: Fraction(3, 2), 6: Fraction(3, 2)}
    expected = [round(factor[c] * s) for c, s in zip(pairs.cell.tolist(), pairs.seconds.tolist(), strict=True)]
    assert pairs.weighed.tolist() == expected


def test_a_notice_names_cells_and_not_who_of_them_is_in_a_group(town: Path) -> None:
    """Without ways for the children of c1 who are in the group, c1 is out of reach, and nobody learns of whom."""
    tables, findings = netplan.load(town / "scenarios/plan.yaml").tables, Findings()
    assert tables.demand.cells_of(np.array([4, 0, 5])) == ("c1", "c3")
    near = tables.pairs.cell != 4
    columns = {name: getattr(tables.pairs, name)[near] for name in ("cell", "service", "seconds")}
    notice_ways(tables.demand, replace(tables.pairs, **columns), {"grundschule": {"en": "school"}}, findings)
    assert [notice.en for notice in findings.notices] == [
        "school: 1 cell with 40 persons without a facility in reach: c1."
    ]


def test_the_audit_finds_the_same_groups(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    assert plan.folder
    verdict = verify(plan.folder)
    assert verdict.passed, str(verdict)
    with monkeypatch.context() as patch:
        patch.setattr(audited, "largest_remainder", lambda exact: {cell: int(part) for cell, part in exact.items()})
        assert "everyone counted" in {row.name for row in verify(plan.folder).rows if not row.passed}
    with monkeypatch.context() as patch:
        patch.setattr(audited, "told_apart", lambda _, __, demand: dict(demand))
        patch.setattr("netplan.audit.auditor.told_apart", lambda _, __, demand: dict(demand))
        assert "everyone counted" in {row.name for row in verify(plan.folder).rows if not row.passed}


def test_a_plan_with_groups_is_read_back_as_it_was_written(plan: Plan) -> None:
    assert plan.folder
    again = read(plan.folder, plan.tables)
    assert np.array_equal(again.go, plan.go)
    assert np.array_equal(again.unserved, plan.unserved)


def test_reports_put_the_rows_of_a_cell_together(plan: Plan) -> None:
    placed = plan.by_place
    assert placed.tables.demand.cells == ("c1", "c2", "c3", "c4")
    assert placed.tables.demand.people.sum() == plan.tables.demand.people.sum()
    assert np.array_equal(placed.load, plan.load)
    assert placed.beyond.tolist() == plan.beyond.tolist()


def test_a_report_tells_how_areas_fare_by_social_index(plan: Plan) -> None:
    """Only Nord has an index; it has as many in need as c1 and c2 have."""
    comparison = compare([plan])
    table = told(comparison.baseline, {"Nord": "North"}, Wording("en"))
    people = int(plan.tables.demand.by_year[[0, 1, 4], 0, -1].sum())
    assert [row[:4] for row in table.rows] == [
        ("North", "70.5", "high", str(people)),
        ("whole region", "", "", str(int(plan.tables.demand.by_year[:, 0, -1].sum()))),
    ]
    assert table.rows[-1][-1] == "0.0\N{NO-BREAK SPACE}%"
    assert "class_high_gap_mean" in {line.name for line in comparison.lines()}


def test_a_comparison_tells_of_groups_and_gaps(plan: Plan) -> None:
    comparison = compare([plan])
    found = fares(plan)
    every, own = found[""][0], found["no_bus"][0]
    assert own.people == 78
    lines = {line.name: line.figures[0] for line in comparison.lines()}
    last_every, last = found[""][-1], found["no_bus"][-1]
    assert lines["group_no_bus_people"] == last.people
    assert lines["group_no_bus_unserved"] == last.unserved
    assert last.within is not None
    assert last_every.within is not None
    assert lines["group_no_bus_gap_within"] == last.within - last_every.within
    assert every.people == int(plan.tables.demand.by_year[:, 0, 0].sum())
    assert "ohne Bus: Weg im Mittel" in comparison.told("de")


def test_the_audit_finds_the_same_gap(plan: Plan) -> None:
    assert plan.folder
    says = json.loads((plan.folder / "run.json").read_text(encoding="utf-8"))
    paths = frozenset(entry["path"] for entry in says["inputs"])
    raw = read_raw(RawWorkspace(plan.folder.parents[1], paths), "scenarios/plan.yaml")
    _, outcome = judge(raw, read_claim(plan.folder))
    assert audited_goals.group_gap(outcome) == group_gap(plan) > 0
