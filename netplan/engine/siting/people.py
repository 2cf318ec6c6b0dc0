"""Who goes where once facilities are decided: where it counts least, and among equals the shortest ways."""

import numpy as np

from netplan.engine.siting.problem import Problem
from netplan.engine.siting.question import Siting
from netplan.engine.siting.transport import Transport
from netplan.tables import Ints


def sent(siting: Siting, problem: Problem, transport: Transport | None, opened: Ints) -> Ints:
    """Return the persons who go to each facility, shape (facilities, cells).

    `transport` is that of the problem, where places are short.
    """
    if transport is not None:
        return transport.shortest(opened, siting.seconds)
    cells = np.arange(len(siting.cell))
    go = np.zeros(siting.pair.shape, np.int64)
    if not len(opened):
        return go
    way = problem.way[opened]
    least = way.min(axis=0)
    seconds = np.where(way == least, siting.seconds[opened], np.iinfo(np.int64).max)
    go[opened[seconds.argmin(axis=0)], cells] = np.where(least < problem.outside, siting.people, 0)
    return go
