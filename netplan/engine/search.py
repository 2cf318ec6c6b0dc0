"""The search in one process: goal after goal, each with its plan, its bound and its limit for the next."""

import math
import time
from dataclasses import replace
from threading import Event

import numpy as np

from netplan.case import Case
from netplan.engine.asking import Listener, Options, Progress
from netplan.engine.exact import faults
from netplan.engine.highs import Answer, Effort, Question, Values, Watch, minimise
from netplan.engine.refusal import relaxing
from netplan.engine.stages import Stage, stage_of
from netplan.errors import NoPlanError, Notice, SolverError
from netplan.indicators import GOALS, GoalText, value_of
from netplan.plan import Plan, Reached
from netplan.program import Program, state
from netplan.shortage import notices, why
from netplan.tables import Ints

SMALL_PROGRAM = 3000
"""Up to so many columns of people are integer in the whole program where rows on people ask for it."""
WHOLE = 1e-6
"""Column values this close to a whole number are that number; the exact verdict follows."""
FALSE_INFEASIBLE = Notice(
    "NP-W301",
    "Der Löser meldete zunächst zu Unrecht, dass es keinen Plan gibt; ohne Vorverarbeitung fand er einen.",
    "The solver first claimed wrongly that no plan exists; without presolve it found one.",
)


def solve_here(
    case: Case,
    seconds: float = 60.0,
    gap: float = 0.001,
    *,
    seed: int = 0,
    threads: int = 1,
    listener: Listener | None = None,
    life: Ints | None = None,
) -> Plan:
    """Find the best plan of a case in this process, goal by goal, and prove how good it is.

    `life` fixes the facility decisions to given steps: then only who goes where is decided.

    Raises NoPlanError where no plan exists, SolverError where none was found in time.
    """
    search = _Search(case, Options(seconds, gap, seed, threads), listener or Listener(), life)
    return search.run()


class _Search:
    def __init__(self, case: Case, options: Options, listener: Listener, life: Ints | None) -> None:
        self.case = case
        self.options = options
        self.listener = listener
        self.started = time.monotonic()
        self.program: Program = state(case)
        if listener.on_size:
            listener.on_size(self.program.size)
        self.stage = 0
        self.upper = self.program.upper.copy()
        self.kept: list[tuple[Values, float, float]] = []
        self.cuts: list[tuple[Values, float, float]] = []
        self.limits: dict[str, int] = {}
        self.people_bound = False
        self.plan: Plan | None = None
        self.start: Values | None = None
        self.reached: list[Reached] = []
        self.stopped = ""
        self.notices: list[Notice] = []
        self.lower = self.program.lower.copy()
        if life is not None:
            self._fix(life)

    def run(self) -> Plan:
        if self.program.facilities.contradictions:
            raise NoPlanError(why(self.case, self.program.facilities.contradictions))
        for stage, goal in enumerate(self.case.goals):
            self.stage = stage
            before = self.plan
            bound = self._longest(goal) if goal.name == "longest_way" else self._sum(goal)
            if self.plan is None:
                raise SolverError(_none_in_time(self.stopped))
            if (
                before is not None
                and self.plan is not before
                and self._value(before, goal) < self._value(self.plan, goal)
            ):
                self.plan = before
            value = self._value(self.plan, goal)
            self._keep(goal, value, min(bound, value))
        if self.plan is None:
            raise SolverError(_none_in_time(self.stopped))
        return self._finished(self.plan)

    def _finished(self, plan: Plan) -> Plan:
        values = {goal.name: value_of(goal.name, plan) for goal in self.case.goals}
        reached = tuple(
            replace(one, value=values[one.goal], best=min(one.best, values[one.goal])) for one in self.reached
        )
        told = (*self.notices, *notices(self.case, plan))
        return replace(plan, goals=reached, stopped=self.stopped, notices=told)

    def _sum(self, goal: GoalText) -> int:
        """Minimise a goal that is a sum; return its bound in whole units."""
        stage = stage_of(goal, self.program)
        bound = stage.floor
        while True:
            answer = self._minimise(stage)
            if answer.status == "infeasible":
                self._refuse_if_first()
                break
            bound = max(bound, stage.whole_bound(answer.bound))
            if answer.values is None or self._adopt(answer.values, stage) or self._is_over():
                break
        return bound

    def _longest(self, goal: GoalText) -> int:
        """Minimise the longest way by halving the list of possible ways; return its bound [s]."""
        none = stage_of(goal, self.program)
        if self.plan is None and not self._adopt_first(none):
            return 0
        seconds = self.case.tables.pairs.seconds
        ways = np.unique(np.concatenate([[0], seconds[self.program.people.go_pair]]))
        low = 0
        while self.plan is not None:
            high = int(np.searchsorted(ways, self._value(self.plan, goal)))
            if low >= high or self._is_over():
                break
            middle = (low + high) // 2
            answer = self._minimise(none, longest=int(ways[middle]), share=math.ceil(math.log2(high - low + 1)))
            if answer.status == "infeasible":
                low = middle + 1
            elif answer.values is None or not self._adopt(answer.values, none, longest=int(ways[middle])):
                break
        return int(ways[low])

    def _adopt_first(self, stage: Stage) -> bool:
        answer = self._minimise(stage)
        if answer.status == "infeasible":
            self._refuse_if_first()
        return answer.values is not None and self._adopt(answer.values, stage)

    def _minimise(self, stage: Stage, longest: int | None = None, share: int = 1) -> Answer:
        question = self._question(stage, longest, integer_people=self._whole_program())
        left = self._left() / (len(self.case.goals) - self.stage) / share
        effort = Effort(
            seconds=left,
            gap=0.0 if self.stage == 0 else self.options.gap,
            unit=stage.unit,
            target=stage.floor / stage.scale + stage.unit / 2,
            seed=self.options.seed,
            threads=self.options.threads,
        )
        start = self.start if longest is None else None
        answer = minimise(question, effort, self._watch(stage), start)
        if answer.status == "infeasible" and self.plan is None:
            again = minimise(question, replace(effort, presolve=False, seconds=self._left()), self._watch(stage))
            if again.status != "infeasible":
                self.notices.append(FALSE_INFEASIBLE)
                answer = again
        if answer.status == "limit":
            self.stopped = self.stopped or "clock"
        if answer.status == "interrupted":
            self.stopped = "you"
        return answer

    def _question(self, stage: Stage, longest: int | None, *, integer_people: bool) -> Question:
        program, upper = self.program, self.upper
        if longest is not None:
            upper = upper.copy()
            upper[program.go][self._farther(longest)] = 0
        integer = program.integer.copy()
        integer[program.go] = integer_people
        return Question(
            program.matrix, program.row_lower, program.row_upper, self.lower, upper, integer, stage.objective
        ).with_rows(self.kept + self.cuts)

    def _adopt(self, values: Values, stage: Stage, longest: int | None = None) -> bool:
        """Turn column values into a plan of whole persons; if it fails the exact verdict, cut its life off."""
        chosen = self.program.chosen(values)
        plan = self._completed(chosen, stage, longest)
        limits = self.limits | ({"longest_way": longest} if longest is not None else {})
        if plan is None or faults(self.case, plan, limits):
            if longest is None:
                self.cuts.append(self._cut(chosen))
            return False
        self.plan = plan
        self._tell_life(chosen)
        return True

    def _completed(self, chosen: Ints, stage: Stage, longest: int | None) -> Plan | None:
        """Decide who goes where with the life given, in whole persons."""
        for integer_people in (False, True):
            question = self._question(stage, longest, integer_people=integer_people)
            lower, upper = question.lower.copy(), question.upper.copy()
            self._fix(chosen, lower, upper)
            question = replace(question, lower=lower, upper=upper)
            question.integer[: len(self.program.facilities.lower)] = False
            effort = Effort(max(self._left(), 10.0), seed=self.options.seed, threads=self.options.threads)
            answer = minimise(question, replace(effort, unit=stage.unit), Watch(stop=Event()))
            if answer.values is None:
                return None
            go = answer.values[self.program.go]
            if np.abs(go - np.rint(go)).max(initial=0.0) < WHOLE:
                self.start = answer.values
                return self._plan(chosen, np.rint(go).astype(np.int64))
        return None

    def _plan(self, chosen: Ints, persons: Ints) -> Plan:
        tables, people = self.case.tables, self.program.people
        go = np.zeros((len(tables.pairs.cell), tables.shape[4]), np.int64)
        go[people.go_pair, people.go_year] = persons
        served = np.zeros_like(tables.demand.people)
        np.add.at(served, (tables.pairs.cell, tables.pairs.service), go)
        return Plan(self.case.name, tables, chosen, go, tables.demand.people - served, (), titles=self.case.words.title)

    def _keep(self, goal: GoalText, value: int, bound: int) -> None:
        limit = goal.limit(value)
        self.reached.append(Reached(goal.name, value, value, bound, limit))
        self.limits[goal.name] = limit
        if goal.name == "longest_way":
            self.upper[self.program.go][self._farther(limit)] = 0
            return
        stage = stage_of(goal, self.program)
        self.kept.append((stage.objective, -np.inf, limit / stage.scale))
        if (GOALS[goal.name].counts_people or goal.name == "unserved") and limit > bound:
            self.people_bound = True

    def _cut(self, chosen: Ints) -> tuple[Values, float, float]:
        """Σ of binary steps not taken − Σ of binary steps taken ≥ 1 − their number."""
        row = np.zeros(len(self.program.lower))
        column = self.program.facilities.step
        row[self.program.integer] = 1.0
        taken = column[chosen][self.program.integer[column[chosen]]]
        row[taken] = -1.0
        return (row, 1.0 - len(taken), np.inf)

    def _fix(self, chosen: Ints, lower: Values | None = None, upper: Values | None = None) -> None:
        column = self.program.facilities.step
        known = column[column >= 0]
        (self.upper if upper is None else upper)[known] = 0.0
        (self.lower if lower is None else lower)[column[chosen]] = 1.0
        (self.upper if upper is None else upper)[column[chosen]] = 1.0

    def _farther(self, longest: int) -> Ints:
        return np.flatnonzero(self.case.tables.pairs.seconds[self.program.people.go_pair] > longest)

    def _whole_program(self) -> bool:
        return self.people_bound and len(self.program.people.go_pair) <= SMALL_PROGRAM

    def _tell_life(self, chosen: Ints) -> None:
        if self.listener.on_life:
            self.listener.on_life(chosen, {one.goal: one.bound for one in self.reached})

    def _watch(self, stage: Stage) -> Watch:
        def on_bound(value: float, bound: float) -> None:
            if self.listener.on_progress is None:
                return
            known = value * stage.scale if math.isfinite(value) else None
            gap = None if known is None else (value - bound) / max(abs(value), 1e-9)
            self.listener.on_progress(
                Progress(
                    stage.goal.name,
                    self.stage,
                    len(self.case.goals),
                    known,
                    bound * stage.scale if math.isfinite(bound) else None,
                    gap,
                    time.monotonic() - self.started,
                )
            )

        def on_values(values: Values) -> None:
            self._tell_life(self.program.chosen(values))

        return Watch(self.listener.stop, on_bound, on_values)

    def _value(self, plan: Plan, goal: GoalText) -> int:
        return value_of(goal.name, plan)

    def _left(self) -> float:
        return max(self.options.seconds - (time.monotonic() - self.started), 0.1)

    def _is_over(self) -> bool:
        if self.listener.stop.is_set():
            self.stopped = "you"
            return True
        if time.monotonic() - self.started > self.options.seconds:
            self.stopped = self.stopped or "clock"
            return True
        return False

    def _refuse_if_first(self) -> None:
        if self.plan is None:
            raise NoPlanError(why(self.case, relaxed=relaxing(self.case, self.options, self._left())))


def _none_in_time(stopped: str) -> str:
    cause = "You stopped the search" if stopped == "you" else "Time ran out"
    return f"{cause} before any plan was found. Give it more time with --seconds."
