"""The audit of classes of cohorts: a town solved from its files, and faults planted in its plan and in the audit."""

from collections.abc import Callable
from pathlib import Path

import pytest

from netplan.audit import class_grades, classes, verify
from tests.test_audit_cohorts import SCENARIO, Rows, edited, failing, solved

TAUGHT = [
    ("    stay: stay\n", "    stay: stay\n    classes: {grades: 4, most: class_most, first: class_first}\n"),
    ("    running: 220000 EUR\n", "    parallel: {grundschule: 1}\n    running: 220000 EUR\n"),
    ("{grundschule: 224 persons}\n", "{grundschule: 224 persons}\n    parallel: {grundschule: 2}\n"),
    ("    stay: {value", "    class_most: {value: 28 persons}\n    class_first: {value: 2 persons}\n    stay: {value"),
]  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Solve the town whose children are taught in classes of 2 to 28."""
    scenario = SCENARIO.replace("minimum_size: enforce", "minimum_size: enforce, classes: enforce")
    return solved(tmp_path_factory.mktemp("taught"), scenario, TAUGHT)


def test_a_plan_with_classes_grade_by_grade_stands(town: Path) -> None:
    verdict = verify(town / "results/four_years")
    assert failing(verdict) == []
    (row,) = (row for row in verdict.rows if row.name == "classes")
    assert row.found == "2 kept, 0 by exception"


def test_a_grade_of_one_child_is_found(town: Path, tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        intake = [row for row in rows if (row["year"], row["grade"]) == ("2028", "1") and row["facility"]]
        for row in intake:
            row["people"] = str(int(row is intake[0]))

    assert "classes" in failing(edited(town, tmp_path, change))


@pytest.mark.parametrize(
    ("where", "what", "fault"),
    [
        ("is_formed", "a new school is asked for grades that nobody entered", lambda *_: True),
        ("carried", "no class holds anybody", lambda *_: False),
        ("_lies", "no number of classes will do", lambda *_: False),
    ],
)
def test_a_fault_planted_in_the_audit_is_caught(
    town: Path, monkeypatch: pytest.MonkeyPatch, where: str, what: str, fault: Callable[..., object]
) -> None:
    for module in (class_grades, classes):
        if hasattr(module, where):
            monkeypatch.setattr(module, where, fault)
    assert failing(verify(town / "results/four_years")) == ["classes"], what
