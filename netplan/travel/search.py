"""Search the quickest ways from all cells to all sites, in whole seconds and metres."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from netplan.travel.blocks import Found, Numbers, Search
from netplan.travel.cache import Kept, fingerprint, read, write
from netplan.travel.crew import Tell, cores, searched, unheard
from netplan.travel.graph import Ints, Points, Roads, TravelMode, main_component
from netplan.travel.snapping import Joined, join

WORTH_KEEPING_SECONDS = 0.5
"""Ways that are found sooner are not kept on disk [s]."""


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


def ways(
    roads: Roads,
    cells: Points,
    sites: Points,
    mode: TravelMode,
    limit: int,
    *,
    kept_in: Path | None = None,
    workers: int | None = None,
    tell: Tell = unheard,
) -> Ways:
    """Search the ways from cells to sites that take at most `limit` seconds by a mode.

    ms      = leg(cell) + Σ edges + leg(site) + 1000 · wait,   seconds = ⌈ms / 1000⌉
    metres  = ⌈(leg(cell) + shortest path + leg(site)) / 100⌉  [cm]

    Long searches use up to `workers` processes, all cores where none is said; the result is the same for any number.
    With a folder `kept_in`, ways are taken from there where nothing that they depend on has changed. `tell` hears
    how many blocks of sites are done, and of how many.

    Source: Dijkstra's algorithm from the sites on the reversed graph, as compiled in scipy.
    """
    within = limit - mode.wait
    name = fingerprint(roads, cells, sites, mode) if kept_in else ""
    kept = read(kept_in, name, within, len(cells.ids), len(sites.ids)) if kept_in else None
    if kept is None:
        begun = time.monotonic()
        kept = _searched(roads, cells, sites, mode, within, workers or cores(), tell)
        if kept_in and time.monotonic() - begun > WORTH_KEEPING_SECONDS:
            write(kept_in, name, within, kept)
    found = {column: values.astype(np.int64) for column, values in vars(kept.found).items()}
    found["seconds"] += mode.wait
    return Ways(mode.name, **found, cells=kept.cells, sites=kept.sites)


def ways_of_table(mode: str, cell: Ints, site: Ints, seconds: Ints, metres: Ints, limit: int) -> Ways:
    """Take the ways of one mode from `travel.csv`, dropping those longer than `limit` seconds."""
    kept = np.flatnonzero(seconds <= limit)
    kept = kept[np.lexsort((site[kept], cell[kept]))]
    return Ways(mode, cell[kept], site[kept], seconds[kept], metres[kept], None, None)


def quickest(by_mode: Sequence[Ways]) -> Quickest:
    """Take the quickest mode for every pair of cell and site; of two as quick, the one listed first."""
    if len(by_mode) == 1:
        (way,) = by_mode
        return Quickest(way.cell, way.site, way.seconds, way.metres, np.zeros(len(way.cell), dtype=np.int64))
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


def _searched(
    roads: Roads, cells: Points, sites: Points, mode: TravelMode, within: int, workers: int, tell: Tell
) -> Kept:
    """Search the ways that take at most `within` seconds without the wait, ordered by cell, then site."""
    main = main_component(roads, mode.roads)
    home, door = join(cells, roads, mode, main), join(sites, roads, mode, main)
    found = searched(Search.of(roads, mode, main, home, door, 1000 * within), workers, tell)
    return Kept(_ordered(found, len(sites.ids)), home, door)


def _ordered(found: Sequence[Found], sites: int) -> Found:
    """Join blocks, ordered by cell, then site; one column after the other, as there may be many millions of pairs."""

    def column(name: str) -> Numbers:
        return np.concatenate([np.zeros(0, dtype=np.int32), *(getattr(block, name) for block in found)])

    order = np.argsort(column("cell") * np.int64(sites) + column("site"))
    return Found(*(column(name)[order] for name in ("cell", "site", "seconds", "metres")))


def _changes(first: Ints, second: Ints) -> Ints:
    """Find the positions in sorted columns where a new pair begins."""
    if not len(first):
        return np.zeros(0, dtype=np.int64)
    new = (np.diff(first) != 0) | (np.diff(second) != 0)
    return np.concatenate([[0], np.flatnonzero(new) + 1])
