"""What the law on classes lets in of one grade by itself, trail by trail: fewest and most people of an entry."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from netplan.audit.bounds.entries import WHOLE, Bools, Ints
from netplan.audit.bounds.parts import Parts
from netplan.audit.class_law import exempted
from netplan.audit.classes import permitted
from netplan.audit.cohorts import grades
from netplan.audit.facilities import Facility
from netplan.audit.levels import CLOSED
from netplan.audit.question import Rule

MANY = 2**40
"""More people than there can be."""
Limits: TypeAlias = tuple[Ints | int, Ints | int]


@dataclass(frozen=True, eq=False)
class _Sizes:
    """What is asked of the grades of one service, by facility, and what its spots carry."""

    most: tuple[int, ...]
    """Most people of one class, or of as many as the law counts together, by grade."""
    entry: Ints
    """Fewest people of the first grade, shape (facilities,)."""
    later: Ints
    """Fewest people of each other grade, shape (facilities,)."""
    parallel: Ints
    """Classes that each spot carries, 0 where nobody says so, shape (spots,)."""
    has_places: Bools


class Taught:
    """The rule on classes: what it asks of whom."""

    def __init__(self, parts: Parts) -> None:
        """Take the scenario apart that the rule is part of."""
        self.parts, self.rule = parts, parts.enforced("classes")
        levels = parts.spots.levels
        self.takes = np.array([level.intake for level in levels], np.bool_)
        self.is_phase = np.array([level.links > 0 for level in levels], np.bool_)
        self.sizes = {} if self.rule is None else dict(self._sizes(self.rule))

    def __call__(self, e: int, then: int, t: int, trail: Ints) -> Limits:
        """Give fewest and most people of an entry in a listed year, by trail of a later one."""
        entries, trails = self.parts.entries, self.parts.trails
        service, _, grade = entries.names[e]
        if service not in self.sizes or self.rule is None:
            return 0, MANY
        sizes, row = self.sizes[service], trails.back(t, t - then)
        g = grade - 1 + then - int(entries.year[e]) if len(sizes.most) > 1 else 0
        spot, share = trails.spots[t][row, trail], int(entries.share[e, then])
        parallel, facility = sizes.parallel[spot], self.parts.spots.facility[spot]
        is_judged = (parallel > 0) & (trails.touched[t][row, trail] | (self.rule.apply != "new_only"))
        most = np.where(is_judged, WHOLE * sizes.most[g] * parallel // share, MANY)
        if self.rule.apply == "new_only":
            return 0, most
        is_asked = is_judged & self.takes[spot] & ~self.is_phase[spot]
        is_asked &= self._is_formed(sizes, g, then, t, trail)
        least = (sizes.later if g else sizes.entry)[facility]
        return np.where(is_asked, -(-WHOLE * least // share), 0), most

    def _is_formed(self, sizes: _Sizes, g: int, then: int, t: int, trail: Ints) -> Bools:
        """Whether a facility took in who is then in grade g, counted from 0, and had places since; else unknown too."""
        spots, trails = self.parts.spots, self.parts.trails
        facility = spots.facility[trails.spots[t][-1, trail]]
        found = np.ones(len(trail), np.bool_)
        for year in range(then - g, then):
            if year < 0:
                spot = spots.today[facility]
            else:
                spot = trails.spots[t][max(trails.back(t, t - year), 0), trail]
                found &= trails.window[facility] >= t - year
            found &= sizes.has_places[spot] & (self.takes[spot] | (year > then - g))
        return found

    def _sizes(self, rule: Rule) -> "list[tuple[str, _Sizes]]":
        parts, found = self.parts, []
        for name, service in parts.question.services.items():
            law = service.classes
            if law is None:
                continue
            number = grades(service)
            together = len(law.most) // number
            most = tuple(sum(law.most[g * together : (g + 1) * together]) for g in range(number))
            least = [self._least(rule, facility, name, together) for facility in parts.spots.facilities]
            entry, later = np.array(least, np.int64).reshape(-1, 2).T
            parallel = parts.spots.counted(lambda level, s=name: level.parallel.get(s, 0))  # type: ignore[misc]
            places = parts.spots.counted(lambda level, s=name: min(level.places.get(s, 0), level.size))  # type: ignore[misc]
            found.append((name, _Sizes(most, entry, later, parallel, places > 0)))
        return found

    def _least(self, rule: Rule, facility: Facility, service: str, together: int) -> tuple[int, int]:
        """Give the fewest people of the first and of each later grade, by the law or the mildest exception."""
        question = self.parts.question
        law = question.services[service].classes
        assert law is not None  # noqa: S101  only services that are taught in classes have sizes
        entry, later = [law.first + law.further * (law.fewest - 1)], [law.first]
        for name in permitted(question, rule, facility.name):
            exempt = question.exempts[name]
            if service not in exempt.services or (exempt.only_existing and facility.today == CLOSED):
                continue
            own = exempted(law, exempt)
            entry.append(0 if exempt.mixed else own.first + own.further * (own.fewest - 1))
            later.append(0 if exempt.mixed else own.first)
        return together * min(entry), together * min(later)
