"""The lives of facilities where people stay for years: what a facility was in each year of a stay limits an entry.

Rows that join the grades of a facility are kept grade by grade: each gets its part of the places, and is asked for its
part of the least. That is stricter than the rules are.
"""

from collections.abc import Sequence

import numpy as np

from netplan.case import Case
from netplan.constraints.minimum_size import levels_without_measure
from netplan.engine.histories import Pasts
from netplan.engine.plans.lives import Lives
from netplan.engine.relaxation.relaxed import relaxed
from netplan.indicators.weights import Weights
from netplan.program.facilities import FacilityHalf
from netplan.tables import NONE, WHOLE, Ints


def lives_with_stays(case: Case, weights: Weights, half: FacilityHalf) -> Lives:
    """Return the lives that the enforced rules allow, weighed by a goal."""
    tables = case.tables
    _, facilities, services, levels, years = tables.shape
    entries = tables.demand.share.shape[1]
    problem = relaxed(case, half, part_by_grade)
    arcs, place = problem.arcs, problem.histories.place
    order = np.lexsort((arcs.after, arcs.before, arcs.year, arcs.facility))
    step, steps = arcs.step[order], tables.steps
    bound, (most, least) = (
        np.zeros(services * entries * facilities, np.int64),
        np.zeros((2, services * entries * facilities, problem.states), np.int64),
    )
    first = problem.start[:-1]
    service, entry = problem.service[problem.need[first]], problem.entry[problem.need[first]]
    stand = (service * entries + entry) * facilities + problem.facility
    bound[stand], most[stand], least[stand] = problem.year, problem.high, problem.low
    room = (tables.levels.room * tables.levels.intake[:, :, None]).sum(axis=2)
    places = room[np.arange(facilities)[:, None, None], place % levels]
    return Lives(
        first=np.searchsorted(arcs.facility[order] * years + arcs.year[order], np.arange(facilities * years + 1)),
        before=arcs.before[order],
        after=arcs.after[order],
        cost=weights.steps[step] + weights.at[steps.facility[step], steps.after[step], steps.year[step]],
        step=step,
        today=arcs.today.copy(),
        bound=bound,
        most=np.maximum(most, 0),
        least=least,
        places=np.where(place == NONE, 0, places),
        years=years,
    )


def shares_places(case: Case) -> bool:
    """Whether grades of a facility share places, or a least, more freely than by equal parts: then plans are poorer.

    Where classes are enforced, as many in each grade as fit into the places, parts say no more than they do.
    """
    levels, demand, classes = case.tables.levels, case.tables.demand, case.tables.classes
    rule = case.rules.classes
    for s, grades in enumerate(demand.grades.tolist()):
        if grades == 1:
            continue
        if rule is None or rule.apply != "enforce" or s not in classes.taught:
            return True
        takes = (levels.room[:, :, s] > 0) & levels.intake
        most = classes.parallel[:, :, s] * int(classes.most[s, :grades].max()) * grades
        asked = np.where(takes, _least(case)[0][:, :, s], 0)
        if (takes & (most > levels.room[:, :, s])).any() or (
            asked > int(classes.first[0, s, :grades].min()) * grades
        ).any():
            return True
    return False


def part_by_grade(
    case: Case,
    low: Sequence[Ints],
    high: Sequence[Ints],
    pasts: Sequence[Pasts],
    block: tuple[Ints, Ints, Ints],
    year: Ints,
) -> None:
    """Give each entry its part of the places in each year of its stay, and ask it for its part of the least."""
    levels, demand = case.tables.levels, case.tables.demand
    together = np.maximum(demand.share.sum(axis=1), 1)
    least, spared = _least(case)
    for b, (f, s, e, last) in enumerate(zip(*block, year, strict=True)):
        digits, window = pasts[f].digits(int(last)), pasts[f].window
        since = max(int(demand.entry_year[s, e]), int(last) - window)
        level = digits[since - last + window] % len(levels.names)
        took = (levels.intake[f, level] | (demand.entry_grade[s, e] > 0)) & (levels.room[f, level, s] > 0)
        for t in range(since, int(last) + 1):
            place = digits[t - last + window]
            level = place % len(levels.names)
            room = WHOLE * levels.room[f, level, s] // together[s, t]
            asked = -(-WHOLE * least[f, level, s] // together[s, t])
            asked *= took
            asked = np.where(spared[f, level] & (place < len(levels.names)), 0, asked)
            np.minimum(high[b], room, out=high[b])
            np.maximum(low[b], asked, out=low[b])


def _least(case: Case) -> tuple[Ints, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]:
    """Return fewest persons by level, shape (facilities, levels, services), and who is spared while untouched."""
    levels, rule = case.tables.levels, case.rules.minimum_size
    if rule is None or rule.apply == "report":
        return np.zeros_like(levels.room), np.zeros(levels.room.shape[:2], bool)
    alone = ((levels.room > 0).sum(axis=2, keepdims=True) == 1) & (levels.room > 0)
    least = np.maximum(levels.least, levels.least_total[:, :, None] * alone)
    spares = rule.apply == "new_only"
    return least, levels_without_measure(case.tables) & spares
