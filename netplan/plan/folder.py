"""A plan's folder on disk: `plan.json` and its tables, written all or nothing, read back exactly."""

import csv
import io
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from netplan.plan import Plan, Reached
from netplan.tables import CLOSED, NEVER, NONE, Demand, Ints, StepKind, Tables

FORMAT = 1
PLAN, MEASURES, ASSIGNMENT, FACILITIES = "plan.json", "measures.csv", "assignment.csv", "facilities.csv"
ELSEWHERE = "elsewhere.csv"


def write(plan: Plan, folder: Path) -> None:
    """Write the answer: goals, levels and measures as JSON, the rest as tables."""
    folder.mkdir(parents=True, exist_ok=True)
    of_grants = _GRANT_COLUMNS if plan.tables.steps.programmes else ()
    write_whole(folder / MEASURES, _csv((*_MEASURE_COLUMNS, *of_grants), _measure_rows(plan)))
    write_whole(folder / ASSIGNMENT, _assignment(plan))
    write_whole(folder / FACILITIES, _csv(_FACILITY_COLUMNS, _facility_rows(plan)))
    if plan.tables.elsewhere is not None:
        write_whole(folder / ELSEWHERE, _csv(_ELSEWHERE_COLUMNS, _elsewhere_rows(plan.tables)))
    write_whole(folder / PLAN, json.dumps(_summary(plan), ensure_ascii=False, indent=1) + "\n")


def with_leaving(tables: Tables, chosen: Ints, go: Ints) -> Ints:
    """Return who goes where with those who leave what closes at once, as assignment.csv says only who comes."""
    demand, pairs, steps = tables.demand, tables.pairs, tables.steps
    found = go.copy()
    for i in chosen[(steps.kind[chosen] == StepKind.CLOSE) & (steps.after[chosen] == CLOSED)].tolist():
        for s, e in np.argwhere(demand.moving & (demand.entry_year == steps.year[i])).tolist():
            own = np.flatnonzero((pairs.facility == steps.facility[i]) & (pairs.service == s))
            found[own, e] -= go[own, demand.origin[s, e]]
    return found


def write_whole(file: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part."""
    draft = file.with_name(file.name + ".part")
    with draft.open("w", encoding="utf-8", newline="") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)


def read(folder: Path, tables: Tables) -> Plan:
    """Read a plan back, given the tables it was made for."""
    text = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    go, unserved = _read_assignment(folder / ASSIGNMENT, tables)
    chosen = _chosen(text["levels"], text["measures"], tables)
    return Plan(
        scenario=text["scenario"],
        tables=tables,
        chosen=chosen,
        go=with_leaving(tables, chosen, go),
        unserved=unserved,
        goals=tuple(
            Reached(one["goal"], one["value"], one["best"], one["bound"], one["limit"]) for one in text["goals"]
        ),
        stopped=text["stopped"],
        folder=folder,
        titles=text["titles"],
    )


_MEASURE_COLUMNS = ("year", "facility", "measure", "kind", "from", "to", "cost_eur", "paid_year")
_GRANT_COLUMNS = ("programme", "grant_eur")
"""Further columns of measures.csv where there are programmes that pay grants."""
PROGRAMME = "programme"
_ASSIGNMENT_COLUMNS = ("year", "service", "cell", "facility", "people", "travel_s")
GRADE = "grade"
GROUP = "group"
"""Column of the target group, where groups are told apart; empty for those in none."""
"""Column of assignment.csv where people are assigned once for their stay: `year` and `grade` are those of entry; a
grade after the first is of those who are there before the first listed year, in a later year of those who move there
because their facility closes."""
_FACILITY_COLUMNS = ("year", "facility", "level", "service", "places", "people")
_ELSEWHERE_COLUMNS = ("year", "service", "area", "who", "people")


def _summary(plan: Plan) -> dict[str, Any]:
    tables = plan.tables
    steps, levels, years = tables.steps, tables.levels, tables.demand.years.tolist()
    automatic = [i for i in plan.chosen.tolist() if steps.kind[i] == StepKind.AUTOMATIC]
    return {
        "format": FORMAT,
        "scenario": plan.scenario,
        "titles": dict(plan.titles),
        "stopped": plan.stopped,
        "goals": [vars(one) for one in plan.goals],
        "levels": {
            facility: {str(year): levels.names[plan.level[f, t]] for t, year in enumerate(years)}
            for f, facility in enumerate(levels.facilities)
        },
        "measures": [_measure(i, tables) for i in plan.measures.tolist()],
        "automatic": [_step(i, tables) for i in automatic],
    }


def _step(i: int, tables: Tables) -> dict[str, Any]:
    steps, levels = tables.steps, tables.levels
    return {
        "facility": levels.facilities[steps.facility[i]],
        "from": levels.names[steps.before[i]],
        "to": levels.names[steps.after[i]],
        "year": int(tables.demand.years[steps.year[i]]),
    }


def _measure(i: int, tables: Tables) -> dict[str, Any]:
    steps = tables.steps
    paid = None if steps.paid[i] == NEVER else int(tables.demand.years[steps.paid[i]])
    return {
        **_step(i, tables),
        "measure": steps.names[steps.name[i]],
        "kind": StepKind(int(steps.kind[i])).name.lower(),
        "paid_year": paid,
        "cost_cents": int(steps.cost[i]),
        **_grant(i, tables),
    }


def _grant(i: int, tables: Tables) -> dict[str, Any]:
    steps = tables.steps
    if steps.programme[i] == NONE:
        return {}
    return {PROGRAMME: steps.programmes[steps.programme[i]], "grant_cents": int(steps.grant[i])}


def _measure_rows(plan: Plan) -> Iterable[Sequence[object]]:
    for i in plan.measures.tolist():
        one = _measure(i, plan.tables)
        euros, grant = (f"{cents // 100}.{cents % 100:02d}" for cents in (one["cost_cents"], one.get("grant_cents", 0)))
        paid = "" if one["paid_year"] is None else one["paid_year"]
        yield (
            one["year"],
            one["facility"],
            one["measure"],
            one["kind"],
            one["from"],
            one["to"],
            euros,
            paid,
            *((one.get(PROGRAMME, ""), grant) if plan.tables.steps.programmes else ()),
        )


def _assignment(plan: Plan) -> str:
    demand = plan.tables.demand
    further = {GRADE: demand.has_cohorts, GROUP: bool(demand.groups)}
    first = len(_ASSIGNMENT_COLUMNS)
    rows = (
        (*row[:first], *(part for part, is_told in zip(row[first:], further.values(), strict=True) if is_told))
        for row in _assignment_rows(plan)
    )
    return _csv((*_ASSIGNMENT_COLUMNS, *(name for name, is_told in further.items() if is_told)), rows)


def _assignment_rows(plan: Plan) -> Iterable[Sequence[object]]:
    demand, pairs, levels = plan.tables.demand, plan.tables.pairs, plan.tables.levels
    rows: list[tuple[int, ...]] = []
    for p, e in np.argwhere(plan.go > 0).tolist():
        f, s, c = int(pairs.facility[p]), int(pairs.service[p]), int(pairs.cell[p])
        entry = (int(demand.entry_year[s, e]), s, int(demand.entry_grade[s, e]))
        rows.append((*entry, c, f, int(plan.go[p, e]), int(pairs.seconds[p])))
    for c, s, e in zip(*(part.tolist() for part in plan.unserved.nonzero()), strict=True):
        entry = (int(demand.entry_year[s, e]), s, int(demand.entry_grade[s, e]))
        rows.append((*entry, c, len(levels.facilities), int(plan.unserved[c, s, e]), -1))
    for t, s, g, c, f, people, seconds in sorted(rows):
        served = f < len(levels.facilities)
        name, way = (levels.facilities[f], seconds) if served else ("", "")
        cell, group = place_of(demand, c)
        yield (int(demand.years[t]), demand.services[s], cell, name, people, way, g + 1, group)


def place_of(demand: Demand, c: int) -> tuple[str, str]:
    """Return the cell of a row and its group, empty for those in none."""
    number = int(demand.group[c]) if demand.groups else NONE
    return demand.cells[demand.homes[c]], "" if number == NONE else demand.groups[number]


def _facility_rows(plan: Plan) -> Iterable[Sequence[object]]:
    demand, levels = plan.tables.demand, plan.tables.levels
    level, load = plan.level, plan.load
    for t, year in enumerate(demand.years.tolist()):
        for f, facility in enumerate(levels.facilities):
            k = int(level[f, t])
            for s, service in enumerate(demand.services):
                places = int(levels.places[f, k, s])
                yield (year, facility, levels.names[k], service, places, int(load[f, s, t]))


def _elsewhere_rows(tables: Tables) -> Iterable[Sequence[object]]:
    demand, found = tables.demand, tables.elsewhere
    if found is None:
        return
    for w, a, s, t in sorted(
        np.argwhere(found.people > 0).tolist(), key=lambda index: (*index[:1:-1], index[1], index[0])
    ):
        people = int(found.people[w, a, s, t])
        yield (int(demand.years[t]), demand.services[s], demand.areas[a], found.who[w], people)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _read_assignment(file: Path, tables: Tables) -> tuple[Ints, Ints]:
    demand, pairs = tables.demand, tables.pairs
    entry = {
        (demand.services[s], str(demand.years[demand.entry_year[s, e]]), str(demand.entry_grade[s, e] + 1)): e
        for s, e in np.argwhere(demand.there.any(axis=2)).tolist()
    }
    service = {name: s for s, name in enumerate(demand.services)}
    cell = {place_of(demand, c): c for c in range(len(demand.cells))}
    facility = {name: f for f, name in enumerate(tables.levels.facilities)}
    columns = zip(pairs.cell.tolist(), pairs.facility.tolist(), pairs.service.tolist(), strict=True)
    pair = {index: p for p, index in enumerate(columns)}
    go = np.zeros((len(pairs.cell), demand.people.shape[2]), np.int64)
    unserved = np.zeros(demand.people.shape, np.int64)
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            c, s = cell[row["cell"], row.get(GROUP, "")], service[row["service"]]
            e = entry[row["service"], row["year"], row.get(GRADE, "1")]
            if row["facility"]:
                go[pair[c, facility[row["facility"]], s], e] += int(row["people"])
            else:
                unserved[c, s, e] += int(row["people"])
    return go, unserved


def _chosen(levels: dict[str, dict[str, str]], measures: list[dict[str, Any]], tables: Tables) -> Ints:
    steps, known = tables.steps, tables.levels
    index = {name: k for k, name in enumerate(known.names)}
    facility = {name: f for f, name in enumerate(known.facilities)}
    taken = {
        (facility[one["facility"]], one["year"], one["from"], one["to"]): one.get(PROGRAMME, "") for one in measures
    }
    wanted: dict[tuple[int, int, int, int], int] = {}
    for i, (f, k, z, t) in enumerate(
        zip(steps.facility.tolist(), steps.before.tolist(), steps.after.tolist(), steps.year.tolist(), strict=True)
    ):
        programme = taken.get((f, int(tables.demand.years[t]), known.names[k], known.names[z]))
        is_funded_so = programme is None or programme == _grant(i, tables).get(PROGRAMME, "")
        if (programme is not None) == bool(steps.is_measure[i]) and is_funded_so:
            wanted[f, t, k, z] = i
    found = []
    for name, by_year in levels.items():
        f = facility[name]
        here = int(known.today[f])
        for t, level in enumerate(by_year.values()):
            found.append(wanted[f, t, here, index[level]])
            here = index[level]
    return np.array(sorted(found), np.int64)
