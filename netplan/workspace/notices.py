"""What a reader of the plan must know of its inputs: assumptions, places off the roads, doubtful units."""

from collections.abc import Sequence

import numpy as np

from netplan.inputs.findings import Findings
from netplan.tables import Demand, Pairs
from netplan.travel import REASONS, Joined, Ways
from netplan.units import shown_number
from netplan.workspace.question import Question
from netplan.workspace.region import Region
from netplan.workspace.sectors import norms_used

_SHOWN = 5
_PLAUSIBLE = (2 * 60, 60 * 60)
"""A median way to the nearest facility outside of this hints at a wrong unit [s]."""


def notice_norms(question: Question, findings: Findings) -> None:
    """Name the norms in use that nobody is named for."""
    used = dict.fromkeys(name for _, name, _ in norms_used(question.sector))
    assumed = [f"{name} = {question.norms[name].value}" for name in used if question.norms[name].is_assumed]
    if assumed:
        names = ", ".join(assumed)
        findings.notice("NP-W066", f"Angenommen, ohne Quelle: {names}.", f"Assumed, without a source: {names}.")


def notice_joins(
    found: Sequence[Ways], demand: Demand, sites: Sequence[str], region: Region, findings: Findings
) -> None:
    """Name the cells and sites that no road leads to, and those beside roads that are cut off."""
    people = demand.people.max(axis=2).sum(axis=1)
    for way in found:
        if way.cells is None or way.sites is None:
            continue
        _check_any(way.mode, way.cells, f"{region.folder}/cells.csv", "cell", findings)
        _check_any(way.mode, way.sites, f"{region.folder}/sites.csv", "site", findings)
        _notice_join(way.mode, "cell", demand.cells, way.cells, people, findings)
        _notice_join(way.mode, "site", sites, way.sites, None, findings)


def _check_any(mode: str, joined: Joined, file: str, thing: str, findings: Findings) -> None:
    if len(joined.node) and not (joined.node >= 0).any():
        reason = REASONS[joined.reason[0]]["en"]
        what, mend = (
            f"no {thing} can be joined to the roads for {mode}: {reason}",
            "Do roads and places belong together?",
        )
        findings.fault(file, None, "lon, lat", None, what, mend, "NP-I037")


def _notice_join(
    mode: str, thing: str, names: Sequence[str], joined: Joined, people: np.ndarray | None, findings: Findings
) -> None:
    alive = np.ones(len(names), bool) if people is None else people > 0
    de = {"cell": "Zellen", "site": "Standorte"}[thing]
    off = np.flatnonzero((joined.node < 0) & alive).tolist()
    if off:
        which, persons = _listed(names, off), _persons(people, off)
        reasons = list(dict.fromkeys(joined.reason[i] for i in off))
        findings.notice(
            "NP-W037",
            f"{len(off)} {de} ohne Anschluss ({mode}){persons[0]}: {which}; "
            + "; ".join(REASONS[reason]["de"] for reason in reasons) + ".",
            f"{len(off)} {thing}s not joined to the roads ({mode}){persons[1]}: {which}; "
            + "; ".join(REASONS[reason]["en"] for reason in reasons) + ".",
        )  # fmt: skip
    cut = np.flatnonzero(joined.island & (joined.node >= 0) & alive).tolist()
    if cut:
        which, persons = _listed(names, cut), _persons(people, cut)
        findings.notice(
            "NP-W038",
            f"{len(cut)} {de} liegen näher an Straßen, die vom Netz getrennt sind ({mode}){persons[0]}: {which}.",
            f"{len(cut)} {thing}s lie nearer to roads that are cut off from the rest ({mode}){persons[1]}: {which}.",
        )


def _listed(names: Sequence[str], chosen: Sequence[int]) -> str:
    return ", ".join(names[i] for i in chosen[:_SHOWN]) + (" …" if len(chosen) > _SHOWN else "")


def _persons(people: np.ndarray | None, chosen: Sequence[int]) -> tuple[str, str]:
    if people is None:
        return "", ""
    number = int(people[list(chosen)].sum())
    persons = "1 person" if number == 1 else f"{shown_number(number, 'en')} persons"
    return f", {shown_number(number, 'de')} {'Person' if number == 1 else 'Personen'}", f", {persons}"


def notice_ways(demand: Demand, pairs: Pairs, findings: Findings) -> None:
    """Count who lives out of reach of everything, and doubt units where the nearest facility is too near or far."""
    for s, service in enumerate(demand.services):
        own = pairs.service == s
        nearest = np.full(len(demand.cells), np.iinfo(np.int64).max)
        np.minimum.at(nearest, pairs.cell[own], pairs.seconds[own])
        needed = demand.people[:, s, :].max(axis=1)
        reached = (needed > 0) & (nearest < np.iinfo(np.int64).max)
        out = np.flatnonzero((needed > 0) & ~reached).tolist()
        if out:
            which, persons = _listed(demand.cells, out), _persons(needed, out)
            findings.notice(
                "NP-W046",
                f"{service}: {len(out)} Zellen ohne erreichbare Einrichtung{persons[0]}: {which}.",
                f"{service}: {len(out)} cells without a facility in reach{persons[1]}: {which}.",
            )
        median = float(np.median(nearest[reached])) if reached.any() else float(_PLAUSIBLE[0])
        if not _PLAUSIBLE[0] <= median <= _PLAUSIBLE[1]:
            minutes = (shown_number(median / 60, language, 1) for language in ("de", "en"))
            de, en = (f"{number} min" for number in minutes)
            findings.notice(
                "NP-W045",
                f"{service}: Der Median der Wege zur nächsten Einrichtung ist {de}. Stimmen die Einheiten?",
                f"{service}: the median way to the nearest facility is {en}. Are the units right?",
            )
