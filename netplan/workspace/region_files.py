"""Write the tables of an imported region, and keep what the planner has changed since."""

import csv
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from netplan.inputs.ages import AGE_GROUPS, written_classes
from netplan.inputs.extract import Extract
from netplan.inputs.findings import Findings
from netplan.inputs.layers import Layer, write_layers
from netplan.inputs.polygons import Areas
from netplan.workspace.assumed import LEVEL, Assumed
from netplan.workspace.found import Found
from netplan.workspace.residents import Residents, Shares
from netplan.workspace.road_graph import write_roads
from netplan.workspace.sources import sources
from netplan.workspace.streets import Streets

AGE_CLASSES = "age_classes.yaml"
FACILITY_HEADER = ("facility", "site", "sector", "carrier", "carrier_type", "level_today", "lock")
LEVEL_HEADER = ("facility", "level", "service", "places", "least", "running_eur")
MEASURE_HEADER = (
    *("facility", "measure", "from", "to", "cost_eur", "lead_years"),
    *("first_year", "last_year", "consent", "under_way"),
)
_OWN = ("facilities.csv", "levels.csv", "measures.csv", "sites.csv")
"""Tables that the planner completes; they belong together."""


@dataclass(frozen=True)
class Draft:
    """Everything an import found, before it is written."""

    extract: Extract
    network: Streets
    found: tuple[Found, ...]
    residents: Residents | None
    areas: Areas | None
    shares: Shares
    population: str
    """Name of the population file; empty without one."""
    areas_file: str
    assumed: Assumed | None


def write_region(folder: Path, draft: Draft, findings: Findings) -> tuple[str, ...]:
    """Write the region and return the names of the files that were kept as the planner changed them."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {**_people_texts(draft), "region.yaml": _title(folder.name), "SOURCES.md": sources(draft)}
    own = _facility_texts(draft, draft.assumed)
    kept = _changed(folder, own, _facility_texts(draft, None))
    if kept:
        findings.notice(
            "NP-W112",
            f"Bleiben, wie sie geändert wurden: {', '.join(kept)}. Wer sie neu will, löscht sie und importiert wieder.",
            f"Kept as they were changed: {', '.join(kept)}. Delete them and import again to have them made anew.",
        )
    else:
        texts.update(own)
    for name in (AGE_CLASSES, "region.yaml"):
        if (folder / name).is_file():
            texts.pop(name, None)
    for name, text in texts.items():
        _write(folder / name, text)
    write_roads(folder / "roads.gpkg", draft.network.nodes, draft.network.edges)
    if draft.areas is not None:
        columns = {"area": np.array(draft.areas.ids, dtype=object), "name": np.array(draft.areas.names, dtype=object)}
        write_layers(folder / "areas.gpkg", [Layer("areas", "MultiPolygon", draft.areas.shapes, columns)])
    return kept


def _changed(folder: Path, own: Mapping[str, str], plain: Mapping[str, str]) -> tuple[str, ...]:
    """List the facility tables that are there, if one of them is not what an import writes."""
    there = {name: (folder / name).read_text(encoding="utf-8") for name in _OWN if (folder / name).is_file()}
    same = all(text in {own[name], plain[name]} for name, text in there.items())
    return () if same else tuple(sorted(there))


def _people_texts(draft: Draft) -> dict[str, str]:
    residents = draft.residents
    if residents is None:
        return {}
    cells = zip(residents.cells, residents.area, residents.lon.tolist(), residents.lat.tolist(), strict=True)
    some = residents.people.any(axis=2)
    people = [
        (residents.cells[cell], AGE_GROUPS[group], year, int(residents.people[cell, group, place]))
        for cell, group in np.argwhere(some).tolist()
        for place, year in enumerate(residents.years)
    ]
    return {
        "cells.csv": _table(("cell", "area", "lon", "lat"), cells),
        "people.csv": _table(("cell", "age_group", "year", "people"), people),
        AGE_CLASSES: written_classes(draft.shares, draft.population),
    }


def _facility_texts(draft: Draft, assumed: Assumed | None) -> dict[str, str]:
    level_by_facility = assumed.level_by_facility if assumed else {}
    facilities = [
        (
            item.facility,
            item.facility,
            item.sector,
            item.carrier,
            item.carrier_type or ("municipal" if item.facility in level_by_facility else ""),
            LEVEL if item.facility in level_by_facility else "",
            "",
        )
        for item in draft.found
    ]
    sites = [(item.facility, item.name, item.lon, item.lat) for item in draft.found]
    return {
        "facilities.csv": _table(FACILITY_HEADER, facilities),
        "levels.csv": _table(LEVEL_HEADER, assumed.levels if assumed else ()),
        "measures.csv": _table(MEASURE_HEADER, assumed.measures if assumed else ()),
        "sites.csv": _table(("site", "name", "lon", "lat"), sites),
    }


def _table(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()


def _title(name: str) -> str:
    quoted = name.replace('"', "'")
    return f'title: {{de: "{quoted}", en: "{quoted}"}}\n'


def _write(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    draft = file.with_name(f".{file.name}.part")
    draft.write_text(text, encoding="utf-8", newline="\n")
    os.replace(draft, file)  # noqa: PTH105  the file appears whole or not at all
