"""An invented street network of any size: a jittered grid with gaps, one-way streets and three kinds of roads."""

import numpy as np
from numpy.typing import NDArray

from netplan.travel import Points, Roads, great_circle_cm

SPACING_METRES = 130.0
"""Between crossings, as in German towns and villages together."""
JITTER = 0.3
"""How far a crossing lies from its place in the grid, as a share of the spacing."""
LONGEST_DETOUR = 0.25
"""A street is up to so much longer than the straight line."""
BUILT = 0.72
"""Share of the residential streets that are there; main roads all are. What is cut off is left to the search."""
ONE_WAY = 0.08
SECONDARY_EVERY, PRIMARY_EVERY = 10, 40
"""Every so many lines of the grid, a main road."""
SOUTH, WEST = 50.0, 9.0
METRES_PER_DEGREE = 111_195.0
NEAR_DEGREES = 4e-4
"""A place lies up to so far from its crossing in each direction: about 40 m."""

Ints = NDArray[np.int64]


def street_grid(nodes: int, seed: int) -> Roads:
    """Build a network of about so many crossings, each direction of a street an edge of its own."""
    rng = np.random.default_rng(seed)
    side = round(nodes**0.5)
    row, column = np.divmod(np.arange(side * side), side)
    shift = rng.uniform(-JITTER, JITTER, (2, side * side))
    lat = SOUTH + SPACING_METRES / METRES_PER_DEGREE * (row + shift[0])
    lon = WEST + SPACING_METRES / METRES_PER_DEGREE / np.cos(np.radians(SOUTH)) * (column + shift[1])
    number = np.arange(side * side).reshape(side, side)
    a = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    b = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    kind = _kinds(np.concatenate([row[number[:, :-1].ravel()], column[number[:-1].ravel()]]))
    there = (rng.random(len(a)) < BUILT) | (kind != "residential")
    a, b, kind = a[there], b[there], kind[there]
    metres = great_circle_cm(lon[a], lat[a], lon[b], lat[b]) / 100 * rng.uniform(1, 1 + LONGEST_DETOUR, len(a))
    back = (rng.random(len(a)) >= ONE_WAY) | (kind != "residential")
    osmid = rng.permutation(side * side) + 1
    edges = {
        "u": osmid[np.concatenate([a, b[back]])],
        "v": osmid[np.concatenate([b, a[back]])],
        "length": np.round(np.concatenate([metres, metres[back]]), 2),
        "highway": np.concatenate([kind, kind[back]]).astype(object),
    }
    return Roads.of_columns({"osmid": osmid, "x": lon, "y": lat}, edges)


def places(roads: Roads, count: int, seed: int) -> Points:
    """Scatter points beside crossings, no two at the same."""
    rng = np.random.default_rng(seed)
    at = rng.choice(len(roads.osmid), count, replace=False)
    lon, lat = (column[at] + rng.uniform(-NEAR_DEGREES, NEAR_DEGREES, count) for column in (roads.lon, roads.lat))
    return Points(tuple(f"p{index}" for index in range(count)), lon, lat)


def _kinds(line: Ints) -> NDArray[np.str_]:
    """Say which kind of road runs along each line of the grid."""
    return np.where(
        line % PRIMARY_EVERY == 0, "primary", np.where(line % SECONDARY_EVERY == 0, "secondary", "residential")
    )
