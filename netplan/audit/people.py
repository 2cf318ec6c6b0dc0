"""Whether everyone is counted once, and whether no facility is too full or too empty."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from netplan.audit.claim import Assigned, Claim, Count
from netplan.audit.cohorts import Needed, fills, grades, years_there
from netplan.audit.facilities import Facility
from netplan.audit.levels import CLOSED, Level
from netplan.audit.life import Lives
from netplan.audit.question import Question
from netplan.audit.reading import branch, text
from netplan.audit.verdict import Check, check, judged

Seat: TypeAlias = tuple[int, str, str]
"""A year, a facility and a service."""


@dataclass(frozen=True)
class House:
    """One open or closed facility in one listed year, with the people who are sent there."""

    year: int
    facility: str
    level: Level
    load: Mapping[str, Count]
    """People by service; services to which nobody is sent count 0."""
    touched: bool
    """Whether a measure acted on the facility in this year or before."""
    filling: frozenset[str] = frozenset()
    """Services for which it opened too late to have all grades yet."""
    line: str = ""
    """Budget line of its running cost."""
    grades: Mapping[str, Sequence[Count]] = field(default_factory=dict)
    """People by service and grade, where they are told apart by grade."""

    @property
    def is_open(self) -> bool:
        """Whether the facility is at another level than closed."""
        return self.level.name != CLOSED


def houses(question: Question, facilities: Mapping[str, Facility], claim: Claim, lives: Lives) -> list[House]:
    """Put levels and people together, by facility and year."""
    loads, by_grade = load(question, claim), load_by_grade(question, claim)
    number = {name: grades(service) for name, service in question.services.items()}
    acted: dict[str, int] = {}
    for measure in claim.measures:
        acted[measure.facility] = min(measure.year, acted.get(measure.facility, measure.year))
    return [
        House(
            year=year,
            facility=name,
            level=facility.levels[at.level],
            line=facility.line,
            load={service: loads.get((year, name, service), 0) for service in question.services},
            touched=name in acted and acted[name] <= year,
            filling=frozenset(s for s, g in number.items() if g > 1 and fills(question, lives, name, year, g)),
            grades={
                service: [by_grade.get((year, name, service, grade), 0) for grade in range(1, number[service] + 1)]
                for service, about in question.services.items()
                if about.stay is not None
            },
        )
        for name, facility in facilities.items()
        for year, at in zip(question.years, lives.positions[name][1:], strict=True)
    ]


def load(question: Question, claim: Claim) -> dict[Seat, Count]:
    """Sum the places taken at each facility by service and year, over all who are there."""
    loads: dict[Seat, Count] = defaultdict(int)
    for row in claim.assigned:
        for year, places in years_there(question, row) if row.facility else ():
            loads[year, row.facility, row.service] += row.people if places == 1 else row.people * places
    return loads


def load_by_grade(question: Question, claim: Claim) -> dict[tuple[int, str, str, int], Count]:
    """Sum the same by grade, where people are told apart by grade."""
    loads: dict[tuple[int, str, str, int], Count] = defaultdict(int)
    for row in claim.assigned:
        for year, places in years_there(question, row) if row.facility else ():
            loads[year, row.facility, row.service, row.grade + year - row.year] += row.people * places
    return loads


def judge_rows(
    facilities: Mapping[str, Facility], demand: Mapping[Needed, int], claim: Claim
) -> tuple[Check, Check, Check]:
    """Judge assignment.csv by itself: known names, whole persons, everyone counted once."""
    strange = strangers(facilities, demand, claim)
    broken = [f"{_row(row)}: {row.people}" for row in claim.assigned if not is_whole(row.people)]
    counted: dict[Needed, Count] = defaultdict(int)
    for row in claim.assigned:
        counted[_who(row)] += row.people
    missing = [
        f"{_named(*who)}: {counted.get(who, 0)} of {persons} persons"
        for who, persons in demand.items()
        if counted.get(who, 0) != persons
    ]
    in_all = sum(counted.values(), Fraction(0))
    return (
        check(
            "assignment rows",
            "years, services, cells and facilities are known, each row once",
            f"{len(claim.assigned)} rows",
            f"{len(claim.assigned) - len(strange)} known",
            strange,
        ),
        check(
            "whole persons",
            "no fraction, nobody negative",
            "every row",
            f"{len(broken)} rows broken" if broken else "every row",
            broken,
        ),
        check(
            "everyone counted",
            "Σ people + unserved = demand by cell, service and year",
            f"{in_all} persons",
            f"{sum(demand.values())} persons",
            missing,
        ),
    )


def strangers(facilities: Mapping[str, Facility], demand: Mapping[Needed, int], claim: Claim) -> list[str]:
    """Find rows that name what is not there, or that stand twice, or that give the unserved a way."""
    faults = []
    times = Counter((*_who(row), row.facility) for row in claim.assigned)
    for row in claim.assigned:
        if _who(row) not in demand:
            faults.append(f"{_row(row)}: no such year, service or cell")
        elif row.facility and row.facility not in facilities:
            faults.append(f"{_row(row)}: no such facility")
        elif bool(row.facility) != (row.seconds is not None):
            faults.append(f"{_row(row)}: a way belongs to those who are served, and only to them")
        elif times[*_who(row), row.facility] > 1:
            faults.append(f"{_row(row)}: stands twice")
    return faults


def is_whole(people: Count) -> bool:
    """Whether a number of people can be one."""
    return people >= 0 and Fraction(people).denominator == 1


def judge_houses(question: Question, found: list[House]) -> tuple[Check, ...]:
    """Judge open doors, places and minimum sizes."""
    shut = [
        f"{house.facility}, {house.year}: {people} for {service} at {house.level.name}, which has no places"
        for house in found
        for service, people in house.load.items()
        if people > 0 and house.level.places[service] == 0
    ]
    full = [fault for house in found for fault in overfilled(house)]
    seats = sum(house.level.size for house in found)
    taken = sum((Fraction(sum(house.load.values())) for house in found), Fraction(0))
    return (
        check(
            "open doors",
            "nobody at a closed facility or one without places",
            "nobody",
            f"{len(shut)} groups" if shut else "nobody",
            shut,
        ),
        check("places", "load ≤ places by service and in all", f"{seats} places", f"{taken} persons", full),
        *minimum_size_rows(question, found),
    )


def overfilled(house: House) -> list[str]:
    """Say where more people are sent than there are places; services without any are judged as open doors."""
    what = f"{house.facility}, {house.year}"
    faults = [
        f"{what}: {people} for {house.level.places[service]} places of {service}"
        for service, people in house.load.items()
        if house.level.places[service] and not fits(people, house.level.places[service])
    ]
    total = sum(house.load.values())
    if house.level.total is not None and not fits(total, house.level.total):
        faults.append(f"{what}: {total} for {house.level.total} places in all")
    return faults


def fits(people: Count, places: int) -> bool:
    """Whether people fit: load ≤ places."""
    return people <= places


def minimum_size_rows(question: Question, found: list[House]) -> tuple[Check, ...]:
    """Judge minimum sizes, where the model or the scenario names that rule."""
    rule = question.rules.get("minimum_size")
    if rule is None:
        return ()
    bound = [
        house
        for house in found
        if house.is_open and (rule.apply != "new_only" or house.touched) and not has_houses(question, house.facility)
    ]
    faults = [fault for house in bound for fault in too_small(house)]
    return (judged("minimum_size", "load ≥ least by service and in all", rule.apply, faults, f"{len(bound)} kept"),)


def has_houses(question: Question, facility: str) -> bool:
    """Whether a facility is a branch or has one: then the rule on branches judges the school as a whole."""
    rule = question.rules.get("branches")
    of = branch(rule.settings, "of") if rule else {}
    return facility in of or facility in {text(of, name) for name in of}


def too_small(house: House) -> list[str]:
    """Say where fewer people are sent than the level asks for."""
    what = f"{house.facility}, {house.year}"
    faults = [
        f"{what}: {people} of at least {house.level.least[service]} for {service}"
        for service, people in house.load.items()
        if service not in house.filling and not enough(people, house.level.least[service])
    ]
    total = sum(house.load.values())
    if not house.filling and not enough(total, house.level.least_total):
        faults.append(f"{what}: {total} of at least {house.level.least_total} in all")
    return faults


def enough(people: Count, least: int) -> bool:
    """Whether people suffice: load ≥ least."""
    return people >= least


def _who(row: Assigned) -> Needed:
    """Give the entry that a row speaks of."""
    return row.year, row.service, row.cell, row.grade


def _named(year: int, service: str, cell: str, grade: int) -> str:
    """Name an entry; grade 1 goes without saying."""
    return f"{cell}, {service}, {year}" + (f", grade {grade}" if grade > 1 else "")


def _row(row: Assigned) -> str:
    """Name a row of assignment.csv."""
    return f"{row.year}, {row.service}, {row.cell} → {row.facility or 'unserved'}"
