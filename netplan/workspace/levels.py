"""The sizes a facility can have: its own rows of levels.csv, before those of all, before the model's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from netplan.case.lines import Capacity, LevelLine
from netplan.case.lives import CLOSED_NAME, places_in_all
from netplan.inputs.findings import Findings, did_you_mean
from netplan.sector import LevelText
from netplan.workspace.capacities import capacities_of_model, capacities_of_rows
from netplan.workspace.cohorts import is_cohort
from netplan.workspace.prices import Prices
from netplan.workspace.question import Question
from netplan.workspace.region import Region
from netplan.workspace.rows import ALL, LevelRow
from netplan.workspace.shelf import Shelf

_Rows: TypeAlias = dict[tuple[str, str], list[LevelRow]]


class RunningCost(NamedTuple):
    """Running cost of a level for a year, of the carrier and of the Land [cents]."""

    fixed: int
    per_person: dict[str, int]
    """By service."""
    land: int
    land_per_person: dict[str, int]


class LevelBook:
    """Every level of a sector in a region, looked up by facility and name."""

    def __init__(self, shelf: Shelf, question: Question, region: Region, findings: Findings) -> None:
        """Sort the rows of the sector by facility and level; rows of other sectors are left out."""
        self.question, self.findings, self.prices = question, findings, Prices(question, findings)
        self._rows: _Rows = {}
        own = {row.facility for row in region.facilities or () if row.sector == question.sector.sector}
        for row in region.levels:
            if row.facility in own or (row.facility == ALL and self._is_ours(row, shelf)):
                self._check_service(row)
                self._rows.setdefault((row.facility, row.level), []).append(row)
        self._made: dict[tuple[str, str], LevelLine] = {}

    def names(self, facility: str) -> list[str]:
        """List the levels that a facility may name."""
        own = sorted(level for owner, level in self._rows if owner in {facility, ALL})
        return list(dict.fromkeys([CLOSED_NAME, *self.question.sector.levels, *own]))

    def knows(self, facility: str, level: str) -> bool:
        """Whether a facility may name a level."""
        return level in self.names(facility)

    def level(self, facility: str, name: str) -> LevelLine:
        """Return the level of that name of a facility."""
        owner = next((o for o in (facility, ALL) if (o, name) in self._rows), "")
        if (owner, name) not in self._made:
            rows = self._rows.get((owner, name))
            self._made[owner, name] = self._of_rows(name, rows) if rows else self._of_model(name)
        return self._made[owner, name]

    def _is_ours(self, row: LevelRow, shelf: Shelf) -> bool:
        """Whether a row for all facilities speaks of this sector."""
        services = self.question.sector.services
        return row.service in services or row.service == ALL or row.service not in shelf.keys_of_all_models("services")

    def _check_service(self, row: LevelRow) -> None:
        services = self.question.sector.services
        if row.service != ALL and row.service not in services:
            what, mend = f"no service of {self.question.sector.sector}", did_you_mean(row.service, services)
            self.findings.fault(row.file, row.row, "service", row.service, what, mend, "NP-I064")

    def _of_model(self, name: str) -> LevelLine:
        level = self.question.sector.levels[name]
        capacity = capacities_of_model(self.question, level)
        stated = {service: size.whole for service, size in level.places.items()}
        places = {service: one.places for service, one in capacity.items() if one.places} | stated
        line = self._line(
            name,
            places,
            None if level.total is None else level.total.whole,
            {service: least.whole for service, least in level.least.items()},
            level.least_total.whole if level.least_total else 0,
            capacity,
            RunningCost(
                self.prices.of_model(name, level.running.whole if level.running else 0),
                {service: self.prices.of_model(name, money.whole) for service, money in level.per_person.items()},
                self.prices.of_model(name, level.land.whole if level.land else 0),
                {service: self.prices.of_model(name, money.whole) for service, money in level.land_per_person.items()},
            ),
        )
        return replace(line, site_rooms=level.site_rooms)

    def _of_rows(self, name: str, rows: Sequence[LevelRow]) -> LevelLine:
        services = self.question.sector.services
        overall = next((row for row in rows if row.service == ALL), None)
        own = [row for row in rows if row.service in services]
        total = overall.places if overall else None
        if overall and not own and total is None:
            what, mend = "nothing stands here", "Write the places of all services together."
            self.findings.fault(overall.file, overall.row, "places", None, what, mend, "NP-I063")
        capacity = capacities_of_rows(self.question, self.question.sector.levels.get(name), own)
        places = {row.service: _places(row, capacity) for row in own} if own else dict.fromkeys(services, total or 0)
        line = self._line(
            name,
            places,
            total,
            {row.service: row.least for row in own if row.least is not None},
            (overall.least or 0) if overall else 0,
            capacity,
            self._running_cost(rows, places),
        )
        self._check(rows, line, name)
        return replace(line, site_rooms=self._site_rooms(name, rows))

    def _line(
        self,
        name: str,
        places: dict[str, int],
        total: int | None,
        least: dict[str, int],
        least_total: int,
        capacity: dict[str, Capacity],
        running: RunningCost,
    ) -> LevelLine:
        """Fill in what the model says of a level of this name: its phase, its intake, the norms of its services."""
        standard: LevelText | None = self.question.sector.levels.get(name)
        phase = standard.phase if standard else None
        services, intake = self.question.sector.services, not standard or standard.intake
        if not intake:
            stays = {key for key in places if is_cohort(self.question, services[key])}
            places = {key: size if key in stays else 0 for key, size in places.items()}
            total = 0 if total is not None and not stays else total
        norms = {}
        for key, service in services.items():
            if service.least and places.get(key, 0) and not phase:
                norms[key] = self.question.whole(service.least)
                if key not in least and norms[key] > places[key]:
                    self._notice_small(name, places[key], norms[key])
        then = (phase.years, phase.then) if phase else None
        runs_out = bool(phase and phase.run_out)
        return LevelLine(
            places, total, norms | least, least_total, running.fixed, then, intake, runs_out, capacity,
            per_person=running.per_person, land=running.land, land_per_person=running.land_per_person,
        )  # fmt: skip

    def _running_cost(self, rows: Sequence[LevelRow], services: Iterable[str]) -> RunningCost:
        """Add up the money of a level's rows; what row `*` says of a person holds for each service."""
        money = [(row.service, self.prices.of_level(row)) for row in rows]

        def per_person(column: int) -> dict[str, int]:
            return {key: sum(cents[column] for service, cents in money if service in {key, ALL}) for key in services}

        fixed, land = (sum(cents[column] for _, cents in money) for column in (0, 2))
        return RunningCost(fixed, per_person(1), land, per_person(3))

    def _site_rooms(self, name: str, rows: Sequence[LevelRow]) -> int:
        """Return the rooms of the site that a level takes: those of its rows together, else those of the model."""
        said = [row.site_rooms for row in rows if row.site_rooms is not None]
        standard = self.question.sector.levels.get(name)
        return sum(said) if said else standard.site_rooms if standard else 0

    def _check(self, rows: Sequence[LevelRow], line: LevelLine, name: str) -> None:
        """Check that a level of levels.csv has places, and enough for the people it must have."""
        standard = self.question.sector.levels.get(name)
        if (standard and not standard.intake) or not self.findings.clean(rows[0].file):
            return
        everyone = places_in_all(line)
        if not everyone and all(row.places is not None for row in rows):
            what, mend = f"level {name} has no place", "Write its places, or use `closed`."
            self.findings.fault(rows[0].file, rows[0].row, "places", "0", what, mend, "NP-I043")
        for row in rows:
            room = everyone if row.service == ALL else line.places.get(row.service, 0)
            if row.least is not None and row.least > room and everyone:
                what = f"more than the {room} places"
                mend = "A facility of this level could never be open; correct one of them."
                self.findings.fault(row.file, row.row, "least", str(row.least), what, mend, "NP-I043")

    def _notice_small(self, name: str, places: int, least: int) -> None:
        self.findings.notice(
            "NP-W043",
            f"Stufe {name} hat {places} Plätze, weniger als die Mindestgröße von {least}; sie hält diese nie ein.",
            f"Level {name} has {places} places, fewer than the minimum size of {least}; it can never keep it.",
        )


def _places(row: LevelRow, capacity: Mapping[str, Capacity]) -> int:
    """Return the places of a row: as stated, else the fewest by rooms, law and licence."""
    return capacity[row.service].places if row.service in capacity else row.places or 0
