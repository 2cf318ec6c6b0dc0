"""Whether branches are open only with their main school, and both together are large enough."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from netplan.audit.people import House
from netplan.audit.question import Question
from netplan.audit.reading import branch, text
from netplan.audit.verdict import Check, judged


def schools_of(question: Question) -> dict[str, list[str]]:
    """Give the branches of each main school that the rule names."""
    rule = question.rules.get("branches")
    of = branch(rule.settings, "of") if rule else {}
    found: dict[str, list[str]] = {}
    for name in of:
        found.setdefault(text(of, name), []).append(name)
    return found


def judge_branches(question: Question, found: Iterable[House]) -> list[Check]:
    """Judge the rule where the model or the scenario names it."""
    rule, schools = question.rules.get("branches"), schools_of(question)
    if rule is None:
        return []
    houses = {(house.facility, house.year): house for house in found}
    faults = [*left_alone(question, schools, houses), *too_small_together(question, schools, houses)]
    what = "open with the school, large enough together"
    return [judged("branches", what, rule.apply, faults, f"{len(schools)} schools")]


def left_alone(
    question: Question, schools: Mapping[str, list[str]], houses: Mapping[tuple[str, int], House]
) -> list[str]:
    """Find branches that are open while their main school is not."""
    return [
        f"{name} without {main} in {year}"
        for main, branches in schools.items()
        for year in question.years
        for name in branches
        if houses[name, year].is_open and not houses[main, year].is_open
    ]


def too_small_together(
    question: Question, schools: Mapping[str, list[str]], houses: Mapping[tuple[str, int], House]
) -> list[str]:
    """Find open main schools that are too small even with their branches."""
    faults = []
    for main, branches in schools.items():
        for year in question.years:
            level = houses[main, year].level
            loads = [houses[name, year].load for name in (main, *branches)]
            people = {service: sum((Fraction(load[service]) for load in loads), Fraction(0)) for service in loads[0]}
            if not houses[main, year].is_open:
                continue
            faults += [
                f"{main}, {year}: {number} of at least {level.least[service]} for {service}"
                for service, number in people.items()
                if number < level.least[service]
            ]
            if sum(people.values()) < level.least_total:
                faults.append(f"{main}, {year}: {sum(people.values())} of at least {level.least_total} in all")
    return faults
