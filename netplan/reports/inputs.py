"""A region before anything is solved: people, facilities of today, and who reaches none."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from netplan.case import Case
from netplan.comparison.figures import places_by_level
from netplan.reports.classes import people_classes, people_shades
from netplan.reports.land import Land, land
from netplan.reports.maps import Ground, Mark, Picture, shades_used
from netplan.reports.schedule import carrier_type
from netplan.reports.wording import Wording
from netplan.tables import CLOSED, Ints


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of a region and a sector."""

    title: str
    region: str
    land: Land
    picture: Picture
    notices: list[tuple[str, str]]
    facilities: list[list[str]]
    need: list[list[str]]
    """People in need by service and year."""
    years: list[int]
    areas: list[list[str]]
    not_joined: list[list[str]]
    data: dict[str, Any]


def known(case: Case, w: Wording) -> Known:
    """Gather what is known before anything is solved."""
    demand, levels = case.tables.demand, case.tables.levels
    sites = levels.site_lon[levels.site], levels.site_lat[levels.site]
    under = land(case.workspace / "data" / case.region, (demand.lon, demand.lat), sites)
    sector = w.of(case.words.sector, case.sector)
    return Known(
        title=w("input_title", sector=sector),
        region=case.region,
        land=under,
        picture=_picture(case, under, w),
        notices=[(notice.code, notice.de if w.lang == "de" else notice.en) for notice in case.notices],
        facilities=_facilities(case, w),
        need=[
            [
                w.of(case.words.services.get(service, {}), service),
                *(w.number(n) for n in demand.by_year[:, s].sum(axis=0)),
            ]
            for s, service in enumerate(demand.services)
        ],
        years=demand.years.tolist(),
        areas=_areas(case, under, w),
        not_joined=_not_joined(case, under, w),
        data=_data(case, under, w),
    )


def _people(case: Case) -> Ints:
    return np.asarray(case.tables.demand.by_year[:, :, 0].sum(axis=1))


def _picture(case: Case, under: Land, w: Wording) -> Picture:
    demand, levels = case.tables.demand, case.tables.levels
    classes, shades = people_classes(_people(case)), people_shades(w)
    ground = Ground.of(under.frame, demand.lon, demand.lat)
    xy = under.frame.place(levels.site_lon, levels.site_lat)[levels.site]
    statuses = ["open" if today != CLOSED else "closed" for today in levels.today]
    marks = tuple(
        Mark(f + 1, int(xy[f, 0]), int(xy[f, 1]), status, f"{f + 1} {levels.called[f]}", f"f{f + 1}")
        for f, status in enumerate(statuses)
    )
    is_open = statuses.count("open")
    return Picture(
        name="m0",
        kind="people",
        title=w("map_people", people=w.of(case.words.people, w("persons")), year=int(demand.years[0])),
        summary=w("map_people_summary", cells=w.number(int((classes >= 0).sum())), open=w.number(is_open)),
        height=under.frame.height,
        patches=ground.patches(classes, shades),
        marks=marks,
        shades=shades_used(classes, shades),
        statuses=tuple(status for status in ("open", "closed") if status in statuses),
    )


def _facilities(case: Case, w: Wording) -> list[list[str]]:
    levels = case.tables.levels
    places = places_by_level(levels)
    found = []
    for f, facility in enumerate(levels.facilities):
        k = int(levels.today[f])
        name = levels.names[k]
        word = w("closed") if k == CLOSED else w.of(case.words.levels.get(name, {}), name)
        kind = carrier_type(levels.carrier_types[f], w)
        carrier = f"{levels.carriers[f]} ({kind})" if kind else levels.carriers[f]
        site = levels.called[f]
        found.append([str(f + 1), facility, site, carrier, word, w.number(int(places[f, k]))])
    return found


def _areas(case: Case, under: Land, w: Wording) -> list[list[str]]:
    demand, people = case.tables.demand, _people(case)
    total = np.zeros(len(demand.areas), np.int64)
    np.add.at(total, demand.area, people)
    named = [(under.area_names.get(area, area), int(total[a])) for a, area in enumerate(demand.areas)]
    return [[name or "–", w.few(count)] for name, count in sorted(named)]


def _not_joined(case: Case, under: Land, w: Wording) -> list[list[str]]:
    demand, pairs = case.tables.demand, case.tables.pairs
    joined = np.zeros(demand.people.shape[:2], bool)
    joined[pairs.cell, pairs.service] = True
    found = []
    for c, s in zip(*np.nonzero(demand.people.any(axis=2) & ~joined), strict=True):
        area, service = demand.areas[demand.area[c]], demand.services[s]
        title = w.of(case.words.services.get(service, {}), service)
        people = w.few(int(demand.by_year[c, s, 0]))
        found.append([demand.cells[c], under.area_names.get(area, area), title, people])
    return found


def _data(case: Case, under: Land, w: Wording) -> dict[str, Any]:
    demand, people = case.tables.demand, _people(case)
    ground = Ground.of(under.frame, demand.lon, demand.lat)
    used = np.flatnonzero(people)
    areas = [demand.areas[a] for a in demand.area[used]]
    cells = zip(used, areas, strict=True)
    return {
        "side": ground.side,
        "xy": ground.xy[used].tolist(),
        "rows": [[demand.cells[c], under.area_names.get(area, area), w.few(int(people[c]))] for c, area in cells],
        "columns": [{}],
        "people": w.of(case.words.people, w("persons")),
        "cell": w("cell"),
        "zoomIn": w("zoom_in"),
        "zoomOut": w("zoom_out"),
        "zoomReset": w("zoom_reset"),
        "help": w("map_help"),
    }
