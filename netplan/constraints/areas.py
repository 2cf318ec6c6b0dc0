"""What rules of provision share: the areas they speak of, the places offered there, and whole limits of shares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from netplan.decisions import Decisions, Term
from netplan.norms import NormName
from netplan.tables import Tables
from netplan.units import Quantity

By: TypeAlias = Literal["area", "region", "both"]
WHOLE_REGION = ("total",)
"""What a row on the whole region speaks of."""
EVERY = "*"
"""Stands for every service that has none of its own."""


@dataclass(frozen=True)
class Scope:
    """One area, or the whole region."""

    where: tuple[str, ...]
    areas: npt.NDArray[np.bool_]
    """Which areas belong to it, shape (areas,)."""
    facilities: tuple[int, ...]
    """Facilities whose site lies in it."""


def scopes(by: By, tables: Tables) -> Iterator[Scope]:
    """Yield each area, the whole region, or both."""
    areas, facilities = tables.demand.areas, tables.levels.area
    if by != "region":
        for a, name in enumerate(areas):
            own = tuple(f for f, area in enumerate(facilities) if area == name)
            yield Scope((name,), np.arange(len(areas)) == a, own)
    if by != "area":
        yield Scope(WHOLE_REGION, np.ones(len(areas), bool), tuple(range(len(facilities))))


def offered(scope: Scope, s: int, t: int, decisions: Decisions, tables: Tables) -> Term:
    """Sum the places of a service in a scope: Σ_f,k room[f,k,s] · at[f,k,t]."""
    room = tables.levels.room
    return sum(
        int(room[f, k, s]) * decisions.at[f, int(k), t] for f in scope.facilities for k in np.flatnonzero(room[f, :, s])
    )


def by_service(value: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever the file says
    """Read one quantity as that of every service."""
    return {EVERY: value} if isinstance(value, str | Quantity | NormName) else value


def share_of(shares: Mapping[str, Quantity | NormName] | None, service: str) -> Fraction | None:
    """Return the share said of a service; None where nothing is said."""
    found = None if shares is None else shares.get(service, shares.get(EVERY))
    return found.amount if isinstance(found, Quantity) else None


def at_least(share: Fraction, people: int) -> int:
    """Return the fewest whole ones that are a share of people: ⌈share · people⌉."""
    return -(-share.numerator * people // share.denominator)


def at_most(share: Fraction, people: int) -> int:
    """Return the most whole ones that are no more than a share of people: ⌊share · people⌋."""
    return share.numerator * people // share.denominator
