"""The frozen arrays everything above works on: people, ways, levels and steps of one case."""

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from netplan.tables.buildings import Levels, Money, Premises, Steps
from netplan.tables.classes import NO_CLASSES, Classes
from netplan.tables.kinds import CLOSED, NEVER, NONE, UNLIMITED, WHOLE, CarrierType, Consent, Floats, Ints, StepKind
from netplan.tables.people import Attendance, Demand, Districts, Elsewhere, Pairs, Population, each_year

__all__ = [
    "CLOSED",
    "NEVER",
    "NONE",
    "NO_CLASSES",
    "PARTS",
    "UNLIMITED",
    "WHOLE",
    "Attendance",
    "CarrierType",
    "Classes",
    "Consent",
    "Demand",
    "Districts",
    "Elsewhere",
    "Floats",
    "Ints",
    "Levels",
    "Money",
    "Pairs",
    "Population",
    "Premises",
    "StepKind",
    "Steps",
    "Tables",
    "each_year",
    "read",
    "save",
]


@dataclass(frozen=True)
class Tables:
    """All numbers of a case."""

    demand: Demand
    pairs: Pairs
    levels: Levels
    steps: Steps
    districts: Districts | None = None
    elsewhere: Elsewhere | None = None
    population: Population = field(default_factory=Population)
    attendance: Attendance = field(default_factory=Attendance)
    classes: Classes = NO_CLASSES
    money: Money = field(default_factory=Money)
    premises: Premises = field(default_factory=Premises)

    @property
    def reach(self) -> Ints:
        """Longest way that exists: the group's own or the service's, shape (pairs,) [s]."""
        return self.pairs.reach if len(self.pairs.reach) else self.demand.reach[self.pairs.service]

    @property
    def target(self) -> Ints:
        """Way that should not be exceeded, likewise [s]."""
        return self.pairs.target if len(self.pairs.target) else self.demand.target[self.pairs.service]

    @property
    def shape(self) -> tuple[int, int, int, int, int]:
        """Number of cells, facilities, services, levels and listed years."""
        demand, levels = self.demand, self.levels
        return (
            len(demand.cells),
            len(levels.facilities),
            len(demand.services),
            len(levels.names),
            len(demand.years),
        )


_Kind: TypeAlias = type[
    Demand | Pairs | Levels | Steps | Districts | Elsewhere | Population | Attendance | Classes | Money | Premises
]
PARTS: dict[str, _Kind] = {
    "demand": Demand,
    "pairs": Pairs,
    "levels": Levels,
    "steps": Steps,
    "districts": Districts,
    "elsewhere": Elsewhere,
    "population": Population,
    "attendance": Attendance,
    "classes": Classes,
    "money": Money,
    "premises": Premises,
}
"""What tables consist of; districts and elsewhere are there where the region has their file."""
_Part = TypeVar(
    "_Part", Demand, Pairs, Levels, Steps, Districts, Elsewhere, Population, Attendance, Classes, Money, Premises
)


def save(tables: Tables, file: Path) -> None:
    """Write the tables into one `.npz` file, without pickle."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name in PARTS:
        part = getattr(tables, name)
        for column in fields(part) if part is not None else ():
            value = getattr(part, column.name)
            arrays[f"{name}.{column.name}"] = np.array(value, dtype=str) if isinstance(value, tuple) else value
    np.savez_compressed(file, allow_pickle=False, **arrays)


def read(file: Path) -> Tables:
    """Read tables written by `save`."""
    with np.load(file, allow_pickle=False) as arrays:
        return Tables(
            _part(arrays, "demand", Demand),
            _part(arrays, "pairs", Pairs),
            _part(arrays, "levels", Levels),
            _part(arrays, "steps", Steps),
            _part(arrays, "districts", Districts) if "districts.facility" in arrays else None,
            _part(arrays, "elsewhere", Elsewhere) if "elsewhere.people" in arrays else None,
            _part(arrays, "population", Population),
            _part(arrays, "attendance", Attendance),
            _part(arrays, "classes", Classes),
            _part(arrays, "money", Money),
            _part(arrays, "premises", Premises),
        )


def _part(arrays: Any, name: str, kind: type[_Part]) -> _Part:  # noqa: ANN401  numpy does not type its archives
    found: dict[str, Any] = {}
    for column in fields(kind):
        value = arrays[f"{name}.{column.name}"]
        found[column.name] = tuple(str(text) for text in value) if value.dtype.kind == "U" else value
    return kind(**found)
