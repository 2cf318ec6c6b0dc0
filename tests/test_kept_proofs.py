"""A run that is solved by prices keeps them, and anybody can count its bounds again from the raw files."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import netplan
from netplan.audit import verify
from netplan.case import Case
from netplan.engine import runs
from netplan.engine.asking import Options
from netplan.engine.certificate import FILE
from netplan.engine.child import solve_task
from netplan.engine.compiled import HAS_COMPILER
from netplan.reports.datasheet import facts_of
from netplan.reports.wording import Wording
from tests.bound_regions import drawn, write

pytestmark = [
    pytest.mark.skipif(not HAS_COMPILER, reason="numba is not installed: large cases go to HiGHS"),
    pytest.mark.xdist_group("compiled"),
    pytest.mark.usefixtures("kernels"),
]
RULES = {"reach": "enforce", "places": "enforce", "minimum_size": "enforce"}


def _case(seed: int, root: Path) -> Case:
    region = drawn(seed)
    scenario = region.scenario | {"goals": ["unserved", "cost"], "constraints": RULES}
    return netplan.load(write(replace(region, scenario=scenario), root))


def _solved(case: Case, gap: float) -> Path:
    work = runs.prepare(case, runs.Task(Options(8.0, gap, 0, 2), None, {}, "", "2026-01-01T00:00:00+00:00"))
    return solve_task(work, threading.Event())


@pytest.mark.parametrize(("seed", "gap"), [(21, 0.01), (29, 0.01)])
def test_bounds_by_prices_are_kept_and_hold(
    seed: int, gap: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netplan.engine.search.PRICED_WAYS", -1)
    monkeypatch.setattr("netplan.engine.pricing.SWEEPS", 60)
    folder = _solved(_case(seed, tmp_path), gap)
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    verdict = verify(folder, bound=True)
    assert verdict.passed, verdict.told("en")
    rows = {one.name: one for one in verdict.rows}
    assert run["proofs"]["cost"] == "prices"
    assert int(rows["bound cost"].found) >= int(rows["bound cost"].claimed) > 0
    assert rows["certificate"].passed
    assert len(json.loads(_says(folder))["goals"][1]["tree"]) > 1
    assert "Kosten: Preise, die jeder" in dict(facts_of(run, Wording("de")))["Worauf die Schranken ruhen"]


def _says(folder: Path) -> str:
    with np.load(folder / FILE) as file:
        return str(file["says"].tobytes(), "utf-8")
