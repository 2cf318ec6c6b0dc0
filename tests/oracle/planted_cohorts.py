"""Faults planted into what netplan makes of cohorts, one at a time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from netplan.constraints import FreeCapacity, Moves, Stability, assignment, class_bands, class_school, minimum_size
from netplan.constraints.block import Part
from netplan.demand.cohorts import Stay
from netplan.engine import exact
from netplan.program import moves
from netplan.tables import CLOSED, Attendance, Demand, Ints, Tables
from tests.oracle import checks, translation
from tests.oracle.planted_rules import Patch, Plant, with_demand


def _tables_are(change: Callable[[Tables], Tables]) -> Plant:
    def plant(patch: Patch) -> None:
        right = translation.case_of
        patch.setattr(
            checks, "case_of", lambda question: replace(right(question), tables=change(right(question).tables))
        )

    return plant


def _intake_everywhere(tables: Tables) -> Tables:
    return replace(tables, levels=replace(tables.levels, intake=np.ones_like(tables.levels.intake)))


def _stays_a_year(tables: Tables) -> Tables:
    """Forget every year of an entry but its first."""
    demand = tables.demand
    share = np.where(np.arange(demand.share.shape[2]) == demand.entry_year[:, :, None], demand.share, 0)
    return with_demand(tables, share=share)


def _nobody_is_there_already(tables: Tables) -> Tables:
    demand = tables.demand
    return with_demand(tables, people=demand.people * (demand.entry_grade == 0))


def _nobody_is_known(tables: Tables) -> Tables:
    return replace(tables, attendance=Attendance())


def _counted_once(patch: Patch) -> None:
    patch.setattr(Demand, "stay", property(lambda self: np.minimum(self.there.sum(axis=2), 1)))


def _nobody_leaves(patch: Patch) -> None:
    patch.setattr(Stay, "left", lambda *_: 1)


def _a_half_year_is_a_whole_one(patch: Patch) -> None:
    right = Stay.share
    patch.setattr(Stay, "share", lambda self, *grades: right(replace(self, years=_whole(self)), *grades))


def _whole(stay: Stay) -> Any:
    return type(stay.years)(stay.grades)


def _all_grades_at_once(patch: Patch) -> None:
    patch.setattr(minimum_size, "_filling", lambda *_: 0)


def _never_asked_after_opening(patch: Patch) -> None:
    right = minimum_size._filling  # noqa: SLF001  a fault is planted where it would be made

    def filling(tables: Tables, openings: Ints, f: int, *others: Any) -> Any:
        return None if tables.levels.today[f] == CLOSED else right(tables, openings, f, *others)

    patch.setattr(minimum_size, "_filling", filling)


def _every_grade_is_formed(patch: Patch) -> None:
    patch.setattr(class_school, "without_intake", lambda *_: 0)


def _only_the_entry_grade_is_formed(patch: Patch) -> None:
    patch.setattr(class_school, "without_intake", lambda tables, f, s, g, *_: None if g else 0)  # noqa: ARG005


def _every_level_takes_people_in(patch: Patch) -> None:
    right = class_bands.asked_levels
    for where in (class_bands, class_school):
        patch.setattr(where, "asked_levels", lambda tables, *about: right(_intake_everywhere(tables), *about))


def _everybody_is_in_the_entry_grade(patch: Patch) -> None:
    right = class_school.School._grades  # noqa: SLF001

    def grades(self: class_school.School, *about: Any) -> list[Any]:
        found = right(self, *about)
        return [sum(found)] * len(found)

    patch.setattr(class_school.School, "_grades", grades)


def _policies_bind_those_there_already(patch: Patch) -> None:
    patch.setattr(Demand, "enters", property(lambda self: np.ones_like(self.entry_grade, bool)))


def _any_level_is_near(patch: Patch) -> None:
    right = assignment._unless_offered  # noqa: SLF001
    patch.setattr(assignment, "_unless_offered", lambda tables, *about: right(_intake_everywhere(tables), *about))


def _anew_in_every_year(patch: Patch) -> None:
    right = Stability.blocks

    def blocks(self: Stability, tables: Tables) -> Any:
        demand = tables.demand
        for block in right(self, tables):
            pair, entry = block.go.index
            number, year = np.nonzero(demand.there[tables.pairs.service[pair], entry])
            go = Part(year, (pair[number], entry[number]), np.ones(len(number), np.int64))
            yield replace(block, go=go)

    patch.setattr(Stability, "blocks", blocks)


def _free_for_intakes_only(patch: Patch) -> None:
    right = FreeCapacity.forbids

    def forbids(self: FreeCapacity, tables: Tables) -> Any:
        share = tables.demand.share.copy()
        for e in range(share.shape[1]):
            share[:, e] *= np.arange(share.shape[2]) == tables.demand.entry_year[:, e, None]
        return right(self, with_demand(tables, share=share))

    patch.setattr(FreeCapacity, "forbids", forbids)


def _nobody_counts_who_moves(patch: Patch) -> None:
    patch.setattr(Moves, "rows", lambda *_: iter(()))


def _anybody_may_leave(patch: Patch) -> None:
    """Let people leave what stays open: neither the program nor the exact verdict asks for a closing."""
    right = moves.closings
    for where in (moves, exact):
        patch.setattr(where, "closings", lambda *about: np.ones_like(right(*about)))
    patch.setattr(moves, "_with_a_closing", lambda tables, columns, *_: moves._balanced(tables, columns))  # noqa: SLF001


def _who_leaves_comes_nowhere(patch: Patch) -> None:
    right = moves._balanced  # noqa: SLF001
    patch.setattr(
        moves, "_balanced", lambda *about: replace(right(*about), lower=-np.inf * np.ones_like(right(*about).lower))
    )


FAULTS: dict[str, Plant] = {
    "a school that runs out takes an intake": _tables_are(_intake_everywhere),
    "an intake leaves after a year": _tables_are(_stays_a_year),
    "those in later grades are forgotten": _tables_are(_nobody_is_there_already),
    "those who are somewhere already are sent elsewhere": _tables_are(_nobody_is_known),
    "an intake counts in its first year only": _counted_once,
    "nobody leaves on the way": _nobody_leaves,
    "a last half year takes a whole place": _a_half_year_is_a_whole_one,
    "a new school needs the people of all grades at once": _all_grades_at_once,
    "a new school may stay small": _never_asked_after_opening,
    "a new school is asked for classes of grades that nobody entered": _every_grade_is_formed,
    "no later grade is asked for a class": _only_the_entry_grade_is_formed,
    "a school without intake is asked for classes": _every_level_takes_people_in,
    "all grades together are as many as one": _everybody_is_in_the_entry_grade,
    "those who are there already follow policies": _policies_bind_those_there_already,
    "a school that takes nobody in is the nearest": _any_level_is_near,
    "an intake is anew in every year of its stay": _anew_in_every_year,
    "more people move than may": _nobody_counts_who_moves,
    "people leave a school that stays open": _anybody_may_leave,
    "who leaves a school comes nowhere": _who_leaves_comes_nowhere,
    "free places are counted for those who enter only": _free_for_intakes_only,
}
"""By name, what plants the fault."""
