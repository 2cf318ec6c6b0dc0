"""The smallest questions found on which each planted fault shows; everything not said is as in `_ask`."""

from fractions import Fraction
from typing import Any

from tests.oracle.kept_classes import KEPT_CLASSES
from tests.oracle.kept_cohorts import KEPT as COHORTS_KEPT
from tests.oracle.kept_fairness import KEPT_FAIRNESS
from tests.oracle.kept_measures import KEPT_MEASURES
from tests.oracle.kept_money import KEPT_MONEY
from tests.oracle.kept_policies import KEPT_POLICIES
from tests.oracle.kept_provision import KEPT_PROVISION
from tests.oracle.planted_branches import KEPT_BRANCHES
from tests.oracle.planted_conversions import KEPT_CONVERSIONS
from tests.oracle.planted_pupils import KEPT_PUPILS
from tests.oracle.planted_rooms import KEPT_ROOMS
from tests.oracle.question import Budget, Facility, Goal, Level, Measure, Most, Question, Service


def _ask(facility: Facility, **changes: Any) -> Question:
    """Return a question with one facility, one empty cell two minutes away, one service and one year."""
    plain: dict[str, Any] = {
        "years": (2026,),
        "spans": (1,),
        "services": (Service("kita", 600, 300),),
        "demand": (((0,),),),
        "seconds": (((120,),),),
    }
    return Question(facilities=(facility,), **(plain | changes))


KEPT: dict[str, Question] = {
    "the budget forgets what closing costs": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,), running=1)}, (Measure("small", "closed", 1),)),
        budget=Budget(total=0, running=True),
    ),
    "the budget forgets running cost": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,), running=1)}, ()), budget=Budget(total=0, running=True)
    ),
    "the budget's total counts running cost once a listed year": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,), running=10)}, ()),
        spans=(3,),
        budget=Budget(total=29, running=True),
    ),
    "the budget pays when a measure takes effect": _ask(
        Facility("f0", 0, "closed", {"small": Level((1,), (0,))}, (Measure("closed", "small", 1, lead=2),)),
        years=(2026, 2028),
        spans=(1, 1),
        demand=(((0, 1),),),
        budget=Budget(per_year=(1, 0)),
    ),
    "the last cent of the budget may not be spent": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,))}, ()), budget=Budget(total=0)
    ),
    "the budget has no total": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,), running=1)}, ()), budget=Budget(total=0, running=True)
    ),
    "the budget has no years": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,), running=1)}, ()),
        budget=Budget(per_year=(0,), running=True),
    ),
    "places are those of the year before": _ask(
        Facility("f0", 0, "closed", {"small": Level((1,), (0,))}, (Measure("closed", "small", 0, lead=1),)),
        years=(2026, 2029),
        spans=(1, 1),
        demand=(((0, 1),),),
    ),
    "the last place stays empty": _ask(Facility("f0", 0, "small", {"small": Level((0,), (0,))}, ())),
    "the total over services is dropped": _ask(
        Facility("f0", 0, "closed", {"small": Level((2,), (0,), total=1)}, (Measure("closed", "small", 0),)),
        demand=(((1,),), ((1,),)),
        seconds=(((120,),), ((120,),)),
    ),
    "the longest way in reach is forbidden": _ask(
        Facility("f0", 0, "small", {"small": Level((1,), (0,))}, ()),
        services=(Service("kita", 300, 300),),
        demand=(((1,),),),
        seconds=(((300,),),),
    ),
    "reach is not asked for": _ask(
        Facility("f0", 0, "small", {"small": Level((1,), (0,))}, ()),
        services=(Service("kita", 420, 250),),
        demand=(((1,),),),
        seconds=(((600,),),),
    ),
    "minimum size is dropped": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (1,))}, ()), minimum_size="enforce"
    ),
    "the least over all services is dropped": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,), least_total=1)}, ()), minimum_size="enforce"
    ),
    "the least of each service is dropped": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (1,))}, ()), minimum_size="enforce"
    ),
    "the smallest size is not enough": _ask(
        Facility("f0", 0, "closed", {"small": Level((0,), (1,))}, ()), minimum_size="new_only"
    ),
    "new_only is treated as enforce": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,), least_total=1)}, ()), minimum_size="new_only"
    ),
    "new_only is treated as report": _ask(
        Facility("f0", 0, "closed", {"small": Level((1,), (0,), least_total=2)}, (Measure("closed", "small", 0),)),
        demand=(((1,),),),
        minimum_size="new_only",
    ),
    "locks are ignored": _ask(Facility("f0", 0, "small", {"small": Level((0,), (0,))}, (), lock="never")),
    "a lock by a year comes a year late": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,))}, (), lock="close by 2026")
    ),
    "measures per year are not limited": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,))}, (Measure("small", "closed", 0),)),
        measures_per_year=Most(most=0),
        open_facilities=Most(most=0),
    ),
    "automatic steps are measures": _ask(
        Facility(
            "f0", 0, "interim", {"small": Level((0,), (0,)), "interim": Level((0,), (0,), stays=3, then="small")}, ()
        ),
        measures_per_year=Most(most=0),
    ),
    "open facilities are limited from the first year": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,))}, ()), open_facilities=Most(least=2, since=2028)
    ),
    "too few open facilities are no fault": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,))}, ()), open_facilities=Most(least=2, since=2026)
    ),
    "too many open facilities are no fault": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,))}, ()), open_facilities=Most(most=0)
    ),
    "everyone need not be served": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,))}, ()), demand=(((1,),),), everyone_served="enforce"
    ),
    "what is only reported is enforced": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,))}, ()), demand=(((1,),),), everyone_served="report"
    ),
    **KEPT_CLASSES,
    "lead time is ignored": _ask(
        Facility("f0", 0, "closed", {"small": Level((1,), (0,))}, (Measure("closed", "small", 0, lead=1),)),
        demand=(((1,),),),
    ),
    "measures are paid a listed year too early": _ask(
        Facility(
            "f0", 0, "large", {"small": Level((1,), (0,)), "large": Level((0,), (0,))}, (Measure("large", "small", 2),)
        ),
        years=(2026, 2027),
        spans=(1, 1),
        demand=(((0, 1),),),
        budget=Budget(per_year=(1, 2)),
    ),
    "first and last year are ignored": _ask(
        Facility(
            "f0",
            0,
            "small",
            {"small": Level((0,), (0,), running=1), "large": Level((0,), (0,))},
            (Measure("small", "large", 0, first=2029),),
        ),
        goals=(Goal("unserved"), Goal("cost")),
    ),
    "kinds not permitted are taken": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,))}, (Measure("small", "closed", 0),)),
        goals=(Goal("unserved"), Goal("open_facilities")),
        kinds=("open", "extend", "convert"),
    ),
    "nothing can be done in the first year": _ask(
        Facility(
            "f0", 0, "small", {"small": Level((0,), (0,)), "large": Level((1,), (0,))}, (Measure("small", "large", 0),)
        ),
        demand=(((1,),),),
    ),
    "what is under way is paid": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (1,))}, (Measure("small", "closed", 1, under_way=True),)),
        minimum_size="enforce",
        budget=Budget(total=0),
    ),
    "what is under way needs its lead time": _ask(
        Facility(
            "f0",
            0,
            "small",
            {"small": Level((0,), (0,))},
            (Measure("small", "closed", 0, lead=1, under_way=True),),
            lock="close by 2026",
        )
    ),
    "phases may be overstayed": _ask(
        Facility("f0", 0, "interim", {"interim": Level((1,), (0,), stays=1, then="closed")}, ()), demand=(((1,),),)
    ),
    "phases cannot end early": _ask(
        Facility(
            "f0", 0, "interim", {"small": Level((1,), (0,)), "interim": Level((0,), (0,), stays=2, then="small")}, ()
        ),
        demand=(((1,),),),
    ),
    "phases begin with their last link": _ask(
        Facility("f0", 0, "interim", {"interim": Level((0,), (0,), stays=2, then="closed")}, ()),
        goals=(Goal("unserved"), Goal("closures")),
    ),
    "money is not discounted": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,), running=4)}, ()),
        goals=(Goal("unserved"), Goal("cost")),
        rate=Fraction(1),
        base=2025,
    ),
    "half a cent is rounded down": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,), running=3)}, ()),
        goals=(Goal("unserved"), Goal("cost")),
        rate=Fraction(1),
        base=2025,
    ),
    "half a cent is rounded up": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,), running=1)}, ()),
        goals=(Goal("unserved"), Goal("cost")),
        rate=Fraction(1),
        base=2025,
    ),
    "running cost counts one year": _ask(
        Facility("f0", 0, "closed", {"small": Level((1,), (0,), running=1)}, (Measure("closed", "small", 0),)),
        spans=(3,),
        demand=(((1,),),),
        goals=(Goal("unserved"), Goal("cost")),
    ),
    "running cost is no cost": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,), running=1)}, ()), goals=(Goal("unserved"), Goal("cost"))
    ),
    "years stand for themselves only": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,))}, ()), spans=(2,), demand=(((1,),),)
    ),
    "people never change": _ask(
        Facility("f0", 0, "closed", {"small": Level((0,), (0,))}, ()),
        years=(2026, 2027),
        spans=(1, 1),
        demand=(((1, 0),),),
    ),
    "people without a place weigh nothing": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,))}, ()), demand=(((1,),),)
    ),
    "who is at the target is beyond it": _ask(
        Facility("f0", 0, "small", {"small": Level((1,), (0,))}, ()),
        demand=(((1,),),),
        seconds=(((300,),),),
        goals=(Goal("unserved"), Goal("beyond_target")),
    ),
    "open facilities count once a listed year": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,))}, ()),
        spans=(2,),
        goals=(Goal("unserved"), Goal("open_facilities")),
    ),
    "closing by itself is no closure": _ask(
        Facility("f0", 0, "interim", {"interim": Level((0,), (0,), stays=2, then="closed")}, ()),
        goals=(Goal("unserved"), Goal("closures")),
    ),
    "staying closed is a closure": _ask(
        Facility("f0", 0, "closed", {"small": Level((0,), (0,))}, ()), goals=(Goal("unserved"), Goal("closures"))
    ),
    "goals are taken in another order": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,))}, ()),
        goals=(Goal("unserved"), Goal("beyond_target"), Goal("closures")),
    ),
    "tolerance is ignored": _ask(
        Facility("f0", 0, "closed", {"small": Level((0,), (0,))}, ()),
        goals=(Goal("unserved"), Goal("beyond_target", amount=2)),
    ),
    "tolerance is rounded up": _ask(
        Facility("f0", 0, "small", {"small": Level((0,), (0,))}, ()),
        goals=(Goal("unserved"), Goal("open_facilities", percent=33)),
    ),
    **KEPT_MEASURES,
    **KEPT_ROOMS,
    **KEPT_CONVERSIONS,
    **KEPT_BRANCHES,
    **KEPT_PUPILS,
}
KEPT |= COHORTS_KEPT | KEPT_POLICIES | KEPT_PROVISION | KEPT_MONEY | KEPT_FAIRNESS
"""By fault."""
