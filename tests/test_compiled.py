"""Kernels give the same numbers with numba and without."""

import subprocess
import sys

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
