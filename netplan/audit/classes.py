"""Whether the people of every open school can be parted into classes, by the law or by an exception that it names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from netplan.audit.claim import Count
from netplan.audit.class_grades import carried, grade_sizes, obeys_by_grade
from netplan.audit.class_law import ClassLaw, Exempt, exempted
from netplan.audit.facilities import Facility
from netplan.audit.levels import CLOSED
from netplan.audit.people import House
from netplan.audit.quantities import UnreadableError
from netplan.audit.question import Question, Rule
from netplan.audit.reading import branch, items
from netplan.audit.verdict import Check, judged

BY_LAW = ""
"""Stands for the law itself among the exceptions."""
UNASKED = "-"
"""Stands for a year in which nothing is asked."""


def class_rows(question: Question, facilities: Mapping[str, Facility], found: Sequence[House]) -> tuple[Check, ...]:
    """Judge classes, where the model or the scenario names that rule."""
    rule = question.rules.get("classes")
    if rule is None:
        return ()
    faults, used, kept = [], list[str](), 0
    for name, facility in facilities.items():
        houses = [house for house in found if house.facility == name]
        for service, about in question.services.items():
            if about.classes is not None:
                broken, exempted = judge_school(question, rule, facility, service, houses)
                faults += broken
                used += exempted
                kept += sum(house.level.parallel.get(service, 0) > 0 for house in houses)
    clean = f"{kept} kept, {len(used)} by exception"
    return (judged("classes", "every grade is k classes of a lawful size", rule.apply, faults, clean),)


def judge_school(
    question: Question, rule: Rule, facility: Facility, service: str, houses: Sequence[House]
) -> tuple[list[str], list[str]]:
    """Judge one service at one facility over all years: what is broken, and which exceptions are used."""
    ways = [ways_open(question, rule, facility, service, houses, t) for t in range(len(houses))]
    stuck = [t for t, open_ones in enumerate(ways) if open_ones == []]
    faults = [f"{facility.name}, {houses[t].year}: {houses[t].load[service]} for {service}" for t in stuck]
    if faults:
        return faults, []
    chosen = first_choice(question, ways, ())
    if chosen is None:
        return [f"{facility.name}: an exception for {service} is used for too many years in a row"], []
    return [], [name for name in chosen if name not in {BY_LAW, UNASKED}]


def ways_open(
    question: Question, rule: Rule, facility: Facility, service: str, houses: Sequence[House], t: int
) -> list[str] | None:
    """Give the law and the exceptions under which a year is in order; None where nothing is asked."""
    house, law = houses[t], question.services[service].classes
    parallel = house.level.parallel.get(service, 0)
    if law is None or not house.is_open or not parallel or (rule.apply == "new_only" and not house.touched):
        return None
    people = house.load[service]
    sizes = grade_sizes(law, facility, service, houses, t)
    if house.level.links or not house.level.intake:
        return None if carries(law, people, parallel) and all(carried(one, parallel) for one in sizes) else []
    existing = facility.today != CLOSED and all(before.is_open for before in houses[:t])

    def is_lawful(exempt: Exempt | None) -> bool:
        return obeys_by_grade(law, exempt, sizes, parallel) if sizes else obeys(law, exempt, people, parallel)

    found = [BY_LAW] if is_lawful(None) else []
    for name in permitted(question, rule, facility.name):
        exempt = question.exempts[name]
        is_open = service in exempt.services and (existing or not exempt.only_existing)
        if is_open and is_lawful(exempt):
            found.append(name)
    return found


def carries(law: ClassLaw, people: Count, parallel: int) -> bool:
    """Whether so many classes hold the people of all grades together."""
    return people <= sum(most * parallel for most in law.most)


def obeys(law: ClassLaw, exempt: Exempt | None, people: Count, parallel: int) -> bool:
    """Whether some number of classes makes each of them neither too small nor too large."""
    if exempt is None:
        return any(is_parted(law, people, number) for number in range(law.fewest, parallel + 1))
    if people < exempt.total:
        return False
    own = exempted(law, exempt)
    if exempt.mixed:
        largest = min(law.most)
        single = replace(own, most=(largest,))
        rooms = parallel * len(law.most)
        return any(is_parted(single, people, number) for number in range(own.fewest, rooms + 1))
    return any(is_parted(own, people, number) for number in range(own.fewest, parallel + 1))


def is_parted(law: ClassLaw, people: Count, number: int) -> bool:
    """Whether people of all grades, of one size each, are `number` lawful classes in each grade."""
    least = sum(law.first + law.further * (number - 1) for _ in law.most)
    return least <= people <= sum(most * number for most in law.most)


def permitted(question: Question, rule: Rule, facility: str) -> Iterator[str]:
    """Give the exceptions that the scenario permits a facility, the mildest first."""
    named = branch(rule.settings, "regimes")
    whom = {name: items(named, name) for name in named}
    if not named:
        whom = {str(name): ["*"] for name in items(rule.settings, "regimes")}
    for name, who in whom.items():
        if name not in question.exempts:
            raise UnreadableError(f'classes.regimes: "{name}" is no exception of the chosen norms')
        if "*" in who or facility in who:
            yield name


def first_choice(
    question: Question, ways: Sequence[list[str] | None], chosen: tuple[str, ...]
) -> tuple[str, ...] | None:
    """Choose year by year what is in order, the mildest first, so that no exception lasts too long; None where none."""
    t = len(chosen)
    if t == len(ways):
        return chosen
    for name in [UNASKED] if ways[t] is None else ways[t] or []:
        now = (*chosen, name)
        if not too_long(question, now):
            found = first_choice(question, ways, now)
            if found is not None:
                return found
    return None


def too_long(question: Question, chosen: Sequence[str]) -> bool:
    """Whether the exception of the last year has been used for more calendar years in a row than it may."""
    exempt = question.exempts.get(chosen[-1])
    if exempt is None or not exempt.years:
        return False
    lasting = 0
    for name, span in zip(reversed(chosen), reversed(question.spans[: len(chosen)]), strict=True):
        if name != chosen[-1]:
            break
        lasting += span
    return lasting > exempt.years
