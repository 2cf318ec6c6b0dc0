"""Which bands the persons of one service at one facility may lie in: by the law, and by each permitted exception."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from netplan.constraints.class_sizes import intervals
from netplan.tables import CLOSED, WHOLE, Ints, StepKind, Tables

LAW = 0
"""Index of the law itself among the regimes."""
UNTOUCHED = -1
"""Stands for a regime where nothing is asked because no measure acted on the facility."""


@dataclass(frozen=True)
class Band:
    """One interval of permitted persons of the entry grade, and what it asks of the others."""

    regime: int
    classes: int
    """Fewest classes that the entry grade, or a mixed school, is parted into."""
    least: int
    """Fewest persons of the entry grade."""
    most: int | None
    """Most persons of the entry grade; None: as many as the level carries."""
    later: tuple[int, ...]
    """Fewest persons of each later grade."""
    total: int
    """Fewest persons over the grades that are there: of classes of several grades; else 0."""
    complete: int
    """Fewest persons over all grades, once the school has them all."""
    total_most: int | None
    """Most persons over all grades; None: as many as the level carries."""
    mixed: bool = False
    """Whether classes have several grades."""

    def asks_no_less_than(self, other: "Band", *, grades: int, is_complete: bool) -> bool:
        """Whether whoever lies in this band lies in the other one too.

        `grades` are those of the law; `is_complete` says that the school has all of them in every year.
        """
        formed = self.classes * (grades if other.mixed and not self.mixed else 1)
        in_all = max(self.total, self.complete) if is_complete else self.total
        return (
            (other.classes <= 1 or (formed >= other.classes and (other.mixed or not self.mixed)))
            and self.least >= other.least
            and all(one >= least for one, least in zip(self.later, other.later, strict=True))
            and in_all >= other.total
            and self.complete >= other.complete
            and _within(self.most, other.most)
            and _within(self.total_most, other.total_most)
        )

    def missed(self, grades: Sequence[int | Fraction], asked: Sequence[bool]) -> int | Fraction:
        """Count the persons by which the grades of a school miss the band, 0 where they lie in it.

        `asked` says by grade whether a least is asked of it: only those that the school took in itself.
        """
        total = sum(grades)
        least = (self.least, *self.later)
        short = [few - n for few, n, is_asked in zip(least, grades, asked, strict=True) if is_asked]
        short.append((max(self.total, self.complete) if asked[-1] else self.total) - total)
        over = [n - most for n, most in ((grades[0], self.most), (total, self.total_most)) if most is not None]
        return sum(max(0, miss) for miss in [*short, *over])


def bands_of(tables: Tables, f: int, s: int, regimes: Sequence[int]) -> list[Band]:
    """Return the bands of a service at a facility, those of the law first; what the law permits is no exception."""
    classes = tables.classes
    largest = int(classes.parallel[f, asked_levels(tables, f, s), s].max(initial=0))
    if not largest:
        return []
    existing = tables.levels.today[f] != CLOSED
    grades, is_complete = int(classes.grades[s]), always_complete(tables, f, s)
    found = list(_of_regime(tables, s, LAW, largest))
    for r in regimes:
        if classes.fewest[r, s] and (existing or not classes.only_existing[r]):
            law = [band for band in found if band.regime == LAW]
            own = _of_regime(tables, s, r, largest)
            found += [band for band in own if not _is_within_any(band, law, grades, is_complete=is_complete)]
    return found


def widest(tables: Tables, f: int, s: int, bands: Sequence[Band]) -> list[Band]:
    """Return the bands without those that lie in another that is open to the facility in every year.

    A plan obeys the law and its exceptions where it lies in some band: fewer bands are fewer choices, at no loss.
    """
    grades, is_complete = int(tables.classes.grades[s]), always_complete(tables, f, s)
    kept = list(bands)
    for band in bands:
        others = [other for other in kept if other is not band and _is_always_open(tables, f, other)]
        if band.regime != UNTOUCHED and _is_within_any(band, others, grades, is_complete=is_complete):
            kept.remove(band)
    return kept


def always_complete(tables: Tables, f: int, s: int) -> bool:
    """Whether a facility that takes people in has all grades in every year: it never began anew."""
    if tables.demand.grades[s] == 1:
        return True
    levels, steps = tables.levels, tables.steps
    offers = levels.room[f, :, s] > 0
    takes = offers & levels.intake[f]
    begins = (steps.facility == f) & ~takes[steps.before] & takes[steps.after]
    return bool(takes[levels.today[f]] and not begins.any())


def _is_within_any(band: Band, others: Sequence[Band], grades: int, *, is_complete: bool) -> bool:
    return any(band.asks_no_less_than(other, grades=grades, is_complete=is_complete) for other in others)


def _is_always_open(tables: Tables, f: int, band: Band) -> bool:
    """Whether a band may be used in every year that the facility is open."""
    classes, steps = tables.classes, tables.steps
    if band.regime <= LAW:
        return band.regime == LAW
    reopens = (steps.facility == f) & (steps.before == CLOSED) & (steps.after != CLOSED)
    return not classes.years[band.regime] and not (classes.only_existing[band.regime] and reopens.any())


def asked_levels(tables: Tables, f: int, s: int) -> Ints:
    """Return the levels at which a facility is asked for classes: no phases, they take people in and name classes."""
    steps = tables.steps
    stays = np.zeros(tables.levels.exists.shape[1], bool)
    stays[steps.before[(steps.facility == f) & (steps.kind == StepKind.STAY)]] = True
    return np.flatnonzero(stays & tables.levels.intake[f] & (tables.classes.parallel[f, :, s] > 0))


def _of_regime(tables: Tables, s: int, r: int, largest: int) -> Iterator[Band]:
    classes, grades = tables.classes, int(tables.demand.grades[s])
    first, further, fewest = classes.first[r, s], classes.further[r, s], int(classes.fewest[r, s])
    total = int(classes.total[r, s])
    if classes.mixed[r]:
        most, largest = int(classes.most_mixed[s]), largest * int(classes.grades[s])
        are_whole = not (tables.demand.share[s] % WHOLE).any()
        for one in intervals(int(first[0]), int(further[0]), most, fewest, largest, are_whole=are_whole):
            upper = None if one.most == most * largest else one.most
            none = (0,) * (grades - 1)
            yield Band(r, one.classes, 0, None, none, one.least, max(one.least, total), upper, mixed=True)
        return
    most = int(classes.most[s, 0])
    later = tuple(int(first[g]) for g in range(1, grades))
    for one in intervals(int(first[0]), int(further[0]), most, fewest, largest):
        upper = None if one.most == most * largest else one.most
        yield Band(r, one.classes, one.least, upper, later, 0, max(total, one.least + sum(later)), None)


def _within(most: int | None, other: int | None) -> bool:
    return other is None or (most is not None and most <= other)
