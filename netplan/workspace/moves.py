"""Whether a scenario in which people may move asks for nothing that does not know of moves."""

from collections.abc import Sequence

from netplan.indicators.money import carrier_cost, land_cost
from netplan.inputs.findings import Findings
from netplan.tables import Tables
from netplan.workspace.question import Question
from netplan.workspace.together import goals_together

_BY_WHOLE_CELLS = ("whole_cells", "districts")


def check_moves(questions: Sequence[Question], tables: Tables, findings: Findings) -> None:
    """Check the rule on moves: people move within a stay, and other rules and money must know where they are then."""
    question = questions[0]
    rules, scenario = question.rules, question.scenario
    if rules.moves is None:
        return
    if not scenario.cohorts:
        mend = "Write cohorts: yes, or remove the rule."
        question.fault(findings, ("constraints", "moves"), "only cohorts stay and can move", mend, "NP-I080")
        return
    policies = rules.assignment.policies.values() if rules.assignment else ()
    goals = {goal.name for goal in goals_together(scenario, [each.sector for each in questions])}
    asked = [(f"policy {name}", any(policy.name == name for policy in policies)) for name in _BY_WHOLE_CELLS]
    named = (rules.within_target, rules.group_within_target, rules.extra_minutes, rules.worst_tenth)
    asked += [(f"rule {rule.rule}", True) for rule in named if rule is not None]
    asked += [("goal worst_tenth", "worst_tenth" in goals), ("key groups", bool(scenario.groups))]
    asked += [
        ("money paid for each person", any(view(tables).entries is not None for view in (carrier_cost, land_cost)))
    ]
    for name, is_asked in asked:
        if is_asked:
            what = f"the {name} does not know of people who move"
            question.fault(findings, ("constraints", "moves"), what, "Plan without one of them.", "NP-I080")
