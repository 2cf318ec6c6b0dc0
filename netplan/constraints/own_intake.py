"""Which grades of a facility come from intakes of its own: the law asks for nobody who never entered."""

import numpy as np

from netplan.decisions import Decisions, Term
from netplan.tables import Ints, Tables


def openings(tables: Tables, f: int, s: int) -> Ints:
    """Return the steps of a facility to places for a service from none, shape (some,)."""
    steps, offers = tables.steps, tables.levels.room[f, :, s] > 0
    own = np.flatnonzero(steps.facility == f)
    found: Ints = own[~offers[steps.before[own]] & offers[steps.after[own]]]
    return found


def without_intake(tables: Tables, f: int, s: int, g: int, t: int, decisions: Decisions, opens: Ints) -> Term | None:
    """Return a sum that is 0 where a facility with places in year t took in who is then in grade g, counted from 0.

    Σ step[i]        over steps i of f to places for s from none, in years t − g + 1 … t
    + Σ_k at[f,k,t−g]    over open levels k that take nobody in for s, or have no places for it

    `opens` are its openings. Before the first listed year a facility was as it is today. None where it never took them
    in.
    """
    levels, steps = tables.levels, tables.steps
    offers = levels.room[f, :, s] > 0
    if g == 0:
        return 0
    takes = offers & levels.intake[f]
    if t < g and not takes[levels.today[f]]:
        return None
    recent = opens[(steps.year[opens] <= t) & (steps.year[opens] > t - g)]
    found = sum(decisions.step[i] for i in recent.tolist())
    if t >= g:
        found = found + sum(decisions.at[f, int(k), t - g] for k in np.flatnonzero(levels.exists[f] & ~takes) if k)
    return found
