"""Who goes where for given levels, exactly: of least cost after every change of a stand's places and least."""

from netplan.engine.compiled import compiled
from netplan.engine.plans.arrays import FAR, Flow, Trace, Ways
from netplan.engine.plans.book import change_go, change_load, change_missing, set_limits, set_price
from netplan.engine.plans.paths import draw, reprice, send, way_in, way_out
from netplan.tables import Ints


@compiled
def place(ways: Ways, flow: Flow, trace: Trace, stand: int, limits: tuple[int, int], ceiling: int) -> bool:
    """Give a stand its places and its least, and find the best flow for them, from the best flow before.

    Return False as soon as it is known to cost more than `ceiling`: then the flow is in disorder, and must be undone.
    """
    most, least = limits
    if flow.most[stand] == 0 and most > 0:
        set_price(flow, stand, highest_bid(ways, flow, stand))
    set_limits(flow, stand, most, min(least, most))
    # A minimum above the places is missed by the difference, whoever comes.
    unfilled = max(0, min(flow.missing[stand], flow.least[stand] - flow.load[stand]))
    if unfilled != flow.missing[stand]:
        change_missing(ways, flow, stand, unfilled - flow.missing[stand])
    return restore(ways, flow, trace, stand, ceiling)


@compiled
def restore(ways: Ways, flow: Flow, trace: Trace, stand: int, ceiling: int) -> bool:
    """Send on whom a stand cannot keep, draw in whom it needs, then whoever is better off so."""
    if not send_all(ways, flow, trace, stand, ceiling) or not draw_needed(ways, flow, trace, stand, ceiling):
        return False
    while flow.price[stand] > 0 and flow.load[stand] < flow.most[stand]:
        price = flow.price[stand]
        distance = way_in(ways, flow, trace, stand, price)
        reprice(flow, trace, min(distance, price), -1)
        if distance == FAR:
            break
        draw(ways, flow, trace, stand, flow.most[stand] - flow.load[stand])
    while flow.price[stand] < 0 and flow.load[stand] > flow.least[stand]:
        price = -flow.price[stand]
        distance = way_out(ways, flow, trace, stand, price)
        reprice(flow, trace, min(distance, price), 1)
        if distance == FAR:
            break
        send(ways, flow, trace, stand, flow.load[stand] - flow.least[stand])
    return bool(flow.total[0] <= ceiling)


@compiled
def send_all(ways: Ways, flow: Flow, trace: Trace, stand: int, ceiling: int) -> bool:
    """Send on everybody above a stand's places."""
    while flow.load[stand] > flow.most[stand]:
        over = flow.load[stand] - flow.most[stand]
        reach = affordable(ceiling - flow.total[0], over) - flow.price[stand]
        distance = way_out(ways, flow, trace, stand, reach) if reach >= 0 else FAR
        if distance == FAR:
            return False
        reprice(flow, trace, distance, 1)
        send(ways, flow, trace, stand, over)
    return True


@compiled
def draw_needed(ways: Ways, flow: Flow, trace: Trace, stand: int, ceiling: int) -> bool:
    """Draw in as many as a stand's least, as far as there are any; who is missing is fined."""
    while flow.load[stand] + flow.missing[stand] < flow.least[stand]:
        short = flow.least[stand] - flow.load[stand] - flow.missing[stand]
        fined = ways.fine + flow.price[stand]
        reach = min(fined, affordable(ceiling - flow.total[0], short) + flow.price[stand])
        distance = way_in(ways, flow, trace, stand, reach) if reach >= 0 else FAR
        if distance == FAR:
            if reach < fined:
                return False
            reprice(flow, trace, fined, -1)
            change_missing(ways, flow, stand, short)
        else:
            reprice(flow, trace, distance, -1)
            draw(ways, flow, trace, stand, short)
    return True


@compiled
def affordable(money: int, persons: int) -> int:
    """Return how much each of some persons may cost, rounded down; what costs nothing is always affordable.

    Persons cost ever more, so that nobody after one who costs something saves anything.
    """
    return int(min(max(money // persons, 0), FAR))


@compiled
def worth(ways: Ways, flow: Flow, node: int) -> int:
    """Return what one more person of a node would cost: the least of cost + price."""
    if flow.left[node]:
        return int(ways.outside[node])
    arc = flow.home[node]
    return int(ways.cost[arc] + flow.price[ways.stand[arc]])


@compiled
def highest_bid(ways: Ways, flow: Flow, stand: int) -> int:
    """Return the price from which on nobody gains by coming to a stand, at least 0."""
    found = 0
    for spot in range(ways.into[stand], ways.into[stand + 1]):
        arc = flow.order[spot]
        found = max(found, worth(ways, flow, ways.node[arc]) - ways.cost[arc])
    return found


@compiled
def solve(ways: Ways, flow: Flow, trace: Trace, most: Ints, least: Ints) -> None:
    """Find the best flow for the limits of all stands, from nothing: `flow` has all closed and nobody served."""
    stands = len(ways.into) - 1
    for stand in range(stands):
        set_limits(flow, stand, most[stand], min(least[stand], most[stand]))
    for node in range(len(ways.people)):
        for arc in range(ways.first[node], ways.first[node + 1]):
            if most[ways.stand[arc]]:
                flow.total[0] -= ways.outside[node] * flow.left[node]
                flow.left[node] = 0
                change_go(ways, flow, arc, ways.people[node])
                change_load(flow, ways.stand[arc], ways.people[node])
                break
    for stand in range(stands):
        send_all(ways, flow, trace, stand, FAR)
    for stand in range(stands):
        draw_needed(ways, flow, trace, stand, FAR)
