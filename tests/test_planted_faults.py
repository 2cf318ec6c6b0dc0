"""Faults planted into netplan are found: each by the smallest question on which it shows."""

import pytest

from tests.oracle.checks import disagreements
from tests.oracle.kept import KEPT
from tests.oracle.planted import FAULTS


def test_every_planted_fault_has_a_question() -> None:
    assert set(KEPT) == set(FAULTS)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the fault netplan and brute force agree; with it they do not."""
    question = KEPT[fault]
    assert disagreements(question) == []
    FAULTS[fault](monkeypatch)
    assert disagreements(question) != []
