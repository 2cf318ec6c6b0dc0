"""Locks: what politics or law has already settled for a facility."""

import re
from typing import ClassVar

import numpy as np

from netplan.constraints.constraint import Constraint, Forbidden, Kind
from netplan.tables import CLOSED, StepKind, Tables

LOCK = re.compile(r"|keep|never|close by (?P<year>\d{4})")
"""What a lock may say."""


class Locks(Constraint):
    """A locked facility stays open, never opens, or is closed by a year.

    keep:        at[f,closed,t] = 0     ∀ t, and no measure that makes f run out
    never:       at[f,closed,t] = 1     ∀ t
    close by y:  at[f,closed,t] = 1     ∀ t with year ≥ y

    Source: `lock` in `facilities.csv` or `locks` in the scenario.
    """

    rule: ClassVar[str] = "locks"
    kind: ClassVar[Kind] = "one facility"
    title: ClassVar[dict[str, str]] = {"de": "Festlegungen", "en": "Locks"}

    def forbids(self, tables: Tables) -> Forbidden:
        """Return the steps that a lock rules out."""
        steps, years = tables.steps, tables.demand.years
        forbidden = np.zeros(len(steps.facility), bool)
        closes, ends = steps.after == CLOSED, (steps.after == CLOSED) | (steps.kind == StepKind.CLOSE)
        for f, lock in enumerate(tables.levels.locks):
            of_facility = steps.facility == f
            found = LOCK.fullmatch(lock)
            if lock == "keep":
                forbidden |= of_facility & ends
            elif lock == "never":
                forbidden |= of_facility & ~closes
            elif found and found["year"]:
                forbidden |= of_facility & ~closes & (years[steps.year] >= int(found["year"]))
        return Forbidden(np.zeros(len(tables.pairs.cell), bool), forbidden)
