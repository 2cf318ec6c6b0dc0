"""How near the optimum after how long: python -m benchmarks.scale [S M county5 …] [--seconds 60] [--seeds 1 2 3].

Invented regions (`benchmarks.regions`) of one size each, every one in a process of its own: seconds until the first
plan, the proved gap after 5, 15, 30, 60 … seconds, at the end, and peak memory. In the first run of all, some seconds
are for compiling.
"""

import argparse
import resource
import subprocess
import sys
import time

from benchmarks.regions import COHORT_SIZES, SIZES, sized
from netplan.engine.asking import Listener, Progress
from netplan.engine.search import solve_here

MARKS = (5, 15, 30, 60, 120, 300, 600)
"""Seconds after which the gap is written down."""


def measured(size: str, seed: int, seconds: float, gap: float) -> str:
    """Solve one region; return its line of the table."""
    case = sized(size, seed)
    seen: list[tuple[float, float]] = []

    def hear(progress: Progress) -> None:
        if progress.stage == len(case.goals) - 1 and progress.gap is not None:
            seen.append((progress.elapsed, progress.gap))

    begun = time.perf_counter()
    plan = solve_here(case, seconds, gap, seed=seed, threads=2, listener=Listener(on_progress=hear))
    took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    at = " ".join(f"{_gap_at(seen, mark):>8}" for mark in MARKS)
    first = f"{seen[0][0]:.1f}" if seen else "–"
    last = plan.goals[-1]
    return f"{size:<9}{seed:>4}{first:>8} {at}{100 * last.gap:>9.3f}{took:>8.1f}{peak:>7.2f}  {last.best:,}"


def _gap_at(seen: list[tuple[float, float]], mark: float) -> str:
    gaps = [gap for elapsed, gap in seen if elapsed <= mark]
    return f"{100 * gaps[-1]:.3f}" if gaps else "–"


def main() -> None:
    """Measure every size and seed, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument(
        "sizes", nargs="*", default=["S", "M", "county", "county5"], help=", ".join(SIZES | COHORT_SIZES)
    )
    parser.add_argument("--seconds", type=float, default=60.0, help="time limit of each search")
    parser.add_argument("--gap", type=float, default=0.001, help="gap at which a search ends")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.here:
        print(measured(chosen.sizes[0], chosen.seeds[0], chosen.seconds, chosen.gap), flush=True)
        return
    marks = " ".join(f"{f'{mark} s':>8}" for mark in MARKS)
    print(f"{'size':<9}{'seed':>4}{'first s':>8} {marks}{'gap %':>9}{'s':>8}{'GB':>7}  value [cents]", flush=True)
    for size in chosen.sizes:
        for seed in chosen.seeds:
            options = ["--seconds", str(chosen.seconds), "--gap", str(chosen.gap), "--seeds", str(seed), "--here"]
            subprocess.run([sys.executable, "-m", "benchmarks.scale", size, *options], check=True)  # noqa: S603  our own module


if __name__ == "__main__":
    main()
