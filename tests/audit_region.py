"""A region small enough to be planned and audited by hand, written with a correct run folder.

    c1  111.2 m off the road                                     c4  3 km off: not joined
    |
   (1)─────── 600 m ───────(2)─────── 300 m ───────(3)
    s1 ↖                    s2, c2                 s3, c3
        ╰───────── 500 m on foot, one way ─────────╯

Node 9 lies exactly at c1, but leads nowhere. From 1 to 2 there is a second road of 700 m.
On foot 1 m/s; the bus takes 10 m/s, a walk at both ends and 300 s of waiting.

Years 2026, 2027, 2028 stand for 1, 1 and 3 years.

Persons who need a place         2026         2027         2028
  krippe (50 % of 0-1)           c1 1, c2 1   c1 1, c2 1   c1 1, c2 1, c3 1    north: 1.5 + 1 = 2.5 → 2
  kiga (90 %, south 50 %)        c1 5, c2 4   c1 5, c2 4   c1 5, c2 4          4.5 + 4.5 = 9: the tie goes to c1
                                 c3 3, c4 1   c3 3, c4 1   c3 3, c4 1

Levels      alt (s1)    zu (s2)    mobil (s2)    neu (s3)    nie (s3, never)
  2026      klein       klein      container#1   closed      closed      container under way: paid already
  2027      klein       closed     container#2   klein       closed      neu paid in 2026
  2028      klein       closed     klein         klein       closed      the container may stay two years

Ways [s]    c1 → s1  111.2 → 112    c2 → s1  600 on foot, 360 by bus    c3 → s1  500 on foot (krippe: on foot only)
            c1 → s3  1011.2 on foot, 111.2 + 90 + 300 → 502 by bus      c2 ↔ s3, c3 ↔ s2  300 on foot

Persons × seconds    2026  6 · 112 + 600 + 3 · 300             = 2172
                     2027  5 · 112 + 600 + 502 + 300           = 1962
                     2028  6 · 112 + 600 + 500 = 1772, 3 times = 5316      together 9450

Cents at 2 % and base 2027: d = 51/50, 1, 50/51
  neu    100,000,075 · 51/50 = 102,000,076.5 → 102,000,076 (half to even);   zu closed 5,000,000 · 1
  2026   (9,100,000 + 10,000,000 + 2,000,000) · 51/50                     =  21,522,000
  2027    9,100,000 + 10,000,000 + 2,000,000                              =  21,100,000
  2028   27,300,000 · 50/51 → 26,764,706;  30,000,000 · 50/51 → 29,411,765, twice = 85,588,236
  together 235,210,312
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

Edit: TypeAlias = tuple[str, str, str]
"""A file, a text that stands in it exactly once, and what it is replaced with."""

RUN = "results/design"

MODEL = """\
sector: kita
title: {de: Kitas, en: day care}
services:
  krippe: {modes: [foot], take_up: {0-1: take_up_krippe}, reach: reach_krippe, target: target}
  kiga: {modes: [foot, bus], take_up: {3-5: take_up_kiga}, reach: reach_kiga, target: target, least: least_kiga}
modes:
  foot: {roads: walk, speed: speed_foot}
  bus: {roads: drive, speed: speed_bus, access_speed: speed_foot, wait: wait_bus}
levels:
  klein:
    places: {krippe: 2 persons, kiga: 5 persons}
    total: 6 persons
    running: 100000 EUR
  gross: {places: {kiga: 20 persons}, running: 150000 EUR}
  container:
    places: {kiga: 3 persons}
    running: 20 kEUR
    phase: {years: 2, then: klein}
norms:
  all:
    take_up_krippe: {value: 50 %}
    take_up_kiga: {value: 100 %}
    reach_krippe: {value: 10 min}
    reach_kiga: {value: 5 min}
    target: {value: 5 min}
    least_kiga: {value: 3 persons}
    speed_foot: {value: 3.6 km/h}
    speed_bus: {value: 36 km/h}
    wait_bus: {value: 300 s}
  de-sn:
    take_up_kiga: {value: 90 %, source: assumed}
constraints: {reach: enforce, places: enforce, minimum_size: report, locks: enforce}
goals: [unserved, cost]
"""

BASE = """\
title: {de: Basis, en: base}
region: tal
sector: kita
norms: de-sn
years: [2026, 2027, 2028]
span: 3
measures: [open, close]
constraints:
  minimum_size: enforce
  measures_per_year: {most: 2}
  open_facilities: {most: 3, least: 3, from: 2026}
locks: {alt: keep}
override: {reach_kiga: {value: 20 min}}
cost: {discount_rate: 2 %, base_year: 2027}
"""

DESIGN = """\
title: {de: Entwurf, en: design}
based_on: base
constraints: {budget: {per_year: {2026: 1000000.75 EUR, 2027: 50000 EUR, 2028: 0 EUR}, total: 1050000.75 EUR}}
goals: [{cost: {tolerance: 1 %}}, person_minutes, beyond_target, open_facilities, closures, longest_way]
"""

TABLES = {
    "cells": "cell,area,lon,lat\n"
    "c1,north,10.00,50.001\nc2,north,10.01,50.0\nc3,south,10.02,50.0\nc4,south,10.02,50.03\n",
    "people": "cell,age_group,year,people\n"
    + "".join(
        f"c1,0-1,{y},3\nc2,0-1,{y},2\nc3,0-1,{y},{late}\nc1,3-5,{y},5\nc2,3-5,{y},5\nc3,3-5,{y},6\nc4,3-5,{y},2\n"
        for y, late in ((2026, 0), (2027, 0), (2028, 2))
    ),
    "take_up": "area,service,age_group,take_up_percent\nsouth,kiga,3-5,50\n",
    "sites": "site,name,lon,lat\ns1,Markt,10.00,50.0\ns2,Mitte,10.01,50.0\ns3,Tal,10.02,50.0\n",
    "facilities": "facility,site,sector,carrier,carrier_type,level_today,lock\n"
    "alt,s1,kita,Stadt,municipal,klein,\nzu,s2,kita,Stadt,municipal,klein,close by 2027\n"
    "mobil,s2,kita,Stadt,municipal,closed,\nneu,s3,kita,Stadt,municipal,closed,\n"
    "nie,s3,kita,Verein,welfare,closed,never\nschule,s1,school,Stadt,municipal,z1,\n",
    "levels": "facility,level,service,places,least,running_eur\n"
    "alt,klein,krippe,3,,\nalt,klein,kiga,5,4,1000\nalt,klein,*,8,,90000\n",
    "measures": "facility,measure,from,to,cost_eur,lead_years,first_year,last_year,consent,under_way\n"
    "mobil,Container,closed,container,30000,1,,,given,yes\nneu,Neubau,closed,klein,1000000.75,1,2027,,given,\n"
    "zu,Ende,klein,closed,50000,,2027,2027,,\nalt,Anbau,klein,gross,9000,,,,,\n",
}

NODES = [(9, 10.00, 50.001), (3, 10.02, 50.0), (2, 10.01, 50.0), (1, 10.00, 50.0)]
EDGES = [
    (1, 2, 600.0, 1, 1), (1, 2, 700.0, 1, 1), (2, 1, 600.0, 1, 1),
    (2, 3, 300.0, 1, 1), (3, 2, 300.0, 1, 1), (3, 1, 500.0, 1, 0),
]  # fmt: skip
"""From, to, metres, on foot, by bus."""

PLAN = """\
{"format": 1, "scenario": "design", "stopped": "",
 "goals": [
  {"goal": "unserved", "unit": "persons", "value": 5, "bound": 5, "limit": 5},
  {"goal": "cost", "unit": "cents", "value": 235210312, "bound": 235000000, "limit": 240000000},
  {"goal": "person_minutes", "unit": "person-seconds", "value": 9450, "bound": 9000, "limit": 12000},
  {"goal": "beyond_target", "unit": "persons", "value": 9, "bound": 9, "limit": 10},
  {"goal": "open_facilities", "unit": "facility-years", "value": 15, "bound": 15, "limit": 15},
  {"goal": "closures", "unit": "closures", "value": 1, "bound": 1, "limit": 1},
  {"goal": "longest_way", "unit": "seconds", "value": 600, "bound": 600, "limit": 2000}],
 "levels": {
  "alt": {"2026": "klein", "2027": "klein", "2028": "klein"},
  "zu": {"2026": "klein", "2027": "closed", "2028": "closed"},
  "mobil": {"2026": "container#1", "2027": "container#2", "2028": "klein"},
  "neu": {"2026": "closed", "2027": "klein", "2028": "klein"},
  "nie": {"2026": "closed", "2027": "closed", "2028": "closed"}},
 "measures": [
  {"facility": "mobil", "measure": "Container", "kind": "open", "from": "closed", "to": "container", "year": 2026,
   "paid_year": null, "cost_cents": 0},
  {"facility": "neu", "measure": "Neubau", "kind": "open", "from": "closed", "to": "klein", "year": 2027,
   "paid_year": 2026, "cost_cents": 100000075},
  {"facility": "zu", "measure": "Ende", "kind": "close", "from": "klein", "to": "closed", "year": 2027,
   "paid_year": 2027, "cost_cents": 5000000}],
 "automatic": [
  {"facility": "mobil", "from": "container#1", "to": "container#2", "year": 2027},
  {"facility": "mobil", "from": "container#2", "to": "klein", "year": 2028}]}
"""

RUN_TABLES = {
    "measures": "year,facility,measure,kind,from,to,cost_eur,paid_year\n"
    "2026,mobil,Container,open,closed,container,0.00,\n2027,neu,Neubau,open,closed,klein,1000000.75,2026\n"
    "2027,zu,Ende,close,klein,closed,50000.00,2027\n",
    "assignment": "year,service,cell,facility,people,travel_s\n"
    "2026,krippe,c1,alt,1,112\n2026,krippe,c2,alt,1,600\n2026,kiga,c1,alt,5,112\n2026,kiga,c2,zu,4,0\n"
    "2026,kiga,c3,mobil,3,300\n2026,kiga,c4,,1,\n"
    "2027,krippe,c1,alt,1,112\n2027,krippe,c2,alt,1,600\n2027,kiga,c1,alt,4,112\n2027,kiga,c1,neu,1,502\n"
    "2027,kiga,c2,mobil,3,0\n2027,kiga,c2,neu,1,300\n2027,kiga,c3,neu,3,0\n2027,kiga,c4,,1,\n"
    "2028,krippe,c1,alt,1,112\n2028,krippe,c2,alt,1,600\n2028,krippe,c3,alt,1,500\n2028,kiga,c1,alt,5,112\n"
    "2028,kiga,c2,mobil,4,0\n2028,kiga,c3,neu,3,0\n2028,kiga,c4,,1,\n",
    "facilities": "year,facility,level,service,places,people\n"
    "2026,alt,klein,krippe,3,2\n2026,alt,klein,kiga,5,5\n2026,zu,klein,krippe,2,0\n2026,zu,klein,kiga,5,4\n"
    "2026,zu,klein,*,6,4\n2026,mobil,container#1,kiga,3,3\n"
    "2027,alt,klein,krippe,3,2\n2027,alt,klein,kiga,5,4\n2027,mobil,container#2,kiga,3,3\n"
    "2027,neu,klein,krippe,2,0\n2027,neu,klein,kiga,5,5\n"
    "2028,alt,klein,krippe,3,3\n2028,alt,klein,kiga,5,5\n2028,mobil,klein,krippe,2,0\n2028,mobil,klein,kiga,5,4\n"
    "2028,neu,klein,krippe,2,0\n2028,neu,klein,kiga,5,3\n2028,zu,closed,kiga,0,0\n",
}

INDICATORS = {
    "open": {2026: 3, 2027: 3, 2028: 3},
    "places": {2026: 17, 2027: 17, 2028: 20},
    "served": {2026: 14, 2027: 14, 2028: 15},
    "unserved": {2026: 1, 2027: 1, 2028: 1},
    "person_seconds": {2026: 2172, 2027: 1962, 2028: 1772},
    "mean_s": {2026: 2172 / 14, 2027: 1962 / 14, 2028: 1772 / 15},
    "p95_s": {2026: 600, 2027: 600, 2028: 600},
    "worst_tenth_s": {2026: 3600 / 7, 2027: 4080 / 7, 2028: 580.0},
    "longest_s": {2026: 600, 2027: 600, 2028: 600},
    "beyond_target": {2026: 1, 2027: 2, 2028: 2},
    "investment_cents": {2026: 100_000_075, 2027: 5_000_000, 2028: 0},
    "running_cents": {2026: 21_100_000, 2027: 21_100_000, 2028: 29_100_000},
    "per_person_cents": {2026: 0, 2027: 0, 2028: 0},
    "transport_cents": {2026: 0, 2027: 0, 2028: 0},
    "cost_cents": 235_210_312,
}
"""What the drawing above comes to."""


def write_region(root: Path, edits: Iterable[Edit] = ()) -> Path:
    """Write the workspace and its run folder, with a fault planted by each edit, and give the run folder."""
    texts = {
        "models/kita.yaml": MODEL,
        "scenarios/base.yaml": BASE,
        "scenarios/design.yaml": DESIGN,
        **{f"data/tal/{stem}.csv": text for stem, text in TABLES.items()},
        f"{RUN}/plan.json": PLAN,
        **{f"{RUN}/{stem}.csv": text for stem, text in RUN_TABLES.items()},
    }
    for file, old, new in edits:
        found = next(path for path in texts if path.endswith(file))
        assert texts[found].count(old) == 1, f"{old!r} stands {texts[found].count(old)} times in {found}"
        texts[found] = texts[found].replace(old, new)
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    write_roads(root / "data/tal/roads.gpkg")
    seal(root)
    return root / RUN


def write_roads(path: Path) -> None:
    """Write nodes and edges as a GeoPackage keeps them, without their geometry."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE nodes (osmid INTEGER, x REAL, y REAL)")
    connection.execute("CREATE TABLE edges (u INTEGER, v INTEGER, length REAL, walk INTEGER, drive INTEGER)")
    connection.executemany("INSERT INTO nodes VALUES (?, ?, ?)", NODES)
    connection.executemany("INSERT INTO edges VALUES (?, ?, ?, ?, ?)", EDGES)
    connection.commit()
    connection.close()


def seal(root: Path) -> None:
    """Write run.json with the hashes of all inputs as they are now."""
    inputs = [path for folder in ("models", "scenarios", "data") for path in sorted((root / folder).rglob("*.*"))]
    hashes = [
        {"path": path.relative_to(root).as_posix(), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in inputs
    ]
    says = {"format": 1, "scenario": "design", "scenario_file": "scenarios/design.yaml", "inputs": hashes}
    (root / RUN / "run.json").write_text(json.dumps(says), encoding="utf-8")
