"""The smallest questions on which each fault in the rules on who goes where shows by value."""

from tests.oracle.policy import District, Policies
from tests.oracle.question import Facility, Level, Question, Service


def _ask(people: int, near: int, far: int, policies: Policies) -> Question:
    """Return one cell, a facility two minutes away and one three minutes away; 0 places: it is closed."""
    return Question(
        years=(2026,),
        spans=(1,),
        services=(Service("kita", 600, 300),),
        demand=(((people,),),),
        seconds=(((120,), (180,)),),
        facilities=(_house("near", 0, near), _house("far", 1, far)),
        policies=policies,
    )


def _house(name: str, site: int, places: int) -> Facility:
    level = Level((max(places, 1),), (0,))
    return Facility(name, site, "small" if places else "closed", {"small": level}, ())


_NEAREST = Policies(("nearest",))
_TOLERANT = Policies(("nearest",), tolerance=60)
_AT_HOME = Policies(("districts",), districts=(District(0, 0, "near"),))
_MOVABLE = Policies(("districts",), districts=(District(0, 0, "near", may_change=True),))
_NOBODY_NEW = Policies(districts=(District(0, 0, "near"),), most_anew=0)
_ONE_NEW = Policies(districts=(District(0, 0, "near"),), most_anew=1)

KEPT_POLICIES: dict[str, Question] = {
    "cells that stay together are divided": _ask(2, 1, 1, Policies(("whole_cells",))),
    "nobody has to go to the nearest": _ask(2, 1, 1, _NEAREST),
    "the nearest has no tolerance": _ask(2, 1, 1, _TOLERANT),
    "a way as long as the tolerance is too long": _ask(2, 1, 1, _TOLERANT),
    "the nearest may be closed": _ask(1, 0, 1, _NEAREST),
    "districts bind nobody": _ask(2, 1, 2, _AT_HOME),
    "districts bind though their facility is closed": _ask(1, 0, 1, _AT_HOME),
    "no district may change": _ask(2, 1, 2, _MOVABLE),
    "any number may be assigned anew": _ask(1, 0, 1, _NOBODY_NEW),
    "one fewer may be assigned anew": _ask(1, 0, 1, _ONE_NEW),
}
"""By fault."""
