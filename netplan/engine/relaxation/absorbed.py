"""Rows that only bound one sum of people by what its facility is and was: then its state says so, without a price."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array

from netplan.engine.histories import Pasts
from netplan.program.facilities import FacilityHalf
from netplan.tables import NONE, Ints, Steps

Bools = npt.NDArray[np.bool_]
MANY = 2**40
"""More persons than there can be."""
SLACK = 1e-9
AT_ONCE = 100_000


@dataclass(frozen=True, eq=False)
class Facts:
    """What each column of the facility half is about, NONE where it is something else; shape (columns,)."""

    block: Ints
    """Block that an `entered` column is the sum of."""
    facility: Ints
    """Facility of an `at`, `step` or `untouched` column."""
    year: Ints
    before: Ints
    """Level before a step."""
    level: Ints
    """Level of an `at` column, level after a step."""
    twin: Ints
    """How many steps join the same levels then, shape (columns,)."""
    block_facility: Ints
    """Facility of each block, shape (blocks,)."""
    block_year: Ints
    levels: int
    """How many levels there are."""


def facts_of(half: FacilityHalf, steps: Steps, facility: Ints, year: Ints, column: Ints) -> Facts:
    """Return what columns are about, given facility, year and column of each block."""
    size = half.matrix.shape[1]
    block, whose, when, before, level = (np.full(size, NONE, np.int64) for _ in range(5))
    block[column] = np.arange(len(column))
    f, k, t = np.nonzero(half.at >= 0)
    here = half.at[f, k, t]
    whose[here], level[here], when[here] = f, k, t
    f, t = np.nonzero(half.untouched >= 0)
    here = half.untouched[f, t]
    whose[here], when[here] = f, t
    own = np.flatnonzero(half.step >= 0)
    here = half.step[own]
    whose[here], when[here] = steps.facility[own], steps.year[own]
    before[here], level[here] = steps.before[own], steps.after[own]
    twin = np.ones(size, np.int64)
    joined = np.array([steps.facility[own], steps.year[own], steps.before[own], steps.after[own]])
    _, which, count = np.unique(joined, axis=1, return_inverse=True, return_counts=True)
    twin[here] = count[which.reshape(-1)]
    return Facts(block, whose, when, before, level, twin, facility, year, half.at.shape[1])


def absorbed(half: FacilityHalf, facts: Facts, pasts: Sequence[Pasts]) -> tuple[list[Ints], list[Ints], Bools]:
    """Return fewest and most persons by block and past, and which rows say no more than that.

    a·entered[b] + Σ c·(at, step and untouched of f in the years that its pasts tell of) between lower and upper, with
    f the facility of b, bounds entered[b] by (lower − Σ c) / a and (upper − Σ c) / a, in whole persons.
    """
    rows, size = half.matrix.shape[0], len(facts.block_facility)
    own = [pasts[f] for f in facts.block_facility.tolist()]
    number = [len(past.past[t]) for past, t in zip(own, facts.block_year.tolist(), strict=True)]
    low, high = ([np.full(count, limit, np.int64) for count in number] for limit in (0, MANY))
    if not size:
        return low, high, np.zeros(rows, bool)
    found = coo_array(half.matrix)
    row, column, value = found.coords[0], found.coords[1], found.data
    sums = facts.block[column] != NONE
    which, scale = np.full(rows, NONE, np.int64), np.ones(rows)
    which[row[sums]], scale[row[sums]] = facts.block[column[sums]], value[sums]
    window = np.array([past.window for past in own], np.int64)
    b = which[row]
    back = facts.block_year[b] - facts.year[column]
    steps_known = (facts.before[column] == NONE) | (back < window[b]) | ((facts.year[column] == 0) & (window[b] > 0))
    told = (facts.facility[column] == facts.block_facility[b]) & (back >= 0) & (back <= window[b]) & steps_known
    strange = np.bincount(row[~sums & ~told], minlength=rows) > 0
    strange[_uneven(facts, row, column, value)] = True
    taken = (np.bincount(row[sums], minlength=rows) == 1) & ~strange
    term = np.flatnonzero(~sums & taken[row])
    term = term[np.argsort(row[term], kind="stable")]
    starts = np.searchsorted(row[term], np.arange(rows + 1))
    for alike in _alike(np.flatnonzero(taken), which, facts, own):
        for r in np.array_split(alike, max(len(alike) // AT_ONCE, 1)):
            past, year = own[which[r[0]]], int(facts.block_year[which[r[0]]])
            terms = np.concatenate([term[starts[one] : starts[one + 1]] for one in r.tolist()])
            shift = _shifts(facts, past, year, column[terms], np.searchsorted(r, row[terms]), value[terms], len(r))
            least, most = (
                (limit[r][:, None] - shift) / scale[r][:, None] for limit in (half.row_lower, half.row_upper)
            )
            least, most = np.minimum(least, most), np.maximum(least, most)
            fewest = np.ceil(np.clip(least, 0, MANY) - SLACK).astype(np.int64)
            upmost = np.floor(np.clip(most, -1, MANY) + SLACK).astype(np.int64)
            for i, block in enumerate(which[r].tolist()):
                np.maximum(low[block], fewest[i], out=low[block])
                np.minimum(high[block], upmost[i], out=high[block])
    return low, high, taken


def _uneven(facts: Facts, row: Ints, column: Ints, value: npt.NDArray[np.float64]) -> Ints:
    """Return the rows in which steps between the same levels do not count alike, so that levels do not tell them."""
    some = np.flatnonzero(facts.twin[column] > 1)
    if not len(some):
        return some
    c = column[some]
    told = np.array([row[some], facts.facility[c], facts.year[c], facts.before[c], facts.level[c]])
    _, group, count = np.unique(told, axis=1, return_inverse=True, return_counts=True)
    group = group.reshape(-1)
    lowest, highest = np.full(len(count), np.inf), np.full(len(count), -np.inf)
    np.minimum.at(lowest, group, value[some])
    np.maximum.at(highest, group, value[some])
    return np.asarray(row[some[(count[group] != facts.twin[c]) | (lowest != highest)[group]]])


def _alike(rows: Ints, which: Ints, facts: Facts, own: Sequence[Pasts]) -> list[Ints]:
    """Group rows whose facilities have the same pasts in the year of their blocks."""
    known: dict[tuple[int, int], int] = {}
    of_block = np.array(
        [known.setdefault((id(past), t), len(known)) for past, t in zip(own, facts.block_year.tolist(), strict=True)],
        np.int64,
    )
    group = of_block[which[rows]]
    order = np.argsort(group, kind="stable")
    return np.split(rows[order], np.flatnonzero(np.diff(group[order])) + 1) if len(rows) else []


def _shifts(
    facts: Facts, past: Pasts, year: int, column: Ints, row: Ints, value: npt.NDArray[np.float64], rows: int
) -> npt.NDArray[np.float64]:
    """Return what lives add to rows, by past, shape (rows, pasts)."""
    digits, levels = past.digits(year), facts.levels
    told = np.array([facts.year[column] - year + past.window, facts.before[column], facts.level[column]])
    kinds, kind = np.unique(told, axis=1, return_inverse=True)
    j, before, level = kinds
    at = digits % levels
    is_so = np.where((level == NONE)[:, None], digits[j] < levels, at[j] == level[:, None])
    has_before = (before != NONE) & (j > 0)
    is_so &= ~has_before[:, None] | (at[np.maximum(j - 1, 0)] == before[:, None])
    matrix = coo_array((value, (row, kind.reshape(-1))), (rows, kinds.shape[1]))
    return np.asarray(matrix @ is_so.astype(float))
