"""How many persons need each service: people × take-up, rounded within area, service and year."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from netplan.audit.cohorts import Needed, entries, left
from netplan.audit.quantities import UnreadableError, half_even
from netplan.audit.question import Question, Service
from netplan.audit.reading import RawRegion


def read_demand(question: Question, region: RawRegion) -> dict[Needed, int]:
    """Give the persons of every cell, service and entry; nobody is left out of the mapping.

    Those who are in a later grade in the first listed year are its intake, less those who left since.
    """
    areas = {row["cell"]: row.get("area", "") for row in region.rows("cells")}
    people = census(question, region)
    rates = take_up(question, region)
    shares: dict[tuple[int, int, str, str], dict[str, Fraction]] = defaultdict(dict)
    for service in question.services.values():
        for year, grade in entries(question, service):
            for cell, area in areas.items():
                shares[year, grade, service.name, area][cell] = left(service, 1, grade) * sum(
                    (
                        people.get((year, cell, group), 0) * rate
                        for group, rate in shares_of(service, area, rates).items()
                    ),
                    Fraction(0),
                )
    return {
        (year, service, cell, grade): persons
        for (year, grade, service, _), exact in shares.items()
        for cell, persons in largest_remainder(exact).items()
    }


def shares_of(service: Service, area: str, rates: Mapping[tuple[str, str, str], Fraction]) -> dict[str, Fraction]:
    """Give the share of each age group that needs a service in an area, or enters it where there is a stay.

    A take-up of the area's own scales the intake in the same proportion.
    """
    own = {group: rates.get((area, service.name, group), rate) for group, rate in service.take_up.items()}
    if service.stay is None:
        return own
    return {group: share * own[group] / service.take_up[group] for group, share in service.intake.items()}


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
