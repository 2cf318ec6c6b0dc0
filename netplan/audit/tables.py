"""Whether measures.csv and facilities.csv of the run folder say the same as plan.json and the raw files."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from netplan.audit.claim import Claim, ClaimedMeasure, Count, count, integer
from netplan.audit.facilities import Facility
from netplan.audit.levels import CLOSED
from netplan.audit.life import Lives
from netplan.audit.people import House
from netplan.audit.quantities import half_even, number, whole
from netplan.audit.question import Question
from netplan.audit.reading import Row
from netplan.audit.verdict import Check, check

IN_ALL = "*"
"""The service of a row over all services, as in levels.csv; facilities.csv may hold such rows."""


def judge_tables(
    question: Question, facilities: Mapping[str, Facility], claim: Claim, lives: Lives, found: list[House]
) -> tuple[Check, Check]:
    """Compare the two tables row by row."""
    written = Counter(as_measure(row) for row in claim.measure_rows)
    planned = Counter(claim.measures)
    differing = [
        *(f"only in measures.csv: {m.facility}, {m.name}, {m.year}" for m in written - planned),
        *(f"only in plan.json: {m.facility}, {m.name}, {m.year}" for m in planned - written),
    ]
    return (
        check(
            "measures.csv",
            "the measures of plan.json",
            f"{written.total()} measures",
            f"{planned.total()} measures",
            differing,
        ),
        facility_row(question, facilities, claim, lives, found),
    )


def as_measure(row: Row) -> ClaimedMeasure:
    """Read a row of measures.csv as plan.json would say it."""
    return ClaimedMeasure(
        facility=row["facility"],
        name=row["measure"],
        kind=row["kind"],
        origin=row["from"],
        goal=row["to"],
        year=integer(row["year"]),
        paid_year=integer(row["paid_year"]) if row["paid_year"] else None,
        cents=_cents(row, "cost_eur"),
        programme=row.get("programme", ""),
        grant=_cents(row, "grant_eur") if row.get("grant_eur") else 0,
    )


def _cents(row: Row, column: str) -> int:
    """Read euros of measures.csv as cents."""
    return whole(number(row[column], ".", f"measures.csv, {column}") * 100, f"measures.csv, {column}")


def facility_row(
    question: Question, facilities: Mapping[str, Facility], claim: Claim, lives: Lives, found: list[House]
) -> Check:
    """Compare level, places and people of each facility, service and year."""
    expected = expected_rows(question, facilities, lives, found)
    faults, seen = [], set()
    for row in claim.facility_rows:
        key = (integer(row["year"]), row["facility"], row["service"])
        said = (_level(row, facilities), _amount(row["places"]), _amount(row["people"]))
        if key in seen or key not in expected:
            if said != (CLOSED, 0, 0) or key in seen:
                faults.append(f"{key[1]}, {key[2]}, {key[0]}: no such row is expected, or it stands twice")
        elif said != expected[key]:
            faults.append(f"{key[1]}, {key[2]}, {key[0]}: {_spelled(said)}, not {_spelled(expected[key])}")
        seen.add(key)
    faults += [
        f"{name}, {service}, {year}: the row is missing"
        for (year, name, service), (_, places, people) in expected.items()
        if (places or people) and service != IN_ALL and (year, name, service) not in seen
    ]
    people = sum(
        (Fraction(_amount(row["people"])) for row in claim.facility_rows if row["service"] != IN_ALL), Fraction(0)
    )
    counted = sum((Fraction(sum(house.load.values())) for house in found), Fraction(0))
    return check(
        "facilities.csv", "level, places and people of each facility", f"{people} persons", f"{counted} persons", faults
    )


def expected_rows(
    question: Question, facilities: Mapping[str, Facility], lives: Lives, found: list[House]
) -> Mapping[tuple[int, str, str], tuple[str, Count, Count]]:
    """Give level, places and people by year, facility and service, and over all services."""
    at = {
        (year, name): str(position)
        for name in facilities
        for year, position in zip(question.years, lives.positions[name][1:], strict=True)
    }
    by_service = {
        (h.year, h.facility, s): (at[h.year, h.facility], h.level.places[s], _shown(question, s, people))
        for h in found
        for s, people in h.load.items()
    }
    in_all = {(h.year, h.facility, IN_ALL): (at[h.year, h.facility], h.level.size, sum(h.load.values())) for h in found}
    return by_service | in_all


def _shown(question: Question, service: str, people: Count) -> Count:
    """Round the places that cohorts take, half to the even one; elsewhere a fraction is a fault."""
    return people if question.services[service].stay is None else half_even(Fraction(people))


def _level(row: Row, facilities: Mapping[str, Facility]) -> str:
    """Give a level as plan.json writes it."""
    facility = facilities.get(row["facility"])
    at = facility.position(row["level"]) if facility else None
    return str(at) if at else row["level"]


def _amount(written: str) -> Count:
    """Read a number of people or places; empty is none."""
    return count(written) if written else 0


def _spelled(said: tuple[str, Count, Count]) -> str:
    """Write level, places and people."""
    level, places, people = said
    return f"{level} with {places} places and {people} persons"
