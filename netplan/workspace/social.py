"""The social index of areas: read from social_index.csv, and how much more a minute of their people counts."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from netplan.inputs.findings import Findings, did_you_mean
from netplan.sector import GroupText
from netplan.tables import Demand, Ints
from netplan.workspace.question import Question
from netplan.workspace.region import SOCIAL_INDEX, Region
from netplan.workspace.together import goals_together

WEIGHED = "weighted_minutes"
"""The goal that counts people by their weight."""
EVERYONE = Fraction(1)


def with_social_index(questions: Sequence[Question], region: Region, demand: Demand, findings: Findings) -> Demand:
    """Give areas their social index and its class; areas that are not listed have none."""
    _check(questions, region, findings)
    if region.social_index is None:
        return demand
    table = replace(region.social_index, findings=findings)
    areas = table.choices("area", demand.areas, code="NP-I064")
    index, words = table.numbers("index", 0, 100), table.texts("class")
    table.unique(("area",), areas)
    if not findings.clean(table.file):
        return demand
    known = {area: (word, float(number)) for area, word, number in zip(areas, words, index, strict=True)}
    found = [known.get(area, ("", np.nan)) for area in demand.areas]
    return replace(
        demand,
        social_class=tuple(word for word, _ in found),
        social_index=np.array([number for _, number in found], float),
    )


def _check(questions: Sequence[Question], region: Region, findings: Findings) -> None:
    """Check that the index is there where classes are named, and that it has these classes."""
    question, table = questions[0], region.social_index
    file = f"{region.folder}/social_index.csv"
    within = question.rules.within_target
    named = [] if within is None or within.by_class is None else list(within.by_class)
    goals = goals_together(question.scenario, [each.sector for each in questions])
    is_weighed = any(goal.name == WEIGHED for goal in goals)
    if table is None:
        is_needed = bool(named) or (is_weighed and any(each.sector.area_weights for each in questions))
        if is_needed and findings.clean(file):
            path: tuple[str, ...] = ("constraints", "within_target") if named else ("goals",)
            mend = f"Write it with the columns {', '.join(SOCIAL_INDEX.required)}."
            question.fault(findings, path, f"{file} is not there", mend, "NP-I061")
        return
    classes = {word.strip() for word in table.columns["class"]}
    for name in (name for name in named if name not in classes):
        path = ("constraints", "within_target", "by_class")
        question.fault(findings, path, f"no class of {file}", did_you_mean(name, classes), "NP-I064", name)
    for each in questions if is_weighed else ():
        for name in (name for name in each.sector.area_weights if name not in classes):
            place, model = ("area_weights", name), each.sector_file
            what, mend = f"no class of {file}", did_you_mean(name, classes)
            findings.fault(model.file, model.line(place), ".".join(place), None, what, mend, "NP-I064")


def weights_by_area(question: Question, group: GroupText | None, demand: Demand) -> list[Fraction]:
    """Return how much a minute of a group's people counts by area: the group's weight times that of the class."""
    norms, by_class = question.norms, question.sector.area_weights
    own = norms[group.weight].value.amount if group is not None and group.weight else EVERYONE
    classes = demand.social_class or ("",) * len(demand.areas)
    return [own * (norms[by_class[word]].value.amount if word in by_class else EVERYONE) for word in classes]


def weighed(seconds: Ints, area: Ints, weights: Sequence[Fraction]) -> Ints:
    """Return weight · seconds by pair, each rounded half-even [s]; `area` is that of each pair's people."""
    found = seconds.copy()
    for a, weight in enumerate(weights):
        own = area == a
        whole, rest = np.divmod(seconds[own] * weight.numerator, weight.denominator)
        up = (2 * rest > weight.denominator) | ((2 * rest == weight.denominator) & (whole % 2 == 1))
        found[own] = whole + up
    return found
