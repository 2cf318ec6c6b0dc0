"""What facilities answer to prices: how many people each level would take, and the cheapest life; numpy, any numbers.

With whole numbers the answer is exact: that is how a bound is proved in the end.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from netplan.engine.relaxation.relaxed import Relaxed
from netplan.tables import NONE, Ints

Numbers: TypeAlias = npt.NDArray[Any]
"""Whole numbers or floating point, alike in one answer."""
NEVER = 2**61
"""Cost of what is impossible: above every sum that can be."""


@dataclass(frozen=True, eq=False)
class Costs:
    """What is paid by column of the facility half, by person on a way, and by person without a place."""

    half: Numbers
    way: Numbers
    """Shape (ways,)."""
    unserved: Numbers
    """Shape (needs,)."""


@dataclass(frozen=True, eq=False)
class Answer:
    """The cheapest lives, and who would go where if each facility could choose."""

    value: int | float
    """Their cost in all, people without a place included, prices of the needs not."""
    arc: Ints
    """Arc taken, shape (facilities, years)."""
    go: Numbers
    """Persons by way, shape (ways,)."""
    load: Ints
    """Persons by block, shape (blocks,)."""
    unserved: Ints
    """Persons by need, shape (needs,)."""


def answer(problem: Relaxed, costs: Costs, price: Numbers) -> Answer:
    """Let every facility choose at a price for each need, shape (needs,)."""
    own = costs.way - price[problem.need]
    order = np.lexsort((own, problem.block))
    people = problem.people[problem.need[order]]
    sums, bought = _sums(people), _sums(own[order] * people)
    base = sums[problem.start[:-1]]
    most = sums[problem.start[1:]] - base
    wanted = np.bincount(problem.block, np.where(own < 0, problem.people[problem.need], 0), len(base)).astype(np.int64)
    load = np.clip(wanted[:, None], problem.low, problem.high)
    impossible = (load > most[:, None]) | (problem.low > problem.high)
    load = np.where(impossible, 0, load)
    node = _bought(base[:, None] + load, sums, bought, own[order]) - bought[problem.start[:-1]][:, None]
    value, arc = _lives(problem, costs, np.where(impossible, 0, node), impossible)
    state = problem.arcs.after[arc[problem.facility, problem.year]]
    taken = load[np.arange(len(base)), state]
    go = np.zeros_like(own, dtype=np.int64)
    ahead = sums[:-1] - base[problem.block[order]]
    go[order] = np.clip(taken[problem.block[order]] - ahead, 0, people)
    spare = costs.unserved - price
    unserved = np.where(spare < 0, problem.people, 0)
    return Answer(value + (spare * unserved).sum(), arc, go, taken, unserved)


def staying(problem: Relaxed, half: Numbers) -> Numbers:
    """Return what a year in each state costs beside its people, shape (facilities, states, years)."""
    at = np.where(problem.at >= 0, half[problem.at], 0)
    if (problem.untouched < 0).all():
        return at
    return np.asarray(at + np.where(problem.untouched >= 0, half[problem.untouched], 0))


def product(one: Numbers, other: Numbers) -> float:
    """Return Σ one · other in floating point, without the threads of a matrix product: they wait for one another."""
    return float((one * other).sum())


def _sums(values: Numbers) -> Numbers:
    """Return 0 and the running sums, shape (ways + 1,)."""
    return np.concatenate([np.zeros(1, values.dtype), np.cumsum(values)])


def _bought(position: Ints, sums: Numbers, bought: Numbers, price: Numbers) -> Numbers:
    """Return what so many people cost when the cheapest come first, all blocks one after the other."""
    if not len(price):
        return np.zeros(position.shape, bought.dtype)
    last = np.minimum(np.searchsorted(sums, position, side="right") - 1, len(price) - 1)
    return np.asarray(bought[last] + (position - sums[last]) * price[last])


def _lives(
    problem: Relaxed, costs: Costs, node: Numbers, impossible: npt.NDArray[np.bool_]
) -> tuple[int | float, Ints]:
    """Find the cheapest path of every facility through its states; return its cost in all, and the arcs taken."""
    half, arcs = problem.half, problem.arcs
    facilities, _, years = half.at.shape
    stay = staying(problem, costs.half).astype(node.dtype)
    never = np.zeros(stay.shape, bool)
    for b, (f, t) in enumerate(zip(problem.facility, problem.year, strict=True)):
        stay[f, :, t] += node[b]
        never[f, :, t] |= impossible[b]
    stay = np.where(never, NEVER, stay)
    best = np.full((facilities, problem.states), NEVER, node.dtype)
    best[np.arange(facilities), arcs.today] = 0
    came = np.full((years, facilities, problem.states), NONE, np.int64)
    where = np.searchsorted(arcs.year, np.arange(years + 1))
    for t in range(years):
        part = slice(where[t], where[t + 1])
        f, after = arcs.facility[part], arcs.after[part]
        cost = best[f, arcs.before[part]] + costs.half[half.step[arcs.step[part]]]
        first = np.flatnonzero(np.concatenate([[True], (np.diff(f) != 0) | (np.diff(after) != 0)]))
        least = np.minimum.reduceat(cost, first)
        group = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(f))))
        hit = np.flatnonzero(cost == least[group])
        _, chosen = np.unique(group[hit], return_index=True)
        best = np.full_like(best, NEVER)
        came[t, f[first], after[first]] = where[t] + hit[chosen]
        best[f[first], after[first]] = np.minimum(least + stay[f[first], after[first], t], NEVER)
    state: Ints = best.argmin(axis=1)
    # As Python numbers: several impossible lives are more than 64 bits hold.
    value = sum(best[np.arange(facilities), state].tolist())
    arc = np.zeros((facilities, years), np.int64)
    for t in reversed(range(years)):
        arc[:, t] = came[t, np.arange(facilities), state]
        state = arcs.before[arc[:, t]]
    return value, arc
