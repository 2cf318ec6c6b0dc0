"""What is possible where sectors share a site: rooms of school houses, Kitas in them, day care in former Kitas."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from benchmarks.county.facilities import CLOSED, Facility
from benchmarks.county.measures import Measure

SCHOOL_ROOMS = {"mixed": 3, "z1": 5, "z2": 10, "z3": 15, "z4": 20, "z5": 25}
"""Four class rooms and one for several uses for each parallel class, as models/primary_school.yaml says."""
ROOMS_PER_HORT_GROUP = 0.5
SPARE_ROOMS = 3
"""A school house has less than so many rooms that nobody uses."""
IN_SCHOOLS, IN_KITAS = 4, 4
"""How many school houses could take Kita groups, and how many Kitas could become day care."""
GROUP_COST, DAY_CARE_COST = 60_000, 320_000
"""Cost of making a Kita group of two class rooms, of turning a Kita into day care for 16 [EUR] (assumed)."""


def school_rooms(
    schools: Sequence[Facility], levels: Sequence[str], horts: Sequence[Facility], groups: Sequence[int], seed: int
) -> dict[str, int]:
    """Count the rooms of each school house that is in use, by facility: those taken today, and some to spare."""
    rng = np.random.default_rng([seed, 11])
    spare = rng.integers(0, SPARE_ROOMS, len(schools)).tolist()
    hort = {h.host: int(groups[h.level] * ROOMS_PER_HORT_GROUP) for h in horts if h.level != CLOSED}
    return {
        school.id: SCHOOL_ROOMS[levels[school.level]] + hort.get(school.id, 0) + extra
        for school, extra in zip(schools, spare, strict=True)
        if school.level != CLOSED
    }


def kitas_in_schools(schools: Sequence[Facility], measures: Sequence[Measure]) -> list[tuple[Facility, list[Measure]]]:
    """Offer Kita groups in the houses of schools that may become smaller, those first that free most rooms."""
    smaller = [m for m in measures if m.start in SCHOOL_ROOMS and m.end in SCHOOL_ROOMS]
    freed = {m.facility: SCHOOL_ROOMS[m.start] - SCHOOL_ROOMS[m.end] for m in smaller}
    hosts = sorted((s for s in schools if freed.get(s.id, 0) > 0), key=lambda s: (-freed[s.id], s.id))
    return [_kita(school) for school in hosts[:IN_SCHOOLS]]


def _kita(school: Facility) -> tuple[Facility, list[Measure]]:
    own = f"kg{school.id.removeprefix('gs')}"
    kita = replace(school, id=own, name=f"Kita in der {school.name}", level=CLOSED, host=school.id)
    return kita, [
        Measure(own, f"Umbau im Schulhaus, {n} Gruppen", "closed", f"g{n}", n * GROUP_COST, 1, "given") for n in (2, 4)
    ]


def day_care_in_kitas(
    kitas: Sequence[Facility], measures: Sequence[Measure], locks: Mapping[str, str]
) -> Iterator[tuple[Facility, list[Measure]]]:
    """Offer day care for seniors in the houses of Kitas that may close, those first with fewest children."""
    closable = {m.facility for m in measures if m.end == "closed" and m.consent == "given"} - set(locks)
    for kita in sorted((k for k in kitas if k.id in closable), key=lambda k: (min(k.loads), k.id))[:IN_KITAS]:
        own = f"tp{kita.id.removeprefix('kita')}"
        name = f"Tagespflege im Haus der {kita.name}"
        step = Measure(own, "Umnutzung zur Tagespflege", "closed", "t16", DAY_CARE_COST, 1, "given")
        yield replace(kita, id=own, name=name, level=CLOSED, host=kita.id), [step]
