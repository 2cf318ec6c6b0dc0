"""Several cases in one go: a first one of each region and sector, then the others near it, some side by side."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from netplan.case import Case
from netplan.engine import children
from netplan.engine.asking import Options, Progress
from netplan.engine.memory import count_fitting, count_ways
from netplan.engine.parent import DEFAULT_THREADS, POLL_SECONDS, Stop, solved, stopped_by_signals
from netplan.errors import NoPlanError, SolverError
from netplan.plan import Plan

SIDE_BY_SIDE = 1_000_000
"""Cases with more ways are solved one at a time: each needs much memory and all cores."""
End: TypeAlias = Plan | NoPlanError | SolverError
"""What becomes of a case: its plan, or why there is none."""
News: TypeAlias = Callable[[Case, Progress | End | None], None]
"""Hears that a case begins (None), where its search stands, both from threads of their own, and how it ended."""


def solve_all(
    cases: Sequence[Case],
    seconds: float = 60.0,
    gap: float = 0.001,
    *,
    seed: int = 0,
    threads: int = DEFAULT_THREADS,
    on_news: News = lambda *_: None,
) -> list[Plan]:
    """Find the best plan of each of several cases as `solve` does, and return the plans in their order.

    The first case of a region and sector is solved by itself; the others begin near its plan, as many side by side as
    there are threads and memory, each with one thread. Where one has no plan, the others are solved all the same. A
    stop keeps the best plans of those that have begun.

    Raises the first NoPlanError or SolverError once all have ended.
    """
    options, each = Options(seconds, gap, seed, threads), {case.folder: case for case in cases}
    first = {(case.region, case.sector): case for case in reversed(each.values())}
    leaders = [case for case in each.values() if case is first[case.region, case.sector]]
    others = [case for case in each.values() if case is not first[case.region, case.sector]]
    ways = {case.folder: count_ways(case) for case in others}
    small = [case for case in others if ways[case.folder] <= SIDE_BY_SIDE]
    large = [case for case in others if ways[case.folder] > SIDE_BY_SIDE]
    largest = max((ways[case.folder] for case in small), default=0)
    side_by_side = min(threads, max(len(small), 1), count_fitting(largest))
    children.get_ready(side_by_side)
    found: dict[Path, End] = {}
    with stopped_by_signals() as stop:

        def ended(case: Case, threads: int) -> End:
            near = found.get(first[case.region, case.sector].folder)
            return _ended(case, replace(options, threads=threads), stop, on_news, near)

        _solve(leaders, 1, lambda case: ended(case, threads), found, on_news)
        _solve(small, side_by_side, lambda case: ended(case, 1 if side_by_side > 1 else threads), found, on_news)
        _solve(large, 1, lambda case: ended(case, threads), found, on_news)
    return _plans([found[case.folder] for case in cases])


def _solve(
    cases: Sequence[Case], side_by_side: int, ended: Callable[[Case], End], found: dict[Path, End], on_news: News
) -> None:
    """Solve cases in their order, so many at a time."""
    with ThreadPoolExecutor(side_by_side) as pool:
        for case, future in [(case, pool.submit(ended, case)) for case in cases]:
            while not future.done():
                wait([future], POLL_SECONDS)  # in portions, as Windows hears no Ctrl-C meanwhile
            found[case.folder] = future.result()
            on_news(case, found[case.folder])


def _ended(case: Case, options: Options, stop: Stop, on_news: News, near: End | None) -> End:
    """Solve a case unless somebody wishes to stop."""
    if stop.wishes:
        return SolverError("Not solved: stopped before its turn.", de="Nicht gerechnet: vorher angehalten.")
    on_news(case, None)
    try:
        return solved(
            case, options, stop, lambda progress: on_news(case, progress), near if isinstance(near, Plan) else None
        )
    except (NoPlanError, SolverError) as error:
        return error


def _plans(ends: Sequence[End]) -> list[Plan]:
    plans = []
    for end in ends:
        if not isinstance(end, Plan):
            raise end
        plans.append(end)
    return plans
