"""Tiny siting questions of every kind, drawn by seed, and the best that brute force finds of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.textbook import case_of
from benchmarks.textbook.cases import LEVEL, SERVICE, YEAR
from benchmarks.textbook.instance import Instance
from netplan.case import Case
from netplan.case.lines import FacilityLine, LevelLine, MeasureLine, Site
from netplan.case.lives import levels_of, steps_of
from netplan.case.money import Calendar
from netplan.constraints import Rules
from netplan.indicators import GoalText
from netplan.tables import Ints

SECOND = (None, "person_minutes", "cost", "open_facilities", "longest_way", "closures", {"cost_with": {
    "person_minutes": "0.60 EUR per person-minute"}})  # fmt: skip
LOCKS = ("", "", "", "keep", "never")
EURO = 100


@dataclass(frozen=True)
class Drawn:
    """A question as plain numbers."""

    case: Case
    seconds: Ints
    """Shape (facilities, cells) [s]; −1 without a way."""
    people: Ints
    places: Ints
    can: list[tuple[bool, bool]]
    """By facility: whether it may be closed, open."""
    money: Ints
    """By facility, closed and open [cents]."""
    closing: Ints
    """By facility: 1 where closing it is a closure."""
    least: int
    most: int


def drawn(seed: int) -> Drawn:
    """Draw a question: three to five facilities, some open today, some locked; much may be short."""
    random = np.random.default_rng(seed)
    cells, number = int(random.integers(2, 6)), int(random.integers(3, 6))
    people = random.integers(0, 4, cells)
    is_short = bool(random.random() < 0.5)
    places = random.integers(1, 6, number) if is_short else np.full(number, max(int(people.sum()), 1))
    ways = random.integers(1, 30, (cells, number)).astype(float)
    reach = float(random.choice([15.0, 25.0, np.inf]))
    instance = Instance("tiny", "p-median", ways, people, places, np.zeros(number), 0, reach, 1, 0.0, "")
    case = case_of(instance, Path("workspace"))
    lines, sites = [], []
    is_open = random.random(number) < 0.4
    locks = [str(random.choice(LOCKS)) for _ in range(number)]
    locks = ["" if lock == "keep" and not there else lock for lock, there in zip(locks, is_open, strict=True)]
    running, opening, shutting = (random.integers(0, 50, number) for _ in range(3))
    for f in range(number):
        sites.append(Site(f"s{f}", f"s{f}", 12 + f / 1000, 51.0, "plain"))
        measures = [
            MeasureLine("opening", "closed", LEVEL, int(opening[f]) * EURO),
            MeasureLine("closing", LEVEL, "closed", int(shutting[f]) * EURO),
        ]
        levels = {LEVEL: LevelLine({SERVICE: int(places[f])}, None, {SERVICE: 0}, 0, int(running[f]) * EURO)}
        today = LEVEL if is_open[f] else "closed"
        lines.append(FacilityLine(f"f{f}", f"s{f}", "town", "municipal", today, locks[f], levels, measures, "textbook"))
    calendar = Calendar((YEAR,), (1,), Fraction(0), YEAR)
    sizes = levels_of(lines, sites, [SERVICE], calendar)
    steps = steps_of(lines, sizes.names, calendar, ("open", "close"))
    can = [(lock != "keep", lock != "never") for lock in locks]
    money = np.column_stack([np.where(is_open, shutting, 0), running + np.where(is_open, 0, opening)]) * EURO
    least, most, rules = _count(random, number)
    second = SECOND[int(random.integers(len(SECOND)))]
    goals = ["unserved", *([second] if second else [])]
    case = replace(
        case,
        tables=replace(case.tables, levels=sizes, steps=steps),
        rules=Rules.model_validate({"reach": "enforce", "places": "enforce", "locks": "enforce"} | rules),
        goals=tuple(GoalText.model_validate(goal) for goal in goals),
    )
    seconds = np.where(instance.is_covered, instance.seconds, -1).T
    return Drawn(case, seconds, people, places, can, money, is_open.astype(int), least, most)


def _count(random: np.random.Generator, number: int) -> tuple[int, int, dict[str, Any]]:
    kind, limit = int(random.integers(4)), int(random.integers(1, number + 1))
    least, most = (limit if kind in {1, 3} else 0), (limit if kind in {2, 3} else number)
    said = ({"least": least} if kind in {1, 3} else {}) | ({"most": most} if kind in {2, 3} else {})
    return least, most, ({"open_facilities": said} if said else {})


def best(question: Drawn) -> tuple[int, ...] | None:
    """Return the least values of the goals in their order by trying every set of facilities; None where none is one."""
    values = [value for opened in _sets(question) if (value := least_of(question, opened)) is not None]
    return min((value[:-1] for value in values), default=None)


def _sets(question: Drawn) -> Iterator[tuple[int, ...]]:
    for opened in product(*([state for state in (0, 1) if can[state]] for can in question.can)):
        if question.least <= sum(opened) <= question.most:
            yield opened


def least_of(question: Drawn, opened: tuple[int, ...]) -> tuple[int, ...] | None:
    """Return the least values of all goals with these facilities open, and of all seconds after them."""
    name = question.case.goals[-1].name
    if name != "longest_way":
        return _sent(question, opened, 10**6)
    fewest = _sent(question, opened, 10**6)
    for longest in sorted({0, *question.seconds[question.seconds >= 0].tolist()}):
        found = _sent(question, opened, longest)
        if found[0] == fewest[0]:
            return (found[0], longest, found[-1])
    return None


def _sent(question: Drawn, opened: tuple[int, ...], longest: int) -> tuple[int, ...]:
    """Send every single person to a place of its own, or nowhere."""
    name, people = question.case.goals[-1].name, question.people
    own = {"person_minutes": 1, "cost_with": 1}.get(name, 0)
    person = np.repeat(np.arange(len(people)), people)
    seat = np.repeat(np.arange(len(opened)), question.places * np.array(opened))
    ways = question.seconds[seat][:, person].T if len(seat) else np.zeros((len(person), 0), np.int64)
    exists = (ways >= 0) & (ways <= longest)
    cost = np.where(exists, ways * own * 10**4 + ways, 10**12)
    row, column = linear_sum_assignment(np.concatenate([cost, np.full((len(person),) * 2, 10**9)], axis=1))
    is_served = column < len(seat)
    taken = ways[row[is_served], column[is_served]]
    state = np.array(opened)
    money = int(question.money[np.arange(len(opened)), state].sum())
    second = {
        "person_minutes": int(taken.sum()),
        "cost_with": money + int(taken.sum()),
        "cost": money,
        "open_facilities": int(state.sum()),
        "closures": int((question.closing * (1 - state)).sum()),
    }
    middle = (second[name],) if name in second else ()
    return (int((~is_served).sum()), *middle, int(taken.sum()))
