"""Rows over the acts of all facilities: what is used of them, what it costs to exceed them, lives that do not."""

from netplan.engine.compiled import compiled
from netplan.engine.plans.arrays import ACTIVE, FAR, IN_ROWS, LIMIT, OVER, WORK, Scene
from netplan.engine.plans.book import note
from netplan.engine.plans.choices import AFTER, BEFORE, COST_OF_ACT, LEAST_USE, ROW, USE, Choices, Sheet

MOST_FINE = 1 << 50
"""A row costs at most so much, however far it is exceeded."""
MOST_TRIES = 2_000
"""Acts tried at most in search of one facility's best life."""
RISE = 1.25
"""What exceeding a row costs more once others could not make it good."""


@compiled
def fined(scene: Scene, row: int, active: int) -> int:
    """Return what a row costs if so much of it is used."""
    over = active - scene.rows[row, LIMIT]
    return int(min(over * scene.fines[row], MOST_FINE)) if over > 0 else 0


@compiled
def all_fined(scene: Scene, choices: Choices, facility: int) -> int:
    """Return what the rows of a facility cost now."""
    found = 0
    for spot in range(choices.own_first[facility], choices.own_first[facility + 1]):
        row = choices.own[spot, ROW]
        found += fined(scene, row, scene.rows[row, ACTIVE])
    return found


@compiled
def use_rows(scene: Scene, choices: Choices, act: int, sign: int) -> None:
    """Count what an act uses, or no longer uses."""
    rows, numbers = scene.rows, scene.numbers
    for spot in range(choices.uses_first[act], choices.uses_first[act + 1]):
        row = choices.uses[spot, ROW]
        before = rows[row, ACTIVE]
        note(scene.book, numbers, IN_ROWS, row, ACTIVE, before)
        rows[row, ACTIVE] = before + sign * choices.uses[spot, USE]
        numbers[OVER] += int(rows[row, ACTIVE] > rows[row, LIMIT]) - int(before > rows[row, LIMIT])


@compiled
def raise_fines(scene: Scene, factor: float) -> None:
    """Let exceeding those rows cost more that are exceeded now."""
    for row in range(len(scene.rows)):
        if scene.rows[row, ACTIVE] > scene.rows[row, LIMIT]:
            scene.fines[row] = min(scene.fines[row] * factor, float(MOST_FINE))


@compiled
def can_relieve(scene: Scene, choices: Choices, facility: int) -> bool:
    """Whether a facility uses more of some exceeded row than it has to."""
    for spot in range(choices.own_first[facility], choices.own_first[facility + 1]):
        row = choices.own[spot, ROW]
        if scene.rows[row, ACTIVE] > scene.rows[row, LIMIT]:
            used = 0
            for number in range(facility * choices.years, (facility + 1) * choices.years):
                act = scene.life[number]
                for use in range(choices.uses_first[act], choices.uses_first[act + 1]):
                    if choices.uses[use, ROW] == row:
                        used += choices.uses[use, USE]
            if used > choices.own[spot, LEAST_USE]:
                return True
    return False


@compiled
def best_within(  # noqa: C901  one search, in one kernel
    scene: Scene, choices: Choices, sheet: Sheet, facility: int, below: int, is_soft: int
) -> int:
    """Write the cheapest life below a cost into the sheet's path, fines included; return its cost, FAR if none.

    The sheet tells what is ahead at least. Unless `is_soft`, no row is exceeded by more than it is now.
    """
    acts, years = choices.acts, choices.years
    begin_trial(scene, choices, sheet, facility)
    here, plain = choices.today[facility], sheet.ahead[0, choices.today[facility]]
    if plain >= below:
        return FAR
    for year in range(years):
        sheet.trial[year] = sheet.act[year, here]
        here = acts[sheet.trial[year], AFTER]
        use_on_trial(choices, sheet, sheet.trial[year], 1)
    found, fines = FAR, judge(scene, choices, sheet, facility, is_soft)
    for year in range(years):
        use_on_trial(choices, sheet, sheet.trial[year], -1)
    if fines >= 0 and plain + fines < below:
        found = below = plain + fines
        sheet.path[:] = sheet.trial
    if fines == 0:
        return int(found)
    year, tries = 0, 0
    sheet.cursor[0], sheet.states[0], sheet.costs[0] = choices.first[facility * years], choices.today[facility], 0
    while year >= 0:
        act = sheet.cursor[year]
        if act == choices.first[facility * years + year + 1] or tries == MOST_TRIES:
            year -= 1
            if year >= 0:
                use_on_trial(choices, sheet, sheet.trial[year], -1)
            continue
        sheet.cursor[year] += 1
        after = acts[act, AFTER]
        if acts[act, BEFORE] != sheet.states[year] or sheet.ahead[year + 1, after] >= FAR:
            continue
        cost = sheet.costs[year] + acts[act, COST_OF_ACT] + sheet.value[year, after]
        if cost + sheet.ahead[year + 1, after] >= below:
            continue
        tries += 1
        sheet.trial[year] = act
        use_on_trial(choices, sheet, act, 1)
        if year + 1 < years:
            year += 1
            sheet.cursor[year], sheet.states[year] = choices.first[facility * years + year], after
            sheet.costs[year] = cost
            continue
        fines = judge(scene, choices, sheet, facility, is_soft)
        if fines >= 0 and cost + fines < below:
            found = below = cost + fines
            sheet.path[:] = sheet.trial
        use_on_trial(choices, sheet, act, -1)
    scene.numbers[WORK] += tries
    return int(found)


@compiled
def begin_trial(scene: Scene, choices: Choices, sheet: Sheet, facility: int) -> None:
    """Write down what all others use of the rows of a facility."""
    for spot in range(choices.own_first[facility], choices.own_first[facility + 1]):
        row = choices.own[spot, ROW]
        sheet.active[row] = scene.rows[row, ACTIVE]
    for number in range(facility * choices.years, (facility + 1) * choices.years):
        use_on_trial(choices, sheet, scene.life[number], -1)


@compiled
def use_on_trial(choices: Choices, sheet: Sheet, act: int, sign: int) -> None:
    """Count what an act uses, or no longer uses, on the sheet only."""
    for spot in range(choices.uses_first[act], choices.uses_first[act + 1]):
        sheet.active[choices.uses[spot, ROW]] += sign * choices.uses[spot, USE]


@compiled
def judge(scene: Scene, choices: Choices, sheet: Sheet, facility: int, is_soft: int) -> int:
    """Return what the rows of a facility would cost as used on the sheet; −1 where that is not permitted."""
    found = 0
    for spot in range(choices.own_first[facility], choices.own_first[facility + 1]):
        row = choices.own[spot, ROW]
        active = sheet.active[row]
        if active > scene.rows[row, LIMIT]:
            if not is_soft and active > scene.rows[row, ACTIVE]:
                return -1
            found += fined(scene, row, active)
    return found
