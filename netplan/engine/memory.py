"""How much memory a whole program takes, known before it is built, and how much there is."""

import os

import numpy as np

from netplan.case import Case
from netplan.errors import SolverError
from netplan.units import shown_number

BYTES_PER_WAY = 2_000
"""Of the whole program in HiGHS, a column for people on their way takes about so much with all its rows; measured."""
SHARE = 0.8
"""Of the machine's memory that one program may take."""
GIGA = 1_000_000_000
USUAL = 8 * GIGA
"""Taken to be there where the system does not say [bytes]."""


def count_ways(case: Case) -> int:
    """Count who could go where: people of one cell, service and entry, and a facility in reach."""
    pairs, people = case.tables.pairs, case.tables.demand.people
    allowed = ~case.forbidden.pairs
    return int(np.count_nonzero(people[pairs.cell[allowed], pairs.service[allowed]]))


def refuse_too_large(ways: int) -> None:
    """Refuse a whole program that would not fit in memory, and say what would make it fit."""
    there, needed = memory_of_machine(), ways * BYTES_PER_WAY
    if not there or needed <= SHARE * there:
        return
    numbers = {
        lang: [shown_number(number, lang) for number in (ways, -(-needed // GIGA), there // GIGA)]
        for lang in ("de", "en")
    }
    de, en = numbers["de"], numbers["en"]
    raise SolverError(
        f"{en[0]} ways make a program of about {en[1]} GB; this machine has {en[2]} GB. A shorter reach, fewer listed "
        "years or larger cells make it smaller. Questions without cohorts, classes or rules on who goes where need "
        'no such program once numba is there: pip install "netplan-sites[fast]".',
        de=f"{de[0]} Wege ergeben ein Programm von etwa {de[1]} GB; dieser Rechner hat {de[2]} GB. Eine kürzere "
        "Reichweite, weniger Planungsjahre oder größere Zellen machen es kleiner. Fragen ohne Jahrgänge, Klassen und "
        "Regeln dazu, wer wohin geht, brauchen kein solches Programm, sobald numba da ist: "
        'pip install "netplan-sites[fast]".',
    )


def count_fitting(ways: int) -> int:
    """Return how many whole programs of so many ways each fit into memory, at least one."""
    return max(int(SHARE * (memory_of_machine() or USUAL) / (max(ways, 1) * BYTES_PER_WAY)), 1)


def memory_of_machine() -> int:
    """Return the memory of this machine [bytes], 0 where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 0
