"""One facility's best life while all others keep theirs, exactly: states are solved only where they could pay."""

from netplan.engine.compiled import compiled, woven
from netplan.engine.plans.arrays import FAR, IS_SOFT, NOTES, TOTAL, WORK, Scene
from netplan.engine.plans.assign import place
from netplan.engine.plans.book import set_act, undo
from netplan.engine.plans.choices import AFTER, BEFORE, COST_OF_ACT, Choices, Sheet
from netplan.engine.plans.excess import all_fined, best_within, use_rows
from netplan.engine.plans.screening import value_states


@compiled
def reconsider(scene: Scene, choices: Choices, sheet: Sheet, facility: int, worse: int) -> int:
    """Give a facility its best life if that costs less than `worse` more than now; return by how much, else 0."""
    value_states(scene, choices, sheet, facility)
    now = cost_of_life(scene, choices, facility)
    while True:
        change = best_path(scene, choices, sheet, facility, now + worse, scene.numbers[IS_SOFT]) - now
        if change >= worse:
            return 0
        year = first_inexact(choices, sheet)
        if year < 0:
            take_path(scene, choices, sheet, facility)
            return change
        state = choices.acts[sheet.path[year], AFTER]
        ceiling = sheet.value[year, state] + worse - change
        found, number = probe(scene, choices, (facility, year, state), ceiling), facility * choices.years + year
        for other in range(choices.size[number]):
            if choices.twin[number, other] == choices.twin[number, state]:
                sheet.value[year, other], sheet.is_exact[year, other] = found, 1


@compiled
def cost_of_life(scene: Scene, choices: Choices, facility: int) -> int:
    """Return what a facility's life costs now, without people; with what is paid for rows that are exceeded."""
    found = all_fined(scene, choices, facility)
    for number in range(facility * choices.years, (facility + 1) * choices.years):
        found += choices.acts[scene.life[number], COST_OF_ACT]
    return found


@compiled
def best_path(scene: Scene, choices: Choices, sheet: Sheet, facility: int, below: int, is_soft: int) -> int:
    """Write the cheapest life into the sheet's path, with people at their values; return its cost, FAR if none.

    Where rows join facilities, lives cost `below` at least are not looked at; unless `is_soft`, nor are those by which
    a row is exceeded, or by more than now.
    """
    scene.numbers[WORK] += choices.first[(facility + 1) * choices.years] - choices.first[facility * choices.years]
    plain_path(choices, sheet, facility)
    if choices.own_first[facility] < choices.own_first[facility + 1]:
        return best_within(scene, choices, sheet, facility, below, is_soft)
    here = choices.today[facility]
    found = sheet.ahead[0, here]
    if found < FAR:
        for year in range(choices.years):
            sheet.path[year] = sheet.act[year, here]
            here = choices.acts[sheet.path[year], AFTER]
    return int(found)


@compiled
def plain_path(choices: Choices, sheet: Sheet, facility: int) -> None:
    """Write the best act of each state in each year into the sheet, with people at their values, and what is ahead."""
    acts, ahead, years = choices.acts, sheet.ahead, choices.years
    for year in range(years, -1, -1):
        for state in range(ahead.shape[1]):
            ahead[year, state] = FAR if year < years else 0
    for year in range(years - 1, -1, -1):
        number = facility * years + year
        for act in range(choices.first[number], choices.first[number + 1]):
            before, after = acts[act, BEFORE], acts[act, AFTER]
            if ahead[year + 1, after] < FAR:
                cost = acts[act, COST_OF_ACT] + sheet.value[year, after] + ahead[year + 1, after]
                if cost < ahead[year, before]:
                    ahead[year, before] = cost
                    sheet.act[year, before] = act


@woven
def first_inexact(choices: Choices, sheet: Sheet) -> int:
    """Return the first year of the path whose value is only a bound, −1 where all are exact."""
    for year in range(choices.years):
        if not sheet.is_exact[year, choices.acts[sheet.path[year], AFTER]]:
            return year
    return -1


@woven
def probe(scene: Scene, choices: Choices, which: tuple[int, int, int], ceiling: int) -> int:
    """Return what people would cost more than now at a state in a year; where above `ceiling`, just above it.

    `which` is facility, year and state.
    """
    total, size = scene.numbers[TOTAL], scene.numbers[NOTES]
    is_within = put_state(scene, choices, which, total + ceiling)
    found = scene.numbers[TOTAL] - total if is_within else ceiling + 1
    undo(scene, size, total)
    return int(found)


@compiled
def put_state(scene: Scene, choices: Choices, which: tuple[int, int, int], ceiling: int) -> bool:
    """Give a facility a state in a year, and let people go where it is best then."""
    facility, year, state = which
    number = facility * choices.years + year
    first, end = choices.stands_first[number], choices.stands_first[number + 1]
    for spot in range(first, end):
        stand = choices.stands[spot]
        most, least = choices.most[stand, state], choices.least[stand, state]
        if not place(scene, stand, most, least, ceiling if spot == end - 1 else FAR):
            return False
    return True


@compiled
def take_path(scene: Scene, choices: Choices, sheet: Sheet, facility: int) -> None:
    """Let a facility lead the life of the sheet's path."""
    for year in range(choices.years):
        number, act = facility * choices.years + year, sheet.path[year]
        old = scene.life[number]
        if act != old:
            set_act(scene, number, act)
            use_rows(scene, choices, old, -1)
            use_rows(scene, choices, act, 1)
            if choices.acts[act, AFTER] != choices.acts[old, AFTER]:
                put_state(scene, choices, (facility, year, choices.acts[act, AFTER]), FAR)
