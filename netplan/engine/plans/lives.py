"""The lives facilities can lead, as arrays: states, and acts that lead from one to the next, with what they cost."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from netplan.case import Case
from netplan.constraints.minimum_size import levels_without_measure
from netplan.indicators.weights import Weights
from netplan.tables import UNLIMITED, Ints, Tables


@dataclass(frozen=True, eq=False)
class Lives:
    """Every facility's states and steps; a life is one act a year.

    A state is a level; where only facilities that a measure touches keep a minimum size, each level is two states:
    number k untouched, number levels + k touched. Where people stay for years, it is what a facility was of late.
    """

    first: Ints
    """First act of each facility and year, shape (facilities · years + 1,)."""
    before: Ints
    """State that an act leads from, shape (acts,)."""
    after: Ints
    """State that it leads to, likewise."""
    cost: Ints
    """Of the step and of a year at the level it leads to, in the goal's unit, likewise."""
    step: Ints
    """The step behind each act, likewise."""
    today: Ints
    """State before the first year, shape (facilities,)."""
    bound: Ints
    """Year whose state limits each stand, shape (stands,)."""
    most: Ints
    """Places by stand, shape (stands, states) [persons]."""
    least: Ints
    """Fewest persons, likewise."""
    places: Ints
    """Places for who enters then, by state, shape (facilities, states, years) [persons]."""
    years: int

    @cached_property
    def facility(self) -> Ints:
        """Facility of each act, shape (acts,)."""
        return np.repeat(np.arange(len(self.first) - 1) // self.years, np.diff(self.first))

    @cached_property
    def year(self) -> Ints:
        """Listed year of each act, shape (acts,)."""
        return np.repeat(np.arange(len(self.first) - 1) % self.years, np.diff(self.first))

    @cached_property
    def stands(self) -> tuple[Ints, Ints]:
        """Stands that a state of each facility and year limits: where they begin, facility · years + year; which."""
        number = np.arange(len(self.bound)) % max(len(self.today), 1) * self.years + self.bound
        order = np.argsort(number, kind="stable")
        return np.searchsorted(number[order], np.arange(len(self.first))), order

    @cached_property
    def takes(self) -> Ints:
        """Most places that each stand can have, shape (stands,)."""
        first, stand = self.stands
        number, count = self.facility * self.years + self.year, np.diff(first)
        found = np.zeros(len(self.bound), np.int64)
        for nth in range(int(count.max(initial=0))):
            act = np.flatnonzero(count[number] > nth)
            here = stand[first[number[act]] + nth]
            np.maximum.at(found, here, self.most[here, self.after[act]])
        return found


def lives_of(case: Case, weights: Weights) -> Lives:
    """Return the lives that the enforced rules allow, weighed by a goal."""
    tables = case.tables
    _, facilities, _, kinds, years = tables.shape
    steps, possible = tables.steps, case.possible
    spares = case.rules.minimum_size is not None and case.rules.minimum_size.apply == "new_only"
    states = kinds * (2 if spares else 1)
    order = possible[np.lexsort((steps.after[possible], steps.before[possible], *_place(tables, possible)))]
    step = np.concatenate([order, order]) if spares else order
    before, after = steps.before[step].copy(), steps.after[step].copy()
    if spares:
        again = np.arange(len(step)) >= len(order)
        before[again] += kinds
        after[again | steps.is_measure[step]] += kinds
        kept = np.lexsort((after, before, *_place(tables, step)))
        step, before, after = step[kept], before[kept], after[kept]
    number = steps.facility[step] * years + steps.year[step]
    most, least = _limits(case, states)
    places = np.repeat(most.sum(axis=2)[:, :, None], years, axis=2)
    return Lives(
        first=np.searchsorted(number, np.arange(facilities * years + 1)),
        before=before,
        after=after,
        cost=weights.steps[step] + weights.at[steps.facility[step], steps.after[step], steps.year[step]],
        step=step,
        today=tables.levels.today.copy(),
        bound=np.tile(np.repeat(np.arange(years), facilities), most.shape[2]),
        most=_by_stand(most, years),
        least=_by_stand(least, years),
        places=places,
        years=years,
    )


def _by_stand(limits: Ints, years: int) -> Ints:
    """Return limits of shape (facilities, states, services) by stand, shape (services · years · facilities, states)."""
    by_service = np.moveaxis(limits, 2, 0)[:, None]
    return np.ascontiguousarray(np.repeat(by_service, years, axis=1)).reshape(-1, limits.shape[1])


def _place(tables: Tables, step: Ints) -> tuple[Ints, Ints]:
    return tables.steps.year[step], tables.steps.facility[step]


def _limits(case: Case, states: int) -> tuple[Ints, Ints]:
    """Return places and fewest persons, shape (facilities, states, services) [persons]."""
    levels, rule = case.tables.levels, case.rules.minimum_size
    room = levels.room * levels.intake[:, :, None]
    room[:, 0] = 0
    least = np.zeros_like(room)
    if rule is not None and rule.apply != "report":
        alone = (room > 0).sum(axis=2, keepdims=True) == 1
        least = np.maximum(levels.least, levels.least_total[:, :, None] * (alone & (room > 0)))
    if states == room.shape[1]:
        return room, least
    untouched = np.where(levels_without_measure(case.tables)[:, :, None], 0, least)
    return np.concatenate([room, room], axis=1), np.concatenate([untouched, least], axis=1)


def shared_limits(case: Case) -> bool:
    """Whether some level limits all services together more than each of them, in places or in fewest persons."""
    levels, rule = case.tables.levels, case.rules.minimum_size
    room = levels.room * levels.intake[:, :, None]
    several = (room > 0).sum(axis=2) > 1
    is_tight = (levels.total != UNLIMITED) & (levels.total < levels.places.sum(axis=2))
    asks = rule is not None and rule.apply != "report"
    together = levels.least_total > levels.least.sum(axis=2)
    nowhere = (room.sum(axis=2) == 0) & (levels.least_total > 0)
    return bool((levels.exists & ((several & (is_tight | (asks & together))) | (asks & nowhere))).any())
