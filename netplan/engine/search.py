"""The search in one process: goal after goal, each with its plan, its bound and its limit for the next."""

import math
from dataclasses import replace
from threading import Event

import numpy as np

from netplan.case import Case
from netplan.engine.asking import LATE_SECONDS, Listener, Options, Progress, none_in_time
from netplan.engine.boards import WHOLE, Board, boards, looks_at_ways
from netplan.engine.bounds import Bounds
from netplan.engine.compiled import HAS_COMPILER, clock
from netplan.engine.exact import faults
from netplan.engine.groups import by_groups
from netplan.engine.highs import Answer, Effort, Question, Values, Watch, minimise
from netplan.engine.memory import count_ways, refuse_too_large
from netplan.engine.methods import WAYS, is_small
from netplan.engine.near import Near
from netplan.engine.neighbourhoods import Walk, walk
from netplan.engine.pricing import SHORTEST_WAYS, Pricing, can_be_priced
from netplan.engine.refusal import relaxing
from netplan.engine.siting import Sited, siting_of
from netplan.engine.stages import Stage
from netplan.engine.wholes import whole_cells
from netplan.errors import Notice, SolverError
from netplan.indicators import GoalText, value_of, weights_of
from netplan.plan import Plan, Reached
from netplan.program.facilities import facility_half
from netplan.shortage import no_plan, notices
from netplan.tables import Ints

GROUP_SECONDS = 20.0
"""Longest search for whole persons of one life by groups of cells."""
PRICED_WAYS = 20_000
"""From so many ways on, a case with one goal beside the unserved that no rule couples is searched by prices alone."""
COUPLED_WAYS = 100_000
"""From so many on, one with several goals or with rules that couple facilities: with fewer, HiGHS does better."""
PATIENCE = 0.5
"""Share of the time in which a plan has to be found by prices, else HiGHS searches."""
GOALS = 2
"""People without a place, and one goal more."""
LEAST_WAYS = 60_000
"""From so many on, prices prove a bound before HiGHS searches the whole program."""
MOST_WAYS = 200_000
"""From so many on, HiGHS cannot solve the linear relaxation in time, and that of prices guides the search."""
FALSE_INFEASIBLE = Notice(
    "NP-W301",
    "Der Löser meldete zunächst zu Unrecht, dass es keinen Plan gibt; auf anderem Weg fand er einen.",
    "The solver first claimed wrongly that no plan exists; another way it found one.",
)

WITHOUT_COMPILER = Notice(
    "NP-W303",
    'Ohne numba sucht HiGHS am ganzen Programm, hier viel langsamer: pip install "netplan-sites[fast]".',
    'Without numba HiGHS searches the whole program, here far more slowly: pip install "netplan-sites[fast]".',
)

WITHOUT_PLAN = Notice(
    "NP-W304",
    "Die Suche nach Preisen fand keinen Plan; in der übrigen Zeit suchte HiGHS am ganzen Programm.",
    "The search by prices found no plan; for the rest of the time HiGHS searched the whole program.",
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
    near: Near | None = None,
) -> Plan:
    """Find the best plan of a case in this process, goal by goal, and prove how good it is.

    `life` fixes the facility decisions to given steps: then only who goes where is decided. `near` is what a
    neighbouring case has taught: where prices prove the bounds, the search begins there.

    Raises NoPlanError where no plan exists, SolverError where none was found in time.
    """
    options, hears = Options(seconds, gap, seed, threads), listener or Listener()
    siting = siting_of(case) if life is None else None
    if siting is not None:
        return Sited(siting, options, hears).run()
    ways, started, told = count_ways(case), clock(), list[Notice]()
    is_coupled = len(case.goals) > GOALS or any(rule.kind == "couples facilities" for rule in case.enforced)
    is_priced = life is None and ways > (COUPLED_WAYS if is_coupled else PRICED_WAYS) and can_be_priced(case)
    if is_priced and HAS_COMPILER:
        half = facility_half(case)
        if half.contradictions:
            raise no_plan(case, half.contradictions)
        try:
            return Pricing(case, half, options, hears, PATIENCE if ways <= LEAST_WAYS else 1.0, near).run()
        except SolverError:
            if ways > LEAST_WAYS or hears.stop.is_set():
                raise
            told.append(WITHOUT_PLAN)
    elif is_priced:
        told.append(WITHOUT_COMPILER)
    refuse_too_large(ways)
    search = _Search(case, options, hears, life)
    search.started, search.notices = started, told
    return search.run()


class _Search:
    """What is known so far: the plan, the limits it has to keep, the lives that failed the exact verdict."""

    def __init__(self, case: Case, options: Options, listener: Listener, life: Ints | None) -> None:
        self.case, self.options, self.listener, self.life = case, options, listener, life
        self.started = clock()
        self.whole, self.light, self.becomes = boards(case)
        if listener.on_size:
            listener.on_size(self.whole.program.size)
        self.turn = 0
        self.bounds: Bounds | None = None
        self.plan: Plan | None = None
        self.limits: dict[str, int] = {}
        self.cuts: list[Ints] = []
        self.reached: list[Reached] = []
        self.people_bound = (
            bool(case.blocks)
            or case.tables.demand.has_cohorts
            or any(rule.counts_beyond or rule.weighs_people(case.tables) for rule in case.enforced)
        )
        self.undecided = False
        self.stopped = ""
        self.notices: list[Notice] = []

    def run(self) -> Plan:
        contradictions = self.whole.program.facilities.contradictions
        if contradictions:
            raise no_plan(self.case, contradictions)
        if self.whole.program.size[WAYS] > LEAST_WAYS and self.life is None and not self.case.moves:
            self.bounds = Bounds(self.case, self.whole.program.facilities, self.options.threads)
        for turn, goal in enumerate(self.case.goals):
            self.turn, before = turn, self.plan
            bound = self._longest(goal) if goal.name == "longest_way" else self._sum(goal)
            if self.plan is None:
                raise none_in_time(self.stopped or "clock")
            if before is not None and value_of(goal, before) < value_of(goal, self.plan):
                self.plan = before
            self._keep(goal, value_of(goal, self.plan), bound)
        assert self.plan is not None  # noqa: S101  there is always a first goal
        return self._finished(self._shortened(self.plan))

    def _shortened(self, plan: Plan) -> Plan:
        """Among plans as good with the same life, let people go the shortest ways in all."""
        kept = {goal.name: min(self.limits[goal.name], value_of(goal, plan)) for goal in self.case.goals}
        if "person_minutes" in kept:
            return plan
        shorter = self._completed(plan.chosen, SHORTEST_WAYS, kept)
        return plan if shorter is None or faults(self.case, shorter, kept) else shorter

    def _sum(self, goal: GoalText) -> int:
        """Minimise a goal that is a sum; return its bound in whole units."""
        board = self._board(goal)
        stage = board.stage(goal)
        bound, lean = stage.floor, None
        if self.bounds is not None:
            priced = self.bounds.prove(goal, self.limits)
            bound, lean = max(bound, priced.proof.bound), priced.swept.columns
            if self.listener.on_proof:
                self.listener.on_proof(priced.of(goal.name, self.limits))
        while True:
            answer = self._minimise(board, stage, self.limits, 3 if self._searches_nearby() else 1)
            if answer.status == "infeasible":
                self._refuse_if_first()
                return bound
            bound = max(bound, stage.whole_bound(answer.bound))
            if answer.status == "limit" and self._searches_nearby():
                self._improve(board, stage, answer, lean)
                return bound
            if answer.values is None or self._take(board, answer.values, goal, bound):
                return bound
            if self._is_over() or self.undecided:
                return bound
            self.cuts.append(board.life(answer.values))

    def _searches_nearby(self) -> bool:
        """Whether time is kept for the neighbourhoods of a plan: cohorts over many years are hard to search whole."""
        return self.life is None and not self._is_small() and self.case.tables.demand.has_cohorts

    def _improve(self, board: Board, stage: Stage, answer: Answer, lean: Values | None) -> None:
        """Search near the best plan known where the whole search ran out of time.

        `lean` says how far a relaxation takes each column of the facility half, where one is known.
        """
        # A tenth is kept for whole persons: where intakes overlap, that is a search of its own.
        until = clock() + 0.9 * self._share()
        if answer.values is not None:
            self._adopt(board.life(answer.values), stage.goal, self.limits)
        if self.plan is None:
            return

        def ask(life: Ints | None, free: Ints) -> Question:
            return board.question(stage, self.limits, self.cuts, life=life, free=free, together=self._is_small())

        def accept(life: Ints) -> bool:
            is_plan = self._adopt(life, stage.goal, self.limits)
            if not is_plan:
                self.cuts.append(life)
            return is_plan

        value = value_of(stage.goal, self.plan) / stage.scale
        step = self.whole.program.facilities.step
        too_many = self.whole.program.size[WAYS] > MOST_WAYS
        weight = None if lean is None or not too_many else np.where(step >= 0, lean[step], 0.0)
        walk(Walk(board, stage, ask, self.options, until, self.listener.stop, accept, self.plan.chosen, value), weight)

    def _longest(self, goal: GoalText) -> int:
        """Minimise the longest way by halving the list of possible ways; return its bound [s]."""
        board, stage = self.whole, self.whole.stage(goal)
        if self.plan is None:
            first = self._minimise(board, stage, self.limits, 2)
            if first.status == "infeasible":
                self._refuse_if_first()
            if first.values is None or not self._adopt(board.life(first.values), goal, self.limits):
                return 0
        used = self.case.tables.pairs.seconds[board.program.people.go_pair]
        ways = np.unique(np.concatenate([[0], used])).tolist()
        low = 0
        while self.plan is not None and low < (high := ways.index(value_of(goal, self.plan))):
            middle = (low + high) // 2
            tighter = self.limits | {goal.name: ways[middle]}
            answer = self._minimise(board, stage, tighter, math.ceil(math.log2(high - low + 1)))
            if answer.status == "infeasible":
                low = middle + 1
            elif answer.values is None or not self._adopt(board.life(answer.values), goal, tighter):
                break
        return int(ways[low])

    def _minimise(self, board: Board, stage: Stage, limits: dict[str, int], parts: int) -> Answer:
        """Search for one stage with its share of the time left."""
        question = board.question(
            stage,
            limits,
            self.cuts,
            life=self.life,
            integer_people=self.people_bound and self._is_small(),
            together=self._is_small(),
        )
        effort = Effort(
            seconds=self._share() / parts / (2 if self._completes_cells() else 1),
            seconds_to_first=0.0 if self.plan is not None else max(self._left(), LATE_SECONDS),
            gap=0.0 if self.turn == 0 else self.options.gap,
            unit=stage.unit,
            target=stage.floor / stage.scale + stage.unit / 2,
            seed=self.options.seed,
            threads=self.options.threads,
            presolve=not self._is_small(),
        )
        watch = self._watch(board, stage)
        answer = minimise(question, effort, watch)
        if answer.status == "infeasible" or (answer.status == "optimal" and not math.isfinite(answer.bound)):
            answer = self._confirmed(answer, minimise(question, replace(effort, presolve=not effort.presolve), watch))
        if answer.status == "limit":
            self.stopped = self.stopped or "clock"
        if answer.status == "interrupted":
            self.stopped = "you"
        return answer

    def _confirmed(self, answer: Answer, again: Answer) -> Answer:
        """Take the word of a second search with or without presolve: HiGHS may claim falsely that nothing exists."""
        if answer.status == "infeasible":
            if again.status != "infeasible" and FALSE_INFEASIBLE not in self.notices:
                self.notices.append(FALSE_INFEASIBLE)
            return again
        return again if again.status == "optimal" else answer

    def _take(self, board: Board, values: Values, goal: GoalText, bound: int) -> bool:
        """Take a plan as the search found it, where rules over who goes where leave that open; else complete it."""
        self.undecided = False
        if self.case.blocks and board is self.whole:
            go = values[board.program.go]
            plan = board.plan(board.life(values), values)
            if np.abs(go - np.rint(go)).max(initial=0.0) < WHOLE and not faults(self.case, plan, self.limits):
                self.plan = plan
                self._tell_life(plan.chosen)
                return True
        if not self.case.blocks:
            return self._adopt(board.life(values), goal, self.limits)
        if self._adopt(board.life(values), goal, self.limits, bound):
            return True
        if self.undecided and self.plan is not None:
            self._adopt(self.plan.chosen, goal, self.limits, bound)
        return False

    def _adopt(self, life: Ints, goal: GoalText, limits: dict[str, int], target: float = -math.inf) -> bool:
        """Complete a life into a plan of whole persons; take it if the exact verdict finds no fault."""
        plan = self._completed(life, goal, limits, target)
        if plan is None or faults(self.case, plan, limits):
            return False
        self.plan = plan
        self._tell_life(life)
        return True

    def _completed(self, life: Ints, goal: GoalText, limits: dict[str, int], target: float = -math.inf) -> Plan | None:
        """Decide who goes where with the life given: the linear program is whole where it is a flow.

        Where it is not, all people are decided in whole persons; in large cases with cohorts only those whom the
        linear program divides, if that leads to a plan. Where cells stay together it is a mixed-integer program, and
        time may be up before it is decided; it ends at `target`, a value that is known to be the least.
        """
        stage = self.whole.stage(goal)
        seconds = self._share() if self.case.blocks else self._left()
        effort = Effort(
            max(seconds, LATE_SECONDS),
            unit=stage.unit,
            target=target / stage.scale + stage.unit / 2,
            gap=self.options.gap if self.case.blocks and self.turn else 0.0,
            seed=self.options.seed,
            threads=self.options.threads,
            presolve=not (self.whole.program.chooses and self._is_small()),
        )
        near: Values | None = None
        by_parts = self.case.tables.demand.has_cohorts and not self._is_small()
        if by_parts and not self.case.moves and self._board(goal) is not self.whole:
            plan = self._by_groups(life, goal, limits, effort)
            if plan is not None or self.plan is not None:
                return plan
        for integer_people, is_near in ((False, False), *([(True, True)] if by_parts else []), (True, False)):
            question = self.whole.question(
                stage, limits, life=life, integer_people=integer_people, near=near if is_near else None
            )
            answer = self._people(question, effort)
            if answer.status == "infeasible" and not is_near:
                answer = minimise(question, replace(effort, presolve=not effort.presolve), Watch(Event()))
            if answer.values is None:
                if is_near:
                    continue
                self.undecided |= answer.status != "infeasible"
                return None
            go = answer.values[self.whole.program.go]
            if np.abs(go - np.rint(go)).max(initial=0.0) < WHOLE:
                return self.whole.plan(life, answer.values)
            near = answer.values
        return None

    def _by_groups(self, life: Ints, goal: GoalText, limits: dict[str, int], effort: Effort) -> Plan | None:
        """Decide in whole persons how many of each group of cells go where, then who of it."""
        stage = self.light.stage(goal)
        question = self.light.question(stage, limits, life=life, integer_people=True)
        counts_people = bool(stage.objective[self.light.program.go.start :].any())
        pair_of_boards = (self.whole, self.light)
        short = replace(effort, seconds=min(effort.seconds, GROUP_SECONDS))
        answer = by_groups(question, pair_of_boards, self.becomes, short, counts_people=counts_people)
        return None if answer.values is None else self.whole.plan(life, answer.values)

    def _people(self, question: Question, effort: Effort) -> Answer:
        """Search who goes where; of many whole cells, most are kept where they go undivided."""
        if self._completes_cells():
            return whole_cells(question, self.whole.program.go, self.whole.stage(SHORTEST_WAYS).objective, effort)
        return minimise(question, effort, Watch(Event()))

    def _keep(self, goal: GoalText, value: int, bound: int) -> None:
        limit = goal.limit(value)
        self.reached.append(Reached(goal.name, value, value, min(bound, value), limit))
        self.limits = self.limits | {goal.name: limit}
        # A kept goal that counts people is a row on them: unless tight, it can ask for parts of persons.
        weights = weights_of(goal, self.case.tables)
        self.people_bound |= limit > bound and weights is not None and weights.counts_people

    def _finished(self, plan: Plan) -> Plan:
        values = {goal.name: value_of(goal, plan) for goal in self.case.goals}
        reached = tuple(
            replace(one, value=values[one.goal], best=min(one.best, values[one.goal])) for one in self.reached
        )
        told = (*self.notices, *notices(self.case, plan))
        return replace(plan, goals=reached, stopped=self.stopped, notices=told)

    def _board(self, goal: GoalText) -> Board:
        """Return the smallest program that knows all that a goal and the limits speak of."""
        return self.whole if any(looks_at_ways(name) for name in (goal.name, *self.limits)) else self.light

    def _is_small(self) -> bool:
        return is_small(self.whole.program.size)

    def _tell_life(self, life: Ints) -> None:
        if self.listener.on_life:
            self.listener.on_life(life, {one.goal: one.bound for one in self.reached})

    def _watch(self, board: Board, stage: Stage) -> Watch:
        earlier = math.inf if self.plan is None else float(value_of(stage.goal, self.plan))

        def on_bound(value: float, bound: float) -> None:
            if self.listener.on_progress is None:
                return
            best = min(earlier, value * stage.scale)
            known = best if math.isfinite(best) else None
            proved = bound * stage.scale if math.isfinite(bound) else None
            gap = None if known is None or proved is None else (known - proved) / max(abs(known), 1.0)
            elapsed = clock() - self.started
            self.listener.on_progress(
                Progress(stage.goal.name, self.turn, len(self.case.goals), known, proved, gap, elapsed)
            )

        def on_values(values: Values) -> None:
            self._tell_life(board.life(values))

        return Watch(self.listener.stop, on_bound, on_values)

    def _left(self) -> float:
        return max(self.options.seconds - (clock() - self.started), 0.0)

    def _completes_cells(self) -> bool:
        """Whether whole cells are decided after the life is: then a stage has two searches, each with half its time."""
        return bool(self.case.together.any()) and not self._is_small()

    def _share(self) -> float:
        """Return the time for the goal whose turn it is: as much as for each of the later ones."""
        return self._left() / (len(self.case.goals) - self.turn)

    def _is_over(self) -> bool:
        if self.listener.stop.is_set():
            self.stopped = "you"
        elif clock() - self.started > self.options.seconds:
            self.stopped = self.stopped or "clock"
        else:
            return False
        return True

    def _refuse_if_first(self) -> None:
        if self.plan is None:
            raise no_plan(self.case, relaxed=relaxing(self.case, self.options, self._left()))
