"""Words and numbers as readers of one language expect them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from netplan.languages import Language
from netplan.reports.words import TEXTS
from netplan.units import shown_few, shown_minutes, shown_money, shown_number, shown_share


@dataclass(frozen=True)
class Wording:
    """One language: texts by key, numbers, and counts of few people."""

    lang: Language

    def __call__(self, key: str, **inserts: object) -> str:
        """Return a text, with its inserts."""
        text = TEXTS[key][0 if self.lang == "de" else 1]
        return text.format(**inserts) if inserts else text

    def of(self, texts: Mapping[str, str], otherwise: str = "") -> str:
        """Return the text of this language, else that of the other, else `otherwise`."""
        return texts.get(self.lang) or next((text for text in texts.values() if text), otherwise)

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number."""
        return shown_number(value, self.lang, decimals)

    def money(self, cents: int) -> str:
        """Write money."""
        return _unbroken(shown_money(cents, self.lang))

    def minutes(self, seconds: Fraction | float | None) -> str:
        """Write a way in minutes; a dash where nobody goes."""
        return "–" if seconds is None else _unbroken(shown_minutes(float(seconds), self.lang, 1))

    def share(self, share: float, decimals: int = 1) -> str:
        """Write a share."""
        return _unbroken(shown_share(share, self.lang, decimals))

    def few(self, people: int) -> str:
        """Write a count of people in a cell or area; one or two are not shown."""
        return _unbroken(shown_few(people, self.lang))

    def listed(self, parts: list[str], most: int = 12) -> str:
        """Join names to `A, B and C`; beyond `most` the rest is counted."""
        if len(parts) > most:
            more = self("and_more", count=self.number(len(parts) - most))
            return ", ".join(parts[:most]) + f" {more}"
        return f" {self('and')} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _unbroken(text: str) -> str:
    """Keep a number and its unit on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")
