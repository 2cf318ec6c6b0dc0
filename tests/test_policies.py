"""Who goes where: whole cells, the nearest, today's districts, people assigned anew; by hand on the tiny region.

Without minimum sizes, as everywhere here: c0's 4 reach north only, c1's 6 north in 300 s and south in 600 s, c2's 2
(2028: 6) south only. North has 8 places, 16 once it is extended in 2028, south has 8.
"""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from netplan.constraints import Assignment
from netplan.demand.elsewhere import elsewhere
from netplan.engine import search
from tests.oracle.brute_force import best
from tests.oracle.checks import answered, faults
from tests.oracle.instances import question_of
from tests.oracle.policy import District, Policies
from tests.oracle.question import Question, shown
from tests.oracle.tiny_region import TINY

HOMES = (District(0, 0, "north"), District(1, 0, "north"), District(2, 0, "south"))
EXTENDED = (0, 22_800, 1_399_20)
"""As people go where they may be divided: nobody without a place, 8,400 + 14,400 s, 1,399.20 EUR."""


def _asked(policies: Policies) -> Question:
    return replace(TINY, minimum_size="", policies=policies)


def _ends_with(policies: Policies, *values: int) -> None:
    question = _asked(policies)
    plan, stages = answered(question), best(question)
    assert plan is not None
    assert stages is not None
    assert [goal.value for goal in plan.goals] == list(values)
    assert stages[-1].value == values[-1]
    assert faults(question, plan) == []
    assert plan.status == "optimal"


def test_a_whole_cell_goes_where_all_of_it_fits() -> None:
    """In 2026 c1 fits south only: 2 · (4·300 + 6·600 + 2·300) = 10,800 s; then north is extended: 14,400 s."""
    _ends_with(Policies(("whole_cells",)), 0, 10_800 + 14_400, 1_399_20)


def test_who_finds_the_nearest_full_has_no_place() -> None:
    """In 2026 ten meet north's 8 places, for two years: 2 · (8·300 + 2·300) = 6,000 s."""
    _ends_with(Policies(("nearest",)), 4, 6_000 + 14_400, 1_399_20)


def test_a_tolerance_one_second_too_short_helps_nobody() -> None:
    _ends_with(Policies(("nearest",), tolerance=299), 4, 6_000 + 14_400, 1_399_20)


def test_a_tolerance_of_the_difference_lets_people_go_farther() -> None:
    _ends_with(Policies(("nearest",), tolerance=300), *EXTENDED)


def test_districts_hold_while_their_school_is_open() -> None:
    """In 2026 c0 or c1 finds no place in the north: c0, the fewer. 2 · (6·300 + 2·300) = 4,800 s."""
    _ends_with(Policies(("districts",), districts=HOMES), 2 * 4, 4_800 + 14_400, 1_399_20)


def test_a_district_that_may_change_is_a_whole_cell() -> None:
    homes = (HOMES[0], replace(HOMES[1], may_change=True), HOMES[2])
    _ends_with(Policies(("districts",), districts=homes), 0, 10_800 + 14_400, 1_399_20)


def test_a_district_holds_from_its_year_on() -> None:
    """From 2028 on c1 belongs to the south, whose 8 places do not hold 12: c1 and c2 have 6 children each."""
    homes = (*HOMES, District(1, 0, "south", since=2028))
    _ends_with(Policies(("districts",), districts=homes), 2 * 4 + 3 * 6, 4_800 + 3 * (4 * 300 + 6 * 300), 784_00)


def test_just_so_many_are_assigned_anew() -> None:
    _ends_with(Policies(districts=HOMES, most_anew=2), *EXTENDED)


def test_one_fewer_assigned_anew_leaves_one_without_a_place() -> None:
    """2 · (8·300 + 1·600 + 2·300) = 7,200 s."""
    _ends_with(Policies(districts=HOMES, most_anew=1), 2, 7_200 + 14_400, 1_399_20)


def test_what_is_only_reported_binds_nobody() -> None:
    _ends_with(Policies(("districts",), districts=HOMES, most_anew=0, apply="report"), *EXTENDED)


def test_people_elsewhere_are_whole_and_add_up() -> None:
    """Area 0: 3 + 3 people, 50 % to neighbours and 25 % to private carriers: 4.5 → 4, 3 and 1.5 → 3 and 1.

    Each cell has 2.25 of them: 2 and 2. Area 1 keeps its people.
    """
    people = np.array([[[3]], [[3]], [[5]]])
    half, quarter = {0: Fraction(1, 2), 1: Fraction(1, 2)}, {0: Fraction(1, 4), 1: Fraction(1, 4)}
    cells, by_who = elsewhere(people, [[half], [quarter]], np.array([0, 0, 1]), ("a", "b", "c"))
    assert cells[:, 0, 0].tolist() == [2, 2, 0]
    assert by_who[:, :, 0, 0].tolist() == [[3, 0], [1, 0]]


@pytest.mark.parametrize(
    "said", ["whole_cells", {"nearest": {"tolerance": "5 min"}}, {"name": "nearest", "tolerance": "5 min"}]
)
def test_a_policy_is_read_back_as_it_was_written(said: object) -> None:
    rule = Assignment.model_validate({"grundschule": said})
    assert Assignment.model_validate(rule.model_dump(exclude_none=True)) == rule


def test_whole_cells_of_a_large_program_keep_every_rule_and_an_honest_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large programs look for facilities with cells divided, then for whole cells: a bound below, a plan above."""
    monkeypatch.setattr(search, "is_small", lambda _: False)
    asked = [question_of(seed) for seed in range(400)]
    asked = [one for one in asked if one.policies and {"whole_cells", "districts"} & set(one.policies.by_service)]
    compared = 0
    for question in asked:
        stages, plan = best(question), answered(question)
        assert (stages is None) == (plan is None), shown(question)
        if stages is None or plan is None:
            continue
        compared += 1
        assert faults(question, plan) == [], shown(question)
        assert plan.goals[0].bound <= stages[0].value <= plan.goals[0].best, shown(question)
    assert compared >= 10
