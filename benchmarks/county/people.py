"""Who lives in the cells of an invented county: age groups over the years, births and ageing."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.county.settlements import Cells, Settlements

AGE_GROUPS = ("0-1", "2", "3-5", "6-9", "10-15", "16-64", "65-74", "75-79", "80-84", "85-89", "90+")
YOUNG = {"0-1": (0, 1), "2": (2, 2), "3-5": (3, 5), "6-9": (6, 9), "10-15": (10, 15)}
"""First and last age of the groups that follow the births [years]."""
PUPILS = "6-9"
"""The age group that is counted in every year: intakes of primary schools come year by year."""
FIRST_YEAR = 2026
BIRTH_YEARS = np.array([2010.0, 2016.0, 2021.0, 2025.0, 2027.0, 2037.0])
BIRTHS = np.array([1.00, 1.03, 1.00, 0.88, 0.86, 0.95])
"""Births compared with 2021: falling to 2026, then slightly rising (assumed)."""
PER_BIRTH_YEAR = 0.0092
"""People of one birth year among all in 2026, at the births of 2021 (assumed)."""
ADULTS = {
    "16-64": (0.560, 0.545, 0.525),
    "65-74": (0.138, 0.150, 0.148),
    "75-79": (0.044, 0.047, 0.059),
    "80-84": (0.042, 0.035, 0.037),
    "85-89": (0.030, 0.033, 0.028),
    "90+": (0.013, 0.016, 0.019),
}
"""Share of the people of 2026 in 2026, 2031 and 2036 (assumed: ageing of a county in the east)."""
ADULT_YEARS = (2026.0, 2031.0, 2036.0)
YOUNGER_WITH_GROWTH = 0.22
"""How many more children live in a place that grows most, and fewer in one that shrinks most."""
ARRIVING, LEAVING = 0.024, 0.016
"""Families moving in a year to a place that grows most, from one that shrinks most; people over 64
move a third as often."""


def make_people(places: Settlements, cells: Cells, years: Sequence[int], seed: int) -> NDArray[np.int64]:
    """Count people by year, cell and age group, (years, cells, age groups).

    people = ⌊share of the cell · share of the group · growth of the place + chance⌋, where one
    chance per cell and group holds for all years, so that numbers move only where people do.
    """
    rng = np.random.default_rng([seed, 6])
    chance = rng.uniform(0, 1, (len(cells.share), len(AGE_GROUPS)))
    growth = places.growth[cells.settlement]
    residents = places.people[cells.settlement] * cells.share
    counts = [np.floor(_expect(residents, growth, y) + chance) for y in years]
    return np.array(counts, np.int64).reshape(len(years), *chance.shape)


def pupils(people: NDArray[np.int64]) -> NDArray[np.int64]:
    """Keep only those who go to primary school; −1 stands where an age group is not counted."""
    kept = np.full_like(people, -1)
    column = AGE_GROUPS.index(PUPILS)
    kept[..., column] = people[..., column]
    return kept


def _expect(residents: NDArray[np.float64], growth: NDArray[np.float64], year: int) -> NDArray[np.float64]:
    """Give the expected people of a year, (cells, age groups)."""
    after = year - FIRST_YEAR
    moves = np.where(growth > 0, ARRIVING, LEAVING) * growth * after
    columns = []
    for group in AGE_GROUPS:
        if group in YOUNG:
            share = _young_share(*YOUNG[group], year) * (1 + YOUNGER_WITH_GROWTH * growth)
            moving = np.exp(moves)
        else:
            share = float(np.interp(year, ADULT_YEARS, ADULTS[group])) * np.ones_like(growth)
            moving = np.exp(moves / (1 if group == "16-64" else 3))
        columns.append(residents * share * moving)
    return np.stack(columns, axis=1)


def _young_share(first_age: int, last_age: int, year: int) -> float:
    """Add up the birth years of an age group [share of the people of 2026]."""
    born = year - np.arange(first_age, last_age + 1)
    return float(np.interp(born, BIRTH_YEARS, BIRTHS).sum()) * PER_BIRTH_YEAR
