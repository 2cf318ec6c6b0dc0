"""Goals as whole numbers by step, level, person and way: what a goal counts of a plan is the sum of these."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from netplan.audit.bounds.entries import Ints
from netplan.audit.bounds.parts import Parts
from netplan.audit.journeys import cell_of
from netplan.audit.quantities import half_even


@dataclass(frozen=True, eq=False)
class Counted:
    """What counts how much."""

    step: Ints
    """Shape (steps,)."""
    kept: Ints
    """By step whose facility is open in the last listed year, shape (steps,)."""
    at: Ints
    """By spot and listed year, shape (spots, years)."""
    untouched: Ints
    """By facility that no measure has touched up to a listed year, shape (facilities, years)."""
    entered: Ints
    """For each person by facility and entry, shape (facilities, entries)."""
    unserved: Ints
    """For each person without a place by entry, shape (entries,)."""
    beyond: Ints
    """For each person without a place within the target, shape (needs,)."""
    way: Ints
    """For each person on a way, shape (ways,)."""

    def plus(self, other: "Counted", times: int = 1) -> "Counted":
        """Add another one so many times."""
        return Counted(*(own + times * more for own, more in zip(self.arrays, other.arrays, strict=True)))

    def times(self, factor: int) -> "Counted":
        """Multiply everything."""
        return Counted(*(own * factor for own in self.arrays))

    @property
    def arrays(self) -> tuple[Ints, ...]:
        """All of it, in order."""
        return self.step, self.kept, self.at, self.untouched, self.entered, self.unserved, self.beyond, self.way

    @property
    def by_name(self) -> Mapping[str, Ints]:
        """All but the ways, by name."""
        return {
            "step": self.step,
            "kept": self.kept,
            "at": self.at,
            "untouched": self.untouched,
            "entered": self.entered,
            "unserved": self.unserved,
            "beyond": self.beyond,
        }

    @property
    def largest(self) -> int:
        """The largest number in it."""
        return max(int(np.abs(part).max(initial=0)) for part in self.arrays)


def nothing(parts: Parts) -> Counted:
    """Count nothing."""
    facilities, years, steps = len(parts.spots.facilities), len(parts.entries.years), len(parts.steps.year)
    entries = len(parts.entries.names)
    shapes: tuple[Any, ...] = (
        steps, steps, (len(parts.spots.positions), years), (facilities, years), (facilities, entries), entries,
        len(parts.needs.people), len(parts.ways.need),
    )  # fmt: skip
    return Counted(*(np.zeros(shape, np.int64) for shape in shapes))


def unserved(parts: Parts) -> Counted:
    """Σ years there · unserved [persons]."""
    return replace(nothing(parts), unserved=parts.entries.stay)


def person_minutes(parts: Parts) -> Counted:
    """Σ years there · people · seconds [person-seconds]."""
    return of_ways(parts, parts.ways.seconds)


def weighted_minutes(parts: Parts) -> Counted:
    """Σ years there · people · seconds as they count, each way rounded half-even [person-seconds]."""
    needs, entries, question = parts.needs, parts.entries, parts.question
    weights: dict[Fraction, int] = {}
    number = np.zeros(len(needs.people), np.int64)
    for n, (e, h) in enumerate(zip(needs.entry.tolist(), needs.home.tolist(), strict=True)):
        service, home = entries.names[e][0], needs.homes[h]
        place = question.services[service].sector, parts.ground.social.get(cell_of(home), "")
        weight = question.journey(service, home).weight * question.area_weights.get(place, Fraction(1))
        number[n] = weights.setdefault(weight, len(weights))
    which, seconds = number[parts.ways.need], np.zeros(len(parts.ways.need), np.int64)
    for weight, own in weights.items():
        seconds[which == own] = rounded(parts.ways.seconds[which == own], weight)
    return of_ways(parts, seconds)


def beyond_target(parts: Parts) -> Counted:
    """Σ years there · people whose way is longer than the target time of their service [persons]."""
    return of_ways(parts, is_beyond(parts))


def open_facilities(parts: Parts) -> Counted:
    """Σ span · [level ≠ closed] [facility-years]."""
    is_open = parts.spots.is_open.astype(np.int64)
    return replace(nothing(parts), at=is_open[:, None] * np.array(parts.question.spans, np.int64))


def closures(parts: Parts) -> Counted:
    """Steps from another level to closed [closures]."""
    spots, steps = parts.spots, parts.steps
    closes = spots.is_open[steps.before] & ~spots.is_open[steps.after]
    return replace(nothing(parts), step=closes.astype(np.int64))


def of_ways(parts: Parts, each: Ints) -> Counted:
    """Count something of each way in each calendar year that people are there."""
    return replace(nothing(parts), way=parts.entries.stay[parts.needs.entry[parts.ways.need]] * each)


def is_beyond(parts: Parts) -> Ints:
    """Give 1 for each way that is longer than the target time: seconds > target."""
    needs, journey = parts.needs, parts.question.journey
    limit: dict[tuple[str, str], int] = {}
    never = int(parts.ways.seconds.max(initial=0))
    target = np.zeros(len(needs.people), np.int64)
    for n, (e, h) in enumerate(zip(needs.entry.tolist(), needs.home.tolist(), strict=True)):
        service, home = parts.entries.names[e][0], needs.homes[h]
        who = service, home[len(cell_of(home)) :]
        if who not in limit:
            said = journey(service, home).target
            limit[who] = never if said is None else said.numerator // said.denominator
        target[n] = limit[who]
    return (parts.ways.seconds > target[parts.ways.need]).astype(np.int64)


def rounded(numbers: Ints, rate: Fraction) -> Ints:
    """Give rate · numbers, each rounded half-even."""
    found, which = np.unique(numbers, return_inverse=True)
    each = np.array([half_even(rate * number) for number in found.tolist()], np.int64)
    return each[which].reshape(numbers.shape)
