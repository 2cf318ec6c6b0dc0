"""The comparison itself: variants × indicators, printed for people or handed over as a table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from itertools import groupby
from typing import Literal, TypeAlias

import pandas as pd

from netplan.case import Case
from netplan.comparison import money
from netplan.comparison.carriers import TODAY, share, titles, types_of
from netplan.comparison.differences import InputDifference, LevelDifference
from netplan.comparison.fairness import fair_lines
from netplan.comparison.figures import Figures
from netplan.comparison.schools import school_years
from netplan.comparison.ways import Change
from netplan.comparison.words import text
from netplan.languages import Language, language
from netplan.plan import Plan
from netplan.plan.words import status_in
from netplan.units import shown_minutes, shown_money, shown_number, shown_share

Unit: TypeAlias = Literal["facilities", "persons", "classes", "s", "cents", "cents a year", "share", "words"]
Value: TypeAlias = int | Fraction | float | str | None


@dataclass(frozen=True, eq=False)
class Variant:
    """One plan with its case, its figures and how it differs from the baseline."""

    plan: Plan
    """With the rows of each cell's groups put together, as the case: what may be shown of single cells."""
    case: Case
    full: Plan
    """As it was solved: what rules are checked on."""
    figures: Figures
    changes: Mapping[int, Change] | None
    """By listed year; None for the baseline itself."""
    inputs: tuple[InputDifference, ...]
    levels: tuple[LevelDifference, ...]

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.plan.scenario

    @property
    def last(self) -> int:
        """The last listed year."""
        return int(self.figures.years[-1])

    @cached_property
    def classes_by_year(self) -> list[int]:
        """Fewest classes of all schools, by listed year."""
        found = [0] * len(self.figures.years)
        for one in school_years(self.plan, self.case):
            found[one.year] += one.classes
        return found

    @cached_property
    def exceptions_by_year(self) -> list[int]:
        """Schools that make use of an exception from the law on classes, by listed year."""
        found = [0] * len(self.figures.years)
        for one in school_years(self.plan, self.case):
            found[one.year] += bool(one.regime)
        return found

    def level(self, name: str, lang: Language) -> str:
        """Write a level in words, by its name where it has none."""
        if name == "closed":
            return text("closed", lang)
        words = self.case.words.levels.get(name, {})
        return words.get(lang) or next((word for word in words.values() if word), name)


@dataclass(frozen=True)
class Line:
    """One indicator over all variants."""

    name: str
    title: Mapping[str, str]
    unit: Unit
    year: int | None
    """The listed year; None: in all, or in each variant's own last year."""
    figures: tuple[Value, ...]
    """By variant; None where nothing can be said."""

    @property
    def in_all(self) -> bool:
        """Whether it counts all years together."""
        return self.name in {row[0] for row in (*_IN_ALL, *money.IN_ALL)} or self.name.endswith(TODAY)


_Count: TypeAlias = Callable[[Variant, int], Value]
"""Counts something on a variant in the listed year with an index."""


def _change(part: Callable[[Change], int]) -> _Count:
    def count(variant: Variant, t: int) -> Value:
        change = (variant.changes or {}).get(int(variant.figures.years[t]))
        return None if change is None else part(change)

    return count


_BY_YEAR: tuple[tuple[str, str, str, Unit, _Count], ...] = (
    ("open_facilities", "Offene Einrichtungen", "Facilities open", "facilities",
     lambda v, t: int(v.figures.open_facilities[t])),
    ("places", "Plätze", "Places", "persons", lambda v, t: int(v.figures.places[t])),
    ("people", "Bedarf (Personen)", "People in need", "persons", lambda v, t: int(v.figures.people[t])),
    ("unserved", "Ohne Platz", "Without a place", "persons", lambda v, t: int(v.figures.unserved[t])),
    ("mean", "Weg im Mittel", "Mean way", "s", lambda v, t: v.figures.mean[t]),
    ("p95", "Weg, den 95 % nicht überschreiten", "Way that 95 % do not exceed", "s",
     lambda v, t: int(v.figures.p95[t])),
    ("tenth", "Längste Wege eines Zehntels im Mittel", "Longest ways of a tenth on average", "s",
     lambda v, t: v.figures.tenth[t]),
    ("longest", "Längster Weg", "Longest way", "s", lambda v, t: int(v.figures.longest[t])),
    ("beyond", "Über der Zielzeit", "Beyond the target time", "persons", lambda v, t: int(v.figures.beyond[t])),
    ("longer", "Weg über 5 min länger", "Way grows by more than 5 min", "persons", _change(lambda c: c.longer)),
    ("lost", "Nur hier ohne Platz", "Without a place only here", "persons", _change(lambda c: c.lost)),
    ("gained", "Nur hier mit Platz", "With a place only here", "persons", _change(lambda c: c.gained)),
)  # fmt: skip
_IN_CLASSES: tuple[tuple[str, str, str, Unit, _Count], ...] = (
    ("classes", "Klassen", "Classes", "classes", lambda v, t: v.classes_by_year[t]),
    ("exceptions", "Schulen mit Ausnahme bei der Klassenbildung", "Schools by exception from the law on classes",
     "facilities", lambda v, t: v.exceptions_by_year[t]),
)  # fmt: skip
"""Only where some variant sets the rule on classes."""
_WITH_MOVES: tuple[tuple[str, str, str, Unit, _Count], ...] = (
    ("moved", "Umgezogen, weil ihre Einrichtung schließt", "Moved because their facility closes", "persons",
     lambda v, t: int(v.plan.moved[t])),
)  # fmt: skip
"""Only where some variant sets the rule on moves."""
_IN_ALL: tuple[tuple[str, str, str, Unit, Callable[[Variant], Value]], ...] = (
    ("gap", "Größte Lücke zum Beweis", "Largest gap to the proof", "share", lambda v: v.plan.gap),
    ("status", "Ergebnis", "Status", "words", lambda v: v.plan.status),
)  # fmt: skip


def _of_figures(count: Callable[[Figures, int], int], variant: Variant, t: int) -> Value:
    return count(variant.figures, t)


def _of_plan(count: Callable[[str, int], Value], variant: Variant, t: int) -> Value:
    return count(variant.name, t)


def _share_of(kind: str, variant: Variant, t: int) -> Value:
    return share(variant.figures, kind, t)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Plans side by side."""

    variants: tuple[Variant, ...]
    first: int
    """Position of the baseline."""

    @property
    def baseline(self) -> Variant:
        """The variant that the others are compared with."""
        return self.variants[self.first]

    @property
    def _by_year(self) -> tuple[tuple[str, str, str, Unit, _Count], ...]:
        has_classes = any(variant.case.rules.classes for variant in self.variants)
        lines = money.by_year([variant.figures for variant in self.variants])
        of_money: list[tuple[str, str, str, Unit, _Count]] = [
            (line.name, line.de, line.en, line.unit, partial(_of_figures, line.value)) for line in lines
        ]
        has_moves = any(variant.case.rules.moves for variant in self.variants)
        counted = (*_BY_YEAR, *of_money, *(_IN_CLASSES if has_classes else ()), *(_WITH_MOVES if has_moves else ()))
        return (*counted, *self._of_fairness())

    def _of_fairness(self) -> Iterator[tuple[str, str, str, Unit, _Count]]:
        """Yield who fares how, on the plans as they were solved."""
        plans = {variant.name: variant.full for variant in self.variants}
        for name, de, en, unit, count in fair_lines(plans, [variant.case for variant in self.variants]):
            yield name, de, en, unit, partial(_of_plan, count)

    def lines(self) -> Iterator[Line]:
        """Yield the headline: figures of each variant's last listed year, then money, gap and status."""
        for name, de, en, unit, count in self._by_year:
            if name not in money.ONLY_BY_YEAR:
                values = tuple(count(variant, -1) for variant in self.variants)
                yield Line(name, {"de": de, "en": en}, unit, None, values)
        yield from self._carrier_lines()
        counted = [variant.figures for variant in self.variants]
        for line in money.in_all(counted):
            yield Line(line.name, {"de": line.de, "en": line.en}, "cents", None, tuple(map(line.value, counted)))
        for name, de, en, unit, total in _IN_ALL:
            yield Line(name, {"de": de, "en": en}, unit, None, tuple(total(variant) for variant in self.variants))

    def lines_by_year(self) -> Iterator[Line]:
        """Yield each yearly figure for each listed year of any variant."""
        years = sorted({int(year) for variant in self.variants for year in variant.figures.years})
        for name, de, en, unit, count in (*self._by_year, *self._carriers_by_year()):
            for year in years:
                places = [variant.figures.years.tolist() for variant in self.variants]
                values = tuple(
                    count(variant, own.index(year)) if year in own else None
                    for variant, own in zip(self.variants, places, strict=True)
                )
                yield Line(name, {"de": de, "en": en}, unit, year, values)

    def _carrier_lines(self) -> Iterator[Line]:
        """Yield the share of each type of carriers in the last listed year, and today."""
        counted = [variant.figures for variant in self.variants]
        for kind, name, title, title_today in titles(types_of(counted)):
            yield Line(name, title, "share", None, tuple(share(figures, kind, -1) for figures in counted))
            today = tuple(figures.carriers_today.get(kind, Fraction(0)) for figures in counted)
            yield Line(f"{name}{TODAY}", title_today, "share", None, today)

    def _carriers_by_year(self) -> Iterator[tuple[str, str, str, Unit, _Count]]:
        for kind, name, title, _ in titles(types_of([variant.figures for variant in self.variants])):
            yield name, title["de"], title["en"], "share", partial(_share_of, kind)

    def as_frame(self) -> pd.DataFrame:
        """Return indicator, unit and year × variants; numbers in their own units, not rounded."""
        lines = [*self.lines_by_year(), *(line for line in self.lines() if line.in_all)]
        index = pd.MultiIndex.from_tuples(
            [(line.name, line.unit, "" if line.year is None else str(line.year)) for line in lines],
            names=["indicator", "unit", "year"],
        )
        rows = [[float(value) if isinstance(value, Fraction) else value for value in line.figures] for line in lines]
        return pd.DataFrame(rows, index=index, columns=[v.name for v in self.variants], dtype=object)

    def __str__(self) -> str:
        """Write the comparison in the language that the environment asks for."""
        return self.told(language())

    def told(self, lang: Language) -> str:
        """Write the table, then what the variants were asked and what they do differently."""
        return "\n".join([*self._table(lang), *self._differences(lang)])

    def _table(self, lang: Language) -> Iterator[str]:
        years = {variant.last for variant in self.variants}
        key = "head_one" if len(years) == 1 else "head_last"
        rows = [[text(key, lang, year=min(years), base=self.baseline.name), *(v.name for v in self.variants)]]
        rows += [[line.title[lang], *(shown(v, line.unit, lang) for v in line.figures)] for line in self.lines()]
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        for row in rows:
            cells = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
            yield "  ".join([row[0].ljust(widths[0]), *cells]).rstrip()

    def _differences(self, lang: Language) -> Iterator[str]:
        for variant in self.variants:
            names = {"name": variant.name, "base": self.baseline.name}
            if variant.inputs:
                yield "\n" + text("asked", lang, **names)
                yield from (f"  {_asked(difference, lang)}" for difference in variant.inputs)
            if variant.levels:
                number = len(variant.levels)
                count = text("facility" if number == 1 else "facilities", lang, count=shown_number(number, lang))
                yield "\n" + text("differs", lang, count=count, **names)
                yield from (f"  {self._answered(variant, difference, lang)}" for difference in variant.levels)

    def _answered(self, variant: Variant, difference: LevelDifference, lang: Language) -> str:
        parts = []
        rows = zip(difference.years, difference.baseline, difference.value, strict=True)
        for (before, after), run in groupby(rows, key=lambda row: row[1:]):
            years = [year for year, _, _ in run]
            if before != after:
                when = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
                words = {"after": variant.level(after, lang), "before": self.baseline.level(before, lang)}
                parts.append(text("level", lang, year=when, **words))
        return f"{difference.facility} {difference.name}: {', '.join(parts)}"


def _asked(difference: InputDifference, lang: Language) -> str:
    if difference.name == "cells" and difference.kind == "people":
        return text("spread", lang)
    what = f"{text(difference.kind, lang)} {difference.name}".strip()
    none = text("none", lang)
    return f"{what}: {difference.baseline or none} → {difference.value or none}"


def shown(value: Value, unit: Unit, language: Language) -> str:
    """Write a figure as people do; a dash where nothing can be said."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return status_in(value, language)
    if unit == "s":
        return shown_minutes(float(value), language, 1)
    if unit in {"cents", "cents a year"}:
        return shown_money(int(value), language)
    if unit == "share":
        return shown_share(float(value), language, 2)
    return shown_number(float(value), language)
