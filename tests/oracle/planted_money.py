"""Faults planted into what netplan makes of money of people, one at a time."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import floor
from typing import Any

import numpy as np

from netplan import indicators
from netplan.case import lives, money
from netplan.constraints import Budget, Grants, budget
from netplan.program import stating
from netplan.tables import Levels, Money, Steps, Tables
from tests.oracle import translation
from tests.oracle.planted_rules import Patch, Plant
from tests.oracle.question import KINDS


def _money_is(change: Callable[..., Money]) -> Plant:
    def plant(patch: Patch) -> None:
        patch.setattr(translation, "money_of", change)

    return plant


def _counted_with(**changes: Any) -> Plant:
    """Count what people cost on another calendar."""
    return _money_is(
        lambda lines, demand, calendar, *ways: money.money_of(lines, demand, replace(calendar, **changes), *ways)
    )


def _in_the_first_year(lines: Any, demand: Any, calendar: Any, *ways: Any) -> Money:
    share = np.where(np.arange(demand.share.shape[2]) == demand.entry_year[:, :, None], demand.share, 0)
    return money.money_of(lines, replace(demand, share=share), calendar, *ways)


def _whole_places(lines: Any, demand: Any, calendar: Any, *ways: Any) -> Money:
    return money.money_of(lines, replace(demand, share=np.where(demand.share > 0, 1000, 0)), calendar, *ways)


def _of_one_year(lines: Any, demand: Any, calendar: Any, *ways: Any) -> Money:
    return money.money_of(lines, demand, replace(calendar, spans=(1,) * len(calendar.spans)), *ways)


def _rounded_half_up(patch: Patch) -> None:
    patch.setattr(money, "half_even", lambda amount: floor(amount + Fraction(1, 2)))


def _budget_sees(change: Callable[[Tables], Tables]) -> Plant:
    def plant(patch: Patch) -> None:
        right = budget._running  # noqa: SLF001  a fault is planted where it would be made
        patch.setattr(budget, "_running", lambda line, t, decisions, tables: right(line, t, decisions, change(tables)))

    return plant


def _twice(tables: Tables) -> Tables:
    return replace(tables, money=replace(tables.money, per_person=2 * tables.money.per_person))


def _measure_brings(change: Callable[[Any, Any, int, Any], Any]) -> Plant:
    """Let a measure have another money than it has: what it is right, the measure, its year and the calendar."""

    def plant(patch: Patch) -> None:
        right = money.paid_for

        def paid_for(measure: Any, t: int, calendar: Any) -> Any:
            paid = right(measure, t, calendar)
            return None if paid is None else change(paid, measure, t, calendar)

        patch.setattr(lives, "paid_for", paid_for)

    return plant


def _proceeds_when_paid(paid: Any, measure: Any, _: int, calendar: Any) -> Any:
    return paid._replace(proceeds_present=round(calendar.discount(max(paid.paid, 0)) * measure.proceeds))


def _left_of_what_is_under_way(paid: Any, measure: Any, t: int, calendar: Any) -> Any:
    return paid._replace(proceeds_present=round(calendar.discount(t) * measure.proceeds))


def _left_at_prices_of_the_first_year(paid: Any, measure: Any, t: int, calendar: Any) -> Any:
    return paid._replace(residual=round(money._left(measure, t, calendar) * measure.cost))  # noqa: SLF001


def _left_from_the_last_year(patch: Patch) -> None:
    patch.setattr(money.Calendar, "end", property(lambda self: self.years[-1]))


def _never_below_nothing(patch: Patch) -> None:
    right = money._left  # noqa: SLF001
    patch.setattr(money, "_left", lambda measure, t, calendar: right(measure, t, calendar) and Fraction(1))


def _kept_though_closed(patch: Patch) -> None:
    patch.setattr(stating, "_kept_rows", lambda *_: None)
    patch.setattr(indicators, "_lasts", lambda plan: np.ones(len(plan.chosen), bool))


def _index_turned_round(patch: Patch) -> None:
    right = money.carried
    patch.setattr(
        translation,
        "carried",
        lambda cents, year, base, index: right(cents, year, base, {y: 1 / number for y, number in index.items()}),
    )


def _always_spent(patch: Patch) -> None:
    right = Budget.rows
    patch.setattr(
        Budget,
        "rows",
        lambda self, decisions, tables: right(self.model_copy(update={"proceeds": True}), decisions, tables),
    )


def _proceeds_counted_twice(patch: Patch) -> None:
    right = budget._proceeds  # noqa: SLF001
    patch.setattr(budget, "_proceeds", lambda *given: 2 * right(*given))


def _programmes_are(**changes: Any) -> Plant:
    """Read programmes in another way where measures are funded."""

    def plant(patch: Patch) -> None:
        right = money.funded

        def funded(paid: Any, measure: Any, kind: str, line: Any, calendar: Any, grants: Any) -> Any:
            if grants is not None:
                other = {name: one.model_copy(update=changes) for name, one in grants.programmes.items()}
                grants = grants.model_copy(update={"programmes": other})
            return right(paid, measure, kind, line, calendar, grants)

        patch.setattr(lives, "funded", funded)

    return plant


def _choices_are(change: Callable[[list[Any]], list[Any]]) -> Plant:
    def plant(patch: Patch) -> None:
        right = money.funded
        patch.setattr(lives, "funded", lambda *given: change(right(*given)))

    return plant


def _goal_is(name: str, change: Callable[[Any, Any], Any]) -> Plant:
    def plant(patch: Patch) -> None:
        goal = indicators.GOALS[name]
        right = goal.weights
        assert right
        patch.setitem(indicators.GOALS, name, replace(goal, weights=lambda tables: change(right(tables), tables)))

    return plant


def _without_grants_in_the_budget(patch: Patch) -> None:
    right = Budget.rows
    patch.setattr(
        Budget,
        "rows",
        lambda self, decisions, tables: right(self.model_copy(update={"grants": False}), decisions, tables),
    )


def _lines_are(change: Callable[[Any], Any]) -> Plant:
    """Let a budget line be read in another way."""

    def plant(patch: Patch) -> None:
        right = budget._limits  # noqa: SLF001

        def limits(said: Any, line: str, *others: Any) -> Any:
            return right(change(said) if line else said, line, *others)

        patch.setattr(budget, "_limits", limits)

    return plant


def _of_every_line(patch: Patch) -> None:
    for table in (Steps, Levels):
        right = table.of_line
        patch.setattr(table, "of_line", lambda self, _, right=right: right(self, ""))


def _of_the_facility(patch: Patch) -> None:
    patch.setattr(lives, "_budget_line", lambda _, line: line.line)


def _of_the_first_year(patch: Patch) -> None:
    right = budget.listed_in
    patch.setattr(budget, "listed_in", lambda *given: right(*given)[:1])


def _transport_is(change: Callable[[Any], Any]) -> Plant:
    def plant(patch: Patch) -> None:
        right = translation._transport  # noqa: SLF001

        def transport(question: Any, pairs: Any) -> Any:
            found = right(question, pairs)
            return None if found is None else change(found)

        patch.setattr(translation, "_transport", transport)

    return plant


MONEY_FAULTS: dict[str, Plant] = {
    "people cost nothing": _money_is(lambda *_: Money()),
    "what people cost is not discounted": _counted_with(rate=Fraction(0)),
    "people cost one year of a listed one": _money_is(_of_one_year),
    "people cost in the year of entry only": _money_is(_in_the_first_year),
    "a person costs a whole place": _money_is(_whole_places),
    "half a cent of a person is rounded up": _rounded_half_up,
    "the budget forgets what people cost": _budget_sees(lambda tables: replace(tables, money=Money())),
    "the budget counts people twice": _budget_sees(_twice),
    "measures bring nothing in": _measure_brings(lambda paid, *_: paid._replace(proceeds_present=0)),
    "proceeds come when a measure is paid": _measure_brings(_proceeds_when_paid),
    "what is under way still brings money in": _measure_brings(_left_of_what_is_under_way),
    "every budget may spend proceeds": _always_spent,
    "the budget may spend proceeds twice": _proceeds_counted_twice,
    "nothing is left at the end": _measure_brings(lambda paid, *_: paid._replace(residual=0)),
    "what is left is not discounted": _measure_brings(_left_at_prices_of_the_first_year),
    "the end is the last listed year": _left_from_the_last_year,
    "what is left has not aged": _never_below_nothing,
    "a closed facility keeps its value": _kept_though_closed,
    "the price index is turned round": _index_turned_round,
    "a programme pays more than the most for a measure": _programmes_are(most=None),
    "a programme pays for everybody": _programmes_are(carrier_types=()),
    "a programme pays in any year": _programmes_are(first=None, last=None),
    "a programme pays for every kind of measure": _programmes_are(kinds=KINDS),
    "a programme has no end": lambda patch: patch.setattr(Grants, "rows", lambda *_: iter(())),
    "every measure has to be funded": _choices_are(lambda choices: choices[:1]),
    "nothing is funded where a programme has a total": _choices_are(lambda choices: choices[-1:]),
    "the budget takes no grants off": _without_grants_in_the_budget,
    "grants cost the Land nothing": _goal_is("land_cost", lambda w, _: replace(w, steps=0 * w.steps)),
    "the Land bears no running cost": _goal_is("land_cost", lambda w, _: replace(w, at=0 * w.at)),
    "the Land bears nothing of people": _goal_is("land_cost", lambda w, _: replace(w, entries=None)),
    "a budget line counts all measures": _of_every_line,
    "a measure has the line of its facility": _of_the_facility,
    "a budget line has no running cost": _lines_are(lambda line: line.model_copy(update={"running": False})),
    "budget lines are forgotten": _lines_are(lambda _: budget.Line()),
    "a period is its first year": _of_the_first_year,
    "nobody is taken": _transport_is(lambda _: None),
    "everybody is taken": _transport_is(lambda found: found._replace(is_far=np.ones_like(found.is_far))),
    "carriers pay the grants themselves": _goal_is(
        "carrier_cost", lambda w, tables: replace(w, steps=w.steps + tables.steps.grant_present)
    ),
}
"""By name, what plants the fault."""
