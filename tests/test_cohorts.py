"""Cohorts: an intake is assigned once and stays; the numbers of each docstring are found by hand."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from netplan import case as cases
from netplan.constraints import Row
from netplan.decisions import symbols
from netplan.demand.cohorts import Entry, Stay, columns, entries_of
from netplan.engine import solve_here
from netplan.engine.boards import Board
from netplan.engine.highs import Effort, Watch, minimise
from netplan.indicators import GoalText
from netplan.plan import Plan, folder
from netplan.program import state
from netplan.program.merging import merged
from tests.oracle.brute_force import best
from tests.oracle.checks import answered, disagreements
from tests.oracle.instances import question_of
from tests.oracle.question import Cohorts, Facility, Goal, Level, Measure, Question, Service
from tests.oracle.translation import case_of

NEAR = Facility(
    "near",
    0,
    "small",
    {
        "small": Level((4,), (0,)),
        "ending": Level((4,), (0,), stays=1, then="closed", intake=False, runs_out=True),
    },
    (Measure("small", "ending", 10_00), Measure("small", "closed", 10_00)),
)
FAR = Facility("far", 1, "small", {"small": Level((4,), (0,))}, ())
TWO_SCHOOLS = Question(
    years=(2026, 2027, 2028),
    spans=(1, 1, 1),
    services=(Service("school", reach=900, target=300),),
    demand=(((2, 2, 2, 2),),),
    seconds=(((100,), (400,)),),
    facilities=(NEAR, FAR),
    goals=(Goal("unserved"), Goal("person_minutes")),
    cohorts=Cohorts((4,)),
)
"""Two grades; two children enter each year and two are in grade 2 in 2026. Near is 100 s away, far 400 s."""


def _plan(question: Question) -> Plan:
    plan, stages = answered(question), best(question)
    assert plan is not None
    assert stages is not None
    assert disagreements(question) == []
    return plan


def _values(question: Question) -> list[int]:
    return [goal.value for goal in _plan(question).goals]


def test_everyone_goes_to_the_near_school_while_it_has_places() -> None:
    """Twelve children · years at 100 s: the intakes of 2026 and 2027 for two, that of 2028 and grade 2 for one."""
    assert _values(TWO_SCHOOLS) == [0, 12 * 100]


def test_a_school_that_is_closed_in_2028_takes_no_intake_in_2027() -> None:
    """Near has the intake of 2026 (4 children · years) and grade 2 (2); those of 2027 and 2028 go far (4 and 2)."""
    closing = replace(TWO_SCHOOLS, facilities=(replace(NEAR, lock="close by 2028"), FAR))
    plan = _plan(closing)
    assert [goal.value for goal in plan.goals] == [0, 6 * 100 + 6 * 400]
    assert plan.load[0, 0].tolist() == [4, 2, 0]
    assert plan.load[1, 0].tolist() == [0, 2, 4]


def test_a_school_that_runs_out_keeps_its_children_and_takes_none() -> None:
    """In its second and last year of running out near has only grade 2; the intakes fill far, 4 of 4 from 2027 on."""
    ending = replace(NEAR.levels["ending"], stays=2)
    today = replace(NEAR, today="ending", levels={**NEAR.levels, "ending": ending})
    plan = _plan(replace(TWO_SCHOOLS, facilities=(today, FAR)))
    assert [goal.value for goal in plan.goals] == [0, 2 * 100 + 10 * 400]
    assert plan.load[0, 0].tolist() == [2, 0, 0]


def test_a_school_that_is_kept_does_not_run_out() -> None:
    kept = replace(NEAR, lock="keep")
    case = case_of(replace(TWO_SCHOOLS, facilities=(kept, FAR)))
    names = [str(symbols(case.tables).step[int(i)]) for i in case.forbidden.steps.nonzero()[0]]
    assert "step[near,small→ending#1,2026]" in names
    assert "step[near,small→small,2026]" not in names


def test_half_of_the_children_leave_after_the_first_grade() -> None:
    """Three places: 2 + 2 children in 2026 are one too many; later 2 + ½ · 2 = 3 fit."""
    alone = replace(NEAR, levels={"small": Level((3,), (0,))}, measures=())
    question = replace(TWO_SCHOOLS, facilities=(alone,), cohorts=Cohorts((4,), (Fraction(1, 2),)))
    assert _values(question) == [1, 11 * 100]


def test_a_last_half_year_takes_half_a_place_and_counts_whole_on_the_way() -> None:
    """Three places: 2 + ½ · 2 = 3 fit in every year; a child is on its way in each of them."""
    alone = replace(NEAR, levels={"small": Level((3,), (0,))}, measures=())
    plan = _plan(replace(TWO_SCHOOLS, facilities=(alone,), cohorts=Cohorts((3,))))
    assert [goal.value for goal in plan.goals] == [0, 12 * 100]
    assert plan.taken[0, 0].tolist() == [3000, 3000, 3000]


def test_entries_are_intakes_and_then_those_who_are_there_already() -> None:
    kindergarten = Stay(Fraction(7, 2), {})
    assert entries_of(kindergarten, 2) == [Entry(0, 1), Entry(1, 1), Entry(0, 2), Entry(0, 3), Entry(0, 4)]
    assert entries_of(None, 2) == [Entry(0, 1), Entry(1, 1)]


def test_kindergarten_counts_one_one_one_and_a_half() -> None:
    share = columns([Stay(Fraction(7, 2), {})], 5)["share"][0]
    assert share[0].tolist() == [1000, 1000, 1000, 500, 0]
    assert share[7].tolist() == [500, 0, 0, 0, 0]


def test_survival_is_multiplied_from_grade_to_grade_and_rounded_once() -> None:
    stay = Stay(Fraction(4), {2: Fraction(107, 100), 3: Fraction(999, 1000), 4: Fraction(1, 3)})
    assert [stay.share(1, grade) for grade in (1, 2, 3, 4)] == [1000, 1070, 1069, 356]
    assert stay.share(3, 4) == 333


def test_services_with_and_without_a_stay_stand_side_by_side() -> None:
    found = columns([Stay(Fraction(2), {}), None], 2)
    assert found["grades"].tolist() == [2, 1]
    assert found["share"].tolist() == [[[1000, 1000], [0, 1000], [1000, 0]], [[1000, 0], [0, 1000], [0, 0]]]


def _rows(question: Question, rule: str) -> list[Row]:
    case = case_of(question)
    return list(next(one for one in case.constraints if one.rule == rule).rows(symbols(case.tables), case.tables))


def test_minimum_size_waits_until_a_new_school_has_all_grades() -> None:
    levels = {"small": Level((4,), (3,))}
    new = Facility("new", 0, "closed", levels, (Measure("closed", "small", 1),))
    question = replace(TWO_SCHOOLS, facilities=(new,), seconds=(((100,),),), minimum_size="enforce")
    assert [f"{' '.join(row.where)}: {row}" for row in _rows(question, "minimum_size")] == [
        "new 2027 school: load[new,school,2027] − 3·at[new,small,2027] + 3·step[new,closed→small,2027]  ≥  0",
        "new 2028 school: load[new,school,2028] − 3·at[new,small,2028] + 3·step[new,closed→small,2028]  ≥  0",
    ]


def test_a_fraction_of_a_place_breaks_a_row() -> None:
    assert Row(Fraction(7, 2), "≤", 3, ("here",)).violation == 1
    assert Row(Fraction(5, 2), "≥", 3, ("here",)).violation == 1
    assert Row(Fraction(3), "=", 3, ("here",)).violation == 0


def test_a_plan_with_cohorts_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    case = case_of(TWO_SCHOOLS)
    plan = solve_here(case)
    cases.save(case, tmp_path)
    folder.write(plan, tmp_path)
    read = folder.read(tmp_path, cases.read(tmp_path).tables)
    assert np.array_equal(read.go, plan.go)
    assert np.array_equal(read.unserved, plan.unserved)
    lines = (tmp_path / "assignment.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:3] == [
        "year,service,cell,facility,people,travel_s,grade",
        "2026,school,c0,near,2,100,1",
        "2026,school,c0,near,2,100,2",
    ]


WITH_COHORTS = [seed for seed in range(200) if question_of(seed).cohorts]


@pytest.mark.parametrize("goal", ["unserved", "beyond_target", "cost"])
def test_merged_cells_have_the_same_least_of_every_goal_that_counts_people(goal: str) -> None:
    found = 0
    for seed in WITH_COHORTS:
        case = case_of(replace(question_of(seed), everyone_served=""))
        if case.blocks:
            continue  # Rules over who goes where look at cells one by one: the search merges none then.
        least = []
        for one in (case, merged(case)):
            board = Board(state(one))
            question = board.question(board.stage(GoalText.model_construct(name=goal)), {}, integer_people=True)
            answer = minimise(question, Effort(20, presolve=False), Watch())
            least.append(None if answer.values is None else round(float(question.objective @ answer.values), 6))
        assert least[0] == least[1], seed
        found += least[0] is not None
    assert found > len(WITH_COHORTS) // 3


def test_one_listed_year_still_has_grades() -> None:
    """Those who enter and those in grade 2 are told apart, and whole children fill a place: 3 of 4 in three places."""
    alone = replace(NEAR, levels={"small": Level((3,), (0,))}, measures=())
    question = replace(TWO_SCHOOLS, years=(2026,), spans=(1,), demand=(((2, 2),),), facilities=(alone,))
    assert case_of(question).tables.demand.has_cohorts
    assert _values(question) == [1, 3 * 100]
