"""Child processes that solve: one is kept for the next solve, as to begin takes seconds."""

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from typing import Any

_kept: list["Child"] = []
_lock = threading.Lock()


class Child:
    """One child process: what it is told and what it says are lines of JSON."""

    def __init__(self) -> None:
        """Start it, where Ctrl-C does not reach it: its parent tells it to stop."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "netplan.engine.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        self._parent = os.getpid()
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._lines.put(line)

    def tell(self, word: dict[str, Any]) -> None:
        """Tell it something; if it is dead, nobody hears."""
        assert self._process.stdin  # noqa: S101  it is a pipe
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(word) + "\n")
            self._process.stdin.flush()

    def hear(self, seconds: float) -> dict[str, Any] | None:
        """Return the next of what it says, None where it says nothing for so long, or died in the middle of it."""
        with contextlib.suppress(queue.Empty, json.JSONDecodeError):
            message: dict[str, Any] = json.loads(self._lines.get(timeout=seconds))
            return message
        return None

    @property
    def number(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def is_dead(self) -> bool:
        """Whether nothing more can be heard of it."""
        return not self._reader.is_alive() and self._lines.empty()

    @property
    def is_of_use(self) -> bool:
        """Whether it is alive, and was started by this process: one that was forked off must not use it."""
        return self._reader.is_alive() and self._parent == os.getpid()

    def end(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()  # type: ignore[union-attr]  # both are pipes


def take() -> Child:
    """Return a child that has nothing to do, a new one if there is none."""
    with _lock:
        while _kept:
            child = _kept.pop()
            if child.is_of_use:
                return child
    return Child()


def give_back(child: Child) -> None:
    """Keep a child for the next solve, if it is alive."""
    if child.is_of_use:
        with _lock:
            _kept.append(child)
    else:
        child.end()


def get_ready(number: int = 1) -> None:
    """Start children for the next solves, so that they are there when their cases are."""
    for child in [take() for _ in range(number)]:
        give_back(child)


@atexit.register
def _end_all() -> None:
    while _kept:
        child = _kept.pop()
        if child.is_of_use:
            child.end()
