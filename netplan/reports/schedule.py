"""Who does what when: the site plan by year, measures, places against people, goals and breaches."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from netplan.comparison import Variant
from netplan.constraints import Row
from netplan.indicators import GOALS
from netplan.plan import Plan, Reached
from netplan.reports.sentences import gap_shown, goal_title
from netplan.reports.statuses import SIGNS, STATUS_BY_KIND, signs_by_year, statuses
from netplan.reports.wording import Wording
from netplan.tables import CLOSED, NEVER, NONE, Ints, StepKind


@dataclass(frozen=True)
class PlanRow:
    """One facility in the site plan."""

    number: int
    facility: str
    name: str
    carrier: str
    carrier_type: str
    status: str
    sign: str
    today: str
    levels: tuple[tuple[str, str, bool], ...]
    """By year: level, sign of a measure, whether closed."""


@dataclass(frozen=True)
class SupplyRow:
    """Places against people in one listed year."""

    year: int
    places: int
    people: int
    unserved: int
    places_width: int
    """Length of the bar, at most 100."""
    people_width: int


@dataclass(frozen=True)
class Supply:
    """Places against people of one service, or of all."""

    title: str
    rows: tuple[SupplyRow, ...]


@dataclass(frozen=True)
class MeasureRow:
    """One planned action."""

    year: int
    facility: str
    name: str
    measure: str
    kind: str
    sign: str
    before: str
    after: str
    paid: str
    cents: int


@dataclass(frozen=True)
class GoalRow:
    """One goal with value, bound and gap in its own unit."""

    title: str
    value: str
    best: str
    bound: str
    gap: str
    limit: str


@dataclass(frozen=True)
class Breach:
    """A rule that is only reported and not kept somewhere."""

    rule: str
    where: str
    years: str
    by: str
    """By how much at worst."""


def level_shown(variant: Variant, level: str, w: Wording) -> str:
    """Write a level in words."""
    if level == "closed":
        return w("closed")
    return w.of(variant.case.words.levels.get(level, {}), level)


def site_plan(variant: Variant, numbers: dict[str, int], w: Wording) -> list[PlanRow]:
    """Return facility × year; facilities that are never open are left out."""
    plan = variant.plan
    levels, found, signs, level = plan.tables.levels, statuses(plan), signs_by_year(plan), plan.level
    words = [level_shown(variant, name, w) for name in levels.names]
    return [
        PlanRow(
            number=numbers[facility],
            facility=facility,
            name=levels.called[f],
            carrier=" · ".join(part for part in (levels.carriers[f], branch_of(variant, f, w)) if part),
            carrier_type=carrier_type(levels.carrier_types[f], w),
            status=found[f],
            sign=SIGNS[found[f]],
            today=words[levels.today[f]],
            levels=tuple((words[k], signs.get((f, t), ""), k == CLOSED) for t, k in enumerate(level[f].tolist())),
        )
        for f, facility in enumerate(levels.facilities)
        if found[f]
    ]


def branch_of(variant: Variant, f: int, w: Wording) -> str:
    """Say of which main school a facility is a branch; nothing where it is none."""
    main = variant.plan.tables.premises.main
    if not main.size or main[f] in {NONE, f}:
        return ""
    return w("branch_of", name=variant.plan.tables.levels.called[main[f]])


def carrier_type(name: str, w: Wording) -> str:
    """Write the kind of a carrier in words."""
    return w(f"carrier_{name}") if name in {"municipal", "church", "welfare", "private"} else name


def supply(variant: Variant, w: Wording) -> list[Supply]:
    """Return places against people by service, and in all where there are several services."""
    plan = variant.plan
    demand, levels, level = plan.tables.demand, plan.tables.levels, plan.level
    which = np.arange(len(level))[:, np.newaxis]
    found = []
    for s, service in enumerate(demand.services):
        places = levels.places[which, level, s].sum(axis=0)
        people, unserved = demand.by_year[:, s].sum(axis=0), plan.unserved_by_year[:, s].sum(axis=0)
        title = w.of(variant.case.words.services.get(service, {}), service)
        found.append(_supply(title, demand.years, places, people, unserved))
    if len(demand.services) > 1:
        figures = variant.figures
        found.append(_supply(w("in_all"), demand.years, figures.places, figures.people, figures.unserved))
    return found


def _supply(title: str, years: Ints, places: Ints, people: Ints, unserved: Ints) -> Supply:
    most = max(int(places.max()), int(people.max()), 1)
    rows = [
        SupplyRow(year, room, need, nowhere, 100 * room // most, 100 * need // most)
        for year, room, need, nowhere in np.column_stack([years, places, people, unserved]).tolist()
    ]
    return Supply(title, tuple(rows))


def measures(variant: Variant, w: Wording) -> list[MeasureRow]:
    """Return the measures by year and facility."""
    plan = variant.plan
    steps, levels, years = plan.tables.steps, plan.tables.levels, plan.tables.demand.years
    return [
        MeasureRow(
            year=int(years[steps.year[i]]),
            facility=levels.facilities[steps.facility[i]],
            name=levels.called[steps.facility[i]],
            measure=steps.names[steps.name[i]],
            kind=w("kind_" + StepKind(int(steps.kind[i])).name.lower()),
            sign=SIGNS[STATUS_BY_KIND[StepKind(int(steps.kind[i]))]],
            before=level_shown(variant, levels.names[steps.before[i]], w),
            after=level_shown(variant, levels.names[steps.after[i]], w),
            paid="–" if steps.paid[i] == NEVER else str(years[steps.paid[i]]),
            cents=int(steps.cost[i]),
        )
        for i in plan.measures.tolist()
    ]


def goals(plan: Plan, w: Wording) -> list[GoalRow]:
    """Return the goals in order."""
    return [
        GoalRow(
            title=goal_title(reached, w),
            value=amount(reached, reached.value, w),
            best=amount(reached, reached.best, w),
            bound=amount(reached, reached.bound, w),
            gap=gap_shown(reached, w),
            limit=amount(reached, reached.limit, w),
        )
        for reached in plan.goals
    ]


def amount(reached: Reached, value: int, w: Wording) -> str:
    """Write a goal's value in its own unit, to the whole unit where bounds are close."""
    unit = GOALS[reached.goal].unit
    if unit == "cents":
        return f"{w.number(value / 100)} €" if w.lang == "de" else f"€{w.number(value / 100)}"
    if unit == "person-seconds":
        return f"{w.number(value / 60)} {w('person_minutes')}"
    if unit == "seconds":
        return w.minutes(value)
    return f"{w.number(value)} {w('unit_' + unit.replace('-', '_'))}"


def breaches(variant: Variant, w: Wording) -> list[Breach]:
    """Return where rules that are only reported are not kept, years of one place in one row."""
    plan, found = variant.full, list[Breach]()
    decisions = plan.decisions
    for rule in variant.case.rules:
        if rule.apply == "report":
            rows = rule.breaches(decisions, plan.tables)
            found += _by_place(w.of(rule.title, rule.rule), rows, variant, w)
            people = rule.people_breaches(plan.go, plan.unserved, plan.level, plan.tables)
            found += _by_service(w.of(rule.title, rule.rule), people, variant, w)
    return found


def _by_service(rule: str, rows: Iterable[Row], variant: Variant, w: Wording) -> Iterator[Breach]:
    """Count the cells whose people are not where a rule wants them, so that nobody is recognised."""
    demand, words = variant.plan.tables.demand, variant.case.words.services
    years, cells = {str(year) for year in demand.years.tolist()}, set(demand.cells)
    broken: dict[str, list[Row]] = {}
    for row in rows:
        broken.setdefault(next((part for part in row.where if part in demand.services), ""), []).append(row)
    for service, own in broken.items():
        number = len({part for row in own for part in row.where[:1] if part in cells})
        listed = sorted({part for row in own for part in row.where if part in years})
        where = w.of(words.get(service, {}), service) or w("in_all")
        by = f"{w.number(number)} {w('cells')}" if number else _worst(own, variant, w)
        yield Breach(rule, where, ", ".join(listed), by)


def _by_place(rule: str, rows: Iterable[Row], variant: Variant, w: Wording) -> Iterator[Breach]:
    years = {str(year) for year in variant.figures.years}
    levels = variant.plan.tables.levels
    site = dict(zip(levels.facilities, levels.called, strict=True))
    service = {name: w.of(texts, name) for name, texts in variant.case.words.services.items()}
    places: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        places.setdefault(tuple(part for part in row.where if part not in years), []).append(row)
    for place, broken in places.items():
        where = ", ".join(w("in_all") if part == "total" else site.get(part, service.get(part, part)) for part in place)
        listed = [part for row in broken for part in row.where if part in years]
        yield Breach(rule, where or "–", ", ".join(dict.fromkeys(listed)) or "–", _worst(broken, variant, w))


def _worst(broken: Sequence[Row], variant: Variant, w: Wording) -> str:
    row = max(broken, key=lambda one: one.missing)
    if row.unit == "cents":
        return w.money(row.missing)
    if row.unit == "persons":
        return f"{w.number(row.missing)} {w.of(variant.case.words.people, w('persons'))}"
    if row.unit == "seconds":
        return w.minutes(row.missing)
    if row.unit == "places":
        return f"{w.number(row.missing)} {w('places')}"
    return w.number(row.missing)
