"""Who goes elsewhere, and whether people go where the policy of their service lets them: recomputed from raw files."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

from netplan.audit.attendance import read_attending
from netplan.audit.claim import Assigned, Claim, count, integer
from netplan.audit.cohorts import Needed, entries, years_of
from netplan.audit.demand import largest_remainder
from netplan.audit.facilities import Facility
from netplan.audit.journeys import cell_of
from netplan.audit.people import House
from netplan.audit.quantities import PERSONS, SECONDS, half_even, quantity
from netplan.audit.question import Question, Rule
from netplan.audit.reading import RawRegion, branch, read_csv, text
from netplan.audit.travel import Pair, Places, Way, seconds_of
from netplan.audit.verdict import Check, check, judged

Gone: TypeAlias = dict[tuple[int, str, str, str], int]
"""Persons who go elsewhere by year, service, area and who takes them."""
Belonging: TypeAlias = tuple[int, str, str]
"""A year, a service and a cell."""
WHO = ("neighbour", "private")
ENTRY = 1
"""Grade of those who enter: policies speak of them, not of those who are there already."""


@dataclass(frozen=True)
class District:
    """Where a cell belongs today for a service, from a year on."""

    facility: str
    may_change: bool


def read_elsewhere(
    question: Question, region: RawRegion, demand: Mapping[Needed, int]
) -> tuple[dict[Needed, int], Gone]:
    """Take those who go elsewhere out of the demand; give the rest and who takes how many.

    Of those who stay for several years an intake goes elsewhere once and for all; who is in a facility of the region
    by attendance.csv goes nowhere else.
    """
    areas = {row["cell"]: row.get("area", "") for row in region.rows("cells")}
    shares = shares_of(question, region, areas)
    if not shares:
        return dict(demand), {}
    attending = {service for _, service, _, _ in read_attending(question, region)}
    rest, gone = dict(demand), Counter[tuple[int, str, str, str]]()
    for name, service in question.services.items():
        for year, grade in entries(question, service):
            if grade > ENTRY and name in attending:
                continue
            for area in sorted(set(areas.values())):
                need = {c: demand[year, name, c, grade] for c, its in areas.items() if its == area}
                exact = {c: people * sum(shares[c, name].values(), Fraction(0)) for c, people in need.items()}
                out = largest_remainder(exact)
                for cell, persons in out.items():
                    rest[year, name, cell, grade] -= persons
                by_who = {
                    who: sum(
                        (people * shares[c, name].get(who, Fraction(0)) for c, people in need.items()), Fraction(0)
                    )
                    for who in WHO
                }
                given = divided(by_who, sum(out.values()))
                for there in years_of(question, (year, name, "", grade)):
                    gone.update({(there, name, area, who): persons for who, persons in given.items() if persons})
    return rest, dict(gone)


def shares_of(
    question: Question, region: RawRegion, areas: Mapping[str, str]
) -> Mapping[tuple[str, str], dict[str, Fraction]]:
    """Give the shares by cell and service, and by who takes them; a cell's own row beats that of its area."""
    rows = [row for row in region.rows("elsewhere") if row["service"] in question.services]
    of_area = {
        (row["area"], row["service"], row["who"]): region.number(row, "share_percent") / 100
        for row in rows
        if not row.get("cell")
    }
    of_cell = {
        (row["cell"], row["service"], row["who"]): region.number(row, "share_percent") / 100
        for row in rows
        if row.get("cell")
    }
    found: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(dict)
    for cell, area in areas.items():
        for service in question.services:
            for who in WHO:
                share = of_cell.get((cell, service, who), of_area.get((area, service, who)))
                if share:
                    found[cell, service][who] = share
    return found


def divided(exact: Mapping[str, Fraction], total: int) -> dict[str, int]:
    """Divide a whole total by largest remainder, ties in the order of `exact`."""
    given = {who: share.numerator // share.denominator for who, share in exact.items()}
    order = sorted(exact, key=lambda who: given[who] - exact[who])
    for who in order[: total - sum(given.values())]:
        given[who] += 1
    return given


def judge_elsewhere(run: Path, gone: Gone) -> tuple[Check, ...]:
    """Compare elsewhere.csv of the run folder, where somebody goes elsewhere or it is there."""
    file = run / "elsewhere.csv"
    rows = read_csv(file) if file.is_file() else []
    if not rows and not gone:
        return ()
    said: dict[tuple[int, str, str, str], Fraction] = defaultdict(Fraction)
    for row in rows:
        said[integer(row["year"]), row["service"], row["area"], row["who"]] += count(row["people"])
    faults = [
        f"{who}, {area}, {service}, {year}: {said.get((year, service, area, who), 0)}, not "
        f"{gone.get((year, service, area, who), 0)}"
        for year, service, area, who in sorted(said.keys() | gone.keys())
        if said.get((year, service, area, who), 0) != gone.get((year, service, area, who), 0)
    ]
    claimed, found = sum(said.values(), Fraction(0)), sum(gone.values())
    return (check("elsewhere", "share of the need, whole persons", f"{claimed} persons", f"{found} persons", faults),)


def read_districts(question: Question, region: RawRegion) -> dict[Belonging, District]:
    """Give the district of each cell by year and service: the row with the latest year that is not later."""
    found: dict[Belonging, District] = {}
    rows = [row for row in region.rows("districts") if row["service"] in question.services]
    for row in sorted(rows, key=lambda row: region.integer(row, "year")):
        for year in question.years:
            if region.integer(row, "year") <= year:
                its = District(row["facility"], row.get("may_change", "") == "yes")
                found[year, row["service"], row["cell"]] = its
    return found


def judge_policies(
    question: Question,
    facilities: Mapping[str, Facility],
    claim: Claim,
    houses: Iterable[House],
    places: Places,
    districts: Mapping[Belonging, District],
) -> tuple[Check, ...]:
    """Judge the rules assignment and stability, where the model or the scenario names them."""
    rows = [row for row in claim.assigned if row.people and row.grade == ENTRY]
    offered = {(house.year, house.facility, s) for house in houses for s in question.services if offers(house, s)}
    found = []
    rule = question.rules.get("assignment")
    if rule is not None:
        for service, said in rule.settings.items():
            name = said if isinstance(said, str) else next(iter(said))
            own = [row for row in rows if row.service == service]
            if name in {"whole_cells", "districts"}:
                found.append(
                    judged(f"whole cells: {service}", "one place a cell and year", rule.apply, parts(own), "whole")
                )
            if name == "districts":
                faults = [fault for row in own for fault in astray(row, districts, offered)]
                found.append(
                    judged(f"districts: {service}", "district's facility while open", rule.apply, faults, "kept")
                )
            if name == "nearest":
                tolerance = quantity(text(branch(said, "nearest"), "tolerance", "0 s"), SECONDS, "tolerance")
                ways = all_ways(question, facilities, places, own)
                faults = [f for row in own for f in too_far(row, facilities, offered, ways, tolerance)]
                what = f"seconds ≤ nearest + {tolerance} s"
                found.append(judged(f"nearest: {service}", what, rule.apply, faults, "nearest"))
    rule = question.rules.get("stability")
    if rule is not None:
        found.append(stability(question, rule, rows, districts))
    return tuple(found)


def offers(house: House, service: str) -> bool:
    """Whether a facility takes people of a service in at its level."""
    return house.level.intake and house.level.places[service] > 0 and house.level.total != 0


def parts(rows: Iterable[Assigned]) -> list[str]:
    """Say which cells are divided between facilities, or between a facility and nothing."""
    seen: dict[tuple[int, str], set[str]] = defaultdict(set)
    for row in rows:
        seen[row.year, row.cell].add(row.facility or "unserved")
    return [f"{cell}, {year}: {', '.join(sorted(where))}" for (year, cell), where in seen.items() if len(where) > 1]


def astray(row: Assigned, districts: Mapping[Belonging, District], offered: set[tuple[int, str, str]]) -> list[str]:
    """Say whether people go elsewhere though their district's facility is open and the cell may not change."""
    its = districts.get((row.year, row.service, cell_of(row.cell)))
    if its is None or its.may_change or row.facility in {"", its.facility}:
        return []
    is_offered = (row.year, its.facility, row.service) in offered
    return [f"{row.cell}, {row.year}: {row.facility}, not {its.facility}"] if is_offered else []


def all_ways(
    question: Question, facilities: Mapping[str, Facility], places: Places, rows: Iterable[Assigned]
) -> dict[Way, int | None]:
    """Search the ways from every cell with people to the sites of all facilities of the sector."""
    wanted: dict[str, set[Pair]] = defaultdict(set)
    for row in rows:
        if row.cell in places.cells:
            wanted[row.service] |= {(row.cell, facility.site) for facility in facilities.values()}
    return seconds_of(question, places, wanted)


def too_far(
    row: Assigned,
    facilities: Mapping[str, Facility],
    offered: set[tuple[int, str, str]],
    ways: Mapping[Way, int | None],
    tolerance: Fraction,
) -> list[str]:
    """Say whether people go farther than to the nearest open facility, the tolerance added."""
    if row.facility not in facilities:
        return []
    own = ways.get((row.service, row.cell, facilities[row.facility].site))
    near = [
        seconds
        for name, facility in facilities.items()
        if (row.year, name, row.service) in offered
        and (seconds := ways.get((row.service, row.cell, facility.site))) is not None
    ]
    if own is None or not near or own <= min(near) + tolerance:
        return []
    return [f"{row.cell}, {row.year}: {own} s to {row.facility}, the nearest is {min(near)} s away"]


def stability(
    question: Question, rule: Rule, rows: Iterable[Assigned], districts: Mapping[Belonging, District]
) -> Check:
    """Judge how many people are assigned anew in each listed year."""
    most = quantity(text(rule.settings, "people"), PERSONS, "stability.people")
    anew: dict[int, Fraction] = dict.fromkeys(question.years, Fraction(0))
    for row in rows:
        its = districts.get((row.year, row.service, cell_of(row.cell)))
        if its is not None and row.facility not in {"", its.facility}:
            anew[row.year] += row.people
    faults = [f"{year}: {people} of at most {half_even(most)}" for year, people in anew.items() if people > most]
    clean = ", ".join(f"{people} in {year}" for year, people in anew.items())
    return judged("stability", "Σ people not at their district's facility", rule.apply, faults, clean)
