"""Ways from cells to facilities: searched on the roads or taken from travel.csv, the quickest mode of each service."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from netplan.case.lines import Site
from netplan.inputs.findings import Findings
from netplan.inputs.table import Table
from netplan.tables import Demand, Ints, Levels, Pairs
from netplan.travel import Points, TravelMode, Ways, quickest, ways, ways_of_table
from netplan.workspace.question import Question
from netplan.workspace.region import Cells, Region
from netplan.workspace.shelf import Shelf


def travel_modes(question: Question) -> list[TravelMode]:
    """Return the modes that a service uses, in the order of the model, with their norms filled in."""
    used = {mode for service in question.sector.services.values() for mode in service.modes}
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
    table = _Travel(shelf, region, cells, sites, findings)
    found = []
    for mode in travel_modes(question):
        services = [service for service in question.sector.services.values() if mode.name in service.modes]
        limit = max(question.whole(service.reach) for service in services)
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
            found.append(shelf.once(key, lambda mode=mode, limit=limit: _searched(region, cells, sites, mode, limit)))  # type: ignore[misc]
    return found


def _searched(region: Region, cells: Cells, sites: Sequence[Site], mode: TravelMode, limit: int) -> Ways:
    if region.roads is None:
        raise ValueError("ways are searched on roads")
    homes = Points(cells.ids, cells.lon, cells.lat)
    lon, lat = (np.array(values, float) for values in ([s.lon for s in sites], [s.lat for s in sites]))
    return ways(region.roads, homes, Points(tuple(site.site for site in sites), lon, lat), mode, limit)


class _Travel:
    """travel.csv, as far as it speaks of this sector."""

    def __init__(self, shelf: Shelf, region: Region, cells: Cells, sites: Sequence[Site], findings: Findings) -> None:
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
    cell, facility, service, seconds, metres, mode = (
        (np.concatenate(parts) for parts in zip(*columns, strict=True)) if columns else (np.zeros(0, np.int64),) * 6
    )
    order = np.lexsort((facility, service, cell))
    return Pairs(cell[order], facility[order], service[order], seconds[order], metres[order], mode[order], tuple(modes))


def _ways_by_service(
    questions: Sequence[Question], found: Sequence[Sequence[Ways]]
) -> Iterator[tuple[list[Ways], list[int]]]:
    """Yield the ways that each service uses, and the number of each among all of them."""
    before = 0
    for question, own in zip(questions, found, strict=True):
        position = {way.mode: number for number, way in enumerate(own)}
        for service in question.sector.services.values():
            numbers = [position[name] for name in dict.fromkeys(service.modes) if name in position]
            yield [own[number] for number in numbers], [before + number for number in numbers]
        before += len(own)


def _pairs_by_service(
    questions: Sequence[Question], found: Sequence[Sequence[Ways]], demand: Demand, levels: Levels
) -> Iterator[tuple[Ints, ...]]:
    for s, (own, positions) in enumerate(_ways_by_service(questions, found)):
        best = quickest(own)
        needed = demand.people[:, s, :].max(axis=1) > 0
        kept = np.flatnonzero((best.seconds <= demand.reach[s]) & needed[best.cell])
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
            best.cell[chosen], facility, np.full(len(pair), s, np.int64),
            best.seconds[chosen], best.metres[chosen], numbers[best.mode[chosen]],
        )  # fmt: skip
