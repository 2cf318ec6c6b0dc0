"""Groups within the target: enough people of a target group have a place that is not too far away."""

from collections.abc import Iterator, Mapping
from math import floor
from typing import Annotated, ClassVar

import numpy as np
from pydantic import BeforeValidator, model_validator

from netplan.constraints.areas import at_most, by_service, share_of
from netplan.constraints.block import Block, Part
from netplan.constraints.constraint import Constraint, Kind
from netplan.norms import ShareOrNorm
from netplan.tables import Ints, Tables


class GroupWithinTarget(Constraint):
    """Enough people of each target group have a place within the target, or hardly a smaller share than of everybody.

    least:  beyond[g,s,t]  ≤  (1 − least[g]) · demand[g,s,t]                                               ∀ g, s, t
    gap:    demand[s,t] · beyond[g,s,t] − demand[g,s,t] · beyond[s,t]  ≤  gap[g] · demand[g,s,t] · demand[s,t]

    beyond[g,s,t] are the persons of the group whose way is longer than their target, or who have no place;
    beyond[s,t] and demand[s,t] those of everybody, each by his own target. gap is the share within the target of
    everybody less that of the group. Persons are whole, so right sides are rounded down.

    Source: the scenario; planning for target groups, equal conditions of living (§ 1 ROG, § 1(3) SGB VIII).
    """

    rule: ClassVar[str] = "group_within_target"
    kind: ClassVar[Kind] = "couples people"
    title: ClassVar[dict[str, str]] = {
        "de": "Zielgruppen innerhalb der Zielzeit",
        "en": "Target groups within the target time",
    }

    least: Annotated[Mapping[str, ShareOrNorm], BeforeValidator(by_service)] | None = None
    """Least share of people within the target, by group or one for all: a share or the name of a norm."""
    gap: Annotated[Mapping[str, ShareOrNorm], BeforeValidator(by_service)] | None = None
    """By how much a group's share may be smaller than everybody's, likewise."""

    @model_validator(mode="after")
    def _says_something(self) -> "GroupWithinTarget":
        if self.least is None and self.gap is None:
            message = "group_within_target asks for nothing; write least, gap or both."
            raise ValueError(message)
        return self

    @property
    def named_groups(self) -> tuple[str, ...]:
        """Groups that have a share of their own."""
        said = [*(self.least or ()), *(self.gap or ())]
        return tuple(dict.fromkeys(name for name in said if name != "*"))

    @property
    def survives_merging(self) -> bool:
        """Whether rows say the same of merged cells: those of a group, of whom none or all are within the target."""
        return True

    def blocks(self, tables: Tables) -> Iterator[Block]:
        """Yield one row a group, service and listed year with people in need, and kind of limit."""
        demand = tables.demand
        for g, group in enumerate(demand.groups):
            least, gap = share_of(self.least, group), share_of(self.gap, group)
            inside = demand.group == g
            for s, service in enumerate(demand.services):
                for t, year in enumerate(demand.years.tolist()):
                    own, every = int(demand.by_year[inside, s, t].sum()), int(demand.by_year[:, s, t].sum())
                    where = (group, service, str(year))
                    if own and least is not None:
                        yield beyond_of_cells(tables, (s, t), inside.astype(np.int64), at_most(1 - least, own), where)
                    if own and gap is not None:
                        weight = every * inside - own
                        yield beyond_of_cells(tables, (s, t), weight, floor(gap * own * every), where)


def beyond_of_cells(tables: Tables, at: tuple[int, int], weight: Ints, most: int, where: tuple[str, ...]) -> Block:
    """Σ weight of the cell · persons beyond the target or without a place ≤ most, of one service and year."""
    (s, t), demand, pairs = at, tables.demand, tables.pairs
    entries = np.flatnonzero(demand.there[s, :, t])
    far = np.flatnonzero((pairs.service == s) & (pairs.seconds > tables.target) & (weight[pairs.cell] != 0))
    pair, entry = np.repeat(far, len(entries)), np.tile(entries, len(far))
    rows = np.flatnonzero(weight)
    cell, left = np.repeat(rows, len(entries)), np.tile(entries, len(rows))
    return Block(
        Part(np.zeros_like(pair), (pair, entry), weight[pairs.cell[pair]]),
        Part.nothing(3),
        Part(np.zeros_like(cell), (cell, np.full_like(cell, s), left), weight[cell]),
        np.array([most], np.int64),
        lambda _: where,
        np.zeros(demand.people.shape[:2], bool),
    )
