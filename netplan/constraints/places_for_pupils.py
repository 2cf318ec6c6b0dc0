"""Places for pupils: after-school care has places for a share of those who go to school there."""

from collections.abc import Iterator
from typing import ClassVar, Literal

import numpy as np
from pydantic import model_validator

from netplan.constraints.areas import scopes
from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions
from netplan.norms import ShareOrNorm
from netplan.tables import Tables
from netplan.units import Quantity


class PlacesForPupils(Constraint):
    """The places of one service are a share of the people whom another service takes in the same place.

    Σ_f,k room[f,k,service] · at[f,k,t]  ≥  share · Σ_f load[f,pupils,t]        ∀ t

    over the facilities f of each site, of each area or of the region.

    Both sides are multiplied by the denominator of the share, so that they are whole.

    Source: joint balance of schools and after-school care (§ 23a SächsSchulG: school plans are coordinated with youth
    welfare), share as in the Kita-Bedarfsplan of Landkreis Zwickau.
    """

    rule: ClassVar[str] = "places_for_pupils"
    kind: ClassVar[Kind] = "couples facilities"
    title: ClassVar[dict[str, str]] = {"de": "Hortplätze für Schüler", "en": "Places for pupils"}

    service: str
    """Service whose places are counted, such as hort."""
    pupils: str
    """Service whose people are counted, such as grundschule."""
    share: ShareOrNorm
    """Places for each of them: a share or the name of a norm."""
    by: Literal["site", "area", "region"] = "area"
    """Where both have to match."""

    @model_validator(mode="after")
    def _are_two(self) -> "PlacesForPupils":
        if self.service == self.pupils:
            message = "a service is held against itself; name two services."
            raise ValueError(message)
        return self

    @property
    def named(self) -> tuple[str, ...]:
        """Both services."""
        return self.service, self.pupils

    def weighs_people(self, tables: Tables) -> bool:  # noqa: ARG002
        """Say that places for a share of people need not be a whole number of people."""
        return True

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a site, area or region and listed year, where somebody can go to the second service."""
        services, levels = tables.demand.services, tables.levels
        if not set(self.named) <= set(services) or not isinstance(self.share, Quantity):
            return
        s, p, share = services.index(self.service), services.index(self.pupils), self.share.amount
        room = levels.room
        for where, own in self._places(tables):
            schools = [f for f in own if room[f, :, p].any()]
            for t, year in enumerate(tables.demand.years.tolist()) if schools else ():
                places = sum(
                    int(room[f, k, s]) * decisions.at[f, int(k), t] for f in own for k in np.flatnonzero(room[f, :, s])
                )
                people = sum(decisions.load[f, p, t] for f in schools)
                lhs = share.denominator * places - share.numerator * people
                yield Row(lhs, "≥", 0, (*where, self.service, str(year)), "places", per=share.denominator)

    def _places(self, tables: Tables) -> Iterator[tuple[tuple[str, ...], tuple[int, ...]]]:
        """Yield what each row speaks of, and its facilities."""
        if self.by != "site":
            yield from ((scope.where, scope.facilities) for scope in scopes(self.by, tables))
            return
        for j in range(len(tables.levels.sites)):
            own = tuple(np.flatnonzero(tables.levels.site == j).tolist())
            yield tuple(tables.levels.facilities[f] for f in own), own
