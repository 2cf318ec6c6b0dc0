"""Rooms that facilities at one site share: the rule as plain loops, and random questions that have it."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tests.oracle.lives import Life, level_of, lives_of
from tests.oracle.question import CLOSED, KINDS, Facility, Measure, Question


def keeps_rooms(question: Question, lives: Sequence[Life]) -> bool:
    """Say whether no site has to give more rooms than it has, in any year."""
    if not question.rooms or question.rooms_apply == "report":
        return True
    return all(
        rooms < 0 or taken <= rooms
        for site, rooms in enumerate(question.rooms)
        for taken in rooms_taken(question, lives, site)
    )


def rooms_taken(question: Question, lives: Sequence[Life], site: int) -> list[int]:
    """Return the rooms that are taken at a site, by year."""
    return [
        sum(level_of(life.facility, life.levels[t]).rooms for life in lives if life.facility.site == site)
        for t in range(len(question.years))
    ]


def with_rooms(seed: int, question: Question, share: float) -> Question:
    """Return a question of a seed with shared rooms in some of them; half of these sit on a limit."""
    rng = Random(f"{seed} rooms")
    if rng.random() >= share:
        return question
    # Who is where today, and districts, name ways that must stay as they are.
    is_free = question.policies is None and not (question.cohorts and question.cohorts.attendance)
    together = is_free and rng.random() < 0.8
    facilities = tuple(_with_rooms(rng, facility, together=together) for facility in question.facilities)
    question = replace(question, facilities=facilities)
    if rng.random() < 0.8:
        question = _eased(rng, question)
    lives = [rng.choice(lives_of(question, f) or [_idle(question, f)]) for f in facilities]
    on_limit = rng.random() < 0.5
    rooms = []
    for site in range(len(question.seconds[0])):
        today = max(rooms_taken(question, [_idle(question, f) for f in facilities], site))
        busy = max(rooms_taken(question, lives, site))
        rooms.append(busy if on_limit else max(today, busy - rng.randint(1, 3)))
    if rng.random() < 0.2:
        rooms[rng.randrange(len(rooms))] = -1
    return replace(question, rooms=tuple(rooms), rooms_apply="report" if rng.random() < 0.1 else "enforce")


def _eased(rng: Random, question: Question) -> Question:
    """Let rooms decide: few other rules, and from today's level to every other one at once and for little money."""
    facilities = []
    for facility in question.facilities:
        known = {(act.before, act.after) for act in facility.measures}
        ends = tuple(
            Measure(facility.today, name, rng.choice((0, 1, 50)))
            for name in facility.levels
            if name != facility.today and (facility.today, name) not in known
        )
        is_phase = facility.today != CLOSED and facility.levels[facility.today].stays
        # Links may name all measures that lead to a level: then there must not be one more.
        more = () if is_phase or question.measures else ends
        facilities.append(replace(facility, measures=facility.measures + more, lock=""))
    return replace(
        question,
        facilities=tuple(facilities),
        kinds=KINDS,
        minimum_size=question.minimum_size if rng.random() < 0.3 else "report",
        measures_per_year=None,
        budget=None,
        open_facilities=None,
        everyone_served="",
    )


def _with_rooms(rng: Random, facility: Facility, *, together: bool) -> Facility:
    """Let levels take rooms, the larger ones usually more; `together` moves the facility to the first site."""
    levels = {
        name: replace(level, rooms=rng.choice((0, 1, 1, 2, 3)) + place)
        for place, (name, level) in enumerate(facility.levels.items())
    }
    return replace(facility, levels=levels, site=0 if together else facility.site)


def _idle(question: Question, facility: Facility) -> Life:
    return Life(question, facility, (facility.today,) * len(question.years), (None,) * len(question.years))
