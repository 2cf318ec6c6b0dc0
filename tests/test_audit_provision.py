"""The auditor judges rules of provision to the place and to the person, and a fault planted in itself shows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from netplan.audit import free_capacity, provision, verify
from tests.audit_faults_provision import PROVISION_FAULTS, PROVISION_KEPT, ruled
from tests.audit_region import Edit, write_region

RULES = ("coverage", "reserve", "places_per_1000", "within_target", "free_capacity")


def faulty(folder: Path, edits: list[Edit]) -> set[str]:
    return {row.name for row in verify(write_region(folder, edits)).rows if not row.passed}


@pytest.mark.parametrize("kept", PROVISION_KEPT)
def test_what_the_plan_just_keeps_passes(tmp_path: Path, kept: str) -> None:
    assert faulty(tmp_path, PROVISION_KEPT[kept]) == set()


@pytest.mark.parametrize("fault", PROVISION_FAULTS)
def test_a_planted_fault_fails_its_row_and_no_other(tmp_path: Path, fault: str) -> None:
    row, edits = PROVISION_FAULTS[fault]
    assert faulty(tmp_path, edits) == {row}


def test_a_rule_that_is_only_reported_counts_and_passes(tmp_path: Path) -> None:
    verdict = verify(write_region(tmp_path, [ruled("coverage: {apply: report, least: {kiga: 1 %}}")]))
    (row,) = (row for row in verdict.rows if row.name == "coverage")
    assert verdict.passed
    assert row.found == "1 not kept (only reported)"
    assert row.detail == "south, kiga, 2026: 0 places for 8 residents, asked are 1 %"


def _twice(patch: pytest.MonkeyPatch) -> None:
    right: Any = provision.room
    patch.setattr(provision, "room", lambda level, service: 2 * right(level, service))


PLANTED: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "places always cover": lambda patch: patch.setattr(provision, "covers", lambda *_: True),
    "places never quite cover": lambda patch: patch.setattr(
        provision, "covers", lambda places, people, share: places > share * people
    ),
    "coverage may fall": lambda patch: patch.setattr(provision, "no_less", lambda *_: True),
    "areas are not looked at": lambda patch: patch.setattr(provision, "looked_at", lambda *_: [provision.REGION]),
    "everybody is within the target": lambda patch: patch.setattr(provision, "within_faults", lambda *_: ()),
    "the corridor is not judged": lambda patch: patch.setattr(provision, "corridor_faults", lambda *_: ()),
    "every building is needed": lambda patch: patch.setattr(free_capacity, "is_needed", lambda *_: True),
    "no building is needed": lambda patch: patch.setattr(free_capacity, "is_needed", lambda *_: False),
    "places are counted twice": _twice,
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_fault_planted_in_the_auditor_shows(tmp_path: Path, planted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    PLANTED[planted](monkeypatch)
    expected = {**{name: ("", edits) for name, edits in PROVISION_KEPT.items()}, **PROVISION_FAULTS}
    wrong = [
        name
        for number, (name, (row, edits)) in enumerate(expected.items())
        if faulty(tmp_path / str(number), edits) != ({row} if row else set())
    ]
    assert wrong


def test_every_rule_has_a_fault() -> None:
    assert {row for row, _ in PROVISION_FAULTS.values()} == set(RULES)
