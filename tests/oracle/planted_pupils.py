"""Faults planted into netplan's rule on places for pupils, and small questions on which each shows."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from netplan.constraints import PlacesForPupils, Row
from tests.oracle.planted_rules import Patch, Plant
from tests.oracle.pupils import PlacesFor
from tests.oracle.question import Facility, Level, Measure, Question, Service


def _rows(change: Callable[[list[Row]], list[Row]]) -> Plant:
    def plant(patch: Patch) -> None:
        right = PlacesForPupils.rows
        patch.setattr(PlacesForPupils, "rows", lambda self, *others: iter(change(list(right(self, *others)))))

    return plant


def _other_way_round(patch: Patch) -> None:
    right = PlacesForPupils.rows
    patch.setattr(
        PlacesForPupils,
        "rows",
        lambda self, *others: right(self.model_copy(update={"service": self.pupils, "pupils": self.service}), *others),
    )


def _in_the_whole_region(patch: Patch) -> None:
    right = PlacesForPupils.rows
    patch.setattr(
        PlacesForPupils, "rows", lambda self, *others: right(self.model_copy(update={"by": "region"}), *others)
    )


PUPIL_FAULTS: dict[str, Plant] = {
    "pupils need no places": _rows(lambda _: []),
    "a place may lack": _rows(lambda rows: [replace(row, rhs=row.rhs - row.per) for row in rows]),
    "pupils are counted for places": _other_way_round,
    "any site will do": _in_the_whole_region,
}
"""By name, what plants the fault."""


def _ask(rule: PlacesFor, *facilities: Facility) -> Question:
    """Return a question with two pupils in one cell, two minutes from both sites."""
    return Question(
        years=(2026,),
        spans=(1,),
        services=(Service("schule", 600, 300), Service("hort", 600, 300)),
        demand=(((2,), (0,)),),
        seconds=(((120, 120), (120, 120)),),
        facilities=facilities,
        places_for=rule,
    )


def _house(number: int, school: int, hort: int, *measures: Measure) -> Facility:
    return Facility(f"f{number}", number, "small", {"small": Level((school, hort), (0, 0))}, measures)


ALL = PlacesFor(Fraction(1))
KEPT_PUPILS: dict[str, Question] = {
    "pupils need no places": _ask(ALL, _house(0, 2, 1)),
    "a place may lack": _ask(ALL, _house(0, 2, 1)),
    "pupils are counted for places": _ask(ALL, _house(0, 2, 1)),
    "any site will do": _ask(PlacesFor(Fraction(1), "site"), _house(0, 2, 0), _house(1, 0, 2)),
}
"""Each fault's smallest question."""
