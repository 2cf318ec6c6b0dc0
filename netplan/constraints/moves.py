"""Moves: a facility may close at once, and who is there then moves once, to other facilities."""

from collections.abc import Iterator
from typing import ClassVar

from netplan.constraints.constraint import Apply, Constraint, Kind, Row
from netplan.decisions import Decisions
from netplan.norms import Persons
from netplan.tables import Tables


class Moves(Constraint):
    """Of cohorts, who is at a facility that closes at once moves in that year; at most so many people a year.

    moved[t]  =  Σ_c,f,s,e left[c,f,s,e,t]         ≤  people                           ∀ t after the first
    left[c,f,s,e,t]                                ≤  people[c,s,e] · Σ_i step[i]      over steps i of f that close in t
    Σ_t left[c,f,s,e,t]                            ≤  go[c,f,s,e]
    Σ_g came[c,g,s,e,t]                            =  Σ_f left[c,f,s,e,t]              ∀ c, s, e, t
    came[c,g,s,e,t]                                ≤  people[c,s,e] · Σ_k at[g,k,t]    over levels that take people in
    load[f,s,t]  =  Σ_e share[s,e,t] · Σ_c (go − Σ_{u ≤ t} left[…,u] + Σ_{u ≤ t} came[…,u])

    Without the rule nobody may be left at a facility that closes. People leave only with a measure that closes at
    once, from the second listed year on, and all of them, as a closed facility has no places; they move once, because
    only those who went there first may leave; each finds a place, within reach, at a facility that takes people in.
    The numbers are exact: those who move are entries of their own, counted below zero where they leave.

    Source: the scenario.
    """

    rule: ClassVar[str] = "moves"
    kind: ClassVar[Kind] = "couples people"
    may: ClassVar[tuple[Apply, ...]] = ("enforce",)
    title: ClassVar[dict[str, str]] = {"de": "Umzüge bei sofortiger Schließung", "en": "Moves at closing at once"}

    people: Persons
    """Most people who move in each listed year."""

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a listed year in which somebody may move."""
        demand = tables.demand
        for t in sorted(set(demand.entry_year[demand.moving].tolist())):
            yield Row(decisions.moved[t], "≤", self.people.whole, (str(demand.years[t]),))
