"""Who pays what of a variant, as a table: carriers, Land, both together, and each carrier."""

from dataclasses import dataclass

from netplan.comparison import Variant
from netplan.comparison.payers import Payer, by_carrier, by_view, of_transport
from netplan.reports.wording import Wording


@dataclass(frozen=True)
class Told:
    """The table with its heads."""

    heads: list[str]
    rows: list[list[str]]


def heads(year: int, w: Wording) -> list[str]:
    """Return the heads of the table."""
    keys = ("payer", "payer_cost", "payer_grants", "payer_proceeds", "payer_running", "payer_present")
    return [w(key, year=year) if key == "payer_running" else w(key) for key in keys]


def payers(variant: Variant, w: Wording) -> list[tuple[str, Payer]]:
    """Return who pays with a title: the three views, then each carrier where there are several."""
    views = [(w(f"payer_{payer.name}"), payer) for payer in by_view(variant.plan)]
    carriers = [(payer.name or "–", payer) for payer in by_carrier(variant.plan)]
    taken = of_transport(variant.plan)
    ways = [(w("payer_transport"), taken)] if taken else []
    return [*views, *(carriers if len(carriers) > 1 else []), *ways]


def told(variant: Variant, w: Wording) -> Told:
    """Return the table of one variant in words."""
    rows = [
        [title, *(w.money(cents) for cents in (p.cost, p.grants, p.proceeds, p.running, p.present))]
        for title, p in payers(variant, w)
    ]
    return Told(heads(variant.last, w), rows)
