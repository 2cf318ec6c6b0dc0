"""A textbook instance as a folder: models/, scenarios/ and data/ with travel.csv, as a planner would write it."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.textbook.cases import (
    AGES,
    AREA,
    CARRIER,
    LEVEL,
    MODE,
    OPENING,
    REGION,
    SECTOR,
    SERVICE,
    TITLES,
    YEAR,
    goals_of,
    names_of,
    opening_cents,
    row,
    rules_of,
)
from benchmarks.textbook.instance import Instance

MODEL = f"""\
sector: {SECTOR}
title: {{en: {TITLES["sector"]}}}
people: {{en: {TITLES["people"]}}}
services:
  {SERVICE}:
    title: {{en: {TITLES["service"]}}}
    modes: [{MODE}]
    take_up: {{{AGES}: all_of_them}}
    reach: reach
    target: reach
modes:
  {MODE}:
    title: {{en: {TITLES["mode"]}}}
    roads: walk
    speed: speed
levels:
  {LEVEL}:
    title: {{en: {TITLES["level"]}}}
    places: {{{SERVICE}: 1 person}}
norms:
  all:
    all_of_them: {{value: 100 %}}
    reach: {{value: 1 s}}
    speed: {{value: 4 km/h}}
  book: {{}}
"""
"""The sector of all textbook problems; how far people go, a scenario says."""


def write_workspace(instance: Instance, workspace: Path) -> Path:
    """Write an instance as models/, scenarios/ and data/ of a workspace; return the scenario's file."""
    region = workspace / "data" / REGION
    for folder in (region, workspace / "models", workspace / "scenarios"):
        folder.mkdir(parents=True, exist_ok=True)
    (workspace / "models" / f"{SECTOR}.yaml").write_text(MODEL, encoding="utf-8")
    (region / "region.yaml").write_text(f"title: {{en: {REGION}}}\n", encoding="utf-8")
    _write_people(instance, region)
    _write_facilities(instance, region)
    scenario = workspace / "scenarios" / f"{instance.name}.yaml"
    scenario.write_text(_scenario(instance), encoding="utf-8")
    return scenario


def _scenario(instance: Instance) -> str:
    return "\n".join(
        (
            f"title: {{en: {instance.name}}}",
            f"region: {REGION}",
            f"sector: {SECTOR}",
            "norms: book",
            f"years: [{YEAR}]",
            f"constraints: {_flow(rules_of(instance))}",
            f"goals: {_flow(goals_of(instance))}",
            f"override: {{reach: {{value: {instance.reach_seconds} s}}}}",
            "",
        )
    )


def _flow(value: Any) -> str:  # noqa: ANN401  whatever YAML can say on one line
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(part) for part in value) + "]"
    return str(value)


def _write_people(instance: Instance, region: Path) -> None:
    cells, seats, _ = names_of(instance)
    lon, lat = row(len(cells))
    _write(
        region / "cells.csv",
        "cell area lon lat",
        zip(cells, [AREA] * len(cells), lon.tolist(), lat.tolist(), strict=True),
    )
    people = ((cell, AGES, YEAR, count) for cell, count in zip(cells, instance.people.tolist(), strict=True))
    _write(region / "people.csv", "cell age_group year people", people)
    cell, facility = (index.tolist() for index in np.nonzero(instance.is_covered))
    seconds = instance.seconds[cell, facility].tolist()
    ways = ((cells[c], seats[f], MODE, s, 0) for c, f, s in zip(cell, facility, seconds, strict=True))
    _write(region / "travel.csv", "cell site mode travel_s metres", ways)


def _write_facilities(instance: Instance, region: Path) -> None:
    _, seats, names = names_of(instance)
    number = len(names)
    lon, lat = row(number)
    _write(
        region / "sites.csv",
        "site name lon lat area",
        zip(seats, seats, lon.tolist(), lat.tolist(), [AREA] * number, strict=True),
    )
    lines = ((name, seat, SECTOR, CARRIER, "municipal", "closed", "") for name, seat in zip(names, seats, strict=True))
    _write(region / "facilities.csv", "facility site sector carrier carrier_type level_today lock", lines)
    levels = (
        (name, LEVEL, SERVICE, places, 0, 0) for name, places in zip(names, instance.places.tolist(), strict=True)
    )
    _write(region / "levels.csv", "facility level service places least running_eur", levels)
    money = [f"{cents // 100}.{cents % 100:02}" for cents in opening_cents(instance)]
    measures = ((name, OPENING, "closed", LEVEL, euros, 0) for name, euros in zip(names, money, strict=True))
    _write(region / "measures.csv", "facility measure from to cost_eur lead_years", measures)


def _write(file: Path, header: str, rows: Iterable[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(rows)
