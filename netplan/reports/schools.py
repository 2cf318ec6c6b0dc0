"""Classes in the report: what is formed at each school, what carries it, which exceptions from the law it needs."""

from collections.abc import Iterator
from dataclasses import dataclass

from netplan.comparison import Variant
from netplan.comparison.schools import SchoolYear, school_years
from netplan.reports.wording import Wording
from netplan.units import FEWEST

Cell = str | int | float | None


@dataclass(frozen=True)
class ClassRow:
    """Classes of one service at one school in one listed year."""

    year: int
    service: str
    people: str
    """By grade where grades are told apart."""
    classes: str
    carried: str
    binding: str
    exception: str


@dataclass(frozen=True)
class ExceptionRow:
    """An exception from the law that a school makes use of."""

    facility: str
    service: str
    exception: str
    law: str
    years: str


def class_rows(variant: Variant, w: Wording) -> dict[int, list[ClassRow]]:
    """Return the classes of each school, by facility."""
    found: dict[int, list[ClassRow]] = {}
    for one in school_years(variant.plan, variant.case):
        row = ClassRow(
            year=int(variant.figures.years[one.year]),
            service=_service(variant, one.service, w),
            people=" · ".join(w.few(people) for people in one.people),
            classes=_formed(one, w),
            carried=w.number(one.carried) if one.carried else "–",
            binding=", ".join(w("binds_" + name) for name in one.binding) or "–",
            exception=_exception(variant, one, w),
        )
        found.setdefault(one.facility, []).append(row)
    return found


def exceptions(variant: Variant, w: Wording) -> list[ExceptionRow]:
    """Return the exceptions from the law that schools make use of, years of one school in one row."""
    levels, classes = variant.plan.tables.levels, variant.plan.tables.classes
    found: dict[tuple[int, int, str], list[str]] = {}
    for one in school_years(variant.plan, variant.case):
        if one.regime:
            year = str(variant.figures.years[one.year])
            found.setdefault((one.facility, one.service, one.regime), []).append(year)
    return [
        ExceptionRow(
            levels.called[f],
            _service(variant, s, w),
            w.of(variant.case.words.regimes.get(regime, {}), regime),
            classes.laws[classes.regimes.index(regime)],
            ", ".join(years),
        )
        for (f, s, regime), years in found.items()
    ]


def excel_rows(variant: Variant, w: Wording) -> Iterator[list[Cell]]:
    """Yield the classes of each school as rows of the workbook."""
    levels, classes = variant.plan.tables.levels, variant.plan.tables.classes
    for one in school_years(variant.plan, variant.case):
        law = classes.laws[classes.regimes.index(one.regime)]
        people: Cell = sum(one.people) if sum(one.people) >= FEWEST else w.few(sum(one.people))
        told: list[Cell] = [variant.name, int(variant.figures.years[one.year]), levels.facilities[one.facility]]
        told += [levels.called[one.facility], _service(variant, one.service, w), people]
        told += [" · ".join(map(str, one.parallel)), one.classes, one.carried or None]
        binding = ", ".join(w("binds_" + name) for name in one.binding)
        yield [*told, binding, _exception(variant, one, w), law]


EXCEL_HEADS = (
    "variants",
    "year",
    "id",
    "facility",
    "service",
    "assigned",
    "classes_by_grade",
    "classes_in_all",
    "classes_carried",
    "binding",
    "exception",
    "law",
)


def _formed(one: SchoolYear, w: Wording) -> str:
    """Write the parallel classes of each grade, and how many that is in all; or how many have several grades."""
    if not one.parallel:
        return f"{w.number(one.classes)} {w('of_several_grades')}"
    return f"{' · '.join(w.number(number) for number in one.parallel)} ({w.number(one.classes)} {w('in_all')})"


def _exception(variant: Variant, one: SchoolYear, w: Wording) -> str:
    if not one.regime:
        return ""
    classes = variant.plan.tables.classes
    title = w.of(variant.case.words.regimes.get(one.regime, {}), one.regime)
    return f"{title} ({classes.laws[classes.regimes.index(one.regime)]})"


def _service(variant: Variant, s: int, w: Wording) -> str:
    name = variant.plan.tables.demand.services[s]
    return w.of(variant.case.words.services.get(name, {}), name)
