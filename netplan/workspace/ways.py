"""Ways from cells to facilities: searched on the roads or taken from travel.csv, the quickest mode of each service."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np
from numpy.typing import NDArray

from netplan.case.lines import Site
from netplan.inputs.findings import Findings
from netplan.inputs.table import Table
from netplan.sector import Text
from netplan.tables import NONE, Demand, Ints, Levels, Pairs
from netplan.travel import Points, TravelMode, Ways, quickest, ways, ways_of_table
from netplan.workspace.folders import TRAVEL
from netplan.workspace.groups import groups_of, journey, journeys
from netplan.workspace.question import Question
from netplan.workspace.region import Cells, Region
from netplan.workspace.shelf import Shelf
from netplan.workspace.social import weighed, weights_by_area

QUIET_SECONDS = 2.0
"""A search that takes longer says how far it is [s]."""


def travel_modes(question: Question) -> list[TravelMode]:
    """Return the modes that a service uses, in the order of the model, with their norms filled in."""
    used = {mode for way in journeys(question) for mode in way.modes}
    norms, found = question.norms, []
    for name, mode in question.sector.modes.items():
        if name in used:
            found.append(
                TravelMode(
                    name,
                    mode.roads,
                    norms[mode.speed].value.amount,
                    norms[mode.access_speed or mode.speed].value.amount,
                    norms[mode.wait].value.whole if mode.wait else 0,
                    {highway: norms[norm].value.amount for highway, norm in mode.speed_by_highway.items()},
                )
            )
    return found


def ways_by_mode(
    shelf: Shelf, question: Question, region: Region, sites: Sequence[Site], findings: Findings
) -> list[Ways]:
    """Find the ways of every mode, each up to the longest reach of the services that use it."""
    cells = region.cells
    if cells is None:
        return []
    table = Travel(shelf, region, cells, sites, findings)
    found = []
    for mode in travel_modes(question):
        limit = max(question.whole(way.reach) for way in journeys(question) if mode.name in way.modes)
        if mode.name in table.modes:
            found.append(table.ways(mode.name, limit))
        elif region.roads is None:
            if findings.clean(f"{region.folder}/roads.gpkg"):
                what = f"no such file, and travel.csv has no ways by {mode.name}"
                mend = "Bring the roads with `netplan roads`, or write travel.csv."
                findings.fault(f"{region.folder}/roads.gpkg", None, "", None, what, mend, "NP-I061")
        else:
            names = tuple(site.site for site in sites)
            key = ("ways", region.name, repr(mode), limit, names)
            title = question.sector.modes[mode.name].title
            make = partial(searched, shelf, region, cells, sites, mode, limit, title)
            found.append(shelf.once(key, make))
    return found


def searched(
    shelf: Shelf, region: Region, cells: Cells, sites: Sequence[Site], mode: TravelMode, limit: int, title: Text
) -> Ways:
    """Search the ways of one mode from cells to sites on the roads of the region, or find them kept."""
    if region.roads is None:
        raise ValueError("ways are searched on roads")
    homes = Points(cells.ids, cells.lon, cells.lat)
    lon, lat = (np.array(values, float) for values in ([s.lon for s in sites], [s.lat for s in sites]))
    seats, begun = Points(tuple(site.site for site in sites), lon, lat), time.monotonic()

    def tell(done: int, blocks: int) -> None:
        if shelf.hear and time.monotonic() - begun > QUIET_SECONDS:
            shelf.hear(title, done / blocks)

    return ways(region.roads, homes, seats, mode, limit, kept_in=shelf.root / TRAVEL, tell=tell)


class Travel:
    """travel.csv, as far as it speaks of this sector."""

    def __init__(self, shelf: Shelf, region: Region, cells: Cells, sites: Sequence[Site], findings: Findings) -> None:
        """Read the table once for all scenarios of a workspace."""
        self.table, self.modes = region.travel, frozenset[str]()
        if self.table is None:
            return
        self.columns = shelf.once(("travel", region.name), lambda: _travel_columns(shelf, region, cells))
        findings.add(self.columns[1])
        self.modes = frozenset(self.columns[0][2].tolist())
        position = {site.site: j for j, site in enumerate(sites)}
        names = [site.site for site in region.sites or ()]
        self.position = np.array([position.get(name, -1) for name in names] or [-1], np.int64)

    def ways(self, mode: str, limit: int) -> Ways:
        """Return the ways of one mode that take no longer than a limit [s]."""
        cell, site, modes, seconds, metres = self.columns[0]
        own = (modes == mode) & (self.position[site] >= 0) & (cell >= 0)
        return ways_of_table(mode, cell[own], self.position[site[own]], seconds[own], metres[own], limit)


def _travel_columns(
    shelf: Shelf, region: Region, cells: Cells
) -> tuple[tuple[Ints, Ints, NDArray[np.str_], Ints, Ints], Findings]:
    """Read travel.csv into indices of cells and of all sites of the region, modes, seconds and metres."""
    own = Findings()
    table = region.travel
    if table is None:
        raise ValueError("travel.csv is read where it is there")
    table = Table(table.file, table.columns, table.rows, table.decimal, own)
    sites = [site.site for site in region.sites or ()]
    modes = table.choices("mode", shelf.keys_of_all_models("modes"), code="NP-I064")
    homes, seats = (
        table.choices("cell", set(cells.ids), code="NP-I064"),
        table.choices("site", set(sites), code="NP-I064"),
    )
    seconds, metres = table.whole("travel_s"), table.whole("metres")
    table.unique(("cell", "site", "mode"), list(zip(homes, seats, modes, strict=True)))
    by_cell, by_site = ({name: i for i, name in enumerate(names)} for names in (cells.ids, sites))
    cell = np.array([by_cell.get(name, -1) for name in homes], np.int64)
    site = np.array([by_site.get(name, -1) for name in seats], np.int64)
    return (cell, site, np.array(modes, np.str_), seconds, metres), own


def pairs_of(questions: Sequence[Question], found: Sequence[Sequence[Ways]], demand: Demand, levels: Levels) -> Pairs:
    """Join cells and facilities: a pair exists where the service is offered and needed, within its reach.

    `found` holds the ways of each question.
    """
    modes = [question.named(way.mode) for question, own in zip(questions, found, strict=True) for way in own]
    columns = list(_pairs_by_service(questions, found, demand, levels))
    cell, facility, service, seconds, metres, mode, reach, target, weighed_ways = (
        (np.concatenate(parts) for parts in zip(*columns, strict=True)) if columns else (np.zeros(0, np.int64),) * 9
    )
    order = np.lexsort((facility, service, cell))
    limits = (reach[order], target[order]) if demand.groups else (reach[:0], target[:0])
    counts_alike = np.array_equal(weighed_ways, seconds)
    return Pairs(
        *(cell[order], facility[order], service[order], seconds[order], metres[order], mode[order]),
        tuple(modes),
        *limits,
        weighed_ways[:0] if counts_alike else weighed_ways[order],
    )


@dataclass(frozen=True)
class _Used:
    """The ways of one service that people in a group use, or those in none."""

    group: str
    ways: list[Ways]
    numbers: list[int]
    """Number of each among the modes of the case."""
    reach: int
    target: int
    weights: list[Fraction]
    """How much a minute counts, by area."""


def _ways_by_service(
    questions: Sequence[Question], found: Sequence[Sequence[Ways]], demand: Demand
) -> Iterator[list[_Used]]:
    """Yield the ways that each service uses, for everyone and then for each group that is told apart."""
    before = 0
    for question, own in zip(questions, found, strict=True):
        position = {way.mode: number for number, way in enumerate(own)}
        groups = groups_of(question)
        for service in question.sector.services.values():
            found_ways = []
            for name, group in [("", None), *groups.items()]:
                way = journey(service, group)
                numbers = [position[mode] for mode in dict.fromkeys(way.modes) if mode in position]
                used = _Used(
                    name,
                    [own[number] for number in numbers],
                    [before + number for number in numbers],
                    question.whole(way.reach),
                    question.whole(way.target),
                    weights_by_area(question, group, demand),
                )
                found_ways.append(used)
            yield found_ways
        before += len(own)


def _pairs_by_service(
    questions: Sequence[Question], found: Sequence[Sequence[Ways]], demand: Demand, levels: Levels
) -> Iterator[tuple[Ints, ...]]:
    for s, used in enumerate(_ways_by_service(questions, found, demand)):
        for way in used:
            yield from _pairs_of_group(s, way, demand, levels)


def _pairs_of_group(s: int, way: _Used, demand: Demand, levels: Levels) -> Iterator[tuple[Ints, ...]]:
    """Yield the pairs of one service of those in one group, or in none."""
    row = _rows(demand, s, way.group)
    if len(row):
        best, positions = quickest(way.ways), way.numbers
        kept = np.flatnonzero((best.seconds <= way.reach) & (row[best.cell] != NONE))
        offering = np.flatnonzero((levels.exists & (levels.places[:, :, s] > 0)).any(axis=1))
        order = offering[np.argsort(levels.site[offering], kind="stable")]
        seats = levels.site[order]
        start = np.searchsorted(seats, best.site[kept], side="left")
        number = np.searchsorted(seats, best.site[kept], side="right") - start
        pair = np.repeat(np.arange(len(kept)), number)
        inside = np.arange(len(pair)) - np.repeat(np.cumsum(number) - number, number)
        facility = order[start[pair] + inside]
        chosen = kept[pair]
        numbers = np.array(positions or [0], np.int64)
        yield (
            row[best.cell[chosen]], facility, np.full(len(pair), s, np.int64),
            best.seconds[chosen], best.metres[chosen], numbers[best.mode[chosen]],
            np.full(len(pair), way.reach, np.int64), np.full(len(pair), way.target, np.int64),
            weighed(best.seconds[chosen], demand.area[row[best.cell[chosen]]], way.weights),
        )  # fmt: skip


def _rows(demand: Demand, s: int, group: str) -> Ints:
    """Return the row of each cell's people of a group in need of a service, NONE where there is nobody."""
    groups = demand.group if demand.groups else np.full(len(demand.cells), NONE, np.int64)
    if group and group not in demand.groups:
        return np.zeros(0, np.int64)
    number = demand.groups.index(group) if group else NONE
    own = np.flatnonzero((groups == number) & (demand.people[:, s, :].max(axis=1) > 0))
    found = np.full(int(demand.homes.max(initial=-1)) + 1, NONE, np.int64)
    found[demand.homes[own]] = own
    return found
