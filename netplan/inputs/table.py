"""A table of texts with row numbers, and typed ways into its columns."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from netplan.inputs.findings import Findings, did_you_mean
from netplan.inputs.texts import INVISIBLE, WrongTextError, exact_number, same, whole_number

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_Value = TypeVar("_Value")
_LAT, _LON = 90, 180


@dataclass(frozen=True)
class Layout:
    """The columns that a table must and may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are read."""
        return self.required + self.optional


@dataclass(frozen=True)
class Table:
    """Columns of texts; a column that the file does not have is empty in every row."""

    file: str
    columns: Mapping[str, Sequence[str]]
    rows: Ints
    """Row of each record in the file; the header is row 1."""
    decimal: str
    findings: Findings
    """Where faults of the values go."""

    def __len__(self) -> int:
        """Count the records."""
        return len(self.rows)

    def fault(self, record: int, column: str, what: str, mend: str, code: str, *, value: str | None = None) -> None:
        """Note a fault of one value; `value` is given where another text than the cell's is to be shown."""
        text = self.columns[column][record] if value is None and column in self.columns else value
        self.findings.fault(self.file, int(self.rows[record]), column, text or None, what, mend, code)

    def texts(self, column: str, *, may_be_empty: bool = False) -> tuple[str, ...]:
        """Read texts and ids: NFC, without blanks at their ends."""

        def read(text: str) -> str:
            found = same(text)
            if not found and not may_be_empty:
                raise WrongTextError("nothing stands here", f"Fill in the {column}.", "NP-I063")
            return found

        found = tuple(self._each(column, read, ""))
        self._notice_blanks(column, found)
        return found

    def ids(self, column: str) -> tuple[str, ...]:
        """Read the ids that name the rows of this table: each once."""
        found = self.texts(column)
        self.unique([column], list(found))
        folded: dict[str, str] = {}
        for name in found:
            other = folded.setdefault(name.casefold(), name)
            if other != name:
                self.findings.notice(
                    "NP-W014",
                    f'{self.file}: „{other}" und „{name}" unterscheiden sich nur in Groß- und Kleinschreibung.',
                    f'{self.file}: "{other}" and "{name}" differ only by upper and lower case.',
                )
        return found

    def choices(self, column: str, known: Collection[str], *, code: str = "NP-I065") -> tuple[str, ...]:
        """Read texts of which each must be one of `known`; an empty one only if `known` has it."""
        names = sorted(known) if isinstance(known, AbstractSet) else known
        what = "unknown" if code == "NP-I064" else "not one of the values that may stand here"

        def read(text: str) -> str:
            found = same(text)
            if found in known:
                return found
            if not found:
                raise WrongTextError("nothing stands here", did_you_mean(found, names), "NP-I063")
            raise WrongTextError(what + _hidden(text), _zero_lost(found, known) or did_you_mean(found, names), code)

        return tuple(self._each(column, read, "", once=code == "NP-I064"))

    def whole(self, column: str, least: int = 0, most: int | None = None, *, empty: int | None = None) -> Ints:
        """Read whole numbers between two limits; an empty field is `empty`, or a fault where that is None."""

        def read(text: str) -> int:
            if text.strip():
                return whole_number(text, column, least, most)
            return _empty(column, empty)

        return np.array(self._each(column, read, least), np.int64)

    def cents(self, column: str) -> Ints:
        """Read euros as whole cents; an empty field costs nothing."""

        def read(text: str) -> int:
            if not text.strip():
                return 0
            cents = exact_number(text, self.decimal, grouped=True) * 100
            if cents.denominator != 1:
                raise WrongTextError("finer than a cent", "Write euros with at most two decimals.", "NP-I023")
            if cents < 0:
                raise WrongTextError("below zero", "Money that is spent cannot be negative.", "NP-I023")
            return int(cents)

        return np.array(self._each(column, read, 0), np.int64)

    def shares(self, column: str, most: int) -> list[Fraction]:
        """Read per cent from 0 to `most` as shares."""

        def read(text: str) -> Fraction:
            if not text.strip():
                return Fraction(_empty(column, None))
            share = exact_number(text, self.decimal)
            if not 0 <= share <= most:
                raise WrongTextError(f"not between 0 and {most}", "Write per cent, like 54.7.", "NP-I023")
            return share / 100

        return self._each(column, read, Fraction(0))

    def numbers(self, column: str, least: int, most: int) -> list[Fraction]:
        """Read numbers from `least` to `most`, exactly."""

        def read(text: str) -> Fraction:
            if not text.strip():
                return Fraction(_empty(column, None))
            number = exact_number(text, self.decimal)
            if not least <= number <= most:
                raise WrongTextError(f"not between {least} and {most}", "Write a number, like 54.7.", "NP-I023")
            return number

        return self._each(column, read, Fraction(0))

    def degrees(self, column: str) -> Floats:
        """Read longitudes (column `lon`) or latitudes (any other column)."""
        limit = _LON if column == "lon" else _LAT

        def read(text: str) -> float:
            if not text.strip():
                return float(_empty(column, None))
            exact = exact_number(text, self.decimal)
            if abs(exact) > limit:
                mend = "Write degrees of WGS 84 (EPSG:4326), not metres such as those of UTM."
                raise WrongTextError(f"not between −{limit} and {limit} degrees", mend, "NP-I034")
            return float(text.strip().replace(",", "."))

        return np.array(self._each(column, read, 0.0), np.float64)

    def unique(self, columns: Sequence[str], keys: Sequence[Hashable]) -> None:
        """Note every record whose key another record before it has."""
        if len(set(keys)) == len(keys):
            return
        first: dict[Hashable, int] = {}
        for record, key in enumerate(keys):
            other = first.setdefault(key, record)
            if other == record or key == "":
                continue
            row, alike = self.rows[other], self._texts_of(columns, other) == self._texts_of(columns, record)
            what = f"the same as row {row}" if alike else f"the same as row {row} but for blanks or Unicode form"
            value = ", ".join(same(text) for text in self._texts_of(columns, record))
            mend, code = "Keep one of the two rows.", "NP-I015" if alike else "NP-I013"
            self.findings.fault(self.file, int(self.rows[record]), ", ".join(columns), value, what, mend, code)

    def _texts_of(self, columns: Sequence[str], record: int) -> list[str]:
        return [self.columns[column][record] for column in columns]

    def _each(
        self, column: str, read: Callable[[str], _Value], stand_in: _Value, *, once: bool = False
    ) -> list[_Value]:
        """Read every different text once; a fault for every record whose text cannot be read, or one a text."""
        texts = self.columns[column]
        values: dict[str, _Value] = {}
        wrong: dict[str, WrongTextError] = {}
        for text in dict.fromkeys(texts):
            try:
                values[text] = read(text)
            except WrongTextError as error:
                values[text], wrong[text] = stand_in, error
        if wrong:
            self._fault_each(column, wrong, once=once)
        return [values[text] for text in texts]

    def _fault_each(self, column: str, wrong: Mapping[str, WrongTextError], *, once: bool) -> None:
        texts = self.columns[column]
        records = [record for record, text in enumerate(texts) if text in wrong]
        number = Counter(texts[record] for record in records)
        named: set[str] = set()
        for record in records:
            text = texts[record]
            if once and text in named:
                continue
            named.add(text)
            what = wrong[text].what + (f" ({number[text]} rows)" if once and number[text] > 1 else "")
            self.fault(record, column, what, wrong[text].mend, wrong[text].code, value=text.strip() or None)

    def _notice_blanks(self, column: str, found: Sequence[str]) -> None:
        texts = self.columns[column]
        pairs = set(zip(texts, found, strict=True))
        changed = {text for text, normal in pairs if text != normal or INVISIBLE.search(text)}
        if changed:
            shown = min(changed).encode("unicode_escape").decode()
            de, en = f"{len(changed)} Werte haben", f"{len(changed)} values have"
            if len(changed) == 1:
                de, en = "1 Wert hat", "1 value has"
            self.findings.notice(
                "NP-W013",
                f"{self.file}, Spalte {column}: {de} Leerzeichen am Rand, unsichtbare Zeichen oder zerlegte Umlaute, "
                f'etwa "{shown}"; verglichen wird ohne Leerzeichen am Rand und in NFC.',
                f"{self.file}, column {column}: {en} blanks at the ends, invisible characters or decomposed umlauts, "
                f'such as "{shown}"; ids are compared without blanks at the ends, in NFC.',
            )


def _empty(column: str, value: int | None) -> int:
    if value is None:
        raise WrongTextError("nothing stands here", f"Fill in {column}.", "NP-I063")
    return value


def _hidden(text: str) -> str:
    return ", and it holds an invisible character" if INVISIBLE.search(text) else ""


def _zero_lost(text: str, known: Collection[str]) -> str:
    return f'A leading zero seems lost: write "0{text}".' if text.isdecimal() and f"0{text}" in known else ""
