"""Who can be where in a tiny question with cohorts: every intake goes somewhere once, or nowhere, and stays.

Written from the specification, in plain loops over entries. Demand of a service with a stay is by entry: the intakes
of all years, then those who are in grade 2, 3 … in the first year. Nothing of netplan is imported.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tests.oracle.cohort_classes import taught
from tests.oracle.cohort_fairness import fair_counted, keeps_fair, summed, worst_tenths
from tests.oracle.cohort_policies import Offered, counted, follows_policy, groups, keeps_counts, offered_by
from tests.oracle.cohort_policies import choices as choices_of
from tests.oracle.lives import Life, level_of
from tests.oracle.money import affordable, cost_of_person
from tests.oracle.moves import Shut, closings, grade_in, leaves, most_moved
from tests.oracle.question import CLOSED, Question, with_values
from tests.oracle.stays import entries_of, grades_of, may_move, presences, years_of

FACTS = (
    "unserved", "beyond_target", "person_minutes", "people_cost", "people_land", "moved", "worst_tenth", "longest_way",
)  # fmt: skip
Ints = npt.NDArray[np.int64]
People = dict[tuple[int, ...], int]
"""Persons by cell, facility, service and entry; those without a place by cell, service and entry."""


def is_filling(question: Question, life: Life, s: int, t: int) -> bool:
    """Say whether a facility was closed within the years that an intake needs to be in the last grade in year t."""
    for back in range(1, grades_of(question, s)):
        level = life.levels[t - back] if t - back >= 0 else life.facility.today
        if level == CLOSED:
            return True
    return False


def outcomes(question: Question, choices: Sequence[Sequence[Life]], goals: Container[str]) -> Iterator[tuple[int, ...]]:
    """Yield what people can have with each choice of lives, one number a goal."""
    crowds: dict[tuple[Offered, Shut] | None, _Crowd] = {}
    found = []
    for lives in choices:
        offered = offered_by(question, lives)
        shut = closings(question, lives)
        key = (offered, shut) if follows_policy(question) or any(shut) else None
        if key not in crowds:
            crowds[key] = _crowd(question, offered, shut)
        found.append(_allowed(question, crowds[key], lives))
    least = min((int(facts[:, 0].min()) for facts in found if len(facts)), default=0)
    first = question.goals[0]
    most = least + first.percent * abs(least) // 100 + first.amount
    for lives, facts in zip(choices, found, strict=True):
        known = {
            "carrier_cost": sum(life.carrier_cost for life in lives),
            "land_cost": sum(life.land_cost for life in lives),
            "open_facilities": sum(
                span * is_open for life in lives for span, is_open in zip(question.spans, life.is_open, strict=True)
            ),
            "closures": sum(life.closures for life in lives),
        }
        counts_money = any("cost" in goal.name for goal in question.goals)
        names = [name for name in FACTS if name in goals or (name.startswith("people_") and counts_money)]
        wanted = [FACTS.index(name) for name in names]
        for row in np.unique(facts[facts[:, 0] <= most][:, wanted], axis=0).tolist():
            people = dict(zip(names, row, strict=True))
            own, land = known["carrier_cost"], known["land_cost"]
            own, land = own + people.get("people_cost", 0), land + people.get("people_land", 0)
            money = {"cost": own + land, "carrier_cost": own, "land_cost": land}
            told = with_values(question, known | people | money)
            yield tuple(told[goal.name] for goal in question.goals)


@dataclass(frozen=True)
class _Crowd:
    """Every way in which all entries can be assigned, one row each."""

    by_grade: Ints
    """Places taken by facility, service, grade and year [1/1000]; those in grade 1 enter then."""
    facts: Ints
    """In the order of FACTS."""


def _crowd(question: Question, offered: Offered, shut: Shut) -> _Crowd:
    facilities, services, horizon = len(question.facilities), len(question.services), len(question.years)
    box = (facilities, services, max(grades_of(question, s) for s in range(services)), horizon)
    size, others = int(np.prod(box)), len(counted(question, 0, 0, 0, -1))
    fair = len(fair_counted(question, 0, 0, 0, -1))
    rows = np.zeros((1, size + others + fair + horizon + len(FACTS)), np.int64)
    for c, cell in enumerate(question.demand):
        for s, entries in enumerate(cell):
            for e, people in enumerate(entries):
                stay = _where(question, c, s, e)
                for number, group in enumerate(groups(question, s, e, people)):
                    free = choices_of(question, c, s, e, offered)
                    at_first = stay[number : number + 1] or free
                    ways = [way for f in at_first for way in _ways(question, box, (c, s, e), f, offered, shut)]
                    options = np.array(ways, dtype=np.int64).reshape(-1, rows.shape[1])
                    options[:, :-1] *= group
                    sums = rows[:, None, :-1] + options[None, :, :-1]
                    longest = np.maximum(rows[:, None, -1:], options[None, :, -1:])
                    rows = np.unique(np.concatenate([sums, longest], axis=2).reshape(-1, rows.shape[1]), axis=0)
    rows = rows[keeps_counts(question, rows[:, size : size + others])]
    of_ways = rows[:, size + others : size + others + fair]
    rows[:, -2] = worst_tenths(question, of_ways)
    rows = rows[keeps_fair(question, of_ways)]
    if may_move(question):
        first = size + others + fair
        rows = rows[(rows[:, first : first + horizon] <= most_moved(question)).all(axis=1)]
    return _Crowd(rows[:, :size].reshape(-1, *box), rows[:, -len(FACTS) :])


def _where(question: Question, c: int, s: int, e: int) -> list[int]:
    """Return the facility of each person of an entry who stays where it is."""
    known = question.cohorts.attendance if question.cohorts else ()
    return [f for a, f, b, d, people in known if (a, b, d) == (c, s, e) for _ in range(people)]


def _ways(
    question: Question, box: tuple[int, ...], who: tuple[int, int, int], f: int, offered: Offered, shut: Shut
) -> Iterator[list[int]]:
    """Yield what one person who first goes to a facility adds: where that closes at once, each way of moving on."""
    (c, s, e), horizon = who, len(question.years)
    way, moved = _alone(question, box, c, s, e, f), np.zeros(horizon, np.int64)
    if way is None:
        return
    size = int(np.prod(box))
    t = leaves(question, s, e, f, shut)
    if t is None:
        yield [*way[: -len(FACTS)], *moved.tolist(), *way[-len(FACTS) :]]
        return
    later = entries_of(question, s).index((t, grade_in(question, s, e, t)))
    moved[t] = 1
    less = np.array(_alone(question, box, c, s, later, f))
    for g in range(len(question.facilities)):
        more = _alone(question, box, c, s, later, g) if offered[t][s][g] else None
        if more is not None and g != f:
            sums = (np.array(way) - less + np.array(more)).tolist()
            facts = [*sums[-len(FACTS) : -3], 1, 0, max(way[-1], more[-1])]
            yield [*sums[:size], *sums[size : -len(FACTS)], *moved.tolist(), *facts]


def _alone(question: Question, box: tuple[int, ...], c: int, s: int, e: int, f: int) -> list[int] | None:
    """Return what one person who goes to a facility (−1: nowhere) adds to a crowd, None where it is too far."""
    taken = np.zeros(box, np.int64)
    there, years = presences(question, s, e), years_of(question, s, e)
    if f < 0:
        own = [*counted(question, c, s, e, f), *fair_counted(question, c, s, e, f)]
        return [*taken.ravel(), *own, years, 0, 0, 0, 0, 0, 0, 0]
    way = question.seconds[c][question.facilities[f].site][s]
    if way > question.services[s].reach:
        return None
    for presence in there:
        taken[f, s, presence.grade - 1, presence.year] += presence.places
    beyond = years * (way > question.services[s].target)
    return [
        *taken.ravel(),
        *counted(question, c, s, e, f),
        *fair_counted(question, c, s, e, f),
        0,
        beyond,
        years * way,
        *cost_of_person(question, c, f, s, there),
        0,
        0,
        way,
    ]


def _allowed(question: Question, crowd: _Crowd, lives: Sequence[Life]) -> Ints:
    """Return the facts of the crowds that lives have places, intake, classes and enough people for."""
    fits = np.ones(len(crowd.facts), bool)
    for f, life in enumerate(lives):
        for t in range(len(question.years)):
            level, by_grade = level_of(life.facility, life.levels[t]), crowd.by_grade[:, f, :, :, t]
            taken = by_grade.sum(axis=2)
            fits &= (taken <= 1000 * np.array(level.places)).all(axis=1)
            if level.total is not None:
                fits &= taken.sum(axis=1) <= 1000 * level.total
            if not level.intake:
                fits &= (by_grade[:, :, 0] == 0).all(axis=1)
            for s, least in enumerate(asked(question, life, t)):
                fits &= (taken.sum(axis=1) if s == len(question.services) else taken[:, s]) >= 1000 * least
            for s in range(len(question.services)):
                fits &= taught(question, life, s, t, by_grade[:, s])
    if question.everyone_served == "enforce":
        fits &= crowd.facts[:, 0] == 0
    return crowd.facts[fits & affordable(question, lives, crowd.by_grade.sum(axis=3))]


def asked(question: Question, life: Life, t: int) -> list[int]:
    """Return the fewest persons by service, and over all of them, that a facility must have in a year."""
    rule = question.minimum_size
    level = level_of(life.facility, life.levels[t])
    services = range(len(question.services))
    if rule not in ("enforce", "new_only") or (rule == "new_only" and not life.touched[t]):
        return [0] * (len(services) + 1)
    filling = [is_filling(question, life, s, t) for s in services]
    by_service = [0 if filling[s] else level.least[s] for s in services]
    return [*by_service, 0 if any(filling) else level.least_total]


def people_faults(question: Question, lives: Sequence[Life], go: People, unserved: People) -> list[str]:
    """Say what assigned people break."""
    found = _miscounted(question, go, unserved) + _too_costly(question, lives, go)
    for f, life in enumerate(lives):
        for t, year in enumerate(question.years):
            there = [
                (s, people, presence)
                for (_, to, s, e), people in go.items()
                for presence in presences(question, s, e)
                if to == f and presence.year == t
            ]
            name = life.facility.name
            if not level_of(life.facility, life.levels[t]).intake:
                found += [f"{people} enter {name} in {year}" for _, people, presence in there if presence.grade == 1]
            sums = [0] * len(question.services)
            for s, people, presence in there:
                sums[s] += people * presence.places
            if not _fits(question, life, t, sums):
                found.append(f"{name} as {life.levels[t]} has {sums} in {year}")
    for c, f, s, e, people in question.cohorts.attendance if question.cohorts else ():
        if go.get((c, f, s, e), 0) < people:
            found.append(f"{people} of cell {c} do not stay at facility {f}")
    for (c, f, s, e), people in go.items():
        is_moving = e >= len(question.demand[c][s])
        if (people < 0 and not is_moving) or question.seconds[c][question.facilities[f].site][s] > question.services[
            s
        ].reach:
            found.append(f"{people} of cell {c} go to facility {f}")
    return found


def _too_costly(question: Question, lives: Sequence[Life], go: People) -> list[str]:
    taken = np.zeros((1, len(lives), len(question.services), len(question.years)), np.int64)
    for (_, f, s, e), people in go.items():
        for presence in presences(question, s, e):
            taken[0, f, s, presence.year] += people * presence.places
    return [] if affordable(question, lives, taken).all() else ["people cost more than the budget has"]


def _miscounted(question: Question, go: People, unserved: People) -> list[str]:
    found = []
    for c, cell in enumerate(question.demand):
        for s, entries in enumerate(cell):
            for e, people in enumerate(entries):
                gone = sum(n for (a, _, b, d), n in go.items() if (a, b, d) == (c, s, e))
                left = unserved.get((c, s, e), 0)
                if gone + left != people or left < 0:
                    found.append(f"of {people} persons of entry {e} in cell {c}, {gone} go and {left} stay")
                if left and question.everyone_served == "enforce":
                    found.append(f"{left} persons of cell {c} have no place")
    return found


def _fits(question: Question, life: Life, t: int, sums: list[int]) -> bool:
    level, least = level_of(life.facility, life.levels[t]), asked(question, life, t)
    most = [*level.places, sum(level.places) if level.total is None else level.total]
    return all(1000 * few <= n <= 1000 * places for n, few, places in zip([*sums, sum(sums)], least, most, strict=True))


def people_values(question: Question, go: People, unserved: People) -> dict[str, int]:
    """Count the goals that speak of people."""
    ways = [
        (n * years_of(question, s, e), question.seconds[c][question.facilities[f].site][s], s)
        for (c, f, s, e), n in go.items()
    ]
    return {
        "unserved": sum(n * years_of(question, s, e) for (_, s, e), n in unserved.items()),
        "people_cost": sum(
            n * cost_of_person(question, c, f, s, presences(question, s, e))[0] for (c, f, s, e), n in go.items()
        ),
        "people_land": sum(
            n * cost_of_person(question, c, f, s, presences(question, s, e))[1] for (c, f, s, e), n in go.items()
        ),
        "moved": sum(n for (c, _, s, e), n in go.items() if e >= len(question.demand[c][s]) and n > 0),
        "person_minutes": sum(n * way for n, way, _ in ways),
        "beyond_target": sum(n for n, way, s in ways if way > question.services[s].target),
        "worst_tenth": int(worst_tenths(question, summed(question, go))[0]),
        "longest_way": max((way for n, way, _ in ways if n), default=0),
    }
