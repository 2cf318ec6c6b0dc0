"""Lives to begin with: near what a relaxation takes on average, or large enough for everybody."""

from collections.abc import Sequence

import numpy as np

from netplan.engine.plans.arrays import FAR
from netplan.engine.plans.change import best_path
from netplan.engine.plans.choices import choices_of, empty_sheet
from netplan.engine.plans.network import Network, begin
from netplan.tables import Floats, Ints

SPARES = (0.07, 0.3, 0.0, 0.15, 0.5)
"""Shares of a level's places that may be lacking of the average: less is not worth the next level. Which share leads to
the best plan differs from case to case, and from place to place."""


def starts_near(network: Network, at: Floats, spares: Sequence[float] = SPARES[:1]) -> list[Ints]:
    """Return the steps of lives near an average of levels, shape (facilities, levels, years), for each spare share.

    Each facility is to have, year by year, the smallest level with about the places that it has on average: a share
    of them may be lacking.
    """
    levels = network.case.tables.levels
    places = (levels.room * levels.intake[:, :, None]).sum(axis=2)
    return _lives(network, np.einsum("fk,fkt->ft", places, at), spares)


def start_large(network: Network) -> Ints:
    """Return the steps of lives that are as large as can be."""
    facilities, _, years = network.shape
    return _lives(network, np.full((facilities, years), float(FAR)), SPARES[:1])[0]


def _lives(network: Network, wanted: Floats, spares: Sequence[float]) -> list[Ints]:
    """Return lives whose places are as near as can be to what is wanted, shape (facilities, years), by spare share."""
    lives, choices = network.lives, choices_of(network.lives)
    scene = begin(network, np.zeros(0, np.int64), 1)
    sheet, starts = empty_sheet(scene, choices), []
    wanted = np.minimum(wanted, lives.places.max(axis=1))
    for spare in spares:
        off, found = _distance(lives.places.swapaxes(1, 2), wanted, spare), [np.zeros(0, np.int64)]
        for f in range(len(off)):
            sheet.value[:] = off[f]
            best_path(scene, choices, sheet, f, FAR, 1)
            found.append(lives.step[sheet.path])
        starts.append(np.sort(np.concatenate(found)))
    return starts


def _distance(places: Ints, wanted: Floats, spare: float) -> Ints:
    """Return how far each state is from what is wanted, dear beside any step; shape (facilities, years, states)."""
    lacking = wanted[:, :, None] - places
    is_enough = lacking <= spare * places
    off = np.where(is_enough, np.maximum(-lacking, 0), lacking * 10)
    return np.asarray((off * (FAR >> 24)).astype(np.int64))
