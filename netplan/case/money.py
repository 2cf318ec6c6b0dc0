"""What a measure, a level, a person costs: the one place where money of several years is added up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from netplan.case.lines import FacilityLine, LevelLine, MeasureLine
from netplan.constraints import Grants, Programme
from netplan.tables import NEVER, NONE, WHOLE, Demand, Ints, Money
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
    grant: int = 0
    """Part of the cost that a programme pays, when the cost is paid."""
    grant_present: int = 0
    programme: int = NONE


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


def funded(
    paid: Paid, measure: MeasureLine, kind: str, line: FacilityLine, calendar: Calendar, grants: Grants | None
) -> list[Paid]:
    """Return a measure's money with the grant of the first programme that it fits.

    Where the programme has a total it is also returned without: the plan chooses.
    """
    for number, programme in enumerate(grants.programmes.values() if grants else ()):
        if paid.paid != NEVER and _fits(programme, measure, kind, line, calendar.years[paid.paid]):
            grant = programme.pays(paid.cost)
            present = half_even(calendar.discount(paid.paid) * grant)
            with_grant = paid._replace(grant=grant, grant_present=present, programme=number)
            return [with_grant] if programme.total is None else [with_grant, paid]
    return [paid]


def _fits(programme: Programme, measure: MeasureLine, kind: str, line: FacilityLine, year: int) -> bool:
    """Whether a measure that is paid in a year meets a programme's conditions."""
    return (
        kind in programme.kinds
        and (not programme.sectors or line.sector in programme.sectors)
        and (not programme.carrier_types or line.carrier_type in programme.carrier_types)
        and (not programme.consent or measure.consent.name.lower() in programme.consent)
        and (programme.first is None or programme.first <= year)
        and (programme.last is None or year <= programme.last)
    )


def _left(measure: MeasureLine, t: int, calendar: Calendar) -> Fraction:
    """Return the share of a useful life that is left at the end: max(0, 1 − (end − year) / life)."""
    if measure.life is None or not calendar.residual:
        return Fraction(0)
    return max(Fraction(0), 1 - (calendar.end - calendar.years[t]) / measure.life)


def carried(cents: int, year: int | None, base: int, index: Mapping[int, Fraction]) -> int:
    """Return an amount of one price year at the prices of another: half-even cents · index[base] / index[year]."""
    return cents if year is None else half_even(cents * index[base] / index[year])


class Transport(NamedTuple):
    """What it costs to take people to a facility whose way is long."""

    cents: Ints
    """Of one person for a year, shape (services,) [cents]."""
    is_far: npt.NDArray[np.bool_]
    """Whether the way is that long, shape (pairs,)."""


def money_of(
    lines: Sequence[FacilityLine], demand: Demand, calendar: Calendar, transport: Transport | None = None
) -> Money:
    """Return what people cost at each facility, and on the way there."""
    own = _per_person(lines, demand, lambda level: level.per_person)
    land = _per_person(lines, demand, lambda level: level.land_per_person)
    money = Money()
    if own.any() or land.any():
        money = Money(own, _present(own, demand, calendar), land, _present(land, demand, calendar))
    if transport is None or not transport.cents.any():
        return money
    present = _present(transport.cents[np.newaxis], demand, calendar)[0]
    return replace(money, transport=transport.cents, transport_present=present, is_far=transport.is_far)


def _per_person(lines: Sequence[FacilityLine], demand: Demand, of: Callable[[LevelLine], Mapping[str, int]]) -> Ints:
    """Return what one person costs a year, shape (facilities, services) [cents].

    Every level that offers a service says the same; what others say of it does not count.
    """
    found = np.zeros((len(lines), len(demand.services)), np.int64)
    for f, line in enumerate(lines):
        for level in line.levels.values():
            for s, service in enumerate(demand.services):
                if level.places.get(service, 0):
                    found[f, s] = of(level).get(service, 0)
    return found


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
