"""Facilities change one at a time, each to its best life, as long as that saves something."""

from netplan.engine.compiled import compiled
from netplan.engine.plans.arrays import FIRST, INTO, IS_FULL, NODE, NOTES, STAND, WORK, Scene
from netplan.engine.plans.change import reconsider
from netplan.engine.plans.choices import Choices, Sheet, dequeue, enqueue


@compiled
def descend(scene: Scene, choices: Choices, sheet: Sheet, until: int, forgets: int) -> int:
    """Reconsider the facilities in the queue until it is empty or `until` arcs were looked at; return what it saved.

    If it `forgets` its notes, what is done cannot be undone.
    """
    numbers, found = scene.numbers, 0
    while numbers[WORK] < until:
        facility = dequeue(sheet)
        if facility < 0:
            break
        sheet.is_due[facility] = 1
        change = reconsider(scene, choices, sheet, facility, 0)
        found -= change
        if change:
            enqueue_neighbours(scene, choices, sheet, facility)
            if forgets:
                numbers[NOTES] = numbers[IS_FULL] = 0
    return found


@compiled
def enqueue_neighbours(scene: Scene, choices: Choices, sheet: Sheet, facility: int) -> None:
    """Queue all facilities that people of a facility's surroundings can reach."""
    nodes, ways, stands = scene.nodes, scene.ways, scene.stands
    facilities = len(choices.today)
    for stand in range(facility, len(choices.stands), facilities):
        for spot in range(stands[stand, INTO], stands[stand + 1, INTO]):
            node = ways[scene.order[spot], NODE]
            for arc in range(nodes[node, FIRST], nodes[node + 1, FIRST]):
                enqueue(sheet, ways[arc, STAND] % facilities)
