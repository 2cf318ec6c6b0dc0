"""Rows that say of single measures that they are never taken: what `forbids` forbids, to be counted in reports."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from netplan.constraints.constraint import Row
from netplan.decisions import Decisions
from netplan.tables import Tables


def never_taken(steps: npt.NDArray[np.bool_], decisions: Decisions, tables: Tables) -> Iterator[Row]:
    """Yield step[i] ≤ 0 for each of some measures; where names facility, measure and year."""
    table, levels = tables.steps, tables.levels
    for i in np.flatnonzero(steps).tolist():
        measure, year = table.names[table.name[i]], tables.demand.years[table.year[i]]
        yield Row(decisions.step[i], "≤", 0, (levels.facilities[table.facility[i]], measure, str(year)), "count")
