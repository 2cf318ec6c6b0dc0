"""Find the plan of a scenario in results/, and refuse it where its files have changed since."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from netplan import case as cases
from netplan.errors import NetplanError
from netplan.plan import Plan, folder
from netplan.workspace.folders import RESULTS, workspace_of
from netplan.workspace.loading import scenario_file

_RUN = "run.json"
_OPTIONAL = ("levels", "measures", "take_up", "travel")


def plan_of(path: str | Path) -> Plan:
    """Read the plan of a scenario file or of a run folder.

    Raises NetplanError that names the command to run where there is no plan, or where a file it was made from
    is not the same any more.
    """
    run = _run_folder(Path(path))
    command = f"`netplan solve scenarios/{run.name}.yaml`"
    if not (run / folder.PLAN).is_file() or not (run / _RUN).is_file():
        raise NetplanError(
            f"{RESULTS}/{run.name}: no plan yet. Make it with {command}.",
            de=f"{RESULTS}/{run.name}: noch kein Plan. Er entsteht mit {command}.",
        )
    case = cases.read(run)
    changed = list(_changed(run, case))
    if changed:
        english, german = ("; ".join(one[lang] for one in changed) for lang in ("en", "de"))
        raise NetplanError(
            f"{RESULTS}/{run.name}: out of date, {english}. Make it with {command}.",
            de=f"{RESULTS}/{run.name}: veraltet, {german}. Er entsteht neu mit {command}.",
        )
    return folder.read(run, case.tables)


def _run_folder(path: Path) -> Path:
    if path.is_dir() and path.resolve().parent.name == RESULTS:
        return path.resolve()
    root = workspace_of(path)
    return root / RESULTS / Path(scenario_file(root, path)).stem


def _changed(run: Path, case: cases.Case) -> Iterator[dict[str, str]]:
    """Say which files are other ones than those the plan was made from."""
    root = run.parent.parent
    listed = json.loads((run / _RUN).read_text(encoding="utf-8"))["inputs"]
    for one in listed:
        file = root / one["path"]
        if not file.is_file():
            yield {"de": f"{one['path']} fehlt", "en": f"{one['path']} is missing"}
        elif hashlib.sha256(file.read_bytes()).hexdigest() != one["sha256"]:
            yield {"de": f"{one['path']} hat sich geändert", "en": f"{one['path']} has changed"}
    data, names = f"data/{case.region}", {one["path"] for one in listed}
    for name in [f"{data}/{stem}{suffix}" for stem in _OPTIONAL for suffix in (".csv", ".xlsx")] + [
        f"{data}/region.yaml",
        f"{data}/roads.gpkg",
    ]:
        if name not in names and (root / name).is_file():
            yield {"de": f"{name} ist neu", "en": f"{name} is new"}
