"""Rules on measures made simpler, one thing at a time."""

from collections.abc import Iterator
from dataclasses import fields, replace

from tests.oracle.measure_rules import MeasureRules
from tests.oracle.question import Question


def with_simpler_measures(question: Question) -> Iterator[Question]:
    """Yield questions with one of the rules on measures left out, or one link fewer."""
    rules, plain = question.measures, MeasureRules()
    if rules is None:
        return
    for field in fields(rules):
        if getattr(rules, field.name) != getattr(plain, field.name):
            yield replace(question, measures=replace(rules, **{field.name: getattr(plain, field.name)}))
    for link in rules.links if len(rules.links) > 1 else ():
        yield replace(question, measures=replace(rules, links=tuple(one for one in rules.links if one != link)))
    for f, facility in enumerate(question.facilities):
        if facility.carrier != "municipal" or facility.area != "a0":
            simple = replace(facility, carrier="municipal", area="a0")
            yield replace(question, facilities=(*question.facilities[:f], simple, *question.facilities[f + 1 :]))
