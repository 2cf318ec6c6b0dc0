"""Rows on budgets: money of a year, a period or all years, over all or of one budget line."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from netplan.audit.bounds.entries import WHOLE
from netplan.audit.bounds.lives import Act
from netplan.audit.bounds.money import person_by_level
from netplan.audit.bounds.parts import Parts
from netplan.audit.bounds.rows import CENTS_PER_EUR, Row, Term, load
from netplan.audit.quantities import CENTS, quantity
from netplan.audit.question import Rule
from netplan.audit.reading import Tree, branch, text
from netplan.audit.rules import limit_by_year


def budget(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """Σ cents paid ≤ limit; in parts of a thousand, as people may take parts of places."""
    *line, when = where
    said = branch(branch(rule.settings, "lines"), line[0]) if line else rule.settings
    limit, years = granted(parts, said, when)
    if limit is None:
        return []
    spans = parts.question.spans
    terms = [_paid(parts, said, line[0] if line else "", {parts.question.years[t] for t in years})]
    if text(said, "running") == "yes":
        for t in years:
            terms += _running(parts, line[0] if line else "", t, 1 if when.isdecimal() else spans[t])
    return [Row(tuple(terms), high=limit * WHOLE, per=CENTS_PER_EUR * WHOLE)]


def granted(parts: Parts, said: dict[str, Tree], when: str) -> tuple[Fraction | None, list[int]]:
    """Give the limit [cents], and the indices of the listed years that it is about."""
    years = parts.question.years
    if when.isdecimal():
        return limit_by_year(parts.question, said).get(int(when)), [years.index(int(when))]
    if when == "total":
        limit = quantity(text(said, "total"), CENTS, "total") if "total" in said else None
        return limit, list(range(len(years)))
    periods = branch(said, "periods")
    if when not in periods:
        return None, []
    first, last = (int(year) for year in when.replace("–", "-").split("-"))
    own = [t for t, year in enumerate(years) if first <= year <= last]
    return quantity(text(periods, when), CENTS, when), own


def _paid(parts: Parts, said: dict[str, Tree], line: str, years: set[int]) -> Term:
    """Σ of what measures of a line cost, paid in these years, less proceeds and grants where the budget says so."""
    spots, steps = parts.spots, parts.steps
    takes_grants, takes_proceeds = text(said, "grants") == "yes", text(said, "proceeds") == "yes"

    def net(act: Act) -> int:
        spent = act.paid.cents - act.grant * takes_grants if act.paid.paid_year in years else 0
        return spent - (act.paid.proceeds if takes_proceeds and act.paid.year in years else 0)

    each = steps.counted(net)
    if line:
        lines = [
            (act.measure.line if act else "") or spots.facilities[f].line
            for act, f in zip(steps.acts, spots.facility[steps.after].tolist(), strict=True)
        ]
        each = np.where(np.array(lines, np.str_) == line, each, 0)
    step = np.flatnonzero(each)
    return Term("step", (step,), WHOLE * each[step])


def _running(parts: Parts, line: str, t: int, times: int) -> list[Term]:
    """Σ of running cost of a listed year, fixed and by person, so many times."""
    spots = parts.spots
    own = np.array([line in {"", facility.line} for facility in spots.facilities], np.bool_)
    fixed = np.where(own[spots.facility], spots.counted(lambda level: level.running), 0)
    terms = [Term("at", (np.arange(len(fixed)), np.full(len(fixed), t)), WHOLE * times * fixed)]
    for service in parts.question.services:
        for f in np.flatnonzero(own).tolist():
            cents = person_by_level(parts, f, service, lambda level, name: level.per_person.get(name, 0))
            terms += load(parts, f, service, t, times * cents) if cents else ()
    return terms
