"""Facilities decided anew together: never worse than before, and as good as can be where all of them are."""

from threading import Event

import numpy as np
import pytest

from benchmarks.regions import region
from netplan.case import Case
from netplan.engine import solve_here
from netplan.engine.compiled import HAS_COMPILER
from netplan.engine.exact import faults
from netplan.engine.plans.arrays import FAR, LEFT
from netplan.engine.plans.cores import Core, Cores, ranges
from netplan.engine.plans.network import network_of
from netplan.engine.plans.search import Effort, Search
from netplan.engine.plans.starting import start_large
from netplan.engine.pricing import plan_of

pytestmark = [
    pytest.mark.skipif(not HAS_COMPILER, reason="numba is not installed: large cases go to HiGHS"),
    pytest.mark.xdist_group("compiled"),
]
BUDGETS = ("", "900000 EUR")


def _begun(case: Case, seed: int = 0) -> Search:
    """Return a search whose facilities are as large as can be, everybody where it is best then."""
    network = network_of(case, case.goals[1])
    found = Search(network, [start_large(network)], Effort(60.0, seed=seed), Event())
    found.begin()
    return found


def _counted(search: Search) -> tuple[int, int]:
    search.scenes.bring_home()
    return search.scenes.counted()


@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("seed", range(3))
def test_all_facilities_decided_anew_make_the_best_plan(seed: int, budget: str) -> None:
    case = region(60, 8, 2, seed, budget)
    search, best = _begun(case), solve_here(case, 60.0, 0.0)
    everybody = np.arange(8)
    core = Core(search.scene, search.choices, everybody, float(FAR))
    acts = core.solved(search.scene, search.choices, 60.0, Event())
    assert acts is not None
    search.adopt(everybody, acts)
    search.scenes.bring_home()
    unserved, value = search.scenes.counted()
    assert unserved == best.goals[0].value
    assert best.goals[1].bound <= value <= best.goals[1].value * 1.0005
    assert not faults(case, plan_of(case, search.scenes.found(unserved, value)), {})


@pytest.mark.parametrize("budget", BUDGETS)
def test_some_facilities_decided_anew_make_no_plan_worse_nor_lose_anybody(budget: str) -> None:
    case = region(90, 12, 2, 5, budget)
    search, gains = _begun(case), 0
    chance = np.random.default_rng(0)
    for _ in range(12):
        before = _counted(search)
        free = np.sort(chance.permutation(12)[:8])
        core = Core(search.scene, search.choices, free, search.cores.near)
        acts = core.solved(search.scene, search.choices, 60.0, Event())
        if acts is not None:
            gains += search.adopt(free, acts)
        after = _counted(search)
        assert after <= before
        plan = plan_of(case, search.scenes.found(*after))
        assert not faults(case, plan, {})
        assert int(search.scene.nodes[:-1, LEFT].sum()) == int(plan.unserved.sum())
    assert gains > 0


def test_a_proposal_that_is_worse_is_taken_back_to_the_last_person() -> None:
    case = region(60, 8, 2, 1)
    search = _begun(case)
    core = Core(search.scene, search.choices, np.arange(8), float(FAR))
    acts = core.solved(search.scene, search.choices, 60.0, Event())
    assert acts is not None
    worse = search.scene.life.reshape(8, 2).copy()
    assert search.adopt(np.arange(8), acts)
    before = search.scenes.found(*_counted(search))
    assert not search.adopt(np.arange(8), worse)
    after = search.scenes.found(*_counted(search))
    assert np.array_equal(before.chosen, after.chosen)
    assert np.array_equal(before.go, after.go)
    assert np.array_equal(before.without, after.without)


def test_a_surrounding_is_taken_up_again_only_where_something_changed_and_then_more_at_a_time() -> None:
    case = region(120, 24, 1, 2)
    search = _begun(case)
    cores = Cores(search.network, search.choices, np.random.default_rng(0))
    cores.size = 8
    seen: dict[int, set[int]] = {}
    while (core := cores.next(search.scene)) is not None:
        centre = cores.last
        assert centre not in seen.setdefault(len(core.free), set())
        cores.tell(search.scene, core)
        seen[len(core.free)] |= set(cores.around(centre)[: len(core.free) // 3].tolist())
    assert list(seen) == [8, 12, 18, 24]
    assert all(len(centres) == 24 for centres in seen.values())
    search.settle()
    assert cores.next(search.scene) is not None


def test_ranges_one_after_the_other() -> None:
    first = np.array([0, 2, 2, 5])
    assert ranges(first, np.array([2, 0, 1])).tolist() == [2, 3, 4, 0, 1]
