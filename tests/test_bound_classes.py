"""Bounds of cohorts in classes, recounted from the files: each grade of each year by what its school was and is."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

import netplan
from netplan.audit.bounds import taught
from netplan.engine.certificate import write_certificate
from netplan.engine.proofs import Leaf, Proved
from netplan.engine.relaxation.prices import asked
from netplan.engine.relaxation.proof import proved
from netplan.engine.relaxation.relaxed import relaxed
from netplan.engine.relaxation.sweeps import sweep
from netplan.engine.stages import fewest_unserved
from netplan.program.facilities import facility_half
from netplan.workspace.folders import starter
from tests.bound_prices import Priced, by_chance

SCENARIO = """
title: {de: Klassen, en: classes}
based_on: ten_years
constraints: {minimum_size: enforce, locks: enforce, budget: {total: 26 MEUR}, classes: RULE}
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the example county, with a scenario for each way to ask for classes."""
    root = tmp_path_factory.mktemp("classes")
    for folder in ("models", "scenarios", "data"):
        shutil.copytree(starter() / folder, root / folder)
    return root


def _priced(root: Path, name: str, rule: str, sweeps: int) -> Priced:
    """Price the ten school years with classes by sweeps, or by chance and low, and write the prices down."""
    file = root / f"scenarios/{name}.yaml"
    file.write_text(SCENARIO.replace("RULE", rule), encoding="utf-8")
    case = netplan.load(file)
    problem = relaxed(case, facility_half(case))
    fewest, goal = fewest_unserved(case), case.goals[1]
    task = asked(problem, goal, {"unserved": fewest})
    chance = by_chance(task, Random(3))
    # Places are dear and worth little: schools take no more than they are asked to.
    low = replace(chance, need=chance.need / 10, row=np.maximum(chance.row, 0.0) * 1000)
    prices = sweep(task, sweeps).prices if sweeps else low
    # Persons in all grades, which exceptions ask for, are rows with a price: those are not rebuilt.
    names = [problem.half.names[r][0] for r in problem.row.tolist()]
    prices = replace(prices, row=np.where(np.isin(names, "classes"), 0.0, prices.row))
    proof = Proved(goal.name, task, {"unserved": fewest}, Leaf(proved(task, prices)))
    run = root / "results" / name
    run.mkdir(parents=True)
    write_certificate(case, [proof], run)
    return Priced(case, (proof,), {"unserved": fewest, goal.name: 10**12}, run)


@pytest.fixture(scope="module")
def by_law(workspace: Path) -> list[Priced]:
    """Ask for classes by the law alone, at good prices and at any."""
    return [_priced(workspace, f"by_law_{sweeps}", "enforce", sweeps) for sweeps in (40, 0)]


def test_the_audit_counts_classes_of_cohorts_as_the_engine_does(by_law: list[Priced]) -> None:
    assert [told for one in by_law for told in one.differing] == []


def test_an_exception_that_is_milder_in_every_year_needs_no_price(workspace: Path) -> None:
    """Twelve children of each grade instead of fifteen, wherever a school existed before."""
    assert _priced(workspace, "rural", "{regimes: [rural]}", 40).differing == []


def _faults() -> Iterator[tuple[str, Any]]:
    def larger(rule: taught.Taught, *asked: Any) -> tuple[int, int]:
        entry, later = LEAST(rule, *asked)
        return entry + 1, later + 1

    def wider(rule: taught.Taught, *asked: Any) -> Any:
        return [(name, replace(sizes, parallel=2 * sizes.parallel)) for name, sizes in SIZES(rule, *asked)]

    yield "_least", larger
    yield "_sizes", wider
    yield "_is_formed", lambda _rule, _sizes, _g, _then, _t, trail: np.zeros(len(trail), np.bool_)


LEAST, SIZES = taught.Taught._least, taught.Taught._sizes  # noqa: SLF001  faults are planted inside


@pytest.mark.parametrize(("part", "wrong"), list(_faults()))
def test_a_fault_planted_in_the_recount_of_classes_is_noticed(
    by_law: list[Priced], monkeypatch: pytest.MonkeyPatch, part: str, wrong: Any
) -> None:
    monkeypatch.setattr(taught.Taught, part, wrong)
    assert any(one.differing for one in by_law)
