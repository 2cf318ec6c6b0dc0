"""Who may go where, as arrays: every way within reach to a facility that can take somebody of that entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from netplan.audit.attendance import There
from netplan.audit.bounds.entries import NONE, WHOLE, Bools, Entries, Ints, Needs
from netplan.audit.bounds.lives import Spots, Steps
from netplan.audit.bounds.measuring import Lengths, Measuring, at_most, less_than
from netplan.audit.journeys import cell_of, group_of
from netplan.audit.question import Question
from netplan.audit.reading import Tree
from netplan.audit.travel import Places


@dataclass(frozen=True, eq=False)
class Ways:
    """Ways of needs to facilities, sorted by block: a block is all of one entry who may go to one facility."""

    need: Ints
    """Shape (ways,)."""
    seconds: Ints
    is_far: Bools
    """Whether people are taken there at public cost."""
    start: Ints
    """First way of each block, shape (blocks + 1,)."""
    facility: Ints
    """Shape (blocks,)."""
    entry: Ints

    @property
    def block(self) -> Ints:
        """Block of each way, shape (ways,)."""
        return np.repeat(np.arange(len(self.facility)), np.diff(self.start))


def ways_of(
    question: Question,
    places: Places,
    parts: tuple[Entries, Needs, Spots, Steps],
    attending: Mapping[There, int],
) -> Ways:
    """List all ways."""
    entries, needs, spots, steps = parts
    trips = _trips(question, places, needs, [facility.site for facility in spots.facilities])
    most = room_of_entries(entries, spots, steps)
    alone = least_together(question, entries, needs)
    stays = _stays(entries, needs, spots, attending)
    found = []
    for service, (home, facility, seconds, is_far) in trips.items():
        for e in entries.of(service).tolist():
            need = needs.by_home[e, home]
            able = (need != NONE) & (most[facility, e] >= alone[need])
            if len(stays):
                able |= (need != NONE) & np.isin(need * len(spots.facilities) + facility, stays)
            kept = np.flatnonzero(able)
            found.append((facility[kept], np.full(len(kept), e), need[kept], seconds[kept], is_far[kept]))
    facility, entry, need, seconds, far = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((need, entry, facility))
    code = facility[order] * len(entries.names) + entry[order]
    first = np.flatnonzero(np.diff(code, prepend=NONE))
    return Ways(
        need[order],
        seconds[order],
        far[order].astype(np.bool_),
        np.append(first, len(code)),
        facility[order][first],
        entry[order][first],
    )


def room_of_entries(entries: Entries, spots: Spots, steps: Steps) -> Ints:
    """Give how many of an entry some level that can be reached takes in their first year, (facilities, entries)."""
    found = np.zeros((len(spots.facilities), len(entries.names)), np.int64)
    is_new, intake = entries.are_new(), np.array([level.intake for level in spots.levels], np.bool_)
    for e, (service, _, _) in enumerate(entries.names):
        t = int(entries.year[e])
        room = spots.counted(lambda level, s=service: min(level.places[s], level.size))  # type: ignore[misc]
        people = WHOLE * room // max(int(entries.share[e, t]), 1)
        takes = spots.is_open & steps.reached[:, t] & (intake | ~is_new[e])
        np.maximum.at(found[:, e], spots.facility, np.where(takes, people, 0))
    return found


def least_together(question: Question, entries: Entries, needs: Needs) -> Ints:
    """Give how many of each need go together at least: all of them where cells stay whole, else one."""
    rule = question.rules.get("assignment")
    is_whole = np.zeros(len(entries.names), np.bool_)
    if rule is not None and rule.apply == "enforce":
        policies: Mapping[str, Tree] = rule.settings
        for service, policy in policies.items():
            if policy in ("whole_cells", "districts"):
                is_whole[entries.of(service)] = True
    is_whole &= entries.are_new()
    return np.where(is_whole[needs.entry], needs.people, 1)


def _stays(entries: Entries, needs: Needs, spots: Spots, attending: Mapping[There, int]) -> Ints:
    """Give who is at a facility already, need and facility in one number."""
    home, found = {name: h for h, name in enumerate(needs.homes)}, []
    for (facility, service, cell, grade), people in attending.items():
        e = entries.number.get((service, entries.years[0], grade))
        if people and e is not None and cell in home and facility in spots.number:
            n = int(needs.by_home[e, home[cell]])
            found.append(n * len(spots.facilities) + spots.number[facility])
    return np.array(found, np.int64)


def _trips(
    question: Question, places: Places, needs: Needs, seats: Sequence[str]
) -> dict[str, tuple[Ints, Ints, Ints, Bools]]:
    """Give home, facility, seconds and whether transport is paid of all ways within reach, by service."""
    cells, sites = tuple(dict.fromkeys(map(cell_of, needs.homes))), tuple(dict.fromkeys(seats))
    measuring, farthest = Measuring(places, cells, sites), _farthest(question)
    place, seat = ({name: i for i, name in enumerate(names)} for names in (cells, sites))
    at_home = np.array([place[cell_of(name)] for name in needs.homes], np.int64)
    group = np.array([group_of(name) for name in needs.homes], np.str_)
    by_mode = {mode: measuring.seconds(question.modes[mode], at_most(limit)) for mode, limit in farthest.items()}
    at_site, found = np.array([seat[name] for name in seats], np.int64), {}
    for service in question.services:
        parts = []
        for name in ("", *question.groups):
            journey = question.journeys.get((service, name), question.journeys[service, ""])
            row = np.full(len(cells), NONE, np.int64)
            row[at_home[group == name]] = np.flatnonzero(group == name)
            best = Lengths.together([by_mode[mode] for mode in journey.modes]).up_to(at_most(journey.reach)).quickest()
            some = best.chosen(np.flatnonzero(row[best.cell] != NONE))
            parts.append(Lengths(row[some.cell], some.site, some.length))
        trips = Lengths.together(parts)
        is_far = _is_far(question, measuring, service, at_home[trips.cell], trips.site)
        found[service] = _to_facilities(trips, is_far, at_site)
    return found


def _farthest(question: Question) -> dict[str, Fraction]:
    """Give the longest reach of all who use a mode."""
    found: dict[str, Fraction] = {}
    for journey in question.journeys.values():
        for mode in journey.modes:
            found[mode] = max(found.get(mode, Fraction(0)), journey.reach)
    return found


def _is_far(question: Question, measuring: Measuring, service: str, cell: Ints, site: Ints) -> Bools:
    """Whether the shortest way is so long that people are taken at public cost."""
    taken = question.taken.get(service)
    if taken is None:
        return np.zeros(len(cell), np.bool_)
    near = measuring.metres(question.modes[taken.mode], less_than(taken.least))
    sites = len(measuring.sites)
    return np.asarray(~np.isin(cell * sites + site, near.cell * sites + near.site))


def _to_facilities(trips: Lengths, is_far: Bools, at_site: Ints) -> tuple[Ints, Ints, Ints, Bools]:
    """Give the same by facility: each site stands for all facilities there."""
    order = np.argsort(at_site, kind="stable")
    first, last = (np.searchsorted(at_site[order], trips.site, side=side) for side in ("left", "right"))
    trip = np.repeat(np.arange(len(first)), last - first)
    inside = np.arange(len(trip)) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    return trips.cell[trip], order[first[trip] + inside], trips.length[trip], is_far[trip]
