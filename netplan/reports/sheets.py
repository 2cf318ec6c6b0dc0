"""A sheet for each facility: what becomes of it, how full it is, who comes from where."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from netplan.comparison import Comparison, Variant
from netplan.comparison.figures import mean_way
from netplan.reports.cells import flows, heirs
from netplan.reports.schedule import carrier_type, level_shown
from netplan.reports.statuses import SIGNS, statuses
from netplan.reports.wording import Wording
from netplan.tables import CLOSED, UNLIMITED


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


def sheets(
    variant: Variant,
    comparison: Comparison,
    prefix: str,
    numbers: Mapping[str, int],
    areas: Mapping[str, str],
    w: Wording,
) -> list[Sheet]:
    """Return the sheets of all facilities that are ever open; `areas` names the areas."""
    found = statuses(variant.plan)
    return [_sheet(variant, comparison, f, prefix, numbers, areas, w) for f in range(len(found)) if found[f]]


def _sheet(
    variant: Variant,
    comparison: Comparison,
    f: int,
    prefix: str,
    numbers: Mapping[str, int],
    areas: Mapping[str, str],
    w: Wording,
) -> Sheet:
    plan, levels = variant.plan, variant.plan.tables.levels
    status, facility = statuses(plan)[f], levels.facilities[f]
    used = np.flatnonzero(plan.load[f].any(axis=0))
    t = int(used[-1]) if len(used) else None
    own = plan.tables.pairs.facility == f
    seconds = plan.tables.pairs.seconds[own]
    people = plan.go[own, t] if t is not None else np.zeros(len(seconds), np.int64)
    kind = carrier_type(levels.carrier_types[f], w)
    return Sheet(
        anchor=f"{prefix}-{numbers[facility]}",
        number=numbers[facility],
        facility=facility,
        name=levels.site_names[levels.site[f]],
        status=status,
        sign=SIGNS[status],
        carrier=f"{levels.carriers[f]} ({kind})" if kind else levels.carriers[f],
        lock=_lock(levels.locks[f], w),
        years=tuple(_occupancy(variant, f, w)),
        year=None if t is None else int(variant.figures.years[t]),
        mean=w.minutes(mean_way(seconds, people)),
        longest=w.minutes(int(seconds[people > 0].max()) if people.any() else None),
        origins=() if t is None else _origins(variant, f, t, areas, w),
        heirs=_heirs(variant, comparison, facility, w) if status == "closed" else (),
    )


def _occupancy(variant: Variant, f: int, w: Wording) -> list[Occupancy]:
    plan = variant.plan
    tables = plan.tables
    levels, services, level, load = tables.levels, tables.demand.services, plan.level[f], plan.load[f]
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


def _origins(variant: Variant, f: int, t: int, areas: Mapping[str, str], w: Wording) -> tuple[Origin, ...]:
    return tuple(
        Origin(areas.get(flow.area, flow.area), w.few(flow.people), w.minutes(flow.mean), w.minutes(flow.longest))
        for flow in flows(variant.plan, f, t)
    )


def _heirs(variant: Variant, comparison: Comparison, facility: str, w: Wording) -> tuple[tuple[str, str], ...]:
    base, levels = comparison.baseline.plan, variant.plan.tables.levels
    if variant is comparison.baseline or facility not in base.tables.levels.facilities:
        return ()
    site = {name: levels.site_names[levels.site[i]] for i, name in enumerate(levels.facilities)}
    return tuple((site[heir], w.few(people)) for heir, people in heirs(base, variant.plan, facility))


def _lock(lock: str, w: Wording) -> str:
    if lock.startswith("close by"):
        return w("lock_close_by", year=lock.rsplit(" ", 1)[-1])
    return w(f"lock_{lock}") if lock else ""
