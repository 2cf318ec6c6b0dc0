"""How many persons of a grade can be parted into classes: intervals, and the holes between them."""

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Interval:
    """Numbers of persons that can be parted into classes: from `least` to `most`."""

    classes: int
    """Fewest classes that the least of them are parted into."""
    least: int
    most: int


def intervals(
    first: int, further: int, most: int, fewest: int, largest: int, *, are_whole: bool = True
) -> list[Interval]:
    """Return the permitted numbers of persons of a grade as few intervals, ascending.

    Whole persons cannot stand between two intervals next to each other; where numbers are exact fractions they can.

    n persons are permitted  ⇔  ∃ k, fewest ≤ k ≤ largest:  first + further·(k − 1)  ≤  n  ≤  most·k
    """
    found: list[Interval] = []
    for k in range(max(fewest, 1), largest + 1):
        least, upper = first + further * (k - 1), most * k
        if least > upper:
            continue
        if found and least <= found[-1].most + are_whole:
            last = found[-1]
            found[-1] = Interval(last.classes, min(last.least, least), max(last.most, upper))
        else:
            found.append(Interval(k, least, upper))
    return found


def holes(first: int, further: int, most: int, fewest: int, largest: int) -> list[tuple[int, int]]:
    """Return the numbers between the least and the most permitted that are not permitted, as ranges (from, to)."""
    found = intervals(first, further, most, fewest, largest)
    return [(one.most + 1, other.least - 1) for one, other in pairwise(found)]


def fewest_classes(people: int, most: int) -> int:
    """Return the fewest classes that none of is above the most: ⌈people / most⌉."""
    return -(-people // most)
