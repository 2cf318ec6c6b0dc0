"""A catalogue of patterns: English sentences with their values in braces, and the German of each.

`{x:v}` in a pattern stands for a word or a list of words, `{x}` for anything. The German takes them over: `{x}` as
they stand, `{x:n}` with numbers as Germans write them, `{x:l}` a list with its “or”, `{x:w}` in German where the
catalogue knows the word, `{x:t}` a sentence of its own.
"""

import re
from collections.abc import Mapping
from functools import cached_property

_PLACE = re.compile(r"\{(\w+)(?::([lntvw]))?\}")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\w.,]*\d)")
_VALUES = r"\S+?(?:(?:,? or |,? and |, )\S+?)*"
"""Single words, one or a list of them: what a planner writes, no sentence."""
_SWAPPED = str.maketrans(",.", ".,")
_COUNTED = {
    "persons": "Personen",
    "person": "Person",
    "years": "Jahre",
    "year": "Jahr",
    "classes": "Klassen",
    "class": "Klasse",
}

_PER = {"person-minute": "Personenminute", "person": "Person", "facility": "Einrichtung", "closure": "Schließung"}


class Catalogue:
    """Says sentences in German; patterns are compiled when the first sentence is asked for."""

    def __init__(self, *parts: Mapping[str, str]) -> None:
        """Put parts together, each by English pattern."""
        self._german = {english: german for part in parts for english, german in part.items()}

    def german(self, text: str) -> str:
        """Return a text in German; what the catalogue does not know stays as it is."""
        return self._said(text, [])

    def unsaid(self, text: str) -> list[str]:
        """Return the parts of a text for which the catalogue has no German."""
        unknown: list[str] = []
        self._said(text, unknown)
        return unknown

    def _said(self, text: str, unknown: list[str]) -> str:
        if not text or text in self._german:
            return self._german.get(text, "")
        for pattern, sentence in self._patterns:
            found = pattern.fullmatch(text)
            if found:
                values = found.groupdict()
                filled = [self._filled(values[place[1]], place[2], unknown) for place in _PLACE.finditer(sentence)]
                return "".join(part for pair in zip(_literals(sentence), [*filled, ""], strict=True) for part in pair)
        unknown.append(text)
        return text

    def _filled(self, value: str, how: str | None, unknown: list[str]) -> str:
        if how == "n":
            return german_numbers(value).replace(" or ", " oder ")
        if how == "l":
            return value.replace(" or ", " oder ").replace(" and ", " und ")
        if how == "w":
            return self._german.get(value, value)
        return self._said(value, unknown) if how == "t" else value

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """The patterns that hold values, those with most words of their own first."""
        holding = [english for english in self._german if _PLACE.search(english)]
        holding.sort(key=lambda english: -len(_PLACE.sub("", english)))
        return [(re.compile(_expression(english), re.DOTALL), self._german[english]) for english in holding]


def german_numbers(text: str) -> str:
    """Return a text with its numbers and what they count as Germans write them: 3,6 km/h, 40 Personen."""
    numbers = _NUMBER.sub(lambda found: found[0].translate(_SWAPPED), text)
    counted = re.sub(r"(?<=\d )[a-z]+", lambda found: _COUNTED.get(found[0], found[0]), numbers)
    return re.sub(r"(?<=EUR )per ([a-z-]+)", lambda found: f"je {_PER.get(found[1], found[1])}", counted)


def _literals(sentence: str) -> list[str]:
    return _PLACE.split(sentence)[::3]


def _expression(english: str) -> str:
    literal, *rest = _PLACE.split(english)
    parts = [re.escape(literal)]
    for name, how, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        parts += [f"(?P<{name}>{_VALUES if how == 'v' else '.+?'})", re.escape(text)]
    return "".join(parts)
