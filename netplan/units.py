"""Quantities as planners write them: read exactly, shown as people write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from netplan.languages import Language

Kind: TypeAlias = Literal[
    "money", "duration", "length", "share", "speed", "persons", "years", "classes",
    "money per person-minute", "money per person", "money per facility", "money per closure",
]  # fmt: skip

_UNITS: dict[str, tuple[Kind, Fraction]] = {
    "EUR": ("money", Fraction(100)),
    "kEUR": ("money", Fraction(100_000)),
    "MEUR": ("money", Fraction(100_000_000)),
    "s": ("duration", Fraction(1)),
    "min": ("duration", Fraction(60)),
    "h": ("duration", Fraction(3600)),
    "m": ("length", Fraction(1)),
    "km": ("length", Fraction(1000)),
    "%": ("share", Fraction(1, 100)),
    "per 1000": ("share", Fraction(1, 1000)),
    "km/h": ("speed", Fraction(1)),
    "persons": ("persons", Fraction(1)),
    "person": ("persons", Fraction(1)),
    "years": ("years", Fraction(1)),
    "year": ("years", Fraction(1)),
    "classes": ("classes", Fraction(1)),
    "class": ("classes", Fraction(1)),
    "EUR per person-minute": ("money per person-minute", Fraction(100, 60)),
    "EUR per person": ("money per person", Fraction(100)),
    "EUR per facility": ("money per facility", Fraction(100)),
    "EUR per closure": ("money per closure", Fraction(100)),
}
EXAMPLES: dict[Kind, str] = {
    "money": "12.5 MEUR",
    "duration": "25 min",
    "length": "2 km",
    "share": "54.7 %",
    "speed": "3.6 km/h",
    "persons": "60 persons",
    "years": "3 years",
    "classes": "2 classes",
    "money per person-minute": "0.20 EUR per person-minute",
    "money per person": "500 EUR per person",
    "money per facility": "20000 EUR per facility",
    "money per closure": "100000 EUR per closure",
}
_FINEST: Mapping[Kind, int] = {"money": 1, "duration": 1, "length": 1, "persons": 1, "years": 2, "classes": 1}
"""Into how many parts the unit used inside may be divided."""
_IN_GERMAN: Mapping[str, str] = {
    "EUR": "€", "kEUR": "Tsd. €", "MEUR": "Mio. €",
    "persons": "Personen", "person": "Person", "years": "Jahre", "year": "Jahr",
    "classes": "Klassen", "class": "Klasse", "per 1000": "je 1.000",
    "EUR per person-minute": "€ je Personenminute", "EUR per person": "€ je Person",
    "EUR per facility": "€ je Einrichtung", "EUR per closure": "€ je Schließung",
}  # fmt: skip
FEWEST = 3
"""A count of people in a cell or area below this is not shown."""
SHOWN_AS_MILLIONS = 999_500
"""Euros from which money is shown in millions."""
_QUANTITY = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>per 1000|EUR per [a-z-]+|[A-Za-z%/]+)")


@dataclass(frozen=True)
class Quantity:
    """A number with its kind, in the unit used inside.

    money [cents], duration [s], length [m], persons and classes [1] are whole numbers, years [1] have halves;
    share [1], speed [km/h] and exchange rates [cents per person-second, person, facility-year or closure] are exact
    rationals.
    """

    kind: Kind
    amount: Fraction
    text: str
    """As the planner wrote it."""

    @property
    def whole(self) -> int:
        """The amount as a whole number of cents, seconds, metres, persons, years or classes."""
        return int(self.amount)

    def __str__(self) -> str:
        """Write the quantity as the planner did."""
        return self.text


def quantity(text: str, kind: Kind | None = None) -> Quantity:
    """Read a quantity such as `12.5 MEUR`, `30 min`, `2 km`, `54.7 %`.

    Raises ValueError with a sentence that names the cure where the text is no quantity, is of
    another kind than asked for, or is finer than what is used inside (a tenth of a cent, a quarter of a year).
    """
    found = _QUANTITY.fullmatch(text.strip())
    unit = _UNITS.get(found["unit"]) if found else None
    if found is None or unit is None or (kind is not None and unit[0] != kind):
        raise ValueError(_refusal(text, kind))
    amount = Fraction(found["number"]) * unit[1]
    if unit[0] in _FINEST and _FINEST[unit[0]] % amount.denominator:
        message = f'{text} is finer than netplan counts; write it like "{EXAMPLES[unit[0]]}".'
        raise ValueError(message)
    return Quantity(unit[0], amount, text.strip())


def shown_number(number: float, language: Language, decimals: int = 0) -> str:
    """Write a number as people do: 1.234,5 in German, 1,234.5 in English."""
    text = f"{number:,.{decimals}f}"
    if language == "de":
        text = text.replace(",", "\0").replace(".", ",").replace("\0", ".")
    return text


def shown_money(cents: int, language: Language) -> str:
    """Write money as people do: 12,5 Mio. € in German, €12.5 million in English."""
    sign, euros = ("−" if cents < 0 else ""), abs(cents) / 100
    if euros >= SHOWN_AS_MILLIONS:
        number = _trimmed(euros / 1_000_000, language, 2)
        return f"{sign}{number} Mio. €" if language == "de" else f"{sign}€{number} million"
    number = shown_number(euros, language)
    return f"{sign}{number} €" if language == "de" else f"{sign}€{number}"


def shown_minutes(seconds: float, language: Language, decimals: int = 0) -> str:
    """Write a time as people do: 14 min."""
    return f"{shown_number(seconds / 60, language, decimals)} min"


def shown_share(share: float, language: Language, decimals: int = 1) -> str:
    """Write a share as people do: 54,7 % in German, 54.7 % in English."""
    return f"{shown_number(100 * share, language, decimals)} %"


def shown_few(people: int, language: Language) -> str:
    """Write a count of people in named cells or areas; one or two are not shown, so that nobody is recognised."""
    return f"< {FEWEST}" if 0 < people < FEWEST else shown_number(people, language)


def shown_quantity(quantity: Quantity, language: Language) -> str:
    """Write a quantity of a file as people do: 3,6 km/h and 2 Jahre in German, as it was written in English."""
    found = _QUANTITY.fullmatch(quantity.text)
    if language == "en" or found is None:
        return quantity.text
    return f"{found['number'].replace('.', ',')} {_IN_GERMAN.get(found['unit'], found['unit'])}"


def half_even(amount: Fraction) -> int:
    """Round an exact amount half-even to a whole number."""
    return round(amount)


def _trimmed(number: float, language: Language, decimals: int) -> str:
    text = shown_number(number, language, decimals)
    point = "," if language == "de" else "."
    return text.rstrip("0").rstrip(point) if point in text else text


def _refusal(text: str, kind: Kind | None) -> str:
    if kind is None:
        return f'{text} is no quantity; write a number and its unit, like "25 min" or "12.5 MEUR".'
    names: dict[Kind, str] = {
        "money": "an amount of money",
        "duration": "a duration",
        "length": "a length",
        "share": "a share",
        "speed": "a speed",
        "persons": "a number of persons",
        "years": "a number of years",
        "classes": "a number of classes",
    }
    return f'{text} is not {names.get(kind, f"an exchange rate ({kind})")}; write it like "{EXAMPLES[kind]}".'
