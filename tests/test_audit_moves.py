"""The audit of moves: a town whose school closes at once, solved from its files, and faults planted in it."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from netplan.audit import moves, verify
from tests.test_audit_cohorts import SCENARIO, Rows, edited, failing, solved


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Solve the town; north closes by 2029, and at most 60 children move then."""
    scenario = SCENARIO.replace("minimum_size: enforce", "minimum_size: enforce, moves: {people: 60 persons}")
    return solved(tmp_path_factory.mktemp("moves"), scenario.replace("cost, beyond_target", "moved"))


def _moves(rows: Rows) -> Rows:
    return [row for row in rows if row["grade"] > "1" and row["year"] > "2026"]


def test_who_moves_is_counted_and_conserved(town: Path) -> None:
    verdict = verify(town / "results/four_years")
    assert failing(verdict) == []
    with (town / "results/four_years/assignment.csv").open(newline="") as stream:
        moved = _moves(list(csv.DictReader(stream)))
    assert {row["facility"] for row in moved} == {"south"}
    (row,) = (row for row in verdict.rows if row.name == "moves")
    assert row.found == f"{sum(int(row['people']) for row in moved)} in {moved[0]['year']}"


def test_a_child_that_is_lost_on_the_way_is_found(town: Path, tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        row = _moves(rows)[0]
        row["people"] = str(int(row["people"]) - 1)

    assert {"moves", "everyone in every year"} <= set(failing(edited(town, tmp_path, change)))


def test_a_child_that_comes_out_of_nothing_is_found(town: Path, tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        row = next(row for row in rows if row["facility"] == "south")
        rows.append({**row, "year": "2028", "grade": "3", "people": "1"})

    assert {"moves", "everyone in every year"} <= set(failing(edited(town, tmp_path, change)))


@pytest.mark.parametrize(
    ("where", "what", "fault"),
    [
        ("takes", "no facility takes anybody in", lambda *_: False),
        ("_until", "everybody stays where they went first", lambda _, __, row: row),
        ("quantity", "nobody may move", lambda *_: 0),
    ],
)
def test_a_fault_planted_in_the_audit_is_caught(
    town: Path, monkeypatch: pytest.MonkeyPatch, where: str, what: str, fault: Callable[..., object]
) -> None:
    monkeypatch.setattr(moves, where, fault)
    assert "moves" in failing(verify(town / "results/four_years")), what
