"""Whether those who fare worst fare well enough, recomputed person by person."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from netplan.audit.claim import Assigned
from netplan.audit.cohorts import Needed, is_there, years_of
from netplan.audit.facilities import Facility
from netplan.audit.goals import ways_of
from netplan.audit.journeys import cell_of, group_of
from netplan.audit.outcome import Outcome
from netplan.audit.policies import Belonging, District, all_ways
from netplan.audit.provision import share_of, within_target
from netplan.audit.quantities import PERSONS, SECONDS, quantity
from netplan.audit.question import Question, Rule
from netplan.audit.reading import text
from netplan.audit.tenth import MINUTE, longest_tenth
from netplan.audit.travel import Places, Way
from netplan.audit.verdict import Check, judged


def judge_fairness(
    outcome: Outcome, demand: Mapping[Needed, int], places: Places, districts: Mapping[Belonging, District]
) -> list[Check]:
    """Judge the rules on those who fare worst that the model or the scenario names."""
    rules = outcome.question.rules
    found = []
    if "worst_tenth" in rules:
        rule = rules["worst_tenth"]
        faults = list(tenth_faults(outcome, rule))
        found.append(judged("worst_tenth", "mean of the longest ways of a tenth", rule.apply, faults, "kept"))
    if "extra_minutes" in rules:
        rule = rules["extra_minutes"]
        faults = list(extra_faults(outcome, rule, places, districts))
        found.append(judged("extra_minutes", "people with so much more way than today", rule.apply, faults, "kept"))
    if "group_within_target" in rules:
        rule = rules["group_within_target"]
        faults = list(group_faults(outcome, rule, demand))
        found.append(judged("group_within_target", "share of a group within its target", rule.apply, faults, "kept"))
    return found


def group_faults(outcome: Outcome, rule: Rule, demand: Mapping[Needed, int]) -> Iterator[str]:
    """Find the groups of which too few have a place within the target, for themselves or beside everybody."""
    question = outcome.question
    near = within_target(question, outcome.facilities, outcome.claim, outcome.seconds)
    for service in question.services:
        for year in question.years:
            in_need, lucky = dict[str, int](), dict[str, Fraction]()
            for entry, people in demand.items():
                if entry[1] == service and year in years_of(question, entry):
                    group = group_of(entry[2])
                    in_need[group] = in_need.get(group, 0) + people
                    lucky[group] = lucky.get(group, Fraction(0)) + near.get(entry, 0)
            every = sum(lucky.values(), Fraction(0)) / (sum(in_need.values()) or 1)
            for group in (group for group in question.groups if in_need.get(group)):
                own = lucky[group] / in_need[group]
                least, gap = (share_of(question, rule, key, group) for key in ("least", "gap"))
                what = f"{group}, {service}, {year}: {float(100 * own):.1f} % within the target"
                if least is not None and own < least:
                    yield f"{what}, asked are {float(100 * least):g} %"
                if gap is not None and not is_beside(own, every, gap):
                    yield f"{what}, of everybody {float(100 * every):.1f} %"


def is_beside(own: Fraction, every: Fraction, gap: Fraction) -> bool:
    """Whether a share is not smaller than everybody's by more than the gap."""
    return own >= every - gap


def extra_faults(
    outcome: Outcome, rule: Rule, places: Places, districts: Mapping[Belonging, District]
) -> Iterator[str]:
    """Find the years in which too many people have too many extra minutes."""
    question = outcome.question
    said = text(rule.settings, "more_than")
    more = quantity(question.norms.get(said, said), SECONDS, "more_than")
    most = quantity(text(rule.settings, "people"), PERSONS, "extra_minutes.people")
    if text(rule.settings, "today") != "districts":
        districts = {}
    ways = all_ways(question, outcome.facilities, places, outcome.served)
    farther: dict[int, Fraction] = dict.fromkeys(question.years, Fraction(0))
    for row in outcome.served:
        before = way_of_today(outcome, row, ways, districts.get((row.year, row.service, cell_of(row.cell))))
        if before is not None and grows(outcome.way(row), before, more):
            for year in question.years:
                farther[year] += row.people * is_there(question, row, year)
    for year, people in farther.items():
        if people > most:
            yield f"{year}: {people} of at most {most}"


def way_of_today(outcome: Outcome, row: Assigned, ways: Mapping[Way, int | None], its: District | None) -> int | None:
    """Give how long people of a row go today; None where that is out of reach, and so longer than any way."""
    facilities, journey = outcome.facilities, outcome.question.journey(row.service, row.cell)
    names = [its.facility] if its is not None else [name for name in facilities if offers_today(facilities[name], row)]
    known = (ways.get((row.service, row.cell, facilities[name].site)) for name in names)
    return min((way for way in known if way is not None and way <= journey.reach), default=None)


def offers_today(facility: Facility, row: Assigned) -> bool:
    """Whether the level of today takes people of a service."""
    level = facility.levels[facility.today]
    return level.places.get(row.service, 0) > 0 and level.total != 0


def grows(now: int, before: int, more: Fraction) -> bool:
    """Whether a way is longer than before by more than so much."""
    return now > before + more


def tenth_faults(outcome: Outcome, rule: Rule) -> Iterator[str]:
    """Find services and years in which the longest ways of a tenth take too long on average."""
    question = outcome.question
    for service in question.services:
        limit = time_of(question, rule, "mean", service)
        for year in question.years if limit is not None else ():
            ways = ways_of(outcome, service, year)
            people, longest = Fraction(sum(number for _, number in ways)), longest_tenth(ways)
            if limit is not None and not is_near(longest, people / 10, limit):
                mean = float(10 * longest / people)
                yield f"{service}, {year}: {mean:.2f} min on average, at most {float(limit / MINUTE):g} min"


def is_near(minutes: Fraction, people: Fraction, limit: Fraction) -> bool:
    """Whether minutes of so many people are within the limit on average [s]."""
    return MINUTE * minutes <= limit * people


def time_of(question: Question, rule: Rule, key: str, service: str) -> Fraction | None:
    """Read the time said of a service, or of all services: a quantity or the name of a norm [s]."""
    said = rule.settings.get(key)
    if isinstance(said, dict):
        said = said.get(service, said.get("*"))
    return None if said is None else quantity(question.norms.get(str(said), str(said)), SECONDS, key)
