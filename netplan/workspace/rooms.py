"""What a planner must know of rooms that facilities share: sites that are too full today, and who is not counted."""

from collections.abc import Sequence

import numpy as np

from netplan.case.lives import CLOSED_NAME
from netplan.inputs.findings import Findings
from netplan.tables import Levels, Premises
from netplan.workspace.question import Question
from netplan.workspace.region import Region

_SHOWN = 5


def notice_rooms(question: Question, region: Region, levels: Levels, premises: Premises, findings: Findings) -> None:
    """Note where the rule on shared rooms has nothing to count, what it leaves out, and what is too full today."""
    if question.rules.shared_rooms is None:
        return
    if not premises.known:
        findings.notice(
            "NP-W093",
            f"Gemeinsame Räume: kein Standort in {region.folder}/sites.csv nennt Räume, die Regel begrenzt nichts.",
            f"Shared rooms: no site of {region.folder}/sites.csv has rooms, the rule limits nothing.",
        )
        return
    _notice_full(levels, premises, findings)
    known = {levels.sites[j] for j in premises.known}
    others = [
        row.facility
        for row in region.facilities or ()
        if row.site in known and row.sector not in question.scenario.sector and row.today != CLOSED_NAME
    ]
    if others:
        findings.notice(
            "NP-W092",
            f"Gemeinsame Räume: nicht mitgeplant und nicht gezählt sind {_told(others)}; die Sektoren zusammen planen.",
            f"Shared rooms: not planned and not counted are {_told(others)}; plan the sectors together.",
        )


def _notice_full(levels: Levels, premises: Premises, findings: Findings) -> None:
    taken = np.zeros(len(levels.sites), np.int64)
    np.add.at(taken, levels.site, premises.rooms[np.arange(len(levels.today)), levels.today])
    full = [j for j in premises.known if taken[j] > premises.site_rooms[j]]
    if full:
        told = _told([f"{levels.sites[j]} ({taken[j]} > {premises.site_rooms[j]})" for j in full])
        findings.notice(
            "NP-W091",
            f"Gemeinsame Räume: schon heute mehr belegt als vorhanden: {told}.",
            f"Shared rooms: more are taken today than there are: {told}.",
        )


def _told(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (f" … ({len(names)})" if len(names) > _SHOWN else "")
