"""Ctrl-C, SIGTERM and even SIGKILL keep the best plan so far, whole, audited and honestly named."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import netplan
from netplan.engine import Progress, children

pytestmark = pytest.mark.xdist_group("interruption")

SECONDS = 40.0


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county") / "workspace"
    netplan.init(folder)
    return folder


def _once_a_plan_is_there(act: Callable[[], None]) -> Callable[[Progress], None]:
    done: list[bool] = []

    def on_progress(progress: Progress) -> None:
        if progress.stage > 0 and progress.value is not None and not done:
            done.append(True)
            act()

    return on_progress


def _solved(workspace: Path, act: Callable[[], None]) -> netplan.Plan:
    case = netplan.load(workspace / "scenarios" / "kita_design.yaml")
    return netplan.solve(case, SECONDS, 0.0, on_progress=_once_a_plan_is_there(act))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_keeps_the_best_plan(workspace: Path, number: signal.Signals) -> None:
    child = children.take()
    children.give_back(child)
    plan = _solved(workspace, lambda: signal.raise_signal(number))
    assert plan.status == "stopped by you"
    assert children.take() is child, "it is of use for the next solve"
    children.give_back(child)
    assert plan.folder is not None
    assert netplan.verify(plan.folder).passed
    assert not list(workspace.glob("results/.*"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the child's number from /proc")
def test_a_killed_child_leaves_its_best_plan(workspace: Path) -> None:
    def kill() -> None:
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)

    plan = _solved(workspace, kill)
    assert plan.status == "stopped by the clock"
    assert plan.goals[0].bound == plan.goals[0].best
    assert plan.folder is not None
    assert netplan.verify(plan.folder).passed
