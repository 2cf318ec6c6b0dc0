"""Names and indices of what is decided: step, at, load, go, unserved, untouched, and what rules decide of their own.

Index letters: `a` area, `c` cell, `f` facility, `s` service, `k` level, `g` grade, `t` listed year, `p` pair (c,f,s),
`e` entry, people who are assigned together: those of one listed year, or an intake for all years of its stay,
`i` step (f,k,k′,t).

step[i]          1 where facility f goes from level k to k′ in year t (staying is a step too)
at[f,k,t]        1 where facility f has level k throughout year t
load[f,s,t]      places that people of service s take at facility f in year t: Σ_e,c share[s,e,t] · go[c,f,s,e]
grade[f,s,g,t]   those of them in grade g; all of them in grade 0 where the service has one grade
go[p,e]          persons of cell c and entry e who use service s at facility f for as long as the entry is there
unserved[c,s,e]  persons of cell c and entry e who find no place; unserved[s,t] is the sum of those there in year t
moved[t]         persons who move in year t because their facility closes at once
beyond[a,s,t]    persons of area a without a place within the target of service s: farther away, or none
untouched[f,t]   1 where no measure acted on facility f up to year t
own[name][…]     a whole number that a rule decides of its own, such as band[f,s,b,t] of the rule `classes`
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from netplan.tables import WHOLE, Demand, Ints, Steps, Tables

Term = Any
"""A number, a symbol or an expression of the program: whatever can be added and multiplied."""


@dataclass(frozen=True)
class Decisions:
    """What rules on facilities are written over, as numbers, symbols or program variables."""

    step: Mapping[int, Term]
    at: Mapping[tuple[int, int, int], Term]
    load: Mapping[tuple[int, int, int], Term]
    grade: Mapping[tuple[int, int, int, int], Term]
    unserved: Mapping[tuple[int, int], Term]
    untouched: Mapping[tuple[int, int], Term]
    beyond: Mapping[tuple[int, int, int], Term]
    own: Mapping[str, Mapping[Any, Term]] = field(default_factory=dict)
    moved: Mapping[int, Term] = field(default_factory=dict)


@dataclass(frozen=True)
class Own:
    """Whole numbers that a rule decides of its own: a name, what it is indexed by, and how large each may be."""

    name: str
    most: Mapping[Any, int]
    """By index, from 0 up to here; 1 makes a choice of yes or no."""
    shown: Mapping[Any, str]
    """By index, how it is written in a formula."""
    is_whole: bool = True
    """Whether only whole numbers will do; where not, they follow from whole ones."""


class Symbol(str):
    """A decision or a sum as text, so that a row prints as its formula."""

    __slots__ = ()

    def __add__(self, other: object) -> "Symbol":
        """Write a sum, leaving out zeros."""
        return Symbol(self if _is_zero(other) else _signed(self, str(other)))

    def __radd__(self, other: object) -> "Symbol":
        """Write a sum, leaving out zeros."""
        return self if _is_zero(other) else Symbol(_signed(str(other), self))

    def __sub__(self, other: object) -> "Symbol":
        """Write a difference, leaving out zeros."""
        if _is_zero(other):
            return self
        text = str(other)
        return Symbol(f"{self} − ({text})" if " " in text else f"{self} − {text}")

    def __rsub__(self, other: object) -> "Symbol":
        """Write a difference from a number."""
        return Symbol(f"{other} − {self}")

    def __mul__(self, other: object) -> "Symbol":
        """Write a product, leaving out ones."""
        body = f"({self})" if " " in self else str(self)
        return Symbol(body if other == 1 else f"{other}·{body}")

    __rmul__ = __mul__


def symbols(tables: Tables, own: Iterable[Own] = ()) -> Decisions:
    """Return the decisions, those of rules included, as symbols that carry the ids of the region."""
    levels, demand, steps = tables.levels, tables.demand, tables.steps
    facility, level = levels.facilities, levels.names
    years = [int(year) for year in demand.years]
    _, facilities, services, kinds, horizon = tables.shape
    step = {
        i: Symbol(
            f"step[{facility[steps.facility[i]]},{level[steps.before[i]]}→{level[steps.after[i]]},"
            f"{years[steps.year[i]]}]"
        )
        for i in range(len(steps.facility))
    }
    f_t = [(f, t) for f in range(facilities) for t in range(horizon)]
    return Decisions(
        step=step,
        at={
            (f, k, t): Symbol(f"at[{facility[f]},{level[k]},{years[t]}]")
            for f, t in f_t
            for k in range(kinds)
            if levels.exists[f, k]
        },
        load={
            (f, s, t): Symbol(f"load[{facility[f]},{demand.services[s]},{years[t]}]")
            for f, t in f_t
            for s in range(services)
        },
        grade={
            (f, s, g, t): Symbol(f"grade[{facility[f]},{demand.services[s]},{g + 1},{years[t]}]")
            for f, t in f_t
            for s in range(services)
            for g in range(demand.grades[s])
        },
        unserved={
            (s, t): Symbol(f"unserved[{demand.services[s]},{years[t]}]")
            for s in range(services)
            for t in range(horizon)
        },
        untouched={(f, t): Symbol(f"untouched[{facility[f]},{years[t]}]") for f, t in f_t},
        beyond={
            (a, s, t): Symbol(f"beyond[{area},{demand.services[s]},{years[t]}]")
            for a, area in enumerate(demand.areas)
            for s in range(services)
            for t in range(horizon)
        },
        own={one.name: {index: Symbol(f"{one.name}[{text}]") for index, text in one.shown.items()} for one in own},
        moved={t: Symbol(f"moved[{year}]") for t, year in enumerate(years)},
    )


def numbers(
    tables: Tables, chosen: Ints, entered: Ints, unserved: Ints, beyond: Ints, moved: Ints | None = None
) -> Decisions:
    """Return the decisions as the exact numbers of a plan.

    `chosen` holds the indices of the steps taken, one a facility and year; `entered` has shape
    (facilities, services, entries), `unserved` (services, entries), `beyond` (areas, services, years),
    `moved` (years,).
    """
    steps = tables.steps
    _, facilities, _, kinds, horizon = tables.shape
    at = np.zeros((facilities, kinds, horizon), dtype=np.int64)
    at[steps.facility[chosen], steps.after[chosen], steps.year[chosen]] = 1
    free = untouched(steps, chosen, facilities, horizon)
    taken = set(chosen.tolist())
    grade = in_grades(tables.demand, entered)
    without = np.einsum("se,set->st", unserved, tables.demand.there.astype(np.int64))
    return Decisions(
        step={i: int(i in taken) for i in range(len(steps.facility))},
        at=_mapping(at),
        load=_persons(grade.sum(axis=2)),
        grade=_persons(grade),
        unserved=_mapping(without),
        untouched=_mapping(free),
        beyond=_mapping(beyond),
        moved=dict(enumerate([0] * horizon if moved is None else moved.tolist())),
    )


def in_grades(demand: Demand, entered: Ints) -> Ints:
    """Return the places that entries take by grade and year, shape (facilities, services, grades, years) [per mille].

    `entered` has shape (facilities, services, entries).
    """
    services, _, horizon = demand.share.shape
    found = np.zeros((len(entered), services, int(demand.grades.max(initial=1)), horizon), np.int64)
    for s, e, t, g in presences(demand):
        found[:, s, g, t] += demand.share[s, e, t] * entered[:, s, e]
    return found


def presences(demand: Demand) -> list[tuple[int, int, int, int]]:
    """List every service, entry and year in which the entry is there, with the grade it is in."""
    s, e, t = demand.there.nonzero()
    grade = np.where(demand.grades[s] > 1, demand.entry_grade[s, e] + t - demand.entry_year[s, e], 0)
    return list(zip(s.tolist(), e.tolist(), t.tolist(), grade.tolist(), strict=True))


def untouched(steps: Steps, chosen: Ints, facilities: int, horizon: int) -> Ints:
    """Return 1 where no measure acted on a facility up to a year, shape (facilities, years)."""
    touched = np.zeros((facilities, horizon), dtype=np.int64)
    acts = chosen[steps.is_measure[chosen]]
    touched[steps.facility[acts], steps.year[acts]] = 1
    return 1 - np.maximum.accumulate(touched, axis=1)


def _mapping(array: Ints) -> dict[Any, int]:
    return {tuple(index): int(value) for index, value in np.ndenumerate(array)}


def _persons(array: Ints) -> dict[Any, int | Fraction]:
    """Turn places in per mille into whole ones where they are whole, else into exact fractions."""
    return {
        tuple(index): int(value) // WHOLE if value % WHOLE == 0 else Fraction(int(value), WHOLE)
        for index, value in np.ndenumerate(array)
    }


def _is_zero(term: object) -> bool:
    return isinstance(term, int) and term == 0


def _signed(left: str, right: str) -> str:
    return f"{left} − {right[1:]}" if right.startswith("-") else f"{left} + {right}"
