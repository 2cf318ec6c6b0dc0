"""A variant that begins near a solved neighbour: prices and levels are taken over by name, and what is proved holds."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.regions import region
from benchmarks.variants import solved, variants
from netplan.case import Case
from netplan.engine import runs
from netplan.engine.asking import Listener, Options
from netplan.engine.bounds import Bounds
from netplan.engine.child import solve_task
from netplan.engine.compiled import HAS_COMPILER
from netplan.engine.near import near_of, read_near
from netplan.engine.proofs import Proved
from netplan.engine.relaxation.covers import RULE
from netplan.engine.search import solve_here
from netplan.program.facilities import facility_half

pytestmark = [
    pytest.mark.skipif(not HAS_COMPILER, reason="numba is not installed: large cases go to HiGHS"),
    pytest.mark.xdist_group("compiled"),
    pytest.mark.usefixtures("kernels"),
]


@pytest.fixture(autouse=True)
def _prices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netplan.engine.search.PRICED_WAYS", -1)


def test_prices_of_the_same_case_prove_at_once_what_they_proved() -> None:
    case = region(60, 6, 2, 3)
    _, plan, near = solved(case, 20.0, 0.5, None)
    assert near is not None
    bounds, limits = Bounds(case, facility_half(case), 1), {"unserved": plan.goals[0].limit}
    bounds.counted(case.goals[0])
    cold = bounds.prove(case.goals[1], limits, 60)
    warm = bounds.prove(case.goals[1], limits, near=near)
    assert [key for key in near.row if key[0] == RULE]
    assert len(warm.question.problem.row) >= len(near.row)
    assert warm.swept.bounds[0] > cold.swept.bounds[0]
    assert warm.proof.bound >= cold.proof.bound * (1 - 1e-4)
    assert np.array_equal(near.at(case.tables).argmax(axis=1), plan.level)


def test_variants_from_a_neighbour_are_as_good_as_from_scratch() -> None:
    near = None
    for case in variants(region(60, 6, 2, 4), 3, 4):
        _, fresh, _ = solved(case, 20.0, 0.03, None)
        _, plan, near = solved(case, 20.0, 0.03, near)
        assert plan.goals[1].gap <= 0.03
        assert plan.goals[1].bound <= fresh.goals[1].best
        assert fresh.goals[1].bound <= plan.goals[1].best
        assert plan.goals[0].value == fresh.goals[0].value


def test_a_neighbour_may_have_other_cells_and_facilities() -> None:
    case = region(60, 6, 1, 5)
    near = solved(case, 20.0, 0.01, None)[2]
    other = region(80, 8, 2, 5)
    plan = solve_here(other, 20.0, 0.01, near=near, threads=2)
    assert plan.goals[1].gap <= 0.01
    fresh = solve_here(other, 20.0, 0.01, threads=2)
    assert plan.goals[1].bound <= fresh.goals[1].best


def test_the_run_folder_of_a_neighbour_teaches_the_same(tmp_path: Path) -> None:
    case = replace(region(60, 6, 1, 6), workspace=tmp_path)
    proofs: list[Proved] = []
    plan = solve_here(case, 20.0, 0.01, threads=2, listener=Listener(on_proof=proofs.append))
    folder = _run(case, "")
    taught, kept = near_of(case, proofs, plan), read_near(folder)
    assert taught is not None
    assert kept is not None
    assert kept.row == taught.row
    assert kept.level == taught.level
    assert all(np.array_equal(kept.need[home], paid, equal_nan=True) for home, paid in taught.need.items())
    assert read_near(tmp_path) is None
    variant = replace(case, name="variant")
    record = json.loads((_run(variant, str(folder)) / "run.json").read_text(encoding="utf-8"))
    assert record["near"] == case.name


def _run(case: Case, near: str) -> Path:
    task = runs.Task(Options(20.0, 0.01, 0, 2), None, {}, "", "2026-01-01T00:00:00+00:00", near)
    return solve_task(runs.prepare(case, task), threading.Event())
