"""The bare land of an invented county: valleys, growing surroundings of cities, and its place on the map."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS = 6_371_008.8
"""Mean radius of the earth, as netplan measures distances [m]."""
CENTRE_LON, CENTRE_LAT = 12.9, 50.85
"""Where the county is laid on the map [degrees]; nothing there is copied."""
MUNICIPALITY_AREA = 70e6
"""Land of one municipality [m²], as in a rural county."""
VALLEY_SPACING = 9_000.0
"""From one valley to the next [m]."""
RELIEF = 260.0
"""Height of the ridges in the south above their valleys [m]."""
CITY_REACH = 30_000.0
"""How far a city makes its surroundings grow [m]."""


@dataclass(frozen=True)
class Land:
    """A square of land with valleys in the south and cities that make their surroundings grow."""

    width: float
    """Side of the square [m]."""
    phase: float
    """Where the first valley lies [rad]."""
    cities: NDArray[np.float64]
    """Big cities near and around, (cities, 2) [m]; they have no people of their own here."""

    def height(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the height above the valley floor of points, (points, 2) → (points,) [m]."""
        east, north = points[:, 0], points[:, 1]
        bend = 1_800.0 * np.sin(north / 7_000.0 + self.phase)
        across = (0.8 * east + 0.6 * north + bend) / VALLEY_SPACING
        steep = 0.15 + 0.85 * np.clip(1.0 - north / self.width, 0.0, 1.0)
        return np.asarray(RELIEF * steep * (0.5 - 0.5 * np.cos(2 * np.pi * across + self.phase)))

    def slope(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the direction and steepness of the way up, (points, 2) → (points, 2) [m per m]."""
        step = 50.0
        east_step, north_step = np.array([step, 0.0]), np.array([0.0, step])
        east = self.height(points + east_step) - self.height(points - east_step)
        north = self.height(points + north_step) - self.height(points - north_step)
        return np.stack([east, north], axis=1) / (2 * step)

    def growth(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Say how a place grows, from −1 (far from any city) to +1 (at its gate), (points,)."""
        gaps = np.min(np.linalg.norm(points[:, None, :] - self.cities[None, :, :], axis=2), axis=1)
        return np.asarray(2.0 * np.exp(-((gaps / CITY_REACH) ** 2)) - 1.0)


def make_land(municipalities: int, seed: int) -> Land:
    """Lay out land for so many municipalities; one city for every sixty of them, the first outside."""
    rng = np.random.default_rng([seed, 1])
    width = float(np.sqrt(municipalities * MUNICIPALITY_AREA))
    first = np.array([[-3_000.0, 0.86 * width]])
    others = rng.uniform(0.0, width, size=(municipalities // 60, 2))
    return Land(width, float(rng.uniform(0.0, 2 * np.pi)), np.concatenate([first, others]))


def to_degrees(land: Land, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn metres on the land into longitude and latitude, rounded to a decimetre, (points, 2)."""
    metre = np.degrees(1.0 / EARTH_RADIUS)
    centred = points - land.width / 2.0
    lat = CENTRE_LAT + centred[:, 1] * metre
    lon = CENTRE_LON + centred[:, 0] * metre / np.cos(np.radians(CENTRE_LAT))
    return np.round(np.stack([lon, lat], axis=1), 6)


def great_circle(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure the great circle between points in degrees, (points, 2) each → (points,) [m]."""
    lon_1, lat_1 = np.radians(start).T
    lon_2, lat_2 = np.radians(end).T
    half = np.sin((lat_2 - lat_1) / 2) ** 2 + np.cos(lat_1) * np.cos(lat_2) * np.sin((lon_2 - lon_1) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS * np.arcsin(np.sqrt(half)))
