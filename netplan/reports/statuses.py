"""What becomes of a facility, in a word, a shape and a colour."""

from collections.abc import Sequence

import numpy as np

from netplan.comparison.figures import places_by_level
from netplan.plan import Plan
from netplan.tables import CLOSED, StepKind

STATUSES = ("open", "extended", "reduced", "converted", "new", "closed")
"""In the order of legends."""
NEVER_OPEN = ""
"""Status of a facility that is closed today and stays so."""
SIGNS = {"open": "○", "extended": "△", "reduced": "▽", "converted": "◇", "new": "■", "closed": "✕", "": ""}
STATUS_BY_KIND = {
    StepKind.OPEN: "new",
    StepKind.EXTEND: "extended",
    StepKind.REDUCE: "reduced",
    StepKind.CONVERT: "converted",
    StepKind.CLOSE: "closed",
}


def statuses(plan: Plan) -> list[str]:
    """Return by facility what becomes of it from today to the last listed year."""
    levels, level = plan.tables.levels, plan.level
    places = places_by_level(levels)
    return [_status(int(levels.today[f]), level[f].tolist(), places[f].tolist()) for f in range(len(levels.facilities))]


def signs_by_year(plan: Plan) -> dict[tuple[int, int], str]:
    """Return the sign of each measure by facility and listed year, `↻` for automatic steps."""
    steps = plan.tables.steps
    found = {}
    for i in plan.chosen.tolist():
        kind = StepKind(int(steps.kind[i]))
        place = (int(steps.facility[i]), int(steps.year[i]))
        if kind in STATUS_BY_KIND:
            found[place] = SIGNS[STATUS_BY_KIND[kind]]
        elif kind == StepKind.AUTOMATIC:
            found[place] = "↻"
    return found


def today_open(plan: Plan) -> int:
    """Return how many facilities are open before the first listed year."""
    return int(np.count_nonzero(plan.tables.levels.today != CLOSED))


def _status(today: int, level: Sequence[int], places: Sequence[int]) -> str:
    last = level[-1]
    if last == CLOSED:
        return "closed" if today != CLOSED or any(k != CLOSED for k in level) else NEVER_OPEN
    if today == CLOSED:
        return "new"
    if last == today:
        return "open"
    if places[last] == places[today]:
        return "converted"
    return "extended" if places[last] > places[today] else "reduced"
