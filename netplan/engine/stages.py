"""What is asked of one goal: an objective for the solver, in units its tolerances can hold."""

import math
from dataclasses import dataclass

import numpy as np

from netplan import shortage
from netplan.case import Case
from netplan.engine.highs import Values
from netplan.indicators import GOALS, GoalText, weights_of
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
    floor: int
    """A bound known without a solver, in whole units."""

    def whole_bound(self, bound: float) -> int:
        """Return the smallest whole number of units that no plan is below."""
        if not math.isfinite(bound):
            return self.floor
        units = bound * self.scale
        return max(self.floor, math.ceil(units - 1e-6 - 1e-9 * abs(units)))


def stage_of(goal: GoalText, program: Program) -> Stage:
    """State a goal over the columns of a program."""
    indicator = GOALS[goal.name]
    weights = weights_of(goal, program.case.tables)
    if weights is None:
        return Stage(goal, np.zeros(len(program.lower)), 1, 0.0, 0)
    scale = SCALE.get(indicator.unit, 1)
    objective = program.coefficients(weights) / scale
    floor = fewest_unserved(program.case) if goal.name == "unserved" else weights.floor
    return Stage(goal, objective, scale, 0.99 / scale, floor)


def fewest_unserved(case: Case) -> int:
    """Count those out of reach and those for whom places cannot suffice, in persons and calendar years."""
    span = case.tables.demand.span
    far = int((shortage.out_of_reach(case).sum(axis=(0, 1)) * span).sum())
    return far + sum(short.missing * int(span[short.year]) for short in shortage.shortages(case))
