"""Whether grants are those of the first programme that a measure fits, and within what each programme has."""

from collections import Counter
from collections.abc import Mapping

from netplan.audit.claim import Claim, ClaimedMeasure
from netplan.audit.facilities import Facility, Measure
from netplan.audit.life import payment, permitted_as
from netplan.audit.quantities import CENTS, SHARE, half_even, quantity
from netplan.audit.question import Question
from netplan.audit.reading import Tree, branch, items, text
from netplan.audit.verdict import Check, check

BUILDING = ("open", "extend", "convert")
"""Kinds of measures that a programme pays for where it names none."""


def judge_grants(question: Question, facilities: Mapping[str, Facility], claim: Claim) -> tuple[Check, ...]:
    """Judge grants where the scenario has programmes or the plan claims any."""
    rule = question.rules.get("grants")
    programmes = branch(rule.settings, "programmes") if rule else {}
    if not programmes and not any(said.programme or said.grant for said in claim.measures):
        return ()
    faults = [fault for said in claim.measures for fault in grant_faults(question, facilities, programmes, said)]
    spent = Counter[str]()
    for said in claim.measures:
        spent[said.programme] += said.grant
    over = [
        f"{name}: {spent[name]} cents of {text(tree, 'total')}"
        for name, tree in programmes.items()
        if text(tree, "total") and spent[name] > quantity(text(tree, "total"), CENTS, f"{name}.total")
    ]
    found = f"{sum(spent.values())} cents"
    return (check("grants", "min(most, rate · cost) by the first programme, Σ ≤ total", found, found, faults + over),)


def grant_faults(
    question: Question, facilities: Mapping[str, Facility], programmes: Mapping[str, Tree], said: ClaimedMeasure
) -> list[str]:
    """Say what is wrong with the grant of one measure."""
    facility, raw = facilities.get(said.facility), permitted_as(question, facilities, said)
    if facility is None or isinstance(raw, str):
        return []
    paid = payment(raw, said.year, question.years)
    fitting = [
        (name, tree)
        for name, tree in programmes.items()
        if paid.paid_year is not None and fits(tree, raw, facility, paid.paid_year)
    ][:1]
    right = {(name, granted(tree, paid.cents)) for name, tree in fitting}
    if not fitting or text(fitting[0][1], "total"):
        right.add(("", 0))
    if (said.programme, said.grant) in right:
        return []
    return [f"{said.facility}: {said.name} has {said.grant} cents of {said.programme or 'nobody'}"]


def granted(programme: Tree, cents: int) -> int:
    """Give min(most, rate · cost), the share rounded half-even to a cent."""
    share = half_even(quantity(text(programme, "rate"), SHARE, "rate") * cents)
    most = text(programme, "most")
    return min(share, int(quantity(most, CENTS, "most"))) if most else share


def fits(programme: Tree, raw: Measure, facility: Facility, paid_year: int) -> bool:
    """Whether a measure meets every condition that a programme names."""
    listed = {
        key: [str(one) for one in items(programme, key)] for key in ("kinds", "sectors", "carrier_types", "consent")
    }
    return (
        raw.kind in (listed["kinds"] or BUILDING)
        and (not listed["sectors"] or facility.sector in listed["sectors"])
        and (not listed["carrier_types"] or facility.carrier_type in listed["carrier_types"])
        and (not listed["consent"] or raw.consent in listed["consent"])
        and int(text(programme, "from", "0")) <= paid_year <= int(text(programme, "to", "9999"))
    )
