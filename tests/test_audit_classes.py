"""The audit of classes: plans whose verdict is known by hand, and faults planted into the auditor.

In the small region the kindergarten of `alt` has 5, 4, 5 children, `zu` 4 and then none, `neu` none, 5, 3,
and `mobil` 3 and 3 as a container and then 4; level `klein` carries one class.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from netplan.audit import classes, verify
from tests.audit_region import Edit, write_region

REGIMES = """\
regimes:
  small: {title: {en: small}, law: § 1, services: [kiga], first: small, only_existing: %s}
  short: {title: {en: short}, law: § 2, services: [kiga], first: small, years: short_years}
  joint: {title: {en: joint}, law: § 3, services: [kiga], first: joint, mixed: yes}
"""


def edits(*, rule: str = "enforce", existing: str = "no", places: str = "", **norms: str) -> list[Edit]:
    """Let the kindergarten be taught in classes; `norms` replaces the sizes."""
    sizes = {
        "most": "5 persons",
        "first": "3 persons",
        "small": "3 persons",
        "joint": "3 persons",
        "short_years": "3 years",
        "fewest": "1 class",
    } | norms
    written = "".join(f"    {name}: {{value: {size}}}\n" for name, size in sizes.items())
    taught = "classes: {grades: 1, most: most, first: first, parallel: fewest}"
    return [
        ("kita.yaml", "least: least_kiga}", f"least: least_kiga, {taught}}}"),
        ("kita.yaml", "kiga: 5 persons}\n", f"kiga: 5 persons}}\n    parallel: {{kiga: 1}}\n{places}"),
        ("kita.yaml", "    least_kiga: {value: 3 persons}\n", f"    least_kiga: {{value: 3 persons}}\n{written}"),
        ("kita.yaml", "norms:\n  all:", f"{REGIMES % existing}norms:\n  all:"),
        ("base.yaml", "  minimum_size: enforce\n", f"  minimum_size: enforce\n  classes: {rule}\n"),
    ]


CASES: dict[str, tuple[list[Edit], str]] = {
    "every grade is one class": (edits(), "7 kept, 0 by exception"),
    "too few for a class": (edits(first="4 persons"), "1 not kept"),
    "too many for a class": (edits(most="4 persons"), "3 not kept"),
    "only reported": (edits(rule="report", first="4 persons"), "1 not kept (only reported)"),
    "too few of a new school count": (edits(rule="new_only", first="4 persons"), "1 not kept"),
    "too many of schools that nobody touches do not": (edits(rule="new_only", most="4 persons"), "1 not kept"),
    "two classes asked for at a level of one": (edits(fewest="2 classes"), "7 not kept"),
    "an exception lets it through": (
        edits(rule="{regimes: [small]}", first="4 persons"), "7 kept, 1 by exception"),
    "an exception for existing schools does not": (
        edits(rule="{regimes: [small]}", first="4 persons", existing="yes"), "1 not kept"),
    "an exception for others does not": (
        edits(rule="{regimes: {small: [alt, zu]}}", first="4 persons"), "1 not kept"),
    "an exception for as many years as it lasts": (
        edits(rule="{regimes: [short]}", first="4 persons"), "7 kept, 1 by exception"),
    "an exception for fewer years than it lasts": (
        edits(rule="{regimes: [short]}", first="4 persons", short_years="2 years"), "1 not kept"),
    "classes of several grades": (
        edits(rule="{regimes: [joint]}", first="4 persons"), "7 kept, 1 by exception"),
}  # fmt: skip
"""By name: the edits, and what the row of the rule says."""


def _found(folder: Path, case: str) -> tuple[str, set[str]]:
    verdict = verify(write_region(folder, CASES[case][0]))
    (row,) = (row for row in verdict.rows if row.name == "classes")
    return row.found, {row.name for row in verdict.rows if not row.passed}


@pytest.mark.parametrize("case", CASES)
def test_classes_are_judged_as_by_hand(tmp_path: Path, case: str) -> None:
    said = CASES[case][1]
    assert _found(tmp_path, case) == (said, {"classes"} if said.endswith("not kept") else set())


def _as_law(right: Callable[..., Any]) -> Callable[..., Any]:
    return lambda law, _, people, parallel: right(law, None, people, parallel)


PLANTED: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "one more is no fault": (
        "is_parted", lambda right: lambda law, people, n: right(law, people, n) or right(law, people - 1, n),
        "too many for a class"),
    "one fewer is no fault": (
        "is_parted", lambda right: lambda law, people, n: right(law, people, n) or right(law, people + 1, n),
        "too few for a class"),
    "exceptions are as the law": ("obeys", _as_law, "an exception lets it through"),
    "nothing is permitted": ("permitted", lambda _: lambda *_: iter(()), "an exception lets it through"),
    "every facility may use an exception": (
        "permitted", lambda _: lambda question, *_: iter(question.exempts), "an exception for others does not"),
    "no exception lasts too long": (
        "too_long", lambda _: lambda *_: False, "an exception for fewer years than it lasts"),
    "every exception lasts too long": (
        "too_long", lambda _: lambda *_: True, "an exception for as many years as it lasts"),
    "nothing is asked": ("ways_open", lambda _: lambda *_: None, "too few for a class"),
}  # fmt: skip
"""By name: the function, what replaces it, and the case that shows it."""


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_planted_into_the_audit_of_classes_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    name, wrong, case = PLANTED[fault]
    said = CASES[case][1]
    monkeypatch.setattr(classes, name, wrong(getattr(classes, name)))
    assert _found(tmp_path, case) != (said, {"classes"} if said.endswith("not kept") else set())


PLACES = {
    "by the law on classes": ("", "", set()),
    "by rooms": ("    rooms: {kiga: 1}\n", "4 persons", {"places", "facilities.csv"}),
    "by licence": ("    licence: {kiga: 4 persons}\n", "", {"places", "facilities.csv"}),
}


@pytest.mark.parametrize("case", PLACES)
def test_places_that_are_not_stated_are_the_fewest_of_rooms_law_and_licence(tmp_path: Path, case: str) -> None:
    """Five children at `neu` in 2027 are too many for the four places of a room or of a licence."""
    more, plan, faulty = PLACES[case]
    changes = edits(places=more, plan=plan or "5 persons")
    changes[0] = (*changes[0][:2], changes[0][2].replace("most: most,", "most: most, plan: plan,"))
    unstated = f"{{krippe: 2 persons}}\n    parallel: {{kiga: 1}}\n{more}"
    changes[1] = ("kita.yaml", "{krippe: 2 persons, kiga: 5 persons}\n", unstated)
    verdict = verify(write_region(tmp_path, changes))
    assert {row.name for row in verdict.rows if not row.passed} == faulty
