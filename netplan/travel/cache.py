"""Ways kept on disk, named by the content of everything they depend on; the folder may be deleted at any time."""

import contextlib
import hashlib
import os
import time
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from netplan.travel.blocks import Found, found_of
from netplan.travel.graph import Points, Roads, TravelMode, edge_milliseconds
from netplan.travel.snapping import Joined

FORMAT = 1
"""Number of what a file holds and of how ways are counted: another number, and they are searched anew."""
MOST_BYTES = 2_000_000_000
"""Largest size of all files together; those not used for longest go first."""
MOST_DAYS = 90
"""Days without use after which a file goes."""
_DAY_SECONDS = 86_400
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error)
"""What reading a file raises that is cut short, damaged, or none of ours."""
_Columns: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """The ways of one mode without its wait, ordered by cell and site, and where the points meet the roads."""

    found: Found
    cells: Joined
    sites: Joined


def fingerprint(roads: Roads, cells: Points, sites: Points, mode: TravelMode) -> str:
    """Return the hash of what the ways depend on, but for the limit and the wait.

    The speeds are in the time of each edge, so a speed that no street has changes nothing. Names do not count.
    """
    usable = roads.usable(mode.roads)
    digest = hashlib.sha256(f"netplan travel {FORMAT} {mode.access_speed}".encode())
    edges = (roads.u[usable], roads.v[usable], roads.length_cm[usable], edge_milliseconds(roads, mode)[usable])
    nodes = (roads.osmid, roads.lon, roads.lat)
    for column in (*edges, *nodes, cells.lon, cells.lat, sites.lon, sites.lat):
        digest.update(f"{column.dtype.str} {len(column)}".encode())
        digest.update(np.ascontiguousarray(column).data)
    return digest.hexdigest()


def read(folder: Path, name: str, limit: int, cells: int, sites: int) -> Kept | None:
    """Read the ways of up to `limit` seconds; None where they are not kept or cannot be read.

    Ways that were searched up to a longer limit serve for a shorter one. `cells` and `sites` are how many there are.
    """
    file = folder / f"{name}.npz"
    try:
        with file.open("rb") as stream, np.load(stream) as stored:
            kept = _unpacked({column: stored[column] for column in stored.files}, limit, cells, sites)
    except _UNREADABLE:
        return None
    with contextlib.suppress(OSError):
        file.touch()
    return kept


def write(folder: Path, name: str, limit: int, kept: Kept) -> None:
    """Keep the ways of up to `limit` seconds, and let go of what was not used for long or is too much.

    A folder or disk that cannot be written to is no fault: the ways are then searched again.
    """
    columns = _packed(kept, limit)
    draft = folder / f"{name}.{os.getpid()}.part"
    with contextlib.suppress(OSError):
        if sum(column.nbytes for column in columns.values()) < MOST_BYTES:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
            with draft.open("wb") as stream:
                np.savez(stream, **columns)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(folder / f"{name}.npz")
    with contextlib.suppress(OSError):
        draft.unlink(missing_ok=True)
    _tidy(folder)


def _tidy(folder: Path) -> None:
    """Delete drafts that were given up, files not used for long, and the least used beyond the largest size."""
    size, now = 0, time.time()
    with contextlib.suppress(OSError):
        files = [(path.stat().st_mtime, path.stat().st_size, path) for path in folder.glob("*.*")]
        for used, bytes_of, path in sorted(files, reverse=True):
            size += bytes_of
            most_days = MOST_DAYS if path.suffix == ".npz" else 1
            if path.suffix in {".npz", ".part"} and (size > MOST_BYTES or now - used > most_days * _DAY_SECONDS):
                path.unlink(missing_ok=True)
                size -= bytes_of


def _packed(kept: Kept, limit: int) -> _Columns:
    """Write ways as columns, each as narrow as its numbers allow; of cells only the number of their ways."""
    found = kept.found
    count = np.bincount(found.cell, minlength=len(kept.cells.node))
    columns = {"limit": np.array(limit), "count": count, **_joined_columns("cells", kept.cells)}
    columns |= {"site": found.site, "seconds": found.seconds, "metres": found.metres}
    columns |= _joined_columns("sites", kept.sites)
    return {name: _narrow(column) for name, column in columns.items()}


def _joined_columns(name: str, joined: Joined) -> _Columns:
    reason = np.array(joined.reason, dtype=np.str_)
    return {f"{name}_{column}": value for column, value in {**vars(joined), "reason": reason}.items()}


def _narrow(column: NDArray[Any]) -> NDArray[Any]:
    if column.dtype.kind != "i" or not column.size or column.min() < 0:
        return column
    return column.astype(np.min_scalar_type(column.max()))


def _unpacked(columns: _Columns, limit: int, cells: int, sites: int) -> Kept | None:
    """Take ways within a limit out of their columns; None where there are none so long, or columns do not fit."""
    count, site, seconds, metres = (columns[name] for name in ("count", "site", "seconds", "metres"))
    home, door = _joined(columns, "cells", cells), _joined(columns, "sites", sites)
    fits = len(count) == cells and count.sum() == len(site) == len(seconds) == len(metres)
    if columns["limit"] < limit or home is None or door is None or not fits or site.max(initial=0) >= max(sites, 1):
        return None
    cell = np.repeat(np.arange(cells), count)
    near = slice(None) if columns["limit"] == limit else np.flatnonzero(seconds <= limit)
    return Kept(found_of(cell[near], site[near], seconds[near], metres[near]), home, door)


def _joined(columns: _Columns, name: str, size: int) -> Joined | None:
    node, leg, reason, island = (columns[f"{name}_{part}"] for part in ("node", "leg_cm", "reason", "island"))
    if not len(node) == len(leg) == len(reason) == len(island) == size:
        return None
    return Joined(node.astype(np.int64), leg.astype(np.int64), tuple(reason.tolist()), island.astype(np.bool_))
