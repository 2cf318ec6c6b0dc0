"""Who is where before the first listed year: attendance.csv, and whether the plan lets them stay."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from netplan.audit.claim import Claim
from netplan.audit.cohorts import Needed
from netplan.audit.question import Question
from netplan.audit.reading import RawRegion
from netplan.audit.verdict import Check, check

There: TypeAlias = tuple[str, str, str, int]
"""A facility, a service, a cell and a grade."""


def read_attending(question: Question, region: RawRegion) -> dict[There, int]:
    """Give who is where, for the services with a stay; an empty facility is for those who are assigned anew."""
    found: Counter[There] = Counter()
    for row in region.rows("attendance"):
        service = question.services.get(row["service"])
        if service is not None and service.stay is not None:
            place = (row["facility"], row["service"], row["cell"], region.integer(row, "grade"))
            found[place] += region.integer(row, "people")
    return dict(found)


def those_there(question: Question, attending: Mapping[There, int], needed: Iterable[Needed]) -> dict[Needed, int]:
    """Give the people of later grades where attendance.csv speaks of their service: those it names, and no others."""
    named = {service for _, service, _, _ in attending}
    found = {who: 0 for who in needed if who[1] in named and who[3] > 1}
    for (_, service, cell, grade), people in attending.items():
        found[question.years[0], service, cell, grade] += people
    return found


def judge_attendance(question: Question, attending: Mapping[There, int], claim: Claim) -> tuple[Check, ...]:
    """Judge, where somebody is known to be somewhere, that they stay there."""
    known = {place: people for place, people in attending.items() if place[0]}
    if not known:
        return ()
    stay: Counter[There] = Counter()
    for row in claim.assigned:
        if row.grade > 1 and row.year == question.years[0]:
            stay[row.facility, row.service, row.cell, row.grade] += int(row.people)
    faults = [
        f"{facility}, {service}, {cell}, grade {grade}: {stay[facility, service, cell, grade]} of {people} stay"
        for (facility, service, cell, grade), people in known.items()
        if stay[facility, service, cell, grade] < people
    ]
    people = sum(known.values())
    return (
        check("attendance", "who is somewhere stays there", f"{people} persons", f"{len(faults)} groups moved", faults),
    )
