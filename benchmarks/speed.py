"""How long each phase takes and how much memory: python -m benchmarks.speed [--sizes 760x87 …] [--seconds 60].

Each size is solved in a process of its own, so that its peak memory is its own. The county is invented
(`benchmarks.county`, seed 2); the scenario is the starter's `design` for primary schools.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import netplan
from benchmarks.county import write_county
from netplan.engine import Listener, solve_here
from netplan.plan.folder import write as write_plan
from netplan.program import state
from netplan.workspace.region import read_region
from netplan.workspace.shelf import Shelf

SIZES = ("760x87", "2000x230", "5000x570")
REGION, SCENARIO = "musterkreis", "design"
_Thing = TypeVar("_Thing")


def county_workspace(size: str, folder: Path) -> Path:
    """Write the starter's workspace with an invented county of so many cells x facilities; return its folder."""
    cells, facilities = (int(number) for number in size.split("x"))
    workspace = folder / "workspace"
    netplan.init(workspace)
    shutil.rmtree(workspace / "data" / REGION)
    write_county(workspace / "data" / REGION, cells=cells, facilities=facilities, seed=2)
    return workspace


def measured(size: str, seconds: float) -> None:
    """Write a county of one size, take its design scenario through every phase, print each phase."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = county_workspace(size, Path(folder))
        _phases(size, workspace, seconds)


def _phases(size: str, workspace: Path, seconds: float) -> None:
    _timed(size, "read", lambda: read_region(Shelf(workspace), REGION))
    case = _timed(size, "load (read, need, travel)", lambda: netplan.load(workspace / "scenarios" / f"{SCENARIO}.yaml"))
    program = _timed(size, "state", lambda: state(case))
    plan = _timed(size, "solve", lambda: solve_here(case, seconds, 0.005, threads=2, listener=Listener()))
    _timed(size, "write", lambda: write_plan(plan, workspace / "plan"))
    solved = netplan.solve(case, seconds, 0.005)
    _timed(size, "audit", lambda: netplan.verify(case.folder))
    _timed(size, "report", lambda: netplan.report([solved], workspace / "report.html"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size:>10}  peak memory {peak:,.0f} MB; {case}; {plan.status}")
    print(f"{size:>10}  " + ", ".join(f"{name} {number:,}" for name, number in program.size.items()))


def _timed(size: str, phase: str, act: Callable[[], _Thing]) -> _Thing:
    before = time.perf_counter()
    found = act()
    print(f"{size:>10}  {phase:<26} {time.perf_counter() - before:8.2f} s", flush=True)
    return found


def main() -> None:
    """Measure every size asked for, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=list(SIZES), help="cells x facilities of all three sectors")
    parser.add_argument("--seconds", type=float, default=60.0, help="time limit of each solve")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.here:
        measured(chosen.sizes[0], chosen.seconds)
        return
    for size in chosen.sizes:
        command = [
            sys.executable,
            "-m",
            "benchmarks.speed",
            "--here",
            "--sizes",
            size,
            "--seconds",
            str(chosen.seconds),
        ]
        subprocess.run(command, check=True)  # noqa: S603  our own module


if __name__ == "__main__":
    main()
