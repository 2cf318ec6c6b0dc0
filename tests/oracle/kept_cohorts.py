"""The smallest questions on which each fault planted into cohorts shows."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from tests.oracle.class_law import ClassLaw
from tests.oracle.policy import District, Policies
from tests.oracle.provision import Provision
from tests.oracle.question import Cohorts, Facility, Goal, Level, Measure, Question, Service


def _ask(facility: Facility, demand: tuple[int, ...], **changes: Any) -> Question:
    """Return a question of one cell two minutes away, two years, and a stay of two years; demand is by entry."""
    plain: dict[str, Any] = {
        "years": (2026, 2027),
        "spans": (1, 1),
        "services": (Service("school", 600, 300),),
        "seconds": (((120,),),),
        "cohorts": Cohorts((4,)),
    }
    return Question(facilities=(facility,), demand=((demand,),), **(plain | changes))


def _school(places: int, least: int = 0) -> Facility:
    return Facility("f0", 0, "small", {"small": Level((places,), (least,))}, ())


def _new_school(least: int) -> Facility:
    return Facility("f0", 0, "closed", {"small": Level((9,), (least,))}, (Measure("closed", "small", 0),))


def _taught(facility: Facility, demand: tuple[int, ...], law: ClassLaw, **changes: Any) -> Question:
    """Return the same of a school taught in classes, one parallel class a level."""
    levels = {name: replace(level, parallel=1) for name, level in facility.levels.items()}
    return _ask(replace(facility, levels=levels), demand, classes=law, **changes)


def _two_schools(demand: tuple[int, ...], near: Facility, far: Facility, **changes: Any) -> Question:
    """Return one cell two minutes from the one and four from the other."""
    plain: dict[str, Any] = {"goals": (Goal("unserved"), Goal("person_minutes"))} | changes
    schools = (near, replace(far, name="f1", site=1))
    return replace(_ask(near, demand), seconds=(((120,), (240,)),), facilities=schools, **plain)


def _closing(demand: tuple[int, ...], most: int, *, places: int = 9, lock: str = "close by 2027") -> Question:
    """Return two schools of which the near one closes at once; at most so many may move."""
    near = replace(_school(places), measures=(Measure("small", "closed", 0),), lock=lock)
    return _two_schools(demand, near, _school(9), cohorts=Cohorts((4,), most_moved=most))


_NO_INTAKE = Facility("f0", 0, "small", {"small": Level((9,), (0,), intake=False)}, ())

KEPT: dict[str, Question] = {
    "a school that runs out takes an intake": _ask(
        Facility("f0", 0, "ending", {"ending": Level((1,), (0,), stays=3, then="closed", intake=False)}, ()),
        (1, 0, 0),
    ),
    "an intake leaves after a year": _ask(_school(1), (1, 1, 0)),
    "those in later grades are forgotten": _ask(_school(0), (0, 0, 1)),
    "those who are somewhere already are sent elsewhere": Question(
        (2026, 2027),
        (1, 1),
        (Service("school", 600, 300),),
        (((0, 0, 1),),),
        (((120,), (240,)),),
        (_school(1), Facility("f1", 1, "small", {"small": Level((1,), (0,))}, ())),
        (Goal("unserved"), Goal("person_minutes")),
        cohorts=Cohorts((4,), attendance=((0, 1, 0, 2, 1),)),
    ),
    "an intake counts in its first year only": _ask(_school(0), (1, 0, 0)),
    "nobody leaves on the way": _ask(_school(3), (2, 2, 0), cohorts=Cohorts((4,), (Fraction(1, 2),))),
    "a last half year takes a whole place": _ask(_school(3), (2, 2, 0), cohorts=Cohorts((3,))),
    "a new school needs the people of all grades at once": _ask(_new_school(2), (1, 1, 0), minimum_size="enforce"),
    "a new school may stay small": _ask(
        _new_school(2), (1, 0, 0), minimum_size="enforce", goals=(Goal("unserved"), Goal("cost"))
    ),
    "a new school is asked for classes of grades that nobody entered": _taught(
        _new_school(0), (2, 2, 0), ClassLaw(2, 2, 4)
    ),
    "no later grade is asked for a class": _taught(
        _school(9), (2, 2, 2), ClassLaw(2, 2, 4), cohorts=Cohorts((4,), (Fraction(1, 2),))
    ),
    "a school without intake is asked for classes": _taught(_NO_INTAKE, (0, 0, 1), ClassLaw(1, 1, 4)),
    "those who are there already follow policies": _two_schools(
        (0, 0, 2), _school(1), _school(1), policies=Policies(("whole_cells",))
    ),
    "a school that takes nobody in is the nearest": _two_schools(
        (1, 0, 0), _NO_INTAKE, _school(1), policies=Policies(("nearest",))
    ),
    "an intake is anew in every year of its stay": _two_schools(
        (1, 1, 0), _school(9), _school(9), policies=Policies((), 0, (District(0, 0, "f1"),), 1)
    ),
    "more people move than may": _closing((2, 0, 0), 1),
    "people leave a school that stays open": replace(
        _closing((1, 0, 0), 1, places=1, lock=""),
        demand=(((1, 0, 0),), ((0, 1, 0),)),
        seconds=(((120,), (240,)), ((120,), (900,))),
    ),
    "who leaves a school comes nowhere": _closing((1, 0, 0), 9),
    "free places are counted for those who enter only": _two_schools(
        (1, 1, 0),
        _school(1),
        _new_school(0),
        provision=Provision((0,), (0, 0), (((1, 1), (1, 1)),), free="enforce", free_reach=300),
    ),
    "all grades together are as many as one": _taught(_school(9), (4, 4, 1), ClassLaw(1, 1, 4)),
}
"""By fault."""
