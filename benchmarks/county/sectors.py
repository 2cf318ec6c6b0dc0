"""What the generator has to know of the first three sectors: sizes, who comes, who carries, what things cost."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.county.people import AGE_GROUPS

Range: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Sector:
    """One sector of models/, as far as buildings are concerned; a test compares it with the model."""

    name: str
    prefix: str
    """How the ids of its facilities begin."""
    share: float
    """Of all facilities of a county."""
    closed_today: float
    """Share of candidate sites among them."""
    rates: dict[str, float]
    """People who need a place, by age group [share], all services together."""
    levels: tuple[str, ...]
    places: tuple[int, ...]
    """Places of each level by which the generator counts, ascending."""
    services: dict[str, tuple[int, ...]]
    """Places of each level by service."""
    total: bool
    """Whether places are limited in all, beside those of each service."""
    running: tuple[int, ...]
    """Running cost of each level [EUR a year]."""
    titles: tuple[str, ...]
    """The levels as they stand in the names of measures."""
    least: tuple[int, ...]
    """Fewest people of each level."""
    first: float
    """Divisor of the first facility of a place, the next one adds 1: small, and villages have their own."""
    old_net: float
    """How much denser facilities are where people leave: their share grows by e to this power."""
    crowded: float
    """Share of the people of the past who set the size of today's buildings."""
    smallest: int
    """Index of the smallest level found today."""
    carriers: dict[str, float]
    """Kinds of carriers and how often they are met in towns; elsewhere municipal ones are more frequent."""
    new_place: Range
    """Cost of a place in a new building [EUR]."""
    more_place: Range
    """Cost of a place in an extension [EUR]."""
    less: Range
    """Cost of making a facility smaller [EUR]."""
    close: Range
    """Cost of closing a facility [EUR]."""
    lead_new: int
    """Years from the decision to the opening of a new building."""
    lead_more: int
    """Years from the decision to the opening of an extension."""

    def demand(self, people: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the people who need a place, (…, age groups) → (…)."""
        return np.asarray(people @ np.array([self.rates.get(group, 0.0) for group in AGE_GROUPS]))


# Costs lie in the ranges usual in 2024 (new school 40-70, extension 30-50, new Kita 50-80, extension
# 35-60, care home 120-200 kEUR a place, closing 0.1-0.5 MEUR); making a facility smaller is assumed.
SECTORS = (
    Sector(
        name="primary_school",
        prefix="gs",
        share=30 / 87,
        closed_today=0.13,
        rates={"6-9": 0.97},
        levels=("mixed", "z1", "z2", "z3", "z4", "z5"),
        places=(56, 112, 224, 336, 448, 560),
        services={"grundschule": (56, 112, 224, 336, 448, 560)},
        total=False,
        running=(150_000, 220_000, 360_000, 500_000, 640_000, 780_000),
        titles=("jahrgangsübergreifend", "1-zügig", "2-zügig", "3-zügig", "4-zügig", "5-zügig"),
        least=(30, 60, 60, 60, 60, 60),
        first=0.15,
        old_net=0.9,
        crowded=0.74,
        smallest=1,
        carriers={"municipal": 0.8, "church": 0.1, "private": 0.1},
        new_place=(42_000, 58_000),
        more_place=(30_000, 44_000),
        less=(90_000, 240_000),
        close=(120_000, 420_000),
        lead_new=2,
        lead_more=2,
    ),
    Sector(
        name="kita",
        prefix="kita",
        share=45 / 87,
        closed_today=0.1,
        rates={"0-1": 0.323, "2": 0.935, "3-5": 1.0, "6-9": 0.125},
        levels=("g2", "g4", "g6", "g8", "g10"),
        places=(35, 70, 105, 140, 175),
        services={"krippe": (12, 24, 36, 48, 60), "kindergarten": (28, 56, 84, 112, 140)},
        total=True,
        running=(380_380, 720_760, 1_061_140, 1_401_520, 1_741_900),
        titles=("2 Gruppen", "4 Gruppen", "6 Gruppen", "8 Gruppen", "10 Gruppen"),
        least=(20, 40, 60, 80, 100),
        first=0.25,
        old_net=0.2,
        crowded=1.05,
        smallest=0,
        carriers={"municipal": 0.35, "church": 0.2, "welfare": 0.35, "private": 0.1},
        new_place=(50_000, 75_000),
        more_place=(35_000, 56_000),
        less=(30_000, 90_000),
        close=(100_000, 260_000),
        lead_new=2,
        lead_more=2,
    ),
    Sector(
        name="care_home",
        prefix="ph",
        share=12 / 87,
        closed_today=0.17,
        rates={"65-74": 0.007, "75-79": 0.0233, "80-84": 0.0487, "85-89": 0.1065, "90+": 0.244},
        levels=("h40", "h60", "h80", "h120"),
        places=(40, 60, 80, 120),
        services={"pflegeheim": (40, 60, 80, 120), "tagespflege": (0, 12, 16, 16)},
        total=False,
        running=(222_400, 366_960, 489_280, 711_680),
        titles=("40 Plätze", "60 Plätze", "80 Plätze", "120 Plätze"),
        least=(24, 36, 48, 72),
        first=0.1,
        old_net=0.0,
        crowded=1.3,
        smallest=0,
        carriers={"municipal": 0.1, "church": 0.25, "welfare": 0.4, "private": 0.25},
        new_place=(120_000, 165_000),
        more_place=(110_000, 140_000),
        less=(200_000, 500_000),
        close=(200_000, 500_000),
        lead_new=3,
        lead_more=2,
    ),
)
