"""Rows on places and minimum sizes, where a certificate prices them: they speak of several services or grades."""

from collections.abc import Sequence

import numpy as np

from netplan.audit.bounds.entries import WHOLE, Ints
from netplan.audit.bounds.parts import Parts
from netplan.audit.bounds.rows import Row, Term, at_levels, load
from netplan.audit.bounds.sizes import Minimum
from netplan.audit.question import Rule


def places(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """Load ≤ places in a listed year, of one service or in all."""
    del rule
    f, t, service = _place(parts, where)
    room = parts.spots.counted(lambda level: level.size if service is None else level.places[service])
    return [Row((*load(parts, f, service, t), at_levels(parts, f, t, -room)), high=0, per=WHOLE)]


def minimum_size(parts: Parts, rule: Rule, where: Sequence[str]) -> list[Row]:
    """Load ≥ least in a listed year, of one service or in all, less what is not asked while a facility fills.

    new_only: one row for each level that a facility can have untouched, of which it is not asked then.
    """
    f, t, service = _place(parts, where)
    minimum = Minimum(parts)
    if not minimum.is_asked(f, service, t):
        return []
    own = parts.spots.of(f)
    least = np.zeros(len(parts.spots.positions), np.int64)
    least[own] = minimum.least(service)[own]
    step = minimum.filling(f, service, t)
    fills = Term("step", (step,), np.full(len(step), WHOLE * int(least[parts.spots.can_be].max(initial=0))))
    spared = _without_measure(parts, f) if rule.apply == "new_only" else np.zeros_like(own)
    always = np.where(np.isin(np.arange(len(least)), spared), 0, least)
    terms = (*load(parts, f, service, t), fills)
    rows = []
    for spot in spared[least[spared] > 0].tolist():
        asked = always.copy()
        asked[spot] = least[spot]
        free = Term("untouched", (np.array([f]), np.array([t])), np.array([WHOLE * least[spot]]))
        rows.append(Row((*terms, at_levels(parts, f, t, -asked), free), low=0, per=WHOLE))
    return rows or [Row((*terms, at_levels(parts, f, t, -always)), low=0, per=WHOLE)]


def _place(parts: Parts, where: Sequence[str]) -> tuple[int, int, str | None]:
    """Read facility, listed year and service; without a service the row is about all."""
    facility, year, *service = where
    t = parts.question.years.index(int(year))
    return parts.spots.number[facility], t, service[0] if service else None


def _without_measure(parts: Parts, f: int) -> Ints:
    """Give the spots that a facility can be at though no measure acted on it."""
    spots, steps = parts.spots, parts.steps
    idle = np.flatnonzero(~steps.is_measure & (spots.facility[steps.before] == f))
    found = {int(spots.today[f])}
    for i in idle.tolist():
        if int(steps.before[i]) in found:
            found.add(int(steps.after[i]))
    return np.array(sorted(found), np.int64)
