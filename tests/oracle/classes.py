"""Who can be parted into classes, written from the law: try every number of classes, every exception, every year."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from random import Random

import numpy as np
import numpy.typing as npt

from tests.oracle.class_law import ClassLaw, Exempt
from tests.oracle.lives import Life, level_of
from tests.oracle.question import CLOSED, Level, Question

Grant = tuple[bool, ...]
"""For one facility and service in one year: whether it is asked at all, then whether each exception is open to it."""


def with_excuses(question: Question, lives: Sequence[Life]) -> list[Life]:
    """Return every life with every choice of years in which the exception for some years is used."""
    law = question.classes
    limit = next((one.years for one in law.exempt if one.years), 0) if law else 0
    if not limit:
        return list(lives)
    patterns = list(_widest(question, limit))
    each = [tuple(some) for some in product(patterns, repeat=len(question.services))]
    return [replace(life, excused=some) for life in lives for some in each]


def granted(question: Question, life: Life, t: int) -> tuple[Grant, ...]:
    """Say what a facility is asked and what is open to it in a year, service by service."""
    law = question.classes
    if law is None or law.apply == "report":
        return ((False,),) * len(question.services)
    asked = law.apply == "enforce" or life.touched[t]
    existing = life.facility.today != CLOSED and all(life.is_open[:t])
    found = []
    for s in range(len(question.services)):
        in_time = [not one.years or t in life.excused[s] for one in law.exempt]
        is_open = [existing or not one.only_existing for one in law.exempt]
        found.append((asked, *(time and there for time, there in zip(in_time, is_open, strict=True))))
    return tuple(found)


def taught(
    question: Question, levels: Sequence[Level], grants: Sequence[Grant], loads: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Say which loads, one row each, one column a facility, can be parted into classes everywhere."""
    law = question.classes
    fits = np.ones(len(loads), dtype=bool)
    for f, (level, grant) in enumerate(zip(levels, grants, strict=True)):
        if law is not None and grant[0] and level.parallel:
            possible = [
                can_be_taught(law, level, grant, people) for people in range(int(loads[:, f].max(initial=0)) + 1)
            ]
            fits &= np.array(possible)[loads[:, f]]
    return fits


def can_be_taught(law: ClassLaw, level: Level, grant: Grant, people: int) -> bool:
    """Say whether people can be parted into classes by the law or by an exception that is open."""
    if level.stays:
        return people <= law.grades * law.most * level.parallel
    open_ones = [one for one, is_open in zip(law.exempt, grant[1:], strict=True) if is_open]
    return any(_obeys(law, one, level.parallel, people) for one in (Exempt("law"), *open_ones))


def _obeys(law: ClassLaw, one: Exempt, parallel: int, people: int) -> bool:
    first = law.first if one.first is None else one.first
    further = law.further if one.further is None else one.further
    fewest = law.fewest if one.fewest is None else one.fewest
    times = 1 if one.mixed else law.grades
    last = parallel * law.grades if one.mixed else parallel
    for classes in range(fewest, last + 1):
        if times * (first + further * (classes - 1)) <= people <= times * law.most * classes and people >= one.total:
            return True
    return False


def _widest(question: Question, limit: int) -> Iterator[frozenset[int]]:
    """Yield the sets of years that have no run longer than the limit and cannot be made larger."""
    years = range(len(question.years))
    kept = [frozenset(some) for n in years for some in combinations(years, n) if _is_short(question, some, limit)]
    kept += [frozenset(years)] * _is_short(question, tuple(years), limit)
    yield from (some for some in kept if not any(some < other for other in kept))


def _is_short(question: Question, some: Sequence[int], limit: int) -> bool:
    run = 0
    for t in range(len(question.years)):
        run = run + question.spans[t] if t in some else 0
        if run > limit:
            return False
    return True


def class_faults(question: Question, lives: Sequence[Life], loads: Sequence[Sequence[Sequence[int]]]) -> list[str]:
    """Say where the people of a plan, by facility, service and year, cannot be parted into classes."""
    law = question.classes
    if law is None or law.apply == "report":
        return []
    found = []
    for life, by_service in zip(lives, loads, strict=True):
        for s, by_year in enumerate(by_service):
            ways = with_excuses(question, [life])
            if not any(_all_years(question, law, way, s, by_year) for way in ways):
                found.append(f"{life.facility.name} has {by_year} in service {s}, which are no classes")
    return found


def _all_years(question: Question, law: ClassLaw, life: Life, s: int, by_year: Sequence[int]) -> bool:
    for t, people in enumerate(by_year):
        level, grant = level_of(life.facility, life.levels[t]), granted(question, life, t)[s]
        if grant[0] and level.parallel and not can_be_taught(law, level, grant, people):
            return False
    return True


def with_classes(seed: int, question: Question, share: float) -> Question:
    """Put a law on classes into a share of the questions without cohorts, half of them exactly on a limit."""
    rng = Random(f"{seed} classes")
    if rng.random() >= share or question.cohorts:
        return question
    sizes = [
        sum(cell[s][t] for cell in question.demand) for s in range(len(question.services)) for t in _years(question)
    ]
    most = max(2, max(sizes) // rng.choice((2, 3, 3, 4, 5)))
    first = rng.randint((most + 1) // 2, most)
    law = ClassLaw(
        first,
        max(1, first - rng.choice((0, 0, 1))),
        most,
        rng.choice((1, 1, 1, 2)),
        exempt=tuple(_exempt(rng, first, may_be_short=len(question.years) < 3 or len(question.services) == 1)),
        apply=rng.choice(("enforce",) * 5 + ("new_only", "new_only", "report")),
    )
    if rng.random() < 0.5:
        law = _on_a_limit(rng, question, law)
    if rng.random() < 0.2:
        law = replace(law, grades=2, most=max(1, law.most // 2), first=law.first // 2, further=law.further // 2)
    facilities = tuple(
        replace(f, levels={name: _parallel(rng, law, level) for name, level in f.levels.items()})
        for f in question.facilities
    )
    return replace(question, facilities=facilities, classes=law)


def _years(question: Question) -> range:
    return range(len(question.years))


def _parallel(rng: Random, law: ClassLaw, level: Level) -> Level:
    carried = max(level.places) / (law.most * law.grades)
    parallel = max(1, round(carried) + rng.choice((0, 0, 0, -1, 1)))
    return replace(level, parallel=parallel if rng.random() < 0.9 else 0)


def _exempt(rng: Random, first: int, *, may_be_short: bool) -> Iterator[Exempt]:
    if rng.random() < 0.35:
        yield Exempt("small", first=max(1, first - rng.randint(1, 2)), total=rng.choice((0, first)), only_existing=True)
    if rng.random() < 0.25:
        yield Exempt("fewer", fewest=1, only_existing=rng.random() < 0.5)
    if rng.random() < 0.2:
        yield Exempt("mixed", first=first, further=first, fewest=1, mixed=True)
    if may_be_short and rng.random() < 0.45:
        yield Exempt("short", first=rng.choice((0, 1)), fewest=1, years=rng.choice((1, 1, 2)))


def _on_a_limit(rng: Random, question: Question, law: ClassLaw) -> ClassLaw:
    """Make the persons of some cells just enough or just not too many for some classes."""
    some = rng.sample(range(len(question.demand)), rng.randint(1, len(question.demand)))
    s, t = rng.randrange(len(question.services)), rng.randrange(len(question.years))
    load = sum(question.demand[c][s][t] for c in some)
    if load < 2:
        return law
    if rng.random() < 0.5:
        classes = rng.choice((1, 1, 2))
        most = max(1, load // classes)
        return replace(law, most=most, first=min(law.first, most), further=min(law.further, most))
    return replace(law, first=load, further=min(law.further, load), most=max(load, law.most))
