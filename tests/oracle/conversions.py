"""Houses that one facility leaves and another takes: the rule as a plain loop, and random questions that have it."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tests.oracle.lives import Life
from tests.oracle.question import CLOSED, KINDS, Question


def keeps_conversions(question: Question, lives: Sequence[Life]) -> bool:
    """Say whether no house is used by both its facilities in any year."""
    if question.conversions_apply == "report":
        return True
    by_name = {life.facility.name: life.is_open for life in lives}
    return not any(
        before and after
        for one, other in question.conversions
        if one in by_name and other in by_name
        for before, after in zip(by_name[one], by_name[other], strict=True)
    )


def with_conversions(seed: int, question: Question, share: float) -> Question:
    """Return a question of a seed with conversions in some of them."""
    rng = Random(f"{seed} conversions")
    if rng.random() >= share or len(question.facilities) < 2:
        return question
    names = [facility.name for facility in question.facilities]
    pairs = [rng.sample(names, 2)]
    if len(names) > 2 and rng.random() < 0.3:
        pairs.append([pairs[0][1], next(name for name in names if name not in pairs[0])])
    # Mostly one of both is closed today: then something may be decided.
    facilities = tuple(
        replace(facility, today=CLOSED, lock="")
        if facility.name in {other for _, other in pairs} and rng.random() < 0.6 and _is_free(question)
        else facility
        for facility in question.facilities
    )
    return replace(
        question,
        facilities=facilities,
        kinds=KINDS if rng.random() < 0.7 else question.kinds,
        conversions=tuple((one, other) for one, other in pairs),
        conversions_apply="report" if rng.random() < 0.1 else "enforce",
    )


def _is_free(question: Question) -> bool:
    """Whether nobody is there today who would have to stay."""
    return not (question.cohorts and question.cohorts.attendance)
