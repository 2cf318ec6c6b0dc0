"""Assume what a map cannot say: how many places a facility has, and which measures it permits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from netplan.inputs.ages import AGE_GROUPS
from netplan.inputs.findings import Findings
from netplan.norms import chosen
from netplan.sector import LevelText, Sector
from netplan.workspace.folders import MODELS, workspace_of
from netplan.workspace.found import CARE_HOME, KITA, PRIMARY_SCHOOL, Found
from netplan.workspace.residents import Residents
from netplan.workspace.sectors import read_sector
from netplan.workspace.shelf import Shelf

LEVEL = "assumed"
"""Name of the level that import invents for each facility: it says so in every table and report."""
EXTENSION_EUR: Mapping[str, int] = {PRIMARY_SCHOOL: 40_000, KITA: 47_500, CARE_HOME: 160_000}
"""Extending, per place [EUR], the middle of the usual ranges at 2024 prices (30–50, 35–60, 120–200 thousand)."""
CLOSURE_EUR: Mapping[str, int] = {PRIMARY_SCHOOL: 300_000, KITA: 100_000, CARE_HOME: 500_000}
"""Closing, once [EUR], within the usual range of 0.1 to 0.5 million at 2024 prices."""
REDUCTION_EUR = 50_000
"""Giving rooms up, once [EUR]; no source."""

_FOR_ALL = "all"

Row = tuple[object, ...]


@dataclass(frozen=True)
class Assumed:
    """What is assumed for the facilities of a region."""

    level_by_facility: Mapping[str, str]
    """The level of the model that each assumed level copies."""
    levels: tuple[Row, ...]
    """Rows of levels.csv."""
    measures: tuple[Row, ...]
    """Rows of measures.csv."""


def assumed_sizes(found: Sequence[Found], residents: Residents, folder: Path) -> Assumed:
    """Assume one size for all facilities of a sector, and the measures that usually are possible.

    The size is the smallest level of the model at which all facilities together have places for everybody
    who needs one, service by service: people × take-up, by every norm set of the model. Where no level
    suffices it is the largest.
    Measures: close; extend to the next larger level; reduce to the next smaller one.
    A sector that the workspace has no model of stays without places.
    Raises NetplanError where the folder lies in no workspace, InputError where a model cannot be read.
    """
    root = workspace_of(folder)
    shelf, findings = Shelf(root), Findings()
    chosen: dict[str, str] = {}
    levels: list[Row] = []
    measures: list[Row] = []
    for name in dict.fromkeys(item.sector for item in found):
        if not (root / MODELS / f"{name}.yaml").is_file():
            continue
        read = read_sector(shelf, name, findings)
        if read is None:
            continue
        sector, facilities = read[0], [item for item in found if item.sector == name]
        names = _usual_levels(sector)
        if not names:
            continue
        size = _size(sector, names, residents, len(facilities))
        for item in facilities:
            chosen[item.facility] = size
            levels += _level_rows(item.facility, sector.levels[size])
            measures += _measure_rows(item, size, names, sector.levels)
    findings.raise_faults()
    return Assumed(chosen, tuple(levels), tuple(measures))


def places_of(level: LevelText) -> int:
    """Count the places of a level over all its services."""
    if level.total is not None:
        return level.total.whole
    return sum(places.whole for places in level.places.values())


def _usual_levels(sector: Sector) -> list[str]:
    """List the levels that may be assumed, smallest first: no phases, and only those with the main service.

    The main service has most places in the largest level: day care alone is no usual care home, nor child minding a
    usual Kita.
    """
    largest = max(sector.levels.values(), key=places_of)
    main = max(largest.places, key=lambda service: largest.places[service].whole, default="")
    usual = [
        name
        for name, level in sector.levels.items()
        if level.phase is None and level.intake and main in level.places and places_of(level)
    ]
    return sorted(usual, key=lambda name: (places_of(sector.levels[name]), name))


def _size(sector: Sector, names: Sequence[str], residents: Residents, facilities: int) -> str:
    needs = [_need(sector, norms, residents) for norms in sector.norms if norms != _FOR_ALL] or [
        _need(sector, _FOR_ALL, residents)
    ]
    for name in names:
        level = sector.levels[name]
        if all(_suffices(level, need, facilities) for need in needs):
            return name
    return names[-1]


def _suffices(level: LevelText, need: Mapping[str, int], facilities: int) -> bool:
    by_service = all(
        facilities * level.places[service].whole >= persons
        for service, persons in need.items()
        if service in level.places
    )
    return by_service and facilities * places_of(level) >= sum(need[service] for service in level.places)


def _need(sector: Sector, norm_set: str, residents: Residents) -> Mapping[str, int]:
    """Count by service the persons who need it in the first year, rounded up: people × take-up."""
    people = residents.people[:, :, 0].sum(axis=0)
    norms = chosen(sector.norms, norm_set, {})
    return {
        key: ceil(
            sum(
                int(people[AGE_GROUPS.index(group)]) * norms[norm].value.amount
                for group, norm in service.take_up.items()
                if group in AGE_GROUPS and norm in norms
            )
        )
        for key, service in sector.services.items()
    }


def _level_rows(facility: str, level: LevelText) -> list[Row]:
    rows: list[Row] = [
        (facility, LEVEL, service, places.whole, level.least[service].whole if service in level.least else "", "")
        for service, places in level.places.items()
    ]
    running = level.running.whole // 100 if level.running else 0
    total = level.total.whole if level.total else ""
    least = level.least_total.whole if level.least_total else ""
    rows.append((facility, LEVEL, "*", total, least, running))
    return rows


def _measure_rows(item: Found, size: str, names: Sequence[str], levels: Mapping[str, LevelText]) -> list[Row]:
    place = names.index(size)
    rows: list[Row] = [_measure(item, "Schließung (angenommen)", "closed", CLOSURE_EUR[item.sector])]
    if place + 1 < len(names):
        larger = names[place + 1]
        more = places_of(levels[larger]) - places_of(levels[size])
        rows.append(_measure(item, "Erweiterung (angenommen)", larger, more * EXTENSION_EUR[item.sector]))
    if place:
        rows.append(_measure(item, "Verkleinerung (angenommen)", names[place - 1], REDUCTION_EUR))
    return rows


def _measure(item: Found, label: str, after: str, cost: int) -> Row:
    return (item.facility, label, LEVEL, after, cost, "", "", "", "", "")
