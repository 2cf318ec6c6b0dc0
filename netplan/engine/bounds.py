"""Bounds of a case by prices, goal after goal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from netplan.case import Case
from netplan.engine.compiled import HAS_COMPILER
from netplan.engine.near import Near
from netplan.engine.proofs import Leaf, Proved, Tree
from netplan.engine.relaxation.answers import answer
from netplan.engine.relaxation.covers import Areas, Cover, Sure
from netplan.engine.relaxation.prices import Asked, Prices, asked
from netplan.engine.relaxation.proof import Proof, proved
from netplan.engine.relaxation.relaxed import relaxed
from netplan.engine.relaxation.responding import Responder
from netplan.engine.relaxation.sweeps import Respond, Swept, prices_of_shortage, sweep
from netplan.indicators import GoalText
from netplan.program.facilities import FacilityHalf

SWEEPS = 300
"""Sweeps for one goal: on invented regions the bound is then within 0.001 % of what prices can prove."""

SWEEPS_FROM_NEAR, FIRST_FROM_NEAR = 120, 0.1
"""Sweeps from a neighbour's prices, and the length of their first step."""
ROUNDS, SWEEPS_COVERED, FIRST_COVERED = 3, 200, 1.5
"""How often rows of areas are added, the sweeps that follow, and the length of their first step."""


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
        self.fewest: Proof | None = None
        """What is proved of the people without a place."""

    def responder(self, threads: int) -> Respond:
        """Return facilities that answer, compiled where that is possible."""
        return Responder(self.problem, threads) if HAS_COMPILER else answer

    def counted(self, goal: GoalText) -> Proved:
        """Prove what counting shows of people without a place: who has no way at all, and where places are short."""
        question = asked(self.problem, goal, {})
        self.fewest = proved(question, prices_of_shortage(self.problem))
        return Proved(goal.name, question, {}, Leaf(self.fewest))

    def prove(
        self,
        goal: GoalText,
        limits: Mapping[str, int],
        sweeps: int = SWEEPS,
        stop: Callable[[], bool] = lambda: False,
        near: Near | None = None,
    ) -> Proven:
        """Prove a bound of a goal that is a sum, earlier goals within their limits; a stop ends it early.

        With a neighbour that asked for the same goal, prices begin at its own: that takes fewer sweeps. Those of people
        without a place begin at what counting proves.
        """
        question, areas, covers = asked(self.problem, goal, limits), self._areas(goal, limits), list[Cover]()
        first: float | None = None
        if near is not None and near.goal == goal.name:
            if areas is not None and (covers := near.covers(areas)):
                question = replace(question, problem=areas.with_rows(covers))
            start: Prices | None = near.prices(question, limits)
            sweeps, first = SWEEPS_FROM_NEAR, FIRST_FROM_NEAR
        else:
            start = prices_of_shortage(self.problem) if goal.name == "unserved" else None
        swept = sweep(question, sweeps, start, respond=self.respond, first=first, until=lambda _: stop())
        if areas is not None:
            question, swept = self._covered(question, swept, areas, covers, stop)
        found = Proven(question, swept, proved(question, swept.prices, self.respond))
        if goal.name == "unserved":
            self.fewest = found.proof
        return found

    def _areas(self, goal: GoalText, limits: Mapping[str, int]) -> Areas | None:
        """Return the areas whose people surely need places, None where nothing proves that they do."""
        if goal.name == "unserved" or self.fewest is None or "unserved" not in limits:
            return None
        return Areas(self.problem, Sure(self.fewest.need == 0, max(limits["unserved"] - self.fewest.bound, 0)))

    def _covered(
        self, question: Asked, swept: Swept, areas: Areas, covers: list[Cover], stop: Callable[[], bool]
    ) -> tuple[Asked, Swept]:
        """Add rows that round up what areas need, those that answers break on average, and price them as well."""
        for _ in range(ROUNDS):
            more = [] if stop() else areas.broken(swept.columns, covers)
            if not more:
                break
            covers = covers + more
            question = replace(question, problem=areas.with_rows(covers))
            prices = swept.prices
            start = replace(prices, row=np.append(prices.row, np.zeros(len(more))))
            swept = sweep(
                question, SWEEPS_COVERED, start, respond=self.respond, first=FIRST_COVERED, until=lambda _: stop()
            )
        return question, swept
