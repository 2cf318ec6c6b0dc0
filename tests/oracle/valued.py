"""Questions whose cost has other goals beside it, each at its exchange rate."""

from dataclasses import replace
from random import Random

from tests.oracle.question import Goal, Question

RATES = {"person_minutes": (1, 2, 5), "beyond_target": (30, 200), "open_facilities": (50, 400), "closures": (100, 900)}
"""By goal: what one of its units may be worth [cents]; whole cents a second, so that nothing has to be rounded."""


def with_valued_goals(seed: int, question: Question, share: float) -> Question:
    """Let cost stand for itself and for what other goals are worth, in a share of the questions."""
    rng = Random(f"{seed} valued")
    if rng.random() >= share:
        return question
    rates = tuple((name, rng.choice(RATES[name])) for name in rng.sample(list(RATES), rng.choice((1, 1, 2, 3))))
    valued = Goal("cost_with", percent=rng.choice((0, 0, 0, 5)), rates=rates)
    first, *later = question.goals
    rest = [goal for goal in later if goal.name != "cost"]
    place = rng.choice((0, 0, 0, len(rest)))
    return replace(question, goals=(first, *rest[:place], valued, *rest[place:]))
