"""A tiny question as netplan's case: the only part of the oracle that knows netplan."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from netplan.case import Case, Words
from netplan.case.lines import FacilityLine, LevelLine, MeasureLine, Site
from netplan.case.lives import levels_of, premises_of, steps_of
from netplan.case.money import Calendar, Transport, carried, money_of
from netplan.constraints import Rules
from netplan.demand.cohorts import Stay, columns
from netplan.indicators import GoalText
from netplan.tables import Attendance, Consent, Demand, Ints, Pairs, Tables
from tests.oracle.consents import WORDS, is_there
from tests.oracle.fairness import areas_of, fairness_rules, groups_of, limits_of
from tests.oracle.measures import area_at, settings
from tests.oracle.policies import districts_of, policy_rules
from tests.oracle.provision_translation import (
    area_names,
    cell_areas,
    population_of,
    provision_rules,
)
from tests.oracle.question import CLOSED, Budget, Facility, Goal, Level, Measure, Most, Programme, Question
from tests.oracle.stays import entries_of, may_move
from tests.oracle.translated_classes import class_rule, classes_of

EACH = {
    "person_minutes": (60, "EUR per person-minute"),
    "beyond_target": (1, "EUR per person"),
    "open_facilities": (1, "EUR per facility"),
    "closures": (1, "EUR per closure"),
}
"""Of goals valued in money: how many units of theirs an exchange rate speaks of, and how it is written."""
UNITS = {
    "unserved": "persons",
    "beyond_target": "persons",
    "person_minutes": "s",
    "longest_way": "s",
    "worst_tenth": "s",
    "weighted_minutes": "s",
    "group_gap": "",
    "open_facilities": "",
    "closures": "",
    "moved": "persons",
}


def case_of(question: Question) -> Case:
    """Return the question as a case."""
    tables = _tables(question)
    return Case(
        name="tiny",
        workspace=Path(),
        scenario_file="scenarios/tiny.yaml",
        region="tiny",
        sector="tiny",
        against="",
        tables=tables,
        rules=Rules.model_validate(_rules(question)),
        goals=tuple(GoalText.model_validate(_goal(goal)) for goal in question.goals),
        words=Words(
            title=_called("tiny"),
            description=_called("tiny"),
            sector=_called("tiny"),
            people=_called("persons"),
            services={service.name: _called(service.name) for service in question.services},
            levels={name: _called(name) for name in tables.levels.names},
            modes={"walk": _called("on foot")},
        ),
        norms=(),
        notices=(),
        inputs=(),
    )


def _called(name: str) -> dict[str, str]:
    return {"de": name, "en": name}


def _tables(question: Question) -> Tables:
    calendar = Calendar(question.years, question.spans, question.rate, question.base, question.residual)
    services = [service.name for service in question.services]
    sites = [
        Site(f"s{j}", f"Site {j}", 12.0, 51.0, area_at(question, j), rooms=question.rooms[j] if question.rooms else -1)
        for j in range(len(question.seconds[0]))
    ]
    lines = [_line(question, facility, services) for facility in question.facilities]
    levels = levels_of(lines, sites, services, calendar)
    steps = steps_of(lines, levels.names, calendar, question.kinds, Rules.model_validate(_grants(question)).grants)
    cells = len(question.demand)
    demand = Demand(
        cells=tuple(f"c{c}" for c in range(cells)),
        lon=np.full(cells, 12.0),
        lat=np.full(cells, 51.0),
        **({"areas": area_names(question), "area": cell_areas(question)} | areas_of(question)),
        services=tuple(services),
        years=np.array(question.years, dtype=np.int64),
        span=np.array(question.spans, dtype=np.int64),
        people=_people(question),
        **columns([_stay(question, s) for s in range(len(services))], len(question.years), moves=may_move(question)),
        reach=np.array([service.reach for service in question.services], dtype=np.int64),
        target=np.array([service.target for service in question.services], dtype=np.int64),
        **groups_of(question),
    )
    pairs = _pairs(question)
    return Tables(
        demand,
        pairs,
        levels,
        steps,
        districts_of(question),
        population=population_of(question),
        attendance=_attendance(question, pairs),
        classes=classes_of(question, levels.names),
        money=money_of(lines, demand, calendar, _transport(question, pairs)),
        premises=premises_of(lines, sites, levels.names, dict(question.branches)),
    )


def _transport(question: Question, pairs: Pairs) -> Transport | None:
    if not question.transport:
        return None
    least, cents = (np.array(column, np.int64) for column in zip(*question.transport, strict=True))
    return Transport(cents, pairs.metres >= least[pairs.service])


def _people(question: Question) -> Ints:
    """Put the persons of each entry into an array; services with fewer entries get empty ones at the end."""
    width = max(len(entries) for cell in question.demand for entries in cell)
    if may_move(question):
        width = max(len(entries_of(question, s)) for s in range(len(question.services)))
    return np.array(
        [[[*entries, *[0] * (width - len(entries))] for entries in cell] for cell in question.demand], dtype=np.int64
    )


def _attendance(question: Question, pairs: Pairs) -> Attendance:
    columns = zip(pairs.cell.tolist(), pairs.facility.tolist(), pairs.service.tolist(), strict=True)
    pair = {index: p for p, index in enumerate(columns)}
    known = question.cohorts.attendance if question.cohorts else ()
    rows = np.array([(pair[c, f, s], e, people) for c, f, s, e, people in known], dtype=np.int64).reshape(-1, 3)
    return Attendance(rows[:, 0], rows[:, 1], rows[:, 2])


def _stay(question: Question, s: int) -> Stay | None:
    cohorts = question.cohorts
    if cohorts is None or not cohorts.halves[s]:
        return None
    return Stay(Fraction(cohorts.halves[s], 2), {j + 2: share for j, share in enumerate(cohorts.survival)})


def _pairs(question: Question) -> Pairs:
    """List the ways of people to facilities that offer the service; the rule `reach` forbids the far ones."""
    found = [
        (c, f, s, question.seconds[c][facility.site][s])
        for c, cell in enumerate(question.demand)
        for f, facility in enumerate(question.facilities)
        for s in range(len(question.services))
        if any(cell[s]) and any(level.places[s] for level in facility.levels.values())
    ]
    columns: Ints = np.array(found, dtype=np.int64).reshape(-1, 4).T
    return Pairs(
        cell=columns[0],
        facility=columns[1],
        service=columns[2],
        seconds=columns[3],
        metres=columns[3],
        mode=np.zeros(len(found), dtype=np.int64),
        modes=("walk",),
        **limits_of(question, columns[0], columns[2], columns[3]),
    )


def _line(question: Question, facility: Facility, services: list[str]) -> FacilityLine:
    return FacilityLine(
        facility=facility.name,
        site=f"s{facility.site}",
        carrier="town",
        carrier_type=facility.carrier,
        today=facility.today,
        lock=facility.lock,
        levels={
            name: replace(
                _level(level, services),
                per_person=dict(zip(services, facility.per_person, strict=False)),
                land_per_person=dict(zip(services, facility.land_per_person, strict=False)),
            )
            for name, level in facility.levels.items()
        },
        measures=[
            MeasureLine(
                *(m.name, m.before, m.after, _priced(question, m, m.cost), m.lead, m.first, m.last, m.under_way),
                Consent(WORDS.index(m.consent)),
                _priced(question, m, m.proceeds),
                _life(facility, m),
                m.line,
            )
            for m in facility.measures
            if is_there(question, m)
        ],
        line=facility.line,
    )


def _priced(question: Question, measure: Measure, amount: int) -> int:
    base = question.prices[0][0] if question.prices else 0
    return carried(amount, measure.price_year, base, dict(question.prices))


def _life(facility: Facility, measure: Measure) -> Fraction | None:
    """Return the useful life, as the workspace reads it: none of closing and running out."""
    if not measure.life or measure.after == CLOSED or facility.levels[measure.after].runs_out:
        return None
    return Fraction(measure.life)


def _level(level: Level, services: list[str]) -> LevelLine:
    return LevelLine(
        places=dict(zip(services, level.places, strict=True)),
        total=level.total,
        least=dict(zip(services, level.least, strict=True)),
        least_total=level.least_total,
        running=level.running,
        phase=(level.stays, level.then) if level.stays else None,
        intake=level.intake,
        runs_out=level.runs_out,
        site_rooms=level.rooms,
        land=level.land,
    )


def _rules(question: Question) -> dict[str, Any]:
    rules: dict[str, Any] = {"reach": "enforce", "places": "enforce", "locks": question.locks}
    if question.minimum_size:
        rules["minimum_size"] = question.minimum_size
    if question.everyone_served:
        rules["everyone_served"] = question.everyone_served
    if question.budget:
        rules["budget"] = {"apply": question.budget.apply, **_budget(question, question.budget)}
    if question.cohorts and question.cohorts.most_moved is not None:
        rules["moves"] = {"people": f"{question.cohorts.most_moved} persons"}
    rules |= class_rule(question) | _grants(question)
    rules |= _house_rules(question)
    for name, rule in (
        ("measures_per_year", question.measures_per_year),
        ("open_facilities", question.open_facilities),
    ):
        if rule:
            rules[name] = _most(rule)
    rules |= {**settings(question), **policy_rules(question)}
    return {**rules, **provision_rules(question), **fairness_rules(question)}


def _budget(question: Question, budget: Budget) -> dict[str, Any]:
    told: dict[str, Any] = {key: "yes" if getattr(budget, key) else "no" for key in ("running", "proceeds", "grants")}
    if budget.per_year is not None:
        granted = zip(question.years, budget.per_year, strict=True)
        told["per_year"] = {str(year): euros(cents) for year, cents in granted}
    if budget.total is not None:
        told["total"] = euros(budget.total)
    if budget.periods:
        told["periods"] = {f"{first}-{last}": euros(cents) for first, last, cents in budget.periods}
    if budget.lines:
        told["lines"] = {name: _budget(question, line) for name, line in budget.lines}
    return told


def _grants(question: Question) -> dict[str, Any]:
    def told(programme: Programme) -> dict[str, Any]:
        limits = {"from": programme.first, "to": programme.last}
        money = {"most": programme.most, "total": programme.total}
        said: dict[str, Any] = {"rate": f"{programme.percent} %", "kinds": programme.kinds}
        said |= {"carrier_types": programme.carriers, "consent": programme.consent}
        said |= {key: year for key, year in limits.items() if year is not None}
        return said | {key: euros(cents) for key, cents in money.items() if cents is not None}

    named = {f"p{number}": told(programme) for number, programme in enumerate(question.programmes)}
    return {"grants": {"programmes": named}} if named else {}


def _house_rules(question: Question) -> dict[str, Any]:
    """Write the rules on houses that facilities share."""
    rules: dict[str, Any] = {"shared_rooms": question.rooms_apply} if question.rooms else {}
    if question.places_for and len(question.services) > 1:
        one, other = (service.name for service in question.services)
        share = {"kind": "share", "amount": question.places_for.share, "text": "share"}
        rules["places_for_pupils"] = {
            "apply": question.places_for.apply,
            "by": question.places_for.by,
            "service": other,
            "pupils": one,
            "share": share,
        }
    if question.branches:
        rules["branches"] = {"apply": question.branches_apply, "of": dict(question.branches)}
    if question.conversions:
        rules["conversions"] = {"apply": question.conversions_apply, "into": dict(question.conversions)}
    return rules


def _most(rule: Most) -> dict[str, Any]:
    settings: dict[str, Any] = {"apply": rule.apply}
    told = {"most": rule.most, "least": rule.least, "from": rule.since or None}
    return settings | {name: number for name, number in told.items() if number is not None}


def _goal(goal: Goal) -> str | dict[str, Any]:
    said = {name: f"{rate * EACH[name][0] / 100:.2f} {EACH[name][1]}" for name, rate in goal.rates}
    if goal.percent:
        return {goal.name: {**said, "tolerance": f"{goal.percent} %"}}
    if not goal.amount:
        return {goal.name: said} if said else goal.name
    is_money = goal.name == "cost_with" or goal.name.endswith("cost")
    text = euros(goal.amount) if is_money else f"{goal.amount} {UNITS[goal.name]}".strip()
    return {goal.name: {**said, "tolerance": text}}


def euros(cents: int) -> str:
    """Write cents as a planner would."""
    return f"{float(Fraction(cents, 100)):.2f} EUR"
