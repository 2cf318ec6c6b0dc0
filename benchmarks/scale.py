"""How near the optimum after how long: python -m benchmarks.scale [S M county5 …] [--seconds 60] [--seeds 1 2 3].

Invented regions (`benchmarks.regions`) of one size each, every one in a process of its own: seconds until the first
plan, the proved gap after 5, 15, 30, 60 … seconds, at the end, and peak memory; of several seeds the median, and the
least and the most at the end. `--plain 150` lets HiGHS search the plain matrix of the same region beside it, for so
many seconds; `--to gap.svg` draws the gap over time. In the first run of all, some seconds are for compiling.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks.peers.outcome import Effort, Task
from benchmarks.picture import Curve, drawn
from benchmarks.regions import COHORT_SIZES, SIZES, sized
from netplan.engine.asking import Listener, Progress
from netplan.engine.search import solve_here

MARKS = (5, 15, 30, 60, 120, 300, 600)
"""Seconds after which the gap is written down."""
NETPLAN, PLAIN = "netplan", "plain"


@dataclass(frozen=True)
class Run:
    """One search."""

    size: str
    who: str
    seed: int
    seen: tuple[tuple[float, float], ...]
    """Seconds and proved gap, one after the other."""
    gap: float
    """At the end, infinite without a plan."""
    seconds: float
    gigabytes: float
    value: float
    """Of the plan [cents]."""

    def gap_at(self, mark: float) -> float:
        """Return the gap after so many seconds, infinite where there was no plan yet."""
        return min((gap for elapsed, gap in self.seen if elapsed <= mark), default=float("inf"))


def searched(size: str, seed: int, seconds: float, gap: float) -> Run:
    """Solve one region."""
    case = sized(size, seed)
    seen: list[tuple[float, float]] = []

    def hear(progress: Progress) -> None:
        if progress.stage == len(case.goals) - 1 and progress.gap is not None:
            seen.append((progress.elapsed, progress.gap))

    begun = time.perf_counter()
    plan = solve_here(case, seconds, gap, seed=seed, threads=2, listener=Listener(on_progress=hear))
    took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    last = plan.goals[-1]
    return Run(size, NETPLAN, seed, tuple(seen), last.gap, took, peak, last.value)


def beside(size: str, seed: int, seconds: float, gap: float) -> Run:
    """Let HiGHS search the plain matrix of the same region."""
    task = Task("", "region", size, Effort(seconds, gap, seed, 2), (*SIZES[size], seed))
    told = json.loads(_told("benchmarks.peers.one", "highspy", task.text))
    value, bound = told["value"], told["bound"]
    took = told["building"] + told["solving"]
    found = float("inf") if value is None or bound is None else (value - bound) / value
    return Run(size, PLAIN, seed, ((took, found),), found, took, told["megabytes"] / 1e3, 100 * (value or 0))


def lines(runs: list[Run]) -> str:
    """Write the runs of one size and searcher as a line of the table."""
    marks = " ".join(f"{_shown(median(run.gap_at(mark) for run in runs)):>8}" for mark in MARKS)
    ends = sorted(run.gap for run in runs)
    first = median(run.seen[0][0] if run.seen else run.seconds for run in runs)
    spread = f"{_shown(ends[0])}–{_shown(ends[-1])}" if len(ends) > 1 else ""
    took, peak = median(run.seconds for run in runs), max(run.gigabytes for run in runs)
    seeds = ",".join(str(run.seed) for run in runs)
    head = f"{runs[0].size:<10}{runs[0].who:<8}{seeds:>7}{first:>8.1f} {marks}"
    return f"{head}{_shown(median(ends)):>9} {spread:>15}{took:>8.1f}{peak:>7.2f}"


def _shown(gap: float) -> str:
    return "–" if gap == float("inf") else f"{100 * gap:.3f}"


def _told(*command: str) -> str:
    done = subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True, text=True)  # noqa: S603  our own modules
    return done.stdout.splitlines()[-1]


def _apart(size: str, seed: int, seconds: float, gap: float) -> Run:
    """Solve one region in a process of its own."""
    options = ["--seconds", str(seconds), "--gap", str(gap), "--seeds", str(seed), "--here"]
    told = json.loads(_told("benchmarks.scale", size, *options))
    return Run(**told | {"seen": tuple(map(tuple, told["seen"]))})


def main() -> None:
    """Measure every size and seed, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument(
        "sizes", nargs="*", default=["S", "M", "county", "county5"], help=", ".join((*SIZES, *COHORT_SIZES))
    )
    parser.add_argument("--seconds", type=float, default=60.0, help="time limit of each search")
    parser.add_argument("--gap", type=float, default=0.001, help="gap at which a search ends")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--plain", type=float, default=0.0, help="seconds for HiGHS on the plain matrix, 0 for none")
    parser.add_argument("--to", type=Path, help="where to draw the gap over time, an SVG file")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.here:
        print(json.dumps(asdict(searched(chosen.sizes[0], chosen.seeds[0], chosen.seconds, chosen.gap))), flush=True)
        return
    marks = " ".join(f"{f'{mark} s':>8}" for mark in MARKS)
    head = f"{'size':<10}{'who':<8}{'seeds':>7}{'first s':>8} {marks}{'gap %':>9} {'least–most':>15}{'s':>8}{'GB':>7}"
    print(head, flush=True)
    curves: list[Curve] = []
    for size in chosen.sizes:
        runs = [_apart(size, seed, chosen.seconds, chosen.gap) for seed in chosen.seeds]
        print(lines(runs), flush=True)
        curves += [Curve(f"{size} {run.seed}", run.seen) for run in runs]
        if chosen.plain and size in SIZES:
            plain = [beside(size, seed, chosen.plain, chosen.gap) for seed in chosen.seeds]
            print(lines(plain), flush=True)
            curves += [Curve(f"{size} {run.seed} HiGHS", run.seen) for run in plain]
    if chosen.to:
        chosen.to.write_text(drawn(curves), encoding="utf-8")


if __name__ == "__main__":
    main()
