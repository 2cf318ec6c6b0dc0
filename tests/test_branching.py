"""Branch and bound by prices: never above the best plan, and at its value where the tree is grown to its end."""

import pytest

from benchmarks.regions import region
from netplan.engine.bounds import Bounds
from netplan.engine.branching import Branching, Node
from netplan.engine.search import solve_here
from netplan.program.facilities import facility_half
from tests.oracle.brute_force import best
from tests.oracle.instances import question_of
from tests.oracle.translation import case_of

pytestmark = pytest.mark.xdist_group("compiled")

BLOCK, QUESTIONS = 15, 30


@pytest.mark.parametrize("first", range(0, QUESTIONS, BLOCK))
def test_no_plan_is_below_the_bound_of_a_tree(first: int) -> None:
    told = []
    for seed in range(first, first + BLOCK):
        question = question_of(seed)
        stages, case = best(question), case_of(question)
        half = facility_half(case)
        if stages is None or case.moves or half.contradictions or case.goals[1].name == "longest_way":
            continue
        bounds = Bounds(case, half, 1)
        proven = bounds.prove(case.goals[1], {"unserved": stages[0].limit}, 20)
        tree = Branching(Node(proven.question, proven.swept, proven.proof), [bounds.respond, bounds.responder(1)])
        tree.grow(8, float("inf"), lambda: False)
        if tree.bound > stages[1].value:
            told.append(f"seed {seed}: {case.goals[1].name} is {stages[1].value}, the bound {tree.bound}")
    assert not told, "\n".join(told)


def test_a_tree_grown_to_its_end_proves_the_best_plan() -> None:
    case = region(40, 5, 2, 1)
    unserved, reached = solve_here(case, 60, 0.0).goals
    bounds = Bounds(case, facility_half(case), 1)
    proven = bounds.prove(case.goals[1], {"unserved": unserved.limit})
    tree = Branching(Node(proven.question, proven.swept, proven.proof), [bounds.respond, bounds.responder(1)])
    tree.grow(400, reached.best * (1 - 1e-6), lambda: False)
    assert proven.proof.bound < tree.bound <= reached.best
    assert tree.bound >= reached.best * (1 - 1e-6)


def test_the_parts_of_a_split_are_all_that_was_there() -> None:
    case = region(40, 5, 2, 1)
    bounds = Bounds(case, facility_half(case), 1)
    proven = bounds.prove(case.goals[1], {"unserved": 0}, 50)
    tree = Branching(Node(proven.question, proven.swept, proven.proof), [bounds.respond, bounds.responder(1)])
    tree.grow(12, float("inf"), lambda: False)
    at, waiting, splits = bounds.problem.half.at, [tree.root], 0
    while waiting:
        node = waiting.pop()
        if node.split is None:
            continue
        facility, year, _ = node.split
        inside, outside = (set(_closed(part)) - set(_closed(node)) for part in node.parts)
        assert not inside & outside
        assert inside | outside | set(_closed(node)) >= {c for c in at[facility, :, year].tolist() if c >= 0}
        waiting += node.parts
        splits += 1
    assert splits > 3


def _closed(node: Node) -> list[int]:
    return [int(column) for column in node.question.closed]
