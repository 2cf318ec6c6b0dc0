"""Arrays of classes: what the law and its exceptions ask, and how many classes a level carries."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from netplan.tables.kinds import Ints


@dataclass(frozen=True)
class Classes:
    """Who is taught in classes of which size: the law first, then the exceptions from it, and what buildings carry.

    A grade of the tables may stand for several of the law, because its people are not told apart: sizes are then sums
    over these. Without services that are taught in classes, `most` has no entry.
    """

    grades: Ints
    """Grades that the law counts, shape (services,); 0 for a service that is not taught in classes."""
    most: Ints
    """Most persons of one class by grade of the tables, shape (services, grades) [persons]."""
    most_mixed: Ints
    """Most persons of one class over several grades, shape (services,) [persons]."""
    regimes: tuple[str, ...]
    """Names of the exceptions; the first one is empty and stands for the law itself."""
    laws: tuple[str, ...]
    """By regime: the paragraph that says so."""
    first: Ints
    """Fewest persons where there is one class, shape (regimes, services, grades) [persons]."""
    further: Ints
    """Fewest persons for each further class, shape (regimes, services, grades) [persons]."""
    fewest: Ints
    """Fewest parallel classes of the entry grade, shape (regimes, services); 0 where a regime is none of a service."""
    total: Ints
    """Fewest persons over all grades, shape (regimes, services) [persons]."""
    mixed: npt.NDArray[np.bool_]
    """Whether classes have several grades, so that first and further speak of all grades, shape (regimes,)."""
    only_existing: npt.NDArray[np.bool_]
    """Whether only facilities that were never closed since today may use it, shape (regimes,)."""
    years: Ints
    """Most calendar years in a row, 0 without a limit, shape (regimes,)."""
    parallel: Ints
    """Parallel classes that a level carries, shape (facilities, levels, services); 0 where it does not say."""
    by_stated: Ints
    """Places that a level states, −1 where it states none, shape (facilities, levels, services) [persons]."""
    by_rooms: Ints
    """Places by rooms and planning value, likewise [persons]."""
    by_law: Ints
    """Places by parallel classes and the most of a class, likewise [persons]."""
    by_licence: Ints
    """Places by operating licence, likewise [persons]."""

    @classmethod
    def none(cls) -> "Classes":
        """Return that no service is taught in classes."""
        one, two, three = (np.zeros((0,) * dimensions, np.int64) for dimensions in (1, 2, 3))
        flags = np.zeros(0, bool)
        return cls(one, two, one, (), (), three, three, two, two, flags, flags, one, *(three,) * 5)

    @property
    def taught(self) -> tuple[int, ...]:
        """Indices of the services that are taught in classes."""
        return tuple(self.grades.nonzero()[0].tolist())


NO_CLASSES = Classes.none()
