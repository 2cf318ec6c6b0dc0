"""What people cost in a tiny question: added up one by one, and held against the council's money."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from tests.oracle.lives import Life, discount, paid_year, priced
from tests.oracle.question import Budget, Facility, Question
from tests.oracle.stays import Presence

Ints = npt.NDArray[np.int64]


def a_year(facility: Facility, s: int) -> int:
    """Return what a person of a service costs a year [cents]."""
    return facility.per_person[s] if facility.per_person else 0


def borne(facility: Facility, s: int) -> int:
    """Return what the Land bears of it [cents]."""
    return facility.land_per_person[s] if facility.land_per_person else 0


def cost_of_person(question: Question, c: int, f: int, s: int, there: Sequence[Presence]) -> tuple[int, int]:
    """Return what one person of a cell costs carrier and Land at a facility for all its years [cents].

    Discounted, and each rounded half-even once.
    """
    exact = Fraction(0)
    for presence in there:
        places = Fraction(presence.places, 1000)
        exact += discount(question, presence.year) * question.spans[presence.year] * places
    facility = question.facilities[f]
    taken = 0
    if question.transport:
        least, cents = question.transport[s]
        taken = cents if question.seconds[c][facility.site][s] >= least else 0
    return round(exact * a_year(facility, s)) + round(exact * taken), round(exact * borne(facility, s))


def affordable(question: Question, lives: Sequence[Life], taken: Ints) -> npt.NDArray[np.bool_]:
    """Say of each crowd whether the budget has its money: taken by crowd, facility, service and year [1/1000]."""
    budget = question.budget
    fits = np.ones(len(taken), bool)
    if budget is None or budget.apply == "report":
        return fits
    for line, part in (("", budget), *budget.lines):
        fits &= _within(question, part, line, lives, taken)
    return fits


def _within(question: Question, part: Budget, line: str, lives: Sequence[Life], taken: Ints) -> npt.NDArray[np.bool_]:
    """Say whether what is granted for a line is enough; the empty line is everything."""
    fits, in_all = np.ones(len(taken), bool), []
    for t, span in enumerate(question.spans):
        paid = 1000 * sum(paid_by(life, t, part, line) for life in lives)
        running = np.zeros(len(taken), np.int64)
        for f, life in enumerate(lives):
            if part.running and line in ("", life.facility.line):
                running += 1000 * life.running[t]
                for s in range(len(question.services)):
                    running += a_year(life.facility, s) * taken[:, f, s, t]
        if part.per_year is not None:
            fits &= paid + running <= 1000 * part.per_year[t]
        in_all.append(paid + span * running)
    for first, last, money in part.periods:
        some = [spent for year, spent in zip(question.years, in_all, strict=True) if first <= year <= last]
        fits &= sum(some) <= 1000 * money
    return fits if part.total is None else fits & (sum(in_all) <= 1000 * part.total)


def paid_by(life: Life, t: int, part: Budget, line: str) -> int:
    """Return what a facility's measures of a line cost a budget in a year [cents]."""
    found = 0
    for u, act in enumerate(life.acts):
        if act and not act.under_way and line in ("", act.line or life.facility.line):
            if paid_year(life.question, act, u) == t:
                found += priced(life.question, act, act.cost) - part.grants * act.grant
            if u == t:
                found -= part.proceeds * life.brought[t]
    return found
