"""Better lives near a known plan: a few neighbouring facilities are decided anew, the others lead their lives."""

import time
from collections.abc import Callable
from threading import Event

import numpy as np

from netplan.engine.asking import Options
from netplan.engine.boards import Board
from netplan.engine.highs import Effort, Question, Watch, minimise
from netplan.engine.stages import Stage
from netplan.tables import Ints

FIRST, MOST = 6, 14
"""How many facilities are decided anew at a time: few at first, more once that finds nothing better."""
LONGEST = 20.0
"""Seconds for one neighbourhood."""


def improved(
    board: Board,
    stage: Stage,
    life: Ints,
    question: Callable[[Ints, Ints], Question],
    options: Options,
    until: float,
    stop: Event,
) -> Ints:
    """Return a life at least as good by a stage as the given one, found before `until`.

    `question` states the program with the lives of all but some facilities fixed. The order of the neighbourhoods is
    drawn from the seed. Nothing is proved here: the bound is for a search over all lives.
    """
    levels = board.program.case.tables.levels
    x = levels.site_lon[levels.site] * np.cos(np.radians(levels.site_lat.mean()))
    y = levels.site_lat[levels.site]
    random = np.random.default_rng(options.seed)
    best, number = np.inf, FIRST
    while number <= MOST:
        found_better = False
        for centre in random.permutation(len(x)).tolist():
            left = until - time.monotonic()
            if left <= 0 or stop.is_set():
                return life
            near = np.argsort(np.hypot(x - x[centre], y - y[centre]), kind="stable")[:number]
            effort = Effort(
                min(left, LONGEST), gap=options.gap / 2, unit=stage.unit, seed=options.seed, threads=options.threads
            )
            answer = minimise(question(life, near), effort, Watch(stop))
            if answer.values is None:
                continue
            value = float(stage.objective @ answer.values)
            if value < best - stage.unit:
                found_better |= np.isfinite(best)
                best, life = value, board.life(answer.values)
        if not found_better:
            number += 4
    return life
