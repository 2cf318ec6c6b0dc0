"""Reserve (Vorsorge): more places than people in need, for need that nobody foresaw."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from netplan.constraints.areas import EVERY, By, at_least, by_service, offered, scopes, share_of
from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions
from netplan.norms import ShareOrNorm
from netplan.tables import Tables


class Reserve(Constraint):
    """The places of a service exceed the people in need by a share.

    places[s,t]  ≥  (1 + share[s]) · demand[s,t]                      ∀ s, t; by area likewise

    places[s,t] = Σ_f,k room[f,k,s] · at[f,k,t] over all facilities, or over those whose site lies in the area; room
    is the level's places of the service, at most its total. demand[s,t] are the persons who need the service there.
    Places are whole, so the right side is rounded up.

    Source: § 80(1) Nr. 3 SGB VIII, provision for unforeseen need.
    """

    rule: ClassVar[str] = "reserve"
    kind: ClassVar[Kind] = "couples facilities"
    title: ClassVar[dict[str, str]] = {"de": "Vorsorge", "en": "Reserve"}

    share: Annotated[Mapping[str, ShareOrNorm], BeforeValidator(by_service)]
    """Places beyond need, by service or one for all: a share of need or the name of a norm."""
    by: By = "region"
    """Whether the whole region, each area or both keep it."""

    @property
    def needs_areas(self) -> bool:
        """Whether areas keep it one by one."""
        return self.by != "region"

    @property
    def named(self) -> tuple[str, ...]:
        """Services that have a share of their own."""
        return tuple(name for name in self.share if name != EVERY)

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a listed year and service, for the region or for each area."""
        demand = tables.demand
        for scope in scopes(self.by, tables):
            inside = scope.areas[demand.area]
            for s, service in enumerate(demand.services):
                share = share_of(self.share, service)
                if share is None:
                    continue
                for t, year in enumerate(demand.years.tolist()):
                    people = int(demand.by_year[inside, s, t].sum())
                    places = offered(scope, s, t, decisions, tables)
                    yield Row(places, "≥", at_least(1 + share, people), (*scope.where, service, str(year)), "places")
