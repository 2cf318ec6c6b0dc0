"""Who goes where for given levels, exactly: of least cost after every change of a stand's places and least."""

from netplan.engine.compiled import compiled, woven
from netplan.engine.plans.arrays import (
    COST,
    FAR,
    FINE,
    FIRST,
    HOME,
    INTO,
    LEAST,
    LEFT,
    LOAD,
    MISSING,
    MOST,
    NODE,
    OUTSIDE,
    PEOPLE,
    PRICE,
    STAND,
    TOTAL,
    Scene,
)
from netplan.engine.plans.book import change_go, change_left, change_load, change_missing, set_limits, set_price
from netplan.engine.plans.paths import draw, reprice, send, way_in, way_out
from netplan.tables import Ints


@compiled
def place(scene: Scene, stand: int, most: int, least: int, ceiling: int) -> bool:
    """Give a stand its places and its least, and find the best flow for them, from the best flow before.

    Return False as soon as it is known to cost more than `ceiling`: then the flow is in disorder, and must be undone.
    """
    stands = scene.stands
    if stands[stand, MOST] == 0 and most > 0:
        set_price(scene, stand, highest_bid(scene, stand))
    # A minimum above the places could not be kept by anybody: what counts is that the places are taken.
    set_limits(scene, stand, most, min(least, most))
    missing = max(0, min(stands[stand, MISSING], stands[stand, LEAST] - stands[stand, LOAD]))
    if missing != stands[stand, MISSING]:
        change_missing(scene, stand, missing - stands[stand, MISSING])
    return restore(scene, stand, ceiling)


@woven
def restore(scene: Scene, stand: int, ceiling: int) -> bool:
    """Send on whom a stand cannot keep, draw in whom it needs, then whoever is better off so."""
    stands = scene.stands
    if not send_all(scene, stand, ceiling) or not draw_needed(scene, stand, ceiling):
        return False
    while stands[stand, PRICE] > 0 and stands[stand, LOAD] < stands[stand, MOST]:
        price = stands[stand, PRICE]
        distance = way_in(scene, stand, price)
        reprice(scene, min(distance, price), -1)
        if distance == FAR:
            break
        draw(scene, stand, stands[stand, MOST] - stands[stand, LOAD])
    while stands[stand, PRICE] < 0 and stands[stand, LOAD] > stands[stand, LEAST]:
        price = -stands[stand, PRICE]
        distance = way_out(scene, stand, price)
        reprice(scene, min(distance, price), 1)
        if distance == FAR:
            break
        send(scene, stand, stands[stand, LOAD] - stands[stand, LEAST])
    return bool(scene.numbers[TOTAL] <= ceiling)


@compiled
def send_all(scene: Scene, stand: int, ceiling: int) -> bool:
    """Send on everybody above a stand's places."""
    stands = scene.stands
    while stands[stand, LOAD] > stands[stand, MOST]:
        over = stands[stand, LOAD] - stands[stand, MOST]
        reach = affordable(ceiling - scene.numbers[TOTAL], over) - stands[stand, PRICE]
        distance = way_out(scene, stand, reach) if reach >= 0 else FAR
        if distance == FAR:
            return False
        reprice(scene, distance, 1)
        send(scene, stand, over)
    return True


@compiled
def draw_needed(scene: Scene, stand: int, ceiling: int) -> bool:
    """Draw in as many as a stand's least, as far as there are any; who is missing is fined."""
    stands = scene.stands
    while stands[stand, LOAD] + stands[stand, MISSING] < stands[stand, LEAST]:
        short = stands[stand, LEAST] - stands[stand, LOAD] - stands[stand, MISSING]
        fined = scene.numbers[FINE] + stands[stand, PRICE]
        reach = min(fined, affordable(ceiling - scene.numbers[TOTAL], short) + stands[stand, PRICE])
        distance = way_in(scene, stand, reach) if reach >= 0 else FAR
        if distance == FAR:
            if reach < fined:
                return False
            reprice(scene, fined, -1)
            change_missing(scene, stand, short)
        else:
            reprice(scene, distance, -1)
            draw(scene, stand, short)
    return True


@compiled
def affordable(money: int, persons: int) -> int:
    """Return how much each of some persons may cost, rounded down; what costs nothing is always affordable.

    Persons cost ever more, so that nobody after one who costs something saves anything.
    """
    return int(min(max(money // persons, 0), FAR))


@compiled
def worth(nodes: Ints, ways: Ints, stands: Ints, node: int) -> int:
    """Return what one more person of a node would cost: the least of cost + price."""
    if nodes[node, LEFT]:
        return int(nodes[node, OUTSIDE])
    arc = nodes[node, HOME]
    return int(ways[arc, COST] + stands[ways[arc, STAND], PRICE])


@compiled
def highest_bid(scene: Scene, stand: int) -> int:
    """Return the price from which on nobody gains by coming to a stand, at least 0."""
    nodes, ways, stands = scene.nodes, scene.ways, scene.stands
    found = 0
    for spot in range(stands[stand, INTO], stands[stand + 1, INTO]):
        arc = scene.order[spot]
        found = max(found, worth(nodes, ways, stands, ways[arc, NODE]) - ways[arc, COST])
    return found


@compiled
def solve(scene: Scene, most: Ints, least: Ints) -> None:
    """Find the best flow for the limits of all stands, from nothing: all are closed and nobody served."""
    nodes, ways = scene.nodes, scene.ways
    stands = len(scene.stands) - 1
    for stand in range(stands):
        set_limits(scene, stand, most[stand], min(least[stand], most[stand]))
    for node in range(len(nodes) - 1):
        people = nodes[node, PEOPLE]
        for arc in range(nodes[node, FIRST], nodes[node + 1, FIRST]):
            if most[ways[arc, STAND]]:
                change_left(scene, node, -people)
                change_go(scene, arc, people)
                change_load(scene, ways[arc, STAND], people)
                break
    for stand in range(stands):
        send_all(scene, stand, FAR)
    for stand in range(stands):
        draw_needed(scene, stand, FAR)
