"""The German of every fault that a planner can meet, looked up when it is asked for."""

from netplan.german.catalogue import Catalogue
from netplan.german.maps import MAPS
from netplan.german.questions import QUESTIONS
from netplan.german.rules import RULES
from netplan.german.tables import TABLES

_FAULTS = Catalogue(TABLES, MAPS, QUESTIONS, RULES)


def german(text: str) -> str:
    """Return the German of what a fault says; what the catalogue does not know stays as it is."""
    return _FAULTS.german(text)


def unsaid(text: str) -> list[str]:
    """Return the parts of what a fault says for which there is no German."""
    return _FAULTS.unsaid(text)
