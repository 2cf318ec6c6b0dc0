"""Branch and bound on which facilities are open: prices bound each part, plans come from prices and from exchanges."""

import heapq
import math
from collections.abc import Callable
from itertools import count

import numpy as np

from netplan.engine.siting.exchange import begun, between, exchanged, value_of
from netplan.engine.siting.prices import Answers, Part
from netplan.engine.siting.problem import Found, Problem
from netplan.engine.siting.sweeps import Priced, Sweep
from netplan.engine.siting.transport import Transport
from netplan.tables import Floats, Ints

UNKNOWN = 2**62
"""Stands for a bound of which nothing is known: below zero of the whole, above of parts that are at their end."""
SWEEPS, SWEEPS_OF_PART, EACH = 500, 50, 6
"""Sweeps of the whole problem, of a part at most, and of a part for each facility that it leaves open."""
FIRST_SWEEPS, SHORT_SWEEPS, NEAR = 60, 150, 4
"""Where places are short: sweeps before so many sets near the one that prices open are tried, and sweeps after."""
KICKS, SHAKEN = 8, 3
"""How often the best plan is shaken before the tree grows, and how many facilities change places at once then."""


def _nobody() -> None:
    """Tell nobody."""


class Tree:
    """One problem: the best plan, and a bound that no plan is below."""

    def __init__(self, problem: Problem, stop: Callable[[], bool], seed: int) -> None:
        self.problem, self.stop = problem, stop
        self.found: Found | None = None
        self.bound = -UNKNOWN
        self.gap = 0.0
        self.transport = None if problem.is_roomy else Transport(problem)
        self._random = np.random.default_rng(seed)
        self._known: dict[bytes, float] = {}
        self._heard, self._ended = 0, UNKNOWN

    def grow(
        self,
        start: Ints,
        *,
        gap: float = 0.0,
        floor: int = -UNKNOWN,
        enough: float = -math.inf,
        tell: Callable[[], None] = _nobody,
    ) -> None:
        """Search until the best plan is within the gap, time is up, or it is clear whether one counts `enough` or less.

        `start` are open facilities to begin with; `floor` is a bound known before; `tell` is called now and then.
        """
        self.gap, self.bound = gap, floor
        if self._value(start) <= enough or self._is_near(floor):
            return
        waiting: list[tuple[int, int, Priced]] = []
        number = count()

        def add(part: Part, prices: Floats, turns: int, floor: int) -> None:
            node = self._swept(part, prices, turns)
            node.whole_bound = max(node.whole_bound, floor)
            for opened in node.few or ():
                self._end(opened, node.whole_bound)
            if node.few is None and node.whole_bound < self.value:
                heapq.heappush(waiting, (node.whole_bound, next(number), node))

        def is_done() -> bool:
            self.bound = max(self.bound, int(min([self.value, self._ended, *(waiting[0][:1] if waiting else ())])))
            tell()
            is_clear = self.value <= enough or self.bound > enough > -math.inf
            return not waiting or is_clear or self._is_near(self.bound) or self.stop()

        may = self.problem.may
        root, prices = Part(np.flatnonzero(may), self.problem.must[may]), self._begin(start)
        if self.transport is not None:
            first = self._swept(root, prices, FIRST_SWEEPS)
            self._try_near(first)
            root, prices = first.part, first.prices
        add(root, prices, SWEEPS if self.transport is None else SHORT_SWEEPS, floor)
        if not is_done():
            self._shake(waiting[0][2].part)
        while not is_done():
            node = heapq.heappop(waiting)[2]
            for part in self._parts(node) if node.whole_bound < self.value else ():
                add(part, node.prices, min(SWEEPS_OF_PART, EACH * int((~part.must).sum())), node.whole_bound)

    @property
    def value(self) -> float:
        """What the best plan counts; infinite without one."""
        return math.inf if self.found is None else self.found.value

    def _is_near(self, bound: float) -> bool:
        return bound >= self.value - self.gap * abs(self.value) if self.found else False

    def _begin(self, start: Ints) -> Floats:
        """Find a first good plan, and prices to begin with."""
        problem = self.problem
        if self.transport is not None:
            opened, prices = self.transport.without_counting()
            self._value(opened)
            return np.asarray(np.minimum(prices, problem.left_out))
        first = begun(problem)
        first = first if value_of(problem, first) < self._value(start) else start
        self._value(exchanged(problem, first, np.flatnonzero(problem.may)))
        return between(problem, start if self.found is None else self.found.opened)

    def _swept(self, part: Part, prices: Floats, turns: int) -> Priced:
        """Price a part; where places are short, few plans are counted, and that of the best prices among them."""
        self._heard = 0 if self.transport is not None else self._heard
        node = Sweep(self.problem, part, prices, self._hear, self.gap).run(turns, self.stop)
        if self.transport is not None and len(node.opened):
            self._value(node.opened)
        return node

    def _hear(self, opened: Ints, there: Ints) -> float:
        """Look at the plan with these facilities open; return what the best plan so far counts."""
        if not len(opened):
            return self.value
        self._heard += 1
        is_turn, before = self._heard & (self._heard - 1) == 0, self.value
        if self.transport is not None:
            if is_turn and self._heard >= NEAR:
                self._value(opened)
        elif self._value(opened) < before or is_turn:
            self._value(exchanged(self.problem, opened, there))
        return self.value

    def _try_near(self, node: Priced) -> None:
        """Count plans where one facility opens, closes or both, those first that lose least at the prices."""
        answers = Answers(self.problem, node.part)
        earned = answers.earned(node.prices)
        chosen = answers.chosen(earned)
        if chosen is None:
            return
        inside, must = np.isin(np.arange(len(earned)), chosen), node.part.must
        closing = np.append(np.where(inside & ~must, -earned, np.inf), 0.0)
        opening = np.append(np.where(inside, np.inf, earned), 0.0)
        loss = closing[:, None] + opening
        for change in np.argsort(loss, axis=None, kind="stable")[: NEAR + 1].tolist():
            gone, come = divmod(change, len(opening))
            changed = np.setdiff1d(np.append(chosen, come), [gone, len(earned)])
            if node.bound + loss[gone, come] < self.value and not self.stop():
                self._value(node.part.there[changed])

    def _value(self, opened: Ints) -> float:
        """Count a plan, keep it if it is the best, and remember what it counts."""
        opened = np.sort(opened)
        key = opened.tobytes()
        if key not in self._known:
            if self.transport is None:
                value = value_of(self.problem, opened)
            else:
                carried = self.transport.carried(opened)
                value = math.inf if carried is None else float(carried.value)
            self._known[key] = value
            self._keep(opened, value)
        return self._known[key]

    def _keep(self, opened: Ints, value: float) -> None:
        is_whole = len(opened) <= self.problem.most and len(opened) >= self.problem.least
        if is_whole and value < min(self.value, self.problem.far):
            self.found = Found(opened, int(value))

    def _parts(self, node: Priced) -> list[Part]:
        """Split a part by the facility that is least sure to be open; without one, count its only plan."""
        part = node.part
        free = np.flatnonzero(~part.must)
        if not len(free):
            self._end(part.there, node.whole_bound)
            return []
        f = free[np.minimum(node.share, 1 - node.share)[free].argmax()]
        must = part.must.copy()
        must[f] = True
        keep = np.arange(len(part.there)) != f
        return [Part(part.there, must), Part(part.there[keep], part.must[keep])]

    def _end(self, opened: Ints, bound: int) -> None:
        """Count one set of open facilities: its value is its bound where whole prices prove it, else what is given."""
        if self.transport is None:
            self._value(opened)
            return
        carried = self.transport.carried(opened)
        if carried is not None:
            self._keep(opened, carried.value)
        is_known = self.transport.is_short(opened) if carried is None else carried.is_proved
        if not is_known:
            self._ended = min(self._ended, bound)

    def _shake(self, root: Part) -> None:
        """Look for better plans near the best one, before many parts are priced."""
        if self.found is None:
            return
        there, must = root.there, root.must
        for _ in range(KICKS if self.transport is None else 0):
            opened = self.found.opened
            out, into = np.setdiff1d(opened, there[must]), np.setdiff1d(there, opened)
            number = min(SHAKEN, len(out), len(into))
            if not number or self.stop():
                return
            gone = self._random.choice(out, number, replace=False)
            come = self._random.choice(into, number, replace=False)
            shaken = np.sort(np.concatenate([np.setdiff1d(opened, gone), come]))
            self._value(exchanged(self.problem, shaken, there))
