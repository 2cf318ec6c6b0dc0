"""Classes of several sectors planned as one: one service after the other, the exceptions of each beside the law."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from netplan.case.lines import FacilityLine
from netplan.tables import NO_CLASSES, Classes, Demand, Ints
from netplan.workspace.classes import classes_of
from netplan.workspace.question import Question


def classes_together(
    questions: Sequence[Question], lines: Sequence[FacilityLine], names: Sequence[str], needs: Sequence[Demand]
) -> Classes:
    """Return the classes of all services; the facilities are those of all sectors."""
    services = [service for question in questions for service in question.sector.services.values()]
    if not any(service.classes for service in services):
        return NO_CLASSES
    return _joined(
        [classes_of(question, lines, names, need.grades) for question, need in zip(questions, needs, strict=True)]
    )


def _joined(parts: Sequence[Classes]) -> Classes:
    width = max(part.most.shape[1] for part in parts)

    def over(name: str, axis: int) -> Ints:
        return np.concatenate([getattr(part, name) for part in parts], axis=axis)

    return Classes(
        over("grades", 0),
        np.concatenate([_widened(part.most, width) for part in parts]),
        over("most_mixed", 0),
        ("", *(name for part in parts for name in part.regimes[1:])),
        ("", *(law for part in parts for law in part.laws[1:])),
        _by_regime([_widened(part.first, width) for part in parts]),
        _by_regime([_widened(part.further, width) for part in parts]),
        _by_regime([part.fewest for part in parts]),
        _by_regime([part.total for part in parts]),
        _flags([part.mixed for part in parts]),
        _flags([part.only_existing for part in parts]),
        np.concatenate([parts[0].years[:1], *(part.years[1:] for part in parts)]),
        *(over(name, 2) for name in ("parallel", "by_stated", "by_rooms", "by_law", "by_licence")),
    )


def _by_regime(arrays: Sequence[Ints]) -> Ints:
    """Put arrays of (regimes, services, …) together: the law holds for all, an exception for its own sector only."""
    regimes, services = 1 + sum(len(array) - 1 for array in arrays), sum(array.shape[1] for array in arrays)
    found = np.zeros((regimes, services, *arrays[0].shape[2:]), np.int64)
    r, s = 1, 0
    for array in arrays:
        own = slice(s, s + array.shape[1])
        found[0, own] = array[0]
        found[r : r + len(array) - 1, own] = array[1:]
        r, s = r + len(array) - 1, own.stop
    return found


def _flags(arrays: Sequence[npt.NDArray[np.bool_]]) -> npt.NDArray[np.bool_]:
    return np.concatenate([arrays[0][:1], *(array[1:] for array in arrays)])


def _widened(array: Ints, width: int) -> Ints:
    """Add empty grades at the end: those of a sector that has fewer than another."""
    return np.pad(array, [(0, 0)] * (array.ndim - 1) + [(0, width - array.shape[-1])])
