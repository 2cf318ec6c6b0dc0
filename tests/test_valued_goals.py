"""Goals of one group: each valued in money at an exchange rate that a norm states."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import netplan
from netplan.audit import goals, verify
from netplan.indicators import GoalText, money, weights_of
from netplan.units import quantity
from tests.oracle.checks import answered, disagreements
from tests.oracle.question import Facility, Goal, Level, Measure, Question, Service
from tests.oracle.translation import case_of
from tests.test_bad_inputs import workspace

FAR = Facility("far", 0, "small", {"small": Level((9,), (0,), running=500)}, (Measure("small", "closed", 0),))
NEAR = Facility("near", 1, "closed", {"small": Level((9,), (0,), running=900)}, (Measure("closed", "small", 1500),))
TWO = Question(
    years=(2026,),
    spans=(2,),
    services=(Service("school", 600, 300),),
    demand=(((3,),),),
    seconds=(((400,), (100,)),),
    facilities=(FAR, NEAR),
)
"""Three children for two years: the far school costs 1,000 in all, a near one in its place 1,800 and 1,500."""

GOALS = """\
goals:
  - unserved
  - cost_with:
      person_minutes: value_of_time
      beyond_target: 500 EUR per person
      open_facilities: 20000 EUR per facility
      closures: 7 EUR per closure
      tolerance: 1 %
  - closures"""


def _values(question: Question) -> list[int]:
    plan = answered(question)
    assert plan is not None
    assert disagreements(question) == []
    return [goal.value for goal in plan.goals]


def _asked(**rates: int) -> Question:
    return replace(TWO, goals=(Goal("unserved"), Goal("cost_with", rates=tuple(rates.items()))))


def test_a_way_is_worth_a_school_from_the_rate_at_which_both_are_equal() -> None:
    """The near school costs 2,300 more and saves 3 · 2 · 300 = 1,800 s, but one rate a second is only whole cents."""
    assert _values(_asked(person_minutes=1)) == [0, 1000 + 6 * 400]
    assert _values(_asked(person_minutes=2)) == [0, 3300 + 2 * 6 * 100]


def test_people_beyond_the_target_and_closures_have_their_worth() -> None:
    assert _values(_asked(beyond_target=383)) == [0, 1000 + 6 * 383]
    assert _values(_asked(beyond_target=384)) == [0, 3300]
    assert _values(_asked(beyond_target=384, closures=3)) == [0, 3303]
    assert _values(_asked(beyond_target=384, closures=5)) == [0, 1000 + 6 * 384]


def test_open_facilities_count_every_year() -> None:
    assert _values(_asked(open_facilities=70)) == [0, 1000 + 2 * 70]


def test_each_coefficient_is_rounded_half_even_to_a_cent() -> None:
    """At 0.30 EUR a person-minute a second is worth half a cent: 1, 2, 3 and 5 seconds are 0, 1, 2 and 2 cents."""
    case = case_of(replace(TWO, seconds=(((1,), (2,)), ((3,), (5,))), demand=(((3,),), ((1,),))))
    goal = GoalText.model_validate({"cost_with": {"person_minutes": "0.30 EUR per person-minute"}})
    weights = weights_of(goal, case.tables)
    assert weights is not None
    assert dict(zip(case.tables.pairs.seconds.tolist(), weights.pairs.tolist(), strict=True)) == {
        1: 0,
        2: 1,
        3: 2,
        5: 2,
    }


def test_an_amount_in_the_middle_is_read_exactly() -> None:
    assert quantity("0.20 EUR per person-minute").amount == Fraction(1, 3)
    with pytest.raises(ValueError, match="name one of person_minutes"):
        GoalText.model_validate({"cost_with": {}})
    with pytest.raises(ValueError, match="is not an exchange rate"):
        GoalText.model_validate({"cost_with": {"person_minutes": "500 EUR per person"}})


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> netplan.Plan:
    """Solve a town whose ways are worth a norm of its model."""
    folder = workspace(tmp_path_factory.mktemp("town") / "workspace")
    model, scenario = folder / "models/school.yaml", folder / "scenarios/plan.yaml"
    norm = "\n    value_of_time: {value: 0.20 EUR per person-minute, source: Kreistag}\n"
    model.write_text(model.read_text(encoding="utf-8").replace("\n  all:\n", f"\n  all:{norm}", 1), encoding="utf-8")
    said = scenario.read_text(encoding="utf-8").splitlines()
    kept = [line for line in said if not line.startswith("goals:")]
    scenario.write_text("\n".join([*kept, GOALS, ""]), encoding="utf-8")
    return netplan.solve(netplan.load(scenario), seconds=20)


def test_the_audit_counts_valued_goals_from_the_files(plan: netplan.Plan) -> None:
    assert plan.folder
    verdict = verify(plan.folder)
    assert verdict.passed, str(verdict)
    assert "goal cost_with" in str(verdict)


@pytest.mark.parametrize("goal", ["cost", "closures", "is_beyond"])
def test_a_fault_in_how_the_audit_values_shows(goal: str, plan: netplan.Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    right = getattr(goals, goal)
    monkeypatch.setattr(goals, goal, lambda *given: not right(*given) if goal == "is_beyond" else right(*given) + 1)
    assert plan.folder
    assert not verify(plan.folder).passed


def test_a_worth_of_ways_that_is_forgotten_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(money, "_rounded", lambda numbers, rate: np.zeros_like(numbers) * rate.numerator)
    assert disagreements(_asked(person_minutes=2))


def test_show_names_what_a_goal_values(plan: netplan.Plan) -> None:
    assert plan.folder
    text = netplan.show(plan.folder.parent.parent / "scenarios/plan.yaml")
    assert "+ person_minutes at 0.20 EUR per person-minute" in text
