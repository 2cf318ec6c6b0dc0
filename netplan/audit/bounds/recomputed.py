"""What the prices of a certificate prove for each goal, from the raw files alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from netplan.audit.bounds import counted, linked_rows, money, provision_rows, rows, size_rows
from netplan.audit.bounds.budget_rows import budget
from netplan.audit.bounds.certificate import FILE, Certificate, Limits, PricedRow, Proved, leaves
from netplan.audit.bounds.counted import Counted
from netplan.audit.bounds.cover_rows import COVER, Sure, cover
from netplan.audit.bounds.entries import NONE, Bools, Ints
from netplan.audit.bounds.lagrangian import Asked, Priced, bound_of, priced
from netplan.audit.bounds.parts import Parts
from netplan.audit.bounds.rows import Named
from netplan.audit.bounds.sizes import Offers, offers_of
from netplan.audit.quantities import UnreadableError

GOALS: dict[str, Callable[[Parts], Counted]] = {
    "unserved": counted.unserved,
    "cost": money.cost,
    "carrier_cost": money.carrier_cost,
    "land_cost": money.land_cost,
    "person_minutes": counted.person_minutes,
    "weighted_minutes": counted.weighted_minutes,
    "beyond_target": counted.beyond_target,
    "open_facilities": counted.open_facilities,
    "closures": counted.closures,
    "cost_with": money.cost_with,
}
"""Goals whose bounds can be recomputed."""
RULES: Mapping[str, Named] = {
    "places": size_rows.places,
    "minimum_size": size_rows.minimum_size,
    "budget": budget,
    "open_facilities": rows.open_facilities,
    "measures_per_year": rows.measures_per_year,
    "measures_per_area": rows.measures_per_area,
    "everyone_served": rows.everyone_served,
    "carrier_share": rows.carrier_share,
    "grants": rows.grants,
    "measure_links": linked_rows.measure_links,
    "lasting": linked_rows.lasting,
    "branches": linked_rows.branches,
    "conversions": linked_rows.conversions,
    "shared_rooms": linked_rows.shared_rooms,
    "reserve": provision_rows.reserve,
    "coverage": provision_rows.coverage,
    "places_per_1000": provision_rows.places_per_1000,
    "places_for_pupils": provision_rows.places_for_pupils,
    "within_target": provision_rows.within_target,
}
"""Rules that are rebuilt; what others forbid is left out, and the bound is lower for it."""
LARGEST_FACTOR = 100_000


@dataclass(frozen=True)
class Recomputed:
    """What prices prove for one goal."""

    bound: int | None
    """None where no plan exists at all."""
    left_out: tuple[str, ...]
    """Priced rules and earlier goals that the audit does not rebuild."""


class Recount:
    """Counts bounds of one run folder; what goals share is rebuilt once."""

    def __init__(self, parts: Parts, limits: Mapping[str, int]) -> None:
        """Take a scenario apart, and the limits of its goals in their order."""
        self.parts, self.limits = parts, limits
        self._counted: dict[str, Counted] = {}
        self._rows: dict[tuple[str, PricedRow], rows.Row | None] = {}
        self._surely: dict[str, Sure | None] = {}

    def of(self, proved: Proved, certificate: Certificate) -> Recomputed:
        """Count the least bound of all leaves of a goal's tree."""
        left_out: dict[str, None] = {}
        found: list[int] = []
        for leaf, where in leaves(proved):
            if not 0 <= leaf < len(certificate.bits):
                raise UnreadableError(f"{FILE}: {proved.goal}: a leaf has no prices")
            bound = self._leaf(proved.goal, certificate, leaf, self._barred(where), left_out)
            if bound is not None:
                found.append(bound)
        return Recomputed(min(found, default=None), tuple(left_out))

    def without_prices(self, goal: str) -> int | None:
        """Give what is known of a goal without any price."""
        need = np.zeros(len(self.parts.needs.people), np.int64)
        return bound_of(self.parts, self._offers, self._asked(goal, {}), (0, need, ()))

    def _leaf(
        self, goal: str, certificate: Certificate, leaf: int, barred: Bools | None, left_out: dict[str, None]
    ) -> int | None:
        kept = dict(zip(certificate.earlier, certificate.kept[leaf].tolist(), strict=True))
        left_out |= dict.fromkeys(name for name, price in kept.items() if price and not self._is_known(goal, name))
        need = self._of_needs(certificate, leaf)
        priced_rows = []
        for r in np.flatnonzero(certificate.row[leaf]).tolist():
            row = self._priced(goal, certificate, r, int(certificate.row[leaf, r]))
            if row is None:
                left_out[certificate.rows[r].rule] = None
            else:
                priced_rows.append(row)
        prices = int(certificate.bits[leaf]), need, tuple(priced_rows)
        return bound_of(self.parts, self._offers, self._asked(goal, kept), prices, barred)

    def _is_known(self, goal: str, earlier: str) -> bool:
        """Whether a goal comes before another one and can be rebuilt."""
        order = list(self.limits)
        return earlier in GOALS and earlier in order and goal in order and order.index(earlier) < order.index(goal)

    def _asked(self, goal: str, kept: Mapping[str, int]) -> Asked:
        limit = self.limits["unserved"] if self._is_known(goal, "unserved") else None
        needs, stay = self.parts.needs, self.parts.entries.stay
        stranded = int((stay[needs.entry] * needs.people)[~self.parts.has_way].sum())
        earlier = tuple(
            (self._count(name), self.limits[name], price)
            for name, price in kept.items()
            if price and self._is_known(goal, name)
        )
        return Asked(self._count(goal), earlier, limit is not None and limit <= stranded)

    def _count(self, goal: str) -> Counted:
        if goal not in self._counted:
            self._counted[goal] = GOALS[goal](self.parts)
        return self._counted[goal]

    @cached_property
    def _offers(self) -> Offers:
        return offers_of(self.parts)

    def _of_needs(self, certificate: Certificate, leaf: int) -> Ints:
        """Give the price of each need, shape (needs,)."""
        need, own = np.zeros(len(self.parts.needs.people), np.int64), self._needs(certificate)
        need[own[own != NONE]] = certificate.need[leaf][own != NONE]
        return need

    def _sure(self, goal: str, certificate: Certificate) -> Sure | None:
        """Give who surely needs a place where a goal is asked; None where one set of prices does not say so.

        Those without a price are counted: the others alone are as many without a place as these prices prove.
        """
        own = [proved for proved in certificate.goals if proved.goal == "unserved"]
        if not self._is_known(goal, "unserved") or len(own) != 1 or len(own[0].tree) != 1:
            return None
        ((leaf, _),) = leaves(own[0])
        fewest = self.of(own[0], certificate).bound
        if fewest is None:
            return None
        return Sure(self._of_needs(certificate, leaf) == 0, max(self.limits["unserved"] - fewest, 0))

    def _needs(self, certificate: Certificate) -> Ints:
        """Give which need each price is for, NONE where there is nobody."""
        needs, entries = self.parts.needs, self.parts.entries
        place = {home: h for h, home in enumerate(needs.homes)}
        home = np.array([place.get(name, NONE) for name in certificate.homes] or [NONE], np.int64)[certificate.home]
        entry = np.array([entries.number.get(name, NONE) for name in certificate.entries] or [NONE], np.int64)
        own = entry[certificate.entry]
        return np.where((home == NONE) | (own == NONE), NONE, needs.by_home[own, home])

    def _priced(self, goal: str, certificate: Certificate, r: int, price: int) -> Priced | None:
        """Give a row with its price; None where the audit does not know it, or the price is on its wrong side."""
        said = certificate.rows[r]
        if not 1 <= said.factor <= LARGEST_FACTOR:
            return None
        if (goal, said) not in self._rows:
            row = _chosen(self._named(goal, certificate, said.rule, said.where), said.number, said.of)
            self._rows[goal, said] = None if row is None else rows.within_reach(self.parts, row)
        row = self._rows[goal, said]
        return None if row is None else priced(row, price, said.factor)

    def _named(self, goal: str, certificate: Certificate, name: str, where: Sequence[str]) -> list[rows.Row]:
        parts, rule = self.parts, self.parts.enforced(name)
        try:
            if name == "kept":
                return rows.kept(parts, where)
            if name == COVER:
                if goal not in self._surely:
                    self._surely[goal] = self._sure(goal, certificate)
                sure = self._surely[goal]
                return [] if sure is None else cover(parts, where, sure)
            return RULES[name](parts, rule, where) if rule is not None and name in RULES else []
        except (KeyError, ValueError):
            return []

    def _barred(self, where: Limits) -> Bools | None:
        """Give which spots a leaf rules out in which listed year, shape (spots, years)."""
        if not where:
            return None
        spots, years = self.parts.spots, self.parts.question.years
        barred = np.zeros((len(spots.positions), len(years)), np.bool_)
        for facility, year, levels, is_inside in where:
            if facility not in spots.number or year not in years:
                raise UnreadableError(f"{FILE}: no facility {facility} or no listed year {year}")
            own = spots.of(spots.number[facility])
            has_one = np.array([str(spots.positions[spot]) in levels for spot in own.tolist()], np.bool_)
            barred[own[has_one != is_inside], years.index(year)] = True
        return barred


def _chosen(found: list[rows.Row], number: int, of: int) -> rows.Row | None:
    """Give the row meant where several speak of the same: the how manieth of all, or of those that are not idle.

    A wrong choice would be a row that holds too, at a price that was meant for another one: a bound, but a poorer one.
    """
    busy = [row for row in found if not row.is_idle]
    fitting = (rows for rows in (found, busy) if len(rows) == of and 0 <= number < of)
    return next((rows[number] for rows in fitting), None)
