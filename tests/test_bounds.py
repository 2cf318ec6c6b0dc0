"""Bounds recomputed from the raw files: what the audit counts is what the engine proved, to the last unit."""

import operator
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from netplan.audit.bounds import budget_rows, counted, lagrangian, lives, recomputed, sizes
from netplan.audit.bounds.cover_rows import Sure, needed
from netplan.audit.bounds.parts import Parts
from netplan.audit.bounds.rows import Row
from netplan.audit.facilities import Facility, Measure
from netplan.audit.question import Question
from netplan.audit.reading import Tree
from netplan.audit.rules import integer
from tests.bound_prices import Priced, priced
from tests.bound_regions import drawn, write

BLOCK, QUICK, ALL = 15, 60, 3000
KEPT = (6, 7, 8, 24, 60, 64, 73, 87, 111, 130)
"""Regions that show every fault planted in the audit."""


@pytest.mark.parametrize("first", range(0, QUICK, BLOCK))
def test_the_audit_counts_every_bound_as_the_engine_does(tmp_path: Path, first: int) -> None:
    _compare(range(first, first + BLOCK), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(QUICK, ALL, 10 * BLOCK))
def test_the_audit_counts_every_bound_of_many_more_regions(tmp_path: Path, first: int) -> None:
    _compare(range(first, first + 10 * BLOCK), tmp_path)


def _compare(seeds: range, folder: Path) -> None:
    told = []
    for seed in seeds:
        found = _priced(seed, folder)
        told += [f"seed {seed}: {one}" for one in (found.differing if found else [])]
    assert not told, "\n".join(told)


def _priced(seed: int, folder: Path) -> Priced | None:
    """Price a region by sweeps, or by chance."""
    return priced(write(drawn(seed), folder / str(seed)), seed, sweeps=0 if seed % 2 else 10)


@pytest.fixture(scope="module")
def regions(tmp_path_factory: pytest.TempPathFactory) -> list[Priced]:
    """Some regions on which audit and engine agree."""
    folder = tmp_path_factory.mktemp("bounds")
    found = [_priced(seed, folder) for seed in KEPT]
    return [one for one in found if one is not None]


def _more(function: Callable[..., Any], by: int) -> Callable[..., Any]:
    return lambda *arguments: function(*arguments) + by


def _all_but_the_first(question: Question, facility: Facility, measure: Measure) -> bool:
    return measure is not facility.measures[0] and LISTED(question, facility, measure)


def _tenfold(parts: Parts, said: dict[str, Tree], when: str) -> tuple[Fraction | None, list[int]]:
    limit, years = GRANTED(parts, said, when)
    return (None if limit is None else 10 * limit), years


def _looser(row: Row, price: int, factor: int) -> lagrangian.Priced | None:
    """Let a row be one unit above its limit."""
    return PRICED(replace(row, high=None if row.high is None else row.high + row.per), price, factor)


def _all_in_need(parts: Parts, service: str, t: int, inside: Any, sure: Sure) -> int:
    return needed(parts, service, t, inside, replace(sure, needs=np.ones_like(sure.needs)))


def _nobody_left_over(parts: Parts, service: str, t: int, inside: Any, sure: Sure) -> int:
    return needed(parts, service, t, inside, replace(sure, spare=0))


LISTED, GRANTED, PRICED = lives.is_listed, budget_rows.granted, lagrangian.priced
PLANTED: dict[str, tuple[str, Any]] = {
    "a minimum size is one person less": ("sizes.Minimum.least", _more(sizes.Minimum.least, -1)),
    "a level has one place more": ("sizes.room", _more(sizes.room, 1)),
    "facilities that fill are asked at once": ("sizes.Minimum.filling", lambda *_: np.zeros(0, np.int64)),
    "a measure is forgotten": ("lives.is_listed", _all_but_the_first),
    "measures come in any year": ("lives.in_window", lambda *_: True),
    "locks are forgotten": ("lives.lock_holds", lambda *_, **__: True),
    "measures cost nothing": ("money.Present.measure", lambda *_: 0),
    "nothing is discounted": ("money.discount", lambda *_: Fraction(1)),
    "parts of a cent are cut off": ("money.divided", operator.floordiv),
    "nothing is left at the end": ("money.Present.residual", lambda *_: 0),
    "grants are forgotten": ("money.Present.grant", lambda *_: 0),
    "people cost nothing": ("money.person_by_level", lambda *_: 0),
    "half years count whole": ("money.years_of_places", lambda *_: Fraction(1)),
    "a budget is ten times as high": ("budget_rows.granted", _tenfold),
    "cents are taken for euros": ("budget_rows.CENTS_PER_EUR", 1),
    "one facility more may be open": ("rows.integer", _more(integer, 1)),
    "rows may be broken by one": ("recomputed.priced", _looser),
    "reach is a minute longer": ("ways.at_most", lambda limit: int(limit) + 60),
    "everybody is taken to school": ("ways.less_than", lambda _: -1),
    "the target is five minutes": ("counted.is_beyond", lambda parts: (parts.ways.seconds > 300).astype(np.int64)),
    "weights are forgotten": ("counted.rounded", lambda numbers, _: numbers),
    "closing counts nothing": ("recomputed.GOALS closures", counted.nothing),
    "the unserved do not count": ("recomputed.GOALS unserved", counted.nothing),
    "cells are divided": ("ways.least_together", lambda *parts: np.ones_like(parts[2].people)),
    "a listed year counts once": ("entries.years_counted", lambda *_: 1),
    "who stays is there for a year": ("entries.years_there", lambda _, row: [(row.year, Fraction(1))]),
    "who is asked alone is asked with others": ("sizes.Minimum.is_asked", lambda *_: False),
    "an area needs one place more": ("cover_rows.needed", _more(needed, 1)),
    "those without a place need one too": ("cover_rows.needed", _all_in_need),
    "nobody of an area may be left over": ("cover_rows.needed", _nobody_left_over),
    "limits of earlier goals are forgotten": ("recomputed.Recount._is_known", lambda *_: False),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_planted_in_the_recount_is_noticed(
    regions: list[Priced], monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    target, wrong = PLANTED[fault]
    if " " in target:
        name, key = target.split()
        monkeypatch.setitem(recomputed.GOALS, key, wrong)
        assert name == "recomputed.GOALS"
    else:
        monkeypatch.setattr(f"netplan.audit.bounds.{target}", wrong)
    assert any(region.differing for region in regions)


def test_regions_agree_before_a_fault_is_planted(regions: list[Priced]) -> None:
    assert not [told for region in regions for told in region.differing]
