"""A heap of stands by distance, in which a stand can come nearer."""

from netplan.engine.compiled import compiled
from netplan.engine.plans.arrays import DISTANCE, SPOT
from netplan.tables import Ints


@compiled
def come_nearer(heap: Ints, search: Ints, stand: int, hole: int) -> None:
    """Move a stand up the heap from a hole at its place or at the end, by its distance."""
    away = search[stand, DISTANCE]
    while hole > 0:
        above = (hole - 1) // 2
        other = heap[above]
        if search[other, DISTANCE] <= away:
            break
        heap[hole] = other
        search[other, SPOT] = hole
        hole = above
    heap[hole] = stand
    search[stand, SPOT] = hole


@compiled
def take_nearest(heap: Ints, search: Ints, size: int) -> int:
    """Take the nearest stand out of a heap of so many; it is one shorter then."""
    found = heap[0]
    size -= 1
    if size:
        last = heap[size]
        away, hole, below = search[last, DISTANCE], 0, 1
        while below < size:
            if below + 1 < size and search[heap[below + 1], DISTANCE] < search[heap[below], DISTANCE]:
                below += 1
            other = heap[below]
            if search[other, DISTANCE] >= away:
                break
            heap[hole] = other
            search[other, SPOT] = hole
            hole, below = below, 2 * below + 1
        heap[hole] = last
        search[last, SPOT] = hole
    return int(found)
