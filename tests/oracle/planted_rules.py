"""Faults planted into netplan's rules, one at a time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from netplan.case import Case
from netplan.constraints import (
    Budget,
    Constraint,
    EveryoneServed,
    Forbidden,
    Locks,
    MeasuresPerYear,
    MinimumSize,
    OpenFacilities,
    Places,
    Reach,
    Row,
)
from netplan.decisions import Decisions
from netplan.tables import UNLIMITED, StepKind, Steps, Tables

Patch = pytest.MonkeyPatch
Plant = Callable[[Patch], None]
Rule = type[Constraint]


def _with_levels(tables: Tables, **changes: Any) -> Tables:
    return replace(tables, levels=replace(tables.levels, **changes))


def _with_steps(tables: Tables, **changes: Any) -> Tables:
    return replace(tables, steps=replace(tables.steps, **changes))


def with_demand(tables: Tables, **changes: Any) -> Tables:
    """Return tables in which something of the demand is changed."""
    return replace(tables, demand=replace(tables.demand, **changes))


def _rule_sees(rule: Rule, change: Callable[[Tables], Tables]) -> Plant:
    """Let a rule's rows speak of other tables."""

    def plant(patch: Patch) -> None:
        right = rule.rows
        patch.setattr(rule, "rows", lambda self, decisions, tables: right(self, decisions, change(tables)))

    return plant


def _rule_is_set(rule: Rule, **settings: Any) -> Plant:
    """Let a rule forget what it was told."""

    def plant(patch: Patch) -> None:
        right = rule.rows
        patch.setattr(
            rule,
            "rows",
            lambda self, decisions, tables: right(self.model_copy(update=settings), decisions, tables),
        )

    return plant


def _rule_yields(rule: Rule, change: Callable[[Row], Row]) -> Plant:
    def plant(patch: Patch) -> None:
        right = rule.rows
        patch.setattr(rule, "rows", lambda self, decisions, tables: map(change, right(self, decisions, tables)))

    return plant


def _rule_says_nothing(rule: Rule) -> Plant:
    def plant(patch: Patch) -> None:
        patch.setattr(rule, "rows", lambda *_: iter(()))

    return plant


def _nothing_is_forbidden(rule: Rule) -> Plant:
    def plant(patch: Patch) -> None:
        patch.setattr(rule, "forbids", lambda _, tables: Forbidden.nothing(tables))

    return plant


def _one_less(row: Row) -> Row:
    return replace(row, rhs=row.rhs - 1)


def _no_money_for_closing(tables: Tables) -> Tables:
    return _with_steps(tables, cost=tables.steps.cost * (tables.steps.kind != StepKind.CLOSE))


def _paid_in_the_year_of_effect(tables: Tables) -> Tables:
    steps = tables.steps
    return _with_steps(tables, paid=np.where(steps.paid >= 0, steps.year, steps.paid))


def without_spans(tables: Tables) -> Tables:
    """Return tables in which every listed year stands for itself only."""
    return with_demand(tables, span=np.ones_like(tables.demand.span))


def _places_of_the_year_before(patch: Patch) -> None:
    right = Places.rows

    def rows(self: Places, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        _, facilities, _, kinds, horizon = tables.shape
        before = {
            (f, k, t): decisions.at[f, k, max(t - 1, 0)]
            for f in range(facilities)
            for k in range(kinds)
            for t in range(horizon)
            if tables.levels.exists[f, k]
        }
        return right(self, replace(decisions, at=before), tables)

    patch.setattr(Places, "rows", rows)


def _reach_is_exclusive(patch: Patch) -> None:
    right = Reach.forbids
    patch.setattr(
        Reach,
        "forbids",
        lambda self, tables: right(self, with_demand(tables, reach=tables.demand.reach - 1)),
    )


def _lock_comes_late(patch: Patch) -> None:
    right = Locks.forbids
    patch.setattr(
        Locks,
        "forbids",
        lambda self, tables: right(self, with_demand(tables, years=tables.demand.years - 1)),
    )


def _only_new_is_never_asked(patch: Patch) -> None:
    right = MinimumSize.rows

    def rows(self: MinimumSize, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        return iter(()) if self.apply == "new_only" else right(self, decisions, tables)

    patch.setattr(MinimumSize, "rows", rows)


def _reported_is_enforced(patch: Patch) -> None:
    patch.setattr(Case, "enforced", Case.constraints)


def _automatic_steps_are_measures(patch: Patch) -> None:
    patch.setattr(Steps, "is_measure", property(lambda self: self.kind != StepKind.STAY))


RULE_FAULTS: dict[str, Plant] = {
    "the budget forgets what closing costs": _rule_sees(Budget, _no_money_for_closing),
    "the budget forgets running cost": _rule_is_set(Budget, running=False),
    "the budget's total counts running cost once a listed year": _rule_sees(Budget, without_spans),
    "the budget pays when a measure takes effect": _rule_sees(Budget, _paid_in_the_year_of_effect),
    "the last cent of the budget may not be spent": _rule_yields(Budget, _one_less),
    "the budget has no total": _rule_is_set(Budget, total=None),
    "the budget has no years": _rule_is_set(Budget, per_year=None),
    "places are those of the year before": _places_of_the_year_before,
    "the last place stays empty": _rule_yields(Places, _one_less),
    "the total over services is dropped": _rule_sees(
        Places, lambda tables: _with_levels(tables, total=np.full_like(tables.levels.total, UNLIMITED))
    ),
    "the longest way in reach is forbidden": _reach_is_exclusive,
    "reach is not asked for": _nothing_is_forbidden(Reach),
    "minimum size is dropped": _rule_says_nothing(MinimumSize),
    "the least over all services is dropped": _rule_sees(
        MinimumSize, lambda tables: _with_levels(tables, least_total=tables.levels.least_total * 0)
    ),
    "the least of each service is dropped": _rule_sees(
        MinimumSize, lambda tables: _with_levels(tables, least=tables.levels.least * 0)
    ),
    "the smallest size is not enough": _rule_yields(MinimumSize, lambda row: replace(row, rhs=row.rhs + 1)),
    "new_only is treated as enforce": _rule_is_set(MinimumSize, apply="enforce"),
    "new_only is treated as report": _only_new_is_never_asked,
    "locks are ignored": _nothing_is_forbidden(Locks),
    "a lock by a year comes a year late": _lock_comes_late,
    "measures per year are not limited": _rule_says_nothing(MeasuresPerYear),
    "automatic steps are measures": _automatic_steps_are_measures,
    "open facilities are limited from the first year": _rule_is_set(OpenFacilities, since=0),
    "too few open facilities are no fault": _rule_is_set(OpenFacilities, least=None),
    "too many open facilities are no fault": _rule_is_set(OpenFacilities, most=None),
    "everyone need not be served": _rule_says_nothing(EveryoneServed),
    "what is only reported is enforced": _reported_is_enforced,
}
"""By name, what plants the fault."""
