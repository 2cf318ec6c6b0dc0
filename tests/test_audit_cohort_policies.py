"""The audit of who goes where in cohorts: a town with districts, neighbours and free places, and planted faults."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

import netplan
from netplan.audit import free_capacity, policies, provision, verify
from tests.test_audit_cohorts import SCENARIO, Rows, edited, failing, solved

RULES = """minimum_size: enforce, assignment: {grundschule: districts}, stability: {people: 12 persons},
  within_target: {least: 10 %, by: region}, free_capacity: enforce"""
TABLES = {
    "districts.csv": "cell,service,facility,may_change\n"
    "c1,grundschule,north,\nc2,grundschule,north,\nc3,grundschule,south,yes\nc4,grundschule,north,yes\n",
    "elsewhere.csv": "area,service,who,share_percent,cell\n"
    ",grundschule,neighbour,20,c1\n,grundschule,private,10,c1\n,grundschule,private,30,c4\n",
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Solve the town with every rule on who goes where; all intakes are more than the 60 places of north in 2028."""
    scenario = SCENARIO.replace("minimum_size: enforce", RULES).replace(", cost, beyond_target", "")
    return solved(tmp_path_factory.mktemp("policies"), scenario, [("grundschule: 112 ", "grundschule: 60 ")], TABLES)


def test_a_plan_that_follows_policies_intake_by_intake_stands(town: Path) -> None:
    verdict = verify(town / "results/four_years")
    assert failing(verdict) == []
    names = {row.name for row in verdict.rows}
    assert {"whole cells: grundschule", "districts: grundschule", "stability", "within_target"} <= names
    assert next(row.found for row in verdict.rows if row.name == "free_capacity") == "1 needed"


def test_an_intake_that_goes_elsewhere_is_away_for_its_whole_stay(town: Path) -> None:
    """Of c1 24.4 % of 20 to 22 enter, five each year, of whom one or two go elsewhere; who is there already stays."""
    tables = netplan.load(town / "scenarios/four_years.yaml").tables
    assert tables.elsewhere is not None
    enter = tables.elsewhere.cells[:, 0]
    assert (enter[:, 1] >= enter[:, 0]).all()
    assert int(enter[0, 3]) == 4 * int(enter[0, 0])
    assert tables.demand.people[0, 0, 4:].tolist() == [5, 0, 0]
    with (town / "results/four_years/elsewhere.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert sum(int(row["people"]) for row in rows if row["year"] == "2029") == int(enter[:, 3].sum())


def test_a_divided_intake_is_found(town: Path, tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        one = next(row for row in rows if row["grade"] == "1" and int(row["people"]) > 1 and row["facility"])
        rows.append({**one, "facility": "", "travel_s": "", "people": "1"})
        one["people"] = str(int(one["people"]) - 1)

    assert "whole cells: grundschule" in failing(edited(town, tmp_path, change))


@pytest.mark.parametrize(
    ("module", "where", "fault", "row"),
    [
        (policies, "ENTRY", 2, "elsewhere"),
        (policies, "largest_remainder", lambda exact: dict.fromkeys(exact, 0), "everyone counted"),
        (policies, "years_of", lambda _, entry: [entry[0]], "elsewhere"),
        (provision, "years_of", lambda _, entry: [entry[0]], "within_target"),
        (free_capacity, "years_there", lambda _, row: [(row.year, 1)], "free_capacity"),
        (policies, "offers", lambda *_: True, "districts: grundschule"),
    ],
)
def test_a_fault_planted_in_the_audit_is_caught(
    town: Path, monkeypatch: pytest.MonkeyPatch, module: object, where: str, fault: Callable[..., object], row: str
) -> None:
    monkeypatch.setattr(module, where, fault)
    assert row in failing(verify(town / "results/four_years"))
