"""A case as a network: people and ways by service and year, and the lives of facilities, weighed by a goal."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from netplan.case import Case
from netplan.engine.plans.arrays import (
    ACTIVE,
    COST,
    FINE,
    FLOOR,
    GO,
    LEFT,
    MOST,
    NO_ROWS,
    NODE,
    OVER,
    PRICE,
    Scene,
    scene_of,
)
from netplan.engine.plans.assign import solve
from netplan.engine.plans.cohorts import lives_with_stays
from netplan.engine.plans.couplings import Couplings, couplings_of
from netplan.engine.plans.lives import Lives, lives_of
from netplan.indicators import GoalText, weights_of
from netplan.indicators.weights import Weights
from netplan.program.facilities import FacilityHalf, facility_half
from netplan.tables import Ints, Tables

LARGEST = 1 << 58
"""No sum over people may be larger, so that all arithmetic stays exact in 64 bits."""


@dataclass(frozen=True, eq=False)
class Network:
    """Who could go where, and which lives facilities can lead.

    Stand (s · entries + e) · facilities + f is facility f for entry e of service s: who is assigned together, where
    nobody stays those of one year. Nodes are in the order of service, entry and cell.
    """

    case: Case
    goal: GoalText
    lives: Lives
    ways: Ints
    """Node, stand and cost of one person by arc, node by node, cheapest first; shape (arcs, 3)."""
    pair: Ints
    """Pair of each arc, shape (arcs,)."""
    outside: Ints
    """Cost of one person without a place, more than any detour; shape (nodes,)."""
    fine: int
    """Cost of one person missing at a minimum size, more than a person without a place."""
    need: tuple[Ints, Ints, Ints]
    """Cell, service and entry of each node, shape (nodes,)."""

    @cached_property
    def couplings(self) -> Couplings:
        """What rules over all facilities let acts use."""
        return couplings_of(self.case, self.lives, self.each)

    @property
    def each(self) -> int:
        """What a facility costs about, or the ways to it where facilities cost nothing."""
        lives, facilities = self.lives, max(len(self.lives.today), 1)
        mean = int(np.abs(lives.cost).mean()) * lives.years if len(lives.cost) else 0
        way = int(self.ways[:, COST].mean()) * int(self.people.sum()) // facilities if len(self.ways) else 0
        return max(mean or way, 1)

    @property
    def people(self) -> Ints:
        """Persons of each node, shape (nodes,)."""
        return self.case.tables.demand.people[self.need]

    @property
    def shape(self) -> tuple[int, int, int]:
        """Number of facilities, services and years."""
        _, facilities, services, _, years = self.case.tables.shape
        return facilities, services, years


def lives_for(
    case: Case, goal: GoalText, half: FacilityHalf | None = None, fines: Mapping[str, int] | None = None
) -> Lives:
    """Return the lives that facilities can lead, weighed by a goal and fined earlier ones.

    The facility half is stated if it is not given.
    """
    weights = _weighed(case, goal, fines or {})
    if not case.tables.demand.has_cohorts:
        return lives_of(case, weights)
    return lives_with_stays(case, weights, half or facility_half(case))


def network_of(
    case: Case, goal: GoalText, lives: Lives | None = None, fines: Mapping[str, int] | None = None
) -> Network:
    """Build the network of a case for a goal that comes after the people unserved; see `obstacle` for which cases.

    `fines` say what one unit of an earlier goal costs, in units of the goal. Where lives are given, what they cost is
    not asked anew.
    """
    weights, lives = _weighed(case, goal, fines or {}), lives or lives_for(case, goal, None, fines)
    service, entry, cell = np.nonzero(np.moveaxis(case.tables.demand.people, 0, 2) > 0)
    need = (cell, service, entry)
    ways, pair = _ways(case, weights, lives, need)
    outside, fine = _penalties(case.tables, lives, ways[:, COST], need)
    return Network(case, goal, lives, ways, pair, outside, fine, need)


def _weighed(case: Case, goal: GoalText, fines: Mapping[str, int]) -> Weights:
    """Return what a goal and fined earlier ones count together."""
    found = weights_of(goal, case.tables)
    assert found is not None  # noqa: S101  see `obstacle`
    for name, fine in fines.items():
        other = weights_of(case.goal(name), case.tables)
        assert other is not None  # noqa: S101  likewise
        entries = found.entries
        if other.entries is not None:
            entries = fine * other.entries + (0 if entries is None else entries)
        found = Weights(
            found.steps + fine * other.steps,
            found.at + fine * other.at,
            found.unserved + fine * other.unserved,
            found.pairs + fine * other.pairs,
            entries,
        )
    return found


def _ways(case: Case, weights: Weights, lives: Lives, need: tuple[Ints, Ints, Ints]) -> tuple[Ints, Ints]:
    """Return the ways, and the pair of each arc."""
    tables = case.tables
    facilities, entries = tables.shape[1], tables.demand.people.shape[2]
    pairs, people = tables.pairs, tables.demand.people
    number = np.full(people.shape, -1, np.int64)
    number[need] = np.arange(len(need[0]))
    takes = lives.takes.reshape(-1, entries, facilities)[pairs.service, :, pairs.facility]
    open_to = (number[pairs.cell, pairs.service] >= 0) & (takes > 0)
    pair, entry = np.nonzero(open_to & ~case.forbidden.pairs[:, None])
    node = number[pairs.cell[pair], pairs.service[pair], entry]
    stand = (pairs.service[pair] * entries + entry) * facilities + pairs.facility[pair]
    cost = _costs(weights, tables, pair, entry)
    order = np.lexsort((stand, cost, node))
    return np.stack([node[order], stand[order], cost[order]], axis=1), pair[order]


def _costs(weights: Weights, tables: Tables, pair: Ints, entry: Ints) -> Ints:
    """Return what one person of an entry costs at a pair, over the calendar years that the entry is there."""
    found: Ints = weights.pairs[pair] * tables.demand.stay[tables.pairs.service[pair], entry]
    return found if weights.entries is None else found + weights.entries[pair, entry]


def _penalties(tables: Tables, lives: Lives, cost: Ints, need: tuple[Ints, Ints, Ints]) -> tuple[Ints, int]:
    """Return what a person without a place costs by node, and a person missing at a minimum size.

    More than all that a plan could save by leaving somebody out, as far as 64 bits hold that: nobody is left out to
    save money on ways. A calendar year without a place counts like any other.
    """
    people, stay = tables.demand.people[need], tables.demand.stay[need[1], need[2]]
    farthest = int(np.abs(cost).max(initial=1))
    facilities = len(lives.today)
    detours = farthest * (facilities + 1)
    lifetime = int(np.abs(lives.cost).max(initial=0)) * lives.years * facilities
    everything = detours + lifetime + farthest * int(people.sum())
    each = max(min(everything, LARGEST // (8 * max(int((people * stay).sum()), 1))), farthest + 1)
    return each * stay, 8 * each * int(stay.max(initial=1))


def begin(network: Network, life: Ints, notes: int, rows: Couplings | None = None) -> Scene:
    """Return a scene where facilities lead some lives, but nobody is served yet."""
    stands = len(network.lives.bound)
    limits = NO_ROWS if rows is None else rows.limit
    scene = scene_of(network.ways, network.people, network.outside, (stands, notes), life.copy(), limits)
    scene.numbers[FINE] = network.fine
    if rows is not None:
        scene.rows[:, ACTIVE], scene.fines[:] = rows.used(life), rows.fine
        scene.numbers[OVER] = (scene.rows[:, ACTIVE] > limits).sum()
    return scene


def people_of(network: Network, scene: Scene) -> tuple[Ints, Ints]:
    """Return who goes where and who has no place, shapes (pairs, entries) and (cells, services, entries)."""
    people = network.case.tables.demand.people
    go = np.zeros((len(network.case.tables.pairs.cell), people.shape[2]), np.int64)
    used = np.flatnonzero(scene.going[:, GO])
    go[network.pair[used], network.need[2][network.ways[used, NODE]]] = scene.going[used, GO]
    without = np.zeros_like(people)
    without[network.need] = scene.nodes[:-1, LEFT]
    return go, without


def find_floor(scene: Scene) -> None:
    """Find the lowest price of an open stand anew: the higher, the shorter the searches."""
    scene.numbers[FLOOR] = scene.stands[:-1, PRICE][scene.stands[:-1, MOST] > 0].min(initial=0)


def serve(network: Network, scene: Scene) -> None:
    """Let people go where it is best for the lives that facilities lead, from nothing."""
    facilities, _, years = network.shape
    solve(scene, *limits_of(network, network.lives.after[scene.life].reshape(facilities, years)))


def limits_of(network: Network, state: Ints) -> tuple[Ints, Ints]:
    """Return places and least of each stand for states of all facilities, shape (facilities, years)."""
    lives, stand = network.lives, np.arange(len(network.lives.bound))
    here = state[stand % max(len(state), 1), lives.bound]
    return lives.most[stand, here], lives.least[stand, here]
