"""Tables of the rooms that facilities at one site share, and of houses that another one takes."""

from collections.abc import Iterator
from dataclasses import dataclass

from netplan.comparison import Variant
from netplan.comparison.rooms import conversions, shared_sites
from netplan.reports.wording import Wording

HEADS = ("site", "year", "rooms_by_facility", "rooms_taken", "rooms_there", "rooms_free")
CONVERSION_HEADS = ("facility", "closes", "becomes", "opens", "cost_of_both")
Cell = str | int | float | None


@dataclass(frozen=True)
class Told:
    """The table of one variant."""

    heads: list[str]
    rows: list[tuple[str, ...]]
    """Empty where no site says how many rooms it has, or the variant has no rule on them."""
    conversion_heads: list[str]
    conversions: list[tuple[str, ...]]
    """Empty where the variant has no rule on them."""


def told(variant: Variant, w: Wording) -> Told:
    """Gather what is said of shared rooms."""
    rows = [
        tuple(cell if isinstance(cell, str) else w.number(cell or 0) for cell in row) for row in room_cells(variant, w)
    ]
    return Told([w(key) for key in HEADS], rows, [w(key) for key in CONVERSION_HEADS], conversion_rows(variant, w))


def room_cells(variant: Variant, w: Wording) -> Iterator[list[Cell]]:
    """Yield one row a site and listed year with numbers as numbers."""
    levels = variant.plan.tables.levels
    for one in shared_sites(variant.plan) if variant.case.rules.shared_rooms is not None else ():
        by_facility = ", ".join(f"{levels.called[f]}: {w.number(rooms)}" for f, rooms in one.taken)
        taken = one.rooms - one.free
        yield [levels.site_names[one.site], str(one.year), by_facility or "–", taken, one.rooms, one.free]


def conversion_rows(variant: Variant, w: Wording) -> list[tuple[str, ...]]:
    """Return one row a house: who leaves it when, who takes it when, and the money of both measures."""
    called = variant.plan.tables.levels.called
    return [
        (
            called[one.facility],
            str(one.closes or "–"),
            called[one.into],
            str(one.opens or "–"),
            w.money(one.cents) if one.cents else "–",
        )
        for one in conversions(variant.plan, variant.case)
    ]
