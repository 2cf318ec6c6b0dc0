"""The plain matrix handed to HiGHS as arrays."""

import time

import highspy
import numpy as np
from scipy.sparse import csc_array

from benchmarks.peers.matrix import Matrix, matrix_of
from benchmarks.peers.outcome import Effort, Outcome, Task, left
from benchmarks.peers.region_matrix import numbers_of, region_matrix
from benchmarks.regions import region

PACKAGES = ("highspy",)


def run(task: Task) -> Outcome:
    """Build and solve one instance."""
    if task.region:
        case = region(*task.region)
        started = time.perf_counter()
        return solved(region_matrix(numbers_of(case)), task.effort, started)
    instance = task.instance
    started = time.perf_counter()
    return solved(matrix_of(instance), task.effort, started)


def solved(matrix: Matrix, effort: Effort, started: float) -> Outcome:
    """Pass a matrix on and solve it."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {
        "output_flag": False,
        "mip_rel_gap": effort.gap,
        "random_seed": effort.seed,
        "threads": effort.threads,
    }
    for name, value in options.items():
        highs.setOptionValue(name, value)
    highs.passModel(_program(matrix))
    built = time.perf_counter()
    highs.setOptionValue("time_limit", left(effort, built - started))
    highs.run()
    ended = time.perf_counter()
    info, status = highs.getInfo(), highs.modelStatusToString(highs.getModelStatus())
    found = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    bound = matrix.sign * float(info.mip_dual_bound)
    return Outcome(
        {"Optimal": "optimal", "Time limit reached": "limit"}.get(status, status),
        matrix.sign * float(info.objective_function_value) if found else None,
        bound if np.isfinite(bound) else None,
        built - started,
        ended - built,
    )


def _program(matrix: Matrix) -> highspy.HighsLp:
    columns = csc_array(matrix.rows)
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = columns.shape
    program.col_cost_, program.col_lower_, program.col_upper_ = matrix.cost, matrix.lower, matrix.upper
    program.row_lower_, program.row_upper_ = matrix.row_lower, matrix.row_upper
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = columns.indptr.astype(np.int32)
    program.a_matrix_.index_ = columns.indices.astype(np.int32)
    program.a_matrix_.value_ = columns.data
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    program.integrality_ = [kinds[flag] for flag in matrix.integer.astype(int).tolist()]
    return program
