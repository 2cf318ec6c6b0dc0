"""The search for plans where rules join facilities or people stay for years, held against brute force and the audit."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import netplan
from benchmarks.regions import region, sized
from netplan.audit import verify
from netplan.case import Case
from netplan.engine import runs, solve_here
from netplan.engine.asking import Options
from netplan.engine.child import solve_task
from netplan.engine.compiled import HAS_COMPILER
from netplan.engine.exact import faults
from netplan.engine.plans.network import network_of
from netplan.engine.plans.scenes import Found
from netplan.engine.plans.scope import obstacle
from netplan.engine.plans.search import Effort, improve
from netplan.engine.plans.starting import start_large
from netplan.engine.pricing import can_be_priced, plan_of
from netplan.errors import NoPlanError
from tests.bound_regions import drawn, write
from tests.oracle import checks
from tests.oracle.brute_force import Stage, best
from tests.oracle.instances import question_of
from tests.oracle.question import Goal, Most, Question
from tests.oracle.translation import case_of

pytestmark = [
    pytest.mark.skipif(not HAS_COMPILER, reason="numba is not installed: large cases go to HiGHS"),
    pytest.mark.xdist_group("compiled"),
]
NO_SUMS = {"longest_way", "worst_tenth", "group_gap", "weighted_minutes"}
QUESTIONS, MORE_QUESTIONS, WORK = 200, 300, 20_000


def _with_one_goal(question: Question) -> Question:
    """Return the question with one goal beside the people unserved, and nothing that only some goals count."""
    goals = (*(goal for goal in question.goals if goal.name not in NO_SUMS), Goal("cost"))[:2]
    return replace(question, goals=goals, fairness=None, residual=False, classes=None)


def _found(case: Case, work: int = WORK, seed: int = 0) -> Found | None:
    network = network_of(case, case.goals[1])
    return improve(network, start_large(network), Effort(20.0, work, seed))


def _told(seed: int, question: Question, found: Found, stages: Sequence[Stage]) -> list[str]:
    """Say what is wrong with a plan: what it breaks, or that it is better than can be."""
    case = case_of(question)
    plan = plan_of(case, found)
    told = [*faults(case, plan, {}), *checks.faults(question, plan)]
    if found.unserved < stages[0].value or (found.unserved == stages[0].limit and found.value < stages[1].value):
        told.append(f"{found.unserved}, {found.value} is less than {stages}")
    return [f"seed {seed}: {one}" for one in told]


def _is_near(found: Found, stages: Sequence[Stage]) -> bool:
    least = stages[1].value
    return found.unserved == stages[0].value and found.value <= least + 0.01 * abs(least)


def test_plans_of_cohorts_and_classes_break_nothing_and_most_are_the_best() -> None:
    told, tried, hit, rules = [], 0, 0, set[str]()
    for seed in range(MORE_QUESTIONS):
        drawn_question = question_of(seed)
        if drawn_question.cohorts is None:
            continue
        question = replace(_with_one_goal(drawn_question), classes=drawn_question.classes)
        case = case_of(question)
        if int(case.tables.demand.grades.max()) > 1 and case.rules.classes is None:
            assert not can_be_priced(case)
        stages = None if obstacle(case, case.goals[1]) else best(question)
        if stages is None:
            continue
        found = _found(case)
        tried, rules = tried + 1, rules | {rule.rule for rule in case.enforced}
        told += [f"seed {seed}: no plan"] if found is None else _told(seed, question, found, stages)
        hit += found is not None and _is_near(found, stages)
    assert not told, "\n".join(told)
    assert tried >= 10
    assert hit >= tried * 0.9
    assert rules >= {"places", "minimum_size", "measures_per_year"}


def test_a_region_of_cohorts_and_classes_gets_a_plan_that_breaks_nothing() -> None:
    case = sized("tiny10", 1)
    first, second = (_found(case, 2_000_000) for _ in range(2))
    assert first is not None
    assert second is not None
    assert can_be_priced(case)
    assert first.unserved == 0
    assert not faults(case, plan_of(case, first), {})
    assert np.array_equal(first.chosen, second.chosen)
    assert np.array_equal(first.go, second.go)


def test_plans_keep_the_rules_that_join_facilities_and_most_are_the_best() -> None:
    told, tried, hit, rules = [], 0, 0, set[str]()
    for seed in range(QUESTIONS):
        question = _with_one_goal(question_of(seed))
        case = case_of(question)
        joining = {rule.rule for rule in case.enforced if rule.kind == "couples facilities"}
        if not joining or obstacle(case, case.goals[1]):
            continue
        stages = best(question)
        found = None if stages is None else _found(case)
        if stages is None or found is None:
            continue
        tried, rules = tried + 1, rules | joining
        told += _told(seed, question, found, stages)
        hit += _is_near(found, stages)
    assert not told, "\n".join(told)
    assert rules >= {"budget", "measures_per_year", "open_facilities", "shared_rooms", "conversions", "measure_links"}
    assert rules >= {"measures_per_area", "carrier_share", "reserve", "places_per_1000", "grants"}
    assert tried >= 40
    assert hit >= tried * 0.9


def test_a_budget_that_does_not_suffice_for_the_best_plan_is_kept_and_used_well() -> None:
    free = region(60, 8, 2, 4)
    best_plan = _found(free, 3_000_000)
    assert best_plan is not None
    spent = int(free.tables.steps.cost[best_plan.chosen].sum())
    bound = region(60, 8, 2, 4, f"{spent * 6 // 1000} EUR")
    found = _found(bound, 10_000_000)
    assert found is not None
    assert int(free.tables.steps.cost[found.chosen].sum()) <= spent * 6 // 10
    whole = solve_here(bound, 30.0, 0.002)
    assert found.unserved == whole.goals[0].value
    assert whole.goals[1].bound <= found.value <= whole.goals[1].value * 1.005


def test_with_a_budget_too_the_same_seed_gives_the_same_plan() -> None:
    case = region(60, 8, 2, 4, "500000 EUR")
    first, second = (_found(case, 2_000_000, seed=3) for _ in range(2))
    assert first is not None
    assert second is not None
    assert np.array_equal(first.chosen, second.chosen)
    assert np.array_equal(first.go, second.go)


def test_where_rules_leave_no_plan_highs_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netplan.engine.search.PRICED_WAYS", -1)
    monkeypatch.setattr("netplan.engine.search.COUPLED_WAYS", -1)
    monkeypatch.setattr("netplan.engine.search.PATIENCE", 0.01)
    question = _with_one_goal(question_of(28))
    impossible = replace(question, open_facilities=Most(0, 0), everyone_served="enforce")
    case = case_of(impossible)
    assert can_be_priced(case)
    with pytest.raises(NoPlanError):
        solve_here(case, 60.0, 0.01)


@pytest.mark.parametrize("seed", [19, 57, 97])
def test_plans_with_rules_that_join_facilities_pass_the_audit(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netplan.engine.search.PRICED_WAYS", -1)
    monkeypatch.setattr("netplan.engine.search.COUPLED_WAYS", -1)
    monkeypatch.setattr("netplan.engine.pricing.SWEEPS", 60)
    one = drawn(seed)
    case = netplan.load(write(replace(one, scenario=one.scenario | {"goals": ["unserved", "cost"]}), tmp_path))
    assert can_be_priced(case)
    work = runs.prepare(case, runs.Task(Options(30.0, 0.5, 0, 2), None, {}, "", "2026-01-01T00:00:00+00:00"))
    verdict = verify(solve_task(work, threading.Event()), bound=True)
    assert verdict.passed, verdict.told("en")
