"""How many persons a level can take: as stated, by rooms, by the law on classes, by licence."""

from collections.abc import Iterable
from typing import Protocol

from netplan.case.lines import Capacity
from netplan.sector import LevelText, Sector
from netplan.workspace.class_norms import norms_by_grade
from netplan.workspace.rows import LevelRow


class Asked(Protocol):
    """A model with the norms that hold."""

    @property
    def sector(self) -> Sector:
        """The model."""

    def whole(self, norm: str) -> int:
        """Return a norm as a whole number of its inner unit."""


def capacities_of_model(asked: Asked, level: LevelText) -> dict[str, Capacity]:
    """Return the capacities of a standard level, by service that is taught in classes."""
    found = {}
    for key in _taught(asked):
        stated, licence = level.places.get(key), level.licence.get(key)
        found[key] = _capacity(
            asked,
            key,
            -1 if stated is None else stated.whole,
            level.parallel.get(key),
            level.rooms.get(key),
            None if licence is None else licence.whole,
        )
    return found


def capacities_of_rows(asked: Asked, standard: LevelText | None, rows: Iterable[LevelRow]) -> dict[str, Capacity]:
    """Return the capacities of a level of levels.csv; parallel classes not said are those of the model's level."""
    by_service = {row.service: row for row in rows}
    found = {}
    for key in _taught(asked):
        usual = standard.parallel.get(key) if standard else None
        row = by_service.get(key)
        if row is None:
            found[key] = _capacity(asked, key, -1, usual, None, None)
        else:
            stated = -1 if row.places is None else row.places
            parallel = usual if row.parallel is None else row.parallel
            found[key] = _capacity(asked, key, stated, parallel, row.rooms, row.licence)
    return found


def grade_sizes(asked: Asked, service: str, part: str) -> list[int]:
    """Return the persons of a class by grade, `most` or `plan`; nothing where the model says nothing."""
    classes = asked.sector.services[service].classes
    stages = getattr(classes, part) if classes else {}
    return [asked.whole(norm) for norm in norms_by_grade(stages, classes.grades)] if classes and stages else []


def _taught(asked: Asked) -> list[str]:
    return [key for key, service in asked.sector.services.items() if service.classes]


def _capacity(
    asked: Asked, service: str, stated: int, parallel: int | None, rooms: int | None, licence: int | None
) -> Capacity:
    most, plan = grade_sizes(asked, service, "most"), grade_sizes(asked, service, "plan")
    by_rooms = rooms * sum(plan) // len(plan) if rooms and plan else -1
    by_law = parallel * sum(most) if parallel else -1
    return Capacity(parallel or 0, stated, by_rooms, by_law, -1 if licence is None else licence)
