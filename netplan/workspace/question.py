"""What a scenario asks: itself laid over its base, its model, and the norms that hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from netplan.constraints import Budget, Rules
from netplan.constraints.budget import Line, listed_in
from netplan.indicators import GoalText
from netplan.inputs.findings import Findings, did_you_mean
from netplan.inputs.yaml_files import KeyPath, YamlFile
from netplan.norms import Norm, chosen
from netplan.scenario import MERGED_KEYS, Scenario, merged
from netplan.sector import Sector
from netplan.workspace.folders import DATA, SCENARIOS
from netplan.workspace.schema import validated
from netplan.workspace.sectors import check_norms, read_sector
from netplan.workspace.shelf import Shelf
from netplan.workspace.together import check_together, own_override, rules_together

_NAME = re.compile(r"[^/\\:.][^/\\:]*")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Origin:
    """Where each key of a scenario is written: in its own file or in its base."""

    own: YamlFile
    base: YamlFile | None

    def place(self, path: KeyPath) -> tuple[str, int | None]:
        """Return file and line of a key path, or of the nearest key above it."""
        file = self.own
        if self.base is not None and path:
            top = path[:2] if path[0] in MERGED_KEYS else path[:1]
            if self.own.at(top) is None and self.base.at(path[:1]) is not None:
                file = self.base
        return file.file, file.line(path)

    @property
    def files(self) -> tuple[str, ...]:
        """The files, own one first."""
        return (self.own.file,) if self.base is None else (self.own.file, self.base.file)


@dataclass(frozen=True)
class Question:
    """A scenario, one of its models and the norms of that, each checked."""

    name: str
    scenario: Scenario
    origin: Origin
    sector: Sector
    sector_file: YamlFile
    norms: Mapping[str, Norm]
    rules: Rules
    """Those of the case: of every model, each replaced by the scenario's."""

    @property
    def goals(self) -> tuple[GoalText, ...]:
        """The scenario's goals, else the model's."""
        return self.scenario.goals or self.sector.goals

    def named(self, thing: str) -> str:
        """Return the name of a norm or mode in a case: with its sector in front where several are planned."""
        return f"{self.sector.sector}.{thing}" if len(self.scenario.sector) > 1 else thing

    def fault(
        self, findings: Findings, path: KeyPath, what: str, mend: str, code: str, value: str | None = None
    ) -> None:
        """Note a fault of the scenario at a key path."""
        file, line = self.origin.place(path)
        findings.fault(file, line, ".".join(path), value, what, mend, code)

    def whole(self, norm: str) -> int:
        """Return a norm as a whole number of its inner unit."""
        return self.norms[norm].value.whole


def read_questions(shelf: Shelf, file: str, findings: Findings) -> list[Question]:
    """Read a scenario with everything it names but the region: one question a sector.

    Empty, and faults noted, where it cannot be read.
    """
    before = len(findings.faults)
    origin = _origin(shelf, file, findings)
    if origin is None:
        return []
    tree = merged(origin.base.tree if origin.base else {}, origin.own.tree)
    scenario = validated(Scenario, tree, origin.place, findings)
    said = tree.get("sector", [])
    models = [name for name in (said if isinstance(said, list) else [said]) if name in shelf.models()]
    read = [read_sector(shelf, str(name), findings) for name in models]
    found = [model for model in read if model is not None]
    if scenario is None:
        return []
    _check_names(shelf, scenario, origin, findings)
    _check_years(scenario, origin, findings)
    if len(found) < len(scenario.sector):
        return []
    check_together(scenario, [sector for sector, _ in found], origin, findings)
    if len(findings.faults) > before:
        return []
    rules = rules_together(scenario, [sector for sector, _ in found])
    questions = [_of_sector(Path(file).stem, scenario, origin, model, rules) for model in found]
    for question in questions:
        check_norms(question.sector, question.sector_file, question.norms, origin.place, question.named, findings)
    _check_budget(questions[0], findings)
    _check_grants(questions[0], findings)
    return questions if len(findings.faults) == before else []


def _of_sector(name: str, scenario: Scenario, origin: Origin, model: tuple[Sector, YamlFile], rules: Rules) -> Question:
    sector, file = model
    override = own_override(scenario, sector.sector)
    return Question(name, scenario, origin, sector, file, chosen(sector.norms, scenario.norms, override), rules)


def _origin(shelf: Shelf, file: str, findings: Findings) -> Origin | None:
    """Read a scenario and the one it is based on."""
    own = shelf.yaml(file, findings)
    if own is None:
        return None
    name = own.tree.get("based_on", "")
    if not isinstance(name, str) or not name:
        return Origin(own, None)
    line = own.line(("based_on",))
    path = f"{SCENARIOS}/{name}.yaml"
    if not _NAME.fullmatch(name) or not (shelf.root / path).is_file():
        mend = did_you_mean(name, _scenarios(shelf))
        findings.fault(file, line, "based_on", name, "no scenario of this name", mend, "NP-I064")
        return None
    base = shelf.yaml(path, findings)
    if base is None:
        return None
    if base.tree.get("based_on"):
        what = "this scenario is itself based on another one"
        mend = f'Base {own.file} on "{base.tree["based_on"]}" and repeat what differs.'
        findings.fault(file, line, "based_on", name, what, mend, "NP-I071")
        return None
    return Origin(own, base)


def _scenarios(shelf: Shelf) -> list[str]:
    return sorted(path.stem for path in (shelf.root / SCENARIOS).glob("*.yaml"))


def _check_names(shelf: Shelf, scenario: Scenario, origin: Origin, findings: Findings) -> None:
    """Check that the region, the model and the scenario to compare with are there."""
    regions = sorted(path.name for path in (shelf.root / DATA).glob("*") if path.is_dir())
    known = {"region": regions, "sector": list(shelf.models()), "against": ["", *_scenarios(shelf)]}
    named: list[tuple[KeyPath, str]] = [(("region",), scenario.region), (("against",), scenario.against)]
    if len(scenario.sector) == 1:
        named.append((("sector",), scenario.sector[0]))
    else:
        named += [(("sector", str(i)), name) for i, name in enumerate(scenario.sector)]
    for path, name in named:
        key, names = path[0], known[path[0]]
        if name in names:
            continue
        file, line = origin.place(path)
        if name and not _NAME.fullmatch(name):
            what, mend, code = "a name that leads elsewhere", "Write the bare name of a folder or file.", "NP-I053"
        else:
            thing = {"region": "no folder in data/", "sector": "no model in models/"}.get(key, "no scenario")
            what, mend, code = f"{thing} of this name", did_you_mean(name, names), "NP-I064"
        findings.fault(file, line, ".".join(path), name, what, mend, code)


def _check_years(scenario: Scenario, origin: Origin, findings: Findings) -> None:
    for i, year in enumerate(scenario.years):
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            file, line = origin.place(("years", str(i)))
            mend = "Write calendar years of four digits, like 2026."
            findings.fault(file, line, f"years.{i}", str(year), "not a calendar year", mend, "NP-I044")


def _check_budget(question: Question, findings: Findings) -> None:
    """Check that a budget by year names every listed year and none other, and each period one at least."""
    budget: Budget | None = question.scenario.constraints.budget
    if budget is None:
        return
    path: KeyPath = ("constraints", "budget")
    years = [str(year) for year in question.scenario.years]
    limits: list[tuple[Budget | Line, KeyPath]] = [(budget, path)]
    limits += [(line, (*path, "lines", name)) for name, line in budget.lines.items()]
    for said, place in limits:
        granted: Mapping[str, Any] = said.per_year or {}
        for year in () if "*" in granted else granted:
            if year not in years:
                mend = f"Listed are {', '.join(years)}."
                question.fault(findings, (*place, "per_year", year), "not a listed year", mend, "NP-I070", year)
        missing = [year for year in years if year not in granted]
        if granted and "*" not in granted and missing:
            mend = "Grant money for every listed year, 0 EUR where there is none."
            question.fault(findings, (*place, "per_year"), f"{', '.join(missing)} is missing", mend, "NP-I070")
        for period in said.periods:
            if not listed_in(period, np.array(question.scenario.years)):
                mend = f"Listed are {', '.join(years)}."
                question.fault(
                    findings, (*place, "periods", period), "no listed year lies in it", mend, "NP-I070", period
                )


def _check_grants(question: Question, findings: Findings) -> None:
    """Check that programmes name sectors of the scenario."""
    grants, sectors = question.scenario.constraints.grants, question.scenario.sector
    for name, programme in grants.programmes.items() if grants else ():
        for sector in programme.sectors:
            if sector not in sectors:
                path = ("constraints", "grants", "programmes", name, "sectors")
                what, mend = "no sector of this scenario", did_you_mean(sector, sectors)
                question.fault(findings, path, what, mend, "NP-I064", sector)
