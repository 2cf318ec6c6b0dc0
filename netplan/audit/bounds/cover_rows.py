"""Rows that round up what an area needs to whole levels of its facilities; no rule of a scenario asks for them.

People whose ways all lead to facilities of an area take places there, but for the few who may be without one. Where
n = q·d + r places are needed, 0 < r < d, every plan has Σ (r·⌊a/d⌋ + min(a mod d, r)) ≥ r·(q + 1) over the levels of
the area's facilities, a being the places of each. Source: mixed-integer rounding (Nemhauser, Wolsey 1990).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from netplan.audit.bounds.entries import WHOLE, Bools
from netplan.audit.bounds.parts import Parts
from netplan.audit.bounds.rows import Row, Term
from netplan.audit.bounds.sizes import room

COVER = "cover"
"""What a certificate calls these rows."""


@dataclass(frozen=True, eq=False)
class Sure:
    """Who is counted: those whom the prices of the people without a place leave out."""

    needs: Bools
    """Shape (needs,)."""
    spare: int
    """Persons and calendar years of them that may be without a place at most."""


def cover(parts: Parts, where: Sequence[str], sure: Sure) -> list[Row]:
    """Rebuild a row from service, listed year, divisor and facilities; none where it says nothing."""
    service, year, said, *names = where
    t, divisor, spots = parts.question.years.index(int(year)), int(said), parts.spots
    inside = np.zeros(len(spots.facilities), np.bool_)
    inside[[spots.number[name] for name in names]] = True
    people = needed(parts, service, t, inside, sure)
    if parts.enforced("places") is None or divisor < 1 or people % divisor == 0:
        return []
    places = np.minimum(spots.counted(lambda level: room(level, service)), people)
    times, rest = people // divisor, people % divisor
    each = np.where(inside[spots.facility], rest * (places // divisor) + np.minimum(places % divisor, rest), 0)
    spot = np.flatnonzero(each)
    return [Row((Term("at", (spot, np.full(len(spot), t)), each[spot]),), low=rest * (times + 1))]


def needed(parts: Parts, service: str, t: int, inside: Bools, sure: Sure) -> int:
    """Count the places that people of an area need at least in a listed year."""
    ways, needs, entries = parts.ways, parts.needs, parts.entries
    leads_out = ~inside[ways.facility][ways.block]
    stays = parts.has_way & (np.bincount(ways.need, leads_out, len(needs.people)) == 0)
    own = np.flatnonzero(stays & sure.needs & (entries.services == service)[needs.entry])
    share = entries.share[:, t]
    without = sure.spare // parts.question.spans[t] * int(share[entries.of(service)].max(initial=0))
    taken = int((needs.people[own] * share[needs.entry[own]]).sum()) - without
    return max(-(-taken // WHOLE), 0)
