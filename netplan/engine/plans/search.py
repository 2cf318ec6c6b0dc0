"""Ever better plans from a start: facilities change one at a time, then with their surroundings, until time is up.

All is tried in a sketch of the case. Kicks change a few facilities; where they gain nothing more, a surrounding begins
anew from other starts, or HiGHS proposes lives of all of its facilities at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from threading import Event

import numpy as np

from netplan.engine.compiled import clock
from netplan.engine.plans.arrays import FAR, IS_FULL, IS_SOFT, NOTES, OVER, TOTAL, WORK, Scene
from netplan.engine.plans.book import undo
from netplan.engine.plans.change import take_path
from netplan.engine.plans.choices import Sheet
from netplan.engine.plans.cores import WORK_OF_COLUMN, Cores
from netplan.engine.plans.descent import descend, enqueue_neighbours
from netplan.engine.plans.excess import raise_fines
from netplan.engine.plans.kicks import kick_each, stir_each
from netplan.engine.plans.network import Network, find_floor
from netplan.engine.plans.scenes import Found, Scenes, acts_of
from netplan.tables import NONE, Ints

BLOCK = 10_000_000
"""Arcs looked at between two looks at the clock: about a tenth of a second."""
DETAILS = (8, 24)
"""About how many pieces of people a stand has in the sketches, one after the other."""
WORK_BETWEEN = 500
"""Arcs looked at for each way before what was changed is drawn anew."""
ANEW, MIXED, STARTS_AT_ONCE = (10, 60), 0.5, 5
"""At least and at most so many facilities begin anew; how often each from a start of its own; so many
surroundings one after the other."""
SLACKS = (1 / 8, 1 / 4, 1 / 2, 1)
"""How much kicks may lose by themselves, as a share of what they may in the end: those that lose little come first."""
DEPTHS = (2, 3, 4)
"""How many facilities are stirred at a time, in turn."""
RISES, RISE, FALL = 60, 1.5, 0.8
"""How often rows that the start exceeds may become dearer, by how much, and how much cheaper rows become in time."""
CORES_AT_ONCE, PATIENCE, LEAST_RATE = 5, 1.2, 1e-9
"""Surroundings decided anew one after the other; how much more the way that is not taken seems to gain next, and what
it seems to gain at least."""


@dataclass(frozen=True)
class Effort:
    """How long to search, and by which lot; the same work leads to the same plan, on whatever machine."""

    seconds: float = 10.0
    work: int = 1 << 60
    """Arcs looked at, at most: a limit that does not depend on the machine."""
    seed: int = 0


def improve(network: Network, chosen: Ints, effort: Effort) -> Found | None:
    """Search for better plans, beginning with the lives of some steps; None where none keeps every minimum size.

    The order of plans is: fewer people without a place, then less of the network's goal.
    """
    search = Search(network, [chosen], effort, Event())
    search.run()
    return search.best


class Search:
    """One search: a scene that changes, and the best plan seen."""

    def __init__(self, network: Network, starts: Sequence[Ints], effort: Effort, stop: Event) -> None:
        """State a search that begins with the first of some starts, the steps of lives each."""
        self.network, self.effort, self.stop = network, effort, stop
        self.started = clock()
        self.best: Found | None = None
        self.turn, self.lots = 0, np.random.default_rng(effort.seed)
        self.rows = network.couplings
        self.starts = np.stack([acts_of(network, start) for start in starts])
        self.scenes = Scenes(network, self.starts[0], effort.seed)
        self.choices = self.scenes.choices
        self.kicked = np.full_like(self.starts[0], NONE)
        self.cores = Cores(network, self.choices, np.random.default_rng(effort.seed))

    @property
    def scene(self) -> Scene:
        """Where changes are tried."""
        return self.scenes.now

    @property
    def sheet(self) -> Sheet:
        """Its scratch paper."""
        return self.scenes.sheet

    def run(self) -> None:
        """Search until time or work is up, or somebody asks to stop."""
        slack = self.begin()
        self._change_each(slack)
        for detail in DETAILS[1:]:
            self.scenes.draw(detail)
            self._change_each(slack)
        self._vary(slack)
        self._keep()

    def _change_each(self, slack: int) -> None:
        """Change facilities one at a time, then with their surroundings, until that is of no use."""
        self.settle()
        for share in SLACKS:
            self.sheet.is_due[:] = 1
            self._kick(int(slack * share))
        while not self.is_over and self._kick(slack):
            pass

    def _vary(self, slack: int) -> None:
        """Begin anew somewhere, or whatever else gained more of late for its work."""
        moves: list[Callable[[int], None]] = [self._begin_anew] * (len(self.starts) > 1)
        moves += [self._decide_anew] * (self.cores.most(self.scene) > 0) + [self._kick_in_full, self._stir_around]
        rates = [inf] * len(moves)
        while not self.is_over:
            number = rates.index(max(rates))
            before, work = self._best_total(), self.scenes.work
            moves[number](slack)
            rates = [rate * PATIENCE for rate in rates]
            rates[number] = (before - self._best_total()) / max(self.scenes.work - work, 1) + LEAST_RATE

    def _begin_anew(self, slack: int) -> None:
        """Let facilities of a surrounding lead lives of other starts, and go on from there; undone if it is worse."""
        for _ in range(STARTS_AT_ONCE):
            self._keep()
            before, life, years = self._best_total(), self.scenes.full.life.copy(), self.choices.years
            if self.scenes.is_broken or self.is_over:
                return
            free = self.cores.around(int(self.lots.integers(len(self.choices.today))))
            size = self.lots.integers(min(ANEW[0], len(free)), min(ANEW[1], len(free)), endpoint=True)
            free = free[: int(size)]
            lots = len(free) if self.lots.random() < MIXED else 1
            at = free[:, None] * years + np.arange(years)
            life[at] = self.starts[self.lots.integers(len(self.starts), size=(lots, 1)), at]
            kept = self.scenes.drawn
            self.scenes.draw(DETAILS[0], life)
            self.sheet.is_due[:] = 0
            for share in (0.0, *SLACKS):
                for facility in free.tolist():
                    enqueue_neighbours(self.scene, self.choices, self.sheet, facility)
                descend(self.scene, self.choices, self.sheet, FAR, 1)
                self._kick(int(slack * share))
            if self._best_total() >= before or self.scenes.is_broken:
                self.scenes.take_back(kept)
            else:
                self.scenes.accept()

    def _kick_in_full(self, slack: int) -> None:
        """Kick with all people and all ways, near facilities that lead other lives than last time."""
        years = self.choices.years
        is_new = (self.scenes.full.life != self.kicked).reshape(-1, years).any(axis=1)
        if not is_new.any():
            return
        self.scenes.draw(inf)
        self.sheet.is_due[:] = 0
        for share in SLACKS:
            for facility in np.flatnonzero(is_new).tolist():
                enqueue_neighbours(self.scene, self.choices, self.sheet, facility)
            descend(self.scene, self.choices, self.sheet, FAR, 1)
            self._kick(int(slack * share))
        self.scenes.bring_home()
        self.kicked = self.scenes.full.life.copy()

    def _stir_around(self, slack: int) -> None:
        """Stir around every facility once, deeper each time."""
        self._draw_if_old(DETAILS[0])
        if self._stir(DEPTHS[self.turn % len(DEPTHS)], slack):
            self._kick(slack)
        self.turn += 1

    def _draw_if_old(self, detail: float) -> None:
        """Draw a sketch where there is none of that detail, or much has changed in it."""
        is_late = self.scenes.work - self.scenes.drawn_at > WORK_BETWEEN * len(self.network.ways)
        is_old = is_late and self.scenes.is_changed
        if is_old or detail != self.scenes.detail:
            self.scenes.draw(detail)

    def _best_total(self) -> int:
        """Return what all costs in the full scene, with the lives of the sketch."""
        self.scenes.bring_home()
        return self.scenes.total(self.scenes.full)

    def _decide_anew(self, _: int) -> None:
        """Decide some facilities anew, a few surroundings one after the other."""
        self._draw_if_old(DETAILS[-1])
        for _ in range(CORES_AT_ONCE):
            core = None if self.scene.numbers[OVER] else self.cores.next(self.scene)
            self.scene.numbers[WORK] += WORK_OF_COLUMN * (core.columns if core else 1)
            if core is None or self.is_over:
                return
            left = self.effort.seconds - (clock() - self.started)
            acts = core.solved(self.scene, self.choices, left, self.stop)
            if acts is None or not self.adopt(core.free, acts):
                self.cores.tell(self.scene, core)

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
        """Return what all costs in the sketch, people without a place and missing ones included."""
        return self.scenes.total(self.scene)

    def begin(self) -> int:
        """Let people go where it is best for the first lives, which keep all rows then; return what a kick may lose."""
        self.scenes.serve()
        self.scenes.draw(DETAILS[0])
        slack = self._slack()
        self._repair(slack)
        return slack

    @property
    def is_over(self) -> bool:
        """Whether to stop."""
        is_late = clock() - self.started > self.effort.seconds
        return is_late or self.stop.is_set() or self.scenes.work >= self.effort.work

    def settle(self) -> None:
        """Change facilities one at a time until none can do better by itself."""
        sheet, facilities = self.sheet, len(self.sheet.is_due)
        sheet.queue[:facilities] = self.lots.permutation(facilities)
        sheet.ends[:] = 0, facilities
        sheet.is_queued[:] = 1
        while not self.is_over and sheet.ends[0] != sheet.ends[1]:
            find_floor(self.scene)
            descend(self.scene, self.choices, sheet, self._until(), 1)
            self._keep_first()
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
            self._keep_first()
        return gained > 0

    def _until(self) -> int:
        return int(self.scene.numbers[WORK]) + min(BLOCK, self.effort.work - self.scenes.work)

    def _slack(self) -> int:
        """Return how much a kick may lose by itself: as much as a life costs on average."""
        life = self.network.lives.cost[self.scene.life]
        each = int(np.abs(life).sum()) // max(len(self.sheet.is_due), 1)
        return max(each, 1) if each or not len(self.rows.limit) else self.network.each

    def _keep_first(self) -> None:
        if self.best is None:
            self._keep()

    def _keep(self) -> None:
        """Keep what the scene shows if it is a better plan than any before.

        How often this is asked decides between plans of the same cost: the clock must not.
        """
        self.scenes.bring_home()
        unserved, value = self.scenes.counted()
        best = self.best
        if self.scenes.is_broken or (best and (best.unserved, best.value) <= (unserved, value)):
            return
        self.best = self.scenes.found(unserved, value)
