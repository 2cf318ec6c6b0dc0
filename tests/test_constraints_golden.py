"""Every rule's rows over the tiny region read like the formula of its docstring, with the ids of the region."""

from dataclasses import replace

from netplan.constraints import Constraint
from netplan.decisions import symbols
from tests.oracle.class_law import ClassLaw, Exempt
from tests.oracle.fairness import Fairness
from tests.oracle.policy import District, Policies
from tests.oracle.question import Budget, Facility, Most, Question
from tests.oracle.tiny_region import LEVELS, NORTH, SOUTH, TINY
from tests.oracle.translation import case_of


def _rule(question: Question, name: str) -> Constraint:
    return next(rule for rule in case_of(question).constraints if rule.rule == name)


def _rows(question: Question, name: str) -> list[str]:
    tables, rule = case_of(question).tables, _rule(question, name)
    return [f"{' '.join(row.where)}: {row}" for row in rule.rows(symbols(tables, rule.decides(tables)), tables)]


def _only(facility: Facility) -> Question:
    site = facility.site
    seconds = tuple(cell[site : site + 1] for cell in TINY.seconds)
    return replace(TINY, facilities=(replace(facility, site=0),), seconds=seconds)


def test_reach_forbids_the_ways_that_are_too_long() -> None:
    case = case_of(TINY)
    pairs = case.tables.pairs
    far = _rule(TINY, "reach").forbids(case.tables).pairs.nonzero()[0]
    names = case.tables.demand.cells, case.tables.levels.facilities
    assert [(names[0][pairs.cell[p]], names[1][pairs.facility[p]], int(pairs.seconds[p])) for p in far] == [
        ("c0", "south", 1200),
        ("c2", "north", 1200),
    ]


def test_reach_permits_a_way_of_just_the_norm() -> None:
    case = case_of(replace(TINY, services=(replace(TINY.services[0], reach=1200),)))
    assert not _rule(TINY, "reach").forbids(case.tables).pairs.any()


def test_places_limit_each_service() -> None:
    assert _rows(TINY, "places") == [
        "north 2026 school: load[north,school,2026] − (8·at[north,one,2026] + 16·at[north,two,2026])  ≤  0",
        "north 2028 school: load[north,school,2028] − (8·at[north,one,2028] + 16·at[north,two,2028])  ≤  0",
        "south 2026 school: load[south,school,2026] − (8·at[south,one,2026] + 16·at[south,two,2026])  ≤  0",
        "south 2028 school: load[south,school,2028] − (8·at[south,one,2028] + 16·at[south,two,2028])  ≤  0",
    ]


def test_places_limit_all_services_where_a_level_says_so() -> None:
    """A level without a total of its own counts with the sum of its places."""
    levels = {**LEVELS, "two": replace(LEVELS["two"], total=14)}
    question = _only(replace(NORTH, levels=levels))
    question = replace(question, years=(2026,), spans=(1,), demand=(((4,),),), budget=None)
    assert _rows(question, "places") == [
        "north 2026 school: load[north,school,2026] − (8·at[north,one,2026] + 16·at[north,two,2026])  ≤  0",
        "north 2026: load[north,school,2026] − (8·at[north,one,2026] + 14·at[north,two,2026])  ≤  0",
    ]


def test_minimum_size_asks_each_level_for_its_least() -> None:
    assert _rows(_only(SOUTH), "minimum_size") == [
        "south 2026 school: load[south,school,2026] − (4·at[south,one,2026] + 8·at[south,two,2026])  ≥  0",
        "south 2028 school: load[south,school,2028] − (4·at[south,one,2028] + 8·at[south,two,2028])  ≥  0",
    ]


def test_minimum_size_asks_for_a_least_over_all_services() -> None:
    levels = {name: replace(level, least=(0,), least_total=9) for name, level in LEVELS.items()}
    assert _rows(_only(replace(SOUTH, levels=levels)), "minimum_size") == [
        "south 2026: load[south,school,2026] − (9·at[south,one,2026] + 9·at[south,two,2026])  ≥  0",
        "south 2028: load[south,school,2028] − (9·at[south,one,2028] + 9·at[south,two,2028])  ≥  0",
    ]


def test_minimum_size_of_the_new_only_spares_what_nobody_touches() -> None:
    question = replace(_only(NORTH), minimum_size="new_only")
    assert _rows(question, "minimum_size") == [
        (
            "north 2026 school: load[north,school,2026] − "
            "(8·at[north,two,2026] + 4·(at[north,one,2026] − untouched[north,2026]))  ≥  0"
        ),
        (
            "north 2028 school: load[north,school,2028] − "
            "(8·at[north,two,2028] + 4·(at[north,one,2028] − untouched[north,2028]))  ≥  0"
        ),
    ]


def _forbidden(lock: str) -> list[str]:
    case = case_of(_only(replace(SOUTH, lock=lock)))
    decisions = symbols(case.tables)
    return [str(decisions.step[int(i)]) for i in case.forbidden.steps.nonzero()[0]]


def test_a_lock_to_keep_forbids_closing_and_staying_closed() -> None:
    assert _forbidden("keep") == [
        "step[south,closed→closed,2026]",
        "step[south,one→closed,2026]",
        "step[south,closed→closed,2028]",
        "step[south,one→closed,2028]",
    ]


def test_a_lock_to_close_by_a_year_forbids_being_open_from_then_on() -> None:
    late = ["step[south,one→one,2028]", "step[south,two→two,2028]"]
    assert _forbidden("close by 2028") == _forbidden("close by 2027") == late
    assert _forbidden("close by 2029") == []


def test_a_lock_never_to_open_forbids_being_open() -> None:
    assert _forbidden("never") == [
        "step[south,one→one,2026]",
        "step[south,two→two,2026]",
        "step[south,one→one,2028]",
        "step[south,two→two,2028]",
    ]


def test_the_budget_of_a_year_asks_for_what_is_paid_in_it() -> None:
    question = replace(TINY, budget=Budget(per_year=(500_00, 60_00), total=540_00))
    assert _rows(question, "budget") == [
        "2026: 50000·step[north,one→two,2028] + 5000·step[south,one→closed,2026]  ≤  50000",
        "2028: 5000·step[south,one→closed,2028]  ≤  6000",
        (
            "total: 50000·step[north,one→two,2028] + 5000·step[south,one→closed,2026] + "
            "5000·step[south,one→closed,2028]  ≤  54000"
        ),
    ]


def test_the_budget_counts_running_cost_of_one_year_and_in_total_of_all() -> None:
    levels = {"one": LEVELS["one"]}
    question = _only(replace(SOUTH, levels=levels))
    question = replace(question, budget=Budget(per_year=(150_00, 150_00), total=550_00, running=True))
    assert _rows(question, "budget") == [
        "2026: 5000·step[south,one→closed,2026] + 10000·at[south,one,2026]  ≤  15000",
        "2028: 5000·step[south,one→closed,2028] + 10000·at[south,one,2028]  ≤  15000",
        (
            "total: 5000·step[south,one→closed,2026] + 2·10000·at[south,one,2026] + "
            "5000·step[south,one→closed,2028] + 3·10000·at[south,one,2028]  ≤  55000"
        ),
    ]


def test_measures_per_year_count_what_takes_effect() -> None:
    assert _rows(replace(TINY, measures_per_year=Most(1)), "measures_per_year") == [
        "2026: step[south,one→closed,2026]  ≤  1",
        "2028: step[north,one→two,2028] + step[south,one→closed,2028]  ≤  1",
    ]


def test_open_facilities_are_counted_from_a_year_on() -> None:
    assert _rows(replace(TINY, open_facilities=Most(2, 1, since=2027)), "open_facilities") == [
        "2028: 1 − at[north,closed,2028] + 1 − at[south,closed,2028]  ≤  2",
        "2028: 1 − at[north,closed,2028] + 1 − at[south,closed,2028]  ≥  1",
    ]


def test_everyone_served_leaves_nobody_without_a_place() -> None:
    """Persons are never fewer than none, so at most 0 says the same as the docstring's = 0."""
    assert _rows(replace(TINY, everyone_served="enforce"), "everyone_served") == [
        "school 2026: unserved[school,2026]  ≤  0",
        "school 2028: unserved[school,2028]  ≤  0",
    ]


def _block_rows(policies: Policies, name: str) -> list[str]:
    question = replace(TINY, policies=policies)
    tables = case_of(question).tables
    return [text for block in _rule(question, name).blocks(tables) for text in block.formulas(tables)]


def test_whole_cells_stay_together() -> None:
    assert _block_rows(Policies(("whole_cells",)), "assignment") == [
        "c0 school: together",
        "c1 school: together",
        "c2 school: together",
    ]


def test_nobody_goes_past_an_open_school_that_is_nearer() -> None:
    """Only c1 reaches both schools; c0 and c2 are out of reach of the other one."""
    assert _block_rows(Policies(("nearest",)), "assignment") == [
        "c1 north school 2026: go[c1,south,school,2026] + 6·at[north,one,2026] + 6·at[north,two,2026]  ≤  6",
        "c1 north school 2028: go[c1,south,school,2028] + 6·at[north,one,2028] + 6·at[north,two,2028]  ≤  6",
    ]


def test_a_district_holds_while_its_school_is_open() -> None:
    homes = (District(1, 0, "south", since=2028), District(0, 0, "north", may_change=True))
    rows = _block_rows(Policies(("districts",), districts=homes), "assignment")
    assert rows[:-3] == [
        "c1 south school 2028: go[c1,north,school,2028] + 6·at[south,one,2028] + 6·at[south,two,2028]  ≤  6"
    ]
    assert rows[-3:] == ["c0 school: together", "c1 school: together", "c2 school: together"]


def test_stability_counts_who_is_not_at_the_district_school() -> None:
    homes = (District(1, 0, "north"), District(2, 0, "south", since=2028))
    assert _block_rows(Policies(districts=homes, most_anew=5), "stability") == [
        "2026: go[c1,south,school,2026]  ≤  5",
        "2028: go[c1,south,school,2028] + go[c2,north,school,2028]  ≤  5",
    ]


def test_the_worst_tenth_counts_who_goes_farther_minute_by_minute() -> None:
    """South alone is 5 min from 6 people: of less than 0.6 of them, or of all, the longest ways count."""
    question = replace(_only(SOUTH), demand=(((6,),),), seconds=(((61,),),), years=(2026,), spans=(1,), budget=None)
    question = replace(question, fairness=Fairness(mean=90))
    tail, farther, few = (tuple(f"{name}[school,{j}min,2026]" for j in range(2)) for name in ("tail", "farther", "few"))
    assert _rows(question, "worst_tenth") == [
        f"school 0 min 2026: {tail[0]} − 10·{farther[0]} − 54·{few[0]}  ≥  -54",
        f"school 0 min 2026: {tail[0]} + unserved[school,2026] + 6·{few[0]}  ≥  6",
        f"school 0 min 2026: {few[0]} − {few[1]}  ≤  0",
        f"school 1 min 2026: {tail[1]} − 10·{farther[1]} − 54·{few[1]}  ≥  -54",
        f"school 1 min 2026: {tail[1]} + unserved[school,2026] + 6·{few[1]}  ≥  6",
        f"school 2026: 60·({tail[0]} + {tail[1]}) + 90·unserved[school,2026]  ≤  540",
    ]
    case = case_of(question)
    (block,) = _rule(question, "worst_tenth").blocks(case.tables)
    assert list(block.formulas(case.tables)) == [
        "school 0 min 2026: -1·farther[0,0,0] + farther[0,1,0]  ≤  0",
        "school 1 min 2026: go[c0,south,school,2026] + -1·farther[0,1,0]  ≤  0",
    ]


def test_extra_minutes_count_who_goes_farther_than_today() -> None:
    """Both schools are open today; c0 and c2 do not reach the other one, as the rule on reach says."""
    question = replace(TINY, fairness=Fairness(more_than=299, most_extra=3))
    case = case_of(question)
    (block,) = _rule(question, "extra_minutes").blocks(case.tables)
    assert list(block.formulas(case.tables)) == [
        f"{year}: go[c0,south,school,{year}] + go[c1,south,school,{year}] + go[c2,north,school,{year}]  ≤  3"
        for year in (2026, 2028)
    ]


def test_a_share_of_a_group_counts_who_is_beyond_its_target() -> None:
    """c1 is a group with a target of 5 min: south is beyond it; of everybody the shares of the group are 6 of 12."""
    fairness = Fairness(groups=(-1, 0, -1), limits=((900, 300),), least_within=500, gap_within=100)
    question = replace(_one_year(), fairness=fairness)
    rows = [row for block in _rule(question, "group_within_target").blocks(case_of(question).tables)
            for row in block.formulas(case_of(question).tables)]  # fmt: skip
    others = "-6·go[c0,south,school,2026] + 6·go[c1,south,school,2026] + -6·go[c2,north,school,2026]"
    left = "-6·unserved[c0,school,2026] + 6·unserved[c1,school,2026] + -6·unserved[c2,school,2026]"
    assert rows == [
        "g0 school 2026: go[c1,south,school,2026] + unserved[c1,school,2026]  ≤  3",
        f"g0 school 2026: {others} + {left}  ≤  7",
    ]


def test_an_area_of_a_class_of_the_social_index_keeps_the_share_of_that_class() -> None:
    """Of 6 + 6 children nine tenths are asked, of c1's area, of high burden, a half."""
    fairness = Fairness(area=(0, 1, 0), least_area=900, least_high=500)
    question = replace(_one_year(), fairness=fairness)
    assert _rows(question, "within_target") == [
        "a0 school 2026: beyond[a0,school,2026]  ≤  0",
        "a1 school 2026: beyond[a1,school,2026]  ≤  3",
    ]


def _one_year() -> Question:
    demand = tuple((cell[0][:1],) for cell in TINY.demand)
    return replace(TINY, years=(2026,), spans=(1,), demand=demand, budget=None)


def _in_classes(law: ClassLaw, year: int = 2026) -> list[str]:
    """Return the rows on classes of one year of south, whose levels carry one and two parallel classes."""
    parallel = {"one": 1, "two": 2}
    levels = {name: replace(LEVELS[name], parallel=number) for name, number in parallel.items()}
    question = replace(_only(replace(SOUTH, levels=levels)), classes=law)
    return [row for row in _rows(question, "classes") if str(year) in row]


OPEN = "at[south,one,2026] + at[south,two,2026]"


def test_classes_without_a_hole_ask_for_the_least_only() -> None:
    """8 and 16 places are what one and two classes of 8 hold, so that places say the rest."""
    assert _in_classes(ClassLaw(5, 4, 8)) == [
        f"south 2026 school: grade[south,school,1,2026] − (5·({OPEN}))  ≥  0",
    ]
    assert _in_classes(ClassLaw(5, 3, 7)) == [
        f"south 2026 school: grade[south,school,1,2026] − (5·({OPEN}))  ≥  0",
        "south 2026 school: grade[south,school,1,2026] − (7·at[south,one,2026] + 14·at[south,two,2026])  ≤  0",
    ]


def test_classes_with_a_hole_choose_a_band() -> None:
    one, two = "band[south,school,1,2026]", "band[south,school,2,2026]"
    assert _in_classes(ClassLaw(7, 7, 8)) == [
        f"south 2026 school: {one} + {two} − ({OPEN})  =  0",
        f"south 2026 school: grade[south,school,1,2026] − (7·{one} + 14·{two})  ≥  0",
        f"south 2026 school: grade[south,school,1,2026] − (8·{one} + 16·{two})  ≤  0",
    ]


def test_an_exception_is_a_band_of_its_own() -> None:
    """A listed year that stands for two years cannot be one in which an exception for one year is used."""
    law, small = "band[south,school,1,2026]", "band[south,school,small:1,2026]"
    exempt = Exempt("small", first=3, further=4, total=4, years=1)
    assert _in_classes(ClassLaw(5, 4, 8, exempt=(exempt,))) == [
        f"south 2026 school: {law} + {small} − ({OPEN})  =  0",
        f"south 2026 school: grade[south,school,1,2026] − (5·{law} + 3·{small})  ≥  0",
        f"south 2026 school: grade[south,school,1,2026] − (5·{law} + 4·{small})  ≥  0",
        f"south 2026 school: {small}  ≤  0",
    ]
