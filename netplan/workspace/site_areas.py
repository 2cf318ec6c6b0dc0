"""In which planning area each site lies: as sites.csv says, else inside which outline, else as the nearest cell."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from netplan.case.lines import Site
from netplan.inputs.findings import did_you_mean
from netplan.inputs.outlines import Rings
from netplan.inputs.table import Floats, Table
from netplan.travel import great_circle_cm


class Homes(Protocol):
    """Where people live, ordered by id."""

    @property
    def areas(self) -> tuple[str, ...]:
        """Area of each cell."""

    @property
    def lon(self) -> Floats:
        """[degrees]."""

    @property
    def lat(self) -> Floats:
        """[degrees]."""


def located(sites: Sequence[Site], homes: Homes, outlines: Mapping[str, Rings]) -> tuple[Site, ...]:
    """Return the sites with their areas; of two outlines around a site or two cells as near, the smaller id."""
    return tuple(site if site.area else _with_area(site, homes, outlines) for site in sites)


def check_site_areas(table: Table, known: Collection[str]) -> None:
    """Note the sites whose column area names no area of the region."""
    for record, area in enumerate(table.texts("area", may_be_empty=True)):
        if area and area not in known:
            mend = did_you_mean(area, sorted(known))
            table.fault(record, "area", "unknown", f"{mend} Empty: netplan looks where the site lies.", "NP-I064")


def inside(lon: float, lat: float, rings: Rings) -> bool:
    """Whether a point lies inside: a line from it to the east crosses the rings an odd number of times."""
    crossed = 0
    for ring in rings:
        (x, y), (x2, y2) = ring[:-1].T, ring[1:].T
        passes = (y > lat) != (y2 > lat)
        x, y, x2, y2 = x[passes], y[passes], x2[passes], y2[passes]
        crossed += int(np.count_nonzero(lon < (x2 - x) * (lat - y) / (y2 - y) + x))
    return crossed % 2 == 1


def _with_area(site: Site, homes: Homes, outlines: Mapping[str, Rings]) -> Site:
    for area in sorted(outlines):
        if inside(site.lon, site.lat, outlines[area]):
            return replace(site, area=area, area_from="areas.gpkg")
    if not homes.areas:
        return site
    nearest = int(np.argmin(great_circle_cm(homes.lon, homes.lat, np.array(site.lon), np.array(site.lat))))
    return replace(site, area=homes.areas[nearest], area_from="cells.csv")
