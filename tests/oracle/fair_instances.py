"""What random tiny questions ask for those who fare worst: half of it sits exactly on a limit."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from tests.oracle.fairness import FairCrowds, Fairness, worst
from tests.oracle.lives import level_of, lives_of
from tests.oracle.policies import offers
from tests.oracle.provision import asks_within
from tests.oracle.question import CLOSED, KINDS, Facility, Goal, Measure, Question

MOST_CELLS, MOST_PEOPLE = 3, 3
"""Brute force lists everything that the people of a cell can do."""


def with_fairness(seed: int, question: Question, share: float) -> Question:
    """Return the question, perhaps with few people and with rules for those who fare worst."""
    rng = Random(f"{seed} fairness")
    if rng.random() >= share or question.branches or (asks_within(question) and not question.cohorts):
        return question
    if question.cohorts:
        return _with_cohorts_fair(rng, question)
    question = _with_few(question)
    if rng.random() < 0.6:
        question = replace(question, facilities=tuple(_tight(rng, facility) for facility in question.facilities))
    question = replace(question, fairness=Fairness(apply=rng.choice(("enforce",) * 9 + ("report",))))
    draws = (_with_mean, _with_groups, _with_areas, _with_extra)
    for draw in rng.sample(draws, rng.choice((1, 1, 2, 2, 3))):
        question = draw(rng, question)
    return _with_goal(rng, question) if rng.random() < 0.6 else question


def _with_cohorts_fair(rng: Random, question: Question) -> Question:
    """Ask the same of intakes that stay: a way that somebody goes is the mean of a tenth of few people."""
    ways = sorted({way for cell in question.seconds for site in cell for way in site})
    mean = -(-rng.choice(ways) // 60) * 60 - rng.choice((0, 0, 1))
    question = replace(question, fairness=Fairness(mean if rng.random() < 0.7 else None))
    if rng.random() < 0.6:
        more = rng.choice([b - a for a in ways for b in ways if b > a] or [60]) - rng.choice((0, 1, 1))
        fairness = replace(question.fairness, more_than=more, most_extra=rng.choice((0, 0, 1, 2)))
        question = replace(question, fairness=fairness)
    if rng.random() < 0.5:
        kept = question.goals[:3]
        question = replace(question, goals=(*kept, Goal("worst_tenth")))
    return question


def _with_few(question: Question) -> Question:
    """Leave few people: of those of a cell, at most so many, and the first cells only."""
    changes: dict[str, Any] = {}
    if question.provision:
        changes["provision"] = replace(question.provision, cell_area=question.provision.cell_area[:MOST_CELLS])
    crowd = MOST_PEOPLE - (len(question.services) * len(question.facilities) > 2)
    demand = tuple(
        tuple(tuple(min(people, crowd) for people in cohort) for cohort in cell)
        for cell in question.demand[:MOST_CELLS]
    )
    return replace(question, demand=demand, seconds=question.seconds[:MOST_CELLS], **changes)


def _tight(rng: Random, facility: Facility) -> Facility:
    """Leave few places, so that some have to go farther."""
    levels = {}
    for name, level in facility.levels.items():
        places = tuple(min(number, rng.randint(1, 4)) for number in level.places)
        least = tuple(min(pair) for pair in zip(level.least, places, strict=True))
        total = None if level.total is None else min(level.total, sum(places))
        levels[name] = replace(level, places=places, least=least, total=total, least_total=min(level.least_total, 1))
    return replace(facility, levels=levels)


def _with_mean(rng: Random, question: Question) -> Question:
    """Ask for a mean of the worst tenth that some people reach exactly, or are a second above."""
    means = sorted(set(_means(rng, question)))
    mean = rng.choice(means[: 1 + len(means) // 2]) if means else 240
    assert question.fairness
    return replace(question, fairness=replace(question.fairness, mean=max(60, mean - rng.choice((0, 0, 0, 1)))))


def _with_extra(rng: Random, question: Question) -> Question:
    """Count who goes farther than today by just so much, or a second less; few may."""
    if rng.random() < 0.7:
        question = _thinned(question)
    there = [f.site for f in question.facilities if f.today != CLOSED] or [0]
    services = range(len(question.services))
    before = [(c, s, min(cell[site][s] for site in there)) for c, cell in enumerate(question.seconds) for s in services]
    grown = [way - old for c, s, old in before for way in (site[s] for site in question.seconds[c]) if way > old]
    more = rng.choice(sorted(grown)[: 1 + len(grown) // 2] if grown else [60]) - rng.choice((0, 1, 1))
    today = rng.choice(("nearest", "districts")) if question.policies else "nearest"
    assert question.fairness
    fairness = replace(question.fairness, more_than=more, most_extra=rng.choice((0, 0, 1, 2)), today=today)
    return replace(question, fairness=fairness)


def _with_groups(rng: Random, question: Question) -> Question:
    """Put some cells into groups of their own reach and target; half of the limits are shares that some reach."""
    cells = range(len(question.demand))
    groups = tuple(rng.choice((-1, 0, 0, 1)) for _ in cells)
    ways = sorted({way for cell in question.seconds for site in cell for way in site})
    limits = tuple((rng.choice((420, 600, 900)), rng.choice(ways)) for _ in range(2))
    need = [sum(question.demand[c][0][0] for c in cells if groups[c] == g) or 1 for g in (0, 1)]
    shares = sorted({1000 * part // people for people in need for part in range(people + 1)})
    asked = rng.choice(("least", "least", "gap", "gap", "both"))
    assert question.fairness
    fairness = replace(
        question.fairness,
        groups=groups,
        limits=limits,
        least_within=None if asked == "gap" else rng.choice(shares) + rng.choice((0, 0, 1)),
        gap_within=None if asked == "least" else rng.choice((0, 0, *shares)),
    )
    return replace(question, fairness=fairness)


def _thinned(question: Question) -> Question:
    """Let facilities that hold everybody close to save money, with little else in the way."""
    facilities = []
    crowd = MOST_CELLS * MOST_PEOPLE
    for facility in question.facilities:
        levels = {
            name: replace(level, running=level.running + 40, places=(crowd,) * len(level.places), total=None)
            for name, level in facility.levels.items()
        }
        known = {(act.before, act.after) for act in facility.measures}
        ends = tuple(
            Measure(name, CLOSED, 1)
            for name, level in levels.items()
            if not level.stays and (name, CLOSED) not in known and name == facility.today
        )
        facilities.append(replace(facility, levels=levels, measures=facility.measures + ends, lock=""))
    return replace(
        question,
        facilities=tuple(facilities),
        services=tuple(replace(service, reach=900) for service in question.services),
        classes=None,
        everyone_served="",
        minimum_size="report",
        budget=None,
        open_facilities=None,
        measures_per_year=None,
        kinds=KINDS,
        goals=(Goal("unserved"), Goal("cost"), *(goal for goal in question.goals[1:2] if goal.name != "cost")),
    )


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


def _with_areas(rng: Random, question: Question) -> Question:
    """Weigh people, some so that halves of a second have to be rounded; ask more of an area of high burden."""
    cells = range(len(question.demand))
    weights = tuple(rng.choice((Fraction(1), Fraction(2), Fraction(3, 2), Fraction(201, 40))) for _ in cells)
    assert question.fairness
    fairness = replace(question.fairness, weights=weights)
    if not question.provision and rng.random() < 0.8:
        need = max(1, sum(cell[0][0] for cell in question.demand))
        shares = [1000 * part // need for part in range(need + 1)]
        fairness = replace(
            fairness,
            area=tuple(rng.randrange(2) for _ in cells),
            least_area=rng.choice((0, rng.choice(shares))),
            least_high=rng.choice((None, *shares, *shares)),
        )
    return replace(question, fairness=fairness)


def _with_goal(rng: Random, question: Question) -> Question:
    percent, amount = rng.choice(((0, 0), (0, 0), (10, 0), (0, 600)))
    names = ["worst_tenth", "weighted_minutes"]
    if question.fairness and question.fairness.groups:
        names += ["group_gap"] * 2
    goal = Goal(rng.choice(names), percent, amount)
    kept = question.goals[:3]
    place = rng.randint(1, len(kept))
    return replace(question, goals=(*kept[:place], goal, *kept[place:]))
