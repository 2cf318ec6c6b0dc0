"""A plan and its case survive the way to disk and back."""

from pathlib import Path

import numpy as np

from netplan import case as cases
from netplan.engine import solve_here
from netplan.plan import folder
from tests.small_cases import small_case


def test_a_plan_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    case = small_case(3, goals=("unserved", "longest_way", {"cost": {"tolerance": "5 %"}}, "person_minutes"))
    plan = solve_here(case, gap=0)
    cases.save(case, tmp_path)
    folder.write(plan, tmp_path)
    again = cases.read(tmp_path)
    read = folder.read(tmp_path, again.tables)
    assert again.hash == case.hash
    assert again.goals == case.goals
    assert again.rules == case.rules
    assert read.goals == plan.goals
    assert np.array_equal(read.chosen, plan.chosen)
    assert np.array_equal(read.go, plan.go)
    assert np.array_equal(read.unserved, plan.unserved)


def test_the_fingerprint_of_a_case_changes_with_every_part() -> None:
    case = small_case(1)
    others = [
        small_case(2),
        small_case(1, places=13),
        small_case(1, rules={"budget": {"total": "3 MEUR"}}),
        small_case(1, goals=("unserved", "person_minutes")),
        small_case(1, locks=("keep",)),
    ]
    assert len({case.hash, *(other.hash for other in others)}) == len(others) + 1
    assert case.hash == small_case(1).hash


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    folder.write_whole(file, "old")
    folder.write_whole(file, "new")
    assert file.read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]
