"""Free capacity: nothing is built as long as places that are there suffice within a reasonable way."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from netplan.constraints.constraint import Constraint, Forbidden, Kind, Row
from netplan.decisions import Decisions
from netplan.norms import DurationOrNorm
from netplan.tables import NEVER, WHOLE, Ints, StepKind, Tables
from netplan.units import Quantity

Bools = npt.NDArray[np.bool_]


class FreeCapacity(Constraint):
    """A facility opens or grows only in a year in which the places that are there do not suffice near it.

    step[f,k→k′,t] exists  ⇔  placed[s,t](f at k′) > placed[s,t](f at k)     ∀ open and extend measures k→k′ of f, ∀ t
                              for a service s with room[f,k′,s] > room[f,k,s]

    placed[s,t](f at k) is the most persons in need of s in year t who can have a place within a reasonable way:
    max Σ go[c,g,s] over seconds[c,g,s] ≤ reach, Σ_g go[c,g,s] ≤ demand[c,s,t], Σ_c go[c,g,s] ≤ room[g,·,s],
    every other facility g at today's level, people shared out as well as can be. So a measure is permitted if and
    only if free places at other facilities cannot do what it does. Not asked of measures under way, which are
    decided already, nor of those that add room to no single service. Closings that the plan itself intends free no
    room for building: the proof is about what is there today.
    cohorts: demand of year t are the places that all intakes then in it take: Σ_e share[s,e,t] · people[c,s,e].

    Source: § 6(2) SächsSchulnetzVO: before a new school or extension, proof that neither free room at schools in
    reasonable distance nor cooperation suffices.
    """

    rule: ClassVar[str] = "free_capacity"
    kind: ClassVar[Kind] = "one facility"
    title: ClassVar[dict[str, str]] = {"de": "Nachweis freier Kapazitäten", "en": "Proof of free capacity"}

    reach: DurationOrNorm | None = None
    """Reasonable way: a time or the name of a norm; the target of each service where it is left out."""

    def reasonable(self, tables: Tables) -> Ints:
        """Return the reasonable way by pair, shape (pairs,) [s]."""
        own = self.reach.whole if isinstance(self.reach, Quantity) else tables.target
        return np.asarray(np.minimum(own, tables.reach))

    def forbids(self, tables: Tables) -> Forbidden:
        """Return the measures for which free places suffice."""
        steps, room = tables.steps, tables.levels.room
        builds = np.isin(steps.kind, (StepKind.OPEN, StepKind.EXTEND)) & (steps.paid != NEVER)
        gains = room[steps.facility, steps.after] > room[steps.facility, steps.before]
        asked = np.flatnonzero(builds & gains.any(axis=1))
        stock = _Stock(tables, self.reasonable(tables))
        forbidden = np.zeros(len(steps.facility), bool)
        for i in asked.tolist():
            f, k, t = int(steps.facility[i]), int(steps.before[i]), int(steps.year[i])
            forbidden[i] = not any(stock.helps(f, k, int(s), t) for s in np.flatnonzero(gains[i]))
        return Forbidden(np.zeros(len(tables.pairs.cell), bool), forbidden)

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a measure for which free places suffice."""
        steps, levels = tables.steps, tables.levels
        for i in self.forbids(tables).steps.nonzero()[0].tolist():
            where = (levels.facilities[steps.facility[i]], str(tables.demand.years[steps.year[i]]))
            yield Row(decisions.step[i], "≤", 0, where, "count")

    def breaches(self, decisions: Decisions, tables: Tables) -> Iterable[Row]:
        """Yield the measures taken all the same; where the rule is enforced, no such step exists."""
        return super().breaches(decisions, tables) if self.apply == "report" else ()


def near_cells(tables: Tables, reasonable: Ints, s: int) -> Bools:
    """Return whether a facility is within a reasonable way of a cell, shape (cells, facilities)."""
    pairs = tables.pairs
    near = np.zeros((len(tables.demand.cells), len(tables.levels.facilities)), bool)
    used = (pairs.service == s) & (pairs.seconds <= reasonable)
    near[pairs.cell[used], pairs.facility[used]] = True
    return near


class _Stock:
    """The places of today, and where more of them would help."""

    def __init__(self, tables: Tables, reasonable: Ints) -> None:
        self.tables, self.reasonable = tables, reasonable
        self._needy: dict[tuple[int, int, int, int], Bools] = {}
        self._near: dict[int, tuple[Bools, Ints]] = {}

    def helps(self, f: int, k: int, s: int, t: int) -> bool:
        """Whether one more place at a facility with level k would place one more person."""
        today = self.tables.levels.today
        key = (s, t, -1, -1) if k == today[f] else (s, t, f, k)
        if key not in self._needy:
            level = today.copy()
            level[f] = k
            room = WHOLE * self.tables.levels.room[np.arange(len(level)), level, s]
            near, group = self._groups(s)
            demand = self.tables.demand
            people = np.bincount(group, demand.people[:, s] @ demand.share[s, :, t], len(near)).astype(np.int64)
            self._needy[key] = places_wanted(people, near, room)
        return bool(self._needy[key][f])

    def _groups(self, s: int) -> tuple[Bools, Ints]:
        """Return which facilities groups of cells have near, and each cell's group."""
        if s not in self._near:
            near = near_cells(self.tables, self.reasonable, s)
            found, group = np.unique(near, axis=0, return_inverse=True)
            self._near[s] = (found, np.asarray(group).reshape(-1))
        return self._near[s]


def places_wanted(people: Ints, near: Bools, room: Ints) -> Bools:
    """Return where more places would let more people have one, shape (facilities,).

    `people` by group [per mille of a place], `near` as (groups, facilities), `room` by facility [likewise]. As many
    as possible get a place first, along augmenting paths; a facility is wanted if someone without a place can get
    there, also by letting others move on. It does not matter which of the best shares is found.

    Source: Ford and Fulkerson (1956).
    """
    left, free = people.copy(), room.copy()
    flow = np.zeros(near.shape, np.int64)
    while True:
        found, from_group, from_facility = _search(left, free, near, flow)
        if found is None:
            return from_group >= 0
        path: list[tuple[int, int]] = []
        f, most = found, int(free[found])
        while True:
            c = int(from_group[f])
            path.append((c, f))
            if from_facility[c] < 0:
                most = min(most, int(left[c]))
                break
            f = int(from_facility[c])
            path.append((c, f))
            most = min(most, int(flow[c, f]))
        for step, (c, f) in enumerate(path):
            flow[c, f] += -most if step % 2 else most
        left[path[-1][0]] -= most
        free[found] -= most


def _search(left: Ints, free: Ints, near: Bools, flow: Ints) -> tuple[int | None, Ints, Ints]:
    """Look for a free place from groups with people left; return it and how each group and facility was reached."""
    from_group, from_facility = np.full(near.shape[1], -1, np.int64), np.full(near.shape[0], -1, np.int64)
    seen = left > 0
    queue = deque(np.flatnonzero(seen).tolist())
    while queue:
        c = queue.popleft()
        for f in np.flatnonzero(near[c] & (from_group < 0)).tolist():
            from_group[f] = c
            if free[f] > 0:
                return f, from_group, from_facility
            guests = np.flatnonzero((flow[:, f] > 0) & ~seen)
            seen[guests] = True
            from_facility[guests] = f
            queue.extend(guests.tolist())
    return None, from_group, from_facility
