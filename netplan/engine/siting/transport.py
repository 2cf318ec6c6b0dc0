"""Who goes where once it is decided which facilities are open, where places are short: a transport problem in HiGHS.

The program is built once; from one set of open facilities to the next only places change, so few steps are needed.
"""

import math
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from netplan.engine.siting.problem import Problem
from netplan.tables import Floats, Ints


@dataclass(frozen=True, eq=False)
class Carried:
    """The best way to send people."""

    value: int
    go: Ints
    """Persons, shape (facilities, cells)."""
    prices: Floats
    """What serving all people of a cell is worth at the margin, shape (cells,)."""
    is_proved: bool
    """Whether whole prices prove that no way to send people counts less."""


class Transport:
    """The transport problem of all facilities, of which some are open at a time."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.facility, self.cell = np.nonzero(np.isfinite(problem.way) & problem.may[:, None])
        self.outside = np.flatnonzero(np.isfinite(problem.outside))
        cells, ways = len(problem.people), len(self.facility)
        self.cost = np.concatenate([problem.way[self.facility, self.cell], problem.outside[self.outside]])
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.cost), cells + len(problem.way)
        lp.col_cost_, lp.col_lower_ = self.cost, np.zeros(len(self.cost))
        lp.col_upper_ = np.full(len(self.cost), highspy.kHighsInf)
        lp.row_lower_ = np.concatenate([problem.people, np.full(len(problem.way), -highspy.kHighsInf)])
        lp.row_upper_ = np.concatenate([problem.people, np.zeros(len(problem.way))])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.concatenate([np.arange(0, 2 * ways, 2), 2 * ways + np.arange(len(self.outside) + 1)])
        both = np.column_stack([self.cell, cells + self.facility]).ravel()
        lp.a_matrix_.index_ = np.concatenate([both, self.outside])
        lp.a_matrix_.value_ = np.ones(2 * ways + len(self.outside))
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        options: dict[str, Any] = {"output_flag": False, "threads": 1, "presolve": "off", "solver": "simplex"}
        for name, choice in options.items():
            self._highs.setOptionValue(name, choice)
        self._highs.passModel(lp)
        self._places = np.zeros(len(problem.way))

    def carried(self, opened: Ints) -> Carried | None:
        """Return the best way to send people to the facilities given; None where their places do not suffice."""
        problem, cells = self.problem, len(self.problem.people)
        places = np.zeros(len(problem.way))
        places[opened] = problem.places[opened]
        for f in np.flatnonzero(places != self._places).tolist():
            self._highs.changeRowBounds(cells + f, -highspy.kHighsInf, places[f])
        self._places = places
        return self._read(opened)

    def _read(self, opened: Ints) -> Carried | None:
        """Solve the program as it stands."""
        problem, cells, places = self.problem, len(self.problem.people), self._places
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._highs.getSolution()
        people = np.rint(np.array(solution.col_value))
        go = np.zeros(problem.way.shape, np.int64)
        go[self.facility, self.cell] = people[: len(self.facility)]
        out = np.zeros(cells)
        out[self.outside] = people[len(self.facility) :]
        if (go.sum(axis=0) + out != problem.people).any() or (go.sum(axis=1) > places).any():
            return None
        value = int(self.cost @ people + problem.fixed[opened].sum())
        dual = np.rint(np.array(solution.row_dual))
        return Carried(value, go, dual[:cells] * problem.people, self._proves(dual, places, value, opened))

    def without_counting(self) -> tuple[Ints, Floats]:
        """Return facilities and prices if each open place counted its part of the facility, however many are open."""
        problem, ways = self.problem, len(self.facility)
        each = np.maximum(problem.fixed, 0.0) / np.maximum(problem.places, 1.0)
        columns = np.arange(ways, dtype=np.int32)
        self._highs.changeColsCost(ways, columns, self.cost[:ways] + each[self.facility])
        opened = np.flatnonzero(problem.may)
        carried = self.carried(opened)
        self._highs.changeColsCost(ways, columns, self.cost[:ways])
        if carried is None:
            return opened, np.zeros(len(problem.people))
        prices = np.array(self._highs.getSolution().row_dual)[: len(problem.people)]
        return np.flatnonzero(carried.go.any(axis=1) | problem.must), prices * problem.people

    def shortest(self, opened: Ints, seconds: Ints) -> Ints:
        """Return who goes where if, of all ways to send people that count least, the shortest in all is taken.

        Ways that best whole prices find too dear stay empty, places with a rent stay full: all others are as good.
        """
        best = self.carried(opened)
        assert best is not None  # noqa: S101  a plan is known for these facilities
        if not best.is_proved:
            return best.go
        dual, highs = np.rint(np.array(self._highs.getSolution().row_dual)), self._highs
        cells, ways = len(self.problem.people), len(self.facility)
        price, rent = dual[:cells], np.minimum(dual[cells:], 0.0)
        spare = self.cost[:ways] - price[self.cell] - rent[self.facility]
        outside = self.cost[ways:] - price[self.outside]
        columns = np.arange(len(self.cost), dtype=np.int32)
        upper = np.where(np.concatenate([spare, outside]) > 0, 0.0, highspy.kHighsInf)
        highs.changeColsBounds(len(columns), columns, np.zeros(len(columns)), upper)
        for f in np.flatnonzero((rent < 0) & (self._places > 0)).tolist():
            highs.changeRowBounds(cells + f, self._places[f], self._places[f])
        of_ways = np.concatenate([seconds[self.facility, self.cell], np.zeros(len(outside))]).astype(float)
        highs.changeColsCost(len(columns), columns, of_ways)
        shorter = self._read(opened)
        return best.go if shorter is None or shorter.value != best.value else shorter.go

    def is_short(self, opened: Ints) -> bool:
        """Whether the places of the facilities given surely do not suffice for those who may not stay outside."""
        problem, used = self.problem, np.isin(self.facility, opened)
        cells, facilities = len(problem.people), len(problem.way)
        source, sink = cells + facilities, cells + facilities + 1
        needed = np.where(np.isinf(problem.outside), problem.people, 0.0)
        tail = np.concatenate([np.full(cells, source), self.cell[used], cells + np.arange(facilities)])
        head = np.concatenate([np.arange(cells), cells + self.facility[used], np.full(facilities, sink)])
        room = np.concatenate([needed, needed[self.cell[used]], np.minimum(problem.places, needed.sum())]).astype(
            np.int32
        )
        graph = csr_array((room, (tail, head)), shape=(sink + 1, sink + 1))
        return int(maximum_flow(graph, source, sink).flow_value) < int(needed.sum())

    def _proves(self, dual: Floats, places: Floats, value: int, opened: Ints) -> bool:
        """Check that whole prices leave no way too cheap, and add up to what the plan counts."""
        cells = len(self.problem.people)
        price, rent = dual[:cells], np.minimum(dual[cells:], 0.0)
        is_open = places[self.facility] > 0
        ways = len(self.facility)
        spare = self.cost[:ways] - price[self.cell] - rent[self.facility]
        outside = self.cost[ways:] - price[self.outside]
        if spare[is_open].min(initial=0.0) < 0 or outside.min(initial=0.0) < 0:
            return False
        earned = price @ self.problem.people + rent @ places + self.problem.fixed[opened].sum()
        return math.isclose(earned, value, rel_tol=0.0, abs_tol=0.5)
