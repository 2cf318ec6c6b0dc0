"""Who is assigned once and stays: intakes, those who are there already, and the places they take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
WHOLE = 1000
"""Share of a person who takes one place [per mille]."""


@dataclass(frozen=True)
class Stay:
    """For how many years an intake uses a service, one grade a year, and how many of it are left."""

    years: Fraction
    """A last half year is a grade that takes half a place."""
    survival: Mapping[int, Fraction]
    """By grade, persons in it for one person in the grade before; 1 for a grade that is not named."""

    @property
    def grades(self) -> int:
        """Grades, a last half year included: 4 of 3.5 years."""
        return ceil(self.years)

    def left(self, first: int, grade: int) -> Fraction:
        """Return how many persons are in a grade for one person in an earlier one; grades count from 1."""
        found = Fraction(1)
        for number in range(first + 1, grade + 1):
            found *= self.survival.get(number, Fraction(1))
        return found

    def share(self, first: int, grade: int) -> int:
        """Return the places that one person who entered in grade `first` takes in a grade [per mille].

        1000 · Π_{first < j ≤ grade} survival[j], times ½ in a last grade of half a year; rounded half-even once.
        """
        half = Fraction(1, 2) if grade == self.grades and self.years.denominator != 1 else Fraction(1)
        return round(WHOLE * half * self.left(first, grade))


@dataclass(frozen=True)
class Entry:
    """People who are assigned together: the listed year from which they are there, and their grade then."""

    year: int
    """Index of the listed year."""
    grade: int
    """Counted from 1."""


def entries_of(stay: Stay | None, years: int, *, moves: bool = False) -> list[Entry]:
    """List a service's entries: one a listed year; with a stay, then those who are there already, grade by grade.

    Where people may move, then those of each later year and grade: who comes then was somewhere else before.
    """
    already = range(2, stay.grades + 1) if stay else range(0)
    moving = ((t, grade) for t in range(1, years) for grade in already) if moves else ()
    return [
        *(Entry(t, 1) for t in range(years)),
        *(Entry(0, grade) for grade in already),
        *(Entry(t, grade) for t, grade in moving),
    ]


def columns(stays: Sequence[Stay | None], years: int, *, moves: bool = False) -> dict[str, Any]:
    """Return grades, entry_year, entry_grade and share of all services, as arrays over services, entries and years.

    A service without a stay assigns its people anew in every listed year. Where services have fewer entries than
    others, the last ones are empty: they are never there.
    """
    listed = [entries_of(stay, years, moves=moves) for stay in stays]
    width = max(map(len, listed), default=years)
    entry_year, entry_grade = np.zeros((len(stays), width), np.int64), np.zeros((len(stays), width), np.int64)
    share = np.zeros((len(stays), width, years), np.int64)
    for s, (stay, entries) in enumerate(zip(stays, listed, strict=True)):
        for e, entry in enumerate(entries):
            entry_year[s, e], entry_grade[s, e] = entry.year, entry.grade - 1
            if stay is None:
                share[s, e, entry.year] = WHOLE
                continue
            last = min(years - entry.year, stay.grades - entry.grade + 1)
            # Who moves takes as many places as if they had stayed: those who left since their entry are no more.
            first = max(1, entry.grade - entry.year)
            for later in range(last):
                share[s, e, entry.year + later] = stay.share(first, entry.grade + later)
    grades = np.array([stay.grades if stay else 1 for stay in stays], np.int64)
    return {"grades": grades, "entry_year": entry_year, "entry_grade": entry_grade, "share": share}
