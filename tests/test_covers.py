"""Rows that round up what areas need: what they prove, who is counted, and who is not."""

from dataclasses import replace

import numpy as np

from netplan.engine.bounds import Bounds
from netplan.engine.certificate import row_names
from netplan.engine.relaxation.covers import RULE, Areas, Cover, Sure
from netplan.engine.relaxation.prices import asked
from netplan.engine.relaxation.relaxed import relaxed
from netplan.engine.relaxation.sweeps import sweep
from netplan.program.facilities import facility_half
from tests.oracle.brute_force import best
from tests.oracle.question import Facility, Goal, Level, Measure, Question, Service
from tests.oracle.translation import case_of

TOWN, PEOPLE = 1_000_000, 150
SMALL = Level((100,), (0,), running=TOWN)
ONE = Facility("one", 0, "closed", {"small": SMALL}, (Measure("closed", "small", 0),))
TWO = replace(ONE, name="two", site=1)
BOTH = Question(
    years=(2026,),
    spans=(1,),
    services=(Service("school", 600, 300),),
    demand=(((PEOPLE,),),),
    seconds=(((100,), (100,)),),
    facilities=(ONE, TWO),
    goals=(Goal("unserved"), Goal("cost")),
)
"""150 people of one cell, and two closed schools of a hundred places each that cost a million to run."""


def _bounds(question: Question) -> Bounds:
    case = case_of(question)
    found = Bounds(case, facility_half(case), 1)
    found.counted(case.goals[0])
    return found


def test_half_a_school_is_a_whole_one() -> None:
    bounds, limits = _bounds(BOTH), {"unserved": 0}
    goal, stages = bounds.problem.case.goals[1], best(BOTH)
    assert stages is not None
    assert stages[1].value == 2 * TOWN
    plain = sweep(asked(bounds.problem, goal, limits), 300).bound
    assert 1.49 * TOWN < plain <= 1.5 * TOWN
    assert 1.99 * TOWN < bounds.prove(goal, limits).proof.bound <= 2 * TOWN


def test_whoever_may_be_left_over_needs_no_place() -> None:
    bounds = _bounds(BOTH)
    question = bounds.prove(bounds.problem.case.goals[1], {"unserved": 50}).question
    assert len(question.problem.row) == len(bounds.problem.row)


def test_who_stays_without_a_place_anyway_is_not_counted() -> None:
    """Where 250 people reach 200 places, all of them are among those whose places are short."""
    bounds = _bounds(replace(BOTH, demand=(((250,),),)))
    assert bounds.fewest is not None
    assert bounds.fewest.bound == 50
    assert bounds.problem.short.tolist() == [1]
    assert Areas(bounds.problem, Sure(bounds.fewest.need == 0, 0)).needed == {}


def test_prices_of_shortage_prove_that_places_are_too_few_beyond_the_way_of_others() -> None:
    """A second cell has a school of its own, and room there is of no use to the first."""
    farther = replace(
        BOTH,
        demand=(((250,),), ((30,),)),
        seconds=(((100,), (100,), (900,)), ((900,), (900,), (100,))),
        facilities=(ONE, TWO, replace(ONE, name="three", site=2)),
    )
    bounds = _bounds(farther)
    assert bounds.fewest is not None
    assert bounds.fewest.bound == 50
    assert bounds.problem.short.tolist() == [1, 0]
    found = bounds.prove(bounds.problem.case.goals[1], {"unserved": 50}).proof.bound
    assert 2.99 * TOWN < found <= 3 * TOWN


def test_a_row_says_what_it_speaks_of() -> None:
    problem = relaxed(case_of(BOTH), facility_half(case_of(BOTH)))
    areas = Areas(problem, Sure(np.ones(len(problem.people), bool), 0))
    cover = Cover(0, 0, 100, (0, 1))
    assert areas.needed == {(0, (0, 1)): [PEOPLE]}
    each, least = areas.row(cover)
    assert (each.max(), least) == (50, 100)
    names = row_names(areas.with_rows([cover]))
    assert names[-1] == (RULE, ("school", "2026", "100", "one", "two"), 0, 1)


def test_areas_of_cases_without_places_to_keep_are_not_looked_at() -> None:
    case = case_of(BOTH)
    rules = case.rules.model_copy(update={"places": None})
    problem = relaxed(replace(case, rules=rules), facility_half(case))
    assert Areas(problem, Sure(np.ones(len(problem.people), bool), 0)).needed == {}
