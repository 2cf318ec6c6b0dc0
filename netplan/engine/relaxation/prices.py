"""What is priced, and what a goal costs at given prices: the Lagrangian function and its slope."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from netplan.engine.relaxation.answers import NEVER, Answer, Costs, Numbers, product
from netplan.engine.relaxation.relaxed import Relaxed, Values
from netplan.indicators import GoalText, weights_of
from netplan.indicators.weights import Weights
from netplan.tables import Ints


@dataclass(frozen=True, eq=False)
class Asked:
    """One goal over the parts of a relaxed case, and the limits of earlier goals."""

    problem: Relaxed
    goal: Costs
    constant: int
    """What the goal counts for those who have no way at all."""
    kept: tuple[tuple[Costs, int], ...]
    """Earlier goals, and what each may be at most without them."""
    closed: Ints
    """Columns `at` of the facility half that are forbidden here, shape (some,)."""


@dataclass(frozen=True, eq=False)
class Prices:
    """A price for each need, each priced row of the facility half, each earlier goal."""

    need: Values
    """Worth of a place, in the goal's unit a person, shape (needs,)."""
    row: Values
    """At least 0 for rows with an upper limit only, at most 0 for those with a lower one, shape (rows,)."""
    kept: Values
    """At least 0, shape (earlier goals,)."""


def asked(problem: Relaxed, goal: GoalText, limits: Mapping[str, int]) -> Asked:
    """State a goal and the limits of earlier ones, those that are sums."""
    case = problem.case
    kept, served = [], False
    for name, limit in limits.items():
        weights = weights_of(case.goal(name), case.tables)
        if weights is None:
            continue
        left = limit - _stranded(problem, weights)
        if name == "unserved" and left <= 0:
            served = True
        else:
            kept.append((costs_of(problem, weights), left))
    weights = weights_of(goal, case.tables)
    assert weights is not None  # noqa: S101  the longest way is no sum and is searched by halving
    costs = costs_of(problem, weights)
    if served:
        costs = replace(costs, unserved=np.full(len(problem.people), float(NEVER)))
    return Asked(problem, costs, _stranded(problem, weights), tuple(kept), np.zeros(0, np.int64))


def _stranded(problem: Relaxed, weights: Weights) -> int:
    """Count a goal for those who have no way at all."""
    demand = problem.case.tables.demand
    return int((weights.unserved * demand.people[problem.stranded] * demand.stay[problem.stranded[1:]]).sum())


def costs_of(problem: Relaxed, weights: Weights) -> Costs:
    """Return what a goal counts, in its whole units."""
    stay = problem.case.tables.demand.stay
    entry = problem.entry[problem.need]
    way = weights.pairs[problem.pair] * stay[problem.service[problem.need], entry]
    if weights.entries is not None:
        way = way + weights.entries[problem.pair, entry]
    return Costs(
        problem.half.coefficients(weights),
        way.astype(float),
        (weights.unserved * stay[problem.service, problem.entry]).astype(float),
    )


def combined(question: Asked, row: Values, kept: Values) -> Costs:
    """Add what the priced rows and earlier goals cost, and carry sums of people over to ways and needs."""
    problem = question.problem
    half = question.goal.half + problem.transposed @ row
    way, unserved = question.goal.way, question.goal.unserved
    for (costs, _), price in zip(question.kept, kept.tolist(), strict=True):
        half, way, unserved = half + price * costs.half, way + price * costs.way, unserved + price * costs.unserved
    return carried(question, Costs(half, way, unserved))


def carried(question: Asked, costs: Costs) -> Costs:
    """Carry what sums of people cost over to the people themselves; what is forbidden costs more than can be."""
    problem = question.problem
    half, way, unserved = costs.half, costs.way, costs.unserved
    way = way + half[problem.column][problem.block]
    unserved = unserved + half[problem.unserved_column]
    need, column = problem.beyond
    if len(need):
        more = np.zeros(len(problem.people), half.dtype)
        np.add.at(more, need, half[column])
        unserved = unserved + more
        way = way + more[problem.need] * problem.is_far
    known = problem.half.kept >= 0
    half = half.copy()
    half[problem.half.step[known]] += np.minimum(half[problem.half.kept[known]], 0)
    half[question.closed] = NEVER
    return Costs(half, way, unserved)


def free_columns(problem: Relaxed, half: Numbers) -> tuple[float, Values]:
    """Let the rules' own decisions be as they cost least; return what they cost and their values by column.

    A value that is kept costs where its step is taken: here only whether it would be kept.
    """
    values = np.zeros(len(half))
    for columns in problem.half.own.values():
        own = np.fromiter(columns.values(), np.int64, len(columns))
        values[own] = np.where(half[own] < 0, problem.half.upper[own], problem.half.lower[own])
    spent = product(half, values)
    kept = problem.half.kept[problem.half.kept >= 0]
    values[kept] = half[kept] < 0
    return spent, values


def columns_of(problem: Relaxed, answer: Answer, values: Values) -> Values:
    """Write an answer as columns of the facility half, on top of the rules' own decisions."""
    half, arcs = problem.half, problem.arcs
    found = values + problem.forced
    f = np.arange(answer.arc.shape[0])[:, None]
    t = np.arange(answer.arc.shape[1])
    state = arcs.after[answer.arc]
    found[half.step[arcs.step[answer.arc]]] = 1.0
    for columns in (problem.at[f, state, t], problem.untouched[f, state, t]):
        found[columns[columns >= 0]] = 1.0
    known = half.kept >= 0
    found[half.kept[known]] *= found[half.step[known]]
    found[problem.column] = answer.load
    np.add.at(found, problem.unserved_column, answer.unserved)
    need, column = problem.beyond
    if len(need):
        far = np.bincount(problem.need, answer.go * problem.is_far, len(problem.people)) + answer.unserved
        np.add.at(found, column, far[need])
    return found
