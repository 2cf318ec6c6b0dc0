"""netplan against brute force on random tiny questions, and what must hold between related questions."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import count, islice
from random import Random
from typing import Any

import pytest

from tests.oracle.brute_force import Stage, best
from tests.oracle.checks import answered, disagreements
from tests.oracle.instances import question_of
from tests.oracle.policies import WITHOUT_ONE_POLICY, WITHOUT_POLICIES
from tests.oracle.question import KINDS, Facility, Goal, Level, Measure, Question, Service, shown
from tests.oracle.shrinking import shrunk

BLOCK = 50
"""Questions in one test, so that a failure shows early."""
QUICK, ALL = 600, 10_000
RELATED = 50
"""How many questions are compared with a related one."""
SHARE, PARTS = 0.05, 0.005
"""Every rule decides at least so many of the questions, every part of a rule some."""


@pytest.mark.parametrize("first", range(0, QUICK, BLOCK))
def test_netplan_finds_what_brute_force_finds(first: int) -> None:
    _compare(range(first, first + BLOCK))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(QUICK, ALL, BLOCK))
def test_netplan_finds_what_brute_force_finds_in_many_more_questions(first: int) -> None:
    _compare(range(first, first + BLOCK))


def _compare(seeds: range) -> None:
    told = []
    for seed in seeds:
        question = question_of(seed)
        found = disagreements(question)
        if found:
            small = shrunk(question, lambda smaller: bool(disagreements(smaller)))
            told.append(f"seed {seed}: {'; '.join(found)}\nsmallest: {shown(small)}\n{disagreements(small)}")
    assert not told, "\n".join(told)


def _with_levels(question: Question, **changes: Any) -> Question:
    def changed(facility: Facility) -> Facility:
        levels = {name: replace(level, **changes) for name, level in facility.levels.items()}
        return replace(facility, levels=levels)

    return replace(question, facilities=tuple(map(changed, question.facilities)))


def _with_measures(question: Question, **changes: Any) -> Question:
    def changed(facility: Facility) -> Facility:
        return replace(facility, measures=tuple(replace(act, **changes) for act in facility.measures))

    return replace(question, facilities=tuple(map(changed, question.facilities)))


def _with_many_places(question: Question) -> Question:
    people = sum(max(cohort) for cell in question.demand for cohort in cell)

    def roomy(level: Level) -> Level:
        return replace(level, places=tuple(people * (number > 0) for number in level.places))

    facilities = (
        replace(facility, levels={name: roomy(level) for name, level in facility.levels.items()})
        for facility in question.facilities
    )
    return replace(question, facilities=tuple(facilities))


def _with_services(question: Question, **changes: Any) -> Question:
    return replace(question, services=tuple(replace(service, **changes) for service in question.services))


def _at_no_rate(goal: Goal) -> Goal:
    return replace(goal, name="cost", rates=()) if goal.rates else goal


def _exactly(goal: Goal) -> Goal:
    return replace(goal, percent=0, amount=0)


WITHOUT: dict[str, Callable[[Question], Question]] = {
    "minimum size": lambda question: replace(question, minimum_size=""),
    "minimum size of all, not only of the new": lambda question: (
        replace(question, minimum_size="enforce") if question.minimum_size == "new_only" else question
    ),
    "least over all services": lambda question: _with_levels(question, least_total=0),
    "budget": lambda question: replace(question, budget=None),
    "running cost in the budget": lambda question: (
        replace(question, budget=replace(question.budget, running=False)) if question.budget else question
    ),
    "measures per year": lambda question: replace(question, measures_per_year=None),
    "open facilities": lambda question: replace(question, open_facilities=None),
    "everyone served": lambda question: replace(question, everyone_served=""),
    "shared rooms": lambda question: replace(question, rooms=()),
    "conversions": lambda question: replace(question, conversions=()),
    "branches": lambda question: replace(question, branches=()),
    "places for pupils": lambda question: replace(question, places_for=None),
    "locks": lambda question: replace(question, locks="report"),
    "reach": lambda question: _with_services(question, reach=10**5),
    "target": lambda question: _with_services(question, target=10**5),
    "places": _with_many_places,
    "total": lambda question: _with_levels(question, total=None),
    "phases": lambda question: _with_levels(question, stays=0),
    "lead": lambda question: _with_measures(question, lead=0),
    "first and last year": lambda question: _with_measures(question, first=None, last=None),
    "under way": lambda question: _with_measures(question, under_way=False),
    "kinds permitted": lambda question: replace(question, kinds=KINDS),
    "span": lambda question: replace(question, spans=(1,) * len(question.spans)),
    "discount": lambda question: replace(question, rate=Fraction(0)),
    "tolerance": lambda question: replace(question, goals=tuple(map(_exactly, question.goals))),
    "valued goals": lambda question: replace(question, goals=tuple(map(_at_no_rate, question.goals))),
    "order of goals": lambda question: replace(question, goals=(question.goals[0], *question.goals[:0:-1])),
} | WITHOUT_POLICIES
"""What a question is without a part of its rules."""
WITHOUT_RULE: dict[str, Callable[[Question], Question]] = {
    "1 classes": lambda question: replace(question, classes=None),
    "3 who goes where": lambda question: replace(question, policies=None),
    "4 and 6 measures, carriers, consent": lambda question: replace(question, measures=None),
    "5 money": lambda question: replace(question, budget=None, rate=Fraction(0)),
    "6 houses": lambda question: replace(question, rooms=(), conversions=(), branches=()),
    "7 provision": lambda question: replace(question, provision=None),
    "8 fairness": lambda question: replace(question, fairness=None),
    "9 goals in order": lambda question: replace(question, goals=(question.goals[0], *question.goals[:0:-1])),
}
"""What a question is without a whole rule; 2: cohorts are in a tenth of all."""


@cache
def _answer(seed: int) -> list[int] | None:
    return _values(question_of(seed))


def _values(question: Question) -> list[int] | None:
    stages = best(question)
    return None if stages is None else [stage.value for stage in stages]


def _decided(without: Callable[[Question], Question], questions: int = 400) -> float:
    """Return in which share of questions something changes the answer."""
    changed = 0
    for seed in range(questions):
        question = question_of(seed)
        other = without(question)
        changed += other != question and _values(other) != _answer(seed)
    return changed / questions


@pytest.mark.slow
@pytest.mark.parametrize("rule", WITHOUT_RULE)
def test_every_rule_decides_some_questions(rule: str) -> None:
    """A rule that never changes an answer is not tested by any of them."""
    assert _decided(WITHOUT_RULE[rule]) >= SHARE


@pytest.mark.slow
@pytest.mark.parametrize("part", [*WITHOUT, *WITHOUT_ONE_POLICY])
def test_every_part_of_a_rule_decides_some_questions(part: str) -> None:
    assert _decided((WITHOUT | WITHOUT_ONE_POLICY)[part]) >= PARTS


def test_a_tenth_of_the_questions_has_cohorts() -> None:
    assert sum(question_of(seed).cohorts is not None for seed in range(400)) >= 0.1 * 400


def test_both_answers_are_frequent() -> None:
    without = sum(_answer(seed) is None for seed in range(400))
    assert 100 <= without <= 180


def test_a_failing_question_is_shrunk_to_what_matters() -> None:
    def holds(question: Question) -> bool:
        return any(act.lead for facility in question.facilities for act in facility.measures)

    seed = next(seed for seed in range(100) if holds(question_of(seed)))
    small = shrunk(question_of(seed), holds)
    assert (len(small.facilities), len(small.demand), len(small.years), len(small.goals)) == (1, 1, 1, 1)
    assert [act.cost for act in small.facilities[0].measures] == [0]


def _reached(question: Question) -> list[int] | None:
    plan = answered(question)
    return None if plan is None else [goal.best for goal in plan.goals]


def _plain(seed: int) -> Question:
    """Return a question whose goals have no tolerance: then better means lexicographically smaller."""
    question = question_of(seed)
    return replace(question, goals=tuple(map(_exactly, question.goals)))


def test_more_budget_never_hurts() -> None:
    for seed in _without("policies", but_with="budget"):
        question = _plain(seed)
        budget = question.budget
        assert budget
        more = replace(
            budget,
            per_year=None if budget.per_year is None else tuple(money + 150 for money in budget.per_year),
            total=None if budget.total is None else budget.total + 300,
        )
        tight, wide = _reached(question), _reached(replace(question, budget=more))
        assert tight is None or (wide is not None and wide <= tight), seed


def test_longer_reach_never_hurts_people_without_a_place() -> None:
    for seed in _without("policies"):
        question = _plain(seed)
        farther = tuple(replace(service, reach=service.reach + 120) for service in question.services)
        near, far = _reached(question), _reached(replace(question, services=farther))
        assert near is None or (far is not None and far[0] <= near[0]), seed


def _without(*parts: str, but_with: str = "") -> list[int]:
    """Give seeds of questions without some parts."""

    def is_asked(question: Question) -> bool:
        said = vars(question)
        return not any(said[part] for part in parts) and (not but_with or bool(said[but_with]))

    return list(islice((seed for seed in count() if is_asked(question_of(seed))), RELATED))


BY_CELL = ("cohorts", "policies", "provision", "measures", "classes", "fairness", "rooms", "conversions", "programmes")
"""Parts that speak of single cells or facilities."""


def test_order_and_names_change_nothing() -> None:
    for seed in _without(*BY_CELL):
        question, rng = question_of(seed), Random(seed)
        cells = rng.sample(range(len(question.demand)), len(question.demand))
        order = rng.sample(range(len(question.facilities)), len(question.facilities))
        other = replace(
            question,
            demand=tuple(question.demand[c] for c in cells),
            seconds=tuple(question.seconds[c] for c in cells),
            services=tuple(replace(service, name=f"a {service.name}") for service in question.services),
            facilities=tuple(_renamed(question.facilities[f], f"the {f}th") for f in order),
        )
        assert _reached(other) == _reached(question), seed


def _renamed(facility: Facility, name: str) -> Facility:
    def other(level: str) -> str:
        return level if level in ("closed", "") else f"my {level}"

    reverse = reversed(list(facility.levels.items()))
    levels = {other(key): replace(level, then=other(level.then)) for key, level in reverse}
    acts = (replace(act, before=other(act.before), after=other(act.after)) for act in reversed(facility.measures))
    return replace(facility, name=name, today=other(facility.today), levels=levels, measures=tuple(acts))


def test_splitting_a_cell_in_two_changes_nothing() -> None:
    for seed in _without(*BY_CELL):
        question, rng = question_of(seed), Random(seed)
        c = rng.randrange(len(question.demand))
        part = tuple(tuple(rng.randint(0, people) for people in cohort) for cohort in question.demand[c])
        rest = tuple(
            tuple(people - gone for people, gone in zip(cohort, gones, strict=True))
            for cohort, gones in zip(question.demand[c], part, strict=True)
        )
        demand = (*question.demand[:c], part, *question.demand[c + 1 :], rest)
        other = replace(question, demand=demand, seconds=(*question.seconds, question.seconds[c]))
        assert _reached(other) == _reached(question), seed


def test_twice_the_people_and_places_leave_twice_as_many_without() -> None:
    # With cohorts a child fills a place for years: twice the children may be fitted in better than once.
    for seed in _without("cohorts", "policies", "provision", "fairness", "rooms"):
        question = replace(question_of(seed), goals=(Goal("unserved"),), classes=None)
        other = replace(
            question,
            demand=tuple(tuple(tuple(2 * n for n in cohort) for cohort in cell) for cell in question.demand),
            facilities=tuple(_doubled(facility) for facility in question.facilities),
        )
        once, twice = _reached(question), _reached(other)
        assert twice == (None if once is None else [2 * number for number in once]), seed


def _doubled(facility: Facility) -> Facility:
    levels = {
        name: replace(
            level,
            places=tuple(2 * number for number in level.places),
            least=tuple(2 * number for number in level.least),
            total=None if level.total is None else 2 * level.total,
            least_total=2 * level.least_total,
        )
        for name, level in facility.levels.items()
    }
    return replace(facility, levels=levels)


def test_brute_force_solves_what_a_hand_can() -> None:
    """Seven people, five places near and five far: five near, two far; the far ones are beyond the target."""
    near, far = (
        Facility(name, site, "small", {"small": Level((5,), (0,))}, (Measure("small", "closed", 1),))
        for site, name in enumerate(("near", "far"))
    )
    question = Question(
        years=(2026,),
        spans=(2,),
        services=(Service("kita", 600, 300),),
        demand=(((4,),), ((3,),)),
        seconds=(((100,), (400,)), ((100,), (500,))),
        facilities=(near, far),
        goals=(Goal("unserved"), Goal("beyond_target"), Goal("person_minutes")),
    )
    assert best(question) == (
        Stage("unserved", 0, 0),
        Stage("beyond_target", 2 * 2, 2 * 2),
        Stage("person_minutes", 2 * (5 * 100 + 2 * 400), 2 * (5 * 100 + 2 * 400)),
    )
    alone = replace(question, facilities=(near,), everyone_served="enforce")
    assert best(alone) is None
