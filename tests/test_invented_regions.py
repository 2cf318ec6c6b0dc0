"""Regions that the generator invents on the fly: solved, their gap proved, recomputed by the auditor."""

import csv
from pathlib import Path

import pytest

import netplan
from benchmarks.county.pressed import write_city, write_communities
from netplan.plan import Plan
from netplan.workspace import init

YEARS = (2026, 2027, 2028, 2029)
COMMUNITIES = """
title: {{de: Gemeinden, en: Communities}}
region: {region}
sector: primary_school
norms: de-sn
years: [2026, 2028]
span: 2
constraints: {{minimum_size: enforce, budget: {{total: {budget}}}}}
goals: [unserved, {{cost: {{tolerance: 1 %}}}}, beyond_target]
"""
CITY = """
title: {{de: Stadt, en: City}}
region: {region}
sector: primary_school
norms: de-sn
years: [2026, 2027, 2028, 2029]
span: 1
constraints: {{minimum_size: report, budget: {{total: {budget}}}}}
goals: [unserved, cost]
"""


def _solved(workspace: Path, text: str, budget: str, *, seconds: float, gap: float) -> Plan:
    (workspace / "scenarios/invented.yaml").write_text(text.format(region="invented", budget=budget), encoding="utf-8")
    plan = netplan.solve(netplan.load(workspace / "scenarios/invented.yaml"), seconds=seconds, gap=gap)
    assert max(goal.gap for goal in plan.goals) <= gap, str(plan)
    assert netplan.verify(workspace / "results/invented").passed
    return plan


def _facilities(folder: Path) -> list[dict[str, str]]:
    with (folder / "facilities.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _areas(folder: Path) -> int:
    with (folder / "cells.csv").open(encoding="utf-8", newline="") as file:
        return len({row["area"] for row in csv.DictReader(file)})


@pytest.mark.parametrize(
    ("communities", "schools", "budget"),
    [(4, 6, "6 MEUR"), pytest.param(9, 19, "12 MEUR", marks=pytest.mark.slow)],
)
def test_communities_whose_schools_may_have_any_of_six_levels(
    tmp_path: Path, communities: int, schools: int, budget: str
) -> None:
    workspace = init(tmp_path / "workspace")
    folder = workspace / "data/invented"
    write_communities(folder, communities=communities, schools=schools, years=(2026, 2028), seed=5)
    assert (_areas(folder), len(_facilities(folder))) == (communities, schools)
    plan = _solved(workspace, COMMUNITIES, budget, seconds=120, gap=0.01)
    levels = plan.tables.levels
    assert levels.exists.sum(axis=1).tolist() == [7] * schools
    assert len(plan.measures)


@pytest.mark.parametrize(("schools", "budget"), [(8, "7 MEUR"), pytest.param(30, "24 MEUR", marks=pytest.mark.slow)])
def test_a_city_with_more_children_than_places(tmp_path: Path, schools: int, budget: str) -> None:
    """Nothing can open and nobody can go elsewhere: extensions take two years, containers help at once."""
    workspace = init(tmp_path / "workspace")
    folder = workspace / "data/invented"
    write_city(folder, schools=schools, years=YEARS, crowded=1.08, seed=7)
    assert len(_facilities(folder)) == schools
    plan = _solved(workspace, CITY, budget, seconds=120, gap=0.01)
    tables = plan.tables
    today = tables.levels.size[range(schools), tables.levels.today].sum()
    needed = tables.demand.by_year.sum(axis=(0, 1))
    assert (needed > today).all()
    without = plan.unserved_by_year.sum(axis=(0, 1))
    assert (without < needed - today).all()
    taken = [tables.levels.names[k] for k in tables.steps.after[plan.measures].tolist()]
    assert any("c#1" in name for name in taken)
