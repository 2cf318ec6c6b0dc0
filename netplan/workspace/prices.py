"""Prices of several years, carried to the price base year of a scenario by a price index."""

from collections.abc import Callable, Sequence

from netplan.case.money import carried
from netplan.inputs.findings import Findings
from netplan.sector import PriceIndexText, PriceKind
from netplan.workspace.question import Question
from netplan.workspace.rows import LevelRow, MeasureRow

Fault = Callable[[str, str], None]
"""Notes what is wrong with a price year, and how to mend it."""


class Prices:
    """The price base year and the indices of one sector."""

    def __init__(self, question: Question, findings: Findings) -> None:
        """Take the indices of the scenario before those of the model."""
        cost = question.scenario.cost
        self.base = price_base(question)
        self.index: dict[PriceKind, PriceIndexText] = {**question.sector.price_index, **cost.price_index}
        self._question, self._findings = question, findings

    def of_measure(self, row: MeasureRow) -> tuple[int, int]:
        """Return cost and proceeds of a measure at the prices of the base year [cents]."""
        fault = self._row(row.file, row.row, row.price_year)
        cost, proceeds = self._carried("measures", (row.cost, row.proceeds), row.price_year, fault)
        return cost, proceeds

    def of_level(self, row: LevelRow) -> list[int]:
        """Return a row's running cost, fixed and per person, then what the Land bears, at base prices [cents]."""
        fault = self._row(row.file, row.row, row.price_year)
        amounts = (row.running, row.per_person, row.land, row.land_per_person)
        return self._carried("running", amounts, row.price_year, fault)

    def of_model(self, level: str, cents: int) -> int:
        """Return running cost of a standard level at the prices of the base year [cents]."""
        year, file = self._question.sector.levels[level].price_year, self._question.sector_file
        path = ("levels", level, "price_year")

        def fault(what: str, mend: str) -> None:
            self._findings.fault(file.file, file.line(path), ".".join(path), str(year), what, mend, "NP-I086")

        return self._carried("running", (cents,), year, fault)[0]

    def _row(self, file: str, row: int, year: int | None) -> Fault:
        def fault(what: str, mend: str) -> None:
            self._findings.fault(file, row, "price_year", str(year), what, mend, "NP-I086")

        return fault

    def _carried(self, kind: PriceKind, amounts: Sequence[int], year: int | None, fault: Fault) -> list[int]:
        if year is None or year == self.base:
            return list(amounts)
        index = self.index[kind].years if kind in self.index else {}
        missing = [str(one) for one in (year, self.base) if one not in index]
        if missing:
            what = f"the price index of {kind} does not know {' and '.join(missing)}"
            fault(what, f"Add it to price_index: {{{kind}: …}}, or choose another year by cost: {{price_base: …}}.")
            return list(amounts)
        return [carried(cents, year, self.base, index) for cents in amounts]


def price_base(question: Question) -> int:
    """Return the year in whose prices money counts."""
    cost = question.scenario.cost
    base = question.scenario.years[0] if cost.base_year is None else cost.base_year
    return base if cost.price_base is None else cost.price_base
