"""The ways of one mode, searched from a few near sites at a time: only pairs within the limit, in a fixed order."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from netplan.travel.graph import Ints, Roads, TravelMode, milliseconds
from netplan.travel.network import Network
from netplan.travel.snapping import Joined

Numbers: TypeAlias = NDArray[np.signedinteger[Any]]
"""Whole numbers in 4 bytes where they are small enough, else in 8."""

BLOCK = 64
"""Most road nodes with sites that are searched from together."""
PAIRS = 2_000_000
"""Most pairs of road nodes that one block may find: what it holds of them stays below 200 MB."""


@dataclass(frozen=True)
class Ends:
    """Points by the node of the network that they are joined to."""

    node: Ints
    """The nodes, each once, ascending, as (nodes,)."""
    first: Ints
    """Where the points of each node begin, as (nodes + 1,)."""
    point: Ints
    """Index of each point, as (joined points,)."""
    leg_ms: Ints
    """Time between point and node, as (joined points,) [ms]."""
    leg_cm: Ints
    """Length between point and node, as (joined points,) [cm]."""

    @classmethod
    def of(cls, node: Ints, leg_ms: Ints, leg_cm: Ints) -> "Ends":
        """Gather points by node, as (points,): −1 where a point is not joined."""
        point = np.argsort(node, kind="stable")[np.count_nonzero(node < 0) :]
        new = np.flatnonzero(np.diff(node[point], prepend=-1))
        return cls(node[point][new], np.append(new, len(point)), point, leg_ms[point], leg_cm[point])

    def least_ms(self) -> Ints:
        """Return the shortest leg of each node, as (nodes,) [ms]."""
        return np.minimum.reduceat(self.leg_ms, self.first[:-1]) if len(self.node) else self.leg_ms

    def spread(self, place: Ints) -> tuple[Ints, Ints]:
        """Repeat rows, each at a place of `node`, for every point there: position of the row, position of the point."""
        begin, count = self.first[place], np.diff(self.first)[place]
        row = np.repeat(np.arange(len(place)), count)
        return row, np.arange(len(row)) + np.repeat(begin - np.cumsum(count) + count, count)


@dataclass(frozen=True)
class Found:
    """Pairs of cell and site within the limit."""

    cell: Numbers
    """Index of the cell as (pairs,)."""
    site: Numbers
    """Index of the site as (pairs,)."""
    seconds: Numbers
    """Door to door without the wait, rounded up as (pairs,) [s]."""
    metres: Numbers
    """Length of the shortest way, rounded up as (pairs,) [m]."""


@dataclass(frozen=True)
class Search:
    """What is searched: the ways from cells to sites that take no longer than a limit."""

    network: Network
    cells: Ends
    sites: Ends
    limit_ms: int
    """Longest way without the wait [ms]."""
    step: int
    """Nodes of sites in a block."""

    @classmethod
    def of(cls, roads: Roads, mode: TravelMode, main: Ints, cells: Joined, sites: Joined, limit_ms: int) -> "Search":
        """Say what is searched; sites are cut into blocks as large as memory allows.

        `main` is the main component of the mode, `limit_ms` the longest way without the wait [ms].
        """
        ends = np.concatenate([cells.node, sites.node])
        network = Network.of(roads, mode, main, ends[ends >= 0], limit_ms)
        number = np.full(len(roads.osmid) + 1, -1, dtype=np.int64)
        number[network.node] = np.arange(len(network.node))
        near, far = (
            Ends.of(number[joined.node], milliseconds(joined.leg_cm, mode.access_speed), joined.leg_cm)
            for joined in (cells, sites)
        )
        return cls(network, near, far, limit_ms, max(1, min(BLOCK, PAIRS // max(1, len(near.node)))))

    def blocks(self) -> int:
        """Count the blocks of near sites."""
        return -(-len(self.sites.node) // self.step) if len(self.cells.node) else 0

    def block(self, number: int) -> Found:
        """Search the ways to one block of sites."""
        sites = np.arange(number * self.step, min((number + 1) * self.step, len(self.sites.node)))
        near, far = self.cells.least_ms(), self.sites.least_ms()[sites]
        reach = self.limit_ms - int(near.min()) - int(far.min())
        if reach < 0:
            return found_of(*(np.zeros(0, dtype=np.int64),) * 4)
        row, cells, ms, cm = self.network.quickest(self.sites.node[sites], reach, self.cells.node)
        kept = ms + near[cells] + far[row] <= self.limit_ms
        row, cells, ms, cm = row[kept], cells[kept], ms[kept], cm[kept]
        if len(self.network.by_length) and len(row):
            cm = self._shortest(sites[row], cells, int(cm.max()))
        return self._door_to_door(sites[row], cells, ms, cm)

    def _shortest(self, sites: Ints, cells: Ints, limit_cm: int) -> Ints:
        """Search the lengths between nodes of sites and cells, none of which is longer than a limit [cm]."""
        starts, ends = _each(sites, len(self.sites.node)), _each(cells, len(self.cells.node))
        row, column, cm = self.network.shortest(self.sites.node[starts], limit_cm, self.cells.node[ends])
        size = len(self.cells.node)
        return cm[np.searchsorted(starts[row] * size + ends[column], sites * size + cells)]

    def _door_to_door(self, sites: Ints, cells: Ints, ms: Ints, cm: Ints) -> Found:
        """Add the legs of every cell and site to ways between their nodes."""
        row, cell = self.cells.spread(cells)
        again, site = self.sites.spread(sites[row])
        row, cell = row[again], cell[again]
        total = ms[row] + self.cells.leg_ms[cell] + self.sites.leg_ms[site]
        kept = np.flatnonzero(total <= self.limit_ms)
        row, cell, site = row[kept], cell[kept], site[kept]
        length = cm[row] + self.cells.leg_cm[cell] + self.sites.leg_cm[site]
        return found_of(self.cells.point[cell], self.sites.point[site], -(-total[kept] // 1000), -(-length // 100))


def _each(places: Ints, size: int) -> Ints:
    """Name each place once, ascending."""
    named = np.zeros(size, dtype=bool)
    named[places] = True
    return np.flatnonzero(named)


def found_of(cell: Numbers, site: Numbers, seconds: Numbers, metres: Numbers) -> Found:
    """Keep pairs in half the memory where their numbers allow it."""
    most = np.iinfo(np.int32).max
    columns = (cell, site, seconds, metres)
    return Found(*(column.astype(np.int32) if column.max(initial=0) <= most else column for column in columns))
