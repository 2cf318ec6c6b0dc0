"""Searches side by side: the better one goes on, all others end, and nothing depends on who is faster."""

from contextlib import ExitStack
from threading import Event

import numpy as np
import pytest

from benchmarks.regions import region
from netplan.engine.compiled import HAS_COMPILER
from netplan.engine.meeting import PORTIONS, Meeting, race
from netplan.engine.plans.network import Network, network_of
from netplan.engine.plans.scenes import Found
from netplan.engine.plans.starting import start_large

pytestmark = [
    pytest.mark.skipif(not HAS_COMPILER, reason="numba is not installed: large cases go to HiGHS"),
    pytest.mark.xdist_group("compiled"),
]


def _network() -> Network:
    case = region(150, 20, 1, 3)
    return network_of(case, case.goals[1])


def _raced(network: Network, seeds: tuple[int, ...], enough: int) -> tuple[list[Meeting], Meeting, list[Found]]:
    """Let searches race until a plan costs `enough` at most; return all, the winner, and what was told."""
    told: list[Found] = []
    start = start_large(network)

    def is_enough(found: Found) -> bool:
        told.append(found)
        return found.value <= enough

    with ExitStack() as stack:
        meetings = [Meeting(network, [start], (60.0, 60.0), seed, Event()) for seed in seeds]
        best = race([stack.enter_context(one) for one in meetings], is_enough)
        others = [one for one in meetings if one is not best]
        assert all(one.stop.is_set() for one in others)
        assert not best.stop.is_set()
    return meetings, best, told


def test_the_better_search_goes_on_and_the_other_ends() -> None:
    meetings, best, told = _raced(_network(), (1, 2), -1)
    assert len(told) == PORTIONS
    found = [one.found for one in meetings if one.found is not None]
    assert len(found) == 2
    assert best.found is min(found, key=lambda one: (one.unserved, one.value))
    assert [one.value for one in told] == sorted((one.value for one in told), reverse=True)


def test_a_plan_that_is_good_enough_ends_the_race_at_once() -> None:
    _, best, told = _raced(_network(), (1, 2), 1 << 60)
    assert len(told) == 1
    assert best.found is told[0]


def test_a_search_alone_goes_on_from_its_first_plan() -> None:
    _, best, told = _raced(_network(), (1,), -1)
    assert len(told) == 1
    assert best.found is told[0]


def test_a_race_again_has_the_same_plans() -> None:
    network = _network()
    (_, first, told), (_, second, again) = (_raced(network, (1, 2), -1) for _ in range(2))
    assert [one.value for one in told] == [one.value for one in again]
    assert first.found is not None
    assert second.found is not None
    assert np.array_equal(first.found.chosen, second.found.chosen)


def test_searches_that_find_no_plan_in_time_end() -> None:
    network = _network()
    stopped = Event()
    stopped.set()
    with Meeting(network, [start_large(network)], (60.0, 0.0), 1, stopped) as meeting:
        assert race([meeting], lambda _: False) is meeting
        assert not meeting.is_open
