"""The search in large cases, held against brute force and HiGHS on small ones."""

from dataclasses import replace

import pytest

from benchmarks.regions import region
from netplan.case import Case
from netplan.engine.asking import Listener, Options
from netplan.engine.compiled import HAS_COMPILER
from netplan.engine.exact import faults
from netplan.engine.pricing import Pricing, can_be_priced
from netplan.engine.search import solve_here
from netplan.engine.stages import fewest_unserved
from netplan.plan import Plan
from netplan.program.facilities import facility_half
from tests.oracle.brute_force import best
from tests.oracle.instances import question_of
from tests.oracle.question import Goal, Question
from tests.oracle.translation import case_of

pytestmark = [
    pytest.mark.skipif(not HAS_COMPILER, reason="numba is not installed: large cases go to HiGHS"),
    pytest.mark.xdist_group("compiled"),
    pytest.mark.usefixtures("kernels"),
]
SECONDS, QUESTIONS = 30.0, 24


def _priced(case: Case, gap: float, seed: int = 0) -> Plan:
    return Pricing(case, facility_half(case), Options(SECONDS, gap, seed, 2), Listener()).run()


def _plain(question: Question, number: int = 2) -> Question:
    """Return the question without rules that couple facilities or people, and so many goals that are sums."""
    goals = tuple(goal for goal in question.goals if goal.name not in {"longest_way", "worst_tenth", "group_gap"})
    more = [Goal(name) for name in ("cost", "person_minutes") if name not in {goal.name for goal in goals}]
    goals = (*goals, *more)[:number]
    return replace(
        question, goals=goals, budget=None, measures_per_year=None, open_facilities=None, policies=None,
        provision=None, measures=None, classes=None, fairness=None, residual=False, rooms=(), conversions=(),
        branches=(), places_for=None, programmes=(), everyone_served="",
    )  # fmt: skip


@pytest.mark.parametrize("number", [2, 3])
def test_plans_and_bounds_are_those_of_brute_force(number: int) -> None:
    told, tried, hit = [], 0, 0
    for seed in range(QUESTIONS):
        question = question_of(seed)
        question = _plain(question, number) if question.cohorts is None else question
        case = case_of(question)
        stages = best(question) if can_be_priced(case) else None
        if stages is None:
            continue
        plan = Pricing(case, facility_half(case), Options(0.25 * number, 0.0, 0, 1), Listener()).run()
        tried += 1
        for stage, one in zip(stages, plan.goals, strict=True):
            if one.best < stage.value or one.bound > stage.value:
                told.append(f"seed {seed}: {stage} against {one}")
            if one.best != stage.value:
                break
        else:
            hit += 1
        told += [f"seed {seed}: {fault}" for fault in faults(case, plan, {})]
    assert not told, "\n".join(told)
    assert tried >= QUESTIONS // 2
    assert hit >= tried * 0.8


def test_without_numba_a_large_question_goes_to_highs_and_the_plan_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netplan.engine.search.PRICED_WAYS", 0)
    case = region(40, 5, 1, 1)
    assert not solve_here(case, SECONDS, 0.01).notices
    monkeypatch.setattr("netplan.engine.search.HAS_COMPILER", False)
    assert [notice.code for notice in solve_here(case, SECONDS, 0.01).notices] == ["NP-W303"]


@pytest.mark.parametrize("seed", [112, 196, 217, 338])
def test_where_prices_prove_that_more_stay_without_a_place_the_next_bound_allows_for_them(seed: int) -> None:
    question = _plain(question_of(seed))
    case, stages = case_of(question), best(question)
    assert stages is not None
    plan = Pricing(case, facility_half(case), Options(5.0, 1.0, 0, 1), Listener()).run()
    assert fewest_unserved(case) < plan.goals[0].bound == stages[0].value
    assert plan.goals[1].bound <= stages[1].value <= plan.goals[1].best


@pytest.mark.parametrize("years", [1, 3])
def test_a_plan_is_near_that_of_highs_and_the_bound_below_it(years: int) -> None:
    case = region(150, 10, years, 1)
    whole, priced = solve_here(case, SECONDS, 0.0005, threads=2), _priced(case, 0.004)
    assert not faults(case, priced, {})
    assert priced.goals[0] == whole.goals[0]
    one, other = priced.goals[1], whole.goals[1]
    assert one.bound <= other.best
    assert other.bound <= one.best
    assert one.gap <= 0.004


def test_the_same_seed_gives_the_same_plan() -> None:
    case = region(120, 8, 2, 4)
    first, second = (_priced(case, 0.01, seed=7) for _ in range(2))
    assert first.goals == second.goals
    assert (first.chosen == second.chosen).all()
    assert (first.go == second.go).all()
