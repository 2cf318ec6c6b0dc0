"""What stands in the arrays: whole numbers, marks for what is not there, kinds of steps and consent."""

from enum import IntEnum
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
CLOSED = 0
"""Index of the level every facility can have: closed."""
UNLIMITED = -1
"""Stands in `total` where a level limits each service but not their sum."""
WHOLE = 1000
"""Share of a person who takes one place [per mille]."""
NEVER = -1
"""Stands in `paid` where nothing is paid."""
NONE = -1
"""Stands for an index where there is none."""
CarrierType: TypeAlias = Literal["municipal", "church", "welfare", "private"]


class Consent(IntEnum):
    """What those who must agree have said of a measure; a higher number is farther from a yes."""

    NOT_ASKED = 0
    GIVEN = 1
    ASKED = 2
    REFUSED = 3


class StepKind(IntEnum):
    """What a step from one level to another is called."""

    STAY = 0
    OPEN = 1
    EXTEND = 2
    REDUCE = 3
    CONVERT = 4
    CLOSE = 5
    AUTOMATIC = 6
