"""Put people into cells and age groups: from a grid, or from planning areas onto the buildings inside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import shapely
from numpy.typing import NDArray

from netplan.errors import Notice
from netplan.inputs.ages import AGE_GROUPS, apportioned
from netplan.inputs.area_people import AreaPeople
from netplan.inputs.extract import Extract
from netplan.inputs.findings import Findings
from netplan.inputs.grid import Grid, short_id, to_degrees, to_metres
from netplan.inputs.polygons import Areas
from netplan.units import shown_few

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Shares = Mapping[str, Mapping[str, Fraction]]

CELL_M = 100
"""Side of the cells that people of a planning area are put into [m]."""
_MARGIN_DEGREES = 0.015
"""Cells farther than this from the bounds of the roads are left out: about 1 km [degrees]."""
_HARDLY, _NEARLY = 0.05, 0.95
_TOWN = "town"


@dataclass(frozen=True)
class Residents:
    """Persons by cell, age group and year."""

    cells: tuple[str, ...]
    lon: Floats
    lat: Floats
    area: tuple[str, ...]
    """Planning area of each cell."""
    years: tuple[int, ...]
    people: Ints
    """As (cells, age groups, years) [persons]."""


def residents_of_grid(grid: Grid, shares: Shares, roads: Extract, findings: Findings) -> Residents:
    """Take the cells of a grid that lie in the region, and share their classes over the age groups.

    Raises InputError, through `findings`, where all cells lie elsewhere.
    """
    inside = _inside(grid.lon, grid.lat, roads)
    if not inside.any():
        swapped = _inside(grid.lat, grid.lon, roads).any()
        what = "lon and lat are swapped" if swapped else "no cell lies in the region of the roads"
        mend = "Exchange the two columns." if swapped else "Give the population of the same town as the roads."
        findings.fault(grid.file, None, "lon, lat", f"{grid.lon[0]}, {grid.lat[0]}", what, mend, "NP-I033")
        findings.raise_faults()
    kept = np.flatnonzero(inside & (grid.people.sum(axis=1) > 0))
    left = int(grid.people[~inside].sum())
    if left:
        outside = int((~inside).sum())
        findings.notice(
            "NP-W103",
            f"{shown_few(left, 'de')} Personen in {outside} Zellen außerhalb der Straßenkarte bleiben weg.",
            f"{shown_few(left, 'en')} persons in {outside} cells outside the road map are left out.",
        )
    order = kept[np.argsort(np.array([grid.cells[index] for index in kept]), kind="stable")]
    people = shared(grid.people[order], grid.classes, shares)
    cells = tuple(grid.cells[index] for index in order)
    area = (_TOWN,) * len(cells)
    return Residents(cells, grid.lon[order], grid.lat[order], area, (grid.year,), people[:, :, None])


def residents_of_areas(
    people: AreaPeople, areas: Areas, shares: Shares, extract: Extract, findings: Findings
) -> Residents:
    """Put the people of planning areas into 100 m cells, by the floor area of the buildings in each (assumed).

    Whole persons: floors first, the rest to the largest remainders. An area that the map holds only in part
    gets that part of its people.
    """
    lon, lat, floor = _homes(extract, findings)
    hull = _covered(extract)
    metres = to_metres(lon, lat)
    corner = np.floor(metres / CELL_M).astype(np.int64) * CELL_M
    rows: list[tuple[str, str, Ints]] = []
    for place, area in enumerate(people.areas):
        if area not in areas.ids:
            continue
        shape = areas.shapes[areas.ids.index(area)]
        covered = float(shape.intersection(hull).area / shape.area)
        inside = np.flatnonzero(shapely.contains_xy(shape, lon, lat)) if covered else np.zeros(0, dtype=np.int64)
        counts = people.people[place]
        if covered < _HARDLY or not len(inside):
            _note_left_out(area, covered, int(counts[:, -1].sum()), findings)
            continue
        if covered < _NEARLY:
            counts = np.rint(counts * covered).astype(np.int64)
            _note_partly(area, covered, findings)
        rows += [(area, cell, part) for cell, part in _placed(counts, corner[inside], floor[inside])]
    if not rows:
        what, mend = "no building of the map lies in any area with people", "Give files of the same town."
        findings.fault(people.file, None, "area", None, what, mend, "NP-I033")
        findings.raise_faults()
    return _joined(rows, people, shares)


def shared(people: Ints, classes: Sequence[str], shares: Shares) -> Ints:
    """Share classes over age groups as (cells, groups), each cell's persons kept.

    Going from cell to cell, each person joins the age group that is farthest behind its share of all persons
    so far: so the age groups of the region get their shares too, which rounding each cell alone would miss.
    """
    result = np.zeros((len(people), len(AGE_GROUPS)), dtype=np.int64)
    for place, name in enumerate(classes):
        groups = [AGE_GROUPS.index(group) for group in shares[name]]
        weights = list(shares[name].values())
        if len(groups) == 1:
            result[:, groups[0]] += people[:, place]
            continue
        result[:, groups] += _carried(people[:, place], weights)
    return result


def with_areas(residents: Residents, areas: Areas, findings: Findings) -> Residents:
    """Find the planning area of each cell by its middle; a cell in none belongs to the nearest."""
    tree = shapely.STRtree(areas.shapes)
    points = shapely.points(residents.lon, residents.lat)
    cell, found = tree.query_nearest(points, all_matches=False)
    outside = int((~shapely.contains_xy(areas.shapes[found], residents.lon[cell], residents.lat[cell])).sum())
    if outside:
        findings.notice(
            "NP-W104",
            f"{outside} Zellen liegen in keinem Planungsraum; sie gehören zum nächsten.",
            f"{outside} cells lie in no planning area; they belong to the nearest.",
        )
    area = tuple(areas.ids[index] for index in found)
    return Residents(residents.cells, residents.lon, residents.lat, area, residents.years, residents.people)


def town_area(residents: Residents, name: str) -> Areas:
    """Draw one area around all cells where the planner brings none."""
    points = shapely.multipoints(np.column_stack([residents.lon, residents.lat]))
    shape = np.empty(1, dtype=object)
    shape[0] = shapely.MultiPolygon([points.convex_hull.buffer(0.001)])
    return Areas((_TOWN,), (name,), shape)


def _inside(lon: Floats, lat: Floats, extract: Extract) -> NDArray[np.bool_]:
    places = np.array(list(extract.place_by_node.values()))
    (west, south), (east, north) = places.min(axis=0) - _MARGIN_DEGREES, places.max(axis=0) + _MARGIN_DEGREES
    inside: NDArray[np.bool_] = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return inside


def _homes(extract: Extract, findings: Findings) -> tuple[Floats, Floats, Floats]:
    """Find where people may live: the buildings, or the nodes of the streets where the map has none."""
    homes = extract.buildings
    if len(homes.lon) >= len(extract.ways) // 10:
        return homes.lon, homes.lat, homes.floor
    findings.notice(
        "NP-W105",
        "Die Karte hat kaum Gebäude; die Menschen werden auf die Straßen verteilt.",
        "The map has hardly any buildings; people are put along the streets.",
    )
    places = np.array([extract.place_by_node[node] for node in sorted(extract.place_by_node)])
    return places[:, 0], places[:, 1], np.ones(len(places))


def _covered(extract: Extract) -> shapely.Geometry:
    """Draw what the map covers: the convex hull of its streets and buildings."""
    places = [*extract.place_by_node.values(), *zip(extract.buildings.lon, extract.buildings.lat, strict=True)]
    return shapely.convex_hull(shapely.multipoints(np.array(places, dtype=np.float64)))


def _placed(counts: Ints, corner: Ints, floor: Floats) -> list[tuple[str, Ints]]:
    """Put the people of one area, (classes, years), into its cells by floor area."""
    cells, index = np.unique(corner, axis=0, return_inverse=True)
    weights = [Fraction(int(weight) + 1) for weight in np.bincount(index.ravel(), weights=floor)]
    parts = np.zeros((len(cells), *counts.shape), dtype=np.int64)
    for name, year in np.ndindex(*counts.shape):
        parts[:, name, year] = apportioned(int(counts[name, year]), weights)
    ids = [short_id(CELL_M, int(north), int(east)) for east, north in cells]
    return [(cell, part) for cell, part in zip(ids, parts, strict=True) if part.any()]


def _joined(rows: list[tuple[str, str, Ints]], people: AreaPeople, shares: Shares) -> Residents:
    """Make cells of the parts; a cell that two areas share becomes one cell in each."""
    rows.sort(key=lambda row: (row[1], row[0]))
    count: dict[str, int] = {}
    for _, cell, _ in rows:
        count[cell] = count.get(cell, 0) + 1
    ids = tuple(cell if count[cell] == 1 else f"{cell}@{area}" for area, cell, _ in rows)
    side = [cell.partition("N")[2].split("E") for _, cell, _ in rows]
    north, east = (np.array([int(pair[place]) * CELL_M + CELL_M / 2 for pair in side]) for place in (0, 1))
    places = to_degrees(east, north)
    table = np.stack([part for _, _, part in rows])
    groups = np.stack([shared(table[:, :, year], people.classes, shares) for year in range(len(people.years))], axis=2)
    return Residents(ids, places[:, 0], places[:, 1], tuple(area for area, _, _ in rows), people.years, groups)


def _carried(people: Ints, weights: Sequence[Fraction]) -> Ints:
    """Give every person a group, carrying what rounding owes from cell to cell."""
    result = np.zeros((len(people), len(weights)), dtype=np.int64)
    bottom = 1
    for weight in weights:
        bottom = bottom * weight.denominator // np.gcd(bottom, weight.denominator)
    # Owed persons in units of 1/bottom, so that the sums stay whole.
    due = [int(weight * bottom) for weight in weights]
    owed = [0] * len(weights)
    for cell, count in enumerate(people.tolist()):
        owed = [have + count * part for have, part in zip(owed, due, strict=True)]
        for place, have in enumerate(owed):
            whole = max(0, have // int(bottom))
            result[cell, place] = whole
            owed[place] -= whole * int(bottom)
        _settle(result[cell], owed, count, int(bottom))
    return result


def _settle(row: Ints, owed: list[int], count: int, bottom: int) -> None:
    """Make a cell's groups add up to its persons: give to who is owed most, take from who is owed least."""
    while row.sum() < count:
        place = max(range(len(owed)), key=lambda group: (owed[group], -group))
        row[place] += 1
        owed[place] -= bottom
    while row.sum() > count:
        place = min((group for group in range(len(owed)) if row[group]), key=lambda group: (owed[group], group))
        row[place] -= 1
        owed[place] += bottom


def _note_left_out(area: str, covered: float, people: int, findings: Findings) -> None:
    if covered:
        findings.notices.append(
            Notice(
                "NP-W106",
                f"Planungsraum {area} liegt zu {covered:.0%} auf der Karte und bleibt weg "
                f"({shown_few(people, 'de')} Personen).",
                f"Area {area} lies {covered:.0%} on the map and is left out ({shown_few(people, 'en')} persons).",
            )
        )


def _note_partly(area: str, covered: float, findings: Findings) -> None:
    findings.notices.append(
        Notice(
            "NP-W107",
            f"Raum {area} liegt nur zu {covered:.0%} auf der Karte; so viele seiner Menschen zählen (angenommen).",
            f"Area {area} lies only {covered:.0%} on the map; that part of its people counts (assumed).",
        )
    )
