"""Questions in which people cost money: drawn by a stream of random numbers of its own, half of them on a limit."""

from dataclasses import replace
from random import Random

from tests.oracle.cohort_instances import one_by_one, with_few_lives
from tests.oracle.lives import Life, lives_of
from tests.oracle.money import a_year
from tests.oracle.question import Budget, Cohorts, Facility, Question

WITH_COHORTS = 0.6
"""Least share of the questions that get money of people where these are counted one by one already."""


def with_money(seed: int, question: Question, share: float) -> Question:
    """Let people cost something in a share of the questions; without cohorts these are of few people, one by one."""
    rng = Random(f"{seed} money")
    if rng.random() >= (max(share, WITH_COHORTS) if question.cohorts else share):
        return question
    if question.cohorts is None:
        made = replace(question, facilities=question.facilities[:2], cohorts=Cohorts((0,) * len(question.services)))
        question = with_few_lives(rng, one_by_one(rng, made))
    question = replace(question, facilities=tuple(_costly(rng, question, one) for one in question.facilities))
    return _with_budget(rng, question) if rng.random() < 0.6 else question


def _costly(rng: Random, question: Question, facility: Facility) -> Facility:
    amounts = (0, rng.randint(1, 99), rng.randint(100, 999), rng.randint(100, 999))
    return replace(facility, per_person=tuple(rng.choice(amounts) for _ in question.services))


def _with_budget(rng: Random, question: Question) -> Question:
    """Grant just what some lives and some people cost, or a little less."""
    free = replace(question, locks="report")
    lives = [rng.choice(lives_of(question, f) or lives_of(free, f)) for f in question.facilities]
    paid, running = ([sum(money) for money in zip(*columns, strict=True)] for columns in _money(lives))
    people = [
        sum(rng.randint(0, 3) * a_year(f, s) for f in question.facilities for s in range(len(question.services)))
        for _ in question.years
    ]
    spent = [one + other for one, other in zip(running, people, strict=True)]
    total = sum(paid) + sum(span * money for span, money in zip(question.spans, spent, strict=True))
    less, sides = rng.choice((0, 0, 1)), rng.choice(("years", "total", "both"))
    per_year = tuple(max(0, one + other - less) for one, other in zip(paid, spent, strict=True))
    return replace(
        question,
        budget=Budget(
            per_year=None if sides == "total" else per_year,
            total=None if sides == "years" else max(0, total - less),
            running=True,
        ),
    )


def _money(lives: list[Life]) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    return [life.paid for life in lives], [life.running for life in lives]
