"""Comparisons of plans small enough to be counted by hand."""

import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from netplan.audit import verify
from netplan.comparison import Comparison, change_of_ways, compare, figures
from netplan.engine import solve
from netplan.errors import NetplanError
from netplan.languages import Language
from netplan.plan import Plan
from netplan.plan.words import status_in
from netplan.workspace import load
from tests.sample_plans import plan, tables, tiny, tiny_plans, written


@pytest.fixture
def compared(tmp_path: Path) -> Comparison:
    return compare(tiny_plans(tmp_path))


def by_name(compared: Comparison, name: str) -> tuple[object, ...]:
    return next(line.figures for line in compared.lines() if line.name == name)


def test_the_headline_of_three_small_plans_is_what_a_hand_counts(compared: Comparison) -> None:
    assert by_name(compared, "open_facilities") == (2, 1, 1)
    assert by_name(compared, "places") == (24, 24, 12)
    assert by_name(compared, "unserved") == (0, 0, 6)
    # status quo: 10·120 + 6·540 + 2·60; thinning: 10·120 + 6·600 + 2·1200; harsh: 10·120 + 2·600
    assert by_name(compared, "mean") == (Fraction(4560, 18), Fraction(7200, 18), Fraction(2400, 12))
    assert by_name(compared, "p95") == (540, 1200, 600)
    assert by_name(compared, "longest") == (540, 1200, 600)
    assert by_name(compared, "beyond") == (0, 2, 0)


def test_money_is_nominal_by_measure_and_spans_by_running_cost(compared: Comparison) -> None:
    assert by_name(compared, "investment") == (0, 125_000_000, 5_000_000)
    two_open = 2 * 28_000_000
    assert by_name(compared, "running_total") == (4 * two_open, 2 * two_open + 2 * 50_000_000, 3 * two_open)
    assert by_name(compared, "total") == (
        4 * two_open,
        2 * two_open + 100_000_000 + 125_000_000,
        3 * two_open + 5_000_000,
    )


def test_ways_that_grow_are_counted_in_the_year_and_the_unserved_apart(compared: Comparison) -> None:
    quo, thinning, harsh = compared.variants
    assert quo.changes is None
    assert thinning.changes is not None
    assert harsh.changes is not None
    assert [(c.longer, c.lost, c.gained) for c in thinning.changes.values()] == [(0, 0, 0), (2, 0, 0)]
    assert [(c.longer, c.lost, c.gained) for c in harsh.changes.values()] == [(0, 0, 0), (0, 6, 0)]


def test_a_way_that_grows_by_exactly_five_minutes_is_not_longer() -> None:
    for more, longer in ((300, 0), (301, 4)):
        of = tables([[4, 4]], [[100, 100 + more]], (10, 20))
        base = plan("a", of, {"gs_1": ["closed", "closed"]})
        moved = plan("b", of, {"gs_0": ["z1", "closed"], "gs_1": ["z1", "z1"]})
        assert change_of_ways(base, moved)[2028].longer == longer


def person_by_person(one: Plan, other: Plan) -> dict[int, tuple[int, int, int]]:
    """Count the same by listing every single person."""
    demand, pairs = one.tables.demand, one.tables.pairs
    found = {}
    for t, year in enumerate(demand.years.tolist()):
        longer = lost = gained = 0
        for c in range(len(demand.cells)):
            lists = []
            for made in (one, other):
                ways = [int(pairs.seconds[p]) for p in np.flatnonzero(pairs.cell == c) for _ in range(made.go[p, t])]
                lists.append(sorted(ways) + [None] * int(made.unserved[c, 0, t]))
            for before, after in zip(*lists, strict=True):
                longer += before is not None and after is not None and after - before > 300
                lost += before is not None and after is None
                gained += before is None and after is not None
        found[year] = (longer, lost, gained)
    return found


def test_pairing_in_bulk_equals_pairing_person_by_person() -> None:
    dice = random.Random(3)
    seen = np.zeros(3, np.int64)
    for _ in range(40):
        people = [[dice.randrange(9), dice.randrange(9)] for _ in range(5)]
        of = tables(
            people, [[dice.randrange(60, 1800) for _ in range(3)] for _ in range(5)], (8, 15), today=("z1",) * 3
        )
        lives = [
            {f"gs_{f}": [dice.choice(("closed", "z1", "z2")) for _ in range(2)] for f in range(3)} for _ in range(2)
        ]
        one, other = plan("one", of, lives[0]), plan("other", of, lives[1])
        expected = person_by_person(one, other)
        assert {y: (c.longer, c.lost, c.gained) for y, c in change_of_ways(one, other).items()} == expected
        seen += np.sum(list(expected.values()), axis=0)
    assert seen.all(), "the instances must contain longer ways, lost and gained places"


def test_renaming_the_order_of_cells_changes_no_comparison() -> None:
    one = tiny()
    base = plan("a", one, {})
    turned = tables([[2, 2], [6, 6], [10, 10]], [[1200, 60], [600, 540], [120, 900]], (12, 24))
    turned = replace(turned, demand=replace(turned.demand, cells=("c", "b", "a")))
    lives = {"gs_0": ["z1", "z2"], "gs_1": ["z1", "closed"]}
    assert change_of_ways(base, plan("b", turned, lives)) == change_of_ways(base, plan("b", one, lives))


def test_the_baseline_is_the_one_named_else_that_of_the_scenarios_else_the_first(tmp_path: Path) -> None:
    quo, thinning, harsh = tiny_plans(tmp_path)
    assert compare([thinning, quo]).baseline.name == "status_quo"
    assert compare([thinning, harsh]).baseline.name == "thinning"
    assert compare([quo, thinning, harsh], against="harsh").baseline.name == "harsh"


def test_a_baseline_that_is_no_plan_is_refused_with_the_names(tmp_path: Path) -> None:
    with pytest.raises(NetplanError, match="tight is none of the plans to compare; choose from status_quo"):
        compare(tiny_plans(tmp_path), against="tight")


def test_a_plan_without_run_folder_is_refused_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(NetplanError, match="has no run folder; write one first: netplan solve"):
        compare([plan("x", tiny(), {})])
    bare = replace(plan("x", tiny(), {}), folder=tmp_path)
    with pytest.raises(NetplanError, match="holds no case as solved"):
        compare([bare])


def test_the_same_scenario_twice_and_no_plan_at_all_are_refused(tmp_path: Path) -> None:
    quo = tiny_plans(tmp_path)[0]
    with pytest.raises(NetplanError, match="status_quo stands twice"):
        compare([quo, quo])
    with pytest.raises(NetplanError, match="There is no plan to compare"):
        compare([])


def test_levels_that_differ_are_listed_by_year(compared: Comparison) -> None:
    thinning = compared.variants[1]
    assert [(d.facility, d.baseline, d.value) for d in thinning.levels] == [
        ("gs_0", ("z1", "z1"), ("z1", "z2")),
        ("gs_1", ("z1", "z1"), ("z1", "closed")),
    ]


def test_changed_files_norms_and_rules_are_told(tmp_path: Path) -> None:
    quo, thinning, _ = tiny_plans(tmp_path)
    case = compare([thinning]).variants[0].case
    changed = written(
        thinning,
        tmp_path,
        inputs=(replace(case.inputs[0], sha256="cd" * 32), *case.inputs[1:]),
        norms=case.norms[:1],
        rules=type(case.rules).model_validate({"reach": "enforce", "budget": {"total": "12 MEUR"}}),
    )
    told = {(d.kind, d.name): (d.baseline, d.value) for d in compare([quo, changed]).variants[1].inputs}
    assert told == {
        ("file", "data/musterkreis/cells.csv"): ("abababababab", "cdcdcdcdcdcd"),
        ("norm", "target"): ("15 min", ""),
        ("rule", "places"): ("enforce", ""),
        ("rule", "minimum_size"): ("report", ""),
        ("rule", "budget"): ("", "enforce, total 12 MEUR"),
    }


def test_the_printed_table_is_read_by_people(compared: Comparison) -> None:
    lines = compared.told("en").splitlines()
    assert lines[0].split("  ")[0] == "in 2028, against status_quo"
    assert any(line.split() == ["Facilities", "open", "2", "1", "1"] for line in lines)
    assert any(line.split()[:2] == ["Investment", "(nominal)"] and "€1.25 million" in line for line in lines)
    assert "  gs_1 Schule G: 2028 closed (not one class per grade)" in lines


def test_the_printed_table_is_german_for_germans(compared: Comparison) -> None:
    told = compared.told("de")
    lines = told.splitlines()
    assert lines[0].split("  ")[0] == "2028, verglichen mit status_quo"
    assert any(line.split() == ["Offene", "Einrichtungen", "2", "1", "1"] for line in lines)
    assert any(line.startswith("Investition (nominal)") and "1,25 Mio. €" in line for line in lines)
    assert any(line.startswith("Weg im Mittel") and "4,2 min" in line for line in lines)
    assert any(line.startswith("Ergebnis") and "höchstens 0,4 % vom Besten" in line for line in lines)
    assert "thinning unterscheidet sich von status_quo bei 2 Einrichtungen:" in lines
    assert "  gs_1 Schule G: 2028 geschlossen (nicht 1-zügig)" in lines
    assert not {"Facilities", "closed", "against", "differs", "asked"} & set(told.split())


def test_a_print_speaks_the_language_of_the_environment(compared: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    asked: dict[str, Language] = {"de_DE.UTF-8": "de", "en_GB.UTF-8": "en", "C.UTF-8": "en"}
    for environment, lang in asked.items():
        monkeypatch.setenv("LANG", environment)
        assert str(compared) == compared.told(lang)
    assert compared.told("de") != compared.told("en")


@pytest.mark.parametrize(
    ("status", "german"),
    [
        ("optimal", "optimal"),
        ("within 1.3 %", "höchstens 1,3 % vom Besten"),
        ("stopped by the clock", "Zeit war um"),
        ("stopped by you", "von Hand beendet"),
    ],
)
def test_every_status_has_its_german_words(status: str, german: str) -> None:
    assert status_in(status, "de") == german
    assert status_in(status, "en") == status


def test_what_was_asked_differently_is_told_in_both_languages(tmp_path: Path) -> None:
    quo, thinning, _ = tiny_plans(tmp_path)
    case = compare([thinning]).variants[0].case
    changed = written(thinning, tmp_path, inputs=(replace(case.inputs[0], sha256="cd" * 32),), norms=case.norms[:1])
    compared = compare([quo, changed])
    german, english = compared.told("de").splitlines(), compared.told("en").splitlines()
    assert "thinning wurde anders gefragt als status_quo:" in german
    assert "  Datei data/musterkreis/cells.csv: abababababab → cdcdcdcdcdcd" in german
    assert "  Norm target: 15 min → nichts" in german
    assert "thinning was asked differently than status_quo:" in english
    assert "  norm target: 15 min → none" in english


def test_the_frame_has_exact_numbers_by_indicator_unit_and_year(compared: Comparison) -> None:
    frame = compared.as_frame()
    assert frame.loc[("open_facilities", "facilities", "2026")].tolist() == [2, 2, 2]
    assert frame.loc[("longer", "persons", "2028")].tolist() == [None, 2, 0]
    assert frame.loc[("investment", "cents", ""), "thinning"] == 125_000_000


def test_the_figures_of_a_solved_plan_are_those_of_the_auditor(county: Path) -> None:
    made = solve(load(county / "scenarios" / "thinning.yaml"), seconds=10)
    assert made.folder is not None
    counted, audited = figures(made), verify(made.folder).indicators
    years = counted.years.tolist()
    own = {
        "open": counted.open_facilities,
        "places": counted.places,
        "unserved": counted.unserved,
        "p95_s": counted.p95,
        "longest_s": counted.longest,
        "beyond_target": counted.beyond,
        "investment_cents": counted.paid,
        "running_cents": counted.running,
    }
    for name, values in own.items():
        assert audited[name] == dict(zip(years, values.tolist(), strict=True)), name
    assert audited["mean_s"] == {y: None if m is None else float(m) for y, m in zip(years, counted.mean, strict=True)}
    assert audited["worst_tenth_s"] == {
        y: None if m is None else float(m) for y, m in zip(years, counted.tenth, strict=True)
    }
    assert audited["cost_cents"] == counted.total
    assert counted.investment > 0
