"""Classes of a plan: how many are formed, what carries them, which exceptions from the law they need."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from netplan.case import Case
from netplan.constraints import Classes
from netplan.constraints.class_sizes import fewest_classes
from netplan.plan import Plan
from netplan.tables import Tables


@dataclass(frozen=True)
class SchoolYear:
    """One service taught in classes at one open facility in one listed year."""

    facility: int
    service: int
    year: int
    """Index of the listed year."""
    people: tuple[int, ...]
    """Persons by grade of the tables, rounded half-even."""
    parallel: tuple[int, ...]
    """Fewest parallel classes by grade of the tables that none of is too large; empty where classes have several."""
    classes: int
    """Fewest classes over all grades of the law, or of several grades each where an exception lets them be."""
    carried: int
    """Parallel classes that the level carries, 0 where it does not say."""
    binding: tuple[str, ...]
    """Capacities that the places of the level are: `stated`, `rooms`, `law`, `licence`."""
    regime: str
    """Exception that is made use of; empty: none."""


def school_years(plan: Plan, case: Case) -> Iterator[SchoolYear]:
    """Yield every service taught in classes at every open facility, year by year."""
    tables, level, decisions = plan.tables, plan.level, plan.decisions
    rule = case.rules.classes or Classes()
    used = {(use.facility, use.service, use.year): use.regime for use in rule.uses(decisions, tables)}
    for f in range(len(tables.levels.facilities)):
        for s in tables.classes.taught:
            for t, k in enumerate(level[f].tolist()):
                if not tables.levels.places[f, k, s]:
                    continue
                exact = tuple(decisions.grade[f, s, g, t] for g in range(int(tables.demand.grades[s])))
                r = used.get((f, s, t), 0)
                people, (parallel, classes) = tuple(map(round, exact)), _formed(tables, s, exact)
                if tables.classes.mixed[r]:
                    parallel, classes = (), fewest_classes(ceil(sum(exact)), int(tables.classes.most_mixed[s]))
                regime = tables.classes.regimes[r]
                carried = int(tables.classes.parallel[f, k, s])
                yield SchoolYear(f, s, t, people, parallel, classes, carried, binding(tables, f, k, s), regime)


def binding(tables: Tables, f: int, k: int, s: int) -> tuple[str, ...]:
    """Return which capacities the places of a level are."""
    classes = tables.classes
    places = int(tables.levels.places[f, k, s])
    named = (
        ("stated", classes.by_stated),
        ("rooms", classes.by_rooms),
        ("law", classes.by_law),
        ("licence", classes.by_licence),
    )
    return tuple(name for name, capacity in named if int(capacity[f, k, s]) == places)


def _formed(tables: Tables, s: int, people: tuple[int | Fraction, ...]) -> tuple[tuple[int, ...], int]:
    """Return the fewest classes: parallel ones by grade, and all of them; people are spread evenly over grades."""
    classes = tables.classes
    together = int(classes.grades[s]) // len(people)
    parallel, number = [], 0
    for g, persons in enumerate(people):
        most = int(classes.most[s, g])
        parallel.append(fewest_classes(ceil(persons), most))
        if most == together * int(classes.most_mixed[s]):
            size, larger = divmod(ceil(persons), together)
            one = int(classes.most_mixed[s])
            number += larger * fewest_classes(size + 1, one) + (together - larger) * fewest_classes(size, one)
        else:
            number += together * parallel[-1]
    return tuple(parallel), number
