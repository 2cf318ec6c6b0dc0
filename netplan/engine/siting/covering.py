"""How few facilities cover everybody: what others make needless is left out first, HiGHS decides the rest.

A facility is needless that covers no more than another; a cell, where every facility that covers another cell covers
it too. In whole programs of a cell and facility each, hardly half is left of both.
"""

import math
from dataclasses import replace

import numpy as np
from scipy.sparse import csc_array

from netplan.engine.highs import Effort, Question, Watch, minimise
from netplan.engine.siting.problem import Bools, Problem
from netplan.tables import Ints

MOST_COMPARED = 3000
"""Rows or columns that are held against each other, each against each."""
UNIT = 0.99
"""A little less than one facility."""
ROUNDED = 1e-6
"""What HiGHS may have rounded in a number of facilities."""


def cover(problem: Problem, most: int, effort: Effort, watch: Watch, *, is_enough: bool) -> tuple[Ints | None, int]:
    """Cover all cells with at most so many open facilities, as few as possible, or however many if that `is_enough`.

    Returns who is open, None where nothing was found, and how many are open at least in any plan.
    """
    before = np.flatnonzero(problem.must)
    free = np.flatnonzero(problem.may & ~problem.must)
    near = np.isfinite(problem.way)
    found, fewest = _covered(near[free][:, ~near[before].any(axis=0)], most - len(before), effort, watch, is_enough)
    fewest = max(problem.least, len(before) + fewest)
    if found is None:
        return None, fewest
    opened = np.concatenate([before, free[found]])
    more = np.setdiff1d(free, opened)[: max(problem.least - len(opened), 0)]
    return np.sort(np.concatenate([opened, more])), fewest


def _covered(near: Bools, most: int, effort: Effort, watch: Watch, is_enough: bool) -> tuple[Ints | None, int]:  # noqa: FBT001
    """Do so where nobody is open in any case; `near` says who covers whom, shape (facilities, cells)."""
    facilities, cells = reduced(near)
    kept = near[np.ix_(facilities, cells)]
    if not kept.shape[1]:
        return facilities[:0], 0
    if not kept.any(axis=0).all() or most < 1:
        return None, max(most + 1, 1)
    apart, taken = cells_apart(kept), one_by_one(kept)
    if apart > most or apart == len(taken) or (is_enough and len(taken) <= most):
        return (facilities[taken] if len(taken) <= most else None), apart
    question = _question(kept, most)
    own = replace(effort, unit=UNIT, target=most + 0.5 if is_enough else -math.inf)
    answer = minimise(question, own, watch)
    if answer.status == "infeasible":
        # HiGHS may claim falsely that nothing exists: it has to say so with and without presolve.
        again = minimise(question, replace(own, presolve=not own.presolve), watch)
        if again.status == "infeasible":
            return None, most + 1
        answer = again
    bound = math.ceil(answer.bound - ROUNDED) if math.isfinite(answer.bound) else 1
    opened = None if answer.values is None else facilities[answer.values > UNIT]
    return opened, bound if opened is None else min(bound, len(opened))


def reduced(near: Bools) -> tuple[Ints, Ints]:
    """Return facilities and cells that are not needless, ascending."""
    facilities, cells = np.arange(near.shape[0]), np.arange(near.shape[1])
    while True:
        before = len(facilities), len(cells)
        facilities = facilities[_not_below(near[np.ix_(facilities, cells)])]
        cells = cells[_not_above(near[np.ix_(facilities, cells)].T)]
        if before == (len(facilities), len(cells)):
            return facilities, cells


def _not_below(rows: Bools) -> Ints:
    """Return the rows that are in no other row, of equal ones the first."""
    if len(rows) > MOST_COMPARED:
        return np.arange(len(rows))
    numbers = rows.astype(np.float32)
    is_in = numbers @ numbers.T >= numbers.sum(axis=1)[:, None]
    is_same = is_in & is_in.T
    return np.flatnonzero(~((is_in & ~is_same) | np.tril(is_same, -1)).any(axis=1))


def _not_above(rows: Bools) -> Ints:
    """Return the rows that no other row is in, of equal ones the first."""
    if len(rows) > MOST_COMPARED:
        return np.arange(len(rows))
    numbers = rows.astype(np.float32)
    holds = numbers @ numbers.T >= numbers.sum(axis=1)[None, :]
    is_same = holds & holds.T
    return np.flatnonzero(~((holds & ~is_same) | np.tril(is_same, -1)).any(axis=1))


def cells_apart(near: Bools) -> int:
    """Count cells of which no facility covers two, those that few cover first: so many facilities are open at least."""
    left, number = near, 0
    while left.shape[1]:
        covers = left[:, left.sum(axis=0).argmin()]
        left, number = left[:, ~left[covers].any(axis=0)], number + 1
    return number


def one_by_one(near: Bools) -> Ints:
    """Open the facility that covers most, again and again, then leave out those that others make needless."""
    left, opened = near, []
    while left.shape[1]:
        opened.append(int(left.sum(axis=1).argmax()))
        left = left[:, ~left[opened[-1]]]
    times = near[opened].sum(axis=0)
    for f in list(opened):
        if (times[near[f]] > 1).all():
            opened.remove(f)
            times = times - near[f]
    return np.array(opened, np.int64)


def _question(near: Bools, most: int) -> Question:
    """State that every cell is covered and at most so many are open, as few as possible."""
    facilities, cells = near.shape
    matrix = csc_array(np.concatenate([near.T, np.ones((1, facilities), bool)]).astype(float))
    every = np.ones(facilities)
    lower = np.concatenate([np.ones(cells), [-np.inf]])
    upper = np.concatenate([np.full(cells, np.inf), [float(most)]])
    return Question(matrix, lower, upper, 0 * every, every, every.astype(bool), every)
