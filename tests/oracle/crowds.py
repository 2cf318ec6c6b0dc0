"""Who can be where in a tiny question: people come one by one and go to any facility in reach, or nowhere.

What counts afterwards is only how many are where: for every such load the least person-seconds are kept, apart for
every number of persons beyond the target. A year's levels say which loads are allowed. Years add up; of two ways that
cannot be told apart except that one is worse, the worse is forgotten.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.oracle.branches import is_house, large_enough
from tests.oracle.classes import Grant, granted, taught
from tests.oracle.lives import Life, level_of
from tests.oracle.provision import asks_within, crowds_within
from tests.oracle.pupils import enough_for
from tests.oracle.question import Level, Question, counted

NOBODY = 10**9
"""Person-seconds of a crowd that cannot be."""
People = tuple[int, ...]
"""Persons without a place, persons beyond the target, person-seconds, the worst tenth tenfold, weighed
seconds, and the widest gap of a group [per mille], which is no sum."""
Crowd = npt.NDArray[np.int64]


class Crowds:
    """Who can be where when no way is longer than `longest`."""

    def __init__(self, question: Question, longest: int) -> None:
        self.question = question
        self.longest = longest
        goals = counted(question)
        self.counts_seconds = "person_minutes" in goals
        self.counts_beyond = "beyond_target" in goals
        self._tables: dict[tuple[int, int], Crowd] = {}
        self._years: dict[Any, list[People]] = {}

    def fewest_unserved(self, lives: Sequence[Life]) -> int | None:
        """Return the fewest persons without a place, None where some minimum size cannot be kept."""
        years = [self.year(lives, t) for t in range(len(self.question.years))]
        if not all(years):
            return None
        return sum(span * min(year)[0] for span, year in zip(self.question.spans, years, strict=True))

    def people(self, lives: Sequence[Life], most: int) -> list[People]:
        """Return what people can have over all years, with at most `most` without a place."""
        sums: list[People] = [(0,) * 6]
        for t, span in enumerate(self.question.spans):
            year = self.year(lives, t)
            both = [_together(span, one, more) for one in sums for more in year]
            sums = not_worse(one for one in both if one[0] <= most)
        return sums

    def year(self, lives: Sequence[Life], t: int) -> list[People]:
        """Return what people can have in one year, given the levels of that year."""
        rule = self.question.minimum_size
        levels = [level_of(life.facility, life.levels[t]) for life in lives]
        asked = tuple(
            (rule == "enforce" or (rule == "new_only" and life.touched[t])) and not is_house(self.question, f)
            for f, life in enumerate(lives)
        )
        grants = tuple(granted(self.question, life, t) for life in lives)
        key = (t, tuple(life.levels[t] for life in lives), asked, grants)
        if key not in self._years:
            self._years[key] = self._allowed(levels, asked, grants, t)
        return self._years[key]

    def _allowed(
        self, levels: Sequence[Level], asked: Sequence[bool], grants: Sequence[Sequence[Grant]], t: int
    ) -> list[People]:
        load = np.zeros((1, len(levels)), dtype=np.int64)
        beyond = np.zeros(1, dtype=np.int64)
        seconds = np.zeros(1, dtype=np.int64)
        for s in range(len(self.question.services)):
            places = [level.places[s] for level in levels]
            least = [level.least[s] * ask for level, ask in zip(levels, asked, strict=True)]
            table = self._table(s, t)
            box = tuple(slice(low, high + 1) for low, high in zip(least, places, strict=True))
            found = np.argwhere(table[(slice(None), *box)] < NOBODY)
            found[:, 1:] += np.array(least)
            found = found[taught(self.question, levels, [grant[s] for grant in grants], found[:, 1:])]
            found = found[large_enough(self.question, levels, found[:, 1:], s)]
            found = found[enough_for(self.question, levels, found[:, 1:], s)]
            # Every crowd of the services so far meets every crowd of this one.
            load = (load[:, None, :] + found[None, :, 1:]).reshape(-1, len(levels))
            beyond = np.add.outer(beyond, found[:, 0]).ravel()
            seconds = np.add.outer(seconds, table[tuple(found.T)]).ravel()
        total = np.array([NOBODY if level.total is None else level.total for level in levels])
        least_total = np.array([level.least_total * ask for level, ask in zip(levels, asked, strict=True)])
        fits = ((load <= total) & (load >= least_total)).all(axis=1)
        fits &= large_enough(self.question, levels, load, None)
        people = sum(by_service[t] for cell in self.question.demand for by_service in cell)
        unserved = people - load[fits].sum(axis=1)
        found_people = zip(
            unserved.tolist(), beyond[fits].tolist(), seconds[fits].tolist(), *([0] * len(unserved),) * 3, strict=True
        )
        everyone = self.question.everyone_served == "enforce"
        return not_worse(one for one in found_people if not (everyone and one[0]))

    def _table(self, s: int, t: int) -> Crowd:
        """Return the least person-seconds by persons beyond the target and by load of each facility."""
        if (s, t) in self._tables:
            return self._tables[s, t]
        question = self.question
        most = [max(level.places[s] for level in facility.levels.values()) for facility in question.facilities]
        people = sum(cell[s][t] for cell in question.demand)
        table = np.full((people * self.counts_beyond + 1, *(x + 1 for x in most)), NOBODY, dtype=np.int64)
        table[(0,) * table.ndim] = 0
        if asks_within(question):
            counts = (self.counts_beyond, self.counts_seconds)
            return self._tables.setdefault((s, t), crowds_within(question, table, s, t, self.longest, counts))
        for c, cell in enumerate(question.demand):
            for _ in range(cell[s][t]):
                table = self._with_one_more(table, c, s)
        self._tables[s, t] = table
        return table

    def _with_one_more(self, table: Crowd, c: int, s: int) -> Crowd:
        """Let one more person of a cell go somewhere, or nowhere."""
        after = table.copy()
        service = self.question.services[s]
        for f, facility in enumerate(self.question.facilities):
            way = self.question.seconds[c][facility.site][s]
            if way > min(service.reach, self.longest):
                continue
            beyond = int(self.counts_beyond and way > service.target)
            source, goal = [slice(None)] * table.ndim, [slice(None)] * table.ndim
            source[0], goal[0] = slice(0, table.shape[0] - beyond), slice(beyond, None)
            source[1 + f], goal[1 + f] = slice(0, -1), slice(1, None)
            arrived = table[tuple(source)] + way * self.counts_seconds
            after[tuple(goal)] = np.minimum(after[tuple(goal)], np.minimum(arrived, NOBODY))
        return after


def _together(span: int, one: People, more: People) -> People:
    """Return what people have over some years and one more, which stands for `span` years."""
    return (*(a + span * x for a, x in zip(one[:-1], more[:-1], strict=True)), max(one[-1], more[-1]))


def not_worse(found: Iterable[People]) -> list[People]:
    """Return those that no other beats: at least as good everywhere and different."""
    kept: list[People] = []
    for one in sorted(set(found)):
        if not any(all(a <= b for a, b in zip(other, one, strict=True)) for other in kept):
            kept.append(one)
    return kept
