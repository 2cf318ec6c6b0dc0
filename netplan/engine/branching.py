"""Branch and bound on the levels of facilities: each half of a split is priced anew, from the prices of the whole.

A split says of one facility in one year: its level is one of the larger ones, or one of the smaller. No plan is below
the least bound of all leaves, because every plan is in one of them. No solver takes part.
"""

import heapq
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np

from netplan.engine.relaxation.prices import Asked
from netplan.engine.relaxation.sweeps import Respond, Swept, sweep
from netplan.tables import Ints

SWEEPS = 40
"""Sweeps of each half."""
FIRST, LAST = 0.05, 0.0025
"""Lengths of their steps: shorter than from scratch."""
AGAIN, FAR = 200, 0.05
"""Sweeps where levels are clear but prices are not yet: places that do not suffice take many steps to show."""
CLEAR = 0.005
"""A level that is nearer to certain than this is not split."""


@dataclass(frozen=True, eq=False, order=False)
class Leaf:
    """What is forbidden in one part of all plans, and the bound that holds there."""

    bound: float
    closed: Ints
    """Columns `at` of the facility half that are forbidden."""
    swept: Swept


@dataclass
class Tree:
    """All leaves so far; the least bound comes first."""

    question: Asked
    responders: list[Respond]
    """One for each half, so that both are priced at once."""
    leaves: list[tuple[float, int, Leaf]] = field(default_factory=list)
    pruned: list[Leaf] = field(default_factory=list)
    """Leaves that hold no plan better than the best known."""
    count: int = 0

    def plant(self, swept: Swept) -> None:
        """Begin with the whole question."""
        self._add(Leaf(swept.bound, self.question.closed, swept), np.inf)

    @property
    def bound(self) -> float:
        """No plan is below."""
        return min([self.leaves[0][0]] if self.leaves else [], default=np.inf)

    def grow(self, splits: int, target: Callable[[], float], stop: Callable[[], bool] = lambda: False) -> None:
        """Split the weakest leaf so many times, or until none can hold a plan below the target."""
        for _ in range(splits):
            if not self.leaves or stop():
                return
            _, _, leaf = heapq.heappop(self.leaves)
            if leaf.bound >= target():
                self.pruned.append(leaf)
                continue
            halves = _halves(self.question, leaf)
            if halves is None:
                self._add(self._priced(leaf, leaf.closed, self.responders[0], AGAIN, FAR), target())
                continue
            with ThreadPoolExecutor(len(self.responders)) as pool:
                for half in pool.map(self._priced, (leaf, leaf), halves, self.responders):
                    self._add(half, target())

    def _priced(self, leaf: Leaf, closed: Ints, respond: Respond, sweeps: int = SWEEPS, first: float = FIRST) -> Leaf:
        question = replace(self.question, closed=closed)
        swept = sweep(question, sweeps, leaf.swept.prices, respond=respond, first=first, last=LAST)
        return Leaf(max(leaf.bound, swept.bound), closed, swept)

    def _add(self, leaf: Leaf, target: float) -> None:
        if leaf.bound >= target:
            self.pruned.append(leaf)
        else:
            heapq.heappush(self.leaves, (leaf.bound, self._number(), leaf))

    def _number(self) -> int:
        self.count += 1
        return self.count


def _halves(question: Asked, leaf: Leaf) -> tuple[Ints, Ints] | None:
    """Split where the answers are least sure: the larger levels against the smaller, of one facility and year."""
    problem = question.problem
    at, sizes = problem.half.at, problem.case.tables.levels.size
    share = np.where(at >= 0, leaf.swept.columns[at], 0.0)
    order = np.argsort(sizes, axis=1, kind="stable")
    sure = np.cumsum(np.take_along_axis(share, order[:, :, None], axis=1), axis=1)
    open_question = np.minimum(sure, 1 - sure)[:, :-1]
    f, k, t = np.unravel_index(int(open_question.argmax()), open_question.shape)
    if open_question[f, k, t] < CLEAR:
        return None
    smaller, larger = at[f, order[f, : k + 1], t], at[f, order[f, k + 1 :], t]
    closed = leaf.closed
    return np.append(closed, smaller[smaller >= 0]), np.append(closed, larger[larger >= 0])
