"""Join cells and sites to the road network, or say why they cannot be joined."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from netplan.travel.graph import NORTH_MOST, Flags, Floats, Ints, Points, Roads, TravelMode, main_component, touched

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the earth [m]. Source: IUGG, GRS 80."""
FARTHEST_CM = 100_000
"""A point farther than this from every road is not joined [cm]."""
REASONS: Mapping[str, Mapping[str, str]] = {
    "no roads": {"de": "es gibt keine Straße für dieses Verkehrsmittel", "en": "this mode has no road at all"},
    "too far": {"de": "mehr als 1.000 m von jeder Straße", "en": "more than 1,000 m from every road"},
    "swapped": {
        "de": "mehr als 1.000 m von jeder Straße; Länge und Breite scheinen vertauscht",
        "en": "more than 1,000 m from every road; lon and lat seem to be swapped",
    },
}
"""Why a point is not joined, for people, by the reason that `Joined` gives."""
_NEIGHBOURS = 8
_MARGIN_M = 0.02


@dataclass(frozen=True)
class Joined:
    """Where each point meets the roads of one mode."""

    node: Ints
    """Index of the node as (points,); −1 where the point is not joined."""
    leg_cm: Ints
    """Distance between the point and its node as (points,) [cm]; 0 where it is not joined."""
    reason: tuple[str, ...]
    """A key of REASONS where the point is not joined, else empty."""
    island: Flags
    """Whether a road nearer than the joined one belongs to an island, cut off from the rest, as (points,)."""


def great_circle_cm(lon1: Floats, lat1: Floats, lon2: Floats, lat2: Floats) -> Ints:
    """Measure the great circle between points in whole centimetres, rounded half to even.

    d = 2 R · asin √( sin²(Δlat/2) + cos lat₁ · cos lat₂ · sin²(Δlon/2) )        R = 6,371,008.8 m
    """
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    half_lat, half_lon = (phi2 - phi1) / 2, np.radians(np.subtract(lon2, lon1)) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(phi1) * np.cos(phi2) * np.sin(half_lon) ** 2
    metres = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    cm: Ints = np.rint(metres * 100).astype(np.int64)
    return cm


def join(points: Points, roads: Roads, mode: TravelMode, main: Ints | None = None) -> Joined:
    """Join every point to the nearest node from which a mode gets everywhere and back.

    Only nodes of the largest strongly connected component count; of two nodes as near (to a centimetre),
    the one with the smaller osmid. A point more than 1,000 m away is not joined. `main` is that component, where
    it was found already.
    """
    size = len(points.ids)
    main = main_component(roads, mode.roads) if main is None else main
    if not len(main):
        return Joined(
            np.full(size, -1), np.zeros(size, dtype=np.int64), ("no roads",) * size, np.zeros(size, dtype=bool)
        )
    node, leg = _nearest(points.lon, points.lat, roads, main)
    far = leg > FARTHEST_CM
    reason = np.where(far, "too far", "").astype(object)
    if far.any():
        swapped = _swapped(points.lon[far], points.lat[far], roads, main)
        reason[far] = np.where(swapped, "swapped", "too far")
    island = ~far & (_nearest_of_any(points, roads, mode) < leg)
    return Joined(np.where(far, -1, node), np.where(far, 0, leg), tuple(map(str, reason)), island)


def _swapped(lon: Floats, lat: Floats, roads: Roads, main: Ints) -> Flags:
    """Tell which points would lie at a road with lon and lat exchanged."""
    possible = np.abs(lon) <= NORTH_MOST
    result = np.zeros(len(lon), dtype=bool)
    if possible.any():
        _, leg = _nearest(lat[possible], lon[possible], roads, main)
        result[possible] = leg <= FARTHEST_CM
    return result


def _nearest_of_any(points: Points, roads: Roads, mode: TravelMode) -> Ints:
    return _nearest(points.lon, points.lat, roads, touched(roads, mode.roads))[1]


def _nearest(lon: Floats, lat: Floats, roads: Roads, nodes: Ints) -> tuple[Ints, Ints]:
    """Find the nearest of `nodes` to each point, and its distance [cm]; ties go to the smaller osmid.

    A tree over chords finds a few candidates, which are then compared by great circle. Where all of them lie
    within the margin of the first, more may tie: those points look at everything within the margin.
    """
    if not len(lon):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    ordered = nodes[np.argsort(roads.osmid[nodes], kind="stable")]
    tree = cKDTree(_on_sphere(roads.lon[ordered], roads.lat[ordered]))
    seats = _on_sphere(lon, lat)
    count = min(_NEIGHBOURS, len(ordered))
    chord, found = (values.reshape(len(lon), count) for values in tree.query(seats, k=count))
    found = np.sort(found, axis=1)
    cm = great_circle_cm(lon[:, None], lat[:, None], roads.lon[ordered[found]], roads.lat[ordered[found]])
    best = np.argmin(cm, axis=1)
    rows = np.arange(len(lon))
    node, leg = ordered[found[rows, best]], cm[rows, best]
    if count < len(ordered):
        for row in np.flatnonzero(chord[:, -1] <= chord[:, 0] + _MARGIN_M):
            near = np.array(sorted(tree.query_ball_point(seats[row], chord[row, 0] + _MARGIN_M)), dtype=np.int64)
            all_cm = great_circle_cm(lon[row], lat[row], roads.lon[ordered[near]], roads.lat[ordered[near]])
            node[row], leg[row] = ordered[near[np.argmin(all_cm)]], all_cm.min()
    return node, leg


def _on_sphere(lon: Floats, lat: Floats) -> Floats:
    """Place points on a sphere of the earth's size, as (points, 3) [m]."""
    phi, lam = np.radians(lat), np.radians(lon)
    return EARTH_RADIUS_M * np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])
