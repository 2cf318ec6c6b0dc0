"""Sketches: never cheaper than the case itself, nobody left out, and changes can be brought home or taken back."""

from threading import Event

import numpy as np
import pytest

from benchmarks.regions import region
from netplan.case import Case
from netplan.engine.compiled import HAS_COMPILER
from netplan.engine.exact import faults
from netplan.engine.plans.arrays import GO, IS_FULL, LEFT, LOAD, NODE, NOTES, PEOPLE, STAND
from netplan.engine.plans.change import take_path
from netplan.engine.plans.choices import AFTER, BEFORE
from netplan.engine.plans.network import Network, network_of
from netplan.engine.plans.scenes import Scenes, acts_of
from netplan.engine.plans.search import Effort, Search, improve
from netplan.engine.plans.sketch import FEW
from netplan.engine.plans.starting import SPARES, start_large, starts_near
from netplan.engine.pricing import plan_of
from netplan.tables import Ints

pytestmark = [
    pytest.mark.skipif(not HAS_COMPILER, reason="numba is not installed: large cases go to HiGHS"),
    pytest.mark.xdist_group("compiled"),
]
DETAILS = (2, 8, 24)


def _case(budget: str = "") -> Case:
    return region(900, 30, 1, 4, budget)


def _scenes(network: Network, seed: int) -> Scenes:
    """Return scenes of lives of which some are drawn by lot."""
    places = network.case.tables.levels.size
    chance = np.random.default_rng(seed)
    at = np.zeros((*places.shape, network.shape[2]))
    np.put_along_axis(at, chance.integers(2, places.shape[1], (len(places), 1, 1)), 1.0, axis=1)
    scenes = Scenes(network, acts_of(network, starts_near(network, at)[0]), seed)
    scenes.serve()
    return scenes


def _other_lives(scenes: Scenes, seed: int) -> list[tuple[int, Ints]]:
    """Return facilities, and acts that lead each of them to another level in the only year."""
    chance = np.random.default_rng(seed)
    found = []
    for facility in chance.permutation(len(scenes.choices.today))[:12].tolist():
        acts = np.arange(scenes.choices.first[facility], scenes.choices.first[facility + 1])
        found.append((facility, chance.choice(acts[acts != scenes.now.life[facility]], 1)))
    return found


def _change(scenes: Scenes, lives: list[tuple[int, Ints]]) -> None:
    for facility, path in lives:
        scenes.sheet.path[:] = path
        take_path(scenes.now, scenes.choices, scenes.sheet, facility)
        scenes.now.numbers[NOTES] = scenes.now.numbers[IS_FULL] = 0


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("seed", range(3))
def test_a_sketch_is_never_cheaper_than_the_case_and_leaves_nobody_out(seed: int, detail: float) -> None:
    case = _case()
    network = network_of(case, case.goals[1])
    scenes = _scenes(network, seed)
    has_way = np.isin(np.arange(len(network.people)), network.ways[:, NODE])
    outside = int(network.outside @ np.where(has_way, 0, network.people))
    for turn in range(4):
        scenes.draw(detail)
        _change(scenes, _other_lives(scenes, 10 * seed + turn))
        scenes.bring_home()
        sketch, full = scenes.now, scenes.full
        assert np.array_equal(sketch.life, full.life)
        rounding = int(network.people.sum())
        assert scenes.total(full) - outside <= scenes.total(sketch) + rounding
        served = np.bincount(sketch.ways[:, NODE], sketch.going[:, GO], len(sketch.nodes) - 1)
        assert np.array_equal(served + sketch.nodes[:-1, LEFT], sketch.nodes[:-1, PEOPLE])
        assert sketch.nodes[:-1, PEOPLE].sum() == network.people[has_way].sum()
        assert np.array_equal(
            np.bincount(sketch.ways[:, STAND], sketch.going[:, GO], len(sketch.stands)), sketch.stands[:, LOAD]
        )


def test_a_sketch_has_fewer_people_to_think_about_and_every_detail_more() -> None:
    case = _case()
    network = network_of(case, case.goals[1])
    assert len(network.ways) > FEW
    scenes = _scenes(network, 0)
    sizes = []
    for detail in DETAILS:
        scenes.draw(detail)
        sizes.append((len(scenes.now.nodes), len(scenes.now.ways)))
    assert sizes == sorted(sizes)
    assert sizes[0][0] < len(network.people) / 4
    assert sizes[-1][1] < len(network.ways) / 2


def test_few_ways_need_no_sketch() -> None:
    case = region(60, 8, 2, 1)
    scenes = _scenes(network_of(case, case.goals[1]), 0)
    scenes.draw(8)
    assert len(scenes.now.ways) == len(scenes.full.ways)
    assert scenes.now.stands[:, LOAD].sum() == scenes.full.stands[:, LOAD].sum()


def test_lives_that_turn_out_worse_are_taken_back() -> None:
    case = _case()
    scenes = _scenes(network_of(case, case.goals[1]), 1)
    scenes.draw(8)
    drawn, life, total = scenes.drawn, scenes.full.life.copy(), scenes.total(scenes.full)
    changed = life.copy()
    for facility, path in _other_lives(scenes, 3):
        changed[facility] = path[0]
    scenes.draw(8, changed)
    assert np.array_equal(scenes.now.life, changed)
    assert scenes.total(scenes.full) != total
    scenes.take_back(drawn)
    assert np.array_equal(scenes.now.life, life)
    assert np.array_equal(scenes.full.life, life)
    assert scenes.total(scenes.full) == total


def test_what_made_the_case_worse_is_taken_back_with_the_next_sketch() -> None:
    case = _case()
    network = network_of(case, case.goals[1])
    good = improve(network, start_large(network), Effort(60.0, 10_000_000))
    assert good is not None
    scenes = Scenes(network, acts_of(network, good.chosen), 0)
    scenes.serve()
    scenes.draw(8)
    life, total = scenes.full.life.copy(), scenes.total(scenes.full)
    choices = scenes.choices
    closed = np.flatnonzero(choices.most[0] == 0)[0]
    for facility in range(20):
        acts = np.arange(choices.first[facility], choices.first[facility + 1])
        ends = acts[(choices.acts[acts, AFTER] == closed) & (choices.acts[acts, BEFORE] == choices.today[facility])]
        _change(scenes, [(facility, ends[:1])])
    scenes.bring_home()
    assert scenes.total(scenes.full) > total
    scenes.draw(24)
    assert np.array_equal(scenes.now.life, life)
    assert scenes.total(scenes.full) == total


@pytest.mark.parametrize("budget", ["", "4000000 EUR"])
def test_plans_found_in_sketches_have_no_fault_and_the_same_work_finds_the_same(budget: str) -> None:
    case = _case(budget)
    network = network_of(case, case.goals[1])
    first, second = (improve(network, start_large(network), Effort(60.0, 150_000_000, 1)) for _ in range(2))
    assert first is not None
    assert second is not None
    assert not faults(case, plan_of(case, first), {})
    assert (first.value, first.unserved) == (second.value, second.unserved)
    assert np.array_equal(first.chosen, second.chosen)
    assert first.go.sum() + first.without.sum() == case.tables.demand.people.sum()


@pytest.mark.parametrize("budget", ["", "4000000 EUR"])
def test_surroundings_that_begin_anew_make_no_plan_worse(budget: str) -> None:
    case = _case(budget)
    network = network_of(case, case.goals[1])
    places = case.tables.levels.size
    at = np.random.default_rng(3).dirichlet(np.ones(places.shape[1]), (len(places), 1)).swapaxes(1, 2)
    found = []
    for _ in range(2):
        search = Search(network, starts_near(network, at, SPARES), Effort(60.0, 200_000_000, 2), Event())
        search.run()
        assert search.best is not None
        found.append(search.best)
    alone = improve(network, starts_near(network, at)[0], Effort(60.0, 20_000_000, 2))
    assert alone is not None
    assert (found[0].unserved, found[0].value) <= (alone.unserved, alone.value)
    assert np.array_equal(found[0].chosen, found[1].chosen)
    assert not faults(case, plan_of(case, found[0]), {})


def test_starts_differ_by_what_may_be_lacking() -> None:
    case = _case()
    network = network_of(case, case.goals[1])
    shape = (*case.tables.levels.size.shape, network.shape[2])
    at = np.random.default_rng(1).dirichlet(np.ones(shape[1]), (shape[0], shape[2])).swapaxes(1, 2)
    starts = starts_near(network, at, SPARES)
    places = [
        int(network.lives.places[np.arange(30), network.lives.after[acts_of(network, one)], 0].sum()) for one in starts
    ]
    by_spare = [places[number] for number in np.argsort(SPARES)]
    assert by_spare == sorted(by_spare, reverse=True)
    assert by_spare[0] > by_spare[-1]
