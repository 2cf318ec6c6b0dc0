"""When the people of an entry are there, and in which grade, in a tiny question with cohorts."""

from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.question import Question


@dataclass(frozen=True)
class Presence:
    """A listed year in which an entry is there: its index, the grade from 1, and the places of one person [1/1000]."""

    year: int
    grade: int
    places: int


def people_in(question: Question, c: int, s: int, t: int) -> int:
    """Count the persons of a cell who are there in a year, whatever share of a place each takes."""
    entries = question.demand[c][s]
    return sum(n for e, n in enumerate(entries) if any(one.year == t for one in presences(question, s, e)))


def grades_of(question: Question, s: int) -> int:
    """Return how many grades a service has: half years count as a grade."""
    halves = question.cohorts.halves[s] if question.cohorts else 0
    return max(1, (halves + 1) // 2)


def may_move(question: Question) -> bool:
    """Say whether people may move because their facility closes at once."""
    return question.cohorts is not None and question.cohorts.most_moved is not None


def entries_of(question: Question, s: int) -> list[tuple[int, int]]:
    """List year and grade of every entry: intakes, those there already, and of each later year who may move then."""
    years, grades = range(len(question.years)), range(2, grades_of(question, s) + 1)
    moving = [(t, grade) for t in years[1:] for grade in grades] if may_move(question) else []
    return [*((t, 1) for t in years), *((0, grade) for grade in grades), *moving]


def origin(question: Question, s: int, e: int) -> int:
    """Return the entry that those who move are part of."""
    year, grade = entries_of(question, s)[e]
    since = year - grade + 1
    return entries_of(question, s).index((since, 1) if since >= 0 else (0, 1 - since))


def presences(question: Question, s: int, e: int) -> list[Presence]:
    """List when an entry is there; who moves takes as many places as if they had stayed."""
    horizon, cohorts = len(question.years), question.cohorts
    if cohorts is None or not cohorts.halves[s]:
        return [Presence(e, 1, 1000)] if e < horizon else []
    year, first = entries_of(question, s)[e]
    if year and first > 1:
        return [one for one in presences(question, s, origin(question, s, e)) if one.year >= year]
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


def years_of(question: Question, s: int, e: int) -> int:
    """Return the calendar years for which a person of an entry counts."""
    return sum(question.spans[presence.year] for presence in presences(question, s, e))
