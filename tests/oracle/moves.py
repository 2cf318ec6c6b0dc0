"""Who moves in a tiny question with cohorts because a facility closes at once: plain loops over lives and entries."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import TypeAlias

from tests.oracle.lives import Life, kind_of, level_of
from tests.oracle.policies import offers
from tests.oracle.question import CLOSED, KINDS, Goal, Level, Measure, Question
from tests.oracle.stays import entries_of, may_move, origin, presences

Shut: TypeAlias = tuple[tuple[int, ...], ...]
"""By facility, the years in which it closes at once."""


def most_moved(question: Question) -> int:
    """Return how many may move in a year."""
    most = question.cohorts.most_moved if question.cohorts else None
    return most if most is not None else 0


def closings(question: Question, lives: Sequence[Life]) -> Shut:
    """Return when facilities close at once, where that lets people move."""
    if not may_move(question):
        return ()
    return tuple(
        tuple(
            t
            for t, act in enumerate(life.acts)
            if act and act.after == CLOSED and kind_of(life.facility, act) == "close"
        )
        for life in lives
    )


def grade_in(question: Question, s: int, e: int, t: int) -> int:
    """Return the grade of an entry in a year."""
    return next(one.grade for one in presences(question, s, e) if one.year == t)


def leaves(question: Question, s: int, e: int, f: int, shut: Shut) -> int | None:
    """Return the year in which people of an entry have to leave the facility that they first went to."""
    if f < 0 or not shut or not question.cohorts or not question.cohorts.halves[s]:
        return None
    years = [one.year for one in presences(question, s, e)]
    return next((t for t in shut[f] if t in years and t - 1 in years), None)


def move_faults(question: Question, lives: Sequence[Life], go: Mapping[tuple[int, ...], int]) -> list[str]:
    """Say what those who move break: who leaves, where they come, and how many they are."""
    found, shut, moved = [], closings(question, lives), Counter[int]()
    left: Counter[tuple[int, int, int]] = Counter()
    for (c, f, s, e), people in go.items():
        if not people or e < len(question.demand[c][s]):
            continue
        t = entries_of(question, s)[e][0]
        if people < 0:
            first = origin(question, s, e)
            if leaves(question, s, first, f, shut) != t or go.get((c, f, s, first), 0) != -people:
                found.append(f"{-people} of cell {c} leave {f} in {t}, who cannot")
        else:
            moved[t] += people
            if not offers(level_of(lives[f].facility, lives[f].levels[t]), s):
                found.append(f"{people} of cell {c} come to {f} in {t}, which takes nobody in")
        left[c, s, e] += people
    found += [f"{n} more come than leave: {who}" for who, n in left.items() if n]
    return [*found, *(f"{n} move in {t}" for t, n in moved.items() if n > most_moved(question))]


def with_moves(seed: int, question: Question, share: float) -> Question:
    """Let people move in half of the questions with cohorts that say nothing of whole cells, and let schools close."""
    rng = Random(f"{seed} moves")
    whole = question.policies is not None and {"whole_cells", "districts"} & set(question.policies.by_service)
    within = question.provision is not None and question.provision.within is not None
    few = (
        question.fairness is not None
        or len(question.facilities) < 2
        or question.cohorts is None
        or not any(question.cohorts.halves)
    )
    if question.cohorts is None or few or share <= 0 or whole or within or rng.random() < 0.45:
        return question
    cohorts = replace(question.cohorts, most_moved=rng.choice((0, 1, 1, 2, 3, 9)))
    if rng.random() < 0.7 and len(question.years) > 1:
        question = _with_a_closing(rng, question)
    goals = question.goals
    if rng.random() < 0.6:
        goals = (goals[0], Goal(rng.choice(("moved", "cost", "person_minutes", "person_minutes"))))
    return replace(question, cohorts=cohorts, goals=goals)


def _with_a_closing(rng: Random, question: Question) -> Question:
    """Let one facility, near to most, close by a later year, and the others have room for whoever is there."""
    ending = rng.randrange(len(question.facilities))
    facilities = []
    for f, facility in enumerate(question.facilities):
        size = next(name for name, level in facility.levels.items() if not level.stays and level.intake)
        if f != ending:
            roomy = {name: _roomy(rng, one) for name, one in facility.levels.items()}
            facilities.append(replace(facility, levels=roomy, lock="", today=size))
        else:
            ends = Measure(size, CLOSED, rng.randint(0, 9))
            acts = [act for act in facility.measures if CLOSED not in (act.after, act.before)][:1]
            again = [Measure(CLOSED, size, 1)] if rng.random() < 0.2 else []
            lock = f"close by {rng.choice(question.years[1:])}" if rng.random() < 0.8 and not again else ""
            facilities.append(replace(facility, measures=(*acts, ends, *again), lock=lock, today=size))
    near = question.facilities[ending].site
    seconds = tuple(
        tuple(tuple(120 if j == near and rng.random() < 0.8 else way for way in site) for j, site in enumerate(cell))
        for cell in question.seconds
    )
    services = tuple(replace(service, reach=900) for service in question.services)
    free = replace(question, facilities=tuple(facilities), seconds=seconds, services=services, kinds=KINDS, budget=None)
    return replace(free, locks="enforce", measures=None, measures_per_year=None, open_facilities=None)


def _roomy(rng: Random, level: Level) -> Level:
    places = tuple(most + rng.choice((0, 1, 2, 4, 7)) for most in level.places)
    return replace(level, places=places, total=None, least=(0,) * len(places), least_total=0)
