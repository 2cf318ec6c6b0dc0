"""What every constraint is: settings, and up to four doors into a case."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Any, ClassVar, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, model_validator

from netplan.constraints.block import Block
from netplan.decisions import Decisions, Own, Term
from netplan.tables import Ints, Tables

Apply: TypeAlias = Literal["enforce", "new_only", "report"]
Sense: TypeAlias = Literal["≤", "≥", "="]
RowUnit: TypeAlias = Literal["persons", "cents", "count", "places", "seconds"]
Kind: TypeAlias = Literal["one facility", "couples facilities", "couples people"]


@dataclass(frozen=True)
class Row:
    """One inequality over facility decisions: lhs sense rhs."""

    lhs: Term
    sense: Sense
    rhs: int
    where: tuple[str, ...]
    """What the row speaks of: facility, service, year …"""
    unit: RowUnit = "persons"
    per: int = 1
    """How many units of the row are one person, cent or thing: rows on shares are scaled to whole numbers."""

    def __str__(self) -> str:
        """Write the row as its formula."""
        return f"{self.lhs}  {self.sense}  {self.rhs}"

    @property
    def violation(self) -> int:
        """By how much numbers break the row, rounded up to whole units; 0 where they keep it."""
        over = Fraction(self.lhs) - self.rhs
        if self.sense == "≤":
            return max(0, ceil(over))
        return max(0, ceil(-over)) if self.sense == "≥" else ceil(abs(over))

    @property
    def missing(self) -> int:
        """The violation in persons, cents or things, rounded up."""
        return -(-self.violation // self.per)


@dataclass(frozen=True)
class Forbidden:
    """Masks of what does not exist: True where a pair or a step is out of the question."""

    pairs: npt.NDArray[np.bool_]
    steps: npt.NDArray[np.bool_]

    @classmethod
    def nothing(cls, tables: Tables) -> "Forbidden":
        """Return masks that forbid nothing."""
        return cls(np.zeros(len(tables.pairs.cell), bool), np.zeros(len(tables.steps.facility), bool))

    def __or__(self, other: "Forbidden") -> "Forbidden":
        """Forbid what either forbids."""
        return Forbidden(self.pairs | other.pairs, self.steps | other.steps)


def told(settings: BaseModel) -> str:
    """Write what settings say, those left out apart."""
    parts = []
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, Mapping):
            value = ", ".join(str(part) if key == "*" else f"{key}: {part}" for key, part in value.items())
        if isinstance(value, tuple):
            value = " ".join(map(str, value))
        if value:
            parts.append(name if value is True else f"{name} {value}")
    return f"({', '.join(parts)})"


class Constraint(BaseModel):
    """A rule that a plan must obey, or whose breaches are counted and reported."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    rule: ClassVar[str]
    """Name of the rule in files."""
    kind: ClassVar[Kind]
    """What the rule couples."""
    may: ClassVar[tuple[Apply, ...]] = ("enforce", "report")
    """In which ways it can be applied."""
    title: ClassVar[dict[str, str]]
    """What reports call it, in German and English."""

    apply: Apply = "enforce"
    """enforce: every plan obeys; new_only: facilities that a measure touches obey; report: counted only."""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever the file says
        return {"apply": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _can_be_applied(self) -> "Constraint":
        if self.apply not in self.may:
            message = f"{self.rule} cannot be applied as {self.apply}; write {' or '.join(self.may)}."
            raise ValueError(message)
        return self

    @property
    def survives_merging(self) -> bool:
        """Whether rows over who goes where say the same of merged cells: they look at group and target time only."""
        return False

    @property
    def needs_areas(self) -> bool:
        """Whether the rule looks at the areas of cells, so that cells of different areas may not be merged."""
        return False

    @property
    def counts_beyond(self) -> bool:
        """Whether rows are over `beyond`: then a best flow of people need not be whole by itself."""
        return False

    def weighs_people(self, tables: Tables) -> bool:  # noqa: ARG002
        """Whether rows weigh the people of facilities unequally: then too a best flow need not be whole by itself."""
        return False

    @property
    def named(self) -> tuple[str, ...]:
        """Services that the settings name."""
        return ()

    @property
    def named_groups(self) -> tuple[str, ...]:
        """Target groups that the settings name."""
        return ()

    def forbids(self, tables: Tables) -> Forbidden:
        """Return what does not exist under this rule."""
        return Forbidden.nothing(tables)

    def decides(self, tables: Tables) -> Iterator[Own]:  # noqa: ARG002
        """Yield the whole numbers that the rule decides of its own; its rows find them in `decisions.own`."""
        return iter(())

    def settles(self, decisions: Decisions, tables: Tables) -> Mapping[str, Mapping[Any, int]]:  # noqa: ARG002
        """Return the rule's own decisions as they best suit a plan: what else is decided is given as numbers."""
        return {}

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:  # noqa: ARG002
        """Yield the rule's rows over facility decisions: numbers give slack, symbols print the formula."""
        return iter(())

    def blocks(self, tables: Tables) -> Iterator[Block]:  # noqa: ARG002
        """Yield the rule's rows over who goes where, and cells whose people stay together."""
        return iter(())

    def breaches(self, decisions: Decisions, tables: Tables) -> Iterable[Row]:
        """Yield the rows that numbers break, whatever the rule decides of its own."""
        settled = replace(decisions, own={**decisions.own, **self.settles(decisions, tables)})
        return (row for row in self.rows(settled, tables) if row.violation)

    def people_breaches(self, go: Ints, unserved: Ints, level: Ints, tables: Tables) -> Iterator[Row]:
        """Yield the rows over who goes where that a plan's whole numbers break; shapes as in Block.sums."""
        demand = tables.demand
        for block in self.blocks(tables):
            sums = block.sums(go, unserved, level)
            for row in np.flatnonzero(sums > block.most).tolist():
                yield Row(int(sums[row]), "≤", int(block.most[row]), block.where(row))
            divided = block.divided(tables, go, unserved)
            for c, s, e in np.argwhere(divided).tolist():
                where = (demand.cells[c], demand.services[s], str(demand.years[demand.entry_year[s, e]]))
                yield Row(1 + int(divided[c, s, e]), "≤", 1, where, "count")
