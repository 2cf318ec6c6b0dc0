"""Rows over people, vectorised: coefficients of go, at and unserved as coordinates, and cells that stay together."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from netplan.tables import Ints, Tables


@dataclass(frozen=True, eq=False)
class Part:
    """Whole coefficients of one kind of decision, as coordinates."""

    row: Ints
    index: tuple[Ints, ...]
    """go: pair and entry; at: facility, level and year; unserved: cell, service and entry."""
    value: Ints

    @classmethod
    def nothing(cls, dimensions: int) -> "Part":
        """Return no coefficient at all."""
        none = np.zeros(0, np.int64)
        return cls(none, (none,) * dimensions, none)


@dataclass(frozen=True, eq=False)
class OwnPart:
    """Whole coefficients of a rule's own decisions."""

    terms: tuple[tuple[int, str, Any, int], ...] = ()
    """Row, name of the decision, what it is indexed by, and value."""


@dataclass(frozen=True, eq=False)
class Block:
    """Rows  Σ value·go + Σ value·at + Σ value·unserved + Σ value·own  ≤  most,  and cells whose people stay together.

    A rule whose rows hold own decisions says in `people_breaches` what a plan breaks: `sums` are without them.
    """

    go: Part
    at: Part
    unserved: Part
    most: Ints
    """Right-hand sides, shape (rows,)."""
    where: Callable[[int], tuple[str, ...]]
    """What a row speaks of."""
    together: npt.NDArray[np.bool_]
    """Whose people, each year's or each intake, all go to one facility or find no place, shape (cells, services)."""
    own: OwnPart = OwnPart()
    """Coefficients of decisions that the rule declares in `decides`."""

    @classmethod
    def staying_together(cls, together: npt.NDArray[np.bool_]) -> "Block":
        """Return a block without rows."""
        none = np.zeros(0, np.int64)
        return cls(Part.nothing(2), Part.nothing(3), Part.nothing(3), none, lambda _: (), together)

    def sums(self, go: Ints, unserved: Ints, level: Ints) -> Ints:
        """Return the left-hand sides of a plan's whole numbers, shape (rows,).

        `go` has shape (pairs, entries), `unserved` (cells, services, entries), `level` (facilities, years).
        """
        found = np.zeros(len(self.most), np.int64)
        np.add.at(found, self.go.row, self.go.value * go[self.go.index])
        np.add.at(found, self.unserved.row, self.unserved.value * unserved[self.unserved.index])
        facility, k, year = self.at.index
        np.add.at(found, self.at.row, self.at.value * (level[facility, year] == k))
        return found

    def divided(self, tables: Tables, go: Ints, unserved: Ints) -> Ints:
        """Return the parts beyond one into which people who stay together are divided, (cells, services, entries).

        A part are those who go to one facility, or those without a place.
        """
        parts = (unserved > 0).astype(np.int64)
        np.add.at(parts, (tables.pairs.cell, tables.pairs.service), go > 0)
        return np.where(self.together[:, :, None] & tables.demand.enters, np.maximum(parts - 1, 0), 0)

    def formulas(self, tables: Tables) -> Iterator[str]:
        """Write each row, and then who stays together, with the ids of the region."""
        demand, levels, pairs = tables.demand, tables.levels, tables.pairs
        terms: list[list[str]] = [[] for _ in self.most]

        def add(part: Part, name: Callable[..., str]) -> None:
            for row, value, *index in zip(part.row.tolist(), part.value.tolist(), *part.index, strict=True):
                terms[row].append(f"{'' if value == 1 else f'{value}·'}{name(*index)}")

        def service(p: int) -> str:
            names = (demand.cells[pairs.cell[p]], levels.facilities[pairs.facility[p]])
            return f"{','.join(names)},{demand.services[pairs.service[p]]}"

        def entry(s: int, e: int) -> str:
            grade = demand.entry_grade[s, e]
            return f"{demand.years[demand.entry_year[s, e]]}" + (f",grade {grade + 1}" if grade else "")

        add(self.go, lambda p, e: f"go[{service(p)},{entry(int(pairs.service[p]), e)}]")
        add(self.unserved, lambda c, s, e: f"unserved[{demand.cells[c]},{demand.services[s]},{entry(s, e)}]")
        add(self.at, lambda f, k, t: f"at[{levels.facilities[f]},{levels.names[k]},{demand.years[t]}]")
        for row, name, index, value in self.own.terms:
            terms[row].append(f"{'' if value == 1 else f'{value}·'}{name}[{','.join(map(str, index))}]")
        for row, most in enumerate(self.most.tolist()):
            yield f"{' '.join(self.where(row))}: {' + '.join(terms[row])}  ≤  {most}"
        for c, s in np.argwhere(self.together).tolist():
            yield f"{demand.cells[c]} {demand.services[s]}: together"
