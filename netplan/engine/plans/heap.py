"""A heap of stands by distance, in which a stand can come nearer."""

from netplan.engine.compiled import compiled
from netplan.engine.plans.arrays import HEAPED, STAMP, Trace
from netplan.tables import NONE


@compiled
def begin(trace: Trace, stand: int) -> None:
    """Start a new search with one stand at distance 0."""
    numbers = trace.numbers
    numbers[STAMP] += 1
    numbers[HEAPED] = 0
    come_nearer(trace, stand, 0)


@compiled
def is_seen(trace: Trace, stand: int) -> bool:
    """Tell whether this search has a distance for a stand."""
    return bool(trace.stamp[stand] == trace.numbers[STAMP])


@compiled
def come_nearer(trace: Trace, stand: int, distance: int) -> None:
    """Put a stand into the heap, or move it up to a smaller distance."""
    heap, spot, away, numbers = trace.heap, trace.spot, trace.distance, trace.numbers
    if trace.stamp[stand] != numbers[STAMP]:
        trace.stamp[stand] = numbers[STAMP]
        spot[stand] = numbers[HEAPED]
        numbers[HEAPED] += 1
    away[stand] = distance
    hole = spot[stand]
    while hole > 0:
        above = (hole - 1) // 2
        other = heap[above]
        if away[other] <= distance:
            break
        heap[hole] = other
        spot[other] = hole
        hole = above
    heap[hole] = stand
    spot[stand] = hole


@compiled
def nearest(trace: Trace) -> int:
    """Take the nearest stand out of the heap, NONE where it is empty."""
    heap, spot, away, numbers = trace.heap, trace.spot, trace.distance, trace.numbers
    if numbers[HEAPED] == 0:
        return NONE
    found = heap[0]
    spot[found] = NONE
    numbers[HEAPED] -= 1
    size = numbers[HEAPED]
    if size:
        last = heap[size]
        distance, hole, below = away[last], 0, 1
        while below < size:
            if below + 1 < size and away[heap[below + 1]] < away[heap[below]]:
                below += 1
            other = heap[below]
            if away[other] >= distance:
                break
            heap[hole] = other
            spot[other] = hole
            hole, below = below, 2 * below + 1
        heap[hole] = last
        spot[last] = hole
    return int(found)
