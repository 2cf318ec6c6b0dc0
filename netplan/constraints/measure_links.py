"""Measure links: one measure only with, before, after or instead of another."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated, ClassVar

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions, Term
from netplan.norms import Years
from netplan.tables import Ints, Tables


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class MeasureName(_Entry):
    """Measures of one facility: those that lead to a level, or those of a name."""

    facility: str
    to: str = ""
    """Level that the measures lead to."""
    measure: str = ""
    """Name in measures.csv."""

    @model_validator(mode="after")
    def _is_named_once(self) -> "MeasureName":
        if bool(self.to) == bool(self.measure):
            message = "a measure is named by its level or by its name; write {facility: …, to: …} or {…, measure: …}."
            raise ValueError(message)
        return self

    def __str__(self) -> str:
        """Write the measure as `facility → level` or `facility: name`."""
        return f"{self.facility} → {self.to}" if self.to else f"{self.facility}: {self.measure}"

    def steps(self, tables: Tables) -> Ints:
        """Return the indices of the named steps; none where this plan has no such measure."""
        steps, levels = tables.steps, tables.levels
        f = levels.facilities.index(self.facility) if self.facility in levels.facilities else -1
        named = steps.is_measure & (steps.facility == f)
        if self.to:
            goals = [k for k, name in enumerate(levels.names) if name.partition("#")[0] == self.to]
            return np.flatnonzero(named & np.isin(steps.after, goals))
        return np.flatnonzero(named & (np.array(steps.names)[steps.name] == self.measure))


_LISTS = ("at_most_one", "exactly_one", "sequence", "together")


class Link(_Entry):
    """One link between measures: `if` with `then`, or one of the lists."""

    given: MeasureName | None = Field(default=None, alias="if")
    then: MeasureName | None = None
    within: Years | None = None
    """How many years after `if` the other may come at most."""
    earlier: Years | None = None
    """How many years before `if` the other must come at least."""
    at_most_one: tuple[MeasureName, ...] = ()
    exactly_one: tuple[MeasureName, ...] = ()
    sequence: tuple[MeasureName, ...] = ()
    together: tuple[MeasureName, ...] = ()

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Link":
        lists = [name for name in _LISTS if getattr(self, name)]
        is_pair = self.given is not None and self.then is not None
        is_half = (self.given is None) != (self.then is None)
        if is_half or len(lists) + is_pair != 1:
            message = f"a link says one thing; write if and then, or one of {', '.join(_LISTS)}."
            raise ValueError(message)
        if (self.within or self.earlier) and (not is_pair or (self.within and self.earlier)):
            message = "within and earlier belong to if and then; write one of them there."
            raise ValueError(message)
        if lists and len(self.listed) == 1:
            message = f"{lists[0]} lists one measure only; write two or more."
            raise ValueError(message)
        return self

    @property
    def listed(self) -> tuple[MeasureName, ...]:
        """The measures of the list, where it is one."""
        return self.at_most_one or self.exactly_one or self.sequence or self.together

    @property
    def delay(self) -> int:
        """Years from `if` until `then` must have taken effect, below zero where it must come earlier."""
        return (self.within.whole if self.within else 0) - (self.earlier.whole if self.earlier else 0)

    def __str__(self) -> str:
        """Write the link as a sentence."""
        if self.given is not None:
            when = f" within {self.within}" if self.within else f" {self.earlier} earlier" if self.earlier else ""
            return f"if {self.given} then {self.then}{when}"
        name = next(name for name in _LISTS if getattr(self, name))
        return f"{name.replace('_', ' ')} of {', '.join(map(str, self.listed))}"


def _some(links: tuple[Link, ...]) -> tuple[Link, ...]:
    if not links:
        message = "nothing is linked; write at least one link, or leave the rule out."
        raise ValueError(message)
    return links


class MeasureLinks(Constraint):
    """Measures depend on each other: prerequisites, if–then, either–or, a sequence, two of a kind.

    A[t] = Σ_i step[i] over the measures i that A names and that take effect in listed year t

    if A then B:     A[t]  ≤  Σ_t′ B[t′] over year[t′] ≤ year[t]                ∀ t
      within n:      A[t]  ≤  Σ_t′ B[t′] over year[t′] ≤ year[t] + n            ∀ t
      n earlier:     A[t]  ≤  Σ_t′ B[t′] over year[t′] ≤ year[t] − n            ∀ t
    sequence:        if B then A, for each A and the B after it
    together:        A[t]  =  B[t]                                              ∀ t, for each A and the B after it
    at most one:     Σ_A,t A[t]  ≤  1
    exactly one:     Σ_A,t A[t]  =  1

    What takes effect after the last listed year has not taken effect.

    Source: the scenario.
    """

    rule: ClassVar[str] = "measure_links"
    kind: ClassVar[Kind] = "couples facilities"
    title: ClassVar[dict[str, str]] = {"de": "Verknüpfte Maßnahmen", "en": "Linked measures"}

    links: Annotated[tuple[Link, ...], AfterValidator(_some)]

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield the rows of each link in order; one over nothing but measures that do not exist is left out."""
        for link in self.links:
            if link.given is not None and link.then is not None:
                yield from _if_then(link.given, link.then, link.delay, decisions, tables)
            for before, after in pairwise(link.sequence):
                yield from _if_then(after, before, 0, decisions, tables)
            for one, other in pairwise(link.together):
                yield from _in_one_year(one, other, decisions, tables)
            if link.at_most_one or link.exactly_one:
                acts = [i for name in link.listed for i in name.steps(tables).tolist()]
                where = (*dict.fromkeys(name.facility for name in link.listed), "total")
                if acts or link.exactly_one:
                    yield Row(_sum(acts, decisions), "≤" if link.at_most_one else "=", 1, where, "count")


def _if_then(given: MeasureName, then: MeasureName, delay: int, decisions: Decisions, tables: Tables) -> Iterator[Row]:
    when = tables.demand.years[tables.steps.year]
    first, second = given.steps(tables), then.steps(tables)
    for year in np.unique(when[first]).tolist():
        asked = first[when[first] == year]
        done = second[when[second] <= year + delay]
        where = tuple(dict.fromkeys((given.facility, then.facility)))
        yield Row(_sum(asked, decisions) - _sum(done, decisions), "≤", 0, (*where, str(year)), "count")


def _in_one_year(one: MeasureName, other: MeasureName, decisions: Decisions, tables: Tables) -> Iterator[Row]:
    year, first, second = tables.steps.year, one.steps(tables), other.steps(tables)
    for t in np.union1d(year[first], year[second]).tolist():
        both = (_sum(acts[year[acts] == t], decisions) for acts in (first, second))
        where = tuple(dict.fromkeys((one.facility, other.facility)))
        yield Row(next(both) - next(both), "=", 0, (*where, str(tables.demand.years[t])), "count")


def _sum(acts: Ints | Sequence[int], decisions: Decisions) -> Term:
    return sum(decisions.step[int(i)] for i in acts)
