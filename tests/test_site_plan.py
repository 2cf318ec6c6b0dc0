"""The site plan of the primary schools: ten school years of cohorts and classes, solved, audited and reported."""

import csv
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

import netplan
from netplan.comparison.schools import school_years

NAME = "site_plan"
YEARS = range(2026, 2036)


@pytest.mark.slow
def test_ten_years_of_cohorts_and_classes_are_solved_audited_and_reported(county: Path) -> None:
    case = netplan.load(county / f"scenarios/{NAME}.yaml")
    plan = netplan.solve(case, seconds=170)
    assert all(goal.gap < 0.05 for goal in plan.goals)
    assert netplan.verify(county / f"results/{NAME}").passed
    told = list(school_years(plan, case))
    assert {one.year for one in told} == set(range(len(YEARS)))
    assert all(max(one.parallel, default=0) <= one.carried for one in told if one.carried)
    assert any(one.regime for one in told)
    page = netplan.report([plan], county / "site_plan.html").read_text(encoding="utf-8")
    assert all(word in page for word in ("Klassen je Jahrgang", "Auslastung", "§ 4b(1) SächsSchulG", "läuft aus"))
    _check_children(county / f"results/{NAME}")


def _check_children(run: Path) -> None:
    """Count the children in and out: a year's are the year before's, less grade 4, and those who enter."""
    in_grade, nowhere = Counter[tuple[int, int]](), Counter[int]()
    for row in _rows(run / "assignment.csv"):
        for grade in range(int(row["grade"]), 5):
            year = int(row["year"]) + grade - int(row["grade"])
            in_grade[year, grade] += int(row["people"])
            nowhere[year] += int(row["people"]) * (not row["facility"])
    there = Counter(nowhere)
    for row in _rows(run / "facilities.csv"):
        there[int(row["year"])] += int(row["people"])
    for before, year in pairwise(YEARS):
        assert there[year] == there[before] - in_grade[before, 4] + in_grade[year, 1]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
