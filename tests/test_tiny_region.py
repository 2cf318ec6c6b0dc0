"""The tiny region solved by hand; the numbers of each docstring are netplan's and those of brute force.

In 2026 the 12 children meet 16 places: c0's 4 go north, c2's 2 go south, c1's 6 share the 4 places left in the north
and south. South needs 4, so just 2 of c1 go there: 4·300 + 4·300 + 2·600 + 2·300 = 4,200 s, for two years 8,400 s.

In 2028, as it is, 16 children meet 16 places and both schools are full: 4·300 + 4·300 + 2·600 + 6·300 = 5,400 s,
for three years 16,200 s. With north extended all of c1 go there: 4·300 + 6·300 + 6·300 = 4,800 s, so 14,400 s.

Running cost of both schools: 2026 is 2 · 2 · 100 = 400 EUR, 2028 is 0.64 · 3 · (100 + 100) = 384 EUR,
with north extended 0.64 · 3 · (160 + 100) = 499.20 EUR and 500 EUR for the extension, paid in 2026.
"""

from dataclasses import replace

import pytest

from tests.oracle.brute_force import best
from tests.oracle.checks import answered, disagreements, faults
from tests.oracle.question import Budget, Goal, Level, Measure, Most, Question
from tests.oracle.tiny_region import LEVELS, NORTH, SOUTH, TINY

EXTENDED = [0, 22_800, 1_399_20]
"""Nobody without a place, 8,400 + 14,400 s, 400 + 499.20 + 500 EUR."""
AS_IT_IS = [0, 24_600, 784_00]
"""Nobody without a place, 8,400 + 16,200 s, 400 + 384 EUR."""


def _ends_with(question: Question, *values: int) -> None:
    """Hold the plan of netplan, and the last stage of brute force, against numbers found by hand."""
    plan, stages = answered(question), best(question)
    assert plan is not None
    assert stages is not None
    assert [goal.value for goal in plan.goals] == list(values)
    assert stages[-1].value == values[-1]
    assert faults(question, plan) == []
    assert plan.status == "optimal"


def test_north_is_extended_for_shorter_ways() -> None:
    _ends_with(TINY, *EXTENDED)


def test_the_extension_is_paid_two_years_before() -> None:
    plan = answered(TINY)
    assert plan is not None
    (act,) = plan.measures
    steps = plan.tables.steps
    assert (steps.year[act], steps.paid[act], steps.cost[act], steps.present[act]) == (1, 0, 500_00, 500_00)


def test_one_cent_less_and_north_stays_as_it_is() -> None:
    _ends_with(replace(TINY, budget=Budget(per_year=(499_99, 10**6))), *AS_IT_IS)


def test_the_money_must_be_there_in_the_year_it_is_paid() -> None:
    _ends_with(replace(TINY, budget=Budget(per_year=(0, 500_00))), *AS_IT_IS)


def test_a_total_with_running_cost_lets_the_extension_through_to_the_cent() -> None:
    """2 · 200 + 3 · 260 + 500 = 1,680 EUR: nominal, every year it stands for."""
    _ends_with(replace(TINY, budget=Budget(total=1680_00, running=True)), *EXTENDED)
    _ends_with(replace(TINY, budget=Budget(total=1679_99, running=True)), *AS_IT_IS)


@pytest.mark.parametrize(("tolerance", "seconds", "cents"), [(1800, 24_600, 784_00), (1799, 22_800, 1_399_20)])
def test_a_tolerance_on_ways_saves_the_extension(tolerance: int, seconds: int, cents: int) -> None:
    """As it is, ways are 1,800 s longer than the best: within a tolerance of 1,800 s, not of 1,799 s."""
    goals = (Goal("unserved"), Goal("person_minutes", amount=tolerance), Goal("cost"))
    _ends_with(replace(TINY, goals=goals), 0, seconds, cents)


def test_cost_first_leaves_north_as_it_is() -> None:
    _ends_with(replace(TINY, goals=(Goal("unserved"), Goal("cost"), Goal("person_minutes"))), 0, 784_00, 24_600)


def test_a_minimum_size_of_one_more_sends_one_more_child_south() -> None:
    """South with a least of 5 takes a third child of c1 in 2026: 300 s more, for two years 600 s."""
    levels = {**LEVELS, "one": replace(LEVELS["one"], least=(5,))}
    _ends_with(replace(TINY, facilities=(NORTH, replace(SOUTH, levels=levels))), 0, 23_400, 1_399_20)


def test_only_the_extended_school_is_asked_for_a_new_least() -> None:
    """Nothing touches south: it may stay with 4 where 5 are asked for; north extended has 10 children, not 11."""
    one, two = replace(LEVELS["one"], least=(5,)), replace(LEVELS["two"], least=(11,))
    south = replace(SOUTH, levels={"one": one, "two": LEVELS["two"]})
    question = replace(TINY, facilities=(NORTH, south), minimum_size="new_only")
    _ends_with(question, *EXTENDED)
    asked = replace(NORTH, levels={"one": LEVELS["one"], "two": two})
    _ends_with(replace(question, facilities=(asked, south)), *AS_IT_IS)


def test_what_a_phase_leaves_by_itself_is_not_touched() -> None:
    """South is a container today and of itself school one: no measure acted on it, so its least of 5 is not asked."""
    levels = {
        "one": replace(LEVELS["one"], least=(5,)),
        "container": Level(places=(8,), least=(0,), stays=1, then="one"),
    }
    facilities = (NORTH, replace(SOUTH, today="container", levels=levels))
    _ends_with(replace(TINY, facilities=facilities, minimum_size="new_only"), *EXTENDED)


def test_beyond_the_target_are_those_of_c1_in_the_south() -> None:
    """Two of c1 in 2026, for two years; none in 2028 with north extended."""
    goals = (Goal("unserved"), Goal("beyond_target"), Goal("longest_way"))
    _ends_with(replace(TINY, goals=goals), 0, 4, 600)


def test_children_of_c2_stay_without_a_place_when_south_closes() -> None:
    """South closed from 2028: c2's 6 for three years; all 10 others find a place in the extended north."""
    closing = replace(TINY, facilities=(NORTH, replace(SOUTH, lock="close by 2028")), budget=None)
    _ends_with(replace(closing, goals=(Goal("unserved"), Goal("closures"), Goal("open_facilities"))), 18, 1, 2 * 2 + 3)
    assert answered(replace(closing, everyone_served="enforce")) is None


def test_one_measure_a_year_leaves_the_choice_between_two() -> None:
    """South must close by 2028, so north cannot be extended then: c2's 6 and two more have no place for three years.

    Closing south in 2026 already would leave (2 + 2) · 2 + 6 · 3 = 26 without.
    """
    facilities = (NORTH, replace(SOUTH, lock="close by 2028"))
    goals = (Goal("unserved"), Goal("closures"))
    _ends_with(replace(TINY, facilities=facilities, budget=None, measures_per_year=Most(1), goals=goals), 24, 1)


def test_a_container_lasts_one_year_and_then_falls_away() -> None:
    """South gets 4 places in a container that may stay one year.

    In 2026, for one year, 4 of 12 have no place without it; in 2027, for three years, 8 of 16. It is better set up
    in 2027: 4 · 1 + 4 · 3 = 16. If it can only come in 2026 it closes by itself in 2027: 8 · 3 = 24, one closure.
    """
    levels = {"container": Level(places=(4,), least=(0,), stays=1, then="closed")}
    opening = Measure("closed", "container", 70_00)
    south = replace(SOUTH, today="closed", levels=levels, measures=(opening,))
    goals = (Goal("unserved"), Goal("closures"))
    question = replace(TINY, years=(2026, 2027), spans=(1, 3), facilities=(NORTH, south), budget=None, goals=goals)
    _ends_with(question, 16, 0)
    early = replace(south, measures=(replace(opening, last=2026),))
    _ends_with(replace(question, facilities=(NORTH, early)), 24, 1)


def test_brute_force_and_netplan_agree_on_every_order_of_goals() -> None:
    names = ("cost", "person_minutes", "beyond_target", "open_facilities", "closures", "longest_way")
    for turn in range(len(names)):
        order = (*names[turn:], *names[:turn])
        question = replace(TINY, goals=(Goal("unserved"), *(Goal(name) for name in order)))
        assert disagreements(question) == [], order
