"""Whether each facility's life is one permitted path: its measures, its phases, its locks, its money."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from netplan.audit.claim import Claim, ClaimedMeasure, ClaimedStep
from netplan.audit.facilities import Facility, Measure, Position
from netplan.audit.levels import CLOSED
from netplan.audit.question import Question, lets_refused_in
from netplan.audit.verdict import Check, check, judged

_CLOSE_BY = re.compile(r"close by (\d{4})")


@dataclass(frozen=True)
class Payment:
    """What one measure costs and when it is paid, recomputed."""

    paid_year: int | None
    """None where the money is sunk."""
    cents: int
    year: int = 0
    """Year in which the measure takes effect."""
    proceeds: int = 0
    """What it brings in then [cents]."""
    life: Fraction | None = None
    """Years for which what it builds can be used."""
    facility: str = ""
    grant: int = 0
    """Part of the cost that a programme pays, as claimed; whether it may is judged apart [cents]."""
    line: str = ""
    """Budget line."""


@dataclass(frozen=True)
class Lives:
    """Where each facility is in each listed year, and what its measures cost."""

    positions: Mapping[str, tuple[Position, ...]]
    """Per facility: before the first listed year, then in each listed year."""
    payments: tuple[Payment, ...]
    """One per measure of plan.json, in its order; as claimed where the region permits no such measure."""
    rows: tuple[Check, ...]


def judge_lives(question: Question, facilities: Mapping[str, Facility], claim: Claim) -> Lives:
    """Follow every facility through its years and compare plan.json with what the region permits."""
    positions, unknown = follow(question, facilities, claim)
    found = [permitted_as(question, facilities, measure) for measure in claim.measures]
    payments = tuple(
        Payment(said.paid_year, said.cents)
        if isinstance(raw, str)
        else replace(
            payment(raw, said.year, question.years),
            facility=said.facility,
            grant=said.grant,
            line=raw.line or facilities[said.facility].line,
        )
        for said, raw in zip(claim.measures, found, strict=True)
    )
    listed = f"{len(claim.measures)} measures"
    rows = (
        check(
            "levels",
            "each path of levels",
            f"{len(claim.levels)} facilities",
            f"{len(positions)} facilities",
            [*unknown, *unexplained(question, facilities, claim, positions)],
        ),
        check(
            "phases",
            "automatic steps, no phase overstayed",
            f"{len(claim.automatic)} steps",
            f"{len(automatic(question, facilities, positions))} steps",
            phase_faults(question, facilities, claim, positions),
        ),
        check(
            "measures",
            "each measure against measures.csv of the region",
            listed,
            f"{sum(not isinstance(raw, str) for raw in found)} permitted",
            [*(raw for raw in found if isinstance(raw, str)), *twice(claim)],
        ),
        check(
            "payments",
            "year and cents of each measure",
            f"{sum(said.cents for said in claim.measures)} cents",
            f"{sum(paid.cents for paid in payments)} cents",
            payment_faults(claim, payments),
        ),
        *lock_rows(question, facilities, positions),
    )
    return Lives(positions, payments, rows)


def follow(
    question: Question, facilities: Mapping[str, Facility], claim: Claim
) -> tuple[dict[str, tuple[Position, ...]], list[str]]:
    """Read the levels of plan.json; a level that a facility cannot have counts as closed and is a fault."""
    faults = [f"{name} is no facility of the sector" for name in claim.levels if name not in facilities]
    paths = {}
    for name, facility in facilities.items():
        said = claim.levels.get(name, {})
        faults += [f"{name}: {year} is no listed year" for year in said if year not in question.years]
        path = [facility.position(facility.today) or Position(CLOSED)]
        for year in question.years:
            at = facility.position(said[year]) if year in said else None
            if at is None:
                faults.append(f'{name}: no level "{said.get(year, "")}" in {year}')
            path.append(at or Position(CLOSED))
        paths[name] = tuple(path)
    return paths, faults


def unexplained(
    question: Question,
    facilities: Mapping[str, Facility],
    claim: Claim,
    positions: Mapping[str, tuple[Position, ...]],
) -> list[str]:
    """Find the steps without a measure, and the measures without their step; phases are judged apart."""
    said = {
        (measure.facility, measure.year, measure.origin, measure.goal.removesuffix("#1")) for measure in claim.measures
    }
    taken = set()
    for name, path in positions.items():
        for year, before, now in zip(question.years, path, path[1:], strict=False):
            if before != now and not facilities[name].levels[before.level].links:
                step = (name, year, str(before), str(now).removesuffix("#1"))
                taken.add(step)
    return [
        *(f"{f}: {k} → {k2} in {y} without a measure" for f, y, k, k2 in sorted(taken - said)),
        *(f"{f}: a measure {k} → {k2} in {y}, but its levels do not say so" for f, y, k, k2 in sorted(said - taken)),
    ]


def permitted_as(question: Question, facilities: Mapping[str, Facility], said: ClaimedMeasure) -> Measure | str:
    """Give the region's measure that a claimed measure is, or what is wrong with it."""
    what = f"{said.facility}: {said.name} in {said.year}"
    facility = facilities.get(said.facility)
    named = [
        raw
        for raw in (facility.measures if facility else ())
        if (raw.name, raw.origin, raw.goal) == (said.name, said.origin, said.goal.removesuffix("#1"))
    ]
    if not named:
        return f"{what} is not listed by the region"
    faults = [hindrance(raw, said, question) for raw in named]
    for raw, fault in zip(named, faults, strict=True):
        if not fault:
            return raw
    return f"{what} {faults[0]}"


def hindrance(raw: Measure, said: ClaimedMeasure, question: Question) -> str:
    """Say why a measure of the region cannot take effect in the claimed year; empty where it can."""
    has_cohorts = any(service.stay is not None for service in question.services.values())
    is_refused = raw.consent == "refused" and not lets_refused_in(question)
    if is_refused or (raw.runs_out and not has_cohorts):
        return "is refused" if is_refused else "makes a facility run out, but nobody stays: there are no cohorts"
    if raw.kind not in question.kinds:
        return f"is of the kind {raw.kind}, which the scenario does not permit"
    if raw.kind != said.kind:
        return f"is of the kind {raw.kind}, not {said.kind}"
    if said.year not in question.years or not in_window(raw, said.year):
        return "is outside its years"
    if not raw.under_way and said.year - raw.lead < question.years[0]:
        return f"comes before its lead time of {raw.lead} years"
    return ""


def in_window(raw: Measure, year: int) -> bool:
    """Whether a measure may take effect in a year: first_year ≤ year ≤ last_year."""
    return (raw.first is None or raw.first <= year) and (raw.last is None or year <= raw.last)


def twice(claim: Claim) -> list[str]:
    """Find facilities with more than one measure in a year."""
    taken = Counter((measure.facility, measure.year) for measure in claim.measures)
    return [f"{name}: {n} measures in {year}" for (name, year), n in taken.items() if n > 1]


def payment(raw: Measure, year: int, years: tuple[int, ...]) -> Payment:
    """Recompute when a measure is paid, the latest listed year ≤ year − lead, and what it costs."""
    if raw.under_way:
        return Payment(None, 0)
    paid = max(y for y in years if y <= year - raw.lead)
    return Payment(paid, raw.cents, year, raw.proceeds, raw.life)


def payment_faults(claim: Claim, payments: tuple[Payment, ...]) -> list[str]:
    """Compare the claimed payments; for sunk money the claimed year says nothing."""
    return [
        f"{said.facility}: {said.name} is paid {paid.paid_year}, {paid.cents} cents; "
        f"the plan says {said.paid_year}, {said.cents} cents"
        for said, paid in zip(claim.measures, payments, strict=True)
        if said.cents != paid.cents or (paid.paid_year is not None and said.paid_year != paid.paid_year)
    ]


def automatic(
    question: Question, facilities: Mapping[str, Facility], positions: Mapping[str, tuple[Position, ...]]
) -> set[ClaimedStep]:
    """Give every step out of a link of a phase."""
    return {
        ClaimedStep(name, str(before), str(now).removesuffix("#1"), year)
        for name, path in positions.items()
        for year, before, now in zip(question.years, path, path[1:], strict=False)
        if facilities[name].levels[before.level].links
    }


def phase_faults(
    question: Question,
    facilities: Mapping[str, Facility],
    claim: Claim,
    positions: Mapping[str, tuple[Position, ...]],
) -> list[str]:
    """Find steps out of a phase that are neither to its next link nor to the level after it, or are not listed."""
    steps = automatic(question, facilities, positions)
    listed = {
        ClaimedStep(s.facility, _linked(s.origin, facilities.get(s.facility)), s.goal.removesuffix("#1"), s.year)
        for s in claim.automatic
    }
    faults = []
    for step in sorted(steps, key=lambda step: (step.facility, step.year)):
        facility = facilities[step.facility]
        if not may_follow(facility, facility.position(step.origin), facility.position(step.goal)):
            faults.append(f"{step.facility}: {step.origin} → {step.goal} in {step.year} overstays or breaks the phase")
        elif step not in listed:
            faults.append(f"{step.facility}: {step.origin} → {step.goal} in {step.year} is not listed as automatic")
    strangers = sorted(f"{s.facility}: no automatic step {s.origin} → {s.goal} in {s.year}" for s in listed - steps)
    return faults + strangers


def may_follow(facility: Facility, before: Position | None, now: Position | None) -> bool:
    """Whether a step out of a phase is to its next link or to the level after it."""
    if before is None or now is None:
        return False
    level = facility.levels[before.level]
    if now.level == before.level and now.link == before.link + 1:
        return now.link <= level.links
    return now == facility.position(level.then)


def lock_rows(
    question: Question, facilities: Mapping[str, Facility], positions: Mapping[str, tuple[Position, ...]]
) -> tuple[Check, ...]:
    """Judge the locks, where the model or the scenario names that rule."""
    rule = question.rules.get("locks")
    if rule is None:
        return ()
    faults = [
        f'{name}: "{facility.lock}" is broken in {year}'
        for name, facility in facilities.items()
        for year, now in zip(question.years, positions[name][1:], strict=True)
        if not lock_holds(facility.lock, year, is_open=now.level != CLOSED)
        or (facility.lock == "keep" and facility.levels[now.level].runs_out)
    ]
    locked = sum(bool(facility.lock) for facility in facilities.values())
    return (judged("locks", "keep, never, close by", rule.apply, faults, f"{locked} locks kept"),)


def lock_holds(lock: str, year: int, *, is_open: bool) -> bool:
    """Whether a facility that is open or closed in a year keeps its lock."""
    by = _CLOSE_BY.fullmatch(lock)
    if lock == "keep":
        return is_open
    if lock == "never" or (by is not None and year >= int(by[1])):
        return not is_open
    return True


def _linked(written: str, facility: Facility | None) -> str:
    """Write a phase that is named without its link as its first link."""
    at = facility.position(written) if facility else None
    return str(at) if at else written
