"""What a neighbouring case has taught: prices of places, and the levels of its plan. A search begins there.

Cases are matched by the names in their files, so that a variant may have other cells, facilities, years or rules.
Whatever is taken over is a beginning only: bounds are proved and plans are checked as always.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from netplan import case as cases
from netplan.case import Case
from netplan.engine.certificate import FILE, certificate, kept_names, names_of, row_names
from netplan.engine.proofs import Proved
from netplan.engine.relaxation.covers import RULE, Areas, Cover
from netplan.engine.relaxation.prices import Asked, Prices
from netplan.engine.relaxation.sweeps import first_prices
from netplan.plan import Plan
from netplan.plan.folder import read as read_plan
from netplan.tables import NONE, Demand, Floats, Ints, Tables


@dataclass(frozen=True, eq=False)
class Near:
    """Prices of one goal, averages of all leaves, and the levels of a plan; all by name."""

    goal: str
    need: Mapping[tuple[str, str], Floats]
    """Price of a place by cell and group, not a number where nobody needs one, shape (entries,)."""
    entries: Sequence[Any]
    """Service, year and grade of each entry."""
    row: Mapping[tuple[Any, ...], float]
    """Price of a row by its rule, what it speaks of, and which of how many of these it is."""
    kept: Mapping[str, float]
    """Price of an earlier goal by its name."""
    level: Mapping[tuple[str, int], str]
    """Level of a facility in a listed year."""

    def prices(self, question: Asked, limits: Mapping[str, int]) -> Prices:
        """Return prices to begin with; what the neighbour did not have costs as if there were none."""
        fresh, problem = first_prices(question), question.problem
        need, row, kept = fresh.need.copy(), fresh.row.copy(), fresh.kept.copy()
        demand = problem.case.tables.demand
        known = self._by_need(demand)[problem.cell, problem.service, problem.entry]
        need[~np.isnan(known)] = known[~np.isnan(known)]
        names = row_names(problem)
        for r, number in enumerate(problem.row.tolist()):
            row[r] = self.row.get(names[number], row[r])
        for k, name in enumerate(kept_names(question, limits)):
            kept[k] = self.kept.get(name, kept[k])
        return Prices(need, row, kept)

    def covers(self, areas: Areas) -> list[Cover]:
        """Return the rows on areas that had prices, as far as these areas are there and need whole levels."""
        levels, demand = areas.problem.case.tables.levels, areas.problem.case.tables.demand
        facility = {name: f for f, name in enumerate(levels.facilities)}
        year = {str(name): t for t, name in enumerate(demand.years.tolist())}
        found = []
        for rule, where, *_ in self.row:
            if rule == RULE and where[0] in demand.services and where[1] in year and facility.keys() >= set(where[3:]):
                own = tuple(sorted(facility[name] for name in where[3:]))
                cover = Cover(demand.services.index(where[0]), year[where[1]], int(where[2]), own)
                if areas.needed.get((cover.service, own)) is not None and areas.row(cover)[1]:
                    found.append(cover)
        return found

    def _by_need(self, demand: Demand) -> Floats:
        """Return the price of a place, not a number where it is not known, shape (cells, services, entries)."""
        found = np.full(demand.people.shape, np.nan)
        said, place = names_of(demand), {tuple(entry): e for e, entry in enumerate(self.entries)}
        own = np.array([place.get(tuple(entry), NONE) for entry in said["entries"]]).reshape(found.shape[1:])
        groups = _groups(demand.groups, demand.group, len(found))
        for c, (home, group) in enumerate(zip(demand.homes.tolist(), groups, strict=True)):
            paid = self.need.get((demand.cells[home], group))
            if paid is not None:
                found[c] = np.where(own == NONE, np.nan, paid[own])
        return found

    def at(self, tables: Tables) -> Floats:
        """Return which levels the plan has, 1.0 each, today's where it has none; shape (facilities, levels, years)."""
        number = {name: k for k, name in enumerate(tables.levels.names)}
        facilities, years = tables.levels.facilities, tables.demand.years.tolist()
        found = np.zeros((len(facilities), len(number), len(years)))
        for f, facility in enumerate(facilities):
            for t, year in enumerate(years):
                found[f, number.get(self.level.get((facility, year), ""), int(tables.levels.today[f])), t] = 1.0
        return found


def near_of(case: Case, proofs: Sequence[Proved], plan: Plan) -> Near | None:
    """Return what a solved case teaches, None where prices proved nothing."""
    return _near(certificate(case, proofs), plan) if proofs else None


def read_near(folder: Path) -> Near | None:
    """Return what a run folder teaches, None where no prices are kept."""
    file = folder / FILE
    if not file.is_file():
        return None
    return _near(file.read_bytes(), read_plan(folder, cases.read(folder).tables))


def _near(content: bytes, plan: Plan) -> Near:
    with np.load(io.BytesIO(content)) as file:
        arrays = {name: file[name] for name in file.files}
    says = json.loads(arrays["says"].tobytes())
    last = says["goals"][-1]
    leaves = [node for node in last["tree"] if isinstance(node, int)]
    unit = 2.0 ** arrays["bits"][leaves]

    def mean(name: str, scale: Sequence[float] | float = 1.0) -> Floats:
        return np.asarray((arrays[name][leaves] / unit[:, None]).mean(axis=0) * scale)

    rows = says["rows"]
    row = mean("row", [float(scale) for *_, scale in rows])
    levels, demand = plan.tables.levels, plan.tables.demand
    return Near(
        goal=last["goal"],
        need=_by_home(says, arrays, mean("need")),
        entries=says["entries"],
        row={(rule, tuple(where), nth, of): paid for (rule, where, nth, of, _), paid in zip(rows, row, strict=True)},
        kept=dict(zip(says["earlier"], mean("kept").tolist(), strict=True)),
        level={
            (facility, year): levels.names[plan.level[f, t]]
            for f, facility in enumerate(levels.facilities)
            for t, year in enumerate(demand.years.tolist())
        },
    )


def _by_home(says: Mapping[str, Any], arrays: Mapping[str, Ints], paid: Floats) -> dict[tuple[str, str], Floats]:
    """Return the price of a place by cell and group, shape (entries,) each."""
    cells = arrays["cell"]
    groups = _groups(says["groups"], arrays["group"], len(cells))
    found: dict[tuple[str, str], Floats] = {}
    for cell, group, entry, price in zip(cells.tolist(), groups, arrays["entry"].tolist(), paid.tolist(), strict=True):
        home = says["cells"][cell], group
        if home not in found:
            found[home] = np.full(len(says["entries"]), np.nan)
        found[home][entry] = price
    return found


def _groups(names: Sequence[str], group: Ints, size: int) -> list[str]:
    """Return the group of each row by name, empty where it is in none."""
    return [names[g] if g != NONE else "" for g in group.tolist()] if len(names) else [""] * size
