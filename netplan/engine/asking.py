"""What is asked of a search, and what it tells while it goes on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from netplan.engine.proofs import Proved
from netplan.errors import SolverError
from netplan.tables import Ints

LATE_SECONDS = 10.0
"""However little time is left, a first plan may take so long: late is better than never."""


@dataclass(frozen=True)
class Progress:
    """Where a search stands."""

    goal: str
    stage: int
    stages: int
    value: float | None
    """Best plan so far, in the goal's unit; None before the first."""
    bound: float | None
    gap: float | None
    elapsed: float
    """Seconds since the start."""


@dataclass(frozen=True)
class Options:
    """How long, how near, how: what a planner may set."""

    seconds: float = 60.0
    gap: float = 0.001
    seed: int = 0
    threads: int = 1


@dataclass(frozen=True)
class Listener:
    """Who hears of a search, and can stop it."""

    stop: Event = field(default_factory=Event)
    on_progress: Callable[[Progress], None] | None = None
    on_life: Callable[[Ints, dict[str, int]], None] | None = None
    """Called with the steps of each better plan and the bounds proved so far."""
    on_size: Callable[[dict[str, int]], None] | None = None
    """Called once with rows, columns and nonzeros of the program."""
    on_proof: Callable[[Proved], None] | None = None
    """Called with each proof by prices, once a goal."""


def none_in_time(stopped: str) -> SolverError:
    """Return the error that says that no plan was found in time; `stopped` says what ended the search."""
    english, german = {
        "you": ("You stopped the search", "Die Suche wurde von Hand beendet"),
        "clock": ("Time ran out", "Die Zeit war um"),
        "": ("The search ended", "Die Suche endete"),
    }[stopped]
    return SolverError(
        f"{english} before any plan was found. Give it more time with --seconds.",
        de=f"{german}, bevor ein Plan gefunden war. Mehr Zeit gibt --seconds.",
    )
