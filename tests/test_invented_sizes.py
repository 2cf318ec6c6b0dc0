"""Invented regions of any size: everybody who reaches a site can be served, and the same seed makes the same region."""

from benchmarks.regions import SIZES, region, sized


def test_the_same_seed_makes_the_same_region() -> None:
    assert region(60, 6, 2, 3).hash == region(60, 6, 2, 3).hash != region(60, 6, 2, 4).hash


def test_the_largest_places_are_enough_for_everybody() -> None:
    tables = region(*SIZES["S"], 1).tables
    assert tables.levels.size.max(axis=1).sum() > tables.demand.people.sum(axis=(0, 1)).max()


def test_with_cohorts_children_enter_by_year_and_some_are_there_already() -> None:
    case = sized("tiny10", 1)
    demand = case.tables.demand
    assert demand.grades.tolist() == [4]
    assert demand.people.shape == (60, 1, 10 + 3)
    assert abs(demand.by_year[:, 0, 0].sum() / (6 * 150) - 1) < 0.1
    assert {"reach", "places", "minimum_size", "classes"} <= {rule.rule for rule in case.enforced}
