"""Kernels run with numba and without, and time in which machine code is made does not count."""

import subprocess
import sys
import time

import pytest

from netplan.engine.compiled import Clock

WITHOUT_NUMBA = """
import sys
sys.modules["numba"] = None
from netplan.engine.compiled import HAS_COMPILER, compiled
assert not HAS_COMPILER
print(compiled(lambda number: number + 1)(1))
"""


def test_kernels_run_as_plain_python_where_numba_is_not_installed() -> None:
    told = subprocess.run([sys.executable, "-c", WITHOUT_NUMBA], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "2"


def test_time_stands_still_while_some_thread_makes_machine_code(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    clock = Clock()
    now[0] = 101.0
    clock.stop()
    now[0] = 105.0
    clock.stop()
    assert clock() == 101.0
    clock.go_on()
    now[0] = 110.0
    assert clock() == 101.0
    clock.go_on()
    now[0] = 111.0
    assert clock() == 102.0
