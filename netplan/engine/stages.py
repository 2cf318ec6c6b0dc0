"""What is asked of one goal: an objective for the solver, in units its tolerances can hold."""

import math
from dataclasses import dataclass

import numpy as np

from netplan.engine.highs import Values
from netplan.indicators import GOALS, GoalText
from netplan.program import Program

SCALE = {"cents": 100, "person-seconds": 60}
"""What a goal is divided by for the solver: cents become euros, person-seconds person-minutes."""


@dataclass(frozen=True, eq=False)
class Stage:
    """One goal as the solver sees it."""

    goal: GoalText
    objective: Values
    """One coefficient a column, in scaled units; zeros for the longest way, which is no sum."""
    scale: int
    """Whole units in one scaled unit."""
    unit: float
    """A little less than one whole unit, scaled: a gap below it proves the value."""

    def whole_bound(self, bound: float) -> int:
        """Return the smallest whole number of units that no plan is below; 0 where nothing is known."""
        if not math.isfinite(bound):
            return 0
        units = bound * self.scale
        return max(0, math.ceil(units - 1e-6 - 1e-9 * abs(units)))


def stage_of(goal: GoalText, program: Program) -> Stage:
    """State a goal over the columns of a program."""
    indicator = GOALS[goal.name]
    if indicator.weights is None:
        return Stage(goal, np.zeros(len(program.lower)), 1, 0.0)
    scale = SCALE.get(indicator.unit, 1)
    objective = program.coefficients(indicator.weights(program.case.tables)) / scale
    return Stage(goal, objective, scale, 0.99 / scale)
