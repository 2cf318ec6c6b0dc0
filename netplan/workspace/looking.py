"""A look at a region before any scenario is written for it: every facility as it is today."""

from pathlib import Path

from netplan.case import Case, InputFile
from netplan.errors import NetplanError
from netplan.inputs.findings import Findings
from netplan.inputs.yaml_files import Tree, YamlFile
from netplan.workspace.folders import DATA, SCENARIOS, workspace_of
from netplan.workspace.loading import load_from
from netplan.workspace.region import Region, read_region
from netplan.workspace.sectors import read_sector
from netplan.workspace.shelf import Shelf


def is_region(what: str | Path) -> bool:
    """Whether a path is the folder of a region."""
    return (Path(what) / "cells.csv").is_file() or (Path(what) / "cells.xlsx").is_file()


def cases_of_region(folder: str | Path) -> list[Case]:
    """Return one case for each sector of a region: no measures, the first year that people are counted for.

    Raises InputError with all faults of the region, NetplanError where it lies in no workspace or where no
    model fits its facilities.
    """
    path = Path(folder).resolve()
    root = workspace_of(path)
    if path.parent != root / DATA:
        raise NetplanError(
            f"{folder} is no region of the workspace {root}; regions lie in its folder {DATA}/.",
            de=f"{folder} ist keine Region des Arbeitsordners {root}; Regionen liegen in seinem Ordner {DATA}/.",
        )
    shelf = Shelf(root)
    region = read_region(shelf, path.name)
    region.findings.raise_faults()
    sectors = {row.sector for row in region.facilities or ()}
    known = [name for name in shelf.models() if name in sectors]
    if not known:
        raise NetplanError(
            f"{folder}: no file in models/ fits the sectors of its facilities.csv.",
            de=f"{folder}: Keine Datei in models/ passt zu den Sektoren (sector) der facilities.csv.",
        )
    return [_case(shelf, path.name, sector, _first_year(region)) for sector in known]


def _case(shelf: Shelf, region: str, sector: str, year: int) -> Case:
    """Load a question that stands in no file: the facilities as they are today."""
    found = read_sector(shelf, sector, Findings())
    sets = [name for name in found[0].norms if name != "all"] if found else []
    tree: dict[str, Tree] = {
        "title": {"de": "Heute", "en": "Today"},
        "region": region,
        "sector": sector,
        "norms": sets[0] if sets else "all",
        "years": [str(year)],
        "measures": "none",
        "constraints": {"minimum_size": "report", "locks": "report"},
        "goals": ["unserved"],
    }
    file = f"{SCENARIOS}/{region}_{sector}_today.yaml"
    shelf.once(("yaml", file), lambda: (YamlFile(file, tree, {}), Findings()))
    shelf.once(("input", file), lambda: InputFile(file, "", 0, None))
    return load_from(shelf, shelf.root / file)


def _first_year(region: Region) -> int:
    if region.people is None:
        raise NetplanError(
            f"{region.folder}: nobody lives there; people.csv has no rows.",
            de=f"{region.folder}: Dort wohnt niemand; people.csv hat keine Zeilen.",
        )
    return min(region.people.years)
