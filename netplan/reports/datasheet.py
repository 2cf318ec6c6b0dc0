"""Where the numbers come from: files with fingerprints, norms with sources, software, audit."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netplan.comparison import Comparison, Variant
from netplan.errors import Notice
from netplan.indicators import GOALS
from netplan.reports.wording import Wording
from netplan.units import shown_quantity


@dataclass(frozen=True)
class FileRow:
    """A file that variants were made from."""

    path: str
    sha256: str
    size: str
    rows: str
    variants: str
    """Which variants read it in this state; empty: all."""


@dataclass(frozen=True)
class NormRow:
    """A norm with its source; who says nothing has assumed it."""

    name: str
    value: str
    source: str
    valid_from: str
    variants: str


@dataclass(frozen=True)
class Warned:
    """Something a reader must know, and for which variants; empty: all."""

    code: str
    text: str
    variants: str


def run_of(variant: Variant) -> Mapping[str, Any]:
    """Read how a plan was obtained; empty where nothing was recorded."""
    file = variant.plan.folder / "run.json" if variant.plan.folder else None
    if file is None or not file.is_file():
        return {}
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read


def facts_of(run: Mapping[str, Any], w: Wording) -> list[tuple[str, str]]:
    """Return how a plan was obtained as names and values."""
    parts = {
        "run_started": run.get("started", ""),
        "run_elapsed": f"{w.number(run['elapsed'], 1)} s" if "elapsed" in run else "",
        "run_phases": _pairs(run.get("phases"), w),
        "run_method": _text(run.get("method", ""), w),
        "run_near": run.get("near", ""),
        "run_proofs": _proofs(run.get("proofs"), w),
        "run_options": _pairs(run.get("options"), w),
        "run_versions": _pairs(run.get("versions"), w),
        "run_machine": _pairs(run.get("machine"), w),
        "run_size": _pairs(run.get("size"), w),
        "run_hash": run.get("case_hash", ""),
    }
    return [(w(key), str(value)) for key, value in parts.items() if value]


def audit_of(run: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the audit that ended the run, if there was one."""
    audit = run.get("audit")
    return audit if isinstance(audit, Mapping) else None


def warned(comparison: Comparison, runs: Sequence[Mapping[str, Any]], w: Wording) -> list[Warned]:
    """Return the notices of all variants, each once."""
    found: dict[tuple[str, str], list[str]] = {}
    for variant, run in zip(comparison.variants, runs, strict=True):
        told = [*variant.case.notices, *variant.plan.notices]
        texts = [(notice.code, _told(notice, w)) for notice in told]
        texts += [(str(one.get("code", "")), _text(one.get("text", ""), w)) for one in run.get("warnings", ())]
        for key in dict.fromkeys(texts):
            found.setdefault(key, []).append(title_of(variant, w))
    return [Warned(code, text, _unless_all(names, comparison)) for (code, text), names in found.items()]


def files(comparison: Comparison, w: Wording) -> list[FileRow]:
    """Return the raw files of all variants, each state once."""
    found: dict[tuple[str, str, int, int | None], list[str]] = {}
    for variant in comparison.variants:
        for file in variant.case.inputs:
            key = (file.path, file.sha256, file.bytes, file.rows)
            found.setdefault(key, []).append(title_of(variant, w))
    return [
        FileRow(path, sha256, w.number(size), "" if rows is None else w.number(rows), _unless_all(names, comparison))
        for (path, sha256, size, rows), names in sorted(found.items(), key=lambda item: item[0][:2])
    ]


def norms(comparison: Comparison, w: Wording) -> list[NormRow]:
    """Return the norms of all variants, each value once."""
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for variant in comparison.variants:
        for norm in variant.case.norms:
            source = norm.source + (f" [{norm.evidence}]" if norm.source and norm.evidence else "")
            key = (norm.name, shown_quantity(norm.value, w.lang), source, norm.valid_from)
            found.setdefault(key, []).append(title_of(variant, w))
    return [NormRow(*key, _unless_all(names, comparison)) for key, names in found.items()]


def money(comparison: Comparison, w: Wording) -> str:
    """Return how money is added up; where variants differ, each with its title."""
    told = {title_of(variant, w): w.of(variant.case.words.money) for variant in comparison.variants}
    if len(set(told.values())) == 1:
        return next(iter(told.values()))
    return " ".join(f"{title}: {sentence}" for title, sentence in told.items())


def sources(comparison: Comparison) -> str:
    """Return what the region says of its sources; empty where it says nothing."""
    case = comparison.baseline.case
    file = case.workspace / "data" / case.region / "SOURCES.md"
    return file.read_text(encoding="utf-8-sig", errors="replace").strip() if file.is_file() else ""


def title_of(variant: Variant, w: Wording) -> str:
    """Return what a variant is called."""
    return w.of(variant.case.words.title, variant.name)


def _told(notice: Notice, w: Wording) -> str:
    return notice.de if w.lang == "de" else notice.en


def _proofs(rests: object, w: Wording) -> str:
    """Say by goal what its bound rests on."""
    names = {"prices": "proof_prices", "prices not kept": "proof_unkept", "places counted": "proof_counted"}
    rests = rests if isinstance(rests, Mapping) else {}
    told = (f"{w.of(GOALS[goal].title)}: {w(names.get(on, 'proof_solver'))}" for goal, on in rests.items())
    return "; ".join(told)


def _text(text: object, w: Wording) -> str:
    return w.of(text) if isinstance(text, Mapping) else str(text)


def _unless_all(names: Sequence[str], comparison: Comparison) -> str:
    return "" if len(names) == len(comparison.variants) else ", ".join(names)


def _pairs(found: object, w: Wording) -> str:
    if not isinstance(found, Mapping):
        return "" if found is None else str(found)
    return ", ".join(f"{name} {w.number(v, 2) if isinstance(v, float) else v}" for name, v in found.items())
