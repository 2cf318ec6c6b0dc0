"""Minimum size: an open facility keeps the people the law asks for."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from netplan.constraints.constraint import Apply, Constraint, Kind, Row
from netplan.decisions import Decisions, Term
from netplan.tables import Ints, Tables


class MinimumSize(Constraint):
    """An open facility keeps at least the people the law asks for.

    load[f,s,t]      ≥  Σ_k least[f,k,s] · at[f,k,t]        ∀ f, s, t
    Σ_s load[f,s,t]  ≥  Σ_k least_total[f,k] · at[f,k,t]    ∀ f, t
    new_only: at each level k that f can have untouched, least[f,k,·] · (at[f,k,t] − untouched[f,t])

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
        spared = levels_without_measure(tables) if self.apply == "new_only" else np.zeros_like(levels.exists)
        for f in range(facilities):
            for t in range(horizon):
                where = (levels.facilities[f], str(demand.years[t]))
                for s in range(services):
                    for asked in _asked(levels.least[f, :, s], spared[f], f, t, decisions):
                        yield Row(decisions.load[f, s, t] - asked, "≥", 0, (*where, demand.services[s]))
                everyone = sum(decisions.load[f, s, t] for s in range(services))
                for asked in _asked(levels.least_total[f], spared[f], f, t, decisions):
                    yield Row(everyone - asked, "≥", 0, where)


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


def _asked(least: Ints, spared: npt.NDArray[np.bool_], f: int, t: int, decisions: Decisions) -> Iterator[Term]:
    """Yield what is asked of a facility: one sum, or one for each level at which untouched ones are spared."""
    always = sum(int(least[k]) * decisions.at[f, int(k), t] for k in np.flatnonzero(least * ~spared))
    with_measure = [int(k) for k in np.flatnonzero(least * spared)]
    for k in with_measure:
        yield always + int(least[k]) * (decisions.at[f, k, t] - decisions.untouched[f, t])
    if not with_measure and (least * ~spared).any():
        yield always
