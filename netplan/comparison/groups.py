"""How target groups, and areas by social index, fare beside everybody: places, mean way, share within the target."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from netplan.comparison.figures import mean_way
from netplan.plan import Plan

Rows: TypeAlias = npt.NDArray[np.bool_]
"""Which rows of the demand, shape (cells,)."""


@dataclass(frozen=True)
class Fares:
    """How some people fare in one listed year."""

    people: int
    """Persons in need."""
    unserved: int
    mean: Fraction | None
    """Mean way of those who have a place [s]; None where nobody has."""
    within: Fraction | None
    """Share of those in need who have a place within their target; None where nobody is in need."""


def fares(plan: Plan) -> dict[str, tuple[Fares, ...]]:
    """Return how each group fares by listed year, and everybody under the empty name; nothing without groups."""
    demand = plan.tables.demand
    if not demand.groups:
        return {}
    rows = {name: demand.group == g for g, name in enumerate(demand.groups)}
    return {name: tuple(_fares(plan, own)) for name, own in ({"": _every(plan)} | rows).items()}


def fares_by_class(plan: Plan) -> dict[str, tuple[Fares, ...]]:
    """Return the same by class of the social index of areas; nothing where the region has none."""
    demand = plan.tables.demand
    if not demand.social_class:
        return {}
    word = np.array(demand.social_class)[demand.area]
    rows = {name: word == name for name in classes_of(plan)}
    return {name: tuple(_fares(plan, own)) for name, own in ({"": _every(plan)} | rows).items()}


def classes_of(plan: Plan) -> list[str]:
    """List the classes of the social index, the one with the most burdened area first."""
    demand = plan.tables.demand
    order = np.argsort(-np.nan_to_num(demand.social_index, nan=-1.0), kind="stable").tolist()
    return list(dict.fromkeys(demand.social_class[a] for a in order if demand.social_class[a]))


def fares_by_area(plan: Plan) -> dict[str, tuple[Fares, ...]]:
    """Return the same by area that has a social index, the most burdened first."""
    demand = plan.tables.demand
    if not demand.social_class:
        return {}
    order = np.argsort(-np.nan_to_num(demand.social_index, nan=-1.0), kind="stable").tolist()
    rows = {demand.areas[a]: demand.area == a for a in order if demand.social_class[a]}
    return {name: tuple(_fares(plan, own)) for name, own in ({"": _every(plan)} | rows).items()}


def _every(plan: Plan) -> Rows:
    return np.ones(len(plan.tables.demand.cells), bool)


def _fares(plan: Plan, rows: Rows) -> Iterator[Fares]:
    tables, go, unserved = plan.tables, plan.go_by_year, plan.unserved_by_year
    own = rows[tables.pairs.cell]
    seconds, near = tables.pairs.seconds[own], (tables.pairs.seconds <= tables.target)[own]
    for t in range(go.shape[1]):
        people, going = int(tables.demand.by_year[rows, :, t].sum()), go[own, t]
        within = Fraction(int(going[near].sum()), people) if people else None
        yield Fares(people, int(unserved[rows, :, t].sum()), mean_way(seconds, going), within)


PARTS: tuple[tuple[str, str, str, Literal["persons", "s", "share"]], ...] = (
    ("people", "Bedarf (Personen)", "people in need", "persons"),
    ("unserved", "ohne Platz", "without a place", "persons"),
    ("mean", "Weg im Mittel", "mean way", "s"),
    ("within", "Anteil innerhalb der Zielzeit", "share within the target time", "share"),
    ("gap_unserved", "Anteil ohne Platz, Abstand zu allen", "share without a place, gap to everybody", "share"),
    ("gap_mean", "Weg im Mittel, Abstand zu allen", "mean way, gap to everybody", "s"),
    ("gap_within", "Anteil innerhalb der Zielzeit, Abstand zu allen", "share within the target, gap to all", "share"),
)
"""Name, titles and unit of what is told of a group; a gap is the group's figure less everybody's."""


def figure(found: Mapping[str, tuple[Fares, ...]], group: str, part: str, t: int) -> int | Fraction | None:
    """Return one figure of a group in the listed year with an index; None where nothing can be said."""
    if group not in found:
        return None
    own, every = found[group][t], found[""][t]
    if part == "gap_unserved":
        return None if not own.people else Fraction(own.unserved, own.people) - Fraction(every.unserved, every.people)
    if part == "gap_mean":
        return None if own.mean is None or every.mean is None else own.mean - every.mean
    if part == "gap_within":
        return None if own.within is None or every.within is None else own.within - every.within
    return {"people": own.people, "unserved": own.unserved, "mean": own.mean, "within": own.within}[part]
