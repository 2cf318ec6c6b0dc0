"""Budget: measures cost no more than the council grants, by year and in total."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator

from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions, Term
from netplan.norms import Money
from netplan.tables import Tables
from netplan.units import Quantity


def _by_year(value: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever the file says
    return {"*": value} if isinstance(value, str | Quantity) else value


class Budget(Constraint):
    """The money of measures stays within what is granted.

    Σ_i cost[i]·step[i] over paid[i] = y  (+ running[y] − Σ_i proceeds[i]·step[i] over t[i] = y)  ≤  per_year[y]   ∀ y
    Σ_i cost[i]·step[i]  (+ Σ_t span[t]·running[t] − Σ_i proceeds[i]·step[i])                     ≤  total
    running[t] = Σ_f,k running[f,k]·at[f,k,t] + Σ_f,s per_person[f,s]·load[f,s,t]

    Where grants are taken off, cost[i] is without them. Nominal cents at the price base year, in the year they are
    paid, without carry-over.

    Source: the council's budget, in the scenario.
    """

    rule: ClassVar[str] = "budget"
    kind: ClassVar[Kind] = "couples facilities"
    title: ClassVar[dict[str, str]] = {"de": "Haushalt", "en": "Budget"}

    per_year: Annotated[Mapping[str, Money], BeforeValidator(_by_year)] | None = None
    """Money of each listed year, or one amount for each of them."""
    total: Money | None = None
    """Money of all listed years together."""
    running: bool = False
    """Whether running cost counts too."""
    proceeds: bool = False
    """Whether what measures bring in may be spent, in the year in which they take effect."""
    grants: bool = False
    """Whether grants are taken off, so that only the carriers' own part counts."""

    def granted(self, year: int) -> int | None:
        """Return what is granted for a listed year [cents], None where nothing is said."""
        if self.per_year is None:
            return None
        amount = self.per_year.get(str(year), self.per_year.get("*"))
        return None if amount is None else amount.whole

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a listed year with a budget and one for the total."""
        steps, demand = tables.steps, tables.demand
        cost = steps.cost - steps.grant * self.grants
        spent: Term = 0
        for t, year in enumerate(demand.years.tolist()):
            due = [i for i in range(len(cost)) if steps.paid[i] == t and cost[i]]
            paid = sum(int(cost[i]) * decisions.step[i] for i in due) - self._proceeds(t, decisions, tables)
            running = self._running(t, decisions, tables) if self.running else 0
            granted = self.granted(year)
            if granted is not None:
                yield Row(paid + running, "≤", granted, (str(year),), "cents")
            spent = spent + paid + (int(demand.span[t]) * running if self.running else 0)
        if self.total is not None:
            yield Row(spent, "≤", self.total.whole, ("total",), "cents")

    def weighs_people(self, tables: Tables) -> bool:
        """Whether running cost per person counts."""
        return self.running and bool(tables.money.per_person.any())

    def _proceeds(self, t: int, decisions: Decisions, tables: Tables) -> Term:
        steps = tables.steps
        found = ((steps.year == t) & (steps.proceeds > 0) & self.proceeds).nonzero()[0]
        return sum(int(steps.proceeds[i]) * decisions.step[int(i)] for i in found)

    @staticmethod
    def _running(t: int, decisions: Decisions, tables: Tables) -> Term:
        running, per_person = tables.levels.running, tables.money.per_person
        used = [(f, k) for f, k in zip(*running.nonzero(), strict=True) if tables.levels.exists[f, k]]
        fixed = sum(int(running[f, k]) * decisions.at[int(f), int(k), t] for f, k in used)
        return fixed + sum(
            int(per_person[f, s]) * decisions.load[int(f), int(s), t]
            for f, s in zip(*per_person.nonzero(), strict=True)
        )
