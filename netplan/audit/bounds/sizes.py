"""How many people each level takes of a block, and how many it asks for."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from netplan.audit.bounds.entries import WHOLE, Ints
from netplan.audit.bounds.parts import Parts
from netplan.audit.cohorts import grades
from netplan.audit.levels import Level
from netplan.audit.people import has_houses


@dataclass(frozen=True, eq=False)
class Offers:
    """What each block is offered at each spot of its facility, block by block."""

    block: Ints
    """Shape (offers,)."""
    spot: Ints
    year: Ints
    """Index of the listed year whose level decides."""
    most: Ints
    """Most people that the level takes."""
    least: Ints
    """Fewest people that it asks for by itself; where others are there too, only all together are asked for."""


class Minimum:
    """The rule on minimum sizes: what it asks of whom."""

    def __init__(self, parts: Parts) -> None:
        """Take the scenario apart that the rule is part of."""
        self.parts = parts
        self.is_enforced = parts.enforced("minimum_size") is not None

    def least(self, service: str | None) -> Ints:
        """Give the fewest people of a service, or in all, that the level of each spot asks for, shape (spots,)."""
        return self._least[service]

    def is_asked(self, f: int, service: str | None, t: int) -> bool:
        """Whether a facility is asked for a minimum in a listed year.

        A school of several houses is judged as a whole by the rule on branches; one that is closed today cannot have
        all its grades in the first years.
        """
        spots = self.parts.spots
        is_new = not spots.is_open[spots.today[f]] and t + 1 < self.grades[service]
        return self.is_enforced and not is_new and not has_houses(self.parts.question, spots.facilities[f].name)

    def filling(self, f: int, service: str | None, t: int) -> Ints:
        """Give the steps that open a facility so late that not all grades are there yet in a listed year."""
        opens = self._openings.get(f, np.zeros(0, np.int64)) if self.grades[service] > 1 else np.zeros(0, np.int64)
        year = self.parts.steps.year[opens]
        return opens[(year <= t) & (year > t + 1 - self.grades[service])]

    @cached_property
    def grades(self) -> dict[str | None, int]:
        """Grades of each service, and the most that any has."""
        own: dict[str | None, int] = {name: grades(service) for name, service in self.parts.question.services.items()}
        return {**own, None: max(own.values())}

    @cached_property
    def _least(self) -> dict[str | None, Ints]:
        spots = self.parts.spots
        own: dict[str | None, Ints] = {None: spots.counted(lambda level: level.least_total)}
        for name in self.parts.question.services:
            own[name] = spots.counted(lambda level, s=name: level.least[s])  # type: ignore[misc]
        return own

    @cached_property
    def _openings(self) -> dict[int, Ints]:
        spots, steps = self.parts.spots, self.parts.steps
        opens = np.flatnonzero(~spots.is_open[steps.before] & spots.is_open[steps.after])
        whose = spots.facility[steps.after[opens]]
        return {f: opens[whose == f] for f in np.unique(whose).tolist()}


def offers_of(parts: Parts) -> Offers:
    """List what each block is offered."""
    spots, ways, entries = parts.spots, parts.ways, parts.entries
    number = np.diff(spots.first)[ways.facility]
    block = np.repeat(np.arange(len(number)), number)
    start = np.cumsum(number) - number
    spot = spots.first[ways.facility][block] + np.arange(len(block)) - start[block]
    entry = ways.entry[block]
    year = parts.deciding[ways.facility[block], entry]
    most, least = np.zeros_like(block), np.zeros_like(block)
    for e in np.unique(ways.entry).tolist():
        own, service = np.flatnonzero(entry == e), entries.names[e][0]
        share = np.maximum(entries.share[e, year[own]], 1)
        most[own] = WHOLE * spots.counted(lambda level, s=service: room(level, s))[spot[own]] // share  # type: ignore[misc]
    intake = np.array([level.intake for level in spots.levels], np.bool_)
    most[(year == entries.year[entry]) & entries.are_new()[entry] & ~intake[spot]] = 0
    _ask(parts, start, number, least)
    return Offers(block, spot, year, most, least)


def room(level: Level, service: str) -> int:
    """Give how many people of a service a level can hold: its places, no more than it has in all."""
    return min(level.places[service], level.size)


def _ask(parts: Parts, start: Ints, number: Ints, least: Ints) -> None:
    """Write what levels ask of a block that nobody else is there with."""
    rule, ways, entries = Minimum(parts), parts.ways, parts.entries
    if not rule.is_enforced:
        return
    alone = {
        (service, t): sum(entries.there(s, t).size for s in parts.question.services if service in {s, None}) == 1
        for service in (*parts.question.services, None)
        for t in range(len(entries.years))
    }
    for b, (f, e) in enumerate(zip(ways.facility.tolist(), ways.entry.tolist(), strict=True)):
        t, own = int(parts.deciding[f, e]), slice(start[b], start[b] + number[b])
        for service in (entries.names[e][0], None):
            if alone[service, t] and rule.is_asked(f, service, t) and not rule.filling(f, service, t).size:
                people = -(-WHOLE * rule.least(service)[parts.spots.of(f)] // int(entries.share[e, t]))
                least[own] = np.maximum(least[own], people)
