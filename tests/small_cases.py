"""Small seeded cases for tests of program, engine, shortage and plan: a line of towns, a few schools."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from netplan.case import Case, Words
from netplan.case.lines import FacilityLine, LevelLine, MeasureLine, Site
from netplan.case.lives import levels_of, steps_of
from netplan.case.money import Calendar
from netplan.constraints import Rules
from netplan.indicators import GoalText
from netplan.tables import Demand, Pairs, Tables, each_year

KINDS = ("open", "extend", "reduce", "convert", "close")
SERVICE = "grundschule"
REACH, TARGET = 1800, 900


def small_case(  # noqa: PLR0913  each keyword is one thing a test varies
    seed: int = 0,
    *,
    cells: int = 6,
    facilities: int = 3,
    years: int = 2,
    places: int = 12,
    rules: dict[str, Any] | None = None,
    goals: Sequence[Any] = ("unserved", "cost", "person_minutes"),
    locks: Sequence[str] = (),
    workspace: Path = Path("workspace"),
) -> Case:
    """Return a case with every third facility a candidate, levels `z1` and `z2`, and 1 to 5 children a cell."""
    random = np.random.default_rng(seed)
    calendar = Calendar(tuple(2026 + 2 * t for t in range(years)), (2,) * years, Fraction(2, 100), 2026)
    sites = [Site(f"s{j}", f"Site {j}", 13 + random.random(), 50 + random.random()) for j in range(facilities)]
    lines = [_line(j, places, locks[j] if j < len(locks) else "") for j in range(facilities)]
    levels = levels_of(lines, sites, [SERVICE], calendar)
    lon, lat = 13 + random.random(cells), 50 + random.random(cells)
    people = random.integers(1, 6, (cells, 1, years))
    seconds = (np.hypot(lon[:, None] - levels.site_lon, lat[:, None] - levels.site_lat) * 3600).astype(np.int64)
    cell, facility = np.nonzero(seconds <= REACH)
    none = np.zeros(len(cell), np.int64)
    tables = Tables(
        Demand(
            cells=tuple(f"c{c}" for c in range(cells)),
            lon=lon,
            lat=lat,
            areas=("a",),
            area=np.zeros(cells, np.int64),
            services=(SERVICE,),
            years=np.array(calendar.years),
            span=np.array(calendar.spans),
            people=people,
            **each_year(1, years),
            reach=np.array([REACH]),
            target=np.array([TARGET]),
        ),
        Pairs(cell, facility, none, seconds[cell, facility], seconds[cell, facility], none, ("walk",)),
        levels,
        steps_of(lines, levels.names, calendar, KINDS),
    )
    text = {"de": "Test", "en": "test"}
    return Case(
        name="small",
        workspace=workspace,
        scenario_file="scenarios/small.yaml",
        region="small",
        sector="primary_school",
        against="",
        tables=tables,
        rules=Rules.model_validate({"reach": "enforce", "places": "enforce"} | (rules or {})),
        goals=tuple(GoalText.model_validate(goal) for goal in goals),
        words=Words(text, text, text, text, {SERVICE: text}, {}, {}),
        norms=(),
        notices=(),
        inputs=(),
    )


def _line(number: int, places: int, lock: str) -> FacilityLine:
    least = {SERVICE: places // 3}
    return FacilityLine(
        facility=f"f{number}",
        site=f"s{number}",
        carrier="Stadt",
        carrier_type="municipal",
        today="closed" if number % 3 == 2 else "z1",
        lock=lock,
        levels={
            "z1": LevelLine({SERVICE: places}, None, least, 0, 20_000_000),
            "z2": LevelLine({SERVICE: 2 * places}, None, least, 0, 35_000_000),
        },
        measures=[
            MeasureLine("close", "z1", "closed", 5_000_000),
            MeasureLine("close", "z2", "closed", 5_000_000),
            MeasureLine("extend", "z1", "z2", 300_000_000),
            MeasureLine("new building", "closed", "z2", 900_000_000, lead=2),
        ],
    )
