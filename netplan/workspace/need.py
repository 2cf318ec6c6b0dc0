"""Who needs what: people of the listed years, shares by norm or by area, whole persons."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from netplan.demand.cohorts import columns
from netplan.inputs.findings import Findings, did_you_mean
from netplan.inputs.table import Table
from netplan.tables import Demand, Ints
from netplan.workspace.cohorts import counted_groups, intake, is_cohort, people_of, stays_of
from netplan.workspace.question import Question
from netplan.workspace.region import Cells, People, Region
from netplan.workspace.shelf import Shelf


def demand_of(shelf: Shelf, question: Question, region: Region, findings: Findings) -> Demand | None:
    """Count the persons in need; None where cells or people cannot be used."""
    cells, people = region.cells, region.people
    if cells is None or people is None or not findings.clean(people.file):
        return None
    areas = tuple(sorted(set(cells.areas)))
    number = {name: i for i, name in enumerate(areas)}
    area = np.array([number[name] for name in cells.areas], np.int64)
    groups, stays = _groups(question, people, findings), stays_of(question)
    before = len(findings.faults)
    rates = _rates(shelf, question, region, areas, groups, findings)
    counted = _people(question, people, groups, cells, findings)
    if len(findings.faults) > before:
        return None
    services = question.sector.services.values()
    return Demand(
        cells=cells.ids,
        lon=cells.lon,
        lat=cells.lat,
        areas=areas,
        area=area,
        services=tuple(question.sector.services),
        years=np.array(question.scenario.years, np.int64),
        span=np.array(question.scenario.spans, np.int64),
        people=people_of(counted, rates, stays, area, cells.ids, moves=question.rules.moves is not None),
        **columns(stays, len(question.scenario.years), moves=question.rules.moves is not None),
        reach=np.array([question.whole(service.reach) for service in services], np.int64),
        target=np.array([question.whole(service.target) for service in services], np.int64),
    )


def demand_together(needs: Sequence[Demand]) -> Demand:
    """Put the needs of several sectors side by side: the same cells and years, one service after the other."""
    width = max(need.people.shape[2] for need in needs)

    def joined(name: str, axis: int = 0, entries: int | None = None) -> Ints:
        arrays = [getattr(need, name) for need in needs]
        if entries is not None:
            arrays = [_widened(array, entries, width) for array in arrays]
        return np.concatenate(arrays, axis=axis)

    return replace(
        needs[0],
        services=tuple(service for need in needs for service in need.services),
        people=joined("people", 1, entries=2),
        grades=joined("grades"),
        entry_year=joined("entry_year", entries=1),
        entry_grade=joined("entry_grade", entries=1),
        share=joined("share", entries=1),
        reach=joined("reach"),
        target=joined("target"),
    )


def _widened(array: Ints, axis: int, width: int) -> Ints:
    """Add empty entries at the end: those of a sector that has fewer than another."""
    missing = [(0, width - size if number == axis else 0) for number, size in enumerate(array.shape)]
    return np.pad(array, missing)


def _groups(question: Question, people: People, findings: Findings) -> tuple[str, ...]:
    """List the age groups that the model counts; each must be in people.csv."""
    found: dict[str, None] = {}
    for key, service in question.sector.services.items():
        word, shares = counted_groups(question, service)
        for group in shares:
            found[group] = None
            if group not in people.groups:
                file, path = question.sector_file, ("services", key, word, group)
                what = f"{people.file} has no people of this age group"
                mend = did_you_mean(group, people.groups)
                findings.fault(file.file, file.line(path), ".".join(path), None, what, mend, "NP-I064")
    return tuple(group for group in found if group in people.groups)


def _people(question: Question, people: People, groups: Sequence[str], cells: Cells, findings: Findings) -> Ints:
    """Take the people of the listed years, as (cells, age groups, years)."""
    years, rows = question.scenario.years, [people.groups.index(group) for group in groups]
    count = people.count[:, rows, :]
    if len(people.years) == 1:
        year = people.years[0]
        if set(years) != {year}:
            listed = ", ".join(map(str, years))
            findings.notice(
                "NP-W044",
                f"{people.file}: Die Zahlen von {year} gelten für alle Jahre ({listed}); das ist angenommen.",
                f"{people.file}: the people of {year} are used for all listed years ({listed}); this is assumed.",
            )
        return np.repeat(count, len(years), axis=2)
    missing = [year for year in years if year not in people.years]
    if missing:
        file, line = question.origin.place(("years",))
        what = f"{people.file} has no people of {', '.join(map(str, missing))}"
        mend = f"It has {', '.join(map(str, people.years))}; list these, or add the people."
        findings.fault(file, line, "years", None, what, mend, "NP-I044")
        return np.repeat(count[:, :, :1], len(years), axis=2)
    used = [people.years.index(year) for year in years]
    counted = people.row[:, rows][:, :, used]
    _check_complete(replace(people, row=counted, groups=tuple(groups), years=years), cells, findings)
    return count[:, :, used]


def _check_complete(people: People, cells: Cells, findings: Findings) -> None:
    """Check that a cell's age group that has a row for one listed year has one for each."""
    there = people.row > 0
    partly = there.any(axis=2) & ~there.all(axis=2)
    for c, g in zip(*np.nonzero(partly), strict=True):
        absent = [str(year) for t, year in enumerate(people.years) if not there[c, g, t]]
        first = int(people.row[c, g][there[c, g]].min())
        what = f"{cells.ids[c]}, age group {people.groups[g]} has no row for {', '.join(absent)}"
        mend = "Write a row for every listed year, 0 people where nobody lives."
        findings.fault(people.file, first, "year", None, what, mend, "NP-I044")


def _rates(
    shelf: Shelf,
    question: Question,
    region: Region,
    areas: Sequence[str],
    groups: Sequence[str],
    findings: Findings,
) -> list[list[list[Fraction]]]:
    """Return the share in need by area, service and age group: the norm's, replaced by take_up.csv."""
    services = question.sector.services
    standard = [
        [question.norms[shares[group]].value.amount if group in shares else Fraction(0) for group in groups]
        for _, shares in (counted_groups(question, service) for service in services.values())
    ]
    found = [[list(of_service) for of_service in standard] for _ in areas]
    if region.take_up is None:
        return found
    table = replace(region.take_up, findings=findings)
    named = table.choices("area", areas, code="NP-I064")
    served = table.choices("service", shelf.keys_of_all_models("services") | set(services), code="NP-I064")
    ages, shares = table.texts("age_group"), table.shares("take_up_percent", 200)
    table.unique(("area", "service", "age_group"), list(zip(named, served, ages, strict=True)))
    keys = list(services)
    for record, (area, service, age) in enumerate(zip(named, served, ages, strict=True)):
        if service in services and age in services[service].take_up and age in groups and area in areas:
            own = services[service]
            if not is_cohort(question, own):
                found[areas.index(area)][keys.index(service)][groups.index(age)] = shares[record]
            elif age in own.intake:
                entering = intake(question, own, age, shares[record])
                found[areas.index(area)][keys.index(service)][groups.index(age)] = entering
        elif service in services and age not in services[service].take_up:
            _fault_age(table, record, services[service].take_up)
    return found


def _fault_age(table: Table, record: int, known: Sequence[str] | object) -> None:
    names = list(known) if isinstance(known, dict) else []
    age = table.columns["age_group"][record].strip()
    table.fault(record, "age_group", "the service counts no such age group", did_you_mean(age, names), "NP-I064")
