"""Invented regions of any size: everybody who reaches a site can be served, and the same seed makes the same region."""

from benchmarks.regions import SIZES, region


def test_the_same_seed_makes_the_same_region() -> None:
    assert region(60, 6, 2, 3).hash == region(60, 6, 2, 3).hash != region(60, 6, 2, 4).hash


def test_the_largest_places_are_enough_for_everybody() -> None:
    tables = region(*SIZES["S"], 1).tables
    assert tables.levels.size.max(axis=1).sum() > tables.demand.people.sum(axis=(0, 1)).max()
