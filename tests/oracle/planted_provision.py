"""Faults planted into the rules of provision, one at a time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from netplan.constraints import Coverage, FreeCapacity, PlacesPer1000, Reserve, WithinTarget, coverage, free_capacity
from netplan.constraints import areas as shared
from netplan.constraints import reserve as reserves
from netplan.constraints.constraint import Constraint, Forbidden
from netplan.engine import search
from netplan.plan import Plan
from netplan.program import assignment
from netplan.tables import Levels, StepKind, Tables

Patch = pytest.MonkeyPatch
Plant = Callable[[Patch], None]


def _says_nothing(rule: type[Constraint]) -> Plant:
    return lambda patch: patch.setattr(rule, "rows", lambda *_: iter(()))


def _is_set(rule: type[Constraint], **settings: Any) -> Plant:
    """Let a rule forget what it was told."""

    def plant(patch: Patch) -> None:
        right = rule.rows
        patch.setattr(
            rule, "rows", lambda self, decisions, tables: right(self.model_copy(update=settings), decisions, tables)
        )

    return plant


def _rounds_down(module: Any) -> Plant:
    return lambda patch: patch.setattr(module, "at_least", shared.at_most)


def _places_in_spite_of_the_total(patch: Patch) -> None:
    patch.setattr(Levels, "room", property(lambda self: self.places))


def _beyond_without_the_unserved(patch: Patch) -> None:
    right = assignment._beyond  # noqa: SLF001  a fault is planted where it would be made
    counted = vars(Plan)["beyond"].fget
    none = np.zeros(0, np.int64)
    nobody: Any = {"need": (none,) * 3, "unserved_unit": none}
    patch.setattr(assignment, "_beyond", lambda tables, columns, half: right(tables, replace(columns, **nobody), half))

    def beyond(plan: Plan) -> Any:
        found = counted(plan)
        np.subtract.at(found, plan.tables.demand.area, plan.unserved)
        return found

    patch.setattr(Plan, "beyond", property(beyond))


def _parts_of_persons(patch: Patch) -> None:
    """Believe bounds and lives of programs in which people are not whole."""
    right = search._Search.__init__  # noqa: SLF001

    def init(self: Any, *others: Any) -> None:
        right(self, *others)
        self.people_bound = False

    patch.setattr(search._Search, "__init__", init)  # noqa: SLF001


def _nothing_is_forbidden(patch: Patch) -> None:
    patch.setattr(FreeCapacity, "forbids", lambda _, tables: Forbidden.nothing(tables))


def _every_building_is_forbidden(patch: Patch) -> None:
    def forbids(_: FreeCapacity, tables: Tables) -> Forbidden:
        steps = tables.steps
        builds = np.isin(steps.kind, (StepKind.OPEN, StepKind.EXTEND)) & (steps.paid >= 0)
        return Forbidden(np.zeros(len(tables.pairs.cell), bool), builds)

    patch.setattr(FreeCapacity, "forbids", forbids)


def _way_is_the_target(patch: Patch) -> None:
    right = FreeCapacity.reasonable
    patch.setattr(
        FreeCapacity, "reasonable", lambda self, tables: right(self.model_copy(update={"reach": None}), tables)
    )


def _nobody_moves_on(patch: Patch) -> None:
    """Look only at the places near those who have none, not at who could make room there."""

    def wanted(people: Any, near: Any, room: Any) -> Any:
        left, free = people.copy(), room.copy()
        for c, f in zip(*np.nonzero(near), strict=True):
            seated = min(left[c], free[f])
            left[c] -= seated
            free[f] -= seated
        return near[left > 0].any(axis=0)

    patch.setattr(free_capacity, "places_wanted", wanted)


PROVISION_FAULTS: dict[str, Plant] = {
    "coverage is not asked for": _says_nothing(Coverage),
    "coverage is rounded down": _rounds_down(coverage),
    "coverage may fall": _is_set(Coverage, last_year=False),
    "coverage has no share": _is_set(Coverage, least=None),
    "coverage of areas is that of the region": _is_set(Coverage, by="region"),
    "places count in spite of the level's total": _places_in_spite_of_the_total,
    "no reserve is kept": _says_nothing(Reserve),
    "the reserve is rounded down": _rounds_down(reserves),
    "the corridor has no lower end": _is_set(PlacesPer1000, least=None),
    "the corridor has no upper end": _is_set(PlacesPer1000, most=None),
    "the target is not asked for": _says_nothing(WithinTarget),
    "who has no place is within the target": _beyond_without_the_unserved,
    "the target is asked of the region only": _is_set(WithinTarget, by="region"),
    "people within the target come in parts": _parts_of_persons,
    "free places hinder no building": _nothing_is_forbidden,
    "every building is forbidden": _every_building_is_forbidden,
    "a reasonable way is the target": _way_is_the_target,
    "nobody moves on to a free place": _nobody_moves_on,
}
"""By name, what plants the fault."""
