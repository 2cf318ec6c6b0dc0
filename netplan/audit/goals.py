"""Every goal's value, recomputed in integers."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise

from netplan.audit.claim import Assigned, ClaimedGoal, Count
from netplan.audit.cohorts import is_there
from netplan.audit.journeys import group_of
from netplan.audit.levels import CLOSED
from netplan.audit.money import carrier_cost, cost, land_cost
from netplan.audit.moves import moved
from netplan.audit.outcome import Outcome
from netplan.audit.quantities import half_even
from netplan.audit.tenth import MINUTE, longest_tenth
from netplan.audit.verdict import Check, check


def unserved(outcome: Outcome) -> Count:
    """Σ years there · unserved [persons]."""
    return sum(outcome.stay(row) * row.people for row in outcome.claim.assigned if not row.facility)


def person_minutes(outcome: Outcome) -> Count:
    """Σ years there · people · seconds [person-seconds]."""
    return sum(outcome.stay(row) * row.people * outcome.way(row) for row in outcome.served)


def beyond_target(outcome: Outcome) -> Count:
    """Σ years there · people whose way is longer than the target time of their service [persons]."""
    return sum(outcome.stay(row) * row.people for row in outcome.served if is_beyond(outcome, row))


def is_beyond(outcome: Outcome, row: Assigned) -> bool:
    """Whether a way is longer than the target time: seconds > target."""
    if row.service not in outcome.question.services:
        return False
    target = outcome.question.journey(row.service, row.cell).target
    return target is not None and outcome.way(row) > target


def open_facilities(outcome: Outcome) -> int:
    """Σ span · [level ≠ closed] [facility-years]."""
    return sum(outcome.span(house.year) for house in outcome.houses if house.is_open)


def closures(outcome: Outcome) -> int:
    """Steps from another level to closed, the level of today before the first year included [closures]."""
    return sum(
        before.level != CLOSED and now.level == CLOSED
        for path in outcome.lives.positions.values()
        for before, now in pairwise(path)
    )


def longest_way(outcome: Outcome) -> int:
    """Most seconds of a pair with people; 0 where there is none [seconds]."""
    return max((outcome.way(row) for row in outcome.served), default=0)


def worst_tenth(outcome: Outcome) -> Count:
    """Ten times Σ span · longest ways of a tenth, by service and listed year [person-seconds]."""
    question = outcome.question
    found = sum(
        (
            outcome.span(year) * longest_tenth(ways_of(outcome, service, year))
            for year in question.years
            for service in question.services
        ),
        Fraction(0),
    )
    exact = 10 * MINUTE * found
    return int(exact) if exact.denominator == 1 else exact


def group_gap(outcome: Outcome) -> int:
    """By how many per mille, rounded up, the worst-off group is less often within its target than everybody."""
    question, widest = outcome.question, 0
    for service in question.services:
        for year in question.years:
            rows = [r for r in outcome.claim.assigned if r.service == service and is_there(question, r, year)]
            every = without(outcome, rows)
            for group in question.groups:
                own = without(outcome, [row for row in rows if group_of(row.cell) == group])
                if own is not None and every is not None:
                    widest = max(widest, -(-1000 * (own - every) // 1))
    return widest


def without(outcome: Outcome, rows: list[Assigned]) -> Fraction | None:
    """Give the share of people who have no place within their target; None where there is nobody."""
    people = sum((Fraction(row.people) for row in rows), Fraction(0))
    far = sum((Fraction(r.people) for r in rows if not r.facility or is_beyond(outcome, r)), Fraction(0))
    return far / people if people else None


def ways_of(outcome: Outcome, service: str, year: int) -> list[tuple[int, Count]]:
    """Give (seconds, people) of everyone who is served by a service in a year."""
    return [
        (outcome.way(row), row.people)
        for row in outcome.served
        if row.service == service and is_there(outcome.question, row, year)
    ]


def weighted_minutes(outcome: Outcome) -> Count:
    """Σ years there · people · seconds as they count, each way rounded half-even [person-seconds]."""
    return sum(
        outcome.stay(row) * row.people * half_even(outcome.weight(row) * outcome.way(row))
        for row in outcome.served
        if row.service in outcome.question.services
    )


def cost_with(outcome: Outcome) -> Count:
    """Cost + what each other goal is worth, each coefficient rounded half-even to a cent [cents]."""
    rates = outcome.question.rates
    found: Count = cost(outcome)
    for row in outcome.served:
        worth = half_even(rates.get("person_minutes", 0) * Fraction(outcome.way(row)))
        far = half_even(Fraction(rates.get("beyond_target", 0))) if is_beyond(outcome, row) else 0
        found += outcome.stay(row) * row.people * (worth + far)
    a_year = Fraction(rates.get("open_facilities", 0))
    found += sum(half_even(a_year * outcome.span(house.year)) for house in outcome.houses if house.is_open)
    return found + closures(outcome) * half_even(Fraction(rates.get("closures", 0)))


GOALS: Mapping[str, Callable[[Outcome], Count]] = {
    "unserved": unserved,
    "cost": cost,
    "carrier_cost": carrier_cost,
    "land_cost": land_cost,
    "person_minutes": person_minutes,
    "beyond_target": beyond_target,
    "open_facilities": open_facilities,
    "closures": closures,
    "moved": lambda outcome: moved(outcome.question, outcome.claim),
    "cost_with": cost_with,
    "weighted_minutes": weighted_minutes,
    "longest_way": longest_way,
    "worst_tenth": worst_tenth,
    "group_gap": group_gap,
}
"""How each goal is counted."""


def judge_goals(outcome: Outcome) -> tuple[Check, ...]:
    """Judge which goals are stated, each value, and that bound ≤ value ≤ limit."""
    said = outcome.claim.goals
    asked = outcome.question.goals
    names = [goal.name for goal in said]
    wrong = [] if names == list(asked) else [f"the scenario asks {', '.join(asked)}"]
    broken = [f"{g.name}: {g.bound} ≤ {g.value} ≤ {g.limit} is not true" for g in said if not is_ordered(g)]
    return (
        check("goals", "the goals of the scenario, in order", f"{len(said)} goals", f"{len(asked)} goals", wrong),
        *(value_row(outcome, goal) for goal in said if goal.name in GOALS),
        check(
            "limits",
            "bound ≤ value ≤ limit of each goal",
            f"{len(said)} goals",
            f"{len(said) - len(broken)} in order",
            broken,
        ),
    )


def value_row(outcome: Outcome, goal: ClaimedGoal) -> Check:
    """Compare one goal's value."""
    found = GOALS[goal.name](outcome)
    differs = [] if found == goal.value else [f"differs by {goal.value - found}"]
    return check(f"goal {goal.name}", "value on the plan", goal.value, found, differs)


def is_ordered(goal: ClaimedGoal) -> bool:
    """Whether bound ≤ value ≤ limit."""
    return goal.bound <= goal.value <= goal.limit
