"""Extra minutes: at most so many people have a way that grows by more than so much against today."""

from collections.abc import Iterator
from typing import ClassVar, Literal

import numpy as np

from netplan.constraints.block import Block, Part
from netplan.constraints.constraint import Constraint, Kind
from netplan.norms import DurationOrNorm, Persons
from netplan.tables import NONE, Ints, Tables
from netplan.units import Quantity

_ANY = 10**9
"""Longer than any way [s]."""


class ExtraMinutes(Constraint):
    """Few people go farther than today by more than so many minutes, in each listed year.

    Σ_{c,f,s: seconds[c,f,s] > today[c,s,t] + more_than} go[c,f,s,t]  ≤  people        ∀ t

    today[c,s,t] is the way to the nearest facility whose level of today offers the service; `today: districts`: to
    the facility that the cell's district names in that year, where it names one. Where that is out of reach, the
    way of today is longer than any, and nobody's grows. Who finds no place is counted as that, not here.

    Source: the scenario; councils ask how many children have how much farther to go (MV: Auflagen zur
    Schulentwicklungsplanung, times before and after a closure).
    """

    rule: ClassVar[str] = "extra_minutes"
    kind: ClassVar[Kind] = "couples people"
    title: ClassVar[dict[str, str]] = {"de": "Zusätzliche Minuten", "en": "Extra minutes"}

    more_than: DurationOrNorm
    """By how much a way may grow without being counted: a time or a norm's name."""
    people: Persons
    """Most people whose way grows by more, in each listed year."""
    today: Literal["nearest", "districts"] = "nearest"
    """What the way of today is: to the nearest facility of today, or to that of the district."""

    def blocks(self, tables: Tables) -> Iterator[Block]:
        """Yield one row a listed year."""
        demand, pairs = tables.demand, tables.pairs
        if not isinstance(self.more_than, Quantity):
            return
        before = ways_of_today(tables, by_district=self.today == "districts")
        years = demand.entry_year[pairs.service]
        longer = pairs.seconds[:, None] > before[pairs.cell[:, None], pairs.service[:, None], years] + (
            self.more_than.whole
        )
        pair, entry, year = np.nonzero(longer[:, :, None] & demand.there[pairs.service])
        yield Block(
            Part(year, (pair, entry), np.ones(len(pair), np.int64)),
            Part.nothing(3),
            Part.nothing(3),
            np.full(len(demand.years), self.people.whole, np.int64),
            lambda t: (str(demand.years[t]),),
            np.zeros(demand.people.shape[:2], bool),
        )


def ways_of_today(tables: Tables, *, by_district: bool) -> Ints:
    """Return how long people go today, shape (cells, services, years) [s]; _ANY where that is out of reach."""
    pairs, levels, districts = tables.pairs, tables.levels, tables.districts
    cells, facilities, services, _, horizon = tables.shape
    offers = levels.room[np.arange(facilities), levels.today] > 0
    near = np.full((cells, services), _ANY, np.int64)
    there = np.flatnonzero((pairs.seconds <= tables.reach) & offers[pairs.facility, pairs.service])
    np.minimum.at(near, (pairs.cell[there], pairs.service[there]), pairs.seconds[there])
    found = np.repeat(near[:, :, None], horizon, axis=2)
    if by_district and districts is not None:
        found[districts.facility != NONE] = _ANY
        inside = pairs.seconds <= tables.reach
        home = districts.facility[pairs.cell, pairs.service] == pairs.facility[:, None]
        pair, year = np.nonzero(home & inside[:, None])
        found[pairs.cell[pair], pairs.service[pair], year] = pairs.seconds[pair]
    return found
