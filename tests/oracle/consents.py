"""Which measures of a tiny question may be taken, by what those who must agree have said."""

from tests.oracle.question import Facility, Measure, Question

WORDS = ("", "given", "asked", "refused")
"""The nearest to a yes first."""


def is_there(question: Question, act: Measure) -> bool:
    """Say whether a measure is considered at all: a refused one only where the rule lets it in."""
    rules = question.measures
    if act.consent != "refused":
        return True
    return rules is not None and (rules.consent == "refused" or bool(rules.consent and rules.consent_apply == "report"))


def may_be_taken(question: Question, facility: Facility, act: Measure) -> bool:
    """Say whether consent and carrier allow a measure."""
    rules = question.measures
    if not is_there(question, act):
        return False
    if rules is None:
        return True
    if rules.consent and rules.consent_apply == "enforce" and WORDS.index(act.consent) > WORDS.index(rules.consent):
        return False
    is_theirs = bool(rules.carriers) and facility.carrier not in rules.carriers
    return not (is_theirs and rules.carriers_apply == "enforce" and act.consent != "given")
