"""Classes, not heads: each grade of an open school can be parted into classes that the law permits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator

from netplan.constraints.class_bands import UNTOUCHED, Band, asked_levels, bands_of, widest
from netplan.constraints.class_school import School
from netplan.constraints.constraint import Apply, Constraint, Kind, Row
from netplan.decisions import Decisions, Own
from netplan.tables import Tables

EVERY = "*"
"""Stands for every facility where a regime names none."""


def _by_regime(value: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever the file says
    if isinstance(value, str):
        return {value: (EVERY,)}
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return dict.fromkeys(value, (EVERY,))
    return value


@dataclass(frozen=True)
class Use:
    """A regime that a facility makes use of in a listed year."""

    facility: int
    service: int
    year: int
    regime: int


class Classes(Constraint):
    """Every grade of an open school can be parted into classes that are neither too small nor too large.

    n persons of a grade are k parallel classes where  first + further·(k − 1)  ≤  n  ≤  most·k,  fewest ≤ k ≤ parallel.
    These are intervals with holes between them: where there is one interval only, no choice is stated. Else

    Σ_b band[f,s,b,t]  =  Σ_k at[f,k,t]                          ∀ f, s, t over levels k that name parallel classes
    Σ_b least[b]·band[f,s,b,t]  ≤  grade[f,s,1,t]  ≤  Σ_b most[b]·band[f,s,b,t]            of the entry grade
    grade[f,s,g,t]    ≥  Σ_b first[b,g] · band[f,s,b,t]          of later grades
    Σ_g grade[f,s,g,t]  ≥  Σ_b total[b] · band[f,s,b,t]          where a regime asks for persons in all
    grade[f,s,g,t]    ≤  Σ_k most[s,g]·parallel[f,k,s] · at[f,k,t]   of every grade
    Σ_b band[f,s,b,t] over bands of so many classes  ≤  Σ_k at[f,k,t] over levels that carry them

    A regime is an exception that the law names: bands of its own, perhaps for existing facilities only, perhaps for at
    most so many calendar years in a row (a listed year counts for all the years that it stands for). A plan is valid
    where some permitted band fits; the exception printed is the mildest that fits, in the order of the scenario.
    Of later grades only one class at least is asked, and no more classes than the level carries: the law names parallel
    classes for the entry grade, and a grade that shrinks or grows on its way may join or part its classes. Classes of
    several grades count the persons of all grades together. A phase, and a level that takes nobody in, is asked for no
    least. Where grades are not told apart, those that one stands for are taken to be of one size, and sizes are sums.
    new_only: a further band, open only where untouched[f,t] = 1, asks for nothing.
    cohorts: a later grade g is asked where f took its intake in: it had places and took people in year t − g + 1, and
    had places ever since; persons in all grades are asked where that holds of the last one. Else the row is less
      max_b least[b] · (Σ step[i] over steps i of f to places from none in years t − g + 2 … t
                        + Σ_k at[f,k,t−g+1] over open levels that take nobody in)
    because the law speaks of classes that are formed, and a school without intakes forms none: one that runs out, or
    fills grade by grade, is asked of the grades it has formed.

    Source: norms of the service, e.g. §§ 4a, 4b SächsSchulG; which regimes are permitted: the scenario.
    """

    rule: ClassVar[str] = "classes"
    kind: ClassVar[Kind] = "one facility"
    may: ClassVar[tuple[Apply, ...]] = ("enforce", "new_only", "report")
    title: ClassVar[dict[str, str]] = {"de": "Klassenbildung", "en": "Classes"}

    regimes: Annotated[Mapping[str, tuple[str, ...]], BeforeValidator(_by_regime)] = {}
    """Exceptions that facilities may make use of, the mildest first; by regime which facilities, `*` for all."""

    def decides(self, tables: Tables) -> Iterator[Own]:
        """Yield which band each school with several of them lies in, by facility, service, band and year."""
        schools = [school for school in self._stated(tables) if len(school.bands) > 1]
        if schools:
            shown = {index: school.shown(*index[2:]) for school in schools for index in school.choices}
            yield Own("band", dict.fromkeys(shown, 1), shown)

    def settles(self, decisions: Decisions, tables: Tables) -> Mapping[str, Mapping[Any, int]]:
        """Return the bands that a plan's schools lie in: the mildest that fit, else the nearest."""
        schools = [school for school in self._stated(tables) if len(school.bands) > 1]
        found = {index: 0 for school in schools for index in school.choices}
        for school in schools:
            for t, b in school.lies_in(decisions).items():
                found[school.f, school.s, b, t] = 1
        return {"band": found} if schools else {}

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield the rows of each facility, service and year, and those that join years."""
        for school in self._stated(tables):
            for t in school.years:
                yield from school.rows_of(decisions, t)
            yield from school.rows_over_years(decisions)

    def uses(self, decisions: Decisions, tables: Tables) -> list[Use]:
        """List the exceptions that a plan makes use of, by facility, service and year."""
        return [
            Use(school.f, school.s, t, regime)
            for school in self._schools(tables)
            for t, regime in school.exceptions(decisions).items()
        ]

    def _stated(self, tables: Tables) -> Iterator[School]:
        """Yield the schools with the bands that have to be chosen among; what is only reported is held to the law."""
        for school in self._schools(tables):
            is_chosen = self.apply != "report"
            yield replace(school, bands=widest(tables, school.f, school.s, school.bands)) if is_chosen else school

    def _schools(self, tables: Tables) -> Iterator[School]:
        classes = tables.classes
        index = {name: r for r, name in enumerate(classes.regimes)}
        for f, facility in enumerate(tables.levels.facilities):
            own = [index[r] for r, who in self.regimes.items() if r in index and (EVERY in who or facility in who)]
            for s in classes.taught:
                if classes.parallel[f, :, s].any():
                    bands = bands_of(tables, f, s, own)
                    room = int(tables.levels.room[f, :, s].max())
                    spares = self.apply == "new_only"
                    if spares and len(asked_levels(tables, f, s)):
                        later = (0,) * (int(tables.demand.grades[s]) - 1)
                        bands = [Band(UNTOUCHED, 0, 0, room, later, 0, 0, room), *bands]
                    yield School(tables, f, s, bands, spares)
