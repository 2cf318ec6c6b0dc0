"""The facilities of a sector with the levels they can have and the measures their region permits."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from netplan.audit.levels import CLOSED, Level, Standard, levels_of
from netplan.audit.prices import Prices
from netplan.audit.quantities import UnreadableError
from netplan.audit.question import Question
from netplan.audit.reading import RawRegion, Row


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
    proceeds: int = 0
    """What it brings in when it takes effect [cents]."""
    life: Fraction | None = None
    """Years for which what it builds can be used; None where nothing is left at the end."""
    line: str = ""
    """Budget line; empty where it is that of the facility."""


@dataclass(frozen=True)
class Facility:
    """One facility of the sector."""

    name: str
    site: str
    sector: str
    line: str
    """Budget line of its running cost, and of measures that name none."""
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
        standard = Standard.of(question, row["sector"])
        levels = levels_of(standard, region, (level_rows["*"], level_rows[name]))
        if name in found or row["level_today"] not in levels:
            raise UnreadableError(f'facilities: {name} stands twice or has no level "{row["level_today"]}"')
        found[name] = Facility(
            name=name,
            site=row["site"],
            sector=row["sector"],
            line=row.get("line", "") or row["sector"],
            carrier_type=row["carrier_type"],
            today=row["level_today"],
            lock=question.locks.get(name, row.get("lock", "")),
            levels=levels,
            measures=tuple(_measure(each, levels, region, standard.prices) for each in measure_rows[name]),
        )
    return found


def by_facility(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Group rows by their facility; one without rows has none."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["facility"]].append(row)
    return grouped


def kind_of(origin: Level, goal: Level) -> str:
    """Derive the kind of a measure from the places before and after it."""
    if origin.name == CLOSED:
        return "open"
    if goal.name == CLOSED or goal.runs_out:
        return "close"
    if goal.size == origin.size:
        return "convert"
    return "extend" if goal.size > origin.size else "reduce"


def _measure(row: Row, levels: Mapping[str, Level], region: RawRegion, prices: Prices) -> Measure:
    """Read one row of measures.csv."""

    def money(column: str) -> int:
        return prices.carried("measures", region.cents(row, column), row.get("price_year", ""))

    origin, goal = levels.get(row["from"]), levels.get(row["to"])
    if origin is None or goal is None:
        raise UnreadableError(f"measures: {row['facility']} has no level {row['from']} or {row['to']}")
    return Measure(
        name=row["measure"],
        kind=kind_of(origin, goal),
        origin=origin.name,
        goal=goal.name,
        cents=money("cost_eur"),
        lead=region.integer(row, "lead_years"),
        first=region.integer(row, "first_year") if row.get("first_year") else None,
        last=region.integer(row, "last_year") if row.get("last_year") else None,
        consent=row.get("consent", ""),
        under_way=row.get("under_way", "") == "yes",
        runs_out=goal.runs_out,
        proceeds=money("proceeds_eur"),
        life=_life(row, goal, region),
        line=row.get("line", ""),
    )


def _life(row: Row, goal: Level, region: RawRegion) -> Fraction | None:
    """Give the useful life of what a measure builds: its own, else its level's; closing builds nothing."""
    if goal.name == CLOSED or goal.runs_out:
        return None
    return Fraction(region.integer(row, "life_years")) if row.get("life_years") else goal.life
