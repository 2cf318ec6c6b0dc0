"""Arcs between nodes, and how a network gets by with fewer nodes while its ways stay as long."""

from dataclasses import dataclass

import numpy as np

from netplan.travel.graph import Flags, Floats, Ints

_MOST_MORE = 24
"""A node is left out where that adds at most so many arcs: fewer nodes cost less than the arcs, as was measured."""
_LEAST_SHARE = 0.005
"""A round that leaves out a smaller share of the nodes is the last."""


@dataclass(frozen=True)
class Arcs:
    """One-way connections between nodes, each with one or more weights."""

    start: Ints
    """Node where each arc begins, as (arcs,)."""
    end: Ints
    weight: Floats
    """Weights as (kinds, arcs)."""

    def lightest(self, size: int) -> "Arcs":
        """Keep one arc from node to node, with the lightest weight of each kind, in order of start and end."""
        name = self.start * size + self.end
        order = np.argsort(name, kind="stable")
        first = np.flatnonzero(np.diff(name[order], prepend=-1))
        if not len(first):
            return self
        weight = np.minimum.reduceat(self.weight[:, order], first, axis=1)
        return Arcs(self.start[order][first], self.end[order][first], weight)


def without_passed(arcs: Arcs, kept: Flags) -> tuple[Arcs, Flags]:
    """Leave out nodes that ways only pass; return the arcs and the nodes that are left, as (nodes,).

    A node is left out by putting an arc a → b in place of each a → node → b, so the lightest ways between the
    nodes that are left weigh what they weighed, for each kind of weight. `kept` nodes always stay. This takes
    dead ends, bends and most crossings out of a road network.
    Source: node contraction without witness search (Dibbelt, Strasser, Wagner 2016, Customizable Contraction
    Hierarchies), as far as it adds few arcs.
    """
    size, left = len(kept), np.ones(len(kept), dtype=bool)
    chance = np.random.default_rng(0).permutation(size)
    arcs = arcs.lightest(size)
    while True:
        gone = _apart(arcs, left & ~kept, chance)
        if np.count_nonzero(gone) <= _LEAST_SHARE * np.count_nonzero(left):
            return arcs, left
        left &= ~gone
        arcs = _across(arcs, gone)


def _apart(arcs: Arcs, free: Flags, chance: Ints) -> Flags:
    """Choose nodes with few arcs, no two of them joined: of neighbours, the one with fewer, as (nodes,)."""
    size = len(free)
    into, out = np.bincount(arcs.end, minlength=size), np.bincount(arcs.start, minlength=size)
    chosen = free & (into * out - into - out <= _MOST_MORE)
    rank = into * out * size + chance
    rivals = chosen[arcs.start] & chosen[arcs.end]
    a, b = arcs.start[rivals], arcs.end[rivals]
    chosen[np.where(rank[a] > rank[b], a, b)] = False
    return chosen


def _across(arcs: Arcs, gone: Flags) -> Arcs:
    """Put arcs across nodes no two of which are joined in place of the arcs to and from them."""
    size = len(gone)
    into, out = np.flatnonzero(gone[arcs.end]), np.flatnonzero(gone[arcs.start])
    begin = np.searchsorted(arcs.start[out], arcs.end[into])
    count = np.bincount(arcs.start, minlength=size)[arcs.end[into]]
    before = np.repeat(into, count)
    after = out[np.arange(len(before)) + np.repeat(begin - np.cumsum(count) + count, count)]
    leads = arcs.start[before] != arcs.end[after]
    before, after = before[leads], after[leads]
    stays = ~(gone[arcs.start] | gone[arcs.end])
    return Arcs(
        np.concatenate([arcs.start[stays], arcs.start[before]]),
        np.concatenate([arcs.end[stays], arcs.end[after]]),
        np.concatenate([arcs.weight[:, stays], arcs.weight[:, before] + arcs.weight[:, after]], axis=1),
    ).lightest(size)
