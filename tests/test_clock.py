"""The clock of the search by prices: time in which machine code is made does not count."""

import time

import pytest

from netplan.engine.compiled import Clock


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
