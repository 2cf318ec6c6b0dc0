"""Everything the report says, gathered and worded, ready to be poured into the template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from netplan.comparison import Comparison, Variant, shown
from netplan.reports import datasheet, districts, need, payers, provision, rooms, schedule, social
from netplan.reports.cells import Cells, cells_of
from netplan.reports.classes import change_classes, change_shades, minute_classes, minute_shades
from netplan.reports.land import Land, land
from netplan.reports.maps import Ground, Mark, Picture, shades_used
from netplan.reports.schools import ExceptionRow, exceptions
from netplan.reports.sentences import lead, status_shown
from netplan.reports.sheets import Sheet, sheets
from netplan.reports.statuses import NEVER_OPEN, SIGNS, STATUSES, statuses
from netplan.reports.wording import Wording

MOST_CELLS = 3000
"""Beyond this, cells are told one by one in the GeoPackage only, and the page stays small."""


@dataclass(frozen=True, eq=False)
class VariantPage:
    """What is said of one variant."""

    index: int
    title: str
    description: str
    is_baseline: bool
    status: str
    lead: list[str]
    tiles: list[tuple[str, str]]
    pictures: list[Picture]
    years: list[int]
    site_plan: list[schedule.PlanRow]
    supply: list[schedule.Supply]
    provision: provision.Told
    payers: payers.Told
    need: need.Told
    social: social.Told
    measures: list[schedule.MeasureRow]
    districts: districts.Told
    rooms: rooms.Told
    goals: list[schedule.GoalRow]
    breaches: list[schedule.Breach]
    exceptions: list[ExceptionRow]
    sheets: list[Sheet]
    facts: list[tuple[str, str]]
    audit: Mapping[str, Any] | None
    variant: Variant


@dataclass(frozen=True, eq=False)
class Report:
    """What is said of all variants together."""

    title: str
    region: str
    land: Land
    pages: list[VariantPage]
    lines: list[tuple[str, list[str]]]
    lines_by_year: list[tuple[str, str, list[str]]]
    warned: list[datasheet.Warned]
    told: list[str]
    """Sentences on rules not kept and audits that fail."""
    areas: list[list[str]]
    cells: list[list[str]]
    """Empty where there are too many to list."""
    cell_count: int
    data: dict[str, Any]
    """What the script tells of the cells."""
    files: list[datasheet.FileRow]
    norms: list[datasheet.NormRow]
    sources: str
    has_osm: bool
    base: str
    last_years: str
    money: str
    """How money is added up."""


def gather(comparison: Comparison, w: Wording) -> Report:
    """Gather everything the report says."""
    base = comparison.baseline
    cells = cells_of(comparison)
    levels = base.plan.tables.levels
    sites = levels.site_lon[levels.site], levels.site_lat[levels.site]
    under = land(base.case.workspace / "data" / base.case.region, (cells.lon, cells.lat), sites)
    runs = [datasheet.run_of(variant) for variant in comparison.variants]
    pages = [_page(i, comparison, cells, under, runs[i], w) for i in range(len(comparison.variants))]
    rows = _cell_rows(comparison, cells, under, w) if len(cells.ids) <= MOST_CELLS else []
    sources = datasheet.sources(comparison)
    sector = w.of(base.case.words.sector, base.case.sector)
    return Report(
        title=w("report_title" if len(pages) > 1 else "report_title_one", sector=sector),
        region=base.case.region,
        land=under,
        pages=pages,
        lines=[(line.title[w.lang], _shown(line.figures, line.unit, pages, w)) for line in comparison.lines()],
        lines_by_year=[
            (line.title[w.lang], str(line.year), _shown(line.figures, line.unit, pages, w))
            for line in comparison.lines_by_year()
        ],
        warned=datasheet.warned(comparison, runs, w),
        told=_told(pages, w),
        areas=_area_rows(cells, under, w),
        cells=rows,
        cell_count=len(cells.ids),
        data=_data(comparison, cells, under, rows, w),
        files=datasheet.files(comparison, w),
        norms=datasheet.norms(comparison, w),
        sources=sources,
        has_osm="openstreetmap" in sources.lower(),
        base=datasheet.title_of(base, w),
        money=datasheet.money(comparison, w),
        last_years=", ".join(dict.fromkeys(str(variant.last) for variant in comparison.variants)),
    )


def facility_numbers(comparison: Comparison) -> dict[str, int]:
    """Number the facilities that are ever open, the same in every variant."""
    order: dict[str, bool] = {}
    for variant in comparison.variants:
        names = variant.plan.tables.levels.facilities
        for facility, status in zip(names, statuses(variant.plan), strict=True):
            order[facility] = order.get(facility, False) or status != NEVER_OPEN
    return {facility: i for i, facility in enumerate((name for name, used in order.items() if used), start=1)}


def _page(i: int, comparison: Comparison, cells: Cells, under: Land, run: Mapping[str, Any], w: Wording) -> VariantPage:
    variant = comparison.variants[i]
    numbers = facility_numbers(comparison)
    is_baseline = variant is comparison.baseline
    site_plan = schedule.site_plan(variant, numbers, w)
    return VariantPage(
        index=i,
        title=datasheet.title_of(variant, w),
        description=w.of(variant.case.words.description),
        is_baseline=is_baseline,
        status=status_shown(variant.plan, w),
        lead=lead(variant, comparison, w),
        tiles=_tiles(variant, w),
        pictures=_pictures(i, comparison, cells, under, w),
        years=variant.figures.years.tolist(),
        site_plan=site_plan,
        supply=schedule.supply(variant, w),
        provision=provision.told(variant, comparison, under.area_names, w),
        payers=payers.told(variant, w),
        need=need.told(variant, under.area_names, w),
        social=social.told(variant, under.area_names, w),
        measures=schedule.measures(variant, w),
        districts=districts.told(variant, w),
        rooms=rooms.told(variant, w),
        goals=schedule.goals(variant.plan, w),
        breaches=schedule.breaches(variant, w),
        exceptions=exceptions(variant, w),
        sheets=sheets(variant, comparison, f"f{i}", numbers, under.area_names, w),
        facts=datasheet.facts_of(run, w),
        audit=datasheet.audit_of(run),
        variant=variant,
    )


def _tiles(variant: Variant, w: Wording) -> list[tuple[str, str]]:
    figures = variant.figures
    change = (variant.changes or {}).get(variant.last)
    found = [
        (w.number(int(figures.open_facilities[-1])), w("tile_open")),
        (w.number(int(figures.unserved[-1])), w("tile_unserved")),
    ]
    if change is not None:
        found.append((w.number(change.longer), w("tile_longer")))
    return [*found, (w.money(figures.investment), w("tile_money"))]


def _pictures(i: int, comparison: Comparison, cells: Cells, under: Land, w: Wording) -> list[Picture]:
    variant, base = comparison.variants[i], comparison.baseline
    ground = Ground.of(under.frame, cells.lon, cells.lat)
    marks = tuple(_marks(variant, f"f{i}", facility_numbers(comparison), under, w))
    used = tuple(status for status in STATUSES if any(mark.status == status for mark in marks))
    own, before = cells.ways[i], cells.ways[comparison.first]
    classes, shades = minute_classes(own.seconds, own.unserved), minute_shades(w)
    summary = w(
        "map_minutes_summary",
        cells=w.number(len(cells.ids)),
        open=w.number(int(variant.figures.open_facilities[-1])),
        mean=w.minutes(variant.figures.mean[-1]),
    )
    title = w("map_minutes", year=variant.last)
    found = [(f"m{i}", "minutes", title, summary, classes, shades)]
    if variant is not base:
        classes, shades = change_classes(before.seconds, own.seconds, before.unserved, own.unserved), change_shades(w)
        summary = w(
            "map_change_summary",
            cells=w.number(len(cells.ids)),
            longer=w.number(int(np.isin(classes, (4, 5, 6)).sum())),
            shorter=w.number(int(np.isin(classes, (0, 1, 2)).sum())),
        )
        title = w("map_change", base=datasheet.title_of(base, w), year=variant.last)
        found.append((f"d{i}", "change", title, summary, classes, shades))
    return [
        Picture(
            *(name, kind, title, summary, under.frame.height, ground.patches(classes, shades), marks),
            shades_used(classes, shades),
            used,
        )
        for name, kind, title, summary, classes, shades in found
    ]


def _marks(variant: Variant, prefix: str, numbers: Mapping[str, int], under: Land, w: Wording) -> list[Mark]:
    plan = variant.plan
    levels, level, load = plan.tables.levels, plan.level, plan.load.sum(axis=1)
    xy = under.frame.place(levels.site_lon, levels.site_lat)[levels.site]
    found = []
    for f, status in enumerate(statuses(plan)):
        if status != NEVER_OPEN:
            number = numbers[levels.facilities[f]]
            words = [
                f"{number} {levels.called[f]}",
                f"{SIGNS[status]} {w('is_' + status)}",
                schedule.level_shown(variant, levels.names[level[f, -1]], w),
                f"{w.few(int(load[f, -1]))} {w('assigned')}",
            ]
            place = (int(xy[f, 0]), int(xy[f, 1]))
            found.append(Mark(number, *place, status, " · ".join(words), f"{prefix}-{number}"))
    return sorted(found, key=lambda mark: mark.y)


def _shown(figures: Sequence[Any], unit: Any, pages: Sequence[VariantPage], w: Wording) -> list[str]:  # noqa: ANN401  a figure may be whole, exact or a word
    return [
        page.status if unit == "words" else shown(value, unit, w.lang)
        for value, page in zip(figures, pages, strict=True)
    ]


def _told(pages: Sequence[VariantPage], w: Wording) -> list[str]:
    found = []
    for page in pages:
        rules = [breach.rule for breach in page.breaches]
        found += [
            w("breaches_told", title=page.title, rule=rule, count=w.number(rules.count(rule)))
            for rule in dict.fromkeys(rules)
        ]
        if page.audit is None:
            found.append(w("no_audit", title=page.title))
        elif not page.audit.get("passed"):
            found.append(w("audit_failed", title=page.title))
    return found


def _area_rows(cells: Cells, under: Land, w: Wording) -> list[list[str]]:
    found = []
    for area, inside in cells.by_area():
        row = [under.area_names.get(area, area) or "–", w.few(int(cells.people[inside].sum()))]
        for ways in cells.ways:
            people, seconds = int(ways.served[inside].sum()), ways.seconds[inside]
            mean = Fraction(int(ways.person_seconds[inside].sum()), people) if people else None
            row += [w.minutes(mean), w.minutes(float(np.nanmax(seconds)) if people else None)]
            row.append(w.few(int(ways.unserved[inside].sum())))
        found.append(row)
    return found


def _cell_rows(comparison: Comparison, cells: Cells, under: Land, w: Wording) -> list[list[str]]:
    seconds = [ways.seconds for ways in cells.ways]
    base = seconds[comparison.first]
    found = []
    for c, cell in enumerate(cells.ids):
        area = cells.areas[c]
        row = [cell, under.area_names.get(area, area), w.few(int(cells.people[c]))]
        for i, own in enumerate(seconds):
            nowhere = w("unserved") if cells.ways[i].unserved[c] else "–"
            row.append(nowhere if np.isnan(own[c]) else w.number(own[c] / 60, 1))
            if i != comparison.first:
                row.append("–" if np.isnan(own[c] - base[c]) else _signed(own[c] - base[c], w))
        found.append(row)
    return found


def _signed(seconds: float, w: Wording) -> str:
    minutes = round(seconds / 60, 1)
    return w.number(0, 1) if not minutes else ("+" if minutes > 0 else "−") + w.number(abs(minutes), 1)


def _data(
    comparison: Comparison, cells: Cells, under: Land, rows: Sequence[Sequence[str]], w: Wording
) -> dict[str, Any]:
    """Return what the script tells of a cell: the same texts as in the table of cells."""
    ground = Ground.of(under.frame, cells.lon, cells.lat)
    people = w.of(comparison.baseline.case.words.people, w("persons"))
    columns: list[dict[str, int]] = []
    column = 3
    for i in range(len(comparison.variants)):
        columns.append({"minutes": column})
        column += 1
        if i != comparison.first:
            columns[-1]["change"] = column
            column += 1
    return {
        "side": ground.side,
        "xy": ground.xy.tolist() if rows else [],
        "rows": rows,
        "columns": columns,
        "people": people,
        "cell": w("cell"),
        "zoomIn": w("zoom_in"),
        "zoomOut": w("zoom_out"),
        "zoomReset": w("zoom_reset"),
        "help": w("map_help"),
    }
