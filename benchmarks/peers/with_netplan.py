"""netplan's search in this process, from a case that is already stated."""

import time
from pathlib import Path

from benchmarks.peers.outcome import Outcome, Task
from benchmarks.regions import region
from benchmarks.textbook import case_of
from netplan.engine import Listener, solve_here
from netplan.errors import SolverError

PACKAGES = ("netplan-sites", "highspy")
CENTS = 100


def run(task: Task) -> Outcome:
    """Solve one instance; what passes until the size of the program is known counts as building."""
    case = region(*task.region) if task.region else case_of(task.instance, Path("workspace"))
    laps = [time.perf_counter()]
    listener = Listener(on_size=lambda _: laps.append(time.perf_counter()))
    effort = task.effort
    try:
        plan = solve_here(case, effort.seconds, effort.gap, seed=effort.seed, threads=effort.threads, listener=listener)
    except SolverError as error:
        plan, status = None, str(error).splitlines()[0]
    ended = time.perf_counter()
    built = (laps[1] if len(laps) > 1 else ended) - laps[0]
    if plan is None:
        return Outcome(status, None, None, built, ended - laps[0] - built)
    reached = plan.goals[-1]
    status = "limit" if reached.gap > effort.gap else "optimal"
    value, bound = (of_task(task, number) for number in (reached.value, reached.bound))
    return Outcome(status, value, bound, built, ended - laps[0] - built)


def of_task(task: Task, number: int) -> float:
    """Return a goal's whole number in the source's unit: of regions in EUR."""
    return number / CENTS if task.region else task.instance.value(number)
