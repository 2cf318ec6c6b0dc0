"""Rules as rows over steps, levels and people, found by the names that a certificate prices them under."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

import numpy as np

from netplan.audit.bounds.entries import WHOLE, Ints
from netplan.audit.bounds.lives import Act
from netplan.audit.bounds.parts import Parts
from netplan.audit.measures import limit_of
from netplan.audit.quantities import CENTS, SHARE, quantity
from netplan.audit.question import Rule
from netplan.audit.reading import branch, items, text
from netplan.audit.rules import integer

What: TypeAlias = Literal["step", "kept", "at", "untouched", "entered", "unserved", "beyond"]
CENTS_PER_EUR = 100
"""Rows on money are priced by the euro."""


@dataclass(frozen=True)
class Term:
    """Some of the decisions of a row, and how much each counts."""

    what: What
    index: tuple[Ints, ...]
    each: Ints


@dataclass(frozen=True)
class Row:
    """Σ of terms, at least `low` and at most `high`; all in parts of a unit, `per` to the unit."""

    terms: tuple[Term, ...]
    low: Fraction | int | None = None
    high: Fraction | int | None = None
    per: int = 1
    is_idle: bool = False
    """Whether nothing that can happen breaks it, so that it may have been left out where rows are counted."""


Named: TypeAlias = Callable[[Parts, Rule, Sequence[str]], list[Row]]
"""All rows of a rule that speak of the same, in the order of its formula."""


def open_facilities(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """Σ of open facilities in a listed year, at most and at least so many."""
    (year,), settings = where, rule.settings
    if int(year) < integer(settings, "from", 0):
        return []
    t = parts.question.years.index(int(year))
    spot = np.flatnonzero(parts.spots.is_open)
    terms = (Term("at", (spot, np.full(len(spot), t)), np.ones(len(spot), np.int64)),)
    most = [Row(terms, high=integer(settings, "most", 0))] if text(settings, "most") else []
    return most + ([Row(terms, low=integer(settings, "least", 0))] if text(settings, "least") else [])


def measures_per_year(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """Σ of measures that take effect in a listed year ≤ most."""
    (year,) = where
    step = np.flatnonzero(parts.steps.is_measure & (parts.steps.year == parts.question.years.index(int(year))))
    return [Row((_steps(step),), high=integer(rule.settings, "most", 0))]


def measures_per_area(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """Σ of measures in an area, in a listed year or in all ≤ limit."""
    area, when = where
    steps, spots = parts.steps, parts.spots
    inside = np.array(
        [parts.ground.site_areas.get(facility.site, "") == area for facility in spots.facilities], np.bool_
    )
    able = steps.is_measure & inside[spots.facility[steps.after]]
    if when != "total":
        able &= steps.year == parts.question.years.index(int(when))
    most = limit_of(rule, "total" if when == "total" else "per_year", area)
    return [] if most is None else [Row((_steps(np.flatnonzero(able)),), high=most)]


def everyone_served(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """Σ of people without a place, of a service in a listed year, is 0."""
    del rule
    service, year = where
    entry = parts.entries.there(service, parts.question.years.index(int(year)))
    return [Row((Term("unserved", (entry,), np.ones(len(entry), np.int64)),), high=0)]


def carrier_share(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """D · own − n · all ≥ 0 with least = n/d, and ≤ 0 with most = n/d, over what is open in a year."""
    *types, year = where
    settings, spots, t = rule.settings, parts.spots, parts.question.years.index(int(year))
    if types != items(settings, "carrier_type") or int(year) < integer(settings, "from", 0):
        return []
    counts_places = text(settings, "of", "places") == "places"
    size = np.where(spots.is_open, spots.counted(lambda level: level.size if counts_places else 1), 0)
    own = np.array([facility.carrier_type in types for facility in spots.facilities], np.bool_)[spots.facility]
    rows = []
    for key in ("least", "most"):
        if text(settings, key):
            share = quantity(text(settings, key), SHARE, key)
            each = share.denominator * size * own - share.numerator * size
            terms = (Term("at", (np.arange(len(each)), np.full(len(each), t)), each),)
            rows.append(Row(terms, low=0) if key == "least" else Row(terms, high=0))
    return rows


def grants(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """Σ of grants of a programme ≤ total."""
    (programme,) = where
    total = text(branch(branch(rule.settings, "programmes"), programme), "total")
    each = parts.steps.counted(lambda act: act.grant if act.programme == programme else 0)
    step = np.flatnonzero(each)
    term = Term("step", (step,), each[step])
    return [Row((term,), high=quantity(total, CENTS, "total"), per=CENTS_PER_EUR)] if total else []


def kept(parts: Parts, where: Sequence[str]) -> list[Row]:
    """kept[i] + at[f,closed,last] ≤ 1: what a measure builds keeps its value only where its facility is open then."""
    facility, measure, before, after, year, programme = where
    f, spots = parts.spots.number[facility], parts.spots

    def is_named(i: int, act: Act | None) -> bool:
        at = spots.facility[parts.steps.after[i]] == f and str(parts.question.years[parts.steps.year[i]]) == year
        ends = (str(spots.positions[parts.steps.before[i]]), str(spots.positions[parts.steps.after[i]]))
        return (
            at and act is not None and (act.measure.name, act.programme, ends) == (measure, programme, (before, after))
        )

    closed = spots.of(f)[~spots.is_open[spots.of(f)]]
    last = len(parts.question.years) - 1
    return [
        Row((
            Term("kept", (np.array([i]),), np.ones(1, np.int64)),
            Term("at", (closed, np.full(len(closed), last)), np.ones(len(closed), np.int64)),
        ), high=1)
        for i, act in enumerate(parts.steps.acts) if is_named(i, act)
    ]  # fmt: skip


def within_reach(parts: Parts, row: Row) -> Row:
    """Leave out of a row where no life can be."""
    terms = []
    for term in row.terms:
        kept = np.flatnonzero(parts.steps.reached[term.index]) if term.what == "at" else np.arange(len(term.each))
        terms.append(Term(term.what, tuple(index[kept] for index in term.index), term.each[kept]))
    return replace(row, terms=tuple(terms))


def load(parts: Parts, f: int, service: str | None, t: int, each: int = 1) -> tuple[Term, ...]:
    """Σ of places taken at a facility in a listed year, of a service or of all, in parts of a thousand."""
    found = []
    for name in parts.question.services:
        if service in {name, None}:
            entry = parts.entries.there(name, t)
            found.append(Term("entered", (np.full(len(entry), f), entry), each * parts.entries.share[entry, t]))
    return tuple(found)


def at_levels(parts: Parts, f: int, t: int, each: Ints) -> Term:
    """Σ of a number of each level of a facility in a listed year; `each` has shape (spots,)."""
    own = parts.spots.of(f)
    return Term("at", (own, np.full(len(own), t)), WHOLE * each[own])


def _steps(step: Ints) -> Term:
    return Term("step", (step,), np.ones(len(step), np.int64))
