"""Who is taught in classes, as arrays; and whether sizes, regimes and levels fit one another."""

from collections.abc import Iterator, Sequence

import numpy as np

from netplan.case.lines import Capacity, FacilityLine
from netplan.constraints import Classes as ClassesRule
from netplan.inputs.findings import Findings, did_you_mean
from netplan.sector import ClassesText, RegimeText
from netplan.tables import Classes, Demand, Ints
from netplan.workspace.capacities import grade_sizes
from netplan.workspace.class_norms import regime_norms
from netplan.workspace.question import Question

EVERY = "*"


def classes_of(question: Question, lines: Sequence[FacilityLine], names: Sequence[str], grades: Ints) -> Classes:
    """Return the classes of one sector's services; `grades` says how many grades each has in the tables.

    The facilities are those of all sectors.
    """
    services = question.sector.services
    regimes = available(question)
    shape = (len(regimes) + 1, len(services), int(grades.max()))
    first, further = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    fewest, total = np.zeros(shape[:2], np.int64), np.zeros(shape[:2], np.int64)
    most, most_mixed = np.zeros(shape[1:], np.int64), np.zeros(shape[1], np.int64)
    counted = np.zeros(shape[1], np.int64)
    for s, (key, service) in enumerate(services.items()):
        if service.classes is None:
            continue
        counted[s], own = service.classes.grades, grade_sizes(question, key, "most")
        most_mixed[s], together = min(own), service.classes.grades // int(grades[s])
        most[s, : grades[s]] = np.array(own).reshape(int(grades[s]), together).sum(axis=1)
        texts: list[ClassesText | RegimeText] = [service.classes, *regimes.values()]
        for r, text in enumerate(texts):
            if isinstance(text, RegimeText) and key not in text.services:
                continue
            times = 1 if isinstance(text, RegimeText) and text.mixed else together
            least = _sizes(question, service.classes, text)
            first[r, s, : grades[s]], further[r, s, : grades[s]] = times * least[0], times * least[1]
            fewest[r, s] = _fewest(question, service.classes, text)
            total[r, s] = _norm(question, text.total) if isinstance(text, RegimeText) else 0
    flags = [(False, False, 0), *((x.mixed, x.only_existing, _norm(question, x.years)) for x in regimes.values())]
    return Classes(
        counted,
        most,
        most_mixed,
        ("", *regimes),
        ("", *(regime.law for regime in regimes.values())),
        first,
        further,
        fewest,
        total,
        np.array([flag[0] for flag in flags]),
        np.array([flag[1] for flag in flags]),
        np.array([flag[2] for flag in flags], np.int64),
        *_capacities(question, lines, names),
    )


def available(question: Question) -> dict[str, RegimeText]:
    """Return the regimes whose norms the chosen set has."""
    return {
        name: regime
        for name, regime in question.sector.regimes.items()
        if all(norm in question.norms for _, norm, _ in regime_norms(name, regime))
    }


def check_classes(
    questions: Sequence[Question],
    by_sector: Sequence[Sequence[FacilityLine]],
    needs: Sequence[Demand],
    findings: Findings,
) -> None:
    """Check the sizes of classes, the regimes that a scenario permits, and the levels that say nothing of classes."""
    for question, lines, need in zip(questions, by_sector, needs, strict=True):
        for s, (key, service) in enumerate(question.sector.services.items()):
            if service.classes:
                _check_sizes(question, key, service.classes, findings)
                if service.classes.grades % int(need.grades[s]):
                    what = f"the people of {key} are told apart by {need.grades[s]} grades"
                    mend = f"Write {need.grades[s]}, or correct the norm of its stay."
                    _fault(question, ("services", key, "classes", "grades"), what, mend, findings)
        _notice_stated(question, lines, findings)
    rule = next((question.rules.classes for question in questions if question.rules.classes), None)
    if rule is None:
        return
    if not any(service.classes for question in questions for service in question.sector.services.values()):
        what, mend = "no service of the model is taught in classes", "Remove the rule, or add `classes` to a service."
        questions[0].fault(findings, ("constraints", "classes"), what, mend, "NP-I075")
    _check_regimes(rule, questions, [line.facility for lines in by_sector for line in lines], findings)
    for question, lines in zip(questions, by_sector, strict=True):
        _notice_silent(question, lines, findings)


def _check_sizes(question: Question, key: str, classes: ClassesText, findings: Findings) -> None:
    most = min(grade_sizes(question, key, "most"), default=0)
    texts: list[tuple[tuple[str, ...], ClassesText | RegimeText]] = [(("services", key, "classes"), classes)]
    texts += [(("regimes", name), regime) for name, regime in available(question).items()]
    for path, text in texts:
        if isinstance(text, RegimeText) and key not in text.services:
            continue
        for part in ("first", "further"):
            norm = getattr(text, part)
            if norm and question.whole(norm) > most:
                what = f"{norm} = {question.norms[norm].value}, more than the {most} persons of the largest class"
                _fault(question, (*path, part), what, "Correct one of the two norms.", findings)


def _check_regimes(
    rule: ClassesRule, questions: Sequence[Question], facilities: Sequence[str], findings: Findings
) -> None:
    origin, path = questions[0], ("constraints", "classes", "regimes")
    known = [name for question in questions for name in available(question)]
    owners = {name: question for question in questions for name in question.sector.regimes}
    for name, who in rule.regimes.items():
        if name in owners and name not in known:
            norms = regime_norms(name, owners[name].sector.regimes[name])
            missing = [norm for _, norm, _ in norms if norm not in owners[name].norms]
            what = f"the set {origin.scenario.norms} has no norm {', '.join(missing)}"
            origin.fault(findings, path, what, "This exception is none of that law.", "NP-I066", name)
        elif name not in known:
            origin.fault(findings, path, "no regime of the model", did_you_mean(name, known), "NP-I064", name)
        for one in who if facilities else ():
            if one not in (EVERY, *facilities):
                what = "no facility of this sector"
                origin.fault(findings, path, what, did_you_mean(one, facilities), "NP-I064", one)


def _notice_stated(question: Question, lines: Sequence[FacilityLine], findings: Findings) -> None:
    for level, service, capacity in _by_level(lines):
        others = [places for places in (capacity.rooms, capacity.law, capacity.licence) if places >= 0]
        if capacity.stated > min(others, default=capacity.stated):
            title = question.sector.services[service].title
            findings.notice(
                "NP-W048",
                f"Stufe {level} nennt {capacity.stated} Plätze ({title.get('de', service)}), mehr als Räume, Klassen "
                f"oder Betriebserlaubnis hergeben ({min(others)}); es gilt, was sie nennt.",
                f"Level {level} states {capacity.stated} places ({title.get('en', service)}), more than rooms, classes "
                f"or licence make possible ({min(others)}); what it states holds.",
            )


def _notice_silent(question: Question, lines: Sequence[FacilityLine], findings: Findings) -> None:
    silent = dict.fromkeys(
        level
        for line in lines
        for level, text in line.levels.items()
        for key, service in question.sector.services.items()
        if service.classes and text.intake and text.places.get(key) and not text.capacity.get(key, Capacity()).parallel
    )
    if silent:
        names = ", ".join(silent)
        findings.notice(
            "NP-W049",
            f"Ohne Angabe der Züge; die Regel zur Klassenbildung gilt für diese Stufen nicht: {names}.",
            f"Without parallel classes; the rule on classes does not speak of these levels: {names}.",
        )


def _by_level(lines: Sequence[FacilityLine]) -> Iterator[tuple[str, str, Capacity]]:
    seen = set()
    for line in lines:
        for level, text in line.levels.items():
            for service, capacity in text.capacity.items():
                if (level, service, capacity) not in seen:
                    seen.add((level, service, capacity))
                    yield level, service, capacity


def _sizes(question: Question, classes: ClassesText, text: ClassesText | RegimeText) -> tuple[int, int]:
    """Return the fewest persons of one class, and of each further one."""
    first = text.first or classes.first
    further = text.further or text.first or classes.further or classes.first
    return _norm(question, first), _norm(question, further)


def _fewest(question: Question, classes: ClassesText, text: ClassesText | RegimeText) -> int:
    if isinstance(text, RegimeText) and text.mixed:
        return _norm(question, text.parallel) or 1
    return _norm(question, text.parallel or classes.parallel) or 1


def _norm(question: Question, name: str) -> int:
    return question.whole(name) if name else 0


def _capacities(question: Question, lines: Sequence[FacilityLine], names: Sequence[str]) -> Iterator[Ints]:
    """Yield parallel classes and the four capacities, each of shape (facilities, levels, services)."""
    services = list(question.sector.services)
    found = np.full((5, len(lines), len(names), len(services)), -1, np.int64)
    found[0] = 0
    for f, line in enumerate(lines):
        for k, name in enumerate(names):
            level = line.levels.get(name.partition("#")[0])
            for key, one in (level.capacity if level else {}).items():
                if key in services:
                    numbers = (one.parallel, one.stated, one.rooms, one.law, one.licence)
                    found[:, f, k, services.index(key)] = numbers
    yield from found


def _fault(question: Question, path: tuple[str, ...], what: str, mend: str, findings: Findings) -> None:
    file = question.sector_file
    findings.fault(file.file, file.line(path), ".".join(path), None, what, mend, "NP-I075")
