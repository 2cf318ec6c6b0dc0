"""Ever better plans from a start: facilities change one at a time, then with their surroundings, until time is up.

Kicks and stirs change a few facilities; where they gain little, HiGHS proposes lives of a whole surrounding at once.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from threading import Event

import numpy as np

from netplan.engine.plans.arrays import (
    FAR,
    IS_FULL,
    IS_NOTED,
    IS_SOFT,
    LEFT,
    MISSING,
    NOTES,
    OVER,
    TOTAL,
    WORK,
    Scene,
)
from netplan.engine.plans.assign import solve
from netplan.engine.plans.book import undo
from netplan.engine.plans.change import take_path
from netplan.engine.plans.choices import Choices, Sheet, choices_of, empty_sheet
from netplan.engine.plans.cores import WORK_OF_COLUMN, Cores
from netplan.engine.plans.descent import descend, enqueue_neighbours
from netplan.engine.plans.excess import raise_fines
from netplan.engine.plans.kicks import kick_each, stir_each
from netplan.engine.plans.network import Network, begin, find_floor, limits_of, people_of
from netplan.tables import Ints

NOTES_KEPT = 1 << 21
"""Changes that can be undone at a time."""
BLOCK = 10_000_000
"""Arcs looked at between two looks at the clock: about a tenth of a second."""
SLACKS = (1 / 8, 1 / 4, 1 / 2, 1)
"""How much kicks may lose by themselves, as a share of what they may in the end: those that lose little come first."""
DEPTHS = (2, 3, 4)
"""How many facilities are stirred at a time, in turn."""
RISES, RISE, FALL = 60, 1.5, 0.8
"""How often rows that the start exceeds may become dearer, by how much, and how much cheaper rows become in time."""
CORES_AT_ONCE, PATIENCE, LEAST_RATE = 5, 1.2, 1e-9
"""Surroundings decided anew one after the other; how much more the way that is not taken seems to gain next, and what
it seems to gain at least."""
TELL_SECONDS = 0.5
"""A better plan is told this long after the one before at the earliest."""


@dataclass(frozen=True, eq=False)
class Found:
    """A plan."""

    chosen: Ints
    """Indices of the steps taken, one a facility and listed year, sorted."""
    go: Ints
    """Persons by pair and entry, shape (pairs, entries)."""
    without: Ints
    """Persons without a place, shape (cells, services, entries)."""
    value: int
    """What it costs, in the goal's unit."""
    unserved: int
    """Persons without a place, times the calendar years that each listed year stands for."""


@dataclass(frozen=True)
class Effort:
    """How long to search, and by which lot; the same work leads to the same plan, on whatever machine."""

    seconds: float = 10.0
    work: int = 1 << 60
    """Arcs looked at, at most: a limit that does not depend on the machine."""
    seed: int = 0


def improve(
    network: Network,
    chosen: Ints,
    effort: Effort,
    tell: Callable[[Found], None] | None = None,
    stop: Event | None = None,
) -> Found | None:
    """Search for better plans, beginning with the lives of some steps; None where none keeps every minimum size.

    The order of plans is: fewer people without a place, then less of the network's goal.
    """
    search = Search(network, chosen, effort, tell, stop or Event())
    search.run()
    return search.best


class Search:
    """One search: a scene that changes, and the best plan seen."""

    def __init__(
        self,
        network: Network,
        chosen: Ints,
        effort: Effort,
        tell: Callable[[Found], None] | None,
        stop: Event,
    ) -> None:
        self.network, self.effort, self.tell, self.stop = network, effort, tell, stop
        self.started = self.told = time.monotonic()
        self.best: Found | None = None
        self.lots = np.random.default_rng(effort.seed)
        self.rows = network.couplings
        self.choices: Choices = choices_of(network.lives, self.rows)
        self.scene: Scene = begin(network, acts_of(network, chosen), NOTES_KEPT, self.rows)
        self.sheet: Sheet = empty_sheet(self.scene, self.choices)
        self.sheet.lot[0] = 1 + effort.seed
        self.cores = Cores(network, self.choices, np.random.default_rng(effort.seed))

    def run(self) -> None:
        """Search until time or work is up, or somebody asks to stop."""
        slack = self.begin()
        self.settle()
        for share in SLACKS:
            self.sheet.is_due[:] = 1
            self._kick(int(slack * share))
        while not self.is_over and self._kick(slack):
            pass
        self._vary(slack)
        self._keep(at_once=True)

    def _vary(self, slack: int) -> None:
        """Stir, or decide some facilities anew, whichever gained more of late for its work."""
        turn, rate = 0, {True: inf, False: inf if self.cores.are_possible else -inf}
        while not self.is_over:
            stirs, before, work = rate[True] >= rate[False], self._total(), int(self.scene.numbers[WORK])
            if not stirs:
                self._decide_anew()
            elif self._stir(DEPTHS[turn % len(DEPTHS)], slack):
                self._kick(slack)
            turn += stirs
            rate[stirs] = (before - self._total()) / max(int(self.scene.numbers[WORK]) - work, 1) + LEAST_RATE
            rate[not stirs] *= PATIENCE

    def _decide_anew(self) -> None:
        """Decide some facilities anew, a few surroundings one after the other."""
        for _ in range(CORES_AT_ONCE):
            core = None if self.scene.numbers[OVER] else self.cores.next(self.scene)
            self.scene.numbers[WORK] += WORK_OF_COLUMN * (core.columns if core else 1)
            if core is None or self.is_over:
                return
            left = self.effort.seconds - (time.monotonic() - self.started)
            acts = core.solved(self.scene, self.choices, left, self.stop)
            if acts is None or not self.adopt(core.free, acts):
                self.cores.tell(self.scene, core)
            self._keep()

    def adopt(self, free: Ints, acts: Ints) -> bool:
        """Let facilities take acts, shape (free, years), if that is better; return whether it is."""
        scene, numbers, years = self.scene, self.scene.numbers, self.choices.years
        before, total, notes = self._total(), int(numbers[TOTAL]), int(numbers[NOTES])
        for facility, path in zip(free.tolist(), acts, strict=True):
            if (scene.life[facility * years : (facility + 1) * years] != path).any():
                self.sheet.path[:] = path
                take_path(scene, self.choices, self.sheet, facility)
        is_better = self._total() < before and not numbers[OVER]
        if not is_better:
            undo(scene, notes, total)
            return False
        for facility in free.tolist():
            enqueue_neighbours(scene, self.choices, self.sheet, facility)
        descend(scene, self.choices, self.sheet, FAR, 1)
        numbers[NOTES] = numbers[IS_FULL] = 0
        return True

    def _total(self) -> int:
        """Return what all costs now, people without a place and missing ones included."""
        return int(self.scene.numbers[TOTAL]) + int(self.network.lives.cost[self.scene.life].sum())

    def begin(self) -> int:
        """Let people go where it is best for the first lives, which keep all rows then; return what a kick may lose."""
        facilities, _, years = self.network.shape
        state = self.network.lives.after[self.scene.life].reshape(facilities, years)
        solve(self.scene, *limits_of(self.network, state))
        self.scene.numbers[IS_NOTED], self.scene.numbers[NOTES] = 1, 0
        slack = self._slack()
        self._repair(slack)
        return slack

    @property
    def is_over(self) -> bool:
        """Whether to stop."""
        is_late = time.monotonic() - self.started > self.effort.seconds
        return is_late or self.stop.is_set() or int(self.scene.numbers[WORK]) >= self.effort.work

    def settle(self) -> None:
        """Change facilities one at a time until none can do better by itself."""
        sheet, facilities = self.sheet, len(self.sheet.is_due)
        sheet.queue[:facilities] = self.lots.permutation(facilities)
        sheet.ends[:] = 0, facilities
        sheet.is_queued[:] = 1
        while not self.is_over and sheet.ends[0] != sheet.ends[1]:
            find_floor(self.scene)
            descend(self.scene, self.choices, sheet, self._until(), 1)
            self._keep()
        sheet.is_queued[:] = sheet.ends[:] = 0

    def _repair(self, slack: int) -> None:
        """Let rows that lives exceed cost more and more, until none is exceeded."""
        numbers, turn = self.scene.numbers, 0
        numbers[IS_SOFT] = 1
        while numbers[OVER] and not self.is_over:
            raise_fines(self.scene, RISE)
            self.settle()
            turn += 1
            if turn > RISES:
                self._stir(DEPTHS[turn % len(DEPTHS)], slack)
        numbers[IS_SOFT] = 0

    def _kick(self, slack: int) -> bool:
        """Kick every facility near which something changed; return whether that was of use."""
        return self._each(lambda rest: kick_each(self.scene, self.choices, self.sheet, rest, slack, self._until()))

    def _stir(self, depth: int, slack: int) -> bool:
        """Stir around every facility once; return whether that was of use."""
        return self._each(
            lambda rest: stir_each(self.scene, self.choices, self.sheet, rest, depth, slack, self._until())
        )

    def _each(self, act: Callable[[Ints], tuple[int, int]]) -> bool:
        """Act on the facilities, all of them in an order drawn by lot, with looks at the clock in between."""
        rest, gained = self.lots.permutation(len(self.sheet.is_due)), 0
        self.scene.fines[:] = np.maximum(self.scene.fines * FALL, self.rows.fine)
        while len(rest) and not self.is_over:
            find_floor(self.scene)
            done, saved = act(rest)
            rest, gained = rest[done:], gained + saved
            self._keep()
        return gained > 0

    def _until(self) -> int:
        return min(int(self.scene.numbers[WORK]) + BLOCK, self.effort.work)

    def _slack(self) -> int:
        """Return how much a kick may lose by itself: as much as a life costs on average."""
        life = self.network.lives.cost[self.scene.life]
        each = int(np.abs(life).sum()) // max(len(self.sheet.is_due), 1)
        return max(each, 1) if each or not len(self.rows.limit) else self.network.each

    def _keep(self, *, at_once: bool = False) -> None:
        """Keep what the scene shows if it is a better plan than any before, and tell it, but not too often."""
        if not at_once and self.best is not None and time.monotonic() - self.told < TELL_SECONDS:
            return
        unserved, value = self.counted()
        best, is_broken = self.best, self.scene.stands[:, MISSING].any() or self.scene.numbers[OVER]
        if is_broken or (best and (best.unserved, best.value) <= (unserved, value)):
            return
        self.best = self.found(unserved, value)
        if self.tell is not None:
            self.tell(self.best)
        self.told = time.monotonic()

    def counted(self) -> tuple[int, int]:
        """Return persons and calendar years without a place, and what the goal counts."""
        scene, network = self.scene, self.network
        left, stay = scene.nodes[:-1, LEFT], network.case.tables.demand.stay[network.need[1], network.need[2]]
        ways = scene.numbers[TOTAL] - network.outside @ left - network.fine * scene.stands[:, MISSING].sum()
        return int(left @ stay), int(ways + network.lives.cost[scene.life].sum())

    def found(self, unserved: int, value: int) -> Found:
        """Return what the scene shows as a plan that leaves so many without a place and has this value."""
        chosen = np.sort(self.network.lives.step[self.scene.life])
        return Found(chosen, *people_of(self.network, self.scene), value, unserved)


def acts_of(network: Network, chosen: Ints) -> Ints:
    """Return the act of each facility and year of a life that takes some steps, shape (facilities · years,)."""
    lives, steps = network.lives, network.case.tables.steps
    facilities, _, years = network.shape
    taken = np.full((facilities, years), -1, np.int64)
    taken[steps.facility[chosen], steps.year[chosen]] = chosen
    found = np.zeros((facilities, years), np.int64)
    for f in range(facilities):
        here = lives.today[f]
        for t in range(years):
            acts = range(lives.first[f * years + t], lives.first[f * years + t + 1])
            found[f, t] = next(i for i in acts if lives.step[i] == taken[f, t] and lives.before[i] == here)
            here = lives.after[found[f, t]]
    return found.reshape(-1)
