"""Whole cells for a life that is fixed: most stay where the linear program sends them, the divided ones are decided."""

from dataclasses import replace

import numpy as np

from netplan.engine.highs import Answer, Effort, Question, Watch, minimise

KEPT = (1.0, 0.8, 0.5, 0.0)
"""Shares of the undivided cells that stay where they are, tried in turn until a plan is found."""
UNDIVIDED = 1 - 1e-6


def whole_cells(question: Question, go: slice, effort: Effort) -> Answer:
    """Search with all `go` columns that are 1 in the linear program kept there, then with ever fewer of them.

    Only without any kept is an answer of `infeasible` one; a limit means that nothing is known.
    """
    divided = question.integer.copy()
    divided[go] = False
    loose = minimise(replace(question, integer=divided), effort, Watch())
    if loose.values is None:
        return loose
    chance = np.random.default_rng(effort.seed).random(go.stop - go.start)
    answer = loose
    for share in KEPT:
        lower = question.lower.copy()
        lower[go] = np.maximum(lower[go], (loose.values[go] > UNDIVIDED) & (chance < share))
        part = replace(effort, seconds=effort.seconds / (len(KEPT) if share else 1))
        answer = minimise(replace(question, lower=lower), part, Watch())
        if answer.values is not None:
            return answer
    return answer
