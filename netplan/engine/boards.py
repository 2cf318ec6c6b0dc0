"""The program a search asks its questions of: kept goals, lives cut off, ways too long, lives fixed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from netplan.case import Case
from netplan.engine.highs import Question, Values
from netplan.engine.stages import Stage, stage_of
from netplan.indicators import GoalText
from netplan.plan import Plan
from netplan.program import Program, state
from netplan.program.merging import merging
from netplan.tables import Ints

WHOLE = 1e-6
"""Column values this close to a whole number are that number; the exact verdict follows."""
WORTH_MERGING = 0.7
"""A program of merged cells is used where it has at most this share of the columns of people."""


@dataclass(frozen=True, eq=False)
class Board:
    """One program of a case, whole or with merged cells."""

    program: Program
    stages: dict[str, Stage] = field(default_factory=dict)
    """Goals that are stated already, by name: a case has each once."""

    def stage(self, goal: GoalText) -> Stage:
        """State a goal over this program."""
        if goal.name not in self.stages:
            self.stages[goal.name] = stage_of(goal, self.program)
        return self.stages[goal.name]

    def question(
        self,
        stage: Stage,
        limits: Mapping[str, int],
        cuts: Sequence[Ints] = (),
        *,
        life: Ints | None = None,
        free: Ints | None = None,
        integer_people: bool = False,
        together: bool = True,
        near: Values | None = None,
    ) -> Question:
        """Ask for the least of a stage, with earlier goals within limits and some lives cut off, or one fixed.

        Where one is fixed, the facilities `free` are not. Where the column values `near` are whole, people go so.
        Without `together`, people who stay together are divided: a bound, but no plan.
        """
        program = self.program
        lower, upper, integer = program.lower.copy(), program.upper.copy(), program.integer.copy()
        if "longest_way" in limits:
            seconds = program.case.tables.pairs.seconds[program.people.go_pair]
            upper[program.go][seconds > limits["longest_way"]] = 0
        if life is not None:
            column, facility = program.facilities.step, program.case.tables.steps.facility
            is_free = np.isin(facility, free if free is not None else [])
            upper[column[(column >= 0) & ~is_free]] = 0
            held = column[life[~is_free[life]]]
            lower[held] = upper[held] = 1
            if free is None:
                integer[column[column >= 0]] = False
        integer[program.go] &= together
        integer[program.go] |= integer_people
        if near is not None:
            go = near[program.go]
            whole = np.abs(go - np.rint(go)) < WHOLE
            lower[program.go][whole] = upper[program.go][whole] = np.rint(go[whole])
        rows = [self._kept(goal, limit) for goal, limit in limits.items() if goal != "longest_way"]
        rows += [self._cut(taken) for taken in cuts]
        return Question(
            program.matrix, program.row_lower, program.row_upper, lower, upper, integer, stage.objective
        ).with_rows(rows)

    def life(self, values: Values) -> Ints:
        """Return the steps that column values take."""
        return self.program.chosen(values)

    def plan(self, life: Ints, values: Values) -> Plan:
        """Return the plan of column values of the whole program, persons rounded; the exact verdict follows."""
        program, case = self.program, self.program.case
        tables, people = case.tables, program.people
        go = np.zeros((len(tables.pairs.cell), tables.demand.people.shape[2]), np.int64)
        gone = np.rint(values[program.go] * people.go_unit).astype(np.int64)
        np.add.at(go, (people.go_pair, people.go_entry), gone)
        served = np.zeros_like(tables.demand.people)
        np.add.at(served, (tables.pairs.cell, tables.pairs.service), go)
        return Plan(case.name, tables, life, go, tables.demand.people - served, (), titles=case.words.title)

    def _kept(self, goal: str, limit: int) -> tuple[Values, float, float]:
        stage = self.stage(self.program.case.goal(goal))
        return (stage.objective, -np.inf, limit / stage.scale)

    def _cut(self, life: Ints) -> tuple[Values, float, float]:
        """Σ of binary steps not taken − Σ of binary steps taken ≥ 1 − their number."""
        program = self.program
        steps = program.facilities.step[program.facilities.step >= 0]
        row = np.zeros(len(program.integer))
        row[steps] = program.integer[steps]
        column = program.facilities.step[life]
        taken = column[program.integer[column]]
        row[taken] = -1.0
        return (row, 1.0 - len(taken), np.inf)


def boards(case: Case) -> tuple[Board, Board, Ints]:
    """Return the whole program of a case, one with merged cells where that is much smaller, and what pairs become.

    Most rules over who goes where look at cells one by one: then there is none with merged cells.
    """
    whole = Board(state(case))
    every = np.arange(len(case.tables.pairs.cell))
    if any(not rule.survives_merging for rule in case.stated if any(rule.blocks(case.tables))):
        return whole, whole, every
    fewer, becomes = merging(case)
    if len(fewer.tables.pairs.cell) > WORTH_MERGING * len(case.tables.pairs.cell):
        return whole, whole, every
    # Facilities decide the same, however their people are told apart.
    return whole, Board(state(fewer, whole.program.facilities)), becomes


def looks_at_ways(goal: str) -> bool:
    """Whether a goal needs the minutes of each way, so that cells may not be merged."""
    return goal in {"person_minutes", "weighted_minutes", "longest_way", "cost_with"}
