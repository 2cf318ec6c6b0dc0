"""Grants: programmes that pay a share of measures, up to a cap of each and of all together."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from netplan.constraints.constraint import Apply, Constraint, Kind, Row, told
from netplan.decisions import Decisions
from netplan.norms import Money, Share
from netplan.tables import CarrierType, Tables
from netplan.units import half_even

Funded: TypeAlias = Literal["open", "extend", "reduce", "convert", "close"]
Said: TypeAlias = Literal["given", "asked", "refused"]


def _one_or_more(value: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever the file says
    return (value,) if isinstance(value, str) else value


class Programme(BaseModel):
    """Who pays which share of which measures; what is left out does not limit."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    title: Mapping[Literal["de", "en"], str] = {}
    rate: Share
    """Share of a measure's cost."""
    most: Money | None = None
    """Most for one measure."""
    total: Money | None = None
    """Most for all measures together; then a plan chooses which of them are funded."""
    kinds: Annotated[tuple[Funded, ...], BeforeValidator(_one_or_more)] = ("open", "extend", "convert")
    sectors: Annotated[tuple[str, ...], BeforeValidator(_one_or_more)] = ()
    carrier_types: Annotated[tuple[CarrierType, ...], BeforeValidator(_one_or_more)] = ()
    consent: Annotated[tuple[Said, ...], BeforeValidator(_one_or_more)] = ()
    """What column `consent` has to say."""
    first: int | None = Field(default=None, alias="from")
    last: int | None = Field(default=None, alias="to")
    """First and last year in which the measure is paid."""
    source: str = ""

    @model_validator(mode="after")
    def _is_a_share(self) -> "Programme":
        if self.rate.amount > 1:
            message = f"{self.rate} is more than a measure costs; write a rate up to 100 %."
            raise ValueError(message)
        return self

    def __str__(self) -> str:
        """Write the programme, as comparisons tell it."""
        return told(self)

    def pays(self, cost: int) -> int:
        """Return the grant for a measure of this cost: min(most, half-even rate · cost) [cents]."""
        share = half_even(Fraction(self.rate.amount) * cost)
        return share if self.most is None else min(share, self.most.whole)


class Grants(Constraint):
    """Programmes pay a share of a measure's cost, each measure by the first programme whose conditions it meets.

    grant[i]  =  min(most, rate · cost[i])
    Σ_i grant[i]·step[i] over the measures i that the programme funds  ≤  total     for each programme with a total

    With a total, each measure that fits is there twice, funded and not; funded, it gets the whole grant.

    Source: the programme, in the scenario.
    """

    rule: ClassVar[str] = "grants"
    kind: ClassVar[Kind] = "couples facilities"
    may: ClassVar[tuple[Apply, ...]] = ("enforce",)
    title: ClassVar[dict[str, str]] = {"de": "Förderprogramme", "en": "Grants"}

    programmes: Mapping[str, Programme] = Field(min_length=1)

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a programme with a total."""
        steps = tables.steps
        for name, programme in self.programmes.items():
            if programme.total is not None and name in steps.programmes:
                funded = (steps.programme == steps.programmes.index(name)).nonzero()[0]
                lhs = sum(int(steps.grant[i]) * decisions.step[int(i)] for i in funded)
                yield Row(lhs, "≤", programme.total.whole, (name,), "cents")
