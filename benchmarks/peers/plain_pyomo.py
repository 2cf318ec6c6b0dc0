"""The plain model in Pyomo, rule by rule as the textbook writes it, solved through `appsi_highs`."""

import time
from typing import Any

import pyomo.environ as pyo
from pyomo.contrib.appsi.solvers import Highs

from benchmarks.peers.outcome import Effort, Outcome, Task, left
from benchmarks.peers.pyomo_region import region_model
from benchmarks.textbook import Instance

PACKAGES = ("pyomo", "highspy")


def run(task: Task) -> Outcome:
    """Build and solve one instance."""
    if task.region:
        model, started = region_model(*task.region)
        return solved(model, task.effort, started)
    instance = task.instance
    started = time.perf_counter()
    model = covering(instance) if instance.problem in {"set cover", "maximal cover"} else assigning(instance)
    return solved(model, task.effort, started)


def assigning(one: Instance) -> Any:  # noqa: ANN401  Pyomo's models have no type
    """p-median, p-centre, capacitated: x[c,f] is the share of a cell's people who go to a facility."""
    ways, people, places, opening = one.ways.tolist(), one.people.tolist(), one.places.tolist(), one.opening.tolist()
    model = pyo.ConcreteModel()
    model.C, model.F = pyo.RangeSet(0, len(people) - 1), pyo.RangeSet(0, len(places) - 1)
    model.y = pyo.Var(model.F, domain=pyo.Binary)
    centre = one.problem == "p-centre"
    model.x = pyo.Var(model.C, model.F, domain=pyo.Binary if centre else pyo.NonNegativeReals, bounds=(0, 1))
    model.served = pyo.Constraint(model.C, rule=lambda m, c: sum(m.x[c, f] for f in m.F) == 1)
    model.linked = pyo.Constraint(model.C, model.F, rule=lambda m, c, f: m.x[c, f] <= m.y[f])
    if one.number:
        model.number = pyo.Constraint(expr=sum(model.y[f] for f in model.F) == one.number)
    if one.problem == "capacitated":
        model.places = pyo.Constraint(
            model.F, rule=lambda m, f: sum(people[c] * m.x[c, f] for c in m.C) <= places[f] * m.y[f]
        )
    if centre:
        model.w = pyo.Var(domain=pyo.NonNegativeReals)
        model.longest = pyo.Constraint(model.C, rule=lambda m, c: sum(ways[c][f] * m.x[c, f] for f in m.F) <= m.w)
        model.goal = pyo.Objective(expr=model.w)
        return model
    model.goal = pyo.Objective(
        expr=sum(opening[f] * model.y[f] for f in model.F)
        + sum(people[c] * ways[c][f] * model.x[c, f] for c in model.C for f in model.F)
    )
    return model


def covering(one: Instance) -> Any:  # noqa: ANN401  Pyomo's models have no type
    """Set cover and maximal cover: z[c] says whether a cell is covered."""
    near = [[f for f, way in enumerate(row) if way <= one.reach] for row in one.ways.tolist()]
    people = one.people.tolist()
    model = pyo.ConcreteModel()
    model.C, model.F = pyo.RangeSet(0, len(people) - 1), pyo.RangeSet(0, one.ways.shape[1] - 1)
    model.y = pyo.Var(model.F, domain=pyo.Binary)
    if one.problem == "set cover":
        model.covered = pyo.Constraint(model.C, rule=lambda m, c: sum(m.y[f] for f in near[c]) >= 1)
        model.goal = pyo.Objective(expr=sum(model.y[f] for f in model.F))
        return model
    model.z = pyo.Var(model.C, bounds=(0, 1))
    model.covered = pyo.Constraint(model.C, rule=lambda m, c: m.z[c] <= sum(m.y[f] for f in near[c]))
    model.number = pyo.Constraint(expr=sum(model.y[f] for f in model.F) == one.number)
    model.goal = pyo.Objective(expr=sum(people[c] * model.z[c] for c in model.C), sense=pyo.maximize)
    return model


def solved(model: Any, effort: Effort, started: float) -> Outcome:  # noqa: ANN401  Pyomo's models have no type
    """Solve a model; what `appsi_highs` spends on handing it over counts as building."""
    solver = Highs()
    solver.config.load_solution = False
    solver.highs_options = {
        "mip_rel_gap": effort.gap,
        "random_seed": effort.seed,
        "threads": effort.threads,
    }
    for check in [name for name in solver.update_config if name.startswith(("check_", "update_"))]:
        setattr(solver.update_config, check, False)  # the model does not change between handing over and solving
    solver.set_instance(model)
    built = time.perf_counter()
    solver.config.time_limit = left(effort, built - started)
    results = solver.solve(model)
    ended = time.perf_counter()
    word = results.termination_condition.name
    return Outcome(
        {"maxTimeLimit": "limit"}.get(word, word),
        results.best_feasible_objective,
        results.best_objective_bound,
        built - started,
        ended - built,
    )
