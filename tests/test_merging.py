"""Cells that reach the same facilities are one: the relaxation of the merged program is that of the whole one."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event

import numpy as np
import pytest

from netplan.case import Case
from netplan.engine.boards import Board
from netplan.engine.highs import Effort, Watch, minimise
from netplan.indicators import GoalText
from netplan.program import state
from netplan.program.facilities import facility_half
from netplan.program.merging import merging
from tests.oracle.classes import with_classes
from tests.oracle.fair_instances import with_fairness
from tests.oracle.instances import question_of
from tests.oracle.provision_instances import with_provision
from tests.oracle.question import Goal, Question
from tests.oracle.translation import case_of

GOALS = [GoalText.model_validate(name) for name in ("unserved", "beyond_target", "cost")]


def _relaxed(case: Case, goal: GoalText, limits: dict[str, int]) -> float:
    board = Board(state(case))
    question = board.question(board.stage(goal), limits)
    answer = minimise(replace(question, integer=question.integer & False), Effort(30.0), Watch(Event()))
    assert answer.status in {"optimal", "infeasible"}
    return answer.bound if answer.status == "optimal" else np.inf


@pytest.mark.parametrize("draw", [with_provision, with_fairness, with_classes])
def test_facilities_decide_the_same_however_cells_are_merged(draw: Callable[[int, Question, float], Question]) -> None:
    """So the program of merged cells takes over the facility half of the whole one, whatever rules are stated."""
    compared = 0
    for seed in range(40):
        case = case_of(draw(seed, question_of(seed), 1))
        if any(not rule.survives_merging for rule in case.stated if any(rule.blocks(case.tables))):
            continue
        own, merged = facility_half(case), facility_half(merging(case)[0])
        compared += 1
        assert (own.matrix != merged.matrix).nnz == 0, seed
        for name in ("row_lower", "row_upper", "lower", "upper", "integer", "step", "at", "entered", "beyond"):
            assert np.array_equal(getattr(own, name), getattr(merged, name)), (seed, name)
        assert (own.own, own.names, own.contradictions) == (merged.own, merged.names, merged.contradictions), seed
    assert compared >= 10


def test_merged_cells_of_groups_have_the_bounds_of_single_ones() -> None:
    compared = 0
    for seed in range(160):
        question = with_fairness(seed, question_of(seed), share=1)
        question = replace(question, goals=tuple(Goal(goal.name) for goal in GOALS))
        case = case_of(question)
        if not case.tables.demand.groups or not any(rule.survives_merging for rule in case.stated):
            continue
        if any(not rule.survives_merging for rule in case.stated if any(rule.blocks(case.tables))):
            continue
        fewer = merging(case)[0]
        least = _relaxed(case, GOALS[0], {})
        if np.isinf(least):
            continue
        compared += 1
        limits = {"unserved": int(np.ceil(least)) + 1}
        for goal, kept in ((GOALS[0], {}), (GOALS[1], limits), (GOALS[2], limits)):
            assert _relaxed(case, goal, kept) == pytest.approx(_relaxed(fewer, goal, kept), abs=1e-6), (seed, goal.name)
    assert compared >= 3
