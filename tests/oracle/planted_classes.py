"""Faults planted into netplan's rule on classes, one at a time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from netplan.constraints import Classes, class_bands, class_sizes
from netplan.constraints.class_bands import Band
from netplan.constraints.class_school import School
from netplan.constraints.class_sizes import Interval
from netplan.engine.boards import Board
from netplan.tables import Tables

Patch = pytest.MonkeyPatch
Plant = Callable[[Patch], None]


def _classes_are(change: Callable[[Any], dict[str, Any]]) -> Plant:
    """Let the rule see other tables of classes."""

    def plant(patch: Patch) -> None:
        right = Classes._schools  # noqa: SLF001  a fault is planted where it would be made

        def schools(self: Classes, tables: Tables) -> Any:
            if len(tables.classes.grades):
                tables = replace(tables, classes=replace(tables.classes, **change(tables.classes)))
            return right(self, tables)

        patch.setattr(Classes, "_schools", schools)

    return plant


def _rule_is(**settings: Any) -> Plant:
    """Let the rule forget what it was told."""

    def plant(patch: Patch) -> None:
        right = Classes._schools  # noqa: SLF001
        patch.setattr(Classes, "_schools", lambda self, tables: right(self.model_copy(update=settings), tables))

    return plant


def _says_nothing(patch: Patch) -> None:
    patch.setattr(Classes, "rows", lambda *_: iter(()))


def _one_interval(patch: Patch) -> None:
    right = class_sizes.intervals

    def intervals(*sizes: int) -> list[Interval]:
        found = right(*sizes)
        return [replace(found[0], most=found[-1].most)] if found else []

    patch.setattr("netplan.constraints.class_bands.intervals", intervals)


def _fewest_of_all_classes(patch: Patch) -> None:
    """Let each number of classes be an interval of its own size, as if the law asked for just that many."""
    right = class_sizes.intervals
    patch.setattr("netplan.constraints.class_bands.intervals", lambda *sizes: right(*sizes)[:1])


def _levels_carry_any_number(patch: Patch) -> None:
    patch.setattr(School, "_carried_classes", lambda *_: iter(()))
    patch.setattr(School, "_carried", lambda self, k, _: self.room[k])


def _half_a_band_will_do(patch: Patch) -> None:
    """Let who goes where be decided with bands in parts, as if they were no choice."""
    right = Board.question

    def question(self: Board, *arguments: Any, life: Any = None, **settings: Any) -> Any:
        found = right(self, *arguments, life=life, **settings)
        return found if life is None else replace(found, integer=np.zeros_like(found.integer))

    patch.setattr(Board, "question", question)


def _shrunk(band: Band) -> Band:
    return replace(band, total=0, complete=0)


def _nothing_in_all(patch: Patch) -> None:
    right = class_bands._of_regime  # noqa: SLF001
    patch.setattr(class_bands, "_of_regime", lambda *about: (_shrunk(band) for band in right(*about)))


CLASS_FAULTS: dict[str, Plant] = {
    "classes are not asked for": _says_nothing,
    "the holes between classes are filled": _one_interval,
    "nobody goes to more classes than the fewest": _fewest_of_all_classes,
    "the last person of a class stays out": _classes_are(
        lambda c: {"most": c.most - 1, "most_mixed": c.most_mixed - 1}
    ),
    "the smallest class is not enough": _classes_are(lambda c: {"first": c.first + 1}),
    "a further class needs as many as the first": _classes_are(lambda c: {"further": c.first}),
    "one parallel class is always enough": _classes_are(lambda c: {"fewest": np.minimum(c.fewest, 1)}),
    "levels carry any number of classes": _levels_carry_any_number,
    "no exception from classes is permitted": _rule_is(regimes={}),
    "an exception for existing schools is for new ones too": _classes_are(
        lambda c: {"only_existing": np.zeros_like(c.only_existing)}
    ),
    "an exception for some years is for ever": _classes_are(lambda c: {"years": np.zeros_like(c.years)}),
    "an exception asks for nobody in all": _nothing_in_all,
    "classes of several grades are taken by grade": _classes_are(lambda c: {"mixed": np.zeros_like(c.mixed)}),
    "schools that nobody touches are asked for classes": _rule_is(apply="enforce"),
    "half a band will do": _half_a_band_will_do,
}
"""By name, what plants the fault."""
