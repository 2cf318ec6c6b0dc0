"""Worst tenth: those with the longest ways do not go too far on average."""

from collections.abc import Iterable, Iterator, Mapping
from math import ceil
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import BeforeValidator

from netplan.constraints.areas import EVERY, by_service
from netplan.constraints.block import Block, OwnPart, Part
from netplan.constraints.constraint import Constraint, Kind, Row
from netplan.decisions import Decisions, Own
from netplan.indicators.fairness import minutes_of, tenfold_tenth
from netplan.norms import DurationOrNorm
from netplan.tables import Ints, Tables
from netplan.units import Quantity

_MINUTE = 60


class WorstTenth(Constraint):
    """The longest ways of a tenth of the people served are no longer than a norm on average.

    60 · worst[s,t]  ≤  mean[s] · served[s,t]                                        ∀ s, t
    worst[s,t]  =  Σ_j min(10 · farther[s,j,t], served[s,t])                         [person-minutes, tenfold]

    farther[s,j,t] are the people whose way takes more than j minutes, served[s,t] those who have a place. Ways count
    in started minutes, as they are told; a tenth of 25 people are the longest ways of two and half of the third.
    With tail[s,j,t] for the smaller one and few[s,j,t] = 1 where fewer than a tenth go farther than j minutes:

    tail[s,j,t]  ≥  10 · farther[s,j,t] − 9 · most[s,j,t] · (1 − few[s,j,t])         ∀ s, j, t
    tail[s,j,t]  ≥  served[s,t] − demand[s,t] · few[s,j,t],    few[s,j,t]  ≤  few[s,j+1,t]

    most[s,j,t] are the people of cells with a permitted way of more than j minutes. The mean of the longest ways
    is no convex sum of where people go, so it cannot do without decisions of its own.

    Source: the scenario; percentiles of ways instead of means: IW 2023, BBSR (domain practice: P95, persons beyond).
    """

    rule: ClassVar[str] = "worst_tenth"
    kind: ClassVar[Kind] = "couples people"
    title: ClassVar[dict[str, str]] = {
        "de": "Längste Wege eines Zehntels im Mittel",
        "en": "Longest ways of a tenth on average",
    }

    mean: Annotated[Mapping[str, DurationOrNorm], BeforeValidator(by_service)]
    """Most that the longest ways of a tenth take on average, by service or one for all: a time or a norm's name."""

    @property
    def named(self) -> tuple[str, ...]:
        """Services that have a limit of their own."""
        return tuple(name for name in self.mean if name != EVERY)

    def decides(self, tables: Tables) -> Iterator[Own]:
        """Yield tail, farther and few by service, minute and year: numbers of people, and yes or no."""
        most, demand = _most(tables), tables.demand
        shown = {(s, j, t): f"{demand.services[s]},{j}min,{demand.years[t]}" for s, j, t in most}
        yield Own("tail", {index: 10 * people for index, people in most.items()}, shown, is_whole=False)
        yield Own("farther", most, shown, is_whole=False)
        yield Own("few", dict.fromkeys(most, 1), shown)

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield what tail and few are, and the limit of each service and year that has one."""
        demand, own = tables.demand, decisions.own
        most, people = _most(tables), tables.demand.by_year.sum(axis=0)
        for (s, j, t), number in most.items():
            where = (demand.services[s], f"{j} min", str(demand.years[t]))
            tail, few = own["tail"][s, j, t], own["few"][s, j, t]
            low = tail - 10 * own["farther"][s, j, t] - 9 * number * few
            yield Row(low, "≥", -9 * number, where)
            all_there = int(people[s, t])
            yield Row(tail + decisions.unserved[s, t] + all_there * few, "≥", all_there, where)
            if (s, j + 1, t) in most:
                yield Row(few - own["few"][s, j + 1, t], "≤", 0, where, "count")
        for s, service in enumerate(demand.services):
            limit = self._limit(service)
            for t, year in enumerate(demand.years.tolist() if limit is not None else ()):
                tails = [own["tail"][index] for index in most if index[0] == s and index[2] == t]
                if tails and limit is not None:
                    worst = _MINUTE * sum(tails) + limit * decisions.unserved[s, t]
                    yield Row(worst, "≤", limit * int(people[s, t]), (service, str(year)))

    def blocks(self, tables: Tables) -> Iterator[Block]:
        """Yield who goes farther than j minutes: farther[j] ≥ farther[j+1] + Σ go of j+1 minutes."""
        most, pairs, demand = _most(tables), tables.pairs, tables.demand
        number = {index: row for row, index in enumerate(most)}
        minutes = minutes_of(pairs.seconds)
        entry_rows: list[tuple[int, int, int]] = []
        for p in np.flatnonzero(minutes > 0).tolist():
            s, j = int(pairs.service[p]), int(minutes[p]) - 1
            entries, years = demand.there[s].nonzero()
            entry_rows += [
                (number[s, j, t], p, e)
                for e, t in zip(entries.tolist(), years.tolist(), strict=True)
                if (s, j, t) in number
            ]
        row, pair, entry = np.array(entry_rows, np.int64).reshape(-1, 3).T
        own = OwnPart(
            tuple((number[index], "farther", index, -1) for index in most)
            + tuple((number[s, j, t], "farther", (s, j + 1, t), 1) for s, j, t in most if (s, j + 1, t) in most)
        )
        listed = list(most)

        def where(r: int) -> tuple[str, ...]:
            s, j, t = listed[r]
            return (demand.services[s], f"{j} min", str(demand.years[t]))

        yield Block(
            Part(row, (pair, entry), np.ones(len(row), np.int64)),
            Part.nothing(3),
            Part.nothing(3),
            np.zeros(len(most), np.int64),
            where,
            np.zeros(demand.people.shape[:2], bool),
            own,
        )

    def breaches(self, decisions: Decisions, tables: Tables) -> Iterable[Row]:  # noqa: ARG002
        """Nothing: who goes where says it all."""
        return iter(())

    def people_breaches(self, go: Ints, unserved: Ints, level: Ints, tables: Tables) -> Iterator[Row]:  # noqa: ARG002
        """Yield the services and years whose worst tenth goes too far, in seconds, exactly."""
        pairs, demand = tables.pairs, tables.demand
        for s, service in enumerate(demand.services):
            limit = self._limit(service)
            own = pairs.service == s
            there = demand.there[s].astype(np.int64)
            for t, year in enumerate(demand.years.tolist() if limit is not None else ()):
                people = go[own] @ there[:, t]
                served, worst = int(people.sum()), tenfold_tenth(pairs.seconds[own], people)
                if limit is not None and _MINUTE * worst > limit * served:
                    mean = ceil(_MINUTE * worst / served)
                    yield Row(max(mean, limit + 1), "≤", limit, (service, str(year)), "seconds")

    def _limit(self, service: str) -> int | None:
        found = self.mean.get(service, self.mean.get(EVERY))
        return found.whole if isinstance(found, Quantity) else None


def counted() -> WorstTenth:
    """Return the rule that only counts, for a goal: its decisions without a limit."""
    return WorstTenth.model_construct(mean={})


def _most(tables: Tables) -> dict[Any, int]:
    """Return, by service, minute and year, the people of cells with a way of more than so many minutes."""
    demand, pairs = tables.demand, tables.pairs
    minutes, people = minutes_of(pairs.seconds), demand.by_year
    found: dict[Any, int] = {}
    for s in range(len(demand.services)):
        own = (pairs.service == s) & (pairs.seconds <= tables.reach)
        longest = np.zeros(len(demand.cells), np.int64)
        np.maximum.at(longest, pairs.cell[own], minutes[own])
        for t in range(len(demand.years)):
            for j in range(int(longest.max(initial=0))):
                there = int(people[longest > j, s, t].sum())
                if there:
                    found[s, j, t] = there
    return found
