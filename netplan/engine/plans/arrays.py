"""What the kernels work on: one scene of people, ways and facilities, and where everybody goes at the moment.

A *stand* is one facility for one service in one listed year; years and services never meet, so that all of them are one
graph. A *node* is one cell's people of one service and year; an *arc* is a way of a node to a stand. Everything is
int64: persons, and the goal's whole units. Numbers that are read together stand in one row.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from netplan.engine.compiled import number
from netplan.tables import NONE, Floats, Ints

NO_ROWS = np.zeros(0, np.int64)
FAR = number(1 << 60)
"""Farther than any way: what is not reached."""
SOFT = number(1)
"""Rows may be exceeded."""
FIRST, PEOPLE, OUTSIDE, HOME, PARTS, LEFT = range(6)
"""Columns of nodes: first arc, the cheapest; persons; cost of one without a place, more than any detour; one arc in use
or NONE; number of arcs in use; persons without a place."""
NODE, STAND, COST = range(3)
"""Columns of ways: the arc's node and stand, and what one person costs; these never change."""
GO, PLACE = range(2)
"""Columns of going: persons who take the arc, and where it is in `order`."""
INTO, USED, LOAD, MOST, LEAST, MISSING, PRICE, EDGE, IS_STALE, SAVED, SAVED_ARC = range(11)
"""Columns of stands: where its arcs begin in `order`; how many are in use; persons there; places, 0 where closed;
fewest persons; persons missing of them; what one more place is worth, below zero what one person less would be; its
first edge; whether the next two and its edges have to be found anew; what it costs least to leave one of its people
without a place, and that person's arc."""
BESIDE, BACK, DETOUR, OUT_OF, TO = range(5)
"""Columns of edges, from one stand to another that shares a node with it: the other stand, the edge back, what it costs
least that one of the people here goes there, price apart, FAR where nobody can, the arc left and the arc taken."""
DISTANCE, STAMP, SPOT, VIA, SLOT = range(5)
"""Columns of search, by stand: distance, in which search it was written, where in the heap the stand is, the edge that
led to it; and, while edges are found anew, which edge leads to it."""
TOTAL, FINE, FLOOR, NOTES, IS_NOTED, IS_FULL, SEARCH, SETTLED, END, END_ARC, WAITING, WORK, OVER, IS_SOFT = range(14)
"""Numbers of the scene: Σ cost · go + outside · left + fine · missing; cost of one missing person; a number that no
price is below; notes in the book, whether changes are noted, whether the book was too small; number of the last search,
how many stands it settled, the stand and arc where its path ends; how many
nodes with a way have persons without a place; arcs and edges looked at so far in all; rows that are exceeded, and
whether they may be for now."""
LIMIT, ACTIVE = range(2)
"""Columns of rows: the most that acts may use of a row, and how much they use."""
IN_NODES, IN_GOING, IN_STANDS, IN_ROWS, IN_LIFE = range(5)
"""What a note in the book is about."""


class Scene(NamedTuple):
    """Who could go where, and who goes where at the moment: of least cost for the stands' limits.

    Prices prove it: price > 0 only where a stand is full, < 0 only where it has its least, and every node's people are
    where cost + price is least.
    """

    nodes: Ints
    """Shape (nodes + 1, 6); the last row ends the arcs."""
    ways: Ints
    """Node by node, cheapest first, shape (arcs, 3)."""
    going: Ints
    """Shape (arcs, 2)."""
    stands: Ints
    """Shape (stands + 1, 11); the last row ends order and edges."""
    edges: Ints
    """Stand by stand, shape (edges, 5)."""
    order: Ints
    """Arcs stand by stand, those in use first; shape (arcs,)."""
    life: Ints
    """Act of each facility and year, facility · years + year; shape (facilities · years,)."""
    rows: Ints
    """What rules over all facilities let acts use, shape (rows, 2)."""
    fines: Floats
    """What a unit above a row's limit costs for now, shape (rows,)."""
    book: Ints
    """Notes of changes (table, row, column, number before), so that they can be undone; shape (notes, 4)."""
    search: Ints
    """Scratch paper of a search for a path, shape (stands, 5)."""
    heap: Ints
    """Stands to look at next, shape (stands,)."""
    settled: Ints
    """Stands in order of distance, shape (stands,)."""
    numbers: Ints
    """Shape (14,)."""


def scene_of(
    ways: Ints, people: Ints, outside: Ints, counts: tuple[int, int], life: Ints, limits: Ints = NO_ROWS
) -> Scene:
    """Return a scene with all stands closed and nobody served, and a book without notes.

    `ways` has shape (arcs, 3); people and outside are by node; `counts` are the numbers of stands and of notes that
    the book can hold; `limits` are those of rows over all facilities.
    """
    arcs, stands = len(ways), counts[0]
    nodes = np.zeros((len(people) + 1, 6), np.int64)
    nodes[:, FIRST] = np.searchsorted(ways[:, NODE], np.arange(len(people) + 1))
    nodes[:-1, PEOPLE] = nodes[:-1, LEFT] = people
    nodes[:-1, OUTSIDE] = outside
    nodes[:, HOME] = NONE
    order = np.argsort(ways[:, STAND], kind="stable")
    going = np.zeros((arcs, 2), np.int64)
    going[order, PLACE] = np.arange(arcs)
    table = np.zeros((stands + 1, 11), np.int64)
    table[1:, INTO] = np.cumsum(np.bincount(ways[:, STAND], minlength=stands))
    table[:, IS_STALE] = 1
    edges = _edges(ways, table)
    numbers = np.zeros(14, np.int64)
    numbers[TOTAL] = people @ outside
    numbers[WAITING] = (np.diff(nodes[:, FIRST]) > 0).sum()
    return Scene(
        nodes=nodes,
        ways=ways,
        going=going,
        stands=table,
        edges=edges,
        order=order,
        life=life,
        rows=np.stack([limits, np.zeros_like(limits)], axis=1),
        fines=np.zeros(len(limits)),
        book=np.zeros((counts[1], 4), np.int64),
        search=np.zeros((stands, 5), np.int64),
        heap=np.zeros(stands, np.int64),
        settled=np.zeros(stands, np.int64),
        numbers=numbers,
    )


def _edges(ways: Ints, stands: Ints) -> Ints:
    """Return the edges between stands that share a node, and write down where those of each stand begin."""
    shape = (int(ways[:, NODE].max(initial=-1)) + 1, len(stands) - 1)
    reach = csr_array((np.ones(len(ways)), (ways[:, NODE], ways[:, STAND])), shape)
    meets = csr_array(reach.T @ reach)
    meets.setdiag(0)
    meets.eliminate_zeros()
    meets.sort_indices()
    stands[:, EDGE] = meets.indptr
    edges = np.zeros((meets.nnz, 5), np.int64)
    edges[:, BESIDE] = meets.indices
    # Who meets whom is mutual: in the order of the other stand, the edges back come in order.
    edges[np.argsort(meets.indices, kind="stable"), BACK] = np.arange(meets.nnz)
    return edges
