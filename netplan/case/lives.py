"""The lives facilities can lead: levels, phases unrolled into links, and every step between them."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from netplan.case.lines import FacilityLine, LevelLine, MeasureLine, Site
from netplan.case.money import Calendar, Paid, funded, paid_for
from netplan.constraints import Grants
from netplan.tables import NONE, UNLIMITED, Ints, Levels, Premises, StepKind, Steps, Tables
from netplan.units import half_even

CLOSED_NAME = "closed"
EMPTY = LevelLine(places={}, total=0, least={}, least_total=0, running=0)


def kind_of(measure: MeasureLine, levels: Mapping[str, LevelLine]) -> StepKind:
    """Return what a measure is called, from the levels it joins."""
    if measure.before == CLOSED_NAME:
        return StepKind.OPEN
    if measure.after == CLOSED_NAME or levels[measure.after].runs_out:
        return StepKind.CLOSE
    before, after = (places_in_all(levels[name]) for name in (measure.before, measure.after))
    if before == after:
        return StepKind.CONVERT
    return StepKind.EXTEND if after > before else StepKind.REDUCE


def places_in_all(level: LevelLine) -> int:
    """Return a level's places over all services: its total, else their sum."""
    return sum(level.places.values()) if level.total is None else level.total


def link(level: str, number: int, line: LevelLine) -> str:
    """Return the name of a phase's link, or the level's own name where it is no phase."""
    return f"{level}#{number}" if line.phase else level


def levels_of(
    lines: Sequence[FacilityLine], sites: Sequence[Site], services: Sequence[str], calendar: Calendar
) -> Levels:
    """Put the levels of all facilities into arrays; level 0 is closed."""
    names = _names(lines)
    index = {name: k for k, name in enumerate(names)}
    shape, horizon = (len(lines), len(names)), len(calendar.years)
    exists = np.zeros(shape, bool)
    exists[:, 0] = True
    intake = np.zeros(shape, bool)
    total = np.full(shape, UNLIMITED, np.int64)
    total[:, 0] = 0
    least_total, running = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    places, least = (np.zeros((*shape, len(services)), np.int64) for _ in range(2))
    land, present, land_present = np.zeros(shape, np.int64), *(np.zeros((*shape, horizon), np.int64) for _ in range(2))
    for f, line in enumerate(lines):
        for name, level in line.levels.items():
            for k in (index[part] for part in _links(name, level)):
                exists[f, k], intake[f, k] = True, level.intake
                places[f, k] = [level.places.get(service, 0) for service in services]
                least[f, k] = [level.least.get(service, 0) for service in services]
                total[f, k] = UNLIMITED if level.total is None else level.total
                least_total[f, k], running[f, k], land[f, k] = level.least_total, level.running, level.land
                present[f, k] = [half_even(calendar.yearly(t, level.running)) for t in range(horizon)]
                land_present[f, k] = [half_even(calendar.yearly(t, level.land)) for t in range(horizon)]
    today = [index[_today(line)] for line in lines]
    position = {site.site: j for j, site in enumerate(sites)}
    return Levels(
        facilities=tuple(line.facility for line in lines),
        names=names,
        today=np.array(today, np.int64),
        exists=exists,
        places=places,
        total=total,
        least=least,
        least_total=least_total,
        intake=intake,
        running=running,
        running_present=present,
        land=land,
        land_present=land_present,
        locks=tuple(line.lock for line in lines),
        site=np.array([position[line.site] for line in lines], np.int64),
        sites=tuple(site.site for site in sites),
        site_names=tuple(site.name for site in sites),
        site_lon=np.array([site.lon for site in sites], float),
        site_lat=np.array([site.lat for site in sites], float),
        site_area=tuple(site.area for site in sites),
        line=tuple(line.line or line.sector for line in lines),
        carriers=tuple(line.carrier for line in lines),
        carrier_types=tuple(line.carrier_type for line in lines),
        own_names=tuple(line.name for line in lines),
    )


def premises_of(
    lines: Sequence[FacilityLine], sites: Sequence[Site], names: Sequence[str], branches: Mapping[str, str]
) -> Premises:
    """Put rooms of levels and sites, and the main school of each branch, into arrays."""
    main = _main_schools([line.facility for line in lines], branches)
    if all(site.rooms == NONE for site in sites):
        return Premises(main=main)
    index = {name: k for k, name in enumerate(names)}
    rooms = np.zeros((len(lines), len(names)), np.int64)
    for f, line in enumerate(lines):
        for name, level in line.levels.items():
            rooms[f, [index[part] for part in _links(name, level)]] = level.site_rooms
    return Premises(rooms, np.array([site.rooms for site in sites], np.int64), main)


def _main_schools(facilities: Sequence[str], branches: Mapping[str, str]) -> Ints:
    """Return the main school of each facility that has several houses; no entry where there is none."""
    known = [(facilities.index(b), facilities.index(m)) for b, m in branches.items() if {b, m} <= set(facilities)]
    found = np.full(len(facilities) if known else 0, NONE, np.int64)
    for b, m in known:
        found[[b, m]] = m
    return found


def steps_of(
    lines: Sequence[FacilityLine],
    names: Sequence[str],
    calendar: Calendar,
    kinds: Sequence[str],
    grants: Grants | None = None,
) -> Steps:
    """List every step each facility may take in each listed year, in facility, year and level order."""
    index = {name: k for k, name in enumerate(names)}
    labels = ["", *dict.fromkeys(measure.name for line in lines for measure in line.measures)]
    label = {name: number for number, name in enumerate(labels)}
    budgets = ["", *dict.fromkeys(_budget_line(measure, line) for line in lines for measure in line.measures)]
    rows: list[tuple[int, ...]] = []
    for f, line in enumerate(lines):
        for t in range(len(calendar.years)):
            rows += [(f, k, k, t, StepKind.STAY, 0, 0, 0, *Paid()) for k in _staying(line, index)]
            rows += [(f, k, z, t, StepKind.AUTOMATIC, 0, 0, 0, *Paid()) for k, z in _automatic(line, index)]
            for measure in line.measures:
                row = _measure(measure, line, t, calendar, kinds)
                if row:
                    what = (f, index[measure.before], index[_entry(line, measure.after)], t, row[0])
                    choices = funded(row[1], measure, row[0].name.lower(), line, calendar, grants)
                    said = (label[measure.name], measure.consent, budgets.index(_budget_line(measure, line)))
                    rows += [(*what, *said, *money) for money in choices]
    rows.sort(key=lambda row: (row[0], row[3], row[1], row[2]))
    table = np.array(rows, np.int64).reshape(len(rows), 8 + len(Paid._fields))
    money = {name: table[:, 8 + number] for number, name in enumerate(Paid._fields)}
    return Steps(
        facility=table[:, 0],
        before=table[:, 1],
        after=table[:, 2],
        year=table[:, 3],
        kind=table[:, 4],
        name=table[:, 5],
        names=tuple(labels),
        consent=table[:, 6],
        line=table[:, 7],
        lines=tuple(budgets),
        programmes=tuple(grants.programmes) if grants else (),
        **money,
    )


def _budget_line(measure: MeasureLine, line: FacilityLine) -> str:
    return measure.line or line.line or line.sector


def possible_steps(tables: Tables, allowed: npt.NDArray[np.bool_]) -> Ints:
    """Return the indices of allowed steps that some life can take: reachable from today's level."""
    steps = tables.steps
    _, facilities, _, kinds, horizon = tables.shape
    here = np.zeros((facilities, kinds), bool)
    here[np.arange(facilities), tables.levels.today] = True
    found = []
    for t in range(horizon):
        now = np.flatnonzero(allowed & (steps.year == t))
        now = now[here[steps.facility[now], steps.before[now]]]
        here = np.zeros((facilities, kinds), bool)
        here[steps.facility[now], steps.after[now]] = True
        found.append(now)
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _measure(
    measure: MeasureLine, line: FacilityLine, t: int, calendar: Calendar, kinds: Sequence[str]
) -> tuple[StepKind, Paid] | None:
    """Return kind and money, None where the measure is not to be had."""
    year, kind = calendar.years[t], kind_of(measure, line.levels)
    if kind.name.lower() not in kinds or (line.levels.get(measure.before, EMPTY).phase is not None):
        return None
    if (measure.first is not None and year < measure.first) or (measure.last is not None and year > measure.last):
        return None
    money = paid_for(measure, t, calendar)
    return None if money is None else (kind, money)


def _names(lines: Sequence[FacilityLine]) -> tuple[str, ...]:
    found = [CLOSED_NAME]
    for line in lines:
        for name, level in line.levels.items():
            found += _links(name, level)
    return tuple(dict.fromkeys(found))


def _links(name: str, level: LevelLine) -> list[str]:
    return [link(name, number + 1, level) for number in range(level.phase[0] if level.phase else 1)]


def _today(line: FacilityLine) -> str:
    return _entry(line, line.today)


def _entry(line: FacilityLine, level: str) -> str:
    return link(level, 1, line.levels.get(level, EMPTY))


def _staying(line: FacilityLine, index: Mapping[str, int]) -> list[int]:
    return [0, *(index[name] for name, level in line.levels.items() if level.phase is None)]


def _automatic(line: FacilityLine, index: Mapping[str, int]) -> list[tuple[int, int]]:
    found = []
    for name, level in line.levels.items():
        if level.phase:
            chain, follows = _links(name, level), index[_entry(line, level.phase[1])]
            found += [(index[a], index[b]) for a, b in pairwise(chain)]
            found += [(index[a], follows) for a in chain]
    return found
