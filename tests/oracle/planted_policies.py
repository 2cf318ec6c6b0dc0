"""Faults planted into the rules on who goes where, one at a time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from netplan.constraints import Assignment, Block, Stability, assignment
from netplan.constraints.assignment import Policy
from netplan.constraints.block import Part
from netplan.tables import Tables

Patch = pytest.MonkeyPatch
Plant = Callable[[Patch], None]


def _policy_is_read_as(name: str, other: str) -> Plant:
    def plant(patch: Patch) -> None:
        right = Assignment.policies.fget  # type: ignore[attr-defined]  # a property has its getter

        def policies(self: Assignment) -> Mapping[str, Policy]:
            return {
                service: policy.model_copy(update={"name": other}) if policy.name == name else policy
                for service, policy in right(self).items()
            }

        patch.setattr(Assignment, "policies", property(policies))

    return plant


def _tolerance_is(change: Callable[[int], int]) -> Plant:
    def plant(patch: Patch) -> None:
        right = assignment._nearest  # noqa: SLF001  a fault is planted where it would be made
        patch.setattr(assignment, "_nearest", lambda tables, s, tolerance: right(tables, s, change(tolerance)))

    return plant


def _closed_ones_count(name: str) -> Plant:
    """Let facilities bind people though they are closed."""

    def plant(patch: Patch) -> None:
        right = getattr(assignment, name)

        def block(*arguments: Any) -> Block:
            found: Block = right(*arguments)
            return replace(found, at=Part.nothing(3), most=np.zeros_like(found.most))

        patch.setattr(assignment, name, block)

    return plant


def _no_district_may_change(patch: Patch) -> None:
    right = assignment._districts  # noqa: SLF001

    def districts(tables: Tables, *rest: Any) -> Block:
        assert tables.districts
        fixed = replace(tables.districts, may_change=np.zeros_like(tables.districts.may_change))
        found: Block = right(replace(tables, districts=fixed), *rest)
        return found

    patch.setattr(assignment, "_districts", districts)


def _nobody_counts_as_new(patch: Patch) -> None:
    patch.setattr(Stability, "blocks", lambda *_: iter(()))


def _one_fewer_anew(patch: Patch) -> None:
    right = Stability.blocks

    def blocks(self: Stability, tables: Tables) -> Iterator[Block]:
        return (replace(block, most=block.most - 1) for block in right(self, tables))

    patch.setattr(Stability, "blocks", blocks)


POLICY_FAULTS: dict[str, Plant] = {
    "cells that stay together are divided": _policy_is_read_as("whole_cells", "split"),
    "nobody has to go to the nearest": _policy_is_read_as("nearest", "split"),
    "the nearest has no tolerance": _tolerance_is(lambda _: 0),
    "a way as long as the tolerance is too long": _tolerance_is(lambda tolerance: tolerance - 1),
    "the nearest may be closed": _closed_ones_count("_nearest"),
    "districts bind nobody": _policy_is_read_as("districts", "whole_cells"),
    "districts bind though their facility is closed": _closed_ones_count("_districts"),
    "no district may change": _no_district_may_change,
    "any number may be assigned anew": _nobody_counts_as_new,
    "one fewer may be assigned anew": _one_fewer_anew,
}
"""By name, what plants the fault."""
