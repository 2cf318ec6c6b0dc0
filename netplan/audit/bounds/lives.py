"""Every life that a facility can lead, as arrays: the positions it can be at, and the steps between them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from netplan.audit.bounds.entries import Bools, Ints
from netplan.audit.facilities import Facility, Measure, Position
from netplan.audit.grants import fits, granted
from netplan.audit.levels import CLOSED, Level
from netplan.audit.life import Payment, in_window, lock_holds, payment
from netplan.audit.measures import NEARER_TO_A_YES
from netplan.audit.question import Question, lets_refused_in
from netplan.audit.reading import Tree, branch, items, text


@dataclass(frozen=True)
class Act:
    """A measure that takes effect in one year, and who pays for it."""

    measure: Measure
    paid: Payment
    programme: str = ""
    grant: int = 0
    """[cents]"""


@dataclass(frozen=True, eq=False)
class Spots:
    """The positions of all facilities, one facility after the other: a spot is one position of one of them."""

    facilities: tuple[Facility, ...]
    positions: tuple[Position, ...]
    facility: Ints
    """Shape (spots,)."""
    first: Ints
    """First spot of each facility, shape (facilities + 1,)."""
    today: Ints
    """Spot before the first listed year, shape (facilities,)."""
    can_be: Bools
    """Whether a facility can get to a spot by measures of the region, whatever the years, shape (spots,)."""

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Index of each facility by its name."""
        return {facility.name: f for f, facility in enumerate(self.facilities)}

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """Level at each spot."""
        return tuple(
            self.facilities[f].levels[at.level] for f, at in zip(self.facility.tolist(), self.positions, strict=True)
        )

    @cached_property
    def is_open(self) -> Bools:
        """Whether a spot is at another level than closed, shape (spots,)."""
        return np.array([at.level != CLOSED for at in self.positions], np.bool_)

    def counted(self, of: Callable[[Level], int]) -> Ints:
        """Give a number of each spot's level, shape (spots,)."""
        return np.array([of(level) for level in self.levels], np.int64)

    def of(self, f: int) -> Ints:
        """Give the spots of a facility."""
        return np.arange(self.first[f], self.first[f + 1])


@dataclass(frozen=True, eq=False)
class Steps:
    """What may happen to a facility in a listed year: it stays, a phase goes on, or a measure takes effect."""

    before: Ints
    """Spot before, shape (steps,)."""
    after: Ints
    year: Ints
    """Index of the listed year, ascending."""
    acts: tuple[Act | None, ...]
    """The measure, None where the step is none."""
    reached: Bools
    """Whether some life is at a spot in a listed year, shape (spots, years)."""

    @cached_property
    def is_measure(self) -> Bools:
        """Whether a step is a measure, shape (steps,)."""
        return np.array([act is not None for act in self.acts], np.bool_)

    def counted(self, of: Callable[[Act], int]) -> Ints:
        """Give a number of each measure, 0 for steps that are none, shape (steps,)."""
        return np.array([0 if act is None else of(act) for act in self.acts], np.int64)


def lives_of(question: Question, facilities: Sequence[Facility]) -> tuple[Spots, Steps]:
    """List positions and steps of all facilities; what no life can reach is left out of the steps."""
    positions = [_positions(facility) for facility in facilities]
    first = np.concatenate([[0], np.cumsum([len(own) for own in positions])]).astype(np.int64)
    spots = Spots(
        tuple(facilities),
        tuple(at for own in positions for at in own),
        np.repeat(np.arange(len(facilities)), np.diff(first)),
        first,
        first[:-1]
        + np.array(
            [own.index(f.position(f.today) or own[0]) for f, own in zip(facilities, positions, strict=True)], np.int64
        ),
        np.array(
            [
                at.level in _levels_ahead(question, f)
                for f, own in zip(facilities, positions, strict=True)
                for at in own
            ],
            np.bool_,
        ),
    )
    return spots, _steps(question, spots, positions)


def _positions(facility: Facility) -> list[Position]:
    """List closed, every level, and every year of a phase."""
    found = [Position(CLOSED)]
    for name, level in facility.levels.items():
        if name != CLOSED:
            found += [Position(name, link) for link in range(1, level.links + 1)] if level.links else [Position(name)]
    return found


def _steps(question: Question, spots: Spots, positions: Sequence[Sequence[Position]]) -> Steps:
    reached = np.zeros((len(spots.positions), len(question.years)), np.bool_)
    rows: list[tuple[int, int, int, Act | None]] = []
    for f, facility in enumerate(spots.facilities):
        base, number = int(spots.first[f]), {at: k for k, at in enumerate(positions[f])}
        measures = [measure for measure in facility.measures if is_permitted(question, facility, measure)]
        here = {int(spots.today[f])}
        for t, year in enumerate(question.years):
            found = [
                (t, spot, base + number[after], act)
                for spot in sorted(here)
                for after, act in _next(question, facility, positions[f][spot - base], measures, year)
                if _keeps_lock(question, facility, after, act, year)
            ]
            here = {after for _, _, after, _ in found}
            reached[sorted(here), t] = True
            rows += found
    rows.sort(key=lambda row: row[:3])
    when, before, after = (np.array([row[i] for row in rows], np.int64) for i in range(3))
    return Steps(before, after, when, tuple(row[3] for row in rows), reached)


def _next(
    question: Question, facility: Facility, here: Position, measures: Sequence[Measure], year: int
) -> Iterator[tuple[Position, Act | None]]:
    """Yield where a facility may go from a position in a year."""
    level = facility.levels[here.level]
    if level.links:
        then = facility.position(level.then)
        if here.link < level.links:
            yield Position(here.level, here.link + 1), None
        if then is not None:
            yield then, None
        return
    yield here, None
    for measure in measures:
        after = facility.position(measure.goal)
        if measure.origin == here.level and after is not None and _comes(measure, year, question):
            yield from ((after, act) for act in _paid(question, facility, measure, year))


def _levels_ahead(question: Question, facility: Facility) -> set[str]:
    """Give the levels that a facility can get to, today's included."""
    listed = [measure for measure in facility.measures if is_listed(question, facility, measure)]
    found, ahead = set[str](), [facility.today]
    while ahead:
        level = ahead.pop()
        found.add(level)
        then = facility.levels[level].then
        after = [measure.goal for measure in listed if measure.origin == level] + ([then] if then else [])
        ahead += [name for name in after if name not in found]
    return found


def is_permitted(question: Question, facility: Facility, measure: Measure) -> bool:
    """Whether some plan of the scenario may take a measure, whatever the year: listed, and agreed to."""
    consent, carriers = question.rules.get("consent"), question.rules.get("carriers")
    if consent is not None and consent.apply == "enforce":
        most = NEARER_TO_A_YES.index(text(consent.settings, "up_to", "asked"))
        if NEARER_TO_A_YES.index(measure.consent) > most:
            return False
    if carriers is not None and carriers.apply == "enforce" and measure.consent != "given":
        free = items(carriers.settings, "without_consent")
        return facility.carrier_type in free and is_listed(question, facility, measure)
    return is_listed(question, facility, measure)


def is_listed(question: Question, facility: Facility, measure: Measure) -> bool:
    """Whether a measure of the region is one of the scenario's: of its kinds, not refused, and to be had at all."""
    has_cohorts = any(service.stay is not None for service in question.services.values())
    if measure.kind not in question.kinds or (measure.runs_out and not has_cohorts):
        return False
    # A level that is counted in years is not to be had where the scenario leaves years out.
    if facility.levels[measure.goal].links and any(y + 1 != later for y, later in pairwise(question.years)):
        return False
    return measure.consent != "refused" or lets_refused_in(question)


def _comes(measure: Measure, year: int, question: Question) -> bool:
    """Whether a measure may take effect in a year: within its years, and not before its lead time is over."""
    return in_window(measure, year) and (measure.under_way or year - measure.lead >= question.years[0])


def _keeps_lock(question: Question, facility: Facility, after: Position, act: Act | None, year: int) -> bool:
    rule = question.rules.get("locks")
    if rule is None or rule.apply != "enforce":
        return True
    ends = facility.lock == "keep" and act is not None and act.measure.kind == "close"
    return not ends and lock_holds(facility.lock, year, is_open=after.level != CLOSED)


def _paid(question: Question, facility: Facility, measure: Measure, year: int) -> Iterator[Act]:
    """Yield a measure with the grant of the first programme that it fits; where that has a total, also without."""
    paid = payment(measure, year, question.years)
    rule = question.rules.get("grants")
    programmes: Mapping[str, Tree] = branch(rule.settings, "programmes") if rule else {}
    for name, tree in programmes.items():
        if paid.paid_year is not None and fits(tree, measure, facility, paid.paid_year):
            yield Act(measure, paid, name, granted(tree, paid.cents))
            if text(tree, "total"):
                yield Act(measure, paid)
            return
    yield Act(measure, paid)
