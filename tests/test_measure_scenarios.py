"""The example scenarios with rules on measures: what they link is there, and what a refusal costs is not nothing."""

from pathlib import Path

import pytest

import netplan
from netplan.case import Case
from netplan.plan import Plan
from netplan.tables import Consent

ROOT = Path(__file__).resolve().parents[1]


def codes(case: Case) -> set[str]:
    return {notice.code for notice in case.notices}


def test_what_is_not_agreed_differs_from_the_design_in_consent_only() -> None:
    agreed, design = (netplan.load(ROOT / f"scenarios/{name}.yaml") for name in ("agreed", "design"))
    assert agreed.against == design.name
    assert agreed.rules.model_copy(update={"consent": None}) == design.rules
    lost = set(design.possible.tolist()) - set(agreed.possible.tolist())
    steps = design.tables.steps
    assert lost
    assert {steps.consent[i] for i in lost} <= {Consent.ASKED, Consent.NOT_ASKED}
    assert any(steps.consent[i] == Consent.ASKED for i in lost)


def test_every_linked_measure_is_one_that_the_plan_can_take() -> None:
    linked = netplan.load(ROOT / "scenarios/linked.yaml")
    assert "NP-W070" not in codes(linked)
    rule = linked.rules.measure_links
    assert rule is not None
    assert [str(link) for link in rule.links] == [
        ("at most one of gs_haselried → z1, gs_haselried → z2, gs_lindenbach → z1, gs_lindenbach → z2"),
        "if gs_birkenzell → closed then gs_falkenwald → z2",
        "sequence of gs_haselburg → z2, gs_falkenwald: Erweiterung, 2-zügig, gs_buchenwald → z3",
    ]


def _years(plan: Plan) -> dict[tuple[str, str], int]:
    steps, levels, years = plan.tables.steps, plan.tables.levels, plan.tables.demand.years
    return {
        (levels.facilities[steps.facility[i]], levels.names[steps.after[i]]): int(years[steps.year[i]])
        for i in plan.measures.tolist()
    }


@pytest.mark.slow
def test_the_linked_scenario_is_solved_and_keeps_its_links(county: Path) -> None:
    plan = netplan.solve(netplan.load(county / "scenarios/linked.yaml"), seconds=60, gap=0.005)
    years = _years(plan)
    assert len([key for key in years if key[0] in {"gs_haselried", "gs_lindenbach"}]) <= 1
    if ("gs_birkenzell", "closed") in years:
        assert years["gs_falkenwald", "z2"] <= years["gs_birkenzell", "closed"]
    order = [years.get(key, 9999) for key in (("gs_haselburg", "z2"), ("gs_falkenwald", "z2"), ("gs_buchenwald", "z3"))]
    assert order == sorted(order)
    assert netplan.verify(county / "results/linked").passed


@pytest.mark.slow
def test_a_refusal_has_its_price(county: Path) -> None:
    """What is only asked for is taken in the design; without it somebody fares worse, goal by goal."""
    agreed, design = (
        netplan.solve(netplan.load(county / f"scenarios/{name}.yaml"), seconds=60, gap=0.005)
        for name in ("agreed", "design")
    )
    (one, two), steps = ([goal.value for goal in plan.goals[:2]] for plan in (agreed, design)), design.tables.steps
    assert any(steps.consent[i] == Consent.ASKED for i in design.measures.tolist())
    assert one > two
    assert netplan.verify(county / "results/agreed").passed
