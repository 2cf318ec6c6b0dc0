"""Classes where people are told apart by grade: each grade by itself, and only those that the school formed."""

from collections.abc import Sequence
from dataclasses import dataclass

from netplan.audit.claim import Count
from netplan.audit.class_law import ClassLaw, Exempt, exempted
from netplan.audit.facilities import Facility
from netplan.audit.levels import Level
from netplan.audit.people import House


@dataclass(frozen=True)
class Grade:
    """The people of one grade at one school in one year."""

    people: Count
    most: int
    """Most persons of one class."""
    is_formed: bool
    """Whether the school took them in: it was open to new ones then, and has had places since."""


def grade_sizes(law: ClassLaw, facility: Facility, service: str, houses: Sequence[House], t: int) -> list[Grade]:
    """Give the grades of a school in a year; none where people are not told apart by grade."""
    by_grade = houses[t].grades.get(service, ())
    together = len(law.most) // len(by_grade) if by_grade else 1
    return [
        Grade(people, sum(law.most[g * together : (g + 1) * together]), is_formed(facility, service, houses, t, g))
        for g, people in enumerate(by_grade)
    ]


def is_formed(facility: Facility, service: str, houses: Sequence[House], t: int, years: int) -> bool:
    """Whether a school took people in so many years ago and has had places since; before the plan it was as today."""
    first = t - years
    before = facility.levels[facility.today]
    entry = houses[first].level if first >= 0 else before
    since = [entry, *(house.level for house in houses[max(first, 0) : t])]
    return (entry.intake or years == 0) and all(_has_places(level, service) for level in since)


def carried(grade: Grade, parallel: int) -> bool:
    """Whether so many classes hold the people of a grade."""
    return grade.people <= grade.most * parallel


def obeys_by_grade(law: ClassLaw, exempt: Exempt | None, grades: Sequence[Grade], parallel: int) -> bool:
    """Whether the entry grade is lawful classes, and each later one at least one class, as the law or exception says.

    Persons in all grades are asked of a school that formed its last grade.
    """
    own = law if exempt is None else exempted(law, exempt)
    together = len(law.most) // len(grades)
    people = sum(grade.people for grade in grades)
    if not all(carried(grade, parallel) for grade in grades):
        return False
    if exempt is not None and grades[-1].is_formed and people < exempt.total:
        return False
    if exempt is not None and exempt.mixed:
        largest, rooms = min(law.most), parallel * len(law.most)
        return any(_lies(people, own, 1, number, largest) for number in range(own.fewest, rooms + 1))
    entry, later = grades[0], grades[1:]
    return any(
        _lies(entry.people, own, together, number, entry.most) for number in range(own.fewest, parallel + 1)
    ) and all(grade.people >= own.first * together for grade in later if grade.is_formed)


def _lies(people: Count, law: ClassLaw, together: int, number: int, most: int) -> bool:
    """Whether people are so many classes, neither too small nor too large."""
    least = law.first + law.further * (number - 1)
    return least * together <= people <= most * number


def _has_places(level: Level, service: str) -> bool:
    return level.places.get(service, 0) > 0 and level.total != 0
