"""Every life a facility of a tiny question can lead: step by step, one level for each year."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from tests.oracle.consents import may_be_taken
from tests.oracle.question import CLOSED, Facility, Level, Measure, Question


@dataclass(frozen=True)
class Life:
    """One facility's level in every year, and the measures that lead there."""

    question: Question
    facility: Facility
    levels: tuple[str, ...]
    """By year; a phase's links are `name#1`, `name#2`."""
    acts: tuple[Measure | None, ...]
    excused: tuple[frozenset[int], ...] = ()
    """By service: years in which an exception for some years is used."""

    @cached_property
    def paid(self) -> tuple[int, ...]:
        """Money of measures paid in each year [cents]."""
        money = [0] * len(self.levels)
        for t, act in enumerate(self.acts):
            if act and not act.under_way:
                money[paid_year(self.question, act, t)] += priced(self.question, act, act.cost)
        return tuple(money)

    @cached_property
    def brought(self) -> tuple[int, ...]:
        """Money that measures bring in, in each year [cents]."""
        return tuple(priced(self.question, act, act.proceeds) if act and not act.under_way else 0 for act in self.acts)

    @cached_property
    def running(self) -> tuple[int, ...]:
        """Running cost of one year, in each year [cents]."""
        return tuple(level_of(self.facility, name).running for name in self.levels)

    @cached_property
    def granted(self) -> tuple[int, ...]:
        """Money of programmes in each year [cents]."""
        money = [0] * len(self.levels)
        for t, act in enumerate(self.acts):
            if act and act.grant:
                money[paid_year(self.question, act, t)] += act.grant
        return tuple(money)

    @cached_property
    def cost(self) -> int:
        """All money of carriers and Land, discounted."""
        return self.carrier_cost + self.land_cost

    @cached_property
    def carrier_cost(self) -> int:
        """Money of the carrier, discounted: every single amount is rounded half-even to a cent."""
        found = 0
        for t, act in enumerate(self.acts):
            found += round(discount(self.question, t) * self.question.spans[t] * self.running[t])
            if act and not act.under_way:
                cost, paid = priced(self.question, act, act.cost), paid_year(self.question, act, t)
                found += round(discount(self.question, paid) * cost) - round(discount(self.question, paid) * act.grant)
                found -= round(discount(self.question, t) * self.brought[t])
                found -= self.left(t, act, cost)
        return found

    @cached_property
    def land_cost(self) -> int:
        """Money of the Land: grants and what it bears of running cost, discounted likewise."""
        found = 0
        for t, act in enumerate(self.acts):
            land = level_of(self.facility, self.levels[t]).land
            found += round(discount(self.question, t) * self.question.spans[t] * land)
            if act and act.grant:
                found += round(discount(self.question, paid_year(self.question, act, t)) * act.grant)
        return found

    def left(self, t: int, act: Measure, cost: int) -> int:
        """Return what is left at the end of what a measure built, at the money of the base year [cents]."""
        question = self.question
        is_building = act.after != CLOSED and not self.facility.levels[act.after].runs_out
        if not (question.residual and act.life and is_building and self.levels[-1] != CLOSED):
            return 0
        end = question.years[-1] + question.spans[-1]
        share = max(Fraction(0), 1 - Fraction(end - question.years[t], act.life))
        return round(cost * share / (1 + question.rate) ** (end - question.base))

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


def discount(question: Question, t: int) -> Fraction:
    """Return 1/(1+r)^(year − base), exactly."""
    return 1 / (1 + question.rate) ** (question.years[t] - question.base)


def priced(question: Question, act: Measure, amount: int) -> int:
    """Return an amount of a measure in prices of the first year of the index [cents]."""
    if act.price_year is None:
        return amount
    index = dict(question.prices)
    return round(amount * question.prices[0][1] / index[act.price_year])


def paid_year(question: Question, act: Measure, t: int) -> int:
    """Return the index of the latest listed year at least `lead` years before year t."""
    return max(y for y, year in enumerate(question.years) if year <= question.years[t] - act.lead)


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
            yield from ((entered(facility, act.after), one) for one in with_grant(question, facility, act, t))


def with_grant(question: Question, facility: Facility, act: Measure, t: int) -> Iterator[Measure]:
    """Yield a measure as it may be paid: by the first programme that it fits, or not where that has a total."""
    for number, programme in enumerate(question.programmes):
        year = 0 if act.under_way else question.years[paid_year(question, act, t)]
        if (
            not act.under_way
            and kind_of(facility, act) in programme.kinds
            and facility.carrier in (programme.carriers or (facility.carrier,))
            and act.consent in (programme.consent or (act.consent,))
            and (programme.first is None or programme.first <= year)
            and (programme.last is None or year <= programme.last)
        ):
            share = round(Fraction(programme.percent, 100) * priced(question, act, act.cost))
            grant = share if programme.most is None else min(share, programme.most)
            yield replace(act, grant=grant, programme=number)
            if programme.total is not None:
                yield act
            return
    yield act


def is_to_be_had(question: Question, facility: Facility, act: Measure, t: int) -> bool:
    """Say whether a measure can take effect in year t."""
    year = question.years[t]
    return (
        kind_of(facility, act) in question.kinds
        and (act.first is None or act.first <= year)
        and (act.last is None or year <= act.last)
        and (act.under_way or year - act.lead >= question.years[0])
        and may_be_taken(question, facility, act)
    )


def kind_of(facility: Facility, act: Measure) -> str:
    """Return what a measure is called."""
    if act.before == CLOSED:
        return "open"
    if act.after == CLOSED or facility.levels[act.after].runs_out:
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


def keeps_lock(question: Question, life: Life) -> bool:
    """Say whether a life does what politics or law has settled."""
    lock = life.facility.lock
    if question.locks != "enforce" or not lock:
        return True
    if lock == "keep":
        return all(life.is_open) and not any(level_of(life.facility, name).runs_out for name in life.levels)
    since = 0 if lock == "never" else int(lock.removeprefix("close by "))
    return not any(now for now, year in zip(life.is_open, question.years, strict=True) if year >= since)
