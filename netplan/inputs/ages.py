"""Age classes: what the columns of population files stand for, and how they are shared over netplan's age groups."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from netplan.inputs.findings import Findings, did_you_mean
from netplan.inputs.yaml_files import read_yaml
from netplan.units import quantity

AGE_GROUPS = ("0-1", "2", "3-5", "6-9", "10-15", "16-64", "65-74", "75-79", "80-84", "85-89", "90+")
EVERYBODY = "everybody"
"""The class of a file that has no age classes at all."""

_OLDEST = 99
_FIRST_AGE = (0, 2, 3, 6, 10, 16, 65, 75, 80, 85, 90)
_THOUSANDS = (1430, 790, 2390, 3180, 4720, 53_300, 9400, 3200, 3400, 2000, 900)
"""Persons of each age group in Germany at the end of 2023, in thousands, rounded, from memory; assumed."""
_UNDER = re.compile(r"(?:unter|under|u)_?(\d{1,3})")
_FROM_TO = re.compile(r"(?:a|age|alter)?_?(\d{1,3})(?:_|-|–|bis|_bis_|to)(\d{1,3})")
_FROM = re.compile(r"(?:a|ab|age|alter|ueber|over)?_?(\d{1,3})_?(?:plus|\+|undaelter|und_aelter|undälter|u_aelter)")
_OVER = re.compile(r"(?:ab|from)_?(\d{1,3})")
_ONE = re.compile(r"(?:a|age|alter)?_?(\d{1,2})")


@dataclass(frozen=True)
class Ages:
    """The ages a class covers, both ends included."""

    first: int
    last: int

    def __str__(self) -> str:
        """Write the ages as in `0-17` or `65+`."""
        return f"{self.first}+" if self.last >= _OLDEST else f"{self.first}-{self.last}"


def ages_of(name: str) -> Ages | None:
    """Read the name of an age class (`unter18`, `a18_29`, `a3bis5`, `65-74`, `90+`), None where it is none."""
    text = name.strip().casefold().replace(" ", "")
    if text == EVERYBODY:
        return Ages(0, _OLDEST)
    if found := _UNDER.fullmatch(text):
        return Ages(0, int(found[1]) - 1) if int(found[1]) else None
    if found := _FROM_TO.fullmatch(text):
        first, last = int(found[1]), int(found[2])
        return Ages(first, last) if first <= last else None
    if found := _FROM.fullmatch(text) or _OVER.fullmatch(text):
        return Ages(int(found[1]), _OLDEST)
    if found := _ONE.fullmatch(text):
        return Ages(int(found[1]), int(found[1]))
    return None


def assumed_shares(ages: Ages) -> dict[str, Fraction]:
    """Share a class over the age groups as Germany's people are, evenly within a group, in hundredths of a per cent."""
    bounds = (*_FIRST_AGE[1:], _OLDEST + 1)
    weight = {}
    for group, first, end, people in zip(AGE_GROUPS, _FIRST_AGE, bounds, _THOUSANDS, strict=True):
        years = min(end, ages.last + 1) - max(first, ages.first)
        if years > 0:
            weight[group] = Fraction(people * years, end - first)
    whole = apportioned(10_000, list(weight.values()))
    return {group: Fraction(part, 10_000) for group, part in zip(weight, whole, strict=True) if part}


def apportioned(total: int, weights: Sequence[Fraction]) -> list[int]:
    """Share a whole number by weights: floors first, the rest to the largest remainders, ties to the first."""
    everything = sum(weights)
    exact = [total * weight / everything for weight in weights]
    result = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (result[place] - exact[place], place))
    for place in by_remainder[: total - sum(result)]:
        result[place] += 1
    return result


def written_classes(shares_by_class: Mapping[str, Mapping[str, Fraction]], population: str) -> str:
    """Write `age_classes.yaml`, which a planner may change before importing again."""
    lines = [
        f"# How import shares the age classes of {population} over netplan's age groups.",
        "# The shares of a class add up to 100 %. Change them and import again.",
        "# Assumed: Germany's people by age at the end of 2023 (rounded), evenly within an age group.",
        f"# Age groups: {', '.join(AGE_GROUPS)}",
        "classes:",
    ]
    for name, shares in shares_by_class.items():
        parts = ", ".join(f'"{group}": {_per_cent(share)}' for group, share in shares.items())
        lines.append(f'  "{name}": {{{parts}}}')
    return "\n".join(lines) + "\n"


def read_classes(path: Path, file: str, classes: Sequence[str], findings: Findings) -> dict[str, dict[str, Fraction]]:
    """Read `age_classes.yaml`: by class of the population file the share of each age group.

    Notes a fault for every class that is missing or unknown and for shares that do not add up to 100 %.
    """
    found = read_yaml(path, file, findings)
    if found is None:
        return {}
    tree = found.tree.get("classes")
    if not isinstance(tree, dict):
        findings.fault(
            file, None, "classes", None, "the key is missing", "Delete the file and import again.", "NP-I063"
        )
        return {}
    for name in tree:
        if name not in classes:
            line = found.line(("classes", name))
            what, mend = "no class of the population file", did_you_mean(name, classes)
            findings.fault(file, line, f"classes.{name}", None, what, mend, "NP-I064")
    result = {}
    for name in classes:
        line, where = found.line(("classes", name)), f"classes.{name}"
        shares = tree.get(name)
        if not isinstance(shares, dict):
            what, mend = "the class is missing", f"Write it like {name}: {{6-9: 60 %, 10-15: 40 %}}."
            findings.fault(file, line, where, None, what, mend, "NP-I063")
            continue
        result[name] = {
            group: share
            for group, text in shares.items()
            if (share := _read_share(file, line, f"{where}.{group}", group, text, findings)) is not None
        }
        total = sum(result[name].values(), Fraction(0))
        if total != 1 and len(result[name]) == len(shares):
            what = f"the shares add up to {_per_cent(total)}"
            findings.fault(file, line, where, None, what, "They must add up to 100 %.", "NP-I046")
    return result


def _read_share(
    file: str, line: int | None, where: str, group: str, text: object, findings: Findings
) -> Fraction | None:
    if group not in AGE_GROUPS:
        findings.fault(file, line, where, None, "no age group of netplan", did_you_mean(group, AGE_GROUPS), "NP-I064")
        return None
    try:
        return quantity(str(text), "share").amount
    except ValueError as error:
        what, _, mend = str(error).partition("; ")
        findings.fault(file, line, where, str(text), what, mend.capitalize(), "NP-I047")
        return None


def _per_cent(share: Fraction) -> str:
    return f"{float(share * 100):.2f}".rstrip("0").rstrip(".") + " %"
