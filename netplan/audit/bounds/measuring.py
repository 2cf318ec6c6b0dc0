"""Lengths of ways between all cells and all sites, as arrays: from travel.csv, or the auditor's own shortest paths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
from scipy.sparse.csgraph import dijkstra

from netplan.audit.bounds.entries import NONE, Ints
from netplan.audit.quantities import UnreadableError
from netplan.audit.question import Mode
from netplan.audit.roads import Roads, edge_ms, joinable, legs_ms, read_roads, shortest, snap
from netplan.audit.travel import BLOCK, METRE_A_SECOND, Pair, Places


@dataclass(frozen=True, eq=False)
class Lengths:
    """How long ways are, in seconds or metres: each cell and site at most once."""

    cell: Ints
    site: Ints
    length: Ints

    @classmethod
    def together(cls, parts: Sequence["Lengths"]) -> "Lengths":
        """Put lengths one after the other."""
        none = np.zeros(0, np.int64)
        return cls(
            np.concatenate([none, *(part.cell for part in parts)]),
            np.concatenate([none, *(part.site for part in parts)]),
            np.concatenate([none, *(part.length for part in parts)]),
        )

    def chosen(self, which: Ints) -> "Lengths":
        """Give some of them."""
        return Lengths(self.cell[which], self.site[which], self.length[which])

    def up_to(self, limit: int) -> "Lengths":
        """Give those that are no longer than a limit."""
        return self.chosen(np.flatnonzero(self.length <= limit))

    def quickest(self) -> "Lengths":
        """Keep the shortest of each cell and site."""
        code = self.cell * (int(self.site.max(initial=0)) + 1) + self.site
        order = np.lexsort((self.length, code))
        return self.chosen(order[np.flatnonzero(np.diff(code[order], prepend=NONE))])


class Measuring:
    """Measures ways between some cells and sites."""

    def __init__(self, places: Places, cells: Sequence[str], sites: Sequence[str]) -> None:
        """Take the cells and sites between which ways are measured."""
        self.places, self.cells, self.sites = places, tuple(cells), tuple(sites)
        missing = [site for site in sites if site not in places.sites]
        if missing:
            raise UnreadableError(f"sites: no coordinates of {missing[0]}")

    def seconds(self, mode: Mode, limit: int) -> Lengths:
        """Give all ways of a mode that take no longer than a limit [s]."""
        return self._ways(mode, mode, self.places.given, limit)

    def metres(self, mode: Mode, limit: int) -> Lengths:
        """Give all ways on the roads of a mode that are no longer than a limit [m]."""
        # 1 m/s without a wait takes as many seconds as a way has metres.
        pace = replace(mode, kmh=METRE_A_SECOND, kmh_by_highway={}, access_kmh=METRE_A_SECOND, wait_ms=0)
        return self._ways(mode, pace, self.places.metres, limit)

    def _ways(self, mode: Mode, pace: Mode, given: Mapping[str, Mapping[Pair, int]], limit: int) -> Lengths:
        if mode.name in given:
            return self._listed(given[mode.name]).up_to(limit)
        return self._searched(pace, self._roads, limit)

    @cached_property
    def _roads(self) -> Roads:
        if self.places.roads is None:
            raise UnreadableError("neither roads.gpkg nor travel.csv says how long ways are")
        return read_roads(self.places.roads)

    def _listed(self, given: Mapping[Pair, int]) -> Lengths:
        cell, site = ({name: i for i, name in enumerate(names)} for names in (self.cells, self.sites))
        rows = [(cell[c], site[s], length) for (c, s), length in given.items() if c in cell and s in site]
        found = np.array(rows, np.int64).reshape(-1, 3)
        return Lengths(found[:, 0], found[:, 1], found[:, 2])

    def _searched(self, mode: Mode, roads: Roads, limit: int) -> Lengths:
        usable = roads.usable[mode.roads]
        nodes = joinable(roads, usable)
        cells, cell_node, cell_ms = _joined(mode, roads, nodes, [self.places.cells[name] for name in self.cells])
        sites, site_node, site_ms = _joined(mode, roads, nodes, [self.places.sites[name] for name in self.sites])
        network = shortest(roads, usable, edge_ms(roads, mode))
        ends, end = np.unique(site_node, return_inverse=True)
        parts = []
        for first in range(0, len(ends), BLOCK):
            block = ends[first : first + BLOCK]
            distance = dijkstra(network, directed=True, indices=block, limit=float(limit * 1000 + 1))
            own = np.flatnonzero((end >= first) & (end < first + BLOCK))
            between = distance[end[own] - first][:, cell_node]
            row, column = np.nonzero(np.isfinite(between))
            # Sums of whole milliseconds below 2^53 are exact in float64.
            ms = between[row, column].astype(np.int64) + cell_ms[column] + site_ms[own[row]] + mode.wait_ms
            parts.append(Lengths(cells[column], sites[own[row]], -(-ms // 1000)).up_to(limit))
        return Lengths.together(parts)


def at_most(limit: Fraction) -> int:
    """Give the largest whole number that is no more than a limit."""
    return limit.numerator // limit.denominator


def less_than(limit: Fraction) -> int:
    """Give the largest whole number below a limit."""
    return -(-limit.numerator // limit.denominator) - 1


def _joined(mode: Mode, roads: Roads, nodes: Ints, places: Sequence[tuple[float, float]]) -> tuple[Ints, Ints, Ints]:
    """Give index, node and milliseconds to it of all places that are joined to the roads."""
    at = snap(roads, nodes, places)
    found = np.array([(i, *here) for i, here in enumerate(at) if here is not None], np.int64).reshape(-1, 3)
    return found[:, 0], found[:, 1], legs_ms(found[:, 2], mode)
