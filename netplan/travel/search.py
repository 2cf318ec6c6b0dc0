"""Search the quickest ways from all cells to all sites, in whole seconds and metres."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from netplan.travel.graph import (
    Floats,
    Ints,
    Points,
    Roads,
    TravelMode,
    edge_milliseconds,
    main_component,
    milliseconds,
)
from netplan.travel.snapping import Joined, join

_BLOCK = 4_000_000
"""Largest matrix of one block of searches, sites × nodes or sites × cells: 32 MB."""
_EXACT = 2.0**53
"""Whole numbers are exact in float64 below this."""


@dataclass(frozen=True)
class Ways:
    """All pairs of cell and site within a time limit by one mode, ordered by cell, then site."""

    mode: str
    cell: Ints
    """Index of the cell as (pairs,)."""
    site: Ints
    """Index of the site as (pairs,)."""
    seconds: Ints
    """Door to door, wait included, rounded up as (pairs,) [s]."""
    metres: Ints
    """Length of the shortest way as (pairs,) [m]; not always that of the quickest."""
    cells: Joined | None
    """Where the cells meet the roads; None for ways read from a table."""
    sites: Joined | None


@dataclass(frozen=True)
class Quickest:
    """The quickest of several modes for every pair of cell and site."""

    cell: Ints
    site: Ints
    seconds: Ints
    metres: Ints
    mode: Ints
    """Position of the mode in the list that was compared, as (pairs,)."""


def ways(roads: Roads, cells: Points, sites: Points, mode: TravelMode, limit: int) -> Ways:
    """Search the ways from cells to sites that take at most `limit` seconds by a mode.

    ms      = leg(cell) + Σ edges + leg(site) + 1000 · wait,   seconds = ⌈ms / 1000⌉
    metres  = ⌈(leg(cell) + shortest path + leg(site)) / 100⌉  [cm]

    Source: Dijkstra's algorithm from the sites on the reversed graph, as compiled in scipy.
    """
    home, door = join(cells, roads, mode), join(sites, roads, mode)
    graph = _Graph.of(roads, mode)
    cell, site, ms, cm = graph.pairs(home, door, mode, limit)
    order = np.lexsort((site, cell))
    seconds, metres = -(-ms[order] // 1000), -(-cm[order] // 100)
    return Ways(mode.name, cell[order], site[order], seconds, metres, home, door)


def ways_of_table(mode: str, cell: Ints, site: Ints, seconds: Ints, metres: Ints, limit: int) -> Ways:
    """Take the ways of one mode from `travel.csv`, dropping those longer than `limit` seconds."""
    kept = np.flatnonzero(seconds <= limit)
    kept = kept[np.lexsort((site[kept], cell[kept]))]
    return Ways(mode, cell[kept], site[kept], seconds[kept], metres[kept], None, None)


def quickest(by_mode: Sequence[Ways]) -> Quickest:
    """Take the quickest mode for every pair of cell and site; of two as quick, the one listed first."""
    if not by_mode:
        none = np.zeros(0, dtype=np.int64)
        return Quickest(none, none, none, none, none)
    cell = np.concatenate([way.cell for way in by_mode])
    site = np.concatenate([way.site for way in by_mode])
    seconds = np.concatenate([way.seconds for way in by_mode])
    metres = np.concatenate([way.metres for way in by_mode])
    mode = np.repeat(np.arange(len(by_mode)), [len(way.cell) for way in by_mode])
    order = np.lexsort((mode, seconds, site, cell))
    first = order[_changes(cell[order], site[order])]
    return Quickest(cell[first], site[first], seconds[first], metres[first], mode[first])


@dataclass(frozen=True)
class _Graph:
    """The main component of one mode, reversed, weighted by time and by length."""

    position: Ints
    """Index of each road node inside the component as (nodes,); −1 outside."""
    by_ms: csr_matrix
    by_cm: csr_matrix | None
    """None where the quickest way is the shortest as well: milliseconds are a multiple of centimetres."""
    ms_per_cm: Fraction
    """Time per length on the fastest edge [ms/cm]."""

    @classmethod
    def of(cls, roads: Roads, mode: TravelMode) -> "_Graph":
        nodes = main_component(roads, mode.roads)
        position = np.full(len(roads.osmid), -1, dtype=np.int64)
        position[nodes] = np.arange(len(nodes))
        inside = roads.usable(mode.roads) & (position[roads.u] >= 0) & (position[roads.v] >= 0)
        u, v, cm = position[roads.u[inside]], position[roads.v[inside]], roads.length_cm[inside]
        ms = edge_milliseconds(roads, mode)[inside]
        pace = min(Fraction(36) / speed for speed in (mode.speed, *mode.speed_by_highway.values()))
        proportional = bool((ms * pace.denominator == cm * pace.numerator).all())
        by_cm = None if proportional else _reversed(u, v, cm, len(nodes))
        return cls(position, _reversed(u, v, ms, len(nodes)), by_cm, pace)

    def pairs(self, home: Joined, door: Joined, mode: TravelMode, limit: int) -> tuple[Ints, Ints, Ints, Ints]:
        """Find all pairs within the limit: cell, site, milliseconds and centimetres."""
        cells, sites = np.flatnonzero(home.node >= 0), np.flatnonzero(door.node >= 0)
        leg_in, leg_out = (milliseconds(joined.leg_cm, mode.access_speed) for joined in (home, door))
        left = 1000 * (limit - mode.wait)
        found: list[tuple[Ints, Ints, Ints, Ints]] = []
        step = max(1, _BLOCK // max(self.by_ms.shape[0], len(cells), 1))
        for start in range(0, len(sites) if len(cells) else 0, step):
            block = sites[start : start + step]
            reach = left - int(leg_out[block].min()) - int(leg_in[cells].min())
            if reach < 0:
                continue
            way_ms, way_cm = self._searched(home.node[cells], door.node[block], reach)
            total = way_ms + leg_in[cells] + leg_out[block][:, None]
            j, c = np.nonzero((way_ms >= 0) & (total <= left))
            cm = way_cm[j, c] + home.leg_cm[cells[c]] + door.leg_cm[block[j]]
            found.append((cells[c], block[j], total[j, c] + 1000 * mode.wait, cm))
        if not found:
            return (np.zeros(0, dtype=np.int64),) * 4
        cell, site, ms, cm = (np.concatenate(columns) for columns in zip(*found, strict=True))
        return cell, site, ms, cm

    def _searched(self, home: Ints, door: Ints, reach: int) -> tuple[Ints, Ints]:
        """Search from some sites: milliseconds and centimetres as (sites, cells), −1 out of reach."""
        targets, column = np.unique(self.position[home], return_inverse=True)
        sources, row = np.unique(self.position[door], return_inverse=True)
        ms = _whole(dijkstra(self.by_ms, indices=sources, limit=reach)[:, targets])
        if self.by_cm is None:
            cm = np.where(ms >= 0, ms * self.ms_per_cm.denominator // self.ms_per_cm.numerator, -1)
        else:
            # No way within the time limit is longer than the fastest edge lets it be.
            farthest = int(reach / self.ms_per_cm)
            cm = _whole(dijkstra(self.by_cm, indices=sources, limit=farthest)[:, targets])
        return ms[row][:, column], cm[row][:, column]


def _reversed(u: Ints, v: Ints, weight: Ints, size: int) -> csr_matrix:
    """Build the matrix from v to u; of parallel edges only the lightest counts (scipy would add them up)."""
    order = np.lexsort((weight, u, v))
    first = order[_changes(v[order], u[order])]
    return csr_matrix((weight[first].astype(np.float64), (v[first], u[first])), shape=(size, size))


def _changes(first: Ints, second: Ints) -> Ints:
    """Find the positions in sorted columns where a new pair begins."""
    if not len(first):
        return np.zeros(0, dtype=np.int64)
    new = (np.diff(first) != 0) | (np.diff(second) != 0)
    return np.concatenate([[0], np.flatnonzero(new) + 1])


def _whole(distance: Floats) -> Ints:
    """Turn distances into integers, −1 for infinite, and insist that none was rounded."""
    reached = np.isfinite(distance)
    values = distance[reached]
    if len(values) and (values.max() >= _EXACT or (values != np.rint(values)).any()):
        message = "a travel time is too long to be counted exactly"
        raise OverflowError(message)
    result = np.full(distance.shape, -1, dtype=np.int64)
    result[reached] = values.astype(np.int64)
    return result
