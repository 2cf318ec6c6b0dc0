"""Published optima against netplan's: python -m benchmarks.optima --data FOLDER [--set pmed …] [--seconds 60].

FOLDER holds optima.csv and the files it names: OR-Library pmed1 to pmed20 (p-median and p-centre) and cap41 to cap104,
and spopt's San Francisco example. Each instance is stated as a case, solved in this process, and its value held
against the published one within a millionth; `proved` says whether netplan's own bound reaches the value.
"""

import argparse
import time
from pathlib import Path

from benchmarks.textbook import SETS, Instance, case_of, instances, scale_told
from netplan.engine import solve_here
from netplan.errors import SolverError
from netplan.plan import Plan

GAP = 1e-6
"""Relative gap at which netplan may stop: what the published optima are held to."""
HEADER = (
    f"{'instance':<18}{'cells':>6}{'fac.':>6}{'netplan':>18}{'published':>18}  {'same':<5}{'proved':<17}{'s':>8}  scale"
)


def main() -> None:
    """Solve every instance asked for and print a line each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.optima", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with optima.csv")
    parser.add_argument("--set", nargs="+", choices=SETS, default=list(SETS), dest="sets")
    parser.add_argument("--names", nargs="+", default=[], help="only these instances")
    parser.add_argument("--seconds", type=float, default=60.0, help="time limit of each instance")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    found = [
        (kind, one) for kind, one in instances(asked.data, asked.sets) if not asked.names or one.name in asked.names
    ]
    print(HEADER)
    same, proved, total = 0, 0, 0.0
    for _, instance in found:
        plan, seconds = solved(instance, asked.seconds, asked.threads, asked.seed)
        print(line(instance, plan, seconds), flush=True)
        same += plan is not None and instance.is_as_published(value_of(instance, plan))
        proved += plan is not None and plan.goals[-1].is_optimal
        total += seconds
    print(f"{same} of {len(found)} as published, {proved} proved; {total:.1f} s in all")


def solved(instance: Instance, seconds: float, threads: int, seed: int) -> tuple[Plan | None, float]:
    """Solve one instance from the stated case; return the plan, None where none was found, and the seconds."""
    case = case_of(instance, Path("workspace"))
    started = time.perf_counter()
    try:
        plan = solve_here(case, seconds, GAP, seed=seed, threads=threads)
    except SolverError:
        return None, time.perf_counter() - started
    return plan, time.perf_counter() - started


def value_of(instance: Instance, plan: Plan) -> float:
    """Return a plan's objective in the source's unit."""
    return instance.value(plan.goals[-1].value)


def line(instance: Instance, plan: Plan | None, seconds: float) -> str:
    """Write one instance as a line of the table."""
    cells, facilities = instance.ways.shape
    size = f"{instance.name:<18}{cells:>6}{facilities:>6}"
    if plan is None:
        return f"{size}{'no plan in time':>18}{instance.published:>18,.3f}  {'no':<5}{'no':<17}{seconds:>8.2f}"
    reached, value = plan.goals[-1], value_of(instance, plan)
    same = "yes" if instance.is_as_published(value) else "NO"
    proved = "yes" if reached.is_optimal else f"no, {100 * reached.gap:.4f} %"
    values = f"{value:>18,.3f}{instance.published:>18,.3f}"
    return f"{size}{values}  {same:<5}{proved:<17}{seconds:>8.2f}  {scale_told(instance)}"


if __name__ == "__main__":
    main()
