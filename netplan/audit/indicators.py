"""The indicators that are printed of a plan, recomputed, so that a comparison can be held against them."""

from netplan.audit.cohorts import is_there
from netplan.audit.goals import is_beyond
from netplan.audit.money import cost, transport_by_year
from netplan.audit.outcome import Outcome
from netplan.audit.quantities import half_even
from netplan.audit.rules import open_by_year, paid_by_year, people_by_year, running_by_year
from netplan.audit.tenth import mean_tenth


def indicators(outcome: Outcome) -> dict[str, object]:
    """Give each indicator: by listed year a mapping, in all an integer; money in cents, ways in seconds.

    `person_seconds` and `served` give the exact mean; `mean_s` is their quotient, None where nobody is served.
    `investment_cents` is nominal, by year paid; `running_cents` is that of one year,
    `per_person_cents` its part that people cost; `transport_cents` of taking people
    there in one year; `cost_cents` is the goal's.
    """
    question = outcome.question
    ways = {year: ways_of(outcome, year) for year in question.years}
    served = {year: sum(people for _, people in found) for year, found in ways.items()}
    person_seconds = {year: sum(seconds * people for seconds, people in found) for year, found in ways.items()}
    return {
        "open": open_by_year(question, outcome.houses),
        "places": {y: sum(h.level.size for h in outcome.houses if h.year == y) for y in question.years},
        "served": served,
        "unserved": {
            y: sum(int(row.people) for row in outcome.claim.assigned if is_there(question, row, y) and not row.facility)
            for y in question.years
        },
        "person_seconds": person_seconds,
        "mean_s": {y: person_seconds[y] / n if n else None for y, n in served.items()},
        "p95_s": {y: nearest_rank(found, 95) for y, found in ways.items()},
        "worst_tenth_s": {y: mean_tenth(found) for y, found in ways.items()},
        "longest_s": {y: max((seconds for seconds, _ in found), default=0) for y, found in ways.items()},
        "beyond_target": {
            y: sum(int(row.people) for row in outcome.served if is_there(question, row, y) and is_beyond(outcome, row))
            for y in question.years
        },
        "investment_cents": paid_by_year(question, outcome.lives),
        "running_cents": {y: half_even(cents) for y, cents in running_by_year(question, outcome.houses).items()},
        "per_person_cents": {y: half_even(cents) for y, cents in people_by_year(question, outcome.houses).items()},
        "transport_cents": transport_by_year(outcome),
        "cost_cents": cost(outcome),
    }


def ways_of(outcome: Outcome, year: int) -> list[tuple[int, int]]:
    """Give (seconds, people) of everyone who is served in a year, shortest first."""
    there = (row for row in outcome.served if is_there(outcome.question, row, year))
    return sorted((outcome.way(row), int(row.people)) for row in there)


def nearest_rank(ways: list[tuple[int, int]], percent: int) -> int:
    """Give the way of the person at rank ⌈percent · people / 100⌉ of ways in ascending order; 0 for nobody."""
    rank = -(-percent * sum(people for _, people in ways) // 100)
    for seconds, people in ways:
        rank -= people
        if rank <= 0:
            return seconds
    return 0
