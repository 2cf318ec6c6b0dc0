"""Carrier share: some carriers keep at least, or at most, a share of the places or of the facilities."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field, model_validator

from netplan.constraints.constraint import Constraint, Kind, Row, RowUnit
from netplan.decisions import Decisions, Term
from netplan.norms import Share
from netplan.tables import CLOSED, CarrierType, Ints, Tables


def _one_or_more(value: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever the file says
    return (value,) if isinstance(value, str) else value


class CarrierShare(Constraint):
    """Carriers of some types together hold at least, or at most, a share of what is open.

    own[t]  =  Σ_f,k size[f,k] · at[f,k,t] over facilities f of the carrier types
    all[t]  =  Σ_f,k size[f,k] · at[f,k,t] over all facilities
    size[f,k]  =  places of level k over all services, or 1 for each open level where facilities are counted

    own[t]  ≥  least · all[t]        stated as  d·own[t] − n·all[t] ≥ 0  with least = n/d        ∀ t with year ≥ from
    own[t]  ≤  most · all[t]         likewise

    Source: the scenario; e.g. diversity of carriers, § 3 SGB VIII.
    """

    rule: ClassVar[str] = "carrier_share"
    kind: ClassVar[Kind] = "couples facilities"
    title: ClassVar[dict[str, str]] = {"de": "Trägeranteil", "en": "Carrier share"}

    carrier_type: Annotated[tuple[CarrierType, ...], BeforeValidator(_one_or_more)] = Field(min_length=1)
    """One type of carriers, or several counted together."""
    least: Share | None = None
    most: Share | None = None
    of: Literal["places", "facilities"] = "places"
    """What the share is a share of."""
    since: int = Field(default=0, alias="from")
    """Year from which the limits hold; every listed year where it is left out."""

    @model_validator(mode="after")
    def _says_something(self) -> "CarrierShare":
        if self.least is None and self.most is None:
            message = "carrier_share has no limit; write least, most or both."
            raise ValueError(message)
        return self

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a limit and listed year, in whole numbers."""
        for year, own, everything in self._sums(decisions, tables):
            where = (*self.carrier_type, year)
            if self.least is not None:
                n, d = self.least.amount.numerator, self.least.amount.denominator
                yield Row(_times(d, own) - _times(n, everything), "≥", 0, where, "count")
            if self.most is not None:
                n, d = self.most.amount.numerator, self.most.amount.denominator
                yield Row(_times(d, own) - _times(n, everything), "≤", 0, where, "count")

    def breaches(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield what numbers break, in places or facilities: at least ⌈n·all/d⌉, at most ⌊n·all/d⌋."""
        unit: RowUnit = "persons" if self.of == "places" else "count"
        for year, own, everything in self._sums(decisions, tables):
            where = (*self.carrier_type, year)
            limits = []
            if self.least is not None:
                limits.append(Row(own, "≥", -int(-self.least.amount * everything // 1), where, unit))
            if self.most is not None:
                limits.append(Row(own, "≤", int(self.most.amount * everything // 1), where, unit))
            yield from (row for row in limits if row.violation)

    def _sums(self, decisions: Decisions, tables: Tables) -> Iterator[tuple[str, Term, Term]]:
        """Yield year, own and all for each listed year from `from` on."""
        size = self._size(tables)
        own = [f for f, kind in enumerate(tables.levels.carrier_types) if kind in self.carrier_type]
        for t, year in enumerate(tables.demand.years.tolist()):
            if year >= self.since:
                of_year = [
                    sum(int(size[f, k]) * decisions.at[f, k, t] for k in np.flatnonzero(size[f]).tolist())
                    for f in range(len(size))
                ]
                yield str(year), sum(of_year[f] for f in own), sum(of_year)

    def _size(self, tables: Tables) -> Ints:
        """Return what counts of each level a facility can have, shape (facilities, levels)."""
        levels = tables.levels
        size = levels.size if self.of == "places" else np.ones_like(levels.total)
        size = np.where(levels.exists, size, 0)
        size[:, CLOSED] = 0
        return np.asarray(size)


def _times(number: int, term: Term) -> Term:
    return term if number == 1 else number * term
