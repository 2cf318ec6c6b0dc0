"""Faults planted into netplan's rule on branches, and small questions on which each shows."""

from collections.abc import Callable
from dataclasses import replace

from netplan.constraints import Branches, Row
from netplan.tables import Premises
from tests.oracle.planted_rules import Patch, Plant
from tests.oracle.question import Facility, Level, Measure, Question, Service


def _rows(change: Callable[[list[Row]], list[Row]]) -> Plant:
    def plant(patch: Patch) -> None:
        right = Branches.rows
        patch.setattr(Branches, "rows", lambda self, *others: iter(change(list(right(self, *others)))))

    return plant


def _each_house_is_a_school(patch: Patch) -> None:
    patch.setattr(Premises, "has_houses", lambda *_: False)


BRANCH_FAULTS: dict[str, Plant] = {
    "a branch stays without its school": _rows(lambda rows: [row for row in rows if row.sense == "≥"]),
    "a school of two houses may be small": _rows(lambda rows: [row for row in rows if row.sense == "≤"]),
    "a school of two houses lacks one": _rows(
        lambda rows: [replace(row, rhs=row.rhs + 1) if row.sense == "≥" else row for row in rows]
    ),
    "each house is a school of its own": _each_house_is_a_school,
}
"""By name, what plants the fault."""


def _house(number: int, least: int, *measures: Measure, today: str = "small") -> Facility:
    return Facility(f"f{number}", number, today, {"small": Level((1,), (least,))}, measures)


def _ask(people: int, *facilities: Facility) -> Question:
    return Question(
        years=(2026,),
        spans=(1,),
        services=(Service("kita", 600, 300),),
        demand=(((people,),),),
        seconds=(((120,), (120,)),),
        facilities=facilities,
        minimum_size="enforce",
        branches=(("f1", "f0"),),
    )


OPEN = Measure("closed", "small", 0)
KEPT_BRANCHES: dict[str, Question] = {
    "a branch stays without its school": _ask(1, _house(0, 0, today="closed"), _house(1, 0, OPEN, today="closed")),
    "a school of two houses may be small": _ask(1, _house(0, 2), _house(1, 0)),
    "a school of two houses lacks one": _ask(1, _house(0, 1), _house(1, 0)),
    "each house is a school of its own": _ask(1, _house(0, 1), _house(1, 1)),
}
"""Each fault's smallest question; the second asks for two where one child is."""
