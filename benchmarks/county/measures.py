"""What may be done with the facilities of an invented county: measures, locks, sizes of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.county.facilities import CLOSED, Facility
from benchmarks.county.sectors import Range, Sector

SAFE = 1.3
"""A facility with so many times its fewest people is not in danger; only such ones are locked or refused."""
FULL, ROOMY = 0.9, 1.0
"""Fuller than this share of its places a facility may be extended; with fewer people than this times
the places of the next smaller level it may be made smaller."""
IN_QUESTION = 1.8
"""With fewer than so many times its fewest people a facility may be closed."""
KEPT, LEAVING = 0.07, 0.035
"""Share of facilities that a council wants to keep; whose building must be left."""
SPARE = 3
"""From so many candidate sites on, one of them will never be built on."""
WITH_COHORTS = ("primary_school",)
"""Sectors whose facilities may close intake by intake."""
RUNNING_OUT = "running_out"
"""The level of the model that such a facility then has."""
OWN_SIZE = 0.08
"""Share of facilities with a size of their own in levels.csv."""


@dataclass(frozen=True)
class Measure:
    """A row of measures.csv; levels are names, `closed` among them."""

    facility: str
    name: str
    start: str
    end: str
    cost: int
    """[EUR]"""
    lead: int
    """[years]"""
    consent: str = "given"
    first: int | None = None
    last: int | None = None
    under_way: bool = False


def make_measures(sector: Sector, facilities: Sequence[Facility], first_year: int, seed: int) -> list[Measure]:
    """List what the carriers permit; one extension in the place most short of room is under way."""
    rng = np.random.default_rng([seed, 8, len(sector.name)])
    under_way = _most_short(sector, facilities)
    measures: list[Measure] = []
    for facility in facilities:
        if facility.level == CLOSED:
            measures += _openings(sector, facility, rng)
        elif facility.id in under_way:
            measures.append(_extension_under_way(sector, facility, first_year, rng))
        else:
            measures += _changes(sector, facility, first_year, rng)
    return [*measures, *_running_out(measures)] if sector.name in WITH_COHORTS else measures


def make_locks(
    sector: Sector, facilities: Sequence[Facility], measures: Sequence[Measure], first_year: int, seed: int
) -> dict[str, str]:
    """Lock a few facilities: kept by decision, to be left by a year, a site that will never be built on."""
    rng = np.random.default_rng([seed, 9, len(sector.name)])
    safe = [f.id for f in facilities if f.level != CLOSED and _safe(sector, f)]
    order = [safe[i] for i in rng.permutation(len(safe))]
    keep = max(1, round(KEPT * len(facilities))) if len(facilities) > 1 else 0
    leave = max(1, round(LEAVING * len(facilities))) if len(facilities) > 1 else 0
    locks = dict.fromkeys(order[:keep], "keep")
    closable = {m.facility for m in measures if m.end == "closed" and m.consent != "refused"}
    small = {f.id for f in facilities if f.level <= sector.smallest + 1} & closable
    leaving = [i for i in order[keep:] if i in small][:leave]
    locks |= dict.fromkeys(leaving, f"close by {first_year + 4}")
    closed = [f for f in facilities if f.level == CLOSED]
    if len(closed) >= SPARE:
        locks[min(closed, key=lambda f: max(f.loads)).id] = "never"
    return locks


def own_sizes(sector: Sector, facilities: Sequence[Facility], seed: int) -> dict[str, int]:
    """Give the places of facilities whose building differs from the standard, by id."""
    rng = np.random.default_rng([seed, 10, len(sector.name)])
    chosen = rng.uniform(size=len(facilities)) < OWN_SIZE
    return {
        facility.id: round(sector.places[facility.level] * float(rng.uniform(0.84, 0.95)) / 2) * 2
        for facility, own in zip(facilities, chosen, strict=True)
        if own and facility.level != CLOSED
    }


def _safe(sector: Sector, facility: Facility) -> bool:
    return min(facility.loads) >= SAFE * sector.least[facility.level]


def _most_short(sector: Sector, facilities: Sequence[Facility]) -> set[str]:
    """Choose whose extension is being built already: one in thirty, where places lack most."""
    lack = {
        f.id: max(f.loads) - sector.places[f.level]
        for f in facilities
        if f.level != CLOSED and f.level < len(sector.places) - 1
    }
    worst = sorted(lack, key=lambda f: (-lack[f], f))
    return {f for f in worst[: max(1, len(facilities) // 30)] if lack[f] > 0}


def _openings(sector: Sector, facility: Facility, rng: np.random.Generator) -> Iterator[Measure]:
    """Offer a candidate site in two sizes, from the one that would hold its people on."""
    size = int(np.searchsorted(np.array(sector.places), 0.6 * max(facility.loads)))
    size = min(max(size, sector.smallest), len(sector.places) - 2)
    a_place = _cost(sector.new_place, rng)
    consent = str(rng.choice(["given", "asked"]))
    for level in (size, size + 1):
        cost = _round(a_place * sector.places[level])
        name = f"Neubau, {sector.titles[level]}"
        yield Measure(facility.id, name, "closed", sector.levels[level], cost, sector.lead_new, consent)


def _changes(sector: Sector, facility: Facility, first_year: int, rng: np.random.Generator) -> Iterator[Measure]:
    """Offer what its people suggest: a step up where it is full, a step down or closing where it is not."""
    now, level = sector.levels[facility.level], facility.level
    if level + 1 < len(sector.levels) and max(facility.loads) > FULL * sector.places[level]:
        cost = _round((sector.places[level + 1] - sector.places[level]) * _cost(sector.more_place, rng))
        name, consent = f"Erweiterung, {sector.titles[level + 1]}", str(rng.choice(["given", "asked"], p=[0.6, 0.4]))
        yield Measure(facility.id, name, now, sector.levels[level + 1], cost, sector.lead_more, consent)
    smaller = level - 1 >= sector.smallest
    enough = ROOMY * sector.places[level - 1] if smaller else sector.least[level]
    if level > 0 and min(facility.loads) < enough:
        name = f"{'Verkleinerung' if smaller else 'Umstellung'}, {sector.titles[level - 1]}"
        # Another way of teaching needs no building, so it may start at once.
        yield Measure(facility.id, name, now, sector.levels[level - 1], _round(_cost(sector.less, rng)), int(smaller))
    if min(facility.loads) < IN_QUESTION * sector.least[level]:
        safe = _safe(sector, facility)
        consent = str(rng.choice(["given", "asked", "refused"], p=[0.4, 0.3, 0.3])) if safe else "given"
        later = first_year + 2 if safe and consent == "asked" else None
        yield Measure(facility.id, "Schließung", now, "closed", _round(_cost(sector.close, rng)), 0, consent, later)


def _extension_under_way(sector: Sector, facility: Facility, first_year: int, rng: np.random.Generator) -> Measure:
    """Describe an extension that is being built: it can only be had in the year it is ready."""
    now, above = facility.level, facility.level + 1
    cost = _round((sector.places[above] - sector.places[now]) * _cost(sector.more_place, rng))
    ready, name = first_year + sector.lead_more, f"Erweiterung, {sector.titles[above]}"
    start, end = sector.levels[now], sector.levels[above]
    return Measure(facility.id, name, start, end, cost, sector.lead_more, "given", ready, ready, under_way=True)


def _running_out(measures: Sequence[Measure]) -> Iterator[Measure]:
    """Permit to let run out what may be closed, at the same cost and in the same years."""
    for measure in measures:
        if measure.end == "closed" and measure.consent != "refused":
            yield replace(measure, name="Auslaufende Schließung", end=RUNNING_OUT)


def _cost(between: Range, rng: np.random.Generator) -> int:
    return int(rng.integers(between[0], between[1] + 1))


def _round(cost: int) -> int:
    """Round money to 10,000 EUR, as cost estimates are."""
    return max(10_000, round(cost / 10_000) * 10_000)
