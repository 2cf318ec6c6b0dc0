"""Within the target: most people of each area have a place that is not too far away."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, model_validator

from netplan.constraints.areas import EVERY, WHOLE_REGION, By, Scope, at_most, by_service, scopes, share_of
from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions
from netplan.norms import ShareOrNorm
from netplan.tables import Tables


class WithinTarget(Constraint):
    """A share of the people in need of each area has a place within the target.

    beyond[area,s,t]  ≤  (1 − least[s]) · demand[area,s,t]        ∀ area, s, t

    by_class: in areas of a class of the social index its share takes the place of least.

    beyond[area,s,t] are the persons of the area without a place within the target of the service: their way is
    longer, or they have no place at all. demand[area,s,t] are all who need the service there. Persons are whole, so
    the right side is rounded down. by region: one row over all areas.

    Source: the scenario; councils ask for e.g. 90 % within a planning value (equal conditions, Art. 72 GG, § 1 ROG).
    """

    rule: ClassVar[str] = "within_target"
    kind: ClassVar[Kind] = "couples people"
    title: ClassVar[dict[str, str]] = {"de": "Anteil innerhalb der Zielzeit", "en": "Share within the target time"}

    least: Annotated[Mapping[str, ShareOrNorm], BeforeValidator(by_service)]
    """Least share of people within the target, by service or one for all: a share or the name of a norm."""
    by_class: Mapping[str, ShareOrNorm] | None = None
    """Least share in each area of a class of the social index, in place of `least`, for all services."""
    by: By = "area"
    """Whether each area, the whole region or both keep it."""

    @model_validator(mode="after")
    def _has_areas(self) -> "WithinTarget":
        if self.by_class and self.by == "region":
            message = "by_class speaks of areas; write by: area or by: both."
            raise ValueError(message)
        return self

    @property
    def needs_areas(self) -> bool:
        """Whether areas keep it one by one."""
        return self.by != "region"

    @property
    def counts_beyond(self) -> bool:
        """Its rows are over `beyond`."""
        return True

    @property
    def named(self) -> tuple[str, ...]:
        """Services that have a share of their own."""
        return tuple(name for name in self.least if name != EVERY)

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a listed year and service with people in need, for each area or the region."""
        demand = tables.demand
        for scope in scopes(self.by, tables):
            inside, areas = scope.areas[demand.area], scope.areas.nonzero()[0].tolist()
            for s, service in enumerate(demand.services):
                share = self._share(scope, service, tables)
                if share is None:
                    continue
                for t, year in enumerate(demand.years.tolist()):
                    people = int(demand.by_year[inside, s, t].sum())
                    if people:
                        beyond = sum(decisions.beyond[a, s, t] for a in areas)
                        yield Row(beyond, "≤", at_most(1 - share, people), (*scope.where, service, str(year)))

    def _share(self, scope: Scope, service: str, tables: Tables) -> Fraction | None:
        """Return the share that a scope keeps: that of an area's class, else that of the service."""
        classes, areas = tables.demand.social_class, scope.areas.nonzero()[0]
        if self.by_class and classes and scope.where != WHOLE_REGION:
            own = share_of(self.by_class, classes[int(areas[0])])
            return share_of(self.least, service) if own is None else own
        return share_of(self.least, service)
