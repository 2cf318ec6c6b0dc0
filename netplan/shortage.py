"""Answers without a solver: who is out of reach, which places cannot suffice, which locks contradict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from netplan.case import Case
from netplan.errors import NoPlanError, Notice
from netplan.languages import LANGUAGES
from netplan.plan import Plan
from netplan.tables import WHOLE, Ints
from netplan.units import FEWEST, shown_few, shown_number

Text: TypeAlias = Mapping[str, str]
"""A sentence by language, `de` and `en`."""
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
    return np.where(near[:, :, None], 0, demand.by_year)


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
    most, near = most_places(case), taking_places(case)
    _, _, services, _, horizon = case.tables.shape
    found = (_cut(case, s, t, most[:, s, t], near[:, s, t]) for s in range(services) for t in range(horizon))
    return [shortage for shortage in found if shortage is not None]


def taking_places(case: Case) -> Ints:
    """Return the places that people with a facility in reach need at least, shape (cells, services, years).

    A person counts one place at most: where survival rates make it more, fewer still are surely without one.
    """
    demand, far = case.tables.demand, out_of_reach(case)
    needed = np.einsum("cse,set->cst", demand.people, np.minimum(demand.share, WHOLE)) // WHOLE
    return np.where(far > 0, 0, needed)


def stranded(case: Case) -> list[Text]:
    """Name the facilities that no permitted step leads through all years, with their lock."""
    steps, levels, possible = case.tables.steps, case.tables.levels, case.possible
    _, facilities, _, _, horizon = case.tables.shape
    alive = np.zeros((facilities, horizon), bool)
    alive[steps.facility[possible], steps.year[possible]] = True
    found: list[Text] = []
    for f in np.flatnonzero(~alive.all(axis=1)).tolist():
        year = case.tables.demand.years[int(np.argmin(alive[f]))]
        de, en = f'es ist "{levels.locks[f]}" festgelegt', f'its lock is "{levels.locks[f]}"'
        if not levels.locks[f]:
            de, en = "seine Phase endet ohne nächste Größe", "its phase ends without a next level"
        found.append(
            {
                "de": f"{levels.facilities[f]}: {year} ist kein zulässiger Schritt möglich; {de}.",
                "en": f"{levels.facilities[f]} can take no permitted step in {year}; {en}.",
            }
        )
    return found


def no_plan(case: Case, contradictions: Sequence[str] = (), relaxed: Sequence[str] = ()) -> NoPlanError:
    """Return the error that explains why no plan exists.

    `contradictions` are rules broken whatever is decided, `relaxed` rules without which a plan exists.
    """
    lines: list[Text] = [
        {"de": f"Für {case.name} gibt es keinen Plan.", "en": f"No plan exists for {case.name}."},
        *stranded(case),
        *(
            {"de": f"Diese Regel ist nicht einzuhalten: {rule}.", "en": f"This rule cannot be kept: {rule}."}
            for rule in contradictions
        ),
        *(
            {
                "de": f"Ohne die Regel {rule} gibt es einen Plan; mit report statt enforce zeigt er, was an ihr fehlt.",
                "en": f"Without the rule {rule} a plan exists; set it to report to see by how much it is missed.",
            }
            for rule in relaxed
        ),
    ]
    if any(rule.rule == "everyone_served" for rule in case.enforced):
        lines += [{"de": notice.de, "en": notice.en} for notice in _notices(case)]
    if len(lines) == 1:
        lines.append(
            {
                "de": "Keine Regel ist für sich allein unmöglich: Mehrere widersprechen einander.",
                "en": "No rule is impossible by itself: several of them contradict each other.",
            }
        )
    german, english = ("\n".join(line[lang] for line in lines) for lang in ("de", "en"))
    return NoPlanError(english, de=german)


def notices(case: Case, plan: Plan) -> tuple[Notice, ...]:
    """Explain why people are without a place in a plan, naming cells, people and places."""
    if not plan.unserved.any():
        return ()
    unserved = plan.unserved_by_year.sum(axis=0)
    demand = case.tables.demand
    found = _notices(case)
    named = {(short.service, short.year): short.missing for short in shortages(case)}
    far = out_of_reach(case).sum(axis=0)
    for s in range(len(demand.services)):
        rest = {t: int(unserved[s, t] - far[s, t]) - named.get((s, t), 0) for t in range(len(demand.years))}
        rest = {t: people for t, people in rest.items() if people > 0}
        if rest:
            worst = max(rest, key=lambda t: rest[t])
            few = {lang: shown_few(rest[worst], lang) for lang in LANGUAGES}
            what = _when(case, s, worst, list(rest))
            found.append(
                Notice(
                    "NP-W403",
                    f"{what['de']}: {few['de']} Personen ohne Platz, weil Regeln (Haushalt, Mindestgröße, "
                    f"Festlegungen{', Zuordnung' if case.blocks else ''}) weitere Plätze ausschließen.",
                    f"{what['en']}: {few['en']} persons without a place because rules (budget, minimum size, "
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
            where, people, year = _named(demand.cells_of(cells)), int(far[:, s, t].sum()), demand.years[t]
            few = {lang: shown_few(people, lang) for lang in LANGUAGES}
            found.append(
                Notice(
                    "NP-W401",
                    f"{title['de']} {year}: {few['de']} Personen erreichen keine Einrichtung ({where['de']}).",
                    f"{title['en']} {year}: {few['en']} persons have no facility in reach ({where['en']}).",
                )
            )
    by_service: dict[int, list[Shortage]] = {}
    for short in shortages(case):
        by_service.setdefault(short.service, []).append(short)
    for s, shorts in by_service.items():
        worst = max(shorts, key=lambda short: short.missing)
        where = _named(demand.cells_of(np.array(worst.cells)))
        who = _named([case.tables.levels.facilities[f] for f in worst.facilities])
        found.append(_too_few(worst, _when(case, s, worst.year, [short.year for short in shorts]), where, who))
    return found


def _when(case: Case, s: int, worst: int, years: Sequence[int]) -> Text:
    """Name a service and the year in which most are missing, and the other years in which some are."""
    demand = case.tables.demand
    title, others = case.words.services[demand.services[s]], [str(demand.years[t]) for t in years if t != worst]
    also = {"de": f" (weniger auch {', '.join(others)})", "en": f" (fewer also in {', '.join(others)})"}
    return {lang: f"{title[lang]} {demand.years[worst]}{also[lang] if others else ''}" for lang in LANGUAGES}


def _too_few(short: Shortage, what: Text, where: Text, who: Text) -> Notice:
    """Say how many places are missing; with few people neither number is told, as one would give the other away."""
    if short.people < FEWEST:
        return Notice(
            "NP-W402",
            f"{what['de']}: Auch bei allen zulässigen Maßnahmen erreichen {shown_few(short.people, 'de')} Personen "
            f"({where['de']}) zu wenige Plätze ({who['de']}).",
            f"{what['en']}: even with every permitted measure {shown_few(short.people, 'en')} persons "
            f"({where['en']}) reach too few places ({who['en']}).",
        )
    missing, people, places = (
        {lang: shown_number(count, lang) for lang in LANGUAGES} for count in (short.missing, short.people, short.places)
    )
    return Notice(
        "NP-W402",
        f"{what['de']}: {missing['de']} Plätze fehlen auch bei allen zulässigen Maßnahmen: "
        f"{people['de']} Personen ({where['de']}) erreichen nur {places['de']} Plätze ({who['de']}).",
        f"{what['en']}: {missing['en']} places are missing even with every permitted measure: "
        f"{people['en']} persons ({where['en']}) reach only {places['en']} places ({who['en']}).",
    )


def _cut(case: Case, s: int, t: int, most: Ints, people: Ints) -> Shortage | None:
    pairs = case.tables.pairs
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


def _named(names: Sequence[str]) -> Text:
    listed = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    if more <= 0:
        return {"de": listed, "en": listed}
    return {"de": f"{listed} und {more} weitere", "en": f"{listed} and {more} more"}
