"""Provision by area and free places near what is built: counted by hand, and told without few people.

Two cells of Nord (A 10, B 2 children) and one of Süd (C 4); a school in each. A and B's children go north, C's go
south, and in 2028 one of B goes south. Of school age are 20 in Nord and 5 in Süd, north has 17 places, south 6.
"""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from netplan.comparison import Comparison, compare
from netplan.comparison.free_capacity import Near, proofs
from netplan.comparison.need import needs
from netplan.comparison.provision import Supplied, corridors, supplied
from netplan.constraints import Rules
from netplan.languages import Language
from netplan.plan import Plan
from netplan.reports import report
from netplan.reports.provision import corridor_rows, excel_rows, free_places, provision, provision_row
from netplan.reports.wording import Wording
from netplan.tables import Population
from tests.sample_plans import plan, tables, written

DE = Wording("de")
AREAS = {"Nord": "Nord am Bach"}


def _plan() -> Plan:
    of = tables(
        [[10, 10], [2, 2], [4, 4]],
        [[60, 900], [120, 300], [700, 60]],
        (12, 24),
        today=("z1", "z1"),
        areas=("Nord", "Nord", "Süd"),
    )
    levels = replace(of.levels, site_area=("Nord", "Süd"))
    population = Population(("6-9",), np.array([[[20, 20]], [[5, 0]]]), np.array([[True]]))
    return plan("status_quo", replace(of, levels=levels, population=population), {"gs_0": ["z1", "closed"]})


def _by(area: str, year: int) -> Supplied:
    return next(one for one in supplied(_plan()) if (one.area, one.year) == (area, year))


def test_provision_is_counted_by_area_as_by_hand() -> None:
    """North has 12 places for 12 in need and 20 of the age group; from 2028 it is closed and 8 of its 12 go south."""
    assert _by("Nord", 2026) == Supplied("Nord", "grundschule", 2026, 20, 12, 12, 12, 12, 0, 0)
    assert _by("Nord", 2028) == Supplied("Nord", "grundschule", 2028, 20, 12, 0, 0, 8, 8, 0)
    assert _by("Süd", 2028) == Supplied("Süd", "grundschule", 2028, 0, 4, 12, 12, 4, 0, 8)
    assert _by("", 2028) == Supplied("", "grundschule", 2028, 20, 16, 12, 12, 12, 0, 0)


def test_shares_are_those_of_the_kita_plans() -> None:
    one = _by("Nord", 2026)
    assert (one.coverage, one.utilisation, one.participation) == (Fraction(3, 5), Fraction(1), Fraction(3, 5))
    closed = _by("Nord", 2028)
    assert (closed.coverage, closed.utilisation, closed.participation) == (Fraction(0), None, Fraction(2, 5))
    assert _by("Süd", 2028).coverage is None, "nobody of the age group lives there"


def _comparison(folder: Path, **rules: object) -> Comparison:
    """Compare what stays with what closes north and extends south."""
    quo = replace(_plan(), scenario="status_quo")
    built = plan("design", quo.tables, {"gs_0": ["z1", "closed"], "gs_1": ["z1", "z2"]})
    more = Rules.model_validate({"reach": "enforce", "places": "enforce", **rules})
    return compare([written(quo, folder, rules=more), written(built, folder, rules=more)])


def test_few_people_are_withheld_with_what_would_tell_of_them(tmp_path: Path) -> None:
    """In the county's shares a count of one or two would show: 2 of 40 places are 5 %."""
    variant = _comparison(tmp_path).baseline
    one = replace(_by("Süd", 2026), load=2, served=2, residents=50)
    assert provision_row(one, AREAS, DE)[5:7] == ("<\N{NO-BREAK SPACE}3",) * 2
    assert provision_row(one, AREAS, DE)[-2:] == ("–", "–")
    (table,) = provision(variant, AREAS, DE)
    assert table.title == "Grundschule"
    assert table.rows[0] == (
        *("Nord am Bach", "2026", "20", "12", "12", "12", "12", "0", "0"),
        *("60,0\N{NO-BREAK SPACE}%", "100,0\N{NO-BREAK SPACE}%", "60,0\N{NO-BREAK SPACE}%"),
    )
    assert table.rows[-1][0] == "ganze Region"
    assert next(iter(excel_rows(variant, DE)))[:6] == ["status_quo", "Grundschule", "Nord", 2026, 20, 12]


def test_free_places_near_what_is_built_are_told_for_both_plans(tmp_path: Path) -> None:
    """South is extended by 12; within 15 min of those who reach it stands north, closed in both plans from 2028."""
    comparison = _comparison(tmp_path)
    assert free_places(comparison.baseline, comparison, DE) == []
    design = comparison.variants[1]
    assert free_places(design, comparison, DE) == [
        ("2028", "Schule G", "Erweiterung", "Grundschule", "12", "16", "keine", "–", "–", "–")
    ]
    early = plan("design", design.plan.tables, {"gs_1": ["z2", "z2"]})
    (proof,) = proofs(early, design.case, comparison.baseline.plan)
    assert (proof.added, proof.people, proof.near) == (12, 16, (Near("gs_0", 12, 0, 0),))


def test_the_corridor_says_how_many_places_are_missing(tmp_path: Path) -> None:
    """300 to 500 places for 1,000 of 20 persons in Nord: 6 to 10, and there are 12; of 25 in all 8 to 12, and 24."""
    rule = {"groups": ["6-9"], "least": "300 per 1000", "most": "500 per 1000", "apply": "report"}
    variant = _comparison(tmp_path, places_per_1000=rule).baseline
    found = [
        (one.area, one.people, one.places, one.low, one.high, one.gap) for one in corridors(variant.plan, variant.case)
    ]
    assert found[:2] == [("Nord", 20, 12, 6, 10, 2), ("Nord", 20, 0, 6, 10, -6)]
    assert found[-2] == ("", 25, 24, 8, 12, 12)
    assert corridor_rows(variant, AREAS, DE)[1] == ("Grundschule", "Nord am Bach", "2028", "20", "0", "6", "10", "-6")


def test_the_corridor_of_need_says_where_places_lack_and_which_sites_could_help(tmp_path: Path) -> None:
    """Half to one and a half times 12 in need in Nord, 4 in Süd: 6 to 18 and 2 to 6; Nord has 12 places, then none."""
    of = _plan()
    population = replace(of.tables.population, need_low=np.array([500]), need_high=np.array([1500]))
    tables_of = replace(of.tables, population=population)
    variant = _comparison(tmp_path).baseline
    found = list(needs(replace(of, tables=tables_of), variant.case))
    assert [(one.area, one.year, one.low, one.high, one.places, one.gap) for one in found] == [
        ("Nord", 2026, 6, 18, 12, 0),
        ("Nord", 2028, 6, 18, 0, -6),
        ("Süd", 2026, 2, 6, 12, 6),
        ("Süd", 2028, 2, 6, 12, 6),
        ("", 2026, 8, 24, 24, 0),
        ("", 2028, 8, 24, 12, 0),
    ]
    assert [one.possible for one in found] == [(0,), (0,), (1,), (1,), (), ()]
    assert list(needs(of, variant.case)) == []


@pytest.mark.parametrize(("lang", "heading"), [("de", "Versorgung nach Gebiet"), ("en", "Provision by area")])
def test_the_report_has_a_table_of_provision(tmp_path: Path, lang: Language, heading: str) -> None:
    comparison = _comparison(tmp_path)
    page = report([variant.plan for variant in comparison.variants], tmp_path / "r.html", lang=lang).read_text("utf-8")
    assert f"<h3>{heading}</h3>" in page
