"""A sheet for each facility: what becomes of it, how full it is, who comes from where."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from netplan.comparison import Comparison, Variant
from netplan.comparison.figures import mean_way
from netplan.reports.cells import Streams, heirs
from netplan.reports.schedule import carrier_type, level_shown
from netplan.reports.schools import ClassRow, class_rows
from netplan.reports.statuses import SIGNS, statuses
from netplan.reports.wording import Wording
from netplan.tables import CLOSED, UNLIMITED, Ints

MOST_SHEETS = 300
"""Beyond this, facilities that stay as they are have no sheet, and the page stays readable."""


@dataclass(frozen=True)
class Occupancy:
    """How full a facility is in one listed year, for one service or in all."""

    year: int
    level: str
    service: str
    people: str
    places: str
    least: str
    share: str


@dataclass(frozen=True)
class Origin:
    """One area that people come from, with counts of few people withheld."""

    area: str
    people: str
    mean: str
    longest: str


@dataclass(frozen=True)
class Sheet:
    """Everything about one facility in one variant."""

    anchor: str
    number: int
    facility: str
    name: str
    status: str
    sign: str
    carrier: str
    lock: str
    years: tuple[Occupancy, ...]
    year: int | None
    """The last listed year in which people come; None where nobody ever does."""
    mean: str
    longest: str
    origins: tuple[Origin, ...]
    heirs: tuple[tuple[str, str], ...]
    """Of a closed facility: where people of its cells go instead, and how many."""
    classes: tuple[ClassRow, ...] = ()
    """Of a school: its classes by year, what carries them, the exceptions it needs."""


@dataclass(frozen=True, eq=False)
class _Setting:
    """What all sheets of a variant share."""

    variant: Variant
    comparison: Comparison
    areas: Mapping[str, str]
    statuses: list[str]
    level: Ints
    load: Ints
    streams: Streams
    classes: Mapping[int, list[ClassRow]]
    w: Wording


def sheets(
    variant: Variant,
    comparison: Comparison,
    prefix: str,
    numbers: Mapping[str, int],
    areas: Mapping[str, str],
    w: Wording,
) -> list[Sheet]:
    """Return the sheets of all facilities that are ever open; `areas` names the areas.

    Where these are more than MOST_SHEETS, only facilities that change have one.
    """
    plan = variant.plan
    found = statuses(plan)
    classes = class_rows(variant, w)
    setting = _Setting(variant, comparison, areas, found, plan.level, plan.load, Streams.of(plan), classes, w)
    told = [f for f, status in enumerate(found) if status]
    if len(told) > MOST_SHEETS:
        told = [f for f in told if found[f] != "open"]
    names = plan.tables.levels.facilities
    return [_sheet(setting, f, f"{prefix}-{numbers[names[f]]}", numbers[names[f]]) for f in told]


def _sheet(setting: _Setting, f: int, anchor: str, number: int) -> Sheet:
    variant, w, status = setting.variant, setting.w, setting.statuses[f]
    levels, pairs = variant.plan.tables.levels, variant.plan.tables.pairs
    busy = np.flatnonzero(setting.load[f].any(axis=0))
    t = int(busy[-1]) if len(busy) else None
    used, people = setting.streams.to(f, t) if t is not None else (busy, busy)
    seconds = pairs.seconds[used]
    kind = carrier_type(levels.carrier_types[f], w)
    return Sheet(
        anchor=anchor,
        number=number,
        facility=levels.facilities[f],
        name=levels.called[f],
        status=status,
        sign=SIGNS[status],
        carrier=f"{levels.carriers[f]} ({kind})" if kind else levels.carriers[f],
        lock=_lock(levels.locks[f], w),
        years=tuple(_occupancy(setting, f)),
        year=None if t is None else int(variant.figures.years[t]),
        mean=w.minutes(mean_way(seconds, people)),
        longest=w.minutes(int(seconds.max()) if len(seconds) else None),
        origins=() if t is None else _origins(setting, f, t),
        heirs=_heirs(setting, levels.facilities[f]) if status == "closed" else (),
        classes=tuple(setting.classes.get(f, ())),
    )


def _occupancy(setting: _Setting, f: int) -> list[Occupancy]:
    variant, w = setting.variant, setting.w
    tables, level, load = variant.plan.tables, setting.level[f], setting.load[f]
    levels, services = tables.levels, tables.demand.services
    found = []
    for t, year in enumerate(tables.demand.years.tolist()):
        k = int(level[t])
        word = level_shown(variant, levels.names[k], w)
        for s, service in enumerate(services):
            if levels.places[f, :, s].any():
                title = w.of(variant.case.words.services.get(service, {}), service)
                places, least = int(levels.places[f, k, s]), int(levels.least[f, k, s])
                found.append(_filled((year, word, title), int(load[s, t]), places, least, w))
        if len(services) > 1 and k != CLOSED:
            total = int(levels.total[f, k])
            places = int(levels.places[f, k].sum()) if total == UNLIMITED else total
            people, least = int(load[:, t].sum()), int(levels.least_total[f, k])
            found.append(_filled((year, word, w("in_all")), people, places, least, w))
    return found


def _filled(place: tuple[int, str, str], people: int, places: int, least: int, w: Wording) -> Occupancy:
    share = w.share(people / places, 0) if places else "–"
    return Occupancy(*place, w.few(people), w.number(places), w.number(least) if least else "–", share)


def _origins(setting: _Setting, f: int, t: int) -> tuple[Origin, ...]:
    areas, w = setting.areas, setting.w
    return tuple(
        Origin(areas.get(flow.area, flow.area), w.few(flow.people), w.minutes(flow.mean), w.minutes(flow.longest))
        for flow in setting.streams.by_area(f, t)
    )


def _heirs(setting: _Setting, facility: str) -> tuple[tuple[str, str], ...]:
    base, plan = setting.comparison.baseline.plan, setting.variant.plan
    if plan is base or facility not in base.tables.levels.facilities:
        return ()
    levels = plan.tables.levels
    site = dict(zip(levels.facilities, levels.called, strict=True))
    return tuple((site[heir], setting.w.few(people)) for heir, people in heirs(base, plan, facility))


def _lock(lock: str, w: Wording) -> str:
    if lock.startswith("close by"):
        return w("lock_close_by", year=lock.rsplit(" ", 1)[-1])
    return w(f"lock_{lock}") if lock else ""
