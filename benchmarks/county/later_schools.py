"""Schools from grade 5 and special schools: what the generator has to know of them."""

from dataclasses import replace

from benchmarks.county.sectors import Sector


def _school(
    name: str,
    prefix: str,
    number: int,
    rates: dict[str, float],
    service: str,
    places: dict[str, int],
    running: tuple[int, ...],
) -> Sector:
    """Describe a kind of school by the places of its levels; a county has some `number` of its schools."""
    sizes = tuple(places.values())
    return Sector(
        name=name,
        prefix=prefix,
        share=number / 87,
        closed_today=1 / number,
        rates=rates,
        levels=tuple(places),
        places=sizes,
        services={service: sizes},
        total=False,
        running=running,
        titles=tuple(f"{level[-1]}-zügig" for level in places),
        least=tuple(round(size * 0.6) for size in sizes),
        first=0.1,
        old_net=0.4,
        crowded=1.2,
        smallest=0,
        carriers={"municipal": 0.85, "church": 0.05, "private": 0.1},
        new_place=(45_000, 62_000),
        more_place=(32_000, 46_000),
        less=(90_000, 240_000),
        close=(150_000, 450_000),
        lead_new=2,
        lead_more=2,
    )


# Places are parallel classes × grades × 28 (§ 4a(2) SächsSchulG), those of special schools as in the annex to § 5(4)
# SächsSchulnetzVO; rates are the norms of models/. Costs are in the ranges usual in 2024 for schools, and assumed for
# special schools, whose rooms are larger.
OBERSCHULE = _school(
    "secondary_school",
    "os",
    9,
    {"10-15": 0.5},
    "oberschule",
    {"os1": 168, "os2": 336, "os3": 504, "os4": 672},
    (330_000, 540_000, 750_000, 960_000),
)
GYMNASIUM = _school(
    "secondary_school",
    "gy",
    5,
    {"10-15": 0.45},
    "gymnasium",
    {"gy2": 336, "gy3": 504, "gy4": 672, "gy5": 840},
    (540_000, 750_000, 960_000, 1_170_000),
)
LEARNING = _school(
    "special_school",
    "fsl",
    3,
    {"6-9": 0.015, "10-15": 0.025},
    "lernen",
    {"lernen_1": 119, "lernen_2": 238},
    (297_500, 595_000),
)
MENTAL = _school(
    "special_school",
    "fsg",
    3,
    {"6-9": 0.012, "10-15": 0.014},
    "geistige_entwicklung",
    {"geistige_entwicklung_1": 90, "geistige_entwicklung_2": 180},
    (225_000, 450_000),
)
LATER_SCHOOLS = (
    OBERSCHULE,
    replace(GYMNASIUM, smallest=1),
    *(replace(school, new_place=(90_000, 130_000), more_place=(70_000, 110_000)) for school in (LEARNING, MENTAL)),
)
