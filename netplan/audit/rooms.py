"""Whether facilities at one site take no more rooms than it has, from the raw files."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from netplan.audit.facilities import Facility
from netplan.audit.people import House
from netplan.audit.quantities import UnreadableError
from netplan.audit.question import Question
from netplan.audit.reading import RawRegion, Row, Tree, text
from netplan.audit.verdict import Check, judged


@dataclass(frozen=True)
class Rooms:
    """Rooms of sites and of levels."""

    there: Mapping[str, int]
    """By site; one that does not say is not here."""
    taken: Mapping[tuple[str, str], int]
    """By facility and level."""


def read_rooms(question: Question, region: RawRegion, facilities: Mapping[str, Facility]) -> Rooms:
    """Read which rooms there are and who takes how many."""
    there = {row["site"]: region.integer(row, "rooms") for row in region.rows("sites") if row.get("rooms")}
    sector = {row["facility"]: row["sector"] for row in region.rows("facilities")}
    rows = region.rows("levels")
    taken = {}
    for name, facility in facilities.items():
        model = question.levels[sector[name]]
        own = [row for row in rows if row["facility"] in {name, "*"} and _is_of(row, question, sector[name])]
        for level in facility.levels:
            taken[name, level] = rooms_of_level(level, name, own, model, region)
    return Rooms(there, taken)


def rooms_of_level(level: str, facility: str, rows: Iterable[Row], model: Mapping[str, Tree], region: RawRegion) -> int:
    """Give the rooms that a level takes: by the facility's own rows, else those of all, else as the model says."""
    for owner in (facility, "*"):
        mine = [row for row in rows if row["facility"] == owner and row["level"] == level]
        if mine:
            said = [region.integer(row, "site_rooms") for row in mine if row.get("site_rooms")]
            if said:
                return sum(said)
            break
    standard = text(model.get(level, {}), "site_rooms", "0")
    if not standard.isdecimal():
        raise UnreadableError(f'site_rooms of level {level}: "{standard}" is not a whole number')
    return int(standard)


def judge_rooms(
    question: Question, facilities: Mapping[str, Facility], rooms: Rooms, found: Iterable[House]
) -> list[Check]:
    """Judge the rule where the model or the scenario names it."""
    if "shared_rooms" not in question.rules:
        return []
    used = used_rooms(facilities, rooms, found)
    faults = [f"{site}, {year}: {used[site, year]} of {rooms.there[site]}" for site, year in too_many(used, rooms)]
    most = f"{len({site for site, _ in used})} sites"
    return [judged("shared_rooms", "rooms taken at each site", question.rules["shared_rooms"].apply, faults, most)]


def used_rooms(facilities: Mapping[str, Facility], rooms: Rooms, found: Iterable[House]) -> dict[tuple[str, int], int]:
    """Add up the rooms taken at each site that says how many it has, by listed year."""
    used: dict[tuple[str, int], int] = defaultdict(int)
    for house in found:
        site = facilities[house.facility].site
        if site in rooms.there and house.is_open:
            used[site, house.year] += rooms.taken[house.facility, house.level.name]
    return used


def too_many(used: Mapping[tuple[str, int], int], rooms: Rooms) -> list[tuple[str, int]]:
    """List the sites and years in which more rooms are taken than there are."""
    return sorted(key for key, number in used.items() if number > rooms.there[key[0]])


def _is_of(row: Row, question: Question, sector: str) -> bool:
    """Whether a row is about a sector: of all its services or of one."""
    service = question.services.get(row["service"])
    return row["service"] == "*" or (service is not None and service.sector == sector)
