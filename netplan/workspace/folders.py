"""The folders of a workspace: where it is, and how a new one begins."""

import shutil
from pathlib import Path

from netplan.errors import NetplanError

MODELS, SCENARIOS, DATA, RESULTS = "models", "scenarios", "data", "results"
TRAVEL = ".netplan/travel"
"""Where ways that took long to search are kept; may be deleted at any time."""
EXAMPLE = "musterkreis"
"""The region that a new workspace begins with."""


def workspace_of(path: str | Path | None = None) -> Path:
    """Find the workspace upwards from a path, else from the folder one is in: it holds models/ and scenarios/.

    Raises NetplanError where there is none.
    """
    starts = ([Path(path).resolve()] if path is not None else []) + [Path.cwd().resolve()]
    for start in starts:
        for folder in (start, *start.parents):
            if (folder / MODELS).is_dir() and (folder / SCENARIOS).is_dir():
                return folder
    raise NetplanError(
        f"{starts[0]}: no folder above holds models/ and scenarios/. Make a workspace with `netplan init FOLDER`.",
        de=f"{starts[0]}: Kein Ordner darüber enthält models/ und scenarios/. "
        "Einen Arbeitsordner legt `netplan init ORDNER` an.",
    )


def starter() -> Path:
    """Return the folder that `init` copies: part of the package, or the repository that the package runs from."""
    package = Path(__file__).resolve().parents[1]
    packed = package / "starter"
    return packed if packed.is_dir() else package.parent


def init(folder: str | Path) -> Path:
    """Begin a workspace: copy models, scenarios and the example region into a folder.

    Raises NetplanError, before anything is copied, where one of them is there already.
    """
    target, source = Path(folder), starter()
    parts = [part for part in (MODELS, SCENARIOS, f"{DATA}/{EXAMPLE}") if (source / part).is_dir()]
    there = [part for part in parts if (target / part).exists()]
    if there:
        raise NetplanError(
            f"{target}: {', '.join(there)} is there already; choose a new folder. Nothing was written.",
            de=f"{target}: {', '.join(there)} ist schon da; einen neuen Ordner wählen. Geschrieben wurde nichts.",
        )
    for part in parts:
        shutil.copytree(source / part, target / part)
    return target
