"""The German of what netplan says in English: a catalogue of patterns, looked up when German is asked for.

A pattern is an English sentence with its values in braces, `the key stands twice, first in line {line}`, where
`{x:v}` stands for a word or a list of words and `{x}` for anything. Its German takes them over: `{x}` as they stand,
`{x:n}` with numbers as Germans write them, `{x:l}` a list with its “or”, `{x:w}` in German where the catalogue knows
the word, `{x:t}` a sentence of its own.
"""

import re
from collections.abc import Mapping
from functools import cache

from netplan.german.maps import MAPS
from netplan.german.questions import QUESTIONS
from netplan.german.rules import RULES
from netplan.german.tables import TABLES

_PLACE = re.compile(r"\{(\w+)(?::([lntvw]))?\}")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\w.,]*\d)")
_VALUES = r"\S+?(?:(?:,? or |,? and |, )\S+?)*"
"""Single words, one or a list of them: what a planner writes, no sentence."""
_SWAPPED = str.maketrans(",.", ".,")
_COUNTED = {"persons": "Personen", "person": "Person", "years": "Jahre", "year": "Jahr", "classes": "Klassen"}
_CATALOGUE: Mapping[str, str] = {**TABLES, **MAPS, **QUESTIONS, **RULES}


def german(text: str) -> str:
    """Return a text in German; what the catalogue does not know stays as it is."""
    return _said(text, [])


def unsaid(text: str) -> list[str]:
    """Return the parts of a text for which the catalogue has no German."""
    unknown: list[str] = []
    _said(text, unknown)
    return unknown


def german_numbers(text: str) -> str:
    """Return a text with its numbers and what they count as Germans write them: 3,6 km/h, 40 Personen."""
    numbers = _NUMBER.sub(lambda found: found[0].translate(_SWAPPED), text)
    return re.sub(r"(?<=\d )[a-z]+", lambda found: _COUNTED.get(found[0], found[0]), numbers)


def _said(text: str, unknown: list[str]) -> str:
    if not text or text in _CATALOGUE:
        return _CATALOGUE.get(text, "")
    for pattern, sentence in _patterns():
        found = pattern.fullmatch(text)
        if found:
            values = found.groupdict()
            return _PLACE.sub(lambda place: _filled(place, values, unknown), sentence)  # noqa: B023  used at once
    unknown.append(text)
    return text


def _filled(place: re.Match[str], values: Mapping[str, str], unknown: list[str]) -> str:
    value, how = values[place[1]], place[2]
    if how == "n":
        return german_numbers(value)
    if how == "l":
        return value.replace(" or ", " oder ").replace(" and ", " und ")
    if how == "w":
        return _CATALOGUE.get(value, value)
    return _said(value, unknown) if how == "t" else value


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return the patterns that hold values, those with most words of their own first."""
    holding = [english for english in _CATALOGUE if _PLACE.search(english)]
    holding.sort(key=lambda english: -len(_PLACE.sub("", english)))
    return [(re.compile(_expression(english), re.DOTALL), _CATALOGUE[english]) for english in holding]


def _expression(english: str) -> str:
    literal, *rest = _PLACE.split(english)
    parts = [re.escape(literal)]
    for name, how, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        parts += [f"(?P<{name}>{_VALUES if how == 'v' else '.+?'})", re.escape(text)]
    return "".join(parts)
