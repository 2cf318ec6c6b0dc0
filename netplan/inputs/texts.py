"""The texts of tables: ids made comparable, numbers read by a strict grammar."""

import re
import unicodedata
from fractions import Fraction

_WHOLE = re.compile(r"\d+")
_POINT = re.compile(r"-?\d+(?:\.\d+)?")
_COMMA = re.compile(r"-?\d+(?:,\d+)?")
_GROUPS = re.compile(r"\d{1,3}([.,' \u00a0\u202f])\d{3}(?:\1\d{3})*(?:[.,]\d+)?")
_ONE_GROUP = re.compile(r"\d{1,3}[.,]\d{3}")
_NEGATIVE = re.compile(r"[-\u2212]\d+(?:[.,]\d+)?")
_FRACTION = re.compile(r"(?P<whole>\d+)(?P<sign>[.,])\d+")
_NOUNS = {
    "travel_s": "Seconds",
    "lead_years": "Years",
    "first_year": "Years",
    "last_year": "Years",
    "year": "Years",
    "least": "Persons",
}
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
"""Characters that take no room on the screen."""


class WrongTextError(ValueError):
    """A text that is not what its column holds."""

    def __init__(self, what: str, mend: str, code: str) -> None:
        """Keep what a fault says."""
        super().__init__(what)
        self.what, self.mend, self.code = what, mend, code


def same(text: str) -> str:
    """Return a text as ids are compared: Unicode form NFC, without blanks at its ends."""
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def whole_number(text: str, column: str, least: int, most: int | None) -> int:
    """Read digits as a whole number between two limits.

    Raises WrongTextError that names the cure.
    """
    text = text.strip()
    if not (_WHOLE.fullmatch(text) and text.isascii()):
        raise _not_whole(text, column)
    number = int(text) if len(text) <= 18 else 10**18  # noqa: PLR2004  larger than anything counted here
    if number < least or (most is not None and number > most):
        limits = f"at least {least}" if most is None else f"between {least} and {most}"
        raise WrongTextError(f"not {limits}", f"{_noun(column)} must be {limits}.", "NP-I023")
    return number


def exact_number(text: str, decimal: str, *, grouped: bool = False) -> Fraction:
    """Read a decimal number exactly; `decimal` is the sign that the region declares.

    Where thousands are common (`grouped`, for money), a point or comma before three digits can be read in two
    ways and is refused. Raises WrongTextError that names the cure.
    """
    text = text.strip()
    if grouped and _ONE_GROUP.fullmatch(text):
        raise _ambiguous(text)
    if text.isascii() and (_COMMA if decimal == "," else _POINT).fullmatch(text):
        return Fraction(text.replace(",", "."))
    raise _no_number(text, decimal)


def _noun(column: str) -> str:
    return _NOUNS.get(column, column.capitalize())


def _not_whole(text: str, column: str) -> WrongTextError:
    if _ONE_GROUP.fullmatch(text):
        return _ambiguous(text)
    if _GROUPS.fullmatch(text):
        return _thousands(text)
    if _NEGATIVE.fullmatch(text):
        return WrongTextError("below zero", f"{_noun(column)} cannot be negative.", "NP-I023")
    found = _FRACTION.fullmatch(text)
    if found:
        down = int(found["whole"])
        comma, code = ("A decimal comma? ", "NP-I005") if found["sign"] == "," else ("", "NP-I024")
        mend = f"{comma}{_noun(column)} are whole; write {down} or {down + 1}."
        return WrongTextError("not a whole number", mend, code)
    return WrongTextError("not a whole number", "Write digits only, like 112.", "NP-I023")


def _no_number(text: str, decimal: str) -> WrongTextError:
    if _GROUPS.fullmatch(text) and not _ONE_GROUP.fullmatch(text):
        return _thousands(text, decimal)
    found = _FRACTION.fullmatch(text.lstrip("-"))
    if found and found["sign"] == ",":
        mend = f'Write {text.replace(",", ".")}, or say decimal: "," in region.yaml.'
        return WrongTextError("a decimal comma that the region does not declare", mend, "NP-I005")
    if found:
        mend = f"Write {text.replace('.', ',')}, or leave decimal out of region.yaml."
        return WrongTextError('a decimal point, but region.yaml says decimal: ","', mend, "NP-I005")
    return WrongTextError("not a number", f"Write digits, like {'12,5' if decimal == ',' else '12.5'}.", "NP-I023")


def _ambiguous(text: str) -> WrongTextError:
    digits = re.sub(r"[.,]", "", text)
    small = Fraction(text.replace(",", "."))
    mend = f"Write {digits}, or {float(small)} with its decimals in full, without a thousands separator."
    return WrongTextError(f"may be {digits} or {float(small)}", mend, "NP-I006")


def _thousands(text: str, decimal: str = ".") -> WrongTextError:
    decimals = re.search(r"[.,](\d{1,2}|\d{4,})$", text)
    head = text[: decimals.start()] if decimals else text
    digits = re.sub(r"\D", "", head) + (decimal + decimals[0][1:] if decimals else "")
    return WrongTextError("thousands are separated", f"Write {digits}.", "NP-I007")
