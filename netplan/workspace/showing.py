"""Show a model or a scenario as text: what it counts, which norms hold and who says so."""

import inspect
from collections.abc import Iterable, Iterator
from pathlib import Path

from netplan.case import Case
from netplan.constraints import Constraint
from netplan.errors import NetplanError
from netplan.german.shown import german_line, german_rule
from netplan.indicators import GOALS, GoalText
from netplan.inputs.findings import Findings, did_you_mean
from netplan.languages import Language
from netplan.norms import NormText
from netplan.sector import LevelText, Sector, Text
from netplan.units import shown_number
from netplan.workspace.class_showing import classes_of_model
from netplan.workspace.folders import workspace_of
from netplan.workspace.loading import load
from netplan.workspace.sectors import read_sector
from netplan.workspace.shelf import Shelf

READ_IN = {"cents": ("EUR", 100), "person-seconds": ("person-minutes", 60), "seconds": ("min", 60)}
"""By unit of a goal: the unit that people read, and how many of the first it holds."""


def show(what: str | Path, lang: Language = "en") -> str:
    """Return a model (`primary_school`) or a scenario (`scenarios/design.yaml`) written out as text.

    English titles stand beside the German ones, so that both can be looked up; German lines hold German only.

    Raises InputError where its file has faults, NetplanError where nothing has this name.
    """
    name = Path(what).name.removesuffix(".yaml")
    root = workspace_of(what)
    shelf, findings = Shelf(root), Findings()
    if name in shelf.models() and not (root / "scenarios" / f"{name}.yaml").is_file():
        found = read_sector(shelf, name, findings)
        findings.raise_faults()
        return "\n".join(_model(found[0], lang)) if found else ""
    if (root / "scenarios" / f"{name}.yaml").is_file():
        case = load(root / "scenarios" / f"{name}.yaml")
        lines = [case.told(lang), *_people_of_groups(case, lang), case.words.money[lang], ""]
        lines += [*_said(map(str, case.norms), lang), "", *_rules(tuple(case.rules), lang), ""]
        lines += [*_goals(case.goals, lang), ""]
        notices = (f"{notice.code}: {notice.de}" if lang == "de" else str(notice) for notice in case.notices)
        return "\n".join([*lines, *notices])
    regions = sorted(f"data/{path.parent.name}" for path in (root / "data").glob("*/cells.*"))
    known = [*shelf.models(), *regions, *sorted(path.stem for path in (root / "scenarios").glob("*.yaml"))]
    raise NetplanError(
        f'"{what}" is no model, no scenario and no folder of a region. {did_you_mean(name, known)}',
        de=f'"{what}" ist weder ein Modell noch ein Szenario noch der Ordner einer Region. '
        f"Bekannt: {', '.join(known)}.",
    )


def _said(lines: Iterable[str], lang: Language) -> Iterator[str]:
    """Yield lines in a language; headings may begin with an empty line."""
    for line in lines:
        yield "\n".join(map(german_line, line.split("\n"))) if lang == "de" else line


def _model(sector: Sector, lang: Language) -> Iterator[str]:
    yield from _said(_parts(sector, lang), lang)
    yield ""
    yield from _rules(tuple(sector.constraints), lang)
    yield ""
    yield from _goals(sector.goals, lang)


def _parts(sector: Sector, lang: Language) -> Iterator[str]:
    yield f"{sector.sector}: {_title(sector.title, lang)}, for {_title(sector.people, lang)}"
    if sector.advisory:
        yield f"  {_title(sector.advisory, lang)}"
    yield "\nServices"
    for name, service in sector.services.items():
        take_up = ", ".join(f"{group}: {_value(sector, norm)}" for group, norm in service.take_up.items())
        yield f"  {name}: {_title(service.title, lang)}; by {', '.join(service.modes)}; take-up {take_up};"
        least = f", least {_value(sector, service.least)}" if service.least else ""
        yield f"    reach {_value(sector, service.reach)}, target {_value(sector, service.target)}{least}"
        if service.need_low or service.need_high:
            low, high = (_value(sector, norm) for norm in (service.need_low, service.need_high))
            yield f"    corridor of need from {low} to {high} of the need counted"
        if service.transport:
            paid = service.transport
            yield f"    transport from {paid.since} on, measured by {paid.by}, at {paid.cost} a year and person"
        if service.stay:
            shares = {"intake": service.intake, "survival": service.survival}
            told = (
                f", {word} {key}: {_value(sector, norm)}"
                for word, norms in shares.items()
                for key, norm in norms.items()
            )
            yield f"    with cohorts: stay {_value(sector, service.stay)}{''.join(told)}"
    yield "\nModes"
    for name, mode in sector.modes.items():
        wait = f", wait {_value(sector, mode.wait)}" if mode.wait else ""
        yield f"  {name}: {_title(mode.title, lang)}; roads {mode.roads}, speed {_value(sector, mode.speed)}{wait}"
    yield from _groups(sector, lang)
    yield "\nLevels"
    for name, level in sector.levels.items():
        yield f"  {name}: {_level(level, lang)}"
    yield from classes_of_model(sector)
    for kind, index in sector.price_index.items():
        yield f"\nPrice index of {kind} ({index.source or 'assumed'})"
        yield "  " + ", ".join(f"{year}: {float(number):g}" for year, number in index.years.items())
    for set_name, norms in sector.norms.items():
        yield f"\nNorms {'for all' if set_name == 'all' else set_name}"
        yield from (f"  {_norm(name, norm)}" for name, norm in norms.items())


def _value(sector: Sector, said: str) -> str:
    """Write the value that a norm has in each set of norms, or the value that stands in place of a norm."""
    found = {name: str(norms[said].value) for name, norms in sector.norms.items() if said in norms}
    if not found:
        return said
    if len(set(found.values())) == 1:
        return f"{next(iter(found.values()))} ({said})"
    return f"{' or '.join(f'{value} in {name}' for name, value in found.items() if name != 'all')} ({said})"


def _groups(sector: Sector, lang: Language) -> Iterator[str]:
    if sector.groups:
        yield "\nTarget groups"
    for name, group in sector.groups.items():
        said = [f"by {', '.join(group.modes)}"] if group.modes else []
        said += [f"{word} {norm}" for word, norm in (("reach", group.reach), ("target", group.target)) if norm]
        yield f"  {name}: {_title(group.title, lang)}; {', '.join(said) or 'as everyone'}"


def _people_of_groups(case: Case, lang: Language) -> Iterator[str]:
    demand = case.tables.demand
    lines = (
        f"group {name}: {_title(case.words.groups.get(name, {}), lang)}; "  # type: ignore[arg-type]
        f"{demand.by_year[demand.group == g, :, 0].sum()} in need in {demand.years[0]}"
        for g, name in enumerate(demand.groups)
    )
    yield from _said(lines, lang)


def _title(texts: Text, lang: Language) -> str:
    if lang == "de" and texts.get("de"):
        return texts["de"]
    return " / ".join(text for text in dict.fromkeys((texts.get("de", ""), texts.get("en", ""))) if text)


def _level(level: LevelText, lang: Language) -> str:
    sizes = [f"{service} {size}" for service, size in level.places.items()]
    sizes += [f"{service} {number} parallel" for service, number in level.parallel.items()]
    sizes += [f"{service} {number} rooms" for service, number in level.rooms.items()]
    places = ", ".join([*sizes, *(f"{service} {size} by licence" for service, size in level.licence.items())])
    total = f", in all {level.total}" if level.total else ""
    running = f", {level.running} a year" if level.running else ""
    running += "".join(f", {money} a year and person of {service}" for service, money in level.per_person.items())
    phase = f", {level.phase.years} years at most, then {level.phase.then}" if level.phase else ""
    intake = "" if level.intake else ", no intake"
    rooms = f", {level.site_rooms} room{'s' * (level.site_rooms > 1)} of its site" if level.site_rooms else ""
    return f"{_title(level.title, lang)}; {places}{total}{rooms}{running}{phase}{intake} ({level.source or 'assumed'})"


def _norm(name: str, norm: NormText) -> str:
    valid = f", from {norm.valid_from}" if norm.valid_from else ""
    return f"{name} = {norm.value} ({norm.source or 'assumed'}{valid})"


def _rules(rules: tuple[Constraint, ...], lang: Language) -> Iterator[str]:
    yield from _said(["Rules"], lang)
    for rule in rules:
        yield from _said([f"  {rule.rule}: {rule.apply}"], lang)
        yield from (f"    {name}: {setting}" for name, setting in (rule.model_extra or {}).items())
        doc = inspect.getdoc(type(rule)) or ""
        yield from (f"    {line}".rstrip() for line in (german_rule(doc) if lang == "de" else doc).splitlines())


def _goals(goals: tuple[GoalText, ...], lang: Language) -> Iterator[str]:
    yield from _said(["Goals, in this order"], lang)
    for goal in goals:
        unit, size = READ_IN.get(GOALS[goal.name].unit, (GOALS[goal.name].unit, 1))
        share = f", tolerance {float(100 * goal.share):g} %" if goal.share else ""
        amount = f", tolerance {shown_number(goal.amount / size, 'en')} {unit}" if goal.amount else ""
        title = GOALS[goal.name].title["de"] if lang == "de" else " / ".join(GOALS[goal.name].title.values())
        yield from _said([f"  {goal.name}: {title} [{unit}]{share}{amount}"], lang)
        yield from _said((f"    + {name} at {rate}" for name, rate in goal.rates.items()), lang)
