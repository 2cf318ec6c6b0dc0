"""Money by hand: what people cost, and how budgets and goals count it."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from netplan.decisions import symbols
from tests.oracle.brute_force import best
from tests.oracle.checks import answered, disagreements
from tests.oracle.question import Budget, Cohorts, Facility, Goal, Level, Question, Service
from tests.oracle.translation import case_of

LEVELS = {"small": Level((4,), (0,), running=1000)}
NEAR = Facility("near", 0, "small", LEVELS, (), per_person=(300,))
FAR = Facility("far", 1, "small", LEVELS, (), per_person=(100,))
TWO = Question(
    years=(2026, 2027),
    spans=(1, 3),
    services=(Service("school", 600, 500),),
    demand=(((3, 2),),),
    seconds=(((100,), (400,)),),
    facilities=(NEAR, FAR),
    goals=(Goal("unserved"), Goal("cost"), Goal("person_minutes")),
    cohorts=Cohorts((0,)),
)
"""Three children in 2026 and two in 2027, which stands for three years; both schools have room for all."""
FIXED = 2 * 1000 * (1 + 3)


def _values(question: Question) -> list[int]:
    plan = answered(question)
    assert plan is not None
    assert disagreements(question) == []
    return [goal.value for goal in plan.goals]


def test_the_cheaper_school_is_chosen_where_cost_counts_first() -> None:
    """Nine children · years at 1.00 EUR, and 400 s each."""
    assert _values(TWO) == [0, FIXED + 9 * 100, 9 * 400]


def test_the_nearer_school_is_chosen_where_ways_count_first() -> None:
    goals = (Goal("unserved"), Goal("person_minutes"), Goal("cost"))
    assert _values(replace(TWO, goals=goals)) == [0, 9 * 100, FIXED + 9 * 300]


def test_a_budget_that_counts_running_cost_counts_what_people_cost() -> None:
    """2026 leaves 6.00 EUR beside the schools: 1·3 + 2·1 = 5, a second child nearby makes 7; 2027 leaves 2.00 EUR."""
    goals = (Goal("unserved"), Goal("person_minutes"))
    budget = Budget(per_year=(2000 + 600, 2000 + 200), running=True)
    near, far = 100, 2 * 400 + 3 * 2 * 400
    assert _values(replace(TWO, goals=goals, budget=budget)) == [0, near + far]
    one_cent_less = replace(budget, per_year=(2000 + 600, 2000 + 199))
    assert _values(replace(TWO, goals=goals, budget=one_cent_less)) == [3, 100 + 2 * 400 + 3 * 400]


def test_the_total_counts_people_in_every_year_that_a_listed_one_stands_for() -> None:
    goals = (Goal("unserved"), Goal("person_minutes"))
    granted = Budget(total=FIXED + 9 * 100 + 200, running=True)
    assert _values(replace(TWO, goals=goals, budget=granted)) == [0, 100 + 8 * 400]


def test_a_person_who_stays_costs_each_year_by_the_places_it_takes() -> None:
    """At 100 % interest: 300 in 2026, and half a place of 300 in 2027, of which half is 75, together 375 a child."""
    stays: dict[str, Any] = {"cohorts": Cohorts((4,), (Fraction(1, 2),)), "spans": (1, 1), "rate": Fraction(1)}
    alone = replace(TWO, facilities=(NEAR,), seconds=(((100,),),), demand=(((2, 0, 0),),), **stays)
    assert _values(alone) == [0, 1500 + 2 * 375, 2 * 2 * 100]


def test_the_rows_of_the_budget_show_what_people_cost() -> None:
    question = replace(TWO, budget=Budget(per_year=(9000, 9000), running=True))
    case = case_of(question)
    rule = next(rule for rule in case.constraints if rule.rule == "budget")
    rows = rule.rows(symbols(case.tables), case.tables)
    assert [f"{row.where[0]}: {row}" for row in rows] == [
        f"{year}: 1000·at[near,small,{year}] + 1000·at[far,small,{year}] + "
        f"300·load[near,school,{year}] + 100·load[far,school,{year}]  ≤  9000"
        for year in (2026, 2027)
    ]


def test_brute_force_and_hand_agree() -> None:
    stages = best(TWO)
    assert stages is not None
    assert [stage.value for stage in stages] == [0, FIXED + 9 * 100, 9 * 400]
