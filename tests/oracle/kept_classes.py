"""The smallest questions on which each fault planted into classes shows: one school, one cell beside it."""

from typing import Any

from tests.oracle.class_law import ClassLaw, Exempt
from tests.oracle.question import Facility, Level, Measure, Question, Service

LAW = ClassLaw(3, 2, 4)
"""Classes of at most 4, of 3 at least; two are 5 at least: every number from 3 on but none below."""
WIDE = ClassLaw(3, 3, 4)
"""Two classes are 6 at least: 5 is a hole."""


def _ask(law: ClassLaw, *people: int, parallel: int = 2, places: int = 8, **changes: Any) -> Question:
    """Return a school that is open, with people by year."""
    level = Level((places,), (0,), parallel=parallel)
    plain: dict[str, Any] = {"facilities": (Facility("f0", 0, "z", {"z": level}, ()),)}
    return Question(
        tuple(2026 + t for t in range(len(people))), (1,) * len(people), (Service("kita", 600, 300),), ((people,),),
        (((120,),),), classes=law, **(plain | changes),
    )  # fmt: skip


def _exempt(**about: Any) -> ClassLaw:
    return ClassLaw(3, 3, 4, exempt=(Exempt("exempt", **about),))


_NEW = Facility("f0", 0, "closed", {"z": Level((8,), (0,), parallel=2)}, (Measure("closed", "z", 0),))

KEPT_CLASSES: dict[str, Question] = {
    "classes are not asked for": _ask(LAW, 2),
    "the holes between classes are filled": _ask(WIDE, 5),
    "nobody goes to more classes than the fewest": _ask(WIDE, 6),
    "the last person of a class stays out": _ask(LAW, 8),
    "the smallest class is not enough": _ask(LAW, 3),
    "a further class needs as many as the first": _ask(LAW, 5),
    "one parallel class is always enough": _ask(ClassLaw(3, 2, 4, fewest=2), 4),
    "levels carry any number of classes": _ask(LAW, 5, parallel=1),
    "no exception from classes is permitted": _ask(_exempt(first=1), 2),
    "an exception for existing schools is for new ones too": _ask(
        _exempt(first=1, only_existing=True), 2, facilities=(_NEW,)
    ),
    "an exception for some years is for ever": _ask(_exempt(first=1, years=1), 2, 2),
    "an exception asks for nobody in all": _ask(_exempt(first=1, total=2), 1),
    "classes of several grades are taken by grade": _ask(
        ClassLaw(3, 3, 4, grades=2, exempt=(Exempt("mixed", first=3, further=3, mixed=True),)), 5
    ),
    "schools that nobody touches are asked for classes": _ask(ClassLaw(3, 2, 4, apply="new_only"), 2),
    "half a band will do": _ask(WIDE, 5),
}
"""By fault."""
