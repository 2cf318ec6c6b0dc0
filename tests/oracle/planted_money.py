"""Faults planted into what netplan makes of money of people, one at a time."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import floor
from typing import Any

import numpy as np

from netplan.case import money
from netplan.constraints import Budget
from netplan.tables import Money, Tables
from tests.oracle import translation
from tests.oracle.planted_rules import Patch, Plant


def _money_is(change: Callable[[Any, Any, Any], Money]) -> Plant:
    def plant(patch: Patch) -> None:
        patch.setattr(translation, "money_of", change)

    return plant


def _counted_with(**changes: Any) -> Plant:
    """Count what people cost on another calendar."""
    return _money_is(lambda lines, demand, calendar: money.money_of(lines, demand, replace(calendar, **changes)))


def _in_the_first_year(lines: Any, demand: Any, calendar: Any) -> Money:
    share = np.where(np.arange(demand.share.shape[2]) == demand.entry_year[:, :, None], demand.share, 0)
    return money.money_of(lines, replace(demand, share=share), calendar)


def _whole_places(lines: Any, demand: Any, calendar: Any) -> Money:
    return money.money_of(lines, replace(demand, share=np.where(demand.share > 0, 1000, 0)), calendar)


def _of_one_year(lines: Any, demand: Any, calendar: Any) -> Money:
    return money.money_of(lines, demand, replace(calendar, spans=(1,) * len(calendar.spans)))


def _rounded_half_up(patch: Patch) -> None:
    patch.setattr(money, "half_even", lambda amount: floor(amount + Fraction(1, 2)))


def _budget_sees(change: Callable[[Tables], Tables]) -> Plant:
    def plant(patch: Patch) -> None:
        right = Budget._running  # noqa: SLF001  a fault is planted where it would be made
        patch.setattr(
            Budget, "_running", staticmethod(lambda t, decisions, tables: right(t, decisions, change(tables)))
        )

    return plant


def _twice(tables: Tables) -> Tables:
    return replace(tables, money=replace(tables.money, per_person=2 * tables.money.per_person))


MONEY_FAULTS: dict[str, Plant] = {
    "people cost nothing": _money_is(lambda *_: Money()),
    "what people cost is not discounted": _counted_with(rate=Fraction(0)),
    "people cost one year of a listed one": _money_is(_of_one_year),
    "people cost in the year of entry only": _money_is(_in_the_first_year),
    "a person costs a whole place": _money_is(_whole_places),
    "half a cent of a person is rounded up": _rounded_half_up,
    "the budget forgets what people cost": _budget_sees(lambda tables: replace(tables, money=Money())),
    "the budget counts people twice": _budget_sees(_twice),
}
"""By name, what plants the fault."""
