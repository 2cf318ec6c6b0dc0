"""The best plan of a tiny question, found by trying every life of every facility and every crowd.

Written from the specification, to be right rather than fast. Nothing of netplan is imported.

Every choice of one life for each facility is kept if the rules on facilities allow it, and meets everything that
people can do in it. Goals are then taken in order: the least value among what is left, its limit, and only what
keeps the limit goes on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from tests.oracle import cohorts
from tests.oracle.branches import keeps_branches
from tests.oracle.classes import with_excuses
from tests.oracle.conversions import keeps_conversions
from tests.oracle.crowds import Crowds
from tests.oracle.fairness import FairCrowds
from tests.oracle.lives import Life, lives_of
from tests.oracle.measures import keeps
from tests.oracle.money import affordable
from tests.oracle.policies import PolicyCrowds
from tests.oracle.provision import keeps_provision, permitted
from tests.oracle.question import Goal, Question, counted, with_values
from tests.oracle.rooms import keeps_rooms


@dataclass(frozen=True)
class Stage:
    """One goal: the least value that the limits of the earlier goals allow, and its own limit."""

    goal: str
    value: int
    limit: int


def best(question: Question) -> tuple[Stage, ...] | None:
    """Return every goal's stage in order, None where no plan exists."""
    found = list(outcomes(question))
    stages = []
    for place, goal in enumerate(question.goals):
        if not found:
            return None
        value = min(outcome[place] for outcome in found)
        limit = limit_of(goal, value)
        stages.append(Stage(goal.name, value, limit))
        found = [outcome for outcome in found if outcome[place] <= limit]
    return tuple(stages)


def outcomes(question: Question) -> Iterator[tuple[int, ...]]:
    """Yield what plans can reach, one number a goal; worse ones and ones beyond the first limit are left out."""
    all_lives = [
        permitted(question, with_excuses(question, lives_of(question, facility))) for facility in question.facilities
    ]
    choices = [lives for lives in product(*all_lives) if keeps_rules(question, lives)]
    if question.cohorts:
        yield from cohorts.outcomes(question, choices, counted(question))
        return
    named = {goal.name for goal in question.goals}
    ways = sorted({s for cell in question.seconds for site in cell for s in site} | {0})
    anything = ways[-1]
    crowds = {longest: crowds_of(question, longest) for longest in (ways if "longest_way" in named else [anything])}
    least = [crowds[anything].fewest_unserved(lives) for lives in choices]
    served = [number for number in least if number is not None]
    if not served:
        return
    most = limit_of(question.goals[0], min(served))
    for lives, number in zip(choices, least, strict=True):
        if number is None or number > most:
            continue
        facts = {
            "cost": sum(life.cost for life in lives),
            "carrier_cost": sum(life.carrier_cost for life in lives),
            "land_cost": sum(life.land_cost for life in lives),
            "open_facilities": sum(
                span * is_open for life in lives for span, is_open in zip(question.spans, life.is_open, strict=True)
            ),
            "closures": sum(life.closures for life in lives),
        }
        for longest, crowd in crowds.items():
            for unserved, beyond, seconds, tails, weighed, gap in crowd.people(lives, most):
                facts |= {"unserved": unserved, "beyond_target": beyond, "worst_tenth": tails}
                facts |= {
                    "person_minutes": seconds,
                    "longest_way": longest,
                    "weighted_minutes": weighed,
                    "group_gap": gap,
                }
                told = with_values(question, facts)
                yield tuple(told[goal.name] for goal in question.goals)


def crowds_of(question: Question, longest: int) -> Crowds:
    """Return who can be where in a question: with somebody who looks at the worst off, with policies, or neither."""
    if question.fairness:
        return FairCrowds(question, longest)
    return PolicyCrowds(question, longest) if question.policies else Crowds(question, longest)


def limit_of(goal: Goal, value: int) -> int:
    """Return what later goals have to keep."""
    return value + goal.percent * abs(value) // 100 + goal.amount


def keeps_rules(question: Question, lives: Sequence[Life]) -> bool:
    """Say whether lives together keep the rules that couple facilities."""
    rules = (keeps_budget, keeps_programmes, keeps_measures_per_year, keeps_open_facilities, keeps_provision, keeps)
    return all(rule(question, lives) for rule in (*rules, keeps_rooms, keeps_conversions, keeps_branches))


def keeps_budget(question: Question, lives: Sequence[Life]) -> bool:
    """Say whether the council's money is enough for measures and buildings; people are counted where they cost."""
    nobody = np.zeros((1, len(lives), len(question.services), len(question.years)), np.int64)
    return bool(affordable(question, lives, nobody).all())


def keeps_programmes(question: Question, lives: Sequence[Life]) -> bool:
    """Say whether no programme pays more than it has."""
    spent = [0] * len(question.programmes)
    for act in (act for life in lives for act in life.acts if act and act.programme is not None):
        spent[act.programme or 0] += act.grant
    return all(one.total is None or paid <= one.total for one, paid in zip(question.programmes, spent, strict=True))


def keeps_measures_per_year(question: Question, lives: Sequence[Life]) -> bool:
    """Say whether no year has too many measures."""
    rule = question.measures_per_year
    if rule is None or rule.apply == "report" or rule.most is None:
        return True
    return all(sum(act is not None for act in acts) <= rule.most for acts in zip(*(x.acts for x in lives), strict=True))


def keeps_open_facilities(question: Question, lives: Sequence[Life]) -> bool:
    """Say whether neither too few nor too many facilities are open."""
    rule = question.open_facilities
    if rule is None or rule.apply == "report":
        return True
    for year, now in zip(question.years, zip(*(life.is_open for life in lives), strict=True), strict=True):
        if year < rule.since:
            continue
        if (rule.most is not None and sum(now) > rule.most) or (rule.least is not None and sum(now) < rule.least):
            return False
    return True
