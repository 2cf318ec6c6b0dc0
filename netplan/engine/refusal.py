"""Which single rule stands in the way where no plan exists."""

from dataclasses import replace

import numpy as np

from netplan.case import Case
from netplan.engine.asking import Options
from netplan.engine.highs import Effort, Question, Watch, minimise
from netplan.program import state


def relaxing(case: Case, options: Options, seconds: float) -> list[str]:
    """Return the rules without which, one at a time, some plan exists."""
    found = []
    rules = [rule for rule in case.enforced if "report" in rule.may]
    for rule in rules:
        freed = rule.model_copy(update={"apply": "report"})
        program = state(replace(case, rules=case.rules.model_copy(update={rule.rule: freed})))
        if program.facilities.contradictions:
            continue
        question = Question(
            program.matrix,
            program.row_lower,
            program.row_upper,
            program.lower,
            program.upper,
            program.integer,
            np.zeros(len(program.lower)),
        )
        effort = Effort(seconds / len(rules), seed=options.seed, threads=options.threads)
        if minimise(question, effort, Watch()).values is not None:
            found.append(rule.rule)
    return found
