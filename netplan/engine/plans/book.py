"""Every change of a flow, noted so that it can be undone."""

from netplan.engine.compiled import compiled
from netplan.engine.plans.arrays import GO, IS_FULL, IS_ON, LEAST, LEFT, LOAD, MISSING, MOST, PRICE, SIZE, Flow, Ways
from netplan.tables import NONE


@compiled
def note(flow: Flow, what: int, index: int, before: int) -> None:
    """Write down what a number was before it changes."""
    marks = flow.marks
    if not marks[IS_ON]:
        return
    if marks[SIZE] == len(flow.book):
        marks[IS_FULL] = 1
        return
    flow.book[marks[SIZE], 0] = what
    flow.book[marks[SIZE], 1] = index
    flow.book[marks[SIZE], 2] = before
    marks[SIZE] += 1


@compiled
def swap(flow: Flow, arc: int, place: int) -> None:
    """Exchange an arc with the one at a place of the order."""
    old, other = flow.place[arc], flow.order[place]
    flow.order[old], flow.order[place] = other, arc
    flow.place[other], flow.place[arc] = old, place


@compiled
def put(ways: Ways, flow: Flow, arc: int, persons: int) -> None:
    """Let so many persons take an arc, and keep the lists of arcs in use."""
    before, stand, node = flow.go[arc], ways.stand[arc], ways.node[arc]
    if before == persons:
        return
    flow.go[arc] = persons
    if before == 0:
        swap(flow, arc, ways.into[stand] + flow.used[stand])
        flow.used[stand] += 1
        flow.parts[node] += 1
        flow.home[node] = arc
    elif persons == 0:
        flow.used[stand] -= 1
        swap(flow, arc, ways.into[stand] + flow.used[stand])
        flow.parts[node] -= 1
        if flow.home[node] == arc:
            flow.home[node] = other_home(ways, flow, node)


@compiled
def other_home(ways: Ways, flow: Flow, node: int) -> int:
    """Return an arc in use of a node, NONE where there is none."""
    if flow.parts[node]:
        for arc in range(ways.first[node], ways.first[node + 1]):
            if flow.go[arc]:
                return int(arc)
    return NONE


@compiled
def change_go(ways: Ways, flow: Flow, arc: int, persons: int) -> None:
    """Let so many more persons take an arc."""
    note(flow, GO, arc, flow.go[arc])
    put(ways, flow, arc, flow.go[arc] + persons)
    flow.total[0] += ways.cost[arc] * persons


@compiled
def change_left(ways: Ways, flow: Flow, node: int, persons: int) -> None:
    """Leave so many more persons without a place."""
    note(flow, LEFT, node, flow.left[node])
    flow.left[node] += persons
    flow.total[0] += ways.outside[node] * persons


@compiled
def change_load(flow: Flow, stand: int, persons: int) -> None:
    """Count so many more persons at a stand."""
    note(flow, LOAD, stand, flow.load[stand])
    flow.load[stand] += persons


@compiled
def change_missing(ways: Ways, flow: Flow, stand: int, persons: int) -> None:
    """Count so many more persons missing at a stand."""
    note(flow, MISSING, stand, flow.missing[stand])
    flow.missing[stand] += persons
    flow.total[0] += ways.fine * persons


@compiled
def set_price(flow: Flow, stand: int, price: int) -> None:
    """Give a stand a price."""
    note(flow, PRICE, stand, flow.price[stand])
    flow.price[stand] = price
    flow.floor[0] = min(flow.floor[0], price)


@compiled
def set_limits(flow: Flow, stand: int, most: int, least: int) -> None:
    """Give a stand its places and its least."""
    note(flow, MOST, stand, flow.most[stand])
    note(flow, LEAST, stand, flow.least[stand])
    flow.most[stand] = most
    flow.least[stand] = least


@compiled
def undo(ways: Ways, flow: Flow, size: int, total: int) -> None:
    """Take back all changes noted after the first `size` notes; `total` is what the flow cost then."""
    marks = flow.marks
    fields = (flow.go, flow.left, flow.load, flow.price, flow.most, flow.least, flow.missing)
    while marks[SIZE] > size:
        marks[SIZE] -= 1
        what, index, before = flow.book[marks[SIZE]]
        if what == GO:
            put(ways, flow, index, before)
        else:
            fields[what][index] = before
    flow.total[0] = total
