"""How a plan was found and what its proof rests on, as a council's data sheet says it."""

from collections.abc import Mapping

from netplan.languages import Language
from netplan.units import shown_number

SMALL_PROGRAM = 3000
"""Up to so many columns of people are integer in the whole program where rows on people ask for it.

Up to so many, too, HiGHS works without presolve: with it, 1.15.1 was wrong on 2 of 10,000 tiny programs. Without it, it
denied one of them a plan that exists: so that there is none counts only where it says so with and without presolve.
"""
WAYS = "people_ways"
"""Name, in the size of a program, of the number of columns that say who goes where."""
PRICED = "priced_rows"
"""Name of the number of rows that are priced; only where no program was built."""

SITED = "facilities_to_site"
"""Name of the number of facilities of a siting question; only where it was searched as one."""
COVERAGE = frozenset({"longest_way", "open_facilities"})
"""Goals of a siting question whose proof rests on HiGHS: it decides how few facilities reach everybody."""


def is_small(size: Mapping[str, int]) -> bool:
    """Tell whether HiGHS works without presolve on a program of this size."""
    return size[WAYS] <= SMALL_PROGRAM


def method_of(size: Mapping[str, int], *, is_completed: bool) -> dict[Language, str]:
    """Say by language how a plan was found, and what the proof that none is better rests on: one sentence."""
    if SITED in size:
        return {
            "de": "als Standortfrage, ohne ganzes Programm: Preise für jede Wohnzelle (Lagrange-Relaxation) mit "
            "Verzweigung nach offenen Einrichtungen, darauf ruht der Beweis; den Plan fand ein Tausch von "
            "Einrichtungen, und wo Plätze knapp sind, ordnet HiGHS die Menschen zu; wie wenige Einrichtungen alle "
            "erreichen, entscheidet HiGHS an einem kleineren Programm, und darauf ruht der Beweis beim Ziel längster "
            "Weg und bei offenen Einrichtungen",
            "en": "as a siting question, without the whole program: prices for each cell (Lagrangian relaxation) with "
            "branching on open facilities, on which the proof rests; the plan is from exchanges of facilities, and "
            "where places are short HiGHS assigns people; how few facilities reach everybody is decided by HiGHS on a "
            "smaller program, and on that rests the proof for the goals longest way and open facilities",
        }
    if PRICED in size:
        return {
            "de": "Preise für jeden Platz (Lagrange-Relaxation) mit Verzweigung nach Größen, ohne Löser: darauf ruht "
            "der Beweis; den Plan fand eine lokale Suche mit genauer Zuordnung der Menschen, der HiGHS bei einigen "
            "Einrichtungen auf einmal Vorschläge macht",
            "en": "prices for each place (Lagrangian relaxation) with branching on levels, without a solver: the "
            "proof rests on these; the plan is from a local search with exact assignment of people, to which HiGHS "
            "makes proposals for some facilities at a time",
        }
    most = {"de": shown_number(SMALL_PROGRAM, "de"), "en": shown_number(SMALL_PROGRAM, "en")}
    how = {"de": "HiGHS am ganzen Programm", "en": "HiGHS on the whole program"}
    if is_completed:
        how = {
            "de": "vollendet aus dem besten Zwischenstand auf der Platte; HiGHS am ganzen Programm",
            "en": "completed from the best plan on disk; HiGHS on the whole program",
        }
    if is_small(size):
        return {
            "de": f"{how['de']}, ohne Vorverarbeitung, weil sie in HiGHS 1.15.1 bei 2 von 10.000 winzigen Programmen "
            "zu falschen Beweisen führte; der Beweis ruht auf diesem Löser",
            "en": f"{how['en']}, without presolve, because in HiGHS 1.15.1 it led to false proofs on 2 of 10,000 tiny "
            "programs; the proof rests on this solver",
        }
    return {
        "de": f"{how['de']}, mit Vorverarbeitung, auf der der Beweis mit ruht; bei 2 von 10.000 winzigen Programmen "
        f"führte sie in HiGHS 1.15.1 zu falschen Beweisen, weshalb Programme bis {most['de']} Spalten für Menschen "
        "ohne sie gelöst werden, dieses aber ist größer",
        "en": f"{how['en']}, with presolve, on which the proof rests too; on 2 of 10,000 tiny programs it led to false "
        f"proofs in HiGHS 1.15.1, so programs of up to {most['en']} columns for people are solved without it, but this "
        "one is larger",
    }
