"""Without a solver, netplan says who has no place and why."""

import re
from dataclasses import replace

import numpy as np
import pytest

from netplan import shortage
from netplan.case import Case
from netplan.engine import solve_here
from netplan.errors import NoPlanError
from netplan.tables import CLOSED, Pairs, Steps
from netplan.units import FEWEST
from tests.small_cases import small_case


def test_people_out_of_reach_are_named() -> None:
    case = small_case(3)
    pairs = case.tables.pairs
    keep = pairs.cell != 0
    less = Pairs(
        cell=pairs.cell[keep],
        facility=pairs.facility[keep],
        service=pairs.service[keep],
        seconds=pairs.seconds[keep],
        metres=pairs.metres[keep],
        mode=pairs.mode[keep],
        modes=pairs.modes,
    )
    case = replace(case, tables=replace(case.tables, pairs=less))
    far = shortage.out_of_reach(case)
    assert np.array_equal(far[0], case.tables.demand.people[0])
    plan = solve_here(case)
    assert any("c0" in notice.en for notice in plan.notices if notice.code == "NP-W401")


def test_missing_places_are_the_minimum_cut() -> None:
    case = small_case(5, places=2)
    plan = solve_here(case, gap=0)
    found = shortage.shortages(case)
    far = int(shortage.out_of_reach(case)[:, :, 1].sum())
    in_last_year = sum(short.missing for short in found if short.year == 1)
    assert found
    assert int(plan.unserved[:, :, 1].sum()) == in_last_year + far
    for short in found:
        assert short.people - short.places == short.missing


def test_a_lock_without_a_measure_is_named() -> None:
    case = small_case(1, rules={"locks": "enforce"}, locks=("", "", "close by 2026"))
    assert shortage.stranded(case) == []
    stuck = small_case(1, rules={"locks": "enforce"}, locks=("never",))
    closed_first = stuck.possible[stuck.tables.steps.facility[stuck.possible] == 0]
    assert len(closed_first)
    case = replace(stuck, tables=replace(stuck.tables, steps=_without_closing(stuck.tables.steps)))
    assert shortage.stranded(case) == [
        {
            "de": 'f0: 2026 ist kein zulässiger Schritt möglich; es ist "never" festgelegt.',
            "en": 'f0 can take no permitted step in 2026; its lock is "never".',
        }
    ]
    with pytest.raises(NoPlanError, match="f0 can take no permitted step in 2026") as caught:
        solve_here(case)
    assert caught.value.de.startswith("Für small gibt es keinen Plan.\nf0: 2026 ist kein zulässiger Schritt")


def test_the_rule_that_rules_out_every_plan_is_named() -> None:
    case = small_case(3, rules={"everyone_served": "enforce", "open_facilities": {"most": "0"}})
    with pytest.raises(NoPlanError, match="No plan exists for small"):
        solve_here(case)
    alone = small_case(3, rules={"budget": {"total": "0 EUR", "running": "yes"}, "open_facilities": {"least": "1"}})
    with pytest.raises(NoPlanError, match="Without the rule budget a plan exists"):
        solve_here(alone)


def _without_closing(steps: Steps) -> Steps:
    """Leave out every step of the first facility to closed."""
    keep = (steps.facility != 0) | (steps.after != CLOSED)
    kept = {name: value[keep] for name, value in vars(steps).items() if isinstance(value, np.ndarray)}
    return replace(steps, **kept)


def test_one_or_two_people_of_named_cells_are_never_counted_out() -> None:
    few = re.compile(r"(?<!< )\b[12] (Personen|persons)")
    codes = set()
    for people in (1, 2, 3):
        for case in (far_case(people), narrow_case(people), barred_case(people)):
            for notice in solve_here(case).notices:
                codes.add(notice.code)
                assert ("< 3 Personen" in notice.de) == (people < FEWEST), notice.de
                assert ("< 3 persons" in notice.en) == (people < FEWEST), notice.en
                assert not few.search(f"{notice.de} {notice.en}")
                if people < FEWEST and notice.code == "NP-W402":
                    assert not re.search(r"\d Plätze|\d places", f"{notice.de} {notice.en}")
    assert codes == {"NP-W401", "NP-W402", "NP-W403"}


def one_cell(people: int, places: int, rules: dict[str, object] | None = None) -> Case:
    """One cell beside one school."""
    case = small_case(3, cells=1, facilities=1, years=1, places=places, rules=rules)
    demand, pairs = case.tables.demand, case.tables.pairs
    beside = np.zeros(1, np.int64)
    pairs = replace(pairs, cell=beside, facility=beside, service=beside, seconds=beside, metres=beside, mode=beside)
    demand = replace(demand, people=np.array([[[people]]]))
    return replace(case, tables=replace(case.tables, demand=demand, pairs=pairs))


def far_case(people: int) -> Case:
    """Nobody reaches the school."""
    case = one_cell(people, 12)
    pairs, none = case.tables.pairs, np.zeros(0, np.int64)
    pairs = replace(pairs, cell=none, facility=none, service=none, seconds=none, metres=none, mode=none)
    return replace(case, tables=replace(case.tables, pairs=pairs))


def narrow_case(people: int) -> Case:
    """The school has no place at any level."""
    return one_cell(people, 0)


def barred_case(people: int) -> Case:
    """The school would have places, but has to be closed."""
    return one_cell(people, 12, {"open_facilities": {"most": "0"}})
