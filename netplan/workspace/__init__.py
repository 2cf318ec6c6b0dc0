"""A planner's folder with models, scenarios, data and results: begin it, check it, load a scenario of it."""

from importlib import import_module

from netplan.workspace.checking import check
from netplan.workspace.folders import init, starter, workspace_of
from netplan.workspace.loading import load
from netplan.workspace.showing import show

__all__ = ["check", "import_region", "init", "load", "plan_of", "roads", "show", "starter", "workspace_of"]

_LATER = {
    "import_region": "netplan.workspace.importing",
    "plan_of": "netplan.workspace.runs",
    "roads": "netplan.workspace.importing",
}
"""Looked up on first use, so that `netplan check` loads no library of maps."""


def __getattr__(name: str) -> object:
    """Look up what is not needed to check and load."""
    if name not in _LATER:
        raise AttributeError(f"module 'netplan.workspace' has no attribute {name!r}")
    found: object = getattr(import_module(_LATER[name]), name)
    return found
