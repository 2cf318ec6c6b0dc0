"""Who of those in need is in a target group, from groups.csv: one group after the other, everybody once."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from netplan.audit.cohorts import Needed
from netplan.audit.demand import largest_remainder
from netplan.audit.journeys import cell_of, in_group
from netplan.audit.question import Question
from netplan.audit.reading import RawRegion
from netplan.audit.travel import Places


def told_apart(question: Question, region: RawRegion, demand: Mapping[Needed, int]) -> dict[Needed, int]:
    """Take the people of each group out of those of their cells.

    A group's part of whom the earlier groups left is its share of what these left; it is rounded within the area.
    """
    rest = dict(demand)
    if not question.groups:
        return rest
    areas = {row["cell"]: row.get("area", "") for row in region.rows("cells")}
    shares = shares_of(question, region, areas)
    entries = sorted({(year, service, grade) for year, service, _, grade in demand})
    taken: dict[Needed, int] = {}
    for year, service, grade in entries:
        for area in sorted(set(areas.values())):
            inside = [cell for cell, its in areas.items() if its == area]
            earlier = dict.fromkeys(inside, Fraction(0))
            for group in question.groups:
                own = {cell: shares.get((group, service, cell), Fraction(0)) for cell in inside}
                exact = {
                    cell: rest[year, service, cell, grade] * share / (1 - earlier[cell]) if share else Fraction(0)
                    for cell, share in own.items()
                }
                for cell, people in largest_remainder(exact).items():
                    rest[year, service, cell, grade] -= people
                    taken[year, service, in_group(cell, group), grade] = people
                earlier = {cell: earlier[cell] + share for cell, share in own.items()}
    return rest | {entry: people for entry, people in taken.items() if people}


def shares_of(question: Question, region: RawRegion, areas: Mapping[str, str]) -> dict[tuple[str, str, str], Fraction]:
    """Give the shares by group, service and cell: a cell's row beats its area's, one service's that of all."""
    found: dict[tuple[str, str, str], Fraction] = {}
    rows = [row for row in region.rows("groups") if row["group"] in question.groups]
    for row in sorted(rows, key=lambda row: (row.get("cell", "") != "", row.get("service", "") != "")):
        for service in question.services:
            if (service, row["group"]) not in question.journeys or row.get("service", "") not in {"", service}:
                continue
            cells = [row["cell"]] if row.get("cell") else [c for c, area in areas.items() if area == row["area"]]
            for cell in cells:
                found[row["group"], service, cell] = region.number(row, "share_percent") / 100
    return found


def with_groups(places: Places, demand: Mapping[Needed, int]) -> Places:
    """Let the people of a group start where their cell is."""
    homes = {people: places.cells[cell_of(people)] for _, _, people, _ in demand}
    return replace(places, cells={**places.cells, **homes})
