"""The report's tables as an Excel workbook, with the input's own ids; no text ever becomes a formula."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import xlsxwriter

from netplan.comparison import Comparison, Variant
from netplan.reports import datasheet, districts, need, payers, provision, rooms, schedule, schools, social
from netplan.reports.cells import Streams
from netplan.reports.sentences import status_shown
from netplan.reports.wording import Wording
from netplan.tables import NEVER
from netplan.units import FEWEST

Cell = str | int | float | None
_PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_WIDEST = 60


def write(comparison: Comparison, file: Path, w: Wording) -> Path:
    """Write the workbook and return its path."""
    with xlsxwriter.Workbook(file, _PLAIN) as book:
        # The same plans make the same file: the day is that of the first run, not of today.
        book.set_properties({"created": _made(comparison)})
        head = book.add_format({"bold": True, "bg_color": "#F3F6F8", "bottom": 1})
        for name, heads, rows in _sheets(comparison, w):
            sheet = book.add_worksheet(name[:31])
            listed = list(rows)
            for column, title in enumerate(heads):
                sheet.write_string(0, column, title, head)
                texts = (len(str(row[column])) for row in listed[:500])
                sheet.set_column(column, column, min(max([len(title), *texts]) + 2, _WIDEST))
            for i, row in enumerate(listed, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(i, column, value)
                    elif value is not None:
                        sheet.write_number(i, column, value)
            sheet.freeze_panes(1, 1)
    return file


def _made(comparison: Comparison) -> datetime:
    started = str(datasheet.run_of(comparison.baseline).get("started", ""))
    try:
        return datetime.fromisoformat(started).replace(tzinfo=None)
    except ValueError:
        return datetime(2000, 1, 1)  # noqa: DTZ001  Excel knows no time zones


_Sheet = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]


def _sheets(comparison: Comparison, w: Wording) -> list[_Sheet]:
    return [
        _compared(comparison, w),
        _measures(comparison, w),
        _payers(comparison, w),
        _site_plan(comparison, w),
        _facilities(comparison, w),
        *_classes(comparison, w),
        _assignment(comparison, w),
        *_districts(comparison, w),
        *_rooms(comparison, w),
        _provision(comparison, w),
        *_need(comparison, w),
        *_corridor(comparison, w),
        *_social(comparison, w),
        _free_capacity(comparison, w),
        _norms(comparison, w),
        _data(comparison, w),
    ]


def _compared(comparison: Comparison, w: Wording) -> _Sheet:
    heads = [w("indicator"), w("unit"), w("year"), *(datasheet.title_of(v, w) for v in comparison.variants)]
    rows: list[list[Cell]] = []
    for line in [*comparison.lines_by_year(), *(line for line in comparison.lines() if line.in_all)]:
        figures = [
            status_shown(variant.plan, w) if line.unit == "words" else _number(value, line.unit)
            for value, variant in zip(line.figures, comparison.variants, strict=True)
        ]
        rows.append([line.title[w.lang], w(f"excel_{line.unit.replace(' ', '_')}"), line.year, *figures])
    return w("compared"), heads, rows


def _number(value: object, unit: str) -> Cell:
    if isinstance(value, int | float | Fraction):
        return float(value) / 100 if unit.startswith("cents") else float(value)
    return None if value is None else str(value)


def _measures(comparison: Comparison, w: Wording) -> _Sheet:
    keys = ("variants", "year", "id", "facility", "kind", "measure", "from", "to", "paid_in")
    rows: list[list[Cell]] = []
    for variant in comparison.variants:
        steps, years = variant.plan.tables.steps, variant.plan.tables.demand.years
        for row, i in zip(schedule.measures(variant, w), variant.plan.measures.tolist(), strict=True):
            paid = None if steps.paid[i] == NEVER else int(years[steps.paid[i]])
            told: list[Cell] = [variant.name, row.year, row.facility, row.name, row.kind, row.measure]
            rows.append([*told, row.before, row.after, paid, row.cents / 100])
    return w("measures"), [*(w(key) for key in keys), w("cost") + " [EUR]"], rows


def _payers(comparison: Comparison, w: Wording) -> _Sheet:
    rows: list[list[Cell]] = []
    for variant in comparison.variants:
        for title, payer in payers.payers(variant, w):
            amounts = (payer.cost, payer.grants, payer.proceeds, payer.running, payer.present)
            rows.append([variant.name, title, *(cents / 100 for cents in amounts)])
    first, *others = payers.heads(comparison.baseline.last, w)
    return w("payers"), [w("variants"), first, *(f"{head} [EUR]" for head in others)], rows


def _site_plan(comparison: Comparison, w: Wording) -> _Sheet:
    years = sorted({year for variant in comparison.variants for year in variant.figures.years.tolist()})
    rows: list[list[Cell]] = []
    for variant in comparison.variants:
        own = variant.figures.years.tolist()
        numbers = dict.fromkeys(variant.plan.tables.levels.facilities, 0)
        for row in schedule.site_plan(variant, numbers, w):
            levels = [" ".join(row.levels[own.index(y)][1::-1]).strip() if y in own else None for y in years]
            told: list[Cell] = [variant.name, row.facility, row.name, row.carrier, w("is_" + row.status), row.today]
            rows.append([*told, *levels])
    heads = [w(key) for key in ("variants", "id", "facility", "carrier", "status", "today")]
    return w("site_plan"), [*heads, *(str(year) for year in years)], rows


def _facilities(comparison: Comparison, w: Wording) -> _Sheet:
    keys = ("variants", "year", "id", "facility", "level", "service", "places", "assigned", "least")
    rows = [row for variant in comparison.variants for row in _by_year(variant, w)]
    return w("facilities_by_year"), [w(key) for key in keys], rows


def _by_year(variant: Variant, w: Wording) -> Iterable[list[Cell]]:
    plan = variant.plan
    levels, demand, level, load = plan.tables.levels, plan.tables.demand, plan.level, plan.load
    for f, facility in enumerate(levels.facilities):
        for t, year in enumerate(demand.years.tolist()):
            k = int(level[f, t])
            told: list[Cell] = [variant.name, year, facility, levels.called[f]]
            told.append(schedule.level_shown(variant, levels.names[k], w))
            for s, service in enumerate(demand.services):
                if levels.places[f, :, s].any():
                    numbers = (int(levels.places[f, k, s]), _few(int(load[f, s, t]), w), int(levels.least[f, k, s]))
                    yield [*told, w.of(variant.case.words.services.get(service, {}), service), *numbers]


def _classes(comparison: Comparison, w: Wording) -> list[_Sheet]:
    if not any(variant.plan.tables.classes.taught for variant in comparison.variants):
        return []
    rows = [row for variant in comparison.variants for row in schools.excel_rows(variant, w)]
    return [(w("classes"), [w(key) for key in schools.EXCEL_HEADS], rows)]


def _assignment(comparison: Comparison, w: Wording) -> _Sheet:
    keys = ("variants", "year", "id", "facility", "area", "assigned")
    rows: list[list[Cell]] = []
    for variant in comparison.variants:
        levels, streams = variant.plan.tables.levels, Streams.of(variant.plan)
        for t, year in enumerate(variant.figures.years.tolist()):
            for f, facility in enumerate(levels.facilities):
                for flow in streams.by_area(f, t):
                    mean = None if flow.mean is None else round(float(flow.mean / 60), 2)
                    told: list[Cell] = [variant.name, year, facility, levels.called[f], flow.area]
                    rows.append([*told, _few(flow.people, w), mean, round(flow.longest / 60, 2)])
    heads = [*(w(key) for key in keys), w("mean_way") + " [min]", w("longest_way") + " [min]"]
    return w("assignment"), heads, rows


def _districts(comparison: Comparison, w: Wording) -> list[_Sheet]:
    """Return the sheet of districts, cell by cell, where some variant has them."""
    variants = [variant for variant in comparison.variants if districts.has_districts(variant)]
    keys = ("variants", "year", "service", "cell", "area", "from_district", "to_district", "people")
    rows: list[list[Cell]] = [
        [variant.name, row.year, row.service, row.cell, row.area, row.before, row.facility, _few(row.people, w)]
        for variant in variants
        for row in districts.by_cell(variant)
    ]
    return [(w("districts"), [w(key) for key in keys], rows)] if variants else []


def _rooms(comparison: Comparison, w: Wording) -> list[_Sheet]:
    """Return the rooms of shared sites, where a variant has a rule on them."""
    rows: list[list[Cell]] = [
        [variant.name, *row] for variant in comparison.variants for row in rooms.room_cells(variant, w)
    ]
    return [(w("rooms"), [w("variants"), *(w(key) for key in rooms.HEADS)], rows)] if rows else []


def _provision(comparison: Comparison, w: Wording) -> _Sheet:
    heads = [w("variants"), w("service"), *(w(key) for key in provision.HEADS)]
    return w("provision"), heads, [row for variant in comparison.variants for row in provision.excel_rows(variant, w)]


def _need(comparison: Comparison, w: Wording) -> list[_Sheet]:
    """Return the corridor of need, where a service of a variant has one."""
    rows: list[list[Cell]] = [
        [variant.name, *row] for variant in comparison.variants for row in need.need_cells(variant, {}, w)
    ]
    return [(w("need_corridor"), [w("variants"), *(w(key) for key in need.HEADS)], rows)] if rows else []


def _corridor(comparison: Comparison, w: Wording) -> list[_Sheet]:
    """Return the corridor of places, where a variant has one."""
    rows: list[list[Cell]] = [
        [variant.name, *row] for variant in comparison.variants for row in provision.corridor_cells(variant, {}, w)
    ]
    heads = [w("variants"), *(w(key) for key in provision.CORRIDOR_HEADS)]
    return [(w("corridor"), heads, rows)] if rows else []


def _social(comparison: Comparison, w: Wording) -> list[_Sheet]:
    """Return how areas fare by social index, where the region has one."""
    rows: list[list[Cell]] = [row for variant in comparison.variants for row in social.excel_rows(variant, w)]
    heads = [w("variants"), *(w(key) for key in social.HEADS)]
    return [(w("social"), heads, rows)] if rows else []


def _free_capacity(comparison: Comparison, w: Wording) -> _Sheet:
    rows = (
        [variant.name, *row] for variant in comparison.variants for row in provision.proof_cells(variant, comparison, w)
    )
    return w("free_capacity"), [w("variants"), *(w(key) for key in provision.PROOF_HEADS)], rows


def _norms(comparison: Comparison, w: Wording) -> _Sheet:
    keys = ("norm", "norm_value", "source", "valid_from", "variants")
    rows = [
        [row.name, row.value, row.source or w("assumed"), row.valid_from, row.variants or w("all_variants")]
        for row in datasheet.norms(comparison, w)
    ]
    return w("norms"), [w(key) for key in keys], rows


def _data(comparison: Comparison, w: Wording) -> _Sheet:
    rows: list[list[Cell]] = []
    runs = [datasheet.run_of(variant) for variant in comparison.variants]
    for variant, run in zip(comparison.variants, runs, strict=True):
        rows += [[variant.name, name, value] for name, value in datasheet.facts_of(run, w)]
    for file in datasheet.files(comparison, w):
        rows.append([file.variants or w("all_variants"), file.path, f"SHA-256 {file.sha256}"])
    for warned in datasheet.warned(comparison, runs, w):
        rows.append([warned.variants or w("all_variants"), warned.code, warned.text])
    return w("datasheet"), [w("variants"), w("what"), w("norm_value")], rows


def _few(people: int, w: Wording) -> Cell:
    return w.few(people) if 0 < people < FEWEST else people
