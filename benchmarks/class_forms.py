"""Which way of stating classes is tightest: python -m benchmarks.class_forms [--schools 12] [--seconds 60].

Random towns of Oberschulen (20 to 28 pupils a class, two parallel classes at least, one by exception) are stated in
three ways: bands of persons (what netplan does), one choice for each number of classes, a whole number of classes.
Printed are rows, columns and nonzeros of the facility half, the gap of the linear relaxation, the value found and the
time.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from netplan.case import Case
from netplan.constraints import Classes, Row
from netplan.constraints.class_school import School
from netplan.constraints.class_sizes import Interval
from netplan.decisions import Decisions, Own
from netplan.engine.boards import Board
from netplan.engine.highs import Effort, Watch, minimise
from netplan.indicators import GoalText
from netplan.program import state
from netplan.tables import Tables
from tests.oracle.class_law import ClassLaw, Exempt
from tests.oracle.question import Facility, Goal, Level, Measure, Question, Service
from tests.oracle.translation import case_of

Patch = pytest.MonkeyPatch


def town(schools: int, seed: int) -> Case:
    """Return a town with twice as many cells as schools, three years, schools of one to four parallel classes."""
    rng = Random(seed)
    levels = {f"z{k}": Level((28 * k,), (0,), running=20_000_00 + 12_000_00 * k, parallel=k) for k in (1, 2, 3, 4)}
    places = [(rng.random(), rng.random()) for _ in range(3 * schools)]
    sites, cells = places[:schools], places[schools:]
    steps = tuple(Measure(a, b, 50_000_00) for a in levels for b in ("closed", *levels) if a != b)
    facilities = tuple(Facility(f"f{f}", f, rng.choice(list(levels)), levels, steps) for f in range(schools))
    seconds = tuple(tuple((60 + int(1800 * (abs(x - u) + abs(y - v))),) for u, v in sites) for x, y in cells)
    exempt = (Exempt("one_class", fewest=1, only_existing=True),)
    question = Question(
        years=(2026, 2027, 2028),
        spans=(1, 1, 1),
        services=(Service("oberschule", 2400, 1200),),
        demand=tuple((tuple(rng.randint(8, 32) for _ in range(3)),) for _ in cells),
        seconds=seconds,
        facilities=facilities,
        goals=(Goal("unserved"), Goal("cost")),
        classes=ClassLaw(20, 20, 28, 2, exempt=exempt),
    )
    return case_of(question)


def bands(_: Patch) -> None:
    """State one choice for each interval of persons, as netplan does."""


def every_number_of_classes(patch: Patch) -> None:
    """State one choice for each number of classes."""

    def intervals(first: int, further: int, most: int, fewest: int, largest: int) -> list[Interval]:
        return [Interval(k, first + further * (k - 1), most * k) for k in range(fewest, largest + 1)]

    patch.setattr("netplan.constraints.class_bands.intervals", intervals)


def whole_number(patch: Patch) -> None:
    """State a whole number of classes: 20·classes ≤ n ≤ 28·classes, no more than the level carries."""

    def decides(_: Classes, tables: Tables) -> Iterator[Own]:
        index = {(f, t): 4 for f in range(tables.shape[1]) for t in range(tables.shape[4])}
        yield Own("band", index, {at: str(at) for at in index})

    def rows(self: School, decisions: Decisions, t: int) -> Iterator[Row]:
        number, people = decisions.own["band"][self.f, t], decisions.grade[self.f, self.s, 0, t]
        parallel = self.tables.classes.parallel[self.f, :, self.s].tolist()
        where = (str(self.f), str(t))
        yield Row(people - 20 * number, "≥", 0, where)
        yield Row(people - 28 * number, "≤", 0, where)
        yield Row(number - sum(k * decisions.at[self.f, i, t] for i, k in enumerate(parallel) if k), "≤", 0, where)
        yield Row(number - sum(decisions.at[self.f, i, t] for i, k in enumerate(parallel) if k), "≥", 0, where)

    patch.setattr(Classes, "decides", decides)
    patch.setattr(School, "rows_of", rows)
    patch.setattr(School, "rows_over_years", lambda *_: iter(()))


FORMS: dict[str, Callable[[Patch], None]] = {
    "bands": bands,
    "every number of classes": every_number_of_classes,
    "a whole number of classes": whole_number,
}


def measured(schools: int, seconds: float, seed: int) -> None:
    """Solve the cheapest plan that serves everybody it can, in each form."""
    for name, plant in FORMS.items():
        with pytest.MonkeyPatch.context() as patch:
            plant(patch)
            board = Board(state(town(schools, seed)))
            found = _solved(board, seconds)
            size = board.program.size
            rows, columns, nonzeros = (size[f"facility_{what}"] for what in ("rows", "columns", "nonzeros"))
            print(f"{seed:>4}  {name:<28}{rows:>7}{columns:>8}{nonzeros:>9}  {found}", flush=True)


def _solved(board: Board, seconds: float) -> str:
    """Return relaxation, best value and time for: everybody served as far as can be, then least cost."""
    stage = board.stage(GoalText.model_validate("unserved"))
    weight = board.stage(GoalText.model_validate("cost")).objective
    question = board.question(stage, {})
    question = replace(question, objective=weight + 1e4 * stage.objective)
    loose = minimise(replace(question, integer=np.zeros_like(question.integer)), Effort(seconds), Watch())
    started = time.perf_counter()
    whole = minimise(question, Effort(seconds, gap=1e-4), Watch())
    value = float(question.objective @ whole.values) if whole.values is not None else float("inf")
    gap = 100 * (value - loose.bound) / value
    return f"relaxed {gap:6.2f} %  {whole.status:<8} {value:>14,.0f} {time.perf_counter() - started:>7.1f} s"


def main() -> None:
    """Measure three towns in each form."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.class_forms", description=__doc__)
    parser.add_argument("--schools", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=60.0)
    chosen = parser.parse_args()
    print(f"seed  {'form':<28}{'rows':>7}{'columns':>8}{'nonzeros':>9}")
    for seed in (1, 2, 3):
        measured(chosen.schools, chosen.seconds, seed)


if __name__ == "__main__":
    main()
