"""The best plan of a tiny question, found by trying every life of every facility and every crowd.

Written from the specification, to be right rather than fast. Nothing of netplan is imported.

1. Every facility's lives are listed: one level for each year, step by step.
2. Every choice of one life each is kept if the rules on facilities allow it.
3. People come one by one; each goes to one of the facilities in reach or stays without a place. What counts
   afterwards is only how many are where: for every such load the least person-seconds are kept, apart for
   every number of persons beyond the target.
4. A year's levels say which loads are allowed. Years add up; of two ways that cannot be told apart except
   that one is worse, the worse is forgotten.
5. Goals are taken in order: the least value among what is left, its limit, and only what keeps it goes on.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.oracle.question import CLOSED, Facility, Goal, Level, Measure, Question

NOBODY = 10**9
"""Person-seconds of a crowd that cannot be."""
People = tuple[int, int, int]
"""Persons without a place, persons beyond the target, person-seconds."""
Crowd = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Stage:
    """One goal: the least value that the limits of the earlier goals allow, and its own limit."""

    goal: str
    value: int
    limit: int


@dataclass(frozen=True)
class Life:
    """One facility's level in every year, and the measures that lead there."""

    question: Question
    facility: Facility
    levels: tuple[str, ...]
    """By year; a phase's links are `name#1`, `name#2`."""
    acts: tuple[Measure | None, ...]

    @cached_property
    def paid(self) -> tuple[int, ...]:
        """Money of measures paid in each year [cents]."""
        money = [0] * len(self.levels)
        for t, act in enumerate(self.acts):
            if act and not act.under_way:
                money[paid_year(self.question, act, t)] += act.cost
        return tuple(money)

    @cached_property
    def running(self) -> tuple[int, ...]:
        """Running cost of one year, in each year [cents]."""
        return tuple(level_of(self.facility, name).running for name in self.levels)

    @cached_property
    def cost(self) -> int:
        """All money, discounted: every single amount is rounded half-even to a cent."""
        found = 0
        for t, act in enumerate(self.acts):
            found += round(discount(self.question, t) * self.question.spans[t] * self.running[t])
            if act and not act.under_way:
                found += round(discount(self.question, paid_year(self.question, act, t)) * act.cost)
        return found

    @cached_property
    def is_open(self) -> tuple[bool, ...]:
        """Whether it is open, by year."""
        return tuple(name != CLOSED for name in self.levels)

    @cached_property
    def closures(self) -> int:
        """How often it closes."""
        before = (self.facility.today != CLOSED, *self.is_open)
        return sum(was and not now for was, now in zip(before, self.is_open, strict=False))

    @cached_property
    def touched(self) -> tuple[bool, ...]:
        """Whether some measure acted on it up to each year."""
        return tuple(any(self.acts[: t + 1]) for t in range(len(self.acts)))


def best(question: Question) -> tuple[Stage, ...] | None:
    """Return every goal's stage in order, None where no plan exists."""
    found = list(outcomes(question))
    stages = []
    for place, goal in enumerate(question.goals):
        if not found:
            return None
        value = min(outcome[place] for outcome in found)
        limit = value + goal.percent * value // 100 + goal.amount
        stages.append(Stage(goal.name, value, limit))
        found = [outcome for outcome in found if outcome[place] <= limit]
    return tuple(stages)


def outcomes(question: Question) -> Iterator[tuple[int, ...]]:
    """Yield what plans can reach, one number a goal; worse ones and ones beyond the first limit are left out."""
    choices = [lives for lives in product(*lives_of_all(question)) if keeps_rules(question, lives)]
    named = {goal.name for goal in question.goals}
    ways = sorted({s for cell in question.seconds for site in cell for s in site} | {0})
    anything = ways[-1]
    crowds = {longest: Crowds(question, longest) for longest in (ways if "longest_way" in named else [anything])}
    least = [crowds[anything].fewest_unserved(lives) for lives in choices]
    served = [number for number in least if number is not None]
    if not served:
        return
    most = limit_of(question.goals[0], min(served))
    for lives, number in zip(choices, least, strict=True):
        if number is None or number > most:
            continue
        facts = {
            "cost": sum(life.cost for life in lives),
            "open_facilities": sum(
                span * is_open for life in lives for span, is_open in zip(question.spans, life.is_open, strict=True)
            ),
            "closures": sum(life.closures for life in lives),
        }
        for longest, crowd in crowds.items():
            for unserved, beyond, seconds in crowd.people(lives, most):
                facts |= {"unserved": unserved, "beyond_target": beyond}
                facts |= {"person_minutes": seconds, "longest_way": longest}
                yield tuple(facts[goal.name] for goal in question.goals)


def limit_of(goal: Goal, value: int) -> int:
    """Return what later goals have to keep."""
    return value + goal.percent * value // 100 + goal.amount


def discount(question: Question, t: int) -> Fraction:
    """Return 1/(1+r)^(year − base), exactly."""
    return 1 / (1 + question.rate) ** (question.years[t] - question.base)


def paid_year(question: Question, act: Measure, t: int) -> int:
    """Return the index of the latest listed year at least `lead` years before year t."""
    return max(y for y, year in enumerate(question.years) if year <= question.years[t] - act.lead)


# 1. Lives


def level_of(facility: Facility, name: str) -> Level:
    """Return the level that a name, perhaps of a phase's link, stands for; closed has nothing."""
    services = len(next(iter(facility.levels.values())).places)
    nothing = Level((0,) * services, (0,) * services, 0)
    return nothing if name == CLOSED else facility.levels[name.partition("#")[0]]


def entered(facility: Facility, name: str) -> str:
    """Return the level that one is at on entering a level: a phase begins with its first link."""
    return f"{name}#1" if name != CLOSED and facility.levels[name].stays else name


def steps(question: Question, facility: Facility, before: str, t: int) -> Iterator[tuple[str, Measure | None]]:
    """Yield every level a facility may have in year t, and the measure that leads there."""
    if "#" in before:
        name, link = before.split("#")
        if int(link) < facility.levels[name].stays:
            yield f"{name}#{int(link) + 1}", None
        yield entered(facility, facility.levels[name].then), None
        return
    yield before, None
    for act in facility.measures:
        if act.before == before and is_to_be_had(question, facility, act, t):
            yield entered(facility, act.after), act


def is_to_be_had(question: Question, facility: Facility, act: Measure, t: int) -> bool:
    """Say whether a measure can take effect in year t."""
    year = question.years[t]
    return (
        kind_of(facility, act) in question.kinds
        and (act.first is None or act.first <= year)
        and (act.last is None or year <= act.last)
        and (act.under_way or year - act.lead >= question.years[0])
    )


def kind_of(facility: Facility, act: Measure) -> str:
    """Return what a measure is called."""
    if act.before == CLOSED:
        return "open"
    if act.after == CLOSED:
        return "close"
    before, after = (all_places(facility.levels[name]) for name in (act.before, act.after))
    return "extend" if after > before else "reduce" if after < before else "convert"


def all_places(level: Level) -> int:
    """Return a level's places over all services."""
    return sum(level.places) if level.total is None else level.total


def lives_of(question: Question, facility: Facility) -> list[Life]:
    """List every life that the locks allow."""
    lives = [Life(question, facility, (), ())]
    for t in range(len(question.years)):
        lives = [
            Life(question, facility, (*life.levels, after), (*life.acts, act))
            for life in lives
            for after, act in steps(question, facility, (entered(facility, facility.today), *life.levels)[-1], t)
        ]
    return [life for life in lives if keeps_lock(question, life)]


def lives_of_all(question: Question) -> list[list[Life]]:
    """List every facility's lives."""
    return [lives_of(question, facility) for facility in question.facilities]


def keeps_lock(question: Question, life: Life) -> bool:
    """Say whether a life does what politics or law has settled."""
    lock = life.facility.lock
    if question.locks != "enforce" or not lock:
        return True
    if lock == "keep":
        return all(life.is_open)
    since = 0 if lock == "never" else int(lock.removeprefix("close by "))
    return not any(now for now, year in zip(life.is_open, question.years, strict=True) if year >= since)


# 2. Rules on facilities


def keeps_rules(question: Question, lives: Sequence[Life]) -> bool:
    """Say whether lives together keep the rules that couple facilities."""
    return all(rule(question, lives) for rule in (keeps_budget, keeps_measures_per_year, keeps_open_facilities))


def keeps_budget(question: Question, lives: Sequence[Life]) -> bool:
    """Say whether the council's money is enough, year by year and in total."""
    budget = question.budget
    if budget is None or budget.apply == "report":
        return True
    paid = [sum(money) for money in zip(*(life.paid for life in lives), strict=True)]
    running = [sum(money) * budget.running for money in zip(*(life.running for life in lives), strict=True)]
    total = sum(paid) + sum(span * money for span, money in zip(question.spans, running, strict=True))
    by_year = [one + other for one, other in zip(paid, running, strict=True)]
    if budget.total is not None and total > budget.total:
        return False
    return budget.per_year is None or all(one <= most for one, most in zip(by_year, budget.per_year, strict=True))


def keeps_measures_per_year(question: Question, lives: Sequence[Life]) -> bool:
    """Say whether no year has too many measures."""
    rule = question.measures_per_year
    if rule is None or rule.apply == "report" or rule.most is None:
        return True
    return all(sum(act is not None for act in acts) <= rule.most for acts in zip(*(x.acts for x in lives), strict=True))


def keeps_open_facilities(question: Question, lives: Sequence[Life]) -> bool:
    """Say whether neither too few nor too many facilities are open."""
    rule = question.open_facilities
    if rule is None or rule.apply == "report":
        return True
    for year, now in zip(question.years, zip(*(life.is_open for life in lives), strict=True), strict=True):
        if year < rule.since:
            continue
        if (rule.most is not None and sum(now) > rule.most) or (rule.least is not None and sum(now) < rule.least):
            return False
    return True


# 3. and 4. People


class Crowds:
    """Who can be where when no way is longer than `longest`."""

    def __init__(self, question: Question, longest: int) -> None:
        self.question = question
        self.longest = longest
        goals = {goal.name for goal in question.goals}
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
        sums: list[People] = [(0, 0, 0)]
        for t, span in enumerate(self.question.spans):
            year = self.year(lives, t)
            both = [(a + span * x, b + span * y, c + span * z) for a, b, c in sums for x, y, z in year]
            sums = not_worse(one for one in both if one[0] <= most)
        return sums

    def year(self, lives: Sequence[Life], t: int) -> list[People]:
        """Return what people can have in one year, given the levels of that year."""
        rule = self.question.minimum_size
        levels = [level_of(life.facility, life.levels[t]) for life in lives]
        asked = tuple(rule == "enforce" or (rule == "new_only" and life.touched[t]) for life in lives)
        key = (t, tuple(life.levels[t] for life in lives), asked)
        if key not in self._years:
            self._years[key] = self._allowed(levels, asked, t)
        return self._years[key]

    def _allowed(self, levels: Sequence[Level], asked: Sequence[bool], t: int) -> list[People]:
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
            # Every crowd of the services so far meets every crowd of this one.
            load = (load[:, None, :] + found[None, :, 1:]).reshape(-1, len(levels))
            beyond = np.add.outer(beyond, found[:, 0]).ravel()
            seconds = np.add.outer(seconds, table[tuple(found.T)]).ravel()
        total = np.array([NOBODY if level.total is None else level.total for level in levels])
        least_total = np.array([level.least_total * ask for level, ask in zip(levels, asked, strict=True)])
        fits = ((load <= total) & (load >= least_total)).all(axis=1)
        people = sum(by_service[t] for cell in self.question.demand for by_service in cell)
        unserved = people - load[fits].sum(axis=1)
        found_people = zip(unserved.tolist(), beyond[fits].tolist(), seconds[fits].tolist(), strict=True)
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


def not_worse(found: Iterable[People]) -> list[People]:
    """Return those that no other beats: at least as good everywhere and different."""
    kept: list[People] = []
    for one in sorted(set(found)):
        if not any(other[1] <= one[1] and other[2] <= one[2] for other in kept):
            kept.append(one)
    return kept
