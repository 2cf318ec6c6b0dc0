"""Money of a region: what has to fit together before it is added up."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from netplan.case.lines import FacilityLine, LevelLine
from netplan.case.lives import CLOSED_NAME
from netplan.inputs.findings import Findings, did_you_mean
from netplan.workspace.prices import price_base
from netplan.workspace.question import Question
from netplan.workspace.rows import FacilityRow, MeasureRow


def check_per_person(row: FacilityRow, levels: Mapping[str, LevelLine], findings: Findings) -> None:
    """Check that a person costs the same at every level of a facility: else cost would be a product of decisions."""
    own = {name: (level.places, level.per_person) for name, level in levels.items()}
    land = {name: (level.places, level.land_per_person) for name, level in levels.items()}
    for column, stated in (("per_person_eur", own), ("land_per_person_eur", land)):
        first: dict[str, tuple[str, int]] = {}
        for name, (places, money) in stated.items():
            for service in (service for service, size in places.items() if size):
                cents = money.get(service, 0)
                other, known = first.setdefault(service, (name, cents))
                if cents != known:
                    amounts = f"{known / 100:.2f} EUR a year at {other}, {cents / 100:.2f} at {name}"
                    what = f"a person of {service} costs {amounts}"
                    mend = f"Write one {column} for all levels of the facility; running_eur may differ by level."
                    findings.fault(row.file, row.row, "facility", row.facility, what, mend, "NP-I085")
                    return


def life_of(question: Question, measure: MeasureRow, levels: Mapping[str, LevelLine]) -> Fraction | None:
    """Return for how many years what a measure builds can be used: as it says, else the norm of its level.

    None for closing and running out, and for a phase of which the measure itself says nothing.
    """
    after = levels.get(measure.after)
    if measure.after == CLOSED_NAME or after is None or after.runs_out:
        return None
    if measure.life is not None:
        return Fraction(measure.life)
    standard = question.sector.levels.get(measure.after)
    if after.phase or standard is None or not standard.life:
        return None
    return question.norms[standard.life].value.amount


def money_told(question: Question) -> dict[str, str]:
    """Say in a sentence how a scenario adds money up, in German and English."""
    cost, scenario = question.scenario.cost, question.scenario
    rate = cost.discount_rate.text if cost.discount_rate else "0 %"
    base = scenario.years[0] if cost.base_year is None else cost.base_year
    left = ("mit Restwerten, linear über die Nutzungsdauer", "with residual values, straight line by useful life")
    none = ("ohne Restwerte", "without residual values")
    de, en = left if cost.residual else none
    taken = ("Maßnahmen, Betrieb und Beförderung", "measures, running cost and transport")
    what_de, what_en = taken if cost.transport else ("Maßnahmen und Betrieb", "measures and running cost")
    return {
        "de": f"Gesamtkosten: {what_de}, mit {rate.replace('.', ',')} auf {base} abgezinst, in Preisen von "
        f"{price_base(question)}, {de}.",
        "en": f"Total cost: {what_en}, discounted at {rate} to {base}, in prices of {price_base(question)}, {en}.",
    }


def check_lines(question: Question, lines: Sequence[FacilityLine], findings: Findings) -> None:
    """Check that each line of a budget is one that a facility or measure of the scenario belongs to."""
    budget = question.scenario.constraints.budget
    own = {line.line or line.sector for line in lines} | {m.line for line in lines for m in line.measures if m.line}
    for name in budget.lines if budget else ():
        if name not in own:
            path = ("constraints", "budget", "lines", name)
            mend = did_you_mean(name, sorted(own))
            question.fault(findings, path, "no facility and no measure is of this line", mend, "NP-I064")
