"""What a model says of classes: their sizes grade by grade, the exceptions, and how many a level carries."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from netplan.audit.quantities import CLASSES, PERSONS, YEARS, UnreadableError, quantity, whole
from netplan.audit.reading import Row, Tree, branch, items, text

_STAGE = re.compile(r"(\d+)(?:-(\d+))?")


@dataclass(frozen=True)
class ClassLaw:
    """The law on the classes of one service."""

    most: tuple[int, ...]
    """Most persons of a class, grade by grade."""
    plan: tuple[int, ...]
    """Persons that a class is planned with, grade by grade; empty where nothing is said."""
    first: int
    """Fewest persons of one class."""
    further: int
    """Fewest persons of each further class."""
    fewest: int
    """Fewest parallel classes of the entry grade."""


@dataclass(frozen=True)
class Exempt:
    """An exception from the law; None: as the law says."""

    services: tuple[str, ...]
    first: int | None
    further: int | None
    fewest: int | None
    total: int
    years: int
    mixed: bool
    only_existing: bool


def read_law(service: Tree, norms: Mapping[str, str]) -> ClassLaw | None:
    """Read the classes of a service; None where it is not taught in classes."""
    tree = branch(service, "classes")
    if not tree:
        return None
    grades = int(text(tree, "grades"))
    first = _persons(norms, text(tree, "first")) or 0
    further = _persons(norms, text(tree, "further"))
    return ClassLaw(
        most=_by_grade(tree, "most", grades, norms),
        plan=_by_grade(tree, "plan", grades, norms),
        first=first,
        further=first if further is None else further,
        fewest=_number(norms, text(tree, "parallel"), CLASSES) or 1,
    )


def read_exempts(model: Tree, norms: Mapping[str, str]) -> dict[str, Exempt]:
    """Read the exceptions of a model whose norms the chosen set has."""
    found = {}
    for name, tree in branch(model, "regimes").items():
        named = [text(tree, key) for key in ("first", "further", "parallel", "total", "years")]
        if not all(norm in norms for norm in named if norm):
            continue
        first = _persons(norms, text(tree, "first"))
        further = _persons(norms, text(tree, "further"))
        mixed = text(tree, "mixed") == "yes"
        fewest = _number(norms, text(tree, "parallel"), CLASSES)
        found[name] = Exempt(
            services=tuple(str(service) for service in items(tree, "services")),
            first=first,
            further=first if further is None else further,
            fewest=1 if mixed and fewest is None else fewest,
            total=_persons(norms, text(tree, "total")) or 0,
            years=_number(norms, text(tree, "years"), YEARS) or 0,
            mixed=mixed,
            only_existing=text(tree, "only_existing") == "yes",
        )
    return found


def exempted(law: ClassLaw, exempt: Exempt) -> ClassLaw:
    """Give the law as an exception changes it."""
    return replace(
        law,
        first=law.first if exempt.first is None else exempt.first,
        further=law.further if exempt.further is None else exempt.further,
        fewest=law.fewest if exempt.fewest is None else exempt.fewest,
    )


def parallel_of(tree: Tree, service: str, row: Row | None = None) -> int:
    """Give the parallel classes of a level: of its row in levels.csv, else of the model's level; 0 where unsaid."""
    said = (row or {}).get("parallel", "")
    return _count(said or text(branch(tree, "parallel"), service, "0"))


def places_of_model(tree: Tree, service: str, law: ClassLaw | None) -> int:
    """Give the places of a standard level: as stated, else the fewest by rooms, law and licence."""
    stated = text(branch(tree, "places"), service)
    if stated or law is None:
        return whole(quantity(stated or "0 persons", PERSONS, "places"), "places")
    licence = text(branch(tree, "licence"), service)
    rooms = _count(text(branch(tree, "rooms"), service, "0"))
    granted = whole(quantity(licence, PERSONS, "licence"), "licence") if licence else None
    return _fewest(law, parallel_of(tree, service), rooms, granted)


def places_of_row(row: Row, tree: Tree, service: str, law: ClassLaw | None) -> int:
    """Give the places of a row of levels.csv, likewise."""
    if row.get("places") or law is None:
        return _count(row.get("places") or "0")
    granted = _count(row["licence"]) if row.get("licence") else None
    return _fewest(law, parallel_of(tree, service, row), _count(row.get("rooms") or "0"), granted)


def _fewest(law: ClassLaw, parallel: int, rooms: int, licence: int | None) -> int:
    found = [] if licence is None else [licence]
    if parallel:
        found.append(sum(parallel * most for most in law.most))
    if rooms and law.plan:
        found.append(rooms * sum(law.plan) // len(law.plan))
    return min(found, default=0)


def _by_grade(tree: Tree, key: str, grades: int, norms: Mapping[str, str]) -> tuple[int, ...]:
    stages = branch(tree, key) or dict.fromkeys(["*"] if text(tree, key) else [], text(tree, key))
    found: dict[int, int] = {}
    for stage, norm in stages.items():
        match = _STAGE.fullmatch(stage)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, grades)
        found |= dict.fromkeys(range(first, last + 1), _persons(norms, str(norm)) or 0)
    return tuple(found[grade] for grade in sorted(found))


def _persons(norms: Mapping[str, str], name: str) -> int | None:
    return _number(norms, name, PERSONS)


def _number(norms: Mapping[str, str], name: str, units: Mapping[str, Fraction]) -> int | None:
    if not name:
        return None
    if name not in norms:
        raise UnreadableError(f'norm "{name}" is neither in the model nor in the scenario')
    return whole(quantity(norms[name], units, name), name)


def _count(written: str) -> int:
    if not written.isdecimal():
        raise UnreadableError(f'"{written}" is not a whole number')
    return int(written)
