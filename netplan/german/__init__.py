"""The German of every fault that a planner can meet; its catalogue is read when the first one is asked for."""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netplan.german.catalogue import Catalogue


def german(text: str) -> str:
    """Return the German of what a fault says; what the catalogue does not know stays as it is."""
    return _faults().german(text)


def unsaid(text: str) -> list[str]:
    """Return the parts of what a fault says for which there is no German."""
    return _faults().unsaid(text)


@cache
def _faults() -> "Catalogue":
    """Read the catalogue late: errors stand below everything, and `netplan --help` meets none."""
    found: Catalogue = import_module("netplan.german.faults").FAULTS
    return found
