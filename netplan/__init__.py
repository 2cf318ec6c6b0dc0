"""netplan finds the site plan for schools, Kitas and care facilities, and proves how good it is.

A public name is looked up on first use, so that `import netplan` loads no library.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netplan.audit import verify
    from netplan.case import Case
    from netplan.comparison import compare
    from netplan.engine import solve, solve_all
    from netplan.errors import InputError, NetplanError, NoPlanError, SolverError
    from netplan.plan import Plan
    from netplan.reports import report, show
    from netplan.workspace import check, init, load
    from netplan.workspace.importing import import_region, roads

__version__ = "0.1.0"

__all__ = [
    "Case",
    "InputError",
    "NetplanError",
    "NoPlanError",
    "Plan",
    "SolverError",
    "check",
    "compare",
    "import_region",
    "init",
    "load",
    "report",
    "roads",
    "show",
    "solve",
    "solve_all",
    "verify",
]

_MODULE_BY_NAME = {
    "Case": "netplan.case",
    "InputError": "netplan.errors",
    "NetplanError": "netplan.errors",
    "NoPlanError": "netplan.errors",
    "Plan": "netplan.plan",
    "SolverError": "netplan.errors",
    "check": "netplan.workspace",
    "compare": "netplan.comparison",
    "import_region": "netplan.workspace.importing",
    "init": "netplan.workspace",
    "load": "netplan.workspace",
    "report": "netplan.reports",
    "roads": "netplan.workspace.importing",
    "show": "netplan.reports",
    "solve": "netplan.engine",
    "solve_all": "netplan.engine",
    "verify": "netplan.audit",
}


def __getattr__(name: str) -> object:
    """Look a public name up in the module that defines it."""
    if name not in _MODULE_BY_NAME:
        raise AttributeError(f"module 'netplan' has no attribute {name!r}")
    value: object = getattr(import_module(_MODULE_BY_NAME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, looked up or not."""
    return sorted({*globals(), *__all__})
