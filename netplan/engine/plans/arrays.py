"""What the kernels work on: ways that never change, who goes where at the moment, and notes of a search for a path.

A *stand* is one facility for one service in one listed year; years and services never meet, so that all of them are one
graph. A *node* is one cell's people of one service and year; an *arc* is a way of a node to a stand. Everything is
int64: persons, and the goal's whole units.
"""

from typing import NamedTuple

import numpy as np

from netplan.tables import NONE, Ints

FAR = 1 << 60
"""Farther than any way: what is not reached."""
GO, LEFT, LOAD, PRICE, MOST, LEAST, MISSING = range(7)
"""What a note in the book says was changed."""
SIZE, IS_ON, IS_FULL = range(3)
"""How many notes there are, whether changes are noted, whether the book was too small."""
STAMP, HEAPED, SETTLED, END, END_ARC, END_AT, WORK = range(7)
"""Numbers of a search: its stamp, sizes of heap and list, the end's stand, arc and distance, arcs looked at so far."""


class Ways(NamedTuple):
    """Who could go where, and what it costs: never changes."""

    first: Ints
    """First arc of each node, the cheapest; shape (nodes + 1,)."""
    node: Ints
    """Shape (arcs,)."""
    stand: Ints
    """Shape (arcs,)."""
    cost: Ints
    """For one person, shape (arcs,)."""
    people: Ints
    """Shape (nodes,)."""
    outside: Ints
    """Cost of one person without a place, more than any detour; shape (nodes,)."""
    into: Ints
    """Where the arcs of each stand begin in `Flow.order`, shape (stands + 1,)."""
    fine: int
    """Cost of one person missing at a minimum size, more than a person without a place."""


class Flow(NamedTuple):
    """Who goes where at the moment: of least cost for the stands' limits, with the prices that prove it.

    price[j] > 0 only where a stand is full, < 0 only where it has its least; every node's people are where
    cost + price is least.
    """

    go: Ints
    """Persons, shape (arcs,)."""
    order: Ints
    """Arcs stand by stand, those in use first; shape (arcs,)."""
    place: Ints
    """Where each arc is in `order`, shape (arcs,)."""
    used: Ints
    """Number of arcs in use, shape (stands,)."""
    home: Ints
    """One arc in use of each node or NONE, shape (nodes,)."""
    parts: Ints
    """Number of arcs in use of each node, shape (nodes,)."""
    left: Ints
    """Persons without a place, shape (nodes,)."""
    load: Ints
    """Persons at each stand, shape (stands,)."""
    most: Ints
    """Places; 0 where closed; shape (stands,)."""
    least: Ints
    """Fewest persons, shape (stands,)."""
    missing: Ints
    """Persons missing there, shape (stands,)."""
    price: Ints
    """What one more place is worth, below zero what one person less would be; shape (stands,)."""
    floor: Ints
    """A number that no price is below, shape (1,)."""
    total: Ints
    """Σ cost · go + outside · left + fine · missing, shape (1,)."""
    book: Ints
    """Notes of changes (what, index, number before), so that they can be undone; shape (notes, 3)."""
    marks: Ints
    """Numbers of the book, shape (3,)."""


class Trace(NamedTuple):
    """Scratch paper of a search for a cheapest path from stand to stand."""

    distance: Ints
    """Shape (stands,)."""
    stamp: Ints
    """In which search the distance was written, shape (stands,)."""
    heap: Ints
    """Stands to look at next, shape (stands,)."""
    spot: Ints
    """Where a stand is in the heap, NONE once settled; shape (stands,)."""
    out_of: Ints
    """Arc that people on the path leave, by the stand found last; shape (stands,)."""
    to: Ints
    """Arc that they take instead, likewise."""
    settled: Ints
    """Stands in order of distance, shape (stands,)."""
    numbers: Ints
    """Numbers of the search, shape (7,)."""


def empty_flow(ways: Ways, notes: int) -> Flow:
    """Return a flow with all stands closed and nobody served."""
    arcs, nodes, stands = len(ways.stand), len(ways.people), len(ways.into) - 1
    order = np.argsort(ways.stand, kind="stable")
    place = np.empty(arcs, np.int64)
    place[order] = np.arange(arcs)

    def zeros(size: int) -> Ints:
        return np.zeros(size, np.int64)

    return Flow(
        go=zeros(arcs),
        order=order,
        place=place,
        used=zeros(stands),
        home=np.full(nodes, NONE, np.int64),
        parts=zeros(nodes),
        left=ways.people.copy(),
        load=zeros(stands),
        most=zeros(stands),
        least=zeros(stands),
        missing=zeros(stands),
        price=zeros(stands),
        floor=zeros(1),
        total=np.array([int(ways.people @ ways.outside)], np.int64),
        book=np.zeros((notes, 3), np.int64),
        marks=zeros(3),
    )


def empty_trace(ways: Ways) -> Trace:
    """Return scratch paper for searches."""
    stands = len(ways.into) - 1
    distance, stamp, heap, spot, out_of, to, settled = (np.zeros(stands, np.int64) for _ in range(7))
    return Trace(distance, stamp, heap, spot, out_of, to, settled, np.zeros(7, np.int64))
