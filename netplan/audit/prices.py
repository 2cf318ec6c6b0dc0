"""Amounts of several price years, carried to the price base year by the auditor's own reading of the price index."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from netplan.audit.quantities import UnreadableError, half_even, number
from netplan.audit.reading import Tree, branch, text


@dataclass(frozen=True)
class Prices:
    """The price base year of a scenario and the price indices of one sector."""

    base: int
    index: Mapping[str, Mapping[int, Fraction]]
    """By kind of amounts (measures, running) and year."""

    def carried(self, kind: str, cents: int, year: str) -> int:
        """Give cents of a price year in prices of the base year: half-even cents · index[base] / index[year]."""
        if not year or int(year) == self.base:
            return cents
        index = self.index.get(kind, {})
        if int(year) not in index or self.base not in index:
            raise UnreadableError(f"price index of {kind}: {year} or {self.base} is missing")
        return half_even(cents * index[self.base] / index[int(year)])


def read_prices(model: Tree, asked: Tree, first_year: int) -> Prices:
    """Read the indices of a model, over them those of the scenario, and the price base year."""
    cost = branch(asked, "cost")
    base = text(cost, "price_base") or text(cost, "base_year") or str(first_year)
    said = {**branch(model, "price_index"), **branch(cost, "price_index")}
    return Prices(int(base), {kind: _years(kind, tree) for kind, tree in said.items()})


def _years(kind: str, tree: Tree) -> dict[int, Fraction]:
    years = branch(tree, "years")
    return {int(year): number(text(years, year), ".", f"price_index.{kind}.{year}") for year in years}
