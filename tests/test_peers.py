"""The plain models that netplan is measured against: they state the same problem, whoever solves it."""

from pathlib import Path
from time import perf_counter

import pytest

from benchmarks.peers import plain_highspy, plain_pyomo
from benchmarks.peers.matrix import matrix_of
from benchmarks.peers.outcome import Effort, Outcome, Task, task_of
from benchmarks.peers.pyomo_region import region_model
from benchmarks.peers.region_matrix import numbers_of, region_matrix
from benchmarks.peers.rounds import Measured
from benchmarks.peers.table import geometric_means, lines
from benchmarks.regions import region
from benchmarks.textbook import case_of
from benchmarks.textbook.instance import PROBLEMS, Problem
from netplan.engine import solve_here
from tests.textbook_instances import invented

EFFORT = Effort(30.0, 1e-9, 0, 1)
SMALL_REGION = (24, 4, 2, 1)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_plain_models_have_the_optimum_of_netplan(problem: Problem, tmp_path: Path) -> None:
    instance = invented(problem)
    plan = solve_here(case_of(instance, tmp_path), 30, 1e-9)
    own = instance.value(plan.goals[-1].value)
    model = plain_pyomo.covering if problem in {"set cover", "maximal cover"} else plain_pyomo.assigning
    for found in (
        plain_highspy.solved(matrix_of(instance), EFFORT, perf_counter()),
        plain_pyomo.solved(model(instance), EFFORT, perf_counter()),
    ):
        assert found.status == "optimal"
        assert [found.value, found.bound] == pytest.approx([own, own])


def test_plain_models_of_a_region_have_the_optimum_of_netplan() -> None:
    case = region(*SMALL_REGION)
    plan = solve_here(case, 60, 1e-9)
    euros = pytest.approx(plan.goals[-1].value / 100)
    assert plain_highspy.solved(region_matrix(numbers_of(case)), EFFORT, perf_counter()).value == euros
    model, started = region_model(*SMALL_REGION)
    assert plain_pyomo.solved(model, EFFORT, started).value == euros


def test_a_task_reads_as_it_was_written() -> None:
    task = Task("data", "region", "S", EFFORT, SMALL_REGION)
    assert task_of(task.text) == task


def _took(peer: str, *seconds: float, status: str = "optimal") -> Measured:
    return Measured(peer, tuple(Outcome(status, 1.0, 1.0, 0.0, each, process=each) for each in seconds))


def test_geometric_means_are_of_medians_and_tell_who_ran_out_of_time() -> None:
    """Twice and eight times as long: four times as long."""
    rows = [
        [_took("netplan", 1.0, 9.0, 0.5), _took("Pyomo", 2.0, 2.0, 7.0)],
        [_took("netplan", 1.0), _took("Pyomo", 8.0, status="limit")],
    ]
    (line,) = list(geometric_means({"cap": rows}))[1:]
    assert line.split() == ["cap", "Pyomo", "2", "4.00×", "4.00×", "1"]


def test_a_peer_without_the_problem_is_told_and_counts_nowhere() -> None:
    rows = [_took("netplan", 1.0), Measured("spopt", (Outcome("not its problem", None, None, 0.0, 0.0),))]
    assert [line.endswith("not its problem") for line in lines("cap41", rows)] == [False, True]
    assert list(geometric_means({"cap": [rows]}))[1:] == []
