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


def years_of(question: Question, s: int, e: int) -> int:
    """Return the calendar years for which a person of an entry counts."""
    return sum(question.spans[presence.year] for presence in presences(question, s, e))
