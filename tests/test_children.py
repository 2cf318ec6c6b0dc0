"""Child processes that solve: one is kept for the next solve, a dead one is not, and none outlives its parent."""

import subprocess
import sys
from pathlib import Path

import pytest

from netplan.engine import children

STARTS = """
from netplan.engine import children, get_ready
get_ready()
child = children.take()
children.give_back(child)
print(child.number)
"""


def test_a_child_is_kept_but_not_a_dead_one() -> None:
    first = children.take()
    children.give_back(first)
    assert children.take() is first
    first.end()
    assert first.is_dead
    children.give_back(first)
    second = children.take()
    assert second is not first
    assert second.is_of_use
    second.end()


def test_a_process_that_was_forked_off_does_not_use_the_child_of_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    child = children.take()
    monkeypatch.setattr("netplan.engine.children.os.getpid", lambda: -1)
    assert not child.is_of_use
    child.end()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_no_child_outlives_its_parent() -> None:
    done = subprocess.run([sys.executable, "-c", STARTS], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert not Path(f"/proc/{int(done.stdout)}").exists()
