"""Who pays what of a plan: carriers and Land, and each carrier by itself."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from netplan.comparison.figures import transport_by_year
from netplan.indicators import weighed
from netplan.indicators.money import carrier_cost, cost, land_cost, transport
from netplan.indicators.weights import Weights
from netplan.plan import Plan
from netplan.tables import NEVER, WHOLE, Ints

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Payer:
    """What one of those who pay bears of a plan [cents]."""

    name: str
    """`carriers`, `land`, `total`, or the name of a carrier."""
    cost: int
    """Measures, nominal, before grants; the Land bears none."""
    grants: int
    """Grants that are received; below zero where they are paid."""
    proceeds: int
    running: int
    """Running cost in the last listed year, nominal."""
    present: int
    """Everything, discounted: the goal of this view."""


def by_view(plan: Plan) -> tuple[Payer, Payer, Payer]:
    """Return what carriers, Land, and both together bear."""
    everywhere = np.ones(len(plan.tables.levels.facilities), bool)
    carriers = _carrier("carriers", everywhere, plan)
    if (taken := of_transport(plan)) is not None:
        running, present = carriers.running + taken.running, carriers.present + taken.present
        carriers = replace(carriers, running=running, present=present)
    grants = carriers.grants
    levels, money = plan.tables.levels, plan.tables.money
    land = _running(levels.land, money.land_per_person, everywhere, plan)
    state = Payer("land", 0, -grants, 0, land, weighed(land_cost(plan.tables), plan))
    running, present = carriers.running + land, weighed(cost(plan.tables), plan)
    return carriers, state, Payer("total", carriers.cost, 0, carriers.proceeds, running, present)


def of_transport(plan: Plan) -> Payer | None:
    """Return what it costs to take people to far facilities, None where that is not counted."""
    weights = transport(plan.tables)
    if weights is None:
        return None
    return Payer("transport", 0, 0, 0, int(transport_by_year(plan)[-1]), int((weights * plan.go).sum()))


def by_carrier(plan: Plan) -> list[Payer]:
    """Return what each carrier bears, by name."""
    carriers = np.array(plan.tables.levels.carriers)
    return [_carrier(str(name), carriers == name, plan) for name in sorted(set(carriers.tolist()))]


def _carrier(name: str, own: Mask, plan: Plan) -> Payer:
    steps, levels = plan.tables.steps, plan.tables.levels
    taken = plan.measures[own[steps.facility[plan.measures]]]
    paid = taken[steps.paid[taken] != NEVER]
    return Payer(
        name,
        int(steps.cost[paid].sum()),
        int(steps.grant[paid].sum()),
        int(steps.proceeds[taken].sum()),
        _running(levels.running, plan.tables.money.per_person, own, plan),
        weighed(_of(_at_facilities(plan), own, plan), plan),
    )


def _running(fixed: Ints, per_person: Ints, own: Mask, plan: Plan) -> int:
    """Return the running cost of the last listed year, people by the places that they take, rounded half-even."""
    level = plan.level[:, -1]
    of_levels = int(fixed[np.arange(len(level)), level][own].sum())
    if not per_person.any():
        return of_levels
    whole, rest = divmod(int((plan.taken[own, :, -1] * per_person[own]).sum()), WHOLE)
    return of_levels + whole + (2 * rest + whole % 2 > WHOLE)


def _at_facilities(plan: Plan) -> Weights:
    """Return the carriers' cost without transport, which is none of a facility's carrier."""
    return carrier_cost(replace(plan.tables, money=replace(plan.tables.money, is_far=np.zeros(0, bool))))


def _of(weights: Weights, own: Mask, plan: Plan) -> Weights:
    """Return weights that count some facilities only."""
    steps, pairs = plan.tables.steps, plan.tables.pairs
    return replace(
        weights,
        steps=weights.steps * own[steps.facility],
        at=weights.at * own[:, None, None],
        entries=None if weights.entries is None else weights.entries * own[pairs.facility, None],
        kept=None if weights.kept is None else weights.kept * own[steps.facility],
    )
