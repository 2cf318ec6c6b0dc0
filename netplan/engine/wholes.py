"""Whole cells for a life that is fixed: most stay where short ways send them, the divided ones are decided."""

import time
from dataclasses import replace

import numpy as np

from netplan.engine.highs import Answer, Effort, Question, Values, Watch, minimise

KEPT = (1.0, 0.9, 0.7, 0.5, 0.0)
"""Shares of the undivided cells that stay where they are: each smaller one leaves more to decide, and takes longer."""
UNDIVIDED = 1 - 1e-6


def whole_cells(question: Question, go: slice, ways: Values, effort: Effort) -> Answer:
    """Search with most `go` columns kept that are 1 where cells may be divided, then with ever fewer of them.

    Divided, people go the shortest ways (`ways`, by column) among those that are best by the objective: few cells are
    divided then. The best answer found in time counts; `infeasible` is one only where nothing was kept.
    """
    start, chance = time.monotonic(), np.random.default_rng(effort.seed).random(go.stop - go.start)
    divided = question.integer.copy()
    divided[go] = False
    loose = replace(question, integer=divided)
    least = minimise(loose, effort, Watch())
    if least.values is None:
        return least
    short = replace(loose.with_rows([(question.objective, -np.inf, least.bound + effort.unit / 2)]), objective=ways)
    where = minimise(short, replace(effort, unit=0.0), Watch()).values
    best, known = Answer("limit", None, least.bound), (least.values if where is None else where)[go]
    for share in KEPT:
        left = effort.seconds - (time.monotonic() - start)
        if left <= 0:
            break
        lower = question.lower.copy()
        lower[go] = np.maximum(lower[go], (known > UNDIVIDED) & (chance < share))
        part = replace(effort, seconds=left / 2 if share else left)
        answer = minimise(replace(question, lower=lower), part, Watch())
        if not share and answer.status == "infeasible":
            return answer
        value, before = (np.inf if one.values is None else question.objective @ one.values for one in (answer, best))
        best = answer if value < before else best
        if min(value, before) - least.bound <= max(effort.unit, effort.gap * abs(least.bound)):
            break
    return replace(best, status="limit")
