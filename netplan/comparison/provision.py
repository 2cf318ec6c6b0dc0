"""Places against people by area: coverage, utilisation and participation, as Kita plans tell them."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from netplan.case import Case
from netplan.constraints.areas import at_least, at_most, offered, scopes, share_of
from netplan.plan import Plan
from netplan.tables import Ints


@dataclass(frozen=True)
class Supplied:
    """One service in one area and listed year."""

    area: str
    """Id of the area; empty: the whole region."""
    service: str
    year: int
    residents: int | None
    """Persons of the service's age groups who live there; None where nothing is known of age groups."""
    needy: int
    """Those of them who need the service."""
    places: int
    """Places at facilities in the area, at most a level's total."""
    load: int
    """Persons at these facilities."""
    served: int
    """Persons who live there and have a place, there or elsewhere."""
    elsewhere: int
    """Those of them whose place is in another area."""
    guests: int
    """Persons at these facilities who live in another area."""

    @property
    def coverage(self) -> Fraction | None:
        """Versorgungsgrad, Bedarfsdeckung: places / residents."""
        return _ratio(self.places, self.residents)

    @property
    def utilisation(self) -> Fraction | None:
        """Auslastung: persons there / places."""
        return _ratio(self.load, self.places)

    @property
    def participation(self) -> Fraction | None:
        """Betreuungsquote: served residents / residents."""
        return _ratio(self.served, self.residents)


def supplied(plan: Plan) -> Iterator[Supplied]:
    """Yield every service, area and listed year, and the whole region after the areas.

    Areas are those where people live and those where facilities stand.
    """
    tables = plan.tables
    demand, levels, residents = tables.demand, tables.levels, tables.population.residents
    names = tuple(sorted({*demand.areas, *levels.area}))
    sums = _Sums(plan, names)
    known = {name: a for a, name in enumerate(demand.areas)}
    for s, service in enumerate(demand.services):
        for name in (*names, ""):
            inside = [i for i, other in enumerate(names) if name in {"", other}]
            homes = [known[names[i]] for i in inside if names[i] in known]
            for t, year in enumerate(demand.years.tolist()):
                people = int(residents[homes, s, t].sum()) if residents.size else None
                needy, places, load, served, away, guests = (int(part[inside, s, t].sum()) for part in sums.parts)
                own = (0, 0) if not name else (away, guests)
                yield Supplied(name, service, year, people, needy, places, load, served, *own)


@dataclass(frozen=True)
class Corridor:
    """Need by the corridor of places per 1,000 persons, for one service in one area and listed year."""

    area: str
    """Id of the area; empty: the whole region."""
    service: str
    year: int
    people: int
    """Persons of the age groups that are counted."""
    places: int
    low: int | None
    """Fewest places of the corridor; None where it has no lower end."""
    high: int | None
    """Most places of the corridor."""

    @property
    def gap(self) -> int:
        """Places below the corridor as a negative number, places above it as a positive one, 0 inside."""
        if self.low is not None and self.places < self.low:
            return self.places - self.low
        return max(0, self.places - self.high) if self.high is not None else 0


def corridors(plan: Plan, case: Case) -> Iterator[Corridor]:
    """Yield the corridor of each service by area and listed year, and of the region, where the case has that rule."""
    rule, tables, decisions = case.rules.places_per_1000, plan.tables, plan.decisions
    if rule is None:
        return
    demand = tables.demand
    for s, service in enumerate(demand.services):
        least, most = share_of(rule.least, service), share_of(rule.most, service)
        *parts, whole = scopes("both", tables)
        for scope in (*parts, whole) if least is not None or most is not None else ():
            people = rule.people(scope.areas, tables)
            for t, year in enumerate(demand.years.tolist()):
                yield Corridor(
                    area="" if scope is whole else scope.where[0],
                    service=service,
                    year=year,
                    people=people[t],
                    places=int(offered(scope, s, t, decisions, tables)),
                    low=None if least is None else at_least(least, people[t]),
                    high=None if most is None else at_most(most, people[t]),
                )


class _Sums:
    """People and places by area, service and listed year."""

    def __init__(self, plan: Plan, names: tuple[str, ...]) -> None:
        tables = plan.tables
        demand, levels, pairs = tables.demand, tables.levels, tables.pairs
        index = {name: i for i, name in enumerate(names)}
        home = np.array([index[name] for name in demand.areas], np.int64)[demand.area]
        seat = np.array([index[name] for name in levels.area], np.int64)
        shape = (len(names), *plan.load.shape[1:])

        def summed(at: Ints, values: Ints, service: Ints | None = None) -> Ints:
            found = np.zeros(shape, np.int64)
            np.add.at(found, at if service is None else (at, service), values)
            return found

        room = levels.room[np.arange(len(plan.level))[:, None], plan.level].transpose(0, 2, 1)
        moved = home[pairs.cell] != seat[pairs.facility]
        own, at = home[pairs.cell[moved]], seat[pairs.facility[moved]]
        self.parts = (
            summed(home, demand.by_year),
            summed(seat, room),
            summed(seat, plan.load),
            summed(home, demand.by_year - plan.unserved_by_year),
            summed(own, plan.go_by_year[moved], pairs.service[moved]),
            summed(at, plan.go_by_year[moved], pairs.service[moved]),
        )


def _ratio(part: int, whole: int | None) -> Fraction | None:
    return Fraction(part, whole) if whole else None
