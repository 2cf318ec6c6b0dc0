"""The states of a case: what facilities can have behind them, and what that lets in by entry."""

from collections.abc import Sequence

import numpy as np

from netplan.case import Case
from netplan.engine.histories import Arcs, Histories, Pasts, merged, pasts_of, plain
from netplan.program.facilities import FacilityHalf
from netplan.tables import CLOSED, WHOLE, Ints


def pasts_and_years(
    case: Case, half: FacilityHalf, facility: Ints, service: Ints, entry: Ints
) -> tuple[list[Pasts], Ints]:
    """Return what facilities can have behind them, and in which year that bounds an entry at a facility.

    Who enters stays for years, in each of which the facility has to be open and to have room. The last one knows all of
    them. Where pasts are too many to tell so much, the last one is taken where the facility is open today and may
    close; where it may only open, the last one that knows of the first. The years have shape (facilities, services,
    entries).
    """
    tables = case.tables
    demand = tables.demand
    last = demand.share.shape[2] - 1 - np.argmax(demand.there[:, :, ::-1], axis=2)
    lasting = last - demand.entry_year
    window = np.zeros(tables.shape[1], np.int64)
    np.maximum.at(window, facility, lasting[service, entry])
    steps, places = _arcs(case, half), _places_of(half)
    if window.any():
        pasts = pasts_of(steps, places, tables.shape[4], window)
    else:
        pasts = [plain(places, tables.shape[4])] * tables.shape[1]
    known = demand.entry_year[None] + np.array([past.window for past in pasts], np.int64)[:, None, None]
    was_open = (tables.levels.today != CLOSED)[:, None, None]
    return pasts, np.where(was_open, last[None], np.minimum(last[None], known))


def _places_of(half: FacilityHalf) -> int:
    """Return how many places there are: levels, and again those that a measure has touched where a rule asks."""
    levels: int = half.at.shape[1]
    return levels * (2 if (half.untouched >= 0).any() else 1)


def limit_by_room(
    case: Case, high: list[Ints], pasts: Sequence[Pasts], block: tuple[Ints, Ints, Ints], year: Ints
) -> None:
    """Lower what a past lets in to its room, in each year of the stay that it tells of, with intake in the first one.

    `block` has facility, service and entry of each block, `year` the one that bounds it.
    """
    levels, demand = case.tables.levels, case.tables.demand
    keeps_places = any(rule.rule == "places" for rule in case.enforced)
    for b, (f, s, e, last) in enumerate(zip(*block, year, strict=True)):
        digits, window = pasts[f].digits(int(last)) % len(levels.names), pasts[f].window
        for t in range(max(int(demand.entry_year[s, e]), int(last) - window), int(last) + 1):
            enters = t == demand.entry_year[s, e]
            if not (enters or t == last or keeps_places):
                continue
            room = WHOLE * levels.room[f, :, s] // max(int(demand.share[s, e, t]), 1)
            if enters and demand.entry_grade[s, e] == 0:
                room = np.where(levels.intake[f], room, 0)
            np.minimum(high[b], room[digits[t - last + window]], out=high[b])


def told_apart(
    case: Case,
    half: FacilityHalf,
    pasts: Sequence[Pasts],
    blocks: tuple[Ints, Ints, Ints],
    low: Sequence[Ints],
    high: Sequence[Ints],
) -> tuple[Histories, Ints, Ints]:
    """Return the states, and fewest and most persons by block and state; blocks: facility, year, who may come."""
    years, steps = case.tables.shape[4], _arcs(case, half)
    facility, year, reached = blocks
    if all(past.is_plain for past in pasts):
        place = np.broadcast_to(np.arange(_places_of(half))[None, :, None], (len(pasts), _places_of(half), years))
        shape = (len(facility), place.shape[1])
        histories = Histories(place, steps, np.zeros(len(pasts), np.int64))
        return histories, np.array(low, np.int64).reshape(shape), np.array(high, np.int64).reshape(shape)
    high = [np.minimum(most, some) for most, some in zip(high, reached, strict=True)]
    limits = [[np.zeros((0, len(past)), np.int64) for past in own.past] for own in pasts]
    never = [[np.zeros(len(past), bool) for past in own.past] for own in pasts]
    for f, t, few, most in zip(facility.tolist(), year.tolist(), low, high, strict=True):
        limits[f][t] = np.concatenate([limits[f][t], [few, most]])
        never[f][t] |= few > most
    histories, shown = merged(steps, pasts, limits, never)
    found = np.zeros((2, len(facility), histories.states), np.int64)
    for b, (f, t) in enumerate(zip(facility.tolist(), year.tolist(), strict=True)):
        one = shown[f][t]
        found[:, b, : len(one)] = low[b][one], high[b][one]
    return histories, found[0], found[1]


def _arcs(case: Case, half: FacilityHalf) -> Arcs:
    """Return the steps that exist as arcs; where a rule spares who is untouched, each before and after a measure."""
    steps, levels = case.tables.steps, half.at.shape[1]
    step = np.flatnonzero(half.step >= 0)
    before, after = steps.before[step], steps.after[step]
    if (half.untouched >= 0).any():
        acts = steps.is_measure[step]
        step = np.concatenate([step, step])
        before = np.concatenate([before, before + levels])
        after = np.concatenate([after + levels * acts, after + levels])
    facility, year = steps.facility[step], steps.year[step]
    order = np.lexsort((before, after, facility, year))
    return Arcs(
        facility[order], year[order], before[order], after[order], step[order], np.asarray(case.tables.levels.today)
    )
