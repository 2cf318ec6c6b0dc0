"""The auditor on who goes where: whole cells, the nearest, districts, people assigned anew, people elsewhere."""

from pathlib import Path
from typing import Any

import pytest

from netplan.audit import policies, verify
from tests.audit_region import Edit, seal, write_region

DISTRICTS = (
    "cell,service,facility,year,may_change\n"
    "c1,kiga,alt,,\nc2,kiga,zu,,\nc2,kiga,mobil,2027,\nc3,kiga,neu,2027,yes\nc3,krippe,neu,,\n"
)
"""c1 has one of its 5 at neu in 2027, c2 one of its 4; krippe of c3 goes to alt in 2028."""
ELSEWHERE = "area,service,share_percent,who,cell,note\nsouth,kiga,40,neighbour,,\n,kiga,20,private,c3,\n"


def _run(root: Path, rule: str, files: dict[str, str] | None = None, edits: list[Edit] | None = None) -> Path:
    """Write the region that is right by hand with one rule more, and further files."""
    asked: Edit = ("design.yaml", "constraints: {budget:", f"constraints: {{{rule}budget:")
    run = write_region(root, [asked, *(edits or [])])
    for name, text in (files or {}).items():
        (root / name).write_text(text, encoding="utf-8")
    seal(root)
    return run


def _faults(run: Path) -> list[str]:
    return [row.name for row in verify(run).rows if not row.passed]


RULES: dict[str, tuple[str, list[str]]] = {
    "split": ("assignment: {kiga: split}, ", []),
    "a divided cell": ("assignment: {kiga: whole_cells}, ", ["whole cells: kiga"]),
    "whole cells of the other service": ("assignment: {krippe: whole_cells}, ", []),
    "a second past the tolerance": ("assignment: {kiga: {nearest: {tolerance: 389 s}}}, ", ["nearest: kiga"]),
    "a way of just the tolerance": ("assignment: {kiga: {nearest: {tolerance: 390 s}}}, ", []),
    "not the nearest": ("assignment: {krippe: nearest}, ", ["nearest: krippe"]),
    "only reported": ("assignment: {apply: report, kiga: whole_cells}, ", []),
    "one more assigned anew": ("stability: {people: 1 person}, ", ["stability"]),
    "just so many assigned anew": ("stability: {people: 2 persons}, ", []),
    "districts that may not change": (
        "assignment: {kiga: districts}, ",
        ["whole cells: kiga", "districts: kiga"],
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_the_auditor_judges_who_goes_where(name: str, tmp_path: Path) -> None:
    rule, faults = RULES[name]
    assert _faults(_run(tmp_path, rule, {"data/tal/districts.csv": DISTRICTS})) == faults


def test_a_district_whose_facility_is_closed_binds_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Zu closes in 2027; until then c2 is there. Were closed ones open, c2 would have to stay."""
    districts = "cell,service,facility\nc2,kiga,zu\n"
    rule = "assignment: {apply: enforce, kiga: districts}, "
    run = _run(tmp_path, rule, {"data/tal/districts.csv": districts})
    assert _faults(run) == ["whole cells: kiga"]
    monkeypatch.setattr(policies, "offers", lambda *_: True)
    assert _faults(run) == ["whole cells: kiga", "districts: kiga"]


def test_people_elsewhere_are_taken_from_the_need(tmp_path: Path) -> None:
    """Of c3's 3 and c4's 1 in the south, 1.8 and 0.4 go: 2 of c3, whose 1.6 and 0.6 are 1 neighbour and 1 private."""
    run = _run(tmp_path, "", {"data/tal/elsewhere.csv": ELSEWHERE})
    assert _faults(run) == ["everyone counted", "elsewhere"]
    found = next(row for row in verify(run).rows if row.name == "elsewhere")
    assert found.found == "6 persons"


def test_people_elsewhere_that_nobody_needs_are_a_fault(tmp_path: Path) -> None:
    says = "year,service,area,who,people\n2026,kiga,south,private,1\n"
    assert _faults(_run(tmp_path, "", {"results/design/elsewhere.csv": says})) == ["elsewhere"]


PLANTED: dict[str, tuple[str, Any, str]] = {
    "divided cells pass": ("parts", lambda _: [], "a divided cell"),
    "districts bind nobody": ("astray", lambda *_: [], "districts that may not change"),
    "any way is near enough": ("too_far", lambda *_: [], "a second past the tolerance"),
}
"""By name: the function of the auditor, its wrong version, and the rule that shows it."""


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_planted_in_the_auditor_is_caught(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    function, wrong, name = PLANTED[fault]
    rule, faults = RULES[name]
    run = _run(tmp_path, rule, {"data/tal/districts.csv": DISTRICTS})
    monkeypatch.setattr(policies, function, wrong)
    assert _faults(run) != faults
