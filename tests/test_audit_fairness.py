"""The auditor on those who fare worst, on the region that is right by hand.

kiga, 12 of 13 served in 2026 and 2027: the longest ways of 1.2 of them are 300 s (5 started minutes) for all in 2026,
6 min for 1.2 people; 502 s (9 min) and 300 s in 2027, 9 + 0.2 · 5 = 10 min for 1.2 people, 8.33 min or 500 s on
average; in 2028 112 s (2 min) for all. krippe: of 2 people (2028: 3) 0.2 (0.3) take 10 min, 2 (3) min.
"""

from pathlib import Path

import pytest

from netplan.audit import fairness, goals, tenth, verify
from tests.audit_faults_provision import ruled
from tests.audit_region import Edit, seal, write_region

TENTH = ruled("worst_tenth: {mean: {kiga: 500 s}}")
TOO_FAR = ruled("worst_tenth: {mean: {kiga: 499 s}}")


def faulty(folder: Path, edits: list[Edit]) -> set[str]:
    return {row.name for row in verify(write_region(folder, edits)).rows if not row.passed}


def test_a_tenth_that_just_keeps_its_limit_passes(tmp_path: Path) -> None:
    assert faulty(tmp_path, [TENTH]) == set()


def test_a_tenth_a_second_beyond_its_limit_fails(tmp_path: Path) -> None:
    assert faulty(tmp_path, [TOO_FAR]) == {"worst_tenth"}


def test_a_tenth_that_is_only_reported_says_how_far_it_goes(tmp_path: Path) -> None:
    verdict = verify(write_region(tmp_path, [ruled("worst_tenth: {apply: report, mean: 8 min}")]))
    (row,) = (row for row in verdict.rows if row.name == "worst_tenth")
    assert verdict.passed
    assert row.detail.startswith("krippe, 2026: 10.00 min on average, at most 8 min")


def _as_goal(value: int) -> list[Edit]:
    """Let the tenth be the last goal, claimed with a value."""
    said = '  {"goal": "longest_way", "unit": "seconds", "value": 600, "bound": 600, "limit": 2000}],'
    more = f'{{"goal": "worst_tenth", "unit": "person-seconds", "value": {value}, "bound": 0, "limit": {value}}}],'
    return [
        ("design.yaml", "closures, longest_way]", "closures, longest_way, worst_tenth]"),
        ("plan.json", said, f"{said[:-2]},\n  {more}"),
    ]


def test_the_goal_is_ten_times_the_longest_ways_of_a_tenth(tmp_path: Path) -> None:
    """600 · (2026: 2 + 6; 2027: 2 + 10; 2028: 3 · (3 + 2.4)) = 600 · 36.2 = 21,720 person-seconds."""
    assert faulty(tmp_path, _as_goal(21_720)) == set()


def test_a_goal_that_is_told_smaller_fails(tmp_path: Path) -> None:
    assert faulty(tmp_path, _as_goal(21_660)) == {"goal worst_tenth"}


def test_extra_minutes_are_those_against_the_nearest_of_today(tmp_path: Path) -> None:
    """Alt and zu are open today. c1's fifth goes 502 s in 2027, 390 s farther than to alt; c3 to mobil as to zu.

    c2's krippe goes to alt in 600 s, though zu was at its door: 600 s farther, in every year.
    """
    just, fewer = (ruled(f"extra_minutes: {{more_than: 389 s, people: {n} persons}}") for n in (2, 1))
    assert faulty(tmp_path / "a", [just]) == set()
    assert faulty(tmp_path / "b", [fewer]) == {"extra_minutes"}
    assert faulty(tmp_path / "c", [ruled("extra_minutes: {more_than: 390 s, people: 1 person}")]) == set()
    assert faulty(tmp_path / "d", [ruled("extra_minutes: {more_than: 10 min, people: 0 persons}")]) == set()


def test_extra_minutes_against_the_district_are_a_rule_of_its_own(tmp_path: Path) -> None:
    """c1 belongs to neu: its four of 2027 who go to alt save way, and its fifth has none more."""
    rule = ruled("extra_minutes: {more_than: 389 s, people: 1 person, today: districts}")
    run = write_region(tmp_path, [rule])
    (tmp_path / "data/tal/districts.csv").write_text("cell,service,facility\nc1,kiga,neu\n", encoding="utf-8")
    seal(tmp_path)
    assert {row.name for row in verify(run).rows if not row.passed} == set()


INDEX = "area,index,class\nnorth,70,high\nsouth,20,low\n"
"""North, with c1 and c2, is of high burden: its minutes count half as much again."""
WEIGHED: Edit = ("kita.yaml", "levels:\n", "area_weights: {high: weight}\nlevels:\n")
WEIGHT: Edit = ("kita.yaml", "    wait_bus: {value", "    weight: {value: 150 %}\n    wait_bus: {value")


def _with_index(root: Path, edits: list[Edit]) -> set[str]:
    run = write_region(root, edits)
    (root / "data/tal/social_index.csv").write_text(INDEX, encoding="utf-8")
    seal(root)
    return {row.name for row in verify(run).rows if not row.passed}


def test_minutes_of_an_area_of_high_burden_count_more(tmp_path: Path) -> None:
    """2026: 1.5 · (6 · 112 + 600) + 900 = 2,808; 2027: 1.5 · (5 · 112 + 600 + 502 + 300) = 2,943; 2028: 2,408 thrice.

    In 2028 1.5 · (6 · 112 + 600) + 500; together 12,975.
    """
    said = '  {"goal": "longest_way", "unit": "seconds", "value": 600, "bound": 600, "limit": 2000}],'
    for value, faults in ((12_975, set[str]()), (12_974, {"goal weighted_minutes"})):
        front = '{"goal": "weighted_minutes", "unit": "person-seconds"'
        goal = f'{front}, "value": {value}, "bound": 0, "limit": {value}}}],'
        edits: list[Edit] = [
            ("design.yaml", "closures, longest_way]", "closures, longest_way, weighted_minutes]"),
            ("plan.json", said, f"{said[:-2]},\n  {goal}"),
        ]
        assert _with_index(tmp_path / str(value), [*edits, WEIGHED, WEIGHT]) == faults


def test_an_area_of_high_burden_has_a_share_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kiga within 5 min in 2027: 8 of 9 in the north, 3 of 4 in the south, 75 %; krippe in the north 1 of 2."""
    just = ruled("within_target: {least: {kiga: 75 %}, by_class: {high: 50 %}}")
    more = ruled("within_target: {least: {kiga: 75 %}, by_class: {high: 51 %}}")
    assert _with_index(tmp_path / "a", [just]) == set()
    assert _with_index(tmp_path / "b", [more]) == {"within_target"}
    monkeypatch.setattr("netplan.audit.provision.read_classes", lambda _: {})
    assert _with_index(tmp_path / "c", [more]) == set()


def test_faults_planted_in_the_auditor_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = tenth.longest_tenth
    with monkeypatch.context() as patch:
        patch.setattr(fairness, "is_near", lambda *_: True)
        assert faulty(tmp_path / "a", [TOO_FAR]) == set()
    with monkeypatch.context() as patch:
        patch.setattr(fairness, "is_near", lambda minutes, people, limit: 60 * minutes < limit * people)
        assert faulty(tmp_path / "b", [TENTH]) == {"worst_tenth"}
    with monkeypatch.context() as patch:
        patch.setattr(goals, "longest_tenth", lambda ways: right((-seconds, people) for seconds, people in ways))
        assert faulty(tmp_path / "c", _as_goal(21_720)) == {"goal worst_tenth"}
    fewer = ruled("extra_minutes: {more_than: 389 s, people: 1 person}")
    with monkeypatch.context() as patch:
        patch.setattr(fairness, "grows", lambda now, before, more: now > before + more + 1)
        assert faulty(tmp_path / "e", [fewer]) == set()
    with monkeypatch.context() as patch:
        patch.setattr(
            fairness, "offers_today", lambda facility, _: facility.today != "closed" and facility.site == "s1"
        )
        assert faulty(tmp_path / "f", [fewer]) == set()
    with monkeypatch.context() as patch:
        patch.setattr(tenth, "MINUTE", 30)
        assert faulty(tmp_path / "d", _as_goal(21_720)) == {"goal worst_tenth"}
