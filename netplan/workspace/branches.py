"""The rule on branches against the region, and against rules that it cannot be combined with."""

from collections.abc import Sequence

from netplan.inputs.findings import Findings, did_you_mean
from netplan.workspace.question import Question
from netplan.workspace.region import Region

_PATH = ("constraints", "branches")


def check_branches(questions: Sequence[Question], region: Region, findings: Findings) -> None:
    """Check that branches and main schools are known and of one sector, and that nothing counts them apart."""
    question, rule = questions[0], questions[0].rules.branches
    if rule is None or region.facilities is None or not region.is_clean("facilities"):
        return
    rows = {row.facility: row for row in region.facilities if row.sector in question.scenario.sector}
    for branch, main in rule.of.items():
        missing = [name for name in (branch, main) if name not in rows]
        for name in missing:
            what = f"no facility of sector {' or '.join(question.scenario.sector)}"
            question.fault(findings, (*_PATH, "of", branch), what, did_you_mean(name, rows), "NP-I064", name)
        if not missing and rows[branch].sector != rows[main].sector:
            what = f"{branch} is of sector {rows[branch].sector}, {main} of {rows[main].sector}"
            question.fault(findings, (*_PATH, "of", branch), what, "Name a main school of its sector.", "NP-I092", main)
    for other, mend in (
        ("classes", "Leave the rule classes out; minimum sizes are kept by the school as a whole."),
        ("cohorts", "Plan without cohorts, or leave the rule branches out."),
    ):
        if question.scenario.cohorts if other == "cohorts" else question.rules.classes is not None:
            what = f"branches cannot be planned together with {other} yet"
            question.fault(findings, _PATH, what, mend, "NP-I092")
