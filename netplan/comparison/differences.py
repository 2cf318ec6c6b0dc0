"""What two plans were asked differently, and what they answer differently."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from netplan.case import Case
from netplan.plan import Plan

InputKind: TypeAlias = Literal["file", "norm", "rule", "goals", "people"]
HASH_SHOWN = 12
"""Digits of a fingerprint that people are shown."""


@dataclass(frozen=True)
class InputDifference:
    """Something that two cases do not have in common."""

    kind: InputKind
    name: str
    baseline: str
    """What the baseline has; empty where it has nothing."""
    value: str


@dataclass(frozen=True)
class LevelDifference:
    """A facility that does not have the same levels in two plans."""

    facility: str
    name: str
    """Name of its site."""
    years: tuple[int, ...]
    baseline: tuple[str, ...]
    """Level by year in the baseline."""
    value: tuple[str, ...]


def inputs_differ(baseline: Case, case: Case) -> tuple[InputDifference, ...]:
    """Return which files, norms, rules, goals and people differ; scenario files differ by nature."""
    found = [
        *_differ("file", _files(baseline), _files(case)),
        *_differ("norm", _norms(baseline), _norms(case)),
        *_differ("rule", _rules(baseline), _rules(case)),
        *_differ("goals", {"": _goals(baseline)}, {"": _goals(case)}),
        *_differ("people", _people(baseline), _people(case)),
    ]
    demand, other = baseline.tables.demand, case.tables.demand
    if not any(difference.kind == "people" for difference in found) and (
        demand.cells != other.cells or not np.array_equal(demand.by_year, other.by_year)
    ):
        found.append(InputDifference("people", "cells", "", ""))
    return tuple(found)


def levels_differ(baseline: Plan, plan: Plan) -> tuple[LevelDifference, ...]:
    """Return the facilities whose levels differ in a year that both plans have."""
    one, other = _levels(baseline), _levels(plan)
    years = tuple(sorted(set(baseline.tables.demand.years.tolist()) & set(plan.tables.demand.years.tolist())))
    called = {**_names(baseline), **_names(plan)}
    found = []
    for facility in dict.fromkeys([*one, *other]):
        before = tuple(one.get(facility, {}).get(year, "closed") for year in years)
        after = tuple(other.get(facility, {}).get(year, "closed") for year in years)
        if before != after:
            found.append(LevelDifference(facility, called[facility], years, before, after))
    return tuple(found)


def _differ(kind: InputKind, one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[InputDifference]:
    for name in dict.fromkeys([*one, *other]):
        before, after = one.get(name, ""), other.get(name, "")
        if before != after:
            yield InputDifference(kind, name, before, after)


def _files(case: Case) -> dict[str, str]:
    return {file.path: file.sha256[:HASH_SHOWN] for file in case.inputs if not file.path.startswith("scenarios/")}


def _norms(case: Case) -> dict[str, str]:
    return {norm.name: str(norm.value) for norm in case.norms}


def _is_said(value: object) -> bool:
    """Whether a file says something of a setting: 0 is said, an empty list is not."""
    return value is not None and value is not False and not (isinstance(value, Mapping | tuple) and not value)


def _rules(case: Case) -> dict[str, str]:
    found = {}
    for rule in case.rules:
        settings = {name: getattr(rule, name) for name in type(rule).model_fields} | (rule.model_extra or {})
        told = (_setting(name, value) for name, value in settings.items() if _is_said(value))
        found[rule.rule] = ", ".join(told)
    return found


def _setting(name: str, value: object) -> str:
    if name == "apply":
        return str(value)
    if isinstance(value, Mapping):
        value = ", ".join(str(part) if key == "*" else f"{key}: {part}" for key, part in value.items())
    if isinstance(value, tuple):
        value = ", ".join(map(str, value))
    return f"{name} {value}"


def _goals(case: Case) -> str:
    return ", ".join(goal.name for goal in case.goals)


def _people(case: Case) -> dict[str, str]:
    demand = case.tables.demand
    total = demand.by_year.sum(axis=(0, 1))
    return {str(year): str(people) for year, people in zip(demand.years, total, strict=True)}


def _levels(plan: Plan) -> dict[str, dict[int, str]]:
    levels, years, level = plan.tables.levels, plan.tables.demand.years.tolist(), plan.level
    return {
        facility: {year: levels.names[level[f, t]] for t, year in enumerate(years)}
        for f, facility in enumerate(levels.facilities)
    }


def _names(plan: Plan) -> dict[str, str]:
    levels = plan.tables.levels
    return dict(zip(levels.facilities, levels.called, strict=True))
