"""One facility is made to lead another life, its surroundings adapt, and all is kept if that saves something."""

from netplan.engine.compiled import compiled
from netplan.engine.plans.arrays import (
    FAR,
    FIRST,
    INTO,
    IS_FULL,
    IS_SOFT,
    NODE,
    NOTES,
    OVER,
    SOFT,
    STAND,
    TOTAL,
    WORK,
    Scene,
)
from netplan.engine.plans.book import undo
from netplan.engine.plans.change import best_path, cost_of_life, plain_path, reconsider, take_path
from netplan.engine.plans.choices import AFTER, BEFORE, COST_OF_ACT, Choices, Sheet, dequeue, enqueue
from netplan.engine.plans.descent import descend, enqueue_neighbours
from netplan.engine.plans.excess import RISE, can_relieve, raise_fines
from netplan.engine.plans.screening import value_states
from netplan.tables import NONE, Ints

FORCED = 1 << 56
"""Taken off the value of a state that has to be on the path."""
ROUNDS, TRIES = 5, 4
"""How many others may adapt to a kick, and how many are tried for each of them."""
MULTIPLIER, MODULUS = 48_271, 2_147_483_647
"""Of the random numbers (Park, Miller 1988)."""


@compiled
def kick_each(scene: Scene, choices: Choices, sheet: Sheet, order: Ints, slack: int, until: int) -> tuple[int, int]:
    """Kick facilities in an order until `until` arcs were looked at; return how many, and what was saved."""
    saved = 0
    for number in range(len(order)):
        if scene.numbers[WORK] >= until:
            return number, saved
        if sheet.is_due[order[number]]:
            saved += kick(scene, choices, sheet, order[number], slack)
    return len(order), saved


@compiled
def kick(scene: Scene, choices: Choices, sheet: Sheet, facility: int, slack: int) -> int:
    """Try all other lives of a facility that seem to lose less than `slack` by themselves; return what is saved.

    A life goes through one other state in one year, and is the best of those. It stays while the surroundings adapt.
    """
    size = list_kicks(scene, choices, sheet, facility, slack)
    for number in range(size):
        total, notes = scene.numbers[TOTAL], scene.numbers[NOTES]
        lost = make_lead(scene, choices, sheet, facility, number)
        saved = settle(scene, choices, sheet, facility, lost, slack)
        if saved:
            return saved
        undo(scene, notes, total)
    sheet.is_due[facility] = 0
    return 0


@compiled
def stir(scene: Scene, choices: Choices, sheet: Sheet, facility: int, depth: int, slack: int) -> int:
    """Make a facility and some of its neighbours lead other lives, all drawn by lot; return what is saved then."""
    total, notes = scene.numbers[TOTAL], scene.numbers[NOTES]
    lost, chosen = 0, facility
    for number in range(depth):
        size = list_kicks(scene, choices, sheet, chosen, slack)
        if size == 0 or sheet.is_held[chosen]:
            break
        lost += make_lead(scene, choices, sheet, chosen, min(draw_lot(sheet, size), draw_lot(sheet, size)))
        sheet.is_held[chosen] = 1
        sheet.held[number] = chosen
        chosen = neighbour(scene, choices, sheet, facility)
    saved = settle(scene, choices, sheet, facility, lost, slack * depth)
    for number in range(depth):
        sheet.is_held[sheet.held[number]] = 0
    if not saved:
        undo(scene, notes, total)
    return saved


@compiled
def draw_lot(sheet: Sheet, size: int) -> int:
    """Return a number below `size` by lot."""
    sheet.lot[0] = sheet.lot[0] * MULTIPLIER % MODULUS
    return int(sheet.lot[0] % size)


@compiled
def neighbour(scene: Scene, choices: Choices, sheet: Sheet, facility: int) -> int:
    """Return a facility by lot that some people can reach who can reach this one, by lot too."""
    nodes, ways, stands = scene.nodes, scene.ways, scene.stands
    facilities = len(choices.today)
    stand = draw_lot(sheet, len(choices.stands) // facilities) * facilities + facility
    begins, ends = stands[stand, INTO], stands[stand + 1, INTO]
    if begins == ends:
        return facility
    node = ways[scene.order[begins + draw_lot(sheet, ends - begins)], NODE]
    arc = nodes[node, FIRST] + draw_lot(sheet, nodes[node + 1, FIRST] - nodes[node, FIRST])
    return int(ways[arc, STAND] % facilities)


@compiled
def list_kicks(scene: Scene, choices: Choices, sheet: Sheet, facility: int, slack: int) -> int:
    """List loss and number (year · states + state) of lives that seem to lose less than `slack`, least first.

    Return how many there are.
    """
    value_states(scene, choices, sheet, facility)
    now, size, states = cost_of_life(scene, choices, facility), 0, choices.most.shape[1]
    find_ways_through(choices, sheet, facility)
    for year in range(choices.years):
        here = choices.acts[scene.life[facility * choices.years + year], AFTER]
        for state in range(choices.size[facility * choices.years + year]):
            if state != here and is_new_way(scene, choices, sheet, facility, year, state):
                loss = sheet.behind[year, state] + sheet.ahead[year + 1, state] - now
                if loss < slack and choices.own_first[facility] < choices.own_first[facility + 1]:
                    loss = force(scene, choices, sheet, facility, year * states + state, now + slack) - now
                if loss < slack:
                    keep_sorted(sheet.kicks, size, loss, year * states + state)
                    size = min(size + 1, len(sheet.kicks))
    return size


@compiled
def find_ways_through(choices: Choices, sheet: Sheet, facility: int) -> None:
    """Write down the least cost up to each state in each year, and from it on, with people at their values."""
    acts, behind, years = choices.acts, sheet.behind, choices.years
    plain_path(choices, sheet, facility)
    for year in range(years):
        number = facility * years + year
        for state in range(choices.size[number]):
            behind[year, state] = FAR
        for act in range(choices.first[number], choices.first[number + 1]):
            before, after = acts[act, BEFORE], acts[act, AFTER]
            came = behind[year - 1, before] if year else (0 if before == choices.today[facility] else FAR)
            if came < FAR:
                cost = came + acts[act, COST_OF_ACT] + sheet.value[year, after]
                if cost < behind[year, after]:
                    behind[year, after], sheet.came[year, after] = cost, before


@compiled
def is_new_way(scene: Scene, choices: Choices, sheet: Sheet, facility: int, year: int, state: int) -> bool:
    """Whether the best life through a state exists, and is not that through the state before it, unlike now."""
    behind, ahead = sheet.behind, sheet.ahead
    if behind[year, state] >= FAR or ahead[year + 1, state] >= FAR:
        return False
    if not year:
        return True
    before = sheet.came[year, state]
    if before == choices.acts[scene.life[facility * choices.years + year - 1], AFTER]:
        return True
    return bool(behind[year - 1, before] + ahead[year, before] != behind[year, state] + ahead[year + 1, state])


@compiled
def force(scene: Scene, choices: Choices, sheet: Sheet, facility: int, number: int, below: int) -> int:
    """Write the best life through a state in a year into the sheet's path; return its cost, FAR where there is none.

    It may exceed rows, and costs less than `below` if it costs more for that.
    """
    year, state = number // choices.most.shape[1], number % choices.most.shape[1]
    sheet.value[year, state] -= FORCED
    cost = best_path(scene, choices, sheet, facility, below - FORCED, SOFT)
    sheet.value[year, state] += FORCED
    return cost + FORCED if cost < -FORCED // 2 else FAR


@compiled
def keep_sorted(table: Ints, size: int, key: int, item: int) -> None:
    """Put an item into a table of so many rows that is sorted by its first column; where it is full, the last goes."""
    hole = size
    if size == len(table):
        hole -= 1
        if table[hole, 0] <= key:
            return
    while hole > 0 and table[hole - 1, 0] > key:
        table[hole, 0], table[hole, 1] = table[hole - 1, 0], table[hole - 1, 1]
        hole -= 1
    table[hole, 0], table[hole, 1] = key, item


@compiled
def make_lead(scene: Scene, choices: Choices, sheet: Sheet, facility: int, number: int) -> int:
    """Let a facility lead the life of a number in the list of kicks; return what is lost."""
    total, now = scene.numbers[TOTAL], cost_of_life(scene, choices, facility)
    value_states(scene, choices, sheet, facility)
    force(scene, choices, sheet, facility, sheet.kicks[number, 1], FAR)
    take_path(scene, choices, sheet, facility)
    return int(scene.numbers[TOTAL] - total + cost_of_life(scene, choices, facility) - now)


@compiled
def settle(scene: Scene, choices: Choices, sheet: Sheet, facility: int, lost: int, slack: int) -> int:
    """Let the surroundings of a facility adapt to what was changed, and return what is saved in all; 0 if nothing."""
    saved = -lost
    sheet.is_held[facility] += 1
    if lost < slack:
        saved += adapt(scene, choices, sheet, facility, lost)
    sheet.is_held[facility] -= 1
    if saved <= 0:
        return 0
    if scene.numbers[OVER] and not scene.numbers[IS_SOFT]:
        raise_fines(scene, RISE)
        return 0
    enqueue_neighbours(scene, choices, sheet, facility)
    saved += descend(scene, choices, sheet, FAR, 1)
    scene.numbers[NOTES] = scene.numbers[IS_FULL] = 0
    return saved


@compiled
def adapt(scene: Scene, choices: Choices, sheet: Sheet, facility: int, lost: int) -> int:
    """Let those change who seem to gain most by it, while one or two could make good what is lost; return the gain."""
    saved = 0
    for _ in range(ROUNDS):
        size, gain = list_others(scene, choices, sheet, facility), 0
        for number in range(min(size, TRIES)):
            hope = -sheet.others[number, 0]
            if number + 1 < size:
                hope -= sheet.others[number + 1, 0] // 2
            if hope <= lost - saved:
                break
            gain = -reconsider(scene, choices, sheet, sheet.others[number, 1], 0)
            if gain:
                break
        saved += gain
        if gain == 0 or (saved > lost and not scene.numbers[OVER]):
            break
    return saved


@compiled
def list_others(scene: Scene, choices: Choices, sheet: Sheet, facility: int) -> int:
    """List the neighbours of a facility that may gain by another life, those first that may gain most."""
    enqueue_neighbours(scene, choices, sheet, facility)
    if scene.numbers[OVER]:
        for other in range(len(sheet.is_due)):
            if can_relieve(scene, choices, other):
                enqueue(sheet, other)
    size = 0
    while True:
        other = dequeue(sheet)
        if other == NONE:
            return size
        if not sheet.is_held[other]:
            value_states(scene, choices, sheet, other)
            now = cost_of_life(scene, choices, other)
            gain = now - best_path(scene, choices, sheet, other, now, scene.numbers[IS_SOFT])
            if gain > 0:
                keep_sorted(sheet.others, size, -gain, other)
                size += 1


@compiled
def stir_each(
    scene: Scene, choices: Choices, sheet: Sheet, order: Ints, depth: int, slack: int, until: int
) -> tuple[int, int]:
    """Stir around facilities in an order until `until` arcs were looked at; return how many, and what was saved."""
    saved = 0
    for number in range(len(order)):
        if scene.numbers[WORK] >= until:
            return number, saved
        saved += stir(scene, choices, sheet, order[number], depth, slack)
    return len(order), saved
