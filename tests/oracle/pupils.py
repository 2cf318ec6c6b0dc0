"""Places of one service against the people of another: the rule as plain loops, and random questions that have it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

import numpy as np
import numpy.typing as npt

from tests.oracle.question import Level, Question

Loads = npt.NDArray[np.int64]


@dataclass(frozen=True)
class PlacesFor:
    """The second service has places for a share of the people of the first, at each site or in all."""

    share: Fraction
    by: str = "region"
    apply: str = "enforce"


def enough_for(question: Question, levels: Sequence[Level], loads: Loads, s: int) -> npt.NDArray[np.bool_]:
    """Say of each crowd of service s whether the other service has places enough; one row a crowd in `loads`."""
    fits = np.ones(len(loads), bool)
    rule: PlacesFor | None = question.places_for
    if rule is None or rule.apply == "report" or s != 0:
        return fits
    for own in _scopes(question, rule.by):
        places = sum(_room(levels[f], 1) for f in own)
        fits &= rule.share.numerator * loads[:, own].sum(axis=1) <= rule.share.denominator * places
    return fits


def pupil_faults(question: Question, levels: Sequence[Level], there: Sequence[Sequence[int]]) -> list[str]:
    """Say where there are too few places, given the people by facility and service."""
    loads = np.array([[own[0] for own in there]], np.int64)
    return [] if enough_for(question, levels, loads, 0).all() else [f"too few places for {loads.tolist()}"]


def with_places_for(seed: int, question: Question, share: float) -> Question:
    """Return a question of a seed with places for the people of another service in some of them."""
    rng = Random(f"{seed} pupils")
    parts = (question.cohorts, question.policies, question.classes, question.fairness)
    if rng.random() >= share or len(question.services) < 2 or any(parts):
        return question
    ratio = rng.choice((Fraction(1), Fraction(1, 2), Fraction(2, 3), Fraction(873, 1000), Fraction(3, 2)))
    if rng.random() < 0.5:
        # Exactly on the limit of one level's places and some people.
        level = rng.choice(list(rng.choice(question.facilities).levels.values()))
        people = sum(cell[0][0] for cell in question.demand)
        ratio = Fraction(_room(level, 1), people) if people and _room(level, 1) else ratio
    rule = PlacesFor(ratio, rng.choice(("site", "region", "region")), "report" if rng.random() < 0.1 else "enforce")
    if rng.random() < 0.6:
        question = replace(question, minimum_size="report", everyone_served="", open_facilities=None, locks="report")
    return replace(question, places_for=rule)


def _scopes(question: Question, by: str) -> list[list[int]]:
    """List the facilities that are counted together."""
    if by == "region":
        return [list(range(len(question.facilities)))]
    sites = sorted({facility.site for facility in question.facilities})
    return [[f for f, facility in enumerate(question.facilities) if facility.site == site] for site in sites]


def _room(level: Level, s: int) -> int:
    return level.places[s] if level.total is None else min(level.places[s], level.total)
