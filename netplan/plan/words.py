"""The status of a plan as people read it."""

from collections.abc import Mapping

from netplan.languages import Language

WITHIN = "within "
_GERMAN: Mapping[str, str] = {
    "optimal": "optimal",
    "stopped by the clock": "Zeit war um",
    "stopped by you": "von Hand beendet",
}


def status_in(status: str, lang: Language) -> str:
    """Write the status of a plan in one language; a German share has a decimal comma."""
    if lang == "en":
        return status
    if status.startswith(WITHIN):
        return f"höchstens {status.removeprefix(WITHIN).replace('.', ',')} vom Besten"
    return _GERMAN[status]
