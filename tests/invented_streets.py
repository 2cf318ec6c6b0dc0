"""Small street grids for tests: bends, dead ends, one-way streets, fast and slow ones."""

from fractions import Fraction

import numpy as np

from netplan.travel import Points, Roads, TravelMode, Ways

CAR = TravelMode("car", "drive", Fraction(17), Fraction(4), 60, {"primary": Fraction(61), "track": Fraction(3)})
"""No street takes a whole number of milliseconds by the centimetre, so that quick and short ways differ."""


def streets(side: int, seed: int) -> Roads:
    """Build a grid of side × side crossings, a third of whose streets are missing."""
    rng = np.random.default_rng(seed)
    row, column = np.divmod(np.arange(side * side), side)
    number = np.arange(side * side).reshape(side, side)
    a = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    b = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    there = rng.random(len(a)) < 2 / 3
    a, b = a[there], b[there]
    back = rng.random(len(a)) < 0.9
    osmid = rng.permutation(side * side) + 1
    kind = rng.choice(np.array(["primary", "residential", "track"], dtype=object), len(a))
    length = np.round(rng.uniform(40, 200, len(a)), 2)
    nodes = {"osmid": osmid, "x": 9 + 0.0014 * column, "y": 50 + 0.0009 * row}
    edges = {
        "u": osmid[np.concatenate([a, b[back]])],
        "v": osmid[np.concatenate([b, a[back]])],
        "length": np.concatenate([length, length[back]]),
        "highway": np.concatenate([kind, kind[back]]),
    }
    return Roads.of_columns(nodes, edges)


def places(roads: Roads, count: int, seed: int) -> Points:
    """Scatter points near the crossings; some share a crossing, some lie far from all."""
    rng = np.random.default_rng(seed)
    at = rng.integers(0, len(roads.osmid), count)
    lon, lat = (column[at] + rng.normal(0, 0.0004, count) for column in (roads.lon, roads.lat))
    lat[::29] += 1
    return Points(tuple(f"p{index}" for index in range(count)), lon, lat)


def columns(found: Ways) -> list[list[int]]:
    """Write ways as lists that can be compared."""
    return [getattr(found, name).tolist() for name in ("cell", "site", "seconds", "metres")]
