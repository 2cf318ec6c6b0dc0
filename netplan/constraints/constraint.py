"""What every constraint is: settings, and up to four doors into a case."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, model_validator

from netplan.decisions import Decisions, Own, Term
from netplan.tables import Tables

Apply: TypeAlias = Literal["enforce", "new_only", "report"]
Sense: TypeAlias = Literal["≤", "≥", "="]
RowUnit: TypeAlias = Literal["persons", "cents", "count"]
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

    def __str__(self) -> str:
        """Write the row as its formula."""
        return f"{self.lhs}  {self.sense}  {self.rhs}"

    @property
    def violation(self) -> int:
        """By how much numbers break the row, 0 where they keep it."""
        if self.sense == "≤":
            return max(0, int(self.lhs) - self.rhs)
        if self.sense == "≥":
            return max(0, self.rhs - int(self.lhs))
        return abs(int(self.lhs) - self.rhs)


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

    def breaches(self, decisions: Decisions, tables: Tables) -> Iterable[Row]:
        """Yield the rows that numbers break, whatever the rule decides of its own."""
        settled = replace(decisions, own={**decisions.own, **self.settles(decisions, tables)})
        return (row for row in self.rows(settled, tables) if row.violation)
