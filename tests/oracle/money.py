"""What people cost in a tiny question: added up one by one, and held against the council's money."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from tests.oracle.lives import Life, discount
from tests.oracle.question import Facility, Question
from tests.oracle.stays import Presence

Ints = npt.NDArray[np.int64]


def a_year(facility: Facility, s: int) -> int:
    """Return what a person of a service costs a year [cents]."""
    return facility.per_person[s] if facility.per_person else 0


def borne(facility: Facility, s: int) -> int:
    """Return what the Land bears of it [cents]."""
    return facility.land_per_person[s] if facility.land_per_person else 0


def cost_of_person(question: Question, f: int, s: int, there: Sequence[Presence]) -> tuple[int, int]:
    """Return what one person costs carrier and Land at a facility for all its years [cents].

    Discounted, and each rounded half-even once.
    """
    exact = Fraction(0)
    for presence in there:
        places = Fraction(presence.places, 1000)
        exact += discount(question, presence.year) * question.spans[presence.year] * places
    facility = question.facilities[f]
    return round(exact * a_year(facility, s)), round(exact * borne(facility, s))


def affordable(question: Question, lives: Sequence[Life], taken: Ints) -> npt.NDArray[np.bool_]:
    """Say of each crowd whether the budget has its money: taken by crowd, facility, service and year [1/1000]."""
    budget, fits = question.budget, np.ones(len(taken), bool)
    if budget is None or budget.apply == "report" or not budget.running:
        return fits
    total = np.zeros(len(taken), np.int64)
    for t, span in enumerate(question.spans):
        paid, fixed = sum(life.paid[t] for life in lives), sum(life.running[t] for life in lives)
        paid -= budget.proceeds * sum(life.brought[t] for life in lives)
        paid -= budget.grants * sum(life.granted[t] for life in lives)
        people = sum(
            a_year(life.facility, s) * taken[:, f, s, t]
            for f, life in enumerate(lives)
            for s in range(len(question.services))
        )
        spent = 1000 * fixed + people
        total += 1000 * paid + span * spent
        if budget.per_year is not None:
            fits &= 1000 * paid + spent <= 1000 * budget.per_year[t]
    return fits if budget.total is None else fits & (total <= 1000 * budget.total)
