"""Who goes where once facilities are decided: what the goals so far count stays as it is, a later goal becomes best."""

from dataclasses import replace

import numpy as np

from netplan.case import Case
from netplan.engine.plans.arrays import COST, NODE, STAND
from netplan.engine.plans.lives import Lives
from netplan.engine.plans.network import LARGEST, Network, begin, network_of, people_of, serve
from netplan.engine.plans.scenes import acts_of
from netplan.indicators import GoalText
from netplan.plan import Plan
from netplan.tables import Ints


def reassigned(case: Case, plan: Plan, goal: GoalText, lives: Lives | None = None) -> Plan | None:
    """Return the plan with people where a later goal wants them, earlier goals no worse; None if numbers are too large.

    A person on a way counts Σ_i factor[i] · cost[i], with factors so large that no later goal outweighs an earlier one.
    """
    names = [one.name for one in case.goals]
    last = names.index(goal.name) if goal.name in names else len(names)
    networks = [network_of(case, one, lives) for one in (*case.goals[1:last], goal)]
    first = networks[0]
    persons, order = int(first.people.sum()), _order(first.ways)
    cost, factor = np.zeros(len(order), np.int64), 1
    for network in reversed(networks):
        own = network.ways[_order(network.ways), COST]
        most = int(np.abs(own).max(initial=0)) * persons + 1
        if factor * most > LARGEST // (8 * max(first.shape[0], 1)):
            return None
        cost, factor = cost + factor * own, factor * 2 * most
    return _solved(plan, _with_costs(first, order, cost))


def _order(ways: Ints) -> Ints:
    """Return arcs by node and stand: the same in all networks of a case."""
    return np.lexsort((ways[:, STAND], ways[:, NODE]))


def _with_costs(network: Network, order: Ints, cost: Ints) -> Network:
    """Return a network with other costs of its arcs, cheapest first."""
    ways, pair = network.ways[order], network.pair[order]
    ways[:, COST] = cost
    again = np.lexsort((ways[:, STAND], ways[:, COST], ways[:, NODE]))
    outside = np.full(len(network.outside), (int(np.abs(cost).max(initial=0)) + 1) * (network.shape[0] + 1))
    return replace(network, ways=ways[again], pair=pair[again], outside=outside, fine=2 * int(outside.max(initial=1)))


def _solved(plan: Plan, network: Network) -> Plan:
    """Let people go where it is best for the life of a plan."""
    scene = begin(network, acts_of(network, plan.chosen), 1)
    serve(network, scene)
    go, without = people_of(network, scene)
    return replace(plan, go=go, unserved=without)
