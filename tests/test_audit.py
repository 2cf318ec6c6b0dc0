"""The auditor passes what is right, finds what is wrong, and every fault planted in itself shows."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from netplan.audit import Verdict, verify
from tests.audit_faults import FAULTS
from tests.audit_region import INDICATORS, RUN, seal, write_region

ROOT = Path(__file__).parent.parent


def faulty(verdict: Verdict) -> set[str]:
    return {row.name for row in verdict.rows if not row.passed}


def test_a_plan_that_is_right_by_hand_passes(tmp_path: Path) -> None:
    verdict = verify(write_region(tmp_path))

    assert faulty(verdict) == set(), str(verdict)
    assert verdict.passed


def test_the_indicators_are_those_counted_by_hand(tmp_path: Path) -> None:
    assert dict(verify(write_region(tmp_path)).indicators) == INDICATORS


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_fails_its_row_and_no_other(tmp_path: Path, fault: str) -> None:
    rows, edits = FAULTS[fault]

    verdict = verify(write_region(tmp_path, edits))

    assert faulty(verdict) == set(rows.split(", ")), str(verdict)
    assert not verdict.passed


def test_a_changed_input_is_named_with_the_command_that_solves_again(tmp_path: Path) -> None:
    run = write_region(tmp_path)
    with (tmp_path / "data/tal/people.csv").open("a", encoding="utf-8") as people:
        people.write("c4,0-1,2026,1\n")

    (row,) = verify(run).rows

    assert row.name == "inputs"
    assert not row.passed
    assert row.detail == "data/tal/people.csv has changed since; solve again with: netplan solve scenarios/design.yaml"


def test_an_input_that_came_later_is_named(tmp_path: Path) -> None:
    run = write_region(tmp_path)
    (tmp_path / "data/tal/travel.csv").write_text("cell,site,mode,travel_s,metres\n", encoding="utf-8")

    (row,) = verify(run).rows

    assert row.name == "inputs"
    assert not row.passed
    assert "data/tal/travel.csv is part of this scenario, but run.json does not list it" in row.detail


def test_an_input_outside_the_workspace_is_not_read(tmp_path: Path) -> None:
    run = write_region(tmp_path / "workspace")
    (tmp_path / "outside.csv").write_text("cell\n", encoding="utf-8")
    says = json.loads((run / "run.json").read_text(encoding="utf-8"))
    says["inputs"][0]["path"] = "../outside.csv"
    (run / "run.json").write_text(json.dumps(says), encoding="utf-8")

    assert faulty(verify(run)) == {"inputs"}


@pytest.mark.parametrize("missing", ["run.json", "plan.json", "assignment.csv", "measures.csv", "facilities.csv"])
def test_a_run_folder_that_lacks_a_file_fails_without_an_error(tmp_path: Path, missing: str) -> None:
    run = write_region(tmp_path)
    (run / missing).unlink()

    verdict = verify(run)

    assert faulty(verdict) == {"run folder"}
    assert missing in str(verdict)


def test_a_folder_that_is_not_there_is_said_with_the_command_that_makes_it(tmp_path: Path) -> None:
    assert "make it with: netplan solve scenarios/design.yaml" in str(verify(tmp_path / RUN))


def test_rules_that_are_only_reported_are_counted_and_pass(tmp_path: Path) -> None:
    edits = [
        ("base.yaml", "minimum_size: enforce", "minimum_size: report\n  locks: report"),
        ("base.yaml", "{most: 2}", "{apply: report, most: 1}"),
        ("base.yaml", "{most: 3, least: 3,", "{apply: report, most: 2,"),
        ("design.yaml", "{budget: {", "{everyone_served: report, budget: {apply: report, "),
        ("design.yaml", "{2026: 1000000.75", "{2026: 1000000.74"),
        ("tal/facilities.csv", "close by 2027", "close by 2026"),
        ("tal/levels.csv", "kiga,5,4,", "kiga,5,5,"),
    ]

    verdict = verify(write_region(tmp_path, edits))

    assert verdict.passed, str(verdict)
    assert {row.name: row.found for row in verdict.rows if row.detail} == {
        "locks": "1 not kept (only reported)",
        "minimum_size": "1 not kept (only reported)",
        "budget per year": "1 not kept (only reported)",
        "measures_per_year": "1 not kept (only reported)",
        "open_facilities": "3 not kept (only reported)",
        "everyone_served": "3 not kept (only reported)",
    }


@pytest.mark.parametrize(("least", "rows"), [("alt,klein,kiga,5,5,", set()), ("zu,klein,*,6,5,", {"minimum_size"})])
def test_new_only_asks_minimum_sizes_only_of_facilities_that_a_measure_touched(
    tmp_path: Path, least: str, rows: set[str]
) -> None:
    """`alt` is below its least in 2027 and never touched; `mobil` is touched in 2026."""
    new_only = ("base.yaml", "minimum_size: enforce", "minimum_size: new_only")
    edit = (
        ("tal/levels.csv", "alt,klein,kiga,5,4,", least)
        if least.startswith("alt")
        else ("kita.yaml", "total: 6 persons", "total: 6 persons\n    least_total: 5 persons")
    )

    assert faulty(verify(write_region(tmp_path, [new_only, edit]))) == rows


def test_running_cost_counts_in_a_budget_that_says_so(tmp_path: Path) -> None:
    """2028 has 29,100,000 cents of running cost and no measure; in all 105,000,075 + 42,200,000 + 3 · 29,100,000."""
    exact = (
        "{running: yes, per_year: {2026: 1211000.75 EUR, 2027: 261000 EUR, 2028: 291000 EUR}, total: 2345000.75 EUR}"
    )
    whole = "{per_year: {2026: 1000000.75 EUR, 2027: 50000 EUR, 2028: 0 EUR}, total: 1050000.75 EUR}"

    assert verify(write_region(tmp_path / "exact", [("design.yaml", whole, exact)])).passed
    for limit, row in (("291000", "budget per year"), ("2345000.75", "budget total")):
        short = exact.replace(limit, f"{float(limit) - 0.01:.2f}")
        assert faulty(verify(write_region(tmp_path / limit, [("design.yaml", whole, short)]))) == {row}


def test_tables_with_semicolons_decimal_commas_and_another_encoding_say_the_same(tmp_path: Path) -> None:
    run = write_region(tmp_path, [("sites.csv", "s3,Tal,", "s3,Mühltal,")])
    region = tmp_path / "data/tal"
    for path in region.glob("*.csv"):
        told = path.read_text(encoding="utf-8").replace(",", ";").replace(".", ",")
        path.write_text(told, encoding="cp1252")
    (region / "region.yaml").write_text('decimal: ","\nencoding: cp1252\n', encoding="utf-8")
    seal(tmp_path)

    assert verify(run).passed


def test_times_that_a_planner_brings_replace_the_search(tmp_path: Path) -> None:
    """On foot everything is given, so that what the roads say counts for the bus only."""
    run = write_region(tmp_path)
    given = {("c1", "s1"): 112, ("c2", "s1"): 600, ("c2", "s2"): 0, ("c3", "s2"): 300, ("c2", "s3"): 300}
    given |= {("c3", "s3"): 0, ("c3", "s1"): 500}
    rows = "".join(f"{cell},{site},foot,{seconds},1\n" for (cell, site), seconds in given.items())
    travel = tmp_path / "data/tal/travel.csv"
    travel.write_text(f"cell,site,mode,travel_s,metres\n{rows}", encoding="utf-8")
    seal(tmp_path)
    assert verify(run).passed

    travel.write_text(travel.read_text(encoding="utf-8").replace("c3,s1,foot,500", "c3,s1,foot,499"), encoding="utf-8")
    seal(tmp_path)
    assert faulty(verify(run)) == {"travel", "goal person_minutes"}


def test_a_census_of_one_year_holds_for_all_years(tmp_path: Path) -> None:
    """Without the toddlers of 2028 the person from c3 is one too many."""
    run = write_region(tmp_path)
    people = tmp_path / "data/tal/people.csv"
    head, *rows = people.read_text(encoding="utf-8").splitlines(keepends=True)
    people.write_text(head + "".join(row for row in rows if ",2026," in row), encoding="utf-8")
    seal(tmp_path)

    verdict = verify(run)

    assert faulty(verdict) == {"everyone counted"}
    assert "c3, krippe, 2028: 1 of 0 persons" in str(verdict)


def test_the_command_says_by_its_exit_code_whether_a_plan_stands(tmp_path: Path) -> None:
    good = write_region(tmp_path / "good")
    bad = write_region(tmp_path / "bad", FAULTS["one person is missing"][1])

    def audit(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "netplan.audit", *arguments]
        return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)

    assert audit(str(good)).returncode == 0
    assert audit(str(bad)).returncode == 1
    assert "everyone counted" in audit(str(bad)).stdout
    assert audit().returncode == 2


def test_the_verdict_can_be_kept_as_json(tmp_path: Path) -> None:
    verdict = verify(write_region(tmp_path))

    kept = json.loads(json.dumps(verdict.as_json()))

    assert kept["passed"] is True
    assert [row["name"] for row in kept["rows"]] == [row.name for row in verdict.rows]
    assert kept["indicators"]["unserved"] == {"2026": 1, "2027": 1, "2028": 1}


def test_the_auditor_imports_nothing_of_what_it_checks() -> None:
    imported = set()
    for path in (ROOT / "netplan/audit").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")
    own = {name for name in imported if name.startswith("netplan")}

    words = {"netplan.german.catalogue", "netplan.german.verdicts"}
    assert {name for name in own if not name.startswith("netplan.audit")} == words, "words only, which judge nothing"
    assert {name.split(".")[0] for name in imported - own} - set(sys.stdlib_module_names) == {
        "numpy", "python_calamine", "scipy", "yaml",
    }  # fmt: skip
