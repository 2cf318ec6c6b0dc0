"""Several sectors in one scenario: one budget, one set of sites, one plan."""

from pathlib import Path

import pytest

import netplan
from netplan.case import Case
from netplan.engine import solve_here
from netplan.plan import Plan
from tests.test_bad_inputs import build_roads

TOWN = Path(__file__).parent / "bad" / "base"
CLUB = """
sector: club
title: {de: Jugendklubs, en: Youth clubs}
people: {de: Jugendliche, en: young people}
services:
  treff:
    title: {de: Jugendtreff, en: youth club}
    modes: [walk]
    take_up: {6-9: take_up}
    reach: reach
    target: target
modes:
  walk: {title: {de: zu Fuß, en: on foot}, roads: walk, speed: speed_walk}
levels:
  z1: {title: {de: ein Raum, en: one room}, places: {treff: 30 persons}, running: 50000 EUR}
  z2: {title: {de: zwei Räume, en: two rooms}, places: {treff: 60 persons}, running: 70000 EUR}
norms:
  de-sn:
    take_up: {value: 30 %, source: a plan}
    reach: {value: 40 min, source: a decree}
    target: {value: 15 min, source: a decree}
    speed_walk: {value: 4.8 km/h, source: a book}
constraints: {reach: enforce, places: enforce, minimum_size: enforce, locks: enforce}
goals: [unserved, cost, person_minutes]
"""
SCENARIO = """
title: {de: Gemeinsam, en: Together}
region: town
sector: SECTOR
norms: de-sn
years: [2026, 2028]
span: 3
goals: [unserved, cost, person_minutes]
MORE
"""
BOTH = "[school, club]"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Give the little town a youth club beside its school, and room for a larger one."""
    folder = tmp_path / "workspace"
    for file in TOWN.rglob("*"):
        if file.is_file() and file.parent.name != "scenarios":
            copy = folder / file.relative_to(TOWN)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    build_roads(folder)
    (folder / "scenarios").mkdir()
    (folder / "models" / "club.yaml").write_text(CLUB, encoding="utf-8")
    region = folder / "data" / "town"
    for name, row in (("facilities", "club,s1,club,AWO,welfare,z1,"), ("measures", "club,Ausbau,z1,z2,400000,0,,,,")):
        with (region / f"{name}.csv").open("a") as table:
            table.write(f"{row}\n")
    return folder


def _case(town: Path, name: str, sector: str, more: str = "") -> Case:
    file = town / "scenarios" / f"{name}.yaml"
    file.write_text(SCENARIO.replace("SECTOR", sector).replace("MORE", more), encoding="utf-8")
    return netplan.load(file)


def _solved(case: Case) -> Plan:
    plan = solve_here(case, seconds=30, gap=0.0)
    assert plan.status == "optimal"
    return plan


def test_without_anything_in_common_two_sectors_are_the_sum_of_each(town: Path) -> None:
    together = netplan.solve(_case(town, "both", BOTH), seconds=30, gap=0.0)
    assert together.folder is not None
    assert netplan.verify(together.folder).passed
    alone = [_solved(_case(town, sector, sector)) for sector in ("school", "club")]
    sums = [sum(values) for values in zip(*([goal.value for goal in plan.goals] for plan in alone), strict=True)]
    assert [goal.value for goal in together.goals] == sums


def test_a_service_keeps_its_own_norms_speeds_and_places(town: Path) -> None:
    case = _case(town, "both", BOTH)
    demand, pairs, levels = case.tables.demand, case.tables.pairs, case.tables.levels
    assert (demand.services, demand.target.tolist()) == (("grundschule", "treff"), [1800, 900])
    ways = [pairs.seconds[(pairs.cell == 0) & (pairs.facility == f)].tolist() for f in (0, 2)]
    # 701 m of street and 111 m to the door: by bus 480 + 101 + 111 s, on foot at 4.8 km/h 609 s.
    assert ways == [[693], [610]]
    assert levels.places[2, :, 0].max() == 0
    assert pairs.modes == ("school.walk", "school.bus", "club.walk")
    assert case.words.levels["z1"] == {"de": "1-zügig / ein Raum", "en": "one class per grade / one room"}
    assert case.words.sector["de"] == "Grundschulen und Jugendklubs"


def test_one_budget_is_spent_where_it_helps_most(town: Path) -> None:
    """The extension of the school serves more children than that of the club; both cost 1.3 MEUR together."""
    plan = _solved(_case(town, "both", BOTH, "constraints: {budget: {total: 1.299 MEUR}}"))
    names = [plan.tables.steps.names[plan.tables.steps.name[i]] for i in plan.measures]
    assert "Ausbau" not in names
    plan = _solved(_case(town, "both", BOTH, "constraints: {budget: {total: 1.3 MEUR}}"))
    names = [plan.tables.steps.names[plan.tables.steps.name[i]] for i in plan.measures]
    assert {"Ausbau", "Anbau"} <= set(names)


def test_an_override_names_its_sector(town: Path) -> None:
    case = _case(town, "both", BOTH, "override: {club.target: {value: 10 min, source: Kreistag}}")
    assert case.tables.demand.target.tolist() == [1800, 600]
    with pytest.raises(netplan.InputError, match=r"no norm of models/school.yaml or models/club.yaml"):
        _case(town, "wrong", BOTH, "override: {target: {value: 10 min, source: Kreistag}}")


def test_sectors_that_contradict_each_other_are_refused(town: Path) -> None:
    club = town / "models" / "club.yaml"
    club.write_text(CLUB.replace("minimum_size: enforce", "minimum_size: report"), encoding="utf-8")
    with pytest.raises(netplan.InputError, match="say different things of this rule"):
        _case(town, "both", BOTH)
    assert _case(town, "said", BOTH, "constraints: {minimum_size: report}").rules.minimum_size
    club.write_text(CLUB.replace("treff", "grundschule"), encoding="utf-8")
    with pytest.raises(netplan.InputError, match="school and club both have a service grundschule"):
        _case(town, "both", BOTH)


def test_a_sector_named_twice_or_unknown_is_a_fault(town: Path) -> None:
    with pytest.raises(netplan.InputError, match="stands here twice"):
        _case(town, "twice", "[club, club]")
    with pytest.raises(netplan.InputError, match=r'sector\.1, value "clubs": no model in models/ of this name'):
        _case(town, "unknown", "[school, clubs]")
