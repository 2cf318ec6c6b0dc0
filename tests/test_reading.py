"""Files are read as they are: texts, row numbers, lines, and cases made of them."""

import datetime as dt
import json
import shutil
import sqlite3
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

import netplan
from netplan import case as cases
from netplan.engine import solve_here
from netplan.inputs.csv_files import read_csv
from netplan.inputs.excel import read_excel
from netplan.inputs.findings import Findings
from netplan.inputs.geopackage import read_layer
from netplan.inputs.table import Layout
from netplan.inputs.yaml_files import read_yaml
from netplan.plan.folder import write
from netplan.tables import NEVER, UNLIMITED, StepKind
from netplan.workspace import checking, folders
from netplan.workspace.runs import plan_of
from netplan.workspace.shelf import Shelf

ROOT = Path(__file__).parents[1]
BASE = Path(__file__).parent / "bad" / "base"
CELLS = Layout(("cell", "area", "lon", "lat"))
SITES = Layout(("site", "name", "lon", "lat"))


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A workspace with one street, four cells, two sites and two schools."""
    folder = tmp_path / "workspace"
    shutil.copytree(BASE, folder)
    text = folder / "data/town/roads.sql"
    connection = sqlite3.connect(folder / "data/town/roads.gpkg")
    connection.executescript(text.read_text(encoding="utf-8"))
    connection.close()
    return folder


def replace(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text that stands in a file."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, (file, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_case_holds_what_the_files_say(town: Path) -> None:
    case = netplan.load(town / "scenarios/plan.yaml")
    demand, levels, steps, pairs = case.tables.demand, case.tables.levels, case.tables.steps, case.tables.pairs
    # Nord has 41 + 30 children in 2026, 97.5 % of them 69.225: 69. Süd has 77, 75.075: 75.
    assert demand.people[:, 0, 0].tolist() == [40, 29, 26, 49]
    assert demand.reach.tolist() == [45 * 60]
    assert demand.span.tolist() == [2, 3]
    assert levels.names == ("closed", "z1", "z2")
    assert levels.today.tolist() == [1, 0]
    assert levels.places[:, :, 0].tolist() == [[0, 112, 224], [0, 100, 0]]
    assert levels.least[:, :, 0].tolist() == [[0, 40, 90], [0, 50, 0]]
    assert levels.running[1].tolist() == [0, 23_000_000, 0]
    assert levels.total[0].tolist() == [0, UNLIMITED, UNLIMITED]
    assert levels.locks == ("keep", "")
    opens = steps.kind == StepKind.OPEN
    assert steps.year[opens].tolist() == [1]
    assert steps.cost[opens].tolist() == [150_000_050]
    assert steps.paid[opens].tolist() == [0]
    assert steps.paid[steps.kind == StepKind.CLOSE].tolist() == [0, 1]
    assert steps.paid[steps.kind == StepKind.STAY].tolist() == [NEVER] * int((steps.kind == StepKind.STAY).sum())
    # c2 stands on the node of s1; the site is 111.195 m north of it: 112 s at 3.6 km/h.
    of_c2 = (pairs.cell == 1) & (pairs.facility == 0)
    assert pairs.seconds[of_c2].tolist() == [112]
    assert pairs.metres[of_c2].tolist() == [112]
    assert [pairs.modes[m] for m in pairs.mode[of_c2]] == ["walk"]
    assert [rule.rule for rule in case.rules] == ["reach", "places", "minimum_size", "locks", "budget"]
    assert [goal.name for goal in case.goals] == ["unserved", "cost", "person_minutes"]
    assert case.against == "today"


def test_every_file_that_was_read_is_listed_with_its_rows(town: Path) -> None:
    case = netplan.load(town / "scenarios/plan.yaml")
    rows = {file.path: file.rows for file in case.inputs}
    assert rows == {
        "scenarios/plan.yaml": None,
        "scenarios/today.yaml": None,
        "models/school.yaml": None,
        "data/town/region.yaml": None,
        "data/town/cells.csv": 4,
        "data/town/sites.csv": 2,
        "data/town/people.csv": 8,
        "data/town/facilities.csv": 2,
        "data/town/levels.csv": 1,
        "data/town/measures.csv": 3,
        "data/town/roads.gpkg": 12,
    }


def test_without_measures_a_facility_stays_and_one_closed_today_offers_nothing(town: Path) -> None:
    tables = netplan.load(town / "scenarios/today.yaml").tables
    assert tables.levels.exists.tolist() == [[True, True], [True, False]]
    assert set(tables.pairs.facility.tolist()) == {0}
    assert set(tables.steps.kind.tolist()) == {StepKind.STAY}


def test_the_order_of_rows_and_of_files_changes_nothing(town: Path) -> None:
    before = netplan.load(town / "scenarios/plan.yaml").hash
    for name in ("cells", "people", "sites", "facilities", "measures"):
        path = town / f"data/town/{name}.csv"
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    again = netplan.load(town / "scenarios/plan.yaml")
    assert again.tables.steps.names != ()
    assert again.hash == before


def test_ways_of_a_table_replace_the_search_for_the_modes_it_names(town: Path) -> None:
    (town / "data/town/travel.csv").write_text(
        "cell,site,mode,travel_s,metres\nc1,s2,bus,300,4000\nc4,s1,bus,9999,4000\n", encoding="utf-8"
    )
    tables = netplan.load(town / "scenarios/plan.yaml").tables
    by_bus = tables.pairs.mode == tables.pairs.modes.index("bus")
    assert tables.pairs.cell[by_bus].tolist() == [0]
    assert tables.pairs.seconds[by_bus].tolist() == [300]
    assert (~by_bus).sum() > 0


def test_take_up_of_an_area_replaces_the_norm(town: Path) -> None:
    (town / "data/town/take_up.csv").write_text(
        "area,service,age_group,take_up_percent\nNord,grundschule,6-9,50\n", encoding="utf-8"
    )
    people = netplan.load(town / "scenarios/plan.yaml").tables.demand.people
    # 20.5 + 15 = 35.5, rounded to the even 36.
    assert people[:, 0, 0].tolist() == [21, 15, 26, 49]


def test_totals_over_all_services_and_rows_of_all_facilities(town: Path) -> None:
    (town / "data/town/levels.csv").write_text(
        "facility,level,service,places,least,running_eur\n"
        "*,z1,*,90,30,1000\n"
        "*,z1,grundschule,80,,200.50\n"
        "south,z1,*,70,,\n",
        encoding="utf-8",
    )
    levels = netplan.load(town / "scenarios/plan.yaml").tables.levels
    north, south = 0, 1
    assert (levels.places[north, 1, 0], levels.total[north, 1], levels.running[north, 1]) == (80, 90, 120_050)
    assert (levels.least[north, 1, 0], levels.least_total[north, 1]) == (40, 30)
    assert (levels.places[south, 1, 0], levels.total[south, 1], levels.least_total[south, 1]) == (70, 70, 0)


def test_a_phase_becomes_links_with_titles(town: Path) -> None:
    replace(
        town,
        "models/school.yaml",
        "norms:\n  all:",
        "  container:\n    title: {de: Container, en: containers}\n    places: {grundschule: 50 persons}\n"
        "    phase: {years: 2, then: z1}\nnorms:\n  all:",
    )
    for file, old, new in (
        ("scenarios/today.yaml", "2028]", "2027]"),
        ("scenarios/plan.yaml", "2028:", "2027:"),
        ("data/town/people.csv", "2028", "2027"),
        ("data/town/measures.csv", "closed,z1,1500000.50,2,2028", "closed,container,70000,0,"),
    ):
        replace(town, file, old, new)
    case = netplan.load(town / "scenarios/plan.yaml")
    levels = case.tables.levels
    assert levels.names == ("closed", "z1", "z2", "container#1", "container#2")
    assert case.words.levels["container#2"] == {"de": "Container (2. Jahr)", "en": "containers (year 2)"}
    assert levels.exists[1].tolist() == [True, True, False, True, True]
    assert not levels.least[1, 3:].any()


def test_a_workspace_is_found_upwards_and_begun_only_once(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert folders.workspace_of(town / "data/town/cells.csv") == town
    monkeypatch.chdir(town / "data")
    assert netplan.load("scenarios/plan.yaml").name == "plan"
    assert [case.name for case in netplan.check()] == ["plan", "today"]
    new = netplan.init(town / "new")
    assert (new / "models/primary_school.yaml").is_file()
    with pytest.raises(netplan.NetplanError, match="is there already"):
        netplan.init(new)
    monkeypatch.chdir(town.parent)
    with pytest.raises(netplan.NetplanError, match="netplan init"):
        folders.workspace_of(town.parent)


def test_a_model_is_shown_with_norms_sources_and_formulas(town: Path) -> None:
    text = netplan.show(town / "models/school.yaml")
    assert "take_up = 97.5 % (a plan)" in text
    assert "target = 30 min (assumed)" in text
    assert "reach 40 min (reach), target 30 min (target)" in text
    assert "load[f,s,t]" in text
    assert "plan: 4 cells, 144 children" in netplan.show(town / "scenarios/plan.yaml")
    with pytest.raises(netplan.NetplanError, match='Did you mean "school"'):
        netplan.show(town / "models/scool.yaml")
    with pytest.raises(netplan.NetplanError, match=r"no folder of a region\. Known: school, data/town, plan"):
        netplan.show(town / "nowhere")
    assert "cost: Kosten / cost [EUR]" in netplan.show(town / "scenarios/plan.yaml")


def test_all_scenarios_of_the_repository_can_be_read() -> None:
    cases = checking.check(sorted((ROOT / "scenarios").glob("*.yaml")))
    assert len(cases) == len(list((ROOT / "scenarios").glob("*.yaml")))
    assert all(case.tables.demand.people.sum() for case in cases)


def test_the_plan_of_a_scenario_is_found_until_one_of_its_files_changes(town: Path) -> None:
    scenario = town / "scenarios/today.yaml"
    with pytest.raises(netplan.NetplanError, match=r"no plan yet\. Make it with `netplan solve scenarios/today\.yaml`"):
        plan_of(scenario)
    case = netplan.load(scenario)
    plan = solve_here(case)
    cases.save(case, case.folder)
    write(plan, case.folder)
    (case.folder / "run.json").write_text(json.dumps({"inputs": [asdict(file) for file in case.inputs]}), "utf-8")
    for path in (scenario, case.folder):
        assert plan_of(path).goals == plan.goals
    (town / "data/town/take_up.csv").write_text("area,service,age_group,take_up_percent\n", encoding="utf-8")
    with pytest.raises(netplan.NetplanError, match=r"out of date, data/town/take_up\.csv is new"):
        plan_of(scenario)
    (town / "data/town/take_up.csv").unlink()
    replace(town, "data/town/people.csv", "c1,6-9,2026,41", "c1,6-9,2026,42")
    with pytest.raises(netplan.NetplanError, match=r"out of date, data/town/people\.csv has changed\. Make it with"):
        plan_of(scenario)


def test_each_file_is_read_once_for_all_scenarios(town: Path) -> None:
    shelf = Shelf(town)
    first = shelf.yaml("models/school.yaml", Findings())
    assert shelf.yaml("models/school.yaml", Findings()) is first


def test_a_large_table_is_read_in_seconds(tmp_path: Path) -> None:
    path, number = tmp_path / "people.csv", 400_000
    rows = "".join(f"c{i % 5000},6-9,{2026 + i % 7},{i % 40}\n" for i in range(number))
    path.write_text("cell,age_group,year,people\n" + rows, encoding="utf-8")
    findings = Findings()
    begin = time.process_time()
    table = read_csv(path, "people.csv", Layout(("cell", "age_group", "year", "people")), findings)
    assert table is not None
    people = table.whole("people")
    table.choices("cell", {f"c{i}" for i in range(5000)}, code="NP-I064")
    assert int(people.sum()) == sum(i % 40 for i in range(number))
    assert time.process_time() - begin < 20
    assert not findings.faults


def test_rows_are_counted_as_in_the_file_across_empty_rows(tmp_path: Path) -> None:
    path, findings = tmp_path / "cells.csv", Findings()
    path.write_text('cell,area,lon,lat\n\na,"A, B",13,51\n,,,\nb,A,x,51\n', encoding="utf-8")
    table = read_csv(path, "cells.csv", CELLS, findings)
    assert table is not None
    assert table.texts("area") == ("A, B", "A")
    table.degrees("lon")
    assert [(fault.line, fault.where, fault.value) for fault in findings.faults] == [(5, "lon", "x")]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "latin-1"])
def test_a_declared_encoding_is_heeded(encoding: str, tmp_path: Path) -> None:
    path, findings = tmp_path / "cells.csv", Findings()
    path.write_text("cell;area;lon;lat\na;Süd;13,5;-51\n", encoding=encoding)
    table = read_csv(path, "cells.csv", CELLS, findings, encoding, ",")
    assert table is not None
    assert table.texts("area") == ("Süd",)
    assert (table.degrees("lon").tolist(), table.degrees("lat").tolist()) == ([13.5], [-51.0])
    assert not findings.faults


def workbook(path: Path, rows: list[list[object]], *, more: bool = False) -> Path:
    """Write a workbook of one sheet, or of two of which one is hidden."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Tabelle")
        date = book.add_format({"num_format": "dd.mm.yyyy"})
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(i, j, dt.datetime(value.year, value.month, value.day), date)  # noqa: DTZ001  a spreadsheet knows no zones
                else:
                    sheet.write(i, j, value)
        if more:
            book.add_worksheet("Notizen").hide()
    return path


def test_a_workbook_reads_like_a_table(tmp_path: Path) -> None:
    findings = Findings()
    rows: list[list[object]] = [["cell", "area", "lon", "lat"], ["a", 9162000, 13.25, 51], ["b", "09162", 13.5, 51.5]]
    table = read_excel(workbook(tmp_path / "cells.xlsx", rows, more=True), "cells.xlsx", CELLS, findings, ",")
    assert table is not None
    assert table.texts("area") == ("9162000", "09162")
    assert table.degrees("lon").tolist() == [13.25, 13.5]
    assert table.rows.tolist() == [2, 3]
    assert [notice.code for notice in findings.notices] == ["NP-W028"]
    assert not findings.faults


def test_dates_errors_and_broken_workbooks_are_refused(tmp_path: Path) -> None:
    findings = Findings()
    rows: list[list[object]] = [
        ["cell", "area", "lon", "lat"],
        [dt.date(2026, 3, 1), "Nord", 13, 51],
        ["b", "#BEZUG!", 13, 51],
    ]
    assert read_excel(workbook(tmp_path / "cells.xlsx", rows), "cells.xlsx", CELLS, findings) is None
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    assert read_excel(tmp_path / "broken.xlsx", "broken.xlsx", CELLS, findings) is None
    found = [(fault.code, fault.line, fault.where, fault.value) for fault in findings.faults]
    assert found == [
        ("NP-I025", 2, "cell", "2026-03-01"),
        ("NP-I027", 3, "area", "#BEZUG!"),
        ("NP-I026", None, "", None),
    ]


def test_merged_cells_are_refused(tmp_path: Path) -> None:
    findings = Findings()
    with xlsxwriter.Workbook(tmp_path / "sites.xlsx") as book:
        sheet = book.add_worksheet()
        for j, name in enumerate(SITES.required):
            sheet.write(0, j, name)
        sheet.merge_range(1, 0, 2, 0, "a")
    assert read_excel(tmp_path / "sites.xlsx", "sites.xlsx", SITES, findings) is None
    assert [(fault.code, fault.line) for fault in findings.faults] == [("NP-I028", 2)]


def test_a_workbook_may_stand_for_a_csv_file(town: Path) -> None:
    before = netplan.load(town / "scenarios/plan.yaml").hash
    path = town / "data/town/sites.csv"
    rows: list[list[object]] = [list(line.split(",")) for line in path.read_text(encoding="utf-8").splitlines()]
    path.unlink()
    workbook(
        town / "data/town/sites.xlsx", [rows[0], *([a, b, float(str(c)), float(str(d))] for a, b, c, d in rows[1:])]
    )
    case = netplan.load(town / "scenarios/plan.yaml")
    assert case.hash == before
    assert "data/town/sites.xlsx" in {file.path for file in case.inputs}


def test_every_key_of_a_yaml_file_knows_its_line(tmp_path: Path) -> None:
    path, findings = tmp_path / "a.yaml", Findings()
    path.write_text("a:\n  b: [1, yes,\n      x]\n  c: {d: 010}\n", encoding="utf-8")
    file = read_yaml(path, "a.yaml", findings)
    assert file is not None
    assert file.tree == {"a": {"b": ["1", "yes", "x"], "c": {"d": "010"}}}
    assert [file.line(key) for key in (("a",), ("a", "b", "2"), ("a", "c", "d"), ("a", "z"), ("q",))] == [
        1,
        3,
        4,
        1,
        None,
    ]
    assert file.at(("a", "b", "2")) == "x"
    assert file.at(("a", "b", "7")) is None


@pytest.mark.parametrize(
    "text", ["- a\n- b\n", "just a word\n", "? [a, b]\n: c\n", "a: 1\n---\nb: 2\n", "a: \x07\n", "\ta: 1\n"]
)
def test_what_is_no_mapping_of_keys_is_refused_with_its_line(text: str, tmp_path: Path) -> None:
    path, findings = tmp_path / "a.yaml", Findings()
    path.write_text(text, encoding="utf-8")
    assert read_yaml(path, "a.yaml", findings) is None
    assert [fault.line is not None for fault in findings.faults] == [True]


def test_a_deep_file_and_a_bomb_of_aliases_are_refused_at_once(tmp_path: Path) -> None:
    bomb = "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9) if i else 'x'}]\n" for i in range(10))
    for text, code in (("[" * 100_000, "NP-I050"), (bomb, "NP-I051")):
        path, findings = tmp_path / "a.yaml", Findings()
        path.write_text(text, encoding="utf-8")
        assert read_yaml(path, "a.yaml", findings) is None
        assert {fault.code for fault in findings.faults} == {code}


def test_a_layer_is_read_without_changing_its_file(town: Path) -> None:
    path, findings = town / "data/town/roads.gpkg", Findings()
    before = path.read_bytes()
    layer = read_layer(path, "roads.gpkg", "edges", ("u", "length"), findings, ("highway", "bridge"))
    assert layer is not None
    assert sorted(layer) == ["highway", "length", "u"]
    assert layer["length"].dtype == np.float64
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.glob("roads.gpkg*")] == ["roads.gpkg"]


def test_missing_columns_and_values_of_a_layer_are_named(town: Path) -> None:
    path, findings = town / "data/town/roads.gpkg", Findings()
    assert read_layer(path, "roads.gpkg", "edges", ("u", "lenght"), findings) is None
    connection = sqlite3.connect(path)
    connection.execute("UPDATE edges SET u = NULL WHERE fid = 2")
    connection.commit()
    connection.close()
    assert read_layer(path, "roads.gpkg", "edges", ("u",), findings) is None
    assert [(fault.line, fault.where, fault.mend) for fault in findings.faults] == [
        (None, "lenght", 'Did you mean "length"?'),
        (2, "u", "Fill in u."),
    ]


def test_areas_are_checked_against_their_layer(town: Path) -> None:
    connection = sqlite3.connect(town / "data/town/areas.gpkg")
    connection.executescript(
        "CREATE TABLE gpkg_contents (table_name TEXT, srs_id INTEGER);"
        "INSERT INTO gpkg_contents VALUES ('areas', 4326);"
        "CREATE TABLE areas (fid INTEGER PRIMARY KEY, area TEXT, name TEXT);"
        "INSERT INTO areas (area, name) VALUES ('Nord', 'Nordstadt'), ('Sued', 'Südstadt');"
    )
    connection.close()
    with pytest.raises(netplan.InputError, match='column area, value "Süd": unknown') as caught:
        netplan.load(town / "scenarios/plan.yaml")
    assert [fault.line for fault in caught.value.faults] == [4]
