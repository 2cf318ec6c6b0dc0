"""netplan against brute force on questions that all ask for those who fare worst; each rule decides some of them."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from tests.oracle.brute_force import best
from tests.oracle.checks import disagreements
from tests.oracle.fair_instances import with_fairness
from tests.oracle.instances import question_of
from tests.oracle.question import Question, shown
from tests.oracle.shrinking import shrunk

BLOCK, QUICK, ALL = 20, 60, 2000
DECIDING = 250
"""Seeds of which each rule must decide some."""
SHARE = 0.012

WITHOUT: dict[str, dict[str, Any]] = {
    "worst tenth": {"mean": None},
    "extra minutes": {"most_extra": None},
    "share of a group": {"least_within": None},
    "gap of a group": {"gap_within": None},
    "share of an area": {"least_area": 0},
    "share by class": {"least_high": None},
    "weights": {"weights": ()},
    "own ways": {"limits": ((900, 420), (900, 420))},
}


@cache
def asked(seed: int) -> Question | None:
    """Return the question of a seed, with fairness also where it would have none; None where it cannot have any."""
    question = question_of(seed)
    question = question if question.fairness else with_fairness(seed, question, share=1)
    return question if question.fairness else None


@cache
def answer(seed: int) -> list[int] | None:
    question = asked(seed)
    return values(question) if question else None


def values(question: Question) -> list[int] | None:
    stages = best(question)
    return None if stages is None else [stage.value for stage in stages]


def compare(seeds: range) -> None:
    told = []
    for question in (one for one in map(asked, seeds) if one):
        found = disagreements(question)
        if found:
            small = shrunk(question, lambda smaller: bool(disagreements(smaller)))
            told.append(f"{'; '.join(found)}\nsmallest: {shown(small)}\n{disagreements(small)}")
    assert not told, "\n".join(told)


@pytest.mark.parametrize("first", range(0, QUICK, BLOCK))
def test_netplan_finds_what_brute_force_finds_for_those_who_fare_worst(first: int) -> None:
    compare(range(first, first + BLOCK))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(QUICK, ALL, BLOCK))
def test_netplan_finds_what_brute_force_finds_for_those_who_fare_worst_in_many_more_questions(first: int) -> None:
    compare(range(first, first + BLOCK))


@pytest.mark.slow
@pytest.mark.parametrize("rule", WITHOUT)
def test_every_rule_of_fairness_decides_some_questions(rule: str) -> None:
    changed = 0
    for seed in range(DECIDING):
        question = asked(seed)
        if question:
            other = replace(question, fairness=replace(question.fairness, **WITHOUT[rule]))
            changed += other != question and values(other) != answer(seed)
    assert changed >= SHARE * DECIDING
