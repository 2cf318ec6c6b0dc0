"""The smallest questions on which each fault in the rules on those who fare worst shows by value."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from tests.oracle.fairness import Fairness
from tests.oracle.policy import District, Policies
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


def _grown(fairness: Fairness, **changes: Any) -> Question:
    """Return one person two minutes from a facility without places and three from another; either is open today."""
    full, free = Level((1,), (0,)), Level((2,), (0,))
    facilities = (
        Facility("near", 0, "small", {"small": full}, ()),
        Facility("far", 1, "small", {"small": free}, ()),
    )
    plain: dict[str, Any] = {"demand": (((2,),),), "seconds": (((120,), (180,)),), "facilities": facilities}
    return replace(_ask((2,), (120,), fairness), **(plain | changes))


_CLOSED_NEARBY = (
    Facility("near", 0, "closed", {"small": Level((1,), (0,))}, ()),
    Facility("far", 1, "small", {"small": Level((1,), (0,))}, ()),
)
_AT_FAR = Policies(districts=(District(0, 0, "far"),))


def _told_apart(limits: tuple[int, int], *, places: int = 2, **asked: Any) -> Question:
    """Return one person of a group and one of none, each two minutes from a facility."""
    fairness = Fairness(groups=(0, -1), limits=(limits,), **asked)
    goals = (Goal("unserved"), Goal("beyond_target"))
    facility = Facility("f0", 0, "small", {"small": Level((places,), (0,))}, ())
    return replace(_ask((1, 1), (120, 120), fairness, goals=goals), facilities=(facility,))


def _gap(places: int, target: int) -> Question:
    """Return one person of a group and two of none, each two minutes from a facility."""
    fairness = Fairness(groups=(0, -1), limits=((600, target),))
    goals = (Goal("unserved"), Goal("group_gap"))
    facility = Facility("f0", 0, "small", {"small": Level((places,), (0,))}, ())
    return replace(_ask((1, 2), (120, 120), fairness, goals=goals), facilities=(facility,))


KEPT_FAIRNESS: dict[str, Question] = {
    "the worst tenth may go as far as it likes": _ask((1,), (120,), Fairness(mean=119)),
    "only minutes that are over count": _ask((1,), (61,), Fairness(mean=60)),
    "the worst tenth is everybody": _ask((1, 1), (60, 180), Fairness(mean=120)),
    "the worst tenth of a listed year counts once": _ask(
        (1,), (60,), Fairness(), spans=(2,), goals=(Goal("unserved"), Goal("worst_tenth"))
    ),
    "nobody's way grows": _grown(Fairness(more_than=59, most_extra=0)),
    "one fewer may have extra minutes": _grown(Fairness(more_than=59, most_extra=1)),
    "just so many extra minutes are too many": _grown(Fairness(more_than=60, most_extra=0)),
    "today's way leads to closed facilities": _grown(
        Fairness(more_than=59, most_extra=0), demand=(((1,),),), facilities=_CLOSED_NEARBY
    ),
    "today's way never leads to the district's": _grown(
        Fairness(more_than=59, most_extra=0, today="districts"), policies=_AT_FAR
    ),
    "everybody counts alike": _ask(
        (1,), (60,), Fairness(weights=(Fraction(2),)), goals=(Goal("unserved"), Goal("weighted_minutes"))
    ),
    "a class of the social index asks nothing of its own": _ask(
        (1,), (400,), Fairness(area=(1,), least_area=0, least_high=1)
    ),
    "a gap is rounded down": _gap(3, 60),
    "a gap is never made small": _gap(2, 300),
    "no share of a group is asked": _told_apart((600, 60), least_within=1),
    "no gap of a group is too wide": _told_apart((600, 60), gap_within=0),
    "who of a group has no place is within the target": _told_apart((60, 60), least_within=1),
    "a group reaches as far as everyone": _told_apart((60, 60)),
    "a group's target is everyone's": _told_apart((600, 60)),
}
"""By fault."""
