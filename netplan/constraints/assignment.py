"""Assignment: who goes where is free, whole cell by whole cell, to the nearest, or as districts say."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, model_validator

from netplan.constraints.block import Block, Part
from netplan.constraints.constraint import Constraint, Kind
from netplan.norms import Duration
from netplan.tables import Ints, Tables

POLICIES = ("split", "whole_cells", "nearest", "districts")
_LONGER_THAN_ANY_WAY = 10**9


class Policy(BaseModel):
    """How the people of one service are assigned."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: Literal["split", "whole_cells", "nearest", "districts"]
    tolerance: Duration | None = None
    """Of nearest: by how much a way may be longer than the shortest; nothing where it is left out."""

    def __str__(self) -> str:
        """Write the policy as a planner would."""
        return f"{self.name}, tolerance {self.tolerance}" if self.tolerance else self.name

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever the file says
        if isinstance(value, str):
            value = {value: {}}
        if isinstance(value, Mapping) and "name" in value:
            return value
        name, settings = next(iter(value.items())) if isinstance(value, Mapping) and len(value) == 1 else ("", {})
        known = {"tolerance"} if name == "nearest" else set[str]()
        if name not in POLICIES or not isinstance(settings, Mapping) or set(settings) - known:
            known_ones = "split, whole_cells, districts, nearest or {nearest: {tolerance: 5 min}}"
            message = f"{name or value} is no policy; write {known_ones}."
            raise ValueError(message)
        return {"name": name} | dict(settings)


class Assignment(Constraint):
    """The people of a service are assigned as its policy says; without one, as `split`.

    split        a cell's people may be divided
    whole_cells  go[c,f,s,t] ∈ {0, demand[c,s,t]}  and  unserved[c,s,t] ∈ {0, demand[c,s,t]}            ∀ c, f, t
    nearest      Σ_{g: seconds[c,g,s] > seconds[c,f,s] + tolerance} go[c,g,s,t]
                   ≤  demand[c,s,t] · (1 − Σ_{k: places[f,k,s] > 0} at[f,k,t])                          ∀ c, f, t
    districts    whole_cells, and for cells that may not change, with d = district[c,s,t]:
                 Σ_{g ≠ d} go[c,g,s,t]  ≤  demand[c,s,t] · (1 − Σ_{k: places[d,k,s] > 0} at[d,k,t])     ∀ c, t

    cohorts: t is the year in which an intake enters, and go is of the intake; who is there already before the first
    listed year is not asked, and follows no policy. Only levels that take people in count as open.

    Nearest: facilities equally near are all the nearest. Who finds every facility full that is near enough has no
    place, though one farther away may be free: the plan has to provide places where people are.
    Districts: a cell keeps its facility as long as that offers the service; then, and where it may change, its
    people go together to any facility in reach.

    Source: the scenario; Schulbezirke: § 62 SchulG RLP, § 6 SächsSchulnetzVO; `districts.csv`.
    """

    model_config = ConfigDict(frozen=True, extra="allow", arbitrary_types_allowed=True)
    __pydantic_extra__: dict[str, Policy]

    rule: ClassVar[str] = "assignment"
    kind: ClassVar[Kind] = "couples people"
    title: ClassVar[dict[str, str]] = {"de": "Zuordnung", "en": "Assignment"}

    @property
    def policies(self) -> Mapping[str, Policy]:
        """The policy of each service that the rule names."""
        return self.__pydantic_extra__ or {}

    def blocks(self, tables: Tables) -> Iterator[Block]:
        """Yield one block a service whose people are not simply split."""
        for s, service in enumerate(tables.demand.services):
            policy = self.policies.get(service)
            if policy is None or policy.name == "split":
                continue
            if policy.name == "nearest":
                yield _nearest(tables, s, policy.tolerance.whole if policy.tolerance else 0)
                continue
            together = np.zeros(tables.demand.people.shape[:2], bool)
            together[:, s] = True
            yield Block.staying_together(together) if policy.name == "whole_cells" else _districts(tables, s, together)


def _nearest(tables: Tables, s: int, tolerance: int) -> Block:
    """Σ_{g farther than f by more than the tolerance} go[c,g,s,t] + demand · Σ_k at[f,k,t] ≤ demand."""
    pairs, demand = tables.pairs, tables.demand
    own = np.flatnonzero((pairs.service == s) & (pairs.seconds <= tables.reach))
    own = own[np.lexsort((pairs.facility[own], pairs.seconds[own], pairs.cell[own]))]
    place = pairs.cell[own] * _LONGER_THAN_ANY_WAY + pairs.seconds[own]
    farthest = int(pairs.seconds[own].max(initial=0))
    first = np.searchsorted(place, place + min(tolerance, _LONGER_THAN_ANY_WAY - 1 - farthest), "right")
    last = np.searchsorted(place, (pairs.cell[own] + 1) * _LONGER_THAN_ANY_WAY)
    near = np.flatnonzero(last > first)
    number, entry = np.nonzero(demand.people[pairs.cell[own[near]], s, :] * demand.enters[s])
    near = near[number]
    row, inside = _counted(last[near] - first[near])
    pair = own[first[near][row] + inside]
    return _unless_offered(tables, s, (pairs.cell[own[near]], pairs.facility[own[near]], entry), (row, pair))


def _districts(tables: Tables, s: int, together: npt.NDArray[np.bool_]) -> Block:
    """Σ_{g ≠ d} go[c,g,s,t] + demand · Σ_k at[d,k,t] ≤ demand, where cell c may not change from d."""
    pairs, districts, demand = tables.pairs, tables.districts, tables.demand
    if districts is None:
        return Block.staying_together(together)
    home = districts.facility[:, s][:, demand.entry_year[s]]
    may_change = districts.may_change[:, s][:, demand.entry_year[s]]
    cell, entry = np.nonzero((home >= 0) & ~may_change & demand.enters[s] & (demand.people[:, s] > 0))
    facility = home[cell, entry]
    own = np.flatnonzero(pairs.service == s)
    own = own[np.argsort(pairs.cell[own], kind="stable")]
    first = np.searchsorted(pairs.cell[own], cell)
    row, inside = _counted(np.searchsorted(pairs.cell[own], cell, "right") - first)
    pair = own[first[row] + inside]
    other = pairs.facility[pair] != facility[row]
    return _unless_offered(tables, s, (cell, facility, entry), (row[other], pair[other]), together)


def _counted(numbers: Ints) -> tuple[Ints, Ints]:
    """Return, for rows that hold so many things each, the row of every thing and its place in the row."""
    row = np.repeat(np.arange(len(numbers)), numbers)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(numbers) - numbers, numbers)


def _unless_offered(
    tables: Tables,
    s: int,
    of: tuple[Ints, Ints, Ints],
    others: tuple[Ints, Ints],
    together: npt.NDArray[np.bool_] | None = None,
) -> Block:
    """Σ go of others + demand · Σ_k at[f,k,t] ≤ demand: row by row of a cell, a facility and an entry."""
    (cell, facility, entry), (row, pair) = of, others
    demand, levels = tables.demand, tables.levels
    people, year = demand.people[cell, s, entry], demand.entry_year[s, entry]
    level_row, k = np.nonzero(((levels.room[:, :, s] > 0) & levels.intake)[facility])
    at = Part(level_row, (facility[level_row], k, year[level_row]), people[level_row])
    go = Part(row, (pair, entry[row]), np.ones(len(row), np.int64))

    def where(r: int) -> tuple[str, ...]:
        return (demand.cells[cell[r]], levels.facilities[facility[r]], demand.services[s], str(demand.years[year[r]]))

    free = np.zeros(demand.people.shape[:2], bool) if together is None else together
    return Block(go, at, Part.nothing(3), people, where, free)
