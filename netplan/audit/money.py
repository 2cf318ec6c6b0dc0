"""What a plan costs over all years: measures, what they bring in and leave, running cost, people."""

from fractions import Fraction

from netplan.audit.claim import Assigned
from netplan.audit.cohorts import years_there
from netplan.audit.levels import CLOSED
from netplan.audit.life import Payment
from netplan.audit.outcome import Outcome
from netplan.audit.quantities import half_even
from netplan.audit.question import Question


def cost(outcome: Outcome) -> int:
    """Σ over measures, levels in years and people, each coefficient rounded half-even to a cent [cents]."""
    running = sum(
        half_even(discount(outcome.question, house.year) * outcome.span(house.year) * house.level.running)
        for house in outcome.houses
    )
    people = sum(cost_of_people(outcome, row) for row in outcome.served)
    return sum(cost_of_measure(outcome, paid) for paid in outcome.lives.payments) + running + people


def cost_of_measure(outcome: Outcome, paid: Payment) -> int:
    """Give what a measure costs less what it brings in and what of it is left, each discounted [cents]."""
    if paid.paid_year is None:
        return 0
    question = outcome.question
    brought = half_even(discount(question, paid.year) * paid.proceeds) if paid.year else 0
    return half_even(discount(question, paid.paid_year) * paid.cents) - brought - residual(outcome, paid)


def residual(outcome: Outcome, paid: Payment) -> int:
    """Give what is left at the end: d[end] · cost · max(0, 1 − (end − year) / life), 0 for a facility closed then."""
    question = outcome.question
    if not question.residual or paid.life is None or outcome.lives.positions[paid.facility][-1].level == CLOSED:
        return 0
    end = question.years[-1] + question.spans[-1]
    share = 1 - Fraction(end - paid.year) / paid.life
    return half_even(discount(question, end) * paid.cents * share) if share > 0 else 0


def cost_of_people(outcome: Outcome, row: Assigned) -> int:
    """People · half-even Σ over their years of d · span · places taken · what a person costs a year [cents]."""
    exact = Fraction(0)
    for year, places in years_there(outcome.question, row):
        exact += discount(outcome.question, year) * outcome.span(year) * places * outcome.per_person(row, year)
    return half_even(exact) * int(row.people)


def discount(question: Question, year: int) -> Fraction:
    """d[y] = 1 / (1 + r)^(y − base), exact."""
    return (1 + question.discount) ** (question.base_year - year)
