"""One textbook instance of facility location, in the words of its source, and what netplan's numbers mean in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Problem: TypeAlias = Literal["p-median", "p-centre", "set cover", "maximal cover", "capacitated"]
PROBLEMS: tuple[Problem, ...] = ("p-median", "p-centre", "set cover", "maximal cover", "capacitated")
GOAL: Mapping[Problem, str] = {
    "p-median": "person_minutes",
    "p-centre": "longest_way",
    "set cover": "open_facilities",
    "maximal cover": "unserved",
    "capacitated": "cost_with",
}
"""The goal of netplan that counts a problem's objective; those without a place come before it, or are it."""
RELATIVE = 1e-6
"""How far a value may lie from the published one: whole seconds and the digits of the publication."""


@dataclass(frozen=True, eq=False)
class Instance:
    """Cells with people, facilities that may open, ways between them: all to be had from nothing, in one year."""

    name: str
    problem: Problem
    ways: Floats
    """Way, or money for one person, from cell to facility in the source's unit, shape (cells, facilities)."""
    people: Ints
    """Persons of each cell, shape (cells,)."""
    places: Ints
    """Persons that a facility can take, shape (facilities,)."""
    opening: Floats
    """Money to open a facility in the source's unit, shape (facilities,); only capacitated problems count it."""
    number: int
    """Facilities that are to be open; 0 leaves it open."""
    reach: float
    """Longest way that covers, in the source's unit; infinite where everybody may go everywhere."""
    scale: int
    """Whole seconds in one unit of way, and whole cents in one unit of money: 1 in 1,000 metres is 1 s in 1 mm."""
    published: float
    """Optimum that the source publishes; not a number where nobody does."""
    source: str

    @property
    def seconds(self) -> Ints:
        """Ways as netplan knows them, shape (cells, facilities) [s]."""
        return np.asarray(np.rint(self.ways * self.scale).astype(np.int64))

    @property
    def reach_seconds(self) -> int:
        """Longest way that exists [s]."""
        longest = int(self.seconds.max())
        return longest if np.isinf(self.reach) else min(int(np.floor(self.reach * self.scale)), longest)

    @property
    def is_covered(self) -> npt.NDArray[np.bool_]:
        """Whether a way exists, shape (cells, facilities)."""
        return np.asarray(self.seconds <= self.reach_seconds)

    def value(self, goal_value: int) -> float:
        """Return netplan's value of the goal, a whole number, in the source's unit."""
        if self.problem == "set cover":
            return float(goal_value)
        if self.problem == "maximal cover":
            return float(int(self.people.sum()) - goal_value)
        return goal_value / self.scale

    def is_as_published(self, value: float) -> bool:
        """Whether a value is the published optimum, but for whole seconds and printed digits."""
        return abs(value - self.published) <= RELATIVE * abs(self.published)


def scale_told(instance: Instance) -> str:
    """Say in a few words what one second or cent stands for."""
    if instance.problem == "set cover":
        return f"counts facilities; 1 s = 1/{instance.scale} unit of way"
    if instance.problem == "maximal cover":
        return f"counts persons; 1 s = 1/{instance.scale} unit of way"
    unit = "1 cent = 1 s" if instance.problem == "capacitated" else "1 s"
    return f"{unit} = 1/{instance.scale} unit" if instance.scale > 1 else f"{unit} = 1 unit"
