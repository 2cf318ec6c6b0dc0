"""The search in large cases: prices prove what no plan is below, facilities change one by one, until both meet.

No proof rests on a solver. One core prices parts of all plans, the other changes lives; both meet after a fixed amount
of work each, so that the same seed gives the same plan unless the clock ends the search.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from math import ceil

import numpy as np

from netplan.case import Case
from netplan.engine.asking import LATE_SECONDS, Listener, Options, Progress, none_in_time
from netplan.engine.bounds import Bounds, Proven
from netplan.engine.branching import SWEEPS as SWEEPS_OF_PART
from netplan.engine.branching import Branching, Node
from netplan.engine.certificate import kept_names
from netplan.engine.compiled import clock
from netplan.engine.exact import faults
from netplan.engine.meeting import Meeting, race
from netplan.engine.methods import PRICED, WAYS
from netplan.engine.near import Near
from netplan.engine.plans.cohorts import shares_places
from netplan.engine.plans.network import Network, lives_for, network_of
from netplan.engine.plans.scenes import Found
from netplan.engine.plans.scope import obstacle
from netplan.engine.plans.starting import SPARES, starts_near
from netplan.engine.proofs import Proved, bound_of
from netplan.engine.reassigning import reassigned
from netplan.engine.stages import fewest_unserved
from netplan.indicators import GoalText, value_of
from netplan.plan import Plan, Reached
from netplan.program.facilities import FacilityHalf
from netplan.shortage import notices
from netplan.tables import Floats, Ints

WAYS_AT_ONCE = 30_000_000
"""Ways priced between two meetings: about a fifth of a second."""
WAYS_A_SWEEP = 30_000
"""A sweep takes as long as so many ways more than there are."""
SWEEPS, FEWER_SWEEPS, MANY_WAYS = 300, 200, 1_000_000
"""Sweeps for a goal, fewer from so many ways on: they come within 0.005 % of what prices can prove there."""
MOST_AHEAD = 10
"""Portions that the tree grows at most while the search is at a piece of work that cannot be divided."""
FIRST_SHARE = 0.5
"""Share of the time that the first prices may take: the rest is for plans."""
LEAF_PRICES = 10_000_000
"""So many prices are kept at most; a proof with more would be too long to keep."""
MOST_SPLIT = 2_000
"""With more facilities, the split of one raises the bound of all by nothing that shows: time is for plans then."""
LARGEST_FINES = 1 << 54
"""No sum of fines may be larger, so that 64 bits hold it."""
EXCEEDED, DEARER, HUNDREDTH = 3, 8, 100
"""Meetings in a row after which fines of earlier goals rise, how much, and the share of the goal they begin with."""
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
        self.started = clock()
        self.turn, self.until = 0, self.started + options.seconds
        self.stopped = ""
        self.reached: list[Reached] = []
        self.limits: dict[str, int] = {}
        self.bounds = Bounds(case, half, options.threads)
        self.plan: Plan | None = None
        if listener.on_size:
            problem = self.bounds.problem
            listener.on_size({WAYS: len(problem.pair), "people_needs": len(problem.people), PRICED: len(problem.row)})

    def run(self) -> Plan:
        """Find and prove goal after goal, people without a place first; among equals, people go the shortest ways."""
        unserved, main, *later = self.case.goals
        floor = fewest_unserved(self.case)
        self.until = self._share(len(later) + 1)
        # Asked as if so few could be without a place: true prices are near, but the bound holds only if a plan does it.
        hoped = {unserved.name: unserved.limit(floor)}
        fewest = self.bounds.counted(unserved)
        root = self._proven(main, hoped, FIRST_SHARE * self.patience)
        at = self.bounds.problem.half.at
        lives = lives_for(self.case, main, self.bounds.problem.half)
        network = network_of(self.case, main, lives)
        average = np.where(at >= 0, root.swept.columns[at], 0.0)
        with ExitStack() as stack:
            meetings = [stack.enter_context(one) for one in self._begun(network, average)]
            meeting = race(meetings, partial(self._is_enough, main, floor, root.proof.bound))
            self._take(meeting.found)
            if self._value(unserved) > bound_of(fewest.tree) and not self._is_over():
                fewest = self._proven(unserved, {}).of(unserved.name, {})
            self._prove(fewest)
            self._reach(unserved, max(floor, bound_of(fewest.tree)))
            if self.limits != hoped:
                root = self._proven(main, self.limits)
            tree = self._tree(root)
            self._approach(main, tree, meeting)
            self._settle(main, root, tree)
        for number, goal in enumerate(later):
            self.until = self._share(len(later) - number)
            self._improve(goal)
        if SHORTEST_WAYS.name not in self.limits:
            shorter = reassigned(self.case, self._best(), SHORTEST_WAYS, lives)
            if shorter is not None:
                self._keep(shorter)
        return self._finished()

    def _begun(self, network: Network, average: Floats) -> list[Meeting]:
        """Return searches from averages, and from a neighbour's levels, or from averages once more, but smaller.

        Of many ways the neighbour's levels alone, or averages: there the exact verdict needs the other core.
        """
        first = max(self.started + self.patience * self.options.seconds, clock() + LATE_SECONDS)
        is_small = len(self.bounds.problem.pair) < MANY_WAYS
        starts = starts_near(network, average, SPARES if is_small else SPARES[:1])
        if self.near is not None:
            starts = starts_near(network, self.near.at(self.case.tables)) + starts
        orders = [starts, [starts[1], starts[0], *starts[2:]]] if is_small else [starts]
        return [self._meeting(network, order, first) for order in orders]

    def _improve(self, goal: GoalText) -> None:
        """Find and prove a later goal from the plan so far, while earlier goals keep their limits.

        A plan that exceeds one is fined at about twice what the limit is worth, and more where that is too little.
        """
        root = self._proven(goal, self.limits)
        tree, names = self._tree(root), kept_names(root.question, self.limits)
        fines, most = dict[str, int](), dict[str, int]()
        for name, price, (costs, _) in zip(names, root.swept.prices.kept.tolist(), root.question.kept, strict=True):
            if name != self.case.goals[0].name:
                least = abs(self._value(goal)) // (HUNDREDTH * max(self.limits[name], 1)) + 1
                counted = int(abs(costs.way).max(initial=1) * self.bounds.problem.people.sum())
                most[name] = LARGEST_FINES // max(counted, 1)
                fines[name] = min(2 * ceil(price) + least, most[name])
        while not self._is_over() and not self._is_near(goal, tree.bound):
            lives = lives_for(self.case, goal, self.bounds.problem.half, fines)
            network = network_of(self.case, goal, lives, fines)
            with self._meeting(network, [self._best().chosen], self.until) as meeting:
                race([meeting], lambda _: True)
                self._approach(goal, tree, meeting, patience=0 if fines == most else EXCEEDED)
            fines = {name: min(DEARER * fine, most[name]) for name, fine in fines.items()}
        self._settle(goal, root, tree)

    def _meeting(self, network: Network, starts: Sequence[Ints], first: float) -> Meeting:
        """Return a search for plans that ends in time, with a first plan by then."""
        now = clock()
        seconds = max(self.until, first) - now, first - now
        return Meeting(network, starts, seconds, self.options.seed, self.listener.stop)

    def _tree(self, root: Proven) -> Branching:
        first = Node(root.question, root.swept, root.proof)
        return Branching(first, [self.bounds.responder(1), self.bounds.responder(1)])

    def _settle(self, goal: GoalText, root: Proven, tree: Branching) -> None:
        """Keep the proof of a goal, and hold later ones to what was reached."""
        self._prove(root.of(goal.name, self.limits, tree.tree))
        self._reach(goal, tree.bound)

    def _approach(self, goal: GoalText, tree: Branching, meeting: Meeting, patience: int = 0) -> None:
        """Raise the bound and lower the plan, both at once, until they are near enough.

        With patience, so many meetings in a row at which the plan exceeds what earlier goals allow end it.
        """
        problem, exceeded = self.bounds.problem, 0
        splits = max(1, WAYS_AT_ONCE // (2 * SWEEPS_OF_PART * (len(problem.pair) + WAYS_A_SWEEP)))
        most = LEAF_PRICES // max(len(problem.people), 1)
        if len(self.case.tables.levels.facilities) > MOST_SPLIT:
            most = 0
        while not self._is_over() and not self._is_near(goal, tree.bound):
            if tree.leaves < most:
                value = self._value(goal)
                tree.grow(splits * min(meeting.ahead, MOST_AHEAD), value - self.options.gap * abs(value), self._is_over)
            meeting.meet()
            exceeded = 0 if self._take(meeting.found) else exceeded + 1
            self._tell(goal, tree.bound)
            if 0 < patience < exceeded:
                return

    def _proven(self, goal: GoalText, limits: Mapping[str, int], share: float = 1.0) -> Proven:
        """Prove a bound by prices, in a share of all the time at most."""
        sweeps, until = SWEEPS if len(self.bounds.problem.pair) < MANY_WAYS else FEWER_SWEEPS, self.started
        until += share * self.options.seconds
        return self.bounds.prove(goal, limits, sweeps, lambda: self._is_over() or clock() > until, self.near)

    def _prove(self, proved: Proved) -> None:
        if self.listener.on_proof:
            self.listener.on_proof(proved)

    def _is_enough(self, goal: GoalText, floor: int, bound: int, found: Found) -> bool:
        """Take a plan, and say whether it serves all who can be, and is near enough a bound that holds then."""
        self._take(found)
        is_near = self.plan is not None and self._is_near(goal, bound)
        return is_near and value_of(self.case.goals[0], self._best()) <= floor

    def _is_near(self, goal: GoalText, bound: int) -> bool:
        value = self._value(goal)
        return value - bound <= self.options.gap * abs(value)

    def _take(self, found: Found | None) -> bool:
        """Take what the search for plans found, if it is better; return whether it keeps what earlier goals allow."""
        return found is None or self._keep(plan_of(self.case, found))

    def _keep(self, plan: Plan) -> bool:
        """Keep a plan that is better, if the exact verdict finds no fault; return False where it finds one."""
        if self.plan is not None and self._values(plan) >= self._values(self.plan):
            return not any(value_of(self.case.goal(name), plan) > limit for name, limit in self.limits.items())
        if faults(self.case, plan, self.limits):
            return False
        self.plan = plan
        if self.listener.on_life:
            self.listener.on_life(plan.chosen, {one.goal: one.bound for one in self.reached})
        return True

    def _values(self, plan: Plan) -> list[int]:
        """Return what a plan has of the goal whose turn it is and of those after it; earlier ones have limits."""
        return [value_of(goal, plan) for goal in (*self.case.goals[self.turn :], SHORTEST_WAYS)]

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
        elapsed = clock() - self.started
        goals = len(self.case.goals)
        self.listener.on_progress(Progress(goal.name, self.turn, goals, value, float(bound), gap, elapsed))

    def _is_over(self) -> bool:
        if self.listener.stop.is_set():
            self.stopped = "you"
        elif clock() > self.until:
            self.stopped = self.stopped or "clock"
        return self.stopped == "you" or clock() > self.until

    def _share(self, goals: int) -> float:
        """Return when the time of a goal ends, if so many share what is left."""
        now = clock()
        return now + (self.started + self.options.seconds - now) / goals


def can_be_priced(case: Case) -> bool:
    """Whether facilities can change one by one for each goal after the people unserved, with places told apart."""
    plans_are_near = len(case.goals) > 1 and not shares_places(case)
    return plans_are_near and not any(obstacle(case, goal) for goal in case.goals[1:])


def plan_of(case: Case, found: Found) -> Plan:
    """Return what was found as a plan."""
    return Plan(case.name, case.tables, found.chosen, found.go, found.without, (), titles=case.words.title)
