"""How many people each trail of a facility takes of a block, and how many it asks for."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from netplan.audit.bounds.entries import WHOLE, Ints
from netplan.audit.bounds.parts import Parts
from netplan.audit.bounds.taught import MANY, Limits, Taught
from netplan.audit.cohorts import grades
from netplan.audit.levels import Level
from netplan.audit.people import has_houses


@dataclass(frozen=True, eq=False)
class Offers:
    """What each block is offered by each trail of its facility, block by block."""

    block: Ints
    """Shape (offers,)."""
    year: Ints
    """Index of the listed year that decides: its trails know of the years before."""
    trail: Ints
    """Trail of that year."""
    most: Ints
    """Most people that all years of their stay let in."""
    least: Ints
    """Fewest people that some of them asks for by itself; where others are there too, only all together are asked
    for."""


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
    ways, entries, trails = parts.ways, parts.entries, parts.trails
    deciding = parts.deciding[ways.facility, ways.entry]
    start = np.array([trails.first[t][f] for f, t in zip(ways.facility.tolist(), deciding.tolist(), strict=True)])
    number = np.array([trails.first[t][f + 1] for f, t in zip(ways.facility.tolist(), deciding.tolist(), strict=True)])
    number = (number - start).astype(np.int64)
    block = np.repeat(np.arange(len(number)), number)
    trail = np.arange(len(block)) + (start.astype(np.int64) - (np.cumsum(number) - number))[block]
    year, entry = deciding[block], ways.entry[block]
    most, least = np.full(len(block), MANY, np.int64), np.zeros(len(block), np.int64)
    judges = (_Room(parts), _Alone(parts), Taught(parts))
    for e, t in np.unique(np.array([entry, year]), axis=1).T.tolist():
        own = np.flatnonzero((entry == e) & (year == t))
        for then in range(int(entries.year[e]), t + 1):
            known = own[trails.window[ways.facility[block[own]]] >= t - then]
            for judge in judges:
                few, many = judge(e, then, t, trail[known])
                least[known], most[known] = np.maximum(least[known], few), np.minimum(most[known], many)
    return Offers(block, year, trail, most, least)


class _Room:
    """What room lets in: in the first and the last year of a stay, and between where places are kept."""

    def __init__(self, parts: Parts) -> None:
        self.parts, spots = parts, parts.spots
        self.intake = np.array([level.intake for level in spots.levels], np.bool_)
        services = parts.question.services
        self.room = {s: spots.counted(lambda level, s=s: room(level, s)) for s in services}  # type: ignore[misc]

    def __call__(self, e: int, then: int, t: int, trail: Ints) -> Limits:
        """Give fewest and most people of an entry in a year, by trail of a later one."""
        entries, trails = self.parts.entries, self.parts.trails
        enters = then == entries.year[e]
        if not (enters or then == t or self.parts.enforced("places") is not None):
            return 0, MANY
        spot = trails.spots[t][trails.back(t, t - then), trail]
        most = WHOLE * self.room[entries.names[e][0]][spot] // max(int(entries.share[e, then]), 1)
        return 0, np.where(self.intake[spot], most, 0) if enters and entries.are_new()[e] else most


class _Alone:
    """What levels ask of people whom nobody else is there with."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.rule = parts, Minimum(parts)
        entries, services = parts.entries, parts.question.services
        self.alone = {
            (service, t): sum(entries.there(s, t).size for s in services if service in {s, None}) == 1
            for service in (*services, None)
            for t in range(len(entries.years))
        }
        facilities = range(len(parts.spots.facilities))
        self.asked = {
            (service, t): np.array(
                [self.rule.is_asked(f, service, t) and not self.rule.filling(f, service, t).size for f in facilities],
                np.bool_,
            )
            for (service, t), is_alone in self.alone.items()
            if is_alone and self.rule.is_enforced
        }

    def __call__(self, e: int, then: int, t: int, trail: Ints) -> Limits:
        """Give fewest and most people of an entry in a year, by trail of a later one."""
        parts, least = self.parts, np.zeros(len(trail), np.int64)
        row = parts.trails.back(t, t - then)
        spot, touched = parts.trails.spots[t][row, trail], parts.trails.touched[t][row, trail]
        rule = parts.enforced("minimum_size")
        for service in (parts.entries.names[e][0], None):
            if (service, then) in self.asked and rule is not None:
                is_asked = self.asked[service, then][parts.spots.facility[spot]]
                is_asked &= touched | (rule.apply != "new_only")
                people = -(-WHOLE * self.rule.least(service)[spot] // int(parts.entries.share[e, then]))
                least = np.maximum(least, np.where(is_asked, people, 0))
        return least, MANY


def room(level: Level, service: str) -> int:
    """Give how many people of a service a level can hold: its places, no more than it has in all."""
    return min(level.places[service], level.size)
