"""From files to a case: read, check, count the need, find the ways, name things."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from netplan.case import Case, InputFile, Words
from netplan.case.lines import FacilityLine, Site
from netplan.case.lives import CLOSED_NAME, levels_of, premises_of, steps_of
from netplan.case.money import Calendar, money_of
from netplan.inputs.findings import Findings
from netplan.sector import Text
from netplan.tables import Levels, Population, Premises, Tables
from netplan.workspace.attendance import (
    attendance_of,
    attendance_together,
    check_people,
    read_attendance,
    with_those_there,
)
from netplan.workspace.branches import check_branches
from netplan.workspace.classes import check_classes
from netplan.workspace.classes_together import classes_together
from netplan.workspace.cohorts import with_cohorts
from netplan.workspace.conversions import check_conversions
from netplan.workspace.districts import districts_of, districts_together, notice_far_districts
from netplan.workspace.elsewhere import elsewhere_together, without_elsewhere
from netplan.workspace.folders import workspace_of
from netplan.workspace.groups import check_groups, districts_apart, elsewhere_apart, groups_of, with_groups
from netplan.workspace.levels import LevelBook
from netplan.workspace.lives import check_locks, facility_lines
from netplan.workspace.measure_names import check_measure_names
from netplan.workspace.money import check_lines, money_told
from netplan.workspace.moves import check_moves
from netplan.workspace.named_norms import check_named, check_provision, goals_with_values, norms_together, with_values
from netplan.workspace.need import demand_of, demand_together
from netplan.workspace.notices import notice_assumed, notice_joins, notice_model, notice_ways
from netplan.workspace.population import population_of
from netplan.workspace.question import Question, read_questions
from netplan.workspace.region import Region, read_region
from netplan.workspace.rooms import notice_rooms
from netplan.workspace.rows import MEASURES
from netplan.workspace.shelf import Hear, Shelf
from netplan.workspace.social import with_social_index
from netplan.workspace.together import goals_together, level_titles, rules_together, titles_together
from netplan.workspace.transport import transport_of
from netplan.workspace.ways import pairs_of, travel_modes, ways_by_mode

_CLOSED = {"de": "geschlossen", "en": "closed"}


def load(path: str | Path, *, on_progress: Hear | None = None) -> Case:
    """Read a scenario with everything it needs, ready to be decided.

    A search of ways that takes long tells `on_progress` the mode, by language, and the share that is done.

    Raises InputError with all faults of all its files at once; NetplanError where `path` is in no workspace.
    """
    return load_from(Shelf(workspace_of(path), on_progress), path)


def load_from(shelf: Shelf, path: str | Path) -> Case:
    """Read a scenario of a workspace some of whose files may already be read."""
    file, findings = scenario_file(shelf.root, path), Findings()
    questions = with_cohorts(read_questions(shelf, file, findings), findings)
    region = _region(shelf, questions, file, findings)
    if not questions or region is None:
        findings.raise_faults()
        raise AssertionError("a question or region that cannot be read has a fault")
    check_locks(questions[0], region, findings)
    check_groups(questions, region, findings)
    check_named(questions, findings)
    check_provision(questions, region, findings)
    by_sector: list[list[FacilityLine]] = []
    for question in questions:
        book = LevelBook(shelf, question, region, findings)
        by_sector.append(facility_lines(question, region, book, findings))
        _check_measures(question, region, findings)
    lines = [line for own in by_sector for line in own]
    needs = [demand_of(shelf, question, region, findings) for question in questions]
    districts = districts_together([districts_of(shelf, question, region, lines, findings) for question in questions])
    attending = [read_attendance(shelf, question, region, findings) for question in questions]
    for question, there in zip(questions, attending, strict=True):
        check_people(there, region, question)
    sites = _sites(lines, region)
    _check_names(questions, region, lines, sites, findings)
    found = [ways_by_mode(shelf, question, region, sites, findings) for question in questions]
    findings.raise_faults()
    needed = [
        without_elsewhere(shelf, question, region, with_those_there(there, question, need), there, findings)
        for question, need, there in zip(questions, needs, attending, strict=True)
        if need is not None
    ]
    findings.raise_faults()
    everyone = with_social_index(questions, region, demand_together([need for need, _ in needed]), findings)
    demand = with_groups(shelf, questions, region, everyone, findings)
    districts = districts_apart(districts, demand)
    elsewhere = elsewhere_apart(elsewhere_together([gone for _, gone in needed]), demand)
    calendar = _calendar(questions[0])
    levels = levels_of(lines, sites, demand.services, calendar)
    steps = steps_of(lines, levels.names, calendar, questions[0].scenario.measures, questions[0].rules.grants)
    pairs = pairs_of(questions, found, demand, levels)
    attendance = attendance_together(
        [
            attendance_of(there, question, demand, pairs, levels)
            for question, there in zip(questions, attending, strict=True)
        ]
    )
    taken = transport_of(shelf, questions, region, sites, demand, pairs, levels, findings)
    check_classes(questions, by_sector, [need for need, _ in needed], findings)
    _notice_assumed(questions, lines, findings)
    notice_joins([way for ways in found for way in ways], everyone, levels, region, findings)
    titles = {name: service.title for question in questions for name, service in question.sector.services.items()}
    notice_ways(demand, pairs, titles, findings)
    notice_far_districts(districts, demand, pairs, findings)
    findings.raise_faults()
    population = population_of(questions, region.people, everyone) if region.people else Population()
    classes = classes_together(questions, lines, levels.names, [need for need, _ in needed])
    money, premises = money_of(lines, demand, calendar, taken), _premises(questions, lines, sites, levels)
    notice_rooms(questions[0], region, levels, premises, findings)
    tables = Tables(
        demand, pairs, levels, steps, districts, elsewhere, population, attendance, classes, money, premises
    )
    return _case(shelf, questions, region, tables, findings)


def _notice_assumed(questions: Sequence[Question], lines: Sequence[FacilityLine], findings: Findings) -> None:
    """Name what the models and the region leave assumed."""
    for question in questions:
        notice_model(question, findings)
    notice_assumed(lines, findings)


def _check_names(
    questions: Sequence[Question],
    region: Region,
    lines: Sequence[FacilityLine],
    sites: Sequence[Site],
    findings: Findings,
) -> None:
    """Check what rules name of measures, facilities, areas and budget lines."""
    check_measure_names(questions, region, lines, sites, findings)
    check_conversions(questions, region, lines, findings)
    check_branches(questions, region, findings)
    check_lines(questions[0], lines, findings)


def _premises(
    questions: Sequence[Question], lines: Sequence[FacilityLine], sites: Sequence[Site], levels: Levels
) -> Premises:
    rule = questions[0].rules.branches
    return premises_of(lines, sites, levels.names, rule.of if rule else {})


def _sites(lines: Sequence[FacilityLine], region: Region) -> list[Site]:
    """Return the sites that facilities of the sectors stand at."""
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


def _region(shelf: Shelf, questions: Sequence[Question], file: str, findings: Findings) -> Region | None:
    """Read the region, also where the question cannot be used: all faults are shown at once."""
    name = questions[0].scenario.region if questions else _named_region(shelf, file)
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
    if question.sector.sector not in sectors and region.facilities is not None and findings.clean(file):
        what = f"no facility of sector {question.sector.sector}"
        findings.fault(file, None, "sector", None, what, "Add the facilities of this sector.", "NP-I063")


def _calendar(question: Question) -> Calendar:
    scenario = question.scenario
    rate = scenario.cost.discount_rate.amount if scenario.cost.discount_rate else Fraction(0)
    base = scenario.years[0] if scenario.cost.base_year is None else scenario.cost.base_year
    return Calendar(scenario.years, scenario.spans, rate, base, scenario.cost.residual)


def _case(shelf: Shelf, questions: Sequence[Question], region: Region, tables: Tables, findings: Findings) -> Case:
    check_moves(questions, tables, findings)
    findings.raise_faults()
    scenario, sectors = questions[0].scenario, [question.sector for question in questions]
    return Case(
        name=questions[0].name,
        workspace=shelf.root,
        scenario_file=questions[0].origin.own.file,
        region=scenario.region,
        sector="+".join(scenario.sector),
        against=scenario.against,
        tables=tables,
        rules=with_values(rules_together(scenario, sectors), norms_together(questions)),
        goals=goals_with_values(goals_together(scenario, sectors), norms_together(questions)),
        words=_words(questions, tables.levels.names),
        norms=tuple(
            replace(norm, name=question.named(norm.name)) for question in questions for norm in question.norms.values()
        ),
        notices=tuple(dict.fromkeys(findings.notices)),
        inputs=_inputs(shelf, questions, region),
    )


def _inputs(shelf: Shelf, questions: Sequence[Question], region: Region) -> tuple[InputFile, ...]:
    files: Mapping[str, int | None] = {
        **dict.fromkeys(questions[0].origin.files),
        **dict.fromkeys(question.sector_file.file for question in questions),
        **region.rows,
    }
    return tuple(shelf.input(file, rows) for file, rows in files.items())


def _words(questions: Sequence[Question], levels: Sequence[str]) -> Words:
    first, sectors = questions[0], [question.sector for question in questions]
    titles = {CLOSED_NAME: _CLOSED}
    titles |= {name: _both(title, name) for name, title in level_titles(sectors).items()}
    modes = ((question, mode.name) for question in questions for mode in travel_modes(question))
    return Words(
        title=_both(first.scenario.title, first.name),
        description=_both(first.scenario.description, ""),
        sector=titles_together([_both(sector.title, sector.sector) for sector in sectors]),
        people=titles_together([_both(sector.people, "") for sector in sectors]),
        services={name: _both(service.title, name) for sector in sectors for name, service in sector.services.items()},
        levels={name: _level_title(name, titles) for name in levels},
        modes={question.named(name): _both(question.sector.modes[name].title, name) for question, name in modes},
        groups={name: _both(text.title, name) for question in questions for name, text in groups_of(question).items()},
        regimes={name: _both(regime.title, name) for sector in sectors for name, regime in sector.regimes.items()},
        money=money_told(first),
    )


def _level_title(name: str, titles: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    level, _, link = name.partition("#")
    title = titles.get(level, {"de": level, "en": level})
    return {"de": f"{title['de']} ({link}. Jahr)", "en": f"{title['en']} (year {link})"} if link else title


def _both(text: Text, otherwise: str) -> dict[str, str]:
    """Return a text in both languages; one that is missing is taken from the other."""
    return {"de": text.get("de") or text.get("en") or otherwise, "en": text.get("en") or text.get("de") or otherwise}
