"""Excel and GeoPackage beside the report: the input's own ids, no formulas, no counts of few people."""

import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pyogrio
import pytest
from python_calamine import CalamineWorkbook

from netplan.reports import report
from tests.sample_plans import plan, tables, tiny, tiny_plans, written

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://example.org")', "https://example.org/", "\t=1")


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    return report(tiny_plans(folder), folder / "out" / "report.html")


def rows(file: Path, sheet: str) -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_path(file).get_sheet_by_name(sheet).to_python()]


def test_the_workbook_has_a_sheet_for_each_table(beside: Path) -> None:
    assert CalamineWorkbook.from_path(beside.with_suffix(".xlsx")).sheet_names == [
        "Varianten im Vergleich",
        "Maßnahmen",
        "Wer bezahlt",
        "Standortplan",
        "Einrichtungen nach Jahr",
        "Zuordnung nach Gebiet",
        "Versorgung nach Gebiet",
        "Nachweis freier Kapazitäten",
        "Normen",
        "Datenblatt",
    ]


def test_the_workbook_has_numbers_as_numbers_and_the_inputs_own_ids(beside: Path) -> None:
    file = beside.with_suffix(".xlsx")
    compared = rows(file, "Varianten im Vergleich")
    assert ["Offene Einrichtungen", "Einrichtungen", 2028, 2, 1, 1] in compared
    assert ["Investition (nominal)", "EUR", "", 0, 1_250_000, 50_000] in compared
    assert rows(file, "Maßnahmen")[1:3] == [
        ["thinning", 2028, "gs_0", "Schule F", "Erweiterung", "Anbau", "1-zügig", "2-zügig", 2026, 1_200_000],
        ["thinning", 2028, "gs_1", "Schule G", "Schließung", "Aufgabe", "1-zügig", "geschlossen", 2026, 50_000],
    ]
    assert rows(file, "Standortplan")[4][1:] == [
        "gs_1", "Schule G", "Stadt", "geschlossen", "1-zügig", "1-zügig", "✕ geschlossen",
    ]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path, text: str) -> None:
    of = tiny()
    levels = replace(of.levels, site_names=(text, text), carriers=(text, text), facilities=(text, "gs_1"))
    steps = replace(of.steps, names=(text,) * 6)
    made = written(plan("status_quo", replace(of, levels=levels, steps=steps), {"gs_1": ["z1", "z2"]}), tmp_path)
    book = zipfile.ZipFile(report([made], tmp_path / "report.html").with_suffix(".xlsx"))
    for name in book.namelist():
        if name.startswith("xl/worksheets/sheet"):
            tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(book.read(name)).iter()}  # noqa: S314  our own file
            assert not tags & {"f", "hyperlink"}
    assert not [name for name in book.namelist() if "externalLink" in name]


def test_few_people_are_withheld_from_every_file(tmp_path: Path) -> None:
    of = tables([[9, 9], [2, 2]], [[60], [700]], (30, 40), today=("z1",), areas=("Nord", "Süd"))
    file = report([written(plan("status_quo", of, {}), tmp_path)], tmp_path / "report.html")
    by_area = {row[4]: row[5] for row in rows(file.with_suffix(".xlsx"), "Zuordnung nach Gebiet")[1:]}
    assert by_area == {"Nord": 9, "Süd": "<\N{NO-BREAK SPACE}3"}
    cells = pyogrio.read_dataframe(file.with_suffix(".gpkg"), layer="cells_status_quo")
    assert cells["people"].isna().tolist() == [False, True]
    assert cells["people_shown"].tolist() == ["9", "< 3"]
    flows = pyogrio.read_dataframe(file.with_suffix(".gpkg"), layer="flows_status_quo")
    assert flows["cell"].tolist() == ["a"]


def test_the_geopackage_has_layers_by_variant_with_ids_levels_and_minutes(beside: Path) -> None:
    file = beside.with_suffix(".gpkg")
    layers = {str(name) for name, _ in pyogrio.list_layers(file)}
    names = ("status_quo", "thinning", "harsh")
    assert layers == {f"{kind}_{name}" for kind in ("facilities", "cells", "flows") for name in names} | {
        "layer_styles"
    }
    facilities = pyogrio.read_dataframe(file, layer="facilities_thinning")
    assert facilities[["facility", "site", "level_today", "level_2028", "status"]].to_numpy().tolist() == [
        ["gs_0", "site_0", "z1", "z2", "extended"],
        ["gs_1", "site_1", "z1", "closed", "closed"],
    ]
    assert facilities.crs.to_epsg() == 4326
    cells = pyogrio.read_dataframe(file, layer="cells_thinning").set_index("cell")
    assert cells["minutes"].to_dict() == {"a": 2, "b": 10, "c": 20}
    assert cells["change_min"].to_dict() == {"a": 0, "b": 1, "c": 19}


def test_qgis_finds_a_style_for_each_layer_of_points(beside: Path) -> None:
    with sqlite3.connect(beside.with_suffix(".gpkg")) as base:
        found = base.execute(
            "SELECT f_table_catalog, f_table_schema, f_table_name, f_geometry_column, useAsDefault, styleQML "
            "FROM layer_styles"
        ).fetchall()
        columns = dict(base.execute("SELECT table_name, column_name FROM gpkg_geometry_columns"))
    base.close()
    assert sorted(row[2] for row in found if row[4]) == sorted(name for name in columns if not name.startswith("flows"))
    for catalog, schema, name, column, _, style in found:
        assert (catalog, schema, column) == ("", "", columns[name])
        renderer = ET.fromstring(style).find("renderer-v2")  # noqa: S314  our own file
        assert renderer is not None
        symbols = {symbol.get("name") for symbol in renderer.iter("symbol")}
        assert {part.get("symbol") for part in [*renderer.iter("category"), *renderer.iter("range")]} == symbols


def test_writing_again_replaces_what_stood_there(tmp_path: Path) -> None:
    plans = tiny_plans(tmp_path)
    report(plans[:2], tmp_path / "report.html")
    file = report(plans[:1], tmp_path / "report.html")
    layers = {str(name) for name, _ in pyogrio.list_layers(file.with_suffix(".gpkg"))}
    assert layers == {"facilities_status_quo", "cells_status_quo", "flows_status_quo", "layer_styles"}
