"""Tables of the corridor of need, with sites as advice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netplan.comparison import Variant
from netplan.comparison.need import Need, needs
from netplan.reports.wording import Wording
from netplan.units import FEWEST

HEADS = (
    "service",
    "area",
    "year",
    "need_low",
    "need_high",
    "places",
    "corridor_gap",
    "advised_sites",
    "further_sites",
)
Cell = str | int | float | None


@dataclass(frozen=True)
class Told:
    """The table of one variant."""

    heads: list[str]
    rows: list[tuple[str, ...]]
    """Empty where no service has a corridor of need."""


def told(variant: Variant, areas: Mapping[str, str], w: Wording) -> Told:
    """Gather what is said of the corridor of need; `areas` names the areas."""
    rows = [
        tuple("–" if cell is None else cell if isinstance(cell, str) else w.number(cell) for cell in row)
        for row in need_cells(variant, areas, w)
    ]
    return Told([w(key) for key in HEADS], rows)


def need_cells(variant: Variant, areas: Mapping[str, str], w: Wording) -> Iterator[list[Cell]]:
    """Yield one row a service, area and year with numbers as numbers; what would tell of few people is left out."""
    for one in needs(variant.plan, variant.case):
        service = w.of(variant.case.words.services.get(one.service, {}), one.service)
        area = (areas.get(one.area, one.area) or "–") if one.area else w("whole_region")
        is_few = 0 < one.need < FEWEST
        told: list[Cell] = [service, area, str(one.year), *((None, None) if is_few else (one.low, one.high))]
        yield [*told, one.places, None if is_few else one.gap, *_sites(one, variant)]


def _sites(one: Need, variant: Variant) -> tuple[Cell, Cell]:
    """Name the facilities that the plan advises, and others that are possible; only where places are short."""
    called = variant.plan.tables.levels.called
    possible = one.possible if one.places < one.high else ()
    return ", ".join(called[f] for f in one.taken) or None, ", ".join(called[f] for f in possible) or None
