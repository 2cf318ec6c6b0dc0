"""Better lives near a known plan: some facilities are decided anew, the others lead their lives."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from threading import Event
from typing import TypeAlias

import numpy as np

from netplan.engine.asking import Options
from netplan.engine.boards import Board
from netplan.engine.compiled import clock
from netplan.engine.highs import Effort, Question, Values, Watch, minimise
from netplan.engine.stages import Stage
from netplan.tables import Ints

FIRST, MOST = 4, 12
"""How many facilities are decided anew at a time: few at first, more once that finds nothing better."""
LONGEST = 15.0
"""Seconds for one neighbourhood; what the relaxation leaves open gets half of all."""
UNDECIDED = 1e-4
"""A step that the linear relaxation takes by more than this, and less than whole, leaves its facility open."""
Ask: TypeAlias = Callable[[Ints | None, Ints], Question]
"""States the program with the lives of all but some facilities fixed; of none where no life is given."""


@dataclass
class Walk:
    """Ever better lives by one stage, found before `until`; nothing is proved here."""

    board: Board
    stage: Stage
    ask: Ask
    options: Options
    until: float
    stop: Event
    accept: Callable[[Ints], bool]
    """Makes a life a plan of whole persons; says whether there is one."""
    life: Ints
    """The best life known."""
    best: float
    """Its value, in the stage's units."""

    @property
    def left(self) -> float:
        """Seconds left, none once somebody asks to stop."""
        return 0.0 if self.stop.is_set() else self.until - clock()

    def step(self, life: Ints, free: Ints, seconds: float) -> bool:
        """Decide some facilities anew, beside the others' lives; return whether that leads to a better plan."""
        tighter = self.ask(life, free).with_rows([(self.stage.objective, -np.inf, self.best - self.stage.unit)])
        answer = minimise(tighter, self._effort(seconds), Watch(self.stop))
        if answer.values is None or not self.accept(self.board.life(answer.values)):
            return False
        self.life, self.best = self.board.life(answer.values), float(self.stage.objective @ answer.values)
        return True

    def relaxed(self) -> Values | None:
        """Return how far the linear relaxation takes each step, shape (steps,); None where time ran out."""
        question = self.ask(None, np.zeros(0, np.int64))
        linear = replace(question, integer=np.zeros_like(question.integer))
        answer = minimise(linear, self._effort(self.left / 2), Watch(self.stop))
        if answer.values is None:
            return None
        column = self.board.program.facilities.step
        return np.where(column >= 0, answer.values[column], 0.0)

    def _effort(self, seconds: float) -> Effort:
        options = self.options
        seconds = max(min(seconds, self.left), 0.0)
        return Effort(seconds, gap=options.gap / 2, unit=self.stage.unit, seed=options.seed, threads=options.threads)


def walk(path: Walk, weight: Values | None = None) -> None:
    """Go on to ever better lives: first guided by a relaxation, then near by near.

    `weight` says how far it takes each step, shape (steps,); without it the linear relaxation is solved.

    Where the relaxation is sure of a facility's life, the facility leads it; the others are decided together,
    as in relaxation induced neighbourhoods (Danna, Rothberg, Le Pape 2005). Then neighbouring facilities are decided
    anew, some at a time, in an order drawn from the seed.
    """
    steps = path.board.program.case.tables.steps
    weight = path.relaxed() if weight is None else weight
    if weight is not None:
        open_ones = np.unique(steps.facility[(weight > UNDECIDED) & (weight < 1 - UNDECIDED)])
        sure = np.flatnonzero((weight > 1 / 2) & ~np.isin(steps.facility, open_ones))
        life = path.life
        start = np.sort(np.concatenate([sure, life[np.isin(steps.facility[life], open_ones)]]))
        path.step(start, open_ones, path.left / 2)
    for number in range(FIRST, MOST + 1, 4):
        found_better = True
        while found_better and path.left > 0:
            found_better = False
            for near in _neighbours(path, number):
                found_better |= path.left > 0 and path.step(path.life, near, LONGEST)


def _neighbours(path: Walk, number: int) -> Iterator[Ints]:
    """Yield each facility with those nearest to it, in an order drawn from the seed."""
    levels = path.board.program.case.tables.levels
    x = levels.site_lon[levels.site] * np.cos(np.radians(levels.site_lat.mean()))
    y = levels.site_lat[levels.site]
    for centre in np.random.default_rng(path.options.seed).permutation(len(x)).tolist():
        yield np.argsort(np.hypot(x - x[centre], y - y[centre]), kind="stable")[:number]
