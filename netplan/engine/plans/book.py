"""Every change of a scene, noted so that it can be undone."""

from netplan.engine.compiled import compiled
from netplan.engine.plans.arrays import (
    COST,
    FINE,
    FIRST,
    FLOOR,
    GO,
    HOME,
    IN_GOING,
    IN_LIFE,
    IN_NODES,
    IN_ROWS,
    IN_STANDS,
    INTO,
    IS_FULL,
    IS_NOTED,
    IS_STALE,
    LEAST,
    LEFT,
    LIMIT,
    LOAD,
    MISSING,
    MOST,
    NODE,
    NOTES,
    OUTSIDE,
    OVER,
    PARTS,
    PLACE,
    PRICE,
    STAND,
    TOTAL,
    USED,
    WAITING,
    Scene,
)
from netplan.tables import NONE, Ints


@compiled
def note(book: Ints, numbers: Ints, table: int, row: int, column: int, before: int) -> None:
    """Write down what a number was before it changes."""
    size = numbers[NOTES]
    if not numbers[IS_NOTED]:
        return
    if size == len(book):
        numbers[IS_FULL] = 1
        return
    book[size, 0], book[size, 1], book[size, 2], book[size, 3] = table, row, column, before
    numbers[NOTES] = size + 1


@compiled
def swap(going: Ints, order: Ints, arc: int, place: int) -> None:
    """Exchange an arc with the one at a place of the order."""
    old, other = going[arc, PLACE], order[place]
    order[old], order[place] = other, arc
    going[other, PLACE], going[arc, PLACE] = old, place


@compiled
def put(scene: Scene, arc: int, persons: int) -> None:
    """Let so many persons take an arc, and keep the lists of arcs in use."""
    nodes, stands, going, order = scene.nodes, scene.stands, scene.going, scene.order
    before, stand, node = going[arc, GO], scene.ways[arc, STAND], scene.ways[arc, NODE]
    if before == persons:
        return
    going[arc, GO] = persons
    if before == 0 or persons == 0:
        stands[stand, IS_STALE] = 1
    if before == 0:
        swap(going, order, arc, stands[stand, INTO] + stands[stand, USED])
        stands[stand, USED] += 1
        nodes[node, PARTS] += 1
        nodes[node, HOME] = arc
    elif persons == 0:
        stands[stand, USED] -= 1
        swap(going, order, arc, stands[stand, INTO] + stands[stand, USED])
        nodes[node, PARTS] -= 1
        if nodes[node, HOME] == arc:
            nodes[node, HOME] = other_home(nodes, going, node)


@compiled
def other_home(nodes: Ints, going: Ints, node: int) -> int:
    """Return an arc in use of a node, NONE where there is none."""
    if nodes[node, PARTS]:
        for arc in range(nodes[node, FIRST], nodes[node + 1, FIRST]):
            if going[arc, GO]:
                return int(arc)
    return NONE


@compiled
def change_go(scene: Scene, arc: int, persons: int) -> None:
    """Let so many more persons take an arc."""
    now = scene.going[arc, GO]
    note(scene.book, scene.numbers, IN_GOING, arc, GO, now)
    put(scene, arc, now + persons)
    scene.numbers[TOTAL] += scene.ways[arc, COST] * persons


@compiled
def change_left(scene: Scene, node: int, persons: int) -> None:
    """Leave so many more persons without a place."""
    nodes, numbers = scene.nodes, scene.numbers
    note(scene.book, numbers, IN_NODES, node, LEFT, nodes[node, LEFT])
    leave(nodes, numbers, node, nodes[node, LEFT] + persons)
    numbers[TOTAL] += nodes[node, OUTSIDE] * persons


@compiled
def leave(nodes: Ints, numbers: Ints, node: int, persons: int) -> None:
    """Leave so many persons without a place, and count the nodes where there are some who have a way."""
    if nodes[node, FIRST] < nodes[node + 1, FIRST]:
        numbers[WAITING] += int(persons > 0) - int(nodes[node, LEFT] > 0)
    nodes[node, LEFT] = persons


@compiled
def change_load(scene: Scene, stand: int, persons: int) -> None:
    """Count so many more persons at a stand."""
    set_in_stand(scene, stand, LOAD, scene.stands[stand, LOAD] + persons)


@compiled
def change_missing(scene: Scene, stand: int, persons: int) -> None:
    """Count so many more persons missing at a stand."""
    set_in_stand(scene, stand, MISSING, scene.stands[stand, MISSING] + persons)
    scene.numbers[TOTAL] += scene.numbers[FINE] * persons


@compiled
def set_price(scene: Scene, stand: int, price: int) -> None:
    """Give a stand a price."""
    set_in_stand(scene, stand, PRICE, price)
    scene.numbers[FLOOR] = min(scene.numbers[FLOOR], price)


@compiled
def set_limits(scene: Scene, stand: int, most: int, least: int) -> None:
    """Give a stand its places and its least."""
    set_in_stand(scene, stand, MOST, most)
    set_in_stand(scene, stand, LEAST, least)


@compiled
def set_in_stand(scene: Scene, stand: int, column: int, value: int) -> None:
    """Change one number of a stand."""
    stands = scene.stands
    note(scene.book, scene.numbers, IN_STANDS, stand, column, stands[stand, column])
    stands[stand, column] = value


@compiled
def set_act(scene: Scene, number: int, act: int) -> None:
    """Let a facility take an act in a year; `number` is facility · years + year."""
    note(scene.book, scene.numbers, IN_LIFE, number, 0, scene.life[number])
    scene.life[number] = act


@compiled
def undo(scene: Scene, size: int, total: int) -> None:
    """Take back all changes noted after the first `size` notes; `total` is what the flow cost then."""
    book, numbers = scene.book, scene.numbers
    for number in range(numbers[NOTES] - 1, size - 1, -1):
        table, row, column, before = book[number, 0], book[number, 1], book[number, 2], book[number, 3]
        if table == IN_STANDS:
            scene.stands[row, column] = before
        elif table == IN_GOING:
            put(scene, row, before)
        elif table == IN_NODES:
            leave(scene.nodes, numbers, row, before)
        elif table == IN_ROWS:
            limit = scene.rows[row, LIMIT]
            numbers[OVER] += int(before > limit) - int(scene.rows[row, column] > limit)
            scene.rows[row, column] = before
        else:
            scene.life[row] = before
    numbers[NOTES] = size
    numbers[TOTAL] = total
