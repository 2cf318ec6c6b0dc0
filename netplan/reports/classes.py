"""In which colour a cell is drawn: classes of minutes, of change and of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from netplan.reports.wording import Wording
from netplan.tables import Floats, Ints

NOBODY = -1
"""Class of a cell that is not drawn."""
MINUTES = (5, 10, 15, 20, 30, 45)
"""Upper ends of the classes of ways [min]."""
CHANGES = (-10, -5, -1, 1, 5, 10)
"""Ends of the classes of change [min]; within a minute counts as unchanged."""
PEOPLE = (2, 9, 29, 99)
"""Upper ends of the classes of people in a cell."""
MINUTE_COLOURS = ("#dcefcf", "#b4dcc3", "#82c5bd", "#4ba6b5", "#2d7fa8", "#2a5791", "#2b2f6b")
CHANGE_COLOURS = ("#15607f", "#5ba3bc", "#b5d8e2", "#dcdcd8", "#f6cda2", "#e4873f", "#a83c0c")
PEOPLE_COLOURS = ("#e6e3f1", "#c3bce0", "#9a8fc9", "#6d5fae", "#3f2f86")
LOST_COLOUR, GAINED_COLOUR = "#7a0040", "#00633a"


@dataclass(frozen=True)
class Shade:
    """One class: its colour and what it means."""

    colour: str
    label: str


def minute_shades(w: Wording) -> list[Shade]:
    """Return the classes of ways, the last one for people without a place."""
    labels = [w("minutes_up_to", high=MINUTES[0])]
    labels += [w("minutes_from_to", low=low, high=high) for low, high in pairwise(MINUTES)]
    labels.append(w("minutes_over", low=MINUTES[-1]))
    return [*_shades(MINUTE_COLOURS, labels), Shade(LOST_COLOUR, w("class_unserved"))]


def change_shades(w: Wording) -> list[Shade]:
    """Return the classes of change against the baseline, the last two for places lost and gained."""
    labels = [w(f"change_{i}") for i in range(len(CHANGE_COLOURS))]
    lost = [Shade(LOST_COLOUR, w("class_lost")), Shade(GAINED_COLOUR, w("class_gained"))]
    return [*_shades(CHANGE_COLOURS, labels), *lost]


def people_shades(w: Wording) -> list[Shade]:
    """Return the classes of people in a cell; the first one is `< 3`."""
    ends = [0, *PEOPLE]
    labels = [f"{low + 1}–{high}" for low, high in pairwise(ends)]
    return _shades(PEOPLE_COLOURS, ["< 3", *labels[1:], w("people_over", low=ends[-1] + 1)])


def minute_classes(seconds: Floats, unserved: Ints) -> Ints:
    """Return each cell's class of way; NaN and nobody unserved: not drawn."""
    found = np.searchsorted(60 * np.array(MINUTES), seconds, side="left").astype(np.int64)
    found[np.isnan(seconds)] = NOBODY
    found[unserved > 0] = len(MINUTE_COLOURS)
    return found


def change_classes(before: Floats, after: Floats, unserved_before: Ints, unserved_after: Ints) -> Ints:
    """Return each cell's class of change [s]; exactly a minute, five or ten belongs to the milder class."""
    change = np.abs(after - before)
    steps = np.searchsorted(60 * np.array(CHANGES[3:]), change, side="left")
    found = np.where(after < before, 3 - steps, 3 + steps).astype(np.int64)
    found[np.isnan(change)] = NOBODY
    found[unserved_after > unserved_before] = len(CHANGE_COLOURS)
    found[unserved_after < unserved_before] = len(CHANGE_COLOURS) + 1
    return found


def people_classes(people: Ints) -> Ints:
    """Return each cell's class of people; cells without people are not drawn."""
    found = np.searchsorted(np.array(PEOPLE), people, side="left").astype(np.int64)
    found[people == 0] = NOBODY
    return found


def _shades(colours: Sequence[str], labels: Sequence[str]) -> list[Shade]:
    return [Shade(colour, label) for colour, label in zip(colours, labels, strict=True)]
