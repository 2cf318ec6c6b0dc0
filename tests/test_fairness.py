"""Those who fare worst, by hand on the tiny region.

Without minimum sizes, as everywhere here: c0's 4 reach north only, c1's 6 north in 5 min and south in 10 min, c2's 2
(2028: 6) south only. North has 8 places, 16 once it is extended in 2028, south has 8. In 2026 two of c1 have to go
south: of 12 people the longest ways of 1.2 take 10 min each.
"""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from netplan.indicators.fairness import tenfold_tenth
from tests.oracle.brute_force import best
from tests.oracle.checks import answered, faults
from tests.oracle.fairness import Fairness
from tests.oracle.question import Goal
from tests.oracle.tiny_region import TINY

EXTENDED = (0, 22_800, 1_399_20)
"""Without limits: nobody without a place, 8,400 + 14,400 s, 1,399.20 EUR."""


def _ends_with(fairness: Fairness, *values: int, goals: tuple[Goal, ...] = TINY.goals) -> None:
    question = replace(TINY, minimum_size="", fairness=fairness, goals=goals)
    plan, stages = answered(question), best(question)
    assert plan is not None
    assert stages is not None
    assert [goal.value for goal in plan.goals] == list(values)
    assert stages[-1].value == values[-1]
    assert faults(question, plan) == []
    assert plan.status == "optimal"


def test_a_tenth_of_twelve_takes_ten_minutes_where_two_do() -> None:
    _ends_with(Fairness(mean=600), *EXTENDED)


def test_a_second_less_for_the_worst_tenth_leaves_one_without_a_place() -> None:
    """Of 11 people the longest ways of 1.1 take 10 + 0.1 · 5 = 10.5 min, on average 9.55 min = 572.7 s."""
    _ends_with(Fairness(mean=599), 2, 2 * (10 * 300 + 600) + 14_400, 1_399_20)
    _ends_with(Fairness(mean=573), 2, 2 * (10 * 300 + 600) + 14_400, 1_399_20)


def test_nobody_may_go_farther_than_the_others_where_the_mean_is_a_second_too_short() -> None:
    _ends_with(Fairness(mean=572), 4, 2 * 10 * 300 + 14_400, 1_399_20)


def test_a_limit_that_is_only_reported_binds_nobody() -> None:
    _ends_with(Fairness(mean=60, apply="report"), *EXTENDED)


def test_the_worst_tenth_is_a_goal() -> None:
    """2026: ten times 12 min, twice; 2028: 16 people, of whom 1.6 take 5 min each: ten times 8 min, three times."""
    goals = (Goal("unserved"), Goal("worst_tenth"), Goal("cost"))
    _ends_with(Fairness(), 0, 60 * (2 * 120 + 3 * 80), 1_399_20, goals=goals)


def test_minutes_of_some_count_more() -> None:
    """c0 and c1 cannot both go north in 2026; c2's minutes count nothing more, c1's twice: all 2 · 2 · 600 s of two.

    2026: 2 · (8 · 300 + 4 · 300 of c1's own again + 2 · 1,200 + 2 · 300); 2028: 3 · (4 · 300 + 2 · 6 · 300 + 6 · 300).
    """
    goals = (Goal("unserved"), Goal("weighted_minutes"), Goal("cost"))
    weights = (Fraction(1), Fraction(2), Fraction(1))
    two_south = 2 * (4 * 300 + 2 * 4 * 300 + 2 * 2 * 600 + 2 * 300)
    _ends_with(Fairness(weights=weights), 0, two_south + 3 * (1200 + 3600 + 1800), 1_399_20, goals=goals)


def test_half_a_second_is_rounded_to_even() -> None:
    """A weight of 201/200 makes 301.5 s of 300 s, which are 302 s, and 1.5 % more of 600 s, 603 s."""
    goals = (Goal("unserved"), Goal("weighted_minutes"))
    weights = (Fraction(201, 200),) * 3
    _ends_with(Fairness(weights=weights), 0, 2 * (10 * 302 + 2 * 603) + 3 * 16 * 302, goals=goals)


def test_an_area_of_high_burden_keeps_a_share_of_its_own() -> None:
    """Two of c1 are beyond 7.5 min in 2026: 4 of 6 within. For a fifth one of c0 has no place, 7,200 s in 2026."""
    _ends_with(Fairness(area=(0, 1, 0), least_area=0, least_high=666), *EXTENDED)
    _ends_with(Fairness(area=(0, 1, 0), least_area=0, least_high=667), 2, 7_200 + 14_400, 1_399_20)


def test_the_gap_of_a_group_to_everybody_is_a_goal() -> None:
    """A target of 5 min for c1: two of its six are beyond in 2026, of all twelve two as well: 1/3 − 1/6 = 167 ‰."""
    goals = (Goal("unserved"), Goal("group_gap"), Goal("cost"))
    fairness = Fairness(groups=(-1, 0, -1), limits=((900, 300),))
    _ends_with(fairness, 0, 167, 1_399_20, goals=goals)


def test_two_go_five_minutes_farther_than_today() -> None:
    """c1's nearest school of today is north, 5 min away; south is 5 min farther."""
    _ends_with(Fairness(more_than=299, most_extra=2), *EXTENDED)
    _ends_with(Fairness(more_than=300, most_extra=0), *EXTENDED)


def test_one_fewer_who_goes_farther_leaves_one_without_a_place() -> None:
    _ends_with(Fairness(more_than=299, most_extra=1), 2, 7_200 + 14_400, 1_399_20)


@pytest.mark.parametrize(
    ("seconds", "people", "tenfold"),
    [
        ([600, 300], [2, 23], 10 * (10 + 10 + 2.5)),
        ([600, 300], [1, 9], 10 * 10),
        ([61], [1], 2),
        ([0], [40], 0),
        ([], [], 0),
    ],
)
def test_a_tenth_need_not_be_whole(seconds: list[int], people: list[int], tenfold: float) -> None:
    assert tenfold_tenth(np.array(seconds, np.int64), np.array(people, np.int64)) == tenfold
