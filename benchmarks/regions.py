"""Invented regions of any size as cases, without files: towns, villages, sites in steps of one class row, some years.

People live in towns of unequal size and on the land between them; sites stand where people live; ways are straight
lines × 1.3 at 30 km/h, up to 20 sites within 20 minutes. First everybody is to be served, then running cost, measures
and 2 EUR a minute on the way (380 ways a year) are to be small, so that buildings are more than a third of the sum.

With cohorts children enter once and stay for the four grades of primary school, in classes of § 4a SächsSchulG: at most
28, fifteen for the first class of a grade and fourteen for each further one; a school may close by running out.
"""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from netplan.case import Case, Words
from netplan.case.lines import FacilityLine, LevelLine, MeasureLine, Site
from netplan.case.lives import levels_of, steps_of
from netplan.case.money import Calendar
from netplan.constraints import Rules
from netplan.demand.cohorts import Stay, columns
from netplan.indicators import GoalText
from netplan.tables import NO_CLASSES, Classes, Demand, Floats, Ints, Levels, Pairs, Tables

SIZES = {
    "S": (500, 30, 1),
    "S5": (500, 30, 5),
    "M": (3_000, 120, 1),
    "county": (5_000, 150, 1),
    "county5": (5_000, 150, 5),
    "Land": (20_000, 600, 5),
    "Germany": (200_000, 15_000, 1),
}
"""Cells, facilities and listed years of each size."""
COHORT_SIZES = {"tiny10": (60, 6, 10), "S10": (500, 30, 10), "county10": (5_000, 150, 10)}
"""The same of regions with cohorts and classes."""
SERVICE, ROWS, ROW_PLACES = "grundschule", 4, 112
REACH, NEAREST, METRES_PER_SECOND, DETOUR = 1200, 20, 30 / 3.6, 1.3
PEOPLE_PER_SITE, KM2_PER_SITE, HORIZON = 150, 10.0, 5
EUR = 100
GRADES, CLASS_MOST, CLASS_FIRST, CLASS_FURTHER = 4, 28, 15, 14
RUNNING_OUT = "running_out"


def sized(name: str, seed: int) -> Case:
    """Return a region of a named size, with or without cohorts."""
    has_cohorts = name in COHORT_SIZES
    return region(*(COHORT_SIZES if has_cohorts else SIZES)[name], seed, cohorts=has_cohorts)


def region(cells: int, facilities: int, years: int, seed: int, budget: str = "", *, cohorts: bool = False) -> Case:
    """Return a region as a case; the years stand for five in all, or for one each where there are more."""
    chance = np.random.default_rng(seed)
    home, weight = _homes(cells, facilities, chance)
    doors = home[chance.choice(cells, facilities, replace=False, p=weight / weight.sum())] + chance.normal(
        0, 200.0, (facilities, 2)
    )
    people = _people(weight, facilities, years, chance)
    entering = _entries(people, chance) if cohorts else people
    cell, site, seconds = _ways(home, doors)
    calendar = Calendar(tuple(range(2026, 2026 + years)), _spans(years), Fraction(0), 2026)
    lines = _lines(facilities, people, cell, site, seconds, chance)
    if cohorts:
        lines = [_with_grades(line) for line in lines]
    sites = [Site(f"s{j}", f"Site {j}", 12.0 + x / 7e4, 51.0 + y / 1.1e5, "a") for j, (x, y) in enumerate(doors)]
    levels = levels_of(lines, sites, [SERVICE], calendar)
    rules: dict[str, object] = {"reach": "enforce", "places": "enforce", "minimum_size": "enforce"}
    if cohorts:
        rules["classes"] = "enforce"
    if budget:
        rules["budget"] = {"total": budget}
    called = {"de": "erfunden", "en": "invented"}
    return Case(
        name=f"{cells}x{facilities}x{years}" + ("cohorts" if cohorts else ""),
        workspace=Path(),
        scenario_file="",
        region="invented",
        sector="primary_school",
        against="",
        tables=Tables(
            _demand(home, entering, calendar, Stay(Fraction(GRADES), {}) if cohorts else None),
            _pairs(cell, site, seconds),
            levels,
            steps_of(lines, levels.names, calendar, ("open", "extend", "reduce", "close")),
            classes=_classes(levels) if cohorts else NO_CLASSES,
        ),
        rules=Rules.model_validate(rules),
        goals=tuple(
            GoalText.model_validate(goal)
            for goal in ("unserved", {"cost_with": {"person_minutes": "750 EUR per person-minute"}})
        ),
        words=Words(called, called, called, called, {SERVICE: called}, dict.fromkeys(levels.names, called), {}),
        norms=(),
        notices=(),
        inputs=(),
    )


def _spans(years: int) -> tuple[int, ...]:
    return (max(HORIZON // years, 1),) * years


def _homes(cells: int, facilities: int, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """Return where people live [m] and how many by cell, relative: two thirds in towns, the rest on the land."""
    side = 1000 * np.sqrt(KM2_PER_SITE * facilities)
    towns = max(facilities // 12, 1)
    centre, size = chance.uniform(0, side, (towns, 2)), chance.pareto(1.2, towns) + 1
    in_town = chance.random(cells) < 2 / 3
    which = chance.choice(towns, cells, p=size / size.sum())
    spread = 600 * np.sqrt(np.minimum(size, 25)[which])[:, None]
    near = centre[which] + chance.normal(0, 1, (cells, 2)) * spread
    found = np.where(in_town[:, None], near, chance.uniform(0, side, (cells, 2)))
    return np.clip(found, 0, side), np.where(in_town, 1.5, 0.7) * chance.lognormal(0, 0.5, cells)


def _people(weight: Floats, facilities: int, years: int, chance: np.random.Generator) -> Ints:
    """Return persons by cell and year: some cells grow, some shrink, by up to a fifth in all."""
    start = weight / weight.sum() * PEOPLE_PER_SITE * facilities
    growth = chance.uniform(-0.2, 0.2, len(weight))[:, None] * np.arange(years) / max(years - 1, 1)
    grown: Ints = np.floor(start[:, None] * (1 + growth) + chance.random(len(weight))[:, None]).astype(np.int64)
    return grown


def _entries(people: Ints, chance: np.random.Generator) -> Ints:
    """Return who enters in each year, a quarter of all, and then who is there already in grades 2 to 4."""
    quarters = np.concatenate([people, np.repeat(people[:, :1], GRADES - 1, axis=1)], axis=1)
    found: Ints = np.floor(quarters / GRADES + chance.random(quarters.shape)).astype(np.int64)
    return found


def _ways(home: Floats, doors: Floats) -> tuple[Ints, Ints, Ints]:
    """Return cell, site and seconds of up to 20 sites within reach of each cell, ascending."""
    straight, site = cKDTree(doors).query(home, k=min(NEAREST, len(doors)), workers=-1)
    seconds = np.ceil(straight * DETOUR / METRES_PER_SECOND).astype(np.int64)
    cell = np.broadcast_to(np.arange(len(home))[:, None], seconds.shape)
    kept = seconds <= REACH
    order = np.lexsort((site[kept], cell[kept]))
    return cell[kept][order], site[kept][order].astype(np.int64), seconds[kept][order]


def _lines(
    facilities: int, people: Ints, cell: Ints, site: Ints, seconds: Ints, chance: np.random.Generator
) -> list[FacilityLine]:
    """Seven of ten sites are open today, about as large as people nearby would fill them."""
    names = [f"z{rows}" for rows in range(1, ROWS + 1)]
    levels = {
        name: LevelLine({SERVICE: ROW_PLACES * rows}, None, {SERVICE: 60 * rows - 20}, 0, (60 + 80 * rows) * 1000 * EUR)
        for rows, name in enumerate(names, 1)
    }
    nearest = np.full(len(people), -1)
    order = np.lexsort((seconds, cell))
    first = order[np.concatenate([[True], np.diff(cell[order]) > 0])]
    nearest[cell[first]] = site[first]
    served = np.bincount(nearest[nearest >= 0], people[nearest >= 0, 0], facilities)
    is_open = chance.random(facilities) < 7 / 10
    rows = np.clip(np.ceil(served * 1.3 / ROW_PLACES), 1, ROWS).astype(int)
    cost = {("closed", b): (300 + 400 * rows) * 1000 * EUR for rows, b in enumerate(names, 1)} | {
        (a, "closed"): 60_000 * EUR for a in names
    }
    cost |= {
        (a, b): (500 * (y - x) * 1000 if y > x else 30_000) * EUR
        for x, a in enumerate(names)
        for y, b in enumerate(names)
        if x != y
    }
    measures = [MeasureLine(f"{a}-{b}", a, b, cents) for (a, b), cents in cost.items()]
    return [
        FacilityLine(
            f"f{f}", f"s{f}", "town", "municipal", names[rows[f] - 1] if is_open[f] else "closed", "", levels, measures
        )
        for f in range(facilities)
    ]


def _with_grades(line: FacilityLine) -> FacilityLine:
    """Return a school that keeps sixty pupils at any level, and may run out at its size of today or that it would have.

    What it costs to close stays the same; who has entered stays until grade 4.
    """
    levels = {name: replace(level, least={SERVICE: GRADES * CLASS_FIRST}) for name, level in line.levels.items()}
    size = line.today if line.today in levels else "z2"
    levels[RUNNING_OUT] = replace(levels[size], least={}, phase=(GRADES - 1, "closed"), intake=False, runs_out=True)
    smaller = [name for name in levels if name <= size]
    ends = [MeasureLine(f"{name}-runs out", name, RUNNING_OUT, 60_000 * EUR) for name in smaller]
    return replace(line, levels=levels, measures=[*line.measures, *ends])


def _classes(levels: Levels) -> Classes:
    """Return the law on classes, and how many parallel ones each level carries."""
    by_level = [int(name[1:]) if name[0] == "z" else 0 for name in levels.names]
    parallel = np.broadcast_to(np.array(by_level)[None, :, None], levels.places.shape) * (levels.places > 0)
    one, nothing = np.ones((1, 1), np.int64), np.full(levels.places.shape, -1, np.int64)
    grades, no = np.ones((1, 1, GRADES), np.int64), np.zeros(1, bool)
    return Classes(
        grades=np.array([GRADES]),
        most=CLASS_MOST * grades[0],
        most_mixed=CLASS_MOST * one[0],
        regimes=("",),
        laws=("§ 4a SächsSchulG",),
        first=CLASS_FIRST * grades,
        further=CLASS_FURTHER * grades,
        fewest=one,
        total=0 * one,
        mixed=no,
        only_existing=no,
        years=np.zeros(1, np.int64),
        parallel=parallel,
        by_stated=levels.places,
        by_rooms=nothing,
        by_law=nothing,
        by_licence=nothing,
    )


def _demand(home: Floats, people: Ints, calendar: Calendar, stay: Stay | None) -> Demand:
    cells = len(home)
    return Demand(
        cells=tuple(f"c{c}" for c in range(cells)),
        lon=12.0 + home[:, 0] / 7e4,
        lat=51.0 + home[:, 1] / 1.1e5,
        areas=("a",),
        area=np.zeros(cells, np.int64),
        services=(SERVICE,),
        years=np.array(calendar.years, np.int64),
        span=np.array(calendar.spans, np.int64),
        people=people[:, None, :],
        **columns([stay], len(calendar.years)),
        reach=np.array([REACH], np.int64),
        target=np.array([900], np.int64),
    )


def _pairs(cell: Ints, site: Ints, seconds: Ints) -> Pairs:
    none = np.zeros(len(cell), np.int64)
    return Pairs(cell, site, none, seconds, none, none, ("car",))
