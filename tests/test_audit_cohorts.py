"""The audit of a plan with cohorts: a town solved from its files, and faults planted in its plan and in the audit."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

import netplan
from netplan.audit import cohorts as audited
from netplan.audit import people as audited_people
from netplan.audit import verify
from netplan.audit.verdict import Verdict
from tests.test_bad_inputs import BAD, workspace

ENDING = """\
  ending:
    title: {de: läuft aus, en: running out}
    places: {grundschule: 112 persons}
    running: 200000 EUR
    intake: no
    phase: {years: 3, then: closed, run_out: yes}
norms:
  all:
    stay: {value: 3.5 years, source: a law}
    intake: {value: 24.4 %, source: a quarter}
    stayers: {value: 90 %, source: a count}
"""
SCENARIO = """\
title: {de: Vier Jahre, en: Four years}
region: town
sector: school
norms: de-sn
years: [2026, 2027, 2028, 2029]
cohorts: yes
constraints: {minimum_size: enforce}
locks: {north: close by 2029}
goals: [unserved, cost, beyond_target]
"""
ATTENDANCE = """\
facility,service,grade,cell,people
north,grundschule,2,c1,5
north,grundschule,3,c2,4
north,grundschule,4,c2,3
,grundschule,4,c3,2
"""
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Solve a town of one school that may run out and one that may be built."""
    return solved(tmp_path_factory.mktemp("town"))


def solved(
    folder: Path,
    scenario: str = SCENARIO,
    edits: Sequence[tuple[str, str]] = (),
    tables: Mapping[str, str] | None = None,
) -> Path:
    """Solve the town with texts of its model replaced by others, and further tables; return its workspace."""
    folder = workspace(folder / "workspace")
    for other in (folder / "scenarios").iterdir():
        other.unlink()
    (folder / "scenarios/four_years.yaml").write_text(scenario, encoding="utf-8")
    model = (BAD / "base/models/school.yaml").read_text(encoding="utf-8")
    model = model.replace("norms:\n  all:\n", ENDING)
    keys = "    least: least\n    stay: stay\n    intake: {6-9: intake}\n    survival: {2: stayers}\n"
    model = model.replace("    least: least\n", keys, 1)
    for old, new in edits:
        assert old in model
        model = model.replace(old, new)
    (folder / "models/school.yaml").write_text(model, encoding="utf-8")
    people = [
        (cell, year, 20 + 7 * c + year % 3) for c, cell in enumerate(("c1", "c2", "c3", "c4")) for year in range(4)
    ]
    lines = [f"{cell},6-9,{2026 + year},{count}" for cell, year, count in people]
    (folder / "data/town/people.csv").write_text("\n".join(["cell,age_group,year,people", *lines, ""]))
    with (folder / "data/town/measures.csv").open("a") as file:
        file.write("north,Auslaufen,z1,ending,1000,,,,,\n")
    (folder / "data/town/attendance.csv").write_text(ATTENDANCE, encoding="utf-8")
    for name, text in (tables or {}).items():
        (folder / "data/town" / name).write_text(text, encoding="utf-8")
    (folder / "data/town/region.yaml").write_text("title: {de: Stadt, en: town}\n", encoding="utf-8")
    netplan.solve(netplan.load(folder / "scenarios/four_years.yaml"), seconds=60, gap=0)
    return folder


def failing(verdict: Verdict) -> list[str]:
    return [row.name for row in verdict.rows if not row.passed]


def edited(town: Path, tmp_path: Path, change: Callable[[Rows], None]) -> Verdict:
    """Judge the plan with another assignment, in a workspace of links to the first."""
    for name in ("data", "models", "scenarios"):
        (tmp_path / name).symlink_to(town / name)
    run, source = tmp_path / "results/four_years", town / "results/four_years"
    run.mkdir(parents=True)
    for file in source.iterdir():
        if file.is_file():
            (run / file.name).write_bytes(file.read_bytes())
    with (run / "assignment.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    change(rows)
    with (run / "assignment.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return verify(run)


def test_the_plan_stands_and_has_those_who_enter_and_those_who_are_there(town: Path) -> None:
    verdict = verify(town / "results/four_years")
    assert failing(verdict) == []
    names = [row.name for row in verdict.rows]
    assert {"intake", "everyone in every year"} <= set(names)
    with (town / "results/four_years/assignment.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {(row["year"], row["grade"]) for row in rows} == {
        *((str(year), "1") for year in range(2026, 2030)),
        *(("2026", grade) for grade in "234"),
    }


def test_places_taken_are_exact_and_shown_rounded(town: Path) -> None:
    """Four intakes take 1, 0.9, 0.9 and 0.45 places a child."""
    plan = netplan.load(town / "scenarios/four_years.yaml").tables.demand
    assert plan.share[0, 0].tolist() == [1000, 900, 900, 450]
    assert plan.share[0, 4:, 0].tolist() == [1000, 1000, 500]


def test_a_child_missing_from_an_intake_is_found(town: Path, tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        rows[0]["people"] = str(int(rows[0]["people"]) - 1)

    assert {"everyone counted", "everyone in every year"} <= set(failing(edited(town, tmp_path, change)))


def test_children_of_another_grade_are_found(town: Path, tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        next(row for row in rows if row["grade"] == "4")["grade"] = "5"

    assert "assignment rows" in failing(edited(town, tmp_path, change))


def test_an_intake_that_comes_a_year_later_is_found(town: Path, tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        first = next(row for row in rows if row["grade"] == "1" and row["year"] == "2026")
        other = next(row for row in rows if (row["cell"], row["year"]) == (first["cell"], "2027"))
        first["people"], other["people"] = "0", str(int(first["people"]) + int(other["people"]))

    assert {"everyone counted", "everyone in every year"} <= set(failing(edited(town, tmp_path, change)))


def test_a_child_that_does_not_stay_where_it_is_is_found(town: Path, tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        moved = next(row for row in rows if (row["facility"], row["grade"]) == ("north", "2"))
        moved |= {"facility": "", "travel_s": ""}

    assert "attendance" in failing(edited(town, tmp_path, change))


def test_those_in_later_grades_are_those_of_attendance(town: Path) -> None:
    tables = netplan.load(town / "scenarios/four_years.yaml").tables
    assert tables.demand.people[:, 0, 4:].tolist() == [[5, 0, 0], [0, 4, 3], [0, 0, 2], [0, 0, 0]]
    assert tables.attendance.people.tolist() == [5, 4, 3]


def test_an_intake_at_a_school_that_runs_out_is_found(town: Path, tmp_path: Path) -> None:
    levels = json.loads((town / "results/four_years/plan.json").read_text(encoding="utf-8"))["levels"]["north"]
    ending = next(year for year, level in levels.items() if "#" in level)

    def change(rows: Rows) -> None:
        entering = next(row for row in rows if (row["grade"], row["year"]) == ("1", ending))
        entering |= {"facility": "north", "travel_s": next(r["travel_s"] for r in rows if r["facility"] == "north")}

    assert "intake" in failing(edited(town, tmp_path, change))


@pytest.mark.parametrize(
    ("where", "what", "fault"),
    [
        ("taken", "a last half year is a whole one", audited.left),
        ("left", "nobody leaves", lambda *_: 1),
        ("grades", "people stay three years", lambda _: 3),
    ],
)
def test_a_fault_planted_in_the_audit_is_caught(
    town: Path, monkeypatch: pytest.MonkeyPatch, where: str, what: str, fault: Callable[..., object]
) -> None:
    monkeypatch.setattr(audited, where, fault)
    if hasattr(audited_people, where):
        monkeypatch.setattr(audited_people, where, fault)
    assert failing(verify(town / "results/four_years")), what
