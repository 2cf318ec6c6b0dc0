"""Who fares worse in the invented county: target groups by area and cell."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.county.files import Row, write_table

NO_CAR, SINGLE_PARENT = "no_car", "single_parent"
IN_TOWN, OUTSIDE, FLATS, SINGLE = (22, 31), (6, 15), (35, 51), (13, 25)
"""Shares of families without a car in the county town, elsewhere, in blocks of flats; of single parents [%]."""
BLOCKS_OF_FLATS = 80
"""One cell in so many has blocks of flats."""


def write_fairness(
    folder: Path,
    areas: Sequence[str],
    cells: Sequence[str],
    is_town: NDArray[np.bool_],
    seed: int,
) -> None:
    """Write groups.csv; `is_town` is by area."""
    rng = np.random.default_rng([seed, 20])
    rows: list[Row] = []
    for area, town in zip(areas, is_town.tolist(), strict=True):
        rows.append((NO_CAR, area, None, None, int(rng.integers(*(IN_TOWN if town else OUTSIDE)))))
        rows.append((SINGLE_PARENT, area, None, None, int(rng.integers(*SINGLE))))
    flats = sorted(rng.choice(len(cells), max(1, len(cells) // BLOCKS_OF_FLATS), replace=False).tolist())
    rows += [(NO_CAR, None, cells[number], None, int(rng.integers(*FLATS))) for number in flats]
    write_table(folder / "groups.csv", "group, area, cell, service, share_percent", rows)
