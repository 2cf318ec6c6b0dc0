"""Faults planted into the rules on those who fare worst, one at a time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from netplan.constraints import (
    Block,
    ExtraMinutes,
    GroupWithinTarget,
    Row,
    WithinTarget,
    WorstTenth,
    extra_minutes,
    worst_tenth,
)
from netplan.constraints.block import Part
from netplan.constraints.group_gap import GroupGap
from netplan.decisions import Decisions
from netplan.indicators import GOALS, fairness
from netplan.tables import Tables
from netplan.units import quantity

Patch = pytest.MonkeyPatch
Plant = Callable[[Patch], None]


def _no_limit(patch: Patch) -> None:
    right = WorstTenth.rows

    def rows(self: WorstTenth, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        return right(self.model_copy(update={"mean": {}}), decisions, tables)

    patch.setattr(WorstTenth, "rows", rows)
    patch.setattr(WorstTenth, "people_breaches", lambda *_: iter(()))


def _minutes_that_are_over(patch: Patch) -> None:
    def minutes(seconds: Any) -> Any:
        return np.asarray(seconds // 60)

    patch.setattr(fairness, "minutes_of", minutes)
    patch.setattr(worst_tenth, "minutes_of", minutes)


def _everybody_counts(patch: Patch) -> None:
    """Let the whole of the people be its own worst tenth."""

    def mean(seconds: Any, people: Any) -> int:
        return int(people @ -(-seconds // 60))

    patch.setattr(worst_tenth, "tenfold_tenth", mean)
    patch.setattr(WorstTenth, "rows", lambda *_: iter(()))


def _years_count_once(patch: Patch) -> None:
    right = GOALS["worst_tenth"]
    assert right.weights
    weights, counts = right.weights, right.counts

    def without(of: Tables) -> Tables:
        return replace(of, demand=replace(of.demand, span=np.ones_like(of.demand.span)))

    wrong = replace(
        right,
        weights=lambda tables: weights(without(tables)),
        counts=lambda plan: counts(replace(plan, tables=without(plan.tables))) if counts else 0,
    )
    patch.setitem(GOALS, "worst_tenth", wrong)


def _extra_is_set(**settings: Any) -> Plant:
    def plant(patch: Patch) -> None:
        right = ExtraMinutes.blocks

        def blocks(self: ExtraMinutes, tables: Tables) -> Iterator[Block]:
            return right(self.model_copy(update=settings), tables)

        patch.setattr(ExtraMinutes, "blocks", blocks)

    return plant


def _closed_ones_are_near(patch: Patch) -> None:
    """Let facilities count as those of today that can be opened."""
    right = extra_minutes.ways_of_today

    def ways(tables: Tables, **settings: Any) -> Any:
        return right(
            replace(tables, levels=replace(tables.levels, today=np.ones_like(tables.levels.today))), **settings
        )

    patch.setattr(extra_minutes, "ways_of_today", ways)


def _just_as_much_is_more(patch: Patch) -> None:
    right = extra_minutes.ways_of_today
    patch.setattr(extra_minutes, "ways_of_today", lambda tables, **settings: right(tables, **settings) - 1)


def _share_is_set(**settings: Any) -> Plant:
    """Let shares of groups be asked that are not those said."""

    def plant(patch: Patch) -> None:
        right = GroupWithinTarget.blocks

        def blocks(self: GroupWithinTarget, tables: Tables) -> Iterator[Block]:
            return right(self.model_copy(update=settings), tables)

        patch.setattr(GroupWithinTarget, "blocks", blocks)

    return plant


def _everyone_has(name: str) -> Plant:
    """Let reach or target of the service hold for groups too."""

    def limit(tables: Tables) -> Any:
        return getattr(tables.demand, name)[tables.pairs.service]

    return lambda patch: patch.setattr(Tables, name, property(limit))


def _nobody_left_out_counts(patch: Patch) -> None:
    right = GroupWithinTarget.blocks

    def blocks(self: GroupWithinTarget, tables: Tables) -> Iterator[Block]:
        return (replace(block, unserved=Part.nothing(3)) for block in right(self, tables))

    patch.setattr(GroupWithinTarget, "blocks", blocks)


def _everybody_counts_alike(patch: Patch) -> None:
    right = GOALS["weighted_minutes"]
    assert right.weights
    weights = right.weights
    patch.setitem(
        GOALS, "weighted_minutes", replace(right, weights=lambda of: replace(weights(of), pairs=of.pairs.seconds))
    )


def _gap_is_rounded_down(patch: Patch) -> None:
    right = GOALS["group_gap"]
    counts = right.counts
    wrong = replace(right, counts=lambda plan: max(counts(plan) - 1, 0) if counts else 0)
    patch.setitem(GOALS, "group_gap", wrong)


def _no_gap_counts(patch: Patch) -> None:
    patch.setattr(GroupGap, "blocks", lambda *_: iter(()))


def _class_is_forgotten(patch: Patch) -> None:
    right = WithinTarget.rows

    def rows(self: WithinTarget, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        return right(self.model_copy(update={"by_class": None}), decisions, tables)

    patch.setattr(WithinTarget, "rows", rows)


FAIRNESS_FAULTS: dict[str, Plant] = {
    "the worst tenth may go as far as it likes": _no_limit,
    "only minutes that are over count": _minutes_that_are_over,
    "the worst tenth is everybody": _everybody_counts,
    "the worst tenth of a listed year counts once": _years_count_once,
    "nobody's way grows": lambda patch: patch.setattr(ExtraMinutes, "blocks", lambda *_: iter(())),
    "one fewer may have extra minutes": _extra_is_set(people=quantity("0 persons")),
    "just so many extra minutes are too many": _just_as_much_is_more,
    "today's way leads to closed facilities": _closed_ones_are_near,
    "today's way never leads to the district's": _extra_is_set(today="nearest"),
    "everybody counts alike": _everybody_counts_alike,
    "a class of the social index asks nothing of its own": _class_is_forgotten,
    "a gap is rounded down": _gap_is_rounded_down,
    "a gap is never made small": _no_gap_counts,
    "no share of a group is asked": _share_is_set(least=None),
    "no gap of a group is too wide": _share_is_set(gap=None),
    "who of a group has no place is within the target": _nobody_left_out_counts,
    "a group reaches as far as everyone": _everyone_has("reach"),
    "a group's target is everyone's": _everyone_has("target"),
}
"""By name, what plants the fault."""
