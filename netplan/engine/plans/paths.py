"""Cheapest paths from stand to stand: whom to send on, or whom to draw in, when a stand has too many or too few.

Dijkstra over stands with reduced cost ≥ 0: a person of a node at stand v may go to stand g instead, which costs
cost[b] + price[g] − cost[a] − price[v] for the node's arcs a to v and b to g. A path ends where somebody more (or less)
harms nobody: at a free place, at a person without one, at somebody missing. It is found near its start.

Source: successive shortest paths with potentials (Ahuja, Magnanti, Orlin 1993, ch. 9), on the graph of facilities.
"""

from netplan.engine.compiled import compiled
from netplan.engine.plans.arrays import (
    BACK,
    BESIDE,
    COST,
    DETOUR,
    DISTANCE,
    EDGE,
    END,
    END_ARC,
    FAR,
    FINE,
    FIRST,
    GO,
    INTO,
    IS_STALE,
    LEAST,
    LEFT,
    LOAD,
    MISSING,
    MOST,
    NODE,
    OUT_OF,
    OUTSIDE,
    PRICE,
    SAVED,
    SAVED_ARC,
    SEARCH,
    SETTLED,
    SLOT,
    SPOT,
    STAMP,
    STAND,
    TO,
    USED,
    VIA,
    WAITING,
    WORK,
    Scene,
)
from netplan.engine.plans.book import change_go, change_left, change_load, change_missing, set_price
from netplan.engine.plans.heap import come_nearer, take_nearest
from netplan.tables import NONE, Ints


@compiled
def way_out(scene: Scene, start: int, reach: int) -> int:
    """Search the cheapest path on which a person leaves a stand; return its reduced cost, FAR where above `reach`."""
    stands, edges, search, heap = scene.stands, scene.edges, scene.search, scene.heap
    settled, numbers = scene.settled, scene.numbers
    now, fine = begin(search, heap, numbers, start), numbers[FINE]
    nearest, end, end_arc = reach + 1, start, NONE
    size, count = 1, 0
    while size:
        stand = take_nearest(heap, search, size)
        size -= 1
        if search[stand, DISTANCE] >= nearest:
            break
        settled[count] = stand
        count += 1
        if stands[stand, IS_STALE]:
            find_edges(scene, stand)
        here = search[stand, DISTANCE] - stands[stand, PRICE]
        if stand != start and (stands[stand, MISSING] or stands[stand, LOAD] < stands[stand, MOST]):
            away = here - (fine if stands[stand, MISSING] else 0)
            if away < nearest:
                nearest, end, end_arc = away, stand, NONE
        if here + stands[stand, SAVED] < nearest:
            nearest, end, end_arc = here + stands[stand, SAVED], stand, stands[stand, SAVED_ARC]
        numbers[WORK] += stands[stand + 1, EDGE] - stands[stand, EDGE]
        for edge in range(stands[stand, EDGE], stands[stand + 1, EDGE]):
            goal = edges[edge, BESIDE]
            away = here + edges[edge, DETOUR] + stands[goal, PRICE]
            if away < nearest and stands[goal, MOST]:
                size = relax(search, heap, size, now, (goal, away, edge))
    numbers[SETTLED], numbers[END], numbers[END_ARC] = count, end, end_arc
    return FAR if nearest > reach else int(nearest)


@compiled
def way_in(scene: Scene, goal: int, reach: int) -> int:  # noqa: C901  one search, in one kernel
    """Search the cheapest path on which a person comes to a stand; return its reduced cost, FAR where above `reach`."""
    stands, edges, search, heap = scene.stands, scene.edges, scene.search, scene.heap
    settled, numbers = scene.settled, scene.numbers
    now, fine = begin(search, heap, numbers, goal), numbers[FINE]
    nearest, end, end_arc = reach + 1, goal, NONE
    size, count = 1, 0
    while size:
        stand = take_nearest(heap, search, size)
        size -= 1
        if search[stand, DISTANCE] >= nearest:
            break
        settled[count] = stand
        count += 1
        here = search[stand, DISTANCE] + stands[stand, PRICE]
        if stand != goal and stands[stand, LOAD]:
            away = here + (0 if stands[stand, LOAD] > stands[stand, LEAST] else fine)
            if away < nearest:
                nearest, end, end_arc = away, stand, NONE
        if numbers[WAITING]:
            away, arc = nearest_waiting(scene, stand)
            if here + away < nearest:
                nearest, end, end_arc = here + away, stand, arc
        numbers[WORK] += stands[stand + 1, EDGE] - stands[stand, EDGE]
        for number in range(stands[stand, EDGE], stands[stand + 1, EDGE]):
            come_from = edges[number, BESIDE]
            if stands[come_from, LOAD] == 0:
                continue
            if stands[come_from, IS_STALE]:
                find_edges(scene, come_from)
            edge = edges[number, BACK]
            away = here + edges[edge, DETOUR] - stands[come_from, PRICE]
            if away < nearest:
                size = relax(search, heap, size, now, (come_from, away, edge))
    numbers[SETTLED], numbers[END], numbers[END_ARC] = count, end, end_arc
    return FAR if nearest > reach else int(nearest)


@compiled
def find_edges(scene: Scene, stand: int) -> None:
    """Find anew who of a stand's people loses least by going to each other stand, or by having no place."""
    nodes, ways, stands, edges, search = scene.nodes, scene.ways, scene.stands, scene.edges, scene.search
    for edge in range(stands[stand, EDGE], stands[stand + 1, EDGE]):
        edges[edge, DETOUR] = FAR
        search[edges[edge, BESIDE], SLOT] = edge
    least, least_arc = FAR, NONE
    for place in range(stands[stand, INTO], stands[stand, INTO] + stands[stand, USED]):
        arc = scene.order[place]
        node, cost = ways[arc, NODE], ways[arc, COST]
        if nodes[node, OUTSIDE] - cost < least:
            least, least_arc = nodes[node, OUTSIDE] - cost, arc
        scene.numbers[WORK] += nodes[node + 1, FIRST] - nodes[node, FIRST]
        for other in range(nodes[node, FIRST], nodes[node + 1, FIRST]):
            if other != arc:
                edge = search[ways[other, STAND], SLOT]
                detour = ways[other, COST] - cost
                if detour < edges[edge, DETOUR]:
                    edges[edge, DETOUR], edges[edge, OUT_OF], edges[edge, TO] = detour, arc, other
    stands[stand, SAVED], stands[stand, SAVED_ARC], stands[stand, IS_STALE] = least, least_arc, 0


@compiled
def nearest_waiting(scene: Scene, stand: int) -> tuple[int, int]:
    """Return what a person without a place gains least by one at a stand, FAR where there is none, and its arc."""
    nodes, ways, stands = scene.nodes, scene.ways, scene.stands
    found, found_arc = FAR, NONE
    scene.numbers[WORK] += stands[stand + 1, INTO] - stands[stand, INTO]
    for place in range(stands[stand, INTO], stands[stand + 1, INTO]):
        arc = scene.order[place]
        node = ways[arc, NODE]
        if nodes[node, LEFT] and ways[arc, COST] - nodes[node, OUTSIDE] < found:
            found, found_arc = ways[arc, COST] - nodes[node, OUTSIDE], arc
    return found, found_arc


@compiled
def begin(search: Ints, heap: Ints, numbers: Ints, start: int) -> int:
    """Begin a search at a stand, and return its number."""
    numbers[SEARCH] += 1
    heap[0] = start
    search[start, SPOT], search[start, DISTANCE], search[start, STAMP] = 0, 0, numbers[SEARCH]
    return int(numbers[SEARCH])


@compiled
def relax(search: Ints, heap: Ints, size: int, now: int, found: tuple[int, int, int]) -> int:
    """Keep a path to a stand (stand, distance, edge) if it is nearer; return how many are in the heap."""
    stand, away, edge = found
    if search[stand, STAMP] != now:
        search[stand, STAMP], search[stand, SPOT] = now, size
        size += 1
    elif away >= search[stand, DISTANCE]:
        return size
    search[stand, DISTANCE], search[stand, VIA] = away, edge
    come_nearer(heap, search, stand, search[stand, SPOT])
    return size


@compiled
def reprice(scene: Scene, distance: int, sign: int) -> None:
    """Change the prices of all stands nearer than a distance by what they are nearer, so that they prove the flow."""
    for number in range(scene.numbers[SETTLED]):
        stand = scene.settled[number]
        away = scene.search[stand, DISTANCE]
        if away < distance:
            set_price(scene, stand, scene.stands[stand, PRICE] + sign * (distance - away))


@compiled
def send(scene: Scene, start: int, persons: int) -> None:
    """Send people on along the path found by `way_out`, as many as it lets through."""
    stands, ways, going, edges, search = scene.stands, scene.ways, scene.going, scene.edges, scene.search
    end, arc = scene.numbers[END], scene.numbers[END_ARC]
    stand = end
    if arc != NONE:
        persons = min(persons, going[arc, GO])
    elif stands[end, MISSING]:
        persons = min(persons, stands[end, MISSING])
    else:
        persons = min(persons, stands[end, MOST] - stands[end, LOAD])
    while stand != start:
        out_of = edges[search[stand, VIA], OUT_OF]
        persons = min(persons, going[out_of, GO])
        stand = ways[out_of, STAND]
    if arc != NONE:
        change_go(scene, arc, -persons)
        change_left(scene, ways[arc, NODE], persons)
    else:
        change_load(scene, end, persons)
        if stands[end, MISSING]:
            change_missing(scene, end, -persons)
    change_load(scene, start, -persons)
    stand = end
    while stand != start:
        out_of, to = edges[search[stand, VIA], OUT_OF], edges[search[stand, VIA], TO]
        change_go(scene, to, persons)
        change_go(scene, out_of, -persons)
        stand = ways[out_of, STAND]


@compiled
def draw(scene: Scene, goal: int, persons: int) -> None:
    """Draw people in along the path found by `way_in`, as many as it lets through."""
    stands, ways, going, edges, search = scene.stands, scene.ways, scene.going, scene.edges, scene.search
    end, arc = scene.numbers[END], scene.numbers[END_ARC]
    stand = end
    is_fined = arc == NONE and stands[end, LOAD] <= stands[end, LEAST]
    if arc != NONE:
        persons = min(persons, scene.nodes[ways[arc, NODE], LEFT])
    elif is_fined:
        persons = min(persons, stands[end, LOAD])
    else:
        persons = min(persons, stands[end, LOAD] - stands[end, LEAST])
    while stand != goal:
        persons = min(persons, going[edges[search[stand, VIA], OUT_OF], GO])
        stand = ways[edges[search[stand, VIA], TO], STAND]
    if arc != NONE:
        change_left(scene, ways[arc, NODE], -persons)
        change_go(scene, arc, persons)
    else:
        change_load(scene, end, -persons)
        if is_fined:
            change_missing(scene, end, persons)
    change_load(scene, goal, persons)
    stand = end
    while stand != goal:
        out_of, to = edges[search[stand, VIA], OUT_OF], edges[search[stand, VIA], TO]
        change_go(scene, out_of, -persons)
        change_go(scene, to, persons)
        stand = ways[to, STAND]
