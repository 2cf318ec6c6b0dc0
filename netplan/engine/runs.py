"""The run folder: what was asked, how it was obtained, and the best plan so far while a search goes on."""

import hashlib
import importlib.metadata
import json
import os
import platform
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from netplan import case as cases
from netplan.case import Case
from netplan.engine.asking import Options
from netplan.engine.certificate import FILE, write_certificate
from netplan.engine.methods import COVERAGE, PRICED, SITED, method_of
from netplan.engine.proofs import COUNTED, PRICES, SOLVER, UNKEPT, Proved, rests_on
from netplan.plan import Plan
from netplan.plan.folder import FORMAT, write_whole
from netplan.tables import Ints

TASK, INCUMBENT, RUN, LOG = "task.json", "incumbent.json", "run.json", "log.jsonl"
NAMED_VERSIONS = ("netplan-sites", "highspy", "pyomo", "numpy", "scipy", "pydantic")


@dataclass(frozen=True)
class Task:
    """What a child process is asked."""

    options: Options
    life: tuple[int, ...] | None
    """Steps to complete into a plan, where an earlier child died; None: search."""
    bounds: Mapping[str, int]
    """Bounds that the earlier child had proved."""
    stopped: str
    """What ended the earlier child: empty, `clock` or `you`."""
    started: str
    """When the solve began, ISO 8601."""
    near: str = ""
    """Run folder of a solved neighbour to begin near, empty for none."""


@dataclass(frozen=True)
class Incumbent:
    """The best facility decisions so far."""

    life: tuple[int, ...]
    bounds: Mapping[str, int]


def work_folder(case: Case) -> Path:
    """Return the folder a search works in, beside the run folder it will become."""
    return case.folder.with_name(f".{case.name}.work")


def prepare(case: Case, task: Task) -> Path:
    """Write the case and the task into a fresh work folder."""
    folder = work_folder(case)
    if folder.exists():
        shutil.rmtree(folder)
    cases.save(case, folder)
    write_task(task, folder)
    return folder


def write_task(task: Task, folder: Path) -> None:
    """Write what a child is asked."""
    write_whole(folder / TASK, json.dumps(asdict(task)))


def read_task(folder: Path) -> Task:
    """Read what a child is asked."""
    text = json.loads((folder / TASK).read_text(encoding="utf-8"))
    life = None if text["life"] is None else tuple(text["life"])
    return Task(Options(**text["options"]), life, text["bounds"], text["stopped"], text["started"], text["near"])


def write_incumbent(life: Ints, bounds: Mapping[str, int], folder: Path) -> None:
    """Write the best decisions so far, sealed and all or nothing."""
    content = json.dumps({"life": life.tolist(), "bounds": dict(bounds)})
    write_whole(folder / INCUMBENT, json.dumps({"seal": _seal(content), "content": content}))


def read_incumbent(folder: Path) -> Incumbent | None:
    """Read the best decisions so far, None where there are none or the seal is broken."""
    try:
        text = json.loads((folder / INCUMBENT).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    if text["seal"] != _seal(text["content"]):
        return None
    content = json.loads(text["content"])
    return Incumbent(tuple(content["life"]), content["bounds"])


def life_of(task: Task) -> Ints | None:
    """Return the steps to complete as an array."""
    return None if task.life is None else np.array(task.life, np.int64)


def record(case: Case, plan: Plan, task: Task, phases: Mapping[str, float], size: Mapping[str, int]) -> dict[str, Any]:
    """Return how a plan was obtained, for `run.json`."""
    return {
        "format": FORMAT,
        "scenario": case.name,
        "scenario_file": case.scenario_file,
        "inputs": [asdict(file) for file in case.inputs],
        "options": asdict(task.options),
        "versions": versions(),
        "machine": {"system": platform.platform(), "cores": os.cpu_count()},
        "method": method_of(size, is_completed=task.life is not None),
        "started": task.started,
        "elapsed": round(sum(phases.values()), 3),
        "phases": {name: round(seconds, 3) for name, seconds in phases.items()},
        "size": dict(size),
        "status": plan.status,
        "warnings": [
            {"code": notice.code, "text": {"de": notice.de, "en": notice.en}}
            for notice in (*case.notices, *plan.notices)
        ],
        "case_hash": case.hash,
        "audit": None,
    }


def record_proofs(
    case: Case, plan: Plan, proofs: Sequence[Proved], size: Mapping[str, int], folder: Path
) -> dict[str, Any]:
    """Write the prices that prove bounds into the run folder; return what `run.json` says of them.

    proofs   by goal, whether its bound rests on prices, on HiGHS, or on places counted where no solver took part; of
             a siting question on prices of cells, which are not kept, and for coverage on HiGHS
    files    the SHA-256 of bound.npz, where prices proved anything
    """
    rests = rests_on(plan.goals, proofs, COUNTED if PRICED in size else UNKEPT if SITED in size else SOLVER)
    if SITED in size:
        rests |= dict.fromkeys(rests.keys() & COVERAGE, SOLVER)
    if PRICES not in rests.values():
        return {"proofs": rests}
    return {"proofs": rests, "files": {FILE: write_certificate(case, proofs, folder)}}


def write_record(record: Mapping[str, Any], folder: Path) -> None:
    """Write `run.json`."""
    write_whole(folder / RUN, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def publish(work: Path, folder: Path) -> None:
    """Make the work folder the run folder, in place of an earlier one."""
    for name in (TASK, INCUMBENT):
        (work / name).unlink(missing_ok=True)
    if folder.exists():
        shutil.rmtree(folder)
    work.rename(folder)


def versions() -> dict[str, str]:
    """Return the versions that can change a plan."""
    found = {"python": sys.version.split()[0]}
    for name in NAMED_VERSIONS:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def _seal(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
