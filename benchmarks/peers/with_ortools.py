"""OR-Tools' MathOpt on the plain matrix, with the strongest of its solvers."""

import datetime as dt
import time

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from benchmarks.peers.matrix import Matrix, matrix_of
from benchmarks.peers.outcome import Effort, Outcome, Task, left
from benchmarks.peers.region_matrix import numbers_of, region_matrix
from benchmarks.regions import region

PACKAGES = ("ortools",)
SOLVER = mathopt.SolverType.HIGHS
"""OR-Tools' own HiGHS, which knows no number of threads: the strongest of its solvers on these problems. On pmed1,
pmed5, cap and San Francisco its SCIP took 1 to 13 times as long; CP-SAT with two workers proved no p-median in a
minute, with eight workers on two cores it took 3 to 16 times as long as HiGHS."""


def run(task: Task) -> Outcome:
    """Build and solve one instance."""
    case = region(*task.region) if task.region else None
    instance = None if task.region else task.instance
    started = time.perf_counter()
    matrix = region_matrix(numbers_of(case)) if case else matrix_of(instance) if instance else None
    assert matrix is not None  # noqa: S101  a task is one or the other
    return solved(matrix, task.effort, SOLVER, started)


def solved(matrix: Matrix, effort: Effort, solver: mathopt.SolverType, started: float) -> Outcome:
    """Hand the matrix over as one message and solve it."""
    model = mathopt.Model.from_model_proto(_message(matrix))
    built = time.perf_counter()
    parameters = mathopt.SolveParameters(
        time_limit=dt.timedelta(seconds=left(effort, built - started)),
        relative_gap_tolerance=effort.gap,
        random_seed=effort.seed,
        threads=None if solver == mathopt.SolverType.HIGHS else effort.threads,
    )
    result = mathopt.solve(model, solver, params=parameters)
    ended = time.perf_counter()
    reason = result.termination.reason
    words = {mathopt.TerminationReason.OPTIMAL: "optimal", mathopt.TerminationReason.FEASIBLE: "limit"}
    bound = matrix.sign * result.termination.objective_bounds.dual_bound
    return Outcome(
        words.get(reason, "limit" if reason == mathopt.TerminationReason.NO_SOLUTION_FOUND else reason.name.lower()),
        matrix.sign * result.objective_value() if result.has_primal_feasible_solution() else None,
        bound if np.isfinite(bound) else None,
        built - started,
        ended - built,
    )


def _message(matrix: Matrix) -> model_pb2.ModelProto:
    rows, columns = matrix.rows.shape
    message = model_pb2.ModelProto()
    variables, limits = message.variables, message.linear_constraints
    variables.ids.extend(range(columns))
    variables.lower_bounds.extend(matrix.lower)
    variables.upper_bounds.extend(matrix.upper)
    variables.integers.extend(matrix.integer.tolist())
    priced = np.flatnonzero(matrix.cost)
    message.objective.linear_coefficients.ids.extend(priced)
    message.objective.linear_coefficients.values.extend(matrix.cost[priced])
    limits.ids.extend(range(rows))
    limits.lower_bounds.extend(matrix.row_lower)
    limits.upper_bounds.extend(matrix.row_upper)
    ordered = matrix.rows.sorted_indices()
    cells = message.linear_constraint_matrix
    cells.row_ids.extend(np.repeat(np.arange(rows), np.diff(ordered.indptr)))
    cells.column_ids.extend(ordered.indices)
    cells.coefficients.extend(ordered.data)
    return message
