"""The search in siting questions: goal after goal, each with its plan and its bound; no program is built."""

import math
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from netplan.engine.asking import Listener, Options, Progress
from netplan.engine.exact import faults
from netplan.engine.highs import Effort, Watch
from netplan.engine.methods import SITED, WAYS
from netplan.engine.refusal import relaxing
from netplan.engine.siting.covering import cover
from netplan.engine.siting.people import sent
from netplan.engine.siting.problem import Problem
from netplan.engine.siting.question import Siting
from netplan.engine.siting.transport import Transport
from netplan.engine.siting.tree import UNKNOWN, Tree
from netplan.errors import SolverError
from netplan.indicators import GoalText, value_of
from netplan.plan import Plan, Reached
from netplan.shortage import no_plan, notices
from netplan.tables import NONE, Ints


class Sited:
    """What is known so far: the best set of open facilities, and the bounds of the goals."""

    def __init__(self, siting: Siting, options: Options, listener: Listener) -> None:
        self.siting, self.options, self.listener = siting, options, listener
        self.started = time.monotonic()
        self.stopped = ""
        self.bounds: dict[str, int] = {}
        self.opened = siting.widest
        self.unserved = 0
        self._deadline = self.started + options.seconds / len(siting.case.goals)
        self.problem = siting.serving()
        self.transport: Transport | None = None
        if listener.on_size:
            listener.on_size({WAYS: int((siting.pair != NONE).sum()), SITED: len(siting.opens)})

    def run(self) -> Plan:
        """Find and prove: people without a place first, then the goal; among equals, people go the shortest ways.

        Raises NoPlanError where everyone is to be served and cannot be.
        """
        unserved, *later = self.siting.case.goals
        self._serve(unserved)
        for goal in later:
            self._deadline = time.monotonic() + self._left()
            if goal.name == "longest_way":
                self._shorten(goal)
            else:
                self._lower(goal)
        return self._finished()

    def _serve(self, goal: GoalText) -> None:
        """Leave as few people as possible without a place."""
        siting, is_known = self.siting, True
        if siting.serves_all and len(siting.case.goals) > 1:
            self.bounds[goal.name] = siting.far
        else:
            self._grow(goal, siting.serving(), lambda number: number * siting.stay + siting.far, 0.0, floor=0)
            is_known = self.bounds[goal.name] > 0
        is_asked = any(rule.rule == "everyone_served" for rule in siting.case.enforced)
        if is_asked and (siting.far or (self.unserved and is_known)):
            raise no_plan(siting.case, relaxed=relaxing(siting.case, self.options, self._left()))

    def _lower(self, goal: GoalText) -> None:
        """Lower a goal that is a sum; those without a place count so much that no more are left than before."""
        siting, outside = self.siting, math.inf
        base = siting.base(goal)
        if self.unserved:
            outside = siting.penalty(goal)
            base -= int(outside) * self.unserved
        problem = siting.costing(goal, outside)
        if not problem.is_covering:
            self._grow(goal, problem, lambda number: number + base, self.options.gap)
            return
        opened, fewest = cover(problem, problem.most, self._effort(), self._watch(), is_enough=False)
        self.opened = self.opened if opened is None else opened
        self.problem, self.transport = problem, None
        self.bounds[goal.name] = base + fewest * int(problem.fixed[problem.may][0])
        self._is_over()
        self._tell_life()

    def _shorten(self, goal: GoalText) -> None:
        """Shorten the longest way by halving the list of possible ways."""
        siting = self.siting
        ways = np.unique(siting.seconds[siting.pair != NONE])
        low, high = 0, len(ways) - 1
        if not self.unserved:
            low, high = (
                int(np.searchsorted(ways, self._longest(o))) for o in (np.flatnonzero(siting.may), self.opened)
            )
        while low < high and not self._is_over():
            middle = (low + high) // 2
            opened, is_sure = self._reaching(float(ways[middle]))
            if opened is not None:
                self.opened, high = opened, middle
                if not self.unserved:
                    high = int(np.searchsorted(ways, self._longest(opened)))
                self._tell_life()
            elif is_sure:
                low = middle + 1
            self._tell(goal, float(ways[high]), float(ways[low]))
        self.problem = siting.serving(float(ways[high]) if len(ways) else 0.0)
        self.bounds[goal.name] = int(ways[low]) if len(ways) else 0

    def _reaching(self, longest: float) -> tuple[Ints | None, bool]:
        """Return facilities that leave no more people out without longer ways, and whether it is sure if none do."""
        problem = self.siting.serving(longest)
        if not self.unserved:
            opened, fewest = cover(problem, problem.most, self._effort(), self._watch(), is_enough=True)
            return opened, fewest > problem.most
        tree = Tree(problem, self._is_over, self.options.seed)
        tree.grow(self.opened, enough=self.unserved)
        is_found = tree.found is not None and tree.found.value <= self.unserved
        return tree.found.opened if tree.found is not None and is_found else None, tree.bound > self.unserved

    def _longest(self, opened: Ints) -> int:
        """Return the longest way if everybody goes the shortest one to the facilities given [s]."""
        siting = self.siting
        ways = np.where(siting.pair != NONE, siting.seconds, np.iinfo(np.int64).max)[opened]
        return int(ways.min(axis=0).max(initial=0)) if len(opened) else 0

    def _grow(
        self, goal: GoalText, problem: Problem, counted: Callable[[int], int], gap: float, floor: int = -UNKNOWN
    ) -> None:
        """Search for the best plan of a problem; `counted` says what its numbers are in the goal's unit."""
        tree = Tree(problem, self._is_over, self.options.seed)

        def tell() -> None:
            if tree.found is not None and not np.array_equal(tree.found.opened, self.opened):
                self.opened = tree.found.opened
                self._tell_life()
            value = math.inf if tree.found is None else counted(tree.found.value)
            self._tell(goal, value, counted(tree.bound))

        tree.grow(self.opened, gap=gap, floor=floor, tell=tell)
        tell()
        self.bounds[goal.name] = counted(tree.bound)
        if not self.bounds.keys() - {goal.name} and tree.found is not None:
            self.unserved = tree.found.value
        self.problem, self.transport = problem, tree.transport

    def _finished(self) -> Plan:
        """Let people go, and hold the plan against the exact verdict."""
        siting, case = self.siting, self.siting.case
        tables = case.tables
        go = np.zeros((len(tables.pairs.cell), 1), np.int64)
        people = sent(siting, self.problem, self.transport, self.opened)
        used = people > 0
        go[siting.pair[used], 0] = people[used]
        unserved = tables.demand.people.copy()
        np.subtract.at(unserved, (tables.pairs.cell, tables.pairs.service), go)
        chosen = siting.chosen(self.opened)
        plan = Plan(case.name, tables, chosen, go, unserved, (), titles=case.words.title)
        if found := faults(case, plan, {}):
            raise SolverError(
                f"The plan found breaks rules: {', '.join(found)}.",
                de=f"Der gefundene Plan verletzt Regeln: {', '.join(found)}.",
            )
        reached = []
        for goal in case.goals:
            value = value_of(goal, plan)
            reached.append(Reached(goal.name, value, value, min(self.bounds[goal.name], value), goal.limit(value)))
        return replace(plan, goals=tuple(reached), stopped=self.stopped, notices=tuple(notices(case, plan)))

    def _tell_life(self) -> None:
        if self.listener.on_life:
            self.listener.on_life(self.siting.chosen(self.opened), dict(self.bounds))

    def _tell(self, goal: GoalText, value: float, bound: float) -> None:
        if self.listener.on_progress is None:
            return
        known = value if math.isfinite(value) else None
        gap = None if known is None else (known - bound) / max(abs(known), 1.0)
        goals, elapsed = len(self.siting.case.goals), time.monotonic() - self.started
        self.listener.on_progress(Progress(goal.name, len(self.bounds), goals, known, float(bound), gap, elapsed))

    def _effort(self) -> Effort:
        return Effort(max(self._deadline - time.monotonic(), 0.0), seed=self.options.seed)

    def _watch(self) -> Watch:
        return Watch(self.listener.stop)

    def _left(self) -> float:
        return max(self.options.seconds - (time.monotonic() - self.started), 0.0)

    def _is_over(self) -> bool:
        """Whether a stop was asked for, or the time of this goal is up."""
        if self.listener.stop.is_set():
            self.stopped = "you"
        elif time.monotonic() > self._deadline:
            self.stopped = self.stopped or "clock"
        return self.stopped == "you" or time.monotonic() > self._deadline
