"""Read the San Francisco example of spopt: 205 census tracts, 16 stores, network distances [m].

Source: pysal/spopt, notebook facloc-real-world (BSD-3-Clause).
"""

import csv
from pathlib import Path

import numpy as np

from benchmarks.textbook.instance import Instance, Problem

TRACTS = "SF_demand_205_centroid_uniform_weight.csv"
WAYS = "SF_network_distance_candidateStore_16_censusTract_205_new.csv"
RADIUS, STORES = 5000.0, 4
"""Radius of the covering problems [m], and stores of all but the set cover."""
SCALE = 1000
"""1 s is 1 mm: ways are real numbers of metres, and rounded to whole seconds the total is off by less than 2e-7."""


def read_san_francisco(folder: Path, name: str, problem: Problem, published: float, source: str) -> Instance:
    """Read one of the four problems of the example."""
    tracts = {_code(row["ID"]): int(row["POP2000"]) for row in _rows(folder / TRACTS)}
    ways = {(_code(row["DestinationName"]), row["name"]): float(row["distance"]) for row in _rows(folder / WAYS)}
    stores = sorted({store for _, store in ways}, key=lambda store: int(store.rsplit("_", 1)[1]))
    people = np.array(list(tracts.values()), np.int64)
    covers = problem in {"set cover", "maximal cover"}
    return Instance(
        name,
        problem,
        np.array([[ways[tract, store] for store in stores] for tract in tracts]),
        people,
        np.full(len(stores), people.sum()),
        np.zeros(len(stores)),
        0 if problem == "set cover" else STORES,
        RADIUS if covers else np.inf,
        SCALE,
        published,
        source,
    )


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _code(text: str) -> str:
    """Return a tract's code as both files know it: digits only, without the leading zeros."""
    return text.replace(".", "").lstrip("0")
