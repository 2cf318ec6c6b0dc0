"""Rooms that facilities at one site share: formula, by hand, in files, and recomputed by the auditor."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import netplan
from netplan.audit import verify
from netplan.comparison.rooms import shared_sites
from netplan.constraints import SharedRooms
from netplan.decisions import symbols
from tests.audit_region import Edit, write_region
from tests.oracle.checks import answered, faults
from tests.oracle.question import Question
from tests.oracle.tiny_region import LEVELS, NORTH, SOUTH, TINY
from tests.oracle.translation import case_of
from tests.test_bad_inputs import answer, workspace

ROOMY = {"one": replace(LEVELS["one"], rooms=4), "two": replace(LEVELS["two"], rooms=7)}
CAMPUS = replace(
    TINY, facilities=(replace(NORTH, levels=ROOMY), replace(SOUTH, site=0, levels=ROOMY)), rooms=(11, -1), budget=None
)
"""Both schools of the tiny region in one building: today 4 + 4 rooms, 7 + 4 once north is extended."""


def _unserved(question: Question) -> int:
    plan = answered(question)
    assert plan
    assert faults(question, plan) == []
    return plan.goals[0].value


def test_the_rows_read_like_the_formula() -> None:
    tables = case_of(CAMPUS).tables
    rows = list(SharedRooms().rows(symbols(tables), tables))
    assert [f"{' '.join(row.where)}: {row}" for row in rows] == [
        f"north south {year}: 4·at[north,one,{year}] + 7·at[north,two,{year}] + 4·at[south,one,{year}]"
        f" + 7·at[south,two,{year}]  ≤  11"
        for year in (2026, 2028)
    ]
    assert list(SharedRooms().rows(symbols(case_of(TINY).tables), case_of(TINY).tables)) == []


@pytest.mark.parametrize(("rooms", "without"), [((11, -1), 4), ((10, -1), 10), ((-1, 4), 4)])
def test_a_school_grows_only_into_rooms_that_are_there(rooms: tuple[int, ...], without: int) -> None:
    """Eighteen children and 8 + 8 places: 2 are without one in each of the two years that 2026 stands for.

    From 2028 on, for three years, north can be extended to 16 places if 7 + 4 rooms are there; else 2 stay without.
    """
    question = replace(CAMPUS, demand=(((13, 13),), ((5, 5),)), seconds=TINY.seconds[:2], rooms=rooms)
    assert _unserved(question) == without


def test_a_breach_that_is_only_reported_is_told_with_the_facilities() -> None:
    question = replace(CAMPUS, rooms=(7, -1), rooms_apply="report")
    plan = answered(question)
    assert plan
    found = [(row.where, row.violation) for row in SharedRooms().breaches(plan.decisions, plan.tables)]
    assert found[0] == (("north", "south", "2026"), 1)
    with pytest.raises(netplan.NoPlanError):
        netplan.engine.solve_here(case_of(replace(question, rooms_apply="enforce", kinds=())), seconds=9, gap=0.0)


RULE: Edit = ("design.yaml", "{budget: {", "{shared_rooms: enforce, budget: {")
KLEIN: Edit = ("kita.yaml", "running: 100000 EUR", "site_rooms: 2\n    running: 100000 EUR")
BOX: Edit = ("kita.yaml", "running: 20 kEUR", "site_rooms: 1\n    running: 20 kEUR")


def _site(rooms: str) -> list[Edit]:
    """Give the site s2 rooms."""
    return [
        ("sites.csv", "lat\ns1,Markt,10.00,50.0\n", "lat,rooms\ns1,Markt,10.00,50.0,\n"),
        ("sites.csv", "10.01,50.0\ns3,Tal,10.02,50.0\n", f"10.01,50.0,{rooms}\ns3,Tal,10.02,50.0,\n"),
    ]


CASES: Mapping[str, tuple[list[Edit], set[str]]] = {
    "three rooms are just enough in 2026": ([RULE, KLEIN, BOX, *_site("3")], set()),
    "two rooms are too few": ([RULE, KLEIN, BOX, *_site("2")], {"shared_rooms"}),
    "a container takes rooms too": ([RULE, BOX, *_site("0")], {"shared_rooms"}),
    "a site that does not say": ([RULE, KLEIN, BOX], set()),
    "without the rule": ([KLEIN, BOX, *_site("1")], set()),
    "a closed house takes none": ([RULE, KLEIN, *_site("2")], set()),
}
"""At s2 stand zu (klein, closed from 2027) and mobil (container, klein in 2028)."""


def _failed(folder: Path, edits: list[Edit]) -> set[str]:
    verdict = verify(write_region(folder, edits))
    return {row.name for row in verdict.rows if not row.passed}


@pytest.mark.parametrize("case", CASES)
def test_the_auditor_counts_the_rooms(case: str, tmp_path: Path) -> None:
    edits, wrong = CASES[case]
    assert _failed(tmp_path, edits) == wrong


PLANTED: Mapping[str, tuple[str, Any, str]] = {
    "rooms are not judged": ("rooms.too_many", lambda *_: [], "two rooms are too few"),
    "as many as there are is too many": (
        "rooms.too_many", lambda used, rooms: [key for key, n in used.items() if n >= rooms.there[key[0]]],
        "three rooms are just enough in 2026"),
    "levels take no rooms": ("rooms.rooms_of_level", lambda *_: 0, "two rooms are too few"),
    "every level takes rooms": ("rooms.rooms_of_level", lambda *_: 2, "three rooms are just enough in 2026"),
}  # fmt: skip


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_planted_in_the_auditor_is_caught(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, wrong, case = PLANTED[fault]
    monkeypatch.setattr(f"netplan.audit.{target}", wrong)
    assert _failed(tmp_path, CASES[case][0]) != CASES[case][1]


def test_own_rows_beat_the_model_in_both_readings(tmp_path: Path) -> None:
    rooms = import_module("netplan.audit.rooms")
    row = {"facility": "zu", "level": "klein", "service": "kiga", "site_rooms": "1"}

    class Region:
        @staticmethod
        def integer(of: dict[str, str], column: str) -> int:
            return int(of[column])

    model = {"klein": {"site_rooms": "2"}}
    assert rooms.rooms_of_level("klein", "zu", [row], model, Region) == 1
    assert rooms.rooms_of_level("klein", "zu", [{**row, "site_rooms": ""}], model, Region) == 2
    assert rooms.rooms_of_level("klein", "zu", [{**row, "facility": "*"}], model, Region) == 1
    folder = workspace(tmp_path / "workspace")
    _school(folder, level="south,z1,grundschule,100,50,230000,3", rooms=("", "5"))
    case = netplan.load(folder / "scenarios/plan.yaml")
    levels, premises = case.tables.levels, case.tables.premises
    z1 = levels.names.index("z1")
    assert premises.rooms[:, z1].tolist() == [4, 3]
    assert premises.site_rooms.tolist() == [-1, 5]
    assert levels.called == ("Am Markt", "Am Bahnhof")


def _school(folder: Path, level: str, rooms: tuple[str, str]) -> None:
    region = folder / "data/town"
    sites = f"s1,Am Markt,13.010,51.001,{rooms[0]}\ns2,Am Bahnhof,13.040,51.001,{rooms[1]}"
    (region / "levels.csv").write_text(f"facility,level,service,places,least,running_eur,site_rooms\n{level}\n")
    (region / "sites.csv").write_text(f"site,name,lon,lat,rooms\n{sites}\n")
    model = folder / "models/school.yaml"
    model.write_text(model.read_text().replace("    running: 220000", "    site_rooms: 4\n    running: 220000"))
    plan = folder / "scenarios/plan.yaml"
    plan.write_text(plan.read_text().replace("minimum_size: enforce", "shared_rooms: enforce\n  minimum_size: enforce"))


def test_facilities_at_one_site_are_told_apart_by_name_or_id(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "workspace")
    rows = (
        "facility,site,sector,carrier,carrier_type,level_today,lock,name",
        "north,s1,school,Stadt,municipal,z1,,",
        "annex,s1,school,Stadt,municipal,z1,,Haus am Bach",
        "south,s1,school,Diakonie,church,closed,,",
    )
    (folder / "data/town/facilities.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    levels = netplan.load(folder / "scenarios/plan.yaml").tables.levels
    called = dict(zip(levels.facilities, levels.called, strict=True))
    assert called == {"annex": "Haus am Bach", "north": "Am Markt (north)", "south": "Am Markt (south)"}


def test_what_the_rule_cannot_count_is_said(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "workspace")
    _school(folder, level="south,z1,grundschule,100,50,230000,", rooms=("", ""))
    assert "NP-W093: Shared rooms: no site of data/town/sites.csv has rooms, the rule limits nothing." in answer(folder)
    sites = folder / "data/town/sites.csv"
    sites.write_text(sites.read_text().replace("51.001,\ns2", "51.001,3\ns2"))
    assert "NP-W091: Shared rooms: more are taken today than there are: s1 (4 > 3)." in answer(folder)
    (folder / "models/club.yaml").write_text(
        (folder / "models/school.yaml").read_text().replace("sector: school", "sector: club")
    )
    with (folder / "data/town/facilities.csv").open("a") as table:
        table.write("club,s1,club,AWO,welfare,z1,\n")
    assert "NP-W092: Shared rooms: not planned and not counted are club; plan the sectors together." in answer(folder)


@pytest.mark.slow
def test_the_shared_campus_is_solved_audited_and_reported(county: Path) -> None:
    plan = netplan.solve(netplan.load(county / "scenarios/shared_campus.yaml"), seconds=90, gap=0.01)
    assert netplan.verify(county / "results/shared_campus").passed
    shared = list(shared_sites(plan))
    assert all(one.free >= 0 for one in shared)
    assert any(len(one.taken) > 1 and one.free == 0 for one in shared)
    page = netplan.report([plan], county / "campus.html").read_text(encoding="utf-8")
    assert "Gemeinsame Räume" in page
    assert "Hort Grundschule Rotenheim: " in page
