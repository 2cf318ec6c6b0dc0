"""Make the facilities of one sector from their rows: levels resolved, measures and locks checked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from netplan.case.lines import FacilityLine, LevelLine, MeasureLine
from netplan.case.lives import CLOSED_NAME, kind_of
from netplan.inputs.findings import Findings, did_you_mean
from netplan.workspace.consents import notice_refused, with_consent
from netplan.workspace.levels import LevelBook
from netplan.workspace.money import check_per_person, life_of
from netplan.workspace.question import Question
from netplan.workspace.region import Region
from netplan.workspace.rows import FacilityRow, MeasureRow

_SHOWN = 5


@dataclass(frozen=True)
class _Life:
    """One facility while it is put together."""

    row: FacilityRow
    lock: str
    measures: tuple[MeasureRow, ...]
    """Without refused ones and those whose levels are unknown."""


def facility_lines(question: Question, region: Region, book: LevelBook, findings: Findings) -> list[FacilityLine]:
    """Return the facilities of the question's sector, with the levels they can get to by permitted measures."""
    rows = [row for row in region.facilities or () if row.sector == question.sector.sector]
    if not region.is_clean("facilities", "levels"):
        return []
    by_facility: dict[str, list[MeasureRow]] = {row.facility: [] for row in rows}
    usable = (region.measures or ()) if region.is_clean("measures") else ()
    for measure in sorted(usable, key=lambda one: (one.measure, one.before, one.after, one.first or 0)):
        if measure.facility in by_facility:
            by_facility[measure.facility].append(measure)
    notice_refused(question, [m for measures in by_facility.values() for m in measures], findings)
    lines, uncounted = [], list[str]()
    for row in rows:
        lock = question.scenario.locks.get(row.facility, row.lock)
        known = with_consent(question, _known(row, by_facility[row.facility], book, findings))
        measures = [measure for measure in known if not _is_uncounted(measure, book)]
        uncounted += [f"{one.facility}: {one.measure}" for one in known if one not in measures]
        life = _Life(row, lock, tuple(measures))
        _check_overlaps(question, life, findings)
        if book.knows(row.facility, row.today):
            lines.append(_line(question, life, book, findings))
    _notice_uncounted(uncounted, findings)
    _check_phases(question, lines, findings)
    return lines


def _known(row: FacilityRow, measures: Sequence[MeasureRow], book: LevelBook, findings: Findings) -> list[MeasureRow]:
    """Check that today's level and those of the measures are there; return the measures that may be taken."""
    known = book.names(row.facility)
    if row.today not in known:
        what, mend = "no level of this facility", did_you_mean(row.today, known)
        findings.fault(row.file, row.row, "level_today", row.today, what, mend, "NP-I064")
    found = []
    for measure in measures:
        unknown = [(c, n) for c, n in (("from", measure.before), ("to", measure.after)) if n not in known]
        for column, name in unknown:
            what, mend = "no level of this facility", did_you_mean(name, known)
            findings.fault(measure.file, measure.row, column, name, what, mend, "NP-I064")
        if not unknown and measure.before != measure.after and _is_to_be_had(measure, book):
            found.append(measure)
    return found


def _is_to_be_had(measure: MeasureRow, book: LevelBook) -> bool:
    """Whether a measure makes sense in the scenario: running out needs cohorts, else nobody is left to stay."""
    if measure.after == CLOSED_NAME or book.question.scenario.cohorts:
        return True
    return not book.level(measure.facility, measure.after).runs_out


def _is_uncounted(measure: MeasureRow, book: LevelBook) -> bool:
    """Whether a measure leads to a phase, which is counted in years, while the scenario leaves years out."""
    is_phase = measure.after != CLOSED_NAME and book.level(measure.facility, measure.after).phase is not None
    return is_phase and not _is_every_year(book.question)


def _is_every_year(question: Question) -> bool:
    return all(later == year + 1 for year, later in pairwise(question.scenario.years))


def _notice_uncounted(names: Sequence[str], findings: Findings) -> None:
    if names:
        told = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
        findings.notice(
            "NP-W095",
            f"Ausgelassen, weil die Stufe nach Jahren zählt und das Szenario Jahre auslässt: {told}.",
            f"Left out because the level is counted in years and the scenario leaves years out: {told}.",
        )


def _line(question: Question, life: _Life, book: LevelBook, findings: Findings) -> FacilityLine:
    row, levels = life.row, {name: book.level(life.row.facility, name) for name in _named(life, book)}
    permitted = []
    for measure in life.measures:
        cost, proceeds = book.prices.of_measure(measure)
        step = MeasureLine(
            measure.measure, measure.before, measure.after, cost, measure.lead, measure.first, measure.last,
            under_way=measure.under_way, consent=measure.consent, proceeds=proceeds,
            life=life_of(question, measure, levels), line=measure.line,
        )  # fmt: skip
        if measure.before != CLOSED_NAME and levels[measure.before].phase:
            what = f"{measure.before} is a phase: it ends by itself"
            mend = "Remove the measure; the level that follows is `phase: then` of the model."
            findings.fault(measure.file, measure.row, "from", measure.before, what, mend, "NP-I068")
        elif kind_of(step, levels).name.lower() in question.scenario.measures:
            permitted.append(step)
    _notice_astray(life, levels, findings)
    own = _reached(row.today, permitted, levels)
    check_per_person(row, {name: level for name, level in levels.items() if name in own}, findings)
    return FacilityLine(
        row.facility, row.site, row.carrier, row.carrier_type, row.today, life.lock,
        {name: level for name, level in levels.items() if name in own},
        [step for step in permitted if step.before in own], question.sector.sector, row.line, row.name,
    )  # fmt: skip


def _named(life: _Life, book: LevelBook) -> list[str]:
    """List the levels that today, the measures and the ends of phases name, `closed` left out."""
    names = [life.row.today]
    for measure in life.measures:
        names += [measure.before, measure.after]
    for name in names:
        phase = book.level(life.row.facility, name).phase if name != CLOSED_NAME else None
        if phase and phase[1] not in names:
            names.append(phase[1])
    return sorted(set(names) - {CLOSED_NAME}, key=book.names(life.row.facility).index)


def _reached(
    today: str, steps: Sequence[MeasureLine] | Sequence[MeasureRow], levels: Mapping[str, LevelLine]
) -> set[str]:
    """Return the levels that can be got to from today's."""
    found, ahead = {CLOSED_NAME} if today == CLOSED_NAME else set(), [today]
    while ahead:
        name = ahead.pop()
        found.add(name)
        after = [step.after for step in steps if step.before == name]
        phase = levels[name].phase if name in levels else None
        ahead += [other for other in [*after, *([phase[1]] if phase else [])] if other not in found]
    return found


def _notice_astray(life: _Life, levels: Mapping[str, LevelLine], findings: Findings) -> None:
    reached = _reached(life.row.today, life.measures, levels)
    for measure in life.measures:
        if measure.before not in reached:
            name, before = f"{measure.facility}: {measure.measure}", measure.before
            findings.notice(
                "NP-W067",
                f"{name} beginnt bei Stufe {before}, die diese Einrichtung nie hat.",
                f"{name} starts from level {before}, which this facility never has.",
            )


def check_locks(question: Question, region: Region, findings: Findings) -> None:
    """Check that the locks name facilities of the scenario's sectors, and keep none that is closed."""
    rows = [row for row in region.facilities or () if row.sector in question.scenario.sector]
    if not rows or not region.findings.clean_column(rows[0].file, "facility", "level_today", "sector"):
        return
    today, own = {row.facility: row for row in rows}, question.scenario.locks
    for facility, lock in own.items():
        if facility not in today:
            path, mend = ("locks", facility), did_you_mean(facility, today)
            where = f"{region.folder}/facilities.csv has no such facility of this sector"
            question.fault(findings, path, where, mend, "NP-I064")
        elif lock == "keep" and today[facility].today == CLOSED_NAME:
            what, mend = "the facility is closed today and cannot be kept", "Remove the lock, or correct level_today."
            question.fault(findings, ("locks", facility), what, mend, "NP-I069", lock)
    for row in rows:
        if row.lock == "keep" and row.today == CLOSED_NAME and row.facility not in own:
            what, mend = "the facility is closed today and cannot be kept", "Remove the lock, or correct level_today."
            findings.fault(row.file, row.row, "lock", row.lock, what, mend, "NP-I069")


def _check_overlaps(question: Question, life: _Life, findings: Findings) -> None:
    """Check that no step of a facility has two measures in one listed year."""
    for one, other in combinations(life.measures, 2):
        if (one.before, one.after) == (other.before, other.after):
            shared = sorted(set(_years(one, question)) & set(_years(other, question)))
            if shared:
                what = f"the same step as row {one.row} in {', '.join(map(str, shared))}"
                mend = "Keep one of them, or part them by first_year and last_year."
                findings.fault(other.file, other.row, "measure", other.measure, what, mend, "NP-I067")


def _years(measure: MeasureRow, question: Question) -> Iterator[int]:
    """Yield the listed years in which a measure can take effect."""
    years = question.scenario.years
    for year in years:
        in_time = measure.under_way or year - measure.lead >= years[0]
        if in_time and (measure.first or year) <= year <= (measure.last or year):
            yield year


def _check_phases(question: Question, lines: Sequence[FacilityLine], findings: Findings) -> None:
    """Check that years follow one another where a facility is in a phase today."""
    years = question.scenario.years
    if _is_every_year(question):
        return
    phases = [(line.facility, name) for line in lines for name, level in line.levels.items() if level.phase]
    if phases:
        facility, level = phases[0]
        what = f"{facility} is at level {level}, a phase counted in years, but years are left out"
        mend = f"List every year from {years[0]} to {years[-1]}."
        question.fault(findings, ("years",), what, mend, "NP-I068")
