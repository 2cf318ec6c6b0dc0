"""The smallest questions on which each fault planted into money of people shows."""

from fractions import Fraction

from tests.oracle.question import Budget, Cohorts, Facility, Goal, Level, Question, Service

KEPT_MONEY: dict[str, Question] = {
    "people cost nothing": Question(
        years=(2028,),
        spans=(1,),
        services=(Service(name="kita", reach=900, target=250),),
        demand=(((1, 0),),),
        seconds=(((180,), (600,)),),
        facilities=(
            Facility(
                name="f1",
                site=1,
                today="large",
                levels={"large": Level(places=(1,), least=(0,))},
                measures=(),
                per_person=(1,),
            ),
        ),
        goals=(Goal(name="unserved"), Goal(name="cost")),
        cohorts=Cohorts(halves=(4,), survival=(Fraction(107, 100),)),
    ),
    "what people cost is not discounted": Question(
        years=(2026,),
        spans=(1,),
        services=(Service(name="kita", reach=900, target=250),),
        demand=(((0, 1),),),
        seconds=(((300,), (540,)),),
        facilities=(
            Facility(
                name="f0",
                site=0,
                today="interim",
                levels={"interim": Level(places=(1,), least=(0,))},
                measures=(),
                per_person=(25,),
            ),
        ),
        goals=(Goal(name="unserved"), Goal(name="cost")),
        rate=Fraction(1, 50),
        base=2027,
        cohorts=Cohorts(halves=(4,), survival=(Fraction(107, 100),)),
    ),
    "people cost one year of a listed one": Question(
        years=(2028,),
        spans=(2,),
        services=(Service(name="hort", reach=900, target=420),),
        demand=(((1,),),),
        seconds=(((240,), (300,)),),
        facilities=(
            Facility(
                name="f0",
                site=0,
                today="large",
                levels={"large": Level(places=(1,), least=(0,))},
                measures=(),
                per_person=(1,),
            ),
        ),
        goals=(Goal(name="unserved"), Goal(name="cost")),
        cohorts=Cohorts(halves=(0,)),
    ),
    "people cost in the year of entry only": Question(
        years=(2027, 2028),
        spans=(1, 1),
        services=(Service(name="kita", reach=900, target=250),),
        demand=(((1, 0, 0),),),
        seconds=(((300,), (540,)),),
        facilities=(
            Facility(
                name="f0",
                site=0,
                today="interim",
                levels={"interim": Level(places=(2,), least=(0,))},
                measures=(),
                per_person=(1,),
            ),
        ),
        goals=(Goal(name="unserved"), Goal(name="cost")),
        cohorts=Cohorts(halves=(4,), survival=(Fraction(107, 100),)),
    ),
    "a person costs a whole place": Question(
        years=(2026, 2027),
        spans=(1, 1),
        services=(Service(name="kita", reach=780, target=120),),
        demand=(((0, 0, 1, 0),),),
        seconds=(((120,), (540,), (360,)),),
        facilities=(
            Facility(
                name="f0",
                site=0,
                today="small",
                levels={"small": Level(places=(1,), least=(0,))},
                measures=(),
                per_person=(2,),
            ),
        ),
        goals=(Goal(name="unserved"), Goal(name="cost")),
        cohorts=Cohorts(halves=(5,), survival=(Fraction(107, 100),)),
    ),
    "half a cent of a person is rounded up": Question(
        years=(2026,),
        spans=(3,),
        services=(Service(name="kita", reach=780, target=780),),
        demand=(((1,),),),
        seconds=(((780,), (360,), (240,)),),
        facilities=(
            Facility(
                name="f1",
                site=1,
                today="interim",
                levels={"interim": Level(places=(1,), least=(0,))},
                measures=(),
                per_person=(25,),
            ),
        ),
        goals=(Goal(name="unserved"), Goal(name="cost")),
        rate=Fraction(1, 50),
        base=2027,
        cohorts=Cohorts(halves=(0,)),
    ),
    "the budget forgets what people cost": Question(
        years=(2026,),
        spans=(1,),
        services=(Service(name="hort", reach=780, target=600),),
        demand=(((1,),),),
        seconds=(((360,), (180,)),),
        facilities=(
            Facility(
                name="f1",
                site=1,
                today="small",
                levels={"small": Level(places=(1,), least=(0,), running=266)},
                measures=(),
                per_person=(1,),
            ),
        ),
        budget=Budget(per_year=(266,), total=1064, running=True),
        cohorts=Cohorts(halves=(0,)),
    ),
    "the budget counts people twice": Question(
        years=(2027,),
        spans=(1,),
        services=(Service(name="kita", reach=900, target=420),),
        demand=(((1, 0, 0),),),
        seconds=(((300,), (600,), (240,)),),
        facilities=(
            Facility(
                name="f0",
                site=0,
                today="large",
                levels={"large": Level(places=(1,), least=(0,), running=253)},
                measures=(),
                per_person=(689,),
            ),
        ),
        budget=Budget(per_year=(1630,), total=4541, running=True),
        cohorts=Cohorts(halves=(6,), survival=(Fraction(9, 10),)),
    ),
}
"""By fault."""
