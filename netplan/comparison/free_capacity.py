"""Free places near each new building or extension, under a plan and under the one it is compared with."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from netplan.case import Case
from netplan.constraints.free_capacity import FreeCapacity, near_cells
from netplan.plan import Plan
from netplan.tables import Ints, StepKind


@dataclass(frozen=True)
class Near:
    """One facility near a measure, in the year from which the measure holds."""

    facility: str
    places: int
    free: int
    """Places that nobody takes under the plan."""
    free_before: int | None
    """The same under the plan compared with; None where it has no such facility or year."""


@dataclass(frozen=True)
class Proof:
    """What is free near one open or extend measure, for one service of which it adds places."""

    step: int
    """Index of the step taken."""
    service: int
    added: int
    """Places that the measure adds."""
    people: int
    """Persons in need within a reasonable way of the facility, in that year."""
    taken: int
    """Persons at the facility itself under the plan."""
    near: tuple[Near, ...]
    """Other open facilities that some of these people reach within a reasonable way, by id."""


def proofs(plan: Plan, case: Case, baseline: Plan) -> Iterator[Proof]:
    """Yield a proof for each service of each open or extend measure of a plan.

    A reasonable way is that of the rule `free_capacity`, else the target of the service.
    """
    tables, rule = plan.tables, case.rules.free_capacity or FreeCapacity(apply="report")
    steps, levels, reasonable = tables.steps, tables.levels, rule.reasonable(tables)
    near = [near_cells(tables, reasonable, s) for s in range(tables.shape[2])]
    free, before = _free(plan), _free(baseline)
    for i in plan.measures.tolist():
        if steps.kind[i] not in (StepKind.OPEN, StepKind.EXTEND):
            continue
        f, t = int(steps.facility[i]), int(steps.year[i])
        added = levels.room[f, steps.after[i]] - levels.room[f, steps.before[i]]
        for s in np.flatnonzero(added > 0).tolist():
            inside = near[s][:, f] & (tables.demand.by_year[:, s, t] > 0)
            yield Proof(
                step=i,
                service=s,
                added=int(added[s]),
                people=int(tables.demand.by_year[inside, s, t].sum()),
                taken=int(plan.load[f, s, t]),
                near=tuple(_near(plan, baseline, (free, before), np.asarray(near[s][inside].any(axis=0)), (f, s, t))),
            )


def _near(
    plan: Plan, baseline: Plan, free: tuple[Ints, Ints], reached: npt.NDArray[np.bool_], at: tuple[int, int, int]
) -> Iterator[Near]:
    f, s, t = at
    levels, year = plan.tables.levels, plan.tables.demand.years[t]
    base = baseline.tables
    same_year = np.flatnonzero(base.demand.years == year)
    service = plan.tables.demand.services[s]
    for g in np.flatnonzero(reached).tolist():
        places = int(levels.room[g, plan.level[g, t], s])
        name = levels.facilities[g]
        was = None
        if len(same_year) and name in base.levels.facilities and service in base.demand.services:
            was = int(free[1][base.levels.facilities.index(name), base.demand.services.index(service), same_year[0]])
        if g != f and (places or was):
            yield Near(name, places, int(free[0][g, s, t]), was)


def _free(plan: Plan) -> Ints:
    """Return places that nobody takes, shape (facilities, services, years)."""
    room = plan.tables.levels.room[np.arange(len(plan.level))[:, None], plan.level].transpose(0, 2, 1)
    return np.asarray(room - plan.load)
