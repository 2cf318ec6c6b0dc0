"""Money by hand: what people cost, and how budgets and goals count it."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from netplan.case.money import carried
from netplan.constraints import Programme as Programmed
from netplan.constraints.budget import Line
from netplan.decisions import symbols
from netplan.indicators import GoalText
from tests.oracle.brute_force import best
from tests.oracle.checks import answered, disagreements
from tests.oracle.question import Budget, Cohorts, Facility, Goal, Level, Measure, Programme, Question, Service
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


ONE = Question(
    years=(2026, 2028),
    spans=(2, 3),
    services=(Service("school", 600, 500),),
    demand=(((2, 2),),),
    seconds=(((100,),),),
    facilities=(
        Facility(
            "new",
            0,
            "closed",
            {"small": Level((4,), (0,)), "large": Level((6,), (0,))},
            (Measure("closed", "small", 1000, life=20), Measure("small", "closed", 10, proceeds=400)),
        ),
    ),
    goals=(Goal("unserved"), Goal("cost")),
)
"""Two children in both years; the school must be built at once, and the years end with 2030."""


def test_what_is_left_of_a_building_counts_where_the_scenario_says_so() -> None:
    """Five of twenty years are over at the end of 2030: 750 of 1,000 are left."""
    assert _values(ONE) == [0, 1000]
    assert _values(replace(ONE, residual=True)) == [0, 250]


def test_what_is_left_is_discounted_from_the_end() -> None:
    """At 100 % interest and five years: 750 / 32 = 23.4375."""
    assert _values(replace(ONE, residual=True, rate=Fraction(1))) == [0, 1000 - 23]


def test_a_facility_that_closes_keeps_no_value_but_may_be_sold() -> None:
    """Nobody is there in 2028: closing costs 10 and brings 400 in, staying open leaves 750."""
    empty = replace(ONE, demand=(((2, 0),),), residual=True)
    assert _values(empty) == [0, 250]
    locked = replace(empty, facilities=(replace(ONE.facilities[0], lock="close by 2028"),))
    assert _values(locked) == [0, 1000 + 10 - 400]


def test_proceeds_may_be_spent_only_where_the_budget_says_so() -> None:
    """Two schools: what one brings in pays for the other; without it nobody can build."""
    old = Facility("old", 0, "small", {"small": Level((1,), (0,))}, (Measure("small", "closed", 0, proceeds=900),))
    both = replace(ONE, facilities=(ONE.facilities[0], old))
    budget = Budget(per_year=(100, 0), proceeds=True)
    assert _values(replace(both, budget=budget)) == [0, 1000 - 900]
    assert _values(replace(both, budget=replace(budget, per_year=(99, 0)))) == [1 * 2 + 1 * 3, 0]
    assert _values(replace(both, budget=replace(budget, proceeds=False))) == [1 * 2 + 1 * 3, 0]


def test_proceeds_above_cost_leave_a_cost_below_zero() -> None:
    old = Facility("old", 0, "small", {"small": Level((1,), (0,))}, (Measure("small", "closed", 1, proceeds=901),))
    nobody = replace(ONE, facilities=(old,), demand=(((0, 0),),), goals=(Goal("unserved"), Goal("cost", percent=10)))
    assert _values(nobody) == [0, -900]


def test_an_amount_of_an_earlier_year_is_carried_to_the_price_base_year() -> None:
    """1,000 of 2020 at 162.8 / 116.8 are 1,393.8 in 2023: to the cent 1394, half-even."""
    index = {2020: Fraction("116.8"), 2023: Fraction("162.8")}
    assert carried(1000, 2020, 2023, index) == 1394
    assert carried(1000, None, 2023, index) == 1000
    assert carried(1, 1, 2, {1: Fraction(2), 2: Fraction(1)}) == 0
    assert carried(3, 1, 2, {1: Fraction(2), 2: Fraction(1)}) == 2


def test_the_rows_of_the_budget_take_proceeds_off() -> None:
    question = replace(ONE, budget=Budget(per_year=(9000, 9000), proceeds=True))
    case = case_of(question)
    rule = next(rule for rule in case.constraints if rule.rule == "budget")
    assert [f"{row.where[0]}: {row}" for row in rule.rows(symbols(case.tables), case.tables)] == [
        f"{year}: 1000·step[new,closed→small,{year}] + 10·step[new,small→closed,{year}] − "
        f"400·step[new,small→closed,{year}]  ≤  9000"
        for year in (2026, 2028)
    ]


GIVEN = replace(
    ONE,
    facilities=(replace(ONE.facilities[0], levels={"small": Level((4,), (0,), running=10, land=25)}),),
    goals=(Goal("unserved"), Goal("carrier_cost"), Goal("land_cost"), Goal("cost")),
)
"""The same school; the Land bears 25 in each of five years, the carrier 10."""


def test_a_grant_is_taken_off_the_carrier_and_borne_by_the_land() -> None:
    """A third of 1,000 are 333."""
    assert _values(replace(GIVEN, programmes=(Programme(33),))) == [0, 670 + 50, 330 + 125, 1000 + 175]
    capped = replace(GIVEN, programmes=(Programme(33, most=300),))
    assert _values(capped) == [0, 700 + 50, 300 + 125, 1000 + 175]


def test_the_first_programme_that_fits_pays() -> None:
    others = (Programme(90, carriers=("church",)), Programme(90, kinds=("close",)), Programme(90, last=2025))
    assert _values(replace(GIVEN, programmes=(*others, Programme(20), Programme(50)))) == [0, 850, 325, 1175]


def test_a_programme_with_a_total_pays_the_whole_grant_or_nothing() -> None:
    """Two schools of 500 each; half of one is what the programme has."""
    school = replace(
        GIVEN.facilities[0], measures=(Measure("closed", "small", 500),), levels={"small": Level((1,), (0,))}
    )
    both = replace(GIVEN, facilities=(school, replace(school, name="other")))
    assert _values(replace(both, programmes=(Programme(50, total=250),))) == [0, 750, 250, 1000]
    assert _values(replace(both, programmes=(Programme(50, total=249),))) == [0, 1000, 0, 1000]


def test_a_budget_counts_the_carriers_own_part_where_it_says_so() -> None:
    funded = replace(GIVEN, programmes=(Programme(40),), goals=(Goal("unserved"), Goal("carrier_cost")))
    granted = Budget(per_year=(600, 0), grants=True)
    assert _values(replace(funded, budget=granted)) == [0, 650]
    assert _values(replace(funded, budget=replace(granted, grants=False))) == [2 * 5, 0]
    assert _values(replace(funded, budget=replace(granted, per_year=(599, 0)))) == [2 * 5, 0]


def test_the_row_of_a_programme_shows_its_grants() -> None:
    case = case_of(replace(GIVEN, programmes=(Programme(40, total=700),)))
    rule = next(rule for rule in case.constraints if rule.rule == "grants")
    assert [f"{row.where[0]}: {row}" for row in rule.rows(symbols(case.tables), case.tables)] == [
        "p0: 400·step[new,closed→small,2026] + 400·step[new,closed→small,2028]  ≤  700"
    ]


@pytest.mark.parametrize(("view", "goal"), [("carrier", "carrier_cost"), ("land", "land_cost"), ("total", "cost")])
def test_a_view_of_cost_is_a_goal_of_its_own(view: str, goal: str) -> None:
    told = GoalText.model_validate({"cost": {"view": view, "tolerance": "2 EUR"}})
    assert (told.name, told.amount) == (goal, 200)


def test_the_rows_of_a_budget_line_count_what_belongs_to_it() -> None:
    """The building belongs to the line `roof`, closing and the school to `town`; 2026 stands for two years."""
    (school,) = ONE.facilities
    built, closed = school.measures
    levels = {"small": Level((4,), (0,), running=7)}
    school = replace(school, measures=(replace(built, line="roof"), closed), levels=levels, per_person=(3,))
    roof, town = Budget(periods=((2026, 2027, 900), (2026, 2028, 1500))), Budget(total=60, running=True)
    question = replace(ONE, facilities=(school,), budget=Budget(lines=(("roof", roof), ("town", town))))
    case = case_of(question)
    rule = next(rule for rule in case.constraints if rule.rule == "budget")
    of_2026, of_2028 = "1000·step[new,closed→small,2026]", "1000·step[new,closed→small,2028]"
    closing = [f"10·step[new,small→closed,{year}]" for year in (2026, 2028)]
    running = [f"(7·at[new,small,{year}] + 3·load[new,school,{year}])" for year in (2026, 2028)]
    assert [f"{' '.join(row.where)}: {row}" for row in rule.rows(symbols(case.tables), case.tables)] == [
        f"roof 2026-2027: {of_2026}  ≤  900",
        f"roof 2026-2028: {of_2026} + {of_2028}  ≤  1500",
        f"town total: {closing[0]} + 2·{running[0]} + {closing[1]} + 3·{running[1]}  ≤  60",
    ]


def test_a_line_may_be_short_of_money_where_the_whole_budget_is_not() -> None:
    (school,) = ONE.facilities
    with_line = replace(ONE, facilities=(replace(school, line="church"),))
    enough, short = Budget(total=1000), Budget(total=999)
    assert _values(replace(with_line, budget=Budget(total=2000, lines=(("church", enough),)))) == [0, 1000]
    assert _values(replace(with_line, budget=Budget(total=2000, lines=(("church", short),)))) == [2 * 5, 0]
    assert _values(replace(with_line, budget=Budget(total=2000, lines=(("town", short),)))) == [0, 1000]


def test_a_period_counts_the_listed_years_in_it() -> None:
    """Building costs 1,000 in the year in which it is needed; nobody is there before 2028."""
    late = replace(ONE, demand=(((0, 2),),))
    assert _values(replace(late, budget=Budget(periods=((2026, 2027, 0),)))) == [0, 1000]
    assert _values(replace(late, budget=Budget(periods=((2026, 2028, 999),)))) == [2 * 3, 0]


def test_people_are_taken_from_just_the_norm_on() -> None:
    """Two children 100 m and two 400 m away; who is as far as the norm is taken, for 9 EUR a year in five years."""
    two_cells = replace(ONE, demand=(((2, 2),), ((2, 2),)), seconds=(((100,),), ((400,),)), cohorts=Cohorts((0,)))
    assert _values(replace(two_cells, transport=((400, 900),))) == [0, 1000 + 5 * 2 * 900]
    assert _values(replace(two_cells, transport=((401, 900),))) == [0, 1000]
    assert _values(replace(two_cells, transport=((100, 900),))) == [0, 1000 + 5 * 4 * 900]


def test_transport_may_be_dearer_than_the_nearer_school() -> None:
    """Nearby a child costs 2.00 EUR more; beyond 300 m transport costs 2.50 EUR."""
    assert _values(replace(TWO, transport=((300, 250),))) == [0, FIXED + 9 * 300, 9 * 100]
    assert _values(replace(TWO, transport=((300, 150),))) == [0, FIXED + 9 * 250, 9 * 400]


def test_a_comparison_tells_lines_and_programmes_by_what_they_say() -> None:
    """Only what is said: a cap left out, or a line without a total, is not told."""
    line = Line.model_validate({"per_year": "2 MEUR", "periods": {"2026-2027": "3 MEUR"}, "running": "yes"})
    assert str(line) == "(per_year 2 MEUR, periods 2026-2027: 3 MEUR, running)"
    programme = {"rate": "40 %", "kinds": ["open", "extend"], "from": "2026"}
    assert str(Programmed.model_validate(programme)) == "(rate 40 %, kinds open extend, first 2026)"
