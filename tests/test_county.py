"""The invented county and the starter's models: same bytes each time, whole, and in balance."""

import csv
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import yaml
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

import netplan
from benchmarks.county import YEARS, write_county
from benchmarks.county.later_schools import LATER_SCHOOLS
from benchmarks.county.people import AGE_GROUPS, PUPILS
from benchmarks.county.sectors import SECTORS
from benchmarks.county.social import MORE
from netplan.units import quantity

ROOT = Path(__file__).parents[1]
COUNTY = ROOT / "data" / "musterkreis"
MODELS = (
    "primary_school",
    "kita",
    "care_home",
    "after_school",
    "youth_work",
    "advice_centre",
    "disability_services",
    "secondary_school",
    "special_school",
)
COLUMNS = {
    "cells.csv": "cell,area,lon,lat",
    "people.csv": "cell,age_group,year,people",
    "sites.csv": "site,name,lon,lat,rooms",
    "facilities.csv": "facility,site,sector,carrier,carrier_type,level_today,lock,name",
    "levels.csv": "facility,level,service,places,least,running_eur",
    "measures.csv": "facility,measure,from,to,cost_eur,lead_years,first_year,last_year,consent,under_way",
    "take_up.csv": "area,service,age_group,take_up_percent",
    "groups.csv": "group,area,cell,service,share_percent",
    "social_index.csv": "area,index,class",
}
UNITS = {
    "intake": "%",
    "stay": "years",
    "take_up": "%",
    "reach": "min",
    "target": "min",
    "speed": "km/h",
    "access_speed": "km/h",
    "wait": "min",
    "least": "persons",
}
"""Units of the norms by the key that names them."""


def rows(name: str, folder: Path = COUNTY) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def model(sector: str) -> dict[str, Any]:
    text = (ROOT / "models" / f"{sector}.yaml").read_text(encoding="utf-8")
    return dict(yaml.load(text, yaml.BaseLoader))  # noqa: S506 - BaseLoader makes nothing but text


def scenarios() -> dict[str, dict[str, Any]]:
    found = {}
    for path in sorted((ROOT / "scenarios").glob("*.yaml")):
        own = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - makes nothing but text
        found[path.stem] = dict(own)
    return {name: {**found.get(own.get("based_on", ""), {}), **own} for name, own in found.items()}


def norm_names(sector: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """List every place of a model that names a norm: key and norm."""
    for service in sector["services"].values():
        yield from (("take_up", norm) for norm in service["take_up"].values())
        yield from (("intake", norm) for norm in service.get("intake", {}).values())
        yield from ((key, service[key]) for key in ("reach", "target", "least", "stay") if key in service)
    for mode in sector["modes"].values():
        yield from ((key, mode[key]) for key in ("speed", "access_speed", "wait") if key in mode)


def rate(sector: dict[str, Any], norm: str) -> float:
    sets = sector["norms"]
    text = {**sets["all"], **sets["de-sn"]}[norm]["value"]
    return float(text.removesuffix(" %")) / 100


def demand_by_year(sector: dict[str, Any], service: str) -> dict[str, float]:
    """Add up people × take-up over the county, with the rates of take_up.csv where there are any."""
    local = {(r["area"], r["service"], r["age_group"]): float(r["take_up_percent"]) / 100 for r in rows("take_up.csv")}
    area = {r["cell"]: r["area"] for r in rows("cells.csv")}
    total: dict[str, float] = defaultdict(float)
    rates = {group: rate(sector, norm) for group, norm in sector["services"][service]["take_up"].items()}
    for row in rows("people.csv"):
        group = row["age_group"]
        if group in rates:
            share = local.get((area[row["cell"]], service, group), rates[group])
            total[row["year"]] += int(row["people"]) * share
    return total


def places_today(sector: dict[str, Any]) -> int:
    """Add up the places of all services; in Kitas the licence for all of them counts."""
    own: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in rows("levels.csv"):
        own[row["facility"], row["level"]][row["service"]] = int(row["places"])
    total = 0
    for row in rows("facilities.csv"):
        if row["sector"] == sector["sector"] and row["level_today"] != "closed":
            level = sector["levels"][row["level_today"]]
            mine = own.get((row["facility"], row["level_today"]))
            standard = {s: int(n.split()[0]) for s, n in level["places"].items()}
            if "total" in level:
                standard["*"] = int(level["total"].split()[0])
            every = mine or standard
            total += every.get("*", sum(every.values()))
    return total


def test_the_same_seed_writes_the_same_bytes_and_another_seed_other_ones(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("two", 3), ("other", 4)):
        write_county(tmp_path / name, cells=90, facilities=12, seed=seed, more=True)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
    assert (tmp_path / "one" / "people.csv").read_bytes() != (tmp_path / "other" / "people.csv").read_bytes()


def test_the_county_in_the_repository_is_what_its_sources_say(tmp_path: Path) -> None:
    command = next(line for line in (COUNTY / "SOURCES.md").read_text().splitlines() if "benchmarks.county" in line)
    words = command.split()
    option = {words[i]: words[i + 1] for i in range(3, len(words), 2)}
    sizes = {name: int(option[f"--{name}"]) for name in ("cells", "facilities", "seed")}
    assert option["--sectors"] == "all"
    write_county(tmp_path, cells=sizes["cells"], facilities=sizes["facilities"], seed=sizes["seed"], more=True)
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (COUNTY / path.name).read_bytes(), path.name


def test_the_county_is_small_and_says_that_it_is_invented() -> None:
    assert sum(path.stat().st_size for path in COUNTY.iterdir()) < 2_000_000
    text = (COUNTY / "SOURCES.md").read_text()
    assert "invented" in text
    assert "CC0" in text


def test_a_region_of_many_more_cells_has_the_asked_sizes_and_different_ids(tmp_path: Path) -> None:
    write_county(tmp_path, cells=6_000, facilities=500, seed=1, years=(2026,))
    assert len(rows("cells.csv", tmp_path)) == 6_000
    ids = [row["facility"] for row in rows("facilities.csv", tmp_path)]
    assert len(ids) == len(set(ids)) == 500
    names = [row["name"] for row in rows("sites.csv", tmp_path)]
    assert len(set(names)) > 0.95 * len(names)


@pytest.mark.parametrize("name", COLUMNS)
def test_tables_have_the_columns_of_a_region(name: str) -> None:
    assert (COUNTY / name).read_text(encoding="utf-8").splitlines()[0] == COLUMNS[name]


def test_the_county_has_as_many_cells_areas_and_facilities_as_promised() -> None:
    assert 600 <= len(rows("cells.csv")) <= 900
    assert 22 <= len(gpd.read_file(COUNTY / "areas.gpkg", layer="areas")) <= 28
    for prefix, sector, count in (
        ("gs", "primary_school", 30),
        ("kita", "kita", 45),
        ("ktp", "kita", 9),
        ("ph", "care_home", 12),
        ("hort", "after_school", 30),
        ("jt", "youth_work", 15),
        ("bs", "advice_centre", 6),
        ("wfbm", "disability_services", 4),
        ("wst", "disability_services", 7),
        ("os", "secondary_school", 9),
        ("gy", "secondary_school", 5),
        ("fsl", "special_school", 3),
        ("fsg", "special_school", 3),
    ):
        mine = [row for row in rows("facilities.csv") if row["facility"].startswith(f"{prefix}_")]
        assert (len(mine), {row["sector"] for row in mine}) == (count, {sector})
    schools = [row["level_today"] for row in rows("facilities.csv") if row["sector"] == "primary_school"]
    assert 3 <= schools.count("closed") <= 5
    assert {row["carrier_type"] for row in rows("facilities.csv")} == {"municipal", "church", "welfare", "private"}


def test_ids_join() -> None:
    cells, facilities = rows("cells.csv"), rows("facilities.csv")
    areas = set(gpd.read_file(COUNTY / "areas.gpkg", layer="areas")["area"])
    assert {row["area"] for row in cells} <= areas
    assert {row["area"] for row in rows("take_up.csv")} <= areas
    assert {row["site"] for row in facilities} == {row["site"] for row in rows("sites.csv")}
    site = {row["facility"]: row["site"] for row in facilities}
    assert all(site[f] == site[f.replace("hort", "gs", 1)] for f in site if f.startswith("hort_"))
    named = {row["facility"] for row in [*rows("levels.csv"), *rows("measures.csv")]}
    assert named <= {row["facility"] for row in facilities}
    levels = {row["facility"]: {*model(row["sector"])["levels"], "closed"} for row in facilities}
    assert all(row["level_today"] in levels[row["facility"]] for row in facilities)
    assert all({row["from"], row["to"]} <= levels[row["facility"]] for row in rows("measures.csv"))


def test_every_cell_has_every_age_group_in_listed_years_and_pupils_in_every_year() -> None:
    seen = {(row["cell"], row["age_group"], row["year"]) for row in rows("people.csv")}
    assert len(seen) == len(rows("people.csv"))
    between = [year for year in range(min(YEARS), max(YEARS)) if year not in YEARS]
    cells = {row["cell"] for row in rows("cells.csv")}
    assert seen == {(cell, group, str(year)) for cell in cells for group in AGE_GROUPS for year in YEARS} | {
        (cell, PUPILS, str(year)) for cell in cells for year in between
    }


def test_scenarios_list_years_that_the_county_has_and_norm_sets_that_the_model_has() -> None:
    assert len(scenarios()) >= 20
    for name, scenario in scenarios().items():
        # Only those who go to primary school and Hort are counted in every year.
        is_yearly = scenario.get("cohorts") == "yes" or scenario["sector"] == "after_school"
        listed = range(min(YEARS), max(YEARS) + 1) if is_yearly else YEARS
        assert {int(year) for year in scenario["years"]} <= set(listed), name
        named = scenario["sector"]
        for sector in named if isinstance(named, list) else [named]:
            assert scenario["norms"] in model(sector)["norms"], name
        assert scenario["title"].keys() == scenario["description"].keys() == {"de", "en"}, name


def test_measures_are_permitted_paths_that_start_where_facilities_are_today() -> None:
    today = {row["facility"]: row["level_today"] for row in rows("facilities.csv")}
    measures = rows("measures.csv")
    assert all(row["from"] == today[row["facility"]] for row in measures)
    steps = [(row["facility"], row["from"], row["to"]) for row in measures]
    assert len(steps) == len(set(steps))
    assert {row["consent"] for row in measures} == {"given", "asked", "refused"}
    assert any(row["under_way"] == "yes" for row in measures)


def test_locks_leave_a_way_out() -> None:
    closing_permitted = {
        row["facility"] for row in rows("measures.csv") if row["to"] == "closed" and row["consent"] != "refused"
    }
    locks = {row["facility"]: (row["lock"], row["level_today"]) for row in rows("facilities.csv") if row["lock"]}
    assert {lock.split(" by ")[0] for lock, _ in locks.values()} == {"keep", "close", "never"}
    for facility, (lock, level) in locks.items():
        if lock.startswith("close by"):
            assert facility in closing_permitted
        assert (level == "closed") == (lock == "never")


@pytest.mark.parametrize("mode", ["walk", "drive"])
def test_from_every_street_every_other_can_be_reached(mode: str) -> None:
    with closing(sqlite3.connect(COUNTY / "roads.gpkg")) as store:
        edges = np.array(store.execute("SELECT u, v, walk, drive FROM edges").fetchall())
    usable = edges[:, ["walk", "drive"].index(mode) + 2] == 1
    nodes, index = np.unique(edges[usable, :2], return_inverse=True)
    index = index.reshape(-1, 2)
    graph = coo_array((np.ones(len(index)), (index[:, 0], index[:, 1])), shape=(len(nodes),) * 2)
    assert connected_components(graph, directed=True, connection="strong")[0] == 1


def test_roads_open_in_geopandas_with_osmnx_columns_and_true_lengths() -> None:
    nodes = gpd.read_file(COUNTY / "roads.gpkg", layer="nodes")
    edges = gpd.read_file(COUNTY / "roads.gpkg", layer="edges")
    assert nodes.crs.to_epsg() == edges.crs.to_epsg() == 4326
    assert (nodes.geometry.x == nodes["x"]).all()
    assert not edges.duplicated(["u", "v", "key"]).any()
    assert set(edges["u"]) | set(edges["v"]) == set(nodes["osmid"])
    metres = edges.to_crs(25833).length
    assert np.allclose(metres, edges["length"], rtol=0.006, atol=0.6)
    one_way = edges[edges["oneway"] == 1]
    assert len(one_way) > 0
    assert (one_way["drive"].sum(), one_way["walk"].sum()) == (len(one_way) / 2, len(one_way))


def test_cells_lie_in_the_area_they_name_and_near_a_street() -> None:
    areas = gpd.read_file(COUNTY / "areas.gpkg", layer="areas")
    cells = rows("cells.csv")
    points = gpd.GeoDataFrame(
        {"own": [row["area"] for row in cells]},
        geometry=gpd.points_from_xy([float(row["lon"]) for row in cells], [float(row["lat"]) for row in cells]),
        crs=4326,
    )
    assert areas.geometry.is_valid.all()
    within = points.sjoin(areas, predicate="within")
    assert len(within) == len(cells)
    assert (within["own"] == within["area"]).all()
    nodes = gpd.read_file(COUNTY / "roads.gpkg", layer="nodes").to_crs(25833)
    far = points.to_crs(25833).sjoin_nearest(nodes, distance_col="far")["far"]
    assert far.max() < 200


def test_primary_schools_fill_three_quarters_to_nine_tenths_of_their_places() -> None:
    sector = model("primary_school")
    filled = {y: d / places_today(sector) for y, d in demand_by_year(sector, "grundschule").items()}
    assert all(0.75 <= share <= 0.9 for share in filled.values()), filled
    assert filled["2033"] < filled["2026"]


def test_kitas_get_fewer_children_and_care_homes_more_residents() -> None:
    kita, care = model("kita"), model("care_home")
    krippe, kindergarten = demand_by_year(kita, "krippe"), demand_by_year(kita, "kindergarten")
    children = {year: (krippe[year] + kindergarten[year]) / places_today(kita) for year in krippe}
    assert children["2026"] > children["2028"] > children["2030"]
    assert all(0.8 <= share <= 1.0 for share in children.values()), children
    residents = demand_by_year(care, "pflegeheim")
    assert residents["2026"] < residents["2030"] < residents["2035"]


def test_the_generator_knows_the_levels_and_rates_of_the_models() -> None:
    for sector in (*SECTORS, *MORE):
        stated = model(sector.name)
        for number, name in enumerate(sector.levels):
            level = stated["levels"][name]
            assert level["running"] == f"{sector.running[number]} EUR"
            places = {s: n[number] for s, n in sector.services.items() if n[number]}
            assert {s: int(n.split()[0]) for s, n in level["places"].items()} == places
            assert ("total" in level) == sector.total
        for group, share in sector.rates.items():
            norms = [s["take_up"][group] for s in stated["services"].values() if group in s["take_up"]]
            assert any(rate(stated, norm) == pytest.approx(share) for norm in norms)


def test_the_generator_knows_the_schools_from_grade_5_as_the_models_have_them() -> None:
    levels = netplan.load(ROOT / "scenarios/secondary_school_design.yaml").tables.levels
    special = netplan.load(ROOT / "scenarios/special_school_design.yaml").tables.levels
    for sector in LATER_SCHOOLS:
        stated, built = model(sector.name), levels if sector.name == "secondary_school" else special
        for number, name in enumerate(sector.levels):
            assert stated["levels"][name]["running"] == f"{sector.running[number]} EUR"
            assert built.places[:, built.names.index(name)].max() == sector.places[number]
        for group, share in sector.rates.items():
            norms = [s["take_up"][group] for s in stated["services"].values() if group in s["take_up"]]
            assert any(rate(stated, norm) == pytest.approx(share) for norm in norms)


@pytest.mark.parametrize("name", MODELS)
def test_every_norm_has_a_unit_and_says_how_sure_it_is(name: str) -> None:
    sector = model(name)
    named = {"all", "de-sn"} if name in {"secondary_school", "special_school"} else {"all", "de-sn", "de-rp"}
    assert named <= sector["norms"].keys()
    for norms in sector["norms"].values():
        for key, norm in norms.items():
            assert quantity(norm["value"]), key
            assert norm.get("evidence", "assumed") in {"V", "V*", "D", "M", "assumed"}, key
            # What was neither read nor derived nor remembered is an assumption, and has no source.
            assert ("evidence" in norm) or ("source" not in norm), key
            assert norm.get("source", "text").strip(), key


@pytest.mark.parametrize("name", MODELS)
def test_every_norm_that_a_model_names_exists_in_the_right_unit(name: str) -> None:
    sector = model(name)
    for chosen in sector["norms"]:
        norms = {**sector["norms"]["all"], **sector["norms"][chosen]}
        for key, norm in norm_names(sector):
            assert norms[norm]["value"].split()[1] == UNITS[key], (chosen, norm)


def test_shares_that_are_derived_are_the_product_of_their_sources() -> None:
    care, kita = model("care_home"), model("kita")
    assert rate(care, "home_75_79") == pytest.approx(0.17 * 0.137, abs=5e-5)
    assert rate(care, "home_80_84") == pytest.approx(0.31 * 0.157, abs=5e-5)
    assert rate(care, "home_85_89") == pytest.approx(0.53 * 0.201, abs=5e-5)
    assert rate(care, "home_90") == pytest.approx(0.81 * (0.8 * 0.278 + 0.2 * 0.396), abs=5e-4)
    under_2, two = rate(kita, "take_up_under_2"), rate(kita, "take_up_2")
    assert 2 * under_2 + two == pytest.approx(3 * 0.527, abs=1e-3)
    assert two / (2 * under_2) == pytest.approx(26_816 / (543 + 17_990), rel=2e-3)


def test_a_model_is_shown_with_rooms_containers_and_the_corridor_of_need() -> None:
    names = ("primary_school", "after_school", "care_home")
    school, hort, care = (netplan.show(ROOT / f"models/{name}.yaml") for name in names)
    assert "z2: 2-zügig / two classes per grade; grundschule 224 persons" in school
    assert "10 rooms of its site" in school
    assert "hort 80 persons, 1 room of its site, 300160 EUR a year, 3 years at most, then hort_2" in hort
    assert "corridor of need from 100 % (need_constant) to 112.5 % (need_rising) of the need counted" in care
    assert "orders nothing" in care


def test_what_the_models_derive_of_horts_and_child_minders_is_arithmetic() -> None:
    levels = model("after_school")["levels"]
    for name, level in levels.items():
        places, groups = int(level["places"]["hort"].split()[0]), name.removeprefix("hort_")
        assert places == 20 * int(groups.removesuffix("c")) + 40 * groups.endswith("c")
        assert int(level["running"].split()[0]) == places * 3_752
    minders = model("kita")["levels"]
    assert [int(minders[name]["running"].split()[0]) for name in ("ktp_5", "ktp_10")] == [5 * 16_673, 10 * 16_673]
    # 5 % of those aged 16 to 26, eleven of the 49 birth years of the age group.
    assert rate(model("youth_work"), "visits_16_26") == pytest.approx(0.05 * 11 / 49, abs=5e-4)


def test_containers_end_by_themselves_and_are_bought_for_horts_that_are_short() -> None:
    levels = model("after_school")["levels"]
    bought = [row for row in rows("measures.csv") if row["measure"].startswith("Container")]
    assert len(bought) >= 5
    for row in bought:
        box, before = levels[row["to"]], levels[row["from"]]
        assert box["phase"] == {"years": "3", "then": row["from"]}
        assert int(box["places"]["hort"].split()[0]) == int(before["places"]["hort"].split()[0]) + 40
    schools = model("primary_school")["levels"]
    for n in range(1, 5):
        assert schools[f"z{n}c"]["places"]["grundschule"] == f"{112 * n + 56} persons"


@pytest.mark.slow
@pytest.mark.parametrize("name", MODELS[3:])
def test_each_further_sector_has_a_scenario_that_is_solved_audited_and_reported(county: Path, name: str) -> None:
    plan = netplan.solve(netplan.load(county / f"scenarios/{name}_design.yaml"), seconds=90, gap=0.05)
    assert plan.status.startswith(("optimal", "within"))
    assert netplan.verify(county / f"results/{name}_design").passed
    page = netplan.report([plan], county / f"{name}.html").read_text(encoding="utf-8")
    assert netplan.load(county / f"scenarios/{name}_design.yaml").words.title["de"] in page


@pytest.mark.slow
def test_the_rural_exception_keeps_schools_that_the_law_alone_would_close(county: Path) -> None:
    scenario = county / "scenarios/rural_exception.yaml"
    strict = county / "scenarios/strict.yaml"
    strict.write_text(scenario.read_text().replace("regimes: [rural, mixed_age]", "regimes: []"), encoding="utf-8")
    plan, other = (netplan.solve(netplan.load(file), seconds=60, gap=0.01) for file in (scenario, strict))
    assert netplan.verify(county / "results/rural_exception").passed
    assert plan.goals[0].value < other.goals[0].value
    page = netplan.report([plan], county / "rural.html").read_text(encoding="utf-8")
    assert "§ 4b(1) SächsSchulG" in page
