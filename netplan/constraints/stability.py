"""Stability: at most so many people are assigned anew, against today's districts."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from netplan.constraints.block import Block, Part
from netplan.constraints.constraint import Constraint, Kind
from netplan.norms import Persons
from netplan.tables import NONE, Tables


class Stability(Constraint):
    """Few people go to another facility than the one their district names, in each listed year.

    Σ_{c,s: district[c,s,t] is given} Σ_{f ≠ district[c,s,t]} go[c,f,s,t]  ≤  people        ∀ t

    Who finds no place is counted as that, not here. cohorts: an intake counts in the year in which it enters; who is
    there already before the first listed year does not.

    Source: the scenario; districts from `districts.csv`.
    """

    rule: ClassVar[str] = "stability"
    kind: ClassVar[Kind] = "couples people"
    title: ClassVar[dict[str, str]] = {"de": "Beständigkeit", "en": "Stability"}

    people: Persons
    """Most people assigned anew in each listed year."""

    def blocks(self, tables: Tables) -> Iterator[Block]:
        """Yield one row a listed year."""
        districts, pairs, demand = tables.districts, tables.pairs, tables.demand
        if districts is None:
            return
        year = demand.entry_year[pairs.service]
        home = districts.facility[pairs.cell[:, None], pairs.service[:, None], year]
        counted = demand.enters[pairs.service] & (home != NONE) & (home != pairs.facility[:, None])
        pair, entry = np.nonzero(counted)
        go = Part(year[pair, entry], (pair, entry), np.ones(len(pair), np.int64))
        yield Block(
            go,
            Part.nothing(3),
            Part.nothing(3),
            np.full(len(demand.years), self.people.whole, np.int64),
            lambda t: (str(demand.years[t]),),
            np.zeros(demand.people.shape[:2], bool),
        )
