"""Prices for serving each cell: which facilities open at them, and which of these they settle.

Prices λ[c] pay for serving a cell. A facility opens where what it earns is more than it costs:

    earned[f] = fixed[f] + Σ_c min(0, total[f,c] − λ[c])       as far as its places go, who pays best per person first
    bound     = Σ_c λ[c] + Σ of the least earned[f], as many as limits let open

Source: Cornuéjols, Fisher, Nemhauser (1977).
"""

from dataclasses import dataclass

import numpy as np

from netplan.engine.siting.problem import Bools, Problem
from netplan.tables import Floats, Ints

FREE, FEW = 10, 12
"""Where so many facilities are left open, all their sets are looked at; so many sets at most are counted one by one."""


@dataclass(frozen=True, eq=False)
class Part:
    """Some of all plans: which facilities are still to be had, and which of these are open in each."""

    there: Ints
    """Facilities that may be open, ascending."""
    must: Bools
    """Whether each of these is open, shape (len(there),)."""


class Answers:
    """What the facilities of a part answer to prices."""

    def __init__(self, problem: Problem, part: Part) -> None:
        self.problem, self.part = problem, part
        self.total, self.fixed = problem.total[part.there], problem.fixed[part.there]
        self._room = np.empty_like(self.total)
        self._forced, self._free = np.flatnonzero(part.must), np.flatnonzero(~part.must)
        if not problem.is_roomy:
            self._way = self.total / problem.people
            self._places = problem.places[part.there][:, None]
            self._row = np.arange(len(part.there))[:, None] * len(problem.people)
            self._order, self._taken = np.empty(0, np.int64), np.empty(0)

    def earned(self, prices: Floats) -> Floats:
        """Return what each facility counts at these prices, below zero where it pays to open it."""
        room = self._room
        if not self.problem.is_roomy:
            return self._earned_in_order(prices)
        np.subtract(self.total, prices, out=room)
        np.minimum(room, 0.0, out=room)
        return np.asarray(self.fixed + room.sum(axis=1))

    def served(self, chosen: Ints, prices: Floats) -> Floats:
        """Return how often each cell is served by the facilities chosen, parts of it included, shape (cells,).

        The prices are those that were asked last.
        """
        if self.problem.is_roomy:
            return np.asarray((self.total[chosen] < prices).sum(axis=0, dtype=float))
        persons = np.bincount(self._order[chosen].ravel(), self._taken[chosen].ravel(), len(prices))
        return np.asarray(persons / self.problem.people)

    def chosen(self, earned: Floats) -> Ints | None:
        """Return which facilities open at what they earn, as limits ask; None where too few are left."""
        forced, free = self._forced, self._free
        fewest, most = self.problem.fewest - len(forced), self.problem.most - len(forced)
        if fewest > len(free) or most < 0:
            return None
        own = earned[free]
        number = min(max(int((own < 0).sum()), fewest), most, len(free))
        return np.concatenate([forced, free[own.argsort(kind="stable")[:number]]])

    def few(self, earned: Floats, chosen: Ints, rise: float) -> list[Ints] | None:
        """Return all sets of the part that prices do not rule out, those that count least first; None if many are left.

        `rise` as in `settled`; places of the sets are in the part.
        """
        forced, free = self._forced, self._free
        if len(free) > FREE:
            return None
        sets = (np.arange(2 ** len(free))[:, None] >> np.arange(len(free))) & 1
        number = sets.sum(axis=1) + len(forced)
        more = sets @ earned[free] + earned[forced].sum() - earned[chosen].sum()
        fits = (number >= self.problem.fewest) & (number <= self.problem.most) & (more <= rise)
        left = np.flatnonzero(fits)
        if len(left) > FEW:
            return None
        return [np.sort(np.concatenate([forced, free[sets[i] > 0]])) for i in left[more[left].argsort()].tolist()]

    def _earned_in_order(self, prices: Floats) -> Floats:
        """Let those who pay best per person have the places of each facility."""
        people = self.problem.people
        pays = np.subtract(self._way, prices / people, out=self._room)
        self._order = pays.argsort(axis=1)
        pays = pays.ravel()[self._order + self._row]
        persons = people[self._order] * (pays < 0)
        before = persons.cumsum(axis=1)
        before -= persons
        self._taken = np.minimum(np.maximum(self._places - before, 0.0), persons)
        return np.asarray(self.fixed + (pays * self._taken).sum(axis=1))


def settled(problem: Problem, part: Part, earned: Floats, chosen: Ints, rise: float) -> Part | None:
    """Return the part without what cannot be in a better plan; None where no better plan is left.

    `rise` says by how much a bound has to be higher to rule a decision out.
    """
    is_in = np.zeros(len(part.there), bool)
    is_in[chosen] = True
    forced = int(part.must.sum())
    least, most = problem.fewest - forced, problem.most - forced
    free_in, free_out = is_in & ~part.must, ~is_in
    number = int(free_in.sum())
    worst = float(earned[free_in].max()) if number else 0.0
    next_best = float(earned[free_out].min()) if free_out.any() else np.inf
    # Who opens as well takes the place of the worst one where no more may open, or where that one is a burden.
    saved = worst if number == most else max(worst, 0.0)
    opening = earned - saved if most > 0 else np.full(len(earned), np.inf)
    closing = -earned + (next_best if number <= least else min(next_best, 0.0))
    shut, must = free_out & (opening > rise), part.must | (free_in & (closing > rise))
    keep = ~shut
    if must.sum() > problem.most or keep.sum() < problem.fewest:
        return None
    if must.sum() == problem.most:
        keep = must
    if keep.sum() == problem.fewest:
        must = keep
    return Part(part.there[keep], must[keep])
