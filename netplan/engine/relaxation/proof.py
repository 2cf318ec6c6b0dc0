"""A bound in whole numbers: prices become multiples of a small unit, and what follows is counted without rounding.

For any prices Σ λ·people − Σ μ·limit + what facilities cost at these prices is below every plan. In whole numbers no
digit is lost, so that anybody can count it again from the same prices.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from netplan.engine.relaxation.answers import NEVER, Costs, Numbers, answer
from netplan.engine.relaxation.prices import Asked, Prices, carried, free_columns
from netplan.engine.relaxation.relaxed import Relaxed
from netplan.engine.relaxation.sweeps import Respond
from netplan.program.facilities import CENTS_PER_EUR
from netplan.tables import WHOLE, Ints

MOST_BITS = 24
LARGEST = 2**53
"""Sums stay below, so that floating point counts whole numbers exactly: compiled facilities may answer, too."""
SLACK = 1e-7
"""Numbers this close to a whole one are that number: rows are made of whole numbers, divided by a scale."""
SCALES = (1, CENTS_PER_EUR, WHOLE, CENTS_PER_EUR * WHOLE)
"""What rows are multiplied by so that their numbers are whole."""


@dataclass(frozen=True, eq=False)
class Proof:
    """Prices in whole multiples of 2⁻ᵇⁱᵗˢ of the goal's unit, and the bound that they prove."""

    bits: int
    need: Ints
    """Shape (needs,)."""
    row: Ints
    """For one unit of each priced row as `scale` makes it whole, shape (rows,)."""
    scale: Ints
    """What each priced row is multiplied by, shape (rows,)."""
    kept: Ints
    bound: int
    """In whole units of the goal: the least whole number not below what the prices prove."""


def proved(question: Asked, prices: Prices, respond: Respond = answer) -> Proof:
    """Round prices and count exactly what they prove; `respond` is who answers to them."""
    problem = question.problem
    matrix, scale, fits = _whole(problem)
    bits = _bits(question, prices)
    unit = 2**bits
    need = np.rint(prices.need * unit).astype(np.int64)
    row = np.where(fits, np.rint(prices.row / scale * unit), 0).astype(np.int64)
    kept = np.rint(prices.kept * unit).astype(np.int64)
    costs = _combined(question, matrix, row, kept, unit)
    found = respond(problem, costs, need)
    low, high = problem.half.row_lower[problem.row], problem.half.row_upper[problem.row]
    limit = np.where(row > 0, np.ceil(high * scale - SLACK), np.where(row < 0, np.floor(low * scale + SLACK), 0.0))
    _, values = free_columns(problem, costs.half)
    own = [column for columns in problem.half.own.values() for column in columns.values()]
    sums = [int(found.value), _dot(costs.half[own], values[own]), question.constant * unit, _dot(need, problem.people)]
    sums += [-_dot(row, limit), -_dot(kept, np.array([limit for _, limit in question.kept], float))]
    forced = costs.half - unit * _rounded(question.goal.half)
    sums.append(_dot(forced, problem.forced))
    return Proof(bits, need, row, scale, kept, -(-sum(sums) // unit))


def _combined(question: Asked, matrix: csr_array, row: Ints, kept: Ints, unit: int) -> Costs:
    """Do what `prices.combined` does, in whole multiples of 1/unit."""
    goal = question.goal
    half = unit * _rounded(goal.half) + np.asarray(matrix.T @ row).astype(np.int64)
    way = unit * _rounded(goal.way)
    unserved = np.where(goal.unserved >= NEVER, NEVER, unit * _rounded(np.minimum(goal.unserved, LARGEST // unit)))
    for (costs, _), price in zip(question.kept, kept, strict=True):
        half, way = half + price * _rounded(costs.half), way + price * _rounded(costs.way)
        unserved = np.minimum(unserved + price * _rounded(costs.unserved), NEVER)
    return carried(question, Costs(half, way, unserved))


def _whole(problem: Relaxed) -> tuple[csr_array, Ints, npt.NDArray[np.bool_]]:
    """Return the priced rows in whole numbers, what each was multiplied by, and whether that made it whole."""
    matrix = problem.matrix
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    scale = np.zeros(matrix.shape[0], np.int64)
    for factor in SCALES:
        parts = np.abs(matrix.data * factor - np.rint(matrix.data * factor)) > SLACK
        fits = np.bincount(row, parts, matrix.shape[0]) == 0
        scale = np.where((scale == 0) & fits, factor, scale)
    fits, scale = scale > 0, np.maximum(scale, 1)
    data = np.rint(matrix.data * scale[row]).astype(np.int64)
    return csr_array((data, matrix.indices, matrix.indptr), matrix.shape), scale, np.asarray(fits)


def _bits(question: Asked, prices: Prices) -> int:
    """Return how fine prices may be so that every sum stays below `LARGEST`."""
    problem, goal = question.problem, question.goal
    half = np.abs(goal.half) + abs(problem.transposed) @ np.abs(prices.row)
    way = np.abs(goal.way)
    for (costs, _), price in zip(question.kept, prices.kept.tolist(), strict=True):
        half, way = half + price * np.abs(costs.half), way + price * np.abs(costs.way)
    dearest = float(way.max(initial=0.0)) + float(half[problem.column].max(initial=0.0))
    lives = half.sum() - half[problem.column].sum()
    total = ((dearest + np.abs(prices.need)) * problem.people).sum() + lives + abs(question.constant) + 1
    return max(min(MOST_BITS, int(np.log2(LARGEST / 4 / total))), 0)


def _rounded(values: Numbers) -> Ints:
    return np.rint(values).astype(np.int64)


def _dot(one: Ints, other: Numbers) -> int:
    """Return the sum of products of whole numbers, however large."""
    return sum(a * b for a, b in zip(one.tolist(), _rounded(other).tolist(), strict=True) if a and b)
