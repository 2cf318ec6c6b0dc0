"""The facilities of a sector with the levels they can have and the measures their region permits."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from netplan.audit.class_law import parallel_of, places_of_model, places_of_row
from netplan.audit.quantities import CENTS, PERSONS, UnreadableError, quantity, whole
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

    @property
    def size(self) -> int:
        """Places in all: the level's total, else the sum over its services."""
        return sum(self.places.values()) if self.total is None else self.total


@dataclass(frozen=True)
class Position:
    """A level that a facility is at, and for a phase the year of its stay, counted from 1."""

    level: str
    link: int = 0

    def __str__(self) -> str:
        """Write the position as plan.json does."""
        return f"{self.level}#{self.link}" if self.link else self.level


@dataclass(frozen=True)
class Measure:
    """A step from level to level that the region permits."""

    name: str
    kind: str
    """open, extend, reduce, close or convert."""
    origin: str
    goal: str
    cents: int
    lead: int
    """Years between paying and having."""
    first: int | None
    last: int | None
    consent: str
    """Empty, given, asked or refused."""
    under_way: bool
    runs_out: bool = False
    """Whether it makes the facility run out."""


@dataclass(frozen=True)
class Facility:
    """One facility of the sector."""

    name: str
    site: str
    carrier_type: str
    today: str
    lock: str
    levels: Mapping[str, Level]
    measures: tuple[Measure, ...]

    def position(self, written: str) -> Position | None:
        """Read a level as plan.json writes it; None where the facility has no such level or link."""
        level = self.levels.get(written)
        if level is not None:
            return Position(written, 1 if level.links else 0)
        base, _, link = written.rpartition("#")
        level = self.levels.get(base)
        if level is None or not link.isdecimal() or not 1 <= int(link) <= level.links:
            return None
        return Position(base, int(link))


def read_facilities(question: Question, region: RawRegion) -> dict[str, Facility]:
    """Read the facilities of the scenario's sectors with their levels and measures."""
    asked = [row for row in region.rows("facilities") if row["sector"] in question.sectors]
    level_rows, measure_rows = by_facility(region.rows("levels")), by_facility(region.rows("measures"))
    found = {}
    for row in asked:
        name = row["facility"]
        levels = levels_of(Standard.of(question, row["sector"]), region, (level_rows["*"], level_rows[name]))
        if name in found or row["level_today"] not in levels:
            raise UnreadableError(f'facilities: {name} stands twice or has no level "{row["level_today"]}"')
        found[name] = Facility(
            name=name,
            site=row["site"],
            carrier_type=row["carrier_type"],
            today=row["level_today"],
            lock=question.locks.get(name, row.get("lock", "")),
            levels=levels,
            measures=tuple(_measure(each, levels, region) for each in measure_rows[name]),
        )
    return found


def by_facility(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Group rows by their facility; one without rows has none."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["facility"]].append(row)
    return grouped


@dataclass(frozen=True)
class Standard:
    """What the model of one sector says of its facilities, and which services the scenario has in all."""

    services: Mapping[str, Service]
    levels: Mapping[str, Tree]
    asked: tuple[str, ...]
    """Services of all sectors; a facility has no places for those of another one."""

    @classmethod
    def of(cls, question: Question, sector: str) -> "Standard":
        """Take the part of a question that is about one sector."""
        own = {name: service for name, service in question.services.items() if service.sector == sector}
        return cls(own, question.levels[sector], tuple(question.services))


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


def kind_of(origin: Level, goal: Level) -> str:
    """Derive the kind of a measure from the places before and after it."""
    if origin.name == CLOSED:
        return "open"
    if goal.name == CLOSED or goal.runs_out:
        return "close"
    if goal.size == origin.size:
        return "convert"
    return "extend" if goal.size > origin.size else "reduce"


def _of_model(name: str, tree: Tree, standard: Standard) -> Level:
    """Read a standard level."""

    def persons(table: Tree) -> dict[str, int]:
        return {s: _persons(text(table, s)) for s in standard.services if text(table, s)}

    total = text(tree, "total")
    per_person = {
        s: whole(quantity(_scalar(said), CENTS, "per_person"), "per_person, in cents")
        for s, said in branch(tree, "per_person").items()
    }
    level = _level(
        name,
        {s: places_of_model(tree, s, service.classes) for s, service in standard.services.items()},
        _persons(total) if total else None,
        persons(branch(tree, "least")),
        _persons(text(tree, "least_total", "0 persons")),
        whole(quantity(text(tree, "running", "0 EUR"), CENTS, "running"), "running, in cents"),
        standard,
        {},
    )
    return replace(level, per_person=per_person)


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
    per_person = {
        s: sum(region.cents(row, "per_person_eur") for row in rows if row["service"] in {s, "*"}) for s in places
    }
    level = _level(
        name,
        places,
        total,
        {s: region.integer(row, "least") for s, row in by_service.items() if row.get("least")},
        region.integer(overall, "least") if overall else 0,
        sum(region.cents(row, "running_eur") for row in rows),
        standard,
        by_service,
    )
    return replace(level, per_person=per_person)


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
    )


def _measure(row: Row, levels: Mapping[str, Level], region: RawRegion) -> Measure:
    """Read one row of measures.csv."""
    origin, goal = levels.get(row["from"]), levels.get(row["to"])
    if origin is None or goal is None:
        raise UnreadableError(f"measures: {row['facility']} has no level {row['from']} or {row['to']}")
    return Measure(
        name=row["measure"],
        kind=kind_of(origin, goal),
        origin=origin.name,
        goal=goal.name,
        cents=region.cents(row, "cost_eur"),
        lead=region.integer(row, "lead_years"),
        first=region.integer(row, "first_year") if row.get("first_year") else None,
        last=region.integer(row, "last_year") if row.get("last_year") else None,
        consent=row.get("consent", ""),
        under_way=row.get("under_way", "") == "yes",
        runs_out=goal.runs_out,
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
