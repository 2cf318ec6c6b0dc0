"""How many persons need each service: people × take-up, rounded within area, service and year."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from netplan.audit.quantities import UnreadableError, half_even
from netplan.audit.question import Question
from netplan.audit.reading import RawRegion

Needed: TypeAlias = tuple[int, str, str]
"""A year, a service and a cell."""


def read_demand(question: Question, region: RawRegion) -> dict[Needed, int]:
    """Give the persons of every cell that need a service in a listed year; nobody is left out of the mapping."""
    areas = {row["cell"]: row.get("area", "") for row in region.rows("cells")}
    people = census(question, region)
    rates = take_up(question, region)
    shares: dict[tuple[int, str, str], dict[str, Fraction]] = defaultdict(dict)
    for year in question.years:
        for service in question.services.values():
            for cell, area in areas.items():
                shares[year, service.name, area][cell] = sum(
                    (
                        people.get((year, cell, group), 0) * rates.get((area, service.name, group), rate)
                        for group, rate in service.take_up.items()
                    ),
                    Fraction(0),
                )
    return {
        (year, service, cell): persons
        for (year, service, _), exact in shares.items()
        for cell, persons in largest_remainder(exact).items()
    }


def census(question: Question, region: RawRegion) -> dict[tuple[int, str, str], int]:
    """Give people by listed year, cell and age group; a census of one year holds for all years."""
    counted: dict[tuple[int, str, str], int] = {}
    for row in region.rows("people"):
        key = (int(row["year"]), row["cell"], row["age_group"])
        if key in counted:
            raise UnreadableError(f"people: {key[1]}, {key[2]}, {key[0]} stands twice")
        suppressed = row["people"] in {"–", "-", "—"}
        counted[key] = int(region.suppressed or "0") if suppressed else region.integer(row, "people")
    known = {year for year, _, _ in counted}
    if len(known) == 1:
        return {(year, cell, group): n for (_, cell, group), n in counted.items() for year in question.years}
    lacking = set(question.years) - known
    if lacking:
        raise UnreadableError(f"people: nobody is counted in {', '.join(map(str, sorted(lacking)))}")
    return counted


def take_up(question: Question, region: RawRegion) -> dict[tuple[str, str, str], Fraction]:
    """Give the shares of take_up.csv by area, service and age group; they replace the norm there."""
    return {
        (row["area"], row["service"], row["age_group"]): region.number(row, "take_up_percent") / 100
        for row in region.rows("take_up")
        if row["service"] in question.services and row["take_up_percent"]
    }


def largest_remainder(exact: Mapping[str, Fraction]) -> dict[str, int]:
    """Round the shares of one area to whole persons that add up to its rounded total.

    Each cell gets its floor; the persons missing go one each to the largest fractional parts, ties by cell id.
    """
    given = {cell: share.numerator // share.denominator for cell, share in exact.items()}
    missing = half_even(sum(exact.values(), Fraction(0))) - sum(given.values())
    order = sorted(exact, key=lambda cell: (given[cell] - exact[cell], cell))
    for cell in order[:missing]:
        given[cell] += 1
    return given
