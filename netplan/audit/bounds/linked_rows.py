"""Rows that join facilities: linked and lasting measures, branches, conversions, rooms of one site."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from netplan.audit.bounds.entries import WHOLE, Ints
from netplan.audit.bounds.parts import Parts
from netplan.audit.bounds.rows import Row, Term, at_levels, load
from netplan.audit.bounds.sizes import Minimum
from netplan.audit.branches import schools_of
from netplan.audit.links import delay
from netplan.audit.measures import DOWN, UP
from netplan.audit.quantities import YEARS, quantity, whole
from netplan.audit.question import Rule
from netplan.audit.reading import Tree, branch, items, text


def measure_links(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """Measures given, less those that must come with or before them, ≤ 0; of lists, at most or exactly one."""
    return [row for name, row in _links(parts, rule) if name == tuple(where)]


def lasting(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """Measures of opposite effect on a facility in two years too near to each other ≤ 1."""
    facility, year, later = where
    f, steps, years = parts.spots.number[facility], parts.steps, parts.question.years
    if int(later) - int(year) >= whole(quantity(text(rule.settings, "years"), YEARS, "years"), "years"):
        return []

    def acts(kinds: frozenset[str], in_year: str) -> Ints:
        own = (parts.spots.facility[steps.after] == f) & (steps.year == years.index(int(in_year)))
        return np.array([i for i in np.flatnonzero(own).tolist() if _kind(parts, i) in kinds], np.int64)

    pairs = [(acts(UP, year), acts(DOWN, later)), (acts(DOWN, year), acts(UP, later))]
    return [
        Row((_steps(first), _steps(second)), high=1, is_idle=not (first.size and second.size))
        for first, second in pairs
    ]


def branches(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """A branch is open only with its main school; both together keep the minimum of the main school."""
    del rule
    schools, question, spots = schools_of(parts.question), parts.question, parts.spots
    if len(where) == 3 and where[2] not in question.services:  # noqa: PLR2004  branch, main school, year
        house, main, year = where
        t = question.years.index(int(year))
        is_branch = house in schools.get(main, [])
        return [Row((_open(parts, house, t), _open(parts, main, t, -1)), high=0)] if is_branch else []
    main, year, *service = where
    t, of = question.years.index(int(year)), service[0] if service else None
    people = [load(parts, spots.number[house], of, t) for house in (main, *schools[main]) if house in spots.number]
    asked = at_levels(parts, spots.number[main], t, -Minimum(parts).least(of))
    return [Row((*(term for terms in people for term in terms), asked), low=0, per=WHOLE)]


def conversions(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """What a house is and what it becomes are not open in the same year."""
    one, other, year = where
    t = parts.question.years.index(int(year))
    is_said = text(branch(rule.settings, "into"), one) == other
    return [Row((_open(parts, one, t), _open(parts, other, t)), high=1)] if is_said else []


def shared_rooms(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """Σ of rooms that facilities take at a site ≤ its rooms."""
    del rule
    *names, year = where
    spots, t = parts.spots, parts.question.years.index(int(year))
    site = spots.facilities[spots.number[names[0]]].site
    if site not in parts.ground.rooms.there:
        return []
    each = np.array([
        parts.ground.rooms.taken.get((spots.facilities[f].name, at.level), 0) * (spots.facilities[f].site == site)
        for f, at in zip(spots.facility.tolist(), spots.positions, strict=True)
    ], np.int64)  # fmt: skip
    each = np.where(spots.is_open, each, 0)
    term = Term("at", (np.arange(len(each)), np.full(len(each), t)), each)
    return [Row((term,), high=parts.ground.rooms.there[site])]


def _links(parts: Parts, rule: Rule) -> Iterator[tuple[tuple[str, ...], Row]]:
    """Yield every row of the links with what it speaks of, in order; those over nothing too."""
    for link in items(rule.settings, "links"):
        if branch(link, "if"):
            yield from _if_then(parts, branch(link, "if"), branch(link, "then"), delay(link))
        for before, after in pairwise(items(link, "sequence")):
            yield from _if_then(parts, after, before, 0)
        for one, other in pairwise(items(link, "together")):
            yield from _together(parts, one, other)
        for key in ("at_most_one", "exactly_one"):
            named = items(link, key)
            if named:
                acts = np.concatenate([_acts(parts, name) for name in named])
                where = (*dict.fromkeys(text(name, "facility") for name in named), "total")
                low = 1 if key == "exactly_one" else None
                yield where, Row((_steps(acts),), low=low, high=1, is_idle=not acts.size)


def _if_then(parts: Parts, given: Tree, then: Tree, after: int) -> Iterator[tuple[tuple[str, ...], Row]]:
    first, second = _acts(parts, given), _acts(parts, then)
    when = np.array(parts.question.years, np.int64)[parts.steps.year]
    for year in parts.question.years:
        done = second[when[second] <= year + after]
        where = tuple(dict.fromkeys((text(given, "facility"), text(then, "facility"))))
        asked = first[when[first] == year]
        yield (*where, str(year)), Row((_steps(asked), _steps(done, -1)), high=0, is_idle=not asked.size)


def _together(parts: Parts, one: Tree, other: Tree) -> Iterator[tuple[tuple[str, ...], Row]]:
    first, second, year = _acts(parts, one), _acts(parts, other), parts.steps.year
    for t in range(len(parts.question.years)):
        where = tuple(dict.fromkeys((text(one, "facility"), text(other, "facility"))))
        both = first[year[first] == t], second[year[second] == t]
        row = Row((_steps(both[0]), _steps(both[1], -1)), low=0, high=0, is_idle=not np.concatenate(both).size)
        yield (*where, str(parts.question.years[t])), row


def _acts(parts: Parts, name: Tree) -> Ints:
    """Give the steps that a link names: the measures of a facility by their level or by their name."""
    f, steps, spots = parts.spots.number.get(text(name, "facility"), -1), parts.steps, parts.spots
    to, called = text(name, "to"), text(name, "measure")
    own = np.flatnonzero(steps.is_measure & (spots.facility[steps.after] == f)).tolist()
    return np.array([
        i for i in own
        if (spots.positions[steps.after[i]].level == to if to else _called(parts, i) == called)
    ], np.int64)  # fmt: skip


def _called(parts: Parts, i: int) -> str:
    act = parts.steps.acts[i]
    return act.measure.name if act else ""


def _kind(parts: Parts, i: int) -> str:
    act = parts.steps.acts[i]
    return act.measure.kind if act else ""


def _open(parts: Parts, facility: str, t: int, each: int = 1) -> Term:
    """Whether a facility is open in a listed year."""
    own = parts.spots.of(parts.spots.number[facility])
    spot = own[parts.spots.is_open[own]]
    return Term("at", (spot, np.full(len(spot), t)), np.full(len(spot), each))


def _steps(step: Ints, each: int = 1) -> Term:
    return Term("step", (step,), np.full(len(step), each))
