"""Several cases in one go: leaders first, the others near them and side by side; each end is heard."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

import netplan
from netplan.case import Case
from netplan.engine import Progress, children, several, solve_all
from netplan.engine.asking import Options, none_in_time
from netplan.engine.parent import Stop
from netplan.engine.several import End
from netplan.errors import SolverError
from netplan.plan import Plan
from tests.small_cases import small_case

WAIT = 60.0


class Solved:
    """Stands in for the child: notes who was solved how, and returns no more than a name."""

    def __init__(self, at_once: int = 1, *, without: str = "") -> None:
        self.asked: dict[str, tuple[int, str]] = {}
        self.gate, self.without = threading.Barrier(at_once), without

    def __call__(self, case: Case, options: Options, stop: Stop, tell: object, near: Plan | None) -> Plan:
        """Solve a case in no time."""
        del stop, tell
        self.asked[case.name] = options.threads, near.scenario if near else ""
        if near:
            self.gate.wait(WAIT)
        if case.name == self.without:
            raise none_in_time("clock")
        return replace(_plan(case), scenario=case.name)


def _plan(case: Case) -> Plan:
    empty = case.tables.pairs.cell[:0]
    return Plan(case.name, case.tables, empty, empty, empty, ())


def _cases(*names: str) -> list[Case]:
    return [replace(small_case(), name=name, region=name[0]) for name in names]


@pytest.fixture(autouse=True)
def _no_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "get_ready", lambda _: None)


def test_the_others_begin_near_the_first_of_their_region_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = Solved(at_once=2)
    monkeypatch.setattr(several, "solved", stand_in)
    plans = solve_all(_cases("a1", "b1", "a2", "b2"), threads=2)
    assert [plan.scenario for plan in plans] == ["a1", "b1", "a2", "b2"]
    assert stand_in.asked == {"a1": (2, ""), "b1": (2, ""), "a2": (1, "a1"), "b2": (1, "b1")}


def test_large_cases_are_solved_one_at_a_time_with_all_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = Solved()
    monkeypatch.setattr(several, "solved", stand_in)
    monkeypatch.setattr(several, "SIDE_BY_SIDE", 0)
    solve_all(_cases("a1", "a2", "a3"), threads=2)
    assert stand_in.asked == {"a1": (2, ""), "a2": (2, "a1"), "a3": (2, "a1")}


def test_where_memory_holds_only_one_they_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = Solved()
    monkeypatch.setattr(several, "solved", stand_in)
    monkeypatch.setattr("netplan.engine.memory.memory_of_machine", lambda: 1)
    solve_all(_cases("a1", "a2", "a3"), threads=2)
    assert stand_in.asked == {"a1": (2, ""), "a2": (2, "a1"), "a3": (2, "a1")}


def test_the_same_case_twice_is_solved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = Solved()
    monkeypatch.setattr(several, "solved", stand_in)
    assert [plan.scenario for plan in solve_all(_cases("a1", "a2", "a1"), threads=1)] == ["a1", "a2", "a1"]
    assert list(stand_in.asked) == ["a1", "a2"]


@pytest.mark.parametrize("without", ["a1", "a2"])
def test_where_one_has_no_plan_the_others_are_solved_all_the_same(
    without: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, str]] = []

    def on_news(case: Case, news: Progress | End | None) -> None:
        heard.append((case.name, type(news).__name__))

    monkeypatch.setattr(several, "solved", Solved(without=without))
    with pytest.raises(SolverError, match="Time ran out"):
        solve_all(_cases("a1", "a2", "a3"), threads=1, on_news=on_news)
    ends = [(name, "SolverError" if name == without else "Plan") for name in ("a1", "a2", "a3")]
    assert sorted(heard) == sorted([*ends, ("a1", "NoneType"), ("a2", "NoneType"), ("a3", "NoneType")])
    assert [one for one in heard if one[1] != "NoneType"] == ends


def test_after_a_wish_to_stop_no_more_are_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(case: Case, options: Options, stop: Stop, *_: object) -> Plan:
        del options
        stop.wish()
        return _plan(case)

    heard: dict[str, object] = {}
    monkeypatch.setattr(several, "solved", stopped)
    with pytest.raises(SolverError, match="before its turn"):
        solve_all(_cases("a1", "a2"), on_news=lambda case, news: heard.update({case.name: news}))
    assert isinstance(heard["a1"], Plan)
    assert isinstance(heard["a2"], SolverError)


def test_plans_are_those_of_single_solves(county: Path) -> None:
    cases = [netplan.load(county / f"scenarios/{name}.yaml") for name in ("status_quo", "care_home_status_quo")]
    together = solve_all(cases, 30.0, 0.05)
    for case, plan in zip(cases, together, strict=True):
        alone = netplan.solve(case, 30.0, 0.05)
        assert plan.goals == alone.goals
        assert plan.folder == case.folder
