"""Sweep after sweep, prices follow what is asked too much or too little: each sweep proves a bound.

λ ← λ + η·m,  m ← 0.9·m + 0.1·g,  g the share of a need that is not met, η falling geometrically; the same for rows,
whose steps are divided by √v,  v ← 0.98·v + 0.02·g², as some rows are missed by little but need a high price.
Sources: subgradient steps with momentum (Polyak 1964; Held, Wolfe, Crowder 1974); Adam (Kingma, Ba 2015).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from netplan.engine.relaxation.answers import NEVER, Answer, Costs, answer, product
from netplan.engine.relaxation.prices import Asked, Prices, columns_of, combined, free_columns
from netplan.engine.relaxation.relaxed import Relaxed, Values

MOMENTUM = 0.9
FIRST, LAST = 0.75, 0.0025
"""Length of the first and the last step, as a share of what a place costs on average."""
FAR = 2.0
"""The first one where an earlier goal has a price: places that are short are worth far more than they cost."""
FORGETTING, FIRST_SPREAD, LEAST_SPREAD = 0.02, 0.01, 1e-6
"""Weight of one sweep in the spread of a row's slopes, the spread to begin with, and what is added to it."""
MEMORY = 0.03
"""Weight of one sweep in the averages."""
DEAR, PROVED_DEAR = 3.0, 30.0
"""How much dearer than a place on average it is at first to have none; where counting alone proves how many must have
none, the price of that costs nothing, and is high at once."""
Respond: TypeAlias = Callable[[Relaxed, Costs, Values], Answer]


@dataclass(frozen=True, eq=False)
class Swept:
    """What sweeps found."""

    bound: float
    """No plan is below, in the goal's unit, but for the last digits of floating point."""
    prices: Prices
    """The prices that prove it."""
    columns: Values
    """Average of the answers by column of the facility half, near the linear relaxation."""
    bounds: tuple[float, ...]
    """Of every sweep."""


def sweep(
    question: Asked,
    sweeps: int,
    start: Prices | None = None,
    *,
    respond: Respond = answer,
    first: float | None = None,
    last: float = LAST,
    until: Callable[[float], bool] = lambda _: False,
) -> Swept:
    """Raise the bound for so many sweeps, from prices that are given or from what places cost on average."""
    problem = question.problem
    scale, row_scale, kept_scale = _scales(question)
    worth = scale * _lasting(problem)
    begin = first or (FAR if question.kept else FIRST)
    prices = start or first_prices(question)
    moment = Prices(np.zeros_like(prices.need), np.zeros_like(prices.row), np.zeros_like(prices.kept))
    best, best_bound, average = prices, -np.inf, np.zeros(len(problem.half.lower))
    bounds = []
    low, high = problem.half.row_lower[problem.row], problem.half.row_upper[problem.row]
    spread = np.full(len(problem.row), FIRST_SPREAD)
    for number in range(sweeps):
        bound, slope, columns = evaluate(question, prices, respond)
        bounds.append(bound)
        if bound > best_bound:
            best, best_bound = prices, bound
        weight = max(MEMORY, 1 / (number + 1))
        average += weight * (columns - average)
        if until(best_bound):
            break
        eta = begin * (last / begin) ** (number / max(sweeps - 1, 1))
        moment = Prices(
            *(MOMENTUM * a + (1 - MOMENTUM) * b for a, b in zip(_parts(moment), _parts(slope), strict=True))
        )
        spread = (1 - FORGETTING) * spread + FORGETTING * slope.row**2
        prices = Prices(
            prices.need + eta * worth * moment.need,
            _signed(prices.row + eta * row_scale * moment.row / np.sqrt(spread + LEAST_SPREAD), low, high),
            np.maximum(prices.kept + eta * kept_scale * moment.kept, 0.0),
        )
    return Swept(best_bound, best, average, tuple(bounds))


def evaluate(question: Asked, prices: Prices, respond: Respond = answer) -> tuple[float, Prices, Values]:
    """Return the bound that prices prove, what is asked too much as shares, and the answer by column."""
    problem = question.problem
    costs = combined(question, prices.row, prices.kept)
    found = respond(problem, costs, prices.need)
    spent, values = free_columns(problem, np.asarray(costs.half))
    columns = columns_of(problem, found, values)
    forced = product(np.asarray(costs.half) - question.goal.half, problem.forced)
    low, high = problem.half.row_lower[problem.row], problem.half.row_upper[problem.row]
    limit = np.where(prices.row > 0, high, np.where(prices.row < 0, low, 0.0))
    limits = np.array([limit for _, limit in question.kept], float)
    bound = (
        float(found.value)
        + spent
        + forced
        + question.constant
        + product(prices.need, problem.people)
        - product(prices.row, limit)
        - product(prices.kept, limits)
    )
    served = np.bincount(problem.need, found.go, len(problem.people)) + found.unserved
    activity = problem.matrix @ columns
    nearest = np.where(prices.row > 0, high, np.where(prices.row < 0, low, np.clip(activity, low, high)))
    size = np.maximum(np.maximum(np.abs(problem.matrix) @ np.abs(columns), np.abs(nearest)), 1.0)
    counted = np.array([_counted(costs, columns, found) for costs, _ in question.kept])
    slope = Prices(
        (problem.people - served) / problem.people,
        (activity - nearest) / size,
        (counted - limits) / np.maximum(np.maximum(np.abs(limits), np.abs(counted)), 1.0),
    )
    return bound, slope, columns


def first_prices(question: Asked) -> Prices:
    """Return prices to begin with: what a place costs on average, more where places are short, nothing for rows."""
    problem = question.problem
    scale, _, kept = _scales(question)
    need, paid = scale * _lasting(problem), np.zeros(len(kept))
    for number, (costs, limit) in enumerate(question.kept):
        if costs.unserved.any():
            is_proved = limit <= product(problem.short, problem.people)
            paid[number] = PROVED_DEAR * scale if is_proved else DEAR * kept[number]
            need = need + paid[number] * problem.short
    return Prices(need, np.zeros(len(problem.row)), paid)


def prices_of_shortage(problem: Relaxed) -> Prices:
    """Return prices that prove how many stay without a place because places are too few, in persons and years."""
    return Prices(problem.short.astype(float), np.zeros(len(problem.row)), np.zeros(0))


def _lasting(problem: Relaxed) -> Values:
    """Return for how many years the people of each need take a place, as a share of how many all do on average."""
    stay = problem.case.tables.demand.stay[problem.service, problem.entry]
    return np.asarray(stay / stay.mean()) if len(stay) else np.ones(0)


def _most(costs: Costs, limit: int, problem: Relaxed) -> float:
    """Return about how much an earlier goal could count: its limit, or nobody with a place, or everybody on the way."""
    unserved = product(costs.unserved, problem.people)
    away = float(costs.way.mean() * problem.people.sum()) if len(costs.way) else 0.0
    return max(abs(limit), unserved, away, 1.0)


def _counted(costs: Costs, columns: Values, found: Answer) -> float:
    return product(costs.half, columns) + product(costs.way, found.go) + product(costs.unserved, found.unserved)


def _parts(prices: Prices) -> tuple[Values, Values, Values]:
    return prices.need, prices.row, prices.kept


def _signed(row: Values, low: Values, high: Values) -> Values:
    """Keep a price at least 0 where a row has no lower limit, at most 0 where it has no upper one."""
    row = np.where(np.isinf(low), np.maximum(row, 0.0), row)
    return np.where(np.isinf(high), np.minimum(row, 0.0), row)


def _scales(question: Asked) -> tuple[float, Values, Values]:
    """Return what a place costs on average, and for each row and earlier goal how that compares with its units."""
    problem, goal = question.problem, question.goal
    half = problem.half
    at = half.at >= 0
    running = np.where(at, np.abs(goal.half[half.at]), 0.0)[:, 1:, :]
    places = np.maximum(problem.case.tables.levels.size[:, 1:], 1)[:, :, None]
    a_place = running.sum(axis=2) / places[:, :, 0] / max(half.at.shape[2], 1)
    way = float(goal.way.mean()) if len(goal.way) else 0.0
    scale = way + float(a_place[a_place > 0].mean() if (a_place > 0).any() else 0.0)
    unserved = goal.unserved[goal.unserved < NEVER]
    scale = scale or float(unserved.mean() if len(unserved) else 0.0) or 1.0
    whole = scale * problem.people.sum()
    rows = np.full(len(problem.row), 1.0)
    size = abs(problem.matrix)
    steps = np.zeros(len(half.lower))
    steps[problem.column] = 1.0
    on_people = np.asarray(size @ steps)
    counts = np.diff(problem.matrix.indptr)
    biggest = np.asarray(size.max(axis=1).todense()).reshape(-1) if len(problem.row) else rows
    # A row over measures and levels is worth as much as the places that they bring.
    a_facility = scale * float(places.mean() if places.size else 1)
    on_acts = a_facility / np.maximum(biggest, 1e-9)
    rows = np.where(on_people > 0, scale * counts / np.maximum(on_people, 1e-9), on_acts)
    kept = np.array([whole / _most(costs, limit, problem) for costs, limit in question.kept], float)
    return scale, rows, kept
