"""Whether something is built where places that are there would have sufficed near it."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from netplan.audit.claim import Assigned, Claim, ClaimedMeasure
from netplan.audit.cohorts import Needed, years_there
from netplan.audit.facilities import Facility
from netplan.audit.levels import Level
from netplan.audit.life import Lives
from netplan.audit.provision import room
from netplan.audit.quantities import SECONDS, quantity
from netplan.audit.question import Question, Rule
from netplan.audit.reading import text
from netplan.audit.travel import Places, Way, seconds_of
from netplan.audit.verdict import Check, judged

_MILLE = 1000


def judge_free_capacity(
    question: Question,
    facilities: Mapping[str, Facility],
    demand: Mapping[Needed, int],
    places: Places,
    claim: Claim,
    lives: Lives,
) -> list[Check]:
    """Judge each new building and extension, where the model or the scenario names that rule."""
    rule = question.rules.get("free_capacity")
    if rule is None:
        return []
    built = [
        said
        for said, paid in zip(claim.measures, lives.payments, strict=True)
        if said.kind in {"open", "extend"} and paid.paid_year is not None and said.facility in facilities
    ]
    every = {(cell, facility.site) for cell in places.cells for facility in facilities.values()}
    seconds = seconds_of(question, places, dict.fromkeys(question.services, every)) if built else {}
    faults = [
        f"{said.facility}: {said.name} in {said.year}, though places that are there suffice"
        for said in built
        if not is_needed(question, rule, facilities, demand, seconds, said)
    ]
    return [
        judged(
            "free_capacity",
            "each building places more people than today's places",
            rule.apply,
            faults,
            f"{len(built)} needed",
        )
    ]


def is_needed(
    question: Question,
    rule: Rule,
    facilities: Mapping[str, Facility],
    demand: Mapping[Needed, int],
    seconds: Mapping[Way, int | None],
    said: ClaimedMeasure,
) -> bool:
    """Whether more people find a place near with the measure than without it; no gain of room asks nothing."""
    facility = facilities[said.facility]
    before, after = (facility.levels[name.partition("#")[0]] for name in (said.origin, said.goal))
    gains = [service for service in question.services if room(after, service) > room(before, service)]

    def placed(level: Level, service: str) -> int:
        rooms = {name: _MILLE * room(each.levels[each.today], service) for name, each in facilities.items()}
        rooms[said.facility] = _MILLE * room(level, service)
        people = needing(question, demand, service, said.year)
        near = [
            (cell, name)
            for cell in people
            for name, each in facilities.items()
            if (way := seconds.get((service, cell, each.site))) is not None
            and way <= reasonable(question, rule, service, cell)
        ]
        return most_placed(people, rooms, near)

    return not gains or any(placed(after, service) > placed(before, service) for service in gains)


def needing(question: Question, demand: Mapping[Needed, int], service: str, year: int) -> dict[str, int]:
    """Give the places that people of each cell take in a year, all who are there by then [per mille]."""
    found: Counter[str] = Counter()
    for (first, name, cell, grade), people in demand.items():
        row = Assigned(first, name, cell, "", people, None, grade)
        for there, places in years_there(question, row) if name == service and people else ():
            if there == year:
                found[cell] += int(_MILLE * people * places)
    return dict(found)


def reasonable(question: Question, rule: Rule, service: str, cell: str) -> Fraction:
    """Give the reasonable way [s]: of the rule, else the target of the people; no more than their reach."""
    written, own = text(rule.settings, "reach"), question.journey(service, cell)
    if written:
        return min(quantity(question.norms.get(written, written), SECONDS, "reach"), own.reach)
    return own.reach if own.target is None else min(own.target, own.reach)


def most_placed(people: Mapping[str, int], rooms: Mapping[str, int], near: list[tuple[str, str]]) -> int:
    """Count how many people can have a place at most: a maximum flow from cells to facilities."""
    cell = {name: 1 + i for i, name in enumerate(people)}
    house = {name: 1 + len(people) + i for i, name in enumerate(rooms)}
    sink = 1 + len(people) + len(rooms)
    arcs = [
        *((0, cell[c], n) for c, n in people.items()),
        *((cell[c], house[f], min(people[c], rooms[f])) for c, f in near),
        *((house[f], sink, n) for f, n in rooms.items()),
    ]
    rows, columns, most = (np.array(part, np.int32) for part in zip(*arcs, strict=True))
    network = csr_array((most, (rows, columns)), (sink + 1, sink + 1))
    return int(maximum_flow(network, 0, sink).flow_value)
