"""A small invented instance of each textbook problem, for tests."""

import numpy as np

from benchmarks.textbook.instance import Instance, Problem


def invented(problem: Problem, seed: int = 3) -> Instance:
    """Seven cells and five facilities on a square of 40 by 40; two facilities together have places for everybody."""
    random = np.random.default_rng(seed)
    cells, facilities = random.integers(0, 40, (7, 2)), random.integers(0, 40, (5, 2))
    people = random.integers(1, 6, 7)
    everybody, is_capacitated = int(people.sum()), problem == "capacitated"
    return Instance(
        name="invented",
        problem=problem,
        ways=np.abs(cells[:, None] - facilities).sum(axis=2).astype(float),
        people=people,
        places=np.full(5, (everybody + 1) // 2 if is_capacitated else everybody),
        opening=np.where(is_capacitated, random.integers(20, 60, 5), 0).astype(float),
        number=0 if problem in {"set cover", "capacitated"} else 2,
        reach={"set cover": 30.0, "maximal cover": 20.0}.get(problem, np.inf),
        scale=10,
        published=float("nan"),
        source="",
    )
