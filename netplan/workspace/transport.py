"""Who is taken to which facility at public cost: whose shortest way on foot is as long as the norm says."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from netplan.case.lines import Site
from netplan.case.money import Transport
from netplan.inputs.findings import Findings
from netplan.tables import Demand, Ints, Levels, Pairs
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
            named = demand.homes[pairs.cell[own]] * len(sites) + levels.site[pairs.facility[own]]
            is_far[own] = ~np.isin(named, near)
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
) -> Ints:
    """Return the pairs whose shortest way is shorter, each as cell · sites + site."""
    cells = region.cells
    none = np.zeros(0, np.int64)
    if cells is None:
        return none
    table = Travel(shelf, region, cells, sites, Findings())
    if by in table.modes:
        ways = table.ways(by, np.iinfo(np.int64).max)
    elif region.roads is None:
        what, mend = f"no such file, and travel.csv has no ways by {by}", "Bring the roads with `netplan roads`."
        findings.fault(f"{region.folder}/roads.gpkg", None, "", None, what, mend, "NP-I061")
        return none
    else:
        roads, title = question.sector.modes[by].roads, question.sector.modes[by].title
        mode = TravelMode(f"metres by {roads}", roads, A_METRE_A_SECOND, A_METRE_A_SECOND)
        key = ("ways", region.name, repr(mode), metres, tuple(site.site for site in sites))
        ways = shelf.once(key, lambda: searched(shelf, region, cells, sites, mode, metres, title))
    short = ways.metres < metres
    return ways.cell[short] * len(sites) + ways.site[short]
