"""The search in large cases: prices prove what no plan is below, facilities change one by one, until both meet.

Nothing is handed to a solver. One core prices parts of all plans, the other changes lives; both meet after a fixed
amount of work each, so that the same seed gives the same plan unless the clock ends the search.
"""

import time
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from netplan.case import Case
from netplan.engine.asking import Listener, Options, Progress, none_in_time
from netplan.engine.bounds import Bounds, Proven
from netplan.engine.branching import SWEEPS as SWEEPS_OF_PART
from netplan.engine.branching import Branching, Node
from netplan.engine.exact import faults
from netplan.engine.meeting import Meeting
from netplan.engine.methods import PRICED, WAYS
from netplan.engine.near import Near
from netplan.engine.plans.network import lives_for, network_of
from netplan.engine.plans.scope import obstacle
from netplan.engine.plans.search import Found
from netplan.engine.plans.starting import start_near
from netplan.engine.proofs import Proved, bound_of
from netplan.engine.reassigning import reassigned
from netplan.engine.stages import fewest_unserved
from netplan.indicators import GoalText, value_of
from netplan.plan import Plan, Reached
from netplan.program.facilities import FacilityHalf
from netplan.shortage import notices

WAYS_AT_ONCE = 60_000_000
"""Ways priced between two meetings: about half a second."""
WAYS_A_SWEEP = 30_000
"""A sweep takes as long as so many ways more than there are."""
SWEEPS, FEWER_SWEEPS, MANY_WAYS = 300, 200, 1_000_000
"""Sweeps for a goal, fewer from so many ways on: they come within 0.005 % of what prices can prove there."""
FIRST_SHARE = 0.5
"""Share of the time that the first prices may take: the rest is for plans."""
LEAF_PRICES = 5_000_000
"""So many prices are kept at most; a proof with more would be too long to keep."""
GOALS = 2
"""People without a place, and one goal more."""
SHORTEST_WAYS = GoalText.model_construct(name="person_minutes")
"""What decides between plans that are equally good by every goal and have the same facilities."""


class Pricing:
    """What is known so far: the best plan, what was reached, what later goals have to keep."""

    def __init__(
        self,
        case: Case,
        half: FacilityHalf,
        options: Options,
        listener: Listener,
        patience: float = 1.0,
        near: Near | None = None,
    ) -> None:
        """Begin, near a neighbour if there is one; `patience` is the share of time in which a plan has to be found."""
        self.case, self.options, self.listener = case, options, listener
        self.patience, self.near = patience, near
        self.started = time.monotonic()
        self.turn = 0
        self.stopped = ""
        self.reached: list[Reached] = []
        self.limits: dict[str, int] = {}
        self.bounds = Bounds(case, half, options.threads)
        self.plan: Plan | None = None
        if listener.on_size:
            problem = self.bounds.problem
            listener.on_size({WAYS: len(problem.pair), "people_needs": len(problem.people), PRICED: len(problem.row)})

    def run(self) -> Plan:
        """Find and prove: people without a place first, then the goal; among equals, people go the shortest ways."""
        unserved, main = self.case.goals
        floor = fewest_unserved(self.case)
        # Asked as if so few could be without a place: true prices are near, but the bound holds only if a plan does it.
        hoped = {unserved.name: unserved.limit(floor)}
        root = self._proven(main, hoped, FIRST_SHARE * self.patience)
        at = self.bounds.problem.half.at
        lives = lives_for(self.case, main, self.bounds.problem.half)
        network = network_of(self.case, main, lives)
        average = np.where(at >= 0, root.swept.columns[at], 0.0)
        start = start_near(network, average if self.near is None else self.near.at(self.case.tables))
        past = time.monotonic() - self.started
        left, first = self.options.seconds - past, self.patience * self.options.seconds - past
        with Meeting(network, start, (left, first), self.options.seed, self.listener.stop) as meeting:
            self._take(meeting.found)
            fewest = self.bounds.unpriced(unserved)
            if self._value(unserved) > bound_of(fewest.tree) and not self._is_over():
                fewest = self._proven(unserved, {}).of(unserved.name, {})
            self._prove(fewest)
            self._reach(unserved, max(floor, bound_of(fewest.tree)))
            if self.limits != hoped:
                root = self._proven(main, self.limits)
            self._reach(main, self._approach(main, root, meeting))
        if SHORTEST_WAYS.name not in self.limits:
            self._keep(reassigned(self.case, self._best(), SHORTEST_WAYS, lives))
        return self._finished()

    def _approach(self, goal: GoalText, root: Proven, meeting: Meeting) -> int:
        """Raise the bound and lower the plan, both at once, until they are near enough; return the bound."""
        first = Node(root.question, root.swept, root.proof)
        tree, limits = Branching(first, [self.bounds.responder(1), self.bounds.responder(1)]), self.limits
        problem = self.bounds.problem
        splits = max(1, WAYS_AT_ONCE // (2 * SWEEPS_OF_PART * (len(problem.pair) + WAYS_A_SWEEP)))
        most = LEAF_PRICES // max(len(problem.people), 1)
        while not self._is_over() and not self._is_near(goal, tree.bound):
            if tree.leaves < most:
                value = self._value(goal)
                tree.grow(splits, value - self.options.gap * abs(value), self._is_over)
            meeting.meet()
            self._take(meeting.found)
            self._tell(goal, tree.bound)
        self._prove(root.of(goal.name, limits, tree.tree))
        return tree.bound

    def _proven(self, goal: GoalText, limits: Mapping[str, int], share: float = 1.0) -> Proven:
        """Prove a bound by prices, in a share of all the time at most."""
        sweeps, until = SWEEPS if len(self.bounds.problem.pair) < MANY_WAYS else FEWER_SWEEPS, self.started
        until += share * self.options.seconds
        return self.bounds.prove(goal, limits, sweeps, lambda: self._is_over() or time.monotonic() > until, self.near)

    def _prove(self, proved: Proved) -> None:
        if self.listener.on_proof:
            self.listener.on_proof(proved)

    def _is_near(self, goal: GoalText, bound: int) -> bool:
        value = self._value(goal)
        return value - bound <= self.options.gap * abs(value)

    def _take(self, found: Found | None) -> None:
        """Take what the search for plans found, if it is better."""
        if found is not None:
            self._keep(plan_of(self.case, found))

    def _keep(self, plan: Plan | None) -> None:
        """Keep a plan that is better, if the exact verdict finds no fault."""
        if plan is None or (self.plan is not None and self._values(plan) >= self._values(self.plan)):
            return
        if faults(self.case, plan, self.limits):
            return
        self.plan = plan
        if self.listener.on_life:
            self.listener.on_life(plan.chosen, {one.goal: one.bound for one in self.reached})

    def _values(self, plan: Plan) -> list[int]:
        return [value_of(goal, plan) for goal in (*self.case.goals, SHORTEST_WAYS)]

    def _best(self) -> Plan:
        if self.plan is None:
            raise none_in_time(self.stopped or "clock")
        return self.plan

    def _value(self, goal: GoalText) -> int:
        return value_of(goal, self._best())

    def _reach(self, goal: GoalText, bound: int) -> None:
        value = self._value(goal)
        limit = goal.limit(value)
        self.reached.append(Reached(goal.name, value, value, min(bound, value), limit))
        self.limits = self.limits | {goal.name: limit}
        self._tell(goal, bound)
        self.turn += 1

    def _finished(self) -> Plan:
        plan = self._best()
        values = {goal.name: value_of(goal, plan) for goal in self.case.goals}
        reached = tuple(
            replace(one, value=values[one.goal], best=min(one.best, values[one.goal])) for one in self.reached
        )
        return replace(plan, goals=reached, stopped=self.stopped, notices=tuple(notices(self.case, plan)))

    def _tell(self, goal: GoalText, bound: int) -> None:
        if self.listener.on_progress is None:
            return
        value = float(self._value(goal))
        gap = (value - bound) / max(abs(value), 1.0)
        elapsed = time.monotonic() - self.started
        goals = len(self.case.goals)
        self.listener.on_progress(Progress(goal.name, self.turn, goals, value, float(bound), gap, elapsed))

    def _is_over(self) -> bool:
        if self.listener.stop.is_set():
            self.stopped = "you"
        elif time.monotonic() - self.started > self.options.seconds:
            self.stopped = self.stopped or "clock"
        return bool(self.stopped)


def can_be_priced(case: Case) -> bool:
    """Whether facilities can change one by one for one goal beside the people unserved.

    With more goals in order, which facilities change would be decided by the first of them alone: HiGHS does better.
    """
    return len(case.goals) == GOALS and not obstacle(case, case.goals[1])


def plan_of(case: Case, found: Found) -> Plan:
    """Return what was found as a plan."""
    return Plan(case.name, case.tables, found.chosen, found.go, found.without, (), titles=case.words.title)
