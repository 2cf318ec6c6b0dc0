"""Faults planted into netplan's rule on conversions, and small questions on which each shows."""

from collections.abc import Iterator
from dataclasses import replace

from netplan.constraints import Conversions, Row
from netplan.decisions import Decisions
from netplan.tables import Tables
from tests.oracle.planted_rules import Patch, Plant
from tests.oracle.question import Facility, Level, Measure, Question, Service


def _rows(change: object) -> Plant:
    def plant(patch: Patch) -> None:
        right = Conversions.rows

        def rows(self: Conversions, decisions: Decisions, tables: Tables) -> Iterator[Row]:
            found = list(right(self, decisions, tables))
            return iter(change(found))  # type: ignore[operator]

        patch.setattr(Conversions, "rows", rows)

    return plant


def _only_the_first_level_counts(patch: Patch) -> None:
    patch.setattr("netplan.constraints.conversions.is_open", lambda f, t, decisions, _: decisions.at[f, 1, t])


CONVERSION_FAULTS: dict[str, Plant] = {
    "both may use the house": _rows(lambda _: []),
    "both may use the house at last": _rows(lambda rows: rows[:-1]),
    "nobody may use the house": _rows(lambda rows: [replace(row, rhs=0) for row in rows]),
    "a larger level does not use the house": _only_the_first_level_counts,
}
"""By name, what plants the fault."""


def _facility(number: int, today: str, *measures: Measure) -> Facility:
    levels = {"small": Level((1,), (0,)), "large": Level((2,), (0,))}
    return Facility(f"f{number}", number, today, levels, measures)


def _ask(people: tuple[int, ...], one: Facility, other: Facility) -> Question:
    return Question(
        years=tuple(range(2026, 2026 + len(people))),
        spans=(1,) * len(people),
        services=(Service("kita", 600, 300),),
        demand=((people,),),
        seconds=(((120,), (120,)),),
        facilities=(one, other),
        conversions=(("f0", "f1"),),
    )


OPEN, LARGE = Measure("closed", "small", 0), Measure("closed", "large", 0)
KEPT_CONVERSIONS: dict[str, Question] = {
    "both may use the house": _ask((2,), _facility(0, "small"), _facility(1, "closed", OPEN)),
    "both may use the house at last": _ask((0, 2), _facility(0, "small"), _facility(1, "closed", OPEN)),
    "nobody may use the house": _ask((1,), _facility(0, "small"), _facility(1, "closed", OPEN)),
    "a larger level does not use the house": _ask((3,), _facility(0, "small"), _facility(1, "closed", LARGE)),
}
"""Each fault's smallest question."""
