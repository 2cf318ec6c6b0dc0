"""Rules whose settings name a norm: its value takes the place of its name."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from netplan.constraints import Constraint, PlacesPer1000, Rules
from netplan.constraints.areas import EVERY
from netplan.indicators import GoalText
from netplan.inputs.findings import Findings, did_you_mean
from netplan.inputs.yaml_files import KeyPath
from netplan.norms import Norm, NormName
from netplan.units import EXAMPLES
from netplan.workspace.question import Question
from netplan.workspace.region import Region


def norms_together(questions: Sequence[Question]) -> dict[str, Norm]:
    """Return the norms that a rule may name: with their sector, and without it where only one sector has them."""
    found: dict[str, Norm] = {}
    for question in questions:
        others = [other.norms for other in questions if other is not question]
        found |= {question.named(name): norm for name, norm in question.norms.items()}
        found |= {name: norm for name, norm in question.norms.items() if not any(name in other for other in others)}
    return found


def check_named(questions: Sequence[Question], findings: Findings) -> None:
    """Check that every norm a rule names is there and is of the kind needed."""
    norms = norms_together(questions)
    for question, rule, in_scenario in _holding(questions):
        for path, name in _names(rule):
            _check(question, norms, ("constraints", rule.rule, *path), name, findings, in_scenario=in_scenario)
    for question in questions[:1]:
        for i, goal in enumerate(question.goals):
            for key, rate in goal.rates.items():
                if isinstance(rate, NormName):
                    place = ("goals", str(i), goal.name, key)
                    _check(question, norms, place, rate, findings, in_scenario=bool(question.scenario.goals))


def check_provision(questions: Sequence[Question], region: Region, findings: Findings) -> None:
    """Check that services, age groups and target groups that a rule names are there."""
    groups = region.people.groups if region.people else None
    services = [name for question in questions for name in question.sector.services]
    _check_groups(questions, findings)
    for question, rule, in_scenario in _holding(questions):
        for name in rule.named:
            if name not in services:
                what, mend = "no service of this model", did_you_mean(name, services)
                _fault(
                    question,
                    ("constraints", rule.rule),
                    (name, what, mend, "NP-I064"),
                    findings,
                    in_scenario=in_scenario,
                )
        named = rule.groups if isinstance(rule, PlacesPer1000) and groups else ()
        for i, name in enumerate(named):
            if groups and name not in groups:
                what, mend = "people.csv has no people of this age group", did_you_mean(name, groups)
                path = ("constraints", rule.rule, "groups", str(i))
                _fault(question, path, (name, what, mend, "NP-I064"), findings, in_scenario=in_scenario)
    for question in questions:
        for key, service in question.sector.services.items():
            for i, name in enumerate(service.residents):
                if groups and name not in groups:
                    what, mend = "people.csv has no people of this age group", did_you_mean(name, groups)
                    path = ("services", key, "residents", str(i))
                    _fault(question, path, (name, what, mend, "NP-I064"), findings, in_scenario=False)


def _check_groups(questions: Sequence[Question], findings: Findings) -> None:
    """Check that the target groups that a rule names are told apart."""
    apart = questions[0].scenario.groups
    for question, rule, in_scenario in _holding(questions):
        for name in (name for name in rule.named_groups if name not in apart):
            sentence = (name, "no group that the scenario tells apart", did_you_mean(name, apart), "NP-I064")
            _fault(question, ("constraints", rule.rule), sentence, findings, in_scenario=in_scenario)


def with_values(rules: Rules, norms: Mapping[str, Norm]) -> Rules:
    """Return rules whose settings hold quantities only."""
    filled: dict[str, Any] = {rule.rule: _filled(rule, norms) for rule in rules}
    return Rules.model_construct(**filled)


def goals_with_values(goals: Sequence[GoalText], norms: Mapping[str, Norm]) -> tuple[GoalText, ...]:
    """Return goals whose exchange rates hold quantities only."""
    return tuple(
        goal.model_copy(update={"rates": {name: _value(rate, norms) for name, rate in goal.rates.items()}})
        for goal in goals
    )


def _holding(questions: Sequence[Question]) -> Iterator[tuple[Question, Constraint, bool]]:
    """Yield the rules that hold, with the question that says them, and whether its scenario does."""
    own = questions[0].scenario.constraints
    for question in questions:
        rules = (rule for rule in question.sector.constraints if rule.rule not in own.model_fields_set)
        yield from ((question, rule, False) for rule in rules)
    yield from ((questions[0], rule, True) for rule in own)


def _names(rule: Constraint) -> Iterator[tuple[KeyPath, NormName]]:
    """Yield the norms that a rule names, with their place below the rule."""
    for key in type(rule).model_fields:
        value = getattr(rule, key)
        for part, inner in value.items() if isinstance(value, Mapping) else [("", value)]:
            if isinstance(inner, NormName):
                yield (key, str(part)) if part not in {"", EVERY} else (key,), inner


def _check(
    question: Question,
    norms: Mapping[str, Norm],
    path: KeyPath,
    named: NormName,
    findings: Findings,
    *,
    in_scenario: bool,
) -> None:
    norm = norms.get(named.name)
    if norm is None:
        what = f"neither a norm nor a quantity like {EXAMPLES[named.kind]}"
        mend = did_you_mean(named.name, norms)
    elif norm.value.kind != named.kind:
        what = f"the norm is {norm.value}, not a {named.kind}"
        mend = f'Name one with a value like "{EXAMPLES[named.kind]}".'
    else:
        return
    _fault(question, path, (named.name, what, mend, "NP-I066"), findings, in_scenario=in_scenario)


def _fault(
    question: Question, path: KeyPath, sentence: tuple[str, str, str, str], findings: Findings, *, in_scenario: bool
) -> None:
    file = question.sector_file
    place, line = question.origin.place(path) if in_scenario else (file.file, file.line(path))
    name, what, mend, code = sentence
    findings.fault(place, line, ".".join(path), name, what, mend, code)


def _filled(rule: Constraint, norms: Mapping[str, Norm]) -> Constraint:
    changed = {}
    for key in type(rule).model_fields:
        setting = getattr(rule, key)
        is_mapping = isinstance(setting, Mapping)
        changed[key] = (
            {name: _value(part, norms) for name, part in setting.items()} if is_mapping else _value(setting, norms)
        )
    return rule.model_copy(update=changed)


def _value(part: Any, norms: Mapping[str, Norm]) -> Any:  # noqa: ANN401  settings are of many kinds
    return norms[part.name].value if isinstance(part, NormName) else part
