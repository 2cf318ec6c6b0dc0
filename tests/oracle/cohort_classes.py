"""Classes where people are told apart by grade: plain loops over numbers of classes, written from the law."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

import numpy as np
import numpy.typing as npt

from tests.oracle.class_law import ClassLaw, Exempt
from tests.oracle.classes import granted, with_excuses
from tests.oracle.lives import Life, level_of
from tests.oracle.question import Facility, Level, Question
from tests.oracle.stays import grades_of, presences

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def taught(question: Question, life: Life, s: int, t: int, sizes: Ints) -> Bools:
    """Say which sizes, one row each, one column a grade [1/1000], are lawful classes at a facility in a year."""
    law, level = question.classes, level_of(life.facility, life.levels[t])
    grant = granted(question, life, t)[s]
    if law is None or not grant[0] or not level.parallel:
        return np.ones(len(sizes), bool)
    grades = grades_of(question, s)
    carried = (sizes[:, :grades] <= 1000 * law.most * level.parallel).all(axis=1)
    if level.stays or not level.intake:
        return np.asarray(carried)
    formed = [is_formed(life, s, t, years) for years in range(grades)]
    open_ones = [one for one, is_open in zip(law.exempt, grant[1:], strict=True) if is_open]
    found = np.zeros(len(sizes), bool)
    for one in (Exempt("law"), *open_ones):
        found |= _obeys(law, one, level.parallel, sizes[:, :grades], formed)
    return np.asarray(carried & found)


def is_formed(life: Life, s: int, t: int, years: int) -> bool:
    """Say whether people could enter a facility so many years ago, and there were places for them since."""
    names = [life.levels[y] if y >= 0 else life.facility.today for y in range(t - years, t + 1)]
    levels = [level_of(life.facility, name) for name in names]
    return (levels[0].intake or years == 0) and all(level.places[s] and level.total != 0 for level in levels)


def _obeys(law: ClassLaw, one: Exempt, parallel: int, sizes: Ints, formed: Sequence[bool]) -> Bools:
    first = law.first if one.first is None else one.first
    further = law.further if one.further is None else one.further
    fewest = law.fewest if one.fewest is None else one.fewest
    people = sizes.sum(axis=1)
    fits = np.ones(len(sizes), bool)
    if formed[-1]:
        fits &= people >= 1000 * one.total
    if not one.mixed:
        for g in range(1, len(formed)):
            if formed[g]:
                fits &= sizes[:, g] >= 1000 * first
    counted = people if one.mixed else sizes[:, 0]
    parted = np.zeros(len(sizes), bool)
    for classes in range(fewest, parallel * (len(formed) if one.mixed else 1) + 1):
        least = first + further * (classes - 1)
        parted |= (1000 * least <= counted) & (counted <= 1000 * law.most * classes)
    return fits & parted


def cohort_class_faults(question: Question, lives: Sequence[Life], go: Mapping[tuple[int, ...], int]) -> list[str]:
    """Say where the people of a plan, grade by grade, cannot be parted into classes."""
    found = []
    for f, life in enumerate(lives):
        for s in range(len(question.services)):
            sizes = np.zeros((len(question.years), 1, grades_of(question, s)), np.int64)
            for (_, to, b, e), people in go.items():
                for presence in presences(question, s, e) if (to, b) == (f, s) else ():
                    sizes[presence.year, 0, presence.grade - 1] += people * presence.places
            ways = with_excuses(question, [life])
            if not any(all(taught(question, way, s, t, sizes[t]).all() for t in range(len(sizes))) for way in ways):
                found.append(f"{life.facility.name} has {sizes.tolist()} in service {s}, which are no classes")
    return found


def with_cohort_classes(seed: int, question: Question, share: float) -> Question:
    """Put a law on classes into nearly half of the questions with cohorts, or a larger share."""
    rng = Random(f"{seed} cohort classes")
    if question.cohorts is None or not any(question.cohorts.halves) or rng.random() >= max(share, 0.45):
        return question
    most = rng.choice((1, 2, 2, 3, 4))
    first = rng.randint(1, 1 + most // 2)
    law = ClassLaw(
        first,
        max(1, first - rng.choice((0, 0, 1))),
        most,
        rng.choice((1, 1, 1, 1, 2)),
        exempt=tuple(_exempt(rng, first, may_be_short=len(question.services) == 1)),
        apply=rng.choice(("enforce",) * 6 + ("new_only", "new_only", "report")),
    )
    facilities = tuple(_facility(rng, question, law, facility) for facility in question.facilities)
    return replace(question, facilities=facilities, classes=law)


def _facility(rng: Random, question: Question, law: ClassLaw, facility: Facility) -> Facility:
    grades = max(grades_of(question, s) for s in range(len(question.services)))

    def parallel(level: Level) -> int:
        carried = max(1, round(max(level.places) / (law.most * grades)) + rng.choice((0, 0, 1)))
        return carried if rng.random() < 0.85 else 0

    return replace(
        facility, levels={name: replace(one, parallel=parallel(one)) for name, one in facility.levels.items()}
    )


def _exempt(rng: Random, first: int, *, may_be_short: bool) -> list[Exempt]:
    found = []
    if rng.random() < 0.3:
        found.append(Exempt("small", first=first - 1, total=rng.choice((0, 1, 2)), only_existing=True))
    if rng.random() < 0.25:
        found.append(
            Exempt("mixed", first=first, further=first, fewest=1, mixed=True, only_existing=rng.random() < 0.5)
        )
    if may_be_short and rng.random() < 0.45:
        found.append(Exempt("short", first=0, fewest=1, years=rng.choice((1, 1, 2))))
    return found
