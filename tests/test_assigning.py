"""Who goes where for given levels: of least cost like a linear program says, after every change."""

import numpy as np
import pytest
from scipy.optimize import linprog

from netplan.engine.plans.arrays import FAR, IS_ON, SIZE, Flow, Trace, Ways, empty_flow, empty_trace
from netplan.engine.plans.assign import place, solve
from netplan.engine.plans.book import undo
from netplan.tables import Ints

OUTSIDE, FINE = 1_000, 10_000
NETWORKS, CHANGES = 150, 6


def _ways(chance: np.random.Generator) -> Ways:
    """Return few nodes and stands, with ties, and people whom no stand can take."""
    nodes, stands = int(chance.integers(1, 8)), int(chance.integers(1, 6))
    node, stand = np.nonzero(chance.random((nodes, stands)) < chance.choice([0.4, 0.8, 1.0]))
    cost = chance.integers(0, int(chance.choice([3, 30, 300])), len(node))
    order = np.lexsort((cost, node))
    node, stand, cost = node[order], stand[order], cost[order]
    return Ways(
        first=np.searchsorted(node, np.arange(nodes + 1)),
        node=node,
        stand=stand,
        cost=cost,
        people=chance.integers(1, 9, nodes),
        outside=np.full(nodes, OUTSIDE),
        into=np.searchsorted(np.sort(stand), np.arange(stands + 1)),
        fine=FINE,
    )


def _limits(chance: np.random.Generator, stands: int) -> tuple[Ints, Ints]:
    most = chance.integers(1, 20, stands) * (chance.random(stands) < 0.7)
    return most, (most * chance.random(stands) * (chance.random(stands) < 0.5)).astype(np.int64)


def _by_linear_program(ways: Ways, most: Ints, fewest: Ints) -> int:
    """Return the least cost: columns are arcs, people without a place by node, people missing by stand."""
    arcs, nodes, stands = len(ways.stand), len(ways.people), len(most)
    everyone = np.hstack([ways.node == np.arange(nodes)[:, None], np.eye(nodes), np.zeros((nodes, stands))])
    there = np.hstack([ways.stand == np.arange(stands)[:, None], np.zeros((stands, nodes)), np.zeros((stands, stands))])
    enough = -there - np.hstack([np.zeros((stands, arcs + nodes)), np.eye(stands)])
    found = linprog(
        np.concatenate([ways.cost, ways.outside, np.full(stands, ways.fine)]),
        A_ub=np.vstack([there, enough]),
        b_ub=np.concatenate([most, -fewest]),
        A_eq=everyone,
        b_eq=ways.people,
    )
    assert found.status == 0
    assert abs(found.fun - round(found.fun)) < 1e-6
    least: int = round(found.fun)
    return least


def _check(ways: Ways, flow: Flow) -> None:
    """Check that the flow is one, that it costs what it says, and that its prices prove that none costs less."""
    assert (flow.go >= 0).all()
    assert (np.bincount(ways.node, flow.go, len(ways.people)) + flow.left == ways.people).all()
    assert (np.bincount(ways.stand, flow.go, len(flow.load)) == flow.load).all()
    assert (flow.load <= flow.most).all()
    assert (flow.load + flow.missing >= flow.least).all()
    assert flow.total[0] == ways.cost @ flow.go + ways.outside @ flow.left + ways.fine * flow.missing.sum()
    is_open = flow.most > 0
    assert (flow.price[is_open & (flow.load < flow.most)] <= 0).all()
    assert (flow.price[is_open & (flow.load > flow.least)] >= 0).all()
    paid = np.where(is_open[ways.stand], ways.cost + flow.price[ways.stand], FAR)
    cheapest = np.full(len(ways.people), OUTSIDE)
    np.minimum.at(cheapest, ways.node, paid)
    assert (paid[flow.go > 0] == cheapest[ways.node[flow.go > 0]]).all()
    assert (cheapest[flow.left > 0] == OUTSIDE).all()


def _solved(ways: Ways, most: Ints, least: Ints) -> tuple[Flow, Trace]:
    flow, trace = empty_flow(ways, 10_000), empty_trace(ways)
    solve(ways, flow, trace, most, least)
    flow.marks[IS_ON] = 1
    return flow, trace


@pytest.mark.parametrize("seed", range(NETWORKS))
def test_the_assignment_costs_what_a_linear_program_says_after_every_change(seed: int) -> None:
    chance = np.random.default_rng(seed)
    ways = _ways(chance)
    stands = len(ways.into) - 1
    most, least = _limits(chance, stands)
    flow, trace = _solved(ways, most, least)
    for _ in range(CHANGES):
        _check(ways, flow)
        assert flow.total[0] == _by_linear_program(ways, most, least)
        j, (others, fewest) = int(chance.integers(stands)), _limits(chance, stands)
        most[j], least[j] = others[j], fewest[j]
        assert place(ways, flow, trace, j, (int(most[j]), int(least[j])), FAR)


@pytest.mark.parametrize("seed", range(NETWORKS))
def test_a_change_that_costs_too_much_is_given_up_and_undone(seed: int) -> None:
    chance = np.random.default_rng(seed)
    ways = _ways(chance)
    stands = len(ways.into) - 1
    most, least = _limits(chance, stands)
    flow, trace = _solved(ways, most, least)
    for j in range(stands):
        before = [part.copy() for part in flow[:1] + flow[5:12]]
        total, size = int(flow.total[0]), int(flow.marks[SIZE])
        others, fewest = _limits(chance, stands)
        changed_most, changed_least = most.copy(), least.copy()
        changed_most[j], changed_least[j] = others[j], fewest[j]
        exact = _by_linear_program(ways, changed_most, changed_least)
        for ceiling in (exact - 1, exact):
            is_kept = place(ways, flow, trace, j, (int(others[j]), int(fewest[j])), ceiling)
            assert is_kept == (ceiling == exact)
            undo(ways, flow, size, total)
            assert all((old == new).all() for old, new in zip(before, flow[:1] + flow[5:12], strict=True))
            _check(ways, flow)
