"""The sectors that are planned beside the first three: what the generator has to know of them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from benchmarks.county.facilities import CLOSED, Facility
from benchmarks.county.measures import Measure
from benchmarks.county.sectors import Sector

HORT = Sector(
    name="after_school",
    prefix="hort",
    share=0.0,
    closed_today=0.0,
    rates={"6-9": 0.873},
    levels=("hort_2", "hort_4", "hort_6", "hort_8", "hort_10", "hort_14", "hort_18"),
    places=(40, 80, 120, 160, 200, 280, 360),
    services={"hort": (40, 80, 120, 160, 200, 280, 360)},
    total=False,
    running=(150_080, 300_160, 450_240, 600_320, 750_400, 1_050_560, 1_350_720),
    titles=("2 Gruppen", "4 Gruppen", "6 Gruppen", "8 Gruppen", "10 Gruppen", "14 Gruppen", "18 Gruppen"),
    least=(20, 20, 20, 20, 20, 20, 20),
    first=0.15,
    old_net=0.9,
    crowded=0.92,
    smallest=0,
    carriers={"municipal": 0.8, "church": 0.1, "private": 0.1},
    new_place=(9_000, 14_000),
    more_place=(7_000, 11_000),
    less=(20_000, 60_000),
    close=(30_000, 90_000),
    lead_new=2,
    lead_more=1,
)
"""Horts stand at the sites of primary schools and may use their rooms, so that a place costs less than in a Kita."""
CONTAINERS = 260_000
"""Cost of two container rooms: 87,000 EUR a room in Fürth 2017, about 130,000 at prices of 2023 [EUR]."""
OWN_SITES = (
    Sector(
        name="kita",
        prefix="ktp",
        share=9 / 87,
        closed_today=0.22,
        rates={"0-1": 0.323, "2": 0.935},
        levels=("ktp_5", "ktp_10"),
        places=(5, 10),
        services={"krippe": (5, 10)},
        total=False,
        running=(83_365, 166_730),
        titles=("5 Plätze", "10 Plätze"),
        least=(0, 0),
        first=0.6,
        old_net=0.0,
        crowded=0.01,
        smallest=0,
        carriers={"private": 1.0},
        new_place=(2_000, 5_000),
        more_place=(2_000, 5_000),
        less=(10_000, 20_000),
        close=(10_000, 20_000),
        lead_new=0,
        lead_more=0,
    ),
    Sector(
        name="youth_work",
        prefix="jt",
        share=15 / 87,
        closed_today=0.2,
        rates={"10-15": 0.1, "16-64": 0.011},
        levels=("mobil", "treff", "zentrum", "haus"),
        places=(20, 40, 80, 120),
        services={"jugendarbeit": (20, 40, 80, 120), "familienbildung": (0, 15, 30, 45)},
        total=False,
        running=(37_500, 85_000, 170_000, 255_000),
        titles=("mobil", "Jugendtreff", "Jugendzentrum", "Jugend- und Familienhaus"),
        least=(5, 10, 20, 30),
        first=0.3,
        old_net=0.3,
        crowded=0.9,
        smallest=0,
        carriers={"municipal": 0.4, "church": 0.2, "welfare": 0.4},
        new_place=(6_000, 10_000),
        more_place=(5_000, 8_000),
        less=(10_000, 30_000),
        close=(10_000, 40_000),
        lead_new=1,
        lead_more=1,
    ),
    Sector(
        name="advice_centre",
        prefix="bs",
        share=6 / 87,
        closed_today=0.34,
        rates={"0-1": 0.03, "2": 0.03, "3-5": 0.03, "6-9": 0.03, "10-15": 0.03, "16-64": 0.006},
        levels=("beratung_2", "beratung_4", "beratung_6", "beratung_9"),
        places=(80, 160, 240, 360),
        services={
            "familienberatung": (80, 160, 240, 360),
            "suchtberatung": (60, 120, 180, 270),
            "psychiatrie": (60, 120, 180, 270),
        },
        total=False,
        running=(170_000, 340_000, 510_000, 765_000),
        titles=("2 Stellen", "4 Stellen", "6 Stellen", "9 Stellen"),
        least=(20, 40, 60, 90),
        first=0.1,
        old_net=0.0,
        crowded=0.7,
        smallest=0,
        carriers={"municipal": 0.2, "church": 0.3, "welfare": 0.5},
        new_place=(1_500, 3_000),
        more_place=(1_000, 2_500),
        less=(10_000, 30_000),
        close=(10_000, 40_000),
        lead_new=1,
        lead_more=0,
    ),
    Sector(
        name="disability_services",
        prefix="wfbm",
        share=4 / 87,
        closed_today=0.25,
        rates={"16-64": 0.006},
        levels=("werkstatt_60", "werkstatt_120", "werkstatt_180"),
        places=(60, 120, 180),
        services={"werkstatt": (60, 120, 180), "foerdergruppe": (6, 12, 18)},
        total=False,
        running=(240_000, 480_000, 720_000),
        titles=("60 Plätze", "120 Plätze", "180 Plätze"),
        least=(30, 60, 90),
        first=0.1,
        old_net=0.0,
        crowded=1.0,
        smallest=0,
        carriers={"church": 0.3, "welfare": 0.7},
        new_place=(40_000, 60_000),
        more_place=(30_000, 50_000),
        less=(100_000, 200_000),
        close=(100_000, 300_000),
        lead_new=3,
        lead_more=2,
    ),
    Sector(
        name="disability_services",
        prefix="wst",
        share=7 / 87,
        closed_today=0.29,
        rates={"16-64": 0.0025, "65-74": 0.0025},
        levels=("wohnen_24", "wohnen_36", "wohnen_48"),
        places=(24, 36, 48),
        services={"wohnen": (24, 36, 48)},
        total=False,
        running=(120_000, 180_000, 240_000),
        titles=("24 Plätze", "36 Plätze", "48 Plätze"),
        least=(12, 18, 24),
        first=0.2,
        old_net=0.0,
        crowded=1.1,
        smallest=0,
        carriers={"church": 0.3, "welfare": 0.7},
        new_place=(100_000, 150_000),
        more_place=(80_000, 120_000),
        less=(50_000, 150_000),
        close=(100_000, 300_000),
        lead_new=3,
        lead_more=2,
    ),
)
# Running cost and new places are assumed, but for after-school care and child minding, whose cost per place the
# models name.
MORE = (HORT, *OWN_SITES)


def make_horts(schools: Sequence[Facility], rate: float) -> list[Facility]:
    """Put after-school care into every primary school, sized by its pupils; closed where the school is.

    `rate` is the share of the children of primary-school age who go to school.
    """
    found = []
    for school in schools:
        loads = tuple(load * HORT.rates["6-9"] / rate for load in school.loads)
        held = float(np.mean(loads)) * HORT.crowded
        level = int(np.clip(np.searchsorted(np.array(HORT.places), held), 0, len(HORT.places) - 1))
        at = HORT.prefix + school.id.removeprefix("gs")
        own = replace(school, id=at, name=f"Hort {school.name}", loads=loads, host=school.id)
        found.append(replace(own, level=CLOSED if school.level == CLOSED else level))
    return found


def add_containers(horts: Sequence[Facility], measures: Sequence[Measure]) -> list[Measure]:
    """Offer two groups in containers for some years to every Hort that is short of places and is not being extended."""
    building = {measure.facility for measure in measures if measure.under_way}
    return [
        *measures,
        *(
            Measure(hort.id, "Container, 2 Gruppen", level, f"{level}c", CONTAINERS, 0)
            for hort in horts
            if CLOSED < hort.level < len(HORT.levels) - 1
            and max(hort.loads) > HORT.places[hort.level]
            and hort.id not in building
            for level in [HORT.levels[hort.level]]
        ),
    ]
