"""What is counted on one plan, by listed year and in all."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from netplan.indicators import GoalText, left_at_the_end, value_of
from netplan.indicators.fairness import MINUTE, tenfold_tenth
from netplan.plan import Plan
from netplan.tables import CLOSED, NEVER, WHOLE, Ints, Levels
from netplan.units import half_even


@dataclass(frozen=True, eq=False)
class Figures:
    """The indicators of one plan; arrays have shape (years,)."""

    years: Ints
    open_facilities: Ints
    places: Ints
    """Places of all open facilities [persons]."""
    people: Ints
    """Persons in need."""
    unserved: Ints
    """Persons without a place."""
    carriers: Mapping[str, tuple[Fraction | None, ...]]
    """Share of each type of carriers in the open places, by listed year; None where nothing is open."""
    carriers_today: Mapping[str, Fraction | None]
    """The same before the first listed year."""
    mean: tuple[Fraction | None, ...]
    """Mean way over served persons [s]; None where nobody is served."""
    p95: Ints
    """Way that 95 % of the served persons do not exceed, nearest rank [s]."""
    tenth: tuple[Fraction | None, ...]
    """Mean of the longest ways of a tenth of the served persons, in started minutes [s]; None for nobody."""
    longest: Ints
    """Longest way of a served person [s]."""
    beyond: Ints
    """Served persons farther than the target of their service."""
    transport: Ints
    """Cost of taking people to far facilities in one year, not in `running`, rounded likewise [cents]."""
    paid: Ints
    """Money of measures paid in each listed year, nominal [cents]."""
    proceeds: Ints
    """Money that measures bring in, in the listed year from which they hold, nominal [cents]."""
    residual: int
    """What is left at the end of what measures build, discounted; 0 where the scenario does not count it [cents]."""
    running: Ints
    """Running cost of one year, fixed and per person, nominal [cents]."""
    per_person: Ints
    """Its part that people cost, rounded half-even where cohorts take parts of places [cents]."""
    running_total: int
    """Running cost of all years the listed ones stand for, nominal [cents]."""
    total: int
    """The goal `cost`: what carriers and Land bear, discounted [cents]."""
    grants: int
    """Grants for all measures, nominal [cents]."""
    carriers_cost: int
    """What the carriers bear of the total [cents]."""
    land_cost: int

    @property
    def investment(self) -> int:
        """Money of all measures, nominal [cents]."""
        return int(self.paid.sum())


def figures(plan: Plan) -> Figures:
    """Count the indicators of a plan."""
    demand, levels, pairs = plan.tables.demand, plan.tables.levels, plan.tables.pairs
    level, go = plan.level, plan.go_by_year
    which = np.arange(len(level))[:, np.newaxis]
    per_person = _per_person(plan)
    running = np.asarray(levels.running[which, level].sum(axis=0)) + per_person
    far = pairs.seconds > plan.tables.target
    ways = [ranked(pairs.seconds, go[:, t]) for t in range(len(demand.years))]
    return Figures(
        years=demand.years,
        open_facilities=(level != CLOSED).sum(axis=0),
        places=places_by_level(levels)[which, level].sum(axis=0),
        people=demand.by_year.sum(axis=(0, 1)),
        unserved=plan.unserved_by_year.sum(axis=(0, 1)),
        carriers=carrier_shares(levels, level),
        carriers_today={kind: share for kind, (share,) in carrier_shares(levels, levels.today[:, None]).items()},
        mean=tuple(mean_way(seconds, people) for seconds, people in ways),
        p95=np.array([nearest_rank(seconds, people, 95) for seconds, people in ways], np.int64),
        tenth=tuple(mean_tenth(seconds, people) for seconds, people in ways),
        longest=np.array([int(seconds[-1]) if len(seconds) else 0 for seconds, _ in ways], np.int64),
        beyond=go[far].sum(axis=0),
        transport=transport_by_year(plan),
        paid=_paid(plan),
        proceeds=_proceeds(plan),
        residual=left_at_the_end(plan),
        running=running,
        per_person=per_person,
        running_total=int(running @ demand.span),
        total=value_of(GoalText.model_validate("cost"), plan),
        grants=int(plan.tables.steps.grant[plan.chosen].sum()),
        carriers_cost=value_of(GoalText.model_validate("carrier_cost"), plan),
        land_cost=value_of(GoalText.model_validate("land_cost"), plan),
    )


def carrier_shares(levels: Levels, level: Ints) -> dict[str, tuple[Fraction | None, ...]]:
    """Return the share of each type of carriers in the open places, by column of `level` (facilities, columns)."""
    places = places_by_level(levels)[np.arange(len(level))[:, np.newaxis], level]
    kinds = np.array(levels.carrier_types)
    everything = places.sum(axis=0).tolist()
    return {
        kind: tuple(
            Fraction(own, total) if total else None
            for own, total in zip(places[kinds == kind].sum(axis=0).tolist(), everything, strict=True)
        )
        for kind in sorted(set(levels.carrier_types))
    }


def places_by_level(levels: Levels) -> Ints:
    """Return the places of each level over all services, shape (facilities, levels) [persons]."""
    return levels.size


def ranked(seconds: Ints, people: Ints) -> tuple[Ints, Ints]:
    """Return the ways that somebody takes, shortest first, and how many take each."""
    used = np.flatnonzero(people)
    order = used[np.argsort(seconds[used], kind="stable")]
    return seconds[order], people[order]


def mean_way(seconds: Ints, people: Ints) -> Fraction | None:
    """Return the exact mean way: Σ people · seconds / Σ people [s]."""
    served = int(people.sum())
    return Fraction(int(seconds @ people), served) if served else None


def mean_tenth(seconds: Ints, people: Ints) -> Fraction | None:
    """Return the mean of the longest ways of a tenth of the persons, in started minutes [s]."""
    served = int(people.sum())
    return Fraction(MINUTE * tenfold_tenth(seconds, people), served) if served else None


def nearest_rank(seconds: Ints, people: Ints, percent: int) -> int:
    """Return the way of the person at rank ⌈percent % · persons⌉ of ways in ascending order [s]; 0 for nobody."""
    served = int(people.sum())
    if not served:
        return 0
    rank = -(-percent * served // 100)
    return int(seconds[np.searchsorted(np.cumsum(people), rank)])


def _per_person(plan: Plan) -> Ints:
    money = plan.tables.money
    if not money.per_person.any():
        return np.zeros(len(plan.tables.demand.years), np.int64)
    exact = (plan.taken * money.per_person[:, :, np.newaxis]).sum(axis=(0, 1))
    return np.array([half_even(Fraction(int(cents), WHOLE)) for cents in exact], np.int64)


def transport_by_year(plan: Plan) -> Ints:
    """Return what transport costs in each listed year, nominal, people by the places that they take [cents]."""
    money, pairs, demand = plan.tables.money, plan.tables.pairs, plan.tables.demand
    exact = np.zeros(len(demand.years), np.int64)
    for s in range(len(demand.services)) if len(money.is_far) else ():
        people = plan.go[(pairs.service == s) & money.is_far].sum(axis=0)
        exact += int(money.transport[s]) * (people @ demand.share[s])
    return np.array([half_even(Fraction(int(cents), WHOLE)) for cents in exact], np.int64)


def _proceeds(plan: Plan) -> Ints:
    steps = plan.tables.steps
    brought = np.zeros(len(plan.tables.demand.years), np.int64)
    np.add.at(brought, steps.year[plan.chosen], steps.proceeds[plan.chosen])
    return brought


def _paid(plan: Plan) -> Ints:
    steps = plan.tables.steps
    paid = np.zeros(len(plan.tables.demand.years), np.int64)
    acts = plan.measures[steps.paid[plan.measures] != NEVER]
    np.add.at(paid, steps.paid[acts], steps.cost[acts])
    return paid
