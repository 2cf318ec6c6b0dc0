"""What a plan costs over all years: measures, what they bring in and leave, running cost, people."""

from fractions import Fraction
from typing import Literal

from netplan.audit.claim import Assigned
from netplan.audit.cohorts import years_there
from netplan.audit.levels import CLOSED
from netplan.audit.life import Payment
from netplan.audit.outcome import Outcome
from netplan.audit.quantities import half_even
from netplan.audit.question import Question


def cost(outcome: Outcome) -> int:
    """What carriers and Land bear together [cents]."""
    return carrier_cost(outcome) + land_cost(outcome)


def carrier_cost(outcome: Outcome) -> int:
    """Σ over measures, levels in years and people, each coefficient rounded half-even to a cent [cents]."""
    measures = sum(cost_of_measure(outcome, paid) - grant(outcome, paid) for paid in outcome.lives.payments)
    taken = sum(cost_of_way(outcome, row) for row in outcome.served)
    return measures + cost_of_levels(outcome, "running") + cost_of_people(outcome, "per_person") + taken


def land_cost(outcome: Outcome) -> int:
    """Σ over grants, and what the Land bears of levels in years and of people [cents]."""
    grants = sum(grant(outcome, paid) for paid in outcome.lives.payments)
    return grants + cost_of_levels(outcome, "land") + cost_of_people(outcome, "land_per_person")


def grant(outcome: Outcome, paid: Payment) -> int:
    """Give the grant for a measure, discounted from the year in which its cost is paid [cents]."""
    return 0 if paid.paid_year is None else half_even(discount(outcome.question, paid.paid_year) * paid.grant)


def cost_of_levels(outcome: Outcome, who: Literal["running", "land"]) -> int:
    """Give what one of those who pay bears of open facilities in all years, whoever comes [cents]."""
    question = outcome.question
    return sum(
        half_even(
            discount(question, house.year)
            * outcome.span(house.year)
            * (house.level.running if who == "running" else house.level.land)
        )
        for house in outcome.houses
    )


def cost_of_people(outcome: Outcome, who: Literal["per_person", "land_per_person"]) -> int:
    """Give what one of those who pay bears of all people [cents]; those who come and go together cost alike."""
    alike: dict[tuple[object, ...], list[Assigned]] = {}
    for row in outcome.served:
        alike.setdefault((row.year, row.service, row.facility, row.grade, row.until), []).append(row)
    return sum(cost_of_person(outcome, rows[0], who) * sum(int(row.people) for row in rows) for rows in alike.values())


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


def cost_of_person(outcome: Outcome, row: Assigned, who: Literal["per_person", "land_per_person"]) -> int:
    """Half-even Σ over a person's years of d · span · places taken · what a person costs a year [cents]."""
    exact = Fraction(0)
    for year, places in years_there(outcome.question, row):
        level = outcome.level_at(row, year)
        if level is not None:
            of_service = level.per_person if who == "per_person" else level.land_per_person
            each = of_service.get(row.service, 0)
            exact += discount(outcome.question, year) * outcome.span(year) * places * each
    return half_even(exact)


def cost_of_way(outcome: Outcome, row: Assigned) -> int:
    """People · half-even Σ over their years of d · span · places taken · cost of transport for a year [cents]."""
    each, exact = outcome.transport(row), Fraction(0)
    if not each:
        return 0
    for year, places in years_there(outcome.question, row):
        exact += discount(outcome.question, year) * outcome.span(year) * places * each
    return half_even(exact) * int(row.people)


def transport_by_year(outcome: Outcome) -> dict[int, int]:
    """Give what transport costs in each listed year, nominal, by the places people take, rounded half-even [cents]."""
    found = dict.fromkeys(outcome.question.years, Fraction(0))
    for row in outcome.served:
        for year, places in years_there(outcome.question, row):
            found[year] += Fraction(row.people) * places * outcome.transport(row)
    return {year: half_even(cents) for year, cents in found.items()}


def discount(question: Question, year: int) -> Fraction:
    """d[y] = 1 / (1 + r)^(y − base), exact."""
    return (1 + question.discount) ** (question.base_year - year)
