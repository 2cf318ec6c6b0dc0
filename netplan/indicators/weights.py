"""A goal as whole numbers by step, level, person and way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from netplan.tables import Ints, Tables


@dataclass(frozen=True)
class Weights:
    """A goal as whole numbers: Σ step·steps + Σ at·at + Σ unserved·stay·people + Σ go·stay·pairs and what follows.

    Σ go·entries for people over all their years at once, Σ step·kept over facilities that are open at the end.
    stay[s,e] are the calendar years an entry is there: those that one listed year stands for, or the listed years of
    an intake's stay. A person counts whole in each of them, also in a last half year, and also where the survival rate
    expects fewer: it says how many places are needed, not whose way ends.
    """

    steps: Ints
    """By step, shape (steps,)."""
    at: Ints
    """By facility, level and year, shape (facilities, levels, years)."""
    unserved: int
    """For each person and calendar year without a place."""
    pairs: Ints
    """For each person and calendar year by pair, shape (pairs,)."""
    entries: Ints | None = None
    """For each person of an entry by pair, for all years it is there at once, shape (pairs, entries)."""
    own: Mapping[str, Mapping[Any, int]] = field(default_factory=dict)
    """By name and index, of decisions of a rule's own; a goal that has some is counted by `counts`."""
    moved: int = 0
    """For each person who moves because a facility closes at once."""
    kept: Ints | None = None
    """By step whose facility is open in the last listed year, never above zero, shape (steps,)."""

    @classmethod
    def none(cls, tables: Tables) -> "Weights":
        """Return weights that count nothing."""
        _, facilities, _, kinds, horizon = tables.shape
        at = np.zeros((facilities, kinds, horizon), np.int64)
        return cls(np.zeros(len(tables.steps.cost), np.int64), at, 0, np.zeros(len(tables.pairs.cell), np.int64))

    @property
    def counts_people(self) -> bool:
        """Whether the goal depends on who goes where."""
        return bool(self.unserved) or bool(self.pairs.any()) or self.entries is not None or bool(self.moved)

    @property
    def floor(self) -> int:
        """What no plan is below, known without a search: the sum of all that is below zero."""
        return int(np.minimum(self.steps, 0).sum()) + (0 if self.kept is None else int(self.kept.sum()))
