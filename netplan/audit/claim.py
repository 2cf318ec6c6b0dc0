"""What a run folder claims: plan.json, measures.csv, assignment.csv and facilities.csv, read without judging."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

from netplan.audit.journeys import in_group
from netplan.audit.quantities import UnreadableError
from netplan.audit.reading import Row, read_csv, read_json, same

Count: TypeAlias = int | Fraction
"""A number of people as claimed; a fraction is a fault that the audit must be able to hold."""

_COUNT = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class ClaimedGoal:
    """One goal of plan.json, in its own unit."""

    name: str
    value: int
    bound: int
    limit: int


@dataclass(frozen=True)
class ClaimedMeasure:
    """One measure of plan.json."""

    facility: str
    name: str
    kind: str
    origin: str
    goal: str
    year: int
    paid_year: int | None
    cents: int
    programme: str = ""
    """Which pays a grant; empty: none."""
    grant: int = 0
    """[cents]"""


@dataclass(frozen=True)
class ClaimedStep:
    """One automatic step of plan.json."""

    facility: str
    origin: str
    goal: str
    year: int


@dataclass(frozen=True)
class Assigned:
    """One row of assignment.csv; without a facility the people are unserved."""

    year: int
    service: str
    cell: str
    """With its group where the people are in one."""
    facility: str
    people: Count
    seconds: int | None
    grade: int = 1
    """Grade of entry; later than 1 for those who are there before the first listed year, or come from elsewhere."""
    until: int | None = None
    """Year from which they are no longer there, because the facility closes."""


@dataclass(frozen=True)
class Claim:
    """Everything a run folder says about its plan."""

    scenario: str
    levels: Mapping[str, Mapping[int, str]]
    """Level by facility and listed year."""
    measures: tuple[ClaimedMeasure, ...]
    automatic: tuple[ClaimedStep, ...]
    goals: tuple[ClaimedGoal, ...]
    assigned: tuple[Assigned, ...]
    measure_rows: tuple[Row, ...]
    facility_rows: tuple[Row, ...]


def read_claim(run: Path) -> Claim:
    """Read a run folder.

    Raises UnreadableError where a file is missing or is not of the documented form.
    """
    plan = read_json(run / "plan.json")
    if plan.get("format") != 1:
        raise UnreadableError("plan.json: not of format 1")
    try:
        return Claim(
            scenario=_text(plan, "scenario"),
            levels=_levels(plan),
            measures=tuple(_measure(said) for said in _dicts(plan, "measures")),
            automatic=tuple(_step(said) for said in _dicts(plan, "automatic")),
            goals=tuple(_goal(said) for said in _dicts(plan, "goals")),
            assigned=tuple(_assigned(row) for row in read_csv(run / "assignment.csv")),
            measure_rows=tuple(read_csv(run / "measures.csv")),
            facility_rows=tuple(read_csv(run / "facilities.csv")),
        )
    except KeyError as error:
        raise UnreadableError(f"the run folder lacks {error}") from error


def count(written: str) -> Count:
    """Read a number of people; what is no number at all cannot be counted."""
    if not _COUNT.fullmatch(written):
        raise UnreadableError(f'"{written}" is not a number of people')
    return int(written) if "." not in written else Fraction(written)


def integer(written: str) -> int:
    """Read a whole number of a table in the run folder."""
    try:
        return int(written)
    except ValueError as error:
        raise UnreadableError(f'"{written}" is not a whole number') from error


def _goal(said: Mapping[str, object]) -> ClaimedGoal:
    return ClaimedGoal(_text(said, "goal"), _int(said, "value"), _int(said, "bound"), _int(said, "limit"))


def _measure(said: Mapping[str, object]) -> ClaimedMeasure:
    return ClaimedMeasure(
        facility=_text(said, "facility"),
        name=_text(said, "measure"),
        kind=_text(said, "kind"),
        origin=_text(said, "from"),
        goal=_text(said, "to"),
        year=_int(said, "year"),
        paid_year=None if said["paid_year"] is None else _int(said, "paid_year"),
        cents=_int(said, "cost_cents"),
        programme=_text(said, "programme") if "programme" in said else "",
        grant=_int(said, "grant_cents") if "grant_cents" in said else 0,
    )


def _step(said: Mapping[str, object]) -> ClaimedStep:
    return ClaimedStep(_text(said, "facility"), _text(said, "from"), _text(said, "to"), _int(said, "year"))


def _assigned(row: Row) -> Assigned:
    return Assigned(
        year=integer(row["year"]),
        service=row["service"],
        cell=in_group(row["cell"], row.get("group", "")),
        facility=row["facility"],
        people=count(row["people"]),
        seconds=integer(row["travel_s"]) if row["travel_s"] else None,
        grade=integer(row.get("grade", "1")),
    )


def _levels(plan: Mapping[str, object]) -> dict[str, dict[int, str]]:
    """Read the level of each facility in each year."""
    levels = plan["levels"]
    if not isinstance(levels, dict) or not all(isinstance(path, dict) for path in levels.values()):
        raise UnreadableError("plan.json: levels is not a mapping by facility and year")
    return {same(f): {integer(year): same(str(level)) for year, level in path.items()} for f, path in levels.items()}


def _dicts(tree: Mapping[str, object], key: str) -> list[dict[str, object]]:
    found = tree[key]
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise UnreadableError(f"plan.json: {key} is not a list of mappings")
    return found


def _text(tree: Mapping[str, object], key: str) -> str:
    found = tree[key]
    if not isinstance(found, str):
        raise UnreadableError(f"plan.json: {key} is not a text")
    return same(found)


def _int(tree: Mapping[str, object], key: str) -> int:
    found = tree[key]
    if not isinstance(found, int) or isinstance(found, bool):
        raise UnreadableError(f"plan.json: {key} is not a whole number")
    return found
