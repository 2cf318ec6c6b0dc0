"""Districts in the report, in Excel and as a layer: who belongs where in each year, what changes, few people hidden."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from python_calamine import CalamineWorkbook

import netplan
from netplan.comparison import compare
from netplan.constraints import Rules
from netplan.reports.districts import told
from netplan.reports.wording import Wording
from netplan.tables import NONE, Districts
from tests.sample_plans import plan, tiny, written

ENGLISH = Wording("en")


def _plan(workspace: Path) -> netplan.Plan:
    """Return a plan in which b goes to gs_1 and, when that closes in 2028, with c to gs_0; b is of gs_0 today."""
    home = np.array([[[0, 0]], [[0, 0]], [[NONE, NONE]]], np.int64)
    of = replace(tiny(), districts=Districts(home, np.zeros(home.shape, bool)))
    return written(plan("thinning", of, {"gs_0": ["z1", "z2"], "gs_1": ["z1", "closed"]}), workspace)


def test_districts_change_against_today_and_from_year_to_year(tmp_path: Path) -> None:
    (variant,) = compare([_plan(tmp_path)]).variants
    found = told(variant, ENGLISH)
    names = [variant.plan.tables.levels.site_names[site] for site in variant.plan.tables.levels.site]
    assert [(row.year, row.before, row.after, row.cells, row.people) for row in found.changes] == [
        (2026, names[0], names[1], 1, "6"),
        (2028, names[1], names[0], 2, "8"),
    ]
    assert [(row.year, row.facility, row.cells, row.people) for row in found.rows] == [
        (2026, names[0], 1, "10"),
        (2026, names[1], 2, "8"),
        (2028, names[0], 3, "18"),
    ]


def test_without_districts_and_policies_nothing_is_told(tmp_path: Path) -> None:
    (variant,) = compare([written(plan("thinning", tiny(), {}), tmp_path)]).variants
    assert told(variant, ENGLISH).rows == []


@pytest.mark.parametrize("policy", ["whole_cells", "districts"])
def test_a_policy_of_whole_cells_is_enough(policy: str, tmp_path: Path) -> None:
    rules = Rules.model_validate({"assignment": {"grundschule": policy}})
    (variant,) = compare([written(plan("thinning", tiny(), {}), tmp_path, rules=rules)]).variants
    assert told(variant, ENGLISH).rows
    assert told(variant, ENGLISH).changes == []


def test_report_excel_and_layer_tell_of_districts(tmp_path: Path) -> None:
    file = netplan.report([_plan(tmp_path)], tmp_path / "report.html", lang="de")
    text = file.read_text(encoding="utf-8")
    assert "Änderungen der Bezirke" in text
    sheet = CalamineWorkbook.from_path(file.with_suffix(".xlsx")).get_sheet_by_name("Bezirke (Schulbezirke)")
    rows = sheet.to_python()
    assert rows[0][:4] == ["Varianten", "Jahr", "Angebot", "Wohnzelle"]
    people = {(row[1], row[3]): row[7] for row in rows[1:]}
    assert people[2026, "b"] == 6
    assert str(people[2026, "c"]).startswith("<")
    layer = gpd.read_file(file.with_suffix(".gpkg"), layer="districts_thinning")
    moved = layer[layer["changes"]]
    assert [(row.year, row.cell, row.before, row.facility) for row in moved.itertuples()] == [
        (2026, "b", "gs_0", "gs_1"),
        (2028, "b", "gs_1", "gs_0"),
        (2028, "c", "gs_1", "gs_0"),
    ]
