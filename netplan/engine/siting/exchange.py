"""A local search where every facility has room: facilities open, close or change places as long as that is better.

Source: Resende and Werneck (2004): a swap is worth what opening and closing are worth alone, and what both share.
"""

import numpy as np

from netplan.engine.siting.problem import Problem
from netplan.tables import Floats, Ints

LEAST_GAIN = 0.5
"""Changes count whole numbers: what gains less than this is a rounding error."""


def begun(problem: Problem) -> Ints:
    """Open one facility after the other, the most useful first, as long as limits ask for it or it pays."""
    is_open = problem.must.copy()
    total, nearest = problem.total, _best(problem, np.flatnonzero(is_open))
    while is_open.sum() < problem.most:
        gain = np.maximum(nearest - total, 0.0).sum(axis=1) - problem.fixed
        gain[is_open | ~problem.may] = -np.inf
        f = int(gain.argmax())
        if gain[f] == -np.inf or (gain[f] <= 0 and is_open.sum() >= problem.fewest):
            break
        is_open[f] = True
        nearest = np.minimum(nearest, total[f])
    return np.flatnonzero(is_open)


def exchanged(problem: Problem, opened: Ints, there: Ints) -> Ints:
    """Open, close or swap one facility after the other of those that are there, as long as that is better."""
    while True:
        better = _changed(problem, opened, there)
        if better is None:
            return opened
        opened = better


def value_of(problem: Problem, opened: Ints) -> float:
    """Return what the facilities given count when everybody goes the best way."""
    return float(problem.fixed[opened].sum() + _best(problem, opened).sum())


def between(problem: Problem, opened: Ints) -> Floats:
    """Return prices between what each cell counts at its best and its second best place, shape (cells,)."""
    best, second, _ = _two_best(problem, opened)
    return np.asarray(np.where(second < problem.far, (best + second) / 2, best))


def _best(problem: Problem, opened: Ints) -> Floats:
    if not len(opened):
        return problem.left_out
    return np.asarray(np.minimum(problem.total[opened].min(axis=0), problem.left_out))


def _changed(problem: Problem, opened: Ints, there: Ints) -> Ints | None:
    """Return the facilities after the best change, None where no change is better."""
    number = len(opened)
    best, second, place = _two_best(problem, opened)
    free = np.setdiff1d(there, opened, assume_unique=True)
    # Only ways shorter than the second best one change anything: few, where many facilities are open.
    f, c = np.nonzero(problem.total[free] < second)
    way = problem.total[free[f], c]
    adding = np.bincount(f, np.maximum(best[c] - way, 0.0), len(free)) - problem.fixed[free]
    # The last place is that of those who stay outside: it cannot close.
    closing = problem.fixed[opened] - np.bincount(place, second - best, number + 1)[:number]
    closing[problem.must[opened]] = -np.inf
    found, change = LEAST_GAIN, None
    if number < problem.most and len(free) and adding.max() > found:
        found, change = float(adding.max()), np.append(opened, free[adding.argmax()])
    if number > problem.fewest and closing.max(initial=-np.inf) > found:
        found, change = float(closing.max()), np.delete(opened, closing.argmax())
    if number and len(free):
        # A swap is worth more than opening and closing alone: those who lose their best place take the new one.
        kept = np.bincount(f * (number + 1) + place[c], second[c] - np.maximum(way, best[c]), len(free) * (number + 1))
        swap = kept.reshape(len(free), number + 1)[:, :number] + adding[:, None] + closing
        i, g = divmod(int(swap.argmax()), number)
        if swap[i, g] > found:
            change = np.append(np.delete(opened, g), free[i])
    return None if change is None else np.sort(change)


def _two_best(problem: Problem, opened: Ints) -> tuple[Floats, Floats, Ints]:
    """Return what each cell counts at its best and second best place, and which of the open ones the best is."""
    cells = np.arange(len(problem.people))
    there = np.concatenate([problem.total[opened], problem.left_out[None, :], np.full((1, len(cells)), problem.far)])
    place = there.argmin(axis=0)
    best = there[place, cells]
    there[place, cells] = np.inf
    return best, np.minimum(there.min(axis=0), problem.far), np.minimum(place, len(opened))
