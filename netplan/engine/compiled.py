"""The door to numba: kernels are compiled where it is installed, else they run as plain Python: as right, but slow.

Machine code is kept from run to run. Its folder bears a hash of the engine's source, because numba looks only at the
file that a kernel stands in: a change in a kernel that others call would else go unnoticed.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast

import numpy as np

try:
    import numba
    from numba.core import event
except ImportError:
    numba = None

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
HAS_COMPILER = numba is not None


def _hash_of_source() -> str:
    found = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        content = file.read_bytes()
        if b"@compiled" in content or b"@woven" in content or file.name == "arrays.py":
            found.update(content)
    return found.hexdigest()[:12]


def _folder() -> Path:
    """Return where machine code is kept: beside the source, or in the system's temporary folder."""
    beside = Path(__file__).parent / "__pycache__"
    is_writable = os.access(beside if beside.is_dir() else beside.parent, os.W_OK)
    user = os.getuid() if hasattr(os, "getuid") else "user"
    above = beside if is_writable else Path(tempfile.gettempdir()) / f"netplan-{user}"
    return above / f"kernels-{_hash_of_source()}"


class Clock:
    """Time while no machine code is made: a search is not to run out of time because of its first use."""

    def __init__(self) -> None:
        self._lock, self._making, self._since, self._made = Lock(), 0, 0.0, 0.0

    def stop(self) -> None:
        """Machine code is made, in whatever thread."""
        with self._lock:
            if not self._making:
                self._since = time.monotonic()
            self._making += 1

    def go_on(self) -> None:
        """Machine code is there."""
        with self._lock:
            self._making -= 1
            if not self._making:
                self._made += time.monotonic() - self._since

    def __call__(self) -> float:
        """Return the time [s]; it stands still while machine code is made."""
        with self._lock:
            return (self._since if self._making else time.monotonic()) - self._made


clock = Clock()
"""What searches measure their time with."""

if numba is not None:
    numba.config.CACHE_DIR = str(_folder())

    class _Listener(event.Listener):  # type: ignore[misc]
        """Hears when numba makes machine code."""

        def on_start(self, event: object) -> None:  # noqa: ARG002  numba's signature
            clock.stop()

        def on_end(self, event: object) -> None:  # noqa: ARG002  likewise
            clock.go_on()

    event.register("numba:compile", _Listener())


def compiled(kernel: Kernel) -> Kernel:
    """Compile a function over arrays and whole numbers at its first call; it lets other threads run meanwhile."""
    if numba is None:
        return kernel
    fast: Kernel = numba.njit(cache=True, nogil=True, no_cfunc_wrapper=True)(kernel)
    return fast


def number(value: int) -> int:
    """Return a constant that a kernel called with it is not compiled anew for, as it is for a literal one."""
    return cast("int", np.int64(value))


def woven(kernel: Kernel) -> Kernel:
    """Compile a function as part of those few that call it: a part that has callers of its own is compiled for each."""
    if numba is None:
        return kernel
    fast: Kernel = numba.njit(inline="always")(kernel)
    return fast
