"""An invented region in Pyomo, rule by rule; the formulas stand in `region_matrix.py`."""

import time
from collections import defaultdict
from typing import Any

import pyomo.environ as pyo

from benchmarks.peers.region_matrix import RegionNumbers, numbers_of
from benchmarks.regions import region


def region_model(cells: int, facilities: int, years: int, seed: int) -> tuple[Any, float]:
    """Return the model of a region, and when building began."""
    case = region(cells, facilities, years, seed)
    started = time.perf_counter()
    return _model(numbers_of(case)), started


def _model(one: RegionNumbers) -> Any:  # noqa: ANN401  Pyomo's models have no type
    facilities, levels, years = one.shape
    model = pyo.ConcreteModel()
    model.I, model.P = pyo.RangeSet(0, len(one.facility) - 1), pyo.RangeSet(0, len(one.cell) - 1)
    model.F, model.K, model.T = pyo.RangeSet(0, facilities - 1), pyo.RangeSet(0, levels - 1), pyo.RangeSet(0, years - 1)
    whole = one.whole.tolist()
    model.step = pyo.Var(model.I, bounds=(0, 1), domain=lambda _, i: pyo.Binary if whole[i] else pyo.NonNegativeReals)
    model.at = pyo.Var(model.F, model.K, model.T, bounds=(0, 1))
    model.x = pyo.Var(model.P, bounds=(0, 1))
    _paths(model, one)
    _people(model, one)
    money, running, cost = one.money.tolist(), one.running.tolist(), one.cost.tolist()
    model.goal = pyo.Objective(
        expr=sum(money[i] * model.step[i] for i in model.I)
        + sum(running[f][k][t] * model.at[f, k, t] for f in model.F for k in model.K for t in model.T)
        + sum(cost[p] * model.x[p] for p in model.P)
    )
    return model


def _paths(model: Any, one: RegionNumbers) -> None:  # noqa: ANN401  Pyomo's models have no type
    """Each facility's life is one path through its levels."""
    entering, leaving = defaultdict(list), defaultdict(list)
    columns = (one.facility, one.before, one.after, one.year)
    for i, (f, before, after, t) in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        entering[f, after, t].append(i)
        leaving[f, before, t].append(i)
    today, last = one.today.tolist(), one.shape[2] - 1
    model.begin = pyo.Constraint(model.F, rule=lambda m, f: sum(m.step[i] for i in leaving[f, today[f], 0]) == 1)
    model.enter = pyo.Constraint(
        model.F, model.K, model.T, rule=lambda m, f, k, t: m.at[f, k, t] == sum(m.step[i] for i in entering[f, k, t])
    )
    model.leave = pyo.Constraint(
        model.F,
        model.K,
        model.T,
        rule=lambda m, f, k, t: (
            pyo.Constraint.Skip if t == last else m.at[f, k, t] == sum(m.step[i] for i in leaving[f, k, t + 1])
        ),
    )


def _people(model: Any, one: RegionNumbers) -> None:  # noqa: ANN401  Pyomo's models have no type
    """Whoever has a way goes somewhere, to an open facility that keeps its places and its minimum size."""
    site, when, people = one.site.tolist(), one.when.tolist(), one.people.tolist()
    places, least, levels = one.places.tolist(), one.least.tolist(), one.shape[1]
    of_cell, of_site = defaultdict(list), defaultdict(list)
    for p, (c, f, t) in enumerate(zip(one.cell.tolist(), site, when, strict=True)):
        of_cell[c, t].append(p)
        of_site[f, t].append(p)
    model.served = pyo.Constraint(list(of_cell), rule=lambda m, c, t: sum(m.x[p] for p in of_cell[c, t]) == 1)
    model.linked = pyo.Constraint(
        model.P, rule=lambda m, p: m.x[p] <= sum(m.at[site[p], k, when[p]] for k in range(1, levels))
    )
    model.taken = pyo.Expression(model.F, model.T, rule=lambda m, f, t: sum(people[p] * m.x[p] for p in of_site[f, t]))
    model.places = pyo.Constraint(
        model.F, model.T, rule=lambda m, f, t: m.taken[f, t] <= sum(places[f][k] * m.at[f, k, t] for k in m.K)
    )
    model.least = pyo.Constraint(
        model.F, model.T, rule=lambda m, f, t: m.taken[f, t] >= sum(least[f][k] * m.at[f, k, t] for k in m.K)
    )
