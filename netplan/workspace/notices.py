"""What a reader of the plan must know of its inputs: assumptions, places off the roads, doubtful units."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from netplan.case.lines import FacilityLine
from netplan.inputs.findings import Findings
from netplan.languages import LANGUAGES
from netplan.norms import NormName
from netplan.sector import Text
from netplan.tables import Demand, Floats, Ints, Levels, Pairs
from netplan.travel import REASONS, Joined, Roads, Ways, great_circle_cm
from netplan.travel.snapping import FARTHEST_CM
from netplan.units import shown_few, shown_number, shown_quantity
from netplan.workspace.question import Question
from netplan.workspace.region import Region
from netplan.workspace.sectors import norms_used

_SHOWN = 5
ASSUMED_LEVEL = "assumed"
"""Level that an import with assumed places gives."""
_PLAUSIBLE = (2 * 60, 60 * 60)
"""A median way to the nearest facility outside of this hints at a wrong unit [s]."""


def notice_model(question: Question, findings: Findings) -> None:
    """Say what a reader must know of a model: that its plans are advice, and which norms nobody is named for."""
    notice_advice(question, findings)
    notice_norms(question, findings)


def notice_norms(question: Question, findings: Findings) -> None:
    """Name the norms in use that nobody is named for."""
    named = (rate.name for goal in question.goals for rate in goal.rates.values() if isinstance(rate, NormName))
    used = dict.fromkeys([*(name for _, name, _ in norms_used(question.sector)), *named])
    own = {name: question.norms[name] for name in used if name in question.norms}
    assumed = {question.named(name): norm.value for name, norm in own.items() if norm.is_assumed}
    if assumed:
        de, en = (
            ", ".join(f"{name} = {shown_quantity(value, language)}" for name, value in assumed.items())
            for language in LANGUAGES
        )
        findings.notice("NP-W066", f"Angenommen, ohne Quelle: {de}.", f"Assumed, without a source: {en}.")


def notice_advice(question: Question, findings: Findings) -> None:
    """Say that a plan of a sector is advice and no order, where its model says so."""
    said = question.sector.advisory
    if said:
        de, en = said.get("de") or said.get("en", ""), said.get("en") or said.get("de", "")
        findings.notice("NP-W096", f"Empfehlung: {de}", f"Advice: {en}")


def notice_assumed(lines: Sequence[FacilityLine], findings: Findings) -> None:
    """Count the facilities whose places were assumed when the region was imported."""
    number = sum(ASSUMED_LEVEL in line.levels for line in lines)
    if number:
        findings.notice(
            "NP-W068",
            f"Bei {number} von {len(lines)} Einrichtungen sind die Plätze beim Einlesen angenommen worden; "
            "die wirklichen gehören in levels.csv.",
            f"The places of {number} of {len(lines)} facilities were assumed on import; write the real ones "
            "into levels.csv.",
        )


def notice_joins(found: Sequence[Ways], demand: Demand, levels: Levels, region: Region, findings: Findings) -> None:
    """Name the cells and sites that no road leads to, and those beside roads that are cut off."""
    people = demand.by_year.max(axis=2).sum(axis=1)
    cells = _Places("cell", demand.cells, demand.lon, demand.lat, people)
    sites = _Places("site", levels.sites, levels.site_lon, levels.site_lat, None)
    for places, table in ((cells, "cells"), (sites, "sites")):
        by_mode = {way.mode: way.cells if table == "cells" else way.sites for way in found}
        joined = {mode: joints for mode, joints in by_mode.items() if joints is not None}
        _check_any(joined, f"{region.folder}/{table}.csv", places.thing, findings)
        if region.roads is not None and findings.clean(f"{region.folder}/{table}.csv"):
            places.notice(joined, region.roads, findings)


def _check_any(by_mode: Mapping[str, Joined], file: str, thing: str, findings: Findings) -> None:
    for mode, joined in by_mode.items():
        if len(joined.node) and not (joined.node >= 0).any():
            what = f"no {thing} can be joined to the roads for {mode}: {REASONS[joined.reason[0]]['en']}"
            mend = "Do roads and places belong together?"
            findings.fault(file, None, "lon, lat", None, what, mend, "NP-I037")


@dataclass(frozen=True)
class _Places:
    """Cells or sites, and what is said of those that roads do not serve."""

    thing: str
    names: Sequence[str]
    lon: Floats
    lat: Floats
    people: Ints | None

    def notice(self, by_mode: Mapping[str, Joined], roads: Roads, findings: Findings) -> None:
        """Name the places that are off the roads, modes with the same places together."""
        texts = {
            "NP-W037": (
                "ohne Anschluss, mehr als 1.000 m von jeder Straße",
                "not joined, more than 1,000 m from every road",
            ),
            "NP-W040": ("an Straßen, die vom Netz getrennt sind", "on roads that are cut off from the rest"),
            "NP-W038": (
                "näher an Straßen, die vom Netz getrennt sind",
                "nearer to roads that are cut off from the rest",
            ),
        }
        groups: dict[tuple[str, tuple[int, ...]], list[str]] = {}
        for mode, joined in by_mode.items():
            for code, places in self._found(joined, roads):
                groups.setdefault((code, tuple(places)), []).append(mode)
        for (code, chosen), modes in groups.items():
            (de, en), who = texts[code], _listed(self.names, chosen)
            number, persons, by = _number(self.thing, len(chosen)), _persons(self.people, chosen), ", ".join(modes)
            findings.notice(
                code, f"{number[0]}{persons[0]} {de} ({by}): {who}.", f"{number[1]}{persons[1]} {en} ({by}): {who}."
            )

    def _found(self, joined: Joined, roads: Roads) -> Iterator[tuple[str, list[int]]]:
        alive = np.ones(len(self.names), bool) if self.people is None else self.people > 0
        off = np.flatnonzero((joined.node < 0) & alive).tolist()
        island = [
            i for i in off if great_circle_cm(self.lon[i], self.lat[i], roads.lon, roads.lat).min() <= FARTHEST_CM
        ]
        yield from (
            (code, rest)
            for code, rest in (("NP-W037", [i for i in off if i not in island]), ("NP-W040", island))
            if rest
        )
        nearer = np.flatnonzero(joined.island & (joined.node >= 0) & alive).tolist()
        if nearer:
            yield "NP-W038", nearer


def _number(thing: str, count: int) -> tuple[str, str]:
    de = {"cell": ("Zelle", "Zellen"), "site": ("Standort", "Standorte")}[thing][count != 1]
    return f"{count} {de}", f"{count} {thing}{'s' if count != 1 else ''}"


def _listed(names: Sequence[str], chosen: Sequence[int]) -> str:
    return ", ".join(names[i] for i in chosen[:_SHOWN]) + (" …" if len(chosen) > _SHOWN else "")


def _persons(people: Ints | None, chosen: Sequence[int]) -> tuple[str, str]:
    if people is None:
        return "", ""
    number = int(people[list(chosen)].sum())
    return f" mit {shown_few(number, 'de')} Personen", f" with {shown_few(number, 'en')} persons"


def notice_ways(demand: Demand, pairs: Pairs, titles: Mapping[str, Text], findings: Findings) -> None:
    """Count who lives out of reach of everything, and doubt units where the nearest facility is too near or far."""
    for s, service in enumerate(demand.services):
        de, en = (titles.get(service, {}).get(language, service) for language in LANGUAGES)
        own = pairs.service == s
        nearest = np.full(len(demand.cells), np.iinfo(np.int64).max)
        np.minimum.at(nearest, pairs.cell[own], pairs.seconds[own])
        needed = demand.people[:, s, :].max(axis=1)
        reached = (needed > 0) & (nearest < np.iinfo(np.int64).max)
        out = np.flatnonzero((needed > 0) & ~reached).tolist()
        if out:
            cells, persons = demand.cells_of(np.array(out)), _persons(needed, out)
            which, number = _listed(cells, range(len(cells))), _number("cell", len(cells))
            findings.notice(
                "NP-W046",
                f"{de}: {number[0]}{persons[0]} ohne erreichbare Einrichtung: {which}.",
                f"{en}: {number[1]}{persons[1]} without a facility in reach: {which}.",
            )
        median = float(np.median(nearest[reached])) if reached.any() else float(_PLAUSIBLE[0])
        if not _PLAUSIBLE[0] <= median <= _PLAUSIBLE[1]:
            minutes = [f"{shown_number(median / 60, language, 1)} min" for language in LANGUAGES]
            findings.notice(
                "NP-W045",
                f"{de}: Der Median der Wege zur nächsten Einrichtung ist {minutes[0]}. Stimmen die Einheiten?",
                f"{en}: the median way to the nearest facility is {minutes[1]}. Are the units right?",
            )
