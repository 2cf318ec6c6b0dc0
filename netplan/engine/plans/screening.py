"""What another level of one facility would save at most, from the prices of the present flow, without solving anew.

With the prices of all other stands fixed, the people who come to stand j at places m and least l save at most
Σ_c gain[c] · x[c], 0 ≤ x[c] ≤ persons[c], l ≤ Σ_c x[c] ≤ m; gain[c] is what a person of node c costs elsewhere, less
what it costs here. This is a bound by duality, exact where nobody has to make room elsewhere, and never too
pessimistic: a level that it rules out is ruled out. Two sets of prices are tried: those without j, and those of the
present flow.
"""

from netplan.engine.compiled import compiled
from netplan.engine.plans.arrays import (
    COST,
    FAR,
    FINE,
    FIRST,
    FLOOR,
    INTO,
    LEFT,
    LOAD,
    MISSING,
    MOST,
    NODE,
    OUTSIDE,
    PARTS,
    PEOPLE,
    PRICE,
    STAND,
    USED,
    WORK,
    Scene,
)
from netplan.engine.plans.assign import worth
from netplan.engine.plans.choices import AFTER, Choices, Sheet
from netplan.tables import Ints

STATE_WORK = 16
"""To value a state takes about as long as to look at so many arcs."""


@compiled
def value_states(scene: Scene, choices: Choices, sheet: Sheet, facility: int) -> None:
    """Write down what people would cost more than now, at least, at each state of a facility in each year."""
    value, is_exact, bounds = sheet.value, sheet.is_exact, sheet.bounds
    most, least, alike = choices.most, choices.least, choices.alike
    for year in range(choices.years):
        number = facility * choices.years + year
        states, here = choices.size[number], choices.acts[scene.life[number], AFTER]
        scene.numbers[WORK] += STATE_WORK * states
        for state in range(states):
            value[year, state], is_exact[year, state] = 0, 1
        for spot in range(choices.stands_first[number], choices.stands_first[number + 1]):
            stand = choices.stands[spot]
            longest = least[stand, 0]
            for state in range(1, states):
                longest = max(longest, least[stand, state])
            size, base = list_gains(scene, sheet.gains, stand, longest)
            for state in range(states):
                first = alike[stand, state]
                if first == state:
                    bounds[state] = bound(
                        scene, sheet.gains, stand, (size, base), (most[stand, state], least[stand, state])
                    )
                value[year, state] += bounds[first]
                if first != alike[stand, here]:
                    is_exact[year, state] = 0
        for state in range(states):
            if is_exact[year, state]:
                value[year, state] = 0


@compiled
def list_gains(scene: Scene, gains: Ints, stand: int, longest: int) -> tuple[int, int]:
    """List what is gained by who could come to a stand, most first; return how many, and what those there cost more.

    Who would lose by coming is listed only where there may be fewer than `longest` others, the largest minimum size.
    """
    nodes, ways, stands, order = scene.nodes, scene.ways, scene.stands, scene.order
    begins, ends = stands[stand, INTO], stands[stand + 1, INTO]
    within = begins + stands[stand, USED]
    price, size, base, persons = stands[stand, PRICE] if stands[stand, MOST] else FAR, 0, 0, 0
    scene.numbers[WORK] += ends - begins
    for spot in range(begins, within):
        arc = order[spot]
        node = ways[arc, NODE]
        gain, people = price, nodes[node, PEOPLE]
        if nodes[node, PARTS] == 1 and not nodes[node, LEFT]:
            gain = elsewhere(scene, node, stand) - ways[arc, COST]
            base += (gain - price) * people
        gains[size, 0], gains[size, 1] = gain, people
        size += 1
        persons += people
    sort_gains(gains, 0, size)
    there = size
    for losers in range(2):
        if losers and persons >= longest:
            break
        for spot in range(within, ends):
            arc = order[spot]
            gain = worth(nodes, ways, stands, ways[arc, NODE]) - ways[arc, COST]
            if (gain <= 0) == losers:
                people = nodes[ways[arc, NODE], PEOPLE]
                gains[size, 0], gains[size, 1] = gain, people
                size += 1
                persons += people
    sort_gains(gains, there, size)
    return size, base


@compiled
def sort_gains(gains: Ints, begin: int, end: int) -> None:
    """Sort a part of the list, most gain first, by ever smaller gaps (Shell 1959): it is short, and often in order."""
    gap = (end - begin) // 2
    while gap > 0:
        for number in range(begin + gap, end):
            gain, persons, hole = gains[number, 0], gains[number, 1], number
            while hole - gap >= begin and gains[hole - gap, 0] < gain:
                gains[hole, 0], gains[hole, 1] = gains[hole - gap, 0], gains[hole - gap, 1]
                hole -= gap
            gains[hole, 0], gains[hole, 1] = gain, persons
        gap = gap * 5 // 11 if gap > 2 else gap - 1  # noqa: PLR2004  a Shell sort halves its gaps, the last two by one


@compiled
def elsewhere(scene: Scene, node: int, stand: int) -> int:
    """Return what a person of a node costs at best anywhere but at a stand, price included."""
    nodes, ways, stands, floor = scene.nodes, scene.ways, scene.stands, scene.numbers[FLOOR]
    found = nodes[node, OUTSIDE]
    for arc in range(nodes[node, FIRST], nodes[node + 1, FIRST]):
        if ways[arc, COST] + floor >= found:
            break
        other = ways[arc, STAND]
        if other != stand and stands[other, MOST]:
            found = min(found, ways[arc, COST] + stands[other, PRICE])
    return int(found)


@compiled
def bound(scene: Scene, gains: Ints, stand: int, listed: tuple[int, int], limits: tuple[int, int]) -> int:
    """Return what people would cost more than now, at least, if a stand had these places and this least."""
    stands, fine = scene.stands, scene.numbers[FINE]
    size, base = listed
    if not stands[stand, MOST]:
        return -saved(gains, size, FAR, limits, fine)
    price = stands[stand, PRICE]
    paid = price * (stands[stand, LOAD] + stands[stand, MISSING])
    without = base + paid - saved(gains, size, FAR, limits, fine)
    return int(max(without, paid - saved(gains, size, price, limits, fine)))


@compiled
def saved(gains: Ints, size: int, cap: int, limits: tuple[int, int], fine: int) -> int:
    """Return what is gained by the best choice of who comes, each gain at most `cap`."""
    most, least = limits
    least = min(least, most)
    found, taken = 0, 0
    for number in range(size):
        gain = min(gains[number, 0], cap)
        room = most - taken if gain > 0 else least - taken
        if room <= 0 or gain <= -fine:
            break
        persons = min(gains[number, 1], room)
        found += gain * persons
        taken += persons
    return found - fine * max(least - taken, 0)
