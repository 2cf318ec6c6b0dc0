"""The auditor judges the rules on measures by hand-made plans, and every fault planted in its own code shows."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from netplan.audit import verify
from netplan.audit.claim import ClaimedMeasure
from netplan.audit.measures import reverted
from netplan.audit.question import Rule
from tests.audit_region import Edit, write_region

MOBIL, NEU, ZU = "{facility: mobil, to: container}", "{facility: neu, to: klein}", "{facility: zu, measure: Ende}"
ANBAU = "{facility: alt, measure: Anbau}"
"""In 2026 mobil opens, in 2027 neu opens and zu closes; nobody takes the Anbau."""
NEU_ASKED = ("tal/measures.csv", "1,2027,,given", "1,2027,,asked")
NEU_REFUSED = ("tal/measures.csv", "1,2027,,given", "1,2027,,refused")
ZU_GIVEN = ("tal/measures.csv", "2027,2027,,", "2027,2027,given,")
MOBIL_WELFARE = ("tal/facilities.csv", "mobil,s2,kita,Stadt,municipal", "mobil,s2,kita,Verein,welfare")
"""mobil has 3 of 17 places in 2026 and 2027, 6 of 20 in 2028, and is one of three open facilities."""


def links(*entries: str) -> str:
    return f"measure_links: {{links: [{', '.join(entries)}]}}"


CASES: Mapping[str, tuple[str, list[Edit], str]] = {
    "then in the same year": (links(f"{{if: {NEU}, then: {ZU}}}"), [], ""),
    "then a year later": (links(f"{{if: {MOBIL}, then: {ZU}}}"), [], "measure_links"),
    "then within a year": (links(f"{{if: {MOBIL}, then: {ZU}, within: 1 year}}"), [], ""),
    "then never": (links(f"{{if: {NEU}, then: {ANBAU}, within: 9 years}}"), [], "measure_links"),
    "a year earlier": (links(f"{{if: {NEU}, then: {MOBIL}, earlier: 1 year}}"), [], ""),
    "two years earlier": (links(f"{{if: {NEU}, then: {MOBIL}, earlier: 2 years}}"), [], "measure_links"),
    "in order": (links(f"{{sequence: [{MOBIL}, {NEU}, {ZU}]}}"), [], ""),
    "out of order": (links(f"{{sequence: [{NEU}, {MOBIL}]}}"), [], "measure_links"),
    "together": (links(f"{{together: [{NEU}, {ZU}]}}"), [], ""),
    "not together": (links(f"{{together: [{MOBIL}, {NEU}]}}"), [], "measure_links"),
    "one of two": (links(f"{{exactly_one: [{NEU}, {ANBAU}]}}", f"{{at_most_one: [{ANBAU}, {ZU}]}}"), [], ""),
    "two of two": (links(f"{{at_most_one: [{NEU}, {ZU}]}}"), [], "measure_links"),
    "none of one": (links(f"{{exactly_one: [{ANBAU}, {ANBAU}]}}"), [], "measure_links"),
    "links only reported": (f"measure_links: {{apply: report, links: [{{at_most_one: [{NEU}, {ZU}]}}]}}", [], ""),
    "one a year in each area": ("measures_per_area: {per_year: 1}", [], ""),
    "none a year": ("measures_per_area: {per_year: 0}", [], "measures_per_area"),
    "two in all": ("measures_per_area: {total: 2}", [], ""),
    "one in all": ("measures_per_area: {total: 1}", [], "measures_per_area"),
    "one in all in the south": ('measures_per_area: {total: {south: 1, "*": 2}}', [], ""),
    "none in the south": ('measures_per_area: {total: {south: 0, "*": 2}}', [], "measures_per_area"),
    "none in an area that is not named": ("measures_per_area: {total: {south: 1}}", [], ""),
    "nothing reverted": ("lasting: {years: 9 years}", [], ""),
    "all have agreed": ("consent: {up_to: given}", [], ""),
    "one was only asked": ("consent: {up_to: given}", [NEU_ASKED], "consent"),
    "asking is enough": ("consent: {up_to: asked}", [NEU_ASKED], ""),
    "one refused": ("consent: enforce", [NEU_REFUSED], "consent, measures"),
    "one refused, without the rule": ("lasting: {years: 1 year}", [NEU_REFUSED], "measures"),
    "a refusal does not count": ("consent: {up_to: refused}", [NEU_REFUSED], ""),
    "a refusal is reported": ("consent: report", [NEU_REFUSED], ""),
    "our own": ("carriers: {without_consent: [municipal]}", [], ""),
    "others have not agreed": ("carriers: {without_consent: [welfare]}", [], "carriers"),
    "others have agreed": ("carriers: {without_consent: [welfare]}", [ZU_GIVEN], ""),
    "a share just kept": ("carrier_share: {carrier_type: welfare, least: 17.6 %}", [MOBIL_WELFARE], ""),
    "a share just missed": ("carrier_share: {carrier_type: welfare, least: 17.7 %}", [MOBIL_WELFARE], "carrier_share"),
    "a share kept at last": (
        "carrier_share: {carrier_type: [welfare, church], least: 30 %, from: 2028}", [MOBIL_WELFARE], ""),
    "a share at its most": ("carrier_share: {carrier_type: welfare, most: 30 %}", [MOBIL_WELFARE], ""),
    "a share above its most": (
        "carrier_share: {carrier_type: welfare, most: 29.9 %}", [MOBIL_WELFARE], "carrier_share"),
    "a third of the facilities": (
        "carrier_share: {carrier_type: welfare, least: 33.3 %, of: facilities}", [MOBIL_WELFARE], ""),
    "less than a third of the places": (
        "carrier_share: {carrier_type: welfare, least: 33.3 %}", [MOBIL_WELFARE], "carrier_share"),
}  # fmt: skip
"""By name: the rule, further edits, and the rows that fail, parted by commas."""


def faulty(folder: Path, case: str) -> set[str]:
    rule, edits, _ = CASES[case]
    verdict = verify(write_region(folder, [("design.yaml", "{budget: {", f"{{{rule}, budget: {{"), *edits]))
    assert rule.partition(":")[0] in {row.name for row in verdict.rows}, str(verdict)
    return {row.name for row in verdict.rows if not row.passed}


def expected(case: str) -> set[str]:
    return set(filter(None, CASES[case][2].split(", ")))


@pytest.mark.parametrize("case", CASES)
def test_a_rule_on_measures_fails_where_it_is_not_kept_and_nothing_else(case: str, tmp_path: Path) -> None:
    assert faulty(tmp_path, case) == expected(case)


def _taken(*acts: tuple[str, str, int]) -> tuple[ClaimedMeasure, ...]:
    return tuple(ClaimedMeasure(facility, kind, kind, "", "", year, None, 0) for facility, kind, year in acts)


@pytest.mark.parametrize(
    ("first", "second", "years", "is_reverted"),
    [
        ("open", "close", 3, True),
        ("open", "reduce", 3, True),
        ("extend", "close", 3, True),
        ("extend", "reduce", 3, True),
        ("reduce", "extend", 3, True),
        ("close", "open", 3, True),
        ("extend", "reduce", 2, False),
        ("open", "extend", 3, False),
        ("reduce", "close", 3, False),
        ("convert", "close", 3, False),
    ],
)
def test_the_auditor_knows_what_reverts_a_measure(first: str, second: str, years: int, *, is_reverted: bool) -> None:
    """Two years lie between both; another facility, and the order of the list, do not matter."""
    taken = _taken(("f", second, 2028), ("f", first, 2026), ("g", second, 2027))
    assert bool(reverted(taken, years)) is is_reverted


PLANTED: Mapping[str, tuple[str, Any, str]] = {
    "links are not judged": ("links.missing", lambda *_: [], "then a year later"),
    "then must come at once": ("links.delay", lambda _: 0, "then within a year"),
    "earlier is later": ("links.delay", lambda link: -ORIGINAL["links.delay"](link), "two years earlier"),
    "a link looks at no measure": ("links.years_of", lambda *_: [], "two of two"),
    "every area has its own limit only": (
        "measures.limit_of", lambda rule, key, area: ORIGINAL["measures.limit_of"](rule, key, area)
        if area in str(rule.settings.get(key)) else None, "one in all"),
    "areas have one more": (
        "measures.limit_of", lambda *given: (ORIGINAL["measures.limit_of"](*given) or 0) + 1, "one in all"),
    "areas are not told apart": (
        "measures.area_faults", lambda rule, taken, houses, areas:
        ORIGINAL["measures.area_faults"](rule, taken, houses, dict.fromkeys(areas, "north")), "two in all"),
    "nobody has refused": ("measures.consent_to", lambda *_: "given", "one was only asked"),
    "everybody has refused": ("measures.consent_to", lambda *_: "refused", "all have agreed"),
    "carriers do not matter": ("measures.not_theirs", lambda *_: [], "others have not agreed"),
    "shares are < instead of ≤": (
        "measures.in_share", lambda own, every, key, n, d: d * own > n * every if key == "least" else d * own < n * every,  # noqa: E501
        "a share at its most"),
    "shares are not judged": ("measures.in_share", lambda *_: True, "a share just missed"),
    "shares count places only": (
        "measures.share_faults", lambda question, rule, *rest: ORIGINAL["measures.share_faults"](
            question, Rule(rule.apply, {**rule.settings, "of": "places"}), *rest), "a third of the facilities"),
    "shares count from the first year": (
        "measures.share_faults", lambda question, rule, *rest: ORIGINAL["measures.share_faults"](
            question, replace(rule, settings={k: v for k, v in rule.settings.items() if k != "from"}), *rest),
        "a share kept at last"),
    "refused measures are always let in": ("life.lets_refused_in", lambda _: True, "one refused, without the rule"),
    "refused measures are never let in": ("life.lets_refused_in", lambda _: False, "a refusal is reported"),
}  # fmt: skip
"""By name: the function in netplan.audit, its wrong version, and the smallest case that shows it."""

ORIGINAL: dict[str, Any] = {
    target: getattr(import_module(f"netplan.audit.{target.split('.')[0]}"), target.split(".")[1])
    for target, _, _ in PLANTED.values()
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_planted_in_the_auditor_is_caught(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, wrong, case = PLANTED[fault]
    monkeypatch.setattr(f"netplan.audit.{target}", wrong)
    assert faulty(tmp_path, case) != expected(case)
