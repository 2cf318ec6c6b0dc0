"""netplan against brute force on questions with all parts of money, and each part decides some of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import pytest

from tests.oracle.brute_force import best
from tests.oracle.checks import disagreements
from tests.oracle.instances import question_of
from tests.oracle.money_instances import with_measure_money, with_money
from tests.oracle.question import Budget, Facility, Question, shown
from tests.oracle.shrinking import shrunk

BLOCK, QUICK, ALL = 25, 50, 2000
DECIDING = 200
"""Questions of which each part of money must decide some."""
SHARE = 0.025


def _facilities(question: Question, change: Callable[[Facility], Facility]) -> Question:
    return replace(question, facilities=tuple(map(change, question.facilities)))


def _without(**changes: object) -> Callable[[Question], Question]:
    """Return a question whose measures do not have something."""

    def change(facility: Facility) -> Facility:
        acts = (replace(act, **changes) for act in facility.measures)  # type: ignore[arg-type]
        return replace(facility, measures=tuple(acts))

    return lambda question: _facilities(question, change)


def _budget(change: Callable[[Budget], Budget]) -> Callable[[Question], Question]:
    def without(question: Question) -> Question:
        return question if question.budget is None else replace(question, budget=change(question.budget))

    return without


def _with_total_view(question: Question) -> Question:
    views = {"carrier_cost": "cost", "land_cost": "cost"}
    return replace(question, goals=tuple(replace(one, name=views.get(one.name, one.name)) for one in question.goals))


WITHOUT: Mapping[str, Callable[[Question], Question]] = {
    "cost per person": lambda question: _facilities(question, lambda f: replace(f, per_person=(), land_per_person=())),
    "proceeds": _without(proceeds=0),
    "prices of several years": _without(price_year=None),
    "residual value": lambda question: replace(question, residual=False),
    "grants": lambda question: replace(question, programmes=()),
    "caps of programmes": lambda question: replace(
        question, programmes=tuple(replace(one, most=None, total=None) for one in question.programmes)
    ),
    "views": _with_total_view,
    "budget lines": _budget(lambda budget: replace(budget, lines=())),
    "periods": _budget(
        lambda budget: replace(
            budget, periods=(), lines=tuple((name, replace(line, periods=())) for name, line in budget.lines)
        )
    ),
    "transport": lambda question: replace(question, transport=()),
}
"""What a question is without one part of money."""


OTHER_PARTS = ("policies", "provision", "measures", "classes", "fairness", "rooms", "conversions", "branches")
"""Parts of a question that were drawn for people who are not counted one by one."""


@cache
def asked(seed: int) -> Question:
    """Return the question of a seed, with money also where it would have none."""
    question = question_of(seed)
    if not any(getattr(question, part) for part in OTHER_PARTS):
        question = with_money(seed, question, 1)
    return with_measure_money(seed, question, 1)


@cache
def answer(seed: int) -> list[int] | None:
    return values(asked(seed))


def values(question: Question) -> list[int] | None:
    stages = best(question)
    return None if stages is None else [stage.value for stage in stages]


def compare(seeds: range) -> None:
    told = []
    for seed in seeds:
        found = disagreements(asked(seed))
        if found:
            small = shrunk(asked(seed), lambda smaller: bool(disagreements(smaller)))
            told.append(f"seed {seed}: {'; '.join(found)}\nsmallest: {shown(small)}\n{disagreements(small)}")
    assert not told, "\n".join(told)


@pytest.mark.parametrize("first", range(0, QUICK, BLOCK))
def test_netplan_finds_what_brute_force_finds_where_money_has_parts(first: int) -> None:
    compare(range(first, first + BLOCK))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(QUICK, ALL, BLOCK))
def test_netplan_finds_what_brute_force_finds_where_money_has_parts_in_many_more_questions(first: int) -> None:
    compare(range(first, first + BLOCK))


@pytest.mark.slow
@pytest.mark.parametrize("part", WITHOUT)
def test_every_part_of_money_decides_some_questions(part: str) -> None:
    changed = 0
    for seed in range(DECIDING):
        other = WITHOUT[part](asked(seed))
        changed += other != asked(seed) and values(other) != answer(seed)
    assert changed >= SHARE * DECIDING
