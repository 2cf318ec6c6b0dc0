"""Faults planted into netplan, one at a time: each is a way in which such a program is easily wrong."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np
import pytest

from netplan.case import Case, lives
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
from netplan.indicators import GOALS, GoalText, Weights
from netplan.tables import CLOSED, UNLIMITED, Levels, StepKind, Steps, Tables
from tests.oracle import checks, translation
from tests.oracle.question import KINDS

Patch = pytest.MonkeyPatch
Plant = Callable[[Patch], None]
Rule = type[Constraint]


def _with_levels(tables: Tables, **changes: Any) -> Tables:
    return replace(tables, levels=replace(tables.levels, **changes))


def _with_steps(tables: Tables, **changes: Any) -> Tables:
    return replace(tables, steps=replace(tables.steps, **changes))


def _with_demand(tables: Tables, **changes: Any) -> Tables:
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


def _without_spans(tables: Tables) -> Tables:
    return _with_demand(tables, span=np.ones_like(tables.demand.span))


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
        lambda self, tables: right(self, _with_demand(tables, reach=tables.demand.reach - 1)),
    )


def _lock_comes_late(patch: Patch) -> None:
    right = Locks.forbids
    patch.setattr(
        Locks,
        "forbids",
        lambda self, tables: right(self, _with_demand(tables, years=tables.demand.years - 1)),
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


def _measure_is_read_as(**changes: Any) -> Plant:
    def plant(patch: Patch) -> None:
        right = lives._measure  # noqa: SLF001  a fault is planted where it would be made
        patch.setattr(lives, "_measure", lambda measure, *others: right(replace(measure, **changes), *others))

    return plant


def _under_way_is(**changes: Any) -> Plant:
    """Read only measures under way in another way."""

    def plant(patch: Patch) -> None:
        right = lives._measure  # noqa: SLF001
        patch.setattr(
            lives,
            "_measure",
            lambda measure, *others: right(replace(measure, **changes) if measure.under_way else measure, *others),
        )

    return plant


def _every_kind_is_permitted(patch: Patch) -> None:
    right = lives._measure  # noqa: SLF001
    patch.setattr(lives, "_measure", lambda measure, line, t, calendar, _: right(measure, line, t, calendar, KINDS))


def _no_measure_in_the_first_year(patch: Patch) -> None:
    right = lives._measure  # noqa: SLF001
    patch.setattr(
        lives,
        "_measure",
        lambda measure, line, t, *others: right(measure, line, t, *others) if t else None,
    )


def _lead_is_ignored(patch: Patch) -> None:
    patch.setattr(lives.Calendar, "paid", lambda _, t, __: t)


def _paid_a_year_too_early(patch: Patch) -> None:
    right = lives.Calendar.paid

    def paid(self: lives.Calendar, t: int, lead: int) -> int | None:
        found = right(self, t, lead)
        return found if found is None else max(found - 1, 0)

    patch.setattr(lives.Calendar, "paid", paid)


def _phases_may_be_overstayed(patch: Patch) -> None:
    patch.setattr(
        lives,
        "_staying",
        lambda line, index: [0, *(index[part] for name, x in line.levels.items() for part in lives._links(name, x))],  # noqa: SLF001
    )


def _phases_last_to_the_end(patch: Patch) -> None:
    right = lives._automatic  # noqa: SLF001

    def automatic(line: Any, index: Any) -> list[tuple[int, int]]:
        found = right(line, index)
        chained = {(a, b) for a, b in found if b == a + 1}
        inner = {a for a, _ in chained}
        return [(a, b) for a, b in found if (a, b) in chained or a not in inner]

    patch.setattr(lives, "_automatic", automatic)


def _phases_begin_with_their_last_link(patch: Patch) -> None:
    right = lives._entry  # noqa: SLF001

    def entry(line: Any, level: str) -> str:
        phase = level in line.levels and line.levels[level].phase
        return f"{level}#{phase[0]}" if phase else right(line, level)

    patch.setattr(lives, "_entry", entry)


def _rounded_down(patch: Patch) -> None:
    patch.setattr(lives, "half_even", floor)


def _rounded_half_up(patch: Patch) -> None:
    patch.setattr(lives, "half_even", lambda amount: floor(amount + Fraction(1, 2)))


def _no_discount(patch: Patch) -> None:
    patch.setattr(lives.Calendar, "discount", lambda *_: Fraction(1))


def _running_cost_of_one_year(patch: Patch) -> None:
    right = lives.levels_of

    def levels_of(lines: Any, sites: Any, services: Any, calendar: lives.Calendar) -> Levels:
        return right(lines, sites, services, replace(calendar, spans=(1,) * len(calendar.spans)))

    patch.setattr(translation, "levels_of", levels_of)


def _case_is(change: Callable[[Case], Case]) -> Plant:
    def plant(patch: Patch) -> None:
        right = translation.case_of
        patch.setattr(checks, "case_of", lambda question: change(right(question)))

    return plant


def _tables_are(change: Callable[[Tables], Tables]) -> Plant:
    return _case_is(lambda case: replace(case, tables=change(case.tables)))


def _people_of_the_first_year(tables: Tables) -> Tables:
    people = tables.demand.people
    return _with_demand(tables, people=np.repeat(people[:, :, :1], people.shape[2], axis=2))


def _swapped(case: Case) -> Case:
    return replace(case, goals=(case.goals[0], *case.goals[:0:-1]))


def _goal_counts(name: str, change: Callable[[Weights, Tables], Weights]) -> Plant:
    def plant(patch: Patch) -> None:
        goal = GOALS[name]
        right = goal.weights
        assert right
        patch.setitem(GOALS, name, replace(goal, weights=lambda tables: change(right(tables), tables)))

    return plant


def _at_the_target(weights: Weights, tables: Tables) -> Weights:
    pairs = tables.pairs
    return replace(weights, pairs=(pairs.seconds >= tables.demand.target[pairs.service]).astype(np.int64))


def _without_running_cost(weights: Weights, _: Tables) -> Weights:
    return replace(weights, at=weights.at * 0)


def _closed_by_measures_only(weights: Weights, tables: Tables) -> Weights:
    return replace(weights, steps=weights.steps * tables.steps.is_measure)


def _open_once_a_listed_year(weights: Weights, _: Tables) -> Weights:
    return replace(weights, at=np.minimum(weights.at, 1))


def _closed_counts_too(weights: Weights, tables: Tables) -> Weights:
    steps = tables.steps
    return replace(weights, steps=(steps.after == CLOSED).astype(np.int64))


def _limit(count: Callable[[GoalText, int], int]) -> Plant:
    def plant(patch: Patch) -> None:
        patch.setattr(GoalText, "limit", count)

    return plant


FAULTS: dict[str, Plant] = {
    "the budget forgets what closing costs": _rule_sees(Budget, _no_money_for_closing),
    "the budget forgets running cost": _rule_is_set(Budget, running=False),
    "the budget's total counts running cost once a listed year": _rule_sees(Budget, _without_spans),
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
    "lead time is ignored": _lead_is_ignored,
    "measures are paid a listed year too early": _paid_a_year_too_early,
    "first and last year are ignored": _measure_is_read_as(first=None, last=None),
    "kinds not permitted are taken": _every_kind_is_permitted,
    "nothing can be done in the first year": _no_measure_in_the_first_year,
    "what is under way is paid": _under_way_is(under_way=False, lead=0),
    "what is under way needs its lead time": _under_way_is(under_way=False, cost=0),
    "phases may be overstayed": _phases_may_be_overstayed,
    "phases cannot end early": _phases_last_to_the_end,
    "phases begin with their last link": _phases_begin_with_their_last_link,
    "money is not discounted": _no_discount,
    "half a cent is rounded down": _rounded_down,
    "half a cent is rounded up": _rounded_half_up,
    "running cost counts one year": _running_cost_of_one_year,
    "running cost is no cost": _goal_counts("cost", _without_running_cost),
    "years stand for themselves only": _tables_are(_without_spans),
    "people never change": _tables_are(_people_of_the_first_year),
    "people without a place weigh nothing": _goal_counts("unserved", lambda weights, _: replace(weights, unserved=0)),
    "who is at the target is beyond it": _goal_counts("beyond_target", _at_the_target),
    "open facilities count once a listed year": _goal_counts("open_facilities", _open_once_a_listed_year),
    "closing by itself is no closure": _goal_counts("closures", _closed_by_measures_only),
    "staying closed is a closure": _goal_counts("closures", _closed_counts_too),
    "goals are taken in another order": _case_is(_swapped),
    "tolerance is ignored": _limit(lambda _, value: value),
    "tolerance is rounded up": _limit(lambda goal, value: value + ceil(goal.share * value) + goal.amount),
}
"""By name, what plants the fault."""
