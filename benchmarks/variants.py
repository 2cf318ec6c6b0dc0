"""Twenty variants beside one cold solve: python -m benchmarks.variants [county] [--gap 0.004] [--seeds 1 2 3].

Or as planners do it, files and command line: python -m benchmarks.variants --files 2000x230 --gap 0.03.

A variant of an invented region (`benchmarks.regions`) has another rate for a minute on the way, dearer or cheaper
measures, and some facilities that must stay as they are. Each begins near the one before, and ends at the same gap.
Beside them: the first one, from scratch, and some of the others from scratch as well. All in one process, compiled
before; a limit of seconds each, so that a gap that is not reached shows.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.regions import SIZES, region
from benchmarks.speed import county_workspace
from netplan.case import Case
from netplan.constraints import Rules
from netplan.engine.asking import Listener
from netplan.engine.near import Near, near_of
from netplan.engine.proofs import Proved
from netplan.engine.search import solve_here
from netplan.indicators import GoalText
from netplan.plan import Plan
from netplan.tables import CLOSED, Ints
from netplan.workspace.runs import plan_of

COLD_AGAIN = 3
"""So many variants are solved from scratch, too."""


def variants(case: Case, number: int, seed: int) -> Iterator[Case]:
    """Yield a case and variants of it."""
    chance = np.random.default_rng(seed)
    rules = case.rules.model_copy(update={"locks": Rules.model_validate({"locks": "enforce"}).locks})
    yield case
    for _ in range(number - 1):
        steps, levels = case.tables.steps, case.tables.levels
        dearer, rate = chance.uniform(0.8, 1.2), chance.integers(600, 900)
        kept = (levels.today != CLOSED) & (chance.random(len(levels.facilities)) < 1 / 20)
        tables = replace(
            case.tables,
            steps=replace(steps, cost=_times(steps.cost, dearer), present=_times(steps.present, dearer)),
            levels=replace(levels, locks=tuple("keep" if is_kept else "" for is_kept in kept)),
        )
        goal = GoalText.model_validate({"cost_with": {"person_minutes": f"{rate} EUR per person-minute"}})
        yield replace(case, tables=tables, goals=(case.goals[0], goal), rules=rules)


def _times(money: Ints, factor: float) -> Ints:
    return np.asarray(np.rint(money * factor).astype(np.int64))


def solved(case: Case, seconds: float, gap: float, near: Near | None) -> tuple[float, Plan, Near | None]:
    """Solve a case; return how long it took [s], the plan, and what it teaches."""
    proofs: list[Proved] = []
    begun = time.perf_counter()
    plan = solve_here(case, seconds, gap, threads=2, listener=Listener(on_proof=proofs.append), near=near)
    taught = near_of(case, proofs, plan)
    return time.perf_counter() - begun, plan, taught


def measured(size: str, number: int, seed: int, seconds: float, gap: float) -> str:
    """Solve the variants of one region, each near the one before; return a line of the table."""
    cold: list[float] = []
    warm: list[float] = []
    again: list[float] = []
    gaps: list[float] = []
    near = None
    for turn, case in enumerate(variants(region(*SIZES[size], seed), number, seed)):
        took, plan, near = solved(case, seconds, gap, near)
        (warm if turn else cold).append(took)
        gaps.append(plan.goals[-1].gap)
        if 0 < turn <= COLD_AGAIN:
            again.append(solved(case, seconds, gap, None)[0])
    whole = sum(cold) + sum(warm)
    worst = f"{100 * max(gaps):.3f} %"
    return (
        f"{size:<9}{seed:>5}{cold[0]:>9.2f}{median(again):>12.2f}{median(warm):>9.2f}{max(warm):>9.2f}"
        f"{whole:>9.1f}{whole / median([*cold, *again]):>8.2f}  {worst}"
    )


SCENARIO = """title: {{de: Variante {name}, en: Variant {name}}}
based_on: status_quo
against: status_quo
measures: {measures}
constraints: {{minimum_size: enforce}}
goals: [unserved, {{cost_with: {{person_minutes: {rate} EUR per person-minute}}}}]
"""
MEASURES = "all", "[extend, reduce, close]"


def measured_files(size: str, number: int, seed: int, seconds: float, gap: float) -> str:
    """Solve one variant of a county of files, then all of them, each time by one command in a new workspace."""
    chance, took = np.random.default_rng(seed), list[float]()
    texts = [
        SCENARIO.format(name=n, measures=chance.choice(MEASURES), rate=chance.integers(600, 900) / 100)
        for n in range(number)
    ]
    for count in (1, number):
        with tempfile.TemporaryDirectory() as folder:
            workspace = county_workspace(size, Path(folder))
            files = [workspace / f"scenarios/variant_{n}.yaml" for n in range(count)]
            for file, text in zip(files, texts, strict=False):
                file.write_text(text, encoding="utf-8")
            begun = time.perf_counter()
            command = [sys.executable, "-m", "netplan", "solve", *map(str, files)]
            command += ["--seconds", str(seconds), "--gap", str(gap)]
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603  our own command
            took.append(time.perf_counter() - begun)
            plans = [plan_of(file) for file in files]
    one, whole = took
    worst = f"{100 * max(plan.goals[-1].gap for plan in plans):.3f} %"
    return (
        f"{size:<9}{seed:>5}{one:>9.1f}{(whole - one) / (number - 1):>12.1f}{whole:>9.1f}{whole / one:>8.2f}  {worst}"
    )


def main() -> None:
    """Measure sizes and seeds one after the other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.variants", description=__doc__)
    parser.add_argument("sizes", nargs="*", default=["county"], help=", ".join(SIZES))
    parser.add_argument("--variants", type=int, default=20)
    parser.add_argument("--gap", type=float, default=0.004, help="gap at which each search ends")
    parser.add_argument("--seconds", type=float, default=60.0, help="time limit of each search")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--files", nargs="+", default=[], help="cells x facilities of counties as files instead")
    chosen = parser.parse_args()
    if chosen.files:
        print(f"{'size':<9}{'seed':>5}{'one s':>9}{'each more':>12}{'all s':>9}{'× one':>8}  worst gap", flush=True)
        for size in chosen.files:
            for seed in chosen.seeds:
                print(measured_files(size, chosen.variants, seed, chosen.seconds, chosen.gap), flush=True)
        return
    solve_here(region(*SIZES["S"], 0), 10.0, 0.01, threads=2)
    solved(region(5_000, 100, 1, 0), 3.0, 0.0, None)
    heads = ("cold s", 9), ("other cold", 12), ("warm s", 9), ("longest", 9), ("all s", 9), ("× cold", 8)
    print(f"{'size':<9}{'seed':>5}" + "".join(f"{name:>{width}}" for name, width in heads) + "  worst gap", flush=True)
    for size in chosen.sizes:
        for seed in chosen.seeds:
            print(measured(size, chosen.variants, seed, chosen.seconds, chosen.gap), flush=True)


if __name__ == "__main__":
    main()
