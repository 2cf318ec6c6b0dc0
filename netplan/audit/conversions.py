"""Whether no house is used by what it was and by what it becomes at the same time."""

from collections.abc import Iterable

from netplan.audit.people import House
from netplan.audit.question import Question
from netplan.audit.reading import branch, text
from netplan.audit.verdict import Check, judged


def judge_conversions(question: Question, found: Iterable[House]) -> list[Check]:
    """Judge the rule where the model or the scenario names it."""
    rule = question.rules.get("conversions")
    if rule is None:
        return []
    into = branch(rule.settings, "into")
    pairs = [(one, text(into, one)) for one in into]
    faults = used_twice(pairs, found)
    return [judged("conversions", "one user of each house", rule.apply, faults, f"{len(pairs)} houses")]


def used_twice(pairs: Iterable[tuple[str, str]], found: Iterable[House]) -> list[str]:
    """Find the listed years in which both facilities of a house are open."""
    is_open = {(house.facility, house.year) for house in found if house.is_open}
    years = sorted({year for _, year in is_open})
    return [
        f"{one} and {other} in {year}"
        for one, other in pairs
        for year in years
        if (one, year) in is_open and (other, year) in is_open
    ]
