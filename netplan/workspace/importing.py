"""Make a region of a road map, a population and planning areas: the tables a planner then corrects."""

from collections.abc import Callable, Mapping
from pathlib import Path

from netplan.errors import NetplanError
from netplan.inputs.ages import EVERYBODY, ages_of, assumed_shares, read_classes
from netplan.inputs.area_people import AreaPeople, check_known, is_by_area, read_area_people
from netplan.inputs.extract import Extract
from netplan.inputs.findings import Findings
from netplan.inputs.grid import Grid, read_grid, read_sheet
from netplan.inputs.osm import read_osm
from netplan.inputs.overpass import read_place
from netplan.inputs.polygons import Areas, read_areas
from netplan.workspace.assumed import Assumed, assumed_sizes
from netplan.workspace.found import Found, found_facilities
from netplan.workspace.import_notices import note_facilities, note_population, note_streets, note_unjoined
from netplan.workspace.import_summary import ImportSummary
from netplan.workspace.region_files import AGE_CLASSES, Draft, write_region
from netplan.workspace.residents import (
    Residents,
    Shares,
    residents_of_areas,
    residents_of_grid,
    town_area,
    with_areas,
)
from netplan.workspace.road_graph import roads, save_roads
from netplan.workspace.streets import streets

__all__ = ["ImportSummary", "import_region", "roads", "save_roads"]

Progress = Callable[[str], None]


def import_region(
    source: str | Path | None = None,
    *,
    to: str | Path,
    population: str | Path | None = None,
    areas: str | Path | None = None,
    place: str | None = None,
    assume_places: bool = False,
    progress: Progress | None = None,
) -> ImportSummary:
    """Make the tables of a region in the folder `to` and return what was made, left out and assumed.

    `source` is an OpenStreetMap file (.osm.pbf, .osm, .osm.gz); `place` asks Overpass instead, the only use of the
    network. `population` is a CSV grid (INSPIRE ids or lon and lat) or a CSV by planning area; `areas` is a
    GeoPackage, GeoJSON or TopoJSON file. Without `assume_places` level_today stays empty, and `check` asks for it.
    Tables of facilities that the planner has changed since an earlier import are kept.
    Raises InputError, with nothing written, where a file says what it may not.
    """
    if (source is None) == (place is None):
        raise NetplanError(
            "Give either an OpenStreetMap file or --place NAME.",
            de="Entweder eine OpenStreetMap-Datei oder --place ORT angeben.",
        )
    if assume_places and population is None:
        raise NetplanError(
            "Assumed places are counted from people: give --population with --assume-places.",
            de="Angenommene Plätze werden aus der Bevölkerung gezählt: zu --assume-places gehört --population.",
        )
    tell = progress or _silent
    folder, findings = Path(to), Findings()
    tell("roads")
    extract = read_place(place, tell) if place is not None else read_osm(Path(source or ""))
    network = streets(extract)
    note_streets(extract, network, findings)
    found, skipped = found_facilities(extract)
    note_facilities(found, skipped, findings)
    tell("people")
    shapes = read_areas(Path(areas)) if areas is not None else None
    shares: Shares = {}
    residents = None
    if population is not None:
        residents, shares = _residents(Path(population), shapes, folder, extract, findings)
    shapes = _used(shapes, residents, folder.name)
    assumed = _assumed(found, residents, folder, findings) if assume_places else None
    note_unjoined(network, found, residents, findings)
    tell("writing")
    draft = Draft(extract, network, found, residents, shapes, shares, _name(population), _name(areas), assumed)
    kept = write_region(folder, draft, findings)
    counts = _counts(network.nodes["osmid"].size, network.edges["u"].size, found, residents, shapes)
    return ImportSummary(folder, counts, skipped, kept, tuple(findings.notices))


def _silent(_: str) -> None:
    return


def _name(path: str | Path | None) -> str:
    return Path(path).name if path is not None else ""


def _residents(
    file: Path, shapes: Areas | None, folder: Path, extract: Extract, findings: Findings
) -> tuple[Residents, Shares]:
    """Read the population, share its classes over the age groups and put it into cells."""
    sheet = read_sheet(file, findings)
    people: Grid | AreaPeople | None = None
    if sheet is not None:
        people = read_area_people(sheet) if is_by_area(sheet) else read_grid(sheet)
    findings.raise_faults()
    if people is None:
        raise NetplanError(f"{file}: holds no people.", de=f"{file}: enthält keine Bevölkerung.")
    shares = _shares(people.classes, folder, findings)
    note_population(people, shares, findings)
    if isinstance(people, Grid):
        residents = residents_of_grid(people, shares, extract, findings)
        return (with_areas(residents, shapes, findings) if shapes else residents), shares
    if shapes is None:
        raise NetplanError(
            f"{file} counts people by planning area: give --areas, the polygons of the areas.",
            de=f"{file} zählt die Bevölkerung nach Planungsräumen: mit --areas deren Flächen angeben.",
        )
    check_known(people, shapes.ids, "the file of areas", findings)
    findings.raise_faults()
    return residents_of_areas(people, shapes, shares, extract, findings), shares


def _shares(classes: tuple[str, ...], folder: Path, findings: Findings) -> Shares:
    """Take the shares that the planner wrote into the region, else assume them."""
    file = folder / AGE_CLASSES
    if not file.is_file():
        return {name: assumed_shares(ages) for name in classes if (ages := ages_of(name or EVERYBODY))}
    shares = read_classes(file, str(file), classes, findings)
    findings.raise_faults()
    return shares


def _used(shapes: Areas | None, residents: Residents | None, name: str) -> Areas | None:
    """Keep the areas that cells lie in; without areas of the planner, one around all cells."""
    if residents is None:
        return shapes
    if shapes is None:
        return town_area(residents, name)
    used = set(residents.area)
    kept = [index for index, area in enumerate(shapes.ids) if area in used]
    ids, names = (tuple(column[index] for index in kept) for column in (shapes.ids, shapes.names))
    return Areas(ids, names, shapes.shapes[kept])


def _assumed(found: tuple[Found, ...], residents: Residents | None, folder: Path, findings: Findings) -> Assumed | None:
    if residents is None:
        return None
    assumed = assumed_sizes(found, residents, folder)
    sizes = sorted({(item.sector, assumed.level_by_facility.get(item.facility, "")) for item in found})
    shown = ", ".join(f"{sector} {level}" for sector, level in sizes if level)
    findings.notice(
        "NP-W102",
        f"Plätze, Kosten und Maßnahmen aller Einrichtungen sind angenommen (Größen: {shown}).",
        f"Places, costs and measures of all facilities are assumed (sizes: {shown}).",
    )
    return assumed


def _counts(
    nodes: int, edges: int, found: tuple[Found, ...], residents: Residents | None, shapes: Areas | None
) -> Mapping[str, int]:
    by_sector = {name: sum(item.sector == name for item in found) for name in dict.fromkeys(f.sector for f in found)}
    people = int(residents.people[:, :, 0].sum()) if residents else 0
    cells = len(residents.cells) if residents else 0
    areas = len(shapes.ids) if shapes else 0
    return {"nodes": nodes, "edges": edges, "cells": cells, "people": people, "areas": areas, **by_sector}
