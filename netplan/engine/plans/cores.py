"""Some facilities are decided anew together, by HiGHS: all lives that they can lead, and whoever may come or leave.

Everybody else stays where they are, so that the program is small; whoever is far better off elsewhere stays there, too.
What it finds is a proposal only: the scene counts exactly what it is worth.
"""

from threading import Event
from typing import TypeAlias

import numpy as np
from scipy.sparse import coo_array, csc_array

from netplan.engine.highs import Effort, Question, Watch, minimise
from netplan.engine.plans.arrays import (
    ACTIVE,
    COST,
    FAR,
    FIRST,
    GO,
    INTO,
    LEAST,
    LEFT,
    LIMIT,
    LOAD,
    MISSING,
    MOST,
    NODE,
    OUTSIDE,
    PEOPLE,
    PRICE,
    STAND,
    Scene,
)
from netplan.engine.plans.choices import AFTER, BEFORE, COST_OF_ACT, ROW, USE, Choices
from netplan.engine.plans.network import Network
from netplan.engine.plans.sketch import near_of
from netplan.errors import SolverError
from netplan.tables import NONE, Floats, Ints

FEWEST, FIRST_SIZE, GROWTH, MOST_WAYS = 8, 20, 1.5, 16_000
"""Facilities decided anew at a time: at least, at first, how many more once nothing is found, and as many as have so
many ways."""
NEAR = 0.1
"""People are asked who lose less than this share of what a facility costs for each of its people."""
WORK_OF_COLUMN = 40_000
"""A column of the program takes as long as so many arcs."""
MIDDLE = 3
"""The share of facilities in the middle of those decided anew."""
GAP, NODES, SECONDS = 3e-4, 100, 30.0
"""Where a search ends: near enough, after so many parts, or when the machine is too slow for that."""
HALF, LARGEST_COST = 0.5, 1e3
Numbers: TypeAlias = Floats | Ints


class Core:
    """What is decided anew: facilities, their acts, and the ways that people may take."""

    def __init__(self, scene: Scene, choices: Choices, free: Ints, near: float) -> None:
        """Take facilities, ascending, and the ways by which people lose less than `near`, in the goal's unit each."""
        self.free = free
        self.act, self.arc, self.node = _parts(scene, choices, free, near)

    @property
    def columns(self) -> int:
        """How many columns its program has."""
        return len(self.act) + len(self.arc) + len(self.node)

    def solved(self, scene: Scene, choices: Choices, seconds: float, stop: Event) -> Ints | None:
        """Return the acts of its facilities as HiGHS would have them, shape (free, years); None if it finds none."""
        effort = Effort(min(seconds, SECONDS), gap=GAP, nodes=NODES, restarts=False)
        try:
            answer = minimise(_stated(scene, choices, self), effort, Watch(stop))
        except SolverError:  # without a proposal the search goes on as it would
            return None
        if answer.values is None:
            return None
        acts = self.act[answer.values[: len(self.act)] > HALF]
        years = self.free[:, None] * choices.years + np.arange(choices.years)
        if not np.array_equal(np.searchsorted(choices.first, acts, side="right") - 1, years.reshape(-1)):
            return None
        return np.asarray(acts.reshape(years.shape))


class Cores:
    """One surrounding after the other, in an order drawn by lot, and again only where something changed since."""

    def __init__(self, network: Network, choices: Choices, lots: np.random.Generator) -> None:
        self.choices, self.lots = choices, lots
        levels = network.case.tables.levels
        self.places = np.stack([levels.site_lon * np.cos(np.radians(levels.site_lat.mean())), levels.site_lat])
        self.places = self.places[:, levels.site]
        self.size, self.near = FIRST_SIZE, near_of(network, NEAR)
        self.order: list[int] = []
        self.last = NONE
        self.seen: dict[int, tuple[Ints, bytes]] = {}
        """Facilities around one and their lives, when nothing better was found there."""

    def most(self, scene: Scene) -> int:
        """Return how many facilities fit into one program, 0 if too few."""
        facilities = len(self.choices.today)
        fit = min(MOST_WAYS // max(len(scene.ways) // max(facilities, 1), 1), facilities)
        return fit if fit >= FEWEST else 0

    def next(self, scene: Scene) -> Core | None:
        """Return what to decide anew; None where nothing is left even with as many facilities at a time as can be."""
        most = self.most(scene)
        self.size = min(self.size, most)
        while most:
            for _ in range(2 * len(self.choices.today)):
                self.order = self.order or self.lots.permutation(len(self.choices.today)).tolist()
                self.last = self.order.pop()
                free, lives = self.seen.get(self.last, (np.zeros(0, np.int64), b""))
                if not lives or lives != self._lives(scene, free):
                    return Core(scene, self.choices, np.sort(self.around(self.last)[: self.size]), self.near)
            if self.size == most:
                return None
            self.size = min(int(self.size * GROWTH), most)
            self.seen.clear()
        return None

    def tell(self, scene: Scene, core: Core) -> None:
        """Hear that nothing better was found: those in the middle need not be asked about again."""
        for facility in self.around(self.last)[: max(len(core.free) // MIDDLE, 1)].tolist():
            self.seen[facility] = core.free, self._lives(scene, core.free)

    def around(self, centre: int) -> Ints:
        """Return all facilities, the nearest first."""
        away = np.hypot(*(self.places - self.places[:, centre, None]))
        return np.argsort(away, kind="stable")

    def _lives(self, scene: Scene, free: Ints) -> bytes:
        return scene.life.reshape(-1, self.choices.years)[free].tobytes()


def _parts(scene: Scene, choices: Choices, free: Ints, near: float) -> tuple[Ints, Ints, Ints]:
    """Return acts of facilities, ways that people may take, and whose people they are, ascending."""
    years, facilities = choices.years, len(choices.today)
    act = ranges(choices.first, (free[:, None] * years + np.arange(years)).reshape(-1))
    is_free = np.zeros(facilities, bool)
    is_free[free] = True
    services = len(choices.stands) // facilities
    stand = (np.arange(services)[:, None] * facilities + free).reshape(-1)
    node = np.unique(scene.ways[scene.order[ranges(scene.stands[:, INTO], stand)], NODE])
    arc = ranges(scene.nodes[:, FIRST], node)
    to, cost = scene.ways[arc, STAND], scene.ways[arc, COST]
    is_open, free_to = scene.stands[to, MOST] > 0, is_free[to % facilities]
    offer = np.where(is_open, cost + scene.stands[to, PRICE], FAR)
    starts = np.append(0, np.cumsum(np.diff(scene.nodes[:, FIRST])[node]))[:-1]
    best = np.minimum.reduceat(offer, starts)
    loss = np.where(free_to, np.minimum(cost, offer), offer) - np.repeat(best, np.diff(np.append(starts, len(arc))))
    kept = (loss < near) | (scene.going[arc, GO] > 0)
    asked = np.unique(scene.ways[arc[kept & free_to], NODE])
    kept &= np.isin(scene.ways[arc, NODE], asked)
    return act, arc[kept], asked


class _Rows:
    """Rows of a program, block by block."""

    def __init__(self) -> None:
        self.row: list[Ints] = []
        self.column: list[Ints] = []
        self.value: list[Floats] = []
        self.lower: list[Floats] = []
        self.upper: list[Floats] = []
        self.size = 0

    def add(self, row: Ints, column: Ints, value: Numbers | float) -> None:
        """Add numbers to the block that is not ended yet."""
        self.row.append(row + self.size)
        self.column.append(column)
        self.value.append(np.broadcast_to(np.asarray(value, float), row.shape))

    def end(self, lower: Numbers | float, upper: Numbers | float, size: int) -> None:
        """End a block of so many rows."""
        self.lower.append(np.broadcast_to(np.asarray(lower, float), size))
        self.upper.append(np.broadcast_to(np.asarray(upper, float), size))
        self.size += size

    def matrix(self, columns: int) -> csc_array:
        """Return all of them."""
        at = np.concatenate(self.row), np.concatenate(self.column)
        return csc_array(coo_array((np.concatenate(self.value), at), (self.size, columns)))


def _stated(scene: Scene, choices: Choices, core: Core) -> Question:
    """State the program: acts, who takes which way as a share of a node, and who has no place: no more than now."""
    acts, nodes = len(core.act), len(core.node)
    people, cost = scene.nodes[core.node, PEOPLE], scene.ways[core.arc, COST]
    lacking, dear = scene.nodes[core.node, LEFT], scene.nodes[core.node, OUTSIDE]
    of = np.searchsorted(core.node, scene.ways[core.arc, NODE])
    way, left = acts + np.arange(len(core.arc)), acts + len(core.arc) + np.arange(nodes)
    rows = _Rows()
    rows.add(of, way, 1.0)
    rows.add(np.arange(nodes), left, 1.0)
    rows.end(1.0, 1.0, nodes)
    rows.add(np.zeros(nodes, np.int64), left, people * (dear / dear.max(initial=1)))
    rows.end(-np.inf, float(lacking @ (dear / dear.max(initial=1))), 1)
    _add_places(rows, scene, choices, core, (way, people[of]))
    _add_lives(rows, choices, core)
    _add_couplings(rows, scene, choices, core)
    objective = np.concatenate([choices.acts[core.act, COST_OF_ACT], cost * people[of], np.zeros(nodes)])
    return Question(
        rows.matrix(core.columns),
        np.concatenate(rows.lower),
        np.concatenate(rows.upper),
        np.zeros(core.columns),
        np.append(np.ones(acts + len(core.arc)), np.full(nodes, float(lacking.any()))),
        np.arange(core.columns) < acts,
        objective * (LARGEST_COST / max(float(np.abs(objective).max(initial=0.0)), 1.0)),
    )


def _add_places(rows: _Rows, scene: Scene, choices: Choices, core: Core, way: tuple[Ints, Ints]) -> None:
    """Places and minimum sizes, `way` are columns and persons; who is not asked keeps a place where it is fixed."""
    stand, spot = np.unique(scene.ways[core.arc, STAND], return_inverse=True)
    is_free = np.isin(stand % len(choices.today), core.free)
    number = np.full(len(choices.stands), NONE, np.int64)
    number[stand] = np.where(is_free, np.arange(len(stand)), NONE)
    years = np.searchsorted(choices.first, core.act, side="right") - 1
    bound = ranges(choices.stands_first, years)
    act = np.repeat(np.arange(len(core.act)), np.diff(choices.stands_first)[years])
    act, of = act[number[choices.stands[bound]] != NONE], number[choices.stands[bound]]
    of = of[of != NONE]
    state = choices.acts[core.act[act], AFTER]
    most = choices.most[stand[of], state]
    least = np.minimum(choices.least[stand[of], state], most)
    others = scene.stands[stand, LOAD] - np.bincount(spot, scene.going[core.arc, GO], len(stand))
    present = scene.stands[stand, LEAST] - scene.stands[stand, MISSING]
    rows.add(spot, *way)
    rows.add(of, act, -most)
    rows.end(-np.inf, np.where(is_free, 0, scene.stands[stand, MOST] - others), len(stand))
    rows.add(spot, *way)
    rows.add(of, act, -least)
    rows.end(np.where(is_free, 0, present - others), np.inf, len(stand))


def _add_lives(rows: _Rows, choices: Choices, core: Core) -> None:
    """One act in each year, which begins where the one before led."""
    years, states = choices.years, choices.most.shape[1]
    number = np.searchsorted(choices.first, core.act, side="right") - 1
    facility, year = np.searchsorted(core.free, number // years), number % years
    before, after = choices.acts[core.act, BEFORE], choices.acts[core.act, AFTER]
    leaves, comes = (
        (facility * (years + 1) + when) * states + state for when, state in ((year, before), (year + 1, after))
    )
    point, spot = np.unique(np.concatenate([leaves, comes]), return_inverse=True)
    rows.add(spot, np.tile(np.arange(len(core.act)), 2), np.repeat([1.0, -1.0], len(core.act)))
    begins = np.isin(point, np.arange(len(core.free)) * (years + 1) * states + choices.today[core.free])
    is_end = point // states % (years + 1) == years
    rows.end(np.where(is_end, -1, begins), np.where(is_end, 0, begins), len(point))


def _add_couplings(rows: _Rows, scene: Scene, choices: Choices, core: Core) -> None:
    """What rules over all facilities let them use, beside all others."""
    use = ranges(choices.uses_first, core.act)
    if not len(use):
        return
    act = np.repeat(np.arange(len(core.act)), np.diff(choices.uses_first)[core.act])
    row, spot = np.unique(choices.uses[use, ROW], return_inverse=True)
    now = np.bincount(spot, choices.uses[use, USE] * np.isin(core.act, scene.life)[act], len(row))
    rows.add(spot, act, choices.uses[use, USE])
    rows.end(-np.inf, scene.rows[row, LIMIT] - scene.rows[row, ACTIVE] + now, len(row))


def ranges(first: Ints, which: Ints) -> Ints:
    """Return all numbers of some ranges, each from its first up to the first of the next."""
    sizes = first[which + 1] - first[which]
    ends = np.cumsum(sizes)
    return np.asarray(np.arange(sizes.sum()) + np.repeat(first[which] - ends + sizes, sizes))
