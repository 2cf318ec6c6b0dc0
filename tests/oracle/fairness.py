"""Fairness in a tiny question: the worst tenth and extra minutes, tried out by brute force and checked on an answer.

Everything that the people of a year can do is listed cell by cell: how many of each go where. What is told apart
afterwards is what some rule or goal counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import ceil
from typing import Any

import numpy as np

from tests.oracle.branches import large_enough
from tests.oracle.classes import Grant, taught
from tests.oracle.crowds import Crowds, People, not_worse
from tests.oracle.lives import Life, level_of
from tests.oracle.policies import Way, admissible, district_of, most_anew, offers, policy_of
from tests.oracle.pupils import enough_for
from tests.oracle.question import Level, Question


@dataclass(frozen=True)
class Fairness:
    """What is asked for those who fare worst."""

    mean: int | None = None
    """Most that the longest ways of a tenth take on average [s], by service and year."""
    more_than: int = 0
    """Extra way that is not yet counted [s]."""
    most_extra: int | None = None
    """Most people with more extra way, by year; None: nobody asks."""
    today: str = "nearest"
    """Where people go today: nearest or districts."""
    groups: tuple[int, ...] = ()
    """By cell: which group its people are in, −1 for none; no entry: nobody is told apart."""
    limits: tuple[tuple[int, int], ...] = ()
    """By group: longest way that exists, and way that should not be exceeded, of every service [s]."""
    least_within: int | None = None
    """Least share of each group within its target [per mille]."""
    gap_within: int | None = None
    """By how much that share may be smaller than everybody's [per mille]."""
    weights: tuple[Fraction, ...] = ()
    """By cell: how much a minute of its people counts in the goal `weighted_minutes`; no entry: all alike."""
    area: tuple[int, ...] = ()
    """By cell: 0 in an area of low, 1 in one of high burden; no entry: there are no such areas."""
    least_area: int | None = None
    """Least share of each area within the target [per mille]."""
    least_high: int | None = None
    """The same of the area of high burden, in place of that [per mille]."""
    apply: str = "enforce"


def fair_without_cell(asked: Fairness | None, c: int) -> Fairness | None:
    """Return what is asked where a cell is left out."""
    parts = {name: getattr(asked, name) for name in ("groups", "weights", "area") if asked}
    return asked and replace(asked, **{name: part[:c] + part[c + 1 :] for name, part in parts.items()})


@dataclass(frozen=True)
class Outcome:
    """What some people of one service do in one year."""

    load: tuple[int, ...]
    beyond: int
    anew: int
    extra: int
    seconds: int
    ways: tuple[tuple[int, int], ...]
    """Started minutes and how many take so long, shortest first."""
    near: tuple[tuple[Any, int], ...] = ()
    """Group and area, and how many of these are within their target, where somebody asks."""
    weighed: int = 0
    """Person-seconds as they count."""
    gap: int = 0
    """Widest gap of a group, told once everybody is there [per mille]."""

    def plus(self, other: "Outcome") -> "Outcome":
        """Return what both do together."""
        return Outcome(
            tuple(a + b for a, b in zip(self.load, other.load, strict=True)),
            self.beyond + other.beyond,
            self.anew + other.anew,
            self.extra + other.extra,
            self.seconds + other.seconds,
            _joined(self.ways, other.ways),
            _joined(self.near, other.near),
            self.weighed + other.weighed,
        )


def _joined(one: tuple[tuple[Any, int], ...], other: tuple[tuple[Any, int], ...]) -> tuple[tuple[Any, int], ...]:
    found = dict(one)
    for key, people in other:
        found[key] = found.get(key, 0) + people
    return tuple(sorted(found.items()))


def worst(ways: Sequence[tuple[int, int]]) -> int:
    """Add up ten times the longest ways of a tenth of the people: whole ones first, then a part of the next."""
    longest = sorted((minutes for minutes, people in ways for _ in range(people)), reverse=True)
    whole, rest = divmod(len(longest), 10)
    return 10 * sum(longest[:whole]) + (rest * longest[whole] if rest else 0)


def is_near_enough(ways: Sequence[tuple[int, int]], mean: int | None) -> bool:
    """Say whether the worst tenth goes no farther on average than asked."""
    served = sum(people for _, people in ways)
    return mean is None or 60 * worst(ways) <= mean * served


def group_of(question: Question, c: int) -> int:
    """Return the group of a cell's people, −1 for none."""
    groups = question.fairness.groups if question.fairness else ()
    return groups[c] if groups else -1


def seen_by(question: Question, c: int) -> Question:
    """Return the question as the people of a cell see it: with the reach and target of their group."""
    group = group_of(question, c)
    if group < 0:
        return question
    reach, target = question.fairness.limits[group]
    services = tuple(replace(service, reach=reach, target=target) for service in question.services)
    return replace(question, services=services)


def area_of(question: Question, c: int) -> int:
    """Return the area of a cell: 0 of low, 1 of high burden."""
    area = question.fairness.area if question.fairness else ()
    return area[c] if area else 0


def asks_near(question: Question) -> bool:
    """Say whether a share of each group or area has to be within its target."""
    asked = asked_of(question)
    asks_groups = bool(asked.groups) and (asked.least_within, asked.gap_within) != (None, None)
    is_goal = any(goal.name == "group_gap" for goal in question.goals)
    return is_goal or asks_groups or (bool(asked.area) and asked.least_area is not None)


def widest_gap(question: Question, near: Mapping[Any, int], s: int, t: int) -> int:
    """Return by how many per mille, rounded up, a group is less often within its target than everybody."""
    need, lucky = dict[int, int](), dict[int, int]()
    for c, cell in enumerate(question.demand):
        need[group_of(question, c)] = need.get(group_of(question, c), 0) + cell[s][t]
    for (group, _), people in near.items():
        lucky[group] = lucky.get(group, 0) + people
    every, widest = sum(need.values()), 0
    for group in (group for group, people in need.items() if group >= 0 and people):
        less = Fraction(sum(lucky.values()), every) - Fraction(lucky.get(group, 0), need[group])
        widest = max(widest, ceil(1000 * less))
    return widest


def keeps_near(question: Question, near: Mapping[Any, int], s: int, t: int) -> bool:
    """Say whether enough of each group and area are within their target; `near` counts them by both."""
    by_group, by_area = dict[int, int](), dict[int, int]()
    for (group, area), people in near.items():
        by_group[group] = by_group.get(group, 0) + people
        by_area[area] = by_area.get(area, 0) + people
    return keeps_groups(question, by_group, s, t) and keeps_areas(question, by_area, s, t)


def keeps_areas(question: Question, near: Mapping[int, int], s: int, t: int) -> bool:
    """Say whether enough of each area are within their target; `near` counts them by area."""
    asked = asked_of(question)
    if not asked.area or asked.least_area is None:
        return True
    for area in (0, 1):
        people = sum(cell[s][t] for c, cell in enumerate(question.demand) if area_of(question, c) == area)
        least = asked.least_high if area and asked.least_high is not None else asked.least_area
        if 1000 * near.get(area, 0) < least * people:
            return False
    return True


def keeps_groups(question: Question, near: Mapping[int, int], s: int, t: int) -> bool:
    """Say whether enough of each group are within their target; `near` counts them by group."""
    asked, need = asked_of(question), dict[int, int]()
    if not asked.groups:
        return True
    for c, cell in enumerate(question.demand):
        need[group_of(question, c)] = need.get(group_of(question, c), 0) + cell[s][t]
    every, lucky = sum(need.values()), sum(near.values())
    for group, people in need.items():
        own = near.get(group, 0)
        if group < 0 or not people:
            continue
        if asked.least_within is not None and 1000 * own < asked.least_within * people:
            return False
        if asked.gap_within is not None and 1000 * (own * every - lucky * people) < -asked.gap_within * people * every:
            return False
    return True


def asked_of(question: Question) -> Fairness:
    """Return what is asked; nothing where it is only reported."""
    asked = question.fairness
    return asked if asked and asked.apply == "enforce" else Fairness()


class FairCrowds(Crowds):
    """Who can be where when somebody looks at the worst off."""

    def __init__(self, question: Question, longest: int) -> None:
        super().__init__(question, longest)
        goals = {goal.name for goal in question.goals}
        self.counts_ways = "worst_tenth" in goals or asked_of(question).mean is not None
        self.counts_worst = "worst_tenth" in goals
        self.counts_weighed = "weighted_minutes" in goals
        self._outcomes: dict[Any, list[Outcome]] = {}

    def _allowed(
        self, levels: Sequence[Level], asked: Sequence[bool], grants: Sequence[Sequence[Grant]], t: int
    ) -> list[People]:
        question, limit = self.question, most_anew(self.question)
        own = [self._service(levels, asked, grants, s, t) for s in range(len(question.services))]
        people = sum(of[t] for cell in question.demand for of in cell)
        found = set()
        for parts in product(*own):
            load = [sum(part.load[f] for part in parts) for f in range(len(levels))]
            fits = all(
                (level.total is None or n <= level.total) and n >= level.least_total * ask
                for level, n, ask in zip(levels, load, asked, strict=True)
            )
            fits = fits and bool(large_enough(question, levels, np.array([load]), None).all())
            unserved = people - sum(load)
            if not fits or (limit is not None and sum(part.anew for part in parts) > limit):
                continue
            extra = asked_of(question).most_extra
            if extra is not None and sum(part.extra for part in parts) > extra:
                continue
            if question.everyone_served == "enforce" and unserved:
                continue
            tails = sum(worst(part.ways) for part in parts) if self.counts_worst else 0
            sums = (sum(p.beyond for p in parts), sum(p.seconds for p in parts), 60 * tails)
            gap = max((p.gap for p in parts), default=0)
            found.add((unserved, *sums, sum(p.weighed for p in parts), gap))
        return not_worse(found)

    def _service(
        self, levels: Sequence[Level], asked: Sequence[bool], grants: Sequence[Sequence[Grant]], s: int, t: int
    ) -> list[Outcome]:
        """List what the people of a service can do at these levels."""
        offered = tuple(offers(level, s) for level in levels)
        key = (s, t, offered)
        if key not in self._outcomes:
            self._outcomes[key] = [
                replace(one, gap=widest_gap(self.question, dict(one.near), s, t))
                for one in self._everybody(s, t, offered)
                if is_near_enough(one.ways, asked_of(self.question).mean)
                and (not asks_near(self.question) or keeps_near(self.question, dict(one.near), s, t))
            ]
        grant = [of[s] for of in grants]
        return [
            one
            for one in self._outcomes[key]
            if all(
                level.least[s] * ask <= n <= level.places[s]
                for level, n, ask in zip(levels, one.load, asked, strict=True)
            )
            and taught(self.question, levels, grant, np.array([one.load])).all()
            and large_enough(self.question, levels, np.array([one.load]), s).all()
            and enough_for(self.question, levels, np.array([one.load]), s).all()
        ]

    def _everybody(self, s: int, t: int, offered: Sequence[bool]) -> list[Outcome]:
        found = {self._group((), 0, s, (0, 0))}
        for c, cell in enumerate(self.question.demand):
            own = list(self._cell(c, cell[s][t], s, t, offered))
            found = {one.plus(other) for one in found for other in own}
        return list(found)

    def _cell(self, c: int, people: int, s: int, t: int, offered: Sequence[bool]) -> Iterator[Outcome]:
        """Yield all that the people of one cell can do."""
        question = self.question
        ways = [question.seconds[c][facility.site][s] for facility in question.facilities]
        may = [f for f in admissible(seen_by(question, c), c, s, t, offered) if ways[f] <= self.longest]
        home, _ = district_of(question, c, s, t)
        together = policy_of(question, s) in ("whole_cells", "districts")
        for numbers in _divided(people, len(may)):
            if together and max(numbers, default=0) not in (0, people):
                continue
            going = tuple((f, ways[f], n) for f, n in zip(may, numbers, strict=True) if n)
            counts = most_anew(question) is not None and home is not None
            anew = sum(n for f, _, n in going if counts and f != home)
            extra = sum(n for _, way, n in going if is_farther(question, way, c, s, t))
            yield self._group(going, c, s, (anew, extra))

    def _group(self, going: Sequence[tuple[int, int, int]], c: int, s: int, counted: tuple[int, int]) -> Outcome:
        load, ways = [0] * len(self.question.facilities), dict[int, int]()
        for f, way, people in going:
            load[f] += people
            minutes = -(-way // 60) if self.counts_ways else 0
            ways[minutes] = ways.get(minutes, 0) + people
        target = seen_by(self.question, c).services[s].target
        near = sum(people for _, way, people in going if way <= target) * asks_near(self.question)
        return Outcome(
            tuple(load),
            sum(people for _, way, people in going if way > target) * self.counts_beyond,
            *counted,
            sum(way * people for _, way, people in going) * self.counts_seconds,
            tuple(sorted(ways.items())),
            (((group_of(self.question, c), area_of(self.question, c)), near),) if near else (),
            sum(weighed(self.question, c, way) * people for _, way, people in going) * self.counts_weighed,
        )


def is_farther(question: Question, way: int, c: int, s: int, t: int) -> bool:
    """Say whether a way is longer than today's by more than is not counted."""
    asked = asked_of(question)
    if asked.most_extra is None:
        return False
    houses = range(len(question.facilities))
    home, _ = district_of(question, c, s, t) if asked.today == "districts" else (None, False)
    there = [f for f in houses if offers(level_of(question.facilities[f], question.facilities[f].today), s)]
    ways = [question.seconds[c][question.facilities[f].site][s] for f in (there if home is None else [home])]
    near = [other for other in ways if other <= seen_by(question, c).services[s].reach]
    return bool(near) and way > min(near) + asked.more_than


def _divided(people: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Yield every way in which at most so many people go to so many places."""
    if not parts:
        yield ()
        return
    for here in range(people + 1):
        yield from ((here, *others) for others in _divided(people - here, parts - 1))


def fairness_rules(question: Question) -> Mapping[str, Any]:
    """Return the rules as a scenario says them."""
    asked = question.fairness
    if asked is None:
        return {}
    rules: dict[str, Any] = {}
    if asked.mean is not None:
        rules["worst_tenth"] = {"apply": asked.apply, "mean": f"{asked.mean} s"}
    if asked.most_extra is not None:
        people, more = f"{asked.most_extra} persons", f"{asked.more_than} s"
        rules["extra_minutes"] = {"apply": asked.apply, "people": people, "more_than": more, "today": asked.today}
    shares = {"least": asked.least_within, "gap": asked.gap_within}
    told = {name: f"{share} per 1000" for name, share in shares.items() if share is not None}
    if asked.groups and told:
        rules["group_within_target"] = {"apply": asked.apply, **told}
    if asked.area and asked.least_area is not None:
        rules["within_target"] = {"apply": asked.apply, "least": f"{asked.least_area} per 1000"}
        if asked.least_high is not None:
            rules["within_target"]["by_class"] = {"high": f"{asked.least_high} per 1000"}
    return rules


def weighed(question: Question, c: int, way: int) -> int:
    """Return a way as it counts for the people of a cell, rounded half-even [s]."""
    weights = question.fairness.weights if question.fairness else ()
    return round(weights[c] * way) if weights else way


def areas_of(question: Question) -> dict[str, Any]:
    """Return areas and their classes as netplan's demand holds them, where somebody asks for them."""
    asked = question.fairness
    if not asked or not asked.area:
        return {}
    return {"areas": ("a0", "a1"), "area": np.array(asked.area, np.int64), "social_class": ("low", "high")}


def groups_of(question: Question) -> dict[str, Any]:
    """Return the groups as netplan's demand holds them: every cell of a question is a row of its own."""
    asked = question.fairness
    if not asked or not asked.groups:
        return {}
    names = tuple(f"g{number}" for number in range(len(asked.limits)))
    return {"groups": names, "group": np.array(asked.groups, np.int64), "home": np.arange(len(asked.groups))}


def limits_of(question: Question, cell: Any, service: Any, seconds: Any) -> dict[str, Any]:
    """Return reach and target by pair, where groups have their own, and the way as it counts."""
    asked, found = question.fairness, dict[str, Any]()
    if asked and asked.weights:
        ways = zip(cell.tolist(), seconds.tolist(), strict=True)
        found["weighed"] = np.array([weighed(question, c, way) for c, way in ways], np.int64)
    if not asked or not asked.groups:
        return found
    seen = [seen_by(question, c).services[s] for c, s in zip(cell.tolist(), service.tolist(), strict=True)]
    return found | {
        "reach": np.array([service.reach for service in seen], np.int64),
        "target": np.array([service.target for service in seen], np.int64),
    }


def ways_of(question: Question, ways: Sequence[Way], s: int, t: int) -> list[tuple[int, int]]:
    """List started minutes and people of one service and year."""
    return [(-(-_seconds(question, way) // 60), way.people) for way in ways if (way.service, way.year) == (s, t)]


def fairness_faults(question: Question, ways: Sequence[Way]) -> list[str]:
    """Say where an answer does not do what is asked."""
    asked, found = asked_of(question), []
    for t, year in enumerate(question.years):
        for s, service in enumerate(question.services):
            if not is_near_enough(ways_of(question, ways, s, t), asked.mean):
                found.append(f"the worst tenth of {service.name} goes too far in {year}")
            if not keeps_near(question, near_of(question, ways, s, t), s, t):
                found.append(f"too few of a group or an area are within the target in {year}")
        extra = sum(
            way.people
            for way in ways
            if way.year == t and is_farther(question, _seconds(question, way), way.cell, way.service, t)
        )
        if asked.most_extra is not None and extra > asked.most_extra:
            found.append(f"{extra} go much farther than today in {year}")
    return found


def near_of(question: Question, ways: Sequence[Way], s: int, t: int) -> dict[Any, int]:
    """Count the people within their target by group and area."""
    near = dict[Any, int]()
    for way in (way for way in ways if (way.service, way.year) == (s, t)):
        if _seconds(question, way) <= seen_by(question, way.cell).services[s].target:
            key = (group_of(question, way.cell), area_of(question, way.cell))
            near[key] = near.get(key, 0) + way.people
    return near


def _seconds(question: Question, way: Way) -> int:
    return question.seconds[way.cell][question.facilities[way.facility].site][way.service]


def fairness_values(question: Question, ways: Sequence[Way], lives: Sequence[Life]) -> dict[str, int]:  # noqa: ARG001
    """Count the goals of fairness on an answer."""
    tails = sum(
        span * worst(ways_of(question, ways, s, t))
        for t, span in enumerate(question.spans)
        for s in range(len(question.services))
    )
    counted = sum(
        question.spans[way.year] * way.people * weighed(question, way.cell, _seconds(question, way)) for way in ways
    )
    gaps = [
        widest_gap(question, near_of(question, ways, s, t), s, t)
        for t in range(len(question.years) if not question.cohorts else 0)
        for s in range(len(question.services))
    ]
    return {"worst_tenth": 60 * tails, "weighted_minutes": counted, "group_gap": max(gaps, default=0)}
