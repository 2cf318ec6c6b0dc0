"""An answer of netplan held against a tiny question: what it does and what it counts, added up anew."""

from collections.abc import Sequence

from netplan.engine import solve_here
from netplan.errors import NoPlanError
from netplan.plan import Plan
from netplan.tables import StepKind
from tests.oracle import cohorts
from tests.oracle.branches import branch_faults, is_house
from tests.oracle.brute_force import Stage, best, keeps_rules
from tests.oracle.classes import class_faults
from tests.oracle.cohort_classes import cohort_class_faults
from tests.oracle.cohort_fairness import cohort_fairness_faults
from tests.oracle.cohort_policies import cohort_policy_faults
from tests.oracle.fairness import fairness_faults, fairness_values, seen_by
from tests.oracle.lives import Life, level_of, lives_of
from tests.oracle.moves import move_faults
from tests.oracle.policies import Way, policy_faults
from tests.oracle.provision import permitted, within_faults
from tests.oracle.pupils import pupil_faults
from tests.oracle.question import Level, Measure, Question, with_values
from tests.oracle.translation import case_of

SECONDS = 60
"""Time for one tiny question; none needs a second."""


def answered(question: Question) -> Plan | None:
    """Return netplan's plan, None where it says that none exists."""
    try:
        return solve_here(case_of(question), seconds=SECONDS, gap=0.0, seed=0, threads=1)
    except NoPlanError:
        return None


def disagreements(question: Question) -> list[str]:
    """Ask netplan and brute force; say where they differ, nothing where they agree."""
    stages, plan = best(question), answered(question)
    if stages is None or plan is None:
        return [] if stages is None and plan is None else [f"brute force has {stages}, netplan has {plan}"]
    return [*differences(stages, plan), *faults(question, plan)]


def differences(stages: Sequence[Stage], plan: Plan) -> list[str]:
    """Compare goal by goal what can be reached with what was reached."""
    found = [] if plan.status == "optimal" else [f"status is {plan.status}"]
    for stage, reached in zip(stages, plan.goals, strict=True):
        at_least = (reached.goal, reached.best, reached.limit) == (stage.goal, stage.value, stage.limit)
        if not (at_least and reached.bound <= stage.value and reached.value <= stage.limit):
            found.append(f"brute force has {stage}, netplan has {reached}")
    if plan.goals[-1].value != stages[-1].value:
        found.append(f"brute force ends with {stages[-1]}, netplan with {plan.goals[-1]}")
    return found


def faults(question: Question, plan: Plan) -> list[str]:
    """Say what a plan breaks, reading its measures and people only."""
    lives = _lives(question, plan)
    if lives is None:
        return ["a facility leads a life that it cannot"]
    found = [] if keeps_rules(question, lives) else ["a rule on facilities is broken"]
    if question.cohorts:
        return [*found, *_cohort_faults(question, plan, lives)]
    ways = _ways(plan)
    found += _people_faults(question, plan, ways)
    found += policy_faults(question, lives, ways, plan.unserved, seen_by) + within_faults(question, ways)
    found += fairness_faults(question, ways)
    found += ["a building that is not permitted" for life in lives if not permitted(question, [life])]
    for t in range(len(question.years)):
        for f, life in enumerate(lives):
            there = [
                sum(way.people for way in ways if (way.facility, way.service, way.year) == (f, s, t))
                for s in range(len(question.services))
            ]
            rule = question.minimum_size
            is_asked = rule == "enforce" or (rule == "new_only" and life.touched[t])
            is_asked &= not is_house(question, f)
            if not _fits(level_of(life.facility, life.levels[t]), there, is_asked=is_asked):
                found.append(f"{life.facility.name} as {life.levels[t]} has {there} in {question.years[t]}")
        now = [level_of(life.facility, life.levels[t]) for life in lives]
        found += branch_faults(question, now, plan.load[:, :, t].tolist())
        found += pupil_faults(question, now, plan.load[:, :, t].tolist())
    found += class_faults(question, lives, plan.load.tolist())
    counted = with_values(question, values(question, plan, lives, ways))
    found += [
        f"{goal.goal} is {counted[goal.goal]}, said is {goal.value}"
        for goal in plan.goals
        if counted[goal.goal] != goal.value
    ]
    return found


def _cohort_faults(question: Question, plan: Plan, lives: Sequence[Life]) -> list[str]:
    pairs = plan.tables.pairs
    go: cohorts.People = {
        (int(pairs.cell[p]), int(pairs.facility[p]), int(pairs.service[p]), int(e)): int(plan.go[p, e])
        for p, e in zip(*plan.go.nonzero(), strict=True)
    }
    unserved: cohorts.People = {
        (int(c), int(s), int(e)): int(plan.unserved[c, s, e]) for c, s, e in zip(*plan.unserved.nonzero(), strict=True)
    }
    counted = values(question, plan, lives, ()) | cohorts.people_values(question, go, unserved)
    counted["cost"] += counted["people_cost"] + counted["people_land"]
    counted["carrier_cost"] += counted["people_cost"]
    counted["land_cost"] += counted["people_land"]
    counted = with_values(question, counted)
    return [
        *cohorts.people_faults(question, lives, go, unserved),
        *cohort_class_faults(question, lives, go),
        *cohort_policy_faults(question, lives, go, unserved),
        *cohort_fairness_faults(question, go),
        *move_faults(question, lives, go),
        *("a building that is not permitted" for life in lives if not permitted(question, [life])),
        *(
            f"{goal.goal} is {counted[goal.goal]}, said is {goal.value}"
            for goal in plan.goals
            if counted[goal.goal] != goal.value
        ),
    ]


def values(question: Question, plan: Plan, lives: Sequence[Life], ways: Sequence[Way]) -> dict[str, int]:
    """Count every goal on a plan."""
    spans = question.spans
    seconds = [question.seconds[way.cell][question.facilities[way.facility].site][way.service] for way in ways]
    both = list(zip(ways, seconds, strict=True))
    return {
        "unserved": sum(int(number) * spans[t] for by_cell in plan.unserved for s in by_cell for t, number in _by(s))
        if not question.cohorts
        else 0,
        "cost": sum(life.cost for life in lives),
        "carrier_cost": sum(life.carrier_cost for life in lives),
        "land_cost": sum(life.land_cost for life in lives),
        "person_minutes": sum(spans[way.year] * way.people * time for way, time in both),
        "beyond_target": sum(
            spans[way.year] * way.people
            for way, time in both
            if time > seen_by(question, way.cell).services[way.service].target
        ),
        "open_facilities": sum(spans[t] for life in lives for t, is_open in enumerate(life.is_open) if is_open),
        "closures": sum(life.closures for life in lives),
        "longest_way": max(seconds, default=0),
        **fairness_values(question, ways, lives),
    }


def _by(numbers: Sequence[int]) -> list[tuple[int, int]]:
    return list(enumerate(numbers))


def _lives(question: Question, plan: Plan) -> list[Life] | None:
    """Read each facility's life from the steps taken; None where the question does not allow it."""
    steps, levels = plan.tables.steps, plan.tables.levels
    found = []
    for facility in question.facilities:
        taken = [i for i in plan.chosen.tolist() if levels.facilities[steps.facility[i]] == facility.name]
        taken.sort(key=lambda i: int(steps.year[i]))
        names = tuple(levels.names[steps.after[i]] for i in taken)
        still = (StepKind.STAY, StepKind.AUTOMATIC)
        acts = tuple(
            None if steps.kind[i] in still else (steps.names[steps.name[i]], int(steps.programme[i])) for i in taken
        )
        same = [
            life
            for life in lives_of(question, facility)
            if life.levels == names and tuple(act and (act.name, _programme(act)) for act in life.acts) == acts
        ]
        if len(same) != 1:
            return None
        found += same
    return found


def _programme(act: Measure) -> int:
    return -1 if act.programme is None else act.programme


def _ways(plan: Plan) -> list[Way]:
    pairs = plan.tables.pairs
    return [
        Way(int(pairs.cell[p]), int(pairs.facility[p]), int(pairs.service[p]), int(t), int(plan.go[p, t]))
        for p, t in zip(*plan.go.nonzero(), strict=True)
    ]


def _people_faults(question: Question, plan: Plan, ways: Sequence[Way]) -> list[str]:
    found = []
    for c, cell in enumerate(question.demand):
        for s, cohort in enumerate(cell):
            for t, people in enumerate(cohort):
                gone = sum(way.people for way in ways if (way.cell, way.service, way.year) == (c, s, t))
                left = int(plan.unserved[c, s, t])
                if gone + left != people or left < 0:
                    found.append(f"of {people} persons in cell {c}, {gone} go and {left} stay in {question.years[t]}")
                if left and question.everyone_served == "enforce":
                    found.append(f"{left} persons of cell {c} have no place")
    for way in ways:
        seconds = question.seconds[way.cell][question.facilities[way.facility].site][way.service]
        if way.people < 0 or seconds > seen_by(question, way.cell).services[way.service].reach:
            found.append(f"{way} takes {seconds} s")
    return found


def _fits(level: Level, there: Sequence[int], *, is_asked: bool) -> bool:
    people = sum(there)
    has_places = all(load <= places for load, places in zip(there, level.places, strict=True))
    has_least = all(load >= least for load, least in zip(there, level.least, strict=True))
    is_enough = not is_asked or (has_least and people >= level.least_total)
    return has_places and is_enough and (level.total is None or people <= level.total)
