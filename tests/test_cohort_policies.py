"""Who goes where in cohorts: policies, stability, shares within the target and free places; found by hand."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from netplan.constraints import Assignment, Stability
from tests.oracle.brute_force import best
from tests.oracle.checks import answered, disagreements
from tests.oracle.policy import District, Policies
from tests.oracle.provision import Provision, Share
from tests.oracle.question import Cohorts, Facility, Goal, Level, Measure, Question, Service
from tests.oracle.translation import case_of

SMALL = Level((4,), (0,))
NEAR, FAR = (Facility(name, f, "small", {"small": SMALL}, ()) for f, name in enumerate(("near", "far")))
ENDING = Level((4,), (0,), stays=3, then="closed", intake=False, runs_out=True)
RUNS_OUT = replace(NEAR, today="ending", levels={"small": SMALL, "ending": ENDING})


def _ask(people: tuple[int, ...], *schools: Facility, **changes: Any) -> Question:
    """Return one cell, two grades and two years: the intakes of 2026 and 2027, then those in grade 2.

    Near is 100 s away, far 400 s; the target is 300 s.
    """
    plain: dict[str, Any] = {"goals": (Goal("unserved"), Goal("person_minutes")), "cohorts": Cohorts((4,))}
    plain |= {"seconds": (((100,), (400,)),), "facilities": schools or (NEAR, FAR)} | changes
    return Question((2026, 2027), (1, 1), (Service("school", 900, 300),), ((people,),), **plain)


def _values(question: Question) -> list[int] | None:
    """Return the value of each goal, as brute force and netplan agree."""
    plan = answered(question)
    assert disagreements(question) == []
    assert (plan is None) == (best(question) is None)
    return None if plan is None else [goal.value for goal in plan.goals]


def test_an_intake_of_a_cell_goes_as_a_whole_and_those_there_already_may_be_divided() -> None:
    """Near has two places: of an intake of three two go near or, together, all go far; in grade 2 two stay near."""
    schools = (replace(NEAR, levels={"small": Level((2,), (0,))}), FAR)
    whole = Policies(("whole_cells",))
    assert _values(_ask((3, 0, 0), *schools)) == [0, 2 * (2 * 100 + 400)]
    assert _values(_ask((3, 0, 0), *schools, policies=whole)) == [0, 2 * 3 * 400]
    assert _values(_ask((0, 0, 3), *schools, policies=whole)) == [0, 2 * 100 + 400]


def test_a_school_that_runs_out_is_no_ones_nearest() -> None:
    """Near takes nobody in: its one child in grade 2 stays near, the intakes go far, two children · years and one."""
    question = _ask((1, 1, 1), RUNS_OUT, FAR, policies=Policies(("nearest",)))
    assert _values(question) == [0, 100 + 2 * 400 + 400]


def test_an_intake_belongs_to_the_district_of_its_first_year() -> None:
    """Far until 2026, near from 2027 on: the intake of 2026 stays far for both its years."""
    districts = (District(0, 0, "far"), District(0, 0, "near", 2027))
    assert _values(_ask((1, 1, 0), policies=Policies(("districts",), 0, districts))) == [0, 2 * 400 + 100]


@pytest.mark.parametrize(("most", "seconds"), [(0, 2 * 2 * 400 + 400), (1, 2 * 400 + 2 * 100 + 100), (2, 5 * 100)])
def test_an_intake_is_anew_in_its_first_year_only(most: int, seconds: int) -> None:
    """All belong to far: of two who enter in 2026 so many may go near, and the one of 2027 in a year of its own."""
    policies = Policies((), 0, (District(0, 0, "far"),), most)
    assert _values(_ask((2, 1, 0), policies=policies)) == [0, seconds]


def test_those_there_already_are_nobody_anew() -> None:
    policies = Policies((), 0, (District(0, 0, "far"),), 0)
    assert _values(_ask((0, 0, 2), policies=policies)) == [0, 2 * 100]


def _provision(**asked: Any) -> Provision:
    return Provision((0,), (0, 0), (((1, 1), (1, 1)),), **asked)


def test_a_share_is_within_the_target_in_every_year_of_the_stay() -> None:
    """Three intakes of two in two places each: in 2027 half of four are near enough, and 50 % is kept, 51 % is not."""
    two = Level((2,), (0,))
    schools = [replace(school, levels={"small": two}) for school in (NEAR, FAR)]
    for least, values in ((500, [0, 2 * 2 * 100 + 2 * 400 + 2 * 400]), (510, None)):
        question = _ask((2, 2, 2), *schools, provision=_provision(within=Share(least)), everyone_served="enforce")
        assert _values(question) == values


@pytest.mark.parametrize(("survival", "is_built"), [((), True), ((Fraction(1, 2),), False)])
def test_free_places_are_counted_over_all_intakes_that_are_there(survival: Any, *, is_built: bool) -> None:
    """Three places near: two who enter and two in grade 2 are four, or three where half have left."""
    three = replace(NEAR, levels={"small": Level((3,), (0,))})
    site = replace(FAR, today="closed", measures=(Measure("closed", "small", 1),))
    question = _ask(
        (2, 2, 0), three, site, seconds=(((100,), (200,)),), cohorts=Cohorts((4,), survival),
        provision=_provision(free="enforce"),
    )  # fmt: skip
    forbidden = case_of(question).forbidden.steps
    opens = (case_of(question).tables.steps.before == 0) & (case_of(question).tables.steps.after != 0)
    assert forbidden[opens].tolist() == [True, not is_built]
    assert disagreements(question) == []


def _formulas(question: Question, rule: Assignment | Stability) -> list[str]:
    tables = case_of(question).tables
    return [line for block in rule.blocks(tables) for line in block.formulas(tables)]


def test_rows_speak_of_intakes_and_of_levels_that_take_people_in() -> None:
    question = _ask((3, 1, 2), RUNS_OUT, FAR, policies=Policies(("nearest",), 0, (District(0, 0, "near"),), 1))
    rules = case_of(question).rules
    assert rules.assignment
    assert rules.stability
    assert _formulas(question, rules.assignment) == [
        "c0 near school 2026: go[c0,far,school,2026] + 3·at[near,small,2026]  ≤  3",
        "c0 near school 2027: go[c0,far,school,2027] + at[near,small,2027]  ≤  1",
    ]
    assert _formulas(question, rules.stability) == [
        "2026: go[c0,far,school,2026]  ≤  1",
        "2027: go[c0,far,school,2027]  ≤  1",
    ]
