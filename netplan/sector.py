"""What a file in models/ may say: services, modes, levels, norms, rules and goals of one sector."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, NonNegativeInt, PositiveInt, model_validator

from netplan.constraints import Rules
from netplan.indicators import GoalText
from netplan.norms import Evidence, Money, NormText, Persons

Text: TypeAlias = Mapping[Literal["de", "en"], str]


class _Text(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def _by_stage(value: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever the file says
    return {EVERY_STAGE: value} if isinstance(value, str) else value


EVERY_STAGE = "*"
"""Stands for all grades where a size of classes does not differ by stage."""
ByStage: TypeAlias = Annotated[Mapping[str, str], BeforeValidator(_by_stage)]
"""A norm, or norms by stage: grades such as `1-2`."""


class ClassesText(_Text):
    """That people of a service are taught in classes, and the names of the norms that say of which size."""

    grades: PositiveInt
    """Grades of the service."""
    most: ByStage
    """Norms of the most persons of a class [persons]."""
    plan: ByStage = {}
    """Norms of the persons that a class is planned with [persons]."""
    first: str = ""
    """Norm of the fewest persons of a grade of one class [persons]."""
    further: str = ""
    """Norm of the fewest persons for each further class [persons]; empty: as the first."""
    parallel: str = ""
    """Norm of the fewest parallel classes of the entry grade [classes]."""


class RegimeText(_Text):
    """An exception from the law on classes; what it does not say is as the service says."""

    title: Text
    law: str
    """The paragraph that names it."""
    services: tuple[str, ...] = Field(min_length=1)
    first: str = ""
    further: str = ""
    parallel: str = ""
    total: str = ""
    """Norm of the fewest persons over all grades [persons]."""
    years: str = ""
    """Norm of the most years in a row [years]."""
    mixed: bool = False
    """Whether classes have several grades, so that first and further speak of all grades."""
    only_existing: bool = False
    """Whether only facilities that were never closed since today may use it."""


class TransportText(_Text):
    """Who is taken to a facility at public cost, and the names of the norms that say so."""

    since: str = Field(alias="from")
    """Norm of the shortest way for which transport is paid [length]."""
    cost: str
    """Norm of what it costs for a person and year [money]."""
    by: str
    """Mode on whose roads the way is measured, by its length: on foot, as entitlement is."""


class ServiceText(_Text):
    """What people need, and the names of the norms that say how far and how many."""

    title: Text
    modes: tuple[str, ...] = Field(min_length=1)
    """Modes of travel; the quickest counts."""
    take_up: Mapping[str, str]
    """By age group, the norm that says which share needs the service."""
    residents: tuple[str, ...] = ()
    """Age groups whose residents the service is for, in need or not; those of `take_up` where it is left out."""
    reach: str
    """Norm of the longest way that exists [duration]."""
    target: str
    """Norm of the way that should not be exceeded [duration]."""
    stay: str = ""
    """Norm of the years that an intake stays, one grade a year, assigned once [years]; see `cohorts` of a scenario."""
    survival: Mapping[str, str] = {}
    """By grade from 2 on, the norm of persons in it for one person in the grade before [share]; 100 % if not named."""
    intake: Mapping[str, str] = {}
    """By age group, the norm that says which share enters in a year; replaces `take_up` where there are cohorts."""
    least: str = ""
    """Norm of the fewest persons in an open facility whose level names none [persons]."""
    need_low: str = ""
    """Norm of the need where take-up is low, as a share of the need that is counted [share]; for reports only."""
    need_high: str = ""
    """Likewise where take-up is high [share]."""
    classes: ClassesText | None = None
    transport: TransportText | None = None

    @model_validator(mode="after")
    def _has_both_ends(self) -> "ServiceText":
        if bool(self.need_low) != bool(self.need_high):
            message = "a corridor of need has two ends; write need_low and need_high."
            raise ValueError(message)
        return self


class GroupText(_Text):
    """People who travel in their own way or whose way counts more; what is not said is as for everyone."""

    title: Text
    modes: tuple[str, ...] = ()
    """Modes of travel in place of those of every service; the quickest counts."""
    reach: str = ""
    """Norm of the longest way that exists for them [duration]."""
    target: str = ""
    """Norm of the way that should not be exceeded by them [duration]."""
    weight: str = ""
    """Norm of how much a minute of theirs counts in the goal `weighted_minutes` [share]."""


class ModeText(_Text):
    """How people travel, and the names of the norms that say how fast."""

    title: Text
    roads: Literal["walk", "bike", "drive"]
    speed: str
    access_speed: str = ""
    """Norm for the way from door to road and from road to door; empty: `speed`."""
    wait: str = ""
    """Norm of a time added once a way."""
    speed_by_highway: Mapping[str, str] = {}


class PhaseText(_Text):
    """A level that ends by itself."""

    years: PositiveInt
    """Listed years it lasts at most."""
    then: str
    """Level that follows."""
    run_out: bool = False
    """Whether going to this level is the decision to close, year by year; only where a scenario has cohorts."""


def _index(value: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever the file says
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value) or not Fraction(value):
            message = f"{value} is no price index; write a number above 0, like 105.5."
            raise ValueError(message)
        return Fraction(value)
    return value


_NUMBER = re.compile(r"\d+(\.\d+)?")
PriceKind: TypeAlias = Literal["measures", "running"]
"""What an index is of: `measures` carries cost_eur and proceeds_eur, `running` running_eur and per_person_eur."""


class PriceIndexText(_Text):
    """How prices went: amounts of one year are carried to the price base year by the ratio of its numbers."""

    years: Mapping[int, Annotated[Fraction, BeforeValidator(_index)]] = Field(min_length=1)
    """By year, the index; any year may be 100."""
    source: str = ""
    evidence: Evidence | None = None
    note: str = ""


class LevelText(_Text):
    """A size a facility of the sector can have."""

    title: Text
    places: Mapping[str, Persons] = {}
    """By service; of a service not named, the fewest by rooms, law and licence, if any of these is."""
    parallel: Mapping[str, PositiveInt] = {}
    """By service, parallel classes that the level carries."""
    rooms: Mapping[str, PositiveInt] = {}
    """By service, class rooms."""
    licence: Mapping[str, Persons] = {}
    """By service, places of the operating licence."""
    site_rooms: NonNegativeInt = 0
    """Rooms of its site that a facility of this level takes, which others there share."""
    total: Persons | None = None
    """Places over all services."""
    least: Mapping[str, Persons] = {}
    least_total: Persons | None = None
    running: Money | None = None
    """Running cost of a year, whoever comes."""
    per_person: Mapping[str, Money] = {}
    """By service, running cost of one person for a year."""
    land: Money | None = None
    """Running cost of a year that the Land bears, such as teachers."""
    land_per_person: Mapping[str, Money] = {}
    """By service, the same of one person."""
    price_year: int | None = None
    """Year in whose prices these are written; the price base year where it is left out."""
    life: str = ""
    """Norm of the years for which a building of this level can be used [years]."""
    phase: PhaseText | None = None
    intake: bool = True
    """Whether people may be assigned; a phase may say no: then it has places only for those who stay."""
    source: str = ""
    evidence: Evidence | None = None


class Sector(_Text):
    """One file of models/."""

    sector: str
    title: Text
    people: Text
    """What the persons are called."""
    advisory: Text = {}
    """Why a plan of this sector is advice and no order; empty: it may be decided."""
    services: Mapping[str, ServiceText] = Field(min_length=1)
    modes: Mapping[str, ModeText] = Field(min_length=1)
    groups: Mapping[str, GroupText] = {}
    """Target groups that a scenario may tell apart."""
    area_weights: Mapping[str, str] = {}
    """By class of the social index of areas, the norm of how much a minute of their people counts [share]."""
    levels: Mapping[str, LevelText] = {}
    regimes: Mapping[str, RegimeText] = {}
    """Exceptions from the law on classes, which a scenario may permit."""
    price_index: Mapping[PriceKind, PriceIndexText] = {}
    norms: Mapping[str, Mapping[str, NormText]] = {}
    """By name of the set; `all` holds in every set."""
    constraints: Rules = Rules()
    goals: tuple[GoalText, ...] = ()
