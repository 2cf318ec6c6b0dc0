"""From files to a case: read, check, count the need, find the ways, name things."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from netplan.case import Case, InputFile, Words, goals_of, rules_of
from netplan.case.lines import FacilityLine, Site
from netplan.case.lives import CLOSED_NAME, Calendar, levels_of, steps_of
from netplan.inputs.findings import Findings
from netplan.sector import Text
from netplan.tables import Tables
from netplan.workspace.classes import check_classes, classes_of
from netplan.workspace.folders import workspace_of
from netplan.workspace.levels import LevelBook
from netplan.workspace.lives import facility_lines
from netplan.workspace.need import demand_of
from netplan.workspace.notices import notice_assumed, notice_joins, notice_norms, notice_ways
from netplan.workspace.question import Question, read_question
from netplan.workspace.region import Region, read_region
from netplan.workspace.rows import MEASURES
from netplan.workspace.shelf import Shelf
from netplan.workspace.ways import pairs_of, travel_modes, ways_by_mode

_CLOSED = {"de": "geschlossen", "en": "closed"}


def load(path: str | Path) -> Case:
    """Read a scenario with everything it needs, ready to be decided.

    Raises InputError with all faults of all its files at once; NetplanError where `path` is in no workspace.
    """
    return load_from(Shelf(workspace_of(path)), path)


def load_from(shelf: Shelf, path: str | Path) -> Case:
    """Read a scenario of a workspace some of whose files may already be read."""
    file, findings = scenario_file(shelf.root, path), Findings()
    question = read_question(shelf, file, findings)
    region = _region(shelf, question, file, findings)
    if question is None or region is None:
        findings.raise_faults()
        raise AssertionError("a question or region that cannot be read has a fault")
    book = LevelBook(shelf, question, region, findings)
    lines = facility_lines(question, region, book, findings)
    _check_measures(question, region, findings)
    demand = demand_of(shelf, question, region, findings)
    sites = _sites(lines, region)
    found = ways_by_mode(shelf, question, region, sites, findings)
    findings.raise_faults()
    if demand is None:
        raise AssertionError("a need that cannot be counted has a fault")
    calendar, services = _calendar(question), tuple(question.sector.services)
    levels = levels_of(lines, sites, services, calendar)
    steps = steps_of(lines, levels.names, calendar, question.scenario.measures)
    pairs = pairs_of(question, found, demand, levels)
    check_classes(question, lines, demand.grades, findings)
    notice_norms(question, findings)
    notice_assumed(lines, findings)
    notice_joins(found, demand, levels, region, findings)
    notice_ways(demand, pairs, findings)
    findings.raise_faults()
    classes = classes_of(question, lines, levels.names, demand.grades)
    return _case(shelf, question, region, Tables(demand, pairs, levels, steps, classes), findings)


def _sites(lines: Sequence[FacilityLine], region: Region) -> list[Site]:
    """Return the sites that facilities of the sector stand at."""
    seats = {line.site for line in lines}
    return [site for site in region.sites or () if site.site in seats]


def scenario_file(root: Path, path: str | Path) -> str:
    """Return a scenario's path relative to the workspace; a bare name is one of scenarios/."""
    given = Path(path)
    for candidate in (given, root / given, root / "scenarios" / f"{given.name.removesuffix('.yaml')}.yaml"):
        if candidate.is_file() and candidate.resolve().is_relative_to(root):
            return candidate.resolve().relative_to(root).as_posix()
    resolved = given.resolve()
    return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else given.as_posix()


def _region(shelf: Shelf, question: Question | None, file: str, findings: Findings) -> Region | None:
    """Read the region, also where the question cannot be used: all faults are shown at once."""
    name = question.scenario.region if question else _named_region(shelf, file)
    if not name or not (shelf.root / "data" / name).is_dir():
        return None
    region = read_region(shelf, name)
    findings.add(region.findings)
    return region


def _named_region(shelf: Shelf, file: str) -> str:
    """Return the region that a faulty scenario or its base names."""
    silent = Findings()
    tree = found.tree if (found := shelf.yaml(file, silent)) else {}
    name, base = tree.get("region"), tree.get("based_on")
    if name is None and isinstance(base, str) and base.isidentifier():
        below = shelf.yaml(f"scenarios/{base}.yaml", silent)
        name = below.tree.get("region") if below else None
    return name if isinstance(name, str) and name not in {".", ".."} and "/" not in name and "\\" not in name else ""


def _check_measures(question: Question, region: Region, findings: Findings) -> None:
    file = f"{region.folder}/measures.csv"
    if region.measures is None and question.scenario.measures and findings.clean(file) and file not in region.rows:
        mend = f"Write it with the columns {', '.join(MEASURES.required)}, or say measures: none in the scenario."
        findings.fault(file, None, "", None, "no such file", mend, "NP-I061")
    file = f"{region.folder}/facilities.csv"
    sectors = {row.sector for row in region.facilities or ()}
    if question.scenario.sector not in sectors and region.facilities is not None and findings.clean(file):
        what = f"no facility of sector {question.scenario.sector}"
        findings.fault(file, None, "sector", None, what, "Add the facilities of this sector.", "NP-I063")


def _calendar(question: Question) -> Calendar:
    scenario = question.scenario
    rate = scenario.cost.discount_rate.amount if scenario.cost.discount_rate else Fraction(0)
    base = scenario.years[0] if scenario.cost.base_year is None else scenario.cost.base_year
    return Calendar(scenario.years, scenario.spans, rate, base)


def _case(shelf: Shelf, question: Question, region: Region, tables: Tables, findings: Findings) -> Case:
    scenario, sector = question.scenario, question.sector
    return Case(
        name=question.name,
        workspace=shelf.root,
        scenario_file=question.origin.own.file,
        region=scenario.region,
        sector=scenario.sector,
        against=scenario.against,
        tables=tables,
        rules=rules_of(sector.constraints, scenario.constraints, everyone=scenario.unserved == "none"),
        goals=goals_of(sector.goals, scenario.goals),
        words=_words(question, tables.levels.names),
        norms=tuple(question.norms.values()),
        notices=tuple(dict.fromkeys(findings.notices)),
        inputs=_inputs(shelf, question, region),
    )


def _inputs(shelf: Shelf, question: Question, region: Region) -> tuple[InputFile, ...]:
    files: Mapping[str, int | None] = {
        **dict.fromkeys(question.origin.files),
        question.sector_file.file: None,
        **region.rows,
    }
    return tuple(shelf.input(file, rows) for file, rows in files.items())


def _words(question: Question, levels: Sequence[str]) -> Words:
    sector = question.sector
    titles = {CLOSED_NAME: _CLOSED} | {name: _both(level.title, name) for name, level in sector.levels.items()}
    return Words(
        title=_both(question.scenario.title, question.name),
        description=_both(question.scenario.description, ""),
        sector=_both(sector.title, sector.sector),
        people=_both(sector.people, ""),
        services={name: _both(service.title, name) for name, service in sector.services.items()},
        levels={name: _level_title(name, titles) for name in levels},
        modes={mode.name: _both(sector.modes[mode.name].title, mode.name) for mode in travel_modes(question)},
        regimes={name: _both(regime.title, name) for name, regime in sector.regimes.items()},
    )


def _level_title(name: str, titles: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    level, _, link = name.partition("#")
    title = titles.get(level, {"de": level, "en": level})
    return {"de": f"{title['de']} ({link}. Jahr)", "en": f"{title['en']} (year {link})"} if link else title


def _both(text: Text, otherwise: str) -> dict[str, str]:
    """Return a text in both languages; one that is missing is taken from the other."""
    return {"de": text.get("de") or text.get("en") or otherwise, "en": text.get("en") or text.get("de") or otherwise}
