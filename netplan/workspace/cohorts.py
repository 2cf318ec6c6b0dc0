"""What a scenario with cohorts needs: the stays of its services, and whether years and norms fit them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from netplan.demand import demand
from netplan.demand.cohorts import Stay, entries_of
from netplan.inputs.findings import Findings
from netplan.sector import ServiceText
from netplan.tables import Ints
from netplan.workspace.question import Question

_MOST_YEARS = 13


def stays_of(question: Question) -> list[Stay | None]:
    """Return each service's stay, None where its people are assigned anew in every listed year."""
    return [_stay(question, service) for service in question.sector.services.values()]


def counted_groups(question: Question, service: ServiceText) -> tuple[str, Mapping[str, str]]:
    """Return the key and the shares by age group that say who needs a service: its intake, else its take-up."""
    return ("intake", service.intake) if is_cohort(question, service) else ("take_up", service.take_up)


def is_cohort(question: Question, service: ServiceText) -> bool:
    """Whether the scenario assigns a service's people once for their whole stay."""
    return question.scenario.cohorts and bool(service.stay)


def with_cohorts(questions: list[Question], findings: Findings) -> list[Question]:
    """Check what a scenario with cohorts needs; return the questions, none, and faults noted, where it is not there."""
    before = len(findings.faults)
    if questions and questions[0].scenario.cohorts:
        _check_years(questions, findings)
        for question in questions:
            for key, service in question.sector.services.items():
                if service.stay:
                    _check_service(question, key, service, findings)
    return questions if len(findings.faults) == before else []


def _check_years(questions: Sequence[Question], findings: Findings) -> None:
    """Check that there is a service with a stay, and that every year is listed."""
    question, scenario = questions[0], questions[0].scenario
    if not any(service.stay for each in questions for service in each.sector.services.values()):
        what = f"no service of {' or '.join(f'models/{name}.yaml' for name in scenario.sector)} has a stay"
        question.fault(findings, ("cohorts",), what, "Give one a stay, or remove the key.", "NP-I080", "yes")
    years = scenario.years
    if any(later != year + 1 for year, later in pairwise(years)):
        what = "an intake stays from year to year, but years are left out"
        question.fault(findings, ("years",), what, f"List every year from {years[0]} to {years[-1]}.", "NP-I080")
    elif scenario.spans[-1] != 1:
        what = "an intake stays from year to year, so every listed year stands for itself"
        question.fault(findings, ("span",), what, "Write 1, or remove the key.", "NP-I080", str(scenario.span))


def intake(question: Question, service: ServiceText, group: str, take_up: Fraction) -> Fraction:
    """Return the share of an age group that enters in a year where `take_up` is the share that needs the service.

    The norm holds where the take-up is the norm's; a take-up of the area's own (take_up.csv) scales it.
    """
    norms = question.norms
    return norms[service.intake[group]].value.amount * take_up / norms[service.take_up[group]].value.amount


def people_of(
    counted: Ints,
    rates: Sequence[Sequence[Sequence[Fraction]]],
    stays: Sequence[Stay | None],
    area: Ints,
    cells: Sequence[str],
    *,
    moves: bool = False,
) -> Ints:
    """Count the persons of each entry, (cells, services, entries): whole persons, rounded within area and service.

    Those who are in a later grade in the first listed year are as many as its intake, less those who left since:
    people[c,s,e] = Σ_g counted[c,g,t₀] · intake[area,s,g] · Π_{1 < j ≤ grade} survival[j]

    `counted` is (cells, age groups, years), `rates` (areas, services, age groups).
    """
    years = counted.shape[2]
    width = max(len(entries_of(stay, years, moves=moves)) for stay in stays)
    found = np.zeros((len(cells), len(stays), width), np.int64)
    for s, stay in enumerate(stays):
        own = [[of_area[s]] for of_area in rates]
        found[:, s, :years] = demand(counted, own, area, cells)[:, 0]
        for e, entry in enumerate(entries_of(stay, years)):
            if stay and entry.grade > 1:
                left = stay.left(1, entry.grade)
                fewer = [[[rate * left for rate in of_service] for of_service in of_area] for of_area in own]
                found[:, s, e] = demand(counted[:, :, :1], fewer, area, cells)[:, 0, 0]
    return found


def _stay(question: Question, service: ServiceText) -> Stay | None:
    if not is_cohort(question, service):
        return None
    survival = {int(grade): question.norms[norm].value.amount for grade, norm in service.survival.items()}
    return Stay(question.norms[service.stay].value.amount, survival)


def _check_service(question: Question, key: str, service: ServiceText, findings: Findings) -> None:
    file = question.sector_file

    def fault(path: tuple[str, ...], what: str, mend: str, value: str | None = None) -> None:
        findings.fault(file.file, file.line(path), ".".join(path), value, what, mend, "NP-I080")

    path, norms = ("services", key), question.norms
    years = norms[service.stay].value
    if not 1 <= years.amount <= _MOST_YEARS:
        fault((*path, "stay"), f"{years} is no stay", f'Write a norm of 1 to {_MOST_YEARS} years, like "4 years".')
        return
    if not service.intake:
        fault((*path, "intake"), "the key is missing", "Say which share of which age group enters in a year.")
    for group in service.intake:
        if group not in service.take_up or not norms[service.take_up[group]].value.amount:
            what, mend = "no age group with a take_up above 0 %", f"Known: {', '.join(service.take_up)}."
            fault((*path, "intake", group), what, mend)
    stay = Stay(years.amount, {})
    for grade, norm in service.survival.items():
        if not grade.isdecimal() or not 2 <= int(grade) <= stay.grades:  # noqa: PLR2004  nobody leaves before grade 1
            what, mend = "no grade in which somebody can have left", f"Write grades from 2 to {stay.grades}."
            fault((*path, "survival", grade), what, mend)
        elif not norms[norm].value.amount:
            fault((*path, "survival", grade), "nobody is left", "Write a share above 0 %, or a shorter stay.")
