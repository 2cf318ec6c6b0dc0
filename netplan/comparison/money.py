"""Money of compared plans: what stands in the comparison of it, by year and in all; parts only where there are any."""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, TypeAlias

from netplan.comparison.figures import Figures

MoneyUnit: TypeAlias = Literal["cents", "cents a year"]


class ByYear(NamedTuple):
    """A line of money for each listed year."""

    name: str
    de: str
    en: str
    unit: MoneyUnit
    value: Callable[[Figures, int], int]
    """Counts it in the listed year with an index."""
    is_always: bool = True
    """Whether it stands also where it is nothing in every variant."""


class InAll(NamedTuple):
    """A line of money over all years together."""

    name: str
    de: str
    en: str
    value: Callable[[Figures], int]
    is_always: bool = True


_BY_YEAR = (
    ByYear("running", "Laufende Kosten im Jahr", "Running cost of a year", "cents a year",
           lambda f, t: int(f.running[t])),
    ByYear("running_fixed", "– davon fest", "– of it fixed", "cents a year",
           lambda f, t: int(f.running[t] - f.per_person[t]) if f.per_person.any() else 0, is_always=False),
    ByYear("running_people", "– davon je Person", "– of it per person", "cents a year",
           lambda f, t: int(f.per_person[t]), is_always=False),
    ByYear("transport", "Beförderung im Jahr", "Transport in a year", "cents a year",
           lambda f, t: int(f.transport[t]), is_always=False),
    ByYear("paid", "Investition (nominal)", "Investment (nominal)", "cents", lambda f, t: int(f.paid[t])),
    ByYear("proceeds", "Erlöse (nominal)", "Proceeds (nominal)", "cents", lambda f, t: int(f.proceeds[t]),
           is_always=False),
)  # fmt: skip
ONLY_BY_YEAR = frozenset({"paid", "proceeds"})
"""Lines that say nothing of the last listed year alone."""
IN_ALL = (
    InAll("investment", "Investition (nominal)", "Investment (nominal)", lambda f: f.investment),
    InAll("proceeds_total", "Erlöse (nominal)", "Proceeds (nominal)", lambda f: int(f.proceeds.sum()),
          is_always=False),
    InAll("running_total", "Laufende Kosten, alle Jahre (nominal)", "Running cost, all years (nominal)",
          lambda f: f.running_total),
    InAll("residual", "Restwert am Ende (abgezinst)", "Residual value at the end (discounted)", lambda f: f.residual,
          is_always=False),
    InAll("grants", "Zuwendungen (nominal)", "Grants (nominal)", lambda f: f.grants, is_always=False),
    InAll("carrier_cost", "Kosten der Träger (abgezinst)", "Cost of the carriers (discounted)",
          lambda f: f.carriers_cost if f.land_cost else 0, is_always=False),
    InAll("land_cost", "Kosten des Landes (abgezinst)", "Cost of the Land (discounted)", lambda f: f.land_cost,
          is_always=False),
    InAll("total", "Gesamtkosten (abgezinst)", "Total cost (discounted)", lambda f: f.total),
)  # fmt: skip


def by_year(counted: Sequence[Figures]) -> list[ByYear]:
    """Return the lines by year that stand in a comparison of these plans."""
    return [
        line
        for line in _BY_YEAR
        if line.is_always or any(line.value(figures, t) for figures in counted for t in range(len(figures.years)))
    ]


def in_all(counted: Sequence[Figures]) -> list[InAll]:
    """Return the lines over all years that stand in a comparison of these plans."""
    return [line for line in IN_ALL if line.is_always or any(line.value(figures) for figures in counted)]
