"""An invented region as one plain mixed-integer matrix, from the tables of its case and nothing else of netplan.

min Σ step·money + Σ at·running + Σ people·x·way·rate
Σ step[f,today,·,t₀] = 1;  at[f,k,t] = Σ step[f,·,k,t] = Σ step[f,k,·,t+1]
Σ_f x[c,f,t] = 1 for whoever has a way;  x ≤ Σ_{k open} at[f,k,t]
Σ_k least·at ≤ Σ_c people·x ≤ Σ_k places·at
"""

from dataclasses import dataclass

import numpy as np

from benchmarks.peers.matrix import INFINITE, Matrix, Rows, stacked
from benchmarks.textbook.instance import Floats, Ints
from netplan.case import Case
from netplan.tables import StepKind, Tables

CENTS = 100


@dataclass(frozen=True)
class RegionNumbers:
    """What a modeller would write down of a region: one service, everybody assigned anew each year; money in EUR."""

    shape: tuple[int, int, int]
    """Facilities, levels, years."""
    facility: Ints
    """Of each step that can be taken."""
    before: Ints
    after: Ints
    year: Ints
    money: Floats
    """Of each step [EUR]."""
    whole: np.ndarray[tuple[int], np.dtype[np.bool_]]
    """Whether a step is a measure; staying follows from measures."""
    today: Ints
    running: Floats
    """By facility, level and year [EUR]."""
    places: Ints
    """By facility and level."""
    least: Ints
    cell: Ints
    """Of each way that somebody needs in a year."""
    site: Ints
    when: Ints
    people: Ints
    cost: Floats
    """Of all people of the cell on this way [EUR]."""


def numbers_of(case: Case) -> RegionNumbers:
    """Take the numbers of a region from the tables of its case."""
    tables, rate = case.tables, float(case.goals[-1].rates["person_minutes"].amount)  # type: ignore[union-attr]
    steps, levels, pairs = tables.steps, tables.levels, tables.pairs
    taken = _possible(tables)
    people = tables.demand.people[pairs.cell, 0, :]
    pair, when = np.nonzero(people)
    money = steps.present - steps.proceeds_present - steps.grant_present
    persons = people[pair, when]
    span = tables.demand.span[when]
    return RegionNumbers(
        (len(levels.facilities), len(levels.names), len(tables.demand.years)),
        steps.facility[taken],
        steps.before[taken],
        steps.after[taken],
        steps.year[taken],
        money[taken] / CENTS,
        steps.kind[taken] != StepKind.STAY,
        levels.today,
        levels.running_present / CENTS,
        levels.places[:, :, 0],
        levels.least[:, :, 0],
        pairs.cell[pair],
        pairs.facility[pair],
        when,
        persons,
        np.rint(pairs.seconds[pair] * rate) * span * persons / CENTS,
    )


def _possible(tables: Tables) -> Ints:
    """Return the steps of lives that begin at today's level, in the order of the years."""
    steps, found = tables.steps, []
    here = np.zeros((len(tables.levels.facilities), len(tables.levels.names)), bool)
    here[np.arange(len(here)), tables.levels.today] = True
    for t in range(len(tables.demand.years)):
        now = np.flatnonzero((steps.year == t) & here[steps.facility, steps.before])
        here = np.zeros_like(here)
        here[steps.facility[now], steps.after[now]] = True
        found.append(now)
    return np.concatenate(found)


def region_matrix(one: RegionNumbers) -> Matrix:
    """State a region; columns are steps, at, x."""
    facilities, levels, years = one.shape
    steps, ways = len(one.facility), len(one.cell)
    at = steps + np.arange(facilities * levels * years).reshape(one.shape)
    x = steps + at.size + np.arange(ways)
    columns = steps + at.size + ways
    blocks = [*_paths(one, at), *_served(one, x), _linked(one, at, x), *_loads(one, at, x)]
    cost = np.concatenate([one.money, one.running.ravel(), one.cost])
    integer = np.concatenate([one.whole, np.zeros(columns - steps, bool)])
    return Matrix(cost, np.zeros(columns), np.ones(columns), integer, *stacked(blocks, columns))


def _paths(one: RegionNumbers, at: Ints) -> list[Rows]:
    facilities, levels, years = one.shape
    first = np.flatnonzero(one.year == 0)
    begin = Rows(one.facility[first], first, np.ones(len(first)), np.ones(facilities), np.ones(facilities))
    index = np.arange(at.size)
    step = np.arange(len(one.facility))
    entered = np.ravel_multi_index((one.facility, one.after, one.year), one.shape)
    enter = _equal(np.concatenate([entered, index]), np.concatenate([step, at.ravel()]), len(step), at.size)
    later = np.flatnonzero(one.year > 0)
    number = np.full(one.shape, -1)
    number[:, :, :-1] = np.arange(facilities * levels * (years - 1)).reshape(facilities, levels, years - 1)
    left = number[one.facility[later], one.before[later], one.year[later] - 1]
    here = np.flatnonzero(number.ravel() >= 0)
    row = np.concatenate([left, number.ravel()[here]])
    leave = _equal(row, np.concatenate([later, at.ravel()[here]]), len(later), len(here))
    return [begin, enter, leave]


def _equal(row: Ints, column: Ints, plus: int, rows: int) -> Rows:
    """Rows that say: the first `plus` columns add up to the others."""
    value = np.where(np.arange(len(row)) < plus, 1.0, -1.0)
    return Rows(row, column, value, np.zeros(rows), np.zeros(rows))


def _served(one: RegionNumbers, x: Ints) -> list[Rows]:
    _, row = np.unique(one.cell * one.shape[2] + one.when, return_inverse=True)
    rows = int(row.max()) + 1
    return [Rows(row, x, np.ones(len(x)), np.ones(rows), np.ones(rows))]


def _linked(one: RegionNumbers, at: Ints, x: Ints) -> Rows:
    each, row, column = np.arange(len(x)), [np.arange(len(x))], [x]
    for k in range(1, one.shape[1]):
        row.append(each)
        column.append(at[one.site, k, one.when])
    value = np.concatenate([np.ones(len(x)), -np.ones(len(x) * (one.shape[1] - 1))])
    return Rows(np.concatenate(row), np.concatenate(column), value, np.full(len(x), -INFINITE), np.zeros(len(x)))


def _loads(one: RegionNumbers, at: Ints, x: Ints) -> list[Rows]:
    facilities, levels, years = one.shape
    row = np.concatenate([one.site * years + one.when, np.repeat(np.arange(facilities * years), levels)])
    column = np.concatenate([x, at.transpose(0, 2, 1).ravel()])

    def sizes(of: Ints) -> Floats:
        return np.concatenate([one.people, -np.repeat(of[:, None, :], years, axis=1).ravel()]).astype(float)

    none, endless = np.zeros(facilities * years), np.full(facilities * years, INFINITE)
    return [Rows(row, column, sizes(one.places), -endless, none), Rows(row, column, sizes(one.least), none, endless)]
