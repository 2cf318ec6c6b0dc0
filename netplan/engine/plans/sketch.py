"""A scene with fewer people to think about, and fewer ways: changes are tried there first, many times as fast.

Who goes to the same facility now and would go to the same one instead is taken together, in pieces of so many persons;
whoever goes to several facilities or to none stays apart. Ways that cost far more than what is best now are left out,
so is a way that not all of a piece have. All that can be done in the sketch can be done in the full scene, for what it
costs in the sketch at most, but for rounding.

Source: aggregation of customers in location models (Current, Schilling 1987); who would move decides who is alike.
"""

from math import isinf
from typing import NamedTuple

import numpy as np

from netplan.engine.histories import Bools
from netplan.engine.plans.arrays import (
    COST,
    FAR,
    FINE,
    FIRST,
    GO,
    INTO,
    IS_NOTED,
    LEFT,
    MOST,
    NODE,
    NOTES,
    OUTSIDE,
    OVER,
    PARTS,
    PEOPLE,
    PRICE,
    STAND,
    Scene,
    scene_of,
)
from netplan.engine.plans.network import Network, serve
from netplan.tables import Ints

NEAR = 0.5
"""Ways are kept that lose less than this share of what a facility costs for each of its people."""
FEWEST_WAYS, MOST_WAYS = 3, 8
"""So many ways a person is offered, the best ones: at least, and at most."""
FEW = 10_000
"""So many ways are few enough to need no sketch: all are kept."""


class _Offers(NamedTuple):
    """What the people of each node can have now; ways are those of the full scene."""

    of: Ints
    """Number of the node of each way, among nodes with a way."""
    is_kept: Bools
    """Whether somebody may take a way, shape (ways,)."""
    key: Ints
    """Where the people of a node go, where they would go instead, and what tells them from others; shape (4, nodes)."""
    more: Ints
    """What a person would lose by that, shape (nodes,)."""


def near_of(network: Network, share: float = NEAR) -> float:
    """Return what a person may lose by a way that is still of interest, in the goal's unit."""
    return share * network.each * len(network.lives.today) / max(int(network.people.sum()), 1)


def sketch_of(network: Network, full: Scene, detail: float, book: Ints) -> Scene:
    """Return a sketch with about so many pieces for each stand, or of all there is if infinite; `book` is for notes."""
    node = np.flatnonzero(np.diff(full.nodes[:, FIRST]))
    people = full.nodes[node, PEOPLE]
    reached = max(int(np.count_nonzero(np.diff(full.stands[:, INTO]))), 1)
    offers = _offers(full, node, near_of(network))
    piece = _pieces(offers, people, max(int(people.sum() / (detail * reached)), 1))
    if len(full.ways) <= FEW or isinf(detail):
        offers, piece = offers._replace(is_kept=np.ones_like(offers.is_kept)), np.arange(len(node))
    persons = np.bincount(piece, people).astype(np.int64)
    outside = np.zeros(len(persons), np.int64)
    outside[piece] = full.nodes[node, OUTSIDE]
    ways = _ways(full, offers, piece, persons)
    found = scene_of(ways, persons, outside, (len(full.stands) - 1, 0), full.life.copy(), full.rows[:, 0])
    found.rows[:], found.fines[:] = full.rows, full.fines
    found.numbers[FINE], found.numbers[OVER] = full.numbers[FINE], full.numbers[OVER]
    serve(network, found)
    found.numbers[IS_NOTED], found.numbers[NOTES] = 1, 0
    return found._replace(book=book)


def _offers(full: Scene, node: Ints, near: float) -> _Offers:
    """Return what people can have; what is closed counts without a price, because it could open."""
    ways, start = full.ways, full.nodes[node, FIRST]
    size = np.diff(full.nodes[:, FIRST])[node]
    of, to, cost, go = np.repeat(np.arange(len(node)), size), ways[:, STAND], ways[:, COST], full.going[:, GO]
    offer = np.where(full.stands[to, MOST] > 0, cost + full.stands[to, PRICE], FAR)
    least = np.minimum(offer, cost)
    order = np.lexsort((np.where(go > 0, -1 - go, np.where(offer < FAR, offer, cost)), of))
    place = np.empty(len(of), np.int64)
    place[order] = np.arange(len(of)) - np.repeat(start, size)
    is_near = least - np.minimum.reduceat(offer, start)[of] < near
    home, other = order[start], order[start + np.minimum(1, size - 1)]
    is_apart = (full.nodes[node, PARTS] != 1) | (full.nodes[node, LEFT] > 0)
    apart = np.where(is_apart, 1 + np.arange(len(node)), 0)
    key = np.stack([full.nodes[node, OUTSIDE], apart, to[other], to[home]])
    return _Offers(
        of, (place < MOST_WAYS) & (is_near | (go > 0) | (place < FEWEST_WAYS)), key, least[other] - cost[home]
    )


def _pieces(offers: _Offers, people: Ints, most: int) -> Ints:
    """Return the piece of each node: of those who are alike, about so many persons, in the order of what they lose."""
    order = np.lexsort((offers.more, *offers.key))
    key, persons = offers.key[:, order], people[order]
    is_first = np.append(True, (np.diff(key) != 0).any(axis=0))[: len(order)]
    before = np.cumsum(persons) - persons
    part = (before - np.maximum.accumulate(np.where(is_first, before, 0))) // most
    is_first[1:] |= np.diff(part) != 0
    found = np.empty(len(order), np.int64)
    found[order] = np.cumsum(is_first) - 1
    return found


def _ways(full: Scene, offers: _Offers, piece: Ints, persons: Ints) -> Ints:
    """Return the ways that all people of a piece have and some may take, with what a person costs on average."""
    stands, people = len(full.stands), full.nodes[full.ways[:, NODE], PEOPLE]
    code, way = np.unique(piece[offers.of] * stands + full.ways[:, STAND], return_inverse=True)
    have = np.bincount(way, people)
    cost = np.bincount(way, people * full.ways[:, COST].astype(float)) / np.maximum(have, 1)
    is_kept = (have == persons[code // stands]) & (np.bincount(way, offers.is_kept) > 0)
    node, stand = code[is_kept] // stands, code[is_kept] % stands
    cost = np.rint(cost[is_kept]).astype(np.int64)
    order = np.lexsort((stand, cost, node))
    return np.stack([node[order], stand[order], cost[order]], axis=1)
