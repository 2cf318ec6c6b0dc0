"""Classes of cohorts: every grade that a school formed itself is asked for classes; found by hand."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from netplan.comparison.schools import school_years
from netplan.constraints import Row
from netplan.decisions import symbols
from tests.oracle.brute_force import best
from tests.oracle.checks import answered, disagreements
from tests.oracle.class_law import ClassLaw, Exempt
from tests.oracle.question import Cohorts, Facility, Level, Measure, Question, Service
from tests.oracle.translation import case_of

LAW = ClassLaw(2, 2, 3)
"""Classes of two or three: of two parallel ones neither one child nor five too many; four to six are two."""
SMALL = Level((12,), (0,), parallel=2)
OPEN = Facility("school", 0, "small", {"small": SMALL}, ())
NEW = Facility("school", 0, "closed", {"small": SMALL}, (Measure("closed", "small", 1),))
BOTH = ClassLaw(2, 2, 3, exempt=(Exempt("mixed", first=2, further=2, mixed=True),))


def _ask(school: Facility, people: tuple[int, ...], law: ClassLaw = LAW, **changes: Any) -> Question:
    """Return a question of one school, one cell nearby, three years and two grades; people are by entry."""
    plain: dict[str, Any] = {"cohorts": Cohorts((4,))}
    return Question(
        (2026, 2027, 2028), (1, 1, 1), (Service("school", 600, 300),), ((people,),), (((120,),),), (school,),
        classes=law, **(plain | changes),
    )  # fmt: skip


def _unserved(question: Question) -> int | None:
    """Return how many child years have no place, as brute force and netplan agree."""
    plan, stages = answered(question), best(question)
    assert disagreements(question) == []
    assert (plan is None) == (stages is None)
    return None if plan is None else plan.goals[0].value


@pytest.mark.parametrize(
    ("people", "without"),
    [
        ((2, 3, 6, 2), 0),
        ((2, 3, 4, 1), None),
        ((2, 1, 4, 2), None),
        ((2, 3, 7, 2), 1),
    ],
)
def test_each_grade_of_each_year_is_one_class_at_least(people: tuple[int, ...], without: int | None) -> None:
    """Intakes of three years and those in grade 2; seven are too many for two classes of three."""
    assert _unserved(_ask(OPEN, people)) == without


def test_an_intake_stands_in_no_hole() -> None:
    """Five children of an intake of six, because three are one class, four two, and none is left between them."""
    only_three = ClassLaw(3, 3, 3)
    assert _unserved(_ask(OPEN, (3, 6, 5, 3), only_three)) == 2


def test_a_new_school_is_asked_of_the_grades_it_formed() -> None:
    """Opened in 2026 it has nobody in grade 2; half of the intake of 2026 is one child in 2027, too few."""
    assert _unserved(_ask(NEW, (2, 2, 2, 0))) == 0
    leaving = Cohorts((4,), (Fraction(1, 2),))
    assert _unserved(_ask(NEW, (4, 4, 2, 0), cohorts=leaving)) == 0
    # Opened in 2027 it would have one child of that intake in 2028; opened in 2028 it has the last one only, and two
    # intakes of two children stay without a place for two years each.
    assert _unserved(_ask(NEW, (2, 2, 2, 0), cohorts=leaving)) == 2 * 2 * 2


def test_a_school_that_runs_out_is_asked_of_no_grade() -> None:
    """One child is left in grade 2: too few to form a class, but the class was formed before."""
    ending = Level((12,), (0,), stays=2, then="closed", intake=False, runs_out=True, parallel=2)
    school = replace(OPEN, today="ending", levels={"small": SMALL, "ending": ending})
    assert _unserved(_ask(school, (0, 0, 0, 1))) == 0


def test_persons_in_all_are_asked_once_all_grades_are_formed() -> None:
    """The exception asks for four in all: two in 2026 are only one grade, and two grades of two are four, not five."""
    law = ClassLaw(3, 3, 3, exempt=(Exempt("small", first=2, total=4),))
    assert _unserved(_ask(NEW, (2, 2, 2, 0), law)) == 0
    assert _unserved(_ask(NEW, (2, 2, 2, 0), replace(law, exempt=(Exempt("small", first=2, total=5),)))) == 2 * 2 * 2


def test_mixed_classes_count_all_grades_together() -> None:
    """One child in grade 1 and one in grade 2 are a class of two."""
    assert _unserved(_ask(OPEN, (1, 1, 1, 1), LAW)) is None
    assert _unserved(_ask(OPEN, (1, 1, 1, 1), BOTH)) == 0


def test_a_fraction_stands_between_classes_of_several_grades() -> None:
    """Classes of one: any number of children is lawful, but one and a half are neither one class nor two."""
    law = ClassLaw(1, 1, 1, exempt=(Exempt("mixed", first=1, further=1, mixed=True),))
    assert _unserved(_ask(OPEN, (1, 1, 1, 1), law)) == 0
    assert _unserved(_ask(OPEN, (1, 1, 1, 1), law, cohorts=Cohorts((4,), (Fraction(1, 2),)))) is None


def _rows(question: Question) -> list[Row]:
    case = case_of(question)
    rule = case.rules.classes
    assert rule is not None
    return list(rule.rows(symbols(case.tables, rule.decides(case.tables)), case.tables))


def test_rows_leave_out_grades_that_nobody_entered() -> None:
    question = replace(_ask(NEW, (2, 2, 2, 0), ClassLaw(2, 2, 4)), years=(2026, 2027), spans=(1, 1))
    at, opens = "at[school,small,{}]", "step[school,closed→small,{}]"
    assert [f"{' '.join(row.where)}: {row}" for row in _rows(question) if row.sense == "≥"] == [
        f"school 2026 school 1: grade[school,school,1,2026] − 2·{at.format(2026)}  ≥  0",
        f"school 2027 school 1: grade[school,school,1,2027] − 2·{at.format(2027)}  ≥  0",
        f"school 2027 school 2: grade[school,school,2,2027] − 2·{at.format(2027)} + 2·{opens.format(2027)}  ≥  0",
    ]


def test_classes_are_told_by_grade_and_year_and_by_exact_persons() -> None:
    """Of three children 2.7 go on to grade 2: shown as 3, and one class."""
    question = _ask(OPEN, (3, 4, 3, 2), cohorts=Cohorts((4,), (Fraction(9, 10),)))
    plan = answered(question)
    assert plan is not None
    told = [(one.people, one.parallel, one.classes) for one in school_years(plan, case_of(question))]
    assert told == [((3, 2), (1, 1), 2), ((4, 3), (2, 1), 3), ((3, 4), (1, 2), 3)]


def test_classes_of_several_grades_are_told_as_such() -> None:
    question = _ask(OPEN, (1, 1, 1, 1), BOTH)
    plan = answered(question)
    assert plan is not None
    told = [(one.people, one.parallel, one.classes) for one in school_years(plan, case_of(question))]
    assert told == [((1, 1), (), 1)] * 3


@pytest.mark.parametrize("people", [(2, 3, 6, 2), (2, 3, 7, 2)])
def test_children_are_conserved_in_every_year(people: tuple[int, ...]) -> None:
    """Those there are those of the year before, less the last grade, and those who enter; one of seven has no place."""
    question = _ask(OPEN, people)
    plan = answered(question)
    assert plan is not None
    there = (plan.go_by_year.sum(axis=0) + plan.unserved_by_year.sum(axis=(0, 1))).tolist()
    enter, last = people[:3], (people[3], *people[:2])
    assert there[0] == enter[0] + people[3]
    assert all(there[t] == there[t - 1] - last[t - 1] + enter[t] for t in (1, 2))
    grades = [[one.people for one in school_years(plan, case_of(question))][t] for t in range(3)]
    assert [now[1] for now in grades[1:]] == [before[0] for before in grades[:-1]]
