"""Two scenes: the full one, which says exactly what a plan is worth, and the sketch in which changes are tried."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from netplan.engine.plans.arrays import LEFT, MISSING, OVER, TOTAL, WORK, Scene
from netplan.engine.plans.change import take_path
from netplan.engine.plans.choices import Choices, Sheet, choices_of, empty_sheet
from netplan.engine.plans.network import Network, begin, people_of, serve
from netplan.engine.plans.sketch import sketch_of
from netplan.tables import Ints

NOTES_KEPT = 1 << 21
"""Changes that can be undone at a time."""
WORK_OF_WAY = 50
"""To draw a sketch takes as long as to look at so many arcs for each way."""


@dataclass(frozen=True, eq=False)
class Found:
    """A plan."""

    chosen: Ints
    """Indices of the steps taken, one a facility and listed year, sorted."""
    go: Ints
    """Persons by pair and entry, shape (pairs, entries)."""
    without: Ints
    """Persons without a place, shape (cells, services, entries)."""
    value: int
    """What it costs, in the goal's unit."""
    unserved: int
    """Persons without a place, times the calendar years that each listed year stands for."""


class Drawn(NamedTuple):
    """A sketch, and the lives and the cost of the full scene that it was drawn from."""

    scene: Scene
    sheet: Sheet
    detail: float
    life: Ints
    total: int


class Scenes:
    """Facilities lead their lives in both scenes; those changed in the sketch are brought home to the full one."""

    def __init__(self, network: Network, life: Ints, seed: int) -> None:
        """Begin with an act of each facility and year; nobody is served before `serve`."""
        self.network, rows = network, network.couplings
        self.choices: Choices = choices_of(network.lives, rows)
        self.full: Scene = begin(network, life, 1, rows)
        self.now = self.full
        self._full_sheet = self.sheet = empty_sheet(self.full, self.choices)
        self.sheet.lot[0] = 1 + seed
        self._book = np.zeros((NOTES_KEPT, 4), np.int64)
        self._life, self._total = self.full.life.copy(), 0
        self.detail = 0.0
        self.drawn_at = 0
        """Work when the sketch was drawn."""

    def serve(self) -> None:
        """Let people go where it is best for the lives that facilities lead."""
        serve(self.network, self.full)
        self.accept()

    def accept(self) -> None:
        """Let what the full scene shows be what later changes are held against."""
        self._life, self._total = self.full.life.copy(), self.total(self.full)

    def draw(self, detail: float, life: Ints | None = None) -> None:
        """Draw a sketch of what is there now, or of other lives.

        What made the full scene worse since the last sketch is taken back.
        """
        if life is None:
            self.bring_home()
            if self.total(self.full) > self._total and not self.full.numbers[OVER]:
                life = self._life
        if life is not None:
            self._lead(life)
        self.accept()
        work = 0 if self.now is self.full else int(self.now.numbers[WORK])
        self.full.fines[:] = self.now.fines
        self.now = sketch_of(self.network, self.full, detail, self._book)
        self.now.numbers[WORK] += work + WORK_OF_WAY * len(self.full.ways)
        sheet = empty_sheet(self.now, self.choices)
        sheet.lot[:] = self.sheet.lot
        if detail == self.detail:
            sheet.is_due[:] = self.sheet.is_due
        self.sheet, self.detail, self.drawn_at = sheet, detail, self.work

    @property
    def drawn(self) -> Drawn:
        """The sketch, to come back to."""
        return Drawn(self.now, self.sheet, self.detail, self._life, self._total)

    def take_back(self, drawn: Drawn) -> None:
        """Come back to a sketch, and to the lives that it shows."""
        drawn.scene.numbers[WORK] = self.now.numbers[WORK]
        self.now, self.sheet, self.detail, self._life, self._total = drawn
        self._lead(self.now.life)

    @property
    def work(self) -> int:
        """Arcs looked at so far, in both scenes."""
        return sum(int(one.numbers[WORK]) for one in ((self.full,) if self.now is self.full else (self.full, self.now)))

    @property
    def is_changed(self) -> bool:
        """Whether the sketch shows other lives than those it was drawn with."""
        return not np.array_equal(self.now.life, self._life)

    def bring_home(self) -> None:
        """Let the facilities of the full scene lead the lives of the sketch."""
        if self.now is not self.full:
            self._lead(self.now.life)

    def _lead(self, life: Ints) -> None:
        years = self.choices.years
        wanted = life.reshape(-1, years)
        for facility in np.flatnonzero((self.full.life.reshape(-1, years) != wanted).any(axis=1)).tolist():
            self._full_sheet.path[:] = wanted[facility]
            take_path(self.full, self.choices, self._full_sheet, facility)

    def total(self, scene: Scene) -> int:
        """Return what all costs in a scene, people without a place and missing ones included."""
        return int(scene.numbers[TOTAL]) + int(self.network.lives.cost[scene.life].sum())

    @property
    def is_broken(self) -> bool:
        """Whether the full scene breaks a rule."""
        return bool(self.full.stands[:, MISSING].any() or self.full.numbers[OVER])

    def counted(self) -> tuple[int, int]:
        """Return persons and calendar years without a place, and what the goal counts, in the full scene."""
        full, network = self.full, self.network
        left, stay = full.nodes[:-1, LEFT], network.case.tables.demand.stay[network.need[1], network.need[2]]
        ways = full.numbers[TOTAL] - network.outside @ left - network.fine * full.stands[:, MISSING].sum()
        return int(left @ stay), int(ways + network.lives.cost[full.life].sum())

    def found(self, unserved: int, value: int) -> Found:
        """Return what the full scene shows as a plan that leaves so many without a place and has this value."""
        chosen = np.sort(self.network.lives.step[self.full.life])
        return Found(chosen, *people_of(self.network, self.full), value, unserved)


def acts_of(network: Network, chosen: Ints) -> Ints:
    """Return the act of each facility and year of a life that takes some steps, shape (facilities · years,)."""
    lives, steps = network.lives, network.case.tables.steps
    facilities, _, years = network.shape
    taken = np.full((facilities, years), -1, np.int64)
    taken[steps.facility[chosen], steps.year[chosen]] = chosen
    found = np.zeros((facilities, years), np.int64)
    for f in range(facilities):
        here = lives.today[f]
        for t in range(years):
            acts = range(lives.first[f * years + t], lives.first[f * years + t + 1])
            found[f, t] = next(i for i in acts if lives.step[i] == taken[f, t] and lives.before[i] == here)
            here = lives.after[found[f, t]]
    return found.reshape(-1)
