"""The rows of the rules on measures over the tiny region read like the formulas of their docstrings."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from netplan.constraints import Constraint, Rules
from netplan.decisions import symbols
from tests.oracle.question import Facility, Level, Measure, Question
from tests.oracle.tiny_region import LEVELS, NORTH, SOUTH, TINY
from tests.oracle.translation import case_of

EXTENSION, CLOSURE = {"facility": "north", "to": "two"}, {"facility": "south", "measure": "one to closed"}


def _rows(question: Question, name: str, **settings: Any) -> list[str]:
    rule: Constraint = getattr(Rules.model_validate({name: settings}), name)
    tables = case_of(question).tables
    return [f"{' '.join(row.where)}: {row}" for row in rule.rows(symbols(tables), tables)]


def _links(*links: dict[str, Any], question: Question = TINY) -> list[str]:
    return _rows(question, "measure_links", links=list(links))


def test_if_and_then_ask_for_the_other_measure_by_the_same_year() -> None:
    assert _links({"if": EXTENSION, "then": CLOSURE}) == [
        "north south 2028: step[north,one→two,2028] − (step[south,one→closed,2026] + step[south,one→closed,2028])  ≤  0"
    ]
    assert _links({"if": CLOSURE, "then": EXTENSION}) == [
        "south north 2026: step[south,one→closed,2026]  ≤  0",
        "south north 2028: step[south,one→closed,2028] − step[north,one→two,2028]  ≤  0",
    ]


def test_within_lets_the_other_measure_come_later() -> None:
    for within, first in ((1, "≤"), (2, "− step[north,one→two,2028]  ≤")):
        link = {"if": CLOSURE, "then": EXTENSION, "within": f"{within} years"}
        assert _links(link)[0] == f"south north 2026: step[south,one→closed,2026] {first}  0".replace("] ≤", "]  ≤")


def test_earlier_asks_for_the_other_measure_years_before() -> None:
    for earlier, done in ((2, " − step[south,one→closed,2026]"), (3, "")):
        link = {"if": EXTENSION, "then": CLOSURE, "earlier": f"{earlier} years"}
        assert _links(link) == [f"north south 2028: step[north,one→two,2028]{done}  ≤  0"]


def test_a_sequence_is_if_then_from_each_measure_to_the_one_before_it() -> None:
    assert _links({"sequence": [CLOSURE, EXTENSION]}) == _links({"if": EXTENSION, "then": CLOSURE})


def test_together_means_in_the_same_year() -> None:
    assert _links({"together": [CLOSURE, EXTENSION]}) == [
        "south north 2026: step[south,one→closed,2026]  =  0",
        "south north 2028: step[south,one→closed,2028] − step[north,one→two,2028]  =  0",
    ]


def test_either_or_counts_the_measures_of_all_years() -> None:
    steps = "step[south,one→closed,2026] + step[south,one→closed,2028] + step[north,one→two,2028]"
    assert _links({"at_most_one": [CLOSURE, EXTENSION]}) == [f"south north total: {steps}  ≤  1"]
    assert _links({"exactly_one": [CLOSURE, EXTENSION]}) == [f"south north total: {steps}  =  1"]


def test_a_phase_is_named_by_its_level() -> None:
    phase = Facility(
        "south", 1, "closed", {"box": Level((8,), (0,), stays=1, then="closed")}, (Measure("closed", "box", 0),)
    )
    question = replace(TINY, years=(2026, 2027), facilities=(NORTH, phase))
    other = {"facility": "south", "measure": "closed to box"}
    steps = "step[south,closed→box#1,2026] + step[south,closed→box#1,2027]"
    assert _links({"at_most_one": [{"facility": "south", "to": "box"}, other]}, question=question) == [
        f"south total: {steps} + {steps}  ≤  1"
    ]


def test_what_a_plan_cannot_do_is_not_linked() -> None:
    nothing = {"facility": "north", "to": "closed"}
    assert _links({"if": nothing, "then": CLOSURE}, {"at_most_one": [nothing, nothing]}) == []
    assert _links({"if": CLOSURE, "then": nothing})[0] == "south north 2026: step[south,one→closed,2026]  ≤  0"
    assert _links({"exactly_one": [nothing, nothing]}) == ["north total: 0  =  1"]


def test_measures_per_area_count_by_the_area_of_the_site() -> None:
    apart = replace(TINY, facilities=(replace(NORTH, area="a1"), SOUTH))
    assert _rows(apart, "measures_per_area", per_year={"*": 1, "a1": 0}, total=2) == [
        "a0 2026: step[south,one→closed,2026]  ≤  1",
        "a0 2028: step[south,one→closed,2028]  ≤  1",
        "a0 total: step[south,one→closed,2026] + step[south,one→closed,2028]  ≤  2",
        "a1 2028: step[north,one→two,2028]  ≤  0",
        "a1 total: step[north,one→two,2028]  ≤  2",
    ]
    assert _rows(TINY, "measures_per_area", per_year={"a0": 1}) == [
        "a0 2026: step[south,one→closed,2026]  ≤  1",
        "a0 2028: step[north,one→two,2028] + step[south,one→closed,2028]  ≤  1",
    ]


@pytest.mark.parametrize(("years", "count"), [("2 years", 0), ("3 years", 2)])
def test_lasting_forbids_the_opposite_measure_in_years_too_near(years: str, count: int) -> None:
    """2026 and 2028 are two years apart: what lasts two years may be taken back in 2028."""
    both = replace(SOUTH, measures=(*SOUTH.measures, Measure("closed", "one", 9), Measure("one", "two", 9)))
    question = replace(TINY, facilities=(NORTH, both))
    opens, extends, closes = ("step[south,closed→one,{0}]", "step[south,one→two,{0}]", "step[south,one→closed,{0}]")
    ups, ups_later = (f"{opens} + {extends}".format(year) for year in (2026, 2028))
    assert (
        _rows(question, "lasting", years=years)
        == [
            f"south 2026 2028: {ups} + {closes.format(2028)}  ≤  1",
            f"south 2026 2028: {closes.format(2026)} + {ups_later}  ≤  1",
        ][:count]
    )


def _with_consent(*words: str) -> Question:
    acts = tuple(Measure("one", after, 9, consent=word) for after, word in zip(("closed", "two"), words, strict=True))
    return replace(TINY, facilities=(NORTH, replace(SOUTH, carrier="welfare", measures=acts)))


def test_consent_forbids_what_is_farther_from_a_yes() -> None:
    given = [
        "south one to two 2026: step[south,one→two,2026]  ≤  0",
        "south one to two 2028: step[south,one→two,2028]  ≤  0",
    ]
    assert _rows(_with_consent("given", "asked"), "consent", up_to="given") == given
    assert _rows(_with_consent("", "asked"), "consent", up_to="asked") == []


def test_other_carriers_must_have_agreed() -> None:
    """North is municipal; south is not, and nobody has said yes to its extension."""
    rows = _rows(_with_consent("given", ""), "carriers", without_consent=["municipal"])
    assert rows == [f"south one to two {year}: step[south,one→two,{year}]  ≤  0" for year in (2026, 2028)]
    assert _rows(_with_consent("given", ""), "carriers", without_consent=["welfare"]) == [
        "north one to two 2028: step[north,one→two,2028]  ≤  0"
    ]


def test_a_share_of_places_is_stated_in_whole_numbers() -> None:
    """A third: three times the own places, less one time all."""
    third = {"kind": "share", "amount": Fraction(1, 3), "text": "a third"}
    question = replace(
        _with_consent("", ""), years=(2026,), spans=(1,), demand=(((4,),), ((6,),), ((2,),)), budget=None
    )
    north, south = (f"8·at[{name},one,2026] + 16·at[{name},two,2026]" for name in ("north", "south"))
    everything, own = f"{north} + {south}", "at[south,one,2026] + at[south,two,2026]"
    assert _rows(question, "carrier_share", carrier_type="welfare", least=third) == [
        f"welfare 2026: 3·({south}) − ({everything})  ≥  0"
    ]
    assert _rows(question, "carrier_share", carrier_type=["church", "welfare"], most="50 %", of="facilities") == [
        f"church welfare 2026: 2·({own}) − (at[north,one,2026] + at[north,two,2026] + {own})  ≤  0"
    ]
    assert _rows(question, "carrier_share", carrier_type="welfare", least="50 %", **{"from": 2027}) == []


def test_levels_have_places_of_one_kind() -> None:
    """The share counts a level's total where it has one."""
    total = {**LEVELS, "two": replace(LEVELS["two"], total=14)}
    question = replace(TINY, facilities=(replace(NORTH, levels=total), replace(SOUTH, carrier="welfare")), budget=None)
    (row, _) = _rows(question, "carrier_share", carrier_type="municipal", most="100 %")
    assert "14·at[north,two,2026]" in row
