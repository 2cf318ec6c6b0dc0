"""Whether areas have the places they should: coverage, reserve, places per 1,000 persons."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from netplan.audit.claim import Claim, Count
from netplan.audit.cohorts import Needed, years_of
from netplan.audit.demand import census
from netplan.audit.facilities import Facility
from netplan.audit.journeys import cell_of
from netplan.audit.levels import Level
from netplan.audit.people import House
from netplan.audit.quantities import SHARE, UnreadableError, quantity
from netplan.audit.question import Question, Rule
from netplan.audit.reading import RawRegion, items, text
from netplan.audit.site_areas import read_site_areas
from netplan.audit.social import read_classes
from netplan.audit.travel import Way
from netplan.audit.verdict import Check, judged

REGION = "the whole region"
NAMES = ("coverage", "reserve", "places_per_1000", "within_target")
THOUSAND = "per 1000"

Place: TypeAlias = tuple[int, str, str]
"""A year, an area or REGION, and a service."""


@dataclass(frozen=True)
class Areas:
    """Where cells and sites lie, and who lives there."""

    of_cell: Mapping[str, str]
    of_site: Mapping[str, str]
    people: Mapping[tuple[int, str, str], int]
    """By year, area and age group; REGION is an area too."""
    classes: Mapping[str, str] = field(default_factory=dict)
    """Class of the social index by area."""

    @property
    def names(self) -> list[str]:
        """The areas in which people live."""
        return sorted(set(self.of_cell.values()))


def read_areas(question: Question, region: RawRegion) -> Areas:
    """Read areas and people, where a rule looks at them."""
    if not set(NAMES) & set(question.rules):
        return Areas({}, {}, {})
    of_cell = {row["cell"]: row.get("area", "") for row in region.rows("cells")}
    people: dict[tuple[int, str, str], int] = defaultdict(int)
    for (year, cell, group), number in census(question, region).items():
        people[year, of_cell[cell], group] += number
        people[year, REGION, group] += number
    return Areas(of_cell, read_site_areas(region), people, read_classes(region))


def judge_provision(
    question: Question,
    areas: Areas,
    facilities: Mapping[str, Facility],
    demand: Mapping[Needed, int],
    near: Mapping[Needed, Count],
    found: list[House],
) -> list[Check]:
    """Judge each of these rules that the model or the scenario names."""
    places = offered(areas, facilities, found)
    judges: dict[str, Callable[[Rule], Iterable[str]]] = {
        "coverage": lambda rule: coverage_faults(question, rule, areas, facilities, places),
        "reserve": lambda rule: reserve_faults(question, rule, areas, demand, places),
        "places_per_1000": lambda rule: corridor_faults(question, rule, areas, places),
        "within_target": lambda rule: within_faults(question, rule, areas, demand, near),
    }
    formulas = {
        "coverage": "places ≥ least · residents, and no less than the year before",
        "reserve": "places ≥ (1 + share) · demand",
        "places_per_1000": "least ≤ places for each 1,000 persons ≤ most",
        "within_target": "people within the target ≥ least · demand",
    }
    return [
        judged(name, formulas[name], question.rules[name].apply, list(judge(question.rules[name])), "kept")
        for name, judge in judges.items()
        if name in question.rules
    ]


def offered(areas: Areas, facilities: Mapping[str, Facility], found: list[House]) -> Mapping[Place, int]:
    """Sum the places of each service by year and by the area of the site, and over the region."""
    places: dict[Place, int] = defaultdict(int)
    for house in found:
        area = areas.of_site.get(facilities[house.facility].site, "")
        for service in house.level.places:
            for where in (area, REGION):
                places[house.year, where, service] += room(house.level, service)
    return places


def room(level: Level, service: str) -> int:
    """Give the places of a service at a level: no more than the level has in all."""
    own = level.places[service]
    return own if level.total is None else min(own, level.total)


def coverage_faults(
    question: Question,
    rule: Rule,
    areas: Areas,
    facilities: Mapping[str, Facility],
    places: Mapping[Place, int],
) -> Iterator[str]:
    """Find areas with too few places for those who live there, or with a smaller share than the year before."""
    first = question.years[0]
    for area in looked_at(rule, areas, "area"):
        for service in question.services.values():
            residents = {
                year: sum(areas.people.get((year, area, group), 0) for group in service.residents)
                for year in question.years
            }
            least = share_of(question, rule, "least", service.name)
            before = (today(areas, facilities, area, service.name), residents[first])
            for year in question.years:
                here, people = places.get((year, area, service.name), 0), residents[year]
                where = f"{area}, {service.name}, {year}"
                if least is not None and not covers(here, people, least):
                    yield f"{where}: {here} places for {people} residents, asked are {float(100 * least):g} %"
                if text(rule.settings, "last_year") == "yes" and not no_less(here, people, before):
                    yield f"{where}: {here} places for {people} residents, before {before[0]} for {before[1]}"
                before = (here, people)


def covers(places: int, people: int, share: Fraction) -> bool:
    """Whether places are a share of people: places ≥ share · people."""
    return places >= share * people


def no_less(places: int, people: int, before: tuple[int, int]) -> bool:
    """Whether places / people ≥ places / people before; where nobody lived before, nothing is asked."""
    were, lived = before
    return not lived or places * lived >= were * people


def today(areas: Areas, facilities: Mapping[str, Facility], area: str, service: str) -> int:
    """Sum the places of today's levels in an area."""
    own = [f for f in facilities.values() if area in {REGION, areas.of_site.get(f.site, "")}]
    return sum(room(facility.levels[facility.today], service) for facility in own)


def reserve_faults(
    question: Question, rule: Rule, areas: Areas, demand: Mapping[Needed, int], places: Mapping[Place, int]
) -> Iterator[str]:
    """Find where places do not exceed need by the reserve."""
    needed: dict[Place, int] = defaultdict(int)
    for entry, people in demand.items():
        _, service, cell, _ = entry
        for year in years_of(question, entry):
            needed[year, areas.of_cell[cell_of(cell)], service] += people
            needed[year, REGION, service] += people
    for area in looked_at(rule, areas, "region"):
        for service in question.services:
            share = share_of(question, rule, "share", service)
            for year in question.years if share is not None else ():
                here, people = places.get((year, area, service), 0), needed[year, area, service]
                if not covers(here, people, 1 + (share or Fraction(0))):
                    yield f"{area}, {service}, {year}: {here} places for {people} in need"


def corridor_faults(question: Question, rule: Rule, areas: Areas, places: Mapping[Place, int]) -> Iterator[str]:
    """Find where places for each 1,000 persons are below or above the corridor."""
    groups = [str(group) for group in items(rule.settings, "groups")]
    for area in looked_at(rule, areas, "region"):
        for service in question.services:
            least, most = (share_of(question, rule, key, service) for key in ("least", "most"))
            for year in question.years:
                here = places.get((year, area, service), 0)
                people = sum(areas.people.get((year, area, group), 0) for group in groups)
                what = f"{area}, {service}, {year}: {here} places for {people} persons"
                if least is not None and not covers(here, people, least):
                    yield f"{what}, asked are {float(1000 * least):g} per 1,000"
                if most is not None and here > most * people:
                    yield f"{what}, at most {float(1000 * most):g} per 1,000"


def within_target(
    question: Question, facilities: Mapping[str, Facility], claim: Claim, seconds: Mapping[Way, int | None]
) -> Mapping[Needed, Count]:
    """Count the people who go no farther than the target, by year, service and cell."""
    near: dict[Needed, Count] = defaultdict(int)
    for row in claim.assigned:
        site = facilities[row.facility].site if row.facility in facilities else ""
        way = seconds.get((row.service, row.cell, site))
        target = question.journey(row.service, row.cell).target if row.service in question.services else None
        if way is not None and target is not None and way <= target:
            near[row.year, row.service, row.cell, row.grade] += row.people
    return near


def within_faults(
    question: Question, rule: Rule, areas: Areas, demand: Mapping[Needed, int], near: Mapping[Needed, Count]
) -> Iterator[str]:
    """Find where too few of those in need have a place within the target."""
    needed: dict[Place, int] = defaultdict(int)
    lucky: dict[Place, Count] = defaultdict(int)
    for entry, people in demand.items():
        _, service, cell, _ = entry
        for year, area in product(years_of(question, entry), (areas.of_cell[cell_of(cell)], REGION)):
            needed[year, area, service] += people
            lucky[year, area, service] += near.get(entry, 0)
    for area in looked_at(rule, areas, "area"):
        for service in question.services:
            own = share_of(question, rule, "by_class", areas.classes.get(area, ""))
            least = share_of(question, rule, "least", service) if own is None else own
            for year in question.years if least is not None else ():
                here, people = lucky[year, area, service], needed[year, area, service]
                if here < (least or 0) * people:
                    yield f"{area}, {service}, {year}: {here} of {people} within the target"


def looked_at(rule: Rule, areas: Areas, otherwise: str) -> list[str]:
    """Give the areas that a rule judges: each, the whole region, or both."""
    by = text(rule.settings, "by", otherwise)
    if by not in {"area", "region", "both"}:
        raise UnreadableError(f'by: "{by}" is neither area nor region nor both')
    return [*(areas.names if by != "region" else []), *([REGION] if by != "area" else [])]


def share_of(question: Question, rule: Rule, key: str, service: str) -> Fraction | None:
    """Read the share said of a service, or of all services: a quantity or the name of a norm."""
    said = rule.settings.get(key)
    if isinstance(said, dict):
        said = said.get(service, said.get("*"))
    if said is None:
        return None
    written = question.norms.get(str(said), str(said))
    if written.endswith(THOUSAND):
        return Fraction(written.removesuffix(THOUSAND).strip()) / 1000
    return quantity(written, SHARE, key)
