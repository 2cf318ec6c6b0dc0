"""A plan: what to do and when, who goes where, and how surely it is best."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from netplan.decisions import Decisions, in_grades, numbers
from netplan.errors import Notice
from netplan.tables import CLOSED, WHOLE, Districts, Ints, Tables

SMALL_SHARE = Fraction(1, 1_000_000)
"""A goal this close to its bound, relative to its value, is called optimal."""


@dataclass(frozen=True)
class Reached:
    """How far a plan got with one goal, in the goal's own whole unit."""

    goal: str
    value: int
    """What the plan has."""
    best: int
    """The best value found when it was this goal's turn; later goals may use up its tolerance."""
    bound: int
    """No plan has less, given the limits of the earlier goals."""
    limit: int
    """What later goals had to keep."""

    @property
    def gap(self) -> float:
        """(best − bound) / max(|best|, 1 unit)."""
        return (self.best - self.bound) / max(abs(self.best), 1)

    @property
    def is_optimal(self) -> bool:
        """Whether no plan can be better by a whole unit or by more than a millionth."""
        return self.best - self.bound < 1 or self.best - self.bound <= SMALL_SHARE * abs(self.best)


@dataclass(frozen=True, eq=False)
class Plan:
    """What to do and when, who goes where, and how surely it is best."""

    scenario: str
    tables: Tables
    chosen: Ints
    """Indices of the steps taken, one a facility and listed year, sorted."""
    go: Ints
    """Persons by pair and entry, shape (pairs, entries)."""
    unserved: Ints
    """Persons without a place, shape (cells, services, entries)."""
    goals: tuple[Reached, ...]
    stopped: str = ""
    """Empty, `clock` or `you`: what ended the search before it was done."""
    notices: tuple[Notice, ...] = ()
    """Fallbacks of the search that a reader must know."""
    folder: Path | None = None
    """The run folder, once written."""
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def level(self) -> Ints:
        """Level of each facility in each listed year, shape (facilities, years)."""
        steps = self.tables.steps
        _, facilities, _, _, horizon = self.tables.shape
        level = np.full((facilities, horizon), CLOSED, dtype=np.int64)
        level[steps.facility[self.chosen], steps.year[self.chosen]] = steps.after[self.chosen]
        return level

    @property
    def by_place(self) -> "Plan":
        """The same plan with the rows of each cell's groups put together: what may be shown of single cells."""
        return replace(self, tables=by_place(self.tables), unserved=_joined(self.tables, self.unserved))

    @property
    def go_by_year(self) -> Ints:
        """Persons on their way in each listed year, shape (pairs, years)."""
        there, service = self.tables.demand.there.astype(np.int64), self.tables.pairs.service
        found = np.zeros((len(service), there.shape[2]), np.int64)
        for s in range(len(there)):
            found[service == s] = self.go[service == s] @ there[s]
        return found

    @property
    def unserved_by_year(self) -> Ints:
        """Persons without a place in each listed year, shape (cells, services, years)."""
        return np.asarray(np.einsum("cse,set->cst", self.unserved, self.tables.demand.there.astype(np.int64)))

    @property
    def entered(self) -> Ints:
        """Persons of each entry at each facility, shape (facilities, services, entries)."""
        pairs = self.tables.pairs
        _, facilities, services, _, _ = self.tables.shape
        found = np.zeros((facilities, services, self.go.shape[1]), dtype=np.int64)
        np.add.at(found, (pairs.facility, pairs.service), self.go)
        return found

    @property
    def arrived(self) -> Ints:
        """The same without those who leave a facility that closes, shape (facilities, services, entries)."""
        return replace(self, go=np.maximum(self.go, 0)).entered

    @property
    def taken(self) -> Ints:
        """Places that people take, exactly, shape (facilities, services, years) [per mille]."""
        return np.asarray(in_grades(self.tables.demand, self.entered).sum(axis=2))

    @property
    def load(self) -> Ints:
        """Places that people take, rounded half-even, shape (facilities, services, years) [persons]."""
        whole, rest = np.divmod(self.taken, WHOLE)
        return np.asarray(whole + (2 * rest + whole % 2 > WHOLE))

    @property
    def beyond(self) -> Ints:
        """Persons of each area without a place within the target, shape (areas, services, years)."""
        pairs, demand = self.tables.pairs, self.tables.demand
        beyond = np.zeros((len(demand.areas), len(demand.services), len(demand.years)), dtype=np.int64)
        far = pairs.seconds > self.tables.target
        np.add.at(beyond, (demand.area[pairs.cell[far]], pairs.service[far]), self.go_by_year[far])
        np.add.at(beyond, demand.area, self.unserved_by_year)
        return beyond

    @property
    def moved(self) -> Ints:
        """Persons who move in each listed year because their facility closes at once, shape (years,)."""
        demand, service = self.tables.demand, self.tables.pairs.service
        found = np.zeros(len(demand.years), np.int64)
        came = np.where(demand.moving[service], np.maximum(self.go, 0), 0)
        np.add.at(found, demand.entry_year[service], came)
        return found

    @property
    def measures(self) -> Ints:
        """Indices of the steps that are measures, by year and facility."""
        steps = self.tables.steps
        acts = self.chosen[steps.is_measure[self.chosen]]
        return acts[np.lexsort((steps.facility[acts], steps.year[acts]))]

    @property
    def decisions(self) -> Decisions:
        """The plan as numbers that rules are checked with."""
        return numbers(self.tables, self.chosen, self.entered, self.unserved.sum(axis=0), self.beyond, self.moved)

    @property
    def gap(self) -> float:
        """The largest gap of any goal after the first; of the first where it stands alone."""
        later = self.goals[1:] or self.goals
        return max((reached.gap for reached in later), default=0.0)

    @property
    def status(self) -> str:
        """`optimal`, `within x %`, `stopped by the clock` or `stopped by you`."""
        if all(reached.is_optimal for reached in self.goals):
            return "optimal"
        if self.stopped:
            return "stopped by the clock" if self.stopped == "clock" else "stopped by you"
        return f"within {100 * max(reached.gap for reached in self.goals):.2g} %"

    def __str__(self) -> str:
        """Write status, goals and measures in a few lines."""
        reached = ", ".join(f"{r.goal} {r.value} (bound {r.bound})" for r in self.goals)
        return f"{self.scenario}: {self.status}; {reached}; {len(self.measures)} measures"


def by_place(tables: Tables) -> Tables:
    """Put the rows of each cell's groups together; two groups may have different ways between the same places."""
    demand, pairs = tables.demand, tables.pairs
    if not demand.groups:
        return tables
    rows = np.unique(demand.home)
    together = replace(
        demand,
        cells=tuple(demand.cells[c] for c in rows.tolist()),
        lon=demand.lon[rows],
        lat=demand.lat[rows],
        area=demand.area[rows],
        people=_joined(tables, demand.people),
        groups=(),
    )
    districts, elsewhere = tables.districts, tables.elsewhere
    return replace(
        tables,
        demand=together,
        pairs=replace(pairs, cell=np.searchsorted(rows, demand.home[pairs.cell])),
        districts=districts and Districts(districts.facility[rows], districts.may_change[rows]),
        elsewhere=elsewhere and replace(elsewhere, cells=elsewhere.cells[rows]),
    )


def _joined(tables: Tables, people: Ints) -> Ints:
    """Add up what is counted by row and service and entry, cell by cell."""
    demand = tables.demand
    if not demand.groups:
        return people
    rows, place = np.unique(demand.home, return_inverse=True)
    found = np.zeros((len(rows), *people.shape[1:]), np.int64)
    np.add.at(found, place.reshape(-1), people)
    return found
