"""A textbook instance as one plain mixed-integer matrix, for solvers that take arrays: no thought beyond the textbook.

p-median, capacitated   min Σ opening·y + Σ people·way·x    Σ_f x = 1, x ≤ y, Σ y = p or Σ_c people·x ≤ places·y
p-centre                min W                               the same, W ≥ Σ_f way·x, x whole
set cover               min Σ y                             Σ_{f near c} y ≥ 1
maximal cover           min −Σ people·z                     z ≤ Σ_{f near c} y, Σ y = p
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array

from benchmarks.textbook.instance import Floats, Instance, Ints

INFINITE = float("inf")


@dataclass(frozen=True)
class Matrix:
    """min cost·x, row_lower ≤ rows·x ≤ row_upper, lower ≤ x ≤ upper."""

    cost: Floats
    lower: Floats
    upper: Floats
    integer: npt.NDArray[np.bool_]
    rows: csr_array
    row_lower: Floats
    row_upper: Floats
    sign: int = 1
    """−1 where the source makes its objective large."""


@dataclass(frozen=True)
class Rows:
    """Some rows as coordinates; rows count from 0."""

    row: Ints
    column: Ints
    value: Floats
    lower: Floats
    upper: Floats


def matrix_of(one: Instance) -> Matrix:
    """State an instance; columns are y, then x by cell and facility or z by cell, then W."""
    return _covering(one) if one.problem in {"set cover", "maximal cover"} else _assigning(one)


def stacked(blocks: list[Rows], columns: int) -> tuple[csr_array, Floats, Floats]:
    """Put blocks of rows below one another."""
    start = np.cumsum([0, *(len(block.lower) for block in blocks)])
    row = np.concatenate([block.row + first for block, first in zip(blocks, start, strict=False)])
    column, value, lower, upper = (
        np.concatenate([getattr(block, name) for block in blocks]) for name in ("column", "value", "lower", "upper")
    )
    return csr_array(coo_array((value, (row, column)), (int(start[-1]), columns))), lower, upper


def _assigning(one: Instance) -> Matrix:
    cells, facilities = one.ways.shape
    cell, facility = (index.ravel() for index in np.indices(one.ways.shape))
    x, centre = facilities + np.arange(cells * facilities), one.problem == "p-centre"
    columns = facilities + len(x) + centre
    served = Rows(cell, x, np.ones(len(x)), np.ones(cells), np.ones(cells))
    each = np.arange(len(x))
    linked = Rows(
        np.concatenate([each, each]),
        np.concatenate([x, facility]),
        np.concatenate([np.ones(len(x)), -np.ones(len(x))]),
        np.full(len(x), -INFINITE),
        np.zeros(len(x)),
    )
    blocks = [served, linked]
    if one.number:
        blocks.append(_number(one))
    if one.problem == "capacitated":
        column = np.concatenate([x, np.arange(facilities)])
        value = np.concatenate([one.people[cell], -one.places]).astype(float)
        row = np.concatenate([facility, np.arange(facilities)])
        blocks.append(Rows(row, column, value, np.full(facilities, -INFINITE), np.zeros(facilities)))
    cost = np.concatenate([one.opening, (one.people[:, None] * one.ways).ravel()])
    if centre:
        row, column = np.concatenate([cell, np.arange(cells)]), np.concatenate([x, np.full(cells, columns - 1)])
        value = np.concatenate([one.ways.ravel(), -np.ones(cells)])
        blocks.append(Rows(row, column, value, np.full(cells, -INFINITE), np.zeros(cells)))
        cost = np.concatenate([np.zeros(columns - 1), [1.0]])
    upper = np.concatenate([np.ones(facilities + len(x)), np.full(int(centre), INFINITE)])
    integer = np.arange(columns) < (facilities + len(x) if centre else facilities)
    return Matrix(cost, np.zeros(columns), upper, integer, *stacked(blocks, columns))


def _covering(one: Instance) -> Matrix:
    cells, facilities = one.ways.shape
    cell, near = np.nonzero(one.ways <= one.reach)
    if one.problem == "set cover":
        covered = Rows(cell, near, np.ones(len(cell)), np.ones(cells), np.full(cells, INFINITE))
        none, every = np.zeros(facilities), np.ones(facilities)
        return Matrix(every, none, every, np.ones(facilities, bool), *stacked([covered], facilities))
    columns = facilities + cells
    row = np.concatenate([cell, np.arange(cells)])
    column = np.concatenate([near, facilities + np.arange(cells)])
    value = np.concatenate([-np.ones(len(cell)), np.ones(cells)])
    covered = Rows(row, column, value, np.full(cells, -INFINITE), np.zeros(cells))
    cost = np.concatenate([np.zeros(facilities), -one.people])
    integer = np.arange(columns) < facilities
    rows = stacked([covered, _number(one)], columns)
    return Matrix(cost, np.zeros(columns), np.ones(columns), integer, *rows, sign=-1)


def _number(one: Instance) -> Rows:
    facilities, number = one.ways.shape[1], np.array([float(one.number)])
    return Rows(np.zeros(facilities, np.int64), np.arange(facilities), np.ones(facilities), number, number)
