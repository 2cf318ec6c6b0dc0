"""Who can be where in a tiny question with cohorts: every intake goes somewhere once, or nowhere, and stays.

Written from the specification, in plain loops over entries. Demand of a service with a stay is by entry: the intakes
of all years, then those who are in grade 2, 3 … in the first year. Nothing of netplan is imported.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

import numpy as np
import numpy.typing as npt

from tests.oracle.lives import Life, level_of, lives_of
from tests.oracle.question import CLOSED, FIRST_YEAR, Cohorts, Facility, Level, Measure, Question

MOST_CHILDREN, MOST_LIVES = 7, 300
FACTS = ("unserved", "beyond_target", "person_minutes", "longest_way")
Ints = npt.NDArray[np.int64]
People = dict[tuple[int, ...], int]
"""Persons by cell, facility, service and entry; those without a place by cell, service and entry."""


@dataclass(frozen=True)
class Presence:
    """A listed year in which an entry is there: its index, the grade from 1, and the places of one person [1/1000]."""

    year: int
    grade: int
    places: int


def grades_of(question: Question, s: int) -> int:
    """Return how many grades a service has: half years count as a grade."""
    halves = question.cohorts.halves[s] if question.cohorts else 0
    return max(1, (halves + 1) // 2)


def presences(question: Question, s: int, e: int) -> list[Presence]:
    """List when an entry is there."""
    horizon, cohorts = len(question.years), question.cohorts
    if cohorts is None or not cohorts.halves[s]:
        return [Presence(e, 1, 1000)]
    year, first = (e, 1) if e < horizon else (0, 2 + e - horizon)
    found = []
    for t in range(year, horizon):
        grade = first + t - year
        if grade > grades_of(question, s):
            break
        left = Fraction(1000)
        for j in range(first + 1, grade + 1):
            left *= cohorts.survival[j - 2] if j - 2 < len(cohorts.survival) else 1
        if grade == grades_of(question, s) and cohorts.halves[s] % 2:
            left /= 2
        found.append(Presence(t, grade, round(left)))
    return found


def is_filling(question: Question, life: Life, s: int, t: int) -> bool:
    """Say whether a facility was closed within the years that an intake needs to be in the last grade in year t."""
    for back in range(1, grades_of(question, s)):
        level = life.levels[t - back] if t - back >= 0 else life.facility.today
        if level == CLOSED:
            return True
    return False


def outcomes(question: Question, choices: Sequence[Sequence[Life]], goals: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Yield what people can have with each choice of lives, one number a goal."""
    crowd = _crowd(question)
    found = [_allowed(question, crowd, lives) for lives in choices]
    least = min((int(facts[:, 0].min()) for facts in found if len(facts)), default=0)
    first = question.goals[0]
    most = least + first.percent * least // 100 + first.amount
    for lives, facts in zip(choices, found, strict=True):
        known = {
            "cost": sum(life.cost for life in lives),
            "open_facilities": sum(sum(life.is_open) for life in lives),
            "closures": sum(life.closures for life in lives),
        }
        wanted = [FACTS.index(goal) for goal in goals if goal in FACTS]
        for row in np.unique(facts[facts[:, 0] <= most][:, wanted], axis=0).tolist():
            people = dict(zip((goal for goal in goals if goal in FACTS), row, strict=True))
            yield tuple((known | people)[goal] for goal in goals)


@dataclass(frozen=True)
class _Crowd:
    """Every way in which all entries can be assigned, one row each."""

    taken: Ints
    """Places taken by facility, service and year [1/1000]."""
    enters: Ints
    """Persons who enter grade 1 by facility, service and year."""
    facts: Ints
    """In the order of FACTS."""


def _crowd(question: Question) -> _Crowd:
    facilities, services, horizon = len(question.facilities), len(question.services), len(question.years)
    box = (facilities, services, horizon)
    rows = np.zeros((1, 2 * facilities * services * horizon + len(FACTS)), np.int64)
    for c, cell in enumerate(question.demand):
        for s, entries in enumerate(cell):
            for e, people in enumerate(entries):
                stay = _where(question, c, s, e)
                for one in range(people):
                    free = (*range(facilities), -1)
                    ways = [_alone(question, box, c, s, e, f) for f in (stay[one : one + 1] or free)]
                    options = np.array([way for way in ways if way is not None])
                    sums = rows[:, None, :-1] + options[None, :, :-1]
                    longest = np.maximum(rows[:, None, -1:], options[None, :, -1:])
                    rows = np.unique(np.concatenate([sums, longest], axis=2).reshape(-1, rows.shape[1]), axis=0)
    size = facilities * services * horizon
    return _Crowd(rows[:, :size].reshape(-1, *box), rows[:, size : 2 * size].reshape(-1, *box), rows[:, 2 * size :])


def _where(question: Question, c: int, s: int, e: int) -> list[int]:
    """Return the facility of each person of an entry who stays where it is."""
    known = question.cohorts.attendance if question.cohorts else ()
    return [f for a, f, b, d, people in known if (a, b, d) == (c, s, e) for _ in range(people)]


def _alone(question: Question, box: tuple[int, int, int], c: int, s: int, e: int, f: int) -> list[int] | None:
    """Return what one person who goes to a facility (−1: nowhere) adds to a crowd, None where it is too far."""
    taken, enters = np.zeros(box, np.int64), np.zeros(box, np.int64)
    there = presences(question, s, e)
    if f < 0:
        return [*taken.ravel(), *enters.ravel(), len(there), 0, 0, 0]
    way = question.seconds[c][question.facilities[f].site][s]
    if way > question.services[s].reach:
        return None
    for presence in there:
        taken[f, s, presence.year] += presence.places
    if there[0].grade == 1:
        enters[f, s, there[0].year] = 1
    beyond = len(there) * (way > question.services[s].target)
    return [*taken.ravel(), *enters.ravel(), 0, beyond, len(there) * way, way]


def _allowed(question: Question, crowd: _Crowd, lives: Sequence[Life]) -> Ints:
    """Return the facts of the crowds that lives have places, intake and enough people for."""
    fits = np.ones(len(crowd.facts), bool)
    for f, life in enumerate(lives):
        for t in range(len(question.years)):
            level = level_of(life.facility, life.levels[t])
            taken = crowd.taken[:, f, :, t]
            fits &= (taken <= 1000 * np.array(level.places)).all(axis=1)
            if level.total is not None:
                fits &= taken.sum(axis=1) <= 1000 * level.total
            if not level.intake:
                fits &= (crowd.enters[:, f, :, t] == 0).all(axis=1)
            for s, least in enumerate(asked(question, life, t)):
                fits &= (taken.sum(axis=1) if s == len(question.services) else taken[:, s]) >= 1000 * least
    if question.everyone_served == "enforce":
        fits &= crowd.facts[:, 0] == 0
    return crowd.facts[fits]


def asked(question: Question, life: Life, t: int) -> list[int]:
    """Return the fewest persons by service, and over all of them, that a facility must have in a year."""
    rule = question.minimum_size
    level = level_of(life.facility, life.levels[t])
    services = range(len(question.services))
    if rule not in ("enforce", "new_only") or (rule == "new_only" and not life.touched[t]):
        return [0] * (len(services) + 1)
    filling = [is_filling(question, life, s, t) for s in services]
    by_service = [0 if filling[s] else level.least[s] for s in services]
    return [*by_service, 0 if any(filling) else level.least_total]


def people_faults(question: Question, lives: Sequence[Life], go: People, unserved: People) -> list[str]:
    """Say what assigned people break."""
    found = _miscounted(question, go, unserved)
    for f, life in enumerate(lives):
        for t, year in enumerate(question.years):
            there = [
                (s, people, presence)
                for (_, to, s, e), people in go.items()
                for presence in presences(question, s, e)
                if to == f and presence.year == t
            ]
            name = life.facility.name
            if not level_of(life.facility, life.levels[t]).intake:
                found += [f"{people} enter {name} in {year}" for _, people, presence in there if presence.grade == 1]
            sums = [0] * len(question.services)
            for s, people, presence in there:
                sums[s] += people * presence.places
            if not _fits(question, life, t, sums):
                found.append(f"{name} as {life.levels[t]} has {sums} in {year}")
    for c, f, s, e, people in question.cohorts.attendance if question.cohorts else ():
        if go.get((c, f, s, e), 0) < people:
            found.append(f"{people} of cell {c} do not stay at facility {f}")
    for (c, f, s, _), people in go.items():
        if people < 0 or question.seconds[c][question.facilities[f].site][s] > question.services[s].reach:
            found.append(f"{people} of cell {c} go to facility {f}")
    return found


def _miscounted(question: Question, go: People, unserved: People) -> list[str]:
    found = []
    for c, cell in enumerate(question.demand):
        for s, entries in enumerate(cell):
            for e, people in enumerate(entries):
                gone = sum(n for (a, _, b, d), n in go.items() if (a, b, d) == (c, s, e))
                left = unserved.get((c, s, e), 0)
                if gone + left != people or left < 0:
                    found.append(f"of {people} persons of entry {e} in cell {c}, {gone} go and {left} stay")
                if left and question.everyone_served == "enforce":
                    found.append(f"{left} persons of cell {c} have no place")
    return found


def _fits(question: Question, life: Life, t: int, sums: list[int]) -> bool:
    level, least = level_of(life.facility, life.levels[t]), asked(question, life, t)
    most = [*level.places, sum(level.places) if level.total is None else level.total]
    return all(1000 * few <= n <= 1000 * places for n, few, places in zip([*sums, sum(sums)], least, most, strict=True))


def people_values(question: Question, go: People, unserved: People) -> dict[str, int]:
    """Count the goals that speak of people."""
    ways = [
        (n * len(presences(question, s, e)), question.seconds[c][question.facilities[f].site][s], s)
        for (c, f, s, e), n in go.items()
    ]
    return {
        "unserved": sum(n * len(presences(question, s, e)) for (_, s, e), n in unserved.items()),
        "person_minutes": sum(n * way for n, way, _ in ways),
        "beyond_target": sum(n for n, way, s in ways if way > question.services[s].target),
        "longest_way": max((way for n, way, _ in ways if n), default=0),
    }


def with_cohorts(seed: int, question: Question) -> Question:
    """Give a fifth of the questions cohorts, by a stream of random numbers of its own."""
    rng = Random(f"{seed} cohorts")
    if rng.random() >= 0.18:
        return question
    horizon = len(question.years)
    years = tuple(FIRST_YEAR + t for t in range(horizon))
    halves = [rng.choice((3, 4, 4, 5, 6)) if s == 0 or rng.random() < 0.5 else 0 for s in range(len(question.services))]
    survival = () if rng.random() < 0.5 else (rng.choice((Fraction(1, 2), Fraction(9, 10), Fraction(107, 100))),)
    cohorts = Cohorts(tuple(halves), survival)
    made = replace(question, years=years, spans=(1,) * horizon, facilities=question.facilities[:2], cohorts=cohorts)
    made = replace(made, demand=_few_children(rng, made))
    made = replace(made, facilities=tuple(_small(rng, made, facility) for facility in made.facilities))
    if rng.random() < 0.4:
        made = replace(made, cohorts=replace(cohorts, attendance=_attendance(rng, made)))
    while _lives(made) > MOST_LIVES:
        made = replace(made, facilities=tuple(_with_less_to_do(rng, facility) for facility in made.facilities))
    return made


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
