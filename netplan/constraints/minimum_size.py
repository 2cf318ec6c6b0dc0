"""Minimum size: an open facility keeps the people the law asks for."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from netplan.constraints.constraint import Apply, Constraint, Kind, Row
from netplan.decisions import Decisions, Term
from netplan.tables import CLOSED, Ints, Tables

_NONE = np.zeros(0, np.int64)


class MinimumSize(Constraint):
    """An open facility keeps at least the people the law asks for.

    load[f,s,t]      ≥  Σ_k least[f,k,s] · at[f,k,t]        ∀ f, s, t
    Σ_s load[f,s,t]  ≥  Σ_k least_total[f,k] · at[f,k,t]    ∀ f, t
    new_only: at each level k that f can have untouched, least[f,k,·] · (at[f,k,t] − untouched[f,t])
    cohorts: less  max_k least[f,k,·] · step[i]  for each step i of f out of closed in the last grades − 1 years up to t

    A facility that fills grade by grade is asked only from the year in which an intake of its own can be in the last
    grade: no law knows a part of the minimum, and a new school could not open else. One that runs out is at a phase,
    whose least is 0. A school of several houses keeps its minimum as a whole: see `branches`.

    Source: norm `least` of the service, e.g. § 4a SächsSchulG, or `least` in `levels.csv`.
    """

    rule: ClassVar[str] = "minimum_size"
    kind: ClassVar[Kind] = "one facility"
    may: ClassVar[tuple[Apply, ...]] = ("enforce", "new_only", "report")
    title: ClassVar[dict[str, str]] = {"de": "Mindestgröße", "en": "Minimum size"}

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield the rows of each facility, service and year where a least is set, and those for the total."""
        levels, demand = tables.levels, tables.demand
        _, facilities, services, _, horizon = tables.shape
        grades = demand.grades.tolist()
        spared = levels_without_measure(tables) if self.apply == "new_only" else np.zeros_like(levels.exists)
        openings = _openings(tables) if max(grades) > 1 else {}
        for f in range(facilities):
            if tables.premises.has_houses(f):
                continue
            for t in range(horizon):
                where = (levels.facilities[f], str(demand.years[t]))
                for s in range(services):
                    filling = _filling(tables, openings.get(f, _NONE), f, t, grades[s], decisions)
                    if filling is None:
                        continue
                    most = int(levels.least[f, :, s].max())
                    for asked in _asked(levels.least[f, :, s], spared[f], f, t, decisions):
                        lhs = decisions.load[f, s, t] - asked + most * filling
                        yield Row(lhs, "≥", 0, (*where, demand.services[s]))
                filling = _filling(tables, openings.get(f, _NONE), f, t, max(grades), decisions)
                if filling is None:
                    continue
                everyone = sum(decisions.load[f, s, t] for s in range(services))
                for asked in _asked(levels.least_total[f], spared[f], f, t, decisions):
                    yield Row(everyone - asked + int(levels.least_total[f].max()) * filling, "≥", 0, where)


def levels_without_measure(tables: Tables) -> npt.NDArray[np.bool_]:
    """Return the levels a facility can have though no measure acted on it, shape (facilities, levels)."""
    steps, levels = tables.steps, tables.levels
    found = np.zeros_like(levels.exists)
    found[np.arange(len(levels.today)), levels.today] = True
    idle = np.flatnonzero(~steps.is_measure)
    for _ in range(tables.shape[4]):
        reached = idle[found[steps.facility[idle], steps.before[idle]]]
        found[steps.facility[reached], steps.after[reached]] = True
    return found


def _openings(tables: Tables) -> dict[int, Ints]:
    """Return the steps out of closed of each facility that has some."""
    steps = tables.steps
    opens = np.flatnonzero((steps.before == CLOSED) & (steps.after != CLOSED))
    facility, first = np.unique(steps.facility[opens], return_index=True)
    return dict(zip(facility.tolist(), np.split(opens, first)[1:], strict=True))


def _filling(tables: Tables, openings: Ints, f: int, t: int, grades: int, decisions: Decisions) -> Term | None:
    """Return a sum that is 0 where an open facility has had all grades' intakes by year t; None where none can."""
    if tables.levels.today[f] == CLOSED and t + 1 < grades:
        return None
    year = tables.steps.year[openings]
    recent = openings[(year <= t) & (year > t + 1 - max(grades, 1))]
    return sum(decisions.step[int(i)] for i in recent)


def _asked(least: Ints, spared: npt.NDArray[np.bool_], f: int, t: int, decisions: Decisions) -> Iterator[Term]:
    """Yield what is asked of a facility: one sum, or one for each level at which untouched ones are spared."""
    always = sum(int(least[k]) * decisions.at[f, int(k), t] for k in np.flatnonzero(least * ~spared))
    with_measure = [int(k) for k in np.flatnonzero(least * spared)]
    for k in with_measure:
        yield always + int(least[k]) * (decisions.at[f, k, t] - decisions.untouched[f, t])
    if not with_measure and (least * ~spared).any():
        yield always
