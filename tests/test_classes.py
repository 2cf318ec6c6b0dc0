"""Classes: which numbers of persons are possible, what several grades are asked, and schools solved by hand."""

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from netplan.constraints import Classes
from netplan.constraints.class_sizes import fewest_classes, holes, intervals
from netplan.decisions import Decisions, numbers, symbols
from netplan.tables import Tables
from tests.oracle.brute_force import best
from tests.oracle.checks import answered, disagreements
from tests.oracle.class_law import ClassLaw, Exempt
from tests.oracle.question import Facility, Goal, Level, Measure, Question, Service
from tests.oracle.translation import case_of

SAXONY = {
    "grundschule": (15, 14, 28, 1, 5, []),
    "oberschule": (20, 20, 28, 2, 4, [(57, 59)]),
    "one-class oberschule": (20, 20, 28, 1, 4, [(29, 39), (57, 59)]),
    "gymnasium": (20, 20, 28, 3, 6, []),
    "gymnasium of two classes": (20, 20, 28, 2, 6, [(57, 59)]),
    "gemeinschaftsschule": (20, 20, 28, 4, 6, []),
    "mixed-age classes": (15, 15, 28, 1, 8, [(29, 29)]),
    "primary school of Rheinland-Pfalz": (1, 24, 24, 1, 5, []),
}
"""By type of school: first, further, most, fewest, largest, and the holes that follow."""


@pytest.mark.parametrize("school", SAXONY)
def test_each_type_of_school_has_the_holes_that_its_law_leaves(school: str) -> None:
    *sizes, expected = SAXONY[school]
    assert holes(*sizes) == expected


def test_intervals_are_what_trying_every_number_of_classes_finds() -> None:
    for first, further, most, fewest, largest in product((0, 1, 3, 5), (0, 1, 2, 4), (4, 5, 9), (1, 2, 3), (1, 2, 4)):
        permitted = {n for k in range(fewest, largest + 1) for n in range(first + further * (k - 1), most * k + 1)}
        found = intervals(first, further, most, fewest, largest)
        assert {n for one in found for n in range(one.least, one.most + 1)} == permitted
        gaps = {n for a, b in holes(first, further, most, fewest, largest) for n in range(a, b + 1)}
        if permitted:
            assert gaps == set(range(min(permitted), max(permitted))) - permitted


def test_classes_are_the_fewest_that_obey_the_most() -> None:
    assert [fewest_classes(people, 28) for people in (0, 1, 28, 29, 56, 57)] == [0, 1, 1, 2, 2, 3]


def _school(parallel: int, law: ClassLaw, people: tuple[int, ...], **changes: Any) -> Question:
    """Return one school of one level with room for all, one cell nearby, consecutive years."""
    level = Level((parallel * law.most * law.grades,), (0,), parallel=parallel)
    years = tuple(2026 + t for t in range(len(people)))
    plain = {"facilities": (Facility("os", 0, "z", {"z": level}, ()),)} | changes
    return Question(
        years, (1,) * len(people), (Service("oberschule", 600, 300),), ((people,),), (((120,),),), classes=law, **plain
    )


def _unserved(question: Question) -> int | None:
    """Return how many have no place, as brute force and netplan agree."""
    plan, stages = answered(question), best(question)
    assert disagreements(question) == []
    assert (plan is None) == (stages is None)
    return None if plan is None else plan.goals[0].value


SECONDARY = ClassLaw(20, 20, 28, 2)
ONE_CLASS = Exempt("one_class", fewest=1, only_existing=True)


@pytest.mark.parametrize(("people", "without"), [(40, 0), (56, 0), (57, 1), (59, 3), (60, 0), (84, 0), (85, 1)])
def test_who_stands_in_a_hole_has_no_place(people: int, without: int) -> None:
    """Three parallel classes of 20 to 28 from two on: 57 are too many for two and too few for three."""
    assert _unserved(_school(3, SECONDARY, (people,))) == without


def test_too_few_for_the_law_are_enough_for_its_exception() -> None:
    assert _unserved(_school(3, SECONDARY, (39,))) is None
    assert _unserved(_school(3, replace(SECONDARY, exempt=(ONE_CLASS,)), (39,))) == 11
    assert _unserved(_school(3, replace(SECONDARY, exempt=(ONE_CLASS,)), (28,))) == 0


def test_an_exception_for_existing_schools_is_none_for_a_new_one() -> None:
    law = replace(SECONDARY, exempt=(ONE_CLASS,))
    opens = (Measure("closed", "z", 0),)
    level = Level((84,), (0,), parallel=3)
    new = Facility("os", 0, "closed", {"z": level}, opens)
    assert _unserved(_school(3, law, (28,), facilities=(new,))) == 28
    old = Facility("os", 0, "z", {"z": level}, (Measure("z", "closed", 0), *opens))
    question = _school(3, law, (60, 28), facilities=(old,))
    assert _unserved(question) == 0
    closed_once = replace(question, demand=(((10, 28),),))
    assert _unserved(closed_once) == 38


@pytest.mark.parametrize(("people", "without"), [((60, 50), 0), ((50, 60, 50), 0), ((50, 50), None)])
def test_two_classes_in_two_years_running_are_one_year_too_many(people: tuple[int, ...], without: int | None) -> None:
    """A Gymnasium of three classes may have two in its entry grade, but not two years running."""
    law = ClassLaw(20, 20, 28, 3, exempt=(Exempt("two_class", fewest=2, years=1),))
    assert _unserved(_school(3, law, people)) == without


def test_a_listed_year_counts_for_the_years_that_it_stands_for() -> None:
    law = ClassLaw(20, 20, 28, 3, exempt=(Exempt("two_class", fewest=2, years=1),))
    assert _unserved(replace(_school(3, law, (50,)), spans=(2,))) is None


def test_a_shortfall_is_tolerated_for_so_many_years() -> None:
    law = ClassLaw(5, 24, 24, exempt=(Exempt("temporary", first=0, years=2),))
    assert _unserved(_school(1, law, (3, 3))) == 0
    assert _unserved(_school(1, law, (3, 3, 3))) is None
    assert _unserved(_school(1, law, (3, 3, 5))) == 0


def test_a_rural_school_has_twelve_in_each_grade_and_sixty_in_all() -> None:
    """Four grades of one size: 48 are twelve each but not sixty."""
    law = ClassLaw(15, 14, 28, grades=4, exempt=(Exempt("rural", first=12, total=60, only_existing=True),))
    assert _unserved(_school(1, law, (59,))) is None
    assert _unserved(_school(1, law, (60,))) == 0


def test_classes_of_several_grades_count_everybody_together() -> None:
    mixed = Exempt("mixed", first=15, further=15, mixed=True)
    law = ClassLaw(15, 14, 28, grades=4, exempt=(mixed,))
    assert _unserved(_school(1, law, (28,))) == 0
    assert _unserved(_school(1, law, (29,))) == 1
    assert _unserved(_school(1, law, (30,))) == 0
    assert _unserved(_school(1, law, (14,))) is None


def test_the_mildest_exception_that_fits_is_named_and_none_where_the_law_is_kept() -> None:
    law = replace(SECONDARY, exempt=(ONE_CLASS, Exempt("none", first=0, fewest=1)))
    case = case_of(_school(3, law, (60, 28, 10)))
    rule, tables = case.rules.classes, case.tables
    assert rule is not None
    load = np.array([[[60, 28, 10]]])
    chosen = np.arange(len(tables.steps.year))[tables.steps.before > 0]
    nobody = np.zeros((1, 3), np.int64)
    decisions = numbers(tables, chosen, load, nobody, nobody[None, :, :])
    assert [(use.year, tables.classes.regimes[use.regime]) for use in rule.uses(decisions, tables)] == [
        (1, "one_class"),
        (2, "none"),
    ]
    assert list(rule.breaches(decisions, tables)) == []


def test_what_is_only_reported_is_named_with_what_the_law_asks_for() -> None:
    case = case_of(_school(3, replace(SECONDARY, apply="report"), (37,)))
    plan = answered(_school(3, replace(SECONDARY, apply="report"), (37,)))
    assert plan is not None
    rule = case.rules.classes
    assert rule is not None
    assert [(row.where, row.violation) for row in rule.breaches(plan.decisions, case.tables)] == [
        (("os", "2026", "oberschule"), 3)
    ]


def _with_grades(tables: Tables, grades: int) -> Tables:
    """Return tables whose services have so many grades, all of one law."""
    classes = tables.classes
    return replace(
        tables,
        demand=replace(tables.demand, grades=np.full(1, grades)),
        classes=replace(
            classes,
            grades=np.full(1, grades),
            most=np.repeat(classes.most, grades, axis=1),
            first=np.repeat(classes.first, grades, axis=2),
            further=np.repeat(classes.further, grades, axis=2),
        ),
    )


def _with_people(tables: Tables, people: tuple[int, ...]) -> Decisions:
    """Return the numbers of an open school with people in each grade."""
    open_ones = np.flatnonzero((tables.steps.before > 0) & (tables.steps.after > 0))
    nobody = np.zeros((1, 1), np.int64)
    decisions = numbers(tables, open_ones, np.full((1, 1, 1), sum(people)), nobody, nobody[None, :, :])
    return replace(decisions, grade={(0, 0, g, 0): n for g, n in enumerate(people)})


def test_rows_of_several_grades_ask_the_entry_grade_for_a_band_and_later_ones_for_one_class() -> None:
    case = case_of(_school(3, SECONDARY, (60,)))
    tables = _with_grades(case.tables, 3)
    rule = Classes()
    rows = [f"{' '.join(row.where)}: {row}" for row in rule.rows(symbols(tables, rule.decides(tables)), tables)]
    two, three = "band[os,oberschule,2,2026]", "band[os,oberschule,3,2026]"
    assert rows == [
        f"os 2026 oberschule: {two} + {three} − at[os,z,2026]  =  0",
        f"os 2026 oberschule 1: grade[os,oberschule,1,2026] − (40·{two} + 60·{three})  ≥  0",
        f"os 2026 oberschule 2: grade[os,oberschule,2,2026] − (20·{two} + 20·{three})  ≥  0",
        f"os 2026 oberschule 3: grade[os,oberschule,3,2026] − (20·{two} + 20·{three})  ≥  0",
        f"os 2026 oberschule 1: grade[os,oberschule,1,2026] − (56·{two} + 84·{three})  ≤  0",
        *(f"os 2026 oberschule {g}: grade[os,oberschule,{g},2026] − 84·at[os,z,2026]  ≤  0" for g in (1, 2, 3)),
    ]


@pytest.mark.parametrize(
    ("people", "broken"),
    [
        ((56, 58, 20), []),
        ((58, 58, 20), ["1"]),
        ((56, 19, 20), ["2"]),
        ((60, 58, 85), ["3"]),
        ((39, 10, 85), ["1", "2", "3"]),
    ],
)
def test_of_several_grades_only_the_entry_grade_has_holes(people: tuple[int, ...], broken: list[str]) -> None:
    tables = _with_grades(case_of(_school(3, SECONDARY, (60,))).tables, 3)
    assert [row.where[-1] for row in Classes().breaches(_with_people(tables, people), tables)] == broken


@pytest.mark.parametrize(("people", "number"), [((12, 12, 36), 0), ((12, 12, 35), 1), ((11, 20, 40), 1)])
def test_a_rural_school_of_several_grades_is_counted_grade_by_grade_and_in_all(
    people: tuple[int, ...], number: int
) -> None:
    law = ClassLaw(15, 14, 28, exempt=(Exempt("rural", first=12, total=60, only_existing=True),))
    tables = _with_grades(case_of(_school(2, law, (60,))).tables, 3)
    rule = Classes.model_validate({"regimes": ["rural"]})
    decisions = _with_people(tables, people)
    assert bool(list(rule.breaches(decisions, tables))) == bool(number)
    assert len(rule.uses(decisions, tables)) == 1 - number


def test_a_regime_may_be_for_named_schools_only() -> None:
    law = replace(SECONDARY, exempt=(ONE_CLASS,))
    case = case_of(_school(3, law, (28,)))
    for who, bands in (("os", 3), ("other", 2)):
        rule = Classes.model_validate({"regimes": {"one_class": [who]}})
        assert [len(own.most) for own in rule.decides(case.tables)] == [bands]
    one_interval = case_of(_school(3, ClassLaw(15, 14, 28), (28,)))
    assert list(Classes().decides(one_interval.tables)) == []


def test_two_goals_keep_whole_classes_at_two_schools() -> None:
    """70 children, two schools of two classes: 42 and 28 are none; 40 and 30 neither; so 70 go nowhere else."""
    law = ClassLaw(20, 20, 28, 2)
    level = Level((56,), (0,), parallel=2)
    schools = tuple(Facility(name, f, "z", {"z": level}, (Measure("z", "closed", 5),)) for f, name in enumerate("ab"))
    question = Question(
        (2026,), (1,), (Service("oberschule", 900, 300),), (((70,),),), (((120,), (240,)),), schools,
        goals=(Goal("unserved"), Goal("person_minutes")), classes=law,
    )  # fmt: skip
    plan = answered(question)
    assert plan is not None
    assert [goal.value for goal in plan.goals] == [14, 56 * 120]
    assert disagreements(question) == []
