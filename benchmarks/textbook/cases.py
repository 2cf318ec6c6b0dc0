"""A textbook instance as a case of netplan, built from arrays; `files.py` states the same as a folder."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.textbook.instance import GOAL, Floats, Instance
from netplan.case import Case, Words
from netplan.case.lines import FacilityLine, LevelLine, MeasureLine, Site
from netplan.case.lives import levels_of, steps_of
from netplan.case.money import Calendar
from netplan.constraints import Rules
from netplan.indicators import GoalText
from netplan.scenario import KINDS
from netplan.tables import Demand, Pairs, Population, Tables, each_year

YEAR = 2026
REGION, SECTOR, SERVICE, MODE, LEVEL, AREA, CARRIER = "textbook", "textbook", "visit", "way", "open", "plain", "town"
OPENING, AGES = "opening", "everyone"
TITLES = {"sector": "textbook problem", "people": "persons", "service": "visit", "mode": "way", "level": "open"}
WEST, SOUTH, APART = 12.0, 51.0, 0.001
"""Where the invented places stand, in a row [degrees]: no textbook problem looks at them."""
CENT_A_SECOND = {"person_minutes": "0.60 EUR per person-minute"}


def rules_of(instance: Instance) -> dict[str, Any]:
    """Return the rules of an instance as files say them."""
    rules: dict[str, Any] = {"reach": "enforce", "places": "enforce"}
    if instance.number:
        rules["open_facilities"] = {"least": instance.number, "most": instance.number}
    return rules


def goals_of(instance: Instance) -> list[Any]:
    """Return the goals of an instance as files say them; people without a place come first."""
    goal = GOAL[instance.problem]
    if goal == "unserved":
        return [goal]
    return ["unserved", {goal: CENT_A_SECOND} if goal == "cost_with" else goal]


def names_of(instance: Instance) -> tuple[list[str], list[str], list[str]]:
    """Return ids of cells, sites and facilities, in the order of the arrays."""
    cells, facilities = instance.ways.shape
    return _numbered("c", cells), _numbered("s", facilities), _numbered("f", facilities)


def _numbered(letter: str, number: int) -> list[str]:
    """Return ids that stand in the order of their numbers, as netplan sorts them."""
    return [f"{letter}{j:0{len(str(number))}}" for j in range(number)]


def lines_of(instance: Instance) -> tuple[list[FacilityLine], list[Site]]:
    """Return facilities that are closed today and may open to one level, each at a site of its own."""
    _, seats, names = names_of(instance)
    lon, lat = (values.tolist() for values in row(len(seats)))
    sites = [Site(*place, AREA) for place in zip(seats, seats, lon, lat, strict=True)]
    cents = opening_cents(instance)
    lines = [
        FacilityLine(
            facility=name,
            site=seat,
            carrier=CARRIER,
            carrier_type="municipal",
            today="closed",
            lock="",
            levels={LEVEL: LevelLine({SERVICE: places}, None, {SERVICE: 0}, 0, 0)},
            measures=[MeasureLine(OPENING, "closed", LEVEL, cost)],
            sector=SECTOR,
        )
        for name, seat, places, cost in zip(names, seats, instance.places.tolist(), cents, strict=True)
    ]
    return lines, sites


def opening_cents(instance: Instance) -> list[int]:
    """Return what each facility costs to open [cents]."""
    return [round(cost * instance.scale) for cost in instance.opening.tolist()]


def row(number: int) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes of so many places in a row [degrees]."""
    return np.round(WEST + APART * np.arange(number), 3), np.full(number, SOUTH)


def case_of(instance: Instance, workspace: Path) -> Case:
    """State an instance as a case."""
    calendar = Calendar((YEAR,), (1,), Fraction(0), YEAR)
    lines, sites = lines_of(instance)
    levels = levels_of(lines, sites, [SERVICE], calendar)
    words = {name: {"de": text, "en": text} for name, text in TITLES.items()}
    title = {"de": instance.name, "en": instance.name}
    return Case(
        name=instance.name,
        workspace=workspace,
        scenario_file=f"scenarios/{instance.name}.yaml",
        region=REGION,
        sector=SECTOR,
        against="",
        tables=Tables(
            _demand(instance),
            _pairs(instance),
            levels,
            steps_of(lines, levels.names, calendar, KINDS),
            population=_population(instance),
        ),
        rules=Rules.model_validate(rules_of(instance)),
        goals=tuple(GoalText.model_validate(goal) for goal in goals_of(instance)),
        words=Words(
            title=title,
            description=title,
            sector=words["sector"],
            people=words["people"],
            services={SERVICE: words["service"]},
            levels={"closed": {"de": "geschlossen", "en": "closed"}, LEVEL: words["level"]},
            modes={MODE: words["mode"]},
        ),
        norms=(),
        notices=(),
        inputs=(),
    )


def _demand(instance: Instance) -> Demand:
    cells, _, _ = names_of(instance)
    lon, lat = row(len(cells))
    reach = np.array([instance.reach_seconds])
    return Demand(
        cells=tuple(cells),
        lon=lon,
        lat=lat,
        areas=(AREA,),
        area=np.zeros(len(cells), np.int64),
        services=(SERVICE,),
        years=np.array([YEAR]),
        span=np.array([1]),
        people=instance.people[:, np.newaxis, np.newaxis],
        **each_year(1, 1),
        reach=reach,
        target=reach,
    )


def _population(instance: Instance) -> Population:
    none = np.zeros(1, np.int64)
    return Population((AGES,), instance.people.sum(keepdims=True)[:, None, None], np.ones((1, 1), bool), none, none)


def _pairs(instance: Instance) -> Pairs:
    seconds = instance.seconds
    cell, facility = np.nonzero(instance.is_covered)
    none = np.zeros(len(cell), np.int64)
    ways = seconds[cell, facility]
    return Pairs(cell, facility, none, ways, none, none, (MODE,))
