"""Searching near a plan, and whole persons by groups of cells: what large cases need, held against tiny ones."""

from dataclasses import replace
from threading import Event

import numpy as np
import pytest

from netplan.case import Case
from netplan.engine.asking import Options
from netplan.engine.boards import Board
from netplan.engine.compiled import clock
from netplan.engine.exact import faults
from netplan.engine.groups import by_groups
from netplan.engine.highs import Effort, Question
from netplan.engine.neighbourhoods import Walk, walk
from netplan.indicators import GoalText, value_of
from netplan.plan import Plan
from netplan.program import state
from netplan.program.merging import merging
from netplan.tables import Ints
from tests.oracle.checks import answered
from tests.oracle.instances import question_of
from tests.oracle.question import Goal
from tests.oracle.translation import case_of

UNSERVED, COST = (GoalText.model_validate(name) for name in ("unserved", "cost"))

SEEDS = [seed for seed in range(160) if question_of(seed).cohorts]


def _solved(seed: int, *goals: str) -> tuple[Case, Plan] | None:
    """Return a question without rules over who goes where, and its plan for some goals without tolerance."""
    question = replace(question_of(seed), goals=tuple(Goal(name) for name in goals))
    case, plan = case_of(question), answered(question)
    return (case, plan) if plan is not None and not case.blocks and not case.moves else None


def test_groups_of_cells_lead_to_whole_persons_as_good_as_cell_by_cell() -> None:
    found = 0
    for solved in (_solved(seed, "unserved", "cost") for seed in SEEDS):
        if solved is None:
            continue
        case, plan = solved
        fewer, becomes = merging(case)
        whole, light = Board(state(case)), Board(state(fewer))
        stage = light.stage(case.goals[0])
        question = light.question(stage, {}, life=plan.chosen, integer_people=True)
        answer = by_groups(question, (whole, light), becomes, Effort(20, presolve=False), counts_people=True)
        assert answer.values is not None
        go = answer.values[whole.program.go]
        assert np.abs(go - np.rint(go)).max(initial=0) < 1e-6
        other = whole.plan(plan.chosen, answer.values)
        assert faults(case, other, {}) == []
        assert value_of(UNSERVED, other) == value_of(UNSERVED, plan)
        found += 1
    assert found > 5


def _walked(case: Case, start: Plan, unserved: int, *, is_accepted: bool) -> Walk:
    """Walk from a plan to cheaper ones; every life is met once only."""
    board = Board(state(case))
    stage, cuts = board.stage(case.goals[1]), list[Ints]()

    def ask(life: Ints | None, free: Ints) -> Question:
        return board.question(stage, {"unserved": unserved}, cuts, life=life, free=free, integer_people=True)

    def accept(life: Ints) -> bool:
        cuts.append(life)
        return is_accepted

    value, options = value_of(COST, start) / stage.scale, Options(seconds=60, gap=0.0, seed=0, threads=1)
    path = Walk(board, stage, ask, options, clock() + 30, Event(), accept, start.chosen, value)
    walk(path)
    return path


@pytest.mark.parametrize("is_accepted", [True, False])
def test_a_walk_ends_at_a_life_that_is_accepted_and_no_worse(*, is_accepted: bool) -> None:
    better = 0
    for seed in SEEDS[:20]:
        first, best = _solved(seed, "unserved"), _solved(seed, "unserved", "cost")
        if first is None or best is None:
            continue
        (_, start), (case, plan) = first, best
        path = _walked(case, start, value_of(UNSERVED, plan), is_accepted=is_accepted)
        least, most = (value_of(COST, one) / path.stage.scale for one in (plan, start))
        assert least - path.stage.unit <= path.best <= most
        assert is_accepted or np.array_equal(path.life, start.chosen)
        better += path.best < most
    assert bool(better) == is_accepted
