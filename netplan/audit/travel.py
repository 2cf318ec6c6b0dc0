"""How long each assigned person travels: the auditor's own shortest paths, from the sites that are used."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import numpy as np
from scipy.sparse.csgraph import dijkstra

from netplan.audit.claim import Claim
from netplan.audit.facilities import Facility
from netplan.audit.journeys import cell_of
from netplan.audit.quantities import UnreadableError, round_up
from netplan.audit.question import Mode, Question
from netplan.audit.reading import RawRegion
from netplan.audit.roads import Roads, edge_ms, joinable, leg_ms, read_roads, shortest, snap
from netplan.audit.verdict import Check, check

Pair: TypeAlias = tuple[str, str]
"""A cell and a site."""

Way: TypeAlias = tuple[str, str, str]
"""A service, a cell and a site."""

METRE_A_SECOND = Fraction(36, 10)
"""[km/h]"""
BLOCK = 16
"""Sites searched from at once: keeps the distances of one block small."""


@dataclass(frozen=True)
class Places:
    """Where cells and sites are, and what says how long it takes between them."""

    cells: Mapping[str, tuple[float, float]]
    """(lon, lat) by cell."""
    sites: Mapping[str, tuple[float, float]]
    """(lon, lat) by site."""
    given: Mapping[str, Mapping[Pair, int]]
    """Seconds of travel.csv by mode and pair; a mode that it names is not searched."""
    roads: Path | None
    """The road network, where the region has one."""
    metres: Mapping[str, Mapping[Pair, int]] = field(default_factory=dict)
    """Metres of travel.csv by mode and pair."""


def read_places(region: RawRegion) -> Places:
    """Read the coordinates of cells and sites, and travel.csv."""

    def located(stem: str, column: str) -> dict[str, tuple[float, float]]:
        return {row[column]: (region.degrees(row, "lon"), region.degrees(row, "lat")) for row in region.rows(stem)}

    given: dict[str, dict[Pair, int]] = defaultdict(dict)
    metres: dict[str, dict[Pair, int]] = defaultdict(dict)
    for row in region.rows("travel"):
        given[row["mode"]][row["cell"], row["site"]] = region.integer(row, "travel_s")
        metres[row["mode"]][row["cell"], row["site"]] = region.integer(row, "metres")
    return Places(located("cells", "cell"), located("sites", "site"), given, region.roads(), metres)


def far_ways(question: Question, places: Places, wanted: Mapping[str, AbstractSet[Pair]]) -> set[Way]:
    """Give the wanted ways whose shortest length entitles to transport: those not shorter than the norm.

    A mode of 1 m/s without a wait takes as many seconds as a way has metres.
    """
    far = set()
    for name, taken in question.taken.items():
        pairs, mode = wanted.get(name, set()), question.modes[taken.mode]
        near: Mapping[Pair, int]
        if mode.name in places.metres:
            given = places.metres[mode.name]
            known = {pair: given.get((cell_of(pair[0]), pair[1])) for pair in pairs}
            near = {pair: metres for pair, metres in known.items() if metres is not None}
        elif places.roads is None:
            raise UnreadableError(f"neither roads.gpkg nor travel.csv says how long the way by {mode.name} is")
        else:
            pace = replace(mode, kmh=METRE_A_SECOND, kmh_by_highway={}, access_kmh=METRE_A_SECOND, wait_ms=0)
            near = searched(pace, read_roads(places.roads), places, pairs, taken.least)
        far |= {(name, *pair) for pair in pairs if pair not in near or is_far(near[pair], taken.least)}
    return far


def is_far(metres: int, least: Fraction) -> bool:
    """Whether transport is paid: metres ≥ norm."""
    return metres >= least


def seconds_of(question: Question, places: Places, wanted: Mapping[str, AbstractSet[Pair]]) -> dict[Way, int | None]:
    """Give the seconds of each wanted pair by service: the quickest of its modes; None where no mode gets there."""
    by_mode: dict[str, set[Pair]] = defaultdict(set)
    limit: dict[str, Fraction] = defaultdict(Fraction)
    for name, pairs in wanted.items():
        for cell, site in pairs:
            journey = question.journey(name, cell)
            for mode in journey.modes:
                by_mode[mode].add((cell, site))
                limit[mode] = max(limit[mode], journey.reach)
    found = {
        mode: {
            pair: seconds
            for pair in pairs
            if (seconds := places.given[question.modes[mode].name].get((cell_of(pair[0]), pair[1]))) is not None
        }
        for mode, pairs in by_mode.items()
        if question.modes[mode].name in places.given
    }
    missing = sorted(set(by_mode) - set(found))
    if missing and places.roads is None:
        names = ", ".join(question.modes[mode].name for mode in missing)
        raise UnreadableError(f"neither roads.gpkg nor travel.csv says how long {names} takes")
    if missing and places.roads is not None:
        roads = read_roads(places.roads)
        found |= {mode: searched(question.modes[mode], roads, places, by_mode[mode], limit[mode]) for mode in missing}
    return {
        (name, *pair): quickest(found[mode].get(pair) for mode in question.journey(name, pair[0]).modes)
        for name, pairs in wanted.items()
        for pair in pairs
    }


def quickest(seconds: Iterable[int | None]) -> int | None:
    """Give the fewest seconds of those that are known."""
    return min((each for each in seconds if each is not None), default=None)


def searched(mode: Mode, roads: Roads, places: Places, pairs: AbstractSet[Pair], reach: Fraction) -> dict[Pair, int]:
    """Search the network for pairs no longer than the farthest reach; longer ones may be left out."""
    usable = roads.usable[mode.roads]
    nodes = joinable(roads, usable)
    cells, sites = sorted({cell for cell, _ in pairs}), sorted({site for _, site in pairs})
    cell_at = dict(zip(cells, snap(roads, nodes, [places.cells[cell] for cell in cells]), strict=True))
    site_at = dict(zip(sites, snap(roads, nodes, [places.sites[site] for site in sites]), strict=True))
    ends = sorted({at[0] for at in site_at.values() if at is not None})
    wanted = {(cell_at[c], site_at[s]) for c, s in pairs}
    between = node_ms(roads, mode, {(a[0], b[0]) for a, b in wanted if a and b}, ends, round_up(reach * 1000) + 1)
    found = {}
    for cell, site in pairs:
        start, end = cell_at[cell], site_at[site]
        if start is not None and end is not None and (start[0], end[0]) in between:
            found[cell, site] = door_to_door(mode, start[1], between[start[0], end[0]], end[1])
    return found


def node_ms(
    roads: Roads, mode: Mode, pairs: AbstractSet[tuple[int, int]], ends: list[int], limit: int
) -> dict[tuple[int, int], int]:
    """Search from the end nodes on the network turned round: milliseconds from start node to end node."""
    network = shortest(roads, roads.usable[mode.roads], edge_ms(roads, mode))
    starts: dict[int, list[int]] = defaultdict(list)
    for start, end in pairs:
        starts[end].append(start)
    found = {}
    for first in range(0, len(ends), BLOCK):
        block = ends[first : first + BLOCK]
        distance = dijkstra(network, directed=True, indices=block, limit=float(limit))
        for end, row in zip(block, distance, strict=True):
            # Sums of whole milliseconds below 2^53 are exact in float64.
            found.update({(start, end): int(row[start]) for start in starts[end] if np.isfinite(row[start])})
    return found


def door_to_door(mode: Mode, cell_cm: int, between_ms: int, site_cm: int) -> int:
    """Sum a way, the leg at both ends and the wait included, and round it up to a second once."""
    ms = leg_ms(cell_cm, mode) + between_ms + leg_ms(site_cm, mode) + mode.wait_ms
    return round_up(Fraction(ms, 1000))


def within(seconds: int, reach: Fraction) -> bool:
    """Whether a way is within reach: seconds ≤ reach."""
    return seconds <= reach


def wanted_pairs(
    question: Question, facilities: Mapping[str, Facility], places: Places, claim: Claim
) -> dict[str, set[Pair]]:
    """Give the pairs of assignment.csv by service, where cell, facility and service are known."""
    pairs: dict[str, set[Pair]] = defaultdict(set)
    for row in claim.assigned:
        facility = facilities.get(row.facility)
        if facility is not None and row.cell in places.cells and row.service in question.services:
            if facility.site not in places.sites:
                raise UnreadableError(f"sites: no coordinates of {facility.site}")
            pairs[row.service].add((row.cell, facility.site))
    return pairs


def judge_travel(
    question: Question, facilities: Mapping[str, Facility], claim: Claim, seconds: Mapping[Way, int | None]
) -> tuple[Check, Check]:
    """Compare every assigned person's time, and judge whether it is within reach."""
    wrong, far, longest = [], [], 0
    for row in claim.assigned:
        facility = facilities.get(row.facility)
        if facility is None or (row.service, row.cell, facility.site) not in seconds:
            continue
        found = seconds[row.service, row.cell, facility.site]
        what = f"{row.cell} → {row.facility} ({row.service}, {row.year})"
        if found is None or not within(found, question.journey(row.service, row.cell).reach):
            far.append(f"{what}: {'no way within reach' if found is None else f'{found} s'}")
        elif found != row.seconds:
            wrong.append(f"{what}: {found} s, not {row.seconds} s")
        longest = max(longest, found or 0)
    ways = f"{len(seconds)} ways"
    return (
        check(
            "travel",
            "travel_s of every row by own shortest paths",
            ways,
            f"{len(wrong)} rows differ" if wrong else ways,
            wrong,
        ),
        check(
            "reach",
            "seconds ≤ reach of the service",
            "every row",
            f"{len(far)} rows beyond" if far else f"longest way {longest} s",
            far,
        ),
    )
