"""How areas fare, the most burdened by the social index first, with counts of few people withheld."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netplan.comparison import Variant
from netplan.comparison.groups import Fares, fares_by_area
from netplan.reports.wording import Wording
from netplan.units import FEWEST

HEADS = ("area", "social_index", "social_class", "people", "unserved", "mean_way", "share_within", "gap_to_all")
Cell = str | int | float | None


@dataclass(frozen=True)
class Told:
    """What is said of areas by social index in the last listed year."""

    year: int
    heads: list[str]
    rows: list[tuple[str, ...]]
    """Empty where the region has no social index."""


def told(variant: Variant, areas: Mapping[str, str], w: Wording) -> Told:
    """Gather the table; `areas` names the areas."""
    rows = [
        tuple(_text(cell, kind, w) for cell, kind in zip(row, _KINDS, strict=True)) for row in _rows(variant, areas, w)
    ]
    return Told(int(variant.figures.years[-1]), [w(key) for key in HEADS], rows)


_KINDS = ("text", "index", "text", "people", "people", "way", "share", "share")


def _text(cell: Cell, kind: str, w: Wording) -> str:
    if cell is None or isinstance(cell, str):
        return "–" if cell is None else cell
    if kind == "way":
        return w.minutes(cell * 60)
    return w.share(cell) if kind == "share" else w.number(cell, 1 if kind == "index" else 0)


def excel_rows(variant: Variant, w: Wording) -> Iterator[list[Cell]]:
    """Yield the same rows with numbers as numbers: ways in minutes."""
    for row in _rows(variant, {}, w):
        yield [variant.name, *row]


def _rows(variant: Variant, areas: Mapping[str, str], w: Wording) -> Iterator[tuple[Cell, ...]]:
    demand, found = variant.full.tables.demand, fares_by_area(variant.full)
    index = dict(zip(demand.areas, zip(demand.social_index.tolist(), demand.social_class, strict=True), strict=False))
    for area in (name for name in found if name):
        number, word = index[area]
        yield (areas.get(area, area), number, word, *_cells(found[area][-1], found[""][-1], w))
    if found:
        yield (w("whole_region"), "", "", *_cells(found[""][-1], found[""][-1], w))


def _cells(own: Fares, every: Fares, w: Wording) -> tuple[Cell, ...]:
    """Return people, those without a place, mean way [min], share within the target and its gap to everybody."""
    near = None if own.within is None else own.within * own.people
    tells = near is not None and 0 < min(near, own.people - near) < FEWEST
    is_few = 0 < own.people < FEWEST
    within = None if is_few or tells or own.within is None else float(own.within)
    return (
        w.few(own.people) if is_few else own.people,
        w.few(own.unserved) if 0 < own.unserved < FEWEST else own.unserved,
        None if is_few or own.mean is None else round(float(own.mean) / 60, 2),
        within,
        None if within is None or every.within is None else within - float(every.within),
    )
