"""Every fault planted in the auditor is caught by a kept case whose verdict is known by hand."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_array

from netplan.audit import verify
from netplan.audit.facilities import Facility, Measure, Position
from netplan.audit.goals import GOALS
from netplan.audit.outcome import Outcome
from netplan.audit.people import House
from netplan.audit.question import Question, Rule, Service
from netplan.audit.reading import RawWorkspace, Tree
from netplan.audit.roads import Ints, Mask, Roads
from tests.audit_faults import FAULTS, goal
from tests.audit_region import INDICATORS, MODEL, write_region

RIGHT = "the plan that is right by hand"
CHANGED = "an input that was changed since"


def half_up(value: Fraction) -> int:
    """Round a half up instead of to even."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def ties_to_the_last(exact: Mapping[str, Fraction]) -> dict[str, int]:
    """Give the missing persons to the last cell of a tie instead of the first."""
    given = {cell: int(share) for cell, share in exact.items()}
    missing = round(sum(exact.values(), Fraction(0))) - sum(given.values())
    for cell in sorted(exact, key=lambda cell: (exact[cell] - given[cell], cell), reverse=True)[:missing]:
        given[cell] += 1
    return given


def rounded_cell_by_cell(exact: Mapping[str, Fraction]) -> dict[str, int]:
    """Round each cell for itself instead of within its area."""
    return {cell: round(share) for cell, share in exact.items()}


def forward(roads: Roads, usable: Mask, ms: Ints) -> csr_array:
    """Search along the streets from the site instead of towards it."""
    return ORIGINAL["travel.shortest"](roads, usable, ms).T.tocsr()


def second_road_added(roads: Roads, usable: Mask, ms: Ints) -> csr_array:
    """Add up parallel roads instead of taking the quickest."""
    shape = (len(roads.lon), len(roads.lon))
    return csr_array((ms[usable].astype(np.float64), (roads.end[usable], roads.start[usable])), shape=shape)


def roads_of_any_mode(roads: Roads, mode: str) -> Roads:
    """Let every edge serve every mode."""
    return replace(roads, usable=dict.fromkeys(roads.usable, np.ones_like(roads.usable[mode])))


def paid_when_it_takes_effect(raw: Measure, year: int, years: tuple[int, ...]) -> Any:
    """Pay in the year of effect instead of the lead time before it."""
    return ORIGINAL["life.payment"](replace(raw, lead=0), year, years)


def sunk_money_counts(raw: Measure, year: int, years: tuple[int, ...]) -> Any:
    """Charge a measure that is under way."""
    return ORIGINAL["life.payment"](replace(raw, under_way=False, lead=0), year, years)


def closing_is_free(raw: Measure, year: int, years: tuple[int, ...]) -> Any:
    """Forget the cost of closing."""
    paid = ORIGINAL["life.payment"](raw, year, years)
    return replace(paid, cents=0) if raw.kind == "close" else paid


def base_adds_nothing(workspace: RawWorkspace, file: str) -> dict[str, Tree]:
    """Let the scenario's own constraints hide those of its base."""
    own = workspace.tree(file)
    return {**workspace.tree("scenarios/base.yaml"), **own}


def norms_for_all_only(model: Tree, asked: Tree) -> Any:
    """Ignore the norm set that the scenario chose."""
    assert isinstance(asked, dict)
    return ORIGINAL["question.norm_values"](model, {**asked, "norms": ""})


def least_of_the_norm_everywhere(house: House) -> Any:
    """Ask the least in all of no facility."""
    return ORIGINAL["people.too_small"](replace(house, level=replace(house.level, least_total=0)))


def total_forgotten(house: House) -> Any:
    """Let a level's places in all be without limit."""
    return ORIGINAL["people.overfilled"](replace(house, level=replace(house.level, total=None)))


def budget_without_total(question: Question, rule: Rule, *rest: Any) -> Any:
    """Judge each year, but not all years together."""
    yearly = replace(rule, settings={key: value for key, value in rule.settings.items() if key != "total"})
    return ORIGINAL["rules.budget_rows"](question, yearly, *rest)


def stays_in_a_phase(facility: Facility, before: Position | None, now: Position | None) -> bool:
    """Let a facility stay in a link of a phase."""
    return before == now or ORIGINAL["life.may_follow"](facility, before, now)


def own_rows_beside_those_of_the_model(*arguments: Any) -> Any:
    """Ignore the rows of levels.csv."""
    return ORIGINAL["facilities.levels_of"](*arguments[:2], ())


def closures_of_today(outcome: Outcome) -> int:
    """Count closed facility-years instead of closures."""
    return sum(not house.is_open for house in outcome.houses)


def rank_below(ways: list[tuple[int, int]], percent: int) -> int:
    """Take the rank below the nearest one."""
    rank = percent * sum(people for _, people in ways) // 100
    return [seconds for seconds, people in ways for _ in range(people)][rank - 1]


def beyond_at_the_target(outcome: Outcome, row: Any) -> bool:
    """Count a way of exactly the target time as beyond it."""
    service: Service = outcome.question.services[row.service]
    return service.target is not None and outcome.way(row) >= service.target


PLANTED: dict[str, tuple[str, Any, str]] = {
    "halves of cents are rounded up": ("money.half_even", half_up, RIGHT),
    "halves of persons are rounded up": ("demand.half_even", half_up, RIGHT),
    "ties go to the last cell": ("demand.largest_remainder", ties_to_the_last, RIGHT),
    "persons are rounded cell by cell": ("demand.largest_remainder", rounded_cell_by_cell, RIGHT),
    "take-up of an area is ignored": ("demand.take_up", lambda *_: {}, RIGHT),
    "reach is < instead of ≤": ("travel.within", lambda seconds, reach: seconds < reach, RIGHT),
    "reach is not judged": ("travel.within", lambda *_: True, "a facility out of reach"),
    "the leg to the road is left out": ("travel.leg_ms", lambda *_: 0, RIGHT),
    "seconds are rounded down": ("travel.round_up", lambda value: value.numerator // value.denominator, RIGHT),
    "the first mode counts instead of the quickest": ("travel.quickest", lambda seconds: next(iter(seconds)), RIGHT),
    "one-way streets are turned round": ("travel.shortest", forward, RIGHT),
    "parallel roads are added up": ("travel.shortest", second_road_added, RIGHT),
    "places join roads that lead nowhere": (
        "travel.joinable", lambda roads, _: np.arange(len(roads.lon), dtype=np.int64), RIGHT),
    "places join roads however far": ("roads.FARTHEST_CM", 10**9, "a cell that is not joined is served"),
    "the bus takes the footpath": (
        "travel.read_roads", lambda path: roads_of_any_mode(ORIGINAL["travel.read_roads"](path), "walk"),
        "one child goes by bus"),
    "spans are ignored": ("question.spans", lambda years, _: (1,) * len(years), RIGHT),
    "the chosen norm set is ignored": ("question.norm_values", norms_for_all_only, RIGHT),
    "constraints of the base are hidden": ("question.scenario_tree", base_adds_nothing, "one facility too many"),
    "goals may leave out the unserved": (
        "question.goals", lambda tree: ORIGINAL["question.goals"](tree)[1:], RIGHT),
    "places are < instead of ≤": ("people.fits", lambda people, places: people < places, RIGHT),
    "places in all are forgotten": ("people.overfilled", total_forgotten, "one more than the places in all"),
    "minimum sizes are > instead of ≥": ("people.enough", lambda people, least: people > least, RIGHT),
    "the least in all is forgotten": (
        "people.too_small", least_of_the_norm_everywhere, "one fewer than the minimum size in all"),
    "levels of the region are ignored": ("facilities.levels_of", own_rows_beside_those_of_the_model, RIGHT),
    "half a person is whole": ("people.is_whole", lambda people: people >= 0, "half a person"),
    "nobody asks for known cells": ("people.strangers", lambda *_: [], "a row twice"),
    "measures outside their years pass": ("life.in_window", lambda *_: True, "a measure before its first year"),
    "refused measures pass": ("life.hindrance", lambda *_: "", "a refused measure"),
    "levels change without a measure": ("life.unexplained", lambda *_: [], "a level without its measure"),
    "a measure is paid when it takes effect": ("life.payment", paid_when_it_takes_effect, RIGHT),
    "sunk money counts": ("life.payment", sunk_money_counts, RIGHT),
    "closing is free": ("life.payment", closing_is_free, RIGHT),
    "phases may be overstayed": ("life.may_follow", stays_in_a_phase, "a phase overstayed"),
    "locks are not judged": ("life.lock_holds", lambda *_, **__: True, "open a year after its lock"),
    "budgets are < instead of ≤": ("rules.affordable", lambda cents, limit: cents < limit, RIGHT),
    "budgets forgive a cent": ("rules.affordable", lambda cents, limit: cents <= limit + 1,
                               "the budget of a year exceeded by one cent"),
    "the budget in all is forgotten": (
        "rules.budget_rows", budget_without_total, "the budget in all exceeded by one cent"),
    "discounts count from the first year": (
        "money.discount", lambda question, year: (1 + question.discount) ** (question.years[0] - year), RIGHT),
    "nothing is discounted": ("money.discount", lambda *_: Fraction(1), RIGHT),
    "the target time itself is beyond": ("goals.is_beyond", beyond_at_the_target, RIGHT),
    "closed years count as closures": ("goals.closures", closures_of_today, RIGHT),
    "limits are not compared": ("goals.is_ordered", lambda _: True, "a value above its limit"),
    "P95 takes the rank below": ("indicators.nearest_rank", rank_below, RIGHT),
    "changed inputs pass": ("auditor.unchanged", lambda *_: True, CHANGED),
}  # fmt: skip
"""By name: the function in netplan.audit, its wrong version, and the smallest case that shows it."""

CASES = {
    **FAULTS,
    RIGHT: ("", []),
    CHANGED: ("inputs", []),
    "one child goes by bus": (
        "",
        [
            ("assignment.csv", "2027,kiga,c3,neu,3,0\n", "2027,kiga,c3,neu,2,0\n2027,kiga,c3,alt,1,390\n"),
            ("design/facilities.csv", "2027,alt,klein,kiga,5,4", "2027,alt,klein,kiga,5,5"),
            ("design/facilities.csv", "2027,neu,klein,kiga,5,5", "2027,neu,klein,kiga,5,4"),
            goal("person_minutes", 9450, 9450 + 390),
            goal("beyond_target", 9, 10),
        ],
    ),
}
"""By name: the rows that fail by hand, parted by commas, and the edits to the plan that is right."""

ORIGINAL: dict[str, Any] = {
    target: getattr(import_module(f"netplan.audit.{target.split('.')[0]}"), target.split(".")[1])
    for target, _, _ in PLANTED.values()
}
"""The right versions, for the wrong ones that differ in one point only."""


def agrees_with_the_verdict_by_hand(run: Path, case: str) -> bool:
    """Whether the auditor fails exactly the rows that fail by hand, and counts what is counted by hand."""
    verdict = verify(run)
    faulty = {row.name for row in verdict.rows if not row.passed}
    counted = case != RIGHT or dict(verdict.indicators) == INDICATORS
    return faulty == set(filter(None, CASES[case][0].split(", "))) and counted


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_planted_in_the_auditor_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    target, wrong, case = PLANTED[fault]
    run = write_region(tmp_path, CASES[case][1])
    if case == CHANGED:
        (tmp_path / "models/kita.yaml").write_text(MODEL.replace("least_kiga: {value: 3", "least_kiga: {value: 2"))
    assert agrees_with_the_verdict_by_hand(run, case)

    if target == "goals.closures":
        monkeypatch.setitem(GOALS, "closures", wrong)
    else:
        monkeypatch.setattr(f"netplan.audit.{target}", wrong)

    assert not agrees_with_the_verdict_by_hand(run, case)
