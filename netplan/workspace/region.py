"""The tables of one region, typed and checked, for all its sectors at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from netplan.case.lines import Site
from netplan.errors import InputError
from netplan.inputs.findings import Findings
from netplan.inputs.geopackage import read_layer
from netplan.inputs.outlines import read_outlines
from netplan.inputs.table import Floats, Ints, Layout, Table
from netplan.tables import NONE
from netplan.travel import Roads
from netplan.workspace.folders import DATA
from netplan.workspace.geography import check_places
from netplan.workspace.rows import (
    FACILITIES,
    LEVELS,
    MEASURES,
    FacilityRow,
    LevelRow,
    MeasureRow,
    read_facilities,
    read_levels,
    read_measures,
)
from netplan.workspace.settings import Settings, read_settings
from netplan.workspace.shelf import SUFFIXES, Shelf
from netplan.workspace.site_areas import check_site_areas, located

CELLS = Layout(("cell", "area", "lon", "lat"))
PEOPLE = Layout(("cell", "age_group", "year", "people"))
SITES = Layout(("site", "name", "lon", "lat"), ("area", "rooms"))
TAKE_UP = Layout(("area", "service", "age_group", "take_up_percent"))
DISTRICTS = Layout(("cell", "service", "facility"), ("year", "may_change"))
ELSEWHERE = Layout(("area", "service", "share_percent", "who"), ("cell", "note"))
GROUPS = Layout(("group", "share_percent"), ("area", "cell", "service"))
SOCIAL_INDEX = Layout(("area", "index", "class"))
ATTENDANCE = Layout(("facility", "service", "grade", "cell", "people"))
TRAVEL = Layout(("cell", "site", "mode", "travel_s", "metres"))
_ROAD_COLUMNS = ("walk", "bike", "drive")
_SUPPRESSED = frozenset({"–", "-", "—", "−", "."})
_AGS_WITHOUT_ZERO = frozenset({7, 11})
"""Digits of a municipality key (AGS 8, ARS 12) that lost its leading zero."""


@dataclass(frozen=True)
class Cells:
    """Where people live, ordered by id."""

    ids: tuple[str, ...]
    areas: tuple[str, ...]
    """Area of each cell."""
    lon: Floats
    lat: Floats


@dataclass(frozen=True)
class People:
    """How many live there."""

    file: str
    groups: tuple[str, ...]
    years: tuple[int, ...]
    count: Ints
    """As (cells, age groups, years) [persons]."""
    row: Ints
    """Row of the file, 0 where there is none, as (cells, age groups, years)."""


@dataclass(frozen=True)
class Region:
    """One folder of data/, read and checked as far as no scenario is needed."""

    name: str
    folder: str
    """Relative to the workspace."""
    settings: Settings
    cells: Cells | None
    people: People | None
    sites: tuple[Site, ...] | None
    facilities: tuple[FacilityRow, ...] | None
    levels: tuple[LevelRow, ...]
    measures: tuple[MeasureRow, ...] | None
    """None where the file is missing or cannot be read."""
    take_up: Table | None
    travel: Table | None
    districts: Table | None
    elsewhere: Table | None
    attendance: Table | None
    groups: Table | None
    social_index: Table | None
    roads: Roads | None
    rows: Mapping[str, int | None]
    """Records of every file that was read, by path."""
    findings: Findings

    def is_clean(self, *stems: str) -> bool:
        """Whether nothing is wrong with some tables."""
        return self.findings.clean(*(f"{self.folder}/{stem}{suffix}" for stem in stems for suffix in SUFFIXES))


def read_region(shelf: Shelf, name: str) -> Region:
    """Read the tables of data/`name`; faults and notices lie in the region's own findings."""
    return shelf.once(("region", name), lambda: _Reading(shelf, name).region())


class _Reading:
    """One pass over the files of a region."""

    def __init__(self, shelf: Shelf, name: str) -> None:
        self.shelf, self.name, self.folder = shelf, name, f"{DATA}/{name}"
        self.findings = Findings()
        self.settings = read_settings(shelf, self.folder, self.findings)
        self.rows: dict[str, int | None] = {self.settings.file.file: None} if self.settings.file else {}

    def region(self) -> Region:
        cells, sites = self.table("cells", CELLS), self.table("sites", SITES)
        people, facilities = self.table("people", PEOPLE), self.table("facilities", FACILITIES)
        levels, measures = self.table("levels", LEVELS, needed=False), self.table("measures", MEASURES, needed=False)
        take_up, travel = self.table("take_up", TAKE_UP, needed=False), self.table("travel", TRAVEL, needed=False)
        attendance = self.table("attendance", ATTENDANCE, needed=False)
        roads = self.roads()
        places = self.places(cells, sites, roads)
        homes = places[0] if self.clean(cells, "cell") else None
        seats = places[1] if self.clean(sites, "site") else None
        found = read_facilities(facilities, seats, self.shelf.models()) if facilities else None
        known = found if self.clean(facilities, "facility") else None
        region = Region(
            name=self.name,
            folder=self.folder,
            settings=self.settings,
            cells=places[0],
            people=_people(people, homes, self.settings) if people else None,
            sites=places[1],
            facilities=found,
            levels=read_levels(levels, known) if levels else (),
            measures=read_measures(measures, known) if measures else None,
            take_up=take_up,
            travel=travel,
            districts=self.table("districts", DISTRICTS, needed=False),
            elsewhere=self.table("elsewhere", ELSEWHERE, needed=False),
            attendance=attendance,
            groups=self.table("groups", GROUPS, needed=False),
            social_index=self.table("social_index", SOCIAL_INDEX, needed=False),
            roads=roads,
            rows=self.rows,
            findings=self.findings,
        )
        self.check_totals(region)
        return region

    def table(self, stem: str, layout: Layout, *, needed: bool = True) -> Table | None:
        path = f"{self.folder}/{stem}"
        if needed and not self.shelf.has(path):
            mend = f"Write it with the columns {', '.join(layout.required)}."
            self.findings.fault(f"{path}.csv", None, "", None, "no such file", mend, "NP-I061")
        found = self.shelf.table(path, layout, self.findings, self.settings.encoding, self.settings.decimal)
        if found is not None:
            self.rows[found.file] = len(found)
        return found

    def clean(self, table: Table | None, *columns: str) -> bool:
        if table is None or not columns:
            return table is not None and self.findings.clean(table.file)
        return self.findings.clean_column(table.file, *columns)

    def places(
        self, cells: Table | None, sites: Table | None, roads: Roads | None
    ) -> tuple[Cells | None, tuple[Site, ...] | None]:
        """Read cells and sites and check that they lie in one region."""
        homes, seats = _cells(cells) if cells else None, _sites(sites) if sites else None
        around = [(roads.lon, roads.lat)] if roads is not None else []
        own = [
            (np.array(t.degrees("lon")), np.array(t.degrees("lat")))
            for t in (cells, sites)
            if t and self.findings.clean(t.file)
        ]
        for table in (cells, sites):
            if table is not None and self.clean(table):
                check_places(table, around or own)
        known = self.check_areas(cells) if cells is not None else set()
        if sites is not None and homes is not None and self.findings.clean(cells.file if cells else ""):
            check_site_areas(sites, known | set(homes.areas))
        outlines = read_outlines(self.shelf.root / self.folder / "areas.gpkg")
        return homes, located(seats, homes, outlines) if seats and homes else seats

    def check_areas(self, cells: Table) -> set[str]:
        """Check the areas of the cells against areas.gpkg, where the region has it; return those it knows."""
        file = f"{self.folder}/areas.gpkg"
        if not (self.shelf.root / file).is_file():
            return set()
        layer = read_layer(self.shelf.root / file, file, "areas", ("area", "name"), self.findings)
        if layer is None:
            return set()
        self.rows[file] = len(layer["area"])
        known = {str(area).strip() for area in layer["area"]}
        if self.findings.clean(cells.file):
            cells.choices("area", known, code="NP-I064")
        return known

    def roads(self) -> Roads | None:
        """Read roads.gpkg, where the region has it."""
        file = f"{self.folder}/roads.gpkg"
        path = self.shelf.root / file
        if not path.is_file():
            return None
        nodes = read_layer(path, file, "nodes", ("osmid", "x", "y"), self.findings)
        optional = ("highway", *_ROAD_COLUMNS)
        edges = read_layer(path, file, "edges", ("u", "v", "length"), self.findings, optional)
        if nodes is None or edges is None:
            return None
        self.rows[file] = len(edges["u"])
        missing = [column for column in _ROAD_COLUMNS if column not in edges]
        if missing:
            self.findings.notice(
                "NP-W041",
                f"{file}: ohne die Spalten {', '.join(missing)} steht jede Kante jedem Verkehrsmittel offen.",
                f"{file}: without the columns {', '.join(missing)} every edge serves every mode.",
            )
        try:
            return Roads.of_columns(nodes, edges, file)
        except InputError as error:
            self.findings.faults.extend(error.faults)
            return None

    def check_totals(self, region: Region) -> None:
        """Compare the tables with the number of rows and people that region.yaml states."""
        for name, stated_rows in self.settings.rows.items():
            file = f"{self.folder}/{name}"
            if self.rows.get(file) not in (None, stated_rows):
                what = f"{self.rows[file]} rows, but region.yaml states {stated_rows}"
                self.findings.fault(file, None, "", None, what, "Was the file cut off?", "NP-I046")
        people = region.people
        if people is None or not self.findings.clean(people.file):
            return
        stated = self.settings.totals.get(people.file.removeprefix(f"{self.folder}/"))
        total = int(people.count.sum())
        if stated not in (None, total):
            what = f"{total} people in all rows, but region.yaml states {stated}"
            mend = "Complete the file, or correct totals in region.yaml."
            self.findings.fault(people.file, None, "people", None, what, mend, "NP-I046")


def _cells(table: Table) -> Cells:
    ids, areas = table.ids("cell"), table.texts("area")
    for record, area in enumerate(areas):
        if area.isdecimal() and len(area) in _AGS_WITHOUT_ZERO:
            what = f"{len(area)} digits: a leading zero seems lost"
            mend = "Format the column as text and write municipality keys in full, such as 09162000."
            table.fault(record, "area", what, mend, "NP-I001")
    lon, lat = table.degrees("lon"), table.degrees("lat")
    order = sorted(range(len(ids)), key=ids.__getitem__)
    return Cells(tuple(ids[i] for i in order), tuple(areas[i] for i in order), lon[order], lat[order])


def _sites(table: Table) -> tuple[Site, ...]:
    ids, names = table.ids("site"), table.texts("name", may_be_empty=True)
    lon, lat = table.degrees("lon").tolist(), table.degrees("lat").tolist()
    areas = table.texts("area", may_be_empty=True)
    titles = (n or i for n, i in zip(names, ids, strict=True))
    rooms = table.whole("rooms", empty=NONE).tolist()
    rows = zip(ids, titles, lon, lat, areas, rooms, strict=True)
    found = (Site(i, title, x, y, area, rooms=number) for i, title, x, y, area, number in rows)
    return tuple(sorted(found, key=lambda site: site.site))


def _people(table: Table, cells: Cells | None, settings: Settings) -> People | None:
    """Put the people into one array over cells, age groups and years."""
    table = _unsuppressed(table, settings)
    groups, years = table.texts("age_group"), table.whole("year", 1900, 2200)
    count = table.whole("people")
    names = table.choices("cell", set(cells.ids), code="NP-I064") if cells else ()
    if cells is None or not table.findings.clean(table.file):
        return None
    position = {name: i for i, name in enumerate(cells.ids)}
    columns = tuple(sorted(set(groups))), tuple(sorted(set(years.tolist())))
    by_group, by_year = ({name: i for i, name in enumerate(column)} for column in columns)
    index: tuple[NDArray[np.int64], ...] = (
        np.array([position[name] for name in names], np.int64),
        np.array([by_group[name] for name in groups], np.int64),
        np.array([by_year[year] for year in years.tolist()], np.int64),
    )
    shape = (len(cells.ids), len(columns[0]), len(columns[1]))
    found, row = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    found[index], row[index] = count, table.rows
    if np.count_nonzero(row) < len(names):
        table.unique(("cell", "age_group", "year"), list(zip(names, groups, years.tolist(), strict=True)))
    return People(table.file, *columns, found, row)


def _unsuppressed(table: Table, settings: Settings) -> Table:
    """Replace suppressed numbers by what region.yaml says that they count as."""
    texts = table.columns["people"]
    hidden = (
        [record for record, text in enumerate(texts) if text.strip() in _SUPPRESSED] if _SUPPRESSED & set(texts) else []
    )
    if not hidden:
        return table
    if settings.suppressed is None:
        for record in hidden:
            mend = "Say suppressed: 0 or suppressed: 1 in region.yaml."
            table.fault(record, "people", "a suppressed number", mend, "NP-I009")
    else:
        value = settings.suppressed
        table.findings.notice(
            "NP-W009",
            f"{table.file}: {len(hidden)} unterdrückte Werte zählen als {value}.",
            f"{table.file}: {len(hidden)} suppressed values count as {value}.",
        )
    stand_in = str(settings.suppressed or 0)
    people = [stand_in if text.strip() in _SUPPRESSED else text for text in texts]
    return replace(table, columns={**table.columns, "people": people})
