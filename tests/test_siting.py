"""Siting questions: plans and bounds are those of brute force, limits are obeyed, other cases are left alone."""

import threading
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest

from benchmarks.peers import plain_highspy
from benchmarks.peers.matrix import matrix_of
from benchmarks.peers.outcome import Effort
from benchmarks.textbook import Instance, Problem, case_of
from benchmarks.textbook.instance import PROBLEMS
from netplan.case import Case
from netplan.constraints import EveryoneServed, Rules
from netplan.engine import Listener, Progress, solve_here
from netplan.engine.asking import Options
from netplan.engine.exact import faults
from netplan.engine.methods import SITED, method_of
from netplan.engine.runs import record_proofs
from netplan.engine.siting import Sited, siting_of
from netplan.errors import NoPlanError
from netplan.indicators import GoalText, value_of
from netplan.plan import Plan
from tests.siting_cases import best, drawn, least_of
from tests.small_cases import small_case
from tests.textbook_instances import invented

QUESTIONS = 240
SHORT = GoalText.model_construct(name="person_minutes")


def _sited(case: Case, seconds: float = 30.0, listener: Listener | None = None, seed: int = 0) -> Plan:
    siting = siting_of(case, 0)
    assert siting is not None
    return Sited(siting, Options(seconds, 0.0, seed), listener or Listener()).run()


def test_plans_and_bounds_are_those_of_brute_force_and_people_go_the_shortest_ways() -> None:
    told, tried = [], 0
    for seed in range(QUESTIONS):
        question = drawn(seed)
        siting, known = siting_of(question.case, 0), best(question)
        if siting is None:
            continue
        tried += 1
        plan = _sited(question.case)
        if known != tuple(one.value for one in plan.goals) or known != tuple(one.bound for one in plan.goals):
            told.append(f"seed {seed}: {known} against {plan.goals}")
        seconds = value_of(SHORT, plan)
        lexical = least_of(question, tuple((plan.level[:, 0] > 0).astype(int).tolist()))
        if lexical is None or lexical[-1] != seconds:
            told.append(f"seed {seed}: people go {seconds} s, {lexical} are enough")
        told += [f"seed {seed}: {fault}" for fault in faults(question.case, plan, {})]
    assert not told, "\n".join(told[:20])
    assert tried >= 0.6 * QUESTIONS


def _town(problem: Problem, seed: int, cells: int = 60, facilities: int = 40) -> Instance:
    """Draw an instance that takes more than a glance."""
    random = np.random.default_rng(seed)
    homes, sites = random.integers(0, 1000, (cells, 2)), random.integers(0, 1000, (facilities, 2))
    people = random.integers(1, 30, cells)
    everybody = int(people.sum())
    room = np.full(facilities, everybody)
    is_short = problem == "capacitated"
    return Instance(
        name="town",
        problem=problem,
        ways=np.abs(homes[:, None] - sites).sum(axis=2).astype(float),
        people=people,
        places=random.integers(everybody // 12, everybody // 6, facilities) if is_short else room,
        opening=random.integers(5000, 20000, facilities).astype(float) if is_short else np.zeros(facilities),
        number=0 if problem in {"set cover", "capacitated"} else 5,
        reach={"set cover": 600.0, "maximal cover": 250.0}.get(problem, np.inf),
        scale=1,
        published=float("nan"),
        source="",
    )


@pytest.mark.parametrize("problem", PROBLEMS)
def test_larger_questions_have_the_optimum_of_a_plain_model(problem: Problem, tmp_path: Path) -> None:
    instance = _town(problem, 5, 40, 25)
    plan = solve_here(case_of(instance, tmp_path), 60, 0.0)
    plain = plain_highspy.solved(matrix_of(instance), Effort(60.0, 1e-9, 0, 1), perf_counter())
    assert plan.status == plain.status == "optimal"
    assert instance.value(plan.goals[-1].value) == pytest.approx(plain.value, rel=1e-9)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_the_same_seed_gives_the_same_plan(problem: Problem, tmp_path: Path) -> None:
    case = case_of(_town(problem, 2, 40), tmp_path)
    first, second = (_sited(case, seed=3) for _ in range(2))
    assert first.goals == second.goals
    assert (first.chosen == second.chosen).all()
    assert (first.go == second.go).all()


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_search_that_ends_early_has_a_plan_and_a_bound_below_the_best(problem: Problem, tmp_path: Path) -> None:
    case = case_of(_town(problem, 1), tmp_path)
    proved = _sited(case).goals
    stop = threading.Event()
    stop.set()
    by_hand, by_clock = _sited(case, listener=Listener(stop)), _sited(case, 0.0)
    assert (by_hand.stopped, by_clock.stopped) == ("you", "clock")
    for plan in (by_hand, by_clock):
        assert faults(case, plan, {}) == []
        assert all(one.bound <= best.value <= one.value for one, best in zip(plan.goals, proved, strict=True))


def test_a_gap_that_is_allowed_ends_the_search_early(tmp_path: Path) -> None:
    case = case_of(_town("p-median", 4, 150, 120), tmp_path)
    exact, near = solve_here(case, 60, 0.0).goals[1], solve_here(case, 60, 0.05).goals[1]
    assert near.gap <= 0.05
    assert near.bound < exact.bound == exact.value <= near.value


def test_listeners_hear_of_plans_and_bounds(tmp_path: Path) -> None:
    told: list[Progress] = []
    lives: list[int] = []
    sizes: list[dict[str, int]] = []
    listener = Listener(
        on_progress=told.append, on_life=lambda life, _: lives.append(len(life)), on_size=sizes.append
    )  # fmt: skip
    instance = _town("p-median", 1)
    plan = _sited(case_of(instance, tmp_path), listener=listener)
    assert set(lives) == {40}
    assert told[-1].goal == "person_minutes"
    assert (told[-1].value, told[-1].bound) == (plan.goals[1].value, plan.goals[1].bound)
    assert sizes == [{"people_ways": 2400, SITED: 40}]


def test_where_everyone_is_to_be_served_and_cannot_be_no_plan_exists(tmp_path: Path) -> None:
    case = case_of(_town("maximal cover", 1), tmp_path)
    everyone = replace(case, rules=case.rules.replaced_by(Rules(everyone_served=EveryoneServed())))
    assert siting_of(everyone) is not None
    with pytest.raises(NoPlanError, match="Without the rule everyone_served a plan exists"):
        solve_here(everyone, 20)


def test_questions_with_more_to_decide_are_none_of_siting(tmp_path: Path) -> None:
    """Two sizes, two years, a budget, a third goal, a tolerance for people without a place."""
    case = case_of(invented("p-median"), tmp_path)
    assert siting_of(case, 0) is not None
    assert siting_of(small_case(3, years=1, goals=("unserved", "cost")), 0) is None
    assert siting_of(small_case(3, years=2, goals=("unserved",)), 0) is None
    budget = Rules.model_validate({"budget": {"total": "1 MEUR"}})
    assert siting_of(replace(case, rules=case.rules.replaced_by(budget)), 0) is None
    for goals in (["unserved", "cost", "person_minutes"], [{"unserved": {"tolerance": "1 person"}}, "cost"]):
        read = tuple(GoalText.model_validate(goal) for goal in goals)
        assert siting_of(replace(case, goals=read), 0) is None, goals


def test_tiny_questions_stay_with_the_whole_program(tmp_path: Path) -> None:
    sizes: list[dict[str, int]] = []
    for cells in (4, 40):
        solve_here(case_of(_town("p-median", 1, cells, 6), tmp_path), 20, listener=Listener(on_size=sizes.append))
    assert [SITED in size for size in sizes] == [False, True]


def test_a_fixed_life_is_completed_and_not_searched(tmp_path: Path) -> None:
    case = case_of(invented("p-median"), tmp_path)
    free = solve_here(case, 20, 0.0)
    again = solve_here(case, 20, 0.0, life=free.chosen)
    assert [one.value for one in again.goals] == [one.value for one in free.goals]


def test_a_run_says_what_its_bounds_rest_on(tmp_path: Path) -> None:
    """Prices of cells prove the time on the way, and are not kept; how few reach everybody, HiGHS decides."""
    size = {"people_ways": 2400, SITED: 40}
    rests: dict[Problem, str] = {"p-median": "prices not kept", "p-centre": "HiGHS"}
    for problem, on in rests.items():
        case = case_of(_town(problem, 1), tmp_path)
        told = record_proofs(case, _sited(case), [], size, tmp_path)["proofs"]
        assert told == {"unserved": "prices not kept", case.goals[1].name: on}


def test_the_method_says_what_the_proof_rests_on() -> None:
    said = method_of({"people_ways": 10, SITED: 3}, is_completed=False)
    assert "Standortfrage" in said["de"]
    assert "siting question" in said["en"]
