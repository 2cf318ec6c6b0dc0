"""Who goes where for given levels: of least cost like a linear program says, after every change."""

import numpy as np
import pytest
from scipy.optimize import linprog

from netplan.engine.plans.arrays import (
    COST,
    FAR,
    FINE,
    GO,
    IS_NOTED,
    LEAST,
    LEFT,
    LOAD,
    MISSING,
    MOST,
    NODE,
    NOTES,
    OUTSIDE,
    PEOPLE,
    PRICE,
    STAND,
    TOTAL,
    Scene,
    scene_of,
)
from netplan.engine.plans.assign import place, solve
from netplan.engine.plans.book import undo
from netplan.tables import Ints

pytestmark = pytest.mark.xdist_group("compiled")

WITHOUT, MISSED = 1_000, 10_000
"""Cost of a person without a place, and of one missing at a minimum size."""
NETWORKS, CHANGES = 150, 6


def _scene(chance: np.random.Generator) -> Scene:
    """Return few nodes and stands, with ties, and people whom no stand can take."""
    nodes, stands = int(chance.integers(1, 8)), int(chance.integers(1, 6))
    node, stand = np.nonzero(chance.random((nodes, stands)) < chance.choice([0.4, 0.8, 1.0]))
    cost = chance.integers(0, int(chance.choice([3, 30, 300])), len(node))
    order = np.lexsort((cost, node))
    ways = np.stack([node, stand, cost], axis=1)[order]
    people, outside = chance.integers(1, 9, nodes), np.full(nodes, WITHOUT)
    scene = scene_of(ways, people, outside, (stands, 10_000), np.zeros(0, np.int64))
    scene.numbers[FINE] = MISSED
    return scene


def _limits(chance: np.random.Generator, stands: int) -> tuple[Ints, Ints]:
    most = chance.integers(1, 20, stands) * (chance.random(stands) < 0.7)
    return most, (most * chance.random(stands) * (chance.random(stands) < 0.5)).astype(np.int64)


def _by_linear_program(scene: Scene, most: Ints, fewest: Ints) -> int:
    """Return the least cost: columns are arcs, people without a place by node, people missing by stand."""
    ways, people = scene.ways, scene.nodes[:-1, PEOPLE]
    arcs, nodes, stands = len(ways), len(people), len(most)
    everyone = np.hstack([ways[:, NODE] == np.arange(nodes)[:, None], np.eye(nodes), np.zeros((nodes, stands))])
    there = np.hstack([ways[:, STAND] == np.arange(stands)[:, None], np.zeros((stands, nodes + stands))])
    enough = -there - np.hstack([np.zeros((stands, arcs + nodes)), np.eye(stands)])
    found = linprog(
        np.concatenate([ways[:, COST], np.full(nodes, WITHOUT), np.full(stands, MISSED)]),
        A_ub=np.vstack([there, enough]),
        b_ub=np.concatenate([most, -fewest]),
        A_eq=everyone,
        b_eq=people,
    )
    assert found.status == 0
    assert abs(found.fun - round(found.fun)) < 1e-6
    least: int = round(found.fun)
    return least


def _check(scene: Scene) -> None:
    """Check that the flow is one, that it costs what it says, and that its prices prove that none costs less."""
    nodes, stands = scene.nodes[:-1], scene.stands[:-1]
    (node, stand, cost), go = scene.ways.T, scene.going[:, GO]
    assert (go >= 0).all()
    assert (np.bincount(node, go, len(nodes)) + nodes[:, LEFT] == nodes[:, PEOPLE]).all()
    assert (np.bincount(stand, go, len(stands)) == stands[:, LOAD]).all()
    assert (stands[:, LOAD] <= stands[:, MOST]).all()
    assert (stands[:, LOAD] + stands[:, MISSING] >= stands[:, LEAST]).all()
    total = cost @ go + nodes[:, OUTSIDE] @ nodes[:, LEFT] + MISSED * stands[:, MISSING].sum()
    assert scene.numbers[TOTAL] == total
    is_open, price = stands[:, MOST] > 0, stands[:, PRICE]
    assert (price[is_open & (stands[:, LOAD] < stands[:, MOST])] <= 0).all()
    assert (price[is_open & (stands[:, LOAD] > stands[:, LEAST])] >= 0).all()
    paid = np.where(is_open[stand], cost + price[stand], FAR)
    cheapest = np.full(len(nodes), WITHOUT)
    np.minimum.at(cheapest, node, paid)
    assert (paid[go > 0] == cheapest[node[go > 0]]).all()
    assert (cheapest[nodes[:, LEFT] > 0] == WITHOUT).all()


def _solved(scene: Scene, chance: np.random.Generator) -> tuple[Ints, Ints]:
    most, least = _limits(chance, len(scene.stands) - 1)
    solve(scene, most, least)
    scene.numbers[IS_NOTED] = 1
    return most, least


@pytest.mark.parametrize("seed", range(NETWORKS))
def test_the_assignment_costs_what_a_linear_program_says_after_every_change(seed: int) -> None:
    chance = np.random.default_rng(seed)
    scene = _scene(chance)
    most, least = _solved(scene, chance)
    for _ in range(CHANGES):
        _check(scene)
        assert scene.numbers[TOTAL] == _by_linear_program(scene, most, least)
        j, (others, fewest) = int(chance.integers(len(most))), _limits(chance, len(most))
        most[j], least[j] = others[j], fewest[j]
        assert place(scene, j, int(most[j]), int(least[j]), FAR)


@pytest.mark.parametrize("seed", range(NETWORKS))
def test_a_change_that_costs_too_much_is_given_up_and_undone(seed: int) -> None:
    chance = np.random.default_rng(seed)
    scene = _scene(chance)
    most, least = _solved(scene, chance)
    for j in range(len(most)):
        go, left, stands = scene.going[:, GO].copy(), scene.nodes[:, LEFT].copy(), scene.stands[:, : PRICE + 1].copy()
        total, size = int(scene.numbers[TOTAL]), int(scene.numbers[NOTES])
        others, fewest = _limits(chance, len(most))
        changed_most, changed_least = most.copy(), least.copy()
        changed_most[j], changed_least[j] = others[j], fewest[j]
        exact = _by_linear_program(scene, changed_most, changed_least)
        for ceiling in (exact - 1, exact):
            is_kept = place(scene, j, int(others[j]), int(fewest[j]), ceiling)
            assert is_kept == (ceiling == exact)
            undo(scene, size, total)
            assert (scene.going[:, GO] == go).all()
            assert (scene.nodes[:, LEFT] == left).all()
            assert (scene.stands[:, : PRICE + 1] == stands).all()
            _check(scene)
