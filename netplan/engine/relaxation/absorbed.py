"""Rows that only bound one sum of people by the level of its facility: then the level says so, without a price."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array

from netplan.program.facilities import FacilityHalf
from netplan.tables import NONE, Ints

Bools = npt.NDArray[np.bool_]
MANY = 2**40
"""More persons than there can be."""
SLACK = 1e-9


@dataclass(frozen=True, eq=False)
class Facts:
    """What each column of the facility half is about, NONE where it is something else; shape (columns,)."""

    block: Ints
    """Block that an `entered` column is the sum of."""
    facility: Ints
    """Facility of an `at` or `untouched` column."""
    year: Ints
    level: Ints
    """Level of an `at` column."""
    block_facility: Ints
    """Facility of each block, shape (blocks,)."""
    block_year: Ints


def facts_of(half: FacilityHalf, facility: Ints, year: Ints, column: Ints) -> Facts:
    """Return what columns are about, given facility, year and column of each block."""
    size = half.matrix.shape[1]
    block, whose, when, level = (np.full(size, NONE, np.int64) for _ in range(4))
    block[column] = np.arange(len(column))
    f, k, t = np.nonzero(half.at >= 0)
    here = half.at[f, k, t]
    whose[here], level[here], when[here] = f, k, t
    f, t = np.nonzero(half.untouched >= 0)
    here = half.untouched[f, t]
    whose[here], when[here] = f, t
    return Facts(block, whose, when, level, facility, year)


def absorbed(half: FacilityHalf, facts: Facts) -> tuple[Ints, Ints, Bools]:
    """Return fewest and most persons by block and state, and which rows say no more than that.

    a·entered[b] + Σ_k c[k]·at[f,k,t] + d·untouched[f,t] between lower and upper, f and t those of the block,
    bounds entered[b] at level k by (lower − c[k] − d) / a and (upper − c[k] − d) / a, in whole persons.
    """
    rows, size = half.matrix.shape[0], len(facts.block_facility)
    levels = half.at.shape[1]
    states = levels * (2 if (half.untouched >= 0).any() else 1)
    low, high = np.zeros((size, states), np.int64), np.full((size, states), MANY, np.int64)
    found = coo_array(half.matrix)
    row, column, value = found.coords[0], found.coords[1], found.data
    sums = facts.block[column] != NONE
    others = np.bincount(row[sums], minlength=rows)
    which = np.full(rows, NONE, np.int64)
    which[row[sums]] = facts.block[column[sums]]
    b = which[row]
    if not size:
        return low, high, np.zeros(rows, bool)
    same = (facts.facility[column] == facts.block_facility[b]) & (facts.year[column] == facts.block_year[b])
    strange = np.bincount(row[~sums & ~same], minlength=rows)
    taken = (others == 1) & (strange == 0)
    scale = np.ones(rows)
    scale[row[sums]] = value[sums]
    shift = np.zeros((rows, states))
    at = ~sums & (facts.level[column] != NONE) & taken[row]
    for first in range(0, states, levels):
        np.add.at(shift, (row[at], first + facts.level[column[at]]), value[at])
    free = ~sums & (facts.level[column] == NONE) & taken[row]
    np.add.at(shift, row[free], np.where(np.arange(states) < levels, value[free][:, None], 0.0))
    for r in (part for part in np.array_split(np.flatnonzero(taken), max(int(taken.sum()) // 100_000, 1))):
        least, most = ((limit[r][:, None] - shift[r]) / scale[r][:, None] for limit in (half.row_lower, half.row_upper))
        least, most = np.minimum(least, most), np.maximum(least, most)
        np.maximum.at(low, which[r], np.ceil(np.clip(least, 0, MANY) - SLACK).astype(np.int64))
        np.minimum.at(high, which[r], np.floor(np.clip(most, -1, MANY) + SLACK).astype(np.int64))
    return low, high, taken
