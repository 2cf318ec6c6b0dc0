"""The search proves what it claims, goal by goal, and never calls a stopped search optimal."""

import contextlib
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from netplan.engine import Listener, Progress, solve_here
from netplan.engine.exact import faults
from netplan.engine.highs import Effort, Question, Watch, minimise
from netplan.errors import SolverError
from netplan.indicators import GOALS, GoalText, value_of
from netplan.plan import Plan, Reached
from netplan.program import state
from tests.small_cases import small_case

SUMS = ("unserved", "cost", "person_minutes", "beyond_target", "open_facilities", "closures")


@pytest.mark.parametrize("seed", range(12))
def test_every_goal_is_as_good_as_a_second_solver_run_on_whole_persons(seed: int) -> None:
    random = np.random.default_rng(seed)
    later = [str(name) for name in random.permutation(SUMS[1:])]
    goals = ("unserved", *later[: 1 + seed % 4])
    case = small_case(seed, places=6 + seed % 5, rules={"budget": {"per_year": "9 MEUR"}}, goals=goals)
    plan = solve_here(case, gap=0)
    assert [one.value for one in plan.goals] == _second_opinion(case, goals)
    assert all(one.bound <= one.value <= one.limit for one in plan.goals)
    assert faults(case, plan, {}) == []
    assert plan.status == "optimal"


def test_a_tolerance_lets_later_goals_use_it_up_and_no_more() -> None:
    goals: Sequence[Any] = ("unserved", {"cost": {"tolerance": "40 %"}}, "person_minutes")
    strict = solve_here(small_case(7, goals=("unserved", "cost", "person_minutes")), gap=0)
    loose = solve_here(small_case(7, goals=goals), gap=0)
    cost, minutes = loose.goals[1], loose.goals[2]
    assert cost.best == strict.goals[1].value
    assert cost.value <= cost.limit == cost.best + cost.best * 4 // 10
    assert minutes.value <= strict.goals[2].value


def test_the_longest_way_cannot_be_shortened() -> None:
    case = small_case(11, cells=8, goals=("unserved", "longest_way"))
    plan = solve_here(case, gap=0)
    longest = plan.goals[1]
    assert longest.value == longest.bound == value_of(GoalText.model_validate("longest_way"), plan)
    assert longest.value == plan.tables.pairs.seconds[plan.go.any(axis=1)].max()


def test_a_search_that_is_stopped_at_once_has_no_plan_or_says_so() -> None:
    stop = threading.Event()
    stop.set()
    case = small_case(1, cells=60, facilities=12, years=3)
    with contextlib.suppress(SolverError):
        assert solve_here(case, listener=Listener(stop)).stopped == "you"


def test_a_first_solution_may_come_late_and_the_search_ends_with_it() -> None:
    chance = np.random.default_rng(0)
    sizes, ones = chance.integers(20, 200, (12, 40)), np.ones(40)
    rows = csc_array(sizes.astype(float))
    half = sizes.sum(axis=1) / 2
    question = Question(rows, half, np.full(12, np.inf), 0 * ones, ones, ones > 0, sizes.mean(axis=0))
    hopeless = minimise(question, Effort(0.0), Watch())
    assert (hopeless.status, hopeless.values) == ("limit", None)
    late = minimise(question, Effort(0.0, seconds_to_first=60.0), Watch())
    assert late.values is not None
    assert (rows @ late.values >= half - 1e-6).all()
    assert late.status == "limit"
    assert late.bound < sizes.mean(axis=0) @ late.values


def test_a_plan_that_ran_out_of_time_is_not_called_optimal() -> None:
    plan = _with_goal(Reached("unserved", 10, 10, 9, 10), stopped="clock")
    assert plan.status == "stopped by the clock"
    assert _with_goal(Reached("unserved", 10, 10, 9, 10), stopped="you").status == "stopped by you"
    assert _with_goal(Reached("unserved", 1000, 1000, 995, 1000), stopped="").status == "within 0.5 %"
    assert _with_goal(Reached("unserved", 10, 10, 10, 10), stopped="clock").status == "optimal"


def test_the_fixed_life_decides_only_who_goes_where() -> None:
    case = small_case(4, goals=("unserved", "person_minutes"))
    free = solve_here(case, gap=0)
    again = solve_here(case, gap=0, life=free.chosen)
    assert np.array_equal(again.chosen, free.chosen)
    assert [one.value for one in again.goals] == [one.value for one in free.goals]


def test_progress_names_goal_and_bound() -> None:
    heard: list[Progress] = []
    case = small_case(2, cells=40, facilities=9, years=3, places=30)
    plan = solve_here(case, gap=0, listener=Listener(on_progress=heard.append))
    assert {one.goal for one in heard} <= {one.goal for one in plan.goals}
    assert all(one.bound is None or one.value is None or one.bound <= one.value + 1e-6 for one in heard)


def test_the_same_case_and_seed_give_the_same_plan() -> None:
    first, second = (solve_here(small_case(9), gap=0, seed=3) for _ in range(2))
    assert np.array_equal(first.chosen, second.chosen)
    assert np.array_equal(first.go, second.go)


def _with_goal(reached: Reached, stopped: str) -> Plan:
    case = small_case(0)
    plan = solve_here(case)
    return Plan(plan.scenario, plan.tables, plan.chosen, plan.go, plan.unserved, (reached,), stopped)


def _second_opinion(case: Any, goals: Sequence[str]) -> list[int]:
    """Minimise goal after goal with SciPy's MILP, every person whole, unscaled."""
    program = state(case)
    integer = np.ones(len(program.lower))
    kept = [LinearConstraint(program.matrix, program.row_lower, program.row_upper)]
    found = []
    for goal in goals:
        weights = GOALS[goal].weights
        assert weights is not None
        row = program.coefficients(weights(case.tables))
        answer = milp(
            row,
            integrality=integer,
            bounds=Bounds(program.lower, program.upper),
            constraints=kept,
            options={"mip_rel_gap": 0},
        )
        found.append(round(answer.fun))
        kept.append(LinearConstraint(row[None, :], -np.inf, found[-1] + 1e-9 * abs(found[-1])))
    return found
