"""A case as one mixed-integer program: facility decisions in Pyomo, people in sparse arrays, one matrix."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import block_array, csc_array

from netplan.case import Case
from netplan.indicators.weights import Weights
from netplan.program.assignment import AssignmentHalf, assignment_half
from netplan.program.facilities import FacilityHalf, facility_half
from netplan.program.moves import LEAVES
from netplan.tables import Ints, Tables

__all__ = ["Program", "state"]


@dataclass(frozen=True)
class Program:
    """Columns: the facility half's, then `go`, then `unserved`. Rows: the facility half's, then the people's."""

    case: Case
    matrix: csc_array
    row_lower: npt.NDArray[np.float64]
    row_upper: npt.NDArray[np.float64]
    lower: npt.NDArray[np.float64]
    upper: npt.NDArray[np.float64]
    integer: npt.NDArray[np.bool_]
    facilities: FacilityHalf
    people: AssignmentHalf

    @property
    def go(self) -> slice:
        """Columns of people on their way."""
        first = len(self.facilities.lower)
        return slice(first, first + len(self.people.go_pair))

    @property
    def unserved(self) -> slice:
        """Columns of people without a place."""
        return slice(self.go.stop, len(self.lower))

    @property
    def size(self) -> dict[str, int]:
        """Rows, columns and nonzeros of both halves; `people_ways` are the columns that say who goes where."""
        half, people = self.facilities, self.people
        return {
            "facility_rows": half.matrix.shape[0],
            "facility_columns": half.matrix.shape[1],
            "facility_nonzeros": int(half.matrix.nnz),
            "people_rows": people.own.shape[0],
            "people_columns": people.own.shape[1],
            "people_ways": len(people.go_pair),
            "people_nonzeros": int(people.own.nnz + people.facility.nnz),
        }

    @property
    def chooses(self) -> bool:
        """Whether rules decide whole numbers of their own, beside the steps."""
        integer, step = self.facilities.integer, self.facilities.step
        return int(integer.sum()) > int(integer[step[step >= 0]].sum())

    def coefficients(self, weights: Weights) -> npt.NDArray[np.float64]:
        """Return a goal's weights as one coefficient a column, in whole units."""
        found = np.zeros(len(self.lower))
        half, people, tables = self.facilities, self.people, self.case.tables
        stay = tables.demand.stay
        found[: len(half.lower)] = half.coefficients(weights)
        found[self.go] = (
            weights.pairs[people.go_pair] * stay[tables.pairs.service[people.go_pair], people.go_entry] * people.go_unit
        )
        if weights.entries is not None:
            found[self.go] += weights.entries[people.go_pair, people.go_entry] * people.go_unit
        found[self.go][people.go_unit == LEAVES] += weights.moved
        found[self.unserved] = (
            weights.unserved * stay[people.unserved_service, people.unserved_entry] * people.unserved_unit
        )
        return found

    def chosen(self, values: npt.NDArray[np.float64]) -> Ints:
        """Return the indices of the steps that column values take, following the binary ones."""
        return life(self.case.tables, self.facilities.step, values)


def state(case: Case, half: FacilityHalf | None = None) -> Program:
    """State a case as one mixed-integer program; `half` are its facility decisions where they are stated already."""
    half = facility_half(case) if half is None else half
    people = assignment_half(case, half)
    matrix = csc_array(block_array([[csc_array(half.matrix), None], [people.facility, people.own]]))
    size = people.own.shape[1]
    demand = case.tables.demand.behind[
        case.tables.pairs.cell[people.go_pair], case.tables.pairs.service[people.go_pair], people.go_entry
    ]
    return Program(
        case=case,
        matrix=matrix,
        row_lower=np.concatenate([half.row_lower, people.row_lower]),
        row_upper=np.concatenate([half.row_upper, people.row_upper]),
        lower=np.concatenate(
            [half.lower, people.staying / np.abs(people.go_unit), np.zeros(size - len(people.staying))]
        ),
        upper=np.concatenate([half.upper, demand / np.abs(people.go_unit), people.people / people.unserved_unit]),
        integer=np.concatenate([half.integer, people.go_whole, np.zeros(len(people.people), bool)]),
        facilities=half,
        people=people,
    )


def life(tables: Tables, column: Ints, values: npt.NDArray[np.float64]) -> Ints:
    """Return each facility's path: from today's level, year by year, along the step with the largest value."""
    steps = tables.steps
    known = np.flatnonzero(column >= 0)
    weight = values[column[known]]
    best: dict[tuple[int, int, int], tuple[float, int]] = {}
    for i, value in zip(known.tolist(), weight.tolist(), strict=True):
        key = (int(steps.facility[i]), int(steps.year[i]), int(steps.before[i]))
        if key not in best or value > best[key][0]:
            best[key] = (value, i)
    found = []
    for f, level in enumerate(tables.levels.today.tolist()):
        here = level
        for t in range(tables.shape[4]):
            _, i = best[f, t, here]
            found.append(i)
            here = int(steps.after[i])
    return np.array(sorted(found), np.int64)
