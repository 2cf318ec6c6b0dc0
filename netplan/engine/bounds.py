"""Bounds of a case by prices, goal after goal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from netplan.case import Case
from netplan.engine.compiled import HAS_COMPILER
from netplan.engine.near import Near
from netplan.engine.proofs import Leaf, Proved, Tree
from netplan.engine.relaxation.answers import answer
from netplan.engine.relaxation.prices import Asked, Prices, asked
from netplan.engine.relaxation.proof import Proof, proved
from netplan.engine.relaxation.relaxed import relaxed
from netplan.engine.relaxation.responding import Responder
from netplan.engine.relaxation.sweeps import Respond, Swept, sweep
from netplan.indicators import GoalText
from netplan.program.facilities import FacilityHalf

SWEEPS = 300
"""Sweeps for one goal: on invented regions the bound is then within 0.001 % of what prices can prove."""

SWEEPS_FROM_NEAR, FIRST_FROM_NEAR = 120, 0.1
"""Sweeps from a neighbour's prices, and the length of their first step."""


@dataclass(frozen=True, eq=False)
class Proven:
    """What prices prove of one goal."""

    question: Asked
    swept: Swept
    proof: Proof

    def of(self, goal: str, limits: Mapping[str, int], tree: Tree | None = None) -> Proved:
        """Return how the goal's bound was proved: by these prices, or by a tree that begins with them."""
        return Proved(goal, self.question, dict(limits), tree or Leaf(self.proof))


class Bounds:
    """A case taken apart by facility, and who answers to prices."""

    def __init__(self, case: Case, half: FacilityHalf, threads: int) -> None:
        self.problem = relaxed(case, half)
        self.respond = self.responder(threads)

    def responder(self, threads: int) -> Respond:
        """Return facilities that answer, compiled where that is possible."""
        return Responder(self.problem, threads) if HAS_COMPILER else answer

    def unpriced(self, goal: GoalText) -> Proved:
        """Prove what is known of a goal without any price: what it counts for those who have no way at all."""
        question = asked(self.problem, goal, {})
        free = Prices(np.zeros(len(self.problem.people)), np.zeros(len(self.problem.row)), np.zeros(0))
        return Proved(goal.name, question, {}, Leaf(proved(question, free)))

    def prove(
        self,
        goal: GoalText,
        limits: Mapping[str, int],
        sweeps: int = SWEEPS,
        stop: Callable[[], bool] = lambda: False,
        near: Near | None = None,
    ) -> Proven:
        """Prove a bound of a goal that is a sum, earlier goals within their limits; a stop ends it early.

        With a neighbour that asked for the same goal, prices begin at its own: that takes fewer sweeps.
        """
        question = asked(self.problem, goal, limits)
        if near is not None and near.goal == goal.name:
            start, first = near.prices(question, limits), FIRST_FROM_NEAR
            swept = sweep(question, SWEEPS_FROM_NEAR, start, respond=self.respond, first=first, until=lambda _: stop())
        else:
            swept = sweep(question, sweeps, respond=self.respond, until=lambda _: stop())
        return Proven(question, swept, proved(question, swept.prices, self.respond))
