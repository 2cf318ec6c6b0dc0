"""Moves: a school that closes at once, and where its children go; the numbers of each docstring are found by hand."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from netplan import case as cases
from netplan.constraints import Row
from netplan.decisions import symbols
from netplan.demand.cohorts import Stay, columns
from netplan.plan import folder
from tests.oracle.brute_force import best
from tests.oracle.checks import answered, disagreements
from tests.oracle.question import Cohorts, Facility, Goal, Level, Measure, Question, Service
from tests.oracle.translation import case_of

BIG = Level((9,), (0,))
NEAR = Facility("near", 0, "small", {"small": BIG}, (Measure("small", "closed", 1),), lock="close by 2027")
FAR = Facility("far", 1, "small", {"small": BIG}, ())


def _ask(*schools: Facility, most: int | None = 9, **changes: Any) -> Question:
    """Return two grades and three years; two enter each year and two are in grade 2 in 2026.

    Near is 100 s away and closes by 2027, far 400 s.
    """
    cohorts = Cohorts((4,), most_moved=most)
    plain: dict[str, Any] = {"goals": (Goal("unserved"), Goal("person_minutes")), "cohorts": cohorts} | changes
    return Question(
        (2026, 2027, 2028), (1, 1, 1), (Service("school", 900, 300),), (((2, 2, 2, 2),),), (((100,), (400,)),),
        schools or (NEAR, FAR), **plain,
    )  # fmt: skip


def _values(question: Question) -> list[int] | None:
    """Return the value of each goal, as brute force and netplan agree."""
    plan = answered(question)
    assert disagreements(question) == []
    assert (plan is None) == (best(question) is None)
    return None if plan is None else [goal.value for goal in plan.goals]


FAR_LATER = 2 * 2 * 400 + 2 * 400
"""The intakes of 2027 and 2028 go far, for two years and for one."""


@pytest.mark.parametrize(
    ("most", "seconds"),
    [
        (2, 2 * (100 + 400) + 2 * 100 + FAR_LATER),
        (1, (100 + 400) + 2 * 400 + 2 * 100 + FAR_LATER),
        (0, 2 * 2 * 400 + 2 * 100 + FAR_LATER),
        (None, 2 * 2 * 400 + 2 * 100 + FAR_LATER),
    ],
)
def test_so_many_go_near_first_and_move_once_it_closes(most: int | None, seconds: int) -> None:
    """Two enter near in 2026 and move far in 2027; who may not move goes far at once. Grade 2 leaves before."""
    assert _values(_ask(most=most)) == [0, seconds]


def test_who_moves_is_counted_once() -> None:
    assert _values(_ask(goals=(Goal("unserved"), Goal("person_minutes"), Goal("moved")))) == [
        0,
        2 * (100 + 400) + 2 * 100 + FAR_LATER,
        2,
    ]
    assert _values(_ask(goals=(Goal("unserved"), Goal("moved"), Goal("person_minutes")))) == [
        0,
        0,
        2 * 2 * 400 + 2 * 100 + FAR_LATER,
    ]


def test_nobody_moves_to_a_school_without_places_or_intake() -> None:
    """Far takes nobody in: who enters could not stay on. With one place, one moves, and one enters in 2028."""
    ending = Level((9,), (0,), intake=False)
    full = replace(FAR, levels={"small": Level((1,), (0,))})
    assert _values(_ask(NEAR, replace(FAR, levels={"small": ending}), goals=(Goal("unserved"),))) == [2 * 2 + 2 * 2 + 2]
    assert _values(_ask(NEAR, full, goals=(Goal("unserved"),))) == [2 + 2 * 2 + 1]


def test_nobody_moves_twice() -> None:
    """Far closes a year after near, with three grades: whoever moved there could not move on."""
    late = replace(NEAR, name="late", site=1, lock="close by 2028")
    question = _ask(NEAR, late, cohorts=Cohorts((6,), most_moved=9), goals=(Goal("unserved"),))
    question = replace(question, demand=(((2, 0, 0, 0, 0),),))
    assert _values(question) == [2 * 3]


def test_who_moves_takes_the_places_of_those_who_are_left() -> None:
    stay = Stay(Fraction(3), {2: Fraction(1, 2), 3: Fraction(9, 10)})
    found = columns([stay], 3, moves=True)
    assert found["share"][0].tolist() == [
        [1000, 500, 450], [0, 1000, 500], [0, 0, 1000], [1000, 900, 0], [1000, 0, 0],
        [0, 500, 450], [0, 900, 0], [0, 0, 500], [0, 0, 450],
    ]  # fmt: skip


def test_those_who_move_are_part_of_an_entry() -> None:
    demand = case_of(_ask(cohorts=Cohorts((6,), most_moved=1))).tables.demand
    assert demand.moving[0].tolist() == [False] * 5 + [True] * 4
    assert demand.origin[0].tolist() == [0, 1, 2, 3, 4, 0, 3, 1, 0]


def test_the_row_counts_who_moves() -> None:
    case = case_of(_ask(most=3))
    rule = case.rules.moves
    assert rule is not None
    rows: list[Row] = list(rule.rows(symbols(case.tables), case.tables))
    assert [str(row) for row in rows] == ["moved[2027]  ≤  3", "moved[2028]  ≤  3"]


def test_a_plan_with_moves_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    case, plan = case_of(_ask()), answered(_ask())
    assert plan is not None
    assert plan.moved.tolist() == [0, 2, 0]
    cases.save(case, tmp_path)
    folder.write(plan, tmp_path)
    read = folder.read(tmp_path, cases.read(tmp_path).tables)
    assert np.array_equal(read.go, plan.go)
    assert "2027,school,c0,far,2,400,2" in (tmp_path / "assignment.csv").read_text(encoding="utf-8")
