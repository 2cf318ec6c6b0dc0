"""The smallest questions on which each fault in the rules on those who fare worst shows by value."""

from typing import Any

from tests.oracle.fairness import Fairness
from tests.oracle.question import Facility, Goal, Level, Question, Service


def _ask(people: tuple[int, ...], ways: tuple[int, ...], fairness: Fairness, **changes: Any) -> Question:
    """Return one facility with places for all, and one cell for each number of people and way to it."""
    plain: dict[str, Any] = {"years": (2026,), "spans": (1,), "services": (Service("kita", 600, 300),)}
    return Question(
        demand=tuple(((number,),) for number in people),
        seconds=tuple(((way,),) for way in ways),
        facilities=(Facility("f0", 0, "small", {"small": Level((sum(people),), (0,))}, ()),),
        fairness=fairness,
        **(plain | changes),
    )


KEPT_FAIRNESS: dict[str, Question] = {
    "the worst tenth may go as far as it likes": _ask((1,), (120,), Fairness(mean=119)),
    "only minutes that are over count": _ask((1,), (61,), Fairness(mean=60)),
    "the worst tenth is everybody": _ask((1, 1), (60, 180), Fairness(mean=120)),
    "the worst tenth of a listed year counts once": _ask(
        (1,), (60,), Fairness(), spans=(2,), goals=(Goal("unserved"), Goal("worst_tenth"))
    ),
}
"""By fault."""
