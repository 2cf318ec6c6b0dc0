"""The smallest questions on which each fault planted into the rules of provision shows."""

from typing import Any

from tests.oracle.provision import Provision, Share
from tests.oracle.question import Facility, Goal, Level, Measure, Question, Service


def _area(people: tuple[int, ...], old: tuple[int, ...] | None = None) -> tuple[tuple[int, ...], ...]:
    """Return who lives in an area by year: children and old persons."""
    return (people, old or (0,) * len(people))


def _ask(facilities: tuple[Facility, ...], asked: Provision, **changes: Any) -> Question:
    """Return a question with one cell of nobody two minutes away, one service and one year."""
    plain: dict[str, Any] = {
        "years": (2026,),
        "spans": (1,),
        "services": (Service("kita", 600, 300),),
        "demand": (((0,),),),
        "seconds": (((120,),) * len(facilities),),
    }
    return Question(facilities=facilities, provision=asked, **(plain | changes))


def _fixed(places: int, **more: Any) -> Facility:
    """Return a facility that stays as it is."""
    return Facility("f0", 0, "small", {"small": Level((places,), (0,), **more)}, ())


def _candidate(places: int, site: int = 1, cost: int = 0) -> Facility:
    """Return a facility that can be opened."""
    return Facility(f"f{site}", site, "closed", {"small": Level((places,), (0,))}, (Measure("closed", "small", cost),))


BY_TIME = (Goal("unserved"), Goal("person_minutes"))

KEPT_PROVISION: dict[str, Question] = {
    "coverage is not asked for": _ask((_fixed(4),), Provision((0,), (0,), (_area((10,)),), coverage=Share(500))),
    "coverage is rounded down": _ask((_fixed(4),), Provision((0,), (0,), (_area((10,)),), coverage=Share(450))),
    "coverage may fall": _ask(
        (_fixed(4),),
        Provision((0,), (0,), (_area((8, 9)),), coverage=Share(last_year=True)),
        years=(2026, 2027),
        spans=(1, 1),
        demand=(((0, 0),),),
    ),
    "coverage has no share": _ask((_fixed(4),), Provision((0,), (0,), (_area((10,)),), coverage=Share(500))),
    "coverage of areas is that of the region": _ask(
        (_fixed(5),),
        Provision((0, 1), (0,), (_area((5,)), _area((5,))), coverage=Share(500, by="area")),
        demand=(((0,),), ((0,),)),
        seconds=(((120,),), ((120,),)),
    ),
    "places count in spite of the level's total": _ask(
        (_fixed(5, total=4),), Provision((0,), (0,), (_area((10,)),), coverage=Share(500))
    ),
    "no reserve is kept": _ask(
        (_fixed(2),), Provision((0,), (0,), (_area((0,)),), reserve=Share(500)), demand=(((2,),),)
    ),
    "the reserve is rounded down": _ask(
        (_fixed(2),), Provision((0,), (0,), (_area((0,)),), reserve=Share(400)), demand=(((2,),),)
    ),
    "the corridor has no lower end": _ask(
        (_fixed(1),), Provision((0,), (0,), (_area((0,), (10,)),), corridor=Share(least=101))
    ),
    "the corridor has no upper end": _ask(
        (_fixed(1),), Provision((0,), (0,), (_area((0,), (10,)),), corridor=Share(most=99))
    ),
    "the target is not asked for": _ask(
        (_fixed(2),),
        Provision((0,), (0,), (_area((0,)),), within=Share(500)),
        demand=(((2,),),),
        seconds=(((400,),),),
    ),
    "who has no place is within the target": _ask(
        (_fixed(1),), Provision((0,), (0,), (_area((0,)),), within=Share(900)), demand=(((2,),),)
    ),
    "the target is asked of the region only": _ask(
        (_fixed(4),),
        Provision((0, 1), (0,), (_area((0,)), _area((0,))), within=Share(500, by="area")),
        demand=(((2,),), ((2,),)),
        seconds=(((120,),), ((400,),)),
    ),
    # The first goes from P to Q, the second from R to P, the third from Q to R: together or not at all.
    "people within the target come in parts": _ask(
        tuple(Facility(f"f{j}", j, "small", {"small": Level((1,), (0,))}, ()) for j in range(3)),
        Provision((0, 0, 1), (0, 0, 0), (_area((0,)), _area((0,))), within=Share(500, by="area")),
        demand=(((1,),), ((1,),), ((1,),)),
        seconds=(((310,), (290,), (700,)), ((290,), (700,), (310,)), ((700,), (10,), (290,))),
        goals=BY_TIME,
    ),
    "free places hinder no building": _ask(
        (_fixed(2), _candidate(2)),
        Provision((0,), (0, 0), (_area((0,)),), free="enforce"),
        demand=(((1,),),),
        seconds=(((240,), (120,)),),
        goals=BY_TIME,
    ),
    "every building is forbidden": _ask(
        (_fixed(1), _candidate(1)), Provision((0,), (0, 0), (_area((0,)),), free="enforce"), demand=(((2,),),)
    ),
    "a reasonable way is the target": _ask(
        (_fixed(2), _candidate(2)),
        Provision((0,), (0, 0), (_area((0,)),), free="enforce", free_reach=500),
        demand=(((1,),),),
        seconds=(((400,), (120,)),),
        goals=BY_TIME,
    ),
    "nobody moves on to a free place": _ask(
        (
            Facility("f0", 0, "small", {"small": Level((1,), (0,))}, ()),
            _candidate(1),
            Facility("f2", 2, "small", {"small": Level((1,), (0,))}, ()),
        ),
        Provision((0, 0), (0, 0, 0), (_area((0,)),), free="enforce"),
        demand=(((1,),), ((1,),)),
        seconds=(((240,), (590,), (240,)), ((240,), (120,), (590,))),
        goals=BY_TIME,
    ),
}
"""By the name of the fault."""
