"""The search for plans in a thread of its own, that waits for the other side after each portion of work."""

from collections.abc import Callable, Sequence
from math import inf
from threading import Barrier, BrokenBarrierError, Event, Thread
from types import TracebackType
from typing import Self

from netplan.engine.compiled import clock
from netplan.engine.plans.network import Network
from netplan.engine.plans.scenes import Found
from netplan.engine.plans.search import Effort, Search
from netplan.tables import Ints

ARCS_AT_ONCE = 10_000_000
"""Arcs that the search for plans looks at between two meetings: about a fifth of a second."""
ARCS_A_WAY = 40
"""So many more for each way: the larger a case, the longer it takes to look at what was found."""
PORTIONS = 8
"""So many of them each search has where several begin side by side."""
ARCS_A_BLOCK = 20_000
"""A block of work takes as long as so many arcs more than are looked at in it."""


class _Waiting(Search):
    """A search that waits each time it has done its portion."""

    wait: Callable[[], None]
    blocks = portions = 0
    ahead = 1
    has_met = False

    @property
    def is_over(self) -> bool:
        """Whether to stop; asked between blocks of work, so that here is the place to wait."""
        self.blocks += 1
        portion = ARCS_AT_ONCE + ARCS_A_WAY * len(self.network.ways)
        work = (self.scenes.work + self.blocks * ARCS_A_BLOCK) // portion
        if work > self.portions or (self.best is not None and not self.has_met):
            self.ahead, self.portions, self.has_met = max(work - self.portions, 1), work, self.best is not None
            self._keep()
            self.wait()
        return super().is_over


class Meeting:
    """Both sides work until they meet; what was found by then does not depend on who is faster."""

    def __init__(
        self, network: Network, starts: Sequence[Ints], seconds: tuple[float, float], seed: int, stop: Event
    ) -> None:
        """State the search by its starts; `seconds` are those in all, and those until there has to be a first plan."""
        self.stop = Event()
        self.found: Found | None = None
        self.ahead = 1
        self._asked_to_stop = stop
        self._barrier, self._error = Barrier(2), list[BaseException]()
        self._search = _Waiting(network, starts, Effort(seconds[0], seed=seed), self.stop)
        self._search.wait = self._wait
        self._thread = Thread(target=self._run, daemon=True)
        self._until = clock() + seconds[1]

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the search."""
        self.end()
        if self._error and error is None:
            raise self._error[0]

    def end(self) -> None:
        """Stop, and wait until all is still."""
        self.stop.set()
        self._barrier.abort()
        self._thread.join()

    @property
    def is_open(self) -> bool:
        """Whether a first plan may still come in time."""
        return self._thread.is_alive() and clock() < self._until

    def meet(self) -> None:
        """Wait until the search has done its portion, take what it found, and let it go on.

        Where it goes on with a piece of work that cannot be divided, `ahead` says how many portions that is.
        """
        if self._asked_to_stop.is_set():
            self.stop.set()
        try:
            self._barrier.wait()
            self.found, self.ahead = self._search.best, self._search.ahead
            self._barrier.wait()
        except BrokenBarrierError:
            self._thread.join()
            self.found = self._search.best

    def _wait(self) -> None:
        try:
            self._barrier.wait()
            self._barrier.wait()
        except BrokenBarrierError:
            self.stop.set()

    def _run(self) -> None:
        try:
            self._search.run()
        except BaseException as error:  # noqa: BLE001  it is raised again where the search is waited for
            self._error.append(error)
        finally:
            self._barrier.abort()


def race(meetings: Sequence[Meeting], is_enough: Callable[[Found], bool]) -> Meeting:
    """Let searches go on side by side until there is a plan, for some portions more where there are several.

    The one with the best plan goes on, the others end. `is_enough` hears the best plan after each portion, and says
    whether to end at once.
    """
    portions = 0
    while True:
        for meeting in meetings:
            meeting.meet()
        best = min(meetings, key=lambda one: (one.found.unserved, one.found.value) if one.found else (inf, inf))
        portions += best.found is not None
        is_decided = best.found is not None and is_enough(best.found)
        is_decided |= portions >= (PORTIONS if len(meetings) > 1 else 1)
        if is_decided or not any(meeting.is_open for meeting in meetings):
            break
    for meeting in meetings:
        if meeting is not best:
            meeting.end()
    return best
