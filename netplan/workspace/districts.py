"""Today's districts of a region: which facility the people of a cell belong to, from which year, and may it change."""

from collections.abc import Sequence

import numpy as np

from netplan.case.lines import FacilityLine
from netplan.inputs.findings import Findings, did_you_mean
from netplan.inputs.table import Table
from netplan.tables import NONE, Demand, Districts, Pairs
from netplan.workspace.question import Question
from netplan.workspace.region import DISTRICTS, Region
from netplan.workspace.shelf import Shelf

_SHOWN = 5


def districts_of(
    shelf: Shelf, question: Question, region: Region, lines: list[FacilityLine], findings: Findings
) -> Districts | None:
    """Read districts.csv as far as it speaks of this sector; None where there is no such file."""
    _check_asked(question, region, findings)
    if region.districts is None or region.cells is None:
        return None
    table = Table(
        region.districts.file,
        region.districts.columns,
        region.districts.rows,
        region.districts.decimal,
        findings,
    )
    services, years = list(question.sector.services), question.scenario.years
    cells = table.choices("cell", set(region.cells.ids), code="NP-I064")
    served = table.choices("service", shelf.keys_of_all_models("services") | set(services), code="NP-I064")
    since = table.whole("year", 1900, 2200, empty=0)
    may_change = table.choices("may_change", ("", "yes", "no"))
    facilities = table.texts("facility")
    table.unique(("cell", "service", "year"), list(zip(cells, served, since.tolist(), strict=True)))
    own = {line.facility: f for f, line in enumerate(lines)}
    shape = (len(region.cells.ids), len(services), len(years))
    found = Districts(np.full(shape, NONE, np.int64), np.zeros(shape, bool))
    position = {cell: c for c, cell in enumerate(region.cells.ids)}
    for record in np.argsort(since, kind="stable").tolist():
        if served[record] not in services or cells[record] not in position:
            continue
        if facilities[record] not in own:
            if lines:
                what = f"no facility of {question.sector.sector}"
                table.fault(record, "facility", what, did_you_mean(facilities[record], own), "NP-I064")
            continue
        first = sum(year < since[record] for year in years)
        c, s = position[cells[record]], services.index(served[record])
        found.facility[c, s, first:] = own[facilities[record]]
        found.may_change[c, s, first:] = may_change[record] == "yes"
    return found


def districts_together(found: Sequence[Districts | None]) -> Districts | None:
    """Put the districts of several sectors side by side, one service after the other."""
    known = [districts for districts in found if districts is not None]
    if not known:
        return None
    return Districts(
        np.concatenate([districts.facility for districts in known], axis=1),
        np.concatenate([districts.may_change for districts in known], axis=1),
    )


def notice_far_districts(districts: Districts | None, demand: Demand, pairs: Pairs, findings: Findings) -> None:
    """Name the cells with people in need that are out of reach of their district's facility."""
    if districts is None:
        return
    home = np.where((demand.entering > 0) & ~districts.may_change, districts.facility, NONE)
    near = np.zeros((len(demand.cells), len(demand.services), int(home.max(initial=0)) + 2), bool)
    known = pairs.facility < near.shape[2] - 1
    near[pairs.cell[known], pairs.service[known], pairs.facility[known]] = True
    inside = np.take_along_axis(near, home, axis=2)
    far = np.flatnonzero(((home != NONE) & ~inside).any(axis=(1, 2)))
    if len(far):
        cells = demand.cells_of(far)
        shown = ", ".join(cells[:_SHOWN]) + (" …" if len(cells) > _SHOWN else "")
        findings.notice(
            "NP-W082",
            f"Außer Reichweite der Einrichtung ihres Bezirks: {shown}; solange sie offen ist und der Bezirk gilt, hat "
            "dort niemand einen Platz.",
            f"Out of reach of their district's facility: {shown}; as long as that is open and the district binds, "
            "nobody there has a place.",
        )


def _check_asked(question: Question, region: Region, findings: Findings) -> None:
    """Check that policies name services of the sector, and that districts are there where they are asked for."""
    constraints = question.scenario.constraints
    for name, rules in (("scenario", constraints), ("model", question.sector.constraints)):
        policies = rules.assignment.policies if rules.assignment else {}
        for service in policies if name == "scenario" else ():
            if service not in question.sector.services:
                mend = did_you_mean(service, question.sector.services)
                path = ("constraints", "assignment", service)
                question.fault(findings, path, "no service of the sector", mend, "NP-I064")
        asks: list[tuple[str, ...]] = [
            ("assignment", s) for s, policy in policies.items() if policy.name == "districts"
        ]
        asks += [("stability",)] if rules.stability else []
        by_district = rules.extra_minutes and rules.extra_minutes.today == "districts"
        asks += [("extra_minutes",)] if by_district else []
        if asks and region.districts is None and findings.clean(f"{region.folder}/districts.csv"):
            mend = f"Write it with the columns {', '.join(DISTRICTS.required)}, or choose another rule."
            what = f"{region.folder}/districts.csv is not there"
            question.fault(findings, ("constraints", *asks[0]), what, mend, "NP-I061")
