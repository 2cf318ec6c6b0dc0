"""Gap of groups: how much less often than everybody the worst-off target group finds a place within the target."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import ClassVar

import numpy as np

from netplan.constraints.block import Block, OwnPart
from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.constraints.group_within_target import beyond_of_cells
from netplan.decisions import Decisions, Own
from netplan.tables import Ints, Tables

PER_MILLE = 1000


class GroupGap(Constraint):
    """The goal `group_gap` is no smaller than the gap of any group, service and listed year; it limits nothing.

    1000 · (demand[s,t] · beyond[g,s,t] − demand[g,s,t] · beyond[s,t])  ≤  demand[g,s,t] · demand[s,t] · gap   ∀ g, s, t

    beyond and demand as in `group_within_target`. gap is whole, so it is rounded up to a per mille; it is not below 0.

    Source: as `group_within_target`.
    """

    rule: ClassVar[str] = "group_gap"
    kind: ClassVar[Kind] = "couples people"
    title: ClassVar[dict[str, str]] = {"de": "Abstand der Zielgruppen", "en": "Gap of target groups"}

    def decides(self, tables: Tables) -> Iterator[Own]:  # noqa: ARG002  the same for all tables
        """Yield the gap in per mille."""
        yield Own("gap", {0: PER_MILLE}, {0: "groups"})

    def blocks(self, tables: Tables) -> Iterator[Block]:
        """Yield one row a group, service and listed year with people in need."""
        demand = tables.demand
        for g, group in enumerate(demand.groups):
            inside = demand.group == g
            for s, service in enumerate(demand.services):
                for t, year in enumerate(demand.years.tolist()):
                    own, every = int(demand.by_year[inside, s, t].sum()), int(demand.by_year[:, s, t].sum())
                    if own:
                        weight = PER_MILLE * (every * inside - own)
                        block = beyond_of_cells(tables, (s, t), weight.astype(np.int64), 0, (group, service, str(year)))
                        yield replace(block, own=OwnPart(((0, "gap", 0, -own * every),)))

    def breaches(self, decisions: Decisions, tables: Tables) -> Iterable[Row]:  # noqa: ARG002
        """Nothing: the rule limits nothing."""
        return iter(())

    def people_breaches(self, go: Ints, unserved: Ints, level: Ints, tables: Tables) -> Iterator[Row]:  # noqa: ARG002
        """Nothing: the rule limits nothing."""
        return iter(())
