"""Shares of carriers in the open places, before and after: one line for each type of carriers, where there are two."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from netplan.comparison.figures import Figures

TODAY = "_today"
"""How the names of lines end that count what is open before the first listed year."""
_TYPES = {
    "municipal": ("kommunaler", "municipal"),
    "church": ("kirchlicher", "church"),
    "welfare": ("freigemeinnütziger", "welfare"),
    "private": ("privater", "private"),
}


def types_of(counted: Sequence[Figures]) -> list[str]:
    """List the types of carriers of some plans; none where there is only one, whose share is always the whole."""
    found = [kind for kind in _TYPES if any(kind in figures.carriers for figures in counted)]
    return found if len(found) > 1 else []


def titles(kinds: Sequence[str]) -> Iterator[tuple[str, str, Mapping[str, str], Mapping[str, str]]]:
    """Yield type, name of its line, and what it is called in a year and today."""
    for kind in kinds:
        de, en = _TYPES[kind]
        yield (
            kind,
            f"carrier_{kind}",
            {"de": f"Anteil {de} Träger an den Plätzen", "en": f"Share of {en} carriers in the places"},
            {"de": f"Anteil {de} Träger an den Plätzen heute", "en": f"Share of {en} carriers in the places today"},
        )


def share(figures: Figures, kind: str, t: int) -> Fraction | None:
    """Return the share of a type of carriers in a listed year; none of a type that a plan does not know."""
    shares = figures.carriers.get(kind)
    return Fraction(0) if shares is None else shares[t]
