"""Whether a plan keeps the rules on measures: links, limits by area, what lasts, consent, carriers and their share."""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from typing import TypeAlias

from netplan.audit.claim import Claim, ClaimedMeasure
from netplan.audit.facilities import Facility
from netplan.audit.life import permitted_as
from netplan.audit.links import link_faults
from netplan.audit.people import House
from netplan.audit.quantities import SHARE, YEARS, UnreadableError, quantity, whole
from netplan.audit.question import Question, Rule
from netplan.audit.reading import Tree, branch, items, text
from netplan.audit.rules import integer
from netplan.audit.verdict import Check, judged

Facilities: TypeAlias = Mapping[str, Facility]

NEARER_TO_A_YES = ("", "given", "asked", "refused")
"""What may be said of a measure, the nearest to a yes first."""

UP = frozenset({"open", "extend"})
DOWN = frozenset({"reduce", "close"})


def judge_measures(
    question: Question, facilities: Facilities, site_areas: Mapping[str, str], claim: Claim, found: list[House]
) -> tuple[Check, ...]:
    """Judge each of these rules that the model or the scenario names."""
    taken, rows = claim.measures, []
    for name, rule in question.rules.items():
        if name == "measure_links":
            faults = link_faults(items(rule.settings, "links"), taken)
            rows.append(judged(name, "each link between measures", rule.apply, faults, f"{len(taken)} measures"))
        elif name == "measures_per_area":
            areas = [site_areas.get(facilities[m.facility].site, "") for m in taken if m.facility in facilities]
            faults = area_faults(rule, taken, facilities, site_areas)
            rows.append(judged(name, "measures by area", rule.apply, faults, f"{len(set(areas))} areas"))
        elif name == "lasting":
            years = whole(quantity(text(rule.settings, "years"), YEARS, "lasting.years"), "lasting.years")
            faults = reverted(taken, years)
            rows.append(judged(name, f"no opposite measure within {years} years", rule.apply, faults, "none reverted"))
        elif name == "consent":
            up_to = text(rule.settings, "up_to", "asked")
            faults = without_consent(question, facilities, taken, up_to)
            rows.append(judged(name, f"consent up to {up_to}", rule.apply, faults, f"{len(taken)} measures"))
        elif name == "carriers":
            faults = not_theirs(question, rule, facilities, taken)
            rows.append(judged(name, "whose facilities change", rule.apply, faults, f"{len(taken)} measures"))
        elif name == "carrier_share":
            faults = share_faults(question, rule, facilities, found)
            rows.append(judged(name, "share of these carriers", rule.apply, faults, f"{len(question.years)} years"))
    return tuple(rows)


def area_faults(
    rule: Rule, taken: tuple[ClaimedMeasure, ...], facilities: Facilities, site_areas: Mapping[str, str]
) -> list[str]:
    """Find areas with too many measures in a listed year, or in all."""
    placed = [(site_areas.get(facilities[m.facility].site, ""), m.year) for m in taken if m.facility in facilities]
    by_year, in_all = Counter(placed), Counter(area for area, _ in placed)
    faults = []
    for (area, year), number in sorted(by_year.items()):
        most = limit_of(rule, "per_year", area)
        if most is not None and number > most:
            faults.append(f"{area}, {year}: {number} of at most {most}")
    for area, number in sorted(in_all.items()):
        most = limit_of(rule, "total", area)
        if most is not None and number > most:
            faults.append(f"{area}: {number} of at most {most} in all")
    return faults


def limit_of(rule: Rule, key: str, area: str) -> int | None:
    """Give the most measures of an area: its own number, else that of all others (`*`)."""
    said = rule.settings.get(key)
    if isinstance(said, str):
        return integer(rule.settings, key, 0)
    by_area = branch(rule.settings, key)
    name = area if area in by_area else "*"
    return integer(by_area, name, 0) if name in by_area else None


def reverted(taken: tuple[ClaimedMeasure, ...], years: int) -> list[str]:
    """Find measures of one facility that take back an earlier one too soon."""
    faults = []
    for one, other in combinations(sorted(taken, key=lambda m: m.year), 2):
        is_opposite = (one.kind in UP and other.kind in DOWN) or (one.kind in DOWN and other.kind in UP)
        if one.facility == other.facility and is_opposite and other.year - one.year < years:
            faults.append(f"{one.facility}: {one.name} in {one.year}, {other.name} in {other.year}")
    return faults


def without_consent(
    question: Question, facilities: Facilities, taken: tuple[ClaimedMeasure, ...], up_to: str
) -> list[str]:
    """Find measures that are farther from a yes than the rule allows."""
    if up_to not in NEARER_TO_A_YES:
        raise UnreadableError(f'consent.up_to: "{up_to}" is neither given, asked nor refused')
    most = NEARER_TO_A_YES.index(up_to)
    said = ((measure, consent_to(question, facilities, measure)) for measure in taken)
    return [
        f"{measure.facility}: {measure.name} in {measure.year} is {consent}"
        for measure, consent in said
        if NEARER_TO_A_YES.index(consent) > most
    ]


def not_theirs(question: Question, rule: Rule, facilities: Facilities, taken: tuple[ClaimedMeasure, ...]) -> list[str]:
    """Find measures at facilities of other carriers that have not agreed."""
    free = items(rule.settings, "without_consent")
    return [
        f"{measure.facility}: {measure.name} in {measure.year}, {carrier_type}"
        for measure in taken
        for carrier_type in [facilities[measure.facility].carrier_type if measure.facility in facilities else ""]
        if carrier_type not in free and consent_to(question, facilities, measure) != "given"
    ]


def consent_to(question: Question, facilities: Facilities, measure: ClaimedMeasure) -> str:
    """Give what measures.csv says of the consent to a measure; one that is not listed there has none."""
    raw = permitted_as(question, facilities, measure)
    return "refused" if isinstance(raw, str) else raw.consent


def share_faults(question: Question, rule: Rule, facilities: Facilities, found: list[House]) -> list[str]:
    """Find the listed years in which carriers hold too small or too large a share."""
    types: list[Tree] = items(rule.settings, "carrier_type")
    first = integer(rule.settings, "from", question.years[0])
    faults = []
    for year in question.years:
        houses = [house for house in found if house.year == year and house.is_open and year >= first]
        sizes = [house.level.size if text(rule.settings, "of", "places") == "places" else 1 for house in houses]
        own = sum(n for h, n in zip(houses, sizes, strict=True) if facilities[h.facility].carrier_type in types)
        for key in ("least", "most"):
            said = text(rule.settings, key)
            share = quantity(said, SHARE, f"carrier_share.{key}") if said else None
            if share is not None and not in_share(own, sum(sizes), key, share.numerator, share.denominator):
                faults.append(f"{year}: {own} of {sum(sizes)}, {key} {said}")
    return faults


def in_share(own: int, everything: int, key: str, n: int, d: int) -> bool:
    """Whether own is at least, or at most, n/d of everything."""
    return d * own >= n * everything if key == "least" else d * own <= n * everything
