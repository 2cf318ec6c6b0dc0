"""spopt, where it has the problem: its own classes, solved by HiGHS through PuLP."""

import time

import numpy as np
import pulp
from spopt.locate import LSCP, MCLP, PCenter, PMedian

from benchmarks.peers.outcome import Outcome, Task, left
from benchmarks.textbook import Instance

PACKAGES = ("spopt", "pulp", "highspy")


def run(task: Task) -> Outcome:
    """Build and solve one instance; spopt has no fixed cost of opening and no regions of several levels."""
    if task.region or task.instance.problem == "capacitated":
        return Outcome("not its problem", None, None, 0.0, 0.0)
    instance, effort = task.instance, task.effort
    started = time.perf_counter()
    model = _model(instance)
    built = time.perf_counter()
    solver = pulp.HiGHS(
        msg=False,
        gapRel=effort.gap,
        threads=effort.threads,
        timeLimit=left(effort, built - started),
        random_seed=effort.seed,
    )
    try:
        model.solve(solver)
    except RuntimeError as error:
        return Outcome(str(error).splitlines()[0], None, None, built - started, time.perf_counter() - built)
    ended = time.perf_counter()
    info = model.problem.solverModel.getInfo()
    is_done = model.problem.solverModel.modelStatusToString(model.problem.solverModel.getModelStatus()) == "Optimal"
    sign = -1 if instance.problem == "maximal cover" and info.mip_dual_bound < 0 else 1
    bound = sign * float(info.mip_dual_bound)
    return Outcome(
        "optimal" if is_done else "limit",
        float(model.problem.objective.value()),
        bound if np.isfinite(bound) else None,
        built - started,
        ended - built,
    )


def _model(one: Instance) -> PMedian | PCenter | LSCP | MCLP:
    if one.problem == "p-median":
        return PMedian.from_cost_matrix(one.ways, one.people, p_facilities=one.number)
    if one.problem == "p-centre":
        return PCenter.from_cost_matrix(one.ways, p_facilities=one.number)
    if one.problem == "set cover":
        return LSCP.from_cost_matrix(one.ways, service_radius=one.reach)
    return MCLP.from_cost_matrix(one.ways, one.people, service_radius=one.reach, p_facilities=one.number)
