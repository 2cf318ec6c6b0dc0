"""What a measure, a level, a person costs: the one place where money of several years is added up."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from netplan.case.lines import FacilityLine
from netplan.tables import WHOLE, Demand, Ints, Money
from netplan.units import half_even


@dataclass(frozen=True)
class Calendar:
    """The listed years, and how money of several years is added up."""

    years: tuple[int, ...]
    spans: tuple[int, ...]
    rate: Fraction
    base: int

    def discount(self, t: int) -> Fraction:
        """Return 1/(1+r)^(year − base), exactly."""
        return 1 / (1 + self.rate) ** (self.years[t] - self.base)

    def yearly(self, t: int, cents: int) -> Fraction:
        """Return what is paid in each year that a listed one stands for, discounted and added up: d · span · cents."""
        return self.discount(t) * self.spans[t] * cents

    def paid(self, t: int, lead: int) -> int | None:
        """Return the latest listed year at least `lead` years before year t, None where there is none."""
        due = [y for y, year in enumerate(self.years) if year <= self.years[t] - lead]
        return due[-1] if due else None


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
