"""Measures without consent: left out and counted, or let in and counted where the scenario asks what that costs."""

from collections.abc import Sequence

from netplan.inputs.findings import Findings
from netplan.tables import Consent
from netplan.workspace.question import Question
from netplan.workspace.rows import MeasureRow

NAMED = 5
"""As many measures as a line holds."""


def with_consent(question: Question, measures: Sequence[MeasureRow]) -> list[MeasureRow]:
    """Return the measures that a plan may take as far as consent goes: without refused ones, unless they are let in."""
    return [measure for measure in measures if measure.consent != Consent.REFUSED or lets_refused_in(question)]


def lets_refused_in(question: Question) -> bool:
    """Whether the rule `consent` of the scenario, else of its model, lets refused measures in."""
    rule = question.rules.consent
    return rule is not None and rule.lets_refused_in


def notice_refused(question: Question, measures: Sequence[MeasureRow], findings: Findings) -> None:
    """Note how many measures are refused, and whether they are left out."""
    refused = [measure for measure in measures if measure.consent == Consent.REFUSED]
    if not refused:
        return
    names = ", ".join(f"{m.facility}: {m.measure}" for m in refused[:NAMED]) + (" …" if len(refused) > NAMED else "")
    is_one = len(refused) == 1
    if lets_refused_in(question):
        findings.notice(
            "NP-W069",
            f"Auch ohne Zustimmung {'ist 1 Maßnahme' if is_one else f'sind {len(refused)} Maßnahmen'} zugelassen: "
            f"{names}.",
            f"Let in though refused, {'1 measure' if is_one else f'{len(refused)} measures'}: {names}.",
        )
        return
    findings.notice(
        "NP-W062",
        f"Ohne Zustimmung {'bleibt 1 Maßnahme' if is_one else f'bleiben {len(refused)} Maßnahmen'} außer Betracht: "
        f"{names}.",
        f"Left out for want of consent, {'1 measure' if is_one else f'{len(refused)} measures'}: {names}.",
    )
