"""Money as whole cents by step, level, person and way, each coefficient rounded half-even to a cent."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np

from netplan.audit.bounds.counted import (
    Counted,
    closures,
    is_beyond,
    nothing,
    of_ways,
    open_facilities,
    rounded,
)
from netplan.audit.bounds.entries import WHOLE, Ints
from netplan.audit.bounds.lives import Act
from netplan.audit.bounds.parts import Parts
from netplan.audit.levels import Level
from netplan.audit.money import discount
from netplan.audit.quantities import half_even
from netplan.audit.question import Question


def cost(parts: Parts) -> Counted:
    """What carriers and Land bear together [cents]."""
    return carrier_cost(parts).plus(land_cost(parts))


def carrier_cost(parts: Parts) -> Counted:
    """Measures less proceeds, grants and what is left of them, running cost, people, transport [cents]."""
    present = Present(parts.question)
    return replace(
        nothing(parts),
        step=parts.steps.counted(lambda act: present.measure(act) - present.grant(act)),
        kept=-parts.steps.counted(present.residual),
        at=_running(parts, present, lambda level: level.running),
        entered=_people(parts, lambda level, service: level.per_person.get(service, 0)),
        way=_transport(parts),
    )


def land_cost(parts: Parts) -> Counted:
    """Grants, and what the Land bears of levels and people [cents]."""
    present = Present(parts.question)
    return replace(
        nothing(parts),
        step=parts.steps.counted(present.grant),
        at=_running(parts, present, lambda level: level.land),
        entered=_people(parts, lambda level, service: level.land_per_person.get(service, 0)),
    )


def cost_with(parts: Parts) -> Counted:
    """Cost and what other goals are worth, each coefficient rounded half-even to a cent [cents]."""
    rates, found = parts.question.rates, cost(parts)
    if "person_minutes" in rates:
        found = found.plus(of_ways(parts, rounded(parts.ways.seconds, rates["person_minutes"])))
    if "beyond_target" in rates:
        found = found.plus(of_ways(parts, rounded(is_beyond(parts), rates["beyond_target"])))
    if "open_facilities" in rates:
        at = rounded(open_facilities(parts).at, rates["open_facilities"])
        found = found.plus(replace(nothing(parts), at=at))
    if "closures" in rates:
        found = found.plus(closures(parts), half_even(rates["closures"]))
    return found


class Present:
    """Amounts discounted to the base year, rounded half-even to a cent."""

    def __init__(self, question: Question) -> None:
        """Take the years and the rate of a question."""
        self.question = question
        self.end = question.years[-1] + question.spans[-1]
        self.rate: dict[int, Fraction] = {}

    def amount(self, cents: int, year: int) -> int:
        """Give an amount of a year."""
        if year not in self.rate:
            self.rate[year] = discount(self.question, year)
        return divided(cents * self.rate[year].numerator, self.rate[year].denominator)

    def measure(self, act: Act) -> int:
        """Give what a measure costs less what it brings in."""
        paid = act.paid
        if paid.paid_year is None:
            return 0
        return self.amount(paid.cents, paid.paid_year) - self.amount(paid.proceeds, paid.year)

    def grant(self, act: Act) -> int:
        """Give the grant for a measure."""
        return 0 if act.paid.paid_year is None else self.amount(act.grant, act.paid.paid_year)

    def residual(self, act: Act) -> int:
        """Give what is left if the facility is open at the end: d[end] · cost · max(0, 1 − (end − year) / life)."""
        paid = act.paid
        if not self.question.residual or paid.life is None or paid.paid_year is None:
            return 0
        share = max(Fraction(0), 1 - Fraction(self.end - paid.year) / paid.life)
        return half_even(discount(self.question, self.end) * paid.cents * share)


def divided(numerator: int, denominator: int) -> int:
    """Give a quotient rounded half-even."""
    whole, rest = divmod(numerator, denominator)
    return whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1))


def person_by_level(parts: Parts, f: int, service: str, of: Callable[[Level, str], int]) -> int:
    """Give what a person costs a year at a facility: the least of its levels, which have to be of one amount."""
    own = (parts.spots.levels[spot] for spot in parts.spots.of(f)[parts.ever_at[parts.spots.of(f)]].tolist())
    return min((of(level, service) for level in own if level.places[service]), default=0)


def _running(parts: Parts, present: Present, of: Callable[[Level], int]) -> Ints:
    """Give d · span · what an open level costs a year, shape (spots, years)."""
    question, cents = parts.question, parts.spots.counted(of)
    found = np.zeros((len(cents), len(question.years)), np.int64)
    for t, (year, span) in enumerate(zip(question.years, question.spans, strict=True)):
        amounts, which = np.unique(cents, return_inverse=True)
        found[:, t] = np.array([present.amount(span * amount, year) for amount in amounts.tolist()], np.int64)[which]
    return np.where(parts.spots.is_open[:, None], found, 0)


def _people(parts: Parts, of: Callable[[Level, str], int]) -> Ints:
    """Give what a person of an entry costs for all years, shape (facilities, entries)."""
    found = np.zeros((len(parts.spots.facilities), len(parts.entries.names)), np.int64)
    for service in parts.question.services:
        yearly = [person_by_level(parts, f, service, of) for f in range(len(found))]
        if any(yearly):
            for e in parts.entries.of(service).tolist():
                found[:, e] = rounded(np.array(yearly, np.int64), years_of_places(parts, e))
    return found


def _transport(parts: Parts) -> Ints:
    """Give what transport of a person costs for all years, shape (ways,)."""
    entry = parts.needs.entry[parts.ways.need]
    each = np.zeros(len(parts.entries.names), np.int64)
    for e, (service, _, _) in enumerate(parts.entries.names):
        if service in parts.question.taken:
            each[e] = half_even(years_of_places(parts, e) * parts.question.taken[service].cents)
    return each[entry] * parts.ways.is_far


def years_of_places(parts: Parts, e: int) -> Fraction:
    """Give Σ d · span · places taken, over the years of an entry."""
    question, share = parts.question, parts.entries.share[e].tolist()
    return sum(
        (
            discount(question, year) * span * Fraction(places, WHOLE)
            for year, span, places in zip(question.years, question.spans, share, strict=True)
        ),
        Fraction(0),
    )
