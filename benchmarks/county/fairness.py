"""Who fares worse in the invented county: target groups by area and cell, and a social index of areas."""

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
CLASSES = ("high", "medium", "low")
"""Classes of the social index, thirds of the areas, the most burdened first."""


def write_fairness(
    folder: Path,
    areas: Sequence[str],
    cells: Sequence[str],
    is_town: NDArray[np.bool_],
    growth: NDArray[np.float64],
    seed: int,
) -> None:
    """Write groups.csv and social_index.csv; `is_town` and `growth` are by area."""
    rng = np.random.default_rng([seed, 20])
    rows: list[Row] = []
    for area, town in zip(areas, is_town.tolist(), strict=True):
        rows.append((NO_CAR, area, None, None, int(rng.integers(*(IN_TOWN if town else OUTSIDE)))))
        rows.append((SINGLE_PARENT, area, None, None, int(rng.integers(*SINGLE))))
    flats = sorted(rng.choice(len(cells), max(1, len(cells) // BLOCKS_OF_FLATS), replace=False).tolist())
    rows += [(NO_CAR, None, cells[number], None, int(rng.integers(*FLATS))) for number in flats]
    write_table(folder / "groups.csv", "group, area, cell, service, share_percent", rows)
    chance = np.random.default_rng([seed, 21]).normal(0, 8, len(areas))
    index = np.clip(np.round(50 - 18 * growth / max(float(np.abs(growth).max()), 1e-9) + chance, 1), 0, 100)
    rank = np.argsort(np.argsort(-index, kind="stable"), kind="stable")
    words = [CLASSES[number * len(CLASSES) // len(areas)] for number in rank.tolist()]
    write_table(folder / "social_index.csv", "area, index, class", zip(areas, index.tolist(), words, strict=True))
