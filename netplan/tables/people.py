"""Arrays of people: who needs what where and when, how far they go, where they belong, where they are today."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from netplan.demand.cohorts import columns
from netplan.tables.kinds import Floats, Ints


@dataclass(frozen=True)
class Demand:
    """Who needs what where and when."""

    cells: tuple[str, ...]
    lon: Floats
    """Longitude of each cell, shape (cells,) [degrees]."""
    lat: Floats
    """Latitude of each cell, shape (cells,) [degrees]."""
    areas: tuple[str, ...]
    area: Ints
    """Index of each cell's area, shape (cells,)."""
    services: tuple[str, ...]
    years: Ints
    """Listed years, ascending, shape (years,)."""
    span: Ints
    """For how many calendar years each listed year stands, shape (years,)."""
    people: Ints
    """Persons of each entry, those who are assigned together, shape (cells, services, entries)."""
    grades: Ints
    """How many grades a service has, 1 where its people are not told apart by grade, shape (services,)."""
    entry_year: Ints
    """Index of the listed year from which an entry is there, shape (services, entries)."""
    entry_grade: Ints
    """Grade in which it is then, counted from 0, shape (services, entries)."""
    share: Ints
    """Places one person of an entry takes in a year, 0 where the entry is not there; shape (services, entries, years)
    [per mille]."""
    reach: Ints
    """Longest way that exists, by service, shape (services,) [s]."""
    target: Ints
    """Way that should not be exceeded, by service, shape (services,) [s]."""
    groups: tuple[str, ...] = ()
    """Target groups that are told apart: each has rows of its own beside those of the cells; one cell, several rows."""
    group: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Index of each row's group, NONE for those in none, shape (cells,); no entry where no groups are told apart."""
    home: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Row of the cell itself, the first of its rows, likewise."""
    social_class: tuple[str, ...] = ()
    """Class of each area's social index, empty where it has none, (areas,); no entry where the region has no index."""
    social_index: Floats = field(default_factory=lambda: np.zeros(0))
    """The index itself, from 0 to 100, not a number where an area has none, likewise."""

    @property
    def homes(self) -> Ints:
        """Row of the cell itself, shape (cells,)."""
        return self.home if self.groups else np.arange(len(self.cells))

    def cells_of(self, rows: Ints) -> tuple[str, ...]:
        """Return the cells of some rows, each once: a cell does not tell which groups its people are in."""
        return tuple(dict.fromkeys(self.cells[c] for c in self.homes[rows].tolist()))

    @property
    def there(self) -> npt.NDArray[np.bool_]:
        """Whether an entry is there in a year, shape (services, entries, years)."""
        return np.asarray(self.share > 0)

    @property
    def entering(self) -> Ints:
        """Persons who are assigned in each listed year, intake by intake, shape (cells, services, years).

        Entries begin with those of one listed year each.
        """
        return np.asarray(self.people[:, :, : len(self.years)])

    @property
    def enters(self) -> npt.NDArray[np.bool_]:
        """Whether an entry enters then, and is not there already before; shape (services, entries)."""
        return np.asarray(self.entry_grade == 0)

    @property
    def moving(self) -> npt.NDArray[np.bool_]:
        """Whether an entry is of those who move because their facility closes, shape (services, entries).

        Nobody needs a place anew: at a facility that they leave people are counted below zero.
        """
        return np.asarray((self.entry_grade > 0) & (self.entry_year > 0))

    @property
    def origin(self) -> Ints:
        """Which entry those who move are part of, else the entry itself, shape (services, entries)."""
        found = np.tile(np.arange(self.entry_year.shape[1]), (len(self.entry_year), 1))
        years = len(self.years)
        for s, e in np.argwhere(self.moving).tolist():
            since = int(self.entry_year[s, e] - self.entry_grade[s, e])
            found[s, e] = since if since >= 0 else years - 1 - since
        return found

    @property
    def behind(self) -> Ints:
        """Persons of an entry, of those who move all of the entry that they are part of; shaped as `people`."""
        return np.asarray(np.take_along_axis(self.people, self.origin[None], axis=2))

    @property
    def stay(self) -> Ints:
        """Calendar years for which the plan knows an entry to be there, shape (services, entries)."""
        return np.asarray(self.there @ self.span)

    @property
    def by_year(self) -> Ints:
        """Persons in need in each listed year, whatever share of it, shape (cells, services, years)."""
        return np.asarray(np.einsum("cse,set->cst", self.people, self.there.astype(np.int64)))

    @property
    def has_cohorts(self) -> bool:
        """Whether people of some service are assigned once for a stay, even if only one year of it is listed."""
        return bool((self.entry_grade > 0).any())


@dataclass(frozen=True)
class Pairs:
    """Which facility a cell can reach for which service: only pairs within the reach."""

    cell: Ints
    facility: Ints
    service: Ints
    seconds: Ints
    """Way from home to site by the quickest mode, shape (pairs,) [s]."""
    metres: Ints
    """Shortest way of that mode, shape (pairs,) [m]."""
    mode: Ints
    """Index into `modes`, shape (pairs,)."""
    modes: tuple[str, ...]
    reach: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Longest way that exists, shape (pairs,) [s]; no entry where that of the service holds for everybody."""
    target: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Way that should not be exceeded, likewise [s]."""
    weighed: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Way times the weight of who goes it, rounded, shape (pairs,) [s]; no entry where everybody counts alike."""


def each_year(services: int, years: int) -> dict[str, Any]:
    """Return the entries of a `Demand` whose people are assigned anew in every listed year."""
    return columns([None] * services, years)


@dataclass(frozen=True)
class Districts:
    """Where the people of each cell belong today, and whether that may change."""

    facility: Ints
    """Index of the facility, NONE where no district says so, shape (cells, services, years)."""
    may_change: npt.NDArray[np.bool_]
    """Whether the cell may be given another facility, shape (cells, services, years)."""


@dataclass(frozen=True)
class Elsewhere:
    """People in need who go to neighbours of the region or to private carriers; `Demand.people` is without them."""

    who: tuple[str, ...]
    """`neighbour`, `private`."""
    cells: Ints
    """Persons, shape (cells, services, years)."""
    people: Ints
    """The same by who takes them, shape (who, areas, services, years)."""


@dataclass(frozen=True)
class Population:
    """Who lives in each area, in need of a service or not."""

    groups: tuple[str, ...] = ()
    people: Ints = field(default_factory=lambda: np.zeros((0, 0, 0), np.int64))
    """Persons who live there, shape (areas, age groups, years)."""
    counted: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros((0, 0), bool))
    """Whether a service is for an age group, shape (services, age groups)."""
    need_low: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Need where take-up is low, for a need of one, shape (services,) [per mille]."""
    need_high: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Likewise where it is high; 0 where a service has no corridor of need [per mille]."""

    @property
    def residents(self) -> Ints:
        """Persons of the age groups of each service who live there, shape (areas, services, years)."""
        return np.asarray(np.einsum("agt,sg->ast", self.people, self.counted.astype(np.int64)))


@dataclass(frozen=True)
class Attendance:
    """Who is where before the first listed year and stays there: one row a pair and entry."""

    pair: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    entry: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    people: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Persons, shape (rows,)."""
