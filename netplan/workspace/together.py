"""Several sectors planned as one: whether their models fit together, and what holds for all of them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Protocol

from netplan.case import goals_of, rules_of
from netplan.constraints import Rules
from netplan.indicators import GoalText
from netplan.inputs.findings import Findings, did_you_mean
from netplan.inputs.yaml_files import KeyPath
from netplan.norms import NormText
from netplan.scenario import Scenario
from netplan.sector import Sector, Text


class Origin(Protocol):
    """Where each key of a scenario is written."""

    def place(self, path: KeyPath) -> tuple[str, int | None]:
        """Return file and line of a key path."""


def check_together(scenario: Scenario, sectors: Sequence[Sector], origin: Origin, findings: Findings) -> None:
    """Check the set of norms and the overrides, and what only one of several models may say."""

    def fault(path: KeyPath, value: str | None, what: str, mend: str, code: str) -> None:
        file, line = origin.place(path)
        findings.fault(file, line, ".".join(path), value, what, mend, code)

    for sector in sectors:
        if scenario.norms not in sector.norms:
            what = f"models/{sector.sector}.yaml has no such set of norms"
            fault(("norms",), scenario.norms, what, did_you_mean(scenario.norms, sector.norms), "NP-I066")
    known = list(_norm_names(sectors))
    for name in scenario.override:
        if name not in known:
            files = " or ".join(f"models/{sector.sector}.yaml" for sector in sectors)
            fault(("override", name), None, f"no norm of {files} has this name", did_you_mean(name, known), "NP-I066")
    for one, other in combinations(sectors, 2):
        services, regimes = set(one.services) & set(other.services), set(one.regimes) & set(other.regimes)
        shared = [f"service {name}" for name in sorted(services)] + [f"regime {name}" for name in sorted(regimes)]
        for thing in shared:
            what = f"{one.sector} and {other.sector} both have a {thing}"
            fault(("sector",), None, what, "Give it another name in one of the models.", "NP-I074")
        for rule in _disputed(one.constraints, other.constraints, scenario.constraints):
            what = f"{one.sector} and {other.sector} say different things of this rule"
            fault(("constraints", rule), None, what, "Say in the scenario what holds for all of them.", "NP-I074")
        if one.goals != other.goals and not scenario.goals:
            what = f"{one.sector} and {other.sector} have different goals"
            fault(("goals",), None, what, "List the goals in the scenario.", "NP-I074")


def own_override(scenario: Scenario, sector: str) -> dict[str, NormText]:
    """Return the norms that a scenario replaces in one sector, by the name they have in its model."""
    if len(scenario.sector) == 1:
        return dict(scenario.override)
    front = f"{sector}."
    return {name.removeprefix(front): text for name, text in scenario.override.items() if name.startswith(front)}


def rules_together(scenario: Scenario, sectors: Sequence[Sector]) -> Rules:
    """Return the rules of a case: those of every model, each replaced by the scenario's."""
    rules = Rules()
    for sector in sectors:
        rules = rules.replaced_by(sector.constraints)
    return rules_of(rules, scenario.constraints, everyone=scenario.unserved == "none")


def goals_together(scenario: Scenario, sectors: Sequence[Sector]) -> tuple[GoalText, ...]:
    """Return the goals of a case in order."""
    return goals_of(sectors[0].goals, scenario.goals)


def titles_together(texts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Join titles as people list things: “Kitas, Horte und Grundschulen”."""
    return {language: _listed([text[language] for text in texts], word) for language, word in _AND.items()}


def level_titles(sectors: Sequence[Sector]) -> dict[str, Text]:
    """Return the title of each level; a name that sectors use for different sizes has all their titles."""
    found: dict[str, list[Text]] = {}
    for sector in sectors:
        for name, level in sector.levels.items():
            found.setdefault(name, []).append(level.title)
    return {name: _alternatives(titles) for name, titles in found.items()}


_AND = {"de": "und", "en": "and"}


def _listed(texts: Sequence[str], word: str) -> str:
    *first, last = dict.fromkeys(texts)
    return f"{', '.join(first)} {word} {last}" if first else last


def _alternatives(titles: Sequence[Text]) -> Text:
    languages: dict[str, dict[str, None]] = {}
    for title in titles:
        for language, text in title.items():
            languages.setdefault(language, {})[text] = None
    return {language: " / ".join(texts) for language, texts in languages.items()}  # type: ignore[misc]


def _norm_names(sectors: Sequence[Sector]) -> Iterator[str]:
    for sector in sectors:
        front = f"{sector.sector}." if len(sectors) > 1 else ""
        yield from dict.fromkeys(f"{front}{name}" for texts in sector.norms.values() for name in texts)


def _disputed(one: Rules, other: Rules, said: Rules) -> Iterator[str]:
    for rule in one:
        if getattr(other, rule.rule) not in (None, rule) and getattr(said, rule.rule) is None:
            yield rule.rule
