"""Answers without a solver: who is out of reach, which places cannot suffice, which locks contradict."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from netplan.case import Case
from netplan.errors import Notice
from netplan.plan import Plan
from netplan.tables import Ints

NAMED = 5
"""How many cells or facilities a sentence names."""


@dataclass(frozen=True)
class Shortage:
    """People who find no place in a year even with every permitted measure, and where."""

    service: int
    year: int
    missing: int
    """Persons without a place, whatever is decided."""
    cells: tuple[int, ...]
    """Cells whose facilities in reach are too few together."""
    facilities: tuple[int, ...]
    """All facilities those cells can reach."""
    people: int
    """Persons of those cells."""
    places: int
    """Places of those facilities at their largest permitted level."""


def out_of_reach(case: Case) -> Ints:
    """Return persons with no facility in reach at all, shape (cells, services, years)."""
    demand, pairs = case.tables.demand, case.tables.pairs
    near = np.zeros((len(demand.cells), len(demand.services)), bool)
    allowed = ~case.forbidden.pairs
    near[pairs.cell[allowed], pairs.service[allowed]] = True
    return np.where(near[:, :, None], 0, demand.people)


def most_places(case: Case) -> Ints:
    """Return the places of each facility at its largest permitted level, shape (facilities, services, years)."""
    tables, possible = case.tables, case.possible
    _, facilities, services, _, horizon = tables.shape
    most = np.zeros((facilities, services, horizon), np.int64)
    f, k, t = (column[possible] for column in (tables.steps.facility, tables.steps.after, tables.steps.year))
    for s in range(services):
        np.maximum.at(most[:, s], (f, t), tables.levels.room[f, k, s])
    return most


def shortages(case: Case) -> list[Shortage]:
    """Return, by service and year, where places cannot suffice: the minimum cut of people against places."""
    most, far = most_places(case), out_of_reach(case)
    _, _, services, _, horizon = case.tables.shape
    found = (_cut(case, s, t, most[:, s, t], far[:, s, t]) for s in range(services) for t in range(horizon))
    return [shortage for shortage in found if shortage is not None]


def stranded(case: Case) -> list[str]:
    """Return the facilities that no permitted step leads through all years, with their lock."""
    steps, levels, possible = case.tables.steps, case.tables.levels, case.possible
    _, facilities, _, _, horizon = case.tables.shape
    alive = np.zeros((facilities, horizon), bool)
    alive[steps.facility[possible], steps.year[possible]] = True
    found = []
    for f in np.flatnonzero(~alive.all(axis=1)).tolist():
        year = case.tables.demand.years[int(np.argmin(alive[f]))]
        lock = f'its lock is "{levels.locks[f]}"' if levels.locks[f] else "its phase ends without a next level"
        found.append(f"{levels.facilities[f]} can take no permitted step in {year}; {lock}.")
    return found


def why(case: Case, contradictions: Sequence[str] = (), relaxed: Sequence[str] = ()) -> str:
    """Explain why no plan exists.

    `contradictions` are rules broken whatever is decided, `relaxed` rules without which a plan exists.
    """
    lines = [f"No plan exists for {case.name}.", *stranded(case)]
    lines += [f"This rule cannot be kept: {text}." for text in contradictions]
    lines += [
        f"Without the rule {rule} a plan exists; set it to report to see by how much it is missed." for rule in relaxed
    ]
    if any(rule.rule == "everyone_served" for rule in case.enforced):
        lines += [notice.en for notice in _notices(case)]
    if len(lines) == 1:
        lines.append("No rule is impossible by itself: several of them contradict each other.")
    return "\n".join(lines)


def notices(case: Case, plan: Plan) -> tuple[Notice, ...]:
    """Explain why people are without a place in a plan, naming cells, people and places."""
    if not plan.unserved.any():
        return ()
    demand = case.tables.demand
    found = _notices(case)
    named = {(short.service, short.year): short.missing for short in shortages(case)}
    far = out_of_reach(case).sum(axis=0)
    for s, t in zip(*(part.tolist() for part in plan.unserved.sum(axis=0).nonzero()), strict=True):
        rest = int(plan.unserved[:, s, t].sum()) - int(far[s, t]) - named.get((s, t), 0)
        if rest > 0:
            title, year = case.words.services[demand.services[s]], demand.years[t]
            found.append(
                Notice(
                    "NP-W403",
                    f"{title['de']} {year}: {rest} Personen ohne Platz, weil Regeln (Haushalt, Mindestgröße, "
                    f"Festlegungen{', Zuordnung' if case.blocks else ''}) weitere Plätze ausschließen.",
                    f"{title['en']} {year}: {rest} persons without a place because rules (budget, minimum size, "
                    f"locks{', assignment' if case.blocks else ''}) rule out further places.",
                )
            )
    return tuple(found)


def _notices(case: Case) -> list[Notice]:
    demand = case.tables.demand
    far, found = out_of_reach(case), []
    for s, service in enumerate(demand.services):
        title = case.words.services[service]
        for t in np.flatnonzero(far[:, s].sum(axis=0))[:1].tolist():
            cells = np.flatnonzero(far[:, s, t])
            where, people, year = _named(demand.cells, cells), int(far[:, s, t].sum()), demand.years[t]
            found.append(
                Notice(
                    "NP-W401",
                    f"{title['de']} {year}: {people} Personen erreichen keine Einrichtung ({where['de']}).",
                    f"{title['en']} {year}: {people} persons have no facility in reach ({where['en']}).",
                )
            )
    for short in shortages(case):
        title, year = case.words.services[demand.services[short.service]], demand.years[short.year]
        where = _named(demand.cells, np.array(short.cells))
        who = _named(case.tables.levels.facilities, np.array(short.facilities))
        found.append(
            Notice(
                "NP-W402",
                f"{title['de']} {year}: {short.missing} Plätze fehlen auch bei allen zulässigen Maßnahmen: "
                f"{short.people} Personen ({where['de']}) erreichen nur {short.places} Plätze ({who['de']}).",
                f"{title['en']} {year}: {short.missing} places are missing even with every permitted measure: "
                f"{short.people} persons ({where['en']}) reach only {short.places} places ({who['en']}).",
            )
        )
    return found


def _cut(case: Case, s: int, t: int, most: Ints, far: Ints) -> Shortage | None:
    demand, pairs = case.tables.demand, case.tables.pairs
    people = np.where(far > 0, 0, demand.people[:, s, t])
    cells, facilities = len(people), len(most)
    used = np.flatnonzero((pairs.service == s) & ~case.forbidden.pairs & (people[pairs.cell] > 0))
    source, sink = cells + facilities, cells + facilities + 1
    tail = np.concatenate([np.full(cells, source), pairs.cell[used], cells + np.arange(facilities)])
    head = np.concatenate([np.arange(cells), cells + pairs.facility[used], np.full(facilities, sink)])
    room = np.concatenate([people, people[pairs.cell[used]], most]).astype(np.int32)
    graph = csr_array((room, (tail, head)), shape=(sink + 1, sink + 1))
    graph.eliminate_zeros()
    flow = maximum_flow(graph, source, sink)
    missing = int(people.sum()) - int(flow.flow_value)
    if missing <= 0:
        return None
    residual = csr_array(graph - flow.flow)
    residual.data = np.maximum(residual.data, 0)
    residual.eliminate_zeros()
    short = _reached(residual, source)
    cut_cells = np.flatnonzero(short[:cells] & (people > 0))
    cut_facilities = np.flatnonzero(short[cells : cells + facilities])
    return Shortage(
        s,
        t,
        missing,
        tuple(cut_cells.tolist()),
        tuple(cut_facilities.tolist()),
        int(people[cut_cells].sum()),
        int(most[cut_facilities].sum()),
    )


def _reached(graph: csr_array, source: int) -> npt.NDArray[np.bool_]:
    order = breadth_first_order(graph, source, return_predecessors=False)
    reached = np.zeros(graph.shape[0], bool)
    reached[order] = True
    return reached


def _named(names: Sequence[str], which: Ints) -> dict[str, str]:
    listed = ", ".join(names[index] for index in which[:NAMED].tolist())
    more = len(which) - NAMED
    if more <= 0:
        return {"de": listed, "en": listed}
    return {"de": f"{listed} und {more} weitere", "en": f"{listed} and {more} more"}
