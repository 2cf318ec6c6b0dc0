"""What all facilities cost at least where each of them chooses alone, in whole numbers.

A facility's cheapest life is the shortest path through its trails. Being at a spot in a year costs what the level
costs, and what the people do whom that year decides on: of those who may come, the cheapest, between the fewest and
the most that all years of their stay let in.
"""

from dataclasses import dataclass

import numpy as np

from netplan.audit.bounds.entries import Bools, Ints
from netplan.audit.bounds.parts import Parts
from netplan.audit.bounds.sizes import Offers
from netplan.audit.quantities import UnreadableError

LARGEST = 2**61
"""Sums below it are exact in 64 bits, and stay so when two are added."""


@dataclass(frozen=True, eq=False)
class Costs:
    """What is paid, in whole numbers."""

    step: Ints
    """Shape (steps,)."""
    at: Ints
    """For being at a spot in a listed year, shape (spots, years)."""
    untouched: Ints
    """For being at a spot though no measure has acted, shape (facilities, years)."""
    way: Ints
    """For each person on a way, shape (ways,)."""


def cheapest(parts: Parts, offers: Offers, costs: Costs, barred: Bools | None = None) -> int | None:
    """Give what all facilities cost at least; None where one has no life.

    `barred` says which spots are out of the question in a listed year, shape (spots, years).
    """
    spots, trails = parts.spots, parts.trails
    cost, too_few = _people(parts, offers, costs)
    facilities = np.arange(len(spots.facilities))
    best, reached = np.zeros(len(facilities), np.int64), np.ones(len(facilities), np.bool_)
    for t, (before, after, step) in enumerate(zip(trails.before, trails.after, trails.step, strict=True)):
        able = reached[before]
        came, to = (best[before] + costs.step[step])[able], after[able]
        spot, touched = trails.spots[t][-1], trails.touched[t][-1]
        best, reached = np.full(len(spot), LARGEST, np.int64), np.zeros(len(spot), np.bool_)
        np.minimum.at(best, to, came)
        reached[to] = True
        here = np.flatnonzero(offers.year == t)
        reached[offers.trail[here[too_few[here]]]] = False
        if barred is not None:
            reached &= ~barred[spot, t]
        stay = costs.at[spot, t] + np.where(touched, 0, costs.untouched[spots.facility[spot], t])
        np.add.at(stay, offers.trail[here], cost[here])
        best += np.where(reached, stay, 0)
    least = np.full(len(facilities), LARGEST, np.int64)
    facility = spots.facility[trails.spots[-1][-1]]
    np.minimum.at(least, facility[reached], best[reached])
    has_life = np.bincount(facility[reached], minlength=len(least)) > 0
    return sum(least.tolist()) if has_life.all() else None


def _people(parts: Parts, offers: Offers, costs: Costs) -> tuple[Ints, Bools]:
    """Give what the people of each offer cost, and where too few can come, both of shape (offers,)."""
    ways = parts.ways
    people = parts.needs.people[ways.need]
    order = np.lexsort((costs.way, ways.block))
    sorted_people, sorted_cost = people[order], costs.way[order]
    before = np.concatenate([[0], np.cumsum(sorted_people)])
    # Sums over all blocks may overflow; their differences within a block are exact, as the check has made sure.
    spent = np.concatenate([[0], np.cumsum(sorted_people * sorted_cost)])
    first = ways.start[:-1]
    gains = np.bincount(ways.block, np.where(costs.way < 0, people, 0), len(first)).astype(np.int64)
    everyone = before[ways.start[1:]] - before[first]
    wanted = np.clip(gains[offers.block], offers.least, np.maximum(offers.most, offers.least))
    too_few = (offers.least > offers.most) | (offers.least > everyone[offers.block])
    position = before[first][offers.block] + np.where(too_few, 0, wanted)
    last = np.minimum(np.searchsorted(before, position, side="right") - 1, max(len(order) - 1, 0))
    cost = spent[last] + (position - before[last]) * sorted_cost[last] - spent[first][offers.block]
    return np.where(too_few, 0, cost), too_few


def check_size(parts: Parts, costs: Costs) -> None:
    """Refuse prices so large that what follows from them could not be counted in 64 bits."""
    people = parts.needs.people[parts.ways.need].astype(float)
    of_block = np.bincount(parts.ways.block, np.abs(costs.way.astype(float)) * people, len(parts.ways.facility))
    of_facility = np.bincount(parts.ways.facility, of_block, len(parts.spots.facilities))
    years = costs.at.shape[1]
    lives = sum(np.abs(part.astype(float)).max(initial=0.0) for part in (costs.step, costs.at, costs.untouched))
    if of_facility.max(initial=0.0) + years * lives > LARGEST / 4:
        raise UnreadableError("the prices are too large to be counted")
