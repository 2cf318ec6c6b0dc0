"""Policies of assignment in a tiny question: drawn, tried out by brute force, and checked on an answer.

People go one by one where a cell may be divided, and all at once where it stays together. What counts afterwards is
how many are where, how many of them beyond the target and how many anew; the least person-seconds are kept for each.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from netplan.tables import Districts
from tests.oracle.classes import Grant, taught
from tests.oracle.crowds import NOBODY, Crowd, Crowds, People, not_worse
from tests.oracle.lives import Life, level_of
from tests.oracle.policy import District, Policies
from tests.oracle.question import Goal, Level, Question

EASED = 0.7
"""In so many of the questions with policies little else limits what people can do."""


@dataclass(frozen=True)
class Way:
    """Some persons of a cell who go to a facility for a service in a year."""

    cell: int
    facility: int
    service: int
    year: int
    people: int


def with_policies(seed: int, question: Question, share: float) -> Question:
    """Give a share of the questions policies, half of them exactly on a limit."""
    rng = Random(f"{seed} policies")
    if rng.random() >= share:
        return question
    if rng.random() < EASED:
        question = _eased(rng, question)
    names = [
        rng.choice(("split", "whole_cells", "nearest", "nearest", "nearest", "districts", "districts"))
        for _ in question.services
    ]
    ways = sorted({way for cell in question.seconds for site in cell for way in site})
    apart = [b - a for a in ways for b in ways if b > a]
    tolerance = rng.choice((0, *(rng.choice(apart) - rng.randint(0, 1) for _ in range(2)))) if apart else 0
    districts = tuple(
        District(c, s, rng.choice(question.facilities).name, since, rng.random() < 0.2)
        for c in range(len(question.demand))
        for s in range(len(question.services))
        for since in ((0,) if rng.random() < 0.8 else (0, rng.choice(question.years)))
        if rng.random() < 0.85
    )
    districts = tuple({(d.cell, d.service, d.since): d for d in districts}.values())
    cells = rng.sample(range(len(question.demand)), rng.randint(0, 1))
    anew = sum(max(question.demand[c][s]) for c in cells for s in range(len(question.services)))
    most = anew if rng.random() < 0.7 else None
    return replace(
        question,
        policies=Policies(tuple(names), tolerance, districts, most, rng.choice(("enforce",) * 9 + ("report",))),
    )


def _eased(rng: Random, question: Question) -> Question:
    """Let who goes where decide: no money, no fewest and nobody who must be served stand in the way."""
    later = rng.choice(("person_minutes", "person_minutes", "beyond_target", "cost"))
    return replace(
        question,
        minimum_size="report",
        everyone_served="",
        budget=None,
        open_facilities=None,
        goals=(Goal("unserved"), Goal(later)),
    )


def policy_of(question: Question, s: int) -> str:
    """Return the policy that a service's people have to follow."""
    policies = question.policies
    if policies is None or policies.apply == "report" or s >= len(policies.by_service):
        return "split"
    return policies.by_service[s]


def most_anew(question: Question) -> int | None:
    """Return how many may be assigned anew in a year, None where nobody counts."""
    policies = question.policies
    return None if policies is None or policies.apply == "report" else policies.most_anew


def district_of(question: Question, c: int, s: int, t: int) -> tuple[int | None, bool]:
    """Return the facility a cell belongs to in a year, None where there is none, and whether that may change."""
    names = [facility.name for facility in question.facilities]
    found: tuple[int | None, bool] = (None, False)
    since = -1
    for one in question.policies.districts if question.policies else ():
        if (one.cell, one.service) == (c, s) and since < one.since <= question.years[t] and one.facility in names:
            found, since = (names.index(one.facility), one.may_change), one.since
    return found


def admissible(question: Question, c: int, s: int, t: int, offered: Sequence[bool]) -> list[int]:
    """Return the facilities that a cell's people may go to, given which of them offer the service."""
    ways = [question.seconds[c][facility.site][s] for facility in question.facilities]
    near = [f for f, way in enumerate(ways) if way <= question.services[s].reach]
    policy, policies = policy_of(question, s), question.policies
    if policy == "nearest" and policies:
        shortest = min((ways[f] for f in near if offered[f]), default=0)
        return [f for f in near if ways[f] <= shortest + policies.tolerance]
    home, may_change = district_of(question, c, s, t)
    if policy == "districts" and home is not None and offered[home] and not may_change:
        return [f for f in near if f == home]
    return near


def offers(level: Level, s: int) -> bool:
    """Say whether a level takes people of a service."""
    return level.intake and level.places[s] > 0 and level.total != 0


class PolicyCrowds(Crowds):
    """Who can be where when people follow policies."""

    def _allowed(
        self, levels: Sequence[Level], asked: Sequence[bool], grants: Sequence[Sequence[Grant]], t: int
    ) -> list[People]:
        """Return what people can have: every service's crowds meet every other's."""
        question, found = self.question, [(0, 0, 0, (0,) * len(levels))]
        for s in range(len(question.services)):
            crowd = self._crowd(levels, s, t)
            least = [level.least[s] * ask for level, ask in zip(levels, asked, strict=True)]
            own = [
                (beyond, anew, int(crowd[beyond, anew, *load]), tuple(load))
                for beyond, anew, *load in np.argwhere(crowd < NOBODY).tolist()
                if all(x >= low for x, low in zip(load, least, strict=True))
                and taught(question, levels, [grant[s] for grant in grants], np.array([load])).all()
            ]
            found = [
                (a + x, b + y, z + w, tuple(i + j for i, j in zip(here, there, strict=True)))
                for a, b, z, here in found
                for x, y, w, there in own
            ]
        people, limit = sum(of[t] for cell in question.demand for of in cell), most_anew(question)
        kept = []
        for beyond, anew, seconds, load in found:
            fits = all(
                (level.total is None or n <= level.total) and n >= level.least_total * ask
                for level, n, ask in zip(levels, load, asked, strict=True)
            )
            unserved = people - sum(load)
            if fits and (limit is None or anew <= limit) and not (question.everyone_served == "enforce" and unserved):
                kept.append((unserved, beyond, seconds, 0, 0, 0))
        return not_worse(kept)

    def _crowd(self, levels: Sequence[Level], s: int, t: int) -> Crowd:
        """Return the least person-seconds by persons beyond the target, persons anew and load of each facility."""
        question, limit = self.question, most_anew(self.question)
        people = sum(cell[s][t] for cell in question.demand)
        shape = (people * self.counts_beyond, 0 if limit is None else min(limit, people))
        table = np.full((*(n + 1 for n in shape), *(level.places[s] + 1 for level in levels)), NOBODY, np.int64)
        table[(0,) * table.ndim] = 0
        offered = [offers(level, s) for level in levels]
        for c, cell in enumerate(question.demand):
            together = policy_of(question, s) in ("whole_cells", "districts")
            for group in [cell[s][t]] if together else [1] * cell[s][t]:
                table = self._moved(table, group, (c, s, t), offered)
        return table

    def _moved(self, table: Crowd, group: int, place: tuple[int, int, int], offered: Sequence[bool]) -> Crowd:
        """Let some more people of a cell go to one facility, or nowhere."""
        question, (c, s, t) = self.question, place
        after = table.copy()
        home, _ = district_of(question, c, s, t)
        for f in admissible(question, c, s, t, offered):
            way = question.seconds[c][question.facilities[f].site][s]
            if way > self.longest or not group:
                continue
            moves = [0] * table.ndim
            moves[0] = group * (self.counts_beyond and way > question.services[s].target)
            moves[1] = group * (most_anew(question) is not None and home is not None and home != f)
            moves[2 + f] = group
            if any(move >= size for move, size in zip(moves, table.shape, strict=True)):
                continue
            source = tuple(slice(0, size - move) for move, size in zip(moves, table.shape, strict=True))
            goal = tuple(slice(move, None) for move in moves)
            after[goal] = np.minimum(after[goal], np.minimum(table[source] + way * group * self.counts_seconds, NOBODY))
        return after


def policy_faults(
    question: Question,
    lives: Sequence[Life],
    ways: Sequence[Way],
    unserved: Any,
    seen_by: Callable[[Question, int], Question],
) -> list[str]:
    """Say where an answer does not follow the policies; `seen_by` gives the question as a cell's people see it."""
    if question.policies is None:
        return []
    found = []
    for t, year in enumerate(question.years):
        anew = 0
        for s in range(len(question.services)):
            offered = [offers(level_of(life.facility, life.levels[t]), s) for life in lives]
            for c in range(len(question.demand)):
                own = [way for way in ways if (way.cell, way.service, way.year) == (c, s, t) and way.people]
                parts = len({way.facility for way in own}) + bool(unserved[c][s][t])
                if policy_of(question, s) in ("whole_cells", "districts") and parts > 1:
                    found.append(f"cell {c} is divided in {year}")
                allowed, home = admissible(seen_by(question, c), c, s, t, offered), district_of(question, c, s, t)[0]
                found += [f"{way} is against the policy" for way in own if way.facility not in allowed]
                anew += sum(way.people for way in own if home is not None and way.facility != home)
        limit = most_anew(question)
        if limit is not None and anew > limit:
            found.append(f"{anew} assigned anew in {year}")
    return found


def policy_rules(question: Question) -> Mapping[str, Any]:
    """Return the rules as a scenario says them."""
    policies = question.policies
    if policies is None:
        return {}
    nearest = {"nearest": {"tolerance": f"{policies.tolerance} s"}}
    said = {
        service.name: nearest if name == "nearest" else name
        for service, name in zip(question.services, policies.by_service, strict=False)
    }
    rules: dict[str, Any] = {"assignment": {"apply": policies.apply, **said}}
    if policies.most_anew is not None:
        rules["stability"] = {"apply": policies.apply, "people": f"{policies.most_anew} persons"}
    return rules


def districts_of(question: Question) -> Districts | None:
    """Return the districts as netplan's tables hold them."""
    if question.policies is None:
        return None
    shape = (len(question.demand), len(question.services), len(question.years))
    facility, may_change = np.full(shape, -1, np.int64), np.zeros(shape, bool)
    for index in np.ndindex(*shape):
        home, may = district_of(question, *index)
        facility[index], may_change[index] = -1 if home is None else home, may
    return Districts(facility, may_change)


def _without(**changes: Any) -> Any:
    def change(question: Question) -> Question:
        return replace(question, policies=replace(question.policies, **changes)) if question.policies else question

    return change


def _split(name: str) -> Any:
    def change(question: Question) -> Question:
        if question.policies is None:
            return question
        names = tuple("split" if one == name else one for one in question.policies.by_service)
        return replace(question, policies=replace(question.policies, by_service=names))

    return change


WITHOUT_POLICIES: dict[str, Any] = {"assignment": _without(by_service=()), "stability": _without(most_anew=None)}
"""What a question is without one of the two rules."""
WITHOUT_ONE_POLICY: dict[str, Any] = {
    **{name: _split(name) for name in ("whole_cells", "nearest", "districts")},
    "tolerance of nearest": _without(tolerance=0),
}
"""What a question is without one policy; each is in fewer questions than a rule."""
