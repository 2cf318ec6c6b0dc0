"""The rules on measures in the tiny region, solved by hand: north is extended, or everything stays as it is."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.oracle.brute_force import best
from tests.oracle.checks import answered, faults
from tests.oracle.measure_rules import Link, MeasureRules, Share
from tests.oracle.question import Facility, Question
from tests.oracle.tiny_region import NORTH, SOUTH, TINY
from tests.oracle.translation import case_of

EXTENDED = [0, 22_800, 1_399_20]
AS_IT_IS = [0, 24_600, 784_00]
"""Without a place, seconds, cents, as in test_tiny_region.py. Closing south would leave c2 without a place."""


def _with(facility: Facility, **changes: Any) -> Facility:
    return replace(facility, measures=(replace(facility.measures[0], **changes),))


def _asked(north: Facility = NORTH, south: Facility = SOUTH, **rules: Any) -> Question:
    return replace(TINY, facilities=(north, south), measures=MeasureRules(**rules))


LINKED = (_with(NORTH, tags="b"), _with(SOUTH, tags="d"))
CASES: dict[str, tuple[Question, list[int]]] = {
    "extended only where south closes": (_asked(*LINKED, links=(Link("if", "bd"),)), AS_IT_IS),
    "south closes only where north is extended": (_asked(*LINKED, links=(Link("if", "db"),)), EXTENDED),
    "both in the same year": (_asked(*LINKED, links=(Link("together", "bd"),)), AS_IT_IS),
    "one of both": (_asked(*LINKED, links=(Link("exactly_one", "bd"),)), EXTENDED),
    "at most one of both": (_asked(*LINKED, links=(Link("at_most_one", "bd"),)), EXTENDED),
    "north after south": (_asked(*LINKED, links=(Link("sequence", "db"),)), AS_IT_IS),
    "linked, but only reported": (_asked(*LINKED, links=(Link("if", "bd"),), links_apply="report"), EXTENDED),
    "one measure an area and year": (_asked(per_year=1), EXTENDED),
    "no measure in any area": (_asked(total=0), AS_IT_IS),
    "no measure in an area, but only reported": (_asked(total=0, area_apply="report"), EXTENDED),
    "refused": (_asked(_with(NORTH, consent="refused")), AS_IT_IS),
    "refused and let in": (_asked(_with(NORTH, consent="refused"), consent="refused"), EXTENDED),
    "refused and reported": (
        _asked(_with(NORTH, consent="refused"), consent="asked", consent_apply="report"), EXTENDED),
    "asked": (_asked(_with(NORTH, consent="asked")), EXTENDED),
    "asked, but it must be given": (_asked(_with(NORTH, consent="asked"), consent="given"), AS_IT_IS),
    "not ours to extend": (_asked(replace(NORTH, carrier="church"), carriers=("municipal",)), AS_IT_IS),
    "not ours, but agreed": (
        _asked(replace(_with(NORTH, consent="given"), carrier="church"), carriers=("municipal",)), EXTENDED),
    "a third stays with the others": (
        _asked(south=replace(SOUTH, carrier="welfare"), share=Share(("welfare",), least=Fraction(1, 3))), EXTENDED),
    "more than a third stays with the others": (
        _asked(south=replace(SOUTH, carrier="welfare"), share=Share(("welfare",), least=Fraction(34, 100))), AS_IT_IS),
}  # fmt: skip
"""After the extension north has 16 of 24 places."""


@pytest.mark.parametrize("case", CASES)
def test_a_rule_on_measures_lets_the_extension_through_or_not(case: str) -> None:
    question, values = CASES[case]
    plan, stages = answered(question), best(question)
    assert plan is not None
    assert stages is not None
    assert [goal.value for goal in plan.goals] == values
    assert stages[-1].value == values[-1]
    assert faults(question, plan) == []


def test_what_is_taken_against_a_refusal_is_named() -> None:
    question, _ = CASES["refused and reported"]
    plan = answered(question)
    assert plan is not None
    rule = case_of(question).rules.consent
    assert rule is not None
    assert [row.where for row in rule.breaches(plan.decisions, plan.tables)] == [("north", "one to two", "2028")]


def test_a_share_that_is_missed_is_told_in_places() -> None:
    """Half of 24 places are 12; the others have 8: 4 are missing."""
    share = Share(("welfare",), least=Fraction(1, 2), apply="report")
    question = _asked(south=replace(SOUTH, carrier="welfare"), share=share)
    plan = answered(question)
    assert plan is not None
    rule = case_of(question).rules.carrier_share
    assert rule is not None
    found = [(row.where, row.violation, row.unit) for row in rule.breaches(plan.decisions, plan.tables)]
    assert found == [(("welfare", "2028"), 4, "persons")]
