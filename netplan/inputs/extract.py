"""What netplan takes from OpenStreetMap, wherever it came from: a file or Overpass."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Place = tuple[float, float]
"""Longitude and latitude [degrees]."""

SOUGHT_AMENITIES = ("school", "kindergarten", "childcare", "social_facility", "nursing_home")
_NOT_LIVED_IN = re.compile(
    "no|barn|carport|chapel|church|cathedral|commercial|construction|container|cowshed|farm_auxiliary|fire_station|"
    "garages?|greenhouse|hangar|hospital|hut|industrial|kindergarten|kiosk|manufacture|mosque|office|parking|public|"
    "retail|roof|ruins|school|service|shed|stable|storage_tank|supermarket|synagogue|toilets|train_station|"
    "transformer_tower|university|warehouse"
)
"""Kinds of buildings that nobody lives in."""
_EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True)
class Way:
    """A street or path: the nodes it runs through, in its own direction."""

    osmid: int
    nodes: tuple[int, ...]
    tags: Mapping[str, str]


@dataclass(frozen=True)
class Object:
    """Something with tags at a place, such as a school: a point or an area."""

    osmid: str
    """Kind and number as in OpenStreetMap: n, w or r and digits."""
    tags: Mapping[str, str]
    lon: float
    lat: float
    outline: tuple[Place, ...] = ()
    """Outer ring of an area; empty for a point."""


@dataclass(frozen=True)
class Buildings:
    """Where people may live."""

    lon: Floats
    """Longitude of the middle as (buildings,) [degrees]."""
    lat: Floats
    floor: Floats
    """Ground area times storeys as (buildings,) [m²]."""


@dataclass(frozen=True)
class Extract:
    """Streets, objects and buildings of a piece of OpenStreetMap."""

    source: str
    """Name of the file, or what was asked of Overpass."""
    date: str
    """Day of the newest object that was read, as 2026-07-01; empty if none says so."""
    ways: tuple[Way, ...]
    place_by_node: Mapping[int, Place]
    """Of every node of a way that the extract holds."""
    objects: tuple[Object, ...]
    buildings: Buildings
    unplaced: tuple[str, ...] = ()
    """Objects whose place the extract does not hold, because it was cut there."""


def is_sought(tags: Mapping[str, str]) -> bool:
    """Say whether an object may be a school, a Kita or a care facility."""
    return tags.get("amenity") in SOUGHT_AMENITIES or "social_facility" in tags


def is_lived_in(tags: Mapping[str, str]) -> bool:
    """Say whether people may live in a building: its kind does not exclude it."""
    return not _NOT_LIVED_IN.fullmatch(tags.get("building", "no")) and "amenity" not in tags


def floor_area(outline: tuple[Place, ...], tags: Mapping[str, str]) -> float:
    """Estimate the floor area of a building from outline and storeys (2 where none are named) [m²]."""
    ring = np.radians(np.array(outline))
    x = (ring[:, 0] - ring[0, 0]) * np.cos(ring[0, 1]) * _EARTH_RADIUS_M
    y = (ring[:, 1] - ring[0, 1]) * _EARTH_RADIUS_M
    ground = abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2
    levels = tags.get("building:levels", "2")
    return ground * max(1.0, float(levels) if levels.replace(".", "", 1).isdigit() else 2.0)


def middle(outline: tuple[Place, ...]) -> Place:
    """Find the middle of an outline's corners, the closing one counted once."""
    corners = np.array(outline[:-1] if len(outline) > 1 and outline[0] == outline[-1] else outline)
    lon, lat = corners.mean(axis=0)
    return float(lon), float(lat)
