"""Coverage (Versorgungsgrad): an area has places for a share of the people who live there."""

from collections.abc import Iterator, Mapping
from math import gcd
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, model_validator

from netplan.constraints.areas import EVERY, By, Scope, at_least, by_service, offered, scopes, share_of
from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions
from netplan.norms import ShareOrNorm
from netplan.tables import Tables


class Coverage(Constraint):
    """The places of an area are a share of the people of the service's age groups who live there.

    least:      places[area,s,t]  ≥  least[s] · people[area,s,t]                                     ∀ area, s, t
    last_year:  people[area,s,t−1] · places[area,s,t]  ≥  people[area,s,t] · places[area,s,t−1]      ∀ area, s, t

    places[area,s,t] = Σ_f,k room[f,k,s] · at[f,k,t] over facilities f whose site lies in the area; room is the
    level's places of the service, at most its total. people are all who live in the area and are of the service's
    age groups, in need of it or not. Before the first listed year stand today's levels over that year's people.
    Places are whole, so the share is rounded up: den · places ≥ num · people ⇔ places ≥ ⌈num · people / den⌉.
    last_year asks nothing where nobody lived the year before: there was no share.

    Source: Versorgungsgrad of the Kita-Bedarfsplan of Landkreis Zwickau (planned places / resident children, at
    least the rate of the year before), targets of the Kita-Bedarfsplan of Mainz.
    """

    rule: ClassVar[str] = "coverage"
    kind: ClassVar[Kind] = "couples facilities"
    title: ClassVar[dict[str, str]] = {"de": "Versorgungsgrad", "en": "Coverage"}

    least: Annotated[Mapping[str, ShareOrNorm], BeforeValidator(by_service)] | None = None
    """Least share of places, by service or one for all: a share or the name of a norm."""
    last_year: bool = False
    """Whether the coverage of the listed year before has to be kept."""
    by: By = "area"
    """Whether each area, the whole region or both keep it."""

    @model_validator(mode="after")
    def _says_something(self) -> "Coverage":
        if self.least is None and not self.last_year:
            message = "coverage asks for nothing; write least, last_year: yes or both."
            raise ValueError(message)
        return self

    @property
    def named(self) -> tuple[str, ...]:
        """Services that have a share of their own."""
        return tuple(name for name in self.least or {} if name != EVERY)

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield up to two rows an area, service and listed year."""
        demand, residents = tables.demand, tables.population.residents
        for scope in scopes(self.by, tables):
            for s, service in enumerate(demand.services):
                people = residents[scope.areas, s].sum(axis=0).tolist()
                share = share_of(self.least, service)
                for t, year in enumerate(demand.years.tolist()):
                    where = (*scope.where, service, str(year))
                    places = offered(scope, s, t, decisions, tables)
                    if share is not None:
                        yield Row(places, "≥", at_least(share, people[t]), where, "places")
                    if self.last_year and people[max(t - 1, 0)]:
                        yield from _kept(scope, (s, t), people, where, decisions, tables)


def _kept(
    scope: Scope, at: tuple[int, int], people: list[int], where: tuple[str, ...], decisions: Decisions, tables: Tables
) -> Iterator[Row]:
    """Yield that an area keeps the coverage of the listed year before, in the smallest whole numbers."""
    (s, t), levels = at, tables.levels
    now, places = people[t], offered(scope, s, t, decisions, tables)
    if not t:
        today = sum(int(levels.room[f, levels.today[f], s]) for f in scope.facilities)
        if now:
            yield Row(places, "≥", today, where, "places")
        return
    before = people[t - 1]
    common = gcd(before, now)
    was = offered(scope, s, t - 1, decisions, tables)
    yield Row(before // common * places - now // common * was, "≥", 0, where, "places", per=before // common)
