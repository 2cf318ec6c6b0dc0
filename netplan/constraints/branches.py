"""Branches (Außenstellen): a second house of one school, open only with it and counted together with it."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

import numpy as np
from pydantic import field_validator

from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions, Term
from netplan.tables import CLOSED, NONE, Ints, Tables


class Branches(Constraint):
    """A branch is open only while its main school is, and both together keep the minimum of the main school.

    Σ_k at[b,k,t]            ≤  Σ_k at[m,k,t] over levels k other than closed         ∀ branch b of m, ∀ t
    Σ_f load[f,s,t]          ≥  Σ_k least[m,k,s] · at[m,k,t]                         ∀ main school m, ∀ s, t
    Σ_f,s load[f,s,t]        ≥  Σ_k least_total[m,k] · at[m,k,t]                     ∀ main school m, ∀ t

    f are the main school and its branches. The rule on minimum sizes leaves them to this one.

    Source: the scenario; a school with several houses is one school (e.g. § 62 SchulG RLP: sites of one school).
    """

    rule: ClassVar[str] = "branches"
    kind: ClassVar[Kind] = "couples facilities"
    title: ClassVar[dict[str, str]] = {"de": "Außenstellen", "en": "Branches"}

    of: Mapping[str, str]
    """By branch, its main school."""

    @field_validator("of")
    @classmethod
    def _says_something(cls, of: Mapping[str, str]) -> Mapping[str, str]:
        if not of:
            message = "no branch is named; write one line {branch: main school}, or leave the rule out."
            raise ValueError(message)
        both = sorted(set(of) & set(of.values()))
        if both:
            message = f"{both[0]} is a branch and a main school; name the school that both belong to."
            raise ValueError(message)
        return of

    def weighs_people(self, tables: Tables) -> bool:
        """Say that rows over several houses and services cross the places of each house."""
        return tables.shape[2] > 1

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a branch and year, then those of each main school, service and year where a least is set."""
        levels, main = tables.levels, tables.premises.main
        names, years = levels.facilities, tables.demand.years.tolist()
        for b, m in enumerate(main.tolist()):
            for t, year in enumerate(years) if m not in {NONE, b} else ():
                apart = _is_open(b, t, decisions, tables) - _is_open(m, t, decisions, tables)
                yield Row(apart, "≤", 0, (names[b], names[m], str(year)), "count")
        for m in np.unique(main[main != NONE]).tolist():
            houses = np.flatnonzero(main == m).tolist()
            for t, year in enumerate(years):
                yield from _together(m, houses, (t, str(year)), decisions, tables)


def _together(m: int, houses: list[int], when: tuple[int, str], decisions: Decisions, tables: Tables) -> Iterator[Row]:
    (t, year), levels = when, tables.levels
    for s, service in enumerate(tables.demand.services):
        if levels.least[m, :, s].any():
            people = sum(decisions.load[f, s, t] for f in houses)
            lacks = people - _asked(levels.least[m, :, s], m, t, decisions)
            yield Row(lacks, "≥", 0, (levels.facilities[m], year, service))
    if levels.least_total[m].any():
        everyone = sum(decisions.load[f, s, t] for f in houses for s in range(tables.shape[2]))
        yield Row(everyone - _asked(levels.least_total[m], m, t, decisions), "≥", 0, (levels.facilities[m], year))


def _asked(least: Ints, m: int, t: int, decisions: Decisions) -> Term:
    return sum(int(least[k]) * decisions.at[m, int(k), t] for k in np.flatnonzero(least))


def _is_open(f: int, t: int, decisions: Decisions, tables: Tables) -> Term:
    levels = (k for k in range(tables.shape[3]) if k != CLOSED and tables.levels.exists[f, k])
    return sum(decisions.at[f, k, t] for k in levels)
