"""Questions with more to money than cost: drawn by a stream of random numbers of its own, half of them on a limit."""

import math
from dataclasses import replace
from fractions import Fraction
from random import Random

from tests.oracle.cohort_instances import one_by_one, with_few_lives
from tests.oracle.lives import Life, lives_of
from tests.oracle.money import a_year, paid_by
from tests.oracle.question import CLOSED, KINDS, Budget, Cohorts, Facility, Goal, Measure, Programme, Question

MOST_LIVES_FUNDED = 600
"""Choices of lives that a question with programmes may have."""
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
    if rng.random() < 0.8:
        ways = sorted({way for cell in question.seconds for site in cell for way in site})
        taken = tuple((rng.choice(ways), rng.randint(0, 999)) for _ in question.services)
        question = replace(question, transport=taken)
    return _with_budget(rng, question) if rng.random() < 0.6 else question


def with_measure_money(seed: int, question: Question, share: float) -> Question:
    """Let measures bring money in, leave a value, or be written in older prices, in some questions of every kind."""
    rng = Random(f"{seed} measure money")
    if rng.random() >= max(share, OF_MEASURES):
        return question
    index = tuple((2026 - back, Fraction(rng.randint(700, 1300), 10)) for back in range(3))
    question = replace(
        question,
        residual=rng.random() < 0.8,
        prices=index if rng.random() < 0.75 else (),
    )
    facilities = (_bringing(rng, facility, has_prices=bool(question.prices)) for facility in question.facilities)
    question = _funded(rng, replace(question, facilities=tuple(facilities)))
    return _with_budget(rng, question) if rng.random() < 0.6 else question


def _funded(rng: Random, question: Question) -> Question:
    """Let programmes pay for measures and the Land for levels, and count cost in the view of one who pays."""
    view = rng.choice(("cost", "carrier_cost", "carrier_cost", "carrier_cost", "land_cost"))
    goals = tuple(replace(goal, name=view if goal.name == "cost" else goal.name) for goal in question.goals)
    if not any("cost" in goal.name for goal in goals) and rng.random() < 0.8:
        goals = (goals[0], Goal(view), *goals[1:])
    facilities = tuple(
        replace(f, levels={n: replace(x, land=rng.choice((0, rng.randint(1, 999)))) for n, x in f.levels.items()})
        for f in question.facilities
    )
    question = replace(question, goals=goals, facilities=facilities)
    programmes = tuple(_programme(rng, question) for _ in range(rng.choice((0, 1, 1, 1, 2))))
    funded = replace(question, programmes=programmes)
    return funded if lives_in_all(funded) <= MOST_LIVES_FUNDED else question


def _programme(rng: Random, question: Question) -> Programme:
    costs = [act.cost for facility in question.facilities for act in facility.measures if act.cost] or [100]
    percent = rng.choice((10, 33, 50, 75, 100))
    some = rng.choice(costs) * percent // 100
    years = question.years
    return Programme(
        percent,
        most=rng.choice((None, None, some, some // 2)),
        total=rng.choice((None, None, some, some + rng.choice(costs) * percent // 100, some - 1)) if some else None,
        kinds=rng.choice((("open", "extend", "convert"), KINDS, KINDS)),
        carriers=("municipal",) if rng.random() < 0.3 else (),
        consent=("given",) if rng.random() < 0.08 else (),
        first=rng.choice(years) if rng.random() < 0.2 else None,
        last=rng.choice(years) if rng.random() < 0.2 else None,
    )


def lives_in_all(question: Question) -> int:
    """Count the choices of one life for each facility."""
    return math.prod(max(1, len(lives_of(question, facility))) for facility in question.facilities)


def _bringing(rng: Random, facility: Facility, *, has_prices: bool) -> Facility:
    def changed(act: Measure) -> Measure:
        closes = act.after == CLOSED
        proceeds = rng.choice((0, rng.randint(1, 99), rng.randint(100, 5000))) if closes or rng.random() < 0.2 else 0
        year = rng.choice((None, 2026, 2025, 2024, 2024)) if has_prices else None
        return replace(act, proceeds=proceeds, life=rng.choice((0, 3, 9, 20, 50, 50)), price_year=year)

    return replace(facility, measures=tuple(changed(act) for act in facility.measures))


def _costly(rng: Random, question: Question, facility: Facility) -> Facility:
    amounts = (0, rng.randint(1, 99), rng.randint(100, 999), rng.randint(100, 999))
    own, land = (tuple(rng.choice(amounts) for _ in question.services) for _ in range(2))
    return replace(facility, per_person=own, land_per_person=land if rng.random() < 0.5 else ())


def _with_budget(rng: Random, question: Question) -> Question:
    """Grant just what some lives and some people cost, or a little less: in all, and for budget lines."""
    free = replace(question, locks="report")
    lives = [rng.choice(lives_of(question, f) or lives_of(free, f)) for f in question.facilities]
    if rng.random() < 0.5:
        return replace(question, budget=_granted(rng, question, lives, ""))
    facilities = tuple(_of_lines(rng, facility) for facility in question.facilities)
    question = replace(question, facilities=facilities)
    free = replace(question, locks="report")
    lives = [rng.choice(lives_of(question, f) or lives_of(free, f)) for f in question.facilities]
    whole = _granted(rng, question, lives, "") if rng.random() < 0.3 else Budget()
    names = rng.sample(("town", "church", "roof"), rng.choice((1, 2)))
    lines = tuple((name, _granted(rng, question, lives, name)) for name in names)
    return replace(question, budget=replace(whole, lines=lines))


def _of_lines(rng: Random, facility: Facility) -> Facility:
    acts = (replace(act, line=rng.choice(("", "", "roof"))) for act in facility.measures)
    return replace(facility, line=rng.choice(("town", "church")), measures=tuple(acts))


def _granted(rng: Random, question: Question, lives: list[Life], line: str) -> Budget:
    """Grant for a line, or for everything, what lives and some people cost, or a cent less."""
    costs_people = any(f.per_person for f in question.facilities)
    part = Budget(
        running=costs_people or rng.random() < 0.3,
        proceeds=rng.random() < 0.5,
        grants=bool(question.programmes) and rng.random() < 0.6,
    )
    paid, spent = [], []
    for t in range(len(question.years)):
        own = [life for life in lives if line in ("", life.facility.line)]
        people = sum(rng.randint(0, 3) * a_year(f.facility, s) for f in own for s in range(len(question.services)))
        paid.append(sum(paid_by(life, t, part, line) for life in lives))
        spent.append(part.running * (sum(life.running[t] for life in own) + people))
    less, sides = rng.choice((0, 0, 1)), rng.choice(("years", "total", "both", "period", "period"))
    in_all = [one + span * money for one, span, money in zip(paid, question.spans, spent, strict=True)]
    if sides == "period":
        first, last = sorted(rng.choice(range(len(question.years))) for _ in range(2))
        money = max(0, sum(in_all[first : last + 1]) - less)
        return replace(part, periods=((question.years[first], question.years[last], money),))
    per_year = tuple(max(0, one + money - less) for one, money in zip(paid, spent, strict=True))
    return replace(
        part,
        per_year=None if sides == "total" else per_year,
        total=None if sides == "years" else max(0, sum(in_all) - less),
    )
