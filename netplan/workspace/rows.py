"""The rows of facilities.csv, levels.csv and measures.csv, typed, before they become lives."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from netplan.case.lines import Site
from netplan.constraints.locks import LOCK
from netplan.inputs.table import Layout, Table
from netplan.inputs.texts import same
from netplan.tables import CarrierType, Consent

FACILITIES = Layout(("facility", "site", "sector", "carrier", "carrier_type", "level_today"), ("lock", "name", "line"))
LEVELS = Layout(
    ("facility", "level", "service", "places"),
    (
        *("least", "running_eur", "per_person_eur", "land_eur", "land_per_person_eur", "price_year"),
        *("parallel", "rooms", "licence", "site_rooms"),
    ),
)
MEASURES = Layout(
    ("facility", "measure", "from", "to", "cost_eur"),
    (
        *("lead_years", "first_year", "last_year", "consent", "under_way"),
        *("proceeds_eur", "life_years", "price_year", "line"),
    ),
)
CARRIER_TYPES = get_args(CarrierType)
CONSENT = {"": Consent.NOT_ASKED, "given": Consent.GIVEN, "asked": Consent.ASKED, "refused": Consent.REFUSED}
ALL = "*"
"""Stands for every facility of the sector, or for all services together."""
_MISSING = -1
_MOST_LEAD, _LONGEST_LIFE = 60, 200


@dataclass(frozen=True)
class FacilityRow:
    """One row of facilities.csv."""

    file: str
    row: int
    facility: str
    site: str
    sector: str
    carrier: str
    carrier_type: str
    today: str
    lock: str
    name: str
    """Empty: it is called like its site."""
    line: str = ""
    """Budget line."""


@dataclass(frozen=True)
class LevelRow:
    """One row of levels.csv."""

    file: str
    row: int
    facility: str
    level: str
    service: str
    places: int | None
    least: int | None
    running: int
    """[cents]"""
    per_person: int = 0
    """Running cost of one person for a year [cents]."""
    land: int = 0
    """Running cost that the Land bears [cents]."""
    land_per_person: int = 0
    price_year: int | None = None
    """Year in whose prices all four are written."""
    parallel: int | None = None
    """Parallel classes."""
    rooms: int | None = None
    """Class rooms."""
    licence: int | None = None
    """Places of the operating licence."""
    site_rooms: int | None = None
    """Rooms of the site that the level takes."""


@dataclass(frozen=True)
class MeasureRow:
    """One row of measures.csv."""

    file: str
    row: int
    facility: str
    measure: str
    before: str
    after: str
    cost: int
    """[cents]"""
    lead: int
    first: int | None
    last: int | None
    consent: Consent
    under_way: bool
    proceeds: int = 0
    """[cents]"""
    life: int | None = None
    """Useful life [years]."""
    price_year: int | None = None
    """Year in whose prices cost and proceeds are written."""
    line: str = ""
    """Budget line."""


def read_facilities(table: Table, sites: Sequence[Site] | None, models: Collection[str]) -> tuple[FacilityRow, ...]:
    """Read facilities.csv; whether a level exists is for the sector to say."""
    names = table.ids("facility")
    known = {site.site for site in sites} if sites is not None else set(map(same, table.columns["site"]))
    seats, sectors = table.choices("site", known, code="NP-I064"), table.choices("sector", models, code="NP-I064")
    carriers = table.texts("carrier", may_be_empty=True)
    types = table.choices("carrier_type", CARRIER_TYPES)
    today, locks = table.texts("level_today"), table.texts("lock", may_be_empty=True)
    called = table.texts("name", may_be_empty=True)
    for record, lock in enumerate(locks):
        if not LOCK.fullmatch(lock):
            mend = "Write keep, never or close by 2029, or leave it empty."
            table.fault(record, "lock", "not a lock", mend, "NP-I069")
    lines = table.texts("line", may_be_empty=True)
    rows = zip(table.rows.tolist(), names, seats, sectors, carriers, types, today, locks, called, lines, strict=True)
    found = (FacilityRow(table.file, *row) for row in rows)
    return tuple(sorted(found, key=lambda row: row.facility))


def read_levels(table: Table, facilities: Sequence[FacilityRow] | None) -> tuple[LevelRow, ...]:
    """Read levels.csv; whether a service exists is for the sector to say."""
    names = _facilities(table, facilities, ALL)
    levels, services = table.texts("level"), table.texts("service")
    places, least = (table.whole(column, _MISSING + 1, empty=_MISSING) for column in ("places", "least"))
    table.unique(("facility", "level", "service"), list(zip(names, levels, services, strict=True)))
    carried = [table.whole(column, _MISSING + 1, empty=_MISSING) for column in ("parallel", "rooms", "licence")]
    shared = table.whole("site_rooms", _MISSING + 1, empty=_MISSING)
    says: list[bool] = np.any(np.array([places, *carried]) > _MISSING, axis=0).tolist()
    for record, (service, said) in enumerate(zip(services, says, strict=True)):
        if service != ALL and not said:
            table.fault(record, "places", "nothing stands here", "Write how many places, 0 for none.", "NP-I063")
    for record, level in enumerate(levels):
        if level == "closed" or "#" in level:
            table.fault(record, "level", "this name is reserved", "Give the level another name.", "NP-I067")
    known = [[None if n == _MISSING else n for n in column.tolist()] for column in (places, least, *carried, shared)]
    amounts = ("running_eur", "per_person_eur", "land_eur", "land_per_person_eur")
    money = (*(table.cents(column).tolist() for column in amounts), _years(table, "price_year"))
    rows = zip(table.rows.tolist(), names, levels, services, *known[:2], *money, *known[2:], strict=True)
    return tuple(LevelRow(table.file, *row) for row in rows)


def read_measures(table: Table, facilities: Sequence[FacilityRow] | None) -> tuple[MeasureRow, ...]:
    """Read measures.csv; whether its levels exist is for the sector to say."""
    names, labels = _facilities(table, facilities), table.texts("measure")
    before, after = table.texts("from"), table.texts("to")
    cost, lead = table.cents("cost_eur"), table.whole("lead_years", 0, _MOST_LEAD, empty=0)
    first, last = (_years(table, column) for column in ("first_year", "last_year"))
    consent, under_way = table.choices("consent", tuple(CONSENT)), table.choices("under_way", ("", "yes", "no"))
    for record, (start, end) in enumerate(zip(first, last, strict=True)):
        if start is not None and end is not None and end < start:
            table.fault(record, "last_year", f"before first_year {start}", "Exchange the two years.", "NP-I044")
    for record, (origin, goal) in enumerate(zip(before, after, strict=True)):
        if origin == goal and origin:
            what, mend = "the same level as in column from", "Write the level that the measure leads to."
            table.fault(record, "to", what, mend, "NP-I067")
    rows = zip(
        table.rows.tolist(), names, labels, before, after, cost.tolist(), lead.tolist(), first, last,
        (CONSENT[word] for word in consent), (word == "yes" for word in under_way),
        table.cents("proceeds_eur").tolist(), _lives(table), _years(table, "price_year"),
        table.texts("line", may_be_empty=True), strict=True,
    )  # fmt: skip
    return tuple(MeasureRow(table.file, *row) for row in rows)


def _facilities(table: Table, facilities: Sequence[FacilityRow] | None, *others: str) -> tuple[str, ...]:
    if facilities is None:
        return table.texts("facility")
    return table.choices("facility", {*others, *(row.facility for row in facilities)}, code="NP-I064")


def _lives(table: Table) -> list[int | None]:
    found = table.whole("life_years", 1, _LONGEST_LIFE, empty=_MISSING)
    return [None if years == _MISSING else years for years in found.tolist()]


def _years(table: Table, column: str) -> list[int | None]:
    found = table.whole(column, 1900, 2200, empty=_MISSING)
    return [None if year == _MISSING else year for year in found.tolist()]
