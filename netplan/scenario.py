"""What a file in scenarios/ may say: one question about one region."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PositiveInt

from netplan.constraints import Rules
from netplan.constraints.locks import LOCK
from netplan.indicators import GoalText
from netplan.norms import NormText, Share
from netplan.sector import PriceIndexText, PriceKind, Text

MeasureKind: TypeAlias = Literal["open", "extend", "reduce", "convert", "close"]
KINDS: tuple[MeasureKind, ...] = ("open", "extend", "reduce", "convert", "close")


def _kinds(value: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever the file says
    return {"all": KINDS, "none": ()}.get(value, value) if isinstance(value, str) else value


def _names(value: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever the file says
    return (value,) if isinstance(value, str) else value


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if names.count(name) > 1:
            message = f"{name} stands here twice; name it once."
            raise ValueError(message)
    return names


def _ascending(years: tuple[int, ...]) -> tuple[int, ...]:
    if any(later <= earlier for earlier, later in pairwise(years)):
        message = "years are not ascending; list each once, the earliest first."
        raise ValueError(message)
    return years


def _lock(value: str) -> str:
    if not LOCK.fullmatch(value):
        message = f'{value} is no lock; write keep, never or "close by 2029".'
        raise ValueError(message)
    return value


class MoneyText(BaseModel):
    """How money of several years is added up."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    discount_rate: Share | None = None
    """Yearly rate; 0 % where it is left out."""
    base_year: int | None = None
    """Year to which money is discounted; the first listed one where it is left out."""
    price_base: int | None = None
    """Year in whose prices money counts; `base_year` where it is left out."""
    price_index: Mapping[PriceKind, PriceIndexText] = {}
    """Replaces that of the models."""
    transport: bool = False
    """Whether transport of those with a long way counts, where the model has its norms."""
    residual: bool = False
    """Whether what is left of buildings at the end counts, by their useful life."""


class Scenario(BaseModel):
    """One file of scenarios/, with what it takes over from the scenario it is based on."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    title: Text
    description: Text = {}
    region: str
    """Folder in data/."""
    sector: Annotated[tuple[str, ...], BeforeValidator(_names), AfterValidator(_each_once)] = Field(min_length=1)
    """File in models/, or several that are planned together: one budget, one set of sites, one plan."""
    norms: str
    """Name of a norm set."""
    years: Annotated[tuple[int, ...], AfterValidator(_ascending)] = Field(min_length=1)
    span: PositiveInt | None = None
    """For how many years the last listed one stands; as the one before where it is left out."""
    based_on: str = ""
    against: str = ""
    measures: Annotated[tuple[MeasureKind, ...], BeforeValidator(_kinds)] = KINDS
    locks: Mapping[str, Annotated[str, AfterValidator(_lock)]] = {}
    cohorts: bool = False
    """Whether people of services with a stay are assigned once for all its years."""
    groups: Annotated[tuple[str, ...], BeforeValidator(_names), AfterValidator(_each_once)] = ()
    """Target groups of the models that are told apart; the earlier one has its people first."""
    constraints: Rules = Rules()
    unserved: Literal["none", ""] = ""
    goals: tuple[GoalText, ...] = ()
    override: Mapping[str, NormText] = {}
    """Norms of this scenario; where several sectors are planned, by sector and norm, as in `kita.reach`."""
    cost: MoneyText = MoneyText()

    @property
    def spans(self) -> tuple[int, ...]:
        """For how many calendar years each listed year stands."""
        gaps = [later - earlier for earlier, later in pairwise(self.years)]
        return (*gaps, self.span or (gaps[-1] if gaps else 1))


MERGED_KEYS = ("locks", "constraints", "override")
"""Keys that a scenario and its base share entry by entry."""


def merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return a base's keys replaced by the scenario's own; MERGED_KEYS are joined entry by entry."""
    joined = {**base, **own}
    for key in MERGED_KEYS:
        if isinstance(base.get(key), dict) and isinstance(own.get(key), dict):
            joined[key] = {**base[key], **own[key]}
    return joined
