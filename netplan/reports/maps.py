"""Maps as SVG: cells merged into one path a class, facilities as marks with number and status."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from netplan.reports.classes import NOBODY, Shade
from netplan.reports.land import WIDTH, Frame
from netplan.tables import Floats, Ints

SMALLEST_CELL, LARGEST_CELL = WIDTH // 160, WIDTH // 25
"""Side of a drawn cell: large enough to be seen, small enough not to hide the land [units]."""


@dataclass(frozen=True)
class Mark:
    """A facility on a map."""

    number: int
    x: int
    y: int
    status: str
    text: str
    """What is said of it when it is pointed at."""
    target: str
    """Id of its sheet."""


@dataclass(frozen=True)
class Patch:
    """All cells of one class."""

    colour: str
    path: str


@dataclass(frozen=True)
class Picture:
    """One map, ready to be written down."""

    name: str
    """Unique in the page."""
    kind: str
    """Which figures of a cell are told when it is pointed at: minutes, change or people."""
    title: str
    summary: str
    height: int
    patches: tuple[Patch, ...]
    marks: tuple[Mark, ...]
    shades: tuple[Shade, ...]
    """Classes that occur, for the legend."""
    statuses: tuple[str, ...]
    """Statuses that occur, for the legend."""


@dataclass(frozen=True, eq=False)
class Ground:
    """Cells as squares on a frame."""

    frame: Frame
    xy: Ints
    """Middle of each cell, shape (cells, 2) [units]."""
    side: int

    @classmethod
    def of(cls, frame: Frame, lon: Floats, lat: Floats) -> "Ground":
        """Return squares as large as the usual distance between neighbours."""
        xy = frame.place(lon, lat)
        return cls(frame, xy, min(max(_spacing(xy), SMALLEST_CELL), LARGEST_CELL))

    def patches(self, classes: Ints, shades: Sequence[Shade]) -> tuple[Patch, ...]:
        """Return one path a class that occurs."""
        kinds = [int(kind) for kind in np.unique(classes) if kind != NOBODY]
        return tuple(Patch(shades[kind].colour, self._path(self.xy[classes == kind])) for kind in kinds)

    def _path(self, xy: Ints) -> str:
        order = np.lexsort((xy[:, 0], xy[:, 1]))
        corners = xy[order] - self.side // 2
        moves = np.diff(corners, axis=0, prepend=[[0, 0]]).tolist()
        square = f"h{self.side}v{self.side}h-{self.side}z"
        return "".join(f"m{x} {y}{square}" for x, y in moves).replace(" -", "-")


def _spacing(xy: Ints) -> int:
    """Return the median distance to the nearest other cell [units]."""
    different = np.unique(xy, axis=0)
    if len(different) <= 1:
        return LARGEST_CELL
    points = shapely.points(different.astype(float))
    _, distances = shapely.STRtree(points).query_nearest(
        points, exclusive=True, all_matches=False, return_distance=True
    )
    return int(np.ceil(np.median(distances)))


def shades_used(classes: Ints, shades: Sequence[Shade]) -> tuple[Shade, ...]:
    """Return the classes that occur, in order."""
    return tuple(shades[int(kind)] for kind in np.unique(classes) if kind != NOBODY)
