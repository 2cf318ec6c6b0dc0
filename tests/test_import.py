"""From a map, a census grid and planning areas to the tables of a region."""

import csv
import gzip
import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from xml.sax.saxutils import quoteattr

import geopandas
import networkx as nx
import numpy as np
import pytest
import shapely

from netplan.errors import InputError, NetplanError
from netplan.inputs.ages import AGE_GROUPS, Ages, ages_of, apportioned, assumed_shares
from netplan.inputs.findings import Findings
from netplan.inputs.grid import cell_of, read_grid, read_sheet, short_id, to_degrees, to_metres
from netplan.inputs.overpass import extract_of
from netplan.inputs.polygons import read_areas
from netplan.workspace import check, load
from netplan.workspace.found import Found
from netplan.workspace.import_notices import note_facilities
from netplan.workspace.importing import ImportSummary, import_region, roads, save_roads
from netplan.workspace.residents import shared
from netplan.workspace.streets import streets
from netplan.workspace.way_tags import use

# A street from west to east with a one-way side street, a way that leaves the extract, and seven objects:
#
#        5
#        ^ one-way
#  1 ----2---- 3 ----4 . . . 99 (not in the extract)
#
EAST, NORTH = 4_227_700, 2_988_200
"""South-western corner of cell 100mN29882E42277, EPSG:3035 [m]."""


@cache
def _place(east: float, north: float) -> tuple[float, float]:
    """Longitude and latitude of a point so many metres from the corner of the cell."""
    lon, lat = to_degrees(np.array([EAST + east]), np.array([NORTH + north]))[0]
    return float(lon), float(lat)


NODES: Mapping[int, tuple[float, float]] = {
    1: (0, 50), 2: (100, 50), 3: (200, 50), 4: (300, 50), 5: (100, 150),
    11: (110, 20), 12: (130, 20), 13: (130, 40), 14: (110, 40),
    21: (150, 20), 22: (170, 20), 23: (170, 40), 24: (150, 40),
    31: (10, 10), 32: (30, 10), 33: (30, 30), 34: (10, 30),
    41: (250, 110), 42: (270, 110), 43: (270, 130), 44: (250, 130),
}  # fmt: skip
WAYS: Mapping[int, tuple[list[int], dict[str, str]]] = {
    100: ([1, 2, 3], {"highway": "residential", "name": "Hauptstraße"}),
    101: ([3, 4, 99], {"highway": "residential", "name": "Ostweg"}),
    102: ([2, 5], {"highway": "residential", "oneway": "yes", "cycleway": "opposite"}),
    103: ([5, 3], {"highway": "footway"}),
    104: ([1, 4], {"highway": "service", "access": "private"}),
    200: ([11, 12, 13, 14, 11], {"amenity": "kindergarten", "name": "Kita Sonne", "operator": "Stadt Musterhausen"}),
    201: ([21, 22, 23, 24, 21], {"amenity": "kindergarten", "building": "kindergarten"}),
    300: ([31, 32, 33, 34, 31], {"building": "house", "building:levels": "1"}),
    301: ([41, 42, 43, 44, 41], {"building": "house", "building:levels": "3"}),
}
POINTS: Mapping[int, tuple[tuple[float, float], dict[str, str]]] = {
    51: ((220, 60), {"amenity": "school", "name": "Grundschule Ost"}),
    52: ((280, 60), {"amenity": "school", "name": "Goethe-Gymnasium"}),
    53: ((10, 60), {"amenity": "kindergarten", "name": "Hort der Grundschule"}),
    54: ((15, 70), {"amenity": "social_facility", "social_facility": "ambulatory_care", "name": "Pflegedienst Nord"}),
    55: ((90, 140), {"amenity": "nursing_home", "operator": "Caritas"}),
}


def _osm(file: Path) -> Path:
    """Write the little town as an OpenStreetMap file."""
    lines = ["<osm version='0.6'>"]
    for number, (east, north) in NODES.items():
        lon, lat = _place(east, north)
        lines.append(f"<node id='{number}' lon='{lon}' lat='{lat}' version='1' timestamp='2024-05-06T00:00:00Z'/>")
    for number, ((east, north), tags) in POINTS.items():
        lon, lat = _place(east, north)
        lines.append(f"<node id='{number}' lon='{lon}' lat='{lat}' version='1'>{_tags(tags)}</node>")
    for number, (nodes, tags) in WAYS.items():
        refs = "".join(f"<nd ref='{node}'/>" for node in nodes)
        lines.append(f"<way id='{number}' version='1' timestamp='2024-05-06T00:00:00Z'>{refs}{_tags(tags)}</way>")
    text = "\n".join([*lines, "</osm>"])
    if file.suffix == ".gz":
        file.write_bytes(gzip.compress(text.encode()))
    else:
        file.write_text(text, encoding="utf-8")
    return file


def _tags(tags: Mapping[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())


GRID = "Gitter_ID_100m;x_mp_100m;y_mp_100m;unter18;a18_64;a65plus;einwohner\n"
ROWS = (
    "100mN29882E42277;4227750;2988250;10;20;5;35\n"
    "100mN29882E42279;4227950;2988250;3;–;9;12\n"
    "100mN29883E42279;4227950;2988350;0;0;0;0\n"
)


def _grid(file: Path, text: str = GRID + ROWS) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _town(folder: Path, **options: object) -> ImportSummary:
    population = _grid(folder.parent / "zensus_2022.csv")
    return import_region(_osm(folder.parent / "town.osm"), to=folder, population=population, **options)  # type: ignore[arg-type]


def _fails(tmp_path: Path, text: str, name: str = "people_2022.csv") -> list[str]:
    with pytest.raises(InputError) as caught:
        import_region(_osm(tmp_path / "town.osm"), to=tmp_path / "town", population=_grid(tmp_path / name, text))
    assert not (tmp_path / "town").exists(), "nothing may be written"
    return [f"{fault.code} row {fault.line} {fault.where}: {fault.what}" for fault in caught.value.faults]


def test_the_little_town_becomes_roads_that_obey_its_signs(tmp_path: Path) -> None:
    summary = _town(tmp_path / "town")
    graph = roads(tmp_path / "town")
    modes = {
        (u, v): "".join(mode[0] for mode in ("walk", "bike", "drive") if data[mode])
        for u, v, data in graph.edges(data=True)
    }
    assert modes == {
        (1, 2): "wbd", (2, 1): "wbd", (2, 3): "wbd", (3, 2): "wbd", (3, 4): "wbd", (4, 3): "wbd",
        (2, 5): "wbd", (5, 2): "wb", (5, 3): "w", (3, 5): "w",
    }  # fmt: skip
    assert graph.edges[1, 2, 0]["length"] == pytest.approx(100, abs=0.3)
    assert graph.edges[1, 2, 0]["name"] == "Hauptstraße"
    assert any(notice.code == "NP-W110" and "1 ways" in notice.en for notice in summary.notices)


def test_the_summary_is_told_in_both_languages(tmp_path: Path) -> None:
    summary = _town(tmp_path / "town")
    german, english = summary.told("de").splitlines(), summary.told("en").splitlines()
    counted = "5 Knoten, 10 Kanten, 2 Wohnzellen, 47 Personen, 1 Planungsraum, 1 Grundschule, 1 Kita, 1 Pflegeheim"
    assert german[0] == f"{tmp_path / 'town'}: {counted}"
    assert english[0].endswith(": 5 nodes, 10 edges, 2 cells, 47 people, 1 area, 1 primary school, 1 Kita, 1 care home")
    assert [line.split(":")[0] for line in german[1:]] == [notice.code for notice in summary.notices]
    assert german[1:] == [f"{notice.code}: {notice.de}" for notice in summary.notices]
    assert english[1:] == [f"{notice.code}: {notice.en}" for notice in summary.notices]


def test_a_long_list_is_cut_in_the_language_of_its_notice() -> None:
    doubtful = [
        Found(f"s{n}", "primary_school", f"Schule {n}", 13.0, 51.0, "", "municipal", is_doubtful=True, objects=())
        for n in range(14)
    ]
    findings = Findings()
    note_facilities(doubtful, {}, findings)
    assert "… (2 weitere)" in findings.notices[0].de
    assert "… (2 more)" in findings.notices[0].en


def test_facilities_are_recognised_merged_named_and_the_rest_is_counted(tmp_path: Path) -> None:
    summary = _town(tmp_path / "town")
    facilities = _rows(tmp_path / "town" / "facilities.csv")
    assert [(row["facility"], row["carrier_type"], row["level_today"]) for row in facilities] == [
        ("primary_school_grundschule_ost", "", ""),
        ("kita_sonne", "municipal", ""),
        ("care_home_pflegeeinrichtung_hauptstrasse", "church", ""),
    ]
    assert summary.skipped == {
        "after-school care (Hort)": 1,
        "ambulant service": 1,
        "merged into a campus": 1,
        "other school": 1,
    }
    assert _rows(tmp_path / "town" / "sites.csv")[2]["name"] == "Pflegeeinrichtung Hauptstraße"


def test_people_stay_in_number_and_lie_in_the_middle_of_their_cells(tmp_path: Path) -> None:
    summary = _town(tmp_path / "town")
    people, cells = (_rows(tmp_path / "town" / name) for name in ("people.csv", "cells.csv"))
    by_cell = {row["cell"]: 0 for row in cells}
    for row in people:
        assert row["age_group"] in AGE_GROUPS
        assert row["year"] == "2022"
        by_cell[row["cell"]] += int(row["people"])
    assert by_cell == {"100mN29882E42277": 35, "100mN29882E42279": 12}
    metres = to_metres(np.array([float(cells[0]["lon"])]), np.array([float(cells[0]["lat"])]))[0]
    assert metres == pytest.approx([EAST + 50, NORTH + 50], abs=0.1)
    assert any(notice.code == "NP-W111" and "1 suppressed" in notice.en for notice in summary.notices)


def test_check_asks_for_the_level_that_a_map_does_not_know(county: Path) -> None:
    _town(county / "data" / "town")
    scenario = county / "scenarios" / "kita_status_quo.yaml"
    scenario.write_text(scenario.read_text(encoding="utf-8").replace("musterkreis", "town"), encoding="utf-8")
    with pytest.raises(InputError, match="column level_today: nothing stands here"):
        check(scenario)


def test_assumed_places_make_a_town_that_loads_and_says_so(county: Path) -> None:
    summary = _town(county / "data" / "town", assume_places=True)
    for name in ("kita_status_quo", "status_quo", "care_home_status_quo"):
        scenario = county / "scenarios" / f"{name}.yaml"
        scenario.write_text(scenario.read_text(encoding="utf-8").replace("musterkreis", "town"), encoding="utf-8")
        case = load(scenario)
        assert case.tables.demand.people.sum() > 0, name
        assert set(case.tables.levels.names) == {"closed", "assumed"}
    assert any(notice.code == "NP-W102" for notice in summary.notices)
    text = (county / "data" / "town" / "SOURCES.md").read_text(encoding="utf-8")
    assert "© OpenStreetMap contributors, ODbL 1.0" in text
    assert "newest object of 2024-05-06" in text
    assert "level `assumed`" in text


def test_assumed_places_are_the_smallest_level_that_serves_everybody(county: Path) -> None:
    _town(county / "data" / "town", assume_places=True)
    rows = {(row["facility"], row["service"]): row for row in _rows(county / "data" / "town" / "levels.csv")}
    # Under 18 are 13 persons: the smallest Kita of the model has room for all of them.
    assert rows["kita_sonne", "krippe"]["places"] == "12"
    assert rows["kita_sonne", "*"]["places"] == "35"
    measures = [row for row in _rows(county / "data" / "town" / "measures.csv") if row["facility"] == "kita_sonne"]
    # Larger by 35 places at 47,500 EUR; nothing is smaller.
    assert [(row["to"], row["cost_eur"]) for row in measures] == [("closed", "100000"), ("g4", "1662500")]


def test_assuming_places_needs_people_and_models(tmp_path: Path) -> None:
    with pytest.raises(NetplanError, match="give --population"):
        import_region(_osm(tmp_path / "town.osm"), to=tmp_path / "town", assume_places=True)


def test_a_second_import_keeps_what_the_planner_wrote(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    _town(folder)
    assert _town(folder).kept == ()
    file = folder / "facilities.csv"
    changed = file.read_text(encoding="utf-8").replace("municipal,,", "municipal,g4,")
    file.write_text(changed, encoding="utf-8")
    summary = _town(folder)
    assert "facilities.csv" in summary.kept
    assert file.read_text(encoding="utf-8") == changed


def test_the_same_import_writes_the_same_tables(tmp_path: Path) -> None:
    folders = [tmp_path / name / "town" for name in ("a", "b")]
    for folder in folders:
        folder.parent.mkdir()
        _town(folder)
    for name in ("cells.csv", "people.csv", "facilities.csv", "sites.csv", "SOURCES.md", "age_classes.yaml"):
        first, second = ((folder / name).read_bytes() for folder in folders)
        assert first == second, name


def test_a_packed_file_is_read_like_a_plain_one(tmp_path: Path) -> None:
    plain = import_region(_osm(tmp_path / "town.osm"), to=tmp_path / "plain")
    packed = import_region(_osm(tmp_path / "town.osm.gz"), to=tmp_path / "packed")
    assert plain.counts == packed.counts


@pytest.mark.parametrize(
    ("name", "what"),
    [("missing.osm.pbf", "no such file"), ("town.txt", "not an OpenStreetMap file"), ("bad.osm.pbf", "cannot be read")],
)
def test_what_is_no_map_is_refused(tmp_path: Path, name: str, what: str) -> None:
    if not name.startswith("missing"):
        (tmp_path / name).write_bytes(b"this is no map")
    with pytest.raises(InputError, match=what):
        import_region(tmp_path / name, to=tmp_path / "town")
    assert not (tmp_path / "town").exists()


def test_a_cell_id_that_its_coordinates_contradict_is_refused(tmp_path: Path) -> None:
    text = GRID + "100mN29882E42277;4227750;2988350;1;1;1;3\n"
    assert _fails(tmp_path, text) == [
        "NP-I036 row 2 x_mp_100m, y_mp_100m: x_mp_100m and y_mp_100m lie outside the cell that the id names"
    ]


def test_swapped_coordinates_are_named_with_and_without_cell_ids(tmp_path: Path) -> None:
    swapped = GRID + "100mN29882E42277;2988250;4227750;1;1;1;3\n"
    assert _fails(tmp_path, swapped) == ["NP-I033 row 2 x_mp_100m, y_mp_100m: x_mp_100m and y_mp_100m are swapped"]
    lon, lat = _place(50, 50)
    points = f"lon,lat,unter18\n{lat},{lon},5\n"
    assert _fails(tmp_path, points) == ["NP-I033 row None lon, lat: lon and lat are swapped"]


def test_people_of_another_town_are_refused(tmp_path: Path) -> None:
    assert _fails(tmp_path, "lon,lat,unter18\n13.4,52.5,5\n") == [
        "NP-I033 row None lon, lat: no cell lies in the region of the roads"
    ]


def test_every_wrong_number_is_named_with_its_row(tmp_path: Path) -> None:
    text = GRID + "100mN29882E42277;4227750;2988250;3,5;-1;x1;9\n100mN29882E42277;4227750;2988250;1;1;1;3\n"
    assert _fails(tmp_path, text) == [
        "NP-I023 row 2 a18_64: below zero",
        "NP-I023 row 2 a65plus: not a whole number",
        "NP-I005 row 2 unter18: not a whole number",
        "NP-I015 row 3 : the same cell as in row 2",
    ]


def test_classes_that_overlap_are_refused(tmp_path: Path) -> None:
    text = "cell,unter18,unter3\n100mN29882E42277,5,2\n"
    assert "overlap" in _fails(tmp_path, text)[0]


def test_a_file_without_a_year_is_refused(tmp_path: Path) -> None:
    assert _fails(tmp_path, GRID + ROWS, "people.csv") == ["NP-I044 row None : the year is not known"]


def test_the_zensus_of_2022_is_recognised_in_its_own_spelling(tmp_path: Path) -> None:
    file = _grid(
        tmp_path / "Zensus2022_Alter_in_5_Altersklassen_100m-Gitter.csv",
        "GITTER_ID_100m;x_mp_100m;y_mp_100m;Insgesamt_Bevoelkerung;Unter18;a18bis29;a65undaelter;werterlaeuternde_Zeichen\n"
        "CRS3035RES100mN2988200E4227700;4227750;2988250;9;4,0;–;5;KLAMMERN\n",
    )
    findings = Findings()
    sheet = read_sheet(file, findings)
    assert sheet is not None
    grid = read_grid(sheet)
    assert grid is not None, findings.faults
    assert (grid.year, grid.cells, grid.size_m) == (2022, ("100mN29882E42277",), 100)
    assert (grid.classes, grid.people.tolist(), grid.suppressed) == (
        ("unter18", "a18bis29", "a65undaelter"),
        [[4, 0, 5]],
        1,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100mN29882E42277", (100, 2_988_200, 4_227_700)),
        ("CRS3035RES100mN2988200E4227700", (100, 2_988_200, 4_227_700)),
        ("1kmN2988E4227", (1000, 2_988_000, 4_227_000)),
        ("CRS3035RES1000mN2988000E4227000", (1000, 2_988_000, 4_227_000)),
        ("N29882E42277", None),
        ("100mE42277N29882", None),
    ],
)
def test_cell_ids_are_read_in_both_forms(text: str, expected: tuple[int, int, int] | None) -> None:
    assert cell_of(text) == expected
    if expected:
        assert cell_of(short_id(*expected)) == expected


@pytest.mark.parametrize(
    ("name", "ages"),
    [
        ("unter18", Ages(0, 17)),
        ("a18_29", Ages(18, 29)),
        ("a18bis29", Ages(18, 29)),
        ("65-74", Ages(65, 74)),
        ("a65undaelter", Ages(65, 99)),
        ("a65plus", Ages(65, 99)),
        ("90+", Ages(90, 99)),
        ("2", Ages(2, 2)),
        ("everybody", Ages(0, 99)),
        ("x_mp_100m", None),
        ("einwohner_summe_5kl", None),
        ("18_3", None),
    ],
)
def test_names_of_age_classes_are_read(name: str, ages: Ages | None) -> None:
    assert ages_of(name) == ages


def test_assumed_shares_add_up_and_stay_inside_the_class() -> None:
    for group in AGE_GROUPS:
        ages = ages_of(group)
        assert ages is not None
        assert assumed_shares(ages) == {group: 1}
    assert sum(assumed_shares(Ages(0, 17)).values()) == 1
    assert set(assumed_shares(Ages(0, 17))) == {"0-1", "2", "3-5", "6-9", "10-15", "16-64"}


def test_apportioning_keeps_the_sum_and_prefers_large_remainders() -> None:
    assert apportioned(10, [Fraction(1), Fraction(1), Fraction(1)]) == [4, 3, 3]
    assert apportioned(7, [Fraction(5), Fraction(3), Fraction(2)]) == [4, 2, 1]


@pytest.mark.parametrize("seed", range(10))
def test_sharing_keeps_every_cell_and_the_shares_of_the_region(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = rng.integers(0, 9, size=(400, 2))
    shares = {"unter18": assumed_shares(Ages(0, 17)), "18+": assumed_shares(Ages(18, 99))}
    found = shared(people, ("unter18", "18+"), shares)
    assert (found >= 0).all()
    assert (found.sum(axis=1) == people.sum(axis=1)).all()
    for name, place in (("unter18", 0), ("18+", 1)):
        only = shared(people[:, [place]], (name,), shares).sum(axis=0)
        for group, share in shares[name].items():
            due = float(share * int(people[:, place].sum()))
            assert abs(only[AGE_GROUPS.index(group)] - due) <= 2, group


def test_a_planner_may_change_the_shares_and_import_again(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    _town(folder)
    file = folder / "age_classes.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    own = ['  "unter18": {6-9: 100 %}' if line.startswith('  "unter18"') else line for line in lines]
    file.write_text("\n".join(own), encoding="utf-8")
    _town(folder)
    young = [row for row in _rows(folder / "people.csv") if row["age_group"] in {"0-1", "2", "3-5", "6-9", "10-15"}]
    assert [(row["age_group"], row["people"]) for row in young] == [("6-9", "10"), ("6-9", "3")]
    assert file.read_text(encoding="utf-8") == "\n".join(own)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('  "unter18": {6-9: 90 %}', "the shares add up to 90 %"),
        ('  "unter18": {6-8: 100 %}', "no age group of netplan"),
        ('  "unter18": {6-9: 1}', "1 is not a share"),
        ('  "unter17": {6-9: 100 %}', "no class of the population file"),
    ],
)
def test_shares_that_cannot_be_are_refused_with_their_line(tmp_path: Path, line: str, what: str) -> None:
    folder = tmp_path / "town"
    _town(folder)
    file = folder / "age_classes.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    at = next(place for place, text in enumerate(lines) if text.startswith('  "unter18"'))
    lines[at] = line
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError, match=what) as caught:
        _town(folder)
    assert at + 1 in {fault.line for fault in caught.value.faults}


def _squares(file: Path) -> Path:
    """Write two areas beside each other, west and east of 200 m, in the format that the name says."""
    corners = {"A01": (-50.0, 200.0), "A02": (200.0, 450.0)}
    shapes = {
        name: shapely.Polygon([_place(x, y) for x, y in ((west, -50), (east, -50), (east, 250), (west, 250))])
        for name, (west, east) in corners.items()
    }
    if file.suffix == ".topojson":
        rings = [list(map(list, shape.exterior.coords)) for shape in shapes.values()]
        geometries = [
            {"type": "Polygon", "arcs": [[place]], "properties": {"area": name}} for place, name in enumerate(shapes)
        ]
        members = {"squares": {"type": "GeometryCollection", "geometries": geometries}}
        file.write_text(json.dumps({"type": "Topology", "objects": members, "arcs": rings}), encoding="utf-8")
        return file
    frame = geopandas.GeoDataFrame(
        {"area": list(shapes), "name": ["West", "Ost"]}, geometry=list(shapes.values()), crs=4326
    )
    (frame.to_crs(25832) if file.suffix == ".gpkg" else frame).to_file(file)
    return file


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".topojson"])
def test_cells_know_their_planning_area_in_every_format(tmp_path: Path, suffix: str) -> None:
    _town(tmp_path / "town", areas=_squares(tmp_path / f"areas{suffix}"))
    assert [(row["cell"], row["area"]) for row in _rows(tmp_path / "town" / "cells.csv")] == [
        ("100mN29882E42277", "A01"),
        ("100mN29882E42279", "A02"),
    ]
    assert sorted(geopandas.read_file(tmp_path / "town" / "areas.gpkg")["area"]) == ["A01", "A02"]


def test_topojson_arcs_are_shared_turned_and_unpacked_from_their_grid(tmp_path: Path) -> None:
    # Two unit squares side by side share arc 0; steps on a grid of 0.5 degrees from (10, 50).
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [10, 50]},
        "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]],
        "objects": {
            "x": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": "west", "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "id": "east", "arcs": [[[2, -1]]]},
                ],
            }
        },
    }
    file = tmp_path / "x.topojson"
    file.write_text(json.dumps(topology), encoding="utf-8")
    areas = read_areas(file)
    assert areas.ids == ("west", "east")
    assert [shape.bounds for shape in areas.shapes] == [(10, 50, 11, 51), (11, 50, 12, 51)]
    assert [shape.area for shape in areas.shapes] == [1, 1]


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("no.geojson", "{}", "cannot be read"),
        ("points.geojson", json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature",
         "properties": {"area": "a"}, "geometry": {"type": "Point", "coordinates": [8, 50]}}]}), "no polygon"),
        ("twice.topojson", json.dumps({"type": "Topology", "arcs": [[[8, 50], [9, 50], [9, 51], [8, 50]]], "objects": {
            "x": {"type": "GeometryCollection", "geometries": [
                {"type": "Polygon", "arcs": [[0]], "properties": {"area": "a"}} for _ in range(2)]}}}),
         "no column names every area once"),
        ("metres.topojson", json.dumps({"type": "Topology", "arcs": [[[4e6, 3e6], [4e6, 4e6], [5e6, 4e6], [4e6, 3e6]]],
         "objects": {"x": {"type": "Polygon", "id": "a", "arcs": [[0]]}}}), "not degrees"),
    ],
)  # fmt: skip
def test_areas_that_cannot_be_used_are_refused(tmp_path: Path, name: str, text: str, what: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=what):
        read_areas(tmp_path / name)


def test_people_of_an_area_are_put_where_its_buildings_are(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    rows = (
        "A01,0-5,2024,10",
        "A01,65+,2024,4",
        "A02,0-5,2024,20",
        "A01,0-5,2030,8",
        "A02,0-5,2030,0",
        "A09,0-5,2024,7",
    )
    file.write_text("area,age_group,year,people\n" + "\n".join(rows) + "\n", encoding="utf-8")
    squares = _squares(tmp_path / "areas.gpkg")
    import_region(_osm(tmp_path / "town.osm"), to=tmp_path / "town", population=file, areas=squares)
    cells = _rows(tmp_path / "town" / "cells.csv")
    assert {(row["cell"], row["area"]) for row in cells} <= {
        ("100mN29882E42277", "A01"),
        ("100mN29883E42279", "A02"),
    }
    years = {row["year"] for row in _rows(tmp_path / "town" / "people.csv")}
    assert years == {"2024", "2030"}


def test_people_by_area_need_the_polygons(tmp_path: Path) -> None:
    file = tmp_path / "people_2024.csv"
    file.write_text("area,age_group,people\nA01,0-5,10\n", encoding="utf-8")
    with pytest.raises(NetplanError, match="give --areas"):
        import_region(_osm(tmp_path / "town.osm"), to=tmp_path / "town", population=file)


def test_people_may_change_the_roads_and_save_them(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    _town(folder)
    graph = roads(folder)
    graph.remove_edge(3, 4, 0)
    graph.add_edge(4, 1, length=512.5)
    save_roads(graph, folder)
    again = roads(folder)
    assert not again.has_edge(3, 4)
    assert again.edges[4, 1, 0]["length"] == 512.5
    assert again.edges[4, 1, 0]["walk"] == 1
    assert nx.is_isomorphic(graph, again)
    graph.add_edge(1, 3, length=0.0)
    with pytest.raises(InputError, match="no length above zero"):
        save_roads(graph, folder)
    assert roads(folder).number_of_edges() == again.number_of_edges()


@pytest.mark.parametrize(
    ("tags", "along", "against"),
    [
        ({"highway": "residential"}, "bdw", "bdw"),
        ({"highway": "residential", "oneway": "yes"}, "bdw", "w"),
        ({"highway": "residential", "oneway": "-1"}, "w", "bdw"),
        ({"highway": "residential", "oneway": "yes", "oneway:bicycle": "no"}, "bdw", "bw"),
        ({"highway": "residential", "oneway": "yes", "oneway:foot": "yes"}, "bdw", ""),
        ({"highway": "tertiary", "junction": "roundabout"}, "bdw", "w"),
        ({"highway": "motorway"}, "d", ""),
        ({"highway": "track"}, "bw", "bw"),
        ({"highway": "track", "motor_vehicle": "yes"}, "bdw", "bdw"),
        ({"highway": "track", "motor_vehicle": "agricultural"}, "bw", "bw"),
        ({"highway": "steps"}, "w", "w"),
        ({"highway": "footway", "bicycle": "yes"}, "bw", "bw"),
        ({"highway": "cycleway"}, "b", "b"),
        ({"highway": "cycleway", "foot": "designated"}, "bw", "bw"),
        ({"highway": "service", "access": "private"}, "", ""),
        ({"highway": "service", "access": "private", "foot": "yes"}, "w", "w"),
        ({"highway": "residential", "motor_vehicle": "destination"}, "bdw", "bdw"),
        ({"highway": "primary", "motorroad": "yes"}, "d", "d"),
        ({"highway": "construction"}, "", ""),
    ],
)
def test_signs_say_who_may_use_a_street(tags: Mapping[str, str], along: str, against: str) -> None:
    found = use(tags)
    assert ["".join(sorted(mode[0] for mode in modes)) for modes in (found.along, found.against)] == [along, against]


def test_what_overpass_answers_becomes_the_same_roads_as_a_file() -> None:
    # What osmnx hands out with all_oneway and without simplifying: a chain, and a way whose nodes it turned round.
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    for number, (east, north) in ((n, NODES[n]) for n in (1, 2, 3, 4, 5)):
        lon, lat = _place(east, north)
        graph.add_node(number, x=lon, y=lat)
    for u, v in ((1, 2), (2, 3), (3, 4)):
        graph.add_edge(u, v, osmid=100, highway="residential", name="Hauptstraße")
    graph.add_edge(5, 2, osmid=102, highway="residential", oneway="-1")
    corners = [_place(*NODES[n]) for n in (31, 32, 33, 34)]
    index = [("way", 200), ("way", 300), ("node", 51)]
    columns = {
        "amenity": ["kindergarten", np.nan, "school"],
        "name": ["Kita Sonne", np.nan, "Grundschule Ost"],
        "building": [np.nan, "house", np.nan],
    }
    shapes = [shapely.Polygon(corners), shapely.Polygon(corners), shapely.Point(_place(220, 60))]
    features = geopandas.GeoDataFrame(columns, geometry=shapes, crs=4326)
    features.index = geopandas.pd.MultiIndex.from_tuples(index)
    extract = extract_of("Musterhausen", graph, features)
    assert [way.nodes for way in extract.ways] == [(1, 2, 3, 4), (5, 2)]
    assert [item.osmid for item in extract.objects] == ["w200", "n51"]
    assert len(extract.buildings.lon) == 1
    edges = streets(extract).edges
    cars = {(u, v) for u, v, drive in zip(edges["u"], edges["v"], edges["drive"], strict=True) if drive}
    assert cars == {(1, 2), (2, 1), (2, 4), (4, 2), (5, 2)}
