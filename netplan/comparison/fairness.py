"""Lines on who fares how: people assigned anew, extra minutes, target groups, areas by class of the social index."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Literal, TypeAlias

import numpy as np

from netplan.case import Case
from netplan.comparison.groups import PARTS, Fares, fares, fares_by_class, figure
from netplan.constraints import ExtraMinutes
from netplan.plan import Plan
from netplan.tables import NONE, Ints
from netplan.units import Quantity

_CLASSES = {"high": ("hoch", "high"), "medium": ("mittel", "medium"), "low": ("niedrig", "low")}
"""Words for the classes of the example; others are shown as they are written."""
FairLine: TypeAlias = tuple[
    str, str, str, Literal["persons", "s", "share"], Callable[[str, int], int | Fraction | None]
]
"""Name, titles, unit, and what counts it by the name of a plan and the index of a listed year."""


def fair_lines(plans: Mapping[str, Plan], cases: Sequence[Case]) -> Iterator[FairLine]:
    """Yield the lines that some of the plans have something to tell in."""
    anew = {name: assigned_anew(plan) for name, plan in plans.items()}
    if any(number is not None for number in anew.values()):
        yield "anew", "Neu zugeordnet", "Assigned anew", "persons", partial(_number, anew)
    rule = extra_rule(cases)
    if rule:
        extra: dict[str, Ints | None] = {name: with_extra_minutes(plan, rule) for name, plan in plans.items()}
        title = extra_title(rule)
        yield "extra_minutes", title["de"], title["en"], "persons", partial(_number, extra)
    groups = {name: fares(plan) for name, plan in plans.items()}
    titles = {name: title for case in cases for name, title in case.words.groups.items()}
    yield from _lines_of("group", groups, titles)
    if any(
        len(plan.tables.pairs.weighed) or _asks_by_class(case) for plan, case in zip(plans.values(), cases, strict=True)
    ):
        classes = {name: fares_by_class(plan) for name, plan in plans.items()}
        named = {name: _class_title(name) for found in classes.values() for name in found if name}
        yield from _lines_of("class", classes, named)


def _asks_by_class(case: Case) -> bool:
    rule, goals = case.rules.within_target, {goal.name for goal in case.goals}
    return "weighted_minutes" in goals or (rule is not None and bool(rule.by_class))


def _class_title(name: str) -> dict[str, str]:
    word = _CLASSES.get(name, (name, name))
    return {"de": f"Gebiete mit Sozialindex „{word[0]}“", "en": f"Areas with social index “{word[1]}”"}


def _lines_of(
    kind: str, found: Mapping[str, Mapping[str, tuple[Fares, ...]]], titles: Mapping[str, Mapping[str, str]]
) -> Iterator[FairLine]:
    for name in dict.fromkeys(name for each in found.values() for name in each if name):
        title = titles.get(name, {"de": name, "en": name})
        for part, de, en, unit in PARTS:
            count = partial(_figure, found, name, part)
            yield f"{kind}_{name}_{part}", f"{title['de']}: {de}", f"{title['en']}: {en}", unit, count


def _figure(
    found: Mapping[str, Mapping[str, tuple[Fares, ...]]], name: str, part: str, plan: str, t: int
) -> int | Fraction | None:
    return figure(found[plan], name, part, t)


def _number(numbers: Mapping[str, Ints | None], plan: str, t: int) -> int | None:
    found = numbers[plan]
    return None if found is None else int(found[t])


def assigned_anew(plan: Plan) -> Ints | None:
    """Count the people who are not where their district says, shape (years,); None without districts.

    Of cohorts those count who enter in that year.
    """
    districts, pairs = plan.tables.districts, plan.tables.pairs
    if districts is None:
        return None
    home = districts.facility[pairs.cell, pairs.service]
    elsewhere = (home != NONE) & (home != pairs.facility[:, None])
    return np.asarray(np.where(elsewhere, plan.go[:, : len(plan.tables.demand.years)], 0).sum(axis=0))


def extra_rule(cases: Sequence[Case]) -> ExtraMinutes | None:
    """Return the first rule on extra minutes that some case sets: all plans are counted by it."""
    return next((case.rules.extra_minutes for case in cases if case.rules.extra_minutes), None)


def with_extra_minutes(plan: Plan, rule: ExtraMinutes) -> Ints:
    """Count the people whose way grows by more than the rule says, shape (years,)."""
    (block,) = rule.blocks(plan.tables)
    return block.sums(plan.go, plan.unserved, plan.level)


def extra_title(rule: ExtraMinutes) -> dict[str, str]:
    """Say what is counted."""
    minutes = f"{float(rule.more_than.amount) / 60:g}" if isinstance(rule.more_than, Quantity) else str(rule.more_than)
    return {
        "de": f"Weg über {minutes.replace('.', ',')} min länger als heute",
        "en": f"Way longer than today by more than {minutes} min",
    }
