"""A question made as small as it can be while something still holds of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from tests.oracle.fairness import fair_without_cell
from tests.oracle.measure_shrinking import with_simpler_measures
from tests.oracle.provision import simpler_provision, without_cell, without_service, without_year
from tests.oracle.question import Budget, Facility, Goal, Level, Measure, Question


def shrunk(question: Question, holds: Callable[[Question], bool], tries: int = 400) -> Question:
    """Return the smallest question found, step by step, of which `holds` is still true."""
    skip = 0
    while tries:
        for place, smaller in enumerate(islice(simpler(question), skip, None), skip):
            tries -= 1
            if holds(smaller):
                question, skip = smaller, place
                break
            if not tries:
                break
        else:
            if not skip:
                break
            skip = 0
    return question


def simpler(question: Question) -> Iterator[Question]:
    """Yield questions that are simpler by one thing, the boldest first."""
    if question.cohorts is None or not question.cohorts.attendance:
        yield from _without_parts(question)
    yield from with_simpler_measures(question)
    plain = Question(
        question.years,
        (1,) * len(question.spans),
        question.services,
        question.demand,
        question.seconds,
        question.facilities,
        question.goals,
        cohorts=question.cohorts and replace(question.cohorts, attendance=()),
        prices=question.prices,
    )
    yield from _plainer(question, plain)
    yield from _with_simpler_facilities(question)
    yield from _with_smaller_numbers(question)


def _without_parts(question: Question) -> Iterator[Question]:
    yield from (replace(question, facilities=fewer) for fewer in _one_less(question.facilities))
    for c in _places(question.demand):
        provision = without_cell(question.provision, c)
        fewer: dict[str, Any] = {"fairness": fair_without_cell(question.fairness, c)}
        fewer |= {"demand": _without(question.demand, c), "seconds": _without(question.seconds, c)}
        yield replace(question, provision=provision, **fewer)
    yield from (_without_service(question, s) for s in _places(question.services))
    yield from (_without_year(question, t) for t in _places(question.years))
    yield from (replace(question, provision=asked) for asked in simpler_provision(question.provision))
    for g in range(1, len(question.goals)):
        yield replace(question, goals=_without(question.goals, g))
    for g, goal in enumerate(question.goals):
        if goal.percent or goal.amount:
            yield replace(question, goals=_with(question.goals, g, Goal(goal.name)))


def _places(parts: tuple[Any, ...]) -> range:
    """Return the places of what can be left out: the last one stays."""
    return range(len(parts) if len(parts) > 1 else 0)


def _one_less(parts: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return [_without(parts, place) for place in _places(parts)]


def _without_service(question: Question, s: int) -> Question:
    def level(full: Level) -> Level:
        return replace(full, places=_without(full.places, s), least=_without(full.least, s))

    return replace(
        question,
        provision=without_service(question.provision, s),
        services=_without(question.services, s),
        transport=_without(question.transport, s),
        demand=tuple(_without(cell, s) for cell in question.demand),
        seconds=tuple(tuple(_without(site, s) for site in cell) for cell in question.seconds),
        facilities=tuple(
            replace(
                facility,
                levels={name: level(full) for name, full in facility.levels.items()},
                per_person=_without(facility.per_person, s),
                land_per_person=_without(facility.land_per_person, s),
            )
            for facility in question.facilities
        ),
        cohorts=question.cohorts and replace(question.cohorts, halves=_without(question.cohorts.halves, s)),
    )


def _without_year(question: Question, t: int) -> Question:
    budget = question.budget
    if budget:
        budget = replace(
            _without_its_year(budget, t), lines=tuple((n, _without_its_year(b, t)) for n, b in budget.lines)
        )
    return replace(
        question,
        provision=without_year(question.provision, t),
        years=_without(question.years, t),
        spans=_without(question.spans, t),
        demand=tuple(tuple(_without(cohort, t) for cohort in cell) for cell in question.demand),
        budget=budget,
    )


def _without_its_year(budget: Budget, t: int) -> Budget:
    return replace(budget, per_year=_without(budget.per_year, t)) if budget.per_year else budget


def _with_simpler_facilities(question: Question) -> Iterator[Question]:
    for f, facility in enumerate(question.facilities):
        for simple in _simpler_facilities(facility):
            yield replace(question, facilities=_with(question.facilities, f, simple))


def _simpler_facilities(facility: Facility) -> Iterator[Facility]:
    for m in range(len(facility.measures)):
        yield replace(facility, measures=_without(facility.measures, m))
    used = {facility.today} | {name for act in facility.measures for name in (act.before, act.after)}
    used |= {level.then for level in facility.levels.values()}
    for name in facility.levels:
        if name not in used and len(facility.levels) > 1:
            yield replace(facility, levels={other: x for other, x in facility.levels.items() if other != name})
    if facility.lock:
        yield replace(facility, lock="")
    if facility.per_person:
        yield replace(facility, per_person=())
        yield replace(facility, land_per_person=())
        yield from (replace(facility, per_person=fewer) for fewer in _smaller_parts(facility.per_person))
    for m, act in enumerate(facility.measures):
        for simple in _plainer(act, Measure(act.before, act.after, act.cost)):
            yield replace(facility, measures=_with(facility.measures, m, simple))
    for name, level in facility.levels.items():
        for plain in _plainer(level, Level(level.places, (0,) * len(level.least))):
            yield replace(facility, levels={**facility.levels, name: plain})


def _plainer(full: Any, plain: Any) -> Iterator[Any]:
    """Yield a thing with one of its settings as plain as it can be."""
    for name in type(full).__dataclass_fields__:
        if getattr(full, name) != getattr(plain, name):
            yield replace(full, **{name: getattr(plain, name)})


def _with_smaller_numbers(question: Question) -> Iterator[Question]:
    for c, cell in enumerate(question.demand):
        for s, cohort in enumerate(cell):
            for fewer in _smaller_parts(cohort):
                yield replace(question, demand=_with(question.demand, c, _with(cell, s, fewer)))
    for f, facility in enumerate(question.facilities):
        for m, act in enumerate(facility.measures):
            less = [replace(act, cost=cost) for cost in _smaller(act.cost)]
            less += [replace(act, proceeds=cents) for cents in _smaller(act.proceeds)]
            for cheaper in (replace(facility, measures=_with(facility.measures, m, one)) for one in less):
                yield replace(question, facilities=_with(question.facilities, f, cheaper))
        for name, level in facility.levels.items():
            for smaller in _smaller_levels(level):
                levels = {**facility.levels, name: smaller}
                yield replace(question, facilities=_with(question.facilities, f, replace(facility, levels=levels)))
    if question.budget:
        yield from (replace(question, budget=budget) for budget in _plainer(question.budget, Budget(total=0)))


def _smaller_levels(level: Level) -> Iterator[Level]:
    yield from (replace(level, places=places) for places in _smaller_parts(level.places))
    yield from (replace(level, running=running) for running in _smaller(level.running))


def _smaller_parts(numbers: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for place, number in enumerate(numbers):
        yield from (_with(numbers, place, smaller) for smaller in _smaller(number))


def _smaller(number: int) -> list[int]:
    return sorted({0, number // 2, number - 1}) if number > 0 else []


def _without(parts: tuple[Any, ...], place: int) -> tuple[Any, ...]:
    return (*parts[:place], *parts[place + 1 :])


def _with(parts: tuple[Any, ...], place: int, part: Any) -> tuple[Any, ...]:
    return (*parts[:place], part, *parts[place + 1 :])
