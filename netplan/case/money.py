"""What a measure, a level, a person costs: the one place where money of several years is added up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from netplan.case.lines import FacilityLine, MeasureLine
from netplan.tables import NEVER, WHOLE, Demand, Ints, Money
from netplan.units import half_even


@dataclass(frozen=True)
class Calendar:
    """The listed years, and how money of several years is added up."""

    years: tuple[int, ...]
    spans: tuple[int, ...]
    rate: Fraction
    base: int
    residual: bool = False
    """Whether what is left of a building at the end counts."""

    @property
    def end(self) -> int:
        """The first year that no listed one stands for."""
        return self.years[-1] + self.spans[-1]

    def discount(self, t: int) -> Fraction:
        """Return 1/(1+r)^(year − base), exactly."""
        return self.discount_of(self.years[t])

    def discount_of(self, year: int) -> Fraction:
        """Return the same for a calendar year."""
        return 1 / (1 + self.rate) ** (year - self.base)

    def yearly(self, t: int, cents: int) -> Fraction:
        """Return what is paid in each year that a listed one stands for, discounted and added up: d · span · cents."""
        return self.discount(t) * self.spans[t] * cents

    def paid(self, t: int, lead: int) -> int | None:
        """Return the latest listed year at least `lead` years before year t, None where there is none."""
        due = [y for y, year in enumerate(self.years) if year <= self.years[t] - lead]
        return due[-1] if due else None


class Paid(NamedTuple):
    """Money of a measure that takes effect in one year [cents]."""

    cost: int = 0
    present: int = 0
    """Cost, discounted from the year in which it is paid."""
    paid: int = NEVER
    """Index of that listed year."""
    proceeds: int = 0
    proceeds_present: int = 0
    """Proceeds, discounted from the year in which the measure takes effect."""
    residual: int = 0
    """What is left of the cost at the end, discounted from there."""


def paid_for(measure: MeasureLine, t: int, calendar: Calendar) -> Paid | None:
    """Return what a measure costs that takes effect in year t, None where it would be paid before the first year.

    Each amount is rounded half-even to a cent. Nothing counts of what is under way: it is decided and paid.
    """
    if measure.under_way:
        return Paid()
    paid = calendar.paid(t, measure.lead)
    if paid is None:
        return None
    return Paid(
        measure.cost,
        half_even(calendar.discount(paid) * measure.cost),
        paid,
        measure.proceeds,
        half_even(calendar.discount(t) * measure.proceeds),
        half_even(calendar.discount_of(calendar.end) * _left(measure, t, calendar) * measure.cost),
    )


def _left(measure: MeasureLine, t: int, calendar: Calendar) -> Fraction:
    """Return the share of a useful life that is left at the end: max(0, 1 − (end − year) / life)."""
    if measure.life is None or not calendar.residual:
        return Fraction(0)
    return max(Fraction(0), 1 - (calendar.end - calendar.years[t]) / measure.life)


def carried(cents: int, year: int | None, base: int, index: Mapping[int, Fraction]) -> int:
    """Return an amount of one price year at the prices of another: half-even cents · index[base] / index[year]."""
    return cents if year is None else half_even(cents * index[base] / index[year])


def money_of(lines: Sequence[FacilityLine], demand: Demand, calendar: Calendar) -> Money:
    """Return what people cost at each facility."""
    per_person = np.array(
        [[_per_person(line, service) for service in demand.services] for line in lines], np.int64
    ).reshape(len(lines), len(demand.services))
    if not per_person.any():
        return Money()
    return Money(per_person, _present(per_person, demand, calendar))


def _per_person(line: FacilityLine, service: str) -> int:
    """Return what one person costs a year [cents]; every level that offers the service says the same."""
    offering = (level for level in line.levels.values() if level.places.get(service, 0))
    return max((level.per_person.get(service, 0) for level in offering), default=0)


def _present(per_person: Ints, demand: Demand, calendar: Calendar) -> Ints:
    """Return half-even Σ_t d[t] · span[t] · share[s,e,t] · per_person[f,s], shape (facilities, services, entries)."""
    services, entries, horizon = demand.share.shape
    found = np.zeros((len(per_person), services, entries), np.int64)
    for s in range(services):
        for e in range(entries):
            years = [
                calendar.yearly(t, int(demand.share[s, e, t])) / WHOLE for t in range(horizon) if demand.share[s, e, t]
            ]
            found[:, s, e] = [half_even(sum(years, Fraction(0)) * int(cents)) for cents in per_person[:, s]]
    return found
