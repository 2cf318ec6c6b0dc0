"""netplan against brute force on questions that all have rules on measures, and each rule decides some of them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from tests.oracle.brute_force import best
from tests.oracle.checks import disagreements
from tests.oracle.instances import question_of
from tests.oracle.measure_instances import with_measure_rules
from tests.oracle.question import Question, shown
from tests.oracle.shrinking import shrunk

BLOCK, QUICK, ALL = 25, 100, 2000
DECIDING = 200
"""Questions of which each rule must decide some."""
SHARE = 0.04

WITHOUT: Mapping[str, dict[str, Any]] = {
    "links": {"links": ()},
    "measures per area": {"per_year": None, "total": None},
    "lasting": {"lasting": 0},
    "consent": {"consent": ""},
    "carriers": {"carriers": ()},
    "carrier share": {"share": None},
}


@cache
def asked(seed: int) -> Question:
    """Return the question of a seed, with rules on measures unless it says who is where today."""
    question = question_of(seed)
    return question if question.measures else with_measure_rules(seed, question, share=1)


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
def test_netplan_finds_what_brute_force_finds_under_rules_on_measures(first: int) -> None:
    compare(range(first, first + BLOCK))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(QUICK, ALL, BLOCK))
def test_netplan_finds_what_brute_force_finds_under_rules_on_measures_in_many_more_questions(first: int) -> None:
    compare(range(first, first + BLOCK))


@pytest.mark.slow
@pytest.mark.parametrize("rule", WITHOUT)
def test_every_rule_on_measures_decides_some_questions(rule: str) -> None:
    changed = 0
    for seed in range(DECIDING):
        rules = asked(seed).measures
        other = replace(asked(seed), measures=replace(rules, **WITHOUT[rule]) if rules else None)
        changed += other != asked(seed) and values(other) != answer(seed)
    assert changed >= SHARE * DECIDING
