"""Textbook problems as cases of netplan: from files as from arrays, and with the optimum that is known of them."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

import netplan
from benchmarks.textbook import Instance, Problem, case_of, instances, write_workspace
from benchmarks.textbook.instance import PROBLEMS
from benchmarks.textbook.orlib import read_cap, read_pmed
from netplan.engine import solve_here
from tests.textbook_instances import invented

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
needs_data = pytest.mark.skipif(not (DATA / "optima.csv").is_file(), reason=f"no published optima: {DATA} is missing")


def _by_brute_force(one: Instance) -> float:
    """Try every set of open facilities."""
    facilities = one.ways.shape[1]
    numbers = [one.number] if one.number else range(1, facilities + 1)
    sets = [list(chosen) for number in numbers for chosen in combinations(range(facilities), number)]
    if one.problem == "maximal cover":
        return max(float(one.people[(one.ways[:, chosen] <= one.reach).any(axis=1)].sum()) for chosen in sets)
    if one.problem == "set cover":
        return min(float(len(chosen)) for chosen in sets if (one.ways[:, chosen] <= one.reach).any(axis=1).all())
    if one.problem == "p-centre":
        return min(float(one.ways[:, chosen].min(axis=1).max()) for chosen in sets)
    return min(float(one.opening[chosen].sum()) + _transport(one, chosen) for chosen in sets)


def _transport(one: Instance, chosen: list[int]) -> float:
    """Least money or way of serving everybody from the open facilities; infinite where their places do not suffice."""
    cells, number = len(one.people), len(chosen)
    served, full = np.kron(np.eye(cells), np.ones(number)), np.kron(np.ones(cells), np.eye(number))
    found = linprog(one.ways[:, chosen].ravel(), full, one.places[chosen], served, one.people)
    return float(found.fun) if found.success else float("inf")


@pytest.mark.parametrize("problem", PROBLEMS)
def test_an_invented_instance_has_the_optimum_of_brute_force(problem: Problem, tmp_path: Path) -> None:
    instance = invented(problem)
    plan = solve_here(case_of(instance, tmp_path), 30, 1e-6)
    assert plan.status == "optimal"
    assert instance.value(plan.goals[-1].value) == pytest.approx(_by_brute_force(instance), rel=1e-9)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_files_and_arrays_state_the_same_case(problem: Problem, tmp_path: Path) -> None:
    instance = invented(problem)
    assert netplan.load(write_workspace(instance, tmp_path)).hash == case_of(instance, tmp_path).hash


def test_a_later_line_of_a_graph_overrides_an_earlier_one(tmp_path: Path) -> None:
    """1 –4– 2 –1– 3, first written as 1 –9– 2."""
    (tmp_path / "pmed.txt").write_text("3 3 1\n 1 2 9\n 2 3 1\n 2 1 4\n", encoding="ascii")
    found = read_pmed(tmp_path / "pmed.txt", "graph", "p-median", 5, "by hand")
    assert found.ways.tolist() == [[0, 4, 5], [4, 0, 1], [5, 1, 0]]
    assert found.number == 1


def test_cost_of_all_demand_is_shared_out_over_its_persons(tmp_path: Path) -> None:
    """Two warehouses, one customer of four persons: 10 and 6 for all of them."""
    (tmp_path / "cap.txt").write_text("2 1\n 3 7.\n 5 8.\n 4\n 10.0 6.0\n", encoding="ascii")
    found = read_cap(tmp_path / "cap.txt", "customers", 14, "by hand")
    assert (found.ways.tolist(), found.people.tolist(), found.places.tolist()) == ([[2.5, 1.5]], [4], [3, 5])
    assert found.seconds.tolist() == [[25_000, 15_000]]
    plan = solve_here(case_of(found, tmp_path), 30, 1e-6)
    assert found.is_as_published(found.value(plan.goals[-1].value))


@needs_data
@pytest.mark.parametrize("name", ["sf", "cap"])
def test_published_optima_are_found_and_proved(name: str, tmp_path: Path) -> None:
    for _, instance in instances(DATA, (name,)):
        plan = solve_here(case_of(instance, tmp_path), 60, 1e-6, threads=2)
        assert plan.status == "optimal", instance.name
        assert instance.is_as_published(instance.value(plan.goals[-1].value)), instance.name


@needs_data
def test_san_francisco_is_the_same_case_from_travel_csv(tmp_path: Path) -> None:
    instance = next(one for _, one in instances(DATA, ("sf",)) if one.problem == "p-median")
    assert netplan.load(write_workspace(instance, tmp_path)).hash == case_of(instance, tmp_path).hash
