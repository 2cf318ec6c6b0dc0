"""Goals on who fares how: ways as they count, the longest ways of a tenth, the gap of groups to everybody."""

import numpy as np

from netplan.indicators.weights import Weights
from netplan.plan import Plan
from netplan.tables import Ints, Tables

MINUTE = 60
"""Seconds of a minute."""
PER_MILLE = 1000


def weighted_minutes(tables: Tables) -> Weights:
    """Time on the way as it counts: Σ_p,e stay[s,e] · go[p,e] · weighed[p] [person-seconds].

    weighed[p] is the way times the weights of the people's group and of their area's social index.
    """
    none, pairs = Weights.none(tables), tables.pairs
    return Weights(none.steps, none.at, 0, pairs.weighed if len(pairs.weighed) else pairs.seconds)


def tails(tables: Tables) -> Weights:
    """Tails of the rule `worst_tenth`: Σ_s,j,t 60 · span[t] · tail[s,j,t] [person-seconds]."""
    none, demand = Weights.none(tables), tables.demand
    longest = int(minutes_of(tables.pairs.seconds).max(initial=0))
    index = np.ndindex(len(demand.services), longest, len(demand.years))
    found = {(s, j, t): MINUTE * int(demand.span[t]) for s, j, t in index}
    return Weights(none.steps, none.at, 0, none.pairs, own={"tail": found})


def worst_tenth(plan: Plan) -> int:
    """Ten times the longest ways of a tenth of the people: Σ_s,t 60 · span[t] · worst[s,t] [person-seconds]."""
    pairs, demand, go = plan.tables.pairs, plan.tables.demand, plan.go_by_year
    return sum(
        MINUTE * span * tenfold_tenth(pairs.seconds[pairs.service == s], go[pairs.service == s, t])
        for s in range(len(demand.services))
        for t, span in enumerate(demand.span.tolist())
    )


def minutes_of(seconds: Ints) -> Ints:
    """Return ways in started minutes, as people tell them."""
    return np.asarray(-(-seconds // MINUTE))


def tenfold_tenth(seconds: Ints, people: Ints) -> int:
    """Return ten times the longest ways of a tenth of some people: Σ_j min(10 · farther[j], served) [person-minutes].

    Divided by the people served it is the mean of these ways. A tenth need not be whole: of 25 people it is the
    longest ways of two and half of the third. Ways count in started minutes.
    """
    farther = np.bincount(minutes_of(seconds), weights=people, minlength=1)[::-1].cumsum()[::-1][1:].astype(np.int64)
    return int(np.minimum(10 * farther, people.sum()).sum())


def gap(tables: Tables) -> Weights:
    """Gap that goes with the goal `group_gap`: gap [per mille]."""
    none = Weights.none(tables)
    return Weights(none.steps, none.at, 0, none.pairs, own={"gap": {0: 1}})


def group_gap(plan: Plan) -> int:
    """Widest gap: max_g,s,t ⌈1000 · (beyond[g,s,t] / demand[g,s,t] − beyond[s,t] / demand[s,t])⌉, not below 0 [‰]."""
    tables, pairs, demand = plan.tables, plan.tables.pairs, plan.tables.demand
    far, beyond = plan.unserved_by_year.copy(), pairs.seconds > tables.target
    np.add.at(far, (pairs.cell[beyond], pairs.service[beyond]), plan.go_by_year[beyond])
    every, widest = demand.by_year.sum(axis=0), 0
    for g in range(len(demand.groups)):
        inside = demand.group == g
        own = demand.by_year[inside].sum(axis=0)
        less = PER_MILLE * (far[inside].sum(axis=0) * every - far.sum(axis=0) * own)
        widest = max(widest, int((-(-less[own > 0] // (own * every)[own > 0])).max(initial=0)))
    return widest
