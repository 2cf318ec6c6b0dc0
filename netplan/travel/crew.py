"""Blocks of sites shared out among the cores of a machine: whoever searches them, the ways are the same.

scipy's search keeps Python's lock, so threads gain nothing: others are processes. They get the search in files
of a folder, claim a block by making a file that must not be there yet, and leave what they found beside it.
A process that dies leaves its blocks to the others; where none can be started, this one does all alone.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import TypeAlias

import numpy as np

from netplan.travel.blocks import Ends, Found, Search
from netplan.travel.network import Network

Tell: TypeAlias = Callable[[int, int], None]
"""Hears how many blocks are done, and of how many."""

WORTH_SECONDS = 3.0
"""Work left from which on others are asked to help: each needs about a second to begin [s]."""
_POLL_SECONDS = 0.05
_PARTS = {"network": Network, "cells": Ends, "sites": Ends}


def unheard(done: int, blocks: int) -> None:
    """Tell nobody how far a search is."""
    del done, blocks


def cores() -> int:
    """Count the cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def searched(search: Search, workers: int, tell: Tell) -> list[Found]:
    """Search all blocks, with up to `workers` processes where that is worth it; return them in their order."""
    found: list[Found] = []
    blocks, begun = search.blocks(), time.monotonic()
    for number in range(blocks):
        found.append(search.block(number))
        tell(len(found), blocks)
        left = (time.monotonic() - begun) / len(found) * (blocks - len(found))
        if min(workers, blocks - len(found)) > 1 and left > WORTH_SECONDS:
            with contextlib.suppress(OSError), tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                return found + _shared(search, Path(folder), len(found), workers, tell)
            workers = 1  # there is no room for the files of a crew
    return found


def claimed(folder: Path, number: int) -> bool:
    """Claim a block; False where another process has it."""
    try:
        (folder / f"{number}.claim").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def leave(found: Found, folder: Path, number: int) -> None:
    """Leave the ways of a block for the process that asked for them."""
    draft = folder / f"{number}.part.npz"
    np.savez(draft, **vars(found))
    draft.replace(folder / f"{number}.found.npz")


def write_search(search: Search, folder: Path) -> None:
    """Write a search so that other processes can share its arrays."""
    for part in _PARTS:
        for name, value in vars(getattr(search, part)).items():
            np.save(folder / f"{part}.{name}.npy", value)
    np.save(folder / "limits.npy", [search.limit_ms, search.step])


def read_search(folder: Path) -> Search:
    """Read a search; its arrays stay in the files until they are looked at, once for all processes."""
    parts = {}
    for part, kind in _PARTS.items():
        values = {field.name: np.load(folder / f"{part}.{field.name}.npy", "c") for field in fields(kind)}
        parts[part] = kind(**{name: value if value.ndim else value.item() for name, value in values.items()})
    return Search(**parts, **dict(zip(("limit_ms", "step"), np.load(folder / "limits.npy").tolist(), strict=True)))


def _shared(search: Search, folder: Path, begin: int, workers: int, tell: Tell) -> list[Found]:
    """Search the blocks from `begin` on together with other processes."""
    blocks = range(begin, search.blocks())
    found: dict[int, Found] = {}
    with _helped(search, folder, begin, min(workers, len(blocks)) - 1) as crew:
        for number in blocks:
            if claimed(folder, number):
                found[number] = search.block(number)
            _collect(folder, found)
            tell(begin + len(found), blocks.stop)
        while len(found) < len(blocks) and any(worker.poll() is None for worker in crew):
            time.sleep(_POLL_SECONDS)
            _collect(folder, found)
            tell(begin + len(found), blocks.stop)
    _collect(folder, found)
    for number in blocks:
        if number not in found:
            found[number] = search.block(number)
    return [found[number] for number in blocks]


@contextlib.contextmanager
def _helped(search: Search, folder: Path, begin: int, count: int) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Start processes that search the blocks of a folder, and end them whatever happens."""
    crew: list[subprocess.Popen[bytes]] = []
    command = [sys.executable, "-m", "netplan.travel.worker", str(folder), str(begin)]
    try:
        write_search(search, folder)
        with contextlib.suppress(OSError):  # where no process can be started, this one does all
            while len(crew) < count:
                crew.append(subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL))  # noqa: S603  our own module, our own folder
        yield crew
    finally:
        for worker in crew:
            worker.kill()
            with worker:
                """Close its pipe and wait until it is gone."""


def _collect(folder: Path, found: dict[int, Found]) -> None:
    """Take in what others have found."""
    for file in folder.glob("*.found.npz"):
        with np.load(file) as columns:
            found[int(file.name.split(".")[0])] = Found(**columns)
        file.unlink()
