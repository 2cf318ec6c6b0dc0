"""One scenario ready to be decided: tables, constraints and goals, and what the reader must know of them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from netplan import tables as arrays
from netplan.case.lives import possible_steps
from netplan.constraints import COUNTED, Block, Constraint, EveryoneServed, Forbidden, Rules
from netplan.errors import Notice
from netplan.indicators import RATES, GoalText
from netplan.languages import Language, language
from netplan.norms import Norm
from netplan.tables import Ints, Tables
from netplan.units import quantity, shown_number

ARRAYS, WORDS = "case.npz", "case.json"


@dataclass(frozen=True)
class InputFile:
    """A raw file that a case was read from."""

    path: str
    """Relative to the workspace, with `/`."""
    sha256: str
    bytes: int
    rows: int | None


@dataclass(frozen=True)
class Words:
    """What things are called in reports, in German and English."""

    title: Mapping[str, str]
    description: Mapping[str, str]
    sector: Mapping[str, str]
    people: Mapping[str, str]
    services: Mapping[str, Mapping[str, str]]
    levels: Mapping[str, Mapping[str, str]]
    """By level name, links of a phase included."""
    modes: Mapping[str, Mapping[str, str]]
    regimes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By regime of the rule `classes`."""
    money: Mapping[str, str] = field(default_factory=dict)
    """How money is added up, in a sentence."""
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By target group that is told apart."""


@dataclass(frozen=True, eq=False)
class Case:
    """One scenario with everything it needs, ready to be decided."""

    name: str
    """The scenario's file name without ending."""
    workspace: Path
    scenario_file: str
    """Relative to the workspace."""
    region: str
    sector: str
    against: str
    tables: Tables
    rules: Rules
    goals: tuple[GoalText, ...]
    """In order; the first is `unserved`."""
    words: Words
    norms: tuple[Norm, ...]
    notices: tuple[Notice, ...]
    inputs: tuple[InputFile, ...]
    barred: Forbidden | None = None
    """What else does not exist: what rules left out here said of unmerged cells."""

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """All rules of the case, those only reported included."""
        return tuple(self.rules)

    @property
    def enforced(self) -> tuple[Constraint, ...]:
        """The rules that a plan must obey."""
        return tuple(rule for rule in self.rules if rule.apply != "report")

    @property
    def stated(self) -> tuple[Constraint, ...]:
        """The rules that the program states: those enforced, and those whose decisions a goal counts."""
        known = {rule.rule for rule in self.enforced}
        needed = (COUNTED[goal.name]() for goal in self.goals if goal.name in COUNTED)
        return (*self.enforced, *(rule for rule in needed if rule.rule not in known))

    @cached_property
    def forbidden(self) -> Forbidden:
        """What pairs and steps do not exist under the enforced rules."""
        found = Forbidden.nothing(self.tables) if self.barred is None else self.barred
        for rule in self.enforced:
            found = found | rule.forbids(self.tables)
        return found

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The rows over who goes where of all rules that are stated."""
        return tuple(block for rule in self.stated for block in rule.blocks(self.tables))

    def goal(self, name: str) -> GoalText:
        """Return the goal of a name."""
        return next(goal for goal in self.goals if goal.name == name)

    @property
    def moves(self) -> bool:
        """Whether people may move because their facility closes at once."""
        return self.rules.moves is not None and bool(self.tables.demand.moving.any())

    @property
    def together(self) -> npt.NDArray[np.bool_]:
        """Whether those of a cell who enter all go to one facility or find no place, (cells, services, entries)."""
        found = np.zeros(self.tables.demand.people.shape, bool)
        for block in self.blocks:
            found |= block.together[:, :, None] & self.tables.demand.enters
        return found

    @property
    def possible(self) -> Ints:
        """Indices of the steps that some life under the enforced rules can take."""
        return possible_steps(self.tables, ~self.forbidden.steps)

    @property
    def folder(self) -> Path:
        """The run folder."""
        return self.workspace / "results" / self.name

    @property
    def hash(self) -> str:
        """Fingerprint of everything that can change the plan [hex]."""
        found = hashlib.sha256()
        for part in (getattr(self.tables, name) for name in arrays.PARTS):
            for name, value in sorted(vars(part).items()) if part is not None else ():
                found.update(name.encode())
                found.update(repr(value).encode() if isinstance(value, tuple) else value.tobytes())
        found.update(_rules_text(self.rules).encode())
        found.update(repr(self.goals).encode())
        return found.hexdigest()

    def __str__(self) -> str:
        """Write the size of the case in the language that the environment asks for."""
        return self.told(language())

    def told(self, lang: Language) -> str:
        """Write the size of the case on one line."""
        _, facilities, services, _, horizon = self.tables.shape
        cells = len(set(self.tables.demand.homes.tolist()))
        people = int(self.tables.demand.by_year[:, :, 0].sum())
        pairs = len(self.tables.pairs.cell)
        who = self.words.people.get(lang) or {"de": "Personen", "en": "persons"}[lang]
        words = {
            "de": (("Wohnzelle", "Wohnzellen"), (who, who), ("Einrichtung", "Einrichtungen"), ("Angebot", "Angebote"),
                   ("Planungsjahr", "Planungsjahre"), ("Paar", "Paare")),
            "en": (("cell", "cells"), (who, who), ("facility", "facilities"), ("service", "services"),
                   ("listed year", "listed years"), ("pair", "pairs")),
        }[lang]  # fmt: skip
        numbers = (cells, people, facilities, services, horizon, pairs)
        return f"{self.name}: " + ", ".join(
            f"{shown_number(number, lang)} {word[number != 1]}" for number, word in zip(numbers, words, strict=True)
        )


def rules_of(sector: Rules, scenario: Rules, *, everyone: bool) -> Rules:
    """Return the sector's rules, each replaced by the scenario's; `everyone` adds that nobody is left out."""
    rules = sector.replaced_by(scenario)
    return rules.replaced_by(Rules(everyone_served=EveryoneServed())) if everyone else rules


def goals_of(sector: Sequence[GoalText], scenario: Sequence[GoalText]) -> tuple[GoalText, ...]:
    """Return the scenario's goals, else the sector's; people without a place always come first."""
    goals = tuple(scenario or sector)
    first = GoalText.model_validate("unserved")
    rest = tuple(goal for goal in goals if goal.name != first.name)
    named = tuple(goal for goal in goals if goal.name == first.name)
    return (named or (first,))[:1] + rest


def save(case: Case, folder: Path) -> None:
    """Write a case into its run folder: arrays as `.npz` without pickle, the rest as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays.save(case.tables, folder / ARRAYS)
    text = {
        "name": case.name,
        "workspace": str(case.workspace),
        "scenario_file": case.scenario_file,
        "region": case.region,
        "sector": case.sector,
        "against": case.against,
        "rules": json.loads(_rules_text(case.rules)),
        "goals": [_goal_text(goal) for goal in case.goals],
        "words": asdict(case.words),
        "norms": [{**vars(norm), "value": norm.value.text} for norm in case.norms],
        "notices": [asdict(notice) for notice in case.notices],
        "inputs": [asdict(file) for file in case.inputs],
    }
    (folder / WORDS).write_text(json.dumps(text, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read(folder: Path) -> Case:
    """Read a case written by `save`; the workspace is the one the folder lies in."""
    text: dict[str, Any] = json.loads((folder / WORDS).read_text(encoding="utf-8"))
    return Case(
        name=text["name"],
        workspace=folder.resolve().parent.parent,
        scenario_file=text["scenario_file"],
        region=text["region"],
        sector=text["sector"],
        against=text["against"],
        tables=arrays.read(folder / ARRAYS),
        rules=Rules.model_validate(text["rules"]),
        goals=tuple(_goal(said) for said in text["goals"]),
        words=Words(**text["words"]),
        norms=tuple(Norm(**{**norm, "value": quantity(norm["value"])}) for norm in text["norms"]),
        notices=tuple(Notice(**notice) for notice in text["notices"]),
        inputs=tuple(InputFile(**file) for file in text["inputs"]),
    )


def _goal_text(goal: GoalText) -> dict[str, Any]:
    rates = {name: str(rate) for name, rate in goal.rates.items()}
    return {"name": goal.name, "share": str(goal.share), "amount": goal.amount, "rates": rates}


def _goal(said: Mapping[str, Any]) -> GoalText:
    rates = {name: quantity(rate, RATES[name]) for name, rate in said["rates"].items()}
    return GoalText.model_construct(
        name=said["name"], share=Fraction(said["share"]), amount=said["amount"], rates=rates
    )


def _rules_text(rules: Rules) -> str:
    found = {}
    for rule in rules:
        settings = rule.model_dump(by_alias=True, exclude_none=True)
        found[rule.rule] = _as_text(settings)
    return json.dumps(found, sort_keys=True)


def _as_text(value: Any) -> Any:  # noqa: ANN401  JSON has no narrower type
    if isinstance(value, Mapping):
        return {str(key): _as_text(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_as_text(part) for part in value]
    return value if isinstance(value, bool | int | str) or value is None else str(value)
