"""The Lagrangian bound: never above the best plan, near the linear relaxation, exact in whole numbers."""

import math
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from benchmarks.regions import region
from netplan import shortage
from netplan.case import Case
from netplan.engine.boards import Board
from netplan.engine.compiled import HAS_COMPILER
from netplan.engine.highs import Effort, Watch, minimise
from netplan.engine.relaxation.answers import answer
from netplan.engine.relaxation.covers import Sure
from netplan.engine.relaxation.prices import Asked, Prices, asked, combined
from netplan.engine.relaxation.proof import proved
from netplan.engine.relaxation.relaxed import relaxed
from netplan.engine.relaxation.responding import Responder
from netplan.engine.relaxation.sweeps import evaluate, first_prices, prices_of_shortage, sweep
from netplan.indicators import GOALS
from netplan.program import state
from netplan.program.facilities import facility_half
from tests.bound_prices import covered
from tests.oracle.brute_force import best
from tests.oracle.instances import question_of
from tests.oracle.translation import case_of

pytestmark = pytest.mark.xdist_group("compiled")

BLOCK, QUICK, ALL = 50, 150, 3000
SUMS = {name for name, goal in GOALS.items() if goal.weights is not None or name == "cost_with"}


@pytest.mark.parametrize("first", range(0, QUICK, BLOCK))
def test_no_plan_is_below_the_bound(first: int) -> None:
    _compare(range(first, first + BLOCK))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(QUICK, ALL, BLOCK))
def test_no_plan_is_below_the_bound_in_many_more_questions(first: int) -> None:
    _compare(range(first, first + BLOCK))


def _compare(seeds: range) -> None:
    told = []
    for seed in seeds:
        question = question_of(seed)
        stages, case = best(question), case_of(question)
        if stages is None or case.moves:
            continue
        half = facility_half(case)
        if half.contradictions:
            continue
        problem = relaxed(case, half)
        limits: dict[str, int] = {}
        fewest = proved(asked(problem, case.goals[0], limits), prices_of_shortage(problem))
        for goal, stage in zip(case.goals, stages, strict=True):
            if goal.name in SUMS:
                task = asked(problem, goal, limits)
                if case.goals[0].name == "unserved" and limits:
                    spare = max(limits["unserved"] - fewest.bound, 0)
                    task = replace(task, problem=covered(problem, Sure(fewest.need == 0, spare)))
                for prices in (sweep(task, 30).prices, _any(task, Random(seed))):
                    bound = proved(task, prices).bound
                    if bound > stage.value:
                        told.append(f"seed {seed}: {goal.name} is {stage.value}, the bound {bound}")
            limits = limits | {goal.name: stage.limit}
    assert not told, "\n".join(told)


def _any(task: Asked, rng: Random) -> Prices:
    """Return prices drawn at random, of the right signs."""
    start = first_prices(task)
    low, high = (limit[task.problem.row] for limit in (task.problem.half.row_lower, task.problem.half.row_upper))
    row = np.array([rng.gauss(0, 300) for _ in start.row])
    row = np.where(np.isinf(low), np.abs(row), np.where(np.isinf(high), -np.abs(row), row))
    need = np.array([price * rng.uniform(0, 3) for price in start.need.tolist()])
    return Prices(need, row, np.array([abs(rng.gauss(0, 10)) for _ in start.kept]))


@pytest.mark.parametrize("years", [1, 5])
@pytest.mark.parametrize("budget", ["", "3 MEUR"])
def test_the_bound_is_above_the_linear_relaxation_of_the_whole_program(years: int, budget: str) -> None:
    case = region(200, 12, years, 3, budget)
    task = _served(case)
    found = sweep(task, 600)
    board = Board(state(case))
    question = board.question(board.stage(case.goals[1]), {"unserved": _out_of_reach(case)})
    linear = minimise(replace(question, integer=question.integer & False), Effort(60.0), Watch())
    assert proved(task, found.prices).bound > 100 * linear.bound * (1 - 1e-4)


def _served(case: Case) -> Asked:
    return asked(relaxed(case, facility_half(case)), case.goals[1], {"unserved": _out_of_reach(case)})


def _out_of_reach(case: Case) -> int:
    return int((shortage.out_of_reach(case).sum(axis=(0, 1)) * case.tables.demand.span).sum())


def test_the_exact_bound_is_that_of_floating_point_rounded_up() -> None:
    task = _served(region(100, 8, 3, 5, "2 MEUR"))
    found = sweep(task, 60)
    assert math.isclose(proved(task, found.prices).bound, found.bound, rel_tol=1e-7)


@pytest.mark.skipif(not HAS_COMPILER, reason="numba is not installed: there is one way only")
def test_compiled_facilities_answer_as_plain_ones() -> None:
    task = _served(region(100, 8, 3, 5, "2 MEUR"))
    respond, prices = Responder(task.problem, 2), sweep(task, 20).prices
    costs = combined(task, prices.row, prices.kept)
    plain, fast = answer(task.problem, costs, prices.need), respond(task.problem, costs, prices.need)
    assert math.isclose(plain.value, fast.value, rel_tol=1e-12)
    assert np.array_equal(plain.arc, fast.arc)
    assert np.array_equal(plain.load, fast.load)
    for number in (1, 2, 3):
        assert Responder(task.problem, number)(task.problem, costs, prices.need).value == fast.value


def test_the_same_sweeps_give_the_same_bounds() -> None:
    task = _served(region(100, 8, 3, 5))
    first, second = (sweep(task, 30, respond=Responder(task.problem, 2)) for _ in range(2))
    assert first.bounds == second.bounds
    assert evaluate(task, first.prices)[0] == pytest.approx(first.bound)
