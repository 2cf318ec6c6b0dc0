"""Budget: measures cost no more than the council grants, by year, by period and in total, for all or for a line."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from netplan.constraints.constraint import Constraint, Kind, Row, told
from netplan.decisions import Decisions, Term
from netplan.norms import Money
from netplan.tables import Ints, Tables
from netplan.units import Quantity

_PERIOD = re.compile(r"(\d{4})[-–](\d{4})")


def _by_year(value: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever the file says
    return {"*": value} if isinstance(value, str | Quantity) else value


def _period(name: str) -> str:
    found = _PERIOD.fullmatch(name)
    if not found or found[1] > found[2]:
        message = f"{name} is no period; write its first and its last year, like 2026-2029."
        raise ValueError(message)
    return name


ByYear: TypeAlias = Annotated[Mapping[str, Money], BeforeValidator(_by_year)] | None
Periods: TypeAlias = Mapping[Annotated[str, AfterValidator(_period)], Money]


class Line(BaseModel):
    """What is granted for one budget line; the settings are those of the budget."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    per_year: ByYear = None
    periods: Periods = {}
    total: Money | None = None
    running: bool = False
    proceeds: bool = False
    grants: bool = False

    def __str__(self) -> str:
        """Write what is granted, as comparisons tell it."""
        return told(self)


class Budget(Constraint):
    """The money of measures stays within what is granted.

    paid[t]     =  Σ_i cost[i]·step[i] over paid[i] = t  (− Σ_i proceeds[i]·step[i] over year[i] = t)
    running[t]  =  Σ_f,k running[f,k]·at[f,k,t] + Σ_f,s per_person[f,s]·load[f,s,t]

    paid[t] (+ running[t])                     ≤  per_year[t]     ∀ t
    Σ_t paid[t] (+ span[t]·running[t])         ≤  periods[p]      ∀ p, over the listed years t of the period
    Σ_t paid[t] (+ span[t]·running[t])         ≤  total

    The same for each line, over the measures i and facilities f of that line. Where grants are taken off, cost[i] is
    without them. Nominal cents at the price base year, in the year they are paid, without carry-over.

    Source: the council's budget, in the scenario.
    """

    rule: ClassVar[str] = "budget"
    kind: ClassVar[Kind] = "couples facilities"
    title: ClassVar[dict[str, str]] = {"de": "Haushalt", "en": "Budget"}

    per_year: ByYear = None
    """Money of each listed year, or one amount for each of them."""
    periods: Periods = Field(default_factory=dict)
    """Money of all listed years from one to another, by `2026-2029`."""
    total: Money | None = None
    """Money of all listed years together."""
    running: bool = False
    """Whether running cost counts too."""
    proceeds: bool = False
    """Whether what measures bring in may be spent, in the year in which they take effect."""
    grants: bool = False
    """Whether grants are taken off, so that only the carriers' own part counts."""
    lines: Mapping[str, Line] = Field(default_factory=dict)
    """Budget lines: columns `line` of measures.csv and facilities.csv, else the sector."""

    def weighs_people(self, tables: Tables) -> bool:
        """Whether running cost per person counts."""
        counts = self.running or any(line.running for line in self.lines.values())
        return counts and bool(tables.money.per_person.any())

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a listed year, a period and for the total, where something is granted; likewise each line."""
        yield from _limits(self, "", decisions, tables)
        for name, line in self.lines.items():
            yield from _limits(line, name, decisions, tables)


def listed_in(period: str, years: Ints) -> list[int]:
    """Return the indices of the listed years in a period."""
    first, last = (int(year) for year in re.split("[-–]", period))
    return [t for t, year in enumerate(years.tolist()) if first <= year <= last]


def _limits(said: Budget | Line, line: str, decisions: Decisions, tables: Tables) -> Iterator[Row]:
    demand, where = tables.demand, (line,) if line else ()
    years = range(len(demand.years))
    paid = [_paid(said, line, t, decisions, tables) for t in years]
    running = [_running(line, t, decisions, tables) if said.running else 0 for t in years]

    def over(some: list[int]) -> Term:
        spent: Term = 0
        for t in some:
            spent = spent + paid[t] + (int(demand.span[t]) * running[t] if said.running else 0)
        return spent

    for t, year in enumerate(demand.years.tolist()):
        granted = (said.per_year or {}).get(str(year), (said.per_year or {}).get("*"))
        if granted is not None:
            yield Row(paid[t] + running[t], "≤", granted.whole, (*where, str(year)), "cents")
    for period, money in said.periods.items():
        yield Row(over(listed_in(period, demand.years)), "≤", money.whole, (*where, period), "cents")
    if said.total is not None:
        yield Row(over(list(years)), "≤", said.total.whole, (*where, "total"), "cents")


def _paid(said: Budget | Line, line: str, t: int, decisions: Decisions, tables: Tables) -> Term:
    """Return Σ cost of a line's measures that are paid in year t, less proceeds and grants where they are taken off."""
    steps = tables.steps
    cost = steps.cost - steps.grant * said.grants
    own = steps.of_line(line)
    due = (own & (steps.paid == t) & (cost != 0)).nonzero()[0]
    paid = sum(int(cost[i]) * decisions.step[int(i)] for i in due)
    return paid - _proceeds(line, t, decisions, tables) if said.proceeds else paid


def _proceeds(line: str, t: int, decisions: Decisions, tables: Tables) -> Term:
    steps = tables.steps
    found = (steps.of_line(line) & (steps.year == t) & (steps.proceeds > 0)).nonzero()[0]
    return sum(int(steps.proceeds[i]) * decisions.step[int(i)] for i in found)


def _running(line: str, t: int, decisions: Decisions, tables: Tables) -> Term:
    running, per_person, own = tables.levels.running, tables.money.per_person, tables.levels.of_line(line)
    used = [(f, k) for f, k in zip(*running.nonzero(), strict=True) if own[f] and tables.levels.exists[f, k]]
    fixed = sum(int(running[f, k]) * decisions.at[int(f), int(k), t] for f, k in used)
    return fixed + sum(
        int(per_person[f, s]) * decisions.load[int(f), int(s), t]
        for f, s in zip(*per_person.nonzero(), strict=True)
        if own[f]
    )
