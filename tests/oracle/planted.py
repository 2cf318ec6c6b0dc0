"""Faults planted into netplan, one at a time: each is a way in which such a program is easily wrong."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np

from netplan.case import Case, lives, money
from netplan.indicators import GOALS, GoalText
from netplan.indicators.weights import Weights
from netplan.tables import CLOSED, Levels, Tables
from tests.oracle import checks, translation
from tests.oracle.planted_branches import BRANCH_FAULTS
from tests.oracle.planted_classes import CLASS_FAULTS
from tests.oracle.planted_cohorts import FAULTS as COHORT_FAULTS
from tests.oracle.planted_conversions import CONVERSION_FAULTS
from tests.oracle.planted_fairness import FAIRNESS_FAULTS
from tests.oracle.planted_measures import MEASURE_FAULTS
from tests.oracle.planted_money import MONEY_FAULTS
from tests.oracle.planted_policies import POLICY_FAULTS
from tests.oracle.planted_provision import PROVISION_FAULTS
from tests.oracle.planted_pupils import PUPIL_FAULTS
from tests.oracle.planted_rooms import ROOM_FAULTS
from tests.oracle.planted_rules import RULE_FAULTS, Patch, Plant, with_demand, without_spans
from tests.oracle.question import KINDS


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
    patch.setattr(money.Calendar, "paid", lambda _, t, __: t)


def _paid_a_year_too_early(patch: Patch) -> None:
    right = money.Calendar.paid

    def paid(self: money.Calendar, t: int, lead: int) -> int | None:
        found = right(self, t, lead)
        return found if found is None else max(found - 1, 0)

    patch.setattr(money.Calendar, "paid", paid)


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
    for module in (lives, money):
        patch.setattr(module, "half_even", floor)


def _rounded_half_up(patch: Patch) -> None:
    for module in (lives, money):
        patch.setattr(module, "half_even", lambda amount: floor(amount + Fraction(1, 2)))


def _no_discount(patch: Patch) -> None:
    patch.setattr(money.Calendar, "discount", lambda *_: Fraction(1))


def _running_cost_of_one_year(patch: Patch) -> None:
    right = lives.levels_of

    def levels_of(lines: Any, sites: Any, services: Any, calendar: money.Calendar) -> Levels:
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
    return with_demand(tables, people=np.repeat(people[:, :, :1], people.shape[2], axis=2))


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


FAULTS: dict[str, Plant] = (
    RULE_FAULTS
    | CLASS_FAULTS
    | {
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
        "years stand for themselves only": _tables_are(without_spans),
        "people never change": _tables_are(_people_of_the_first_year),
        "people without a place weigh nothing": _goal_counts(
            "unserved", lambda weights, _: replace(weights, unserved=0)
        ),
        "who is at the target is beyond it": _goal_counts("beyond_target", _at_the_target),
        "open facilities count once a listed year": _goal_counts("open_facilities", _open_once_a_listed_year),
        "closing by itself is no closure": _goal_counts("closures", _closed_by_measures_only),
        "staying closed is a closure": _goal_counts("closures", _closed_counts_too),
        "goals are taken in another order": _case_is(_swapped),
        "tolerance is ignored": _limit(lambda _, value: value),
        "tolerance is rounded up": _limit(lambda goal, value: value + ceil(goal.share * value) + goal.amount),
    }
    | MEASURE_FAULTS
    | ROOM_FAULTS
    | CONVERSION_FAULTS
    | BRANCH_FAULTS
    | PUPIL_FAULTS
    | POLICY_FAULTS
    | PROVISION_FAULTS
    | COHORT_FAULTS
    | MONEY_FAULTS
    | FAIRNESS_FAULTS
)
"""By name, what plants the fault."""
