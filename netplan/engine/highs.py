"""The door to HiGHS: one program in, column values and a bound out; interruption keeps the best so far."""

import math
import queue
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Event, Lock
from typing import Any, Literal, TypeAlias

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array, vstack

from netplan.errors import SolverError

Values: TypeAlias = npt.NDArray[np.float64]
Status: TypeAlias = Literal["optimal", "infeasible", "limit", "interrupted"]
POLL_SECONDS = 0.1
ONE_AT_A_TIME = Lock()
"""highspy runs one search of a process at a time, and refuses another."""
ONE_THREAD = 5000
"""Programs of up to so many columns are searched by one thread: several would mostly wait for each other."""

_STATUS: dict[highspy.HighsModelStatus, Status] = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kModelEmpty: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "infeasible",
    highspy.HighsModelStatus.kObjectiveTarget: "optimal",
    highspy.HighsModelStatus.kTimeLimit: "limit",
    highspy.HighsModelStatus.kSolutionLimit: "limit",
    highspy.HighsModelStatus.kInterrupt: "interrupted",
    highspy.HighsModelStatus.kHighsInterrupt: "interrupted",  # type: ignore[attr-defined]  # missing in the stubs
}


@dataclass(frozen=True, eq=False)
class Question:
    """A mixed-integer program: min objective·x, row_lower ≤ matrix·x ≤ row_upper, lower ≤ x ≤ upper."""

    matrix: csc_array
    row_lower: Values
    row_upper: Values
    lower: Values
    upper: Values
    integer: npt.NDArray[np.bool_]
    objective: Values

    def with_rows(self, rows: list[tuple[Values, float, float]]) -> "Question":
        """Return the program with further rows (coefficients, lower, upper)."""
        if not rows:
            return self
        more = csr_array(np.array([row for row, _, _ in rows]))
        return Question(
            csc_array(vstack([self.matrix, more])),
            np.concatenate([self.row_lower, [lower for _, lower, _ in rows]]),
            np.concatenate([self.row_upper, [upper for _, _, upper in rows]]),
            self.lower,
            self.upper,
            self.integer,
            self.objective,
        )


@dataclass(frozen=True)
class Effort:
    """How long and how hard to search."""

    seconds: float
    seconds_to_first: float = 0.0
    """A first solution may take so long, where that is more: late is better than never."""
    gap: float = 0.0
    """Relative gap at which to stop."""
    unit: float = 0.0
    """Absolute gap at which to stop: the smallest difference the objective can have."""
    seed: int = 0
    threads: int = 1
    presolve: bool = True
    target: float = -math.inf
    """Stop at a solution this good: the asker knows that none is better."""
    nodes: int | None = None
    """Stop after so many parts of the tree: a limit that does not depend on the machine."""
    restarts: bool = True
    """Whether to begin again once much is decided; small programs take a third less time without."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What HiGHS found."""

    status: Status
    values: Values | None
    bound: float
    """No solution is better; −inf where nothing is known."""


@dataclass
class Watch:
    """Who looks on: may ask to stop, and hears of better solutions and bounds."""

    stop: Event = field(default_factory=Event)
    on_bound: Callable[[float, float], None] | None = None
    """Called with the best value and the bound."""
    on_values: Callable[[Values], None] | None = None
    """Called with the columns of each better solution."""


def minimise(question: Question, effort: Effort, watch: Watch) -> Answer:
    """Search for the best solution, in a thread of its own, so that a stop keeps what was found.

    No start is handed over: with one, HiGHS 1.15.1 called it optimal on tiny programs where it was not.

    Raises SolverError where HiGHS reports anything but an answer, a limit or a stop.
    """
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    _configure(highs, effort, len(question.objective))
    if math.isfinite(effort.target):
        highs.setOptionValue("objective_target", effort.target)
    _pass(highs, question)
    news: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
    _subscribe(highs, news, is_mixed=bool(question.integer.any()))
    while not ONE_AT_A_TIME.acquire(timeout=POLL_SECONDS):
        if watch.stop.is_set():
            return Answer("interrupted", None, -np.inf)
    try:
        _run(highs, news, watch, effort.seconds)
        answer = _answer(highs, question)
    finally:
        ONE_AT_A_TIME.release()
    is_late = answer.status == "interrupted" and not watch.stop.is_set()
    return replace(answer, status="limit") if is_late else answer


def _configure(highs: highspy.Highs, effort: Effort, columns: int) -> None:
    options: dict[str, Any] = {
        "output_flag": False,
        "time_limit": max(effort.seconds, effort.seconds_to_first),
        "mip_rel_gap": effort.gap,
        "mip_abs_gap": max(effort.unit, 1e-6),
        "random_seed": effort.seed,
        "threads": 1 if columns <= ONE_THREAD else effort.threads,
        "presolve": "choose" if effort.presolve else "off",
    }
    if effort.nodes is not None:
        options["mip_max_nodes"] = effort.nodes
    if not effort.restarts:
        options["mip_allow_restart"] = False
    for name, value in options.items():
        highs.setOptionValue(name, value)


def _pass(highs: highspy.Highs, question: Question) -> None:
    """Hand over arrays: ten times as fast as filling a HighsLp, whose lists are copied number by number."""
    matrix = question.matrix
    rows, columns = matrix.shape
    status = highs.passModel(
        columns,
        rows,
        matrix.nnz,
        int(highspy.MatrixFormat.kColwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        question.objective,
        question.lower,
        question.upper,
        question.row_lower,
        question.row_upper,
        matrix.indptr.astype(np.int32),
        matrix.indices.astype(np.int32),
        matrix.data.astype(float),
        question.integer.astype(np.int32),
    )
    if status == highspy.HighsStatus.kError:
        raise SolverError(
            "HiGHS refused the program; this is a fault in netplan, please report it with the run folder.",
            de="HiGHS nahm das Programm nicht an; das ist ein Fehler in netplan, bitte mit dem Ergebnisordner melden.",
        )


def _subscribe(highs: highspy.Highs, news: "queue.SimpleQueue[tuple[str, Any]]", *, is_mixed: bool) -> None:
    """Let callbacks do nothing but put copies into a queue: an error in one would lose the search."""
    highs.HandleUserInterrupt = True
    if is_mixed:
        highs.cbMipImprovingSolution.subscribe(
            lambda event: news.put(("values", np.array(event.data_out.mip_solution)))
        )
        highs.cbMipInterrupt.subscribe(
            lambda event: news.put(("bound", (event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)))
        )


def _run(highs: highspy.Highs, news: "queue.SimpleQueue[tuple[str, Any]]", watch: Watch, seconds: float) -> None:
    """Search until HiGHS ends, somebody asks to stop, or so many seconds are over and there is a solution."""
    until = time.monotonic() + seconds
    highs.startSolve()
    done = has_solution = False
    while not done:
        try:
            done, _ = highs.wait(POLL_SECONDS)
            has_solution |= _tell(news, watch)
        except KeyboardInterrupt:
            watch.stop.set()
        is_late = has_solution and time.monotonic() > until
        if (watch.stop.is_set() or is_late) and not done:
            highs.cancelSolve()  # type: ignore[no-untyped-call]
    _tell(news, watch)


def _tell(news: "queue.SimpleQueue[tuple[str, Any]]", watch: Watch) -> bool:
    """Hand on what is new; return whether there was a solution."""
    latest: dict[str, Any] = {}
    while not news.empty():
        kind, content = news.get_nowait()
        latest[kind] = content
    if watch.on_values and "values" in latest:
        watch.on_values(latest["values"])
    if watch.on_bound and "bound" in latest:
        watch.on_bound(*latest["bound"])
    return "values" in latest


def _answer(highs: highspy.Highs, question: Question) -> Answer:
    status = _STATUS.get(highs.getModelStatus())
    if status is None:
        word = highs.modelStatusToString(highs.getModelStatus())
        raise SolverError(f"HiGHS ended with {word}.", de=f"HiGHS endete mit {word}.")
    info, is_mixed = highs.getInfo(), bool(question.integer.any())
    feasible = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    values = np.array(highs.getSolution().col_value) if feasible else None
    if status == "infeasible":
        return Answer(status, None, np.inf)
    if is_mixed:
        bound = float(info.mip_dual_bound)
    else:
        bound = float(info.objective_function_value) if status == "optimal" else -np.inf
        values = values if status == "optimal" else None
    return Answer(status, values, bound)
