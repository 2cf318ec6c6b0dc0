"""Facilities that answer sweep after sweep, some on each core: what was sorted stays nearly sorted."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from netplan.engine.relaxation.answers import Answer, Costs, staying
from netplan.engine.relaxation.kernels import choose
from netplan.engine.relaxation.relaxed import Relaxed, Values
from netplan.tables import Ints


class Responder:
    """Answers to prices as `answers.answer` does, compiled; keeps how ways were sorted last.

    It counts in floating point, and so exactly where all numbers are whole and their sums below 2⁵³.
    """

    def __init__(self, problem: Relaxed, threads: int) -> None:
        half, arcs = problem.half, problem.arcs
        facilities, _, years = half.at.shape
        self.threads = max(threads, 1)
        self.order = np.arange(len(problem.pair))
        self.people = problem.people[problem.need]
        self.first_block = np.searchsorted(problem.facility, np.arange(facilities + 1))
        by_facility = np.lexsort((arcs.before, arcs.after, arcs.year, arcs.facility))
        self.number = by_facility
        where = arcs.facility[by_facility] * years + arcs.year[by_facility]
        self.first_arc = np.searchsorted(where, np.arange(facilities * years + 1))
        self.before, self.after = arcs.before[by_facility], arcs.after[by_facility]
        self.column = half.step[arcs.step[by_facility]]
        self.first_limit, self.low, self.high, self.pair = _limits(problem)
        self.longest = int(np.diff(problem.start).max(initial=0)) + 1
        self.pool = ThreadPoolExecutor(self.threads)
        self.parts = _parts(np.diff(problem.start[self.first_block]), self.threads)

    def __call__(self, problem: Relaxed, costs: Costs, price: Values) -> Answer:
        """Let every facility choose at a price for each need."""
        half = np.asarray(costs.half, float)
        stay = staying(problem, half)
        own = np.asarray(costs.way - price[problem.need], float)
        facilities, _, years = problem.half.at.shape
        arc = np.zeros((facilities, years), np.int64)
        go, load = np.zeros(len(own), np.int64), np.zeros(len(problem.facility), np.int64)
        value = np.zeros(facilities)

        def some(which: Ints) -> None:
            choose(
                which, self.first_block, problem.start, self.order, own, self.people, self.first_limit, self.low,
                self.high, self.pair, problem.year, stay, self.first_arc, self.before, self.after, half[self.column],
                problem.arcs.today, arc, go, load, np.zeros(self.longest, np.int64), np.zeros(self.longest), value,
            )  # fmt: skip

        list(map(some, self.parts) if len(self.parts) == 1 else self.pool.map(some, self.parts))
        spare = costs.unserved - price
        unserved = np.where(spare < 0, problem.people, 0)
        return Answer(float(value.sum() + (spare * unserved).sum()), self.number[arc], go, load, unserved)


def _limits(problem: Relaxed) -> tuple[Ints, Ints, Ints, Ints]:
    """Return first pair of limits of each block, fewest and most of each pair, and which pair holds in each state.

    Many states let in alike: what people cost is counted once for all of them.
    """
    blocks, states = problem.low.shape
    block, state = np.repeat(np.arange(blocks), states), np.tile(np.arange(states), blocks)
    low, high = problem.low.reshape(-1), problem.high.reshape(-1)
    order = np.lexsort((state, high, low, block))
    block, low, high = block[order], low[order], high[order]
    is_new = np.concatenate([[True], (np.diff(block) != 0) | (np.diff(low) != 0) | (np.diff(high) != 0)])[: len(order)]
    first = np.searchsorted(block[is_new], np.arange(blocks + 1))
    limit = np.empty(len(order), np.int64)
    limit[order] = np.cumsum(is_new) - 1 - first[block]
    return first, low[is_new], high[is_new], limit.reshape(blocks, states)


def _parts(ways: Ints, number: int) -> list[Ints]:
    """Divide the facilities into runs with about as many ways each."""
    ends = np.searchsorted(np.cumsum(ways), np.arange(1, number) * ways.sum() / number)
    return [part for part in np.split(np.arange(len(ways)), ends) if len(part)]
