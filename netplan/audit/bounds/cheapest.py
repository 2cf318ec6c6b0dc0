"""What all facilities cost at least where each of them chooses alone, in whole numbers.

A facility's cheapest life is the shortest path through its spots. Being at a spot in a year costs what the level
costs and what its people do: of those who may come, the cheapest, between the fewest and the most of the level.
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
    """For being at one that no measure has touched, shape (facilities, years)."""
    way: Ints
    """For each person on a way, shape (ways,)."""


def cheapest(parts: Parts, offers: Offers, costs: Costs, barred: Bools | None = None) -> int | None:
    """Give what all facilities cost at least; None where one has no life.

    `barred` says which spots are out of the question in a listed year, shape (spots, years).
    """
    node, never = _people(parts, offers, costs)
    if barred is not None:
        never = never | barred
    spots, steps = parts.spots, parts.steps
    states = len(spots.positions)
    stay = costs.at + node
    if not parts.spares_untouched:
        return _shortest(parts, (steps.before, steps.after, costs.step), stay, never)
    # Minimum sizes are asked only where a measure has acted: each spot is there before and after the first one.
    free = costs.at + costs.untouched[spots.facility] + _people(parts, _without_least(offers), costs)[0]
    before = np.concatenate([steps.before, steps.before + states])
    after = np.concatenate([steps.after + states * steps.is_measure, steps.after + states])
    both = np.concatenate([costs.step, costs.step])
    idle = np.zeros_like(never) if barred is None else barred
    order = np.argsort(np.concatenate([steps.year, steps.year]), kind="stable")
    return _shortest(
        parts, (before[order], after[order], both[order]), np.concatenate([free, stay]), np.concatenate([idle, never])
    )


def _without_least(offers: Offers) -> Offers:
    return Offers(offers.block, offers.spot, offers.year, offers.most, np.zeros_like(offers.least))


def _people(parts: Parts, offers: Offers, costs: Costs) -> tuple[Ints, Bools]:
    """Give what the people at each spot cost, and where too few can come, both of shape (spots, years)."""
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
    node = np.zeros_like(costs.at)
    np.add.at(node, (offers.spot, offers.year), np.where(too_few, 0, cost))
    never = np.zeros(costs.at.shape, np.bool_)
    never[offers.spot[too_few], offers.year[too_few]] = True
    return node, never


def _shortest(parts: Parts, arcs: tuple[Ints, Ints, Ints], stay: Ints, never: Bools) -> int | None:
    """Give the sum of the shortest paths of all facilities; arcs are sorted by year, None where one has no path."""
    spots, steps = parts.spots, parts.steps
    before, after, cost = arcs
    times = len(before) // max(len(steps.year), 1)
    start = times * np.searchsorted(steps.year, np.arange(stay.shape[1] + 1))
    best, reached = np.zeros(len(stay), np.int64), np.zeros(len(stay), np.bool_)
    reached[spots.today] = True
    for t in range(stay.shape[1]):
        part = slice(start[t], start[t + 1])
        able = reached[before[part]]
        came, to = (best[before[part]] + cost[part])[able], after[part][able]
        best, reached = np.full(len(stay), LARGEST, np.int64), np.zeros(len(stay), np.bool_)
        np.minimum.at(best, to, came)
        reached[to] = True
        reached &= ~never[:, t]
        best += np.where(reached, stay[:, t], 0)
    least = np.full(len(spots.facilities), LARGEST, np.int64)
    facility = np.tile(spots.facility, times)
    np.minimum.at(least, facility[reached], best[reached])
    has_life = np.bincount(facility[reached], minlength=len(least)) > 0
    return sum(least.tolist()) if has_life.all() else None


def check_size(parts: Parts, costs: Costs) -> None:
    """Refuse prices so large that what follows from them could not be counted in 64 bits."""
    people = parts.needs.people[parts.ways.need].astype(float)
    of_block = np.bincount(parts.ways.block, np.abs(costs.way.astype(float)) * people, len(parts.ways.facility))
    of_facility = np.bincount(parts.ways.facility, of_block, len(parts.spots.facilities))
    years = costs.at.shape[1]
    lives = sum(np.abs(part.astype(float)).max(initial=0.0) for part in (costs.step, costs.at, costs.untouched))
    if of_facility.max(initial=0.0) + years * lives > LARGEST / 4:
        raise UnreadableError("the prices are too large to be counted")
