"""Branch and bound on the levels of facilities: each part of a split is priced anew, from the prices of the whole.

A split says of one facility in one year: its level is one of the smaller ones, or one of the larger. No plan is below
the least bound of all leaves, because every plan is in one of them. No solver takes part.
"""

import heapq
import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from netplan.engine.relaxation.prices import Asked
from netplan.engine.relaxation.proof import MOST_BITS
from netplan.engine.relaxation.sweeps import Respond, Swept, sweep
from netplan.tables import Ints

SWEEPS, FIRST, LAST = 40, 0.05, 0.0025
"""Sweeps of each part, and the lengths of their steps: shorter than from scratch."""
AGAIN = 200
"""Sweeps where levels are clear but prices are not yet: that places do not suffice takes many to show."""
CLEAR = 0.005
"""A level that is nearer to certain than this is not split."""
SAFE = 1e-9
"""Share of a bound that is not claimed, because it was counted in floating point."""
RISE = 1e-6
"""A bound that rises by less, relatively, has come to its end."""


@dataclass(eq=False)
class Node:
    """Some of all plans: what is forbidden there, the prices that prove a bound, and how it was split."""

    question: Asked
    swept: Swept
    bound: float
    split: tuple[int, int, tuple[int, ...]] | None = None
    """Facility, listed year, and the levels of the first part."""
    parts: tuple["Node", ...] = ()


class Branching:
    """A tree that grows where the bound is weakest."""

    def __init__(self, question: Asked, swept: Swept, responders: Sequence[Respond]) -> None:
        """Begin with the whole question; there is one responder for each part, so that both are priced at once."""
        self.root = Node(question, swept, swept.bound)
        self.responders = responders
        self._weakest: list[tuple[float, int, Node]] = []
        self._number = 0
        self._proved = np.inf
        self._add(self.root)

    @property
    def bound(self) -> float:
        """No plan is below."""
        return min(self._proved, self._weakest[0][0] if self._weakest else np.inf)

    @property
    def whole_bound(self) -> int:
        """The same in whole units, with room for the digits that floating point and rounded prices lose."""
        persons = int(self.root.question.problem.people.sum())
        whole: int = math.ceil(self.bound - SAFE * abs(self.bound) - persons / 2**MOST_BITS) - 1
        return whole

    @property
    def leaves(self) -> int:
        """How many leaves there are."""
        return self._number

    def grow(self, splits: int, target: float, stop: Callable[[], bool]) -> None:
        """Split the weakest leaf so many times, or until no leaf holds a plan below the target."""
        with ThreadPoolExecutor(len(self.responders)) as pool:
            for _ in range(splits):
                if stop() or not self._weakest or self.bound >= target:
                    return
                _, _, node = heapq.heappop(self._weakest)
                split = _split(node)
                if split is None:
                    self._look_again(node)
                    continue
                parts = _parts(node.question, *split)
                node.split = split
                node.parts = tuple(pool.map(_priced, (node, node), parts, self.responders))
                for part in node.parts:
                    self._add(part)

    def _look_again(self, node: Node) -> None:
        """Price a leaf with clear levels once more; where that proves nothing new, it is at its end."""
        again = _priced(node, node.question, self.responders[0], AGAIN)
        has_risen = again.bound > node.bound + RISE * abs(node.bound)
        node.swept, node.bound = again.swept, again.bound
        if has_risen or _split(node) is not None:
            self._add(node)
        else:
            self._proved = min(self._proved, node.bound)

    def _add(self, node: Node) -> None:
        self._number += 1
        heapq.heappush(self._weakest, (node.bound, self._number, node))


def _priced(node: Node, question: Asked, respond: Respond, sweeps: int = SWEEPS) -> Node:
    swept = sweep(question, sweeps, node.swept.prices, respond=respond, first=FIRST, last=LAST)
    return Node(question, swept, max(swept.bound, node.bound))


def _parts(question: Asked, facility: int, year: int, levels: tuple[int, ...]) -> tuple[Asked, Asked]:
    """Return the question where the facility has one of the levels in that year, and where it has none of them."""
    at = question.problem.half.at[facility, :, year]
    inside = at[list(levels)]
    outside = np.delete(at, list(levels))
    return _without(question, outside), _without(question, inside)


def _without(question: Asked, columns: Ints) -> Asked:
    return replace(question, closed=np.append(question.closed, columns[columns >= 0]))


def _split(node: Node) -> tuple[int, int, tuple[int, ...]] | None:
    """Split where the answers are least sure: the smaller levels against the larger, of one facility and year."""
    problem = node.question.problem
    at, sizes = problem.half.at, problem.case.tables.levels.size
    share = np.where(at >= 0, node.swept.columns[at], 0.0)
    order = np.argsort(sizes, axis=1, kind="stable")
    smaller = np.cumsum(np.take_along_axis(share, order[:, :, None], axis=1), axis=1)[:, :-1]
    unsure = np.minimum(smaller, 1 - smaller)
    f, k, t = np.unravel_index(int(unsure.argmax()), unsure.shape)
    if unsure[f, k, t] < CLEAR:
        return None
    return int(f), int(t), tuple(order[f, : k + 1].tolist())
