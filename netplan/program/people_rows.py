"""Rows over people as coordinates over the columns of both halves, and a rule's blocks turned into them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from netplan.constraints import Block
from netplan.program.facilities import FacilityHalf
from netplan.tables import NONE, Ints, Tables


@dataclass(frozen=True)
class PeopleRows:
    """Some rows: limits, coefficients of the people columns, coefficients of the facility half's columns."""

    lower: npt.NDArray[np.float64]
    upper: npt.NDArray[np.float64]
    row: Ints
    column: Ints
    value: npt.NDArray[np.float64]
    far_row: Ints
    far_column: Ints
    far_value: npt.NDArray[np.float64]


@dataclass(frozen=True)
class PeopleColumns:
    """Which column holds which people, and how many persons one unit of it stands for."""

    pair: Ints
    """Pair of each `go` column, shape (go columns,)."""
    entry: Ints
    go_unit: Ints
    """1; the demand where a cell's people stay together, so that the column is 1 or 0."""
    need: tuple[Ints, Ints, Ints]
    """Cell, service and entry of each `unserved` column, shape (unserved columns,)."""
    unserved_unit: Ints


def rows_of_block(block: Block, tables: Tables, columns: PeopleColumns, half: FacilityHalf) -> PeopleRows:
    """Turn a rule's rows over people into those of the program; people who cannot go there drop out."""
    go = np.full((len(tables.pairs.cell), tables.demand.people.shape[2]), NONE, np.int64)
    go[columns.pair, columns.entry] = np.arange(len(columns.pair))
    unserved = np.full(tables.demand.people.shape, NONE, np.int64)
    unserved[columns.need] = len(columns.pair) + np.arange(len(columns.need[0]))
    unit = np.concatenate([columns.go_unit, columns.unserved_unit])
    row = np.concatenate([block.go.row, block.unserved.row])
    own_row, own_column, own_value = _own_terms(block, half)
    column = np.concatenate([go[block.go.index], unserved[block.unserved.index]])
    value = np.concatenate([block.go.value, block.unserved.value])
    far_column = half.at[block.at.index]
    here, there = column != NONE, far_column != NONE
    # Rows of which nobody is left say nothing, as far as levels alone keep them: Σ_k at ≤ 1.
    used = np.zeros(len(block.most), bool)
    used[row[here]] = True
    used[own_row] = True
    there &= used[block.at.row]
    number = np.cumsum(used) - 1
    most = block.most[used].astype(float)
    return PeopleRows(
        lower=np.full(len(most), -np.inf),
        upper=most,
        row=number[row[here]],
        column=column[here],
        value=(value[here] * unit[column[here]]).astype(float),
        far_row=np.concatenate([number[block.at.row[there]], number[own_row]]),
        far_column=np.concatenate([far_column[there], own_column]),
        far_value=np.concatenate([block.at.value[there], own_value]).astype(float),
    )


def _own_terms(block: Block, half: FacilityHalf) -> tuple[Ints, Ints, Ints]:
    """Return rows, columns and values of decisions of the rule's own."""
    found = [(row, half.own[name][index], value) for row, name, index, value in block.own.terms]
    row, column, value = np.array(found, np.int64).reshape(-1, 3).T
    return row, column, value
