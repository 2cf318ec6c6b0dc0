"""Shares of those in need who go to neighbours of the region or to private carriers, by area or by cell."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from netplan.demand.elsewhere import elsewhere
from netplan.inputs.findings import Findings
from netplan.inputs.table import Table
from netplan.tables import Demand, Elsewhere
from netplan.workspace.attendance import Attending
from netplan.workspace.question import Question
from netplan.workspace.region import Region
from netplan.workspace.shelf import Shelf

WHO = ("neighbour", "private")
_GOES_TO = {
    "neighbour": ("Nachbarn der Region", "neighbours of the region"),
    "private": ("private Träger", "private carriers"),
}


def without_elsewhere(
    shelf: Shelf, question: Question, region: Region, demand: Demand, attending: Attending | None, findings: Findings
) -> tuple[Demand, Elsewhere | None]:
    """Take those who go elsewhere out of the people in need; nobody where the region has no elsewhere.csv.

    Of an intake they never enter; who is in a facility of the region by attendance.csv goes nowhere else.
    """
    if region.elsewhere is None:
        return demand, None
    table = Table(
        region.elsewhere.file,
        region.elsewhere.columns,
        region.elsewhere.rows,
        region.elsewhere.decimal,
        findings,
    )
    shares = _shares(shelf, demand, table)
    if not findings.clean(table.file):
        return demand, None
    may_go = demand.people.copy()
    for s in set(attending.service) if attending else ():
        may_go[:, s][:, ~demand.enters[s]] = 0
    cells, people = elsewhere(may_go, shares, demand.area, demand.cells)
    there = demand.there.astype(np.int64)
    found = Elsewhere(WHO, np.einsum("cse,set->cst", cells, there), np.einsum("wase,set->wast", people, there))
    _notice(question, demand, found, findings)
    return replace(demand, people=demand.people - cells), found


def elsewhere_together(found: Sequence[Elsewhere | None]) -> Elsewhere | None:
    """Put those who go elsewhere in several sectors side by side, one service after the other."""
    known = [gone for gone in found if gone is not None]
    if not known:
        return None
    return Elsewhere(
        known[0].who,
        np.concatenate([gone.cells for gone in known], axis=1),
        np.concatenate([gone.people for gone in known], axis=2),
    )


def _shares(shelf: Shelf, demand: Demand, table: Table) -> list[list[dict[int, Fraction]]]:
    """Return the share of each cell by who takes them and by service; a cell's own row beats its area's."""
    services = demand.services
    known = shelf.keys_of_all_models("services") | set(services)
    served, who = table.choices("service", known, code="NP-I064"), table.choices("who", WHO)
    areas = table.choices("area", {"", *demand.areas}, code="NP-I064")
    cells = table.choices("cell", {"", *demand.cells}, code="NP-I064")
    percent = table.shares("share_percent", 100)
    named = (table.texts(column, may_be_empty=True) for column in ("area", "cell"))
    table.unique(("area", "cell", "service", "who"), list(zip(*named, served, who, strict=True)))
    found: list[list[dict[int, Fraction]]] = [[{} for _ in services] for _ in WHO]
    last: dict[tuple[int, int], int] = {}
    for record in sorted(range(len(table)), key=lambda record: bool(cells[record])):
        if bool(table.columns["area"][record].strip()) == bool(table.columns["cell"][record].strip()):
            mend = "Name the area, or the cell and no area."
            table.fault(record, "area", "either an area or a cell has to stand here", mend, "NP-I063")
        elif served[record] in services and who[record] in WHO:
            s = services.index(served[record])
            inside = (
                [demand.cells.index(cells[record])]
                if cells[record] in demand.cells
                else np.flatnonzero(demand.area == demand.areas.index(areas[record])).tolist()
                if areas[record] in demand.areas
                else []
            )
            for c in inside:
                found[WHO.index(who[record])][s][c] = percent[record]
                last[c, s] = record
    for (c, s), record in last.items():
        if sum(of_who[s].get(c, Fraction(0)) for of_who in found) > 1:
            what, mend = f"more than 100 % of cell {demand.cells[c]} go elsewhere", "Lower one of its shares."
            table.fault(record, "share_percent", what, mend, "NP-I023")
            break
    return found


def _notice(question: Question, demand: Demand, found: Elsewhere, findings: Findings) -> None:
    """Say how many go elsewhere, and to whom."""
    people = question.sector.people
    totals = found.people.sum(axis=1)
    for s, service in enumerate(demand.services):
        for t, year in enumerate(demand.years.tolist()):
            parts = [(w, int(totals[w, s, t])) for w in range(len(found.who)) if totals[w, s, t]]
            if not parts:
                continue
            number = sum(count for _, count in parts)
            de, en = (", ".join(f"{_GOES_TO[found.who[w]][i]} {count}" for w, count in parts) for i in (0, 1))
            title, who = question.sector.services[service].title, people.get("de", "Personen")
            findings.notice(
                "NP-W081",
                f"{title.get('de', service)} {year}: {number} {who} gehen woanders hin ({de}) "
                "und zählen nicht zum Bedarf.",
                f"{title.get('en', service)} {year}: {number} {people.get('en', 'persons')} go elsewhere ({en}) "
                "and are not counted in the need.",
            )
