"""Rules over measures and levels as rows over the acts of facilities: Σ use · act ≤ limit, in whole numbers."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from scipy.sparse import coo_array, csr_array

from netplan.case import Case
from netplan.constraints import Constraint
from netplan.decisions import Decisions
from netplan.engine.plans.lives import Lives
from netplan.tables import Floats, Ints, Tables

KNOWN = ("reach", "places", "minimum_size", "everyone_served", "classes")
"""Rules over people that the search obeys by itself; every other one may speak of measures and levels only."""
PEOPLE, GRADE = "people", "grade"
FIRST_FINE, ALONE = 0.01, float(1 << 50)
"""What exceeding a row costs at first, beside what acts cost that use it; and where nobody else can make it good."""
Key = tuple[str, Any]


class Sum:
    """A sum of decisions, kept as parts: it is read once, when a row is complete."""

    __slots__ = ("constant", "parts")

    def __init__(self, parts: tuple[tuple[Any, Any], ...], constant: Any = 0) -> None:  # noqa: ANN401  any number
        self.parts, self.constant = parts, constant

    def __add__(self, other: Any) -> "Sum":  # noqa: ANN401  as numbers do
        """Return a longer sum."""
        if isinstance(other, Sum):
            return Sum(((1, self), (1, other)))
        return Sum(((1, self),), other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Sum":  # noqa: ANN401  as numbers do
        """Return a difference."""
        return self.__add__(-1 * other)

    def __rsub__(self, other: Any) -> "Sum":  # noqa: ANN401  as numbers do
        """Return a difference from a number."""
        return self.__mul__(-1).__add__(other)

    def __neg__(self) -> "Sum":
        """Return all parts with the other sign."""
        return self.__mul__(-1)

    def __mul__(self, factor: Any) -> "Sum":  # noqa: ANN401  any number
        """Return a multiple."""
        return Sum(((factor, self),))

    __rmul__ = __mul__

    def read(self) -> tuple[dict[Key, Any], Any]:
        """Return the coefficient of each decision, and the constant."""
        found: defaultdict[Key, Any] = defaultdict(int)
        constant, left = 0, [(1, self)]
        while left:
            factor, part = left.pop()
            constant += factor * part.constant
            for times, inner in part.parts:
                if isinstance(inner, Sum):
                    left.append((factor * times, inner))
                else:
                    found[inner] += factor * times
        return found, constant


class _Named(Mapping[Any, Sum]):
    """Decisions of one name, each as a sum of itself."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __getitem__(self, index: Any) -> Sum:  # noqa: ANN401  whatever decisions are indexed by
        return Sum(((1, (self.name, index)),))

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _decisions() -> Decisions:
    people = _Named(PEOPLE)
    return Decisions(_Named("step"), _Named("at"), people, _Named(GRADE), people, people, people, moved=people)


def counts_people(rule: Constraint, tables: Tables) -> bool:
    """Whether a rule has rows over more than measures and levels."""
    return any(name in {PEOPLE, GRADE} for row in _read(rule, tables) for name, _ in row)


def joins_grades(rule: Constraint, tables: Tables) -> bool:
    """Whether a rule has rows over people that are over more than one grade of a facility."""
    names = [[name for name, _ in row] for row in _read(rule, tables)]
    return any(PEOPLE in row or row.count(GRADE) > 1 for row in names)


def _read(rule: Constraint, tables: Tables) -> Iterator[dict[Key, Any]]:
    return (row.lhs.read()[0] for row in rule.rows(_decisions(), tables) if isinstance(row.lhs, Sum))


@dataclass(frozen=True, eq=False)
class Couplings:
    """What acts use of the rows that no plan may exceed."""

    limit: Ints
    """What each row may be at most, shape (rows,)."""
    first: Ints
    """First use of each act, shape (acts + 1,)."""
    uses: Ints
    """Row, and how much of it an act uses; act by act, shape (uses, 2)."""
    own_first: Ints
    """First row of each facility, shape (facilities + 1,)."""
    own: Ints
    """Rows that a facility can use, and the least it can use of each; facility by facility, shape (some, 2)."""
    fine: Floats
    """What a unit above the limit costs to begin with, in the goal's unit; shape (rows,)."""

    def used(self, life: Ints) -> Ints:
        """Return what lives use of each row, shape (rows,)."""
        found, taken = np.zeros(len(self.limit), np.int64), np.zeros(len(self.first) - 1, bool)
        taken[life] = True
        uses = self.uses[np.repeat(taken, np.diff(self.first))]
        np.add.at(found, uses[:, 0], uses[:, 1])
        return found


def no_couplings(lives: Lives) -> Couplings:
    """Return no rows at all."""
    acts, facilities = len(lives.step), len(lives.today)
    none = np.zeros((0, 2), np.int64)
    zeros = np.zeros(0, np.int64)
    return Couplings(zeros, np.zeros(acts + 1, np.int64), none, np.zeros(facilities + 1, np.int64), none, np.zeros(0))


def couplings_of(case: Case, lives: Lives, each: int) -> Couplings:
    """Return the rows of all enforced rules that speak of measures and levels; `each` is what a life costs about."""
    tables = case.tables
    rules = [rule for rule in case.stated if rule.rule not in KNOWN]
    rows = [row for rule in rules for row in _rows_of(rule, tables)]
    if not rows:
        return no_couplings(lives)
    use = _uses(rows, lives, tables)
    by_act = csr_array(use.T)
    by_act.sort_indices()
    facilities = len(lives.today)
    (row, act), size = coo_array(use).coords, coo_array(use).data
    least = _least(row, lives.facility[act] * lives.years + lives.year[act], np.minimum(size, 0), lives.years)
    sizes = np.bincount(row, np.abs(size), len(rows)) / np.maximum(np.bincount(row, minlength=len(rows)), 1)
    alone = np.bincount(least[:, 1], minlength=len(rows)) <= 1
    fine = np.where(alone, ALONE, FIRST_FINE * each / np.maximum(sizes, 1.0))
    return Couplings(
        limit=np.array([limit for _, limit in rows], np.int64),
        first=by_act.indptr.astype(np.int64),
        uses=np.stack([by_act.indices, by_act.data], axis=1).astype(np.int64),
        own_first=np.searchsorted(least[:, 0], np.arange(facilities + 1)),
        own=np.ascontiguousarray(least[:, 1:]),
        fine=fine,
    )


def _rows_of(rule: Constraint, tables: Tables) -> Iterator[tuple[dict[Key, int], int]]:
    """Yield what each row counts and the most it may be, in whole numbers; an equation is two of them."""
    for row in rule.rows(_decisions(), tables):
        if not isinstance(row.lhs, Sum):
            continue
        counted, constant = row.lhs.read()
        scale = lcm(*(Fraction(value).denominator for value in (*counted.values(), constant)))
        whole = {key: int(value * scale) for key, value in counted.items() if value}
        limit = int((row.rhs - constant) * scale)
        if row.sense != "≥":
            yield whole, limit
        if row.sense != "≤":
            yield {key: -value for key, value in whole.items()}, -limit


def _uses(rows: list[tuple[dict[Key, int], int]], lives: Lives, tables: Tables) -> csr_array:
    """Return how much of each row each act uses: by its step, and by the level that it leads to in its year."""
    steps, (_, facilities, _, kinds, years) = tables.steps, tables.shape

    def matrix(name: str, size: int, place: Callable[[Any], int]) -> csr_array:
        every = ((r, key, value) for r, (row, _) in enumerate(rows) for key, value in row.items())
        found = [(r, place(index), value) for r, (kind, index), value in every if kind == name]
        r, column, value = np.array(found, np.int64).reshape(-1, 3).T
        return csr_array((value, (r, column)), (len(rows), size))

    on_steps = matrix("step", len(steps.facility), int)
    on_levels = matrix("at", facilities * kinds * years, lambda at: int((at[0] * kinds + at[1]) * years + at[2]))
    level = (steps.facility[lives.step] * kinds + steps.after[lives.step]) * years + steps.year[lives.step]
    use = csr_array(on_steps[:, lives.step] + on_levels[:, level])
    use.eliminate_zeros()
    return use


def _least(row: Ints, number: Ints, value: Ints, years: int) -> Ints:
    """Return facility, row and the sum over years of the least value; sorted, shape (some, 3)."""
    order = np.lexsort((row, number))
    row, number, value = row[order], number[order], value[order]
    begins = np.flatnonzero(np.append(True, (np.diff(row) != 0) | (np.diff(number) != 0))[: len(row)])
    each = np.minimum.reduceat(value, begins) if len(begins) else value
    pair, which = np.unique(np.stack([number[begins] // years, row[begins]], axis=1), axis=0, return_inverse=True)
    sums = np.zeros(len(pair), np.int64)
    np.add.at(sums, which.reshape(-1), each)
    return np.concatenate([pair, sums[:, None]], axis=1)
