"""Classes from the files to the report: a small town with two Oberschulen and a Gymnasium, solved, verified, shown."""

import shutil
import zipfile
from pathlib import Path

import pytest

import netplan
from tests.test_bad_inputs import BAD, build_roads

ROOT = Path(__file__).resolve().parents[1]
TABLES = {
    "people": "cell,age_group,year,people\n"
    + "".join(
        f"{cell},10-15,{year},{people}\n"
        for year, sizes in ((2026, (300, 220, 180, 300)), (2027, (300, 230, 190, 300)))
        for cell, people in zip(("c1", "c2", "c3", "c4"), sizes, strict=True)
    ),
    "facilities": "facility,site,sector,carrier,carrier_type,level_today,lock\n"
    "os_north,s1,secondary_school,Stadt,municipal,os3,\n"
    "os_south,s2,secondary_school,Stadt,municipal,os1,\n"
    "gym,s1,secondary_school,Kreis,municipal,gy3,\n",
    "levels": "facility,level,service,places,least,running_eur,parallel,rooms,licence\n"
    "gym,gy3,gymnasium,,,750000,3,18,460\n",
    "measures": "facility,measure,from,to,cost_eur,lead_years,first_year,last_year,consent,under_way\n"
    "os_south,Schließung,os1,closed,0,,,,,\n",
}
SCENARIO = """\
title: {de: Klassen, en: Classes}
region: town
sector: secondary_school
norms: de-sn
years: [2026, 2027]
measures: all
constraints: {classes: %s}
goals: [unserved, person_minutes]
"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Write a town in which 500 and 510 pupils choose an Oberschule, 450 and 459 the Gymnasium."""
    folder = tmp_path / "workspace"
    shutil.copytree(BAD / "base" / "data", folder / "data")
    (folder / "scenarios").mkdir()
    (folder / "models").mkdir()
    shutil.copy(ROOT / "models/secondary_school.yaml", folder / "models")
    for stem, text in TABLES.items():
        (folder / f"data/town/{stem}.csv").write_text(text, encoding="utf-8")
    build_roads(folder)
    for name, setting in (("law", "enforce"), ("exempt", "{regimes: [one_class]}"), ("told", "report")):
        (folder / f"scenarios/{name}.yaml").write_text(SCENARIO % setting, encoding="utf-8")
    return folder


def _solved(town: Path, name: str) -> netplan.Plan:
    return netplan.solve(netplan.load(town / f"scenarios/{name}.yaml"), seconds=20, gap=0.0)


def test_places_come_from_rooms_law_and_licence(town: Path) -> None:
    """18 rooms of 25 are fewer than the licence and than 3 × 6 × 28."""
    tables = netplan.load(town / "scenarios/law.yaml").tables
    gym, level = tables.levels.facilities.index("gym"), tables.levels.names.index("gy3")
    service = tables.demand.services.index("gymnasium")
    assert tables.levels.places[gym, level, service] == 450
    assert tables.classes.by_law[gym, level, service] == 504
    assert tables.classes.by_licence[gym, level, service] == 460
    north = tables.levels.facilities.index("os_north")
    assert tables.levels.places[north, tables.levels.names.index("os3"), 0] == 3 * 6 * 28


def test_a_school_of_one_class_must_close_unless_the_exception_is_permitted(town: Path) -> None:
    """By law south closes and 504 places of north remain for 500 and 510; by exception south keeps 120 or more."""
    law, exempt, told = (_solved(town, name) for name in ("law", "exempt", "told"))
    assert law.unserved.sum(axis=(0, 1)).tolist()[0] == 0
    assert law.unserved[:, 0].sum(axis=0).tolist() == [0, 6]
    assert exempt.unserved[:, 0].sum(axis=0).tolist() == [0, 0]
    south = exempt.tables.levels.facilities.index("os_south")
    assert exempt.load[south, 0].min() >= 120
    for plan in (law, exempt, told):
        assert plan.folder is not None
        assert netplan.verify(plan.folder).passed, str(netplan.verify(plan.folder))
    text = str(netplan.compare([law, exempt]))
    assert "Schools by exception from the law on classes" in text
    # These roads are rows without a geometry, which a map cannot show.
    (town / "data/town/roads.gpkg").unlink()
    file = netplan.report([law, exempt, told], town / "report.html", lang="de")
    page = file.read_text(encoding="utf-8")
    assert "einzügige Oberschule" in page
    assert "§ 4b(2) SächsSchulG" in page
    assert "Räume" in page
    assert "Klassenbildung" in page
    with zipfile.ZipFile(file.with_suffix(".xlsx")) as book:
        shared = book.read("xl/sharedStrings.xml").decode()
    assert "Klassen je Jahrgang" in shared
    assert "einzügige Oberschule (§ 4b(2) SächsSchulG)" in shared


@pytest.mark.parametrize(
    ("model", "line"),
    [
        ("secondary_school", "entry grade: 40 to 112 persons; 57–59 are not possible"),
        (
            "secondary_school",
            "one_class (§ 4b(2) SächsSchulG): 20 to 112 persons; 29–39 and 57–59 are not possible; existing facilities",
        ),
        ("secondary_school", "os3: 504 places of oberschule; law (3 parallel) 504; binding: law"),
        ("primary_school", "entry grade: 15 to 140 persons; every number between is possible"),
        ("special_school", "lernen_1: 119 places of lernen; law (1 parallel) 119; binding: law"),
    ],
)
def test_a_model_says_which_numbers_are_possible_and_what_binds(model: str, line: str) -> None:
    assert line in netplan.show(ROOT / f"models/{model}.yaml")
