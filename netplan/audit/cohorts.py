"""Who is there in which year where people are assigned once for their stay: entries, grades, places taken."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from netplan.audit.claim import Assigned, Claim, Count
from netplan.audit.facilities import Facility
from netplan.audit.levels import CLOSED
from netplan.audit.life import Lives
from netplan.audit.question import Question, Service
from netplan.audit.verdict import Check, check

Needed: TypeAlias = tuple[int, str, str, int]
"""A year, a service, a cell and a grade: people who are assigned together."""

_MILLE = 1000
ENTRY = 1
"""Grade of those who enter."""


def grades(service: Service) -> int:
    """Give the grades of a service: the years of its stay, a half one included; 1 without a stay."""
    return 1 if service.stay is None else -(-service.stay.numerator // service.stay.denominator)


def entries(question: Question, service: Service) -> Iterator[tuple[int, int]]:
    """Yield year and grade of everyone who is assigned: each listed year's; those who are in later grades at first."""
    yield from ((year, 1) for year in question.years)
    yield from ((question.years[0], grade) for grade in range(2, grades(service) + 1))


def left(service: Service, first: int, grade: int) -> Fraction:
    """Give how many are in a grade for one person in an earlier one."""
    found = Fraction(1)
    for number in range(first + 1, grade + 1):
        found *= service.survival.get(number, Fraction(1))
    return found


def taken(service: Service, first: int, grade: int) -> Fraction:
    """Give the places that one who entered in grade `first` takes in a grade, in whole per mille.

    A last half year counts half.
    """
    exact = left(service, first, grade)
    if service.stay is not None and service.stay.denominator != 1 and grade == grades(service):
        exact /= 2
    return Fraction(round(exact * _MILLE), _MILLE)


def years_of(question: Question, entry: Needed) -> list[int]:
    """List the listed years in which people who are assigned together are there."""
    first, name, _, grade = entry
    service = question.services[name]
    last = first + grades(service) - grade if service.stay is not None else first
    return [year for year in question.years if first <= year <= last]


def years_there(question: Question, row: Assigned) -> list[tuple[int, Fraction]]:
    """List the listed years in which assigned people are there, with the places one of them takes."""
    service = question.services.get(row.service)
    if service is None or row.year not in question.years:
        return []
    if service.stay is None:
        return [(row.year, Fraction(1))]
    last = row.year + grades(service) - row.grade
    # Who comes from elsewhere in a later year takes as many places as since they entered.
    first = max(ENTRY, row.grade - (row.year - question.years[0]))
    return [
        (year, taken(service, first, row.grade + year - row.year))
        for year in question.years
        if row.year <= year <= last and (row.until is None or year < row.until)
    ]


def is_there(question: Question, row: Assigned, year: int) -> bool:
    """Whether assigned people are there in a year."""
    return any(there == year for there, _ in years_there(question, row))


def years_counted(question: Question, row: Assigned) -> int:
    """Give the calendar years for which a goal counts assigned people: all that their listed years stand for."""
    return sum(question.spans[question.years.index(year)] for year, _ in years_there(question, row))


def fills(question: Question, lives: Lives, facility: str, year: int, number: int) -> bool:
    """Whether an open facility opened too late for an intake of its own to be in the last of its grades in a year."""
    before = [question.years[0] - 1, *question.years]
    path = lives.positions[facility]
    recent = [at.level == CLOSED for y, at in zip(before, path, strict=True) if year - number < y < year]
    # Before the year before the first listed one it was as it was then.
    return any(recent) or (path[0].level == CLOSED and year - number + 1 < question.years[0])


def judge_cohorts(
    question: Question,
    facilities: Mapping[str, Facility],
    demand: Mapping[Needed, int],
    claim: Claim,
    lives: Lives,
) -> tuple[Check, ...]:
    """Judge, where there are cohorts, that nobody enters without intake and that everyone is there in every year."""
    if not any(service.stay is not None for service in question.services.values()):
        return ()
    return (_intake_row(question, facilities, claim, lives), _conserved_row(question, demand, claim))


def _intake_row(question: Question, facilities: Mapping[str, Facility], claim: Claim, lives: Lives) -> Check:
    """Judge that nobody enters grade 1 at a level that takes nobody."""
    faults = []
    for row in claim.assigned:
        if row.facility in facilities and row.grade == 1 and row.people > 0 and row.year in question.years:
            at = lives.positions[row.facility][1 + question.years.index(row.year)]
            if not facilities[row.facility].levels[at.level].intake:
                faults.append(f"{row.facility}, {row.year}: {row.people} enter at {at}")
    entering = sum((Fraction(row.people) for row in claim.assigned if row.facility and row.grade == 1), Fraction(0))
    return check(
        "intake", "nobody enters at a level without intake", f"{entering} enter", f"{len(faults)} may not", faults
    )


def _conserved_row(question: Question, demand: Mapping[Needed, int], claim: Claim) -> Check:
    """Judge that in every listed year as many are there, or without a place, as entries of people say."""
    counted: Counter[int] = Counter()
    needed: Counter[int] = Counter()
    for row in claim.assigned:
        _add(counted, question, row, row.people)
    for (year, service, cell, grade), persons in demand.items():
        _add(needed, question, Assigned(year, service, cell, "", persons, None, grade), persons)
    faults = [f"{year}: {counted[year]} of {needed[year]}" for year in question.years if counted[year] != needed[year]]
    return check(
        "everyone in every year",
        "Σ people of all entries that are there",
        f"{counted[question.years[0]]} in {question.years[0]}, {counted[question.years[-1]]} in {question.years[-1]}",
        f"{needed[question.years[0]]} in {question.years[0]}, {needed[question.years[-1]]} in {question.years[-1]}",
        faults,
    )


def _add(sums: Counter[int], question: Question, row: Assigned, people: Count) -> None:
    for year, _ in years_there(question, row):
        sums[year] += people  # type: ignore[assignment]  # a fraction is a fault of its own
