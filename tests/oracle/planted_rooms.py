"""Faults planted into netplan's rule on shared rooms, one at a time, and small questions on which each shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from netplan.case.lines import FacilityLine, Site
from netplan.case.lives import premises_of
from netplan.constraints import Row, SharedRooms
from netplan.decisions import Decisions
from netplan.tables import Premises, Tables
from tests.oracle import translation
from tests.oracle.planted_rules import Patch, Plant
from tests.oracle.question import Facility, Level, Measure, Question, Service


def _rooms_are_free(patch: Patch) -> None:
    patch.setattr(SharedRooms, "rows", lambda *_: iter(()))


def _one_room_more(patch: Patch) -> None:
    right = SharedRooms.rows
    patch.setattr(
        SharedRooms, "rows", lambda self, *others: (replace(row, rhs=row.rhs + 1) for row in right(self, *others))
    )


def _each_has_the_rooms_to_itself(patch: Patch) -> None:
    right = SharedRooms.rows

    def rows(self: SharedRooms, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        for f in range(len(tables.levels.facilities)):
            alone = np.where(np.arange(len(tables.premises.rooms))[:, None] == f, tables.premises.rooms, 0)
            yield from right(self, decisions, replace(tables, premises=replace(tables.premises, rooms=alone)))

    patch.setattr(SharedRooms, "rows", rows)


def _all_sites_are_one(patch: Patch) -> None:
    right = SharedRooms.rows

    def rows(self: SharedRooms, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        levels = replace(tables.levels, site=np.zeros_like(tables.levels.site))
        return right(self, decisions, replace(tables, levels=levels))

    patch.setattr(SharedRooms, "rows", rows)


def _unknown_is_none(patch: Patch) -> None:
    patch.setattr(Premises, "known", property(lambda self: tuple(range(len(self.site_rooms)))))


def _phases_take_no_rooms(patch: Patch) -> None:
    def without(
        lines: Sequence[FacilityLine], sites: Sequence[Site], names: Sequence[str], branches: Mapping[str, str]
    ) -> Premises:
        found = premises_of(lines, sites, names, branches)
        found.rooms[:, ["#" in name for name in names]] = 0
        return found

    patch.setattr(translation, "premises_of", without)


ROOM_FAULTS: dict[str, Plant] = {
    "rooms are free": _rooms_are_free,
    "a site has one room more": _one_room_more,
    "each facility has the rooms to itself": _each_has_the_rooms_to_itself,
    "all sites are one": _all_sites_are_one,
    "a site that does not say has no room": _unknown_is_none,
    "phases take no rooms": _phases_take_no_rooms,
}
"""By name, what plants the fault."""


def _new(number: int, site: int, rooms: int, **phase: object) -> Facility:
    level = Level((1,), (0,), rooms=rooms, **phase)  # type: ignore[arg-type]
    return Facility(f"f{number}", site, "closed", {"small": level}, (Measure("closed", "small", 0),))


def _ask(*facilities: Facility, rooms: tuple[int, ...]) -> Question:
    """Return a question with two people in one cell, two minutes from both sites."""
    return Question(
        years=(2026,),
        spans=(1,),
        services=(Service("kita", 600, 300),),
        demand=(((2,),),),
        seconds=(((120,), (120,)),),
        facilities=facilities,
        rooms=rooms,
    )


KEPT_ROOMS: dict[str, Question] = {
    "rooms are free": _ask(_new(0, 0, 1), rooms=(0, -1)),
    "a site has one room more": _ask(_new(0, 0, 1), _new(1, 0, 1), rooms=(1, -1)),
    "each facility has the rooms to itself": _ask(_new(0, 0, 1), _new(1, 0, 1), rooms=(1, -1)),
    "all sites are one": _ask(_new(0, 0, 1), _new(1, 1, 1), rooms=(1, 1)),
    "a site that does not say has no room": _ask(_new(0, 0, 1), _new(1, 1, 1), rooms=(1, -1)),
    "phases take no rooms": _ask(_new(0, 0, 1, stays=1, then="closed"), rooms=(0, -1)),
}
"""Each fault's smallest question."""
