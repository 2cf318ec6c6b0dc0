"""Invented regions of any size as cases, without files: towns, villages, sites in steps of one class row, some years.

People live in towns of unequal size and on the land between them; sites stand where people live; ways are straight
lines × 1.3 at 30 km/h, up to 20 sites within 20 minutes. First everybody is to be served, then running cost, measures
and 2 EUR a minute on the way (380 ways a year) are to be small, so that buildings are more than a third of the sum.
"""

from fractions import Fraction
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from netplan.case import Case, Words
from netplan.case.lines import FacilityLine, LevelLine, MeasureLine, Site
from netplan.case.lives import levels_of, steps_of
from netplan.case.money import Calendar
from netplan.constraints import Rules
from netplan.demand.cohorts import columns
from netplan.indicators import GoalText
from netplan.tables import Demand, Floats, Ints, Pairs, Tables

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
SERVICE, ROWS, ROW_PLACES = "grundschule", 4, 112
REACH, NEAREST, METRES_PER_SECOND, DETOUR = 1200, 20, 30 / 3.6, 1.3
PEOPLE_PER_SITE, KM2_PER_SITE, HORIZON = 150, 10.0, 5
EUR = 100


def region(cells: int, facilities: int, years: int, seed: int, budget: str = "") -> Case:
    """Return a region as a case; the years stand for five in all, or for one each where there are more."""
    chance = np.random.default_rng(seed)
    home, weight = _homes(cells, facilities, chance)
    doors = home[chance.choice(cells, facilities, replace=False, p=weight / weight.sum())] + chance.normal(
        0, 200.0, (facilities, 2)
    )
    people = _people(weight, facilities, years, chance)
    cell, site, seconds = _ways(home, doors)
    calendar = Calendar(tuple(range(2026, 2026 + years)), _spans(years), Fraction(0), 2026)
    lines = _lines(facilities, people, cell, site, seconds, chance)
    sites = [Site(f"s{j}", f"Site {j}", 12.0 + x / 7e4, 51.0 + y / 1.1e5, "a") for j, (x, y) in enumerate(doors)]
    levels = levels_of(lines, sites, [SERVICE], calendar)
    rules: dict[str, object] = {"reach": "enforce", "places": "enforce", "minimum_size": "enforce"}
    if budget:
        rules["budget"] = {"total": budget}
    called = {"de": "erfunden", "en": "invented"}
    return Case(
        name=f"{cells}x{facilities}x{years}",
        workspace=Path(),
        scenario_file="",
        region="invented",
        sector="primary_school",
        against="",
        tables=Tables(
            _demand(home, people, calendar),
            _pairs(cell, site, seconds),
            levels,
            steps_of(lines, levels.names, calendar, ("open", "extend", "reduce", "close")),
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


def _demand(home: Floats, people: Ints, calendar: Calendar) -> Demand:
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
        **columns([None], len(calendar.years)),
        reach=np.array([REACH], np.int64),
        target=np.array([900], np.int64),
    )


def _pairs(cell: Ints, site: Ints, seconds: Ints) -> Pairs:
    none = np.zeros(len(cell), np.int64)
    return Pairs(cell, site, none, seconds, none, none, ("car",))
