"""The rule on conversions against the region: who stands in which house, and what a plan can do there."""

from collections.abc import Sequence

from netplan.case.lines import FacilityLine
from netplan.case.lives import CLOSED_NAME
from netplan.inputs.findings import Findings, did_you_mean
from netplan.workspace.question import Question
from netplan.workspace.region import Region

_PATH = ("constraints", "conversions", "into")


def check_conversions(
    questions: Sequence[Question], region: Region, lines: Sequence[FacilityLine], findings: Findings
) -> None:
    """Check that facilities are known, stand in one house and are not both open; note what cannot be converted."""
    rule, sectors = questions[0].rules.conversions, questions[0].scenario.sector
    if rule is None or region.facilities is None or not region.is_clean("facilities", "measures", "levels"):
        return
    rows = {row.facility: row for row in region.facilities if row.sector in sectors}
    by_name = {line.facility: line for line in lines}
    idle = []
    for one, other in rule.into.items():
        missing = [name for name in (one, other) if name not in rows]
        for name in missing:
            what = f"no facility of sector {' or '.join(sectors)}"
            questions[0].fault(findings, (*_PATH, one), what, did_you_mean(name, rows), "NP-I064", name)
        if missing:
            continue
        if rows[one].site != rows[other].site:
            what = f"{one} stands at {rows[one].site}, {other} at {rows[other].site}"
            questions[0].fault(findings, (*_PATH, one), what, "Name two facilities at one site.", "NP-I091", other)
        elif CLOSED_NAME not in {rows[one].today, rows[other].today}:
            what, mend = "both are open today", f"Set level_today of {other} to closed."
            questions[0].fault(findings, (*_PATH, one), what, mend, "NP-I091", other)
        elif not _can(by_name.get(one), by_name.get(other)):
            idle.append(f"{one} → {other}")
    if idle:
        findings.notice(
            "NP-W094",
            f"Umwandlungen, die dieser Plan nicht vornehmen kann: {', '.join(idle)}.",
            f"Conversions that this plan cannot make: {', '.join(idle)}.",
        )


def _can(one: FacilityLine | None, other: FacilityLine | None) -> bool:
    """Whether the first can be closed and the second can open."""
    if one is None or other is None:
        return False
    ends = {CLOSED_NAME, *(name for name, level in one.levels.items() if level.phase and level.phase[1] == CLOSED_NAME)}
    leaves = one.today == CLOSED_NAME or any(step.after in ends for step in one.measures)
    is_locked = one.lock == "keep" or other.lock == "never"
    return leaves and not is_locked and any(step.before == CLOSED_NAME for step in other.measures)
