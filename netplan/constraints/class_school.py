"""One service taught in classes at one facility: its rows, and the bands that a plan's numbers lie in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from netplan.constraints.class_bands import LAW, UNTOUCHED, Band, asked_levels
from netplan.constraints.constraint import Row
from netplan.constraints.own_intake import openings, without_intake
from netplan.decisions import Decisions, Term
from netplan.tables import CLOSED, Ints, Tables


@dataclass(frozen=True)
class School:
    """One service taught in classes at one facility, and the bands its persons may lie in, the mildest first."""

    tables: Tables
    f: int
    s: int
    bands: Sequence[Band]
    spares_untouched: bool
    """Whether a facility that no measure touched is asked for nothing."""

    @property
    def years(self) -> range:
        """Indices of the listed years."""
        return range(self.tables.shape[4])

    @property
    def choices(self) -> list[tuple[int, int, int, int]]:
        """Index of each choice of a band: facility, service, band, year."""
        return [(self.f, self.s, b, t) for b in range(len(self.bands)) for t in self.years]

    @cached_property
    def asked(self) -> list[int]:
        """Levels at which classes are asked for."""
        found: list[int] = asked_levels(self.tables, self.f, self.s).tolist()
        return found

    @cached_property
    def room(self) -> list[int]:
        """Persons that each level can hold."""
        found: list[int] = self.tables.levels.room[self.f, :, self.s].tolist()
        return found

    @cached_property
    def opens(self) -> Ints:
        """Steps to places from none."""
        return openings(self.tables, self.f, self.s)

    def shown(self, b: int, t: int) -> str:
        """Write the index of a choice as it stands in a formula."""
        band, demand = self.bands[b], self.tables.demand
        name = "untouched" if band.regime == UNTOUCHED else self.tables.classes.regimes[band.regime]
        number = "" if band.regime == UNTOUCHED else str(band.classes)
        label = ":".join(part for part in (name, number) if part)
        return f"{self.tables.levels.facilities[self.f]},{demand.services[self.s]},{label},{demand.years[t]}"

    def term(self, decisions: Decisions, b: int, t: int) -> Term:
        """Return the choice of a band; of an only one, whether the facility is open."""
        if len(self.bands) == 1:
            return self._open(decisions, t)
        return decisions.own["band"][self.f, self.s, b, t]

    def rows_of(self, decisions: Decisions, t: int) -> Iterator[Row]:
        """Yield the rows of one listed year."""
        if self.asked and not self.bands:
            yield Row(self._open(decisions, t), "=", 0, self._where(t), "count")
        terms = [self.term(decisions, b, t) for b in range(len(self.bands))]
        if len(terms) > 1:
            yield Row(sum(terms) - self._open(decisions, t), "=", 0, self._where(t), "count")
        for b, band in enumerate(self.bands):
            if band.regime == UNTOUCHED:
                yield Row(terms[b] - decisions.untouched[self.f, t], "≤", 0, self._where(t), "count")
        yield from self._carried_classes(decisions, t, terms)
        yield from self._least(decisions, t, terms)
        yield from self._most(decisions, t, terms)

    def _carried_classes(self, decisions: Decisions, t: int, terms: Sequence[Term]) -> Iterator[Row]:
        """Yield that so many classes are formed only at levels that carry them, where their sizes do not say so."""
        for mixed in (False, True):
            counts = {b: band.classes for b, band in enumerate(self.bands) if band.mixed == mixed}
            for number in sorted(set(counts.values())):
                wide = [k for k in self.asked if self._classes_at(k, mixed=mixed) >= number]
                narrow = [self._carried(k, 0) for k in self.asked if k not in wide]
                sizes = [self.bands[b].least for b, least in counts.items() if least >= number]
                if narrow and min(sizes) <= max(narrow):
                    formed = sum(terms[b] for b, least in counts.items() if least >= number)
                    row = formed - sum(decisions.at[self.f, k, t] for k in wide)
                    yield Row(row, "≤", 0, self._where(t), "count")

    def rows_over_years(self, decisions: Decisions) -> Iterator[Row]:
        """Yield the rows of regimes for existing facilities, and of those for a few years only."""
        classes = self.tables.classes
        for r in sorted({band.regime for band in self.bands if band.regime > LAW}):
            used = [sum(self.term(decisions, b, t) for b in self._of(r)) for t in self.years]
            if classes.only_existing[r]:
                for t in self.years:
                    for before in (y for y in range(t) if self._reopens_after(y)):
                        shut = decisions.at[self.f, CLOSED, before]
                        yield Row(used[t] + shut, "≤", 1, self._where(t), "count")
            for first, last in self._too_long(int(classes.years[r])):
                row = sum(used[first : last + 1])
                yield Row(row, "≤", last - first, self._where(last), "count")

    def exceptions(self, decisions: Decisions) -> dict[int, int]:
        """Return the regimes that a plan makes use of, by listed year."""
        chosen = self.lies_in(decisions)
        used = {t: self.bands[b].regime for t, b in chosen.items() if self._fits(decisions, b, t)}
        return {t: regime for t, regime in used.items() if regime > LAW}

    def lies_in(self, decisions: Decisions) -> dict[int, int]:
        """Return the band of each listed year in which classes are asked for, given all else as numbers.

        Among bands that fit, the mildest of the earliest years; where none fits, the nearest.
        """
        asked = [t for t in self.years if self.bands and self._open(decisions, t)]
        fitting = {t: [b for b in range(len(self.bands)) if self._fits(decisions, b, t)] for t in asked}
        nearest = {t: fitting[t] or [self._nearest(decisions, t)] for t in asked}
        return self._chosen(nearest, asked, {}) or {t: some[0] for t, some in nearest.items()}

    def _chosen(self, some: Mapping[int, list[int]], years: list[int], taken: dict[int, int]) -> dict[int, int] | None:
        """Choose a band for each year, year by year, so that no regime lasts too long; None where it must."""
        if not years:
            return taken
        t, *rest = years
        for b in some[t]:
            now = {**taken, t: b}
            if not self._lasts_too_long(now, t):
                found = self._chosen(some, rest, now)
                if found is not None:
                    return found
        return None

    def _lasts_too_long(self, taken: Mapping[int, int], last: int) -> bool:
        r = self.bands[taken[last]].regime
        limit = int(self.tables.classes.years[r]) if r > LAW else 0
        if not limit:
            return False
        lasting, t = 0, last
        while t in taken and self.bands[taken[t]].regime == r:
            lasting += int(self.tables.demand.span[t])
            t -= 1
        return lasting > limit

    def _too_long(self, limit: int) -> Iterator[tuple[int, int]]:
        """Yield the shortest runs of listed years that last longer than a regime may."""
        span = self.tables.demand.span
        for first in self.years if limit else ():
            last = next((t for t in range(first, len(span)) if int(span[first : t + 1].sum()) > limit), None)
            if last is not None:
                yield first, last

    def _fits(self, decisions: Decisions, b: int, t: int) -> bool:
        band = self.bands[b]
        if band.regime == UNTOUCHED and not decisions.untouched[self.f, t]:
            return False
        if band.regime > LAW and self.tables.classes.only_existing[band.regime]:
            was_closed = any(decisions.at[self.f, CLOSED, before] for before in range(t))
            if was_closed:
                return False
        at = next(k for k in self.asked if decisions.at[self.f, k, t])
        carried = self._classes_at(at, mixed=band.mixed) >= band.classes
        return carried and band.missed(self._grades(decisions, t), self._formed(decisions, t)) == 0

    def _nearest(self, decisions: Decisions, t: int) -> int:
        """Return the band of the law that is missed least; where the law knows none here, that of an exception."""
        asked = [b for b, band in enumerate(self.bands) if band.regime != UNTOUCHED]
        grades, formed = self._grades(decisions, t), self._formed(decisions, t)
        return min(asked, key=lambda b: (self.bands[b].regime != LAW, self.bands[b].missed(grades, formed), b))

    def _classes_at(self, k: int, *, mixed: bool) -> int:
        """Return how many classes a level carries: parallel ones, or mixed ones in the rooms of all grades."""
        classes = self.tables.classes
        return int(classes.parallel[self.f, k, self.s]) * (int(classes.grades[self.s]) if mixed else 1)

    def _least(self, decisions: Decisions, t: int, terms: Sequence[Term]) -> Iterator[Row]:
        grades, bands = self._grades(decisions, t), self.bands
        for g, people in enumerate(grades):
            least = [(band.least, *band.later)[g] for band in bands]
            missing = self._missing(decisions, g, t)
            if any(least) and missing is not None:
                yield Row(people - _weighed(least, terms) + max(least) * missing, "≥", 0, self._where(t, g))
        totals, complete = [band.total for band in bands], [band.complete for band in bands]
        missing = self._missing(decisions, len(grades) - 1, t)
        is_complete = isinstance(missing, int) and missing == 0
        if any(totals) and not is_complete:
            yield Row(sum(grades) - _weighed(totals, terms), "≥", 0, self._where(t))
        if missing is not None and any(band.complete > band.least + sum(band.later) for band in bands):
            yield Row(sum(grades) - _weighed(complete, terms) + max(complete) * missing, "≥", 0, self._where(t))

    def _missing(self, decisions: Decisions, g: int, t: int) -> Term | None:
        """Return 0 where the school took grade g in itself, more where it did not; None where it never did."""
        return without_intake(self.tables, self.f, self.s, g, t, decisions, self.opens)

    def _formed(self, decisions: Decisions, t: int) -> list[bool]:
        """Return whether the school took each grade in itself."""
        return [self._missing(decisions, g, t) == 0 for g in range(int(self.tables.demand.grades[self.s]))]

    def _most(self, decisions: Decisions, t: int, terms: Sequence[Term]) -> Iterator[Row]:
        grades, bands, classes = self._grades(decisions, t), self.bands, self.tables.classes
        widest = int(classes.parallel[self.f, self.asked, self.s].max(initial=0))
        others = [k for k, room in enumerate(self.room) if room and k not in self.asked]
        spare = sum(self.room[k] * decisions.at[self.f, k, t] for k in others)
        if any(band.most is not None for band in bands):
            carried = int(classes.most[self.s, 0]) * widest
            most = _weighed([carried if band.most is None else band.most for band in bands], terms)
            yield Row(grades[0] - (most + spare), "≤", 0, self._where(t, 0))
        if any(band.total_most is not None for band in bands):
            carried = int(classes.most[self.s, : len(grades)].sum()) * widest
            most = _weighed([carried if band.total_most is None else band.total_most for band in bands], terms)
            yield Row(sum(grades) - (most + spare), "≤", 0, self._where(t))
        for g, people in enumerate(grades):
            carried_by = [self._carried(k, g) for k in range(len(self.room))]
            over = max(room - most for room, most in zip(self.room, carried_by, strict=True))
            if len(grades) > 1 or over > 0:
                levels = [(k, most) for k, most in enumerate(carried_by) if most]
                most = sum(most * decisions.at[self.f, k, t] for k, most in levels)
                if self.spares_untouched and over > 0:
                    most = most + over * decisions.untouched[self.f, t]
                yield Row(people - most, "≤", 0, self._where(t, g))

    def _carried(self, k: int, g: int) -> int:
        """Return how many persons of a grade a level carries: by its parallel classes, else by its places."""
        parallel = int(self.tables.classes.parallel[self.f, k, self.s])
        return int(self.tables.classes.most[self.s, g]) * parallel if parallel else self.room[k]

    def _of(self, r: int) -> list[int]:
        return [b for b, band in enumerate(self.bands) if band.regime == r]

    def _open(self, decisions: Decisions, t: int) -> Term:
        return sum(decisions.at[self.f, k, t] for k in self.asked)

    def _grades(self, decisions: Decisions, t: int) -> list[Term]:
        return [decisions.grade[self.f, self.s, g, t] for g in range(int(self.tables.demand.grades[self.s]))]

    def _reopens_after(self, t: int) -> bool:
        steps = self.tables.steps
        opens = (steps.facility == self.f) & (steps.before == CLOSED) & (steps.after != CLOSED) & (steps.year > t)
        return bool(opens.any())

    def _where(self, t: int, g: int | None = None) -> tuple[str, ...]:
        demand = self.tables.demand
        place = (self.tables.levels.facilities[self.f], str(demand.years[t]), demand.services[self.s])
        return place if g is None or demand.grades[self.s] == 1 else (*place, str(g + 1))


def _weighed(weights: Sequence[int], terms: Sequence[Term]) -> Term:
    """Return Σ_b weights[b]·terms[b], leaving out zeros."""
    return sum(weight * term for weight, term in zip(weights, terms, strict=True) if weight)
