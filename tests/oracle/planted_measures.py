"""Faults planted into netplan's rules on measures, one at a time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from netplan.constraints import (
    Carriers,
    CarrierShare,
    Consent,
    Constraint,
    Lasting,
    MeasureLinks,
    MeasuresPerArea,
    Row,
    lasting,
    measure_links,
)
from netplan.constraints.measure_links import Link, MeasureName
from netplan.decisions import Decisions
from netplan.tables import Consent as Said
from netplan.tables import Ints, StepKind, Tables
from netplan.units import Quantity
from tests.oracle.planted_rules import Patch, Plant

Rule = type[Constraint]


def _rows_are(rule: Rule, change: Callable[[list[Row]], list[Row]]) -> Plant:
    def plant(patch: Patch) -> None:
        right = rule.rows
        patch.setattr(rule, "rows", lambda self, decisions, tables: iter(change([*right(self, decisions, tables)])))

    return plant


def _rule_sees(rule: Rule, name: str, change: Callable[[Tables], Tables]) -> Plant:
    """Let one of a rule's functions look at other tables."""

    def plant(patch: Patch) -> None:
        right = getattr(rule, name)
        patch.setattr(rule, name, lambda self, *others: right(self, *others[:-1], change(others[-1])))

    return plant


def _rule_is_set(rule: Rule, **settings: Any) -> Plant:
    """Let a rule forget what it was told, in whatever it does."""

    def plant(patch: Patch) -> None:
        for name in ("rows", "breaches"):
            right = getattr(rule, name)

            def forgetful(self: Constraint, *others: Any, right: Any = right) -> Any:
                return right(self.model_copy(update=settings), *others)

            patch.setattr(rule, name, forgetful)

    return plant


def _at_once(row: Row) -> Row:
    return replace(row, rhs=row.rhs + 1)


def _one_area(tables: Tables) -> Tables:
    return replace(tables, levels=replace(tables.levels, site_area=("a0",) * len(tables.levels.sites)))


def _says(was: Said, now: Said) -> Callable[[Tables], Tables]:
    def change(tables: Tables) -> Tables:
        consent = np.where(tables.steps.consent == was, now, tables.steps.consent)
        return replace(tables, steps=replace(tables.steps, consent=consent))

    return change


def _delay_is(change: Callable[[int], int]) -> Plant:
    def plant(patch: Patch) -> None:
        right = Link.delay
        assert isinstance(right, property)
        assert right.fget
        count = right.fget
        patch.setattr(Link, "delay", property(lambda self: change(count(self))))

    return plant


def _sequences_run_backwards(patch: Patch) -> None:
    patch.setattr(measure_links, "pairwise", lambda parts: ((b, a) for a, b in pairwise(parts)))


def _together_is_if_then(patch: Patch) -> None:
    patch.setattr(
        measure_links,
        "_in_one_year",
        lambda one, other, *rest: measure_links._if_then(one, other, 0, *rest),  # noqa: SLF001  a fault is planted where it would be made
    )


def _phases_are_not_known_by_their_level(patch: Patch) -> None:
    right = MeasureName.steps

    def steps(self: MeasureName, tables: Tables) -> Ints:
        names = tuple(name.replace("#", "@") for name in tables.levels.names)
        return right(self, replace(tables, levels=replace(tables.levels, names=names)))

    patch.setattr(MeasureName, "steps", steps)


def _every_facility_is_meant(patch: Patch) -> None:
    right = MeasureName.steps

    def steps(self: MeasureName, tables: Tables) -> Ints:
        found = [right(self.model_copy(update={"facility": name}), tables) for name in tables.levels.facilities]
        return np.concatenate(found)

    patch.setattr(MeasureName, "steps", steps)


def _lasts(more: int) -> Plant:
    def plant(patch: Patch) -> None:
        right = Lasting.rows

        def rows(self: Lasting, decisions: Decisions, tables: Tables) -> Iterator[Row]:
            other = Quantity("years", self.years.amount + more, "")
            return right(self.model_copy(update={"years": other}), decisions, tables)

        patch.setattr(Lasting, "rows", rows)

    return plant


def _kinds_are(name: str, *kinds: StepKind) -> Plant:
    def plant(patch: Patch) -> None:
        patch.setattr(lasting, name, kinds)

    return plant


def _nothing_lacks(rule: Rule) -> Plant:
    def plant(patch: Patch) -> None:
        patch.setattr(rule, "_lacking", lambda _, tables: np.zeros(len(tables.steps.facility), bool))

    return plant


def _closed_counts(patch: Patch) -> None:
    right = CarrierShare._size  # noqa: SLF001

    def size(self: CarrierShare, tables: Tables) -> Ints:
        found = right(self, tables).copy()
        found[:, 0] = self.of == "facilities"
        return found

    patch.setattr(CarrierShare, "_size", size)


def _services_are_added_up(patch: Patch) -> None:
    right = CarrierShare._size  # noqa: SLF001

    def size(self: CarrierShare, tables: Tables) -> Ints:
        levels = replace(tables.levels, total=np.full_like(tables.levels.total, -1))
        return right(self, replace(tables, levels=levels))

    patch.setattr(CarrierShare, "_size", size)


MEASURE_FAULTS: dict[str, Plant] = {
    "links are not kept": _rows_are(MeasureLinks, lambda _: []),
    "earlier is forgotten": _delay_is(lambda years: max(years, 0)),
    "earlier is a year too early": _delay_is(lambda years: years - (years < 0)),
    "within is forgotten": _delay_is(lambda years: min(years, 0)),
    "sequences run backwards": _sequences_run_backwards,
    "together is if and then": _together_is_if_then,
    "exactly one may be none": _rows_are(
        MeasureLinks, lambda rows: [replace(row, sense="≤") if row.where[-1] == "total" else row for row in rows]
    ),
    "at most one may be two": _rows_are(
        MeasureLinks, lambda rows: [_at_once(row) if row.where[-1] == "total" else row for row in rows]
    ),
    "a phase is not known by its level": _phases_are_not_known_by_their_level,
    "a link means every facility": _every_facility_is_meant,
    "areas are one": _rule_sees(MeasuresPerArea, "rows", _one_area),
    "areas have no limit of a year": _rule_is_set(MeasuresPerArea, per_year=None),
    "areas have no limit in all": _rule_is_set(MeasuresPerArea, total=None),
    "areas may have one more": _rows_are(MeasuresPerArea, lambda rows: [_at_once(row) for row in rows]),
    "nothing lasts": _rows_are(Lasting, lambda _: []),
    "measures last a year too long": _lasts(1),
    "measures last a year too short": _lasts(-1),
    "reducing takes nothing back": _kinds_are("FEWER", StepKind.CLOSE),
    "closing takes nothing back": _kinds_are("FEWER", StepKind.REDUCE),
    "opening takes nothing back": _kinds_are("MORE", StepKind.EXTEND),
    "extending takes nothing back": _kinds_are("MORE", StepKind.OPEN),
    "consent is not asked for": _nothing_lacks(Consent),
    "what is asked is given": _rule_sees(Consent, "_lacking", _says(Said.ASKED, Said.GIVEN)),
    "what needs no consent lacks it": _rule_sees(Consent, "_lacking", _says(Said.NOT_ASKED, Said.ASKED)),
    "carriers do not matter": _nothing_lacks(Carriers),
    "to ask other carriers is enough": _rule_sees(Carriers, "_lacking", _says(Said.ASKED, Said.GIVEN)),
    "other carriers need not be asked": _rule_sees(Carriers, "_lacking", _says(Said.NOT_ASKED, Said.GIVEN)),
    "the least share is dropped": _rule_is_set(CarrierShare, least=None),
    "the most share is dropped": _rule_is_set(CarrierShare, most=None),
    "shares are of places": _rule_is_set(CarrierShare, of="places"),
    "shares are of facilities": _rule_is_set(CarrierShare, of="facilities"),
    "shares count from the first year": _rule_is_set(CarrierShare, since=0),
    "closed facilities have a share": _closed_counts,
    "shares add up services beyond the total": _services_are_added_up,
}
"""By name, what plants the fault."""
