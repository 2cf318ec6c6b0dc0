"""Houses that facilities share: who takes how many rooms in each listed year, and who follows whom."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from netplan.case import Case
from netplan.plan import Plan
from netplan.tables import StepKind


@dataclass(frozen=True)
class SharedSite:
    """One site in one listed year."""

    site: int
    """Index of the site."""
    year: int
    taken: tuple[tuple[int, int], ...]
    """Facility and the rooms that it takes, those that take none left out."""
    rooms: int
    """Rooms that the site has."""

    @property
    def free(self) -> int:
        """Rooms that nobody takes; below zero where more are taken than there are."""
        return self.rooms - sum(rooms for _, rooms in self.taken)


def shared_sites(plan: Plan) -> Iterator[SharedSite]:
    """Yield the sites whose rooms are known and whose facilities could take some, year by year."""
    tables, level = plan.tables, plan.level
    premises, years = tables.premises, tables.demand.years.tolist()
    for j in premises.known:
        own = [f for f in np.flatnonzero(tables.levels.site == j).tolist() if premises.rooms[f].any()]
        for t, year in enumerate(years) if own else ():
            rooms = ((f, int(premises.rooms[f, level[f, t]])) for f in own)
            yield SharedSite(j, year, tuple(one for one in rooms if one[1]), int(premises.site_rooms[j]))


@dataclass(frozen=True)
class Converted:
    """A house that one facility leaves and another takes."""

    facility: int
    """Index of the facility that leaves."""
    closes: int | None
    """Listed year in which it closes; None where it does not."""
    into: int
    opens: int | None
    """Listed year in which the other opens; None where it does not."""
    cents: int
    """Money of both measures together."""


def conversions(plan: Plan, case: Case) -> Iterator[Converted]:
    """Yield each house of the rule on conversions, what happens to it and what it costs."""
    rule, tables = case.rules.conversions, plan.tables
    names = {name: f for f, name in enumerate(tables.levels.facilities)}
    for one, other in (rule.into if rule else {}).items():
        if one in names and other in names:
            closing = _acts(plan, names[one], StepKind.CLOSE)
            opening = _acts(plan, names[other], StepKind.OPEN)
            years, cents = tables.demand.years[tables.steps.year], tables.steps.cost
            yield Converted(
                names[one],
                int(years[closing[0]]) if closing else None,
                names[other],
                int(years[opening[0]]) if opening else None,
                int(cents[[*closing, *opening]].sum()),
            )


def _acts(plan: Plan, f: int, kind: StepKind) -> list[int]:
    steps = plan.tables.steps
    return [i for i in plan.measures.tolist() if steps.facility[i] == f and steps.kind[i] == kind]
