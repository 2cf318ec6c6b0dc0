"""Who is where today: attendance.csv, read and checked against people, facilities and reach."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from netplan.demand.cohorts import Stay, entries_of
from netplan.inputs.findings import Findings, did_you_mean
from netplan.inputs.table import Table
from netplan.tables import Attendance, Demand, Ints, Levels, Pairs
from netplan.workspace.cohorts import stays_of
from netplan.workspace.question import Question
from netplan.workspace.region import Region
from netplan.workspace.shelf import Shelf


@dataclass(frozen=True)
class Attending:
    """The rows of attendance.csv that speak of services with a stay."""

    table: Table
    records: tuple[int, ...]
    cell: tuple[int, ...]
    service: tuple[int, ...]
    grade: tuple[int, ...]
    """In the first listed year, from 2 on."""
    facility: tuple[str, ...]
    """Empty: assigned anew."""
    people: tuple[int, ...]


def read_attendance(shelf: Shelf, question: Question, region: Region, findings: Findings) -> Attending | None:
    """Read attendance.csv where the scenario has cohorts and the region has it; faults are noted."""
    if not question.scenario.cohorts or region.attendance is None or region.cells is None:
        return None
    before = len(findings.faults)
    table = replace(region.attendance, findings=findings)
    facilities = {row.facility for row in region.facilities or ()}
    places = table.choices("facility", {"", *facilities}, code="NP-I064")
    named = table.choices("service", shelf.keys_of_all_models("services"), code="NP-I064")
    homes = table.choices("cell", set(region.cells.ids), code="NP-I064")
    grades, people = table.whole("grade", 1, 13), table.whole("people")
    table.unique(
        ("facility", "service", "grade", "cell"), list(zip(places, named, grades.tolist(), homes, strict=True))
    )
    stays = dict(zip(question.sector.services, stays_of(question), strict=True))
    own = [r for r, service in enumerate(named) if stays.get(service) is not None]
    _check_grades(table, own, [stays.get(service) for service in named], grades)
    if len(findings.faults) > before:
        return None
    position = {cell: c for c, cell in enumerate(region.cells.ids)}
    services = list(question.sector.services)
    return Attending(
        table,
        tuple(own),
        tuple(position[homes[r]] for r in own),
        tuple(services.index(named[r]) for r in own),
        tuple(int(grades[r]) for r in own),
        tuple(places[r] for r in own),
        tuple(int(people[r]) for r in own),
    )


def with_those_there(attending: Attending | None, question: Question, demand: Demand) -> Demand:
    """Replace the people of later grades by those of attendance.csv, for the services that it names."""
    if attending is None:
        return demand
    entry, people = _entries(attending, question), demand.people.copy()
    for s in set(attending.service):
        people[:, s][:, demand.entry_grade[s] > 0] = 0
    np.add.at(people, (list(attending.cell), list(attending.service), entry), list(attending.people))
    return replace(demand, people=people)


def attendance_together(found: Sequence[Attendance]) -> Attendance:
    """Put those who are there in several sectors one after the other."""
    return Attendance(
        np.concatenate([one.pair for one in found]),
        np.concatenate([one.entry for one in found]),
        np.concatenate([one.people for one in found]),
    )


def attendance_of(
    attending: Attending | None, question: Question, demand: Demand, pairs: Pairs, levels: Levels
) -> Attendance:
    """Return who is where as rows of pair, entry and people; nobody may be out of reach or beyond today's places."""
    if attending is None:
        return Attendance()
    position = {name: f for f, name in enumerate(levels.facilities)}
    before = demand.services.index(next(iter(question.sector.services)))
    columns = zip(pairs.cell.tolist(), pairs.facility.tolist(), pairs.service.tolist(), strict=True)
    pair = {index: p for p, index in enumerate(columns)}
    entry, found = _entries(attending, question), []
    for place, (name, c, s) in enumerate(zip(attending.facility, attending.cell, attending.service, strict=True)):
        record = attending.records[place]
        if name and name not in position:
            what = f"no facility of sector {question.sector.sector}"
            attending.table.fault(record, "facility", what, did_you_mean(name, position), "NP-I064")
        elif name and (c, position[name], before + s) not in pair:
            what = "out of reach of the cell, or never with places for the service"
            mend = "Leave the facility empty, and they are assigned anew; or raise the norm `reach`."
            attending.table.fault(record, "facility", what, mend, "NP-I081")
        elif name:
            found.append((pair[c, position[name], before + s], entry[place], attending.people[place]))
    _check_places(attending, position, levels, before)
    rows = np.array(found, np.int64).reshape(-1, 3)
    return Attendance(rows[:, 0], rows[:, 1], rows[:, 2])


def check_people(attending: Attending | None, region: Region, question: Question) -> None:
    """Check that no cell has more people at a service than it has of the age groups that enter it."""
    if attending is None or region.people is None:
        return
    known, year = region.people, question.scenario.years[0]
    t = known.years.index(year) if year in known.years else 0
    services = list(question.sector.services.values())
    there: Counter[tuple[int, int]] = Counter()
    for place, (c, s) in enumerate(zip(attending.cell, attending.service, strict=True)):
        there[c, s] += attending.people[place]
        groups = [known.groups.index(group) for group in services[s].intake if group in known.groups]
        most = int(known.count[c, groups, t].sum())
        if there[c, s] > most and len(groups) == len(services[s].intake):
            what = f"with the rows above more than the {most} people of the age group in {year}"
            mend = "Correct one of them; a grade is the one of the first listed year."
            attending.table.fault(attending.records[place], "people", what, mend, "NP-I081")


def _entries(attending: Attending, question: Question) -> list[int]:
    years = len(question.scenario.years)
    numbers: list[Mapping[int, int]] = [
        {entry.grade: e for e, entry in enumerate(entries_of(stay, years)) if entry.grade > 1}
        for stay in stays_of(question)
    ]
    return [numbers[s][grade] for s, grade in zip(attending.service, attending.grade, strict=True)]


def _check_grades(table: Table, own: Sequence[int], stays: Sequence[Stay | None], grades: Ints) -> None:
    for record in own:
        stay = stays[record]
        if stay is not None and not 1 < grades[record] <= stay.grades:
            what = "no grade in which somebody is there already"
            mend = f"Write the grade of the first listed year, 2 to {stay.grades}; grade 1 enters then."
            table.fault(record, "grade", what, mend, "NP-I081")


def _check_places(attending: Attending, position: Mapping[str, int], levels: Levels, before_services: int) -> None:
    there: Counter[tuple[int, int]] = Counter()
    for place, (name, s) in enumerate(zip(attending.facility, attending.service, strict=True)):
        if name not in position:
            continue
        f = position[name]
        before, places = there[f, s], int(levels.room[f, levels.today[f], before_services + s])
        there[f, s] += attending.people[place]
        if before <= places < there[f, s]:
            what = f"with the rows above more than the {places} places of {name} today"
            mend = "Correct the people, level_today or the places of that level."
            attending.table.fault(attending.records[place], "people", what, mend, "NP-I081")
