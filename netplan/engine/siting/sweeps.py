"""Prices follow what is asked too much, sweep by sweep; the best bound of a part counts.

Source: Held, Wolfe, Crowder (1974), with steps towards the value of the best plan (Polyak).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from netplan.engine.siting.prices import Answers, Part, settled
from netplan.engine.siting.problem import Problem, lost
from netplan.tables import Floats, Ints

FIRST, SHORTER, PATIENCE, SHORTEST = 1.0, 0.6, 12, 0.004
"""Steps get so much shorter after so many sweeps without a rise, down to a share of the first."""
KEPT = 0.4
"""Share of the step before that goes on: without it prices swing."""
OLD = 0.9
"""How much of what was open before counts in what is open lately."""
RISE = 1e-9
"""A bound that rises by less, relatively, does not rise."""
UNKNOWN = 0.05
"""As long as no plan is known, steps aim so far above the bound, as a share of it."""
FIX_EVERY = 10
"""Sweeps between two looks at which facilities are settled, and at the clock."""


@dataclass(eq=False)
class Priced:
    """What prices say of a part."""

    part: Part
    prices: Floats
    bound: float
    whole_bound: int
    """No plan of the part counts less, in whole numbers."""
    opened: Ints
    """Facilities that are open at these prices."""
    share: Floats
    """How often each facility of the part was open lately, from 0 to 1, shape (len(part.there),)."""
    few: list[Ints] | None = None
    """All sets of open facilities that a better plan of the part can have, where these are few."""


class Sweep:
    """Raises the bound of one part until it shows that the part has no better plan, or gains nothing any more.

    `value` hears which facilities open at better prices, and tells what the best plan counts; a bound within `gap` of
    it is enough.
    """

    def __init__(
        self, problem: Problem, part: Part, prices: Floats, value: Callable[[Ints, Ints], float], gap: float
    ) -> None:
        self.problem, self.value, self.gap = problem, value, gap
        self.prices, self.answers = prices, Answers(problem, part)
        self.step, self.length, self.since = np.zeros(len(prices)), FIRST, 0
        none = part.there[:0]
        self.best = Priced(part, prices, -math.inf, -int(problem.far) - 1, none, part.must.astype(float))
        self.target = value(none, part.there)

    def run(self, sweeps: int, stop: Callable[[], bool]) -> Priced:
        """Sweep so many times, or until it is enough."""
        for turn in range(1, sweeps + 1):
            earned = self.answers.earned(self.prices)
            chosen = self.answers.chosen(earned)
            if chosen is None:
                self._close(self.problem.far)
                break
            bound = self._look(earned, chosen)
            if self._is_enough():
                break
            if turn % FIX_EVERY == 0:
                chosen = self._narrow(earned, chosen, self.target - 1.0 - bound + self._margin(earned, chosen))
                if chosen is None or stop():
                    break
            if not self._follow(chosen, bound):
                break
        return self.best

    def _look(self, earned: Floats, chosen: Ints) -> float:
        """Take prices that prove more than all before; return their bound."""
        best = self.best
        bound = float(self.prices.sum() + earned[chosen].sum())
        best.share *= OLD
        best.share[chosen] += 1 - OLD
        self.since += 1
        if bound > best.bound + RISE * abs(bound):
            best.prices, best.bound, best.opened = self.prices, bound, best.part.there[chosen]
            best.whole_bound = max(best.whole_bound, math.ceil(bound - self._margin(earned, chosen)))
            self.since = 0
            self.target = self.value(best.opened, best.part.there)
        return bound

    def _margin(self, earned: Floats, chosen: Ints) -> float:
        """Return what floating point may lose in a bound."""
        terms = np.abs(earned[chosen]).sum() + np.abs(self.answers.fixed[chosen]).sum()
        return lost(float(2 * np.abs(self.prices).sum() + terms))

    def _is_enough(self) -> bool:
        return self.best.whole_bound >= self.target - self.gap * abs(self.target)

    def _narrow(self, earned: Floats, chosen: Ints, rise: float) -> Ints | None:
        """Leave out of the part what no better plan has; return who is chosen of it, None if nothing is to decide."""
        best, before = self.best, self.best.part
        part = settled(self.problem, before, earned, chosen, rise)
        if part is None:
            self._close(min(self.target, self.problem.far))
            return None
        best.part = part
        if part.must.all():
            best.share = part.must.astype(float)
            return None
        kept = np.searchsorted(before.there, part.there)
        if len(kept) < len(before.there) or part.must.sum() > before.must.sum():
            best.share, self.answers = best.share[kept], Answers(self.problem, part)
            self.answers.earned(self.prices)
        chosen = np.searchsorted(part.there, before.there[chosen])
        if not self.problem.is_roomy:
            few = self.answers.few(earned[kept], chosen, rise)
            if few is not None:
                best.few = [part.there[one] for one in few]
                return None
        return chosen

    def _close(self, bound: float) -> None:
        """Say that the part has no plan below a bound."""
        self.best.bound, self.best.whole_bound = bound, math.ceil(bound)

    def _follow(self, chosen: Ints, bound: float) -> bool:
        """Raise prices of cells that nobody serves, lower those of cells served twice; return whether there are any."""
        if self.since >= PATIENCE:
            self.length, self.since, self.prices = self.length * SHORTER, 0, self.best.prices
            return self.length >= SHORTEST
        served = self.answers.served(chosen, self.prices)
        self.step = (1 - KEPT) * (1.0 - served) + KEPT * self.step
        norm = float(self.step @ self.step)
        if norm == 0.0:
            return False
        aim = self.target if math.isfinite(self.target) else bound + UNKNOWN * abs(bound)
        ahead = self.length * max(aim - bound, 1.0) / norm
        self.prices = np.minimum(self.prices + ahead * self.step, self.problem.left_out)
        return True
