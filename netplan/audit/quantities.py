"""Numbers with their unit, and the exact roundings of the audit; its own, so that a fault in `netplan.units` shows."""

import re
from collections.abc import Mapping
from fractions import Fraction

SECONDS = {"s": Fraction(1), "min": Fraction(60), "h": Fraction(3600)}
CENTS = {"EUR": Fraction(100), "kEUR": Fraction(100_000), "MEUR": Fraction(100_000_000)}
METRES = {"m": Fraction(1), "km": Fraction(1000)}
SHARE = {"%": Fraction(1, 100)}
KMH = {"km/h": Fraction(1)}
YEARS = {"years": Fraction(1), "year": Fraction(1)}
CLASSES = {"classes": Fraction(1), "class": Fraction(1)}
PERSONS = {"persons": Fraction(1), "person": Fraction(1)}
EXCHANGE: Mapping[str, Mapping[str, Fraction]] = {
    "person_minutes": {"EUR per person-minute": Fraction(100, 60)},
    "beyond_target": {"EUR per person": Fraction(100)},
    "open_facilities": {"EUR per facility": Fraction(100)},
    "closures": {"EUR per closure": Fraction(100)},
}
"""By goal that may be valued in money, its rate's unit [cents per person-second, person, facility-year, closure]."""

_QUANTITY = re.compile(r"(-?\d+(?:\.\d+)?)\s*(\S+(?: per \S+)?)")
_POINT = re.compile(r"[+-]?\d+(?:\.\d+)?")
_COMMA = re.compile(r"[+-]?\d+(?:,\d+)?")


class UnreadableError(Exception):
    """A raw file or a run folder holds something the auditor cannot read."""


def quantity(text: str, units: Mapping[str, Fraction], where: str) -> Fraction:
    """Read `12.5 MEUR` exactly, in the unit that counts 1 in `units`.

    Raises UnreadableError where the text is no number with one of these units.
    """
    match = _QUANTITY.fullmatch(text.strip())
    if match is None or match[2] not in units:
        expected = ", ".join(units)
        raise UnreadableError(f'{where}: "{text}" is not a number with one of the units {expected}')
    return Fraction(match[1]) * units[match[2]]


def number(text: str, decimal: str, where: str) -> Fraction:
    """Read a number of a table exactly; `decimal` is the sign the region declares."""
    pattern = _COMMA if decimal == "," else _POINT
    if not pattern.fullmatch(text):
        raise UnreadableError(f'{where}: "{text}" is not a number')
    return Fraction(text.replace(",", "."))


def whole(value: Fraction, where: str) -> int:
    """Give the integer that the value is."""
    if value.denominator != 1:
        raise UnreadableError(f"{where}: {value} is not a whole number")
    return value.numerator


def half_even(value: Fraction) -> int:
    """Round to the nearest integer, a half to the even one."""
    return round(value)


def round_up(value: Fraction) -> int:
    """Round to the integer at or above the value."""
    return -((-value.numerator) // value.denominator)
