"""States that remember: every life is one path through them, and limits people as all its years do."""

from collections.abc import Iterator
from itertools import product
from random import Random

import numpy as np
import pytest

from benchmarks.regions import region
from netplan.case import Case
from netplan.engine.histories import Arcs, Histories, merged, pasts_of
from netplan.engine.relaxation.prices import asked
from netplan.engine.relaxation.proof import proved
from netplan.engine.relaxation.relaxed import relaxed
from netplan.engine.relaxation.sweeps import sweep
from netplan.program.facilities import facility_half
from tests.oracle.brute_force import best
from tests.oracle.instances import question_of
from tests.oracle.question import Question
from tests.oracle.translation import case_of
from tests.test_relaxation import SUMS

PLACES, YEARS, STAY = 3, 4, 3
QUICK, MANY = 300, 9000
"""How many random questions are drawn: those with classes of cohorts are about one in sixteen."""


def _arcs(rng: Random, facilities: int) -> Arcs:
    """Draw which places lead on to which in each year; some steps there are twice."""
    rows = [
        (f, t, before, after)
        for f, t, before, after in product(range(facilities), range(YEARS), range(PLACES), range(PLACES))
        if before == after or rng.random() < 0.6
        for _ in range(1 + (rng.random() < 0.2))
    ]
    facility, year, before, after = np.array(rows, np.int64).T
    order = np.lexsort((before, after, facility, year))
    today = np.array([rng.randrange(PLACES) for _ in range(facilities)], np.int64)
    return Arcs(facility[order], year[order], before[order], after[order], order, today)


def _paths(arcs: Arcs, f: int, state: int, t: int = 0) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield every life of a facility as its steps and the states that they lead to."""
    if t == YEARS:
        yield ()
        return
    for i in np.flatnonzero((arcs.facility == f) & (arcs.year == t) & (arcs.before == state)).tolist():
        after = int(arcs.after[i])
        yield from (((int(arcs.step[i]), after), *rest) for rest in _paths(arcs, f, after, t + 1))


@pytest.mark.parametrize("seed", range(20))
def test_every_life_is_one_path_through_states_and_limits_people_as_all_its_years_do(seed: int) -> None:
    rng = Random(seed)
    steps = _arcs(rng, 2)
    pasts = pasts_of(steps, PLACES, YEARS, np.array([STAY - 1, 0]))
    most = np.array([rng.choice((0, 2, 5)) for _ in range(2 * YEARS * PLACES)]).reshape(2, YEARS, PLACES)
    # An intake of each year stays for three: what the last of them lets in is the least of all.
    limits, never = [], []
    for f, own in enumerate(pasts):
        places = [own.digits(t) for t in range(YEARS)]
        back = [range(min(own.window, t) + 1) for t in range(YEARS)]
        rows = [[most[f, t - j][places[t][own.window - j]] for j in back[t]] for t in range(YEARS)]
        limits.append([np.array([np.min(some, axis=0)]) for some in rows])
        never.append([np.zeros(len(past), bool) for past in own.past])
    histories, shown = merged(steps, pasts, limits, never)
    for f, own in enumerate(pasts):
        lives = list(_paths(steps, f, int(steps.today[f])))
        found = dict(_lives(histories, f))
        assert sorted(found) == sorted(tuple(step for step, _ in life) for life in lives)
        for life in lives:
            states = found[tuple(step for step, _ in life)]
            for t, state in enumerate(states):
                assert histories.place[f, state, t] == life[t][1]
                wanted = min(most[f, t - j, life[t - j][1]] for j in range(min(own.window, t) + 1))
                assert limits[f][t][0][shown[f][t][state]] == wanted


def _lives(histories: Histories, f: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    for life in _paths(histories.arcs, f, int(histories.arcs.today[f])):
        yield tuple(step for step, _ in life), tuple(state for _, state in life)


def test_pasts_that_limit_alike_are_one_state() -> None:
    """Five levels over four years are more than six hundred pasts; what they let in are seventy."""
    case = region(30, 3, 10, 1, cohorts=True)
    problem = relaxed(case, facility_half(case))
    assert problem.histories.window.tolist() == [3, 3, 3]
    assert int((problem.histories.place >= 0).sum(axis=1).max()) < 150


def test_too_many_pasts_forget_the_oldest_years(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound holds still; it is lower."""
    case = region(30, 3, 10, 1, cohorts=True)
    bounds = []
    for most in (20_000, 100, 10):
        monkeypatch.setattr("netplan.engine.histories.MOST_PASTS", most)
        problem = relaxed(case, facility_half(case))
        task = asked(problem, case.goals[1], {"unserved": 0})
        bounds.append((problem.histories.window.max(), proved(task, sweep(task, 150).prices).bound))
    windows, values = zip(*bounds, strict=True)
    assert windows[0] > windows[1] > windows[2]
    assert values[0] >= values[1] >= values[2] < values[0]


def _with_classes(seeds: range) -> Iterator[tuple[int, Question, Case]]:
    """Yield random questions with cohorts that are taught in classes."""
    for seed in seeds:
        question = question_of(seed)
        if question.cohorts is None or question.classes is None or question.classes.apply == "report":
            continue
        case = case_of(question)
        if not case.moves:
            yield seed, question, case


def _compare(seeds: range) -> int:
    told, number = [], 0
    for seed, question, case in _with_classes(seeds):
        stages, half = best(question), facility_half(case)
        if stages is None or half.contradictions:
            continue
        number += 1
        problem, limits = relaxed(case, half), dict[str, int]()
        for goal, stage in zip(case.goals, stages, strict=True):
            if goal.name in SUMS:
                task = asked(problem, goal, limits)
                bound = proved(task, sweep(task, 30).prices).bound
                if bound > stage.value:
                    told.append(f"seed {seed}: {goal.name} is {stage.value}, the bound {bound}")
            limits |= {goal.name: stage.limit}
    assert not told, "\n".join(told)
    return number


def test_no_plan_of_cohorts_in_classes_is_below_the_bound() -> None:
    assert _compare(range(QUICK)) > 0


@pytest.mark.slow
def test_no_plan_of_cohorts_in_classes_is_below_the_bound_in_many_more_questions() -> None:
    assert _compare(range(QUICK, MANY)) > 100
