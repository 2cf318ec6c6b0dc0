"""The sizes that a facility can have: rows of the region before the model's standard levels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby

from netplan.audit.class_law import parallel_of, places_of_model, places_of_row
from netplan.audit.prices import Prices
from netplan.audit.quantities import CENTS, PERSONS, YEARS, UnreadableError, quantity, whole
from netplan.audit.question import Question, Service
from netplan.audit.reading import RawRegion, Row, Tree, branch, text

CLOSED = "closed"


@dataclass(frozen=True)
class Level:
    """A size that a facility can have."""

    name: str
    places: Mapping[str, int]
    """Places by service."""
    total: int | None
    """Places over all services, where the level limits them."""
    least: Mapping[str, int]
    """Fewest persons by service."""
    least_total: int
    running: int
    """Running cost of one year [cents]."""
    links: int
    """Years that a phase lasts at most; 0 where the level is no phase."""
    then: str
    """The level after a phase."""
    intake: bool
    """Whether people may enter, or only stay who are there."""
    runs_out: bool
    """Whether going there is the decision to close."""
    parallel: Mapping[str, int] = field(default_factory=dict)
    """Parallel classes by service; 0 where it is not said."""
    per_person: Mapping[str, int] = field(default_factory=dict)
    """Running cost of one person for a year, by service [cents]."""
    land: int = 0
    """Running cost of one year that the Land bears [cents]."""
    land_per_person: Mapping[str, int] = field(default_factory=dict)
    """The same of one person, by service [cents]."""
    life: Fraction | None = None
    """Years for which a building of the level can be used, by the norm of the model."""

    @property
    def size(self) -> int:
        """Places in all: the level's total, else the sum over its services."""
        return sum(self.places.values()) if self.total is None else self.total


@dataclass(frozen=True)
class Standard:
    """What the model of one sector says of its facilities, and which services the scenario has in all."""

    services: Mapping[str, Service]
    levels: Mapping[str, Tree]
    asked: tuple[str, ...]
    """Services of all sectors; a facility has no places for those of another one."""
    prices: Prices
    lives: Mapping[str, Fraction]
    """Useful life by level [years]."""

    @classmethod
    def of(cls, question: Question, sector: str) -> "Standard":
        """Take the part of a question that is about one sector."""
        own = {name: service for name, service in question.services.items() if service.sector == sector}
        norms = {level: text(tree, "life") for level, tree in question.levels[sector].items() if text(tree, "life")}
        lives = {level: quantity(question.norms[f"{sector}.{norm}"], YEARS, norm) for level, norm in norms.items()}
        return cls(own, question.levels[sector], tuple(question.services), question.prices[sector], lives)


def levels_of(standard: Standard, region: RawRegion, owners: Iterable[Iterable[Row]]) -> dict[str, Level]:
    """Give the levels of one facility: its own rows beat those of all (`*`), which beat the model's."""
    nothing = dict.fromkeys(standard.asked, 0)
    levels = {CLOSED: Level(CLOSED, nothing, None, nothing, 0, 0, 0, "", intake=False, runs_out=False)}
    levels.update({level: _of_model(level, tree, standard) for level, tree in standard.levels.items()})
    for rows in owners:
        known = [row for row in rows if row["service"] == "*" or row["service"] in standard.services]
        for level, group in groupby(sorted(known, key=_level_name), key=_level_name):
            levels[level] = _of_region(level, list(group), standard, region)
    return levels


def _of_model(name: str, tree: Tree, standard: Standard) -> Level:
    """Read a standard level."""

    def persons(table: Tree) -> dict[str, int]:
        return {s: _persons(text(table, s)) for s in standard.services if text(table, s)}

    total = text(tree, "total")

    def running(said: Tree) -> int:
        cents = whole(quantity(_scalar(said), CENTS, "running"), "running, in cents")
        return standard.prices.carried("running", cents, text(tree, "price_year"))

    level = _level(
        name,
        {s: places_of_model(tree, s, service.classes) for s, service in standard.services.items()},
        _persons(total) if total else None,
        persons(branch(tree, "least")),
        _persons(text(tree, "least_total", "0 persons")),
        running(text(tree, "running", "0 EUR")),
        standard,
        {},
    )
    return replace(
        level,
        per_person={s: running(said) for s, said in branch(tree, "per_person").items()},
        land=running(text(tree, "land", "0 EUR")),
        land_per_person={s: running(said) for s, said in branch(tree, "land_per_person").items()},
    )


def _of_region(name: str, rows: list[Row], standard: Standard, region: RawRegion) -> Level:
    """Read a level from the rows of levels.csv that define it."""
    by_service = {row["service"]: row for row in rows}
    if len(by_service) != len(rows):
        raise UnreadableError(f"levels: two rows for one service at level {name} of {rows[0]['facility']}")
    overall = by_service.pop("*", None)
    total = region.integer(overall, "places") if overall and overall.get("places") else None
    said, laws = standard.levels.get(name, {}), standard.services
    places = {s: places_of_row(row, said, s, laws[s].classes) for s, row in by_service.items()}
    if not by_service and total is not None:
        places = dict.fromkeys(standard.services, total)

    def running(row: Row, column: str) -> int:
        return standard.prices.carried("running", region.cents(row, column), row.get("price_year", ""))

    def per_person(column: str) -> dict[str, int]:
        return {s: sum(running(row, column) for row in rows if row["service"] in {s, "*"}) for s in places}

    level = _level(
        name,
        places,
        total,
        {s: region.integer(row, "least") for s, row in by_service.items() if row.get("least")},
        region.integer(overall, "least") if overall else 0,
        sum(running(row, "running_eur") for row in rows),
        standard,
        by_service,
    )
    return replace(
        level,
        per_person=per_person("per_person_eur"),
        land=sum(running(row, "land_eur") for row in rows),
        land_per_person=per_person("land_per_person_eur"),
    )


def _level(
    name: str,
    places: Mapping[str, int],
    total: int | None,
    least: Mapping[str, int],
    least_total: int,
    running: int,
    standard: Standard,
    rows: Mapping[str, Row],
) -> Level:
    """Complete a level: its phase, its services without places, its least where none is said."""
    said = standard.levels.get(name, {})
    phase = branch(said, "phase")
    links = int(text(phase, "years").removesuffix("years").removesuffix("year")) if phase else 0
    empty = "no" in {text(phase, "intake"), text(said, "intake")}
    lasting = {s for s, service in standard.services.items() if service.stay is not None and s in places}
    offered = {s: 0 if empty and s not in lasting else places.get(s, 0) for s in standard.asked}
    norm = {s: 0 if links or not offered[s] else service.least for s, service in standard.services.items()}
    return Level(
        name=name,
        places=offered,
        total=0 if empty and not lasting and total is not None else total,
        least={**dict.fromkeys(standard.asked, 0), **norm, **least},
        least_total=least_total,
        running=running,
        links=links,
        then=text(phase, "then"),
        intake=not empty,
        runs_out=text(phase, "run_out") == "yes",
        parallel={s: parallel_of(said, s, rows.get(s)) for s in standard.services},
        life=None if links else standard.lives.get(name),
    )


def _persons(written: str) -> int:
    """Read a number of persons with its unit."""
    return whole(quantity(written, PERSONS, "places"), "places")


def _scalar(said: Tree) -> str:
    """Give an amount that must be a single value."""
    if not isinstance(said, str):
        raise UnreadableError(f"{said} is not a single value")
    return said


def _level_name(row: Row) -> str:
    """Give the level that a row of levels.csv is about."""
    return row["level"]
