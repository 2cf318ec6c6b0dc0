"""Rows on provision: places for people of areas, for pupils, and people without a place within the target."""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

import numpy as np

from netplan.audit.bounds.entries import WHOLE, Bools
from netplan.audit.bounds.parts import Parts
from netplan.audit.bounds.rows import Row, Term, load
from netplan.audit.bounds.sizes import room
from netplan.audit.journeys import cell_of
from netplan.audit.provision import REGION, share_of
from netplan.audit.pupils import place_of
from netplan.audit.quantities import SHARE, quantity
from netplan.audit.question import Rule
from netplan.audit.reading import items, text


def reserve(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """Places ≥ (1 + share) · people who need one."""
    area, service, t = _place(parts, where)
    share = share_of(parts.question, rule, "share", service)
    return [] if share is None else [_at_least(parts, area, service, t, (1 + share) * in_need(parts, area, service, t))]


def coverage(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """Places ≥ least · residents, and no smaller share of them than in the listed year before."""
    area, service, t = _place(parts, where)
    share = share_of(parts.question, rule, "least", service)
    groups = parts.question.services[service].residents
    now, before = (
        sum(parts.ground.areas.people.get((parts.question.years[year], area, group), 0) for group in groups)
        for year in (t, max(t - 1, 0))
    )
    rows = [] if share is None else [_at_least(parts, area, service, t, share * now)]
    if text(rule.settings, "last_year") == "yes" and before:
        rows += _kept_coverage(parts, area, service, t, (before, now))
    return rows


def _kept_coverage(parts: Parts, area: str, service: str, t: int, residents: tuple[int, int]) -> list[Row]:
    """Residents before · places ≥ residents now · places before; before the first listed year stands today."""
    before, now = residents
    places = _places(parts, area, service, t)
    if t:
        terms = _places(parts, area, service, t, before), _places(parts, area, service, t - 1, -now)
        return [Row(terms, low=0, per=gcd(before, now))]
    return [Row((places,), low=int(places.each[parts.spots.today].sum()))] if now else []


def places_per_1000(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """Least · people ≤ places ≤ most · people, who live there and are of some age groups."""
    area, service, t = _place(parts, where)
    year, rows = parts.question.years[t], []
    people = sum(parts.ground.areas.people.get((year, area, str(group)), 0) for group in items(rule.settings, "groups"))
    least, most = (share_of(parts.question, rule, key, service) for key in ("least", "most"))
    if least is not None:
        rows.append(_at_least(parts, area, service, t, least * people))
    if most is not None:
        exact = most * people
        rows.append(Row((_places(parts, area, service, t),), high=exact.numerator // exact.denominator))
    return rows


def within_target(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """People without a place within the target ≤ (1 − least) · people who need one."""
    area, service, t = _place(parts, where)
    own = share_of(parts.question, rule, "by_class", parts.ground.areas.classes.get(area, ""))
    share = share_of(parts.question, rule, "least", service) if own is None else own
    if share is None:
        return []
    exact = (1 - share) * in_need(parts, area, service, t)
    need = np.flatnonzero(_is_in(parts, area, service, t))
    term = Term("beyond", (need,), np.ones(len(need), np.int64))
    return [Row((term,), high=exact.numerator // exact.denominator)]


def places_for_pupils(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """Places of one service ≥ share · people of another one at the same site, in the same area or in the region."""
    t, spots = parts.question.years.index(int(where[-1])), parts.spots
    service, pupils = text(rule.settings, "service"), text(rule.settings, "pupils")
    by, said = text(rule.settings, "by", "area"), text(rule.settings, "share")
    share = quantity(parts.question.norms.get(said, said), SHARE, said)
    of = [place_of(facility.site, by, parts.ground.site_areas) for facility in spots.facilities]
    place = where[0] if by == "area" else of[spots.number[where[0]]] if by == "site" else of[0]
    inside = np.array([one == place for one in of], np.bool_)
    rooms = np.where(inside[spots.facility], spots.counted(lambda level: room(level, service)), 0)
    each = WHOLE * share.denominator * rooms
    terms = [Term("at", (np.arange(len(each)), np.full(len(each), t)), each)]
    for f in np.flatnonzero(inside).tolist():
        terms += load(parts, f, pupils, t, -share.numerator)
    return [Row(tuple(terms), low=0, per=WHOLE)]


def in_need(parts: Parts, area: str, service: str, t: int) -> int:
    """Count the people of an area who need a service in a listed year."""
    return int(parts.needs.people[_is_in(parts, area, service, t)].sum())


def _is_in(parts: Parts, area: str, service: str, t: int) -> Bools:
    """Whether people are of an area and need a service in a listed year, shape (needs,)."""
    needs, entries = parts.needs, parts.entries
    inside = np.array(
        [area in {REGION, parts.ground.areas.of_cell.get(cell_of(home), "")} for home in needs.homes], np.bool_
    )
    there = (entries.services == service) & (entries.share[:, t] > 0)
    return np.asarray(inside[needs.home] & there[needs.entry])


def _place(parts: Parts, where: Sequence[str]) -> tuple[str, str, int]:
    """Read area, service and listed year; `total` is the whole region."""
    area, service, year = where
    return REGION if area == "total" else area, service, parts.question.years.index(int(year))


def _places(parts: Parts, area: str, service: str, t: int, each: int = 1) -> Term:
    """Σ of places of a service in an area, or in the region."""
    spots = parts.spots
    inside = np.array([area in {REGION, parts.ground.site_areas.get(f.site, "")} for f in spots.facilities], np.bool_)
    rooms = np.where(inside[spots.facility], spots.counted(lambda level: room(level, service)), 0)
    return Term("at", (np.arange(len(rooms)), np.full(len(rooms), t)), each * rooms)


def _at_least(parts: Parts, area: str, service: str, t: int, exact: Fraction) -> Row:
    return Row((_places(parts, area, service, t),), low=-(-exact.numerator // exact.denominator))
