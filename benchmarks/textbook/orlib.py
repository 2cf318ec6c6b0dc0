"""Read instances of the OR-Library: p-median (pmed) and capacitated facility location (cap).

Source: J. E. Beasley, OR-Library: distributing test problems by electronic mail, JORS 41 (1990).
"""

from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from benchmarks.textbook.instance import Instance, Problem

CAP_SCALE = 10_000
"""Money for one unit of demand has at most four decimals in cap41 to cap104, so that all of it is held exactly."""


def read_pmed(file: Path, name: str, problem: Problem, published: float, source: str) -> Instance:
    """Read a graph whose nodes are cells and facilities at once, one person each; ways are shortest paths.

    File: nodes, edges, facilities to open; then a line an edge: node, node, cost. A later line overrides an earlier.
    """
    numbers = np.array(file.read_text(encoding="ascii").split(), np.int64)
    nodes, edges, number = numbers[:3].tolist()
    tail, head, cost = numbers[3 : 3 + 3 * edges].reshape(edges, 3).T
    last = {(min(a, b), max(a, b)): c for a, b, c in zip(tail.tolist(), head.tolist(), cost.tolist(), strict=True)}
    ends = np.array(list(last), np.int64) - 1
    graph = csr_array((np.array(list(last.values()), float), (ends[:, 0], ends[:, 1])), shape=(nodes, nodes))
    ways = shortest_path(graph, directed=False)
    every = np.full(nodes, nodes, np.int64)
    people = np.ones(nodes, np.int64)
    return Instance(name, problem, ways, people, every, np.zeros(nodes), number, np.inf, 1, published, source)


def read_cap(file: Path, name: str, published: float, source: str) -> Instance:
    """Read warehouses with capacities and customers whose demand may be split.

    File: warehouses, customers; a line a warehouse: capacity, fixed cost; a customer: demand, then the cost of serving
    all of its demand from each warehouse. Here that cost is per person, times the persons who go.
    """
    numbers = np.array(file.read_text(encoding="ascii").split(), float)
    facilities, cells = int(numbers[0]), int(numbers[1])
    places, opening = numbers[2 : 2 + 2 * facilities].reshape(facilities, 2).T
    rows = numbers[2 + 2 * facilities :].reshape(cells, 1 + facilities)
    people = np.rint(rows[:, 0]).astype(np.int64)
    return Instance(
        name,
        "capacitated",
        rows[:, 1:] / rows[:, :1],
        people,
        np.rint(places).astype(np.int64),
        opening,
        0,
        np.inf,
        CAP_SCALE,
        published,
        source,
    )
