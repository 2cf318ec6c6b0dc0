"""The facility half of the program: steps, levels and every rule on facilities, as rows and columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from netplan.case import Case
from netplan.indicators.weights import Weights
from netplan.tables import Ints

CENTS_PER_EUR = 100
"""Money rows are stated in euros: cents make coefficients that the solver's tolerances cannot hold."""
PATH, SIDE = "path", "side"


@dataclass(frozen=True)
class FacilityHalf:
    """Rows and columns of the facility decisions, and where each decision stands among the columns."""

    matrix: csr_matrix
    row_lower: npt.NDArray[np.float64]
    row_upper: npt.NDArray[np.float64]
    lower: npt.NDArray[np.float64]
    upper: npt.NDArray[np.float64]
    integer: npt.NDArray[np.bool_]
    step: Ints
    """Column of each step, −1 where it does not exist, shape (steps,)."""
    kept: Ints
    """Column of kept[i], 1 where a step with a residual value is taken and its facility open at the end, else −1."""
    at: Ints
    """Column of at[f,k,t], −1 where out of reach, shape (facilities, levels, years)."""
    entered: Ints
    """Column of the sum of people by entry, shape (facilities, services, entries)."""
    unserved: Ints
    """Column of the sum of unserved people, shape (services, entries)."""
    beyond: Ints
    """Column of beyond[a,s,t], −1 where no rule asks for it, shape (areas, services, years)."""
    moved: Ints
    """Column of moved[t], shape (years,); empty where nobody may move."""
    own: Mapping[str, Mapping[Any, int]]
    """Column of each decision of the rules' own, by name and index."""
    untouched: Ints
    """Column of untouched[f,t], −1 where no rule asks for it, shape (facilities, years)."""
    names: tuple[tuple[str, ...], ...]
    """By row: the rule that asks for it and what it speaks of; `path` for the flow through the levels."""
    contradictions: tuple[str, ...]
    """Rules that are broken whatever is decided."""

    def coefficients(self, weights: Weights) -> npt.NDArray[np.float64]:
        """Return what a goal counts on facilities as one coefficient a column, in whole units."""
        found = np.zeros(len(self.lower))
        for column, values in ((self.step, weights.steps), (self.at, weights.at), (self.kept, weights.kept)):
            if values is not None:
                known = column >= 0
                found[column[known]] = values[known]
        for name, by_index in weights.own.items():
            for index, value in by_index.items():
                if index in self.own[name]:
                    found[self.own[name][index]] = value
        return found


def facility_half(case: Case) -> FacilityHalf:
    """State levels, steps and the enforced rules; only who asks for it waits until Pyomo is imported."""
    from netplan.program.stating import stated  # noqa: PLC0415  half of a start's time, and siting needs no program

    return stated(case)
