"""The longest ways of a tenth of some people, by letting them stand in a row."""

from collections.abc import Iterable
from fractions import Fraction

MINUTE = 60
"""Seconds of a minute."""


def longest_tenth(ways: Iterable[tuple[int, Fraction | int]]) -> Fraction:
    """Add up the longest ways of a tenth of some people, given as (seconds, people) [started minutes].

    The longest way stands first; a tenth that is not whole takes a part of the last one in.
    """
    row = sorted(((-(-seconds // MINUTE), people) for seconds, people in ways), reverse=True)
    left = Fraction(sum(people for _, people in row)) / 10
    found = Fraction(0)
    for minutes, people in row:
        taken = min(left, Fraction(people))
        found += minutes * taken
        left -= taken
    return found


def mean_tenth(ways: list[tuple[int, int]]) -> float | None:
    """Give the mean of the longest ways of a tenth of the people [s]; None for nobody."""
    people = sum(number for _, number in ways)
    return float(10 * MINUTE * longest_tenth(ways) / people) if people else None
