"""A number and who says so: norms with unit, source and evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict

from netplan.units import Kind, Quantity, quantity

Evidence: TypeAlias = Literal["V", "V*", "D", "M"]


def _any_quantity(value: object) -> object:
    return quantity(value) if isinstance(value, str) else value


def _quantity_of(kind: Kind) -> BeforeValidator:
    def read(value: object) -> object:
        return quantity(value, kind) if isinstance(value, str) else value

    return BeforeValidator(read)


AnyQuantity = Annotated[Quantity, BeforeValidator(_any_quantity)]
Money = Annotated[Quantity, _quantity_of("money")]
Duration = Annotated[Quantity, _quantity_of("duration")]
Share = Annotated[Quantity, _quantity_of("share")]
Persons = Annotated[Quantity, _quantity_of("persons")]
Years = Annotated[Quantity, _quantity_of("years")]


@dataclass(frozen=True)
class NormName:
    """The name of a norm that stands where a quantity is meant; reading a scenario puts the norm's value there."""

    name: str
    kind: Kind

    def __str__(self) -> str:
        """Write the name as the planner did."""
        return self.name


def _quantity_or_norm(kind: Kind) -> BeforeValidator:
    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        return NormName(value, kind) if value.isidentifier() else quantity(value, kind)

    return BeforeValidator(read)


ShareOrNorm = Annotated[Quantity | NormName, _quantity_or_norm("share")]
DurationOrNorm = Annotated[Quantity | NormName, _quantity_or_norm("duration")]


class NormText(BaseModel):
    """What a file says of one norm."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    value: AnyQuantity
    """The number with its unit."""
    source: str = ""
    """Law, decision or publication that says so; empty means assumed."""
    evidence: Evidence | None = None
    """V read at the source, V* read second-hand, D derived, M from memory."""
    valid_from: str = ""
    """Day from which the norm holds, as in 2017-08-01."""
    note: str = ""


@dataclass(frozen=True)
class Norm:
    """A number that a constraint uses, with its name, unit and source."""

    name: str
    value: Quantity
    source: str
    evidence: str
    valid_from: str
    note: str
    origin: str
    """Where it was taken from: `all`, the name of a norm set, or `scenario`."""

    @property
    def is_assumed(self) -> bool:
        """Whether nobody is named who says so."""
        return not self.source

    def __str__(self) -> str:
        """Write the norm with its source, or `assumed`."""
        return f"{self.name} = {self.value} ({self.source or 'assumed'})"


def chosen(
    sets: Mapping[str, Mapping[str, NormText]],
    name: str,
    override: Mapping[str, NormText],
) -> dict[str, Norm]:
    """Return the norms of set `name`: those of `all`, replaced by the set's, replaced by the scenario's."""
    layers = [("all", sets.get("all", {})), (name, sets.get(name, {})), ("scenario", override)]
    found: dict[str, Norm] = {}
    for origin, texts in layers:
        for key, text in texts.items():
            found[key] = Norm(key, text.value, text.source, text.evidence or "", text.valid_from, text.note, origin)
    return found
