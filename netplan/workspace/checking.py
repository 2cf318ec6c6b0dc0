"""Check scenarios: every fault of every file at once, nothing written."""

from collections.abc import Iterable
from pathlib import Path

from netplan.case import Case
from netplan.errors import Fault, InputError
from netplan.workspace.folders import SCENARIOS, workspace_of
from netplan.workspace.loading import load_from
from netplan.workspace.shelf import Hear, Shelf


def check(paths: Iterable[str | Path] | str | Path = (), *, on_progress: Hear | None = None) -> list[Case]:
    """Load scenarios, all of the workspace where none is named, and return their cases.

    A search of ways that takes long tells `on_progress` the mode, by language, and the share that is done.

    Raises InputError with the faults of all of them at once; NetplanError where a path is in no workspace.
    """
    named = [paths] if isinstance(paths, str | Path) else list(paths)
    shelves: dict[Path, Shelf] = {}
    cases: list[Case] = []
    faults: list[Fault] = []
    for path in named or sorted((workspace_of() / SCENARIOS).glob("*.yaml")):
        root = workspace_of(path)
        try:
            cases.append(load_from(shelves.setdefault(root, Shelf(root, on_progress)), path))
        except InputError as error:
            faults.extend(error.faults)
    if faults:
        raise InputError(faults)
    return cases
