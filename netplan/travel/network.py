"""The roads of one mode turned round, and the search from some sites as far as a limit."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from netplan.travel.arcs import Arcs, without_passed
from netplan.travel.graph import Floats, Ints, Roads, TravelMode, edge_milliseconds

Indices = NDArray[np.int32]

MATRIX = 2_000_000
"""Most distances that are held at once, sources × nodes: 16 MB."""
_EXACT = 2**53
"""Whole numbers are exact in float64 below this."""


@dataclass(frozen=True)
class Network:
    """Nodes that ways begin, end or fork at; an arc leads against the traffic, from its end to its beginning."""

    node: Ints
    """Index of each node among those of the roads, as (nodes,); near nodes have near numbers."""
    first: Indices
    """Where the arcs of each node begin, as (nodes + 1,)."""
    to: Indices
    """Node that each arc leads to, as (arcs,)."""
    by_time: Floats
    """ms · scale + cm of each arc, as (arcs,): of ways as quick, the shortest is found."""
    by_length: Floats
    """Length of each arc, as (arcs,) [cm]; empty where ms are a multiple of cm: the quickest way is the shortest."""
    scale: int
    """A power of two longer than every way within the limit [cm]; 1 where arcs weigh ms alone."""
    ms: int
    """The fastest edge takes `ms` milliseconds for `cm` centimetres."""
    cm: int

    @classmethod
    def of(cls, roads: Roads, mode: TravelMode, main: Ints, ends: Ints, limit_ms: int) -> "Network":
        """Build the network of a mode for ways between the nodes `ends` that take at most `limit_ms` [ms].

        `main` is the main component of the mode.
        """
        node = main[np.argsort(_along_curve(roads.lon[main], roads.lat[main]), kind="stable")]
        position = np.full(len(roads.osmid), -1, dtype=np.int64)
        position[node] = np.arange(len(node))
        inside = roads.usable(mode.roads) & (position[roads.u] >= 0) & (position[roads.v] >= 0)
        ms, cm = edge_milliseconds(roads, mode)[inside], roads.length_cm[inside]
        pace = min(Fraction(36) / speed for speed in (mode.speed, *mode.speed_by_highway.values()))
        proportional = bool((ms * pace.denominator == cm * pace.numerator).all())
        scale = 1 if proportional else _scale(limit_ms, pace)
        by_time = ms * float(scale) + (cm if scale > 1 else 0)
        weight = np.stack([by_time] if proportional else [by_time, cm.astype(np.float64)])
        kept = np.zeros(len(node), dtype=bool)
        kept[position[ends]] = True
        arcs, left = without_passed(Arcs(position[roads.v[inside]], position[roads.u[inside]], weight), kept)
        number = np.cumsum(left) - 1
        first = np.concatenate([[0], np.cumsum(np.bincount(number[arcs.start], minlength=np.count_nonzero(left)))])
        return cls(
            node[left], first.astype(np.int32), number[arcs.end].astype(np.int32),
            arcs.weight[0], arcs.weight[0, :0] if proportional else arcs.weight[1],
            scale, pace.numerator, pace.denominator,
        )  # fmt: skip

    def quickest(self, sources: Ints, limit_ms: int, targets: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """Search the quickest ways: position of source and target, ms, and an upper limit of the shortest way [cm].

        The upper limit is the length of the quickest way, or where the scale is 1 what the fastest edge would give.
        """
        limit = float(limit_ms * self.scale + self.scale - 1)
        source, target, weight = self._found(self.by_time, sources, limit, targets)
        ms, cm = np.divmod(weight, self.scale)
        return source, target, ms, cm if self.scale > 1 else ms * self.cm // self.ms

    def shortest(self, sources: Ints, limit_cm: int, targets: Ints) -> tuple[Ints, Ints, Ints]:
        """Search the shortest ways: position of source and target, cm."""
        return self._found(self.by_length, sources, float(limit_cm), targets)

    def _found(self, weight: Floats, sources: Ints, limit: float, targets: Ints) -> tuple[Ints, Ints, Ints]:
        """Search between nodes as far as a limit; pairs are in order of source and target."""
        part, position = self._near(weight, sources, limit)
        inside = np.flatnonzero(position[targets] >= 0)
        found = [(inside[:0], inside[:0], inside[:0])]
        step = max(1, MATRIX // part.shape[0])
        for begin in range(0, len(sources) if len(inside) else 0, step):
            starts = position[sources[begin : begin + step]]
            distance = dijkstra(part, indices=starts, limit=limit)[:, position[targets[inside]]]
            row, column = np.nonzero(np.isfinite(distance))
            found.append((row + begin, inside[column], _whole(distance[row, column])))
        source, target, value = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return source, target, value

    def _near(self, weight: Floats, sources: Ints, limit: float) -> tuple[csr_matrix, Ints]:
        """Cut out what is in reach of any source, so that a search costs no more in a larger country.

        Returns the matrix of that part, and the number of each node in it, as (nodes,); −1 outside.
        """
        whole = csr_matrix((weight, self.to, self.first), shape=(len(self.node),) * 2)
        inside = np.flatnonzero(np.isfinite(dijkstra(whole, indices=sources, limit=limit, min_only=True)))
        position = np.full(len(self.node), -1, dtype=np.int64)
        position[inside] = np.arange(len(inside))
        return whole[inside][:, inside], position


def _scale(limit_ms: int, pace: Fraction) -> int:
    """Find a power of two longer than the longest way within the limit [cm], 1 where sums would not stay exact."""
    scale = 1 << int(max(0, limit_ms) / pace).bit_length()
    return scale if (limit_ms + 1) * scale < _EXACT else 1


def _along_curve(lon: Floats, lat: Floats) -> Ints:
    """Number places so that near places have near numbers: the bits of both axes in turn (Morton's curve)."""
    result = np.zeros(len(lon), dtype=np.int64)
    for turn, axis in enumerate((lon, lat)):
        width = max(float(np.ptp(axis)), 1e-9) if len(axis) else 1.0
        bits = ((axis - axis.min(initial=np.inf)) / width * 0xFFFF).astype(np.int64)
        for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
            bits = (bits | bits << shift) & mask
        result |= bits << turn
    return result


def _whole(distance: Floats) -> Ints:
    """Turn distances into integers, and insist that none was rounded."""
    if len(distance) and (distance.max() >= _EXACT or (distance != np.rint(distance)).any()):
        message = "a travel time is too long to be counted exactly"
        raise OverflowError(message)
    return distance.astype(np.int64)
