"""What a tiny question is made of: plain numbers, nothing of netplan's own."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from fractions import Fraction
from typing import Any

from tests.oracle.class_law import ClassLaw
from tests.oracle.measure_rules import MeasureRules
from tests.oracle.policy import Policies

CLOSED = "closed"
FIRST_YEAR = 2026
KINDS = ("open", "extend", "reduce", "convert", "close")


@dataclass(frozen=True)
class Service:
    """What people need, how far they go at most, and how far they should not go."""

    name: str
    reach: int
    """[s]"""
    target: int
    """[s]"""


@dataclass(frozen=True)
class Level:
    """A size; one number by service in `places` and `least`."""

    places: tuple[int, ...]
    least: tuple[int, ...]
    total: int | None = None
    least_total: int = 0
    running: int = 0
    """Of one year [cents]."""
    land: int = 0
    """Of one year, borne by the Land [cents]."""
    stays: int = 0
    """Listed years that a phase lasts at most; 0: the level is no phase."""
    then: str = ""
    """Level after a phase."""
    intake: bool = True
    """Whether people may enter, or only stay who are there."""
    runs_out: bool = False
    """Whether going there is the decision to close."""
    parallel: int = 0
    """Parallel classes of each service; 0: it does not say."""
    rooms: int = 0
    """Rooms of its site that it takes."""


@dataclass(frozen=True)
class Measure:
    """A step that a facility may take."""

    before: str
    after: str
    cost: int
    lead: int = 0
    first: int | None = None
    last: int | None = None
    under_way: bool = False
    consent: str = ""
    """given, asked or refused; empty: nothing is said."""
    tags: str = ""
    """Letters by which links name it."""
    proceeds: int = 0
    """What it brings in when it takes effect [cents]."""
    life: int = 0
    """Years for which what it builds can be used; 0: nothing is left."""
    price_year: int | None = None
    """Year in whose prices cost and proceeds are written."""
    grant: int = 0
    """What a programme pays of it, in a life [cents]."""
    programme: int | None = None
    """Index of that programme, in a life."""
    line: str = ""
    """Budget line; empty: that of the facility."""

    @property
    def name(self) -> str:
        """What the region calls it."""
        return f"{self.before} to {self.after}"


@dataclass(frozen=True)
class Facility:
    """One facility, its sizes and what may be done to it."""

    name: str
    site: int
    """Column of `seconds`."""
    today: str
    levels: Mapping[str, Level]
    """Without `closed`."""
    measures: tuple[Measure, ...]
    lock: str = ""
    carrier: str = "municipal"
    area: str = "a0"
    """Planning area of its site."""
    per_person: tuple[int, ...] = ()
    """Running cost of one person for a year, by service [cents]; empty: nothing."""
    land_per_person: tuple[int, ...] = ()
    """The same that the Land bears."""
    line: str = "town"
    """Budget line."""


@dataclass(frozen=True)
class Budget:
    """What the council grants [cents]; one number by listed year."""

    per_year: tuple[int, ...] | None = None
    total: int | None = None
    running: bool = False
    apply: str = "enforce"
    proceeds: bool = False
    """Whether what measures bring in may be spent."""
    grants: bool = False
    """Whether grants are taken off."""
    periods: tuple[tuple[int, int, int], ...] = ()
    """First and last year, and what is granted for all listed years between [cents]."""
    lines: tuple[tuple[str, "Budget"], ...] = ()
    """Budgets of single lines."""


@dataclass(frozen=True)
class Programme:
    """Who pays a share of which measures."""

    percent: int
    most: int | None = None
    """For one measure [cents]."""
    total: int | None = None
    """For all measures together [cents]."""
    kinds: tuple[str, ...] = ("open", "extend", "convert")
    carriers: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    """Years in which the measure is paid."""


@dataclass(frozen=True)
class Most:
    """Fewest and most of something, from a year on."""

    most: int | None = None
    least: int | None = None
    since: int = 0
    apply: str = "enforce"


@dataclass(frozen=True)
class Cohorts:
    """Who is assigned once and stays."""

    halves: tuple[int, ...]
    """Half years of the stay, by service; 0: people are assigned anew in every listed year."""
    survival: tuple[Fraction, ...] = ()
    """Persons in grade 2, 3 … for one in the grade before; 1 beyond the last that is named."""
    attendance: tuple[tuple[int, int, int, int, int], ...] = ()
    """Cell, facility, service, entry and persons who are there already and stay."""
    most_moved: int | None = None
    """Persons who may move in a year because their facility closes at once; None: nobody."""


@dataclass(frozen=True)
class Goal:
    """A goal with its tolerance: a share in per cent, or an amount in its unit."""

    name: str
    percent: int = 0
    amount: int = 0
    rates: tuple[tuple[str, int], ...] = ()
    """Of `cost_with`: other goals and what one of their units is worth [cents]."""


@dataclass(frozen=True)
class Question:
    """Everything a plan depends on."""

    years: tuple[int, ...]
    spans: tuple[int, ...]
    services: tuple[Service, ...]
    demand: tuple[tuple[tuple[int, ...], ...], ...]
    """Persons by cell, service and year; where a service has a stay, then also those in grade 2, 3 … in the first."""
    seconds: tuple[tuple[tuple[int, ...], ...], ...]
    """Way by cell, site and service [s]."""
    facilities: tuple[Facility, ...]
    goals: tuple[Goal, ...] = (Goal("unserved"),)
    kinds: tuple[str, ...] = KINDS
    rate: Fraction = Fraction(0)
    base: int = FIRST_YEAR
    locks: str = "enforce"
    minimum_size: str = ""
    """enforce, new_only, report; empty: the rule is not set."""
    budget: Budget | None = None
    measures_per_year: Most | None = None
    open_facilities: Most | None = None
    everyone_served: str = ""
    cohorts: Cohorts | None = None
    policies: Policies | None = None
    provision: Any = None
    """Areas and what is asked there, a `Provision` of tests/oracle/provision.py."""
    measures: MeasureRules | None = None
    classes: ClassLaw | None = None
    fairness: Any = None
    """What is asked for those who fare worst, a `Fairness` of tests/oracle/fairness.py."""
    residual: bool = False
    """Whether what is left of buildings at the end counts."""
    prices: tuple[tuple[int, Fraction], ...] = ()
    """Price index by year; amounts are carried to the first of them."""
    rooms: tuple[int, ...] = ()
    """Rooms of each site, below 0 where nobody says; empty: the rule is not set."""
    rooms_apply: str = "enforce"
    conversions: tuple[tuple[str, str], ...] = ()
    """By name: who leaves a house, and who may take it."""
    conversions_apply: str = "enforce"
    branches: tuple[tuple[str, str], ...] = ()
    """By name: a branch and its main school."""
    branches_apply: str = "enforce"
    places_for: Any = None
    """Places of the second service for the people of the first, a `PlacesFor` of tests/oracle/pupils.py."""
    programmes: tuple[Programme, ...] = ()
    transport: tuple[tuple[int, int], ...] = ()
    """By service, from how many metres on (as many as seconds) people are taken, and at what cost a year [cents]."""


def counted(question: Question) -> set[str]:
    """Return what goals count: themselves, and what they value in money."""
    names = {goal.name for goal in question.goals}
    rated = {name for goal in question.goals for name, _ in goal.rates}
    return names | rated | ({"cost"} if "cost_with" in names else set())


def with_values(question: Question, facts: Mapping[str, int]) -> dict[str, int]:
    """Return facts and what cost and valued goals are together."""
    rates = dict(next((goal.rates for goal in question.goals if goal.name == "cost_with"), ()))
    worth = sum(rate * facts[name] for name, rate in rates.items())
    return {**facts, "cost_with": facts["cost"] + worth} if rates else dict(facts)


def shown(value: Any) -> str:
    """Write a question as Python that makes it again, leaving out what goes without saying."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key!r}: {shown(part)}" for key, part in value.items()) + "}"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(shown, value)) + ("," if len(value) == 1 else "") + ")"
    if not hasattr(value, "__dataclass_fields__"):
        return repr(value)
    told = []
    for field in fields(value):
        part = getattr(value, field.name)
        if field.default is MISSING or part != field.default:
            told.append(f"{field.name}={shown(part)}")
    return f"{type(value).__name__}({', '.join(told)})"
