"""Which names and norms a model uses where its services are taught in classes."""

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from netplan.inputs.yaml_files import KeyPath
from netplan.sector import EVERY_STAGE, ClassesText, RegimeText, Sector, ServiceText
from netplan.units import Kind

Used: TypeAlias = tuple[KeyPath, str, Kind]
"""A key path, the norm it names, and the kind it must have."""
_STAGE = re.compile(r"(\d+)(?:-(\d+))?")
_KINDS: Mapping[str, Kind] = {
    "first": "persons",
    "further": "persons",
    "parallel": "classes",
    "total": "persons",
    "years": "years",
}


def class_names(sector: Sector) -> Iterator[tuple[KeyPath, str, list[str], str]]:
    """Yield every place of a model that names a service taught in classes, or a stage: path, name, known, what."""
    taught = [key for key, service in sector.services.items() if service.classes]
    for key, level in sector.levels.items():
        for part in ("parallel", "rooms", "licence"):
            for service in getattr(level, part):
                if service in sector.services:
                    yield ("levels", key, part, service), service, taught, "not taught in classes"
    for key, regime in sector.regimes.items():
        for i, service in enumerate(regime.services):
            yield ("regimes", key, "services", str(i)), service, taught, "no service of this model that has classes"
    for key in taught:
        classes = sector.services[key].classes
        for part in ("most", "plan"):
            stages = getattr(classes, part)
            if stages and classes and not norms_by_grade(stages, classes.grades):
                grades, path = [f"1-{classes.grades}"], ("services", key, "classes", part)
                yield path, ", ".join(stages), grades, f"not stages that cover the grades 1 to {classes.grades} once"


def class_norms(path: KeyPath, service: ServiceText) -> Iterator[Used]:
    """Yield the norms of a service's classes."""
    if service.classes is None:
        return
    for part in ("most", "plan"):
        for stage, norm in getattr(service.classes, part).items():
            yield (*path, "classes", part, *(() if stage == EVERY_STAGE else (stage,))), norm, "persons"
    yield from _named((*path, "classes"), service.classes)


def regime_norms(name: str, regime: RegimeText) -> Iterator[Used]:
    """Yield the norms of a regime; a set that has not all of them does not know the regime."""
    yield from _named(("regimes", name), regime)


def norms_by_grade(stages: Mapping[str, str], grades: int) -> list[str]:
    """Return the norm of each grade; nothing where the stages do not cover each grade once."""
    if EVERY_STAGE in stages:
        return [stages[EVERY_STAGE]] * grades
    found: dict[int, str] = {}
    for stage, norm in stages.items():
        match = _STAGE.fullmatch(stage)
        if not match:
            return []
        for grade in range(int(match[1]), int(match[2] or match[1]) + 1):
            if grade in found:
                return []
            found[grade] = norm
    return [found[grade] for grade in sorted(found)] if sorted(found) == list(range(1, grades + 1)) else []


def _named(path: KeyPath, text: ClassesText | RegimeText) -> Iterator[Used]:
    for part, kind in _KINDS.items():
        norm = getattr(text, part, "")
        if norm:
            yield (*path, part), norm, kind
