"""Run peers in processes of their own, in mixed order, round by round; nothing else of the benchmark runs meanwhile."""

import importlib.util
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.peers.one import MODULES
from benchmarks.peers.outcome import Outcome, Task

LIBRARY = {"Pyomo": "pyomo", "highspy": "highspy", "spopt": "spopt", "OR-Tools": "ortools"}
"""By peer, the library it cannot do without."""
GRACE_SECONDS = 120.0
"""How long a process may take beyond its time limit before it is ended: imports, reading, a late look at the clock."""
NETPLAN = "netplan"


def installed(peers: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the peers that can run here, and those whose library is not installed."""
    missing = [peer for peer in peers if peer in LIBRARY and importlib.util.find_spec(LIBRARY[peer]) is None]
    return [peer for peer in peers if peer not in missing], missing


def ran(peer: str, task: Task) -> Outcome:
    """Run one peer on one instance in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.peers.one", peer, task.text]
    started = time.perf_counter()
    try:
        done = subprocess.run(  # noqa: S603  our own module
            command, capture_output=True, text=True, timeout=2 * task.effort.seconds + GRACE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Outcome("ended: too slow", None, None, 0.0, task.effort.seconds, process=time.perf_counter() - started)
    process = time.perf_counter() - started
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no word"])[-1]
        return Outcome(f"failed: {why}", None, None, 0.0, process, process=process)
    return replace(Outcome(**json.loads(done.stdout.strip().splitlines()[-1])), process=process)


@dataclass(frozen=True)
class Measured:
    """What one peer did with one instance over all rounds."""

    peer: str
    outcomes: tuple[Outcome, ...]
    at_equal_time: Outcome | None = None
    """What it had when netplan's median time was over; None for netplan itself."""

    @property
    def shown(self) -> Outcome:
        """The round whose building and solving took the median time."""
        return sorted(self.outcomes, key=lambda one: one.seconds)[(len(self.outcomes) - 1) // 2]

    def median(self, name: str) -> float:
        """Return the median of a time over the rounds [s]."""
        return float(statistics.median(getattr(one, name) for one in self.outcomes))

    @property
    def spread(self) -> float:
        """Largest less smallest time of building and solving [s]."""
        times = [one.seconds for one in self.outcomes]
        return max(times) - min(times)

    @property
    def solves(self) -> bool:
        """Whether the peer has the problem, and found a plan."""
        return self.shown.value is not None


def measured(peers: Sequence[str], task: Task, rounds: int, seed: int) -> list[Measured]:
    """Run every peer in every round, then once more with the time that netplan needed."""
    found: dict[str, list[Outcome]] = {peer: [] for peer in peers}
    order = random.Random(f"{seed} {task.name}")
    for number in range(rounds):
        own = replace(task, effort=replace(task.effort, seed=task.effort.seed + number))
        for peer in order.sample(peers, len(peers)):
            if len(found[peer]) == number and (not number or found[peer][0].value is not None):
                found[peer].append(ran(peer, own))
    all_rounds = [Measured(peer, tuple(outcomes)) for peer, outcomes in found.items()]
    own_time = next((one.median("seconds") for one in all_rounds if one.peer == NETPLAN and one.solves), None)
    if own_time is None:
        return all_rounds
    short = replace(task, effort=replace(task.effort, seconds=own_time))
    return [
        one if one.peer.startswith(NETPLAN) or not one.solves else replace(one, at_equal_time=ran(one.peer, short))
        for one in all_rounds
    ]


ALL = tuple(MODULES)
