"""Who needs a place, as arrays: people who are assigned together, and how many of each cell they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from netplan.audit.claim import Assigned
from netplan.audit.cohorts import Needed, entries, years_counted, years_there
from netplan.audit.question import Question

Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Entry: TypeAlias = tuple[str, int, int]
"""A service, and the year and grade in which people enter."""
WHOLE = 1000
"""Share of a person who takes one place [per mille]."""
NONE = -1
"""Stands for an index where there is none."""


@dataclass(frozen=True, eq=False)
class Entries:
    """People who are assigned together: by service, year and grade of entry."""

    names: tuple[Entry, ...]
    years: tuple[int, ...]
    """Listed years."""
    year: Ints
    """Index of the listed year of entry, shape (entries,)."""
    share: Ints
    """Places one of them takes in a listed year, 0 where they are not there, shape (entries, years) [per mille]."""
    stay: Ints
    """Calendar years for which goals count them, shape (entries,)."""

    @cached_property
    def number(self) -> Mapping[Entry, int]:
        """Index of each entry by its name."""
        return {name: e for e, name in enumerate(self.names)}

    @cached_property
    def services(self) -> NDArray[np.str_]:
        """Service of each entry, shape (entries,)."""
        return np.array([service for service, _, _ in self.names], np.str_)

    def of(self, service: str) -> Ints:
        """Give the entries of a service."""
        return np.flatnonzero(self.services == service)

    def there(self, service: str, t: int) -> Ints:
        """Give the entries of a service that are there in a listed year."""
        return np.flatnonzero((self.services == service) & (self.share[:, t] > 0))

    def are_new(self) -> Bools:
        """Whether an entry is in the first grade, shape (entries,)."""
        return np.array([grade == 1 for _, _, grade in self.names], np.bool_)

    @cached_property
    def last(self) -> Ints:
        """Index of the last listed year in which an entry is there, shape (entries,)."""
        later = np.argmax(self.share[:, ::-1] > 0, axis=1)
        return np.asarray(self.share.shape[1] - 1 - later)


@dataclass(frozen=True, eq=False)
class Needs:
    """How many people of a cell, or of a group in it, are in one entry; only where there are some."""

    homes: tuple[str, ...]
    """Cells, with their group where people are in one."""
    entry: Ints
    """Shape (needs,)."""
    home: Ints
    people: Ints
    entries: int
    """How many entries there are."""

    @cached_property
    def by_home(self) -> Ints:
        """Index of each need, NONE where there is nobody, shape (entries, homes)."""
        found = np.full((self.entries, len(self.homes)), NONE, np.int64)
        found[self.entry, self.home] = np.arange(len(self.people))
        return found


def entries_of(question: Question) -> Entries:
    """List the entries of all services."""
    names = [
        (name, year, grade) for name, service in question.services.items() for year, grade in entries(question, service)
    ]
    someone = [Assigned(year, name, "", "", 1, None, grade) for name, year, grade in names]
    share = np.zeros((len(names), len(question.years)), np.int64)
    for e, row in enumerate(someone):
        for year, places in years_there(question, row):
            share[e, question.years.index(year)] = int(places * WHOLE)
    return Entries(
        tuple(names),
        question.years,
        np.array([question.years.index(year) for _, year, _ in names], np.int64),
        share,
        np.array([years_counted(question, row) for row in someone], np.int64),
    )


def needs_of(found: Entries, demand: Mapping[Needed, int]) -> Needs:
    """Put everyone who needs a place into arrays."""
    some = [((service, year, grade), home, n) for (year, service, home, grade), n in demand.items() if n]
    homes = tuple(dict.fromkeys(home for _, home, _ in some))
    place = {home: h for h, home in enumerate(homes)}
    return Needs(
        homes,
        np.array([found.number[entry] for entry, _, _ in some], np.int64),
        np.array([place[home] for _, home, _ in some], np.int64),
        np.array([n for _, _, n in some], np.int64),
        len(found.names),
    )
