"""Who moves because a facility closes at once: where they were ends, where they come begins, and nobody is lost."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from netplan.audit.claim import Assigned, Claim, Count
from netplan.audit.cohorts import ENTRY, years_there
from netplan.audit.facilities import Facility
from netplan.audit.levels import CLOSED
from netplan.audit.life import Lives
from netplan.audit.quantities import PERSONS, quantity
from netplan.audit.question import Question
from netplan.audit.reading import text
from netplan.audit.verdict import Check, judged

Group: TypeAlias = tuple[int, str, str, int]
"""A year, a service, a cell and a grade in that year."""


def is_move(question: Question, row: Assigned) -> bool:
    """Whether people come in a later year and grade: they were somewhere else before."""
    return "moves" in question.rules and row.grade > ENTRY and row.year > question.years[0]


def with_moves(question: Question, claim: Claim) -> Claim:
    """Let people be at a facility until it closes at once, if they are there in that year and the one before."""
    if "moves" not in question.rules:
        return claim
    shut = {(said.facility, said.year) for said in claim.measures if said.kind == "close" and said.goal == CLOSED}
    return replace(claim, assigned=tuple(_until(question, shut, row) for row in claim.assigned))


def without_moves(question: Question, claim: Claim) -> Claim:
    """Give who goes where first."""
    return replace(claim, assigned=tuple(row for row in claim.assigned if not is_move(question, row)))


def judge_moves(
    question: Question, facilities: Mapping[str, Facility], claim: Claim, lives: Lives
) -> tuple[Check, ...]:
    """Judge, where people may move, that all who leave come somewhere that takes them, and that they are few enough."""
    rule = question.rules.get("moves")
    if rule is None:
        return ()
    left, came, moved = Counter[Group](), Counter[Group](), Counter[int]()
    faults = []
    for row in claim.assigned:
        if row.until is not None:
            left[row.until, row.service, row.cell, row.grade + row.until - row.year] += _people(row)
        elif is_move(question, row):
            came[row.year, row.service, row.cell, row.grade] += _people(row)
            moved[row.year] += _people(row)
            if row.facility not in facilities or not takes(question, facilities[row.facility], row, lives):
                faults.append(f"{row.facility or 'nowhere'}, {row.year}: {row.people} of {row.cell} cannot come")
    for who in sorted(left.keys() | came.keys()):
        if left[who] != came[who]:
            year, _, cell, grade = who
            faults.append(f"{cell}, grade {grade}, {year}: {left[who]} leave, {came[who]} come")
    most = quantity(text(rule.settings, "people"), PERSONS, "moves.people")
    faults += [f"{year}: {people} of at most {most}" for year, people in moved.items() if people > most]
    clean = ", ".join(f"{people} in {year}" for year, people in sorted(moved.items())) or "nobody"
    return (judged("moves", "who leaves what closes at once comes elsewhere", rule.apply, faults, clean),)


def takes(question: Question, facility: Facility, row: Assigned, lives: Lives) -> bool:
    """Whether a facility takes people in, in the year in which they come."""
    if row.year not in question.years:
        return False
    return facility.levels[lives.positions[facility.name][1 + question.years.index(row.year)].level].intake


def moved(question: Question, claim: Claim) -> Count:
    """Count those who move."""
    return sum(_people(row) for row in claim.assigned if is_move(question, row))


def _people(row: Assigned) -> int:
    return int(row.people)


def _until(question: Question, shut: set[tuple[str, int]], row: Assigned) -> Assigned:
    if is_move(question, row) or not row.facility:
        return row
    years = [year for year, _ in years_there(question, row)]
    ends = [year for year in years if (row.facility, year) in shut and year - 1 in years]
    return replace(row, until=min(ends)) if ends and question.services[row.service].stay is not None else row
