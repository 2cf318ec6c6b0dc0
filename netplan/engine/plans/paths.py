"""Cheapest paths from stand to stand: whom to send on, or whom to draw in, when a stand has too many or too few.

Dijkstra over stands with reduced cost ≥ 0: a person of a node at stand v may go to stand g instead, which costs
cost[b] + price[g] − cost[a] − price[v] for the node's arcs a to v and b to g. A path ends where somebody more (or less)
harms nobody: at a free place, at a person without one, at somebody missing. It is found near its start.

Source: successive shortest paths with potentials (Ahuja, Magnanti, Orlin 1993, ch. 9), on the graph of facilities.
"""

from netplan.engine.compiled import compiled
from netplan.engine.plans.arrays import END, END_ARC, END_AT, FAR, SETTLED, WORK, Flow, Trace, Ways
from netplan.engine.plans.book import change_go, change_left, change_load, change_missing, set_price
from netplan.engine.plans.heap import begin, come_nearer, is_seen, nearest
from netplan.tables import NONE


@compiled
def way_out(ways: Ways, flow: Flow, trace: Trace, start: int, reach: int) -> int:
    """Search the cheapest path on which a person leaves a stand; return its reduced cost, FAR where above `reach`."""
    numbers = trace.numbers
    begin(trace, start)
    numbers[SETTLED], numbers[END_AT] = 0, reach + 1
    while True:
        stand = nearest(trace)
        if stand == NONE or trace.distance[stand] >= numbers[END_AT]:
            break
        settle(trace, stand)
        if stand != start:
            if flow.missing[stand]:
                end_at(trace, stand, NONE, trace.distance[stand] - ways.fine - flow.price[stand])
            elif flow.load[stand] < flow.most[stand]:
                end_at(trace, stand, NONE, trace.distance[stand] - flow.price[stand])
        look_out(ways, flow, trace, stand)
    return FAR if numbers[END_AT] > reach else int(numbers[END_AT])


@compiled
def way_in(ways: Ways, flow: Flow, trace: Trace, goal: int, reach: int) -> int:
    """Search the cheapest path on which a person comes to a stand; return its reduced cost, FAR where above `reach`."""
    numbers = trace.numbers
    begin(trace, goal)
    numbers[SETTLED], numbers[END_AT] = 0, reach + 1
    while True:
        stand = nearest(trace)
        if stand == NONE or trace.distance[stand] >= numbers[END_AT]:
            break
        settle(trace, stand)
        if stand != goal:
            fine = 0 if flow.load[stand] > flow.least[stand] else ways.fine
            if flow.load[stand]:
                end_at(trace, stand, NONE, trace.distance[stand] + flow.price[stand] + fine)
        look_in(ways, flow, trace, stand)
    return FAR if numbers[END_AT] > reach else int(numbers[END_AT])


@compiled
def settle(trace: Trace, stand: int) -> None:
    """Keep a stand whose distance is final."""
    trace.settled[trace.numbers[SETTLED]] = stand
    trace.numbers[SETTLED] += 1


@compiled
def end_at(trace: Trace, stand: int, arc: int, distance: int) -> None:
    """Let the path end here if that is nearer than the end known so far."""
    numbers = trace.numbers
    if distance < numbers[END_AT]:
        numbers[END_AT], numbers[END], numbers[END_ARC] = distance, stand, arc


@compiled
def look_out(ways: Ways, flow: Flow, trace: Trace, stand: int) -> None:
    """Look where the people of a stand could go instead."""
    numbers, floor = trace.numbers, flow.floor[0]
    begins = ways.into[stand]
    for place in range(begins, begins + flow.used[stand]):
        arc = flow.order[place]
        node = ways.node[arc]
        saved = trace.distance[stand] - ways.cost[arc] - flow.price[stand]
        end_at(trace, stand, arc, saved + ways.outside[node])
        for other in range(ways.first[node], ways.first[node + 1]):
            if saved + ways.cost[other] + floor >= numbers[END_AT]:
                break
            numbers[WORK] += 1
            to = ways.stand[other]
            if other != arc and flow.most[to]:
                relax(trace, to, saved + ways.cost[other] + flow.price[to], arc, other)


@compiled
def look_in(ways: Ways, flow: Flow, trace: Trace, stand: int) -> None:
    """Look who could come to a stand instead of where they are."""
    trace.numbers[WORK] += ways.into[stand + 1] - ways.into[stand]
    for place in range(ways.into[stand], ways.into[stand + 1]):
        arc = flow.order[place]
        node = ways.node[arc]
        paid = trace.distance[stand] + ways.cost[arc] + flow.price[stand]
        if flow.left[node]:
            end_at(trace, stand, arc, paid - ways.outside[node])
        if flow.parts[node] == 1:
            look_from(ways, flow, trace, flow.home[node], arc, paid)
        elif flow.parts[node]:
            for other in range(ways.first[node], ways.first[node + 1]):
                if flow.go[other]:
                    look_from(ways, flow, trace, other, arc, paid)


@compiled
def look_from(ways: Ways, flow: Flow, trace: Trace, other: int, arc: int, paid: int) -> None:
    """Let people who take one arc take another."""
    if other != arc:
        relax(trace, ways.stand[other], paid - ways.cost[other] - flow.price[ways.stand[other]], other, arc)


@compiled
def relax(trace: Trace, stand: int, distance: int, out_of: int, to: int) -> None:
    """Keep a path to a stand if it is nearer than the one known."""
    if distance < trace.numbers[END_AT] and (not is_seen(trace, stand) or distance < trace.distance[stand]):
        come_nearer(trace, stand, distance)
        trace.out_of[stand], trace.to[stand] = out_of, to


@compiled
def reprice(flow: Flow, trace: Trace, distance: int, sign: int) -> None:
    """Change the prices of all stands nearer than a distance by what they are nearer, so that they prove the flow."""
    for number in range(trace.numbers[SETTLED]):
        stand = trace.settled[number]
        if trace.distance[stand] < distance:
            set_price(flow, stand, flow.price[stand] + sign * (distance - trace.distance[stand]))


@compiled
def send(ways: Ways, flow: Flow, trace: Trace, start: int, persons: int) -> None:
    """Send people on along the path found by `way_out`, as many as it lets through."""
    end, arc = trace.numbers[END], trace.numbers[END_ARC]
    stand = end
    if arc != NONE:
        persons = min(persons, flow.go[arc])
    elif flow.missing[end]:
        persons = min(persons, flow.missing[end])
    else:
        persons = min(persons, flow.most[end] - flow.load[end])
    while stand != start:
        persons = min(persons, flow.go[trace.out_of[stand]])
        stand = ways.stand[trace.out_of[stand]]
    if arc != NONE:
        change_go(ways, flow, arc, -persons)
        change_left(ways, flow, ways.node[arc], persons)
    else:
        change_load(flow, end, persons)
        if flow.missing[end]:
            change_missing(ways, flow, end, -persons)
    change_load(flow, start, -persons)
    stand = end
    while stand != start:
        out_of = trace.out_of[stand]
        change_go(ways, flow, trace.to[stand], persons)
        change_go(ways, flow, out_of, -persons)
        stand = ways.stand[out_of]


@compiled
def draw(ways: Ways, flow: Flow, trace: Trace, goal: int, persons: int) -> None:
    """Draw people in along the path found by `way_in`, as many as it lets through."""
    end, arc = trace.numbers[END], trace.numbers[END_ARC]
    stand = end
    is_fined = arc == NONE and flow.load[end] <= flow.least[end]
    if arc != NONE:
        persons = min(persons, flow.left[ways.node[arc]])
    elif is_fined:
        persons = min(persons, flow.load[end])
    else:
        persons = min(persons, flow.load[end] - flow.least[end])
    while stand != goal:
        persons = min(persons, flow.go[trace.out_of[stand]])
        stand = ways.stand[trace.to[stand]]
    if arc != NONE:
        change_left(ways, flow, ways.node[arc], -persons)
        change_go(ways, flow, arc, persons)
    else:
        change_load(flow, end, -persons)
        if is_fined:
            change_missing(ways, flow, end, persons)
    change_load(flow, goal, persons)
    stand = end
    while stand != goal:
        to = trace.to[stand]
        change_go(ways, flow, trace.out_of[stand], -persons)
        change_go(ways, flow, to, persons)
        stand = ways.stand[to]
