"""The child process of solves: `python -m netplan.engine.child` searches, writes, audits, publishes.

Lines of JSON on its standard input name a work folder after each other, or ask to stop the search; where they end, it
ends. It tells its parent of progress in lines of JSON on standard output, and leaves the best plan so far on disk at
any time.
"""

import json
import queue
import signal
import sys
import threading
import time
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from netplan import audit
from netplan import case as cases
from netplan.engine import runs
from netplan.engine.asking import Listener, Progress
from netplan.engine.methods import PRICED
from netplan.engine.near import read_near
from netplan.engine.proofs import Proved
from netplan.engine.search import solve_here
from netplan.errors import NetplanError, Notice
from netplan.plan import Plan
from netplan.plan.folder import write as write_plan
from netplan.tables import Ints

COMPLETED = Notice(
    "NP-W302",
    "Die Suche brach ab; der Plan ist aus dem besten Zwischenstand auf der Platte vollendet.",
    "The search broke off; the plan was completed from the best one left on disk.",
)
PROGRESS_EVERY = 0.2
"""Seconds between two lines of progress."""


def main() -> None:
    """Solve the tasks of work folders until no more are named."""
    stop, works = threading.Event(), queue.SimpleQueue[Path | None]()
    _heed(stop, works)
    while (work := works.get()) is not None:
        try:
            _tell({"done": str(solve_task(work, stop))})
        except NetplanError as error:
            _tell({"error": type(error).__name__, "en": error.en, "de": error.de})


def solve_task(work: Path, stop: threading.Event) -> Path:
    """Solve the task of a work folder in this process; return the run folder."""
    clock = [time.monotonic()]
    phases: dict[str, float] = {}

    def lap(name: str) -> None:
        clock.append(time.monotonic())
        phases[name] = clock[-1] - clock[-2]

    task, case = runs.read_task(work), cases.read(work)
    lap("read")
    size: dict[str, int] = {}
    proofs: list[Proved] = []

    def on_size(found: dict[str, int]) -> None:
        size.clear()
        size.update(found)

    keep = partial(_keep, work=work, task=task)
    listener = Listener(stop, _Reporter(work), keep, on_size, proofs.append)
    options, near = task.options, read_near(Path(task.near)) if task.near else None
    plan = solve_here(
        case,
        options.seconds,
        options.gap,
        seed=options.seed,
        threads=options.threads,
        listener=listener,
        life=runs.life_of(task),
        near=near,
    )
    if task.life is not None:
        plan = _with_bounds(plan, task)
    lap("solve")
    write_plan(plan, work)
    record = runs.record(case, plan, task, phases, size) | runs.record_proofs(case, plan, proofs, size, work)
    record["near"] = Path(task.near).name if near and PRICED in size else ""
    runs.write_record(record, work)
    lap("write")
    verdict = audit.verify(work)
    lap("audit")
    record |= {"audit": verdict.as_json(), "phases": phases, "elapsed": sum(phases.values())}
    runs.write_record(record, work)
    runs.publish(work, case.folder)
    return case.folder


class _Reporter:
    """Writes progress to the parent and into the log, not more often than a person can read."""

    def __init__(self, work: Path) -> None:
        self._log = work / runs.LOG
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last < PROGRESS_EVERY:
            return
        self._last = now
        line = asdict(progress)
        _tell({"progress": line})
        with self._log.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")


def _keep(life: Ints, bounds: dict[str, int], work: Path, task: runs.Task) -> None:
    if task.life is None:
        runs.write_incumbent(life, bounds, work)


def _with_bounds(plan: Plan, task: runs.Task) -> Plan:
    """Give a completed plan the bounds the dead child had proved; what it had not proved is unknown."""
    goals = tuple(replace(one, bound=min(task.bounds.get(one.goal, 0), one.best)) for one in plan.goals)
    return replace(plan, goals=goals, stopped=task.stopped or plan.stopped, notices=(*plan.notices, COMPLETED))


def _heed(stop: threading.Event, works: "queue.SimpleQueue[Path | None]") -> None:
    """Let signals and standard input stop a search, and standard input name work folders."""

    def on_signal(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)

    def on_input() -> None:
        for line in sys.stdin:
            word = json.loads(line)
            if "work" in word:
                stop.clear()
                works.put(Path(word["work"]))
            else:
                stop.set()
        stop.set()
        works.put(None)

    threading.Thread(target=on_input, daemon=True).start()


def _tell(message: dict[str, Any]) -> None:
    try:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        """The parent is gone; the plan on disk is what counts."""


if __name__ == "__main__":
    main()
