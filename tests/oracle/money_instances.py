"""Questions with more to money than cost: drawn by a stream of random numbers of its own, half of them on a limit."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from tests.oracle.cohort_instances import one_by_one, with_few_lives
from tests.oracle.lives import lives_of
from tests.oracle.money import a_year
from tests.oracle.question import CLOSED, Budget, Cohorts, Facility, Measure, Question

OF_MEASURES = 0.2
"""Least share of all questions whose measures have more money than cost."""
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


def with_measure_money(seed: int, question: Question, share: float) -> Question:
    """Let measures bring money in, leave a value, or be written in older prices, in some questions of every kind."""
    rng = Random(f"{seed} measure money")
    if rng.random() >= max(share, OF_MEASURES):
        return question
    index = tuple((2026 - back, Fraction(rng.randint(700, 1300), 10)) for back in range(3))
    question = replace(
        question,
        residual=rng.random() < 0.7,
        prices=index if rng.random() < 0.6 else (),
    )
    facilities = (_bringing(rng, facility, has_prices=bool(question.prices)) for facility in question.facilities)
    question = replace(question, facilities=tuple(facilities))
    return _with_budget(rng, question) if rng.random() < 0.6 else question


def _bringing(rng: Random, facility: Facility, *, has_prices: bool) -> Facility:
    def changed(act: Measure) -> Measure:
        closes = act.after == CLOSED
        proceeds = rng.choice((0, rng.randint(1, 99), rng.randint(100, 5000))) if closes or rng.random() < 0.2 else 0
        year = rng.choice((None, 2026, 2025, 2024)) if has_prices else None
        return replace(act, proceeds=proceeds, life=rng.choice((0, 3, 6, 20, 50)), price_year=year)

    return replace(facility, measures=tuple(changed(act) for act in facility.measures))


def _costly(rng: Random, question: Question, facility: Facility) -> Facility:
    amounts = (0, rng.randint(1, 99), rng.randint(100, 999), rng.randint(100, 999))
    return replace(facility, per_person=tuple(rng.choice(amounts) for _ in question.services))


def _with_budget(rng: Random, question: Question) -> Question:
    """Grant just what some lives and some people cost, or a little less."""
    free = replace(question, locks="report")
    lives = [rng.choice(lives_of(question, f) or lives_of(free, f)) for f in question.facilities]
    has_proceeds, has_running = rng.random() < 0.5, any(f.per_person for f in question.facilities) or rng.random() < 0.3
    paid, spent = [], []
    for t in range(len(question.years)):
        paid.append(sum(life.paid[t] - has_proceeds * life.brought[t] for life in lives))
        people = sum(
            rng.randint(0, 3) * a_year(f, s) for f in question.facilities for s in range(len(question.services))
        )
        spent.append(has_running * (sum(life.running[t] for life in lives) + people))
    total = sum(paid) + sum(span * money for span, money in zip(question.spans, spent, strict=True))
    less, sides = rng.choice((0, 0, 1)), rng.choice(("years", "total", "both"))
    per_year = tuple(max(0, one + other - less) for one, other in zip(paid, spent, strict=True))
    return replace(
        question,
        budget=Budget(
            per_year=None if sides == "total" else per_year,
            total=None if sides == "years" else max(0, total - less),
            running=has_running,
            proceeds=has_proceeds,
        ),
    )
