"""What random tiny questions ask for those who fare worst: half of it sits exactly on a limit."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from tests.oracle.fairness import FairCrowds, Fairness, worst
from tests.oracle.lives import level_of, lives_of
from tests.oracle.policies import offers
from tests.oracle.provision import asks_within
from tests.oracle.question import Goal, Question

MOST_CELLS, MOST_PEOPLE = 3, 3
"""Brute force lists everything that the people of a cell can do."""


def with_fairness(seed: int, question: Question, share: float) -> Question:
    """Return the question, perhaps with few people and with rules for those who fare worst."""
    rng = Random(f"{seed} fairness")
    if rng.random() >= share or question.cohorts or asks_within(question):
        return question
    question = _with_few(question)
    question = replace(question, fairness=Fairness(apply=rng.choice(("enforce",) * 9 + ("report",))))
    if rng.random() < 0.6:
        question = _with_mean(rng, question)
    return _with_goal(rng, question) if rng.random() < 0.6 else question


def _with_few(question: Question) -> Question:
    """Leave few people: of those of a cell, at most so many, and the first cells only."""
    changes: dict[str, Any] = {}
    if question.provision:
        changes["provision"] = replace(question.provision, cell_area=question.provision.cell_area[:MOST_CELLS])
    demand = tuple(
        tuple(tuple(min(people, MOST_PEOPLE) for people in cohort) for cohort in cell)
        for cell in question.demand[:MOST_CELLS]
    )
    return replace(question, demand=demand, seconds=question.seconds[:MOST_CELLS], **changes)


def _with_mean(rng: Random, question: Question) -> Question:
    """Ask for a mean of the worst tenth that some people reach exactly, or are a second above."""
    means = sorted(set(_means(rng, question)))
    mean = rng.choice(means[: 1 + len(means) // 2]) if means else 240
    assert question.fairness
    return replace(question, fairness=replace(question.fairness, mean=max(60, mean - rng.choice((0, 0, 0, 1)))))


def _means(rng: Random, question: Question) -> Iterator[int]:
    """Yield what the worst tenth can take on average, in whole seconds, where all levels are as on some life."""
    lives = [rng.choice(lives_of(question, f) or [None]) for f in question.facilities]
    t, s = rng.randrange(len(question.years)), rng.randrange(len(question.services))
    levels = [life and level_of(life.facility, life.levels[t]) for life in lives]
    if not all(levels):
        return
    crowds = FairCrowds(replace(question, goals=(*question.goals, Goal("worst_tenth")), fairness=None), 10**6)
    for one in crowds._everybody(s, t, [offers(level, s) for level in levels if level]):  # noqa: SLF001
        served = sum(one.load)
        if served and 60 * worst(one.ways) % served == 0:
            yield 60 * worst(one.ways) // served


def _with_goal(rng: Random, question: Question) -> Question:
    goal = Goal("worst_tenth", **rng.choice(({}, {}, {"percent": 10}, {"amount": 600})))
    kept = question.goals[:3]
    place = rng.randint(1, len(kept))
    return replace(question, goals=(*kept[:place], goal, *kept[place:]))


def without_fairness(**changes: Any) -> Any:
    """Return what makes a question one with other fairness."""

    def change(question: Question) -> Question:
        return replace(question, fairness=replace(question.fairness, **changes)) if question.fairness else question

    return change
