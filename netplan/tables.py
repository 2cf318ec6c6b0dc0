"""The frozen arrays everything above works on: people, ways, levels and steps of one case."""

from collections import Counter
from dataclasses import dataclass, field, fields
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from netplan.demand.cohorts import columns

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
CLOSED = 0
"""Index of the level every facility can have: closed."""
UNLIMITED = -1
"""Stands in `total` where a level limits each service but not their sum."""
WHOLE = 1000
"""Share of a person who takes one place [per mille]."""
NEVER = -1
"""Stands in `paid` where nothing is paid."""
NONE = -1
"""Stands for an index where there is none."""


CarrierType: TypeAlias = Literal["municipal", "church", "welfare", "private"]


class Consent(IntEnum):
    """What those who must agree have said of a measure; a higher number is farther from a yes."""

    NOT_ASKED = 0
    GIVEN = 1
    ASKED = 2
    REFUSED = 3


class StepKind(IntEnum):
    """What a step from one level to another is called."""

    STAY = 0
    OPEN = 1
    EXTEND = 2
    REDUCE = 3
    CONVERT = 4
    CLOSE = 5
    AUTOMATIC = 6


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


@dataclass(frozen=True)
class Levels:
    """Facilities and the sizes each can have; level 0 is closed."""

    facilities: tuple[str, ...]
    names: tuple[str, ...]
    """Level names; a phase appears as its links `container#1`, `container#2`."""
    today: Ints
    """Level before the first listed year, shape (facilities,)."""
    exists: npt.NDArray[np.bool_]
    """Whether a facility can have a level, shape (facilities, levels)."""
    places: Ints
    """Places by service, shape (facilities, levels, services) [persons]."""
    total: Ints
    """Places over all services or UNLIMITED, shape (facilities, levels) [persons]."""
    least: Ints
    """Fewest persons by service, shape (facilities, levels, services) [persons]."""
    least_total: Ints
    """Fewest persons over all services, shape (facilities, levels) [persons]."""
    intake: npt.NDArray[np.bool_]
    """Whether people may enter, or only stay who are there, shape (facilities, levels)."""
    running: Ints
    """Running cost of one year, shape (facilities, levels) [cents]."""
    running_present: Ints
    """Discounted running cost of all years a listed year stands for, shape (facilities, levels, years) [cents]."""
    land: Ints
    """Running cost of one year that the Land bears, shape (facilities, levels) [cents]."""
    land_present: Ints
    """The same, discounted, of all years a listed year stands for, shape (facilities, levels, years) [cents]."""
    locks: tuple[str, ...]
    """By facility: empty, `keep`, `never` or `close by 2029`."""
    site: Ints
    """Index of each facility's site, shape (facilities,)."""
    sites: tuple[str, ...]
    site_names: tuple[str, ...]
    site_lon: Floats
    site_lat: Floats
    site_area: tuple[str, ...]
    """Planning area that each site lies in, by id."""
    line: tuple[str, ...]
    """Budget line of each facility, for its running cost."""
    carriers: tuple[str, ...]
    """Carrier of each facility."""
    carrier_types: tuple[str, ...]
    own_names: tuple[str, ...] = ()
    """Name of each facility, empty where it is called like its site; no entry where all are."""

    @cached_property
    def called(self) -> tuple[str, ...]:
        """What each facility is called: by its own name, else like its site, with its id where others stand there."""
        seats = self.site.tolist()
        own = self.own_names or ("",) * len(seats)
        plain = Counter(seat for seat, name in zip(seats, own, strict=True) if not name)
        return tuple(
            name or self.site_names[seat] + (f" ({facility})" if plain[seat] > 1 else "")
            for facility, seat, name in zip(self.facilities, seats, own, strict=True)
        )

    @property
    def area(self) -> tuple[str, ...]:
        """Planning area of each facility: the one its site lies in."""
        return tuple(self.site_area[j] for j in self.site.tolist())

    def of_line(self, line: str) -> npt.NDArray[np.bool_]:
        """Whether a facility belongs to a budget line; to the empty one all do, shape (facilities,)."""
        return np.array([not line or name == line for name in self.line], bool)

    @property
    def size(self) -> Ints:
        """Places of each level over all services, shape (facilities, levels) [persons]."""
        return np.asarray(np.where(self.total == UNLIMITED, self.places.sum(axis=2), self.total))

    @property
    def room(self) -> Ints:
        """Persons of a service a level can hold at all, shape (facilities, levels, services)."""
        return np.asarray(np.minimum(self.places, self.size[:, :, None]))


@dataclass(frozen=True)
class Steps:
    """Every step a facility may take from one level to the next, in one listed year each."""

    facility: Ints
    before: Ints
    after: Ints
    year: Ints
    """Index of the listed year from which the step holds, shape (steps,)."""
    kind: Ints
    """StepKind of each step, shape (steps,)."""
    name: Ints
    """Index into `names`, shape (steps,)."""
    names: tuple[str, ...]
    """What measures are called in the region; the first name is empty."""
    cost: Ints
    """Money of the measure, nominal, shape (steps,) [cents]."""
    present: Ints
    """The same, discounted from the year it is paid, shape (steps,) [cents]."""
    paid: Ints
    """Index of the listed year in which it is paid, or NEVER, shape (steps,)."""
    consent: Ints
    """Consent to the measure, shape (steps,)."""
    proceeds: Ints
    """Money that it brings in, in the listed year from which it holds, nominal, shape (steps,) [cents]."""
    proceeds_present: Ints
    """The same, discounted, shape (steps,) [cents]."""
    residual: Ints
    """What is left of its cost at the end, discounted, if the facility is open then, shape (steps,) [cents]."""
    grant: Ints
    """Part of the cost that a programme pays, nominal, shape (steps,) [cents]."""
    grant_present: Ints
    """The same, discounted, shape (steps,) [cents]."""
    programme: Ints
    """Index into `programmes`, NONE where none pays, shape (steps,)."""
    programmes: tuple[str, ...]
    """Names of the programmes that pay grants."""
    line: Ints
    """Budget line of the measure, index into `lines`, shape (steps,)."""
    lines: tuple[str, ...]

    def of_line(self, line: str) -> npt.NDArray[np.bool_]:
        """Whether a step belongs to a budget line; to the empty one all do, shape (steps,)."""
        return np.array([not line or name == line for name in self.lines], bool)[self.line]

    @property
    def is_measure(self) -> npt.NDArray[np.bool_]:
        """Whether a step is a planned action: neither staying nor automatic, shape (steps,)."""
        return np.asarray((self.kind != StepKind.STAY) & (self.kind != StepKind.AUTOMATIC))


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


@dataclass(frozen=True)
class Money:
    """What people cost where they go; what levels and steps cost stands with them. Empty where people cost nothing."""

    per_person: Ints = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    """Running cost of one person for a year, shape (facilities, services) [cents]."""
    per_person_present: Ints = field(default_factory=lambda: np.zeros((0, 0, 0), np.int64))
    """Discounted running cost of one person of an entry for all years it is there, by the places it takes, shape
    (facilities, services, entries) [cents]."""

    land_per_person: Ints = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    """Running cost of one person for a year that the Land bears, shape (facilities, services) [cents]."""
    land_per_person_present: Ints = field(default_factory=lambda: np.zeros((0, 0, 0), np.int64))
    """The same, discounted, as `per_person_present` [cents]."""
    transport: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Cost of taking one person to the facility for a year, shape (services,) [cents]."""
    transport_present: Ints = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    """The same, discounted, of one person of an entry for all its years, shape (services, entries) [cents]."""
    is_far: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    """Whether the way is so long that transport is paid, shape (pairs,); no entry where it is not counted."""


@dataclass(frozen=True)
class Classes:
    """Who is taught in classes of which size: the law first, then the exceptions from it, and what buildings carry.

    A grade of the tables may stand for several of the law, because its people are not told apart: sizes are then sums
    over these. Without services that are taught in classes, `most` has no entry.
    """

    grades: Ints
    """Grades that the law counts, shape (services,); 0 for a service that is not taught in classes."""
    most: Ints
    """Most persons of one class by grade of the tables, shape (services, grades) [persons]."""
    most_mixed: Ints
    """Most persons of one class over several grades, shape (services,) [persons]."""
    regimes: tuple[str, ...]
    """Names of the exceptions; the first one is empty and stands for the law itself."""
    laws: tuple[str, ...]
    """By regime: the paragraph that says so."""
    first: Ints
    """Fewest persons where there is one class, shape (regimes, services, grades) [persons]."""
    further: Ints
    """Fewest persons for each further class, shape (regimes, services, grades) [persons]."""
    fewest: Ints
    """Fewest parallel classes of the entry grade, shape (regimes, services); 0 where a regime is none of a service."""
    total: Ints
    """Fewest persons over all grades, shape (regimes, services) [persons]."""
    mixed: npt.NDArray[np.bool_]
    """Whether classes have several grades, so that first and further speak of all grades, shape (regimes,)."""
    only_existing: npt.NDArray[np.bool_]
    """Whether only facilities that were never closed since today may use it, shape (regimes,)."""
    years: Ints
    """Most calendar years in a row, 0 without a limit, shape (regimes,)."""
    parallel: Ints
    """Parallel classes that a level carries, shape (facilities, levels, services); 0 where it does not say."""
    by_stated: Ints
    """Places that a level states, −1 where it states none, shape (facilities, levels, services) [persons]."""
    by_rooms: Ints
    """Places by rooms and planning value, likewise [persons]."""
    by_law: Ints
    """Places by parallel classes and the most of a class, likewise [persons]."""
    by_licence: Ints
    """Places by operating licence, likewise [persons]."""

    @classmethod
    def none(cls) -> "Classes":
        """Return that no service is taught in classes."""
        one, two, three = (np.zeros((0,) * dimensions, np.int64) for dimensions in (1, 2, 3))
        flags = np.zeros(0, bool)
        return cls(one, two, one, (), (), three, three, two, two, flags, flags, one, *(three,) * 5)

    @property
    def taught(self) -> tuple[int, ...]:
        """Indices of the services that are taught in classes."""
        return tuple(self.grades.nonzero()[0].tolist())


NO_CLASSES = Classes.none()


@dataclass(frozen=True)
class Premises:
    """What facilities share: the rooms of a site, and one school of several houses."""

    rooms: Ints = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    """Rooms of the site that a level takes, shape (facilities, levels)."""
    site_rooms: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Rooms that a site has, NONE where nobody says so, shape (sites,); no entry where nothing is known of rooms."""
    main: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Main school of each facility that is one of several houses of it, the main one included, NONE for others; shape
    (facilities,), no entry without the rule on branches."""

    def has_houses(self, f: int) -> bool:
        """Whether a facility is one of several houses of one school."""
        return bool(self.main.size) and int(self.main[f]) != NONE

    @property
    def known(self) -> tuple[int, ...]:
        """Indices of the sites whose rooms are known."""
        return tuple(np.flatnonzero(self.site_rooms != NONE).tolist())


@dataclass(frozen=True)
class Tables:
    """All numbers of a case."""

    demand: Demand
    pairs: Pairs
    levels: Levels
    steps: Steps
    districts: Districts | None = None
    elsewhere: Elsewhere | None = None
    population: Population = field(default_factory=Population)
    attendance: Attendance = field(default_factory=Attendance)
    classes: Classes = NO_CLASSES
    money: Money = field(default_factory=Money)
    premises: Premises = field(default_factory=Premises)

    @property
    def reach(self) -> Ints:
        """Longest way that exists: the group's own or the service's, shape (pairs,) [s]."""
        return self.pairs.reach if len(self.pairs.reach) else self.demand.reach[self.pairs.service]

    @property
    def target(self) -> Ints:
        """Way that should not be exceeded, likewise [s]."""
        return self.pairs.target if len(self.pairs.target) else self.demand.target[self.pairs.service]

    @property
    def shape(self) -> tuple[int, int, int, int, int]:
        """Number of cells, facilities, services, levels and listed years."""
        demand, levels = self.demand, self.levels
        return (
            len(demand.cells),
            len(levels.facilities),
            len(demand.services),
            len(levels.names),
            len(demand.years),
        )


_Kind: TypeAlias = type[
    Demand | Pairs | Levels | Steps | Districts | Elsewhere | Population | Attendance | Classes | Money | Premises
]
PARTS: dict[str, _Kind] = {
    "demand": Demand,
    "pairs": Pairs,
    "levels": Levels,
    "steps": Steps,
    "districts": Districts,
    "elsewhere": Elsewhere,
    "population": Population,
    "attendance": Attendance,
    "classes": Classes,
    "money": Money,
    "premises": Premises,
}
"""What tables consist of; districts and elsewhere are there where the region has their file."""
_Part = TypeVar(
    "_Part", Demand, Pairs, Levels, Steps, Districts, Elsewhere, Population, Attendance, Classes, Money, Premises
)


def save(tables: Tables, file: Path) -> None:
    """Write the tables into one `.npz` file, without pickle."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name in PARTS:
        part = getattr(tables, name)
        for column in fields(part) if part is not None else ():
            value = getattr(part, column.name)
            arrays[f"{name}.{column.name}"] = np.array(value, dtype=str) if isinstance(value, tuple) else value
    np.savez_compressed(file, allow_pickle=False, **arrays)


def read(file: Path) -> Tables:
    """Read tables written by `save`."""
    with np.load(file, allow_pickle=False) as arrays:
        return Tables(
            _part(arrays, "demand", Demand),
            _part(arrays, "pairs", Pairs),
            _part(arrays, "levels", Levels),
            _part(arrays, "steps", Steps),
            _part(arrays, "districts", Districts) if "districts.facility" in arrays else None,
            _part(arrays, "elsewhere", Elsewhere) if "elsewhere.people" in arrays else None,
            _part(arrays, "population", Population),
            _part(arrays, "attendance", Attendance),
            _part(arrays, "classes", Classes),
            _part(arrays, "money", Money),
            _part(arrays, "premises", Premises),
        )


def _part(arrays: Any, name: str, kind: type[_Part]) -> _Part:  # noqa: ANN401  numpy does not type its archives
    found: dict[str, Any] = {}
    for column in fields(kind):
        value = arrays[f"{name}.{column.name}"]
        found[column.name] = tuple(str(text) for text in value) if value.dtype.kind == "U" else value
    return kind(**found)
