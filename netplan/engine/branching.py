"""Branch and bound on the levels of facilities: each part of a split is priced anew, from the prices of the whole.

A split says of one facility in one year: its level is one of the smaller ones, or one of the larger. No plan is below
the least bound of all leaves, because every plan is in one of them. No solver takes part.
"""

import heapq
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from netplan.engine.proofs import Leaf, Split, Tree
from netplan.engine.relaxation.prices import Asked
from netplan.engine.relaxation.proof import Proof, proved
from netplan.engine.relaxation.sweeps import Respond, Swept, sweep
from netplan.tables import Ints

SWEEPS, FIRST, LAST = 20, 0.015, 0.0025
"""Sweeps of each part, and the lengths of their steps: shorter than from scratch."""
AGAIN = 200
"""Sweeps where levels are clear but prices are not yet: that places do not suffice takes many to show."""
CLEAR = 0.005
"""A level that is nearer to certain than this is not split."""
RISE = 1e-6
"""A bound that rises by less, relatively, has come to its end."""


@dataclass(eq=False)
class Node:
    """Some of all plans: what is forbidden there, the prices that prove a bound, and how it was split."""

    question: Asked
    swept: Swept
    proof: Proof
    split: tuple[int, int, tuple[int, ...]] | None = None
    """Facility, listed year, and the levels of the first part."""
    parts: tuple["Node", ...] = ()


class Branching:
    """A tree that grows where the bound is weakest."""

    def __init__(self, root: Node, responders: Sequence[Respond]) -> None:
        """Begin with the whole question; there is one responder for each part, so that both are priced at once."""
        self.root = root
        self.responders = responders
        self._weakest: list[tuple[int, int, Node]] = []
        self._number = 0
        self._ended: list[Node] = []
        self._add(root)

    @property
    def bound(self) -> int:
        """No plan is below; counted in whole numbers, leaf by leaf."""
        return min([node.proof.bound for node in self._ended] + [bound for bound, _, _ in self._weakest[:1]])

    @property
    def tree(self) -> Tree:
        """What proves the bound."""
        nodes = [self.root]
        for node in nodes:
            nodes += node.parts
        found: dict[int, Tree] = {}
        for node in reversed(nodes):
            found[id(node)] = Leaf(node.proof)
            if node.split is not None:
                found[id(node)] = Split(*node.split, *(found[id(part)] for part in node.parts))
        return found[id(self.root)]

    @property
    def leaves(self) -> int:
        """How many leaves there are."""
        return len(self._weakest) + len(self._ended)

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
        has_risen = again.proof.bound > node.proof.bound + RISE * abs(node.proof.bound)
        if again.proof.bound > node.proof.bound:
            node.proof = again.proof
        node.swept = again.swept
        if has_risen or _split(node) is not None:
            self._add(node)
        else:
            self._ended.append(node)

    def _add(self, node: Node) -> None:
        self._number += 1
        heapq.heappush(self._weakest, (node.proof.bound, self._number, node))


def _priced(node: Node, question: Asked, respond: Respond, sweeps: int = SWEEPS) -> Node:
    swept = sweep(question, sweeps, node.swept.prices, respond=respond, first=FIRST, last=LAST)
    return Node(question, swept, proved(question, swept.prices, respond))


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
