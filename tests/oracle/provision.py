"""Rules of provision over a tiny question, as plain loops: places for those who live there, near and in reserve."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import gcd
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.oracle.lives import Life, all_places, level_of
from tests.oracle.question import CLOSED, Facility, Level, Measure, Question
from tests.oracle.stays import people_in, presences

NOBODY = 10**9
Crowd = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Share:
    """A share of people in per mille, and who keeps it."""

    least: int | None = None
    most: int | None = None
    last_year: bool = False
    by: str = "region"
    apply: str = "enforce"


@dataclass(frozen=True)
class Provision:
    """Two areas, who lives in them, and what is asked there."""

    cell_area: tuple[int, ...]
    site_area: tuple[int, ...]
    residents: tuple[tuple[tuple[int, ...], ...], ...]
    """Persons by area, age group and year: one age group for each service, and one of its own."""
    coverage: Share | None = None
    reserve: Share | None = None
    corridor: Share | None = None
    within: Share | None = None
    free: str = ""
    """How a building needs that no place is free: enforce, report, or not at all."""
    free_reach: int = 0
    """Reasonable way [s]; 0: the target of the service."""


Scope = tuple[int, ...]
"""Areas that keep a share together."""


def scopes(question: Question, by: str) -> list[Scope]:
    """List each area, the region, or both."""
    assert question.provision
    areas = range(len(question.provision.residents))
    return [(a,) for a in areas if by != "region"] + [tuple(areas)] * (by != "area")


def keeps_provision(question: Question, lives: Sequence[Life]) -> bool:
    """Say whether lives together have the places that are asked for."""
    asked = question.provision
    if asked is None:
        return True
    rules: list[tuple[Share | None, Callable[[Question, Share, Sequence[Life]], bool]]] = [
        (asked.coverage, keeps_coverage),
        (asked.reserve, keeps_reserve),
        (asked.corridor, keeps_corridor),
    ]
    return all(keeps(question, share, lives) for share, keeps in rules if share and share.apply == "enforce")


def places_of(question: Question, lives: Sequence[Life], scope: Scope, s: int, t: int) -> int:
    """Count the places of a service in a year."""
    assert question.provision
    own = [life for life in lives if question.provision.site_area[life.facility.site] in scope]
    return sum(room(level_of(life.facility, life.levels[t]), s) for life in own)


def room(level: Level, s: int) -> int:
    """Return the places of a service, at most those over all services."""
    return level.places[s] if level.total is None else min(level.places[s], level.total)


def residents_of(question: Question, scope: Scope, group: int, t: int) -> int:
    """Count who lives there."""
    assert question.provision
    return sum(question.provision.residents[a][group][t] for a in scope)


def keeps_coverage(question: Question, share: Share, lives: Sequence[Life]) -> bool:
    """Say whether places are a share of those who live there, and the share does not fall."""
    for scope in scopes(question, share.by):
        for s in range(len(question.services)):
            own = [
                life
                for life in lives
                if question.provision and question.provision.site_area[life.facility.site] in scope
            ]
            were = sum(room(level_of(life.facility, life.facility.today), s) for life in own)
            lived = residents_of(question, scope, s, 0)
            for t in range(len(question.years)):
                places, people = places_of(question, lives, scope, s, t), residents_of(question, scope, s, t)
                if share.least is not None and 1000 * places < share.least * people:
                    return False
                if share.last_year and lived > 0 and places * lived < were * people:
                    return False
                were, lived = places, people
    return True


def keeps_reserve(question: Question, share: Share, lives: Sequence[Life]) -> bool:
    """Say whether places exceed need by a share."""
    assert question.provision
    for scope in scopes(question, share.by):
        cells = [c for c, area in enumerate(question.provision.cell_area) if area in scope]
        for s in range(len(question.services)):
            for t in range(len(question.years)):
                need = sum(people_in(question, c, s, t) for c in cells)
                if 1000 * places_of(question, lives, scope, s, t) < (1000 + (share.least or 0)) * need:
                    return False
    return True


def keeps_corridor(question: Question, share: Share, lives: Sequence[Life]) -> bool:
    """Say whether places for the last age group are neither too few nor too many."""
    for scope in scopes(question, share.by):
        for s in range(len(question.services)):
            for t in range(len(question.years)):
                places = places_of(question, lives, scope, s, t)
                people = residents_of(question, scope, len(question.services), t)
                if share.least is not None and 1000 * places < share.least * people:
                    return False
                if share.most is not None and 1000 * places > share.most * people:
                    return False
    return True


def may_build(question: Question, facility: Facility, act: Measure, t: int) -> bool:
    """Say whether a building is permitted: places that are there already do not hold as many near people."""
    asked = question.provision
    if asked is None or asked.free != "enforce" or act.under_way:
        return True
    before, after = level_of(facility, act.before), level_of(facility, act.after)
    if act.before != CLOSED and (act.after == CLOSED or all_places(after) <= all_places(before)):
        return True
    gains = [s for s in range(len(question.services)) if room(after, s) > room(before, s)]
    return not gains or any(
        _placed(question, facility, after, s, t) > _placed(question, facility, before, s, t) for s in gains
    )


def _reasonable(question: Question, c: int, s: int) -> int:
    """Return the reasonable way of a cell's people: by the rule, else their group's or service's target [s]."""
    assert question.provision
    service, groups = question.services[s], question.fairness.groups if question.fairness else ()
    own = (service.reach, service.target)
    reach, target = question.fairness.limits[groups[c]] if groups and groups[c] >= 0 else own
    return min(question.provision.free_reach or target, reach)


def _placed(question: Question, facility: Facility, level: Level, s: int, t: int) -> int:
    """Count how much of a place people find near, part by part, moving those who came before where that helps."""
    shares = [
        (c, one.places)
        for c, cell in enumerate(question.demand)
        for e, people in enumerate(cell[s])
        for one in presences(question, s, e)
        if one.year == t
        for _ in range(people)
    ]
    part = gcd(1000, *(share for _, share in shares))
    places = [
        room(level if other.name == facility.name else level_of(other, other.today), s) * (1000 // part)
        for other in question.facilities
    ]
    taken: list[list[int]] = [[0] * len(question.demand) for _ in places]

    def seat(c: int, tried: set[int]) -> bool:
        for f, other in enumerate(question.facilities):
            if f in tried or question.seconds[c][other.site][s] > _reasonable(question, c, s):
                continue
            tried.add(f)
            if sum(taken[f]) < places[f]:
                taken[f][c] += 1
                return True
            for guest, parts in enumerate(taken[f]):
                if parts and seat(guest, tried):
                    taken[f][guest] -= 1
                    taken[f][c] += 1
                    return True
        return False

    return sum(seat(c, set()) for c, share in shares for _ in range(share // part))


def asks_within(question: Question) -> bool:
    """Say whether a share of people has to live within the target."""
    asked = question.provision
    return asked is not None and asked.within is not None and asked.within.apply == "enforce"


def crowds_within(question: Question, table: Crowd, s: int, t: int, longest: int, counts: tuple[bool, bool]) -> Crowd:
    """Let people come one by one, area by area, and forget where too few of them are within the target."""
    asked = question.provision
    assert asked
    assert asked.within
    found = {(0, 0): table}
    for area in range(len(asked.residents)):
        cells = [c for c, own in enumerate(asked.cell_area) if own == area]
        for c in cells:
            for _ in range(question.demand[c][s][t]):
                found = _one_more(question, found, (c, s), longest, counts)
        people = sum(question.demand[c][s][t] for c in cells)
        if asked.within.by != "region":
            found = {key: crowd for key, crowd in found.items() if enough(key[0], people, asked.within)}
        found = _joined((0, key[1], crowd) for key, crowd in found.items())
    people = sum(cell[s][t] for cell in question.demand)
    if asked.within.by != "area":
        found = {key: crowd for key, crowd in found.items() if enough(key[1], people, asked.within)}
    return np.asarray(np.min([np.full_like(table, NOBODY), *found.values()], axis=0))


def enough(near: int, people: int, share: Share) -> bool:
    """Say whether enough people are within the target."""
    return 1000 * near >= (share.least or 0) * people


def _one_more(
    question: Question,
    found: dict[tuple[int, int], Crowd],
    person: tuple[int, int],
    longest: int,
    counts: tuple[bool, bool],
) -> dict[tuple[int, int], Crowd]:
    """Let one person go somewhere or nowhere; by how many of the area and of the region are within the target."""
    c, s = person
    service, (beyond, seconds) = question.services[s], counts
    moved = [(*key, crowd) for key, crowd in found.items()]
    for (own, every), crowd in found.items():
        for f, facility in enumerate(question.facilities):
            way = question.seconds[c][facility.site][s]
            if way > min(service.reach, longest):
                continue
            far = way > service.target
            step = int(beyond and far)
            source, goal = [slice(None)] * crowd.ndim, [slice(None)] * crowd.ndim
            source[0], goal[0] = slice(0, crowd.shape[0] - step), slice(step, None)
            source[1 + f], goal[1 + f] = slice(0, -1), slice(1, None)
            after = np.full_like(crowd, NOBODY)
            after[tuple(goal)] = np.minimum(crowd[tuple(source)] + way * seconds, NOBODY)
            moved.append((own + (not far), every + (not far), after))
    return _joined(iter(moved))


def _joined(found: Iterator[tuple[int, int, Crowd]]) -> dict[tuple[int, int], Crowd]:
    joined: dict[tuple[int, int], Crowd] = {}
    for own, every, crowd in found:
        joined[own, every] = np.minimum(joined[own, every], crowd) if (own, every) in joined else crowd
    return joined


def within_faults(question: Question, ways: Sequence[Any]) -> list[str]:
    """Say where too few people of an area are within the target; `ways` tell cell, facility, service, year, people."""
    asked = question.provision
    if asked is None or not asks_within(question) or not asked.within:
        return []
    found = []
    for scope in scopes(question, asked.within.by):
        cells = [c for c, area in enumerate(asked.cell_area) if area in scope]
        for s, service in enumerate(question.services):
            for t in range(len(question.years)):
                near = sum(
                    way.people
                    for way in ways
                    if (way.service, way.year) == (s, t)
                    and way.cell in cells
                    and question.seconds[way.cell][question.facilities[way.facility].site][s] <= service.target
                )
                if not enough(near, sum(people_in(question, c, s, t) for c in cells), asked.within):
                    found.append(f"{near} persons of areas {scope} within the target in {question.years[t]}")
    return found


def without_cell(asked: Provision | None, c: int) -> Provision | None:
    """Return what is asked where a cell is left out."""
    return asked and replace(asked, cell_area=asked.cell_area[:c] + asked.cell_area[c + 1 :])


def without_service(asked: Provision | None, s: int) -> Provision | None:
    """Return what is asked where a service is left out."""
    return asked and replace(asked, residents=tuple(area[:s] + area[s + 1 :] for area in asked.residents))


def without_year(asked: Provision | None, t: int) -> Provision | None:
    """Return what is asked where a year is left out."""
    residents = asked.residents if asked else ()
    kept = tuple(tuple(group[:t] + group[t + 1 :] for group in area) for area in residents)
    return asked and replace(asked, residents=kept)


def simpler_provision(asked: Provision | None) -> Iterator[Provision]:
    """Yield what is asked with one thing less."""
    for name in ("coverage", "reserve", "corridor", "within", "free") if asked else ():
        if asked and getattr(asked, name):
            nothing: Any = "" if name == "free" else None
            changes: dict[str, Any] = {name: nothing}
            yield replace(asked, **changes)


def permitted(question: Question, lives: list[Life]) -> list[Life]:
    """Return the lives whose buildings are permitted."""
    known: dict[tuple[str, int], bool] = {}
    for life in lives:
        for t, act in enumerate(life.acts):
            if act and (act.name, t) not in known:
                known[act.name, t] = may_build(question, life.facility, act, t)
    return [life for life in lives if all(known[act.name, t] for t, act in enumerate(life.acts) if act)]
