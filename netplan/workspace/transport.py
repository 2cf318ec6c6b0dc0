"""Who is taken to which facility at public cost: whose shortest way on foot is as long as the norm says."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from netplan.case.lines import Site
from netplan.case.money import Transport
from netplan.inputs.findings import Findings
from netplan.tables import Demand, Levels, Pairs
from netplan.travel import TravelMode
from netplan.workspace.question import Question
from netplan.workspace.region import Region
from netplan.workspace.shelf import Shelf
from netplan.workspace.ways import Travel, searched

A_METRE_A_SECOND = Fraction(36, 10)
"""Speed at which seconds are metres [km/h]."""


def transport_of(
    shelf: Shelf,
    questions: Sequence[Question],
    region: Region,
    sites: Sequence[Site],
    demand: Demand,
    pairs: Pairs,
    levels: Levels,
    findings: Findings,
) -> Transport | None:
    """Return cost and far pairs of each service whose model says who is taken; None where it is not counted."""
    if not questions[0].scenario.cost.transport:
        return None
    cents, is_far = np.zeros(len(demand.services), np.int64), np.zeros(len(pairs.cell), bool)
    for question in questions:
        for name, service in question.sector.services.items():
            if service.transport is None:
                continue
            s, least = demand.services.index(name), question.whole(service.transport.since)
            cents[s] = question.whole(service.transport.cost)
            near = _nearer(shelf, question, region, sites, service.transport.by, least, findings)
            own = pairs.service == s
            is_far[own] = ~near[demand.homes[pairs.cell[own]], levels.site[pairs.facility[own]]]
    if not cents.any():
        what = "no service of the scenario's models says who is taken to its facilities"
        mend = "Write transport: {from: …, cost: …, by: …} at a service of the model, or leave this out."
        questions[0].fault(findings, ("cost", "transport"), what, mend, "NP-I066", "yes")
    return Transport(cents, is_far)


def _nearer(
    shelf: Shelf,
    question: Question,
    region: Region,
    sites: Sequence[Site],
    by: str,
    metres: int,
    findings: Findings,
) -> NDArray[np.bool_]:
    """Return whether the shortest way from a cell to a site is shorter, shape (cells, sites)."""
    cells = region.cells
    if cells is None:
        return np.zeros((0, len(sites)), bool)
    near = np.zeros((len(cells.ids), len(sites)), bool)
    table = Travel(shelf, region, cells, sites, Findings())
    if by in table.modes:
        ways = table.ways(by, np.iinfo(np.int64).max)
    elif region.roads is None:
        what, mend = f"no such file, and travel.csv has no ways by {by}", "Bring the roads with `netplan roads`."
        findings.fault(f"{region.folder}/roads.gpkg", None, "", None, what, mend, "NP-I061")
        return near
    else:
        roads, title = question.sector.modes[by].roads, question.sector.modes[by].title
        mode = TravelMode(f"metres by {roads}", roads, A_METRE_A_SECOND, A_METRE_A_SECOND)
        key = ("ways", region.name, repr(mode), metres, tuple(site.site for site in sites))
        ways = shelf.once(key, lambda: searched(shelf, region, cells, sites, mode, metres, title))
    short = ways.metres < metres
    near[ways.cell[short], ways.site[short]] = True
    return near
