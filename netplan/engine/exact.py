"""The exact verdict on a candidate: whole persons, whole cents, no tolerance."""

import numpy as np
import numpy.typing as npt

from netplan.case import Case
from netplan.indicators import value_of
from netplan.plan import Plan
from netplan.program.moves import closings
from netplan.tables import WHOLE, Ints, Tables


def takes(tables: Tables, level: Ints) -> npt.NDArray[np.bool_]:
    """Return whether a facility's level takes an entry in its first year, shape (facilities, services, entries)."""
    demand = tables.demand
    intake = np.take_along_axis(tables.levels.intake, level, axis=1)
    was_there = (demand.entry_grade > 0) & ~demand.moving
    return np.asarray(intake[:, demand.entry_year] | was_there)


def move_faults(plan: Plan) -> list[str]:
    """Return what those who move break: they leave what closes at once, where they went first, and only once."""
    demand, service = plan.tables.demand, plan.tables.pairs.service
    moving, left = demand.moving[service], np.maximum(-plan.go, 0)
    closes = closings(plan.tables, plan.chosen)[plan.tables.pairs.facility[:, None], demand.entry_year[service]]
    gone = np.zeros_like(plan.go)
    pair, entry = left.nonzero()
    np.add.at(gone, (pair, demand.origin[service[pair], entry]), left[pair, entry])
    found = ["people below zero"] if (left[~moving] > 0).any() or (gone > plan.go)[gone > 0].any() else []
    return found + ["somebody leaves what stays open"] * bool((left[moving & ~closes] > 0).any())


def faults(case: Case, plan: Plan, limits: dict[str, int]) -> list[str]:
    """Return what a candidate breaks: people, links, enforced rules, limits of earlier goals; empty if nothing."""
    found = []
    tables = case.tables
    served = np.zeros_like(tables.demand.people)
    np.add.at(served, (tables.pairs.cell, tables.pairs.service), plan.go)
    if (plan.unserved < 0).any():
        found.append("people below zero")
    found += move_faults(plan)
    if not np.array_equal(served + plan.unserved, tables.demand.people):
        found.append("people in and out differ")
    room = tables.levels.room[np.arange(len(plan.level))[:, None], plan.level]
    if (plan.taken > WHOLE * room.transpose(0, 2, 1)).any():
        found.append("places exceeded")
    known = tables.attendance
    if (plan.go[known.pair, known.entry] < known.people).any():
        found.append("somebody does not stay")
    if plan.arrived[~takes(tables, plan.level)].any():
        found.append("an intake where there is none")
    forbidden = case.forbidden
    if forbidden.steps[plan.chosen].any():
        found.append("a forbidden step")
    if plan.go[forbidden.pairs].any():
        found.append("a way beyond reach")
    decisions = plan.decisions
    for rule in case.enforced:
        found += [f"{rule.rule} {' '.join(row.where)}" for row in rule.breaches(decisions, tables)]
        over_people = rule.people_breaches(plan.go, plan.unserved, plan.level, tables)
        found += [f"{rule.rule} {' '.join(row.where)}" for row in over_people]
    found += [f"limit of {goal}" for goal, limit in limits.items() if value_of(case.goal(goal), plan) > limit]
    return found
