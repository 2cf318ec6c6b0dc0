"""Whether those who fare worst fare well enough, recomputed person by person."""

from collections.abc import Iterator
from fractions import Fraction

from netplan.audit.goals import Outcome, ways_of
from netplan.audit.quantities import SECONDS, quantity
from netplan.audit.question import Question, Rule
from netplan.audit.tenth import MINUTE, longest_tenth
from netplan.audit.verdict import Check, judged


def judge_fairness(outcome: Outcome) -> list[Check]:
    """Judge the rules on those who fare worst that the model or the scenario names."""
    rules = outcome.question.rules
    found = []
    if "worst_tenth" in rules:
        rule = rules["worst_tenth"]
        faults = list(tenth_faults(outcome, rule))
        found.append(judged("worst_tenth", "mean of the longest ways of a tenth", rule.apply, faults, "kept"))
    return found


def tenth_faults(outcome: Outcome, rule: Rule) -> Iterator[str]:
    """Find services and years in which the longest ways of a tenth take too long on average."""
    question = outcome.question
    for service in question.services:
        limit = time_of(question, rule, "mean", service)
        for year in question.years if limit is not None else ():
            ways = ways_of(outcome, service, year)
            people, longest = Fraction(sum(number for _, number in ways)), longest_tenth(ways)
            if limit is not None and not is_near(longest, people / 10, limit):
                mean = float(10 * longest / people)
                yield f"{service}, {year}: {mean:.2f} min on average, at most {float(limit / MINUTE):g} min"


def is_near(minutes: Fraction, people: Fraction, limit: Fraction) -> bool:
    """Whether minutes of so many people are within the limit on average [s]."""
    return MINUTE * minutes <= limit * people


def time_of(question: Question, rule: Rule, key: str, service: str) -> Fraction | None:
    """Read the time said of a service, or of all services: a quantity or the name of a norm [s]."""
    said = rule.settings.get(key)
    if isinstance(said, dict):
        said = said.get(service, said.get("*"))
    return None if said is None else quantity(question.norms.get(str(said), str(said)), SECONDS, key)
