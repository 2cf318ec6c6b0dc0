"""One solve in a child process: show its progress, stop it, and keep its best plan if it dies."""

import contextlib
import datetime as dt
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from netplan.case import Case
from netplan.engine import children, runs
from netplan.engine.asking import Options, Progress, none_in_time
from netplan.engine.children import Child
from netplan.errors import NoPlanError, SolverError
from netplan.plan import Plan
from netplan.plan.folder import read as read_plan

GRACE_SECONDS = 30.0
"""How long a child may take beyond its time to complete, write and audit its plan, at least."""
COMPILING_SECONDS = 300.0
"""How long it may make machine code besides, at its first use: that is not part of its time."""
POLL_SECONDS = 0.2
DEFAULT_THREADS = min(2, os.cpu_count() or 1)


class Stop:
    """How often somebody has wished to stop: once keeps the best plan so far, twice ends a child at once."""

    def __init__(self) -> None:
        self.wishes = 0

    def wish(self, *_: object) -> None:
        """Wish to stop."""
        self.wishes += 1


def solve(
    case: Case,
    seconds: float = 60.0,
    gap: float = 0.001,
    *,
    seed: int = 0,
    threads: int = DEFAULT_THREADS,
    on_progress: Callable[[Progress], None] | None = None,
    near: Plan | None = None,
) -> Plan:
    """Find the best plan of a case within `seconds`, write it to results/<scenario>/ and audit it.

    `gap` is the relative gap at which goals after the first are good enough. Ctrl-C and SIGTERM stop
    the search and keep the best plan so far; a second Ctrl-C ends the child at once. Large variants of a solved case
    mostly need less time where they begin `near` its plan.

    Raises NoPlanError where no plan exists, SolverError where none was found in time.
    """
    with stopped_by_signals() as stop:
        return solved(case, Options(seconds, gap, seed, threads), stop, on_progress, near)


def solved(
    case: Case,
    options: Options,
    stop: Stop,
    tell: Callable[[Progress], None] | None = None,
    near: Plan | None = None,
) -> Plan:
    """Solve a case in a child, until it is done or somebody wishes to stop."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    beside = str(near.folder) if near and near.folder else ""
    task = runs.Task(options, None, {}, "", now, beside)
    work = runs.prepare(case, task)
    ended = _watched(work, options.seconds, tell, stop)
    if ended.message is None:
        ended = _completed(work, task, tell, ended.stopped)
    message = ended.message or {}
    if "done" in message:
        return replace(read_plan(case.folder, case.tables), folder=case.folder)
    shutil.rmtree(work, ignore_errors=True)
    if "error" not in message:
        raise none_in_time("")
    error = NoPlanError if message["error"] == "NoPlanError" else SolverError
    raise error(message["en"], de=message["de"])


class _Ended:
    def __init__(self, message: dict[str, Any] | None, stopped: str) -> None:
        self.message = message
        self.stopped = stopped


def _completed(work: Path, task: runs.Task, tell: Callable[[Progress], None] | None, stopped: str) -> _Ended:
    """Let a second child turn the best decisions on disk into a plan, after the first one died."""
    incumbent = runs.read_incumbent(work)
    if incumbent is None:
        return _Ended(None, stopped)
    again = replace(task, life=incumbent.life, bounds=incumbent.bounds, stopped=stopped or "clock")
    runs.write_task(again, work)
    return _watched(work, task.options.seconds, tell, Stop())


def _watched(work: Path, seconds: float, tell: Callable[[Progress], None] | None, stop: Stop) -> _Ended:
    """Let a child solve until it is done; return its last word, None where it died without one."""
    deadline = time.monotonic() + seconds + max(GRACE_SECONDS, seconds) + COMPILING_SECONDS
    child = children.take()
    try:
        child.tell({"work": str(work.absolute())})
        last = _heard(child, tell, stop, deadline)
    except BaseException:
        child.end()
        raise
    children.give_back(child)
    return _Ended(last, "you" if stop.wishes else "")


def _heard(child: Child, tell: Callable[[Progress], None] | None, stop: Stop, deadline: float) -> dict[str, Any] | None:
    """Hand on progress and the wish to stop until the child is done; return its last word."""
    has_told = False
    while True:
        message = child.hear(POLL_SECONDS)
        if message is not None and "progress" not in message:
            return message
        if message is not None and tell:
            tell(Progress(**message["progress"]))
        if stop.wishes and not has_told:
            has_told = True
            child.tell({"stop": True})
        if stop.wishes > 1 or time.monotonic() > deadline:
            child.end()
        if child.is_dead:
            return None


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[Stop]:
    """Turn Ctrl-C and SIGTERM into wishes to stop, where this is the main thread."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    earlier = {number: signal.signal(number, stop.wish) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
