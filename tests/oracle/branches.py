"""Schools of several houses: the rule as plain loops, and random questions that have it."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import numpy.typing as npt

from tests.oracle.lives import Life
from tests.oracle.question import KINDS, Level, Question

Loads = npt.NDArray[np.int64]


def keeps_branches(question: Question, lives: Sequence[Life]) -> bool:
    """Say whether no branch is open without its main school."""
    if question.branches_apply == "report":
        return True
    by_name = {life.facility.name: life.is_open for life in lives}
    return not any(
        branch and not main
        for one, other in question.branches
        if one in by_name and other in by_name
        for branch, main in zip(by_name[one], by_name[other], strict=True)
    )


def houses(question: Question) -> dict[int, list[int]]:
    """Return the houses of each main school, itself included, by the places of facilities."""
    names = [facility.name for facility in question.facilities]
    found: dict[int, list[int]] = {}
    for branch, main in question.branches:
        if branch in names and main in names:
            found.setdefault(names.index(main), [names.index(main)]).append(names.index(branch))
    return found


def is_house(question: Question, facility: int) -> bool:
    """Say whether a facility is one of several houses: then it has no minimum of its own."""
    return any(facility in several for several in houses(question).values())


def large_enough(question: Question, levels: Sequence[Level], loads: Loads, s: int | None) -> npt.NDArray[np.bool_]:
    """Say of each crowd whether every school has the people that its main house asks for, of a service or in all.

    `loads` has one row a crowd and one column a facility.
    """
    fits = np.ones(len(loads), bool)
    if question.branches_apply == "enforce":
        for main, several in houses(question).items():
            least = levels[main].least_total if s is None else levels[main].least[s]
            fits &= loads[:, several].sum(axis=1) >= least
    return fits


def branch_faults(question: Question, levels: Sequence[Level], there: Sequence[Sequence[int]]) -> list[str]:
    """Say which schools are too small as a whole, given the people by facility and service."""
    found = []
    for s in (*range(len(question.services)), None):
        loads = np.array([[sum(own) if s is None else own[s] for own in there]], np.int64)
        if not large_enough(question, levels, loads, s).all():
            found.append(f"a school of several houses has {loads.tolist()} for service {s}")
    return found


def with_branches(seed: int, question: Question, share: float) -> Question:
    """Return a question of a seed with branches in some of them."""
    rng = Random(f"{seed} branches")
    parts = (question.cohorts, question.policies, question.classes, question.fairness)
    if rng.random() >= share or len(question.facilities) < 2 or any(parts):
        return question
    main, *others = rng.sample([facility.name for facility in question.facilities], len(question.facilities))
    branches = [(name, main) for name in others if rng.random() < 0.7] or [(others[0], main)]
    # A school alone often misses what it keeps with its branch.
    lift = rng.random() < 0.5
    facilities = tuple(
        replace(facility, levels={name: _asking(level) for name, level in facility.levels.items()})
        if facility.name == main and lift
        else facility
        for facility in question.facilities
    )
    return replace(
        question,
        facilities=facilities,
        kinds=KINDS if rng.random() < 0.6 else question.kinds,
        minimum_size=rng.choice(("enforce", "enforce", "new_only", "report", "")),
        branches=tuple(branches),
        branches_apply="report" if rng.random() < 0.1 else "enforce",
    )


def _asking(level: Level) -> Level:
    """Return a level that asks for as many people as it has places."""
    return level if level.stays else replace(level, least=level.places)
