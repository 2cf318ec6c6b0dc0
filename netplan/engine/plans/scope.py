"""Which cases can be planned by local search, and why others cannot."""

from netplan.case import Case
from netplan.constraints import COUNTED
from netplan.constraints.classes import Classes
from netplan.constraints.minimum_size import MinimumSize
from netplan.engine.plans.couplings import KNOWN, counts_people, joins_grades
from netplan.engine.plans.lives import shared_limits
from netplan.indicators import GoalText, weights_of


def obstacle(case: Case, goal: GoalText) -> str:
    """Return why a case cannot be planned by local search for a goal beside the people unserved; empty if it can."""
    return _in_people(case) or _in_goals(case, goal) or _in_rules(case)


def _in_people(case: Case) -> str:
    demand, attendance = case.tables.demand, case.tables.attendance
    if len(attendance.pair):
        return "people who are somewhere already and stay"
    if demand.moving.any():
        return "people who move where a facility closes at once"
    return "places or minimum sizes of several services together" if shared_limits(case) else ""


def _in_goals(case: Case, goal: GoalText) -> str:
    weights = weights_of(goal, case.tables)
    if weights is None or weights.own or any(one.name in COUNTED for one in case.goals):
        return f"goal {goal.name}, which is no sum over ways and levels"
    if weights.moved or weights.kept is not None:
        return f"goal {goal.name}, which counts what is left of buildings, or who moves"
    return ""


def _in_rules(case: Case) -> str:
    tables = case.tables
    for rule in case.stated:
        if any(True for _ in rule.decides(tables)):
            return f"rule {rule.rule}, which decides numbers of its own"
        if any(True for _ in rule.blocks(tables)):
            return f"rule {rule.rule}, which counts who goes where"
        if rule.rule == Classes.rule:
            if joins_grades(rule, tables):
                return f"rule {rule.rule}, which counts the people of several grades"
        elif rule.rule not in KNOWN and counts_people(rule, tables):
            return f"rule {rule.rule}, which counts people"
    if any(isinstance(rule, MinimumSize) for rule in case.enforced) and tables.premises.main.size:
        return "minimum sizes of schools of several houses"
    return ""
