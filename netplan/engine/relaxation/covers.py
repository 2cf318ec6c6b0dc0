"""Areas need whole levels: rows that round up what the people of an area need.

Everybody who can go to facilities of a set F only needs a place in F: in each listed year Σ places of F ≥ b. With a
divisor δ and b = q·δ + r, 0 < r < δ, every plan keeps

Σ_{f∈F} Σ_k (r·⌊a/δ⌋ + min(a mod δ, r)) · at[f,k,t]  ≥  r·(q + 1),    a = places of level k, at most b

(mixed-integer rounding: Nemhauser, Wolsey 1990). Prices alone let each facility have parts of levels.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack

from netplan.engine.relaxation.relaxed import Relaxed, Values
from netplan.tables import WHOLE, Ints

RULE = "cover"
"""What these rows are called in a certificate."""
MOST_FACILITIES = 8
"""Areas of more facilities are not looked at: parts of levels make up less there."""
LOOSE = 1.5
"""Where there are so many times the places that are needed, no row can be broken."""
LEAST_BROKEN = 0.02
"""A row is added where this share of its right side is missing."""
ROWS_OF_FACILITY = 8
"""So many rows of a listed year speak of one facility at most."""


@dataclass(frozen=True)
class Cover:
    """One row."""

    service: int
    year: int
    divisor: int
    facilities: tuple[int, ...]
    """Ascending."""


@dataclass(frozen=True, eq=False)
class Sure:
    """Who surely needs a place: counted without those whose unserved the earlier goal's prices count."""

    is_counted: npt.NDArray[np.bool_]
    """Shape (needs,)."""
    spare: int
    """So many persons and calendar years of them may be without a place at most."""


class Areas:
    """Areas of a case: sets of facilities, and how many places their own people need there year by year."""

    def __init__(self, problem: Relaxed, sure: Sure) -> None:
        """List the areas of all services."""
        self.problem, case = problem, problem.case
        self.room = case.tables.levels.room
        self.needed: dict[tuple[int, tuple[int, ...]], Ints] = {}
        if not case.moves and any(rule.rule == "places" for rule in case.enforced):
            for service in range(len(case.tables.demand.services)):
                self._list(service, sure)

    def _list(self, service: int, sure: Sure) -> None:
        demand = self.problem.case.tables.demand
        share = demand.share[service]
        spare = sure.spare // demand.span * share.max(axis=0)
        own = defaultdict[frozenset[int], Ints](lambda: np.zeros(len(demand.years), np.int64))
        for need, facilities in self._reaches(service, sure):
            own[facilities] += self.problem.people[need] * share[self.problem.entry[need]]
        first = defaultdict[int, list[frozenset[int]]](list)
        by_facility = defaultdict[int, list[frozenset[int]]](list)
        for facilities in own:
            first[min(facilities)].append(facilities)
            for f in facilities:
                by_facility[f].append(facilities)
        areas = dict.fromkeys(own)
        for facilities in own:
            for other in (other for f in sorted(facilities) for other in by_facility[f]):
                if len(facilities | other) <= MOST_FACILITIES:
                    areas[facilities | other] = None
        for area in areas:
            people = sum((own[part] for f in area for part in first[f] if part <= area), np.zeros_like(spare))
            self.needed[service, tuple(sorted(area))] = -(-np.maximum(people - spare, 0) // WHOLE)

    def _reaches(self, service: int, sure: Sure) -> Iterator[tuple[int, frozenset[int]]]:
        """Yield needs of a service and the facilities that they can go to, where these are few."""
        problem = self.problem
        order = np.argsort(problem.need, kind="stable")
        facility, ends = problem.facility[problem.block[order]], np.cumsum(np.bincount(problem.need))
        few = np.diff(ends, prepend=0) <= MOST_FACILITIES
        for need in np.flatnonzero(sure.is_counted & few & (problem.service == service)).tolist():
            yield need, frozenset(facility[ends[need - 1] if need else 0 : ends[need]].tolist())

    def broken(self, columns: Values, known: Sequence[Cover]) -> list[Cover]:
        """Return rows that an average of answers breaks, by column of the facility half; not those that are known."""
        at, found = self.problem.half.at, list[tuple[float, Cover]]()
        share, have = np.where(at >= 0, columns[at], 0.0), set(known)
        for (service, facilities), needed in self.needed.items():
            own = np.array(facilities)
            for year in np.flatnonzero(needed).tolist():
                room = np.minimum(self.room[own, :, service], needed[year])
                if (room * share[own, :, year]).sum() > LOOSE * needed[year]:
                    continue
                rows = [Cover(service, year, d, facilities) for d in np.unique(room[room > 0]).tolist()]
                missing = [self._missing(row, share) if row not in have else 0.0 for row in rows]
                if max(missing, default=0.0) > LEAST_BROKEN:
                    found.append((max(missing), rows[missing.index(max(missing))]))
        return self._fewer(found)

    def _missing(self, cover: Cover, share: Values) -> float:
        """Return which share of its right side a row is missing."""
        each, least = self.row(cover)
        return 1 - float((each * share[list(cover.facilities), :, cover.year]).sum()) / least if least else 0.0

    def row(self, cover: Cover) -> tuple[Ints, int]:
        """Return what each level counts, shape (facilities, levels), and what is asked for; 0 where it says nothing."""
        needed = int(self.needed[cover.service, cover.facilities][cover.year])
        room = np.minimum(self.room[list(cover.facilities), :, cover.service], needed)
        times, rest = divmod(needed, cover.divisor)
        return rest * (room // cover.divisor) + np.minimum(room % cover.divisor, rest), rest * (times + 1)

    def _fewer(self, found: list[tuple[float, Cover]]) -> list[Cover]:
        """Return the most broken rows, a few for each facility and listed year."""
        taken = defaultdict[tuple[int, int], int](int)
        kept = []
        for _, cover in sorted(found, key=lambda one: (-one[0], one[1].facilities, one[1].year)):
            spots = [(f, cover.year) for f in cover.facilities]
            if any(taken[spot] < ROWS_OF_FACILITY for spot in spots):
                kept.append(cover)
                for spot in spots:
                    taken[spot] += 1
        return kept

    def with_rows(self, covers: Sequence[Cover]) -> Relaxed:
        """Return the problem with rows more, which are priced like any other."""
        problem = self.problem
        half, tables = problem.half, problem.case.tables
        line, column, value, least, names = list[int](), list[int](), list[int](), list[int](), list[tuple[str, ...]]()
        for number, cover in enumerate(covers):
            each, asked = self.row(cover)
            at = half.at[list(cover.facilities), :, cover.year]
            known = (at >= 0) & (each > 0)
            line += [number] * int(known.sum())
            column += at[known].tolist()
            value += each[known].tolist()
            least.append(asked)
            where = tables.demand.services[cover.service], str(tables.demand.years[cover.year]), str(cover.divisor)
            names.append((RULE, *where, *(tables.levels.facilities[f] for f in cover.facilities)))
        more = csr_matrix((np.array(value, float), (line, column)), (len(covers), half.matrix.shape[1]))
        wider = replace(
            half,
            matrix=csr_matrix(vstack([half.matrix, more])),
            row_lower=np.append(half.row_lower, least),
            row_upper=np.append(half.row_upper, np.full(len(covers), np.inf)),
            names=(*half.names, *names),
        )
        rows = half.matrix.shape[0] + np.arange(len(covers))
        return replace(problem, half=wider, row=np.append(problem.row, rows))
