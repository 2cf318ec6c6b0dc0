"""The tiny region that tests share: two schools, three cells, two years, all of it solvable by hand.

    c0 ──5 min── [north] ──5 min── c1 ──10 min── [south] ──5 min── c2
    4, 4                           6, 6                            2, 6      children in 2026, 2028

c0 is 20 min from south and c2 20 min from north; 15 min is the longest way, 7.5 min the target: c0 knows only
north, c2 only south, c1 both, south beyond the target. 2026 stands for two years, 2028 for three.

    level   places   least   running cost of a year
    one      8        4      100 EUR
    two     16        8      160 EUR       north can be extended to it: 500 EUR, two years after the money

Money is discounted at 25 %: 2028 weighs 1/1.25² = 0.64. South can be closed for 50 EUR.
"""

from fractions import Fraction

from tests.oracle.question import Budget, Facility, Goal, Level, Measure, Question, Service

LEVELS = {
    "one": Level(places=(8,), least=(4,), running=100_00),
    "two": Level(places=(16,), least=(8,), running=160_00),
}
NORTH = Facility("north", 0, "one", LEVELS, (Measure("one", "two", 500_00, lead=2),))
SOUTH = Facility("south", 1, "one", LEVELS, (Measure("one", "closed", 50_00),))
TINY = Question(
    years=(2026, 2028),
    spans=(2, 3),
    services=(Service("school", reach=900, target=450),),
    demand=(((4, 4),), ((6, 6),), ((2, 6),)),
    seconds=(((300,), (1200,)), ((300,), (600,)), ((1200,), (300,))),
    facilities=(NORTH, SOUTH),
    goals=(Goal("unserved"), Goal("person_minutes"), Goal("cost")),
    rate=Fraction(1, 4),
    minimum_size="enforce",
    budget=Budget(per_year=(500_00, 0)),
)
