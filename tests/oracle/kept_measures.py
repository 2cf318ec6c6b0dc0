"""Small questions on which each fault planted into the rules on measures shows by another value."""

from fractions import Fraction
from typing import Any

from tests.oracle.measure_rules import Link, MeasureRules, Share
from tests.oracle.question import Facility, Goal, Level, Measure, Question, Service

HALF = Fraction(1, 2)
PEOPLE = (Goal("unserved"),)
COST = (Goal("unserved"), Goal("cost"))


def _ask(
    *facilities: Facility, people: tuple[int, ...] = (1,), goals: tuple[Goal, ...] = PEOPLE, **rules: Any
) -> Question:
    """Return a question with one cell, two minutes from every site, and one number of people a year from 2026 on."""
    years = range(2026, 2026 + len(people))
    return Question(
        years=tuple(years),
        spans=(1,) * len(people),
        services=(Service("kita", 600, 300),),
        demand=((people,),),
        seconds=(((120,),) * len(facilities),),
        facilities=facilities,
        goals=goals,
        measures=MeasureRules(**rules),
    )


def _new(site: int = 0, tags: str = "", places: int = 1, first: int | None = None, **more: Any) -> Facility:
    """Return a facility that can open from a year on."""
    act = Measure("closed", "small", more.pop("cost", 0), first=first, tags=tags, consent=more.pop("consent", ""))
    return Facility(f"f{site}", site, "closed", {"small": Level((places,), (0,))}, (act,), **more)


def _old(site: int, places: int, **more: Any) -> Facility:
    """Return a facility that stays open."""
    return Facility(f"f{site}", site, "small", {"small": Level((places,), (0,))}, (), **more)


NEVER = 2030
SWINGING = Facility(
    "f0", 0, "closed", {"small": Level((1,), (0,), running=10)},
    (Measure("closed", "small", 0), Measure("small", "closed", 0)),
)  # fmt: skip
"""Costs 10 cents a year while it is open, and may open and close every year."""
BREATHING = Facility(
    "f0", 0, "small", {"small": Level((1,), (0,), running=10), "large": Level((2,), (0,), running=20)},
    (Measure("small", "large", 0), Measure("large", "small", 0)),
)  # fmt: skip
PHASE = Facility(
    "f0", 0, "closed", {"box": Level((1,), (0,), stays=1, then="closed")}, (Measure("closed", "box", 0, tags="a"),)
)
ONE_TOTAL = Question(
    years=(2026,),
    spans=(1,),
    services=(Service("kita", 600, 300), Service("hort", 600, 300)),
    demand=(((1,), (1,)),),
    seconds=(((120, 120), (120, 120)),),
    facilities=(
        Facility("f0", 0, "small", {"small": Level((1, 1), (0, 0), total=1)}, ()),
        Facility("f1", 1, "small", {"small": Level((1, 0), (0, 0))}, (), carrier="welfare"),
    ),
    measures=MeasureRules(share=Share(("welfare",), least=HALF)),
)
"""One place of two is welfare's; without the total it would be one of three."""

KEPT_MEASURES: dict[str, Question] = {
    "links are not kept": _ask(_new(0, "a"), _new(1, "b"), people=(2,), links=(Link("at_most_one", "ab"),)),
    "earlier is forgotten": _ask(_new(0, "a"), _new(1, "b"), people=(2,), links=(Link("if", "ab", -1),)),
    "earlier is a year too early": _ask(
        _new(0, "a", first=2027), _new(1, "b"), people=(0, 2), links=(Link("if", "ab", -1),)
    ),
    "within is forgotten": _ask(
        _new(0, "a"), _new(1, "b", first=2027), people=(1, 1), links=(Link("if", "ab", 1),)
    ),
    "sequences run backwards": _ask(_new(0, "a", first=NEVER), _new(1, "b"), links=(Link("sequence", "ab"),)),
    "together is if and then": _ask(_new(0, "a", first=NEVER), _new(1, "b"), links=(Link("together", "ab"),)),
    "exactly one may be none": _ask(
        _new(0, "a", cost=5), _new(1, "b", cost=5), people=(0,), goals=COST, links=(Link("exactly_one", "ab"),)
    ),
    "at most one may be two": _ask(_new(0, "a"), _new(1, "b"), people=(2,), links=(Link("at_most_one", "ab"),)),
    "a phase is not known by its level": _ask(PHASE, _new(1, "b"), people=(2,), links=(Link("at_most_one", "ab"),)),
    "a link means every facility": _ask(_new(0, "a"), _new(1), people=(2,), links=(Link("if", "ax"),)),
    "areas are one": _ask(_new(0), _new(1, area="a1"), people=(2,), total=1),
    "areas have no limit of a year": _ask(_new(0), per_year=0),
    "areas have no limit in all": _ask(_new(0), total=0),
    "areas may have one more": _ask(_new(0), total=0),
    "nothing lasts": _ask(SWINGING, people=(1, 0), goals=COST, lasting=2),
    "measures last a year too long": _ask(SWINGING, people=(1, 0), goals=COST, lasting=1),
    "measures last a year too short": _ask(SWINGING, people=(1, 0), goals=COST, lasting=2),
    "reducing takes nothing back": _ask(BREATHING, people=(2, 1), goals=COST, lasting=2),
    "closing takes nothing back": _ask(SWINGING, people=(1, 0), goals=COST, lasting=2),
    "opening takes nothing back": _ask(SWINGING, people=(1, 0), goals=COST, lasting=2),
    "extending takes nothing back": _ask(BREATHING, people=(2, 1), goals=COST, lasting=2),
    "consent is not asked for": _ask(_new(0, consent="asked"), consent="given"),
    "what is asked is given": _ask(_new(0, consent="asked"), consent="given"),
    "what needs no consent lacks it": _ask(_new(0), consent="given"),
    "carriers do not matter": _ask(_new(0, carrier="welfare"), carriers=("municipal",)),
    "to ask other carriers is enough": _ask(_new(0, consent="asked", carrier="welfare"), carriers=("municipal",)),
    "other carriers need not be asked": _ask(_new(0, carrier="welfare"), carriers=("municipal",)),
    "the least share is dropped": _ask(_new(0), share=Share(("welfare",), least=HALF)),
    "the most share is dropped": _ask(_new(0), share=Share(("municipal",), most=HALF)),
    "shares are of places": _ask(
        _old(0, 3), _new(1, carrier="welfare"), share=Share(("welfare",), least=HALF, of="facilities")
    ),
    "shares are of facilities": _ask(
        _old(0, 1), _new(1, places=3, carrier="welfare"), share=Share(("welfare",), least=Fraction(3, 4))
    ),
    "shares count from the first year": _ask(
        _old(0, 1), _new(1, first=2027, carrier="welfare"), people=(1, 1),
        share=Share(("welfare",), least=HALF, since=2027),
    ),
    "closed facilities have a share": _ask(
        _new(0), _new(1, first=NEVER, carrier="welfare"), share=Share(("welfare",), least=HALF, of="facilities")
    ),
    "shares add up services beyond the total": ONE_TOTAL,
}  # fmt: skip
