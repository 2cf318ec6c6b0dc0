"""Random tiny questions with cohorts: a handful of children, who enter once and stay."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from tests.oracle.lives import lives_of
from tests.oracle.question import CLOSED, FIRST_YEAR, Cohorts, Facility, Level, Measure, Question
from tests.oracle.stays import grades_of

MOST_CHILDREN, MOST_LIVES = 7, 300


def with_cohorts(seed: int, question: Question, share: float) -> Question:
    """Give a share of the questions cohorts, by a stream of random numbers of its own."""
    rng = Random(f"{seed} cohorts")
    if rng.random() >= share:
        return question
    horizon = len(question.years)
    years = tuple(FIRST_YEAR + t for t in range(horizon))
    halves = [rng.choice((3, 4, 4, 5, 6)) if s == 0 or rng.random() < 0.5 else 0 for s in range(len(question.services))]
    survival = () if rng.random() < 0.5 else (rng.choice((Fraction(1, 2), Fraction(9, 10), Fraction(107, 100))),)
    cohorts = Cohorts(tuple(halves), survival)
    made = replace(question, years=years, spans=(1,) * horizon, facilities=question.facilities[:2], cohorts=cohorts)
    made = one_by_one(rng, made)
    if rng.random() < 0.4:
        made = replace(made, cohorts=replace(cohorts, attendance=_attendance(rng, made)))
    return with_few_lives(rng, made)


def one_by_one(rng: Random, question: Question) -> Question:
    """Return a question with so few people that each can be sent everywhere in turn."""
    made = replace(question, demand=_few_children(rng, question))
    return replace(made, facilities=tuple(_small(rng, made, facility) for facility in made.facilities))


def with_few_lives(rng: Random, question: Question) -> Question:
    """Leave out measures until there are few enough lives to be tried."""
    while _lives(question) > MOST_LIVES:
        fewer = tuple(_with_less_to_do(rng, facility) for facility in question.facilities)
        question = replace(question, facilities=fewer)
    return question


def _few_children(rng: Random, question: Question) -> tuple[tuple[tuple[int, ...], ...], ...]:
    horizon, left = len(question.years), MOST_CHILDREN
    empty = [
        [[0] * (horizon + grades_of(question, s) - 1) for s in range(len(question.services))] for _ in question.demand
    ]
    while left:
        cell = rng.choice(empty)
        entries = rng.choice(cell)
        entries[rng.randrange(len(entries))] += 1
        left -= 1
    return tuple(tuple(tuple(entries) for entries in cell) for cell in empty)


def _attendance(rng: Random, question: Question) -> tuple[tuple[int, int, int, int, int], ...]:
    """Say of some who are there already where they are: at an open facility within reach that offers the service."""
    found = []
    for c, cell in enumerate(question.demand):
        for s, entries in enumerate(cell):
            for e, people in enumerate(entries[len(question.years) :], len(question.years)):
                near = [
                    f
                    for f, facility in enumerate(question.facilities)
                    if facility.today != CLOSED
                    and facility.levels[facility.today].places[s]
                    and question.seconds[c][facility.site][s] <= question.services[s].reach
                ]
                if people and near and rng.random() < 0.8:
                    found.append((c, rng.choice(near), s, e, rng.randint(1, people)))
    return tuple(found)


def _small(rng: Random, question: Question, facility: Facility) -> Facility:
    """Give a facility sizes that a handful of children fill, and let it run out if it can close."""
    services = range(len(question.services))
    levels = {name: _small_level(rng, len(services), level) for name, level in facility.levels.items()}
    measures = facility.measures
    if rng.random() < 0.6 and facility.today in levels:
        places = levels[facility.today].places
        levels["ending"] = Level(
            places, (0,) * len(services), running=rng.randint(0, 99), stays=rng.randint(1, 3), then=CLOSED,
            intake=False, runs_out=True,
        )  # fmt: skip
        if not levels[facility.today].stays:
            measures = (*measures, Measure(facility.today, "ending", rng.randint(0, 99)))
    return replace(facility, levels=levels, measures=measures)


def _small_level(rng: Random, services: int, level: Level) -> Level:
    places = tuple(rng.choice((1, 2, 2, 3, 4)) if level.places[s] else 0 for s in range(services))
    least = tuple(rng.choice((0, 0, 1, 1)) if most else 0 for most in places)
    total = rng.randint(max(1, sum(least)), sum(places)) if level.total is not None else None
    everyone = sum(places) if total is None else total
    return replace(level, places=places, least=least, total=total, least_total=min(everyone, rng.choice((0, 0, 1, 2))))


def _lives(question: Question) -> int:
    found = 1
    for facility in question.facilities:
        found *= max(1, len(lives_of(replace(question, locks="report"), facility)))
    return found


def _with_less_to_do(rng: Random, facility: Facility) -> Facility:
    if not facility.measures:
        return facility
    gone = rng.randrange(len(facility.measures))
    return replace(facility, measures=(*facility.measures[:gone], *facility.measures[gone + 1 :]))
