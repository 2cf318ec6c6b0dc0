"""Rules that name measures and areas: each name must be one of the region, and what it stands for is said."""

from collections.abc import Iterator, Mapping, Sequence

from netplan.case.lines import FacilityLine, Site
from netplan.constraints.measure_links import Link, MeasureName
from netplan.constraints.measures_per_area import EVERY
from netplan.inputs.findings import Findings, did_you_mean
from netplan.inputs.yaml_files import KeyPath
from netplan.workspace.question import Question
from netplan.workspace.region import Region
from netplan.workspace.rows import MeasureRow

_LINKS: KeyPath = ("constraints", "measure_links", "links")
_AREAS: KeyPath = ("constraints", "measures_per_area")
_NAMED = 5


def check_measure_names(
    questions: Sequence[Question],
    region: Region,
    lines: Sequence[FacilityLine],
    sites: Sequence[Site],
    findings: Findings,
) -> None:
    """Check the names in rules on measures against the region; note links to measures that this plan cannot take."""
    if region.facilities is not None and region.is_clean("facilities", "measures"):
        _check_links(questions, region, lines, findings)
    if region.cells is not None and region.is_clean("cells", "sites"):
        _check_areas(questions, region, sites, findings)


def _check_links(
    questions: Sequence[Question], region: Region, lines: Sequence[FacilityLine], findings: Findings
) -> None:
    sectors, rule = questions[0].scenario.sector, questions[0].rules.measure_links
    known: Mapping[str, list[MeasureRow]] = {
        row.facility: [measure for measure in region.measures or () if measure.facility == row.facility]
        for row in region.facilities or ()
        if row.sector in sectors
    }
    to_be_had = {line.facility: line.measures for line in lines}
    idle: list[str] = []
    for path, name in _measures(rule.links if rule else ()):
        if name.facility not in known:
            what, mend = f"no facility of sector {' or '.join(sectors)}", did_you_mean(name.facility, known)
            _fault(questions, findings, (*path, "facility"), name.facility, (what, mend))
            continue
        column, said = ("to", name.to) if name.to else ("measure", name.measure)
        there = [row.after if name.to else row.measure for row in known[name.facility]]
        if said not in there:
            what = f"no measure of {name.facility} " + ("leads to this level" if name.to else "has this name")
            mend = did_you_mean(said, there, "" if there else f"{name.facility} has no measure at all.")
            _fault(questions, findings, (*path, column), said, (what, mend))
        elif not any(said == (m.after if name.to else m.name) for m in to_be_had.get(name.facility, ())):
            idle.append(str(name))
    _notice_idle(list(dict.fromkeys(idle)), findings)


def _measures(links: Sequence[Link]) -> Iterator[tuple[KeyPath, MeasureName]]:
    """Yield every measure that links name, with its key path."""
    for number, link in enumerate(links):
        path = (*_LINKS, str(number))
        for key, name in (("if", link.given), ("then", link.then)):
            if name is not None:
                yield (*path, key), name
        for key in ("at_most_one", "exactly_one", "sequence", "together"):
            for place, name in enumerate(link.listed if getattr(link, key) else ()):
                yield (*path, key, str(place)), name


def _check_areas(questions: Sequence[Question], region: Region, sites: Sequence[Site], findings: Findings) -> None:
    rule = questions[0].rules.measures_per_area
    if rule is None:
        return
    known = {*(region.cells.areas if region.cells else ()), *(site.area for site in sites)}
    for key, limits in (("per_year", rule.per_year), ("total", rule.total)):
        for area in limits or ():
            if area not in known | {EVERY}:
                what = "no planning area of the region"
                _fault(questions, findings, (*_AREAS, key, area), area, (what, did_you_mean(area, sorted(known))))
    near = [site.site for site in sites if site.area_from == "cells.csv"]
    if near:
        names = ", ".join(near[:_NAMED]) + (" …" if len(near) > _NAMED else "")
        is_one = len(near) == 1
        findings.notice(
            "NP-W071",
            f"Maßnahmen je Gebiet: {'1 Standort zählt' if is_one else f'{len(near)} Standorte zählen'} zum Gebiet der "
            f"nächsten Wohnzelle ({names}).",
            f"Measures per area: {'1 site counts' if is_one else f'{len(near)} sites count'} to the area of the "
            f"nearest cell ({names}).",
        )


def _notice_idle(names: Sequence[str], findings: Findings) -> None:
    if names:
        told = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
        findings.notice(
            "NP-W070",
            f"Verknüpfte Maßnahmen, die dieser Plan nicht ergreifen kann: {told}.",
            f"Linked measures that this plan cannot take: {told}.",
        )


def _fault(questions: Sequence[Question], findings: Findings, path: KeyPath, value: str, said: tuple[str, str]) -> None:
    """Note a fault where the rule is written: in the scenario or its base, else in the last model that has it."""
    what, mend = said
    if getattr(questions[0].scenario.constraints, path[1]) is not None:
        questions[0].fault(findings, path, what, mend, "NP-I064", value)
        return
    file = [one.sector_file for one in questions if getattr(one.sector.constraints, path[1]) is not None][-1]
    findings.fault(file.file, file.line(path), ".".join(path), value, what, mend, "NP-I064")
