"""Target groups: people of a cell who travel in their own way, each group a row of its own beside the cell's.

A group of a cell becomes a row of `Demand` of its own: an origin with its own ways, reach and target. So the program,
its bounds and its exact verdict know nothing new; places are shared because facilities count everybody who comes.
Reports put the rows of a cell together again (`Plan.by_place`), so that nobody in a small group is recognised.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from netplan.demand.groups import split
from netplan.inputs.findings import Findings, did_you_mean
from netplan.inputs.table import Table
from netplan.sector import GroupText, ServiceText
from netplan.tables import NONE, Demand, Districts, Elsewhere, Ints
from netplan.workspace.question import Question
from netplan.workspace.region import GROUPS, Region
from netplan.workspace.shelf import Shelf


@dataclass(frozen=True)
class Journey:
    """How people of a service travel: modes, and the norms of how far they go."""

    modes: tuple[str, ...]
    reach: str
    target: str


def groups_of(question: Question) -> dict[str, GroupText]:
    """Return the groups that the scenario tells apart and the model knows, in the scenario's order."""
    known = question.sector.groups
    return {name: known[name] for name in question.scenario.groups if name in known}


def journey(service: ServiceText, group: GroupText | None) -> Journey:
    """Return how a group's people travel to a service; what a group does not say is as for everyone."""
    if group is None:
        return Journey(service.modes, service.reach, service.target)
    return Journey(group.modes or service.modes, group.reach or service.reach, group.target or service.target)


def journeys(question: Question) -> list[Journey]:
    """List every way in which people of the model's services travel."""
    groups = [None, *groups_of(question).values()]
    return [journey(service, group) for service in question.sector.services.values() for group in groups]


def check_groups(questions: Sequence[Question], region: Region, findings: Findings) -> None:
    """Check that the groups of the scenario are known, and that nothing is asked that cannot tell them apart."""
    question = questions[0]
    if not question.scenario.groups:
        if any(goal.name == "group_gap" for goal in question.scenario.goals):
            mend = "Name groups of the model, or choose another goal."
            question.fault(findings, ("goals",), "group_gap needs groups that are told apart", mend, "NP-I087")
        return
    known = {name for each in questions for name in each.sector.groups}
    for i, name in enumerate(question.scenario.groups):
        if name not in known:
            what = f"no group of {' or '.join(f'models/{each}.yaml' for each in question.scenario.sector)}"
            question.fault(findings, ("groups", str(i)), what, did_you_mean(name, known), "NP-I064", name)
    if region.groups is None and findings.clean(f"{region.folder}/groups.csv"):
        what = f"{region.folder}/groups.csv is not there"
        mend = f"Write it with the columns {', '.join((*GROUPS.required, 'area or cell'))}, or tell no groups apart."
        question.fault(findings, ("groups",), what, mend, "NP-I061")
    policies = question.rules.assignment.policies.items() if question.rules.assignment else ()
    asked = [f"policy {p.name} of {service}" for service, p in policies if p.name in {"whole_cells", "districts"}]
    if region.attendance is not None and question.scenario.cohorts:
        asked.append("table attendance.csv")
    for name in asked:
        what = f"the {name} does not tell them apart"
        question.fault(findings, ("groups",), what, "Plan without one of them.", "NP-I087")


def with_groups(
    shelf: Shelf, questions: Sequence[Question], region: Region, demand: Demand, findings: Findings
) -> Demand:
    """Give the groups of the scenario rows of their own; the people of a cell are divided once."""
    names = tuple(dict.fromkeys(name for name in questions[0].scenario.groups))
    if not names or region.groups is None:
        return demand
    table = replace(region.groups, findings=findings)
    shares = _shares(shelf, questions, names, demand, table)
    if not findings.clean(table.file):
        return demand
    parts = split(demand.people, shares, demand.area, demand.cells)
    return _told_apart(demand, names, parts)


def districts_apart(districts: Districts | None, demand: Demand) -> Districts | None:
    """Give the rows of groups the districts of their cells."""
    if districts is None or not demand.groups:
        return districts
    return Districts(districts.facility[demand.home], districts.may_change[demand.home])


def elsewhere_apart(elsewhere: Elsewhere | None, demand: Demand) -> Elsewhere | None:
    """Leave those who go elsewhere with the cells' own rows: they are in no group."""
    if elsewhere is None or not demand.groups:
        return elsewhere
    more = np.zeros((len(demand.cells) - len(elsewhere.cells), *elsewhere.cells.shape[1:]), np.int64)
    return replace(elsewhere, cells=np.concatenate([elsewhere.cells, more]))


def _told_apart(demand: Demand, names: tuple[str, ...], parts: Ints) -> Demand:
    group, home = np.nonzero(parts.any(axis=(2, 3)))
    cells = len(demand.cells)
    ids = [f"{demand.cells[c]} ({names[g]})" for g, c in zip(group.tolist(), home.tolist(), strict=True)]
    return replace(
        demand,
        cells=(*demand.cells, *ids),
        lon=np.concatenate([demand.lon, demand.lon[home]]),
        lat=np.concatenate([demand.lat, demand.lat[home]]),
        area=np.concatenate([demand.area, demand.area[home]]),
        people=np.concatenate([demand.people - parts.sum(axis=0), parts[group, home]]),
        groups=names,
        group=np.concatenate([np.full(cells, NONE, np.int64), group]),
        home=np.concatenate([np.arange(cells), home]),
    )


def _shares(
    shelf: Shelf, questions: Sequence[Question], names: Sequence[str], demand: Demand, table: Table
) -> list[list[dict[int, Fraction]]]:
    """Return the share of each cell by group and service; a cell's row beats its area's, a service's that of all."""
    services = {service: question for question in questions for service in question.sector.services}
    known = shelf.keys_of_all_models("services") | set(services)
    told = table.choices("group", shelf.keys_of_all_models("groups") | set(names), code="NP-I064")
    served = table.choices("service", {"", *known}, code="NP-I064")
    areas = table.choices("area", {"", *demand.areas}, code="NP-I064")
    cells = table.choices("cell", {"", *demand.cells}, code="NP-I064")
    percent = table.shares("share_percent", 100)
    table.unique(("group", "area", "cell", "service"), list(zip(told, areas, cells, served, strict=True)))
    found: list[list[dict[int, Fraction]]] = [[{} for _ in demand.services] for _ in names]
    last: dict[tuple[int, int], int] = {}
    place = {cell: c for c, cell in enumerate(demand.cells)}
    for record in sorted(range(len(table)), key=lambda record: (bool(cells[record]), bool(served[record]))):
        if bool(areas[record]) == bool(cells[record]):
            mend = "Name the area, or the cell and no area."
            table.fault(record, "area", "either an area or a cell has to stand here", mend, "NP-I063")
            continue
        if told[record] not in names:
            continue
        inside = _inside(demand, areas[record], place.get(cells[record]))
        for s, service in enumerate(demand.services):
            if served[record] in {"", service} and told[record] in groups_of(services[service]):
                for c in inside:
                    found[names.index(told[record])][s][c] = percent[record]
                    last[c, s] = record
    _check_whole(found, last, demand, table)
    return found


def _inside(demand: Demand, area: str, cell: int | None) -> list[int]:
    if cell is not None:
        return [cell]
    return np.flatnonzero(demand.area == demand.areas.index(area)).tolist() if area in demand.areas else []


def _check_whole(
    found: Sequence[Sequence[Mapping[int, Fraction]]],
    last: Mapping[tuple[int, int], int],
    demand: Demand,
    table: Table,
) -> None:
    for (c, s), record in last.items():
        if sum(of_group[s].get(c, Fraction(0)) for of_group in found) > 1:
            what = f"more than 100 % of cell {demand.cells[c]} are in a group"
            mend = "Everybody counts once: lower one of its shares, or make a group of those who are in two."
            table.fault(record, "share_percent", what, mend, "NP-I023")
            return
