"""Which cases are siting questions: each facility open or closed in one year, nothing but places, reach and a count."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from netplan.case import Case
from netplan.constraints import OpenFacilities
from netplan.engine.siting.problem import Bools, Problem
from netplan.indicators import GoalText, weights_of
from netplan.indicators.weights import Weights
from netplan.tables import CLOSED, NONE, WHOLE, Floats, Ints

KNOWN = {"reach", "places", "everyone_served", "open_facilities", "locks"}
"""Rules that such a question may enforce."""
GOALS = 2
"""People without a place, and at most one goal more."""
FEWEST_WAYS = 30
"""Fewer ways make a program so small that HiGHS is as quick with the whole of it."""
LARGEST_TABLE = 4_000_000
"""So many cells times facilities at most: 32 MB a table."""
WAYS_WITHOUT_ROOM = 20_000
"""So many ways at most where places are short: every set of open facilities asks for a transport problem."""


@dataclass(frozen=True, eq=False)
class Siting:
    """A case as a siting question. People with no facility in reach are left out of it."""

    case: Case
    cell: Ints
    """Cells with people who can go somewhere, ascending."""
    pair: Ints
    """Pair of each facility and cell of the question, NONE without a way, shape (facilities, cells)."""
    opens: Ints
    """Step by which each facility is open, NONE where it cannot, shape (facilities,)."""
    shuts: Ints
    """Step by which it is closed, NONE where it cannot, likewise."""
    room: Ints
    """Persons that each facility can take when open, likewise."""
    least: int
    most: int

    @property
    def people(self) -> Ints:
        """Persons of each cell of the question."""
        return np.asarray(self.case.tables.demand.people[self.cell, 0, 0])

    @property
    def stay(self) -> int:
        """Calendar years that the listed year stands for."""
        return int(self.case.tables.demand.stay[0, 0])

    @property
    def far(self) -> int:
        """Persons and calendar years of those who have no facility in reach."""
        return int(self.case.tables.demand.people.sum() - self.people.sum()) * self.stay

    @property
    def may(self) -> Bools:
        """Whether each facility can be open."""
        return np.asarray(self.opens != NONE)

    @property
    def seconds(self) -> Ints:
        """Way of each facility and cell, shape (facilities, cells) [s]; any number where there is none."""
        return np.asarray(self.case.tables.pairs.seconds[self.pair])

    def serving(self, longest: float = np.inf) -> Problem:
        """Return the problem of leaving few people without a place, no way longer than that; it counts persons."""
        way = np.where((self.pair != NONE) & (self.seconds <= longest), 0.0, np.inf)
        return self._problem(way, 1.0, np.zeros(len(self.opens)))

    def costing(self, goal: GoalText, outside: float) -> Problem:
        """Return the problem of a goal that is a sum; `outside` counts for each person without a place."""
        way = np.where(self.pair != NONE, self._of_pairs(goal)[self.pair], np.inf)
        value = self._of_steps(goal)
        return self._problem(way, outside, (_at(value, self.opens) - _at(value, self.shuts)).astype(float))

    @property
    def problems(self) -> list[Problem]:
        """Return a problem for each goal, the largest that the search may ask."""
        goals = [goal for goal in self.case.goals[1:] if goal.name != "longest_way"]
        outside = [math.inf if self.serves_all else self.penalty(goal) for goal in goals]
        return [self.serving(), *map(self.costing, goals, outside)]

    @cached_property
    def widest(self) -> Ints:
        """As many open facilities as there may be, the largest first."""
        order = np.lexsort((-np.where(self.may, self.room, -1), self.shuts != NONE))
        return np.sort(order[: self.most])

    @cached_property
    def serves_all(self) -> bool:
        """Whether it is plain that all people of the question have a place in some plan."""
        if (self.pair[self.may] == NONE).any():
            return self.most == self.may.sum() and self.serving().is_roomy
        return bool(self.room[self.widest].sum() >= self.people.sum())

    def penalty(self, goal: GoalText) -> float:
        """Return so much for a person without a place that no plan of the goal outweighs one."""
        return self.costing(goal, 0.0).far

    def base(self, goal: GoalText) -> int:
        """Return what a goal counts where all facilities are closed that can be."""
        return int(_at(self._of_steps(goal), self.shuts).sum())

    def chosen(self, opened: Ints) -> Ints:
        """Return the steps taken where the facilities given are open."""
        is_open = np.isin(np.arange(len(self.opens)), opened)
        return np.sort(np.where(is_open, self.opens, self.shuts))

    def _problem(self, way: Floats, outside: float, fixed: Floats) -> Problem:
        return Problem(
            way=np.where(self.may[:, None], way, np.inf),
            people=self.people.astype(float),
            outside=np.full(len(self.cell), outside),
            fixed=np.where(self.may, fixed, 0.0),
            places=self.room.astype(float),
            must=self.shuts == NONE,
            may=self.may,
            least=self.least,
            most=self.most,
        )

    def _of_pairs(self, goal: GoalText) -> Ints:
        """Return what one person counts on each way, for all years."""
        weights = _weights(self.case, goal)
        return weights.pairs * self.stay + (0 if weights.entries is None else weights.entries[:, 0])

    def _of_steps(self, goal: GoalText) -> Ints:
        return _of_steps(self.case, _weights(self.case, goal))


def siting_of(case: Case, fewest: int = FEWEST_WAYS) -> Siting | None:
    """Read a case as a siting question; None where it is none, has fewer ways than that, or is too large to be one."""
    if not _has_shape(case) or not _has_goals(case) or len(case.tables.pairs.cell) < fewest:
        return None
    if any(rule.rule not in KNOWN for rule in case.stated):
        return None
    options = _options(case)
    if options is None:
        return None
    opens, shuts, room = options
    pairs, people = case.tables.pairs, case.tables.demand.people[:, 0, 0]
    usable = ~case.forbidden.pairs & (opens[pairs.facility] != NONE) & (people[pairs.cell] > 0)
    used = np.flatnonzero(usable)
    cell, place = np.unique(pairs.cell[used], return_inverse=True)
    pair = np.full((len(opens), len(cell)), NONE, np.int64)
    pair[pairs.facility[used], place] = used
    least, most = _limits(case)
    found = Siting(case, cell, pair, opens, shuts, room, least, min(most, int((opens != NONE).sum())))
    if found.least > found.most or (shuts == NONE).sum() > found.most:
        return None
    needs_room = len(used) > WAYS_WITHOUT_ROOM or case.goals[-1].name == "longest_way"
    if needs_room and not found.serving().is_roomy:
        return None
    return found if all(problem.is_exact for problem in found.problems) else None


def _has_shape(case: Case) -> bool:
    cells, facilities, services, _, years = case.tables.shape
    demand = case.tables.demand
    is_one = services == 1 and years == 1 and demand.people.shape[2] == 1 and int(demand.share[0, 0, 0]) == WHOLE
    return is_one and not demand.has_cohorts and 0 < cells * facilities <= LARGEST_TABLE


def _has_goals(case: Case) -> bool:
    if len(case.goals) > GOALS or case.goals[0].name != "unserved" or case.goals[0].limit(10**6) != 10**6:
        return False
    weights = [weights_of(goal, case.tables) for goal in case.goals[1:] if goal.name != "longest_way"]
    return not any(one is None or one.own or one.moved or one.kept is not None for one in weights)


def _weights(case: Case, goal: GoalText) -> Weights:
    weights = weights_of(goal, case.tables)
    assert weights is not None  # noqa: S101  a siting question has no other goals
    return weights


def _of_steps(case: Case, weights: Weights) -> Ints:
    """Return what each step counts, and the level that it leads to."""
    steps = case.tables.steps
    return np.asarray(weights.steps + weights.at[steps.facility, steps.after, 0])


def _at(value: Ints, step: Ints) -> Ints:
    """Return the value of steps, 0 where there is none."""
    return np.where(step == NONE, 0, value[step])


def _limits(case: Case) -> tuple[int, int]:
    """Return how many facilities are open at least and at most."""
    rules = [rule for rule in case.enforced if isinstance(rule, OpenFacilities)]
    year = int(case.tables.demand.years[0])
    counted = [rule for rule in rules if year >= rule.since]
    most = [rule.most for rule in counted if rule.most is not None]
    return max([rule.least or 0 for rule in counted], default=0), min(most, default=len(case.tables.levels.facilities))


def _options(case: Case) -> tuple[Ints, Ints, Ints] | None:
    """Return by facility the step that opens it, the step that closes it, and its places; None where more is open.

    Of several levels the cheapest is as good as all others if none has more room for those who can come.
    """
    tables, pairs = case.tables, case.tables.pairs
    levels, steps, facilities = tables.levels, tables.steps, len(tables.levels.facilities)
    known = [goal for goal in case.goals[1:] if goal.name != "longest_way"]
    value = _of_steps(case, _weights(case, known[0])) if known else np.zeros(len(steps.facility), np.int64)
    allowed = ~case.forbidden.pairs
    comers = np.bincount(
        pairs.facility[allowed], weights=tables.demand.people[pairs.cell[allowed], 0, 0], minlength=facilities
    )
    possible = case.possible
    f, level = steps.facility[possible], steps.after[possible]
    if not levels.intake[f, level][level != CLOSED].all():
        return None
    room = levels.room[f, level, 0]
    own = np.where(level == CLOSED, 0, np.minimum(room, comers[f]))
    opens, shuts = np.full(facilities, NONE), np.full(facilities, NONE)
    places = np.zeros(facilities, np.int64)
    # Cheapest last, so that it stays; among equals the one with most places, then the first.
    order = np.lexsort((-np.arange(len(f)), room, -value[possible]))
    shut, opening = order[level[order] == CLOSED], order[level[order] != CLOSED]
    shuts[f[shut]] = possible[shut]
    opens[f[opening]], places[f[opening]] = possible[opening], room[opening]
    if ((opens == NONE) & (shuts == NONE)).any() or (own > np.minimum(places, comers)[f]).any():
        return None
    return opens, shuts, places
