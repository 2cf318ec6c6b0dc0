"""A verdict as people read it: money in euros and cents, ways in minutes and seconds, in German or English."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

from netplan.german.catalogue import Catalogue
from netplan.german.verdicts import VERDICTS

Language: TypeAlias = Literal["de", "en"]

_CENTS = {"cost", "carrier_cost", "land_cost", "cost_with"}
_SECONDS = {"person_minutes", "weighted_minutes", "longest_way", "worst_tenth"}
"""Goals by what they count; the others count persons, facilities, closures."""
_MONEY = re.compile(r"(-?\d+(?:/\d+)?) cents( of (-?\d+(?:/\d+)?))?")
_WAY = re.compile(r"(?<![\w.])(\d+) s\b")
_COUNTED = re.compile(
    r"(?<![\w.,])\d{4,}(?= (?:persons|people|residents|places|rows|ways|known|enter|kept|may not|in \d{4}"
    r"|of (?:at most |at least )?\d+|for \d+)\b)|(?<=of at most )\d{4,}|(?<=of at least )\d{4,}"
)
_AMOUNT = re.compile(r"(?<![\w])-?\d+(?:/\d+)?")
_GERMAN = Catalogue(VERDICTS)


def told(text: str, lang: Language, name: str = "") -> str:
    """Write what the audit says as people read it; `name` is that of the row where it is no name itself."""
    if name == "scenario":
        return text
    parts = [_written(part, lang, name) for part in ([text] if text in VERDICTS else text.split("; "))]
    return "; ".join(map(_GERMAN.german, parts) if lang == "de" else parts)


def _written(part: str, lang: Language, name: str) -> str:
    """Write the amounts of a text: those of a goal in its unit, others by the unit that follows them."""
    if name.startswith(("goal ", "bound ")):
        return _amounts(part, lang, name.partition(" ")[2])
    if name == "limits" and ": " in part:
        goal, _, amounts = part.partition(": ")
        return f"{goal}: {_amounts(amounts, lang, goal)}"
    return _units(part, lang)


def money(cents: Fraction, lang: Language) -> str:
    """Write money exactly: 1.234.567,89 € in German, €1,234,567.89 in English; parts of a cent as a fraction."""
    sign, whole = ("−" if cents < 0 else ""), abs(cents)
    euros, rest = divmod(int(whole), 100)
    part = whole - int(whole)
    more = f" + {part} ct" if part else ""
    if lang == "de":
        return f"{sign}{_grouped(euros, lang)},{rest:02d} €{more}"
    return f"{sign}€{_grouped(euros, lang)}.{rest:02d}{more}"


def way(seconds: int, lang: Language) -> str:
    """Write a time exactly: 29 min 58 s."""
    minutes, rest = divmod(abs(seconds), 60)
    sign = "−" if seconds < 0 else ""
    return f"{sign}{_grouped(minutes, lang)} min {rest} s" if minutes else f"{sign}{rest} s"


def _grouped(number: int, lang: Language) -> str:
    return f"{number:,}".replace(",", ".") if lang == "de" else f"{number:,}"


def _amounts(text: str, lang: Language, goal: str) -> str:
    """Write the value of a goal, or how much it differs, in the goal's unit."""

    def written(found: re.Match[str]) -> str:
        amount = Fraction(found[0])
        if goal in _CENTS:
            return money(amount, lang)
        if amount.denominator != 1:
            return found[0]
        return way(int(amount), lang) if goal in _SECONDS else _grouped(int(amount), lang)

    return _AMOUNT.sub(written, text)


def _units(text: str, lang: Language) -> str:
    of = "von" if lang == "de" else "of"

    def paid(found: re.Match[str]) -> str:
        limit = f" {of} {money(Fraction(found[3]), lang)}" if found[3] else ""
        return money(Fraction(found[1]), lang) + limit

    steps: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = (
        (_MONEY, paid),
        (_WAY, lambda found: way(int(found[1]), lang)),
        (_COUNTED, lambda found: _grouped(int(found[0]), lang)),
    )
    for pattern, written in steps:
        text = pattern.sub(written, text)
    return text
