"""Places of after-school care against pupils: formula, by hand, in files, and recomputed by the auditor."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from netplan.audit import verify
from netplan.constraints import PlacesForPupils
from netplan.decisions import symbols
from netplan.units import Quantity
from tests.audit_region import Edit, write_region
from tests.oracle.checks import answered, faults
from tests.oracle.planted_pupils import KEPT_PUPILS
from tests.oracle.translation import case_of
from tests.test_bad_inputs import answer, workspace

HALF = Quantity("share", Fraction(1, 2), "50 %")


def test_the_rows_read_like_the_formula() -> None:
    tables = case_of(KEPT_PUPILS["any site will do"]).tables
    rule = PlacesForPupils(service="hort", pupils="schule", share=HALF, by="site")
    assert [f"{' '.join(row.where)}: {row}" for row in rule.rows(symbols(tables), tables)] == [
        "f0 hort 2026: 0 − load[f0,schule,2026]  ≥  0",
    ]
    region = rule.model_copy(update={"by": "region"})
    assert [str(row) for row in region.rows(symbols(tables), tables)] == [
        "2·2·at[f1,small,2026] − load[f0,schule,2026]  ≥  0"
    ]


@pytest.mark.parametrize(("case", "without"), [("pupils need no places", 1), ("any site will do", 2)])
def test_a_pupil_without_a_place_in_the_hort_is_not_taken(case: str, without: int) -> None:
    """Two pupils: one place in the Hort lets one of them in, none at the school's own site lets nobody in."""
    plan = answered(KEPT_PUPILS[case])
    assert plan
    assert (plan.goals[0].value, faults(KEPT_PUPILS[case], plan)) == (without, [])


CASES: Mapping[str, tuple[str, list[Edit], set[str]]] = {
    "kept in the region": ("share: 33 %, by: region", [], set()),
    "just missed in the region": ("share: 62 %, by: region", [], {"places_for_pupils"}),
    "missed at a site": ("share: 10 %, by: site", [], {"places_for_pupils"}),
    "only reported": ("share: 300 %, by: site, apply: report", [], set()),
}
"""Krippe has 5, 5 and 7 places for 12, 12 and 12 children in the kiga, none at s2 in 2027."""


def _failed(folder: Path, case: str) -> set[str]:
    settings, edits, _ = CASES[case]
    rule: Edit = (
        "design.yaml",
        "{budget: {",
        f"{{places_for_pupils: {{service: krippe, pupils: kiga, {settings}}}, budget: {{",
    )
    return {row.name for row in verify(write_region(folder, [rule, *edits])).rows if not row.passed}


@pytest.mark.parametrize("case", CASES)
def test_the_auditor_holds_places_against_pupils(case: str, tmp_path: Path) -> None:
    assert _failed(tmp_path, case) == CASES[case][2]


PLANTED: Mapping[str, tuple[str, Any, str]] = {
    "nobody counts": ("too_few", lambda *_: [], "missed at a site"),
    "all sites are one": ("place_of", lambda *_: "everywhere", "missed at a site"),
    "each site for itself": ("place_of", lambda site, *_: site, "kept in the region"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_planted_in_the_auditor_is_caught(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, wrong, case = PLANTED[fault]
    monkeypatch.setattr(f"netplan.audit.pupils.{target}", wrong)
    assert _failed(tmp_path, case) != CASES[case][2]


def test_a_service_that_is_not_planned_is_a_fault(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "workspace")
    plan = folder / "scenarios/plan.yaml"
    rule = "  places_for_pupils: {service: hort, pupils: grundschule, share: 50 %}\n"
    plan.write_text(plan.read_text().replace("constraints:\n", f"constraints:\n{rule}"))
    said = 'constraints.places_for_pupils, value "hort": no service of this model. Known: grundschule.'
    assert answer(folder) == [f"NP-I064 scenarios/plan.yaml:7 {said}"]
