"""Whether places match the pupils of the same site, area or region."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from netplan.audit.facilities import Facility
from netplan.audit.people import House
from netplan.audit.provision import room
from netplan.audit.quantities import SHARE, quantity
from netplan.audit.question import Question
from netplan.audit.reading import text
from netplan.audit.verdict import Check, judged


def judge_pupils(
    question: Question, facilities: Mapping[str, Facility], site_areas: Mapping[str, str], found: Iterable[House]
) -> list[Check]:
    """Judge the rule where the model or the scenario names it."""
    rule = question.rules.get("places_for_pupils")
    if rule is None:
        return []
    service, pupils = text(rule.settings, "service"), text(rule.settings, "pupils")
    by, said = text(rule.settings, "by", "area"), text(rule.settings, "share")
    share = quantity(question.norms.get(said, said), SHARE, "places_for_pupils.share")
    where = {name: place_of(facility.site, by, site_areas) for name, facility in facilities.items()}
    faults = too_few(places_and_people(found, where, service, pupils), share)
    return [judged("places_for_pupils", f"{service} ≥ {said} of {pupils}", rule.apply, faults, "enough")]


def place_of(site: str, by: str, site_areas: Mapping[str, str]) -> str:
    """Give what a site is counted with: itself, its area, or the region."""
    return site if by == "site" else site_areas.get(site, "") if by == "area" else "the whole region"


def places_and_people(
    found: Iterable[House], where: Mapping[str, str], service: str, pupils: str
) -> dict[tuple[str, int], tuple[int, Fraction]]:
    """Add up the places of one service and the people of the other, by place and listed year."""
    sums: dict[tuple[str, int], tuple[int, Fraction]] = defaultdict(lambda: (0, Fraction(0)))
    for house in found:
        places, people = sums[where[house.facility], house.year]
        more = room(house.level, service) if service in house.level.places else 0
        sums[where[house.facility], house.year] = places + more, people + Fraction(house.load.get(pupils, 0))
    return sums


def too_few(sums: Mapping[tuple[str, int], tuple[int, Fraction]], share: Fraction) -> list[str]:
    """List where and when there are fewer places than a share of the people."""
    return [
        f"{where}, {year}: {places} places for {people} people"
        for (where, year), (places, people) in sorted(sums.items())
        if places < share * people
    ]
