"""Rules of provision: their rows read like their formulas, and the tiny region shows by hand what they do.

c0, c1 and north lie in area a0, c2 and south in a1. Who lives there, in 2026 and 2028:
a0: 20, 24 children of school age, 30, 30 old persons      a1: 5, 6 children, 10, 10 old persons
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from netplan.constraints import Constraint
from netplan.constraints.free_capacity import places_wanted
from netplan.decisions import symbols
from tests.oracle.brute_force import best
from tests.oracle.checks import answered, disagreements
from tests.oracle.provision import Provision, Share
from tests.oracle.question import Goal, Level, Measure, Question
from tests.oracle.tiny_region import LEVELS, NORTH, SOUTH, TINY
from tests.oracle.translation import case_of

AREAS = Provision((0, 0, 1), (0, 1), (((20, 24), (30, 30)), ((5, 6), (10, 10))))
BY_COST = replace(TINY, goals=(Goal("unserved"), Goal("cost")))


def asking(question: Question = BY_COST, **asked: Any) -> Question:
    """Return a question with areas, in which something is asked of provision."""
    return replace(question, provision=replace(AREAS, **asked))


def rows(question: Question, name: str) -> list[str]:
    case = case_of(question)
    rule: Constraint = next(rule for rule in case.constraints if rule.rule == name)
    return [f"{' '.join(row.where)}: {row}" for row in rule.rows(symbols(case.tables), case.tables)]


def measures(question: Question) -> list[str]:
    """Return what is done, by the names of the region."""
    plan = answered(question)
    assert plan is not None
    assert plan.status == "optimal"
    assert disagreements(question) == []
    steps, facilities = plan.tables.steps, plan.tables.levels.facilities
    return [f"{facilities[steps.facility[i]]} {steps.names[steps.name[i]]}" for i in plan.measures]


def test_coverage_asks_each_area_for_whole_places() -> None:
    """33 % of 20 is 6.6, so 7 places; of 24 it is 7.92, so 8."""
    found = rows(asking(coverage=Share(330, by="both")), "coverage")
    north = "8·at[north,one,2028] + 16·at[north,two,2028]"
    south = "8·at[south,one,2028] + 16·at[south,two,2028]"
    assert found[:2] == [
        "a0 school 2026: 8·at[north,one,2026] + 16·at[north,two,2026]  ≥  7",
        f"a0 school 2028: {north}  ≥  8",
    ]
    assert found[3] == f"a1 school 2028: {south}  ≥  2"
    assert found[5] == f"total school 2028: {north} + {south}  ≥  10"


def test_coverage_keeps_that_of_the_year_before_in_the_smallest_whole_numbers() -> None:
    """24 children follow 20: places now / 24 ≥ places before / 20, that is 5 · now ≥ 6 · before."""
    assert rows(asking(coverage=Share(last_year=True, by="area")), "coverage")[:2] == [
        "a0 school 2026: 8·at[north,one,2026] + 16·at[north,two,2026]  ≥  8",
        (
            "a0 school 2028: 5·(8·at[north,one,2028] + 16·at[north,two,2028]) − "
            "(6·(8·at[north,one,2026] + 16·at[north,two,2026]))  ≥  0"
        ),
    ]


def test_the_reserve_exceeds_need() -> None:
    """12 and 16 persons in need and 10 %: 13.2 and 17.6."""
    assert rows(asking(reserve=Share(100)), "reserve") == [
        (
            "total school 2026: 8·at[north,one,2026] + 16·at[north,two,2026] + "
            "8·at[south,one,2026] + 16·at[south,two,2026]  ≥  14"
        ),
        (
            "total school 2028: 8·at[north,one,2028] + 16·at[north,two,2028] + "
            "8·at[south,one,2028] + 16·at[south,two,2028]  ≥  18"
        ),
    ]


def test_places_per_1000_stay_in_a_corridor() -> None:
    """390 and 610 for each 1,000 of 40 old persons: 15.6 and 24.4."""
    found = rows(asking(corridor=Share(390, 610)), "places_per_1000")
    assert [row.rsplit("  ", 2)[1:] for row in found] == [["≥", "16"], ["≤", "24"]] * 2
    assert found[0].startswith("total school 2026: 8·at[north,one,2026]")


def test_within_the_target_counts_who_is_beyond_it_by_area() -> None:
    """10 children in need in a0 and 75 % within the target: at most 2.5 beyond it, so 2."""
    assert rows(asking(within=Share(750, by="both")), "within_target") == [
        "a0 school 2026: beyond[a0,school,2026]  ≤  2",
        "a0 school 2028: beyond[a0,school,2028]  ≤  2",
        "a1 school 2026: beyond[a1,school,2026]  ≤  0",
        "a1 school 2028: beyond[a1,school,2028]  ≤  1",
        "total school 2026: beyond[a0,school,2026] + beyond[a1,school,2026]  ≤  3",
        "total school 2028: beyond[a0,school,2028] + beyond[a1,school,2028]  ≤  4",
    ]


def test_free_capacity_forbids_the_extension_while_places_are_free() -> None:
    """Within the target c0 and c1 have north only: 10 children, 8 places; within 10 min c1 has south too.

    Then 12 children meet 16 places in 2026, and 16 in 2028.
    """
    question = asking(replace(BY_COST, facilities=(replace(NORTH, measures=(Measure("one", "two", 1),)), SOUTH)))
    near = replace(question, provision=replace(AREAS, free="enforce"))
    assert rows(near, "free_capacity") == []
    far = replace(question, provision=replace(AREAS, free="enforce", free_reach=600))
    assert rows(far, "free_capacity") == [
        "north 2026: step[north,one→two,2026]  ≤  0",
        "north 2028: step[north,one→two,2028]  ≤  0",
    ]


def test_by_cost_alone_nothing_is_done() -> None:
    assert measures(asking()) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"coverage": Share(400, by="area")}, ["north one to two"]),
        ({"coverage": Share(333, by="area")}, []),
        ({"reserve": Share(1)}, ["north one to two"]),
        ({"reserve": Share(0)}, []),
        ({"corridor": Share(401)}, ["north one to two"]),
        ({"corridor": Share(400)}, []),
        ({"within": Share(1000, by="region")}, ["north one to two"]),
        ({"within": Share(875, by="region")}, []),
    ],
)
def test_what_is_asked_decides_whether_north_is_extended(asked: dict[str, Any], expected: list[str]) -> None:
    """In 2028, as it is, there are 8 places in a0 for 24 children, a third of them.

    16 places in all meet 16 in need and 40 old persons, 400 in 1,000; 2 of 16 go beyond the target.
    """
    question = _from_2028(asking(**asked))
    assert measures(question) == expected


def _from_2028(question: Question) -> Question:
    """Let only 2028 count, with north to be had at once."""
    asked = question.provision
    residents = tuple(tuple(group[1:] for group in area) for area in asked.residents)
    return replace(
        question,
        years=(2028,),
        spans=(3,),
        demand=tuple(tuple(cohort[1:] for cohort in cell) for cell in question.demand),
        facilities=(replace(NORTH, measures=(Measure("one", "two", 500_00),)), SOUTH),
        budget=None,
        provision=replace(asked, residents=residents),
    )


def test_the_share_of_places_does_not_fall_when_children_become_more() -> None:
    """8 places for 20 children are 40 %; 24 need 9.6 places."""
    residents = (((20, 24), (30, 30)), ((6, 6), (10, 10)))
    assert measures(asking(coverage=Share(last_year=True, by="area"), residents=residents)) == ["north one to two"]
    residents = (((20, 20), (30, 30)), ((6, 6), (10, 10)))
    assert measures(asking(coverage=Share(last_year=True, by="area"), residents=residents)) == []


def test_more_places_than_the_corridor_are_given_up() -> None:
    """16 places for 40 old persons are 400 in 1,000: at most 399 closes south, though 8 children lose their place."""
    assert measures(_from_2028(asking(corridor=Share(most=399)))) == ["south one to closed"]


def test_people_without_a_place_are_not_within_the_target() -> None:
    """Nobody can be within the target where everything is too far: no plan exists, although nobody need go anywhere."""
    question = _from_2028(asking(within=Share(1, by="area")))
    far = tuple(tuple((901,) for _ in cell) for cell in question.seconds)
    assert best(replace(question, seconds=far)) is None
    assert answered(replace(question, seconds=far)) is None


def test_a_place_is_wanted_where_it_lets_others_move_on() -> None:
    """Three at A or B, four at B only, three places each at A and B: B is full of its own, one of them is left.

    A place at A helps nobody: those who can go there already do. C is near the first group only, so neither.
    """
    people, room = np.array([3, 4]), np.array([3, 3, 0])
    near = np.array([[True, True, True], [False, True, False]])
    assert places_wanted(people, near, room).tolist() == [False, True, False]
    assert places_wanted(np.array([4, 4]), near, room).tolist() == [True, True, True]


def test_nothing_is_built_where_places_are_free_near() -> None:
    """c1's people could have gone south: only where 10 min is too far for them is north extended."""
    asked: dict[str, Any] = {"coverage": Share(400, by="area"), "free": "enforce"}
    question = _from_2028(asking(**asked))
    assert measures(question) == ["north one to two"]
    roomy = {**LEVELS, "one": Level((9,), (4,), running=100_00)}
    south = replace(SOUTH, levels=roomy)
    free = replace(question, facilities=(question.facilities[0], south))
    assert answered(replace(free, provision=replace(free.provision, free_reach=600))) is None
    assert measures(free) == ["north one to two"]
