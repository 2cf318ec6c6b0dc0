"""netplan from end to end: a workspace of files is loaded, then solved in a child process, written and audited."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

import netplan
from benchmarks.peers.outcome import Outcome, Task
from benchmarks.peers.with_netplan import of_task
from benchmarks.textbook import write_workspace
from netplan.errors import SolverError

PACKAGES = ("netplan-sites", "highspy")


def run(task: Task) -> Outcome:
    """Solve one instance; regions have no files that an audit could read."""
    if task.region:
        return Outcome("has no files", None, None, 0.0, 0.0)
    with tempfile.TemporaryDirectory() as folder:
        scenario = write_workspace(task.instance, Path(folder))
        started = time.perf_counter()
        case = netplan.load(scenario)
        loaded = time.perf_counter()
        found = _solved(task, case)
        return replace(found, reading=loaded - started)


def _solved(task: Task, case: netplan.Case) -> Outcome:
    effort, started = task.effort, time.perf_counter()
    try:
        plan = netplan.solve(case, effort.seconds, effort.gap, seed=effort.seed, threads=effort.threads)
    except SolverError as error:
        return Outcome(str(error).splitlines()[0], None, None, 0.0, time.perf_counter() - started)
    seconds, reached = time.perf_counter() - started, plan.goals[-1]
    status = "limit" if reached.gap > effort.gap else "optimal"
    return Outcome(status, of_task(task, reached.value), of_task(task, reached.bound), 0.0, seconds)
