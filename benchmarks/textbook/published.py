"""The list of published optima, optima.csv, and the instances it speaks of."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.textbook.instance import Instance, Problem
from benchmarks.textbook.orlib import read_cap, read_pmed
from benchmarks.textbook.san_francisco import read_san_francisco

OPTIMA = "optima.csv"
SETS = ("pmed", "pcentre", "cap", "sf")
"""p-median and p-centre on the graphs of pmed, capacitated location, San Francisco."""
_SF: Mapping[str, Problem] = {
    "set covering": "set cover",
    "maximal covering": "maximal cover",
    "p-median, POP2000 x metres": "p-median",
    "p-center": "p-centre",
}


def instances(folder: Path, sets: Sequence[str] = SETS) -> list[tuple[str, Instance]]:
    """Read the instances of some sets, in the order of optima.csv, each with the name of its set.

    Raises FileNotFoundError where the folder has no optima.csv.
    """
    with (folder / OPTIMA).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = [(kind, row) for row in rows if (kind := _set(row)) in sets]
    return [(kind, _read(folder, kind, row)) for kind, row in found]


def _set(row: Mapping[str, str]) -> str:
    if row["set"] == "OR-Library pmed":
        return "pcentre" if row["model"] == "p-center" else "pmed"
    return "cap" if row["set"] == "OR-Library cap" else "sf"


def _read(folder: Path, kind: str, row: Mapping[str, str]) -> Instance:
    file, published, source = folder / row["path"], float(row["value"]), row["source_of_value"]
    if kind == "pmed":
        return read_pmed(file, row["instance"], "p-median", published, source)
    if kind == "pcentre":
        return read_pmed(file, f"{row['instance']}c", "p-centre", published, source)
    if kind == "cap":
        return read_cap(file, row["instance"], published, source)
    problem = _SF[row["model"]]
    return read_san_francisco(file, f"sf_{problem.replace('-', '_').replace(' ', '_')}", problem, published, source)
