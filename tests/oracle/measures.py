"""Rules on measures of tiny questions, as plain loops over the lives of all facilities."""

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any

from tests.oracle.lives import Life, all_places, kind_of, level_of
from tests.oracle.measure_rules import Link, MeasureRules, Share
from tests.oracle.question import CLOSED, Question

UP, DOWN = ("open", "extend"), ("reduce", "close")
NOBODY = {"facility": "nobody", "to": "nowhere"}
"""Names a measure that is not there."""


def keeps(question: Question, lives: Sequence[Life]) -> bool:
    """Say whether lives together keep every rule on measures that is enforced."""
    rules = question.measures
    if rules is None:
        return True
    if rules.links_apply == "enforce" and not all(keeps_link(question, lives, link) for link in rules.links):
        return False
    if rules.area_apply == "enforce" and not keeps_areas(question, lives, rules):
        return False
    if rules.lasting_apply == "enforce" and not all(keeps_lasting(question, life, rules.lasting) for life in lives):
        return False
    share = rules.share
    return share is None or share.apply == "report" or keeps_share(question, lives, share)


def keeps_link(question: Question, lives: Sequence[Life], link: Link) -> bool:
    """Say whether the measures that carry a link's letters depend on each other as it says."""
    years = [years_of(question, lives, tag) for tag in link.tags]
    if link.kind == "if":
        return each_has(years[0], years[1], link.delay)
    if link.kind == "sequence":
        return all(each_has(later, earlier, 0) for earlier, later in pairwise(years))
    if link.kind == "together":
        return all(one == other for one, other in pairwise(years))
    taken = sum(len(found) for found in years)
    return taken <= 1 if link.kind == "at_most_one" else taken == 1


def each_has(years: Sequence[int], others: Sequence[int], delay: int) -> bool:
    """Say whether for each year another has come until so many years after it."""
    return all(any(other <= year + delay for other in others) for year in years)


def years_of(question: Question, lives: Sequence[Life], tag: str) -> list[int]:
    """List the years in which a measure that carries a letter takes effect."""
    return [
        year for life in lives for year, act in zip(question.years, life.acts, strict=True) if act and tag in act.tags
    ]


def area_at(question: Question, site: int) -> str:
    """Name the area that a site lies in: as provision says, else as the facility there does."""
    if question.provision:
        return f"a{question.provision.site_area[site]}"
    return next((facility.area for facility in question.facilities if facility.site == site), "a0")


def keeps_areas(question: Question, lives: Sequence[Life], rules: MeasureRules) -> bool:
    """Say whether no area has too many measures, in a year or in all."""
    areas = [area_at(question, life.facility.site) for life in lives]
    for area in set(areas):
        there = [life for life, own in zip(lives, areas, strict=True) if own == area]
        by_year = [sum(act is not None for act in acts) for acts in zip(*(life.acts for life in there), strict=True)]
        if rules.per_year is not None and max(by_year) > rules.per_year:
            return False
        if rules.total is not None and sum(by_year) > rules.total:
            return False
    return True


def keeps_lasting(question: Question, life: Life, lasting: int) -> bool:
    """Say whether nothing is reverted sooner than so many years later."""
    kinds = [(year, kind_of(life.facility, act)) for year, act in zip(question.years, life.acts, strict=True) if act]
    for (year, kind), (later, other) in combinations(kinds, 2):
        is_opposite = (kind in UP and other in DOWN) or (kind in DOWN and other in UP)
        if is_opposite and later - year < lasting:
            return False
    return True


def keeps_share(question: Question, lives: Sequence[Life], share: Share) -> bool:
    """Say whether the carriers hold neither too little nor too much in any year."""
    for t, year in enumerate(question.years):
        if year < share.since:
            continue
        sizes = [
            all_places(level_of(life.facility, life.levels[t])) if share.of == "places" else life.levels[t] != CLOSED
            for life in lives
        ]
        own = sum(size for life, size in zip(lives, sizes, strict=True) if life.facility.carrier in share.types)
        if share.least is not None and own < share.least * sum(sizes):
            return False
        if share.most is not None and own > share.most * sum(sizes):
            return False
    return True


def settings(question: Question) -> dict[str, Any]:
    """Write the rules as a scenario would."""
    rules, found = question.measures, dict[str, Any]()
    if rules is None:
        return found
    if rules.links:
        found["measure_links"] = {"apply": rules.links_apply, "links": [_link(question, link) for link in rules.links]}
    if rules.per_year is not None or rules.total is not None:
        limits = {"per_year": rules.per_year, "total": rules.total}
        told = {key: limit for key, limit in limits.items() if limit is not None}
        found["measures_per_area"] = {"apply": rules.area_apply, **told}
    if rules.lasting:
        found["lasting"] = {"apply": rules.lasting_apply, "years": f"{rules.lasting} years"}
    if rules.consent:
        found["consent"] = {"apply": rules.consent_apply, "up_to": rules.consent}
    if rules.carriers:
        found["carriers"] = {"apply": rules.carriers_apply, "without_consent": list(rules.carriers)}
    if rules.share:
        found["carrier_share"] = _share(rules.share)
    return found


def _share(share: Share) -> dict[str, Any]:
    told: dict[str, Any] = {"apply": share.apply, "carrier_type": list(share.types), "of": share.of}
    for key, limit in (("least", share.least), ("most", share.most)):
        if limit is not None:
            told[key] = {"kind": "share", "amount": limit, "text": f"{limit}"}
    return told | ({"from": share.since} if share.since else {})


def _link(question: Question, link: Link) -> dict[str, Any]:
    names = [_name(question, tag) for tag in link.tags]
    if link.kind != "if":
        return {link.kind: names}
    told: dict[str, Any] = {"if": names[0], "then": names[1]}
    if link.delay:
        told["within" if link.delay > 0 else "earlier"] = f"{abs(link.delay)} years"
    return told


def _name(question: Question, tag: str) -> dict[str, str]:
    """Name the measures that carry a letter: by the level where all that lead there do, else by their name."""
    tagged = [(facility, act) for facility in question.facilities for act in facility.measures if tag in act.tags]
    if not tagged:
        return NOBODY
    facility, act = tagged[0]
    if sum(other.after == act.after for other in facility.measures) == len(tagged) and ord(tag) % 2:
        return {"facility": facility.name, "to": act.after}
    assert len(tagged) == 1
    return {"facility": facility.name, "measure": act.name}
