"""Places per 1,000: a corridor of places for the people of some age groups."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import BeforeValidator, Field, model_validator

from netplan.constraints.areas import EVERY, By, at_least, at_most, by_service, offered, scopes, share_of
from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions
from netplan.norms import ShareOrNorm
from netplan.tables import Tables


class PlacesPer1000(Constraint):
    """The places of a service stay within a corridor for each 1,000 persons of some age groups.

    least[s] · people[t]  ≤  places[s,t]  ≤  most[s] · people[t]       ∀ s, t; by area likewise

    places[s,t] = Σ_f,k room[f,k,s] · at[f,k,t] over all facilities, or over those whose site lies in the area; room
    is the level's places of the service, at most its total. people[t] are all persons of the age groups who live
    there. Places are whole, so least is rounded up and most is rounded down.

    Where care homes stand is for the market (§ 72, § 11(2) SGB XI): there the corridor is a recommendation
    (Empfehlung), and `report` is the way to apply it. Homes serve their surroundings: for one area alone a ratio
    by residence can mislead.

    Source: places per 1,000 persons aged 80 and more, e.g. INSEK Zwickau.
    """

    rule: ClassVar[str] = "places_per_1000"
    kind: ClassVar[Kind] = "couples facilities"
    title: ClassVar[dict[str, str]] = {
        "de": "Plätze je 1.000 Personen (Empfehlung)",
        "en": "Places per 1,000 persons (recommendation)",
    }

    groups: tuple[str, ...] = Field(min_length=1)
    """Age groups of people.csv that are counted."""
    least: Annotated[Mapping[str, ShareOrNorm], BeforeValidator(by_service)] | None = None
    """Fewest places, by service or one for all: like `150 per 1000`, or the name of a norm."""
    most: Annotated[Mapping[str, ShareOrNorm], BeforeValidator(by_service)] | None = None
    """Most places, likewise."""
    by: By = "region"
    """Whether the whole region, each area or both keep it."""

    @model_validator(mode="after")
    def _says_something(self) -> "PlacesPer1000":
        if self.least is None and self.most is None:
            message = "places_per_1000 has no limit; write least, most or both."
            raise ValueError(message)
        return self

    @property
    def named(self) -> tuple[str, ...]:
        """Services that have limits of their own."""
        return tuple(name for name in {**(self.least or {}), **(self.most or {})} if name != EVERY)

    def people(self, areas: npt.NDArray[np.bool_], tables: Tables) -> list[int]:
        """Count the persons of the age groups in some areas, by listed year."""
        population = tables.population
        counted = [population.groups.index(group) for group in self.groups]
        return [int(number) for number in population.people[areas][:, counted].sum(axis=(0, 1))]

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield up to two rows a listed year and service, for the region or for each area."""
        demand = tables.demand
        for scope in scopes(self.by, tables):
            people = self.people(scope.areas, tables)
            for s, service in enumerate(demand.services):
                least, most = share_of(self.least, service), share_of(self.most, service)
                for t, year in enumerate(demand.years.tolist()):
                    where = (*scope.where, service, str(year))
                    places = offered(scope, s, t, decisions, tables)
                    if least is not None:
                        yield Row(places, "≥", at_least(least, people[t]), where, "places")
                    if most is not None:
                        yield Row(places, "≤", at_most(most, people[t]), where, "places")
