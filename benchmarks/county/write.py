"""Make a whole county and write its folder."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.county.facilities import CLOSED, Facility, make_facilities
from benchmarks.county.fairness import write_fairness
from benchmarks.county.files import Row, write_areas, write_people, write_roads, write_table
from benchmarks.county.land import Land, make_land, to_degrees
from benchmarks.county.later_schools import LATER_SCHOOLS
from benchmarks.county.measures import RUNNING_OUT, Measure, make_locks, make_measures, own_sizes
from benchmarks.county.people import make_people, pupils
from benchmarks.county.reuse import day_care_in_kitas, kitas_in_schools, school_rooms
from benchmarks.county.roads import make_roads
from benchmarks.county.sectors import SECTORS, Sector
from benchmarks.county.settlements import (
    CELLS_PER_MUNICIPALITY,
    COUNTY_TOWN,
    VILLAGE,
    Cells,
    Settlements,
    make_cells,
    make_settlements,
)
from benchmarks.county.social import HORT, OWN_SITES, add_containers, make_horts

YEARS = (2026, 2028, 2030, 2033, 2035)
"""The years that the starter's scenarios list; in those between them only the pupils are counted, year by year."""
LOCAL_RATE_FROM = 0.5
"""From this growth on a municipality has a Krippe rate of its own."""
SOURCES = """# Sources

This county is invented. Nobody lives here: land, places, names, people, roads, facilities, carriers and
costs were drawn by netplan's own generator from seed {seed}. Any likeness to a real place is chance, and
no real map or register was used. The coordinates lie in Saxony only so that maps show a usual scale.

Made by

    python -m benchmarks.county --cells {cells} --facilities {facilities} --seed {seed}{sectors} --to data/musterkreis

in the root of netplan's repository; the same command writes the same bytes.

Licence: CC0 1.0 (public domain dedication), https://creativecommons.org/publicdomain/zero/1.0/

Assumed, and not to be quoted as facts: births that fall until 2026 and then rise a little, families
who move towards the city beyond the north-western border, ageing as in a county in eastern Germany.
Costs are drawn from ranges usual in 2024 (prices of 2026 in the scenarios).
"""


@dataclass(frozen=True)
class Buildings:
    """The facilities of one sector with everything that is permitted."""

    sector: Sector
    facilities: list[Facility]
    measures: list[Measure]
    locks: dict[str, str]
    own_sizes: dict[str, int]


def write_county(
    folder: Path, *, cells: int, facilities: int, seed: int, years: Sequence[int] = YEARS, more: bool = False
) -> None:
    """Write the files of an invented region into a folder; the same arguments write the same bytes.

    With `more` it has the facilities of all sectors of models/ that are not schools of their own kind, else those of
    the first three, which are the same either way.
    """
    municipalities = max(4, round(cells / CELLS_PER_MUNICIPALITY))
    land = make_land(municipalities, seed)
    places = make_settlements(land, municipalities, seed)
    squares = make_cells(land, places, cells, seed)
    people = make_people(places, squares, years, seed)
    between = [year for year in range(min(years), max(years)) if year not in years]
    folder.mkdir(parents=True, exist_ok=True)
    counts_by_year = dict(zip(years, people, strict=True))
    counts_by_year |= dict(zip(between, pupils(make_people(places, squares, between, seed)), strict=True))
    _write_cells(folder, land, places, squares, counts_by_year)
    _write_fairness(folder, places, squares, seed)
    write_roads(folder / "roads.gpkg", make_roads(land, places, squares, seed))
    counts = _shares(facilities)
    buildings = [
        _build(sector, places, squares, people, count, years[0], seed)
        for sector, count in zip(SECTORS, counts, strict=True)
    ]
    if more:
        horts = make_horts(buildings[0].facilities, buildings[0].sector.rates["6-9"])
        equipped = _equip(HORT, horts, years[0], seed)
        buildings.append(replace(equipped, measures=add_containers(horts, equipped.measures)))
        own = [(sector, max(1, round(facilities * sector.share))) for sector in (*OWN_SITES, *LATER_SCHOOLS)]
        buildings += [_build(sector, places, squares, people, count, years[0], seed) for sector, count in own]
        buildings += _reused(buildings)
        rooms = _rooms(buildings, seed)
    _write_buildings(folder, land, buildings, width=len(str(facilities)), rooms=rooms if more else {})
    _write_take_up(folder, places)
    sectors = " --sectors all" if more else ""
    text = SOURCES.format(seed=seed, cells=cells, facilities=facilities, sectors=sectors)
    (folder / "SOURCES.md").write_text(text, encoding="utf-8")


def _shares(facilities: int) -> list[int]:
    """Share the facilities among the sectors; the last one takes the rest."""
    first = [round(facilities * sector.share) for sector in SECTORS[:-1]]
    return [*first, facilities - sum(first)]


def _build(
    sector: Sector,
    places: Settlements,
    cells: Cells,
    people: NDArray[np.int64],
    count: int,
    first_year: int,
    seed: int,
) -> Buildings:
    return _equip(sector, make_facilities(sector, places, cells, people, count, seed), first_year, seed)


def _equip(sector: Sector, facilities: list[Facility], first_year: int, seed: int) -> Buildings:
    """Add to facilities what may be done with them, and sizes of their own."""
    measures = make_measures(sector, facilities, first_year, seed)
    locks = make_locks(sector, facilities, measures, first_year, seed)
    return Buildings(sector, facilities, measures, locks, own_sizes(sector, facilities, seed))


def _reused(buildings: Sequence[Buildings]) -> Iterator[Buildings]:
    """Add candidates in houses of another sector; they are locked, so that only a scenario that says so uses them."""
    schools, kitas, homes = buildings[:3]
    found = kitas_in_schools(schools.facilities, schools.measures)
    for sector, offers in (
        (kitas.sector, found),
        (homes.sector, list(day_care_in_kitas(kitas.facilities, kitas.measures, kitas.locks))),
    ):
        new = [facility for facility, _ in offers]
        yield Buildings(sector, new, [m for _, own in offers for m in own], {f.id: "never" for f in new}, {})


def _rooms(buildings: Sequence[Buildings], seed: int) -> dict[str, int]:
    """Count the rooms of the houses that sectors may share, by the facility whose site it is."""
    schools, kitas = buildings[:2]
    horts, groups = next(b for b in buildings if b.sector is HORT).facilities, [p // 20 for p in HORT.places]
    found = school_rooms(schools.facilities, schools.sector.levels, horts, groups, seed)
    shared = {facility.host for b in buildings for facility in b.facilities}
    of_kitas = {k.id: int(kitas.sector.levels[k.level].removeprefix("g")) for k in kitas.facilities if k.id in shared}
    return found | of_kitas


def _write_cells(
    folder: Path, land: Land, places: Settlements, cells: Cells, people: Mapping[int, NDArray[np.int64]]
) -> None:
    """Write region.yaml, cells.csv, people.csv and areas.gpkg."""
    count = int(np.count_nonzero(places.kind != VILLAGE))
    areas = [f"a{number + 1:0{len(str(count))}d}" for number in range(count)]
    ids = [f"c{number + 1:0{len(str(len(cells.share)))}d}" for number in range(len(cells.share))]
    lon_lat = to_degrees(land, cells.points).tolist()
    rows = [(i, areas[m], *p) for i, m, p in zip(ids, cells.municipality.tolist(), lon_lat, strict=True)]
    write_table(folder / "cells.csv", "cell, area, lon, lat", rows)
    write_people(folder / "people.csv", ids, people)
    names = list(zip(areas, places.names[:count], strict=True))
    write_areas(folder / "areas.gpkg", land, names, places.points[:count])
    total = sum(int(np.maximum(counts, 0).sum()) for counts in people.values())
    control = f"rows: {{cells.csv: {len(ids)}}}\ntotals: {{people.csv: {total}}}\n"
    title = "title: {de: Musterkreis (erfunden), en: Musterkreis (invented county)}\n"
    (folder / "region.yaml").write_text(title + control, encoding="utf-8")


def _write_fairness(folder: Path, places: Settlements, cells: Cells, seed: int) -> None:
    """Write groups.csv and social_index.csv, with the names that cells.csv has."""
    count = int(np.count_nonzero(places.kind != VILLAGE))
    areas = [f"a{number + 1:0{len(str(count))}d}" for number in range(count)]
    ids = [f"c{number + 1:0{len(str(len(cells.share)))}d}" for number in range(len(cells.share))]
    write_fairness(folder, areas, ids, places.kind[:count] == COUNTY_TOWN, places.growth[:count], seed)


def _write_buildings(
    folder: Path, land: Land, buildings: Sequence[Buildings], *, width: int, rooms: Mapping[str, int]
) -> None:
    """Write sites.csv, facilities.csv, levels.csv and measures.csv.

    A site's number has `width` digits; `rooms` are those of a site, by the facility that it was made for.
    """
    rows = [(b, f) for b in buildings for f in b.facilities]
    seats = [f for _, f in rows if not f.host]
    lon_lat = to_degrees(land, np.array([f.point for f in seats])).tolist()
    site = {f.id: f"s{number + 1:0{width}d}" for number, f in enumerate(seats)}
    site_rows = [(site[f.id], f.name, *p, rooms.get(f.id)) for f, p in zip(seats, lon_lat, strict=True)]
    write_table(folder / "sites.csv", "site, name, lon, lat, rooms", site_rows)
    write_table(
        folder / "facilities.csv",
        "facility, site, sector, carrier, carrier_type, level_today, lock, name",
        [
            (
                *(f.id, site[f.host or f.id], b.sector.name, f.carrier, f.carrier_type),
                *(_level(b.sector, f), b.locks.get(f.id), f.name if f.host else None),
            )
            for b, f in rows
        ],
    )
    header = "facility, level, service, places, least, running_eur"
    write_table(folder / "levels.csv", header, [row for b in buildings for row in _level_rows(b)])
    header = "facility, measure, from, to, cost_eur, lead_years, first_year, last_year, consent, under_way"
    write_table(folder / "measures.csv", header, [_measure_row(m) for b in buildings for m in b.measures])


def _level(sector: Sector, facility: Facility) -> str:
    return "closed" if facility.level == CLOSED else sector.levels[facility.level]


def _level_rows(buildings: Buildings) -> Iterator[Row]:
    """Write the sizes that differ from the standard: places by service, shrunk alike, and their cost."""
    sector = buildings.sector
    yield from _running_out(buildings)
    for facility in buildings.facilities:
        if facility.id not in buildings.own_sizes:
            continue
        own, level = buildings.own_sizes[facility.id], facility.level
        part = own / sector.places[level]
        running = round(sector.running[level] * part / 1000) * 1000
        name = sector.levels[level]
        lowest = None if len(sector.services) == 1 else round(sector.least[level] * part)
        for number, (service, places) in enumerate(sector.services.items()):
            if places[level]:
                alone = number == 0 and not sector.total
                mine = round(places[level] * part)
                yield facility.id, name, service, mine, lowest if alone else None, running if alone else None
        if sector.total:
            yield facility.id, name, "*", own, lowest, running


def _running_out(buildings: Buildings) -> Iterator[Row]:
    """Write the places of a school that runs out, those of today, where they are not those of the standard."""
    ending = {measure.facility for measure in buildings.measures if measure.end == RUNNING_OUT}
    sector = buildings.sector
    for facility in buildings.facilities:
        places = buildings.own_sizes.get(facility.id, sector.places[facility.level])
        if facility.id in ending and places != sector.places[sector.smallest]:
            running = round(sector.running[facility.level] * places / sector.places[facility.level] / 1000) * 1000
            yield facility.id, RUNNING_OUT, next(iter(sector.services)), places, None, running


def _measure_row(measure: Measure) -> Row:
    """Write a measure as a row of measures.csv."""
    under_way = "yes" if measure.under_way else None
    when = (measure.lead, measure.first, measure.last)
    return (measure.facility, measure.name, measure.start, measure.end, measure.cost, *when, measure.consent, under_way)


def _write_take_up(folder: Path, places: Settlements) -> None:
    """Write take_up.csv: a local Krippe rate where places grow, fewer pupils in the county town."""
    count = int(np.count_nonzero(places.kind != VILLAGE))
    width = len(str(count))
    rows: list[Row] = []
    for number in range(count):
        area = f"a{number + 1:0{width}d}"
        if places.growth[number] > LOCAL_RATE_FROM:
            rows.append((area, "krippe", "0-1", 36))
        if places.kind[number] == COUNTY_TOWN:
            rows.append((area, "grundschule", "6-9", 95))
    write_table(folder / "take_up.csv", "area, service, age_group, take_up_percent", rows)
